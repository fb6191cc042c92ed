"""One peer connection with the citizen's page: picture, sound, data channel.

The page makes the offer. A connection that fell silent is never repaired: the page makes a new one, which stands in
0.2 s, while aiortc would need up to nine seconds or never come back.

Connected means agreed: until both ends have found that they see the same certificates (`common/secrecy.py`) nothing is
shown, played, sent or believed.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine, Iterable
from dataclasses import replace

from aiortc import (
    InvalidAccessError,
    InvalidStateError,
    RTCConfiguration,
    RTCDataChannel,
    RTCIceServer,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from aiortc.rtcconfiguration import RTCBundlePolicy
from aiortc.sdp import candidate_from_sdp
from av import AudioFrame, VideoFrame
from pydantic import ValidationError

from clerk_desktop.common.errors import BadInput, CallLost
from clerk_desktop.common.messages.clerk import IceServer
from clerk_desktop.common.messages.live import Signal, SignalKind
from clerk_desktop.common.messages.terms import DATA_CHANNEL
from clerk_desktop.common.messages.work import (
    DATA_FROM_PAGE,
    BlobBegin,
    BlobEnd,
    BlobKind,
    DataFromDesk,
    DataFromPage,
    Fingerprints,
    SecureCommit,
    SecureRefused,
    SecureReveal,
)
from clerk_desktop.desktop.services import dtls
from clerk_desktop.desktop.services.agreement import Agreement
from clerk_desktop.desktop.services.blobs import BlobBroken, BlobReceiver, announce, frames
from clerk_desktop.desktop.services.call_stats import Statistics, StatsReader
from clerk_desktop.desktop.services.closing import close
from clerk_desktop.desktop.services.hearing import Hearing
from clerk_desktop.desktop.services.pace import limits
from clerk_desktop.desktop.services.peer_events import PeerEvents
from clerk_desktop.desktop.services.receiving import take_over
from clerk_desktop.desktop.services.sdp import with_start_bitrate
from clerk_desktop.desktop.services.tracks import LentTrack

__all__ = ["Peer", "PeerEvents"]

log = logging.getLogger(__name__)

LAST_WORD_S = 1.0
"""So long a refusal may take to leave."""
LOOK_S = 0.25
"""How often the watch looks."""
BUFFERED_HIGH = 256 * 1024
"""Bytes that may wait in the data channel before a transfer pauses."""
BUFFERED_LOW = 64 * 1024
MOST_PIXELS = 4096 * 2304
"""A larger picture is no camera's; it would only fill the memory."""
_BAD_SDP = (
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    TypeError,
    InvalidAccessError,
    InvalidStateError,
)
"""What aiortc throws at descriptions that are none; they come from a stranger."""


