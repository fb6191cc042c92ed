"""Reads the MRZ in one still with both readers. Worker process only.

Reader A (`id_reader_net`) looks wherever an MRZ may lie: it is fast. Where it reads something, reader B
(`id_reader_text`, of another make) looks at the same lines. What both carry is accepted (`id_reader_judge`).
"""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from clerk_desktop.common import mrz
from clerk_desktop.common.mrz import Position, Unreadable
from clerk_desktop.desktop.services import id_reader_judge as judge
from clerk_desktop.desktop.services.id_reader_decode import Decoded, decode
from clerk_desktop.desktop.services.id_reader_faults import Seen, diagnose
from clerk_desktop.desktop.services.id_reader_grammar import Reading, read_columns
from clerk_desktop.desktop.services.id_reader_mend import evenly_lit, mended
from clerk_desktop.desktop.services.id_reader_net import MRZ_AT_ALL, Found, ZoneReader
from clerk_desktop.desktop.services.id_reader_outline import levelled
from clerk_desktop.desktop.services.id_reader_text import HEIGHT, LineNet
from clerk_desktop.desktop.services.id_reader_zone import (
    Picture,
    Zone,
    find_lines,
    find_zones,
    group,
    letter_height,
    long_lines,
    straighten,
)

_LONG_SIDE = 2000
"""Pixels; a larger picture is shrunk before the search (letters stay large enough)."""
_PATIENCE_S = 3.0
"""Seconds after which no further place is tried."""
_LEGIBLE = -0.3
"""Reader A's fit from which on this is the place, and no better one is looked for."""
_CUTS = (1.6, 2.1)
"""Heights of reader B's cuts in letter heights; the second is asked when the first does not agree."""
_GUESS_FIT, _GUESS_SURE = -0.6, 0.75
"""Fit and mean sureness (of the worst line) from which a text that is not accepted is worth telling as a guess."""
_GUESS = 0.9
"""The same sureness for a text that fails its check digits."""


@dataclass(frozen=True, repr=False)
class StillText:
    """What stands in a still; `accepted`: both readers stand for every character."""

    lines: tuple[str, ...]
    accepted: bool
    doubtful: list[Position]
    ms: float


