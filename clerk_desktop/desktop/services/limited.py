"""A process for files of strangers: limited, killed when it hangs, replaced when it dies. The desk's side of it.

One job at a time; who waits is let in by rank, and within a rank either in turn or the newest first (what the clerk
looks at now). A job whose caller gives up gets a moment to end by itself and is killed then.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
import logging
import multiprocessing
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from enum import IntEnum
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from clerk_desktop.common.errors import (
    BadInput,
    FileBroken,
    FileLocked,
    FileTooMuch,
    NotAPdf,
    OfficeError,
    PhotoUnreadable,
    Unavailable,
)
from clerk_desktop.desktop.services.limited_worker import JOB_S, Progress, receive, send

_log = logging.getLogger(__name__)

START_S = 30.0
"""Seconds until the process must be ready: a busy machine loads its libraries slowly."""
GRACE_S = 0.4
"""Seconds that a job may go on after its caller has given up, before its process is killed."""
_ERRORS: dict[str, type[OfficeError]] = {
    error.code: error for error in (BadInput, FileBroken, FileLocked, FileTooMuch, PhotoUnreadable, NotAPdf)
}

Result = tuple[dict[str, Any], list[bytes]]


class Rank(IntEnum):
    """Who is let in first."""

    WORK = 0
    """Opening, changing, searching: in turn."""
    PAGE = 1
    """The page that is looked at: the newest first."""
    THUMBNAIL = 2
    """The small ones beside it: the newest first."""


class LimitedProcess:
    """Starts on first use, lives until `close`.

    Args:
        work: what the process runs; importable, because the process is spawned.
        name: for the log.
        limit_s: seconds for one job on the clock.
    """

    def __init__(self, work: Callable[[Connection], None], name: str, *, limit_s: float = JOB_S) -> None:
        self._work, self._name, self._limit_s = work, name, limit_s
        self._turns = _Turns()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._closed = False
        self._killed = False

    async def ask(
        self,
        job: str,
        values: Mapping[str, Any],
        blobs: Sequence[bytes] = (),
        *,
        rank: Rank = Rank.WORK,
        progress: Progress | None = None,
    ) -> Result:
        """Have a job done; cancelling takes it out of the row, or ends it.

        Args:
            job: its name.
            values: plain values for it.
            blobs: bytes for it.
            rank: how urgent it is.
            progress: called with (done, of), on the event loop.

        Raises:
            FileTooMuch: it needed more time or memory than it may have.
            FileBroken: the process died of the file.
            FileLocked, NotAPdf, PhotoUnreadable: as the job said.
            Unavailable: the process cannot be started, or all is closed.
        """
        async with self._turns.turn(rank):
            loop = asyncio.get_running_loop()
            tell = None if progress is None else _from_thread(loop, progress)
            thread = asyncio.ensure_future(asyncio.to_thread(self._do, job, values, blobs, tell))
            try:
                return await asyncio.shield(thread)
            except asyncio.CancelledError:
                timer = loop.call_later(GRACE_S, self._kill)
                with contextlib.suppress(OfficeError):
                    await _to_its_end(thread)
                timer.cancel()
                raise

    async def close(self) -> None:
        """End the process. Twice is no error; a job that is under way is given up."""
        self._closed = True
        self._kill()
        async with self._turns.turn(Rank.WORK):
            await asyncio.to_thread(self._stop)

    # --- in a thread, one at a time

    def _do(self, job: str, values: Mapping[str, Any], blobs: Sequence[bytes], tell: Progress | None) -> Result:
        pipe = self._running()
        with self._limit(self._limit_s):
            try:
                send(pipe, {**values, "job": job}, blobs)
                answer, content = receive(pipe)
                while "progress" in answer:
                    done, of = (int(number) for number in answer["progress"])
                    if tell is not None:
                        tell(done, of)
                    answer, content = receive(pipe)
            except (EOFError, OSError, ValueError, TypeError) as gone:
                raise self._gone(job) from gone
        if "error" in answer:
            error = _ERRORS.get(str(answer["error"]), FileBroken)
            if error is FileTooMuch:
                self._stop()
            raise error(str(answer.get("detail", ""))[:500])
        return answer, content

    def _gone(self, job: str) -> OfficeError:
        """Why there is no answer; the next job gets a new process."""
        exit_code = self._stop()
        if self._closed:
            return Unavailable("closed")
        _log.info("the %s process ended during %r (%s); a new one will be started", self._name, job, exit_code)
        if self._killed or exit_code in (-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 0)):
            return FileTooMuch(f"{job} took too long")
        return FileBroken(f"{job} ended the process")

    def _running(self) -> Connection:
        if self._closed:
            raise Unavailable("closed")
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self._stop()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=self._work, args=(theirs,), name=self._name, daemon=True)
        self._process.start()
        theirs.close()  # or the end of the worker would go unnoticed
        with self._limit(START_S):
            try:
                receive(self._pipe)
            except (EOFError, OSError, ValueError) as gone:
                self._stop()
                _log.exception("the %s process could not be started", self._name)
                raise Unavailable(f"the {self._name} process could not be started") from gone
        return self._pipe

    @contextlib.contextmanager
    def _limit(self, seconds: float) -> Iterator[None]:
        self._killed = False
        timer = threading.Timer(seconds, self._kill)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _kill(self) -> None:
        process = self._process
        if process is not None:
            self._killed = True
            with contextlib.suppress(ValueError):  # it was put away in this very moment
                process.kill()

    def _stop(self) -> int | None:
        """Put the process away; its exit code."""
        exit_code = None
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.join(0.2)  # one that died already has something to tell
            self._process.kill()
            self._process.join()
            exit_code = self._process.exitcode
            self._process.close()
        self._pipe = self._process = None
        return exit_code


def _from_thread(loop: asyncio.AbstractEventLoop, progress: Progress) -> Progress:
    def tell(done: int, of: int) -> None:
        loop.call_soon_threadsafe(progress, done, of)

    return tell


async def _to_its_end(thread: asyncio.Future[Result]) -> None:
    """Wait for a thread that cannot be cancelled, however often its caller is."""
    while not thread.done():
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.shield(thread)
    thread.result()


class _Turns:
    """Lets one in at a time; the lowest rank first, and the newest first in every rank but WORK."""

    def __init__(self) -> None:
        self._busy = False
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._number = itertools.count(1)

    @contextlib.asynccontextmanager
    async def turn(self, rank: Rank) -> AsyncIterator[None]:
        await self._enter(rank)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, rank: Rank) -> None:
        if not self._busy:
            self._busy = True
            return
        number = next(self._number)
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (rank, number if rank is Rank.WORK else -number, mine))
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():  # it was let in in this very moment
                self._leave()
            raise

    def _leave(self) -> None:
        while self._waiting:
            _, _, waiting = heapq.heappop(self._waiting)
            if not waiting.done():
                waiting.set_result(None)
                return
        self._busy = False