class Peer:
    """The desk's end of one connection; answers one offer and is thrown away afterwards.

    Args:
        ice_servers: STUN and TURN servers; none means only this network.
        video_track: what the citizen sees; not stopped by `close`.
        audio_track: what the citizen hears; not stopped by `close`.
        events: whom to tell.
        start_kbps: bit rate at which the page may begin to send its picture; None: as `resources/call.toml` says.
        certificate: what this end shows; the same for all connections of the program.

    Attributes:
        malformed: messages and transfers that broke the contract and were dropped.
    """

    def __init__(
        self,
        ice_servers: Iterable[IceServer],
        video_track: MediaStreamTrack | None,
        audio_track: MediaStreamTrack | None,
        events: PeerEvents,
        *,
        start_kbps: int | None = None,
        certificate: dtls.OwnCertificate = dtls.OWN,
    ) -> None:
        # An empty list on purpose: None would ask a server of Google's.
        servers = [RTCIceServer(list(s.urls), s.username, s.credential) for s in ice_servers]
        self._pc = RTCPeerConnection(RTCConfiguration(servers, bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self._agreement = Agreement(self._pc, certificate, self._on_agreed, self._on_refused)
        self._tracks = {t.kind: t for t in (video_track, audio_track) if t is not None}
        self._events = events
        self._start_kbps = start_kbps or limits()[0]
        self._channel: RTCDataChannel | None = None
        self._watched = False
        self._parting: asyncio.Task[None] | None = None
        self._room = asyncio.Event()
        self._sending = asyncio.Lock()
        self._receiver = BlobReceiver()
        self._hearing = Hearing()
        self._figures = StatsReader(self._pc)
        self._alive = False
        self._gone = False
        self._connected_once = False
        self._closed = False
        self._tasks: set[asyncio.Task[None]] = set()
        self.malformed = 0
        self._pc.on("connectionstatechange", self._on_state)
        self._pc.on("track", self._on_track)
        self._pc.on("datachannel", self._on_channel)

    @property
    def open(self) -> bool:
        """Whether the data channel can be used: it is there, and both ends have agreed."""
        return self._agreement.stands and self._channel_there

    @property
    def _channel_there(self) -> bool:
        return self._channel is not None and self._channel.readyState == "open"

    @property
    def silent_s(self) -> float:
        """Seconds since the other side was last heard."""
        return self._hearing.silent_s

    async def answer(self, offer: Signal) -> Signal:
        """Take the page's offer and return the answer, with all our addresses in it.

        Raises:
            BadInput: the offer is none.
        """
        if offer.kind is not SignalKind.OFFER or not offer.sdp:
            raise BadInput("not an offer")
        try:
            await self._pc.setRemoteDescription(RTCSessionDescription(offer.sdp, "offer"))
            take_over(self._pc)
            offered = {t.kind for t in self._pc.getTransceivers()}
            if not offered and self._pc.sctp is None:
                raise BadInput("an offer of nothing")
            for kind, track in self._tracks.items():
                if kind in offered:
                    self._agreement.hold(LentTrack(track))
            await self._pc.setLocalDescription(await self._pc.createAnswer())
        except _BAD_SDP as error:
            raise BadInput(f"offer: {type(error).__name__}") from None
        sdp = with_start_bitrate(self._pc.localDescription.sdp, self._start_kbps)
        return Signal(appointment=offer.appointment, session=offer.session, kind=SignalKind.ANSWER, sdp=sdp)

    async def add_candidate(self, signal: Signal) -> None:
        """Take an address of the page that came later; one that cannot be read is left out."""
        if self._closed or not signal.candidate:
            return
        try:
            candidate = candidate_from_sdp(signal.candidate.removeprefix("candidate:"))
            candidate.sdpMid = signal.mid or "0"
            await self._pc.addIceCandidate(candidate)
        except _BAD_SDP as error:
            self._refuse(f"candidate: {type(error).__name__}")

    def send(self, message: DataFromDesk) -> None:
        """Send one data message.

        Raises:
            CallLost: the channel is not open.
        """
        self._put(message.model_dump_json())

    async def send_blob(self, blob_id: str, kind: BlobKind, mime: str, data: bytes) -> None:
        """Send a content, one at a time, no faster than the link takes it.

        Raises:
            CallLost: the channel is not open or closed meanwhile.
            ValueError: empty, too large or of an unknown type.
        """
        begin = announce(blob_id, kind, mime, data)
        async with self._sending:
            self.send(begin)
            for frame in frames(data):
                await self._wait_for_room()
                self._put(frame)
            self.send(BlobEnd(id=begin.id))

    async def drained(self, within_s: float) -> None:
        """Wait until all that was sent has left, at most `within_s` seconds; no error when it has not."""
        channel = self._channel
        if channel is None:
            return
        channel.bufferedAmountLowThreshold = 0
        try:
            async with asyncio.timeout(within_s):
                while self._channel_there and channel.bufferedAmount:
                    self._room.clear()
                    await self._room.wait()
        except TimeoutError:
            return

    async def statistics(self) -> Statistics:
        """The figures of the time since they were read last."""
        return replace(await self._figures.read(), silent_s=self.silent_s)

    async def close(self) -> None:
        """End the connection; the tracks live on. No event comes afterwards."""
        if self._closed:
            return
        self._closed = True
        self._room.set()
        for task in self._tasks:
            task.cancel()
        await close(self._pc)
        self._receiver.drop()

    # --- from aiortc

    def _on_state(self) -> None:
        state = self._pc.connectionState
        if self._closed:
            return
        if state == "connected":
            self._hearing.something()
            self._say_alive()
            self._agreement.expect(time.monotonic())
            if not self._watched:
                self._watched = True
                self._spawn(self._watch())
        elif state in {"failed", "closed"}:
            self._go()

    def _on_track(self, track: MediaStreamTrack) -> None:
        self._spawn(self._receive(track))

    def _on_channel(self, channel: RTCDataChannel) -> None:
        if channel.label != DATA_CHANNEL or self._channel is not None:
            self._refuse("a channel that nobody asked for")
            channel.close()
            return
        self._channel = channel
        channel.bufferedAmountLowThreshold = BUFFERED_LOW
        channel.on("bufferedamountlow", self._room.set)
        channel.on("close", self._on_channel_closed)
        channel.on("message", self._on_data)
        self._agreement.begin(channel, time.monotonic())

    def _on_channel_closed(self) -> None:
        # A page that is closed or reloaded closes its channel; nothing comes after that.
        self._room.set()
        self._go()

    def _on_data(self, data: str | bytes) -> None:
        if self._closed:
            return
        self._hearing.something()
        try:
            if isinstance(data, bytes) and not self._agreement.stands:
                self._refuse("content before the agreement")
            elif isinstance(data, bytes):
                self._receiver.feed(data)
            else:
                self._on_message(DATA_FROM_PAGE.validate_json(data))
        except ValidationError:
            self._refuse("a message that the contract does not know")
        except BlobBroken as error:
            self._refuse(str(error))

    def _on_message(self, message: DataFromPage) -> None:
        if isinstance(message, SecureCommit | SecureReveal | SecureRefused):
            self._agreement.hear(message)
        elif not self._agreement.stands:
            self._refuse("a message before the agreement")
        elif isinstance(message, BlobBegin):
            self._receiver.begin(message)
        elif isinstance(message, BlobEnd):
            self._events.blob(*self._receiver.end(message))
        else:
            self._events.message(message)

    # --- secrecy

    def _on_agreed(self, code: str, seen: Fingerprints) -> None:
        self._events.secured(code, seen)
        self._say_alive()
        self._events.opened()

    def _on_refused(self) -> None:
        """Somebody sits in between: everything stops at once, only the refusal may still leave."""
        if self._gone or self._closed:
            return
        self._gone, self._alive = True, False
        log.warning("the connection is not secret and was ended")
        self._events.refused()
        self._parting = asyncio.get_running_loop().create_task(self._part())

    async def _part(self) -> None:
        await self.drained(LAST_WORD_S)
        await self.close()

    # --- inside

    def _refuse(self, why: str) -> None:
        """Count what broke the contract; its content never reaches the log."""
        self.malformed += 1
        log.warning("from the page, dropped: %s (%d so far)", why, self.malformed)

    def _put(self, data: str | bytes) -> None:
        if self._closed or not self.open or self._channel is None:
            raise CallLost("data channel")
        self._channel.send(data)

    async def _wait_for_room(self) -> None:
        while self.open and self._channel is not None and self._channel.bufferedAmount > BUFFERED_HIGH:
            self._room.clear()
            await self._room.wait()

    async def _receive(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            self._hearing.something()
            if not self._agreement.stands:
                continue
            if isinstance(frame, VideoFrame) and frame.width * frame.height > MOST_PIXELS:
                self._refuse("a picture that is too large")
            elif isinstance(frame, VideoFrame):
                self._events.frame(frame)
            elif isinstance(frame, AudioFrame):
                self._events.sound(frame)

    async def _watch(self) -> None:
        """Tell silence from talk: any packet counts, also a report about our own media."""
        while True:
            await asyncio.sleep(LOOK_S)
            self._hearing.count(await self._packets())
            if self._agreement.late(time.monotonic()):
                self._go()
            if self._hearing.too_silent:
                self._say_silent()
            else:
                self._say_alive()

    async def _packets(self) -> int:
        report = await self._pc.getStats()
        return sum(s.packetsReceived for s in report.values() if s.type == "transport")

    def _say_alive(self) -> None:
        if self._agreement.stands and not self._alive and not self._gone and not self._closed:
            self._alive = self._connected_once = True
            self._events.connected()

    def _say_silent(self) -> None:
        if self._alive and not self._closed:
            self._alive = False
            self._events.lost()

    def _go(self) -> None:
        """The other side or the link is gone for good; said once, unless the silence was said already."""
        if self._gone or self._closed:
            return
        said = self._connected_once and not self._alive
        self._gone, self._alive = True, False
        if not said:
            self._events.lost()

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
