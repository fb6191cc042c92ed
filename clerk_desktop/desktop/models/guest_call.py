"""The desk's connection to an invited guest: picture, sound and a channel that carries neither papers nor stages."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal

from clerk_desktop.common.errors import OfficeError
from clerk_desktop.common.messages import live
from clerk_desktop.common.messages.clerk import IceServer
from clerk_desktop.common.messages.live import GuestOther, GuestSignal, SignalKind
from clerk_desktop.common.messages.work import (
    Caption,
    Chat,
    ChatReceived,
    CodeCompared,
    DataFromPage,
    Fingerprints,
    Goodbye,
    MediaState,
    PageGoodbye,
)
from clerk_desktop.desktop.media.devices import MediaDevices
from clerk_desktop.desktop.models.call_state import CallState
from clerk_desktop.desktop.models.inflow import Inflow

if TYPE_CHECKING:
    from av import AudioFrame

    from clerk_desktop.desktop.services.remote_peer import RemotePeer

log = logging.getLogger(__name__)

FROM_GUEST = (Chat, ChatReceived, CodeCompared, MediaState, PageGoodbye)
"""All that a guest's page may say to the desk; whatever else it sends is not passed on."""
ToGuest = Chat | ChatReceived | Caption | CodeCompared | Goodbye
GOODBYE_S = 0.5


class _Voice:
    """The guest's sound on its way to the speaker; may be shut."""

    def __init__(self, media: MediaDevices) -> None:
        self._media = media
        self.shut = False

    def play(self, packet: AudioFrame) -> None:
        """From the media thread."""
        if not self.shut:
            self._media.play(packet, guest=True)


