"""How well a card can be seen in a frame, and the one thing to do next. Worker process only.

The machine-readable lines themselves are the measure: where they lie tells size, turn and lean, and whether reader A
reads them tells better than any number of edges whether the view is good. Where there are none, the card's outline
serves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from clerk_desktop.common.capture import NOTHING_SEEN, Assessment, Corner, GreyFrame, Hint, Side, Wanted
from clerk_desktop.desktop.services.id_reader_faults import letters
from clerk_desktop.desktop.services.id_reader_mend import evenly_lit
from clerk_desktop.desktop.services.id_reader_net import MRZ_AT_ALL, Found, ZoneReader
from clerk_desktop.desktop.services.id_reader_outline import Corners, around_zone, clockwise, find_outline
from clerk_desktop.desktop.services.id_reader_zone import Picture, Point, Zone, find_zones

_PIXELS = (320, 2600)
"""Shortest and longest side of a frame that is looked at."""
_SIZE = 0.42, 0.97
"""Size of the card: below, closer; above, farther."""
_LEAST = 0.14
"""An outline narrower than this part of the picture is a thing of the room, not a card held up."""
_EDGE = 0.004
"""Part of the picture that must lie around a card: what touches the picture's edge is cut off there."""
_FEW_PIXELS = 8.5
"""Pixels from character to character below which a camera of few pixels wants the card closer all the same."""
_ROLL, _LEAN = 14.0, 34.0
"""Degrees of turn in the picture and of leaning away."""
_MOTION = 0.4
"""Card widths a second."""
_GLARE = 0.03
_DARK = 0.72
_SHARP = 0.3
_READS = -0.12, 0.93
"""Fit and mean sureness of reader A from which a still of this view will be read."""
_WEAK = -0.4
"""Fit below which the lines are hardly legible, and the outline is the better measure."""
_FULL = 240
"""A frame with brighter pixels than this uses the full range; others (16 to 235, as video does) are stretched."""
_LIGHT = 250


@dataclass(frozen=True)
class _View:
    """A card that was found: corners, measures, and whether its lines were read."""

    seen: Assessment
    roll: float
    lean: float
    pitch: float
    reads: bool


class Assessor:
    """Looks at one frame after the other; remembers the last place only."""

    def __init__(self, zones: ZoneReader) -> None:
        self._zones = zones
        self._last: tuple[float, Corners] | None = None

    def assess(self, frame: GreyFrame, wanted: Wanted) -> Assessment:
        """What a frame shows; a bad frame shows nothing."""
        size = frame.width, frame.height
        if len(frame.grey) != size[0] * size[1] or min(size) < _PIXELS[0] * 0.7 or max(size) > _PIXELS[1]:
            return NOTHING_SEEN
        grey = stretched(np.frombuffer(frame.grey, np.uint8).reshape(frame.height, frame.width))
        found = self._lines(grey)
        view = self._with_lines(grey, found) if found else self._without_lines(grey)
        if view is None:
            self._last = None
            dark = float(1 - np.percentile(grey, 98) / 255)
            return replace(NOTHING_SEEN, darkness=dark, hint=Hint.TOO_DARK if dark > _DARK else None)
        view = replace(view, seen=replace(view.seen, motion=self._motion(frame, view)))
        hint = hint_of(view.seen, wanted, view.roll, view.lean, view.pitch, reads=view.reads)
        fits = wanted is Wanted.ANY or str(view.seen.side) == str(wanted)
        return replace(view.seen, hint=hint, good=hint is None and fits)

    def _lines(self, grey: Picture) -> Found | None:
        zones = find_zones(grey)[:2] or find_zones(evenly_lit(grey))[:2]
        found = self._zones.best(grey, zones)
        return found if found is not None and found.fit > MRZ_AT_ALL else None

    def _with_lines(self, grey: Picture, found: Found) -> _View:
        zone = found.zone
        if found.fit < _WEAK and abs(zone.lines[0].angle) > math.pi / 2:
            zone = zone.turned()  # which way up it is was a guess, and most cards are held upright
        corners = around_zone(zone)
        outline = find_outline(grey)
        if outline is not None and _same(outline, clockwise(corners)):
            corners = _ordered_like(outline, corners)
        elif outline is not None and found.fit < _WEAK and _wide_enough(outline, grey):
            corners = outline
        line = zone.lines[-1]
        roll = math.degrees(line.angle)
        roll = min(abs(roll), abs(abs(roll) - 180))
        sure = float(np.mean([own.sure.mean() for own in found.reading.lines]))
        cuts = letters(grey, zone)
        seen = _measured(grey, corners, Side.MRZ)
        sharpness = min(1.0, sure**4 if found.fit < _READS[0] else 0.5 + max(0.0, 0.5 + found.fit))
        seen = replace(seen, sharpness=sharpness, glare=float((cuts >= _LIGHT).mean()), tilt=max(roll, _lean(zone)))
        return _View(seen, roll, _lean(zone), zone.pitch, found.fit > _READS[0] and sure > _READS[1])

    def _without_lines(self, grey: Picture) -> _View | None:
        corners = find_outline(grey)
        if corners is None or not _wide_enough(corners, grey):
            return None
        top = corners[1] - corners[0]
        roll = abs(math.degrees(math.atan2(top[1], top[0])))
        roll = min(roll, abs(90 - roll), abs(180 - roll))
        flat = _laid_flat(grey, corners)
        blurred = cv2.Laplacian(flat, cv2.CV_32F).std() / max(12.0, float(flat.std()))
        seen = replace(
            _measured(grey, corners, Side.OTHER),
            sharpness=min(1.0, float(blurred)),
            glare=float((flat >= _LIGHT).mean()),
            tilt=roll,
        )
        return _View(seen, roll, 0.0, 99.0, reads=False)

    def _motion(self, frame: GreyFrame, view: _View) -> float:
        quad = np.array(view.seen.quad) * (frame.width, frame.height)
        before, self._last = self._last, (frame.at, quad)
        if before is None or not 0 < frame.at - before[0] < 1:
            return 0.0
        moved = float(np.linalg.norm((quad - before[1]).mean(axis=0)))
        return moved / max(1.0, float(np.linalg.norm(quad[1] - quad[0]))) / (frame.at - before[0])


