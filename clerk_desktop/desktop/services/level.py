"""How loud a piece of sound is, for the level meter."""

from __future__ import annotations

import math
from array import array

QUIET_DB = -50.0
"""What counts as silence: below this the meter rests."""


def loudness(pcm: bytes) -> float:
    """Peak of 16-bit sound on a scale of 0 (−50 dB and below) to 1 (full), even to the ear."""
    samples = array("h")
    samples.frombytes(pcm[: len(pcm) - len(pcm) % 2])
    peak = max(max(samples, default=0), -min(samples, default=0))
    if peak == 0:
        return 0.0
    decibel = 20 * math.log10(peak / 32768)
    return max(0.0, min(1.0, 1 - decibel / QUIET_DB))
