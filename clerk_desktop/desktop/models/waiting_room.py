"""What a clerk does with somebody who waits, besides calling: park, take back, redirect, note as missed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import NotSignedIn, OfficeError
from clerk_desktop.common.messages.booking import OfficeView
from clerk_desktop.common.messages.clerk import QueueEntry
from clerk_desktop.desktop.models.banner import BannerModel, Level, Notice
from clerk_desktop.desktop.models.queue import QueueModel
from clerk_desktop.desktop.models.session import SessionModel
from clerk_desktop.desktop.tasks import Tasks

NAME, OFFICES = "waiting-room", "offices"
"""Names of the work: writes, one after the other; and asking which offices there are."""
ASKED = "missed?"
"""Key of the notice that asks before somebody is noted as missed: there is no way back."""
COULD_BE_MISSED = frozenset({State.CONFIRMED, State.WAITING, State.INTERRUPTED})


def may_park(entry: QueueEntry) -> bool:
    """Whether somebody can be left out when the next one is called."""
    return entry.state is State.WAITING and not entry.parked


def may_unpark(entry: QueueEntry) -> bool:
    """Whether somebody can be taken back into the order."""
    return entry.state is State.WAITING and entry.parked


def may_redirect(entry: QueueEntry) -> bool:
    """Whether another office can take somebody over; somebody just called goes back to the waiting room first."""
    return entry.state in {State.CONFIRMED, State.WAITING}


def may_miss(entry: QueueEntry) -> bool:
    """Whether somebody can be noted as not having come."""
    return entry.state in COULD_BE_MISSED


def may_write(entry: QueueEntry) -> bool:
    """Whether somebody can be written to."""
    return entry.state is State.WAITING


class WaitingRoomModel(QObject):
    """The deeds on one line of the queue.

    Signals:
        offices_changed: the other offices are known now, or could not be asked.
    """

    offices_changed = Signal()

    def __init__(
        self,
        session: SessionModel,
        queue: QueueModel,
        banner: BannerModel,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._queue, self._banner, self._tasks = session, queue, banner, tasks
        self.others: tuple[OfficeView, ...] | None = None
        """The other offices of the town; None before they are known."""
        session.left.connect(self._forget)
        banner.acted.connect(self._acted)

    def toggle_parking(self, appointment: str) -> None:
        """Park whoever waits in turn; take whoever is parked back in."""
        entry, office = self._queue.entry(appointment), self._session.office
        if entry is None or office is None:
            return
        if may_park(entry):
            self._run(partial(office.park, appointment), self._queue.replace)
        elif may_unpark(entry):
            self._run(partial(office.unpark, appointment), self._queue.replace)

    def ask_missed(self, appointment: str) -> None:
        """Ask on the window whether somebody really did not come; it cannot be taken back."""
        entry = self._queue.entry(appointment)
        if entry is not None and may_miss(entry):
            params = {"person": f"{entry.given_names} {entry.family_name}", "id": entry.id}
            self._banner.show(Notice(ASKED, Level.WARNING, params, ("mark_missed", "stay_waiting")))

    def missed(self, appointment: str) -> None:
        """Note that somebody did not come."""
        entry, office = self._queue.entry(appointment), self._session.office
        if entry is None or office is None or not may_miss(entry):
            return
        over = entry.model_copy(update={"state": State.MISSED})
        self._run(partial(office.step, appointment, State.MISSED), lambda _answer: self._queue.replace(over))

    def redirect(self, appointment: str, to: OfficeView) -> None:
        """Hand somebody over to another office's queue."""
        entry, office = self._queue.entry(appointment), self._session.office
        if entry is None or office is None or not may_redirect(entry):
            return

        def gone(_answer: object) -> None:
            self._queue.remove(appointment)
            params = {"person": f"{entry.given_names} {entry.family_name}", "office": to.name}
            self._banner.show(Notice("redirected", Level.SUCCESS, params))

        self._run(partial(office.redirect, appointment, to.id), gone)

    def load_offices(self) -> None:
        """Ask which other offices there are, unless it is known."""
        office = self._session.office
        if office is not None and self.others is None and not self._tasks.busy(OFFICES):
            self._tasks.run(OFFICES, office.offices, done=self._on_offices, failed=self._on_no_offices)

    # --- inside

    def _run(self, work: Callable[[], object], done: Callable[..., object]) -> None:
        self._tasks.run(NAME, work, done=done, failed=self._failed)

    def _failed(self, error: OfficeError) -> None:
        if isinstance(error, NotSignedIn):
            self._session.expire()
        else:
            self._banner.show_error(error)

    def _on_offices(self, offices: tuple[OfficeView, ...]) -> None:
        clerk = self._session.clerk
        self.others = tuple(office for office in offices if clerk is None or office.id != clerk.office.id)
        self.offices_changed.emit()

    def _on_no_offices(self, error: OfficeError) -> None:
        self._failed(error)
        self.offices_changed.emit()

    def _forget(self) -> None:
        self.others = None
        self._banner.dismiss(ASKED)

    def _acted(self, key: str, action: str) -> None:
        if key != ASKED:
            return
        notice = next((notice for notice in self._banner.notices if notice.key == key), None)
        self._banner.dismiss(key)
        if notice is not None and action == "mark_missed":
            self.missed(notice.params["id"])
