"""At which bit rate the citizen's browser may begin: `resources/call.toml`, and what their line has shown to bear."""

from __future__ import annotations

import tomllib
from functools import cache

from clerk_desktop.desktop.services.call_stats import Statistics
from clerk_desktop.resources import resource

FLOODED = 0.08
"""Above this share of losses the line does not bear what is sent over it."""
CALM = 0.01
EASED = 0.8


@cache
def limits() -> tuple[int, int]:
    """Start and lowest bit rate in kbit/s, as the file says."""
    said = tomllib.loads(resource("call.toml").read_text("utf-8"))["picture"]
    start, least = int(said["start_kbps"]), int(said["least_kbps"])
    return start, min(start, least)


class Pace:
    """The start bit rate for the connections of one call.

    Attributes:
        kbps: for the next connection.
    """

    def __init__(self) -> None:
        self._most, self._least = limits()
        self.kbps = self._most

    def learn(self, one: Statistics) -> None:
        """What a second of the line was like."""
        if one.loss is None or not one.kbps_in:
            return
        if one.loss > FLOODED:
            self.kbps = max(self._least, min(self.kbps, int(EASED * one.kbps_in)))
        elif one.loss < CALM:
            self.kbps = min(self._most, max(self.kbps, int(one.kbps_in)))
