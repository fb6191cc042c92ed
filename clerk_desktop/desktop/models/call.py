"""The call as the views see it: its state, the citizen's picture, the messages of the data channel.

A call lasts as long as the clerk has the case open; connections come and go inside it (page reload, lost link).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal

from clerk_desktop.common.capture import GreyFrame
from clerk_desktop.common.errors import CallLost, OfficeError
from clerk_desktop.common.messages import live
from clerk_desktop.common.messages.clerk import CaseView, ClerkView, IceServer
from clerk_desktop.common.messages.live import Presence, SignalKind
from clerk_desktop.common.messages.work import (
    BlobBegin,
    BlobKind,
    DataFromDesk,
    DataFromPage,
    Fingerprints,
    Goodbye,
    PageGoodbye,
    StillFailed,
    StillRequest,
)
from clerk_desktop.desktop.media.devices import MediaDevices
from clerk_desktop.desktop.models.call_link import CallLink
from clerk_desktop.desktop.models.call_state import CallState
from clerk_desktop.desktop.models.early import EarlySignals
from clerk_desktop.desktop.models.inflow import Inflow
from clerk_desktop.desktop.models.link_figures import LinkFigures
from clerk_desktop.desktop.models.stills import Stills

if TYPE_CHECKING:
    from clerk_desktop.desktop.services.remote_peer import RemotePeer

__all__ = ["CallModel", "CallState"]

log = logging.getLogger(__name__)

GOODBYE_S = 1.0
"""How long hanging up may wait for the last message to leave."""
ALIVE_S = 1.0
"""A citizen whose live connection went but who was heard within so many seconds is still here."""


class CallModel(QObject):
    """One call after the other.

    Args:
        send_signal: carries an answer to the page (the live socket).
        media: the desk's devices.
        parent: Qt owner.

    Signals:
        state_changed: the new CallState.
        frame: the citizen's newest picture (QImage).
        own_frame: the clerk's own picture (QImage).
        message: a data message of the page (DataFromPage).
        blob: a content from the page: its BlobBegin and its bytes (stills go to who asked for them instead).
        channel_opened: messages can be sent (again after a reload: the page must be told everything anew).
        level: the citizen's loudness 0…1, ten times a second.
        devices_changed: own camera or microphone came, went or was switched.
        statistics: the figures of the last second (services/call_stats.py).
        secured: both ends agree on the certificates: the code to compare (str) and the certificates (Fingerprints).
        refused: they do not; the connection is over.
    """

    state_changed = Signal(object)
    frame = Signal(object)
    own_frame = Signal(object)
    message = Signal(object)
    blob = Signal(object, object)
    channel_opened = Signal()
    level = Signal(float)
    devices_changed = Signal()
    statistics = Signal(object)
    secured = Signal(str, object)
    refused = Signal()

    def __init__(
        self,
        send_signal: Callable[[live.Signal], Awaitable[None]],
        media: MediaDevices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._send_signal = send_signal
        self._media = media
        self._state = CallState.IDLE
        self._case: CaseView | None = None
        self._servers: tuple[IceServer, ...] = ()
        self._link: CallLink | None = None
        self._present = True
        self._early = EarlySignals()
        self._stills = Stills()
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_order = asyncio.Lock()
        self._met = False
        self._inflow = Inflow(media, self)
        self._inflow.picture.connect(self.frame)
        self._inflow.level.connect(self.level)
        self._figures = LinkFigures(self._inflow, self)
        self._figures.read.connect(self.statistics)
        media.own_frame.connect(self.own_frame)
        media.changed.connect(self.devices_changed)

    # --- what views read

    @property
    def state(self) -> CallState:
        """How the call stands."""
        return self._state

    @property
    def case(self) -> CaseView | None:
        """Whom the call is with; None before the first and after the end."""
        return self._case

    @property
    def channel_open(self) -> bool:
        """Whether messages can be sent now."""
        return self._link is not None and self._link.peer.open

    @property
    def microphone_on(self) -> bool:
        """Whether the clerk wants to be heard."""
        return self._media.microphone_on

    @property
    def camera_on(self) -> bool:
        """Whether the clerk wants to be seen."""
        return self._media.camera_on

    @property
    def has_camera(self) -> bool:
        """Whether there is a camera; without one the citizen sees a name card."""
        return self._media.has_camera

    @property
    def has_microphone(self) -> bool:
        """Whether there is a microphone; without one the citizen hears nothing."""
        return self._media.has_microphone

    # --- what views do

    def start(self, case: CaseView, clerk: ClerkView) -> None:
        """The citizen was called: open the devices and wait for the page's offer. Runs on the event loop."""
        link = self._drop_link()
        if link is not None:
            # At once, so that nothing of the person before is seen or heard in this call.
            self._spawn(link.peer.close())
        self._case, self._servers = case, case.ice_servers
        self._present = True
        self._met = False
        self._stills.lost()
        self._figures.another_person()
        self._media.open(clerk.name, clerk.office.name)
        self._set_state(CallState.CONNECTING)
        for signal in self._early.take():
            self.on_signal(signal)

    def set_microphone(self, on: bool) -> None:
        """Be heard or not."""
        self._media.set_microphone(on)

    def talk(self, held: bool) -> None:
        """The talk key went down or up: be heard as long as it is held although the microphone is off."""
        self._media.talk(held)

    def set_camera(self, on: bool) -> None:
        """Be seen or not."""
        self._media.set_camera(on)

    def use_servers(self, servers: tuple[IceServer, ...]) -> None:
        """For the connections that are built from now on: fresh passwords of the relay."""
        self._servers = servers

    def show_at(self, box: QSize) -> None:
        """The citizen's picture is shown in so many pixels of the screen; `frame` brings it in that size."""
        self._inflow.show_at(box)

    def send(self, message: DataFromDesk) -> None:
        """Send one data message. Raises CallLost when there is no open channel."""
        self._peer().send(message)

    async def send_blob(self, blob_id: str, kind: BlobKind, mime: str, data: bytes) -> None:
        """Send a content. Raises CallLost when the channel is not open or goes meanwhile."""
        await self._peer().send_blob(blob_id, kind, mime, data)

    async def take_still(self, timeout_s: float = 10) -> bytes:
        """Ask the page for one full-resolution picture, as soon as the channel of this connection is open.

        Returns:
            The encoded picture (JPEG or PNG); it is kept nowhere else.

        Raises:
            CallLost: there is no connection, or it went meanwhile.
            CardUnreadable: the page could not take one (`detail` is its code), or none came in time (`timeout`).
        """
        return await self._stills.ask(self._ask_still, timeout_s)

    def grey_frame(self) -> GreyFrame | None:
        """The brightness of the citizen's newest picture, in its full size."""
        return self._inflow.grey_frame()

    def _ask_still(self, still_id: str) -> bool:
        # The picture is there some moments before the channel: whoever presses then must not be told of a lost call.
        now = self.channel_open or self._state is not CallState.CONNECTED
        if now:
            self.send(StillRequest(id=still_id))
        return now

    async def hang_up(self, finished: bool) -> None:
        """End the call and tell the page whether all is done; devices are let go. Twice does no harm."""
        link = self._drop_link()
        self._case = None
        self._stills.lost()
        self._media.close()
        if self._state is not CallState.IDLE:
            self._set_state(CallState.ENDED)
        if link is None:
            return
        if link.peer.open:
            link.peer.send(Goodbye(finished=finished))
            await link.peer.drained(GOODBYE_S)
        await link.peer.close()

    # --- what the live socket brings

    def on_signal(self, signal: live.Signal) -> None:
        """A signal of a page; one that does not belong to this call waits for its own."""
        if self._case is None or signal.appointment != self._case.appointment:
            self._early.keep(signal)
            return
        self._spawn(self._take(signal))

    def on_presence(self, presence: Presence) -> None:
        """The citizen's page came or went."""
        if self._case is None or presence.appointment != self._case.appointment:
            return
        self._present = presence.present
        if presence.present:
            if self._state is CallState.CITIZEN_AWAY:
                self._set_state(CallState.CONNECTING)
        elif self._state is CallState.RECOVERING and self._link is not None and self._link.broken:
            # The network is gone, not the person: nobody has left, and nobody is to be asked who is back.
            log.info("the live connection broke as well")
        elif self._link is None or self._link.peer.silent_s > ALIVE_S or self._state is not CallState.CONNECTED:
            self._set_state(CallState.CITIZEN_AWAY)
        # Otherwise only the signalling went; the watch of the connection tells when the citizen goes too.

    # --- signals, one after the other

    async def _take(self, signal: live.Signal) -> None:
        async with self._in_order:
            if self._case is None or signal.appointment != self._case.appointment:
                return
            if signal.kind is SignalKind.OFFER:
                await self._take_offer(signal)
            elif signal.kind is SignalKind.CANDIDATE and self._link is not None and self._is_now(signal.session):
                await self._link.peer.add_candidate(signal)

    async def _take_offer(self, offer: live.Signal) -> None:
        link = self._link
        if link is not None and link.session == offer.session:
            # The same offer once more: the answer got lost on its way.
            if link.answer is not None:
                await self._send_signal(link.answer)
            return
        if link is not None:
            self._stills.lost()
            # Over a link that is gone it says goodbye in vain; the new one must not wait for that.
            self._spawn(link.peer.close())
        self._present = True
        link = self._link = CallLink(offer.session, self._make_peer(offer.session))
        self._inflow.take_from(offer.session)
        self._figures.watch(link.peer)
        self._set_state(CallState.RECOVERING if self._met else CallState.CONNECTING)
        try:
            answer = await link.peer.answer(offer)
            if self._link is link:  # not hung up meanwhile
                link.answer = answer
                await self._send_signal(answer)
        except OfficeError as error:
            if self._link is link:
                log.warning("the offer could not be answered: %s", error.code)
                self._drop_link()
                self._set_state(CallState.RECOVERING)
            await link.peer.close()

    def _make_peer(self, session: str) -> RemotePeer:
        # Half a second to load: not with the program, but with the first call.
        from clerk_desktop.desktop.services.call import Peer, PeerEvents  # noqa: PLC0415
        from clerk_desktop.desktop.services.remote_peer import RemotePeer  # noqa: PLC0415

        events = PeerEvents(
            connected=partial(self._on_connected, session),
            lost=partial(self._on_lost, session),
            secured=partial(self._on_secured, session),
            refused=partial(self._on_refused, session),
            opened=partial(self._on_opened, session),
            message=partial(self._on_message, session),
            blob=partial(self._on_blob, session),
            frame=partial(self._inflow.frame, session),
            sound=partial(self._inflow.sound, session),
        )
        tracks, start_kbps = self._media.tracks(), self._figures.start_kbps
        return RemotePeer(partial(Peer, self._servers, *tracks, start_kbps=start_kbps), events)

    # --- what the connection tells (of an older one nothing counts any more)

    def _is_now(self, session: str) -> bool:
        return self._link is not None and self._link.session == session

    def _on_connected(self, session: str) -> None:
        if self._link is not None and self._is_now(session):
            self._met = self._link.stood = True
            self._set_state(CallState.CONNECTED)

    def _on_secured(self, session: str, code: str, seen: Fingerprints) -> None:
        if self._is_now(session):
            self.secured.emit(code, seen)

    def _on_refused(self, session: str) -> None:
        if self._is_now(session):
            # It closes by itself, as soon as our refusal has left. The page says so, too; its person may try again.
            self._drop_link()
            self._stills.lost()
            self._set_state(CallState.CITIZEN_AWAY)
            self.refused.emit()

    def _on_lost(self, session: str) -> None:
        if self._is_now(session):
            self._stills.lost()
            self._set_state(CallState.RECOVERING if self._present else CallState.CITIZEN_AWAY)

    def _on_opened(self, session: str) -> None:
        if self._is_now(session):
            self.channel_opened.emit()
            self._stills.ask_again(self._ask_still)

    def _on_message(self, session: str, message: DataFromPage) -> None:
        if not self._is_now(session):
            return
        if isinstance(message, StillFailed):
            self._stills.failed(message.id, message.code)
            return
        self._figures.hear(message)
        self.message.emit(message)
        if isinstance(message, PageGoodbye):
            self._present = False
            self._set_state(CallState.CITIZEN_AWAY)

    def _on_blob(self, session: str, begin: BlobBegin, data: bytes) -> None:
        if not self._is_now(session):
            return
        if begin.kind is BlobKind.STILL:
            self._stills.arrived(begin.id, data)
        else:
            self.blob.emit(begin, data)

    # --- inside

    def _drop_link(self) -> CallLink | None:
        """From now on nothing of the present connection counts; whoever asked closes it."""
        link, self._link = self._link, None
        self._inflow.take_from("")
        self._figures.watch(None)
        return link

    def _peer(self) -> RemotePeer:
        if self._link is None:
            raise CallLost("no connection")
        return self._link.peer

    def _set_state(self, state: CallState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("a signal of the call failed", exc_info=error)
            self._set_state(CallState.RECOVERING)
