"""The desk's card reader: pictures go to worker processes, text and measures come back. The desk never loads OpenCV.

The workers are started on first use (or by `warm_up`), live until `close`, and are replaced when they crash or hang. A
picture is held in memory only, here and there; the workers cannot write files at all.
"""

from __future__ import annotations

import asyncio
import logging
import struct
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from clerk_desktop.common.capture import NOTHING_SEEN, Assessment, GreyFrame, Hint, Side, Wanted
from clerk_desktop.common.clock import Clock, SystemClock, berlin
from clerk_desktop.common.errors import CardUnreadable
from clerk_desktop.common.mrz import CardFields, Position, Unreadable, parse_mrz
from clerk_desktop.desktop.services.id_reader_process import (
    FRAME_HEAD,
    PIXELS_MAX,
    Worker,
    read_stills,
    watch_frames,
)

__all__ = ["PIXELS_MAX", "STILL_MAX", "IdReader", "MrzReading"]

_log = logging.getLogger(__name__)

STILL_MAX = 12 * 1024 * 1024
"""Bytes of the largest still that is taken: a phone's camera at full resolution stays below."""
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
"""What a JPEG and a PNG begin with; no other of OpenCV's many decoders is offered to a stranger."""
_FRAME_PIXELS = 64 * 64, 2600 * 2600


@dataclass(frozen=True, repr=False)
class MrzReading:
    """What was read, and is stood for by both readers.

    Attributes:
        lines: the MRZ as it stands on the card; every check digit is right.
        fields: what the lines say.
        doubtful: line and column (from 0) of characters that the clerk should compare with the picture: a reader was
            not sure, or no check digit would have told (6 and G).
        ms: milliseconds that the reading took.
    """

    lines: tuple[str, ...]
    fields: CardFields
    doubtful: tuple[Position, ...]
    ms: float

    def __repr__(self) -> str:
        return f"MrzReading({len(self.lines)} lines, {len(self.doubtful)} doubtful, {self.ms:.0f} ms)"


class IdReader:
    """Reads cards and judges frames; one still and one frame at a time, any number of callers.

    Args:
        limit_s: seconds for one still, the start of the worker included; a worker that needs longer is killed.
        clock: for the century of two-digit years.
        work: what the reading process runs; for tests.
        watch: what the watching process runs; for tests.
    """

    def __init__(
        self,
        *,
        limit_s: float = 20.0,
        clock: Clock | None = None,
        work: Callable[[Connection], None] = read_stills,
        watch: Callable[[Connection], None] = watch_frames,
    ) -> None:
        self._clock = clock or SystemClock()
        self._reading = Worker(work, "card-reader", limit_s)
        self._watching = Worker(watch, "card-watcher", limit_s)
        self._looking = asyncio.Lock()
        self._asked = self._answered = 0
        self._newest: tuple[GreyFrame, Wanted] | None = None
        self._seen = NOTHING_SEEN

    async def warm_up(self) -> None:
        """Start the workers and load their nets, so that nobody waits for that. Never raises."""
        for worker in (self._reading, self._watching):
            try:
                await asyncio.to_thread(worker.ask, b"")
            except CardUnreadable:
                _log.info("the card reader could not be warmed up; it will be tried again with the first still")

    async def read(self, still: bytes) -> MrzReading:
        """Read the MRZ in a still (JPEG or PNG).

        Raises:
            CardUnreadable: its `detail` is one of `Unreadable`.
        """
        if not still.startswith(_STARTS) or len(still) > STILL_MAX:
            raise CardUnreadable(Unreadable.NOT_A_PICTURE)
        answer = await asyncio.to_thread(self._reading.ask, still)
        if "unreadable" in answer:
            raise CardUnreadable(Unreadable(answer["unreadable"]))
        lines = tuple(answer["lines"])
        fields = parse_mrz(lines, berlin(self._clock.now()).date())
        doubtful = tuple((int(line), int(column)) for line, column in answer["doubtful"])
        return MrzReading(lines, fields, doubtful, float(answer["ms"]))

    async def assess(self, frame: GreyFrame, wanted: Wanted = Wanted.MRZ) -> Assessment:
        """How well the card can be seen in a frame; a bad frame shows nothing.

        Only the newest frame is looked at: a caller whose frame was overtaken while it waited gets the newer answer.

        Raises:
            CardUnreadable: with the detail `reader_failed`, when the process crashed; the next frame starts a new one.
        """
        pixels = frame.width * frame.height
        if pixels != len(frame.grey) or not _FRAME_PIXELS[0] <= pixels <= _FRAME_PIXELS[1]:
            return NOTHING_SEEN
        self._asked += 1
        mine = self._asked
        self._newest = frame, wanted
        async with self._looking:
            if self._answered >= mine:
                return self._seen
            number, (newest, side) = self._asked, self._newest
            head = struct.pack(FRAME_HEAD, newest.width, newest.height, newest.at, list(Wanted).index(side))
            self._seen = _assessment(await asyncio.to_thread(self._watching.ask, head + newest.grey))
            self._answered = number
            return self._seen

    async def close(self) -> None:
        """End the workers. Twice is no error; a picture that is being looked at is given up."""
        for worker in (self._reading, self._watching):
            worker.kill()
        for worker in (self._reading, self._watching):
            await asyncio.to_thread(worker.close)


def _assessment(answer: dict[str, Any]) -> Assessment:
    """The worker's answer, checked: it looked at a stranger's picture."""
    try:
        quad = answer["quad"]
        corners = None if quad is None else tuple((float(x), float(y)) for x, y in quad)
        if corners is not None and len(corners) != 4:
            return NOTHING_SEEN
        return Assessment(
            quad=corners,
            side=None if answer["side"] is None else Side(answer["side"]),
            hint=None if answer["hint"] is None else Hint(answer["hint"]),
            at_edge=bool(answer["at_edge"]),
            good=bool(answer["good"]),
            **{name: float(answer[name]) for name in ("size", "sharpness", "tilt", "motion", "glare", "darkness")},
        )
    except (KeyError, TypeError, ValueError):
        return NOTHING_SEEN