class GuestCall(QObject):
    """One guest after the other; the guest's page offers, and builds anew when the link breaks.

    Args:
        send: carries an answer to the guest's page (the live socket).
        media: the desk's devices; camera and microphone go to the guest as they go to the citizen.
        parent: Qt owner.

    Signals:
        changed: state, or what the guest muted.
        frame: the guest's newest picture (QImage).
        message: what the guest's page says (of `FROM_GUEST`).
        secured: both ends agree on the certificates: the code.
        refused: they do not; the connection is over.
    """

    changed = Signal()
    frame = Signal(object)
    message = Signal(object)
    secured = Signal(str)
    refused = Signal()

    def __init__(
        self, send: Callable[[GuestSignal], Awaitable[None]], media: MediaDevices, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._send, self._media = send, media
        self._voice = _Voice(media)
        self._inflow = Inflow(self._voice, self)
        self._inflow.picture.connect(self.frame)
        self._appointment = self._guest = self._session = ""
        self._peer: RemotePeer | None = None
        self._answer: GuestSignal | None = None
        self._in_order = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._servers: tuple[IceServer, ...] = ()
        self._met = False
        self.state = CallState.IDLE
        self.camera_on = self.microphone_on = True

    @property
    def muted(self) -> bool:
        """Whether the clerk does not hear the guest."""
        return self._voice.shut

    def mute(self, on: bool) -> None:
        """Hear the guest, or not."""
        self._voice.shut = on
        self.changed.emit()

    def use_servers(self, servers: tuple[IceServer, ...]) -> None:
        """For the connections that are built from now on: fresh passwords of the relay."""
        self._servers = servers

    def show_at(self, box: QSize) -> None:
        """The picture is shown in so many pixels."""
        self._inflow.show_at(box)

    def start(self, appointment: str, guest: str) -> None:
        """This guest was let in: take offers. Again for the same one does nothing."""
        if (appointment, guest) == (self._appointment, self._guest):
            return
        self.stop(finished=False)
        self._appointment, self._guest = appointment, guest
        self._met = False
        self._set(CallState.CONNECTING)

    def stop(self, *, finished: bool) -> None:
        """The guest is not in the call any more."""
        peer = self._drop()
        self._appointment = self._guest = ""
        self._voice.shut = False
        self._set(CallState.IDLE)
        if peer is not None:
            self._spawn(_part(peer, finished))

    def send(self, message: ToGuest) -> bool:
        """Say something; False when there is no open channel."""
        if self._peer is None or not self._peer.open:
            return False
        self._peer.send(message)
        return True

    def on_signal(self, signal: GuestSignal) -> None:
        """A signal of the guest's page; after a refusal none counts any more."""
        if self.state is CallState.ENDED:
            return
        if signal.guest == self._guest and signal.appointment == self._appointment and self._guest:
            self._spawn(self._take(signal))

    # --- signals, one after the other

    async def _take(self, signal: GuestSignal) -> None:
        async with self._in_order:
            if signal.guest != self._guest or self.state is CallState.ENDED or signal.other is not GuestOther.DESK:
                return
            if signal.kind is SignalKind.OFFER:
                await self._take_offer(signal)
            elif signal.kind is SignalKind.CANDIDATE and self._peer is not None and signal.session == self._session:
                await self._peer.add_candidate(_plain(signal))

    async def _take_offer(self, offer: GuestSignal) -> None:
        if offer.session == self._session:
            if self._answer is not None:
                await self._send(self._answer)
            return
        older = self._drop()
        if older is not None:
            self._spawn(older.close())
        peer = self._peer = self._make_peer(offer.session)
        self._session = offer.session
        self._inflow.take_from(offer.session)
        # What the page before had muted does not count any more.
        self.camera_on = self.microphone_on = True
        self._set(CallState.RECOVERING if self._met else CallState.CONNECTING)
        try:
            answer = await peer.answer(_plain(offer))
            if self._peer is peer:
                self._answer = offer.model_copy(update={"kind": SignalKind.ANSWER, "sdp": answer.sdp})
                await self._send(self._answer)
        except OfficeError as error:
            if self._peer is peer:
                log.warning("a guest's offer could not be answered: %s", error.code)
                self._drop()
                self._set(CallState.RECOVERING)
            await peer.close()

    def _make_peer(self, session: str) -> RemotePeer:
        from clerk_desktop.desktop.services.call import Peer, PeerEvents  # noqa: PLC0415
        from clerk_desktop.desktop.services.remote_peer import RemotePeer  # noqa: PLC0415

        events = PeerEvents(
            connected=partial(self._on_connected, session),
            lost=partial(self._on_lost, session),
            secured=partial(self._on_secured, session),
            refused=partial(self._on_refused, session),
            message=partial(self._on_message, session),
            frame=partial(self._inflow.frame, session),
            sound=partial(self._inflow.sound, session),
        )
        return RemotePeer(partial(Peer, self._servers, *self._media.tracks()), events)

    # --- what the connection tells

    def _on_connected(self, session: str) -> None:
        if session == self._session:
            self._met = True
            self._set(CallState.CONNECTED)

    def _on_lost(self, session: str) -> None:
        if session == self._session:
            self._set(CallState.RECOVERING)

    def _on_secured(self, session: str, code: str, _seen: Fingerprints) -> None:
        if session == self._session:
            self.secured.emit(code)

    def _on_refused(self, session: str) -> None:
        if session == self._session:
            self._drop()
            self._set(CallState.ENDED)
            self.refused.emit()

    def _on_message(self, session: str, message: DataFromPage) -> None:
        if session != self._session or not isinstance(message, FROM_GUEST):
            return
        if isinstance(message, MediaState):
            self.camera_on, self.microphone_on = message.camera, message.microphone
            self.changed.emit()
        elif isinstance(message, PageGoodbye):
            self._set(CallState.CITIZEN_AWAY)
        else:
            self.message.emit(message)

    # --- inside

    def _drop(self) -> RemotePeer | None:
        peer, self._peer = self._peer, None
        self._session, self._answer = "", None
        self._inflow.take_from("")
        return peer

    def _set(self, state: CallState) -> None:
        if state is not self.state:
            self.state = state
            self.changed.emit()

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("a signal of a guest failed", exc_info=error)


def _plain(signal: GuestSignal) -> live.Signal:
    """The same for the connection, which knows no guests."""
    return live.Signal.model_validate(signal.model_dump(exclude={"type", "guest", "other"}))


async def _part(peer: RemotePeer, finished: bool) -> None:
    if peer.open:
        peer.send(Goodbye(finished=finished))
        await peer.drained(GOODBYE_S)
    await peer.close()
