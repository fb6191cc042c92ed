"""A worker process behind a pipe that may crash or hang: one question at a time, a new process after each failure."""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import multiprocessing
import os
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from clerk_desktop.common.errors import CardUnreadable
from clerk_desktop.common.mrz import Unreadable

_log = logging.getLogger(__name__)

PIXELS_MAX = 50_000_000
"""Pixels of the largest picture that is unpacked."""
FRAME_HEAD = "<IIdB"
"""Before a frame's pixels: width, height, seconds, which side is wanted."""
_WORKER = "clerk_desktop.desktop.services.id_reader_worker"


def read_stills(pipe: Connection) -> None:
    """What the reading process runs. The import stands here so that the desk never makes it."""
    os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] = str(PIXELS_MAX)
    importlib.import_module(_WORKER).serve(pipe)


def watch_frames(pipe: Connection) -> None:
    """What the watching process runs."""
    importlib.import_module(_WORKER).watch(pipe)


def _kill(process: BaseProcess) -> None:
    with contextlib.suppress(ValueError):  # it was put away in this very moment
        process.kill()


class Worker:
    """One process; started with the first question.

    Args:
        work: what it runs.
        name: for the system's list of processes.
        limit_s: seconds for one answer, the start included; a worker that needs longer is killed.
    """

    def __init__(self, work: Callable[[Connection], None], name: str, limit_s: float) -> None:
        self._work, self._name, self._limit_s = work, name, limit_s
        self._turn = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._closed = False

    def ask(self, question: bytes) -> dict[str, Any]:
        """Ask and wait for the answer. A timer kills a worker that hangs, which ends every wait here.

        Raises:
            CardUnreadable: with the detail `reader_failed`.
        """
        with self._turn:
            process, pipe = self._running()
            timer = threading.Timer(self._limit_s, _kill, (process,))
            timer.start()
            try:
                pipe.send_bytes(question)
                answer: dict[str, Any] = json.loads(pipe.recv_bytes(1 << 16))
            except (EOFError, OSError, ValueError) as gone:
                self._stop()
                if not self._closed:
                    _log.error("the card reader's process failed (%s); a new one will be started", type(gone).__name__)
                raise CardUnreadable(Unreadable.READER_FAILED) from gone
            finally:
                timer.cancel()
            return answer

    def kill(self) -> None:
        """Give up what it is at, for good; `close` must follow."""
        self._closed = True
        process = self._process
        if process is not None:
            _kill(process)

    def close(self) -> None:
        """Put it away. Twice is no error."""
        self._closed = True
        with self._turn:
            self._stop()

    def _running(self) -> tuple[BaseProcess, Connection]:
        if self._closed:
            raise CardUnreadable(Unreadable.READER_FAILED)
        if self._process is None or self._pipe is None or not self._process.is_alive():
            self._stop()
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            process = context.Process(target=self._work, args=(theirs,), name=self._name, daemon=True)
            process.start()
            theirs.close()  # or the end of the worker would go unnoticed
            self._process = process
        if self._closed:  # while it was starting
            self._stop()
            raise CardUnreadable(Unreadable.READER_FAILED)
        return self._process, self._pipe

    def _stop(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._pipe = self._process = None
