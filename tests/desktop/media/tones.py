"""Tones in the desk's sound format, and how much of a tone a piece of sound holds."""

from __future__ import annotations

import math
from array import array

from clerk_desktop.desktop.services.ring import RATE


def tone(hertz: int, ms: int) -> bytes:
    """A sine of a third of full scale."""
    return array("h", (int(10_000 * math.sin(math.tau * hertz * n / RATE)) for n in range(RATE * ms // 1000))).tobytes()


def strength(pcm: bytes, hertz: int) -> float:
    """Share 0…1 of the sound's energy that lies at this frequency (Goertzel)."""
    samples = array("h", pcm)
    energy = sum(s * s for s in samples)
    if energy == 0:
        return 0.0
    turn = math.tau * hertz / RATE
    real = sum(s * math.cos(turn * n) for n, s in enumerate(samples))
    imaginary = sum(s * math.sin(turn * n) for n, s in enumerate(samples))
    return 2 * (real**2 + imaginary**2) / (len(samples) * energy)
