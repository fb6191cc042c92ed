"""The inside of a limited process: what it may use, and the small protocol that it speaks.

A frame is a JSON object, then as many byte strings as its "blobs" says. Nothing is ever pickled: what a hostile file
has taken over can send numbers, texts and bytes, and nothing that runs.

    desk → worker  {"job": name, "blobs": n, …}
    worker → desk  {"ready": true} once, then per job any number of {"progress": [done, of]} and one
                   {"blobs": n, …} or {"error": code}
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from clerk_desktop.common.errors import FileBroken, FileTooMuch, OfficeError

JOB_S = 10.0
"""Seconds for one job, of computing and on the clock."""
MEMORY = 1024**3
"""Address space in bytes."""

Progress = Callable[[int, int], None]


@dataclass
class Job:
    """What is asked: the values of the frame, its byte strings, and where to say how far it is."""

    values: dict[str, Any]
    blobs: list[bytes]
    progress: Progress


@dataclass(frozen=True)
class Answer:
    """What came of it."""

    values: dict[str, Any] = field(default_factory=dict)
    blobs: Sequence[bytes] = ()


Handler = Callable[[Job], Answer]


def limit_process(memory: int = MEMORY) -> None:
    """From here on: no new file, socket, process or core dump, and no endless memory. Windows has no such limits.

    Everything that is needed must have been loaded: with no file descriptor to be had, nothing more can be opened.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(5)


def serve(pipe: Connection, handlers: dict[str, Handler], answered: Callable[[], None] = lambda: None) -> None:
    """Do jobs until the other end closes, or until one of them has used up the memory.

    Args:
        pipe: to the desk.
        handlers: job → what does it.
        answered: called after each job, to give memory back.
    """
    send(pipe, {"ready": True})
    while True:
        try:
            values, blobs = receive(pipe)
        except (EOFError, OSError):
            return
        _limit_cpu()
        job = Job(values, blobs, lambda done, of: send(pipe, {"progress": [done, of]}))
        try:
            answer = handlers[values["job"]](job)
            send(pipe, answer.values, answer.blobs)
        except MemoryError:
            send(pipe, {"error": FileTooMuch.code})
            return  # what is left of this memory is in pieces
        except OfficeError as error:
            send(pipe, {"error": error.code, "detail": error.detail[:500]})
        except Exception as error:  # noqa: BLE001  whatever the file did: the process can go on, the file cannot
            send(pipe, {"error": FileBroken.code, "detail": type(error).__name__})
        del job, values, blobs
        answered()


def send(pipe: Connection, values: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
    """One frame."""
    pipe.send_bytes(json.dumps({**values, "blobs": len(blobs)}).encode())
    for blob in blobs:
        pipe.send_bytes(blob)


def receive(pipe: Connection, header_max: int = 1 << 24, blob_max: int = 1 << 28) -> tuple[dict[str, Any], list[bytes]]:
    """One frame.

    Raises:
        EOFError: the other end is gone.
        OSError: something is longer than allowed.
        ValueError: it is not what a frame looks like.
    """
    try:
        values = json.loads(pipe.recv_bytes(header_max))
    except RecursionError as deep:
        raise ValueError("nested too deeply") from deep
    if not isinstance(values, dict):
        raise ValueError("no object")  # noqa: TRY004  a wrong content, not a wrong call
    count = values.pop("blobs", 0)
    if not isinstance(count, int) or not 0 <= count <= 1_000:
        raise ValueError("no number of blobs")
    return values, [pipe.recv_bytes(blob_max) for _ in range(count)]


def _limit_cpu() -> None:
    """So many seconds of computing from now on; the system ends a process that goes on."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + JOB_S) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
