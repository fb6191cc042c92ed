"""What kept a card from being read, as something that a citizen can change. Worker process only.

Every reason is a measure with a limit; the limits were set on drawn cards with growing faults, between what still read
and what did not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from clerk_desktop.common.mrz import Unreadable
from clerk_desktop.desktop.services.id_reader_zone import Line, Picture, Zone, letter_height, straighten

_MRZ_AT_ALL = -0.65
"""Lines that fit their grammar worse than this are some other text, or none."""
_PITCH = 7.0
"""Pixels from character to character below which reading fails more and more (5 at the very least)."""
_SATURATED = 250
"""A pixel from here on carries nothing but light."""
_GLARE = 0.03
"""Share of such pixels in the zone."""
_SHARP = 0.19
"""Steepest edges of letters 30 pixels high, in parts of their contrast and in the direction where they are softest."""
_FRAME_SHARP = 0.1
"""Steepest edges of the whole picture in parts of its contrast; a still in focus has some."""
_CONTRAST = 24
"""Grey levels between the darkest and the brightest hundredth of the picture below which nothing can be seen in it."""


@dataclass(frozen=True)
class Seen:
    """The likeliest place in the picture: the view that it was seen in, the zone, how well its text fits."""

    view: Picture
    zone: Zone
    fit: float


def diagnose(picture: Picture, seen: Seen | None, lines: Callable[[], list[Line]]) -> Unreadable:
    """The first reason that holds.

    Args:
        picture: the still.
        seen: the best zone, if any.
        lines: finds all long lines of text in the still as it was held.
    """
    if seen is not None and seen.fit > _MRZ_AT_ALL:
        return _fault_of_zone(seen)
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    if np.percentile(grey, 99) - np.percentile(grey, 1) < _CONTRAST:
        return Unreadable.NO_ZONE
    if frame_sharpness(grey) < _FRAME_SHARP:
        return Unreadable.BLURRED
    if any(_light_around(grey, line) > _GLARE for line in lines()):
        return Unreadable.GLARE
    return Unreadable.NO_ZONE


def _fault_of_zone(seen: Seen) -> Unreadable:
    if seen.zone.pitch < _PITCH:
        return Unreadable.TOO_SMALL
    zone = letters(seen.view, seen.zone)
    if (zone >= _SATURATED).mean() > _GLARE:
        return Unreadable.GLARE
    if _steepness(zone.astype(np.float32), 97) < _SHARP:
        return Unreadable.BLURRED
    return Unreadable.CHECK_DIGITS


def letters(view: Picture, zone: Zone) -> Picture:
    """The lines side by side, letters 30 pixels high, grey."""
    grey = cv2.cvtColor(view, cv2.COLOR_BGR2GRAY) if view.ndim == 3 else view
    letter = letter_height(zone)
    return np.hstack([straighten(grey, line, heights=1.6, out_height=48, letter=letter) for line in zone.lines])


def letter_sharpness(view: Picture, zone: Zone) -> float:
    """Steepness of the letters' edges, per pixel and in parts of their contrast, in the direction where it is least."""
    return _steepness(letters(view, zone).astype(np.float32), 97)


def frame_sharpness(grey: Picture) -> float:
    """Steepness of the picture's few steepest edges, likewise: a picture moved sideways has none that stand upright."""
    return _steepness(cv2.GaussianBlur(grey, (0, 0), 1).astype(np.float32), 99.8)


def _steepness(soft: Picture, percent: float) -> float:
    dx, dy = (cv2.Sobel(soft, cv2.CV_32F, x, 1 - x, scale=1 / 8) for x in (1, 0))
    ways: list[Any] = [dx, dy, (dx + dy) / np.sqrt(2), (dx - dy) / np.sqrt(2)]
    contrast = max(10.0, float(np.percentile(soft, 99) - np.percentile(soft, 1)))
    return min(float(np.percentile(np.abs(way), percent)) for way in ways) / contrast


def _light_around(grey: Picture, line: Line) -> float:
    """Share of saturated pixels where a long line lies and the others of its zone would."""
    cut = straighten(grey, line, heights=14, out_height=96, letter=line.height)
    return float((cut >= _SATURATED).mean())
