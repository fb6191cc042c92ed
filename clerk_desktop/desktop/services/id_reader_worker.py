"""The card reader's worker processes: the only places of the desk that load OpenCV and the nets.

They get pictures through a pipe and answer with JSON. They can write no file at all (limit 0), leave no core dump, and
have a ceiling on their memory, because the pictures come from strangers. Stills have a process of their own, so that
the live view is judged on while one is being read.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from dataclasses import asdict
from multiprocessing.connection import Connection

import cv2

from clerk_desktop.common.capture import NOTHING_SEEN, GreyFrame, Wanted
from clerk_desktop.desktop.services.discretion import leave_no_dump
from clerk_desktop.desktop.services.id_reader_assess import Assessor
from clerk_desktop.desktop.services.id_reader_net import ZoneReader
from clerk_desktop.desktop.services.id_reader_process import FRAME_HEAD
from clerk_desktop.desktop.services.id_reader_still import StillReader

_MEMORY = 3 * 1024**3
"""Address space in bytes; reading takes 1.4 GiB of it."""


def serve(pipe: Connection) -> None:
    """Answer stills until the other end of the pipe closes. An empty one is a call to warm up."""
    reader = StillReader()
    reader.warm_up()
    limit_process()
    while (data := _next(pipe)) is not None:
        pipe.send_bytes(json.dumps(reader.answer(data) if data else {}).encode())


def watch(pipe: Connection) -> None:
    """Judge frames until the other end of the pipe closes."""
    cv2.setNumThreads(min(2, os.cpu_count() or 1))
    assessor = Assessor(ZoneReader())
    limit_process()
    while (data := _next(pipe)) is not None:
        seen = NOTHING_SEEN
        if data:
            width, height, at, wanted = struct.unpack_from(FRAME_HEAD, data)
            frame = GreyFrame(width, height, data[struct.calcsize(FRAME_HEAD) :], at)
            seen = assessor.assess(frame, list(Wanted)[wanted])
        pipe.send_bytes(json.dumps(asdict(seen)).encode())


def _next(pipe: Connection) -> bytes | None:
    try:
        return pipe.recv_bytes()
    except (EOFError, OSError):
        return None


def limit_process() -> None:
    """Forbid files, core dumps and endless memory where the system can; be polite to the call."""
    leave_no_dump()
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    os.nice(5)
