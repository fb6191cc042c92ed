"""The citizen's end of a call without a browser: the same protocol, spoken by aiortc."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from typing import Any

from aiortc import (
    AudioStreamTrack,
    RTCConfiguration,
    RTCDataChannel,
    RTCIceServer,
    RTCPeerConnection,
    RTCSessionDescription,
    VideoStreamTrack,
)
from aiortc.mediastreams import MediaStreamTrack
from aiortc.rtcconfiguration import RTCIceTransportPolicy

from clerk_desktop.common.documents import sha256
from clerk_desktop.common.messages.clerk import IceServer
from clerk_desktop.common.messages.live import Signal, SignalKind
from clerk_desktop.common.messages.terms import BLOB_CHUNK, DATA_CHANNEL
from clerk_desktop.common.messages.work import DATA_FROM_DESK, Fingerprints, SecureNonce, SecureRefused
from clerk_desktop.common.secrecy import Outcome, PageHandshake
from clerk_desktop.desktop.services import dtls
from clerk_desktop.desktop.services.closing import close

APPOINTMENT = "a1"


class PagePeer:
    """One connection of the page.

    Attributes:
        inbox: everything that came over the data channel: dict for JSON, bytes for content.
        tracks: what the desk sends.
        opened: the channel can be used: both ends have agreed (without `secure`: it is there).
        handshake: this end of the agreement.
        there: the channel is there.
        refused: this end or the other has refused.
    """

    def __init__(
        self,
        session: str = "s1",
        *,
        media: bool = True,
        label: str = DATA_CHANNEL,
        secure: bool = True,
        servers: Sequence[IceServer] | None = None,
    ) -> None:
        self.session = session
        # With servers: over their relay or not at all.
        policy = RTCIceTransportPolicy.ALL if servers is None else RTCIceTransportPolicy.RELAY
        ice = [RTCIceServer(list(s.urls), s.username, s.credential) for s in servers or ()]
        self.pc = RTCPeerConnection(RTCConfiguration(ice, policy))
        self.inbox: asyncio.Queue[dict[str, Any] | bytes] = asyncio.Queue()
        self.tracks: dict[str, MediaStreamTrack] = {}
        self.opened = asyncio.Event()
        self.refused = asyncio.Event()
        self.closed = asyncio.Event()
        if media:
            self.pc.addTrack(VideoStreamTrack())
            self.pc.addTrack(AudioStreamTrack())
        self.channel: RTCDataChannel = self.pc.createDataChannel(label)
        self.handshake: PageHandshake | None = None
        self.there = asyncio.Event()
        self.begin_late = False
        self.channel.on("open", self._on_open if secure else self.opened.set)
        self.channel.on("close", self.closed.set)
        self.channel.on("message", self._take)
        self.pc.on("track", self._on_track)

    def _on_track(self, track: MediaStreamTrack) -> None:
        self.tracks[track.kind] = track

    def sees(self) -> Fingerprints:
        """The certificates as this end sees them: on the desk it is the other way round."""
        seen = dtls.seen(self.pc)
        assert seen is not None
        return Fingerprints(page=seen.desk, desk=seen.page)

    def _on_open(self) -> None:
        self.there.set()
        if not self.begin_late:
            self.begin()

    def begin(self) -> None:
        """Speak first about the agreement; with `begin_late` not before the test says so."""
        self.handshake = PageHandshake(self.sees(), time.monotonic())
        self.channel.send(self.handshake.begin().model_dump_json())

    def _agree(self, message: SecureNonce | SecureRefused) -> None:
        assert self.handshake is not None
        answer = self.handshake.hear(message)
        if answer is not None:
            self.channel.send(answer.model_dump_json())
        if self.handshake.outcome is Outcome.AGREED:
            self.opened.set()
        else:
            self.refused.set()

    def _take(self, data: str | bytes) -> None:
        message = json.loads(data) if isinstance(data, str) else data
        if self.handshake is not None and isinstance(message, dict) and message["type"].startswith("secure."):
            self._agree(DATA_FROM_DESK.validate_python(message))  # type: ignore[arg-type]
        else:
            self.inbox.put_nowait(message)

    async def offer(self) -> Signal:
        await self.pc.setLocalDescription(await self.pc.createOffer())
        return self.signal(SignalKind.OFFER, sdp=self.pc.localDescription.sdp)

    async def accept(self, answer: Signal) -> None:
        assert answer.sdp
        await self.pc.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))

    def signal(self, kind: SignalKind, *, sdp: str | None = None) -> Signal:
        return Signal(appointment=APPOINTMENT, session=self.session, kind=kind, sdp=sdp)

    def say(self, **message: object) -> None:
        self.channel.send(json.dumps(message))

    def say_blob(self, blob_id: str, content: bytes, **changed: object) -> None:
        begin = {"id": blob_id, "kind": "still", "mime": "image/jpeg", "size": len(content), "sha256": sha256(content)}
        self.say(**{"type": "blob.begin", **begin, **changed})
        for start in range(0, len(content), BLOB_CHUNK):
            self.channel.send(content[start : start + BLOB_CHUNK])
        self.say(type="blob.end", id=blob_id)

    async def hear(self, kind: str) -> dict[str, Any]:
        """The next JSON message of this type."""
        while True:
            message = await self.inbox.get()
            if isinstance(message, dict) and message["type"] == kind:
                return message

    async def hear_blob(self) -> tuple[dict[str, Any], bytes]:
        begin = await self.hear("blob.begin")
        content = b""
        while isinstance(frame := await self.inbox.get(), bytes):
            assert len(frame) <= BLOB_CHUNK
            content += frame
        assert frame == {"type": "blob.end", "id": begin["id"]}
        return begin, content

    async def close(self) -> None:
        await close(self.pc)
