"""One track for several connections: a camera has one newest picture, a microphone one next packet, whoever asks first.

Without it each connection would take pieces away from the other.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TypeAlias
from weakref import WeakValueDictionary

from aiortc.mediastreams import MediaStreamTrack
from av import Packet
from av.frame import Frame
from av.stream import Stream

Piece: TypeAlias = "Frame | Packet[Stream]"
MOST = {"audio": 5, "video": 1}
"""Pieces that wait for a slow reader: a tenth of a second of sound, and the newest picture."""


class FanOut:
    """Hands every piece of a source to each of its readers; one of them fetches it for all."""

    def __init__(self, source: MediaStreamTrack) -> None:
        self._source = source
        self._waiting: dict[object, deque[Piece]] = {}
        self._turn: asyncio.Lock | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def next(self, reader: object) -> Piece:
        """The next piece for this reader. Raises MediaStreamError at the source's end."""
        loop = asyncio.get_running_loop()
        if self._turn is None or self._loop is not loop:
            self._turn, self._loop = asyncio.Lock(), loop
        mine = self._waiting.setdefault(reader, deque(maxlen=MOST[self._source.kind]))
        async with self._turn:
            if mine:
                return mine.popleft()
            piece = await self._source.recv()
            for other, waiting in self._waiting.items():
                if other is not reader:
                    waiting.append(piece)
            return piece

    def leave(self, reader: object) -> None:
        """Nothing is kept for this reader any more."""
        self._waiting.pop(reader, None)


_fans: WeakValueDictionary[int, FanOut] = WeakValueDictionary()
"""By the source's identity, as long as a connection reads it; the fan keeps its source, so the number stays its own."""


def fan_of(source: MediaStreamTrack) -> FanOut:
    """The one of this source."""
    fan = _fans.get(id(source))
    if fan is None:
        fan = _fans[id(source)] = FanOut(source)
    return fan
