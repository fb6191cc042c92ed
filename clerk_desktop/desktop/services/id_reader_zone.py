"""Finds the lines of an MRZ in a picture and straightens them. Imported by the card reader's worker process only.

A line of OCR-B is dark on light, thirty (44) characters long, and two or three of its like lie parallel. First the fast
way: black-hat, smear along the line, take the long thin blobs (some 10 ms). Where that finds nothing (glare, busy
background) `long_lines` takes the boxes of a text detector instead. Both end in the same grouping.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

Picture = np.ndarray[Any, np.dtype[Any]]
Point = np.ndarray[Any, np.dtype[np.float64]]

_ASPECT = 13.0
"""A line's length in parts of its height, at least; a TD1 line has 31, blur and tilt make it thicker."""
_CELL = 2.54 / 2.4
"""From character to character, in parts of a capital's height (ICAO 9303-3 § 4.2.1)."""

_PITCHES = (9, 16, 26)
"""Pixels from letter to letter for which blobs are looked for; each serves from two thirds to one and a half of it."""


@dataclass(frozen=True)
class Line:
    """A straight piece of text: middles of its left and right end, and the height of its letters, in pixels."""

    left: Point
    right: Point
    height: float

    @property
    def length(self) -> float:
        """Pixels from end to end."""
        return float(np.linalg.norm(self.right - self.left))

    @property
    def along(self) -> Point:
        """Unit vector from left to right."""
        return (self.right - self.left) / max(self.length, 1e-6)

    @property
    def angle(self) -> float:
        """Radians from the horizontal."""
        return math.atan2(self.along[1], self.along[0])


@dataclass(frozen=True)
class Zone:
    """Lines of one MRZ from top to bottom, as the picture stands; upside down they come in the wrong order."""

    lines: tuple[Line, ...]

    @property
    def pitch(self) -> float:
        """Pixels from one character to the next."""
        return max(line.length for line in self.lines) / (30 if len(self.lines) == 3 else 44)

    def is_like(self, other: Zone) -> bool:
        """Whether both lie in nearly the same place."""
        near = 0.6 * self.lines[0].height
        return len(self.lines) == len(other.lines) and all(
            np.linalg.norm(one.left - two.left) < 2 * near and np.linalg.norm(one.right - two.right) < 2 * near
            for one, two in zip(self.lines, other.lines, strict=True)
        )

    def turned(self) -> Zone:
        """The same lines read upside down."""
        return Zone(tuple(Line(line.right, line.left, line.height) for line in reversed(self.lines)))


def find_zones(grey: Picture) -> list[Zone]:
    """The likeliest places of an MRZ in a grey picture, best first; lines run from left to right or the other way."""
    found = sorted((zone for pitch in _PITCHES for zone in group(_blobs(grey, pitch))), key=_irregularity)
    different: list[Zone] = []
    for zone in found:
        if not any(zone.is_like(other) for other in different):
            different.append(zone)
    cards = [zone for zone in different if len(zone.lines) == 3]
    passports = [zone for zone in different if len(zone.lines) == 2]
    in_turn = itertools.chain.from_iterable(itertools.zip_longest(cards, passports))
    return [zone for zone in in_turn if zone is not None]


def find_lines(grey: Picture) -> list[Line]:
    """All long thin dark pieces in a grey picture, without their grouping."""
    return [line for pitch in _PITCHES for line in _blobs(grey, pitch)]