class StillReader:
    """Reads stills, one at a time."""

    def __init__(self, models: Path | None = None) -> None:
        self._threads = min(2, os.cpu_count() or 1)
        cv2.setNumThreads(self._threads)
        self._models = models or _models()
        self.zones = ZoneReader()
        self._second: LineNet | None = None
        self._finder: Any = None

    def warm_up(self) -> None:
        """Load reader B, so that the first still does not wait for it."""
        self._other()

    def answer(self, data: bytes) -> dict[str, Any]:
        """`{"lines", "doubtful", "ms"}` of what is accepted, or `{"unreadable": code}`."""
        picture = unpack(data)
        if picture is None:
            return {"unreadable": Unreadable.NOT_A_PICTURE}
        text, seen = self.read(picture)
        if text is not None and text.accepted:
            return {"lines": text.lines, "doubtful": text.doubtful, "ms": text.ms}
        return {"unreadable": diagnose(picture, seen, lambda: long_lines(self._boxes(picture)))}

    def read(self, picture: Picture) -> tuple[StillText | None, Seen | None]:
        """The text in a colour picture, if there is any; and the likeliest place of it."""
        start = time.perf_counter()
        best: StillText | None = None
        seen: Seen | None = None
        for view, zones in self._places(picture):
            found = self.zones.best(cv2.cvtColor(view, cv2.COLOR_BGR2GRAY), zones)
            if found is not None:
                if seen is None or found.fit > seen.fit:
                    seen = Seen(view, found.zone, found.fit)
                text = self._text(view, found) if found.fit > MRZ_AT_ALL else None
                if text is not None and not text.accepted and not _worth_telling(found):
                    text = None
                if text is not None and (best is None or text.accepted):
                    best = text
                # What is legible and yet cannot be stood for will not be another time: better a new still, and soon.
                if best is not None and (best.accepted or found.fit > _LEGIBLE):
                    break
            if time.perf_counter() - start > _PATIENCE_S:
                break
        if best is None:
            return None, seen
        return StillText(best.lines, best.accepted, best.doubtful, (time.perf_counter() - start) * 1000), seen

    def _places(self, picture: Picture) -> Iterator[tuple[Picture, Iterable[Zone]]]:
        """Where to look: as held, on its side, level; found quickly, mended, with even light, by the text detector."""
        views = [picture, cv2.rotate(picture, cv2.ROTATE_90_CLOCKWISE)]
        greys = [cv2.cvtColor(view, cv2.COLOR_BGR2GRAY) for view in views]
        for view, grey in zip(views, greys, strict=True):
            yield view, find_zones(grey)[:4]
        if (level := levelled(picture)) is not None:
            for view in (level, cv2.rotate(level, cv2.ROTATE_90_CLOCKWISE)):
                yield view, find_zones(cv2.cvtColor(view, cv2.COLOR_BGR2GRAY))[:4]
        for view, grey in zip(views, greys, strict=True):
            even = evenly_lit(grey)
            yield view, [*find_zones(even)[:3], *_some(mended(find_lines(grey))), *_some(mended(find_lines(even)))]
        for view in views:
            lines = long_lines(self._boxes(view))
            yield view, [*group(lines)[:3], *_some(mended(lines))]

    def _text(self, view: Picture, found: Found) -> StillText | None:
        """What both readers make of this place."""
        grey = cv2.cvtColor(view, cv2.COLOR_BGR2GRAY)
        views = self.zones.views(grey, found)
        one = judge.frames([each.reading for each in views])
        return self.both(view, views[-1].zone, one) or _guess(decode(one), one)

    def both(self, view: Picture, zone: Zone, one: Reading) -> StillText | None:
        """Reader B looks at the zone that reader A took for `one`; None when no text passes the check digits."""
        others: list[Reading] = []
        text = None
        for heights in _CUTS:
            others.append(self._by_other(view, zone, heights, one.text))
            other = judge.frames(others)
            text = decode(judge.joined([one, other]))
            if text is not None and judge.agreed(text, one, other):
                return StillText(text.lines, accepted=True, doubtful=judge.doubtful(text), ms=0)
        if text is None:
            return None
        return StillText(text.lines, accepted=False, doubtful=judge.doubtful(text), ms=0)

    def _by_other(self, view: Picture, zone: Zone, heights: float, known: Sequence[str]) -> Reading:
        """Reader B on the zone, cut `heights` letters high."""
        letter = letter_height(zone)
        cuts = [straighten(view, line, heights=heights, out_height=HEIGHT, letter=letter) for line in zone.lines]
        return read_columns(self._other().columns(cuts), known)

    def _other(self) -> LineNet:
        if self._second is None:
            self._second = LineNet(self._models / "PP-OCRv6_rec_small.onnx", self._threads)
        return self._second

    def _boxes(self, view: Picture) -> Iterable[Picture]:
        """The corners of each piece of text in the view, by the text detector (some 200 ms)."""
        if self._finder is None:
            self._finder = _text_finder(self._models)
        boxes = self._finder(view, use_det=True, use_cls=False, use_rec=False).boxes
        return () if boxes is None else boxes


def _guess(text: Decoded | None, reading: Reading) -> StillText | None:
    """What reader A alone would say: never accepted."""
    if text is not None:
        return StillText(text.lines, accepted=False, doubtful=judge.doubtful(text), ms=0)
    if min(float(line.sure.mean()) for line in reading.lines) < _GUESS:
        return None
    weak = [(row, int(c)) for row, line in enumerate(reading.lines) for c in np.flatnonzero(line.sure < _GUESS)]
    weak += [position for position in mrz.blind_look_alikes(reading.text) if position not in weak]
    return StillText(reading.text, accepted=False, doubtful=sorted(weak), ms=0)


def _worth_telling(found: Found) -> bool:
    """Whether a text that is not accepted is more than noise that the check digits were fitted to."""
    sure = min(float(line.sure.mean()) for line in found.reading.lines)
    return found.fit > _GUESS_FIT and sure > _GUESS_SURE


def _some(zones: Iterator[Zone], most: int = 8) -> list[Zone]:
    return [zone for _, zone in zip(range(most), zones, strict=False)]


def _models() -> Path:
    found = importlib.util.find_spec("rapidocr")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("rapidocr")
    return Path(found.submodule_search_locations[0]) / "models"


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
