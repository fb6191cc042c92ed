"""The card reader's worker process: the only place of the desk that loads OpenCV and the OCR nets.

It gets pictures through a pipe and answers with JSON. It can write no file at all (limit 0), leaves no core dump, and
has a ceiling on its memory, because the pictures come from strangers.
"""

from __future__ import annotations

import importlib.util
import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from clerk_desktop.common.mrz import Unreadable
from clerk_desktop.desktop.services.id_reader_faults import Seen, diagnose, letter_sharpness
from clerk_desktop.desktop.services.id_reader_grammar import (
    FITS,
    Reading,
    accepted,
    beyond_doubt,
    doubtful,
    fused,
    read_columns,
    settle,
)
from clerk_desktop.desktop.services.id_reader_text import HEIGHT, LineNet, Picture
from clerk_desktop.desktop.services.id_reader_zone import Zone, find_zones, group, letter_height, long_lines, straighten

_MEMORY = 3 * 1024**3
"""Address space in bytes; reading takes 1.4 GiB of it."""
_LONG_SIDE = 2000
"""Pixels; a larger picture is shrunk before the search (letters stay large enough)."""
_BLURRED = 0.115
"""Below this sharpness (`letter_sharpness`) a reading must be beyond doubt; still legible defocus has 0.12 to 0.19."""
_PATIENCE_S = 3.0
"""Seconds after which no further place is tried."""
_HEIGHTS = (1.6, 2.1, 1.85)
"""Heights of the cuts in letter heights; two must agree, the third is asked when they do not."""


def serve(pipe: Connection) -> None:
    """Answer pictures until the other end of the pipe closes. An empty picture is a call to warm up."""
    models = Path(importlib.util.find_spec("rapidocr").submodule_search_locations[0]) / "models"  # type: ignore[union-attr,index]
    reader = StillReader(models)
    limit_process()
    while True:
        try:
            data = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        pipe.send_bytes(json.dumps(reader.answer(data) if data else {}).encode())


def limit_process() -> None:
    """Forbid files, core dumps and endless memory where the system can; be polite to the call."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    os.nice(5)


class StillReader:
    """Reads the MRZ in a still."""

    def __init__(self, models: Path) -> None:
        threads = min(2, os.cpu_count() or 1)
        cv2.setNumThreads(threads)
        self._models = models
        self._net = LineNet(models / "PP-OCRv6_rec_small.onnx", threads)
        self._finder: Any = None

    def answer(self, data: bytes) -> dict[str, Any]:
        """`{"lines", "doubtful", "ms"}`, or `{"unreadable": code}`."""
        start = time.perf_counter()
        picture = unpack(data)
        if picture is None:
            return {"unreadable": Unreadable.NOT_A_PICTURE}
        seen: Seen | None = None
        legible = 0
        for zone in self._zones(picture):
            reading, found = self._read(*zone)
            if reading:
                ms = (time.perf_counter() - start) * 1000
                return {"lines": reading.text, "doubtful": doubtful(reading), "ms": ms}
            if seen is None or found.fit > seen.fit:
                seen = found
            legible += found.fit > FITS
            # An MRZ that cannot be stood for twice will not be the third time: better a new still, and soon.
            if legible == 2 or time.perf_counter() - start > _PATIENCE_S:
                break
        return {"unreadable": diagnose(picture, seen, lambda: long_lines(self._boxes(picture)))}

    def _zones(self, picture: Picture) -> Iterator[tuple[Picture, Zone]]:
        """Places to try: as held, then lying on its side; first by the fast search, then by the text detector."""
        views = [picture, cv2.rotate(picture, cv2.ROTATE_90_CLOCKWISE)]
        for view in views:
            for zone in find_zones(cv2.cvtColor(view, cv2.COLOR_BGR2GRAY))[:3]:
                yield view, zone
        for view in views:
            for zone in group(long_lines(self._boxes(view)))[:3]:
                yield view, zone

    def _read(self, view: Picture, zone: Zone) -> tuple[Reading | None, Seen]:
        """A reading of this zone that can be stood for, upright or upside down; and how well it fitted at best."""
        best = Seen(view, zone, -math.inf)
        for way in (zone, zone.turned()):
            first = self._view(view, way, _HEIGHTS[0])
            if first.fit > best.fit:
                best = Seen(view, way, first.fit)
            if first.fit > FITS * 2:  # it reads; the other way up it could not
                return self._stand_for(first, view, way), best
        return None, best

    def _stand_for(self, first: Reading, view: Picture, zone: Zone) -> Reading | None:
        """Look again with another cut; both together must give one text that passes."""
        blurred = letter_sharpness(view, zone) < _BLURRED
        readings = [first]
        for heights in _HEIGHTS[1:]:
            readings.append(self._view(view, zone, heights))
            together = settle(fused(readings))
            if together and accepted(together) and (not blurred or beyond_doubt(together, readings)):
                return together
        return None

    def _view(self, view: Picture, zone: Zone, heights: float) -> Reading:
        """The zone once, cut `heights` letter heights high."""
        letter = letter_height(zone)
        cuts = [straighten(view, line, heights=heights, out_height=HEIGHT, letter=letter) for line in zone.lines]
        return read_columns(self._net.columns(cuts))

    def _boxes(self, view: Picture) -> Iterable[Picture]:
        """The corners of each piece of text in the view, by the text detector (some 200 ms)."""
        if self._finder is None:
            self._finder = _text_finder(self._models)
        boxes = self._finder(view, use_det=True, use_cls=False, use_rec=False).boxes
        return () if boxes is None else boxes


def unpack(data: bytes) -> Picture | None:
    """The picture in `data`, at most `_LONG_SIDE` long; None when it is none, or too large or too small for a still."""
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    if picture is None or min(picture.shape[:2]) < 64:
        return None
    ratio = _LONG_SIDE / max(picture.shape[:2])
    return picture if ratio >= 1 else cv2.resize(picture, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)


def _text_finder(models: Path) -> Callable[..., Any]:
    from rapidocr import RapidOCR  # noqa: PLC0415 - half a second, and most cards never need it

    # Paths are given, so that it never looks for a download.
    finder: Callable[..., Any] = RapidOCR(
        params={"Global.log_level": "critical", "Det.model_path": str(models / "PP-OCRv6_det_small.onnx")}
    )
    return finder
