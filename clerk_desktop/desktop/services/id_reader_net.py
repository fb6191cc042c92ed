"""Reader A on a place in a picture: cut out its lines, read, straighten by what was read, read again. Worker only."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from clerk_desktop.common import mrz
from clerk_desktop.desktop.services.id_reader_align import Aligned, align
from clerk_desktop.desktop.services.id_reader_grammar import Reading, Weighed
from clerk_desktop.desktop.services.id_reader_line import HEIGHT, LETTERS, PITCH, STRIDE, LineReader
from clerk_desktop.desktop.services.id_reader_zone import Line, Picture, Zone

_MARGIN = 1.6
"""Characters of room at each end of a cut."""
_EXPECTED = (_MARGIN + 0.35) * PITCH / STRIDE, PITCH / STRIDE
"""Where `cut` has the first character, and how far the next one lies, in columns."""
MRZ_AT_ALL = -1.0
"""Lines that fit worse than this are some other text, or nothing."""


@dataclass(frozen=True)
class Found:
    """A zone as reader A sees it: upright, its ends where the first and the last character are."""

    zone: Zone
    reading: Reading

    @property
    def fit(self) -> float:
        """The mean of the lines' fits: one line under a lamp does not make another text of it."""
        return float(np.mean([max(line.fit, -6.0) for line in self.reading.lines]))


def _count(zone: Zone) -> int:
    return 30 if len(zone.lines) == 3 else 44


class ZoneReader:
    """Reads zones; not for several threads at once."""

    def __init__(self) -> None:
        self._net = LineReader()

    def best(self, grey: Picture, zones: Iterable[Zone], enough: float = -0.35) -> Found | None:
        """The place that reads best, either way up; the search ends at the first that reads well enough."""
        found: Found | None = None
        for zone in zones:
            for one in self._both_ways(grey, zone):
                if found is None or one.fit > found.fit:
                    found = one
            if found is not None and found.fit > enough:
                break
        return found

    def at(self, grey: Picture, zone: Zone) -> Found:
        """This place, as it stands."""
        (lines,) = self._aligned(grey, [zone], [mrz.open_alphabets(_shape(zone))])
        return Found(_refined(zone, lines), _reading(lines))

    def _both_ways(self, grey: Picture, zone: Zone) -> list[Found]:
        ways = [zone, zone.turned()]
        aligned = self._aligned(grey, ways, [mrz.open_alphabets(_shape(zone))] * 2)
        return [Found(_refined(way, lines), _reading(lines)) for way, lines in zip(ways, aligned, strict=True)]

    def views(self, grey: Picture, found: Found, heights: Sequence[float] = (1.0, 1.12)) -> list[Found]:
        """The zone cut again at its true ends, each time in another height; read with the narrower grammar."""
        views = []
        zone, text = found.zone, found.reading.text
        for height in heights:
            table = mrz.alphabets(_shape(zone), german=mrz.is_german(text), citizen=mrz.is_citizen(text))
            (lines,) = self._aligned(grey, [zone], [table], height=height, on_grid=True)
            views.append(Found(_refined(zone, lines), _reading(lines)))
            zone, text = views[-1].zone, views[-1].reading.text
        return views

    def _aligned(
        self,
        grey: Picture,
        zones: Sequence[Zone],
        tables: Sequence[Sequence[Sequence[str]]],
        *,
        height: float = 1.0,
        on_grid: bool = False,
    ) -> list[list[Aligned]]:
        cuts = [cut(grey, line, _count(zone), height) for zone in zones for line in zone.lines]
        rows = [row for table in tables for row in table]
        lines = align(
            [columns.astype(float) for columns in self._net.columns(cuts)], rows, expected=_EXPECTED, on_grid=on_grid
        )
        each = len(zones[0].lines)
        return [lines[number * each : (number + 1) * each] for number in range(len(zones))]


def _shape(zone: Zone) -> str:
    return "TD1" if len(zone.lines) == 3 else "TD3"


def _reading(lines: Sequence[Aligned]) -> Reading:
    return Reading(tuple(Weighed(line.odds, line.fit) for line in lines))


def _letter(line: Line, count: int) -> float:
    """Height of a capital, from the length between the outer edges of the first and the last character."""
    return line.length / (count - 0.3) / (2.54 / 2.4)


def cut(grey: Picture, line: Line, count: int, height: float = 1.0) -> Picture:
    """Lay a line of `count` characters flat, as the net wants it; `height`: higher cuts show smaller letters."""
    pitch = line.length / (count - 0.3)
    across = np.array([-line.along[1], line.along[0]]) * _letter(line, count) * LETTERS * height / 2
    margin = line.along * pitch * _MARGIN
    left, right = line.left - margin, line.right + margin
    width = round((count - 0.3 + 2 * _MARGIN) * PITCH)
    source = np.array([left - across, right - across, left + across], dtype=np.float32)
    target = np.array([[0, 0], [width, 0], [0, HEIGHT]], dtype=np.float32)
    shrink = pitch / PITCH
    picture, matrix = _around(
        grey, np.array([left - across, right - across, left + across, right + across]), source, target
    )
    if shrink > 1.5:
        picture = cv2.GaussianBlur(picture, (0, 0), 0.4 * shrink)
    flags = cv2.INTER_CUBIC if shrink < 1 else cv2.INTER_AREA
    return cv2.warpAffine(picture, matrix, (width, HEIGHT), flags=flags, borderMode=cv2.BORDER_REPLICATE)


def _around(grey: Picture, corners: Picture, source: Picture, target: Picture) -> tuple[Picture, Picture]:
    """The part of the picture that is needed, and the way from it to the cut: blurring all of it would cost most."""
    low = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 8, 0)
    high = np.ceil(corners.max(axis=0)).astype(int) + 8
    part = grey[low[1] : high[1], low[0] : high[0]]
    if part.size == 0:
        low = np.zeros(2, int)
        part = grey
    return part, cv2.getAffineTransform((source - low).astype(np.float32), target)


def _refined(zone: Zone, lines: Sequence[Aligned]) -> Zone:
    """The zone with the ends that the characters have, for each line; where one fits badly the others decide."""
    new = []
    for line, own in zip(zone.lines, lines, strict=True):
        count = len(own.places)
        pitch = line.length / (count - 0.3)
        if not math.isfinite(own.fit) or own.fit < MRZ_AT_ALL:
            new.append(line)
            continue
        trust = np.ones(count)
        index = np.arange(count)
        for _ in range(3):
            slope, start = np.polyfit(index, own.places, 1, w=trust)
            trust = 1 / (0.5 + np.abs(own.places - start - slope * index))
        scale = STRIDE * pitch / PITCH
        first = (start - 0.35 * slope) * scale - _MARGIN * pitch
        last = (start + (count - 0.65) * slope) * scale - _MARGIN * pitch
        good = 0.75 < slope * STRIDE / PITCH < 1.3
        new.append(Line(line.left + line.along * first, line.left + line.along * last, line.height) if good else line)
    return Zone(tuple(new))