def _blobs(grey: Picture, pitch: int) -> Iterator[Line]:
    """Long thin dark blobs, for letters that lie about `pitch` pixels apart."""
    hat = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, cv2.getStructuringElement(cv2.MORPH_RECT, (pitch, pitch)))
    _, mask = cv2.threshold(hat, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    smear = cv2.getStructuringElement(cv2.MORPH_RECT, (round(pitch * 1.7), 1))
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, smear)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((max(2, pitch // 5), pitch), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        if cv2.boundingRect(contour)[2] >= pitch * 12:
            yield _line(cv2.boxPoints(cv2.minAreaRect(contour)).astype(float))


def _line(corners: Point) -> Line:
    """The middle line of a rectangle's long side, running to the right."""
    if np.linalg.norm(corners[1] - corners[0]) < np.linalg.norm(corners[2] - corners[1]):
        corners = np.roll(corners, -1, axis=0)
    # Now 0→1 and 3→2 are the long sides.
    start, end = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
    if start[0] > end[0]:
        start, end = end, start
    return Line(start, end, float(np.linalg.norm(corners[3] - corners[0])))


def long_lines(boxes: Iterable[Any]) -> list[Line]:
    """The boxes of a text detector (four corners each, clockwise) that are as long and thin as an MRZ line.

    Such boxes stand off from the letters; about two thirds of their height is the letters'.
    """
    lines = []
    for box in boxes:
        line = _line(np.asarray(box, dtype=float))
        if line.length > _ASPECT / 2 * line.height:
            inset = line.along * line.height * 0.25
            lines.append(Line(line.left + inset, line.right - inset, line.height * 0.66))
    return lines


def group(lines: Iterable[Line]) -> list[Zone]:
    """Threes (a card) and twos (a passport) of parallel, equally long lines one above the other; most regular first."""
    long = sorted((line for line in lines if line.length > _ASPECT * line.height / 2), key=lambda line: -line.length)[
        :14
    ]
    pairs = {(a, b) for a, b in itertools.permutations(range(len(long)), 2) if _below(long[a], long[b])}
    threes = [
        Zone((long[a], long[b], long[c]))
        for a, b in pairs
        for c in range(len(long))
        if (b, c) in pairs and _evenly(long[a], long[b], long[c])
    ]
    twos = [Zone((long[a], long[b])) for a, b in pairs if long[a].length > 24 * long[a].height]
    return sorted([*(_squared(zone) for zone in threes), *twos], key=_irregularity)


def _offset(upper: Line, lower: Line) -> tuple[float, float]:
    """From the upper line's middle to the lower one's: along and across the upper line."""
    step = (lower.left + lower.right - upper.left - upper.right) / 2
    along = upper.along
    return float(step @ along), float(step @ np.array([-along[1], along[0]]))


def _below(upper: Line, lower: Line) -> bool:
    """Whether `lower` may be the MRZ line under `upper`."""
    length = max(upper.length, lower.length)
    aside, down = _offset(upper, lower)
    return (
        min(upper.length, lower.length) > 0.8 * length
        and abs(upper.angle - lower.angle) < 0.08
        and 0.04 * length < down < 0.13 * length
        and abs(aside) < 0.12 * length
    )


def _evenly(a: Line, b: Line, c: Line) -> bool:
    first, second = _offset(a, b)[1], _offset(b, c)[1]
    return 0.72 < first / second < 1.39


def _irregularity(zone: Zone) -> float:
    """How far from three equal lines; small is good."""
    lengths = [line.length for line in zone.lines]
    angles = [line.angle for line in zone.lines]
    thick = [line.height / line.length for line in zone.lines]
    return (max(lengths) - min(lengths)) / max(lengths) + (max(angles) - min(angles)) * 3 + max(thick) * 2


def _squared(zone: Zone) -> Zone:
    """Give a line that lost an end (glare, a thumb) the ends that its neighbours suggest, when three are there."""
    if len(zone.lines) != 3:
        return zone
    lines = list(zone.lines)
    for index, line in enumerate(lines):
        one, two = (lines[i] for i in range(3) if i != index)
        if index == 1:
            left, right = (one.left + two.left) / 2, (one.right + two.right) / 2
        else:
            near, far = (one, two) if index == 0 else (two, one)
            left, right = near.left * 2 - far.left, near.right * 2 - far.right
        cell = line.height * _CELL
        new_left = left if (line.left - left) @ line.along > cell * 0.8 else line.left
        new_right = right if (right - line.right) @ line.along > cell * 0.8 else line.right
        lines[index] = Line(new_left, new_right, line.height)
    return Zone(tuple(lines))


def straighten(picture: Picture, line: Line, *, heights: float, out_height: int, letter: float) -> Picture:
    """Cut a line out of the picture and lay it flat.

    Args:
        picture: grey or colour.
        line: where it lies.
        heights: height of the cut in letter heights.
        out_height: pixels of the result's height.
        letter: height of the letters in pixels (one for all lines of a zone is steadier than each line's own).
    """
    along = line.along
    across = np.array([-along[1], along[0]]) * letter * heights / 2
    margin = along * letter * 0.75
    left, right = line.left - margin, line.right + margin
    width = max(out_height, round(float(np.linalg.norm(right - left)) / (letter * heights) * out_height))
    source = np.array([left - across, right - across, left + across], dtype=np.float32)
    target = np.array([[0, 0], [width, 0], [0, out_height]], dtype=np.float32)
    matrix = cv2.getAffineTransform(source, target)
    shrink = letter * heights / out_height
    flags = cv2.INTER_CUBIC if shrink < 1 else cv2.INTER_AREA
    if shrink > 1.5:
        picture = cv2.GaussianBlur(picture, (0, 0), 0.4 * shrink)
    return cv2.warpAffine(picture, matrix, (width, out_height), flags=flags, borderMode=cv2.BORDER_REPLICATE)


def letter_height(zone: Zone) -> float:
    """Height of the zone's capitals in pixels, from the pitch: it is the steadier measure of the two."""
    return zone.pitch / _CELL