def hint_of(seen: Assessment, wanted: Wanted, roll: float, lean: float, pitch: float, *, reads: bool) -> Hint | None:
    """The first thing that is wrong, in the order of `Hint`. What is read needs no advice on its sharpness."""
    unclear = seen.side is Side.OTHER and (seen.sharpness < _SHARP or seen.glare > 4 * _GLARE or roll > _ROLL)
    wrong = wanted is not Wanted.ANY and str(seen.side) != str(wanted)
    faults = {
        # A side that cannot be made out is not called the wrong one.
        Hint.WRONG_SIDE: wrong and not (unclear or seen.darkness > _DARK or seen.size < _SIZE[0] * 0.8),
        Hint.AT_EDGE: seen.at_edge and seen.size <= _SIZE[1],
        Hint.CLOSER: seen.size < _SIZE[0] or pitch < _FEW_PIXELS,
        Hint.FARTHER: seen.size > _SIZE[1],
        Hint.TOO_DARK: seen.darkness > _DARK and not reads,
        Hint.GLARE: seen.glare > _GLARE * (1 if seen.side is Side.MRZ else 4) and not reads,
        Hint.STRAIGHTEN: roll > _ROLL or lean > _LEAN,
        Hint.HOLD_STILL: seen.motion > _MOTION or (not reads if seen.side is Side.MRZ else seen.sharpness < _SHARP),
    }
    return next((hint for hint in Hint if faults[hint]), None)


def stretched(grey: Picture) -> Picture:
    """The full range from 0 to 255."""
    if int(grey[::4, ::4].max()) > _FULL:
        return grey
    return cv2.convertScaleAbs(np.maximum(grey, 16), alpha=255 / 219, beta=-16 * 255 / 219)


def _measured(grey: Picture, corners: Corners, side: Side) -> Assessment:
    height, width = grey.shape
    parts = corners / (width, height)
    long = max(float(np.linalg.norm(corners[i] - corners[i - 1])) for i in range(4))
    flat = _laid_flat(grey, corners)
    return Assessment(
        quad=(_point(parts[0]), _point(parts[1]), _point(parts[2]), _point(parts[3])),
        side=side,
        size=long / min(width, height * 85.6 / 53.98),
        darkness=float(1 - np.percentile(flat, 90) / 255),
        at_edge=bool((parts < _EDGE).any() or (parts > 1 - _EDGE).any()),
    )


def _point(part: Point) -> Corner:
    return float(part[0]), float(part[1])


def _laid_flat(grey: Picture, corners: Corners) -> Picture:
    target = np.array([[0, 0], [320, 0], [320, 202], [0, 202]], np.float32)
    return cv2.warpPerspective(grey, cv2.getPerspectiveTransform(corners.astype(np.float32), target), (320, 202))


def _lean(zone: Zone) -> float:
    """Degrees by which the card leans away, from how near its lines lie to each other for their length."""
    first, last = zone.lines[0], zone.lines[-1]
    lengths = sorted((first.length, last.length))
    step = (last.left + last.right - first.left - first.right) / 2
    across = abs(float(step @ np.array([-first.along[1], first.along[0]]))) / (len(zone.lines) - 1)
    ratio = across / max(lengths[1], 1.0) / (0.0815 if len(zone.lines) == 3 else 0.067)
    return math.degrees(math.acos(min(1.0, min(ratio, 1 / max(ratio, 1e-6)) * 1.05)))


def _wide_enough(corners: Corners, grey: Picture) -> bool:
    return bool(np.linalg.norm(corners[1] - corners[0]) >= _LEAST * grey.shape[1])


def _same(one: Corners, other: Corners) -> bool:
    """Whether two outlines are of the same thing."""
    apart = np.linalg.norm(one - other, axis=1).max()
    return bool(apart < 0.22 * np.linalg.norm(other[1] - other[0]))


def _ordered_like(corners: Corners, like: Corners) -> Corners:
    """The corners in the order in which the others run."""
    nearest = [int(np.linalg.norm(corners - point, axis=1).argmin()) for point in like]
    return corners[nearest] if len(set(nearest)) == 4 else like
