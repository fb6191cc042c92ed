"""Places where an MRZ may lie although glare, a thumb or noise hid a part of it. Worker process only.

Three lines of a card lie in a known raster: two of them, or even one, tell where the others must be. The line reader
then says whether anything is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np

from clerk_desktop.desktop.services.id_reader_zone import Line, Picture, Zone

_RASTER = {3: 0.0815, 2: 0.067}
"""From line to line in parts of a line's length: cards, passports (ICAO 9303-5, 9303-4)."""
_TALL = {3: 0.032, 2: 0.022}
"""A capital's height likewise."""


def evenly_lit(grey: Picture) -> Picture:
    """A second exposure: the same picture with local brightness and contrast evened out."""
    window = (max(15, grey.shape[1] // 24) | 1,) * 2
    light = grey.astype(np.float32)
    mean = cv2.blur(light, window)
    spread = np.sqrt(np.maximum(cv2.blur(light * light, window) - mean * mean, 0))
    even: Picture = np.clip((light - mean) / (spread + 7) * 45 + 150, 0, 255).astype(np.uint8)
    return even


def mended(lines: Iterable[Line]) -> Iterator[Zone]:
    """Zones of which one or two lines were found, the likeliest first."""
    long = sorted((line for line in lines if line.length > 8 * line.height), key=lambda line: -line.length)[:6]
    for upper in long:
        for lower in long:
            yield from _from_two(upper, lower)
    for line in long[:3]:
        for place in range(3):
            yield _raster(line, place, 3)
    for line in long[:2]:
        for place in range(2):
            yield _raster(line, place, 2)


def _from_two(upper: Line, lower: Line) -> Iterator[Zone]:
    length = max(upper.length, lower.length)
    across = np.array([-upper.along[1], upper.along[0]])
    middle = (lower.left + lower.right - upper.left - upper.right) / 2
    down = float(middle @ across) / length
    if abs(upper.angle - lower.angle) > 0.1 or abs(float(middle @ upper.along)) > 0.35 * length:
        return
    upper, lower = _same_ends(upper, lower)
    step = lower.left - upper.left, lower.right - upper.right
    if 0.05 < down < 0.115:
        above = Line(upper.left - step[0], upper.right - step[1], upper.height)
        below = Line(lower.left + step[0], lower.right + step[1], lower.height)
        yield Zone((upper, lower, below))
        yield Zone((above, upper, lower))
    elif 0.12 < down < 0.21:
        yield Zone((upper, Line((upper.left + lower.left) / 2, (upper.right + lower.right) / 2, upper.height), lower))


def _same_ends(one: Line, other: Line) -> tuple[Line, Line]:
    """Both lines as long as the two together: whichever end is farther out is the true one."""
    along = (one.along + other.along) / 2
    left = min(float(line.left @ along) for line in (one, other))
    right = max(float(line.right @ along) for line in (one, other))

    def stretched(line: Line) -> Line:
        start = line.left + line.along * (left - float(line.left @ along))
        return Line(start, line.right + line.along * (right - float(line.right @ along)), line.height)

    return stretched(one), stretched(other)


def _raster(line: Line, place: int, count: int) -> Zone:
    """The zone in which `line` is the one at `place` of `count`."""
    across = np.array([-line.along[1], line.along[0]]) * line.length * _RASTER[count]
    height = line.length * _TALL[count]
    return Zone(
        tuple(Line(line.left + across * (i - place), line.right + across * (i - place), height) for i in range(count))
    )
