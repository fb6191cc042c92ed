"""What the desk sends: a picture track and a sound track that outlive every peer connection.

A page reload makes a new connection; devices and tracks stay as they are.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import TypeVar, cast

from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame, Packet, VideoFrame
from av.frame import Frame
from av.stream import Stream

from clerk_desktop.desktop.services.fan_out import fan_of
from clerk_desktop.desktop.services.ring import RATE, SoundRing

VIDEO_CLOCK = 90_000
REPEAT_S = 0.25
"""A picture that does not change (the name card) is sent again after so many seconds."""
PACKET_S = 0.02
PACKET = RATE // 50
"""Samples of one sound packet of 20 ms."""
MOST_LATE_S = 0.2
"""After a stall longer than this the sound goes on from now instead of catching up."""


Picture = TypeVar("Picture")


class PictureTrack(MediaStreamTrack):
    """The newest picture of the camera, or a still one again and again.

    `show` may be called from any thread; the rest belongs to the loop on which it is sent.
    """

    kind = "video"

    def __init__(self) -> None:
        super().__init__()
        self._newest: Callable[[], VideoFrame] | None = None
        self._sent: Callable[[], VideoFrame] | None = None
        self._fresh = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._begun = time.monotonic()
        self._last_pts = -1

    def show(self, picture: Picture, convert: Callable[[Picture], VideoFrame] | None = None) -> None:
        """Send this picture next; one that was not sent yet is replaced.

        Args:
            picture: a VideoFrame, or whatever `convert` makes one of.
            convert: called on a worker thread, only for pictures that are really sent; makes a new frame each time.
        """
        self._newest = partial(convert or cast("Callable[[Picture], VideoFrame]", _own_copy), picture)
        if self._loop is None:
            self._fresh.set()
            return
        try:
            self._loop.call_soon_threadsafe(self._fresh.set)
        except RuntimeError:
            self._loop = None  # it has ended; the next connection brings another

    async def recv(self) -> VideoFrame:
        """The next picture, as soon as there is one."""
        self._loop = asyncio.get_running_loop()
        await self._wait()
        newest = self._newest
        if self.readyState != "live" or newest is None:
            raise MediaStreamError
        self._sent = newest
        # aiortc hands the frame to an encoder thread while this one may be asked again: never change a sent frame.
        picture = await self._loop.run_in_executor(None, newest)
        # Two pictures of one moment must still differ in time; equal time stamps are one frame to a decoder.
        pts = max(int((time.monotonic() - self._begun) * VIDEO_CLOCK), self._last_pts + 1)
        self._last_pts = pts
        picture.pts = pts
        picture.time_base = Fraction(1, VIDEO_CLOCK)
        return picture

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(None if self._newest is None else REPEAT_S):
                while self._newest is self._sent:
                    # Whoever shows sets the picture first and wakes this loop then: no wake-up is lost.
                    self._fresh.clear()
                    await self._fresh.wait()
        except TimeoutError:
            return


def _own_copy(picture: VideoFrame) -> VideoFrame:
    """As the encoder takes it, in memory of its own."""
    flat = picture.reformat(format="yuv420p")
    return _copy(picture) if flat is picture else flat


def _copy(picture: VideoFrame) -> VideoFrame:
    twin = VideoFrame(picture.width, picture.height, picture.format.name)
    for plane, source in zip(twin.planes, picture.planes, strict=True):
        plane.update(bytes(source))
    return twin


class SoundTrack(MediaStreamTrack):
    """The microphone in packets of 20 ms; silence while there is none.

    Attributes:
        ring: where the microphone's thread puts its sound.
    """

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self.ring = SoundRing(most_ms=120, first_ms=40)
        self._begun: float | None = None
        self._pts = 0

    async def recv(self) -> AudioFrame:
        """The next 20 ms, when they are due."""
        await self._until_due()
        if self.readyState != "live":
            raise MediaStreamError
        pcm = self.ring.take(PACKET * 2)
        frame = AudioFrame(format="s16", layout="mono", samples=PACKET)
        frame.planes[0].update(pcm.ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate = RATE
        frame.pts = self._pts
        frame.time_base = Fraction(1, RATE)
        self._pts += PACKET
        return frame

    async def _until_due(self) -> None:
        now = time.monotonic()
        if self._begun is None:
            self._begun = now
        due = self._begun + self._pts / RATE
        if now - due > MOST_LATE_S:
            self._pts += int((now - due) / PACKET_S) * PACKET
        elif due > now:
            await asyncio.sleep(due - now)


class LentTrack(MediaStreamTrack):
    """A track as one connection gets it: aiortc stops a sender's track for good when the connection closes."""

    def __init__(self, source: MediaStreamTrack) -> None:
        super().__init__()
        self.kind = source.kind
        self._fan = fan_of(source)

    async def recv(self) -> Frame | Packet[Stream]:
        """The next piece of the source."""
        if self.readyState != "live":
            raise MediaStreamError
        return await self._fan.next(self)

    def stop(self) -> None:
        """This connection wants nothing more; the source lives on."""
        self._fan.leave(self)
        super().stop()
