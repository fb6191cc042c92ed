"""The live connection as the window sees it: is the office there, and who gets what it says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.errors import NotSignedIn, OfficeError, Unavailable
from clerk_desktop.common.messages import live
from clerk_desktop.common.messages.live import (
    Guests,
    GuestSignal,
    LiveError,
    LiveToDesk,
    Note,
    NoteSend,
    Presence,
    Queue,
)
from clerk_desktop.desktop.models.banner import BannerModel, Level, Notice
from clerk_desktop.desktop.models.call import CallModel
from clerk_desktop.desktop.models.call_state import CallState
from clerk_desktop.desktop.models.queue import QueueModel
from clerk_desktop.desktop.tasks import Tasks

NAME = "live"
REFUSED = "live_refused"


class Live(Protocol):
    """The live socket.

    Attributes:
        urgent: whether a call runs, so that it must be back soon when it breaks.
    """

    urgent: bool

    def run(self) -> Awaitable[None]:
        """Stay connected until cancelled."""
        ...

    def send(self, message: live.Signal | NoteSend | GuestSignal) -> Awaitable[None]:
        """Send a signal or a note."""
        ...

    def doubt(self) -> None:
        """Make sure soon that the other end is still there."""
        ...


MakeLive = Callable[[str, str, Callable[[LiveToDesk], None], Callable[[bool], None]], Live]


class LinkModel(QObject):
    """Runs the live connection and hands its messages on.

    Signals:
        changed: connected or no longer.
        expired: the office does not know our token any more.
        noted(Note): a short message, of a citizen or of a desk (also our own, as its receipt).
        guests_changed(Guests): who is invited into a call.
        guest_signalled(GuestSignal): a signal of a guest's page.
        note_refused(str, str): id of our note that could not be delivered, and why (a code).
    """

    changed = Signal()
    expired = Signal()
    noted = Signal(object)
    note_refused = Signal(str, str)
    guests_changed = Signal(object)
    guest_signalled = Signal(object)

    def __init__(
        self, make_live: MakeLive, queue: QueueModel, banner: BannerModel, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._make_live, self._queue, self._banner, self._tasks = make_live, queue, banner, tasks
        self._call: CallModel | None = None
        self._live: Live | None = None
        self._where = ("", "")
        self.connected = False
        banner.acted.connect(self._acted)

    def attach(self, call: CallModel) -> None:
        """Signals and presence go to this call."""
        self._call = call
        call.state_changed.connect(self._on_call)

    def start(self, server: str, token: str) -> None:
        """Connect; an older connection ends."""
        self.stop()
        self._where = (server, token)
        live = self._live = self._make_live(server, token, self._hear, self._connection)
        if self._call is not None:
            self._on_call(self._call.state)
        self._tasks.run(NAME, live.run, failed=self._refused)

    def stop(self) -> None:
        """Disconnect."""
        self._tasks.cancel(NAME)
        self._live = None
        self._connection(False)

    async def send(self, message: live.Signal | NoteSend | GuestSignal) -> None:
        """Carry a signal or a note to the page. Raises Unavailable without a connection."""
        if self._live is None:
            raise Unavailable("no live connection")
        await self._live.send(message)

    def _hear(self, message: LiveToDesk) -> None:
        match message:
            case Queue():
                self._queue.update(message.queue)
            case live.Signal() if self._call is not None:
                self._call.on_signal(message)
            case Presence() if self._call is not None:
                self._call.on_presence(message)
            case Note():
                self.noted.emit(message)
            case Guests():
                self.guests_changed.emit(message)
            case GuestSignal():
                self.guest_signalled.emit(message)
            case LiveError(note=str() as note):
                self.note_refused.emit(note, message.code)
            case LiveError():
                self._banner.show(Notice(f"error.{message.code}", Level.WARNING))

    def _on_call(self, state: CallState) -> None:
        """A new connection of a call needs the office: what broke the old one may have broken this line, too."""
        if self._live is not None:
            self._live.urgent = state not in {CallState.IDLE, CallState.ENDED}
            if state in {CallState.RECOVERING, CallState.CITIZEN_AWAY}:
                self._live.doubt()

    def _connection(self, connected: bool) -> None:
        if connected is not self.connected:
            self.connected = connected
            self.changed.emit()

    def _refused(self, error: OfficeError) -> None:
        self._connection(False)
        if isinstance(error, NotSignedIn):
            self.expired.emit()
        else:
            self._banner.show(Notice(f"error.{error.code}", Level.DANGER, actions=("reconnect",), lasting=True))

    def _acted(self, _key: str, action: str) -> None:
        if action == "reconnect":
            self._banner.dismiss(_key)
            self.start(*self._where)
