"""Fresh passwords of the relay while a call lasts, so that a connection that must be built anew has good ones."""

from __future__ import annotations

from datetime import UTC

from PySide6.QtCore import QObject, QTimer, Signal

from clerk_desktop.common.clock import Clock
from clerk_desktop.common.errors import OfficeError
from clerk_desktop.common.messages.clerk import IceView
from clerk_desktop.desktop.models.call import CallModel
from clerk_desktop.desktop.models.call_state import CallState
from clerk_desktop.desktop.models.session import SessionModel
from clerk_desktop.desktop.tasks import Tasks

NAME = "relay"
AGAIN_MS = 30_000
"""Pause before the next try when the office could not be asked; the passwords at hand are good for a while."""
LEAST_MS = 60_000
OVER = {CallState.IDLE, CallState.ENDED}


class RelayModel(QObject):
    """Asks when a call begins, and again whenever the passwords have lived half of their life.

    Args:
        call: uses them.
        session: whom to ask.
        tasks: the async door.
        clock: the time.
        parent: Qt owner.

    Signals:
        renewed: fresh servers, for whoever else is in the call.
    """

    renewed = Signal(object)

    def __init__(
        self, call: CallModel, session: SessionModel, tasks: Tasks, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._call, self._session, self._tasks, self._clock = call, session, tasks, clock
        self._running = False
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self._ask)
        call.state_changed.connect(self._on_state)

    def _on_state(self, state: CallState) -> None:
        runs = state not in OVER
        if runs and not self._running:
            self._running = True
            self._ask()
        elif not runs:
            self._running = False
            self.timer.stop()

    def _ask(self) -> None:
        office = self._session.office
        if self._running and office is not None:
            self._tasks.run(NAME, office.ice, done=self._use, failed=self._later, newest_only=True)

    def _use(self, view: IceView) -> None:
        if not self._running:
            return
        self._call.use_servers(view.ice_servers)
        self.renewed.emit(view.ice_servers)
        if view.expires_at is not None:
            left = view.expires_at - self._clock.now().astimezone(UTC)
            self.timer.start(max(LEAST_MS, int(left.total_seconds() * 500)))

    def _later(self, _error: OfficeError) -> None:
        if self._running:
            self.timer.start(AGAIN_MS)
