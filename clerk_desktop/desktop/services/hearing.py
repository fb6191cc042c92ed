"""When the other end was last heard, and whether that is too long ago."""

from __future__ import annotations

import time
from collections.abc import Callable

SILENCE_S = 1.5
"""Where sound or pictures flow, silence this long is a broken link."""
QUIET_S = 3.0
"""Of a page without devices only reports come, one or two a second; it may be silent longer."""
FLOW_PER_S = 10.0
"""Packets a second from which on something flows; sound alone brings 50."""
_SMOOTH = 0.3


class Hearing:
    """One end's ear.

    Args:
        clock: seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at = self._counted_at = clock()
        self._packets = 0
        self._per_s = 0.0

    @property
    def silent_s(self) -> float:
        """Seconds since something came."""
        return self._clock() - self._at

    @property
    def too_silent(self) -> bool:
        """Whether the link must be given up."""
        return self.silent_s > (SILENCE_S if self._per_s > FLOW_PER_S else QUIET_S)

    def something(self) -> None:
        """Something came just now."""
        self._at = self._clock()

    def count(self, packets: int) -> None:
        """So many packets have come since the beginning; to be told regularly.

        What usually flows is remembered through a silence, otherwise it would excuse itself.
        """
        now = self._clock()
        if packets != self._packets:
            per_s = (packets - self._packets) / max(now - self._counted_at, 0.001)
            self._per_s += _SMOOTH * (per_s - self._per_s)
            self._packets, self._at = packets, now
        self._counted_at = now
