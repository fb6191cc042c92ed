"""Between the queue and the desk: call the next one, take someone up again, and what happens around the sign-in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import NobodyWaiting, NotSignedIn, OfficeError
from clerk_desktop.common.messages.clerk import CaseView, ClerkView
from clerk_desktop.desktop.models.banner import BannerModel, Level, Notice
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.lane import OfficeLane
from clerk_desktop.desktop.models.link import LinkModel
from clerk_desktop.desktop.models.queue import QueueModel
from clerk_desktop.desktop.models.session import SessionModel
from clerk_desktop.desktop.tasks import Tasks

NAME = "call"
"""Name of the work that calls a citizen."""


class ReceptionModel(QObject):
    """Calls citizens to the desk.

    Signals:
        may_close: the window may close now (asked for while a call was open).
    """

    may_close = Signal()

    def __init__(
        self,
        session: SessionModel,
        link: LinkModel,
        queue: QueueModel,
        case: CaseModel,
        lane: OfficeLane,
        banner: BannerModel,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._link, self._queue, self._case = session, link, queue, case
        self._lane, self._banner, self._tasks = lane, banner, tasks
        self._offered = False
        session.entered.connect(self._entered)
        session.left.connect(self._left)
        link.expired.connect(session.expire)
        lane.stuck.connect(self._stuck)
        lane.failed.connect(self._failed)
        tasks.failed.connect(self._failed)
        queue.updated.connect(self._offer_to_resume)
        case.closed.connect(lambda: self._banner.dismiss("finish_first"))
        banner.acted.connect(self._acted)

    @property
    def calling(self) -> bool:
        """Whether somebody is being called just now."""
        return self._tasks.busy(NAME)

    def call_next(self) -> None:
        """Call whoever is next; refuses while somebody is at the desk. A second press does nothing."""
        if self._session.office is not None and self._free():
            self._run(self._session.office.call_next)

    def call(self, appointment: str) -> None:
        """Call this one, or take one's own up again."""
        if self._session.office is not None and self._free():
            self._run(partial(self._session.office.call, appointment))

    def sign_out(self) -> None:
        """Sign out; not while somebody is at the desk."""
        if self._free():
            self._session.sign_out()

    def close_desk(self) -> bool:
        """The window is to be closed.

        Returns:
            True when it may; False when the clerk is asked first.
        """
        if not self._case.is_open:
            return True
        self._case.ask_to_leave(closing=True)
        return False

    # --- inside

    def _free(self) -> bool:
        if self._case.is_open:
            self._banner.show(Notice("finish_first", Level.INFO, {"person": self._case.person}))
        return not self._case.is_open

    def _run(self, work: Callable[[], CaseView]) -> None:
        if not self._tasks.busy(NAME):
            self._banner.dismiss("resume?", "error.nobody_waiting")
            self._tasks.run(NAME, work, done=self._called, failed=self._failed)

    def _called(self, view: CaseView) -> None:
        if self._session.clerk is not None:
            self._case.open(view, self._session.clerk)

    def _entered(self, clerk: ClerkView) -> None:
        office = self._session.office
        if office is None or office.token is None:
            return
        if self._case.is_open and self._case.clerk is not None and self._case.clerk.id != clerk.id:
            self._case.interrupt()
        self._offered = False
        self._lane.use(office)
        self._queue.begin(clerk)
        self._link.start(self._session.server, office.token)
        self._tasks.run("queue", office.queue, done=self._queue.update, failed=self._failed)
        self._banner.clear()
        if not self._session.kept:
            self._banner.show(Notice("no_keyring", Level.INFO))

    def _left(self) -> None:
        self._link.stop()
        if not self._case.is_open:
            self._queue.clear()
        self._banner.clear()

    def _offer_to_resume(self) -> None:
        """Once after the sign-in: whom this clerk had at the desk when it was closed."""
        if self._offered or not self._queue.loaded:
            return
        self._offered = True
        mine = [entry for entry in self._queue.mine if entry.state is not State.INTERRUPTED or entry.present]
        if mine and not self._case.is_open and not self.calling:
            entry = mine[0]
            params = {"person": f"{entry.given_names} {entry.family_name}", "id": entry.id}
            self._banner.show(Notice("resume?", Level.WARNING, params, ("resume", "later")))

    def _stuck(self, stuck: bool) -> None:
        if stuck:
            self._banner.show(Notice("stuck", Level.WARNING, lasting=True))
        else:
            self._banner.dismiss("stuck")

    def _failed(self, error: OfficeError) -> None:
        if isinstance(error, NotSignedIn):
            self._session.expire()
        elif isinstance(error, NobodyWaiting):
            self._banner.show(Notice(f"error.{error.code}", Level.INFO))
        else:
            self._banner.show_error(error)

    def _acted(self, key: str, action: str) -> None:
        if action == "interrupt_and_close":
            self._case.interrupt()
            self._tasks.run("hang-up", self._until_taken, done=lambda _: self.may_close.emit())
        elif key == "resume?" and action == "resume":
            notice = next((n for n in self._banner.notices if n.key == key), None)
            if notice is not None:
                self.call(notice.params["id"])
        if action in {"resume", "later", "wait", "stay", "same_person"}:
            self._banner.dismiss(key)

    async def _until_taken(self) -> None:
        """Wait until goodbye was said and the office took the step, but no longer than a person waits for a window."""
        await self._lane.drained(within_s=4)
