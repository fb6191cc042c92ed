"""Reads an MRZ from the frames of a film: what one frame does not show, the next one does. Worker process only.

Each frame costs reader A only (and a look around for the lines). From the third legible frame on the fused text may
stand alone when it is sure and no frame speaks against it; where it is not, reader B is asked about the sharpest frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2

from clerk_desktop.common.mrz import Position
from clerk_desktop.desktop.services import id_reader_judge as judge
from clerk_desktop.desktop.services.id_reader_decode import decode
from clerk_desktop.desktop.services.id_reader_grammar import Reading
from clerk_desktop.desktop.services.id_reader_mend import evenly_lit, mended
from clerk_desktop.desktop.services.id_reader_net import Found
from clerk_desktop.desktop.services.id_reader_still import StillReader
from clerk_desktop.desktop.services.id_reader_zone import Picture, Zone, find_lines, find_zones

_LEGIBLE = -0.45
"""Fit of reader A from which on a frame counts."""
_KEPT = 8
"""So many legible frames are remembered, the latest."""
_FUSED = 4
"""So many of them, the best ones."""
_STILL_THERE = -0.06
"""Fit from which on the card is taken to be where it was a frame ago."""
_ASKED_AT = (3, 6, 10)
"""Numbers of legible frames at which reader B is asked when reader A is not sure alone."""


@dataclass(frozen=True, repr=False)
class FilmText:
    """What the film says after so many frames."""

    lines: tuple[str, ...]
    doubtful: list[Position]
    frames: int


class FilmReader:
    """One film. `accepted` ends it."""

    def __init__(self, still: StillReader) -> None:
        self._still = still
        self._kept: list[tuple[Found, Picture]] = []
        self._frames = self._legible = 0
        self._zone: Zone | None = None
        self.guess: tuple[str, ...] | None = None

    def add(self, picture: Picture) -> FilmText | None:
        """Look at the next frame (colour); the text as soon as it can be stood for."""
        self._frames += 1
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        found = self._look(grey)
        if found is None or found.fit < _LEGIBLE:
            return None
        (view,) = self._still.zones.views(grey, found, heights=(1.0,))
        if view.fit < _LEGIBLE:
            return None
        if self._kept and self._kept[-1][0].reading.shape != view.reading.shape:
            self._kept.clear()
        self._zone = view.zone
        self._legible += 1
        self._kept = [*self._kept[-(_KEPT - 1) :], (view, picture)]
        return self._decide()

    def _look(self, grey: Picture) -> Found | None:
        """Where it was a frame ago, else where the fast search finds lines; now and then also where they must be."""
        zones = self._still.zones
        found = zones.at(grey, self._zone) if self._zone is not None else None
        if found is None or found.fit < _STILL_THERE:
            again = zones.best(grey, find_zones(grey)[:2])
            found = again if found is None or (again is not None and again.fit > found.fit) else found
        if (found is None or found.fit < _LEGIBLE) and self._frames % 2 == 0:
            even = evenly_lit(grey)
            more = [*find_zones(even)[:2], *(zone for _, zone in zip(range(2), mended(find_lines(grey)), strict=False))]
            again = zones.best(grey, more)
            if again is not None and (found is None or again.fit > found.fit):
                found = again
        return found

    def _decide(self) -> FilmText | None:
        best = sorted((view for view, _ in self._kept), key=lambda view: -view.fit)[:_FUSED]
        readings = [view.reading for view in best]
        fused = judge.frames(readings)
        text = decode(fused)
        if text is not None:
            self.guess = text.lines
            if judge.sure_alone(text, readings):
                return FilmText(text.lines, judge.doubtful(text), self._frames)
        return self._ask(fused) if self._legible in _ASKED_AT else None

    def _ask(self, fused: Reading) -> FilmText | None:
        view, picture = max(self._kept, key=lambda kept: kept[0].fit)
        both = self._still.both(picture, view.zone, fused)
        if both is None:
            return None
        self.guess = both.lines
        return FilmText(both.lines, both.doubtful, self._frames) if both.accepted else None
