"""The desk's card reader: stills go to one worker process, text comes back. The desk itself never loads OpenCV.

The worker is started on first use (or by `warm_up`), lives until `close`, and is replaced when it crashes or hangs. A
still is held in memory only, here and there; the worker cannot write files at all.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import logging
import multiprocessing
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from clerk_desktop.common.clock import Clock, SystemClock, berlin
from clerk_desktop.common.errors import CardUnreadable
from clerk_desktop.common.mrz import CardFields, Position, Unreadable, parse_mrz

_log = logging.getLogger(__name__)

STILL_MAX = 12 * 1024 * 1024
"""Bytes of the largest still that is taken: a phone's camera at full resolution stays below."""
PIXELS_MAX = 50_000_000
"""Pixels of the largest picture that is unpacked."""
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
"""What a JPEG and a PNG begin with; no other of OpenCV's many decoders is offered to a stranger."""


def _kill(process: BaseProcess) -> None:
    with contextlib.suppress(ValueError):  # it was put away in this very moment
        process.kill()


@dataclass(frozen=True, repr=False)
class MrzReading:
    """What was read.

    Attributes:
        lines: the MRZ as it stands on the card; every check digit is right.
        fields: what the lines say.
        doubtful: line and column (from 0) of characters that the clerk should compare with the picture: the reader was
            not sure, or no check digit would have told (6 and G).
        ms: milliseconds that the reading took.
    """

    lines: tuple[str, ...]
    fields: CardFields
    doubtful: tuple[Position, ...]
    ms: float

    def __repr__(self) -> str:
        return f"MrzReading({len(self.lines)} lines, {len(self.doubtful)} doubtful, {self.ms:.0f} ms)"


def _work(pipe: Connection) -> None:
    """What the worker process runs. The import stands here so that the desk never makes it."""
    os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] = str(PIXELS_MAX)
    importlib.import_module("clerk_desktop.desktop.services.id_reader_worker").serve(pipe)


class IdReader:
    """Reads cards; one still at a time, any number of callers.

    Args:
        limit_s: seconds for one still, the start of the worker included; a worker that needs longer is killed.
        clock: for the century of two-digit years.
        work: what the worker process runs; for tests.
    """

    def __init__(
        self, *, limit_s: float = 20.0, clock: Clock | None = None, work: Callable[[Connection], None] = _work
    ) -> None:
        self._limit_s = limit_s
        self._clock = clock or SystemClock()
        self._work = work
        self._turn = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._closed = False

    async def warm_up(self) -> None:
        """Start the worker and load its nets, so that the first still does not wait for that. Never raises."""
        try:
            await asyncio.to_thread(self._ask, b"")
        except CardUnreadable:
            _log.info("the card reader could not be warmed up; it will be tried again with the first still")

    async def read(self, still: bytes) -> MrzReading:
        """Read the MRZ in a still (JPEG or PNG).

        Raises:
            CardUnreadable: its `detail` is one of `Unreadable`.
        """
        if not still.startswith(_STARTS) or len(still) > STILL_MAX:
            raise CardUnreadable(Unreadable.NOT_A_PICTURE)
        answer = await asyncio.to_thread(self._ask, still)
        if "unreadable" in answer:
            raise CardUnreadable(Unreadable(answer["unreadable"]))
        lines = tuple(answer["lines"])
        fields = parse_mrz(lines, berlin(self._clock.now()).date())
        doubtful = tuple((int(line), int(column)) for line, column in answer["doubtful"])
        return MrzReading(lines, fields, doubtful, float(answer["ms"]))

    async def close(self) -> None:
        """End the worker. Twice is no error; a still that is being read is given up."""
        self._closed = True
        process = self._process
        if process is not None:
            _kill(process)
        await asyncio.to_thread(self._end)

    def _ask(self, still: bytes) -> dict[str, Any]:
        """Send a still and wait for the answer. A timer kills a worker that hangs, which ends every wait here."""
        with self._turn:
            process, pipe = self._running()
            timer = threading.Timer(self._limit_s, _kill, (process,))
            timer.start()
            try:
                pipe.send_bytes(still)
                answer: dict[str, Any] = json.loads(pipe.recv_bytes(1 << 16))
            except (EOFError, OSError, ValueError) as gone:
                self._stop()
                if not self._closed:
                    _log.error("the card reader's process failed (%s); a new one will be started", type(gone).__name__)
                raise CardUnreadable(Unreadable.READER_FAILED) from gone
            finally:
                timer.cancel()
            return answer

    def _running(self) -> tuple[BaseProcess, Connection]:
        if self._closed:
            raise CardUnreadable(Unreadable.READER_FAILED)
        if self._process is None or self._pipe is None or not self._process.is_alive():
            self._stop()
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            process = context.Process(target=self._work, args=(theirs,), name="card-reader", daemon=True)
            process.start()
            theirs.close()  # or the end of the worker would go unnoticed
            self._process = process
        if self._closed:  # while it was starting
            self._stop()
            raise CardUnreadable(Unreadable.READER_FAILED)
        return self._process, self._pipe

    def _end(self) -> None:
        with self._turn:
            self._stop()

    def _stop(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._pipe = self._process = None
