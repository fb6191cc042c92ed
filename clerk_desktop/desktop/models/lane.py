"""The writes of a case to the office, in order and until they are taken.

A paper that was shown, a signature that was given, an appointment that ended: none of it may be lost because the server
was away for a minute, and none may overtake another.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import OfficeError, Unavailable
from clerk_desktop.common.messages.clerk import EvidenceKind
from clerk_desktop.desktop.models.ports import Office
from clerk_desktop.desktop.tasks import Tasks

log = logging.getLogger(__name__)

NAME = "office"
PAUSE_S = 3.0
"""Seconds between two tries while the office cannot be reached."""


class OfficeLane(QObject):
    """Notes and steps, one after the other.

    Signals:
        stuck(bool): the office cannot be reached and something waits; then False when it got through.
        failed(OfficeError): the office refused a write for another reason; it is not repeated.
    """

    stuck = Signal(bool)
    failed = Signal(object)

    def __init__(
        self, tasks: Tasks, parent: QObject | None = None, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._pause = pause
        self._office: Office | None = None
        self._is_stuck = False

    def use(self, office: Office) -> None:
        """Write to this office from now on (the clerk signed in)."""
        self._office = office

    @property
    def busy(self) -> bool:
        """Whether something waits to be taken."""
        return self._tasks.busy(NAME)

    async def drained(self, within_s: float) -> None:
        """Wait until everything is taken, at most `within_s` seconds; no error when it is not."""
        free = asyncio.Event()

        def on_busy(name: str, busy: bool) -> None:
            if name == NAME and not busy:
                free.set()

        self._tasks.busy_changed.connect(on_busy)
        try:
            if self.busy:
                async with asyncio.timeout(within_s):
                    await free.wait()
        except TimeoutError:
            log.warning("closed before the office took everything")
        finally:
            self._tasks.busy_changed.disconnect(on_busy)

    def note(self, appointment: str, kind: EvidenceKind, sha256: str | None = None) -> None:
        """Note that something happened."""
        self._write(lambda office: office.note(appointment, kind, sha256), None)

    def step(self, appointment: str, to: State, done: Callable[[], object] | None = None) -> None:
        """Move the appointment; `done` is called when the office has taken it."""
        self._write(lambda office: office.step(appointment, to), done)

    def _write(self, write: Callable[[Office], None], done: Callable[[], object] | None) -> None:
        self._tasks.run(
            NAME, partial(self._persist, write), done=lambda _: done() if done else None, failed=self._refused
        )

    async def _persist(self, write: Callable[[Office], None]) -> None:
        while True:
            office = self._office
            if office is not None:
                try:
                    await self._tasks.in_thread(partial(write, office))
                except Unavailable:
                    self._say(stuck=True)
                else:
                    self._say(stuck=False)
                    return
            await self._pause(PAUSE_S)

    def _refused(self, error: OfficeError) -> None:
        log.warning("the office refused a write: %s", error.code)
        self._say(stuck=False)
        self.failed.emit(error)

    def _say(self, *, stuck: bool) -> None:
        if stuck is not self._is_stuck:
            self._is_stuck = stuck
            self.stuck.emit(stuck)
