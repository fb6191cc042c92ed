"""How a voice goes on: its period, and how loud a piece of it may be that was made up. Arithmetic on samples only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clerk_desktop.desktop.services.ring import RATE

Samples = NDArray[np.float32]

PER_MS = RATE // 1000
PERIOD_MIN, PERIOD_MAX = 5 * PER_MS // 2, 15 * PER_MS
"""Pitch periods that are looked for: 67 to 400 Hz."""
TEMPLATE = 5 * PER_MS
"""What is compared to find the period."""
HISTORY = 50 * PER_MS
"""What must be remembered for that."""
FADE = 5 * PER_MS // 2
"""Length of a cross-fade."""
FULL_MS, SILENT_MS = 30.0, 90.0
"""A concealed gap keeps its loudness so long, then fades, and is silent from then on."""


class Bend:
    """Reads a stream a little faster or slower than it was made (cubic interpolation)."""

    def __init__(self) -> None:
        self._left: Samples = np.zeros(3, np.float32)  # one that was read, then what comes next
        self._phase = 0.0

    @property
    def ahead(self) -> float:
        """How many samples were fed and not read."""
        return len(self._left) - 1 - self._phase

    def missing(self, samples: int, ratio: float) -> int:
        """How many more must be fed before `samples` can be read."""
        return max(0, int(self._phase + ratio * samples) + 4 - len(self._left))

    def feed(self, sound: Samples) -> None:
        """Append to the stream."""
        self._left = np.concatenate([self._left, sound])

    def read(self, samples: int, ratio: float) -> Samples:
        """The next `samples`; each covers `ratio` of the stream's. Nothing may be missing."""
        places = self._phase + ratio * np.arange(samples + 1)
        whole = int(places[-1])
        index = places[:-1].astype(np.int64)
        t = (places[:-1] - index).astype(np.float32)
        a, b, c, d = (self._left[index + k] for k in range(4))
        made: Samples = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
        self._left, self._phase = self._left[whole:], float(places[-1]) - whole
        return made


def loudness(age: NDArray[np.int64]) -> Samples:
    """Loudness of a concealed gap after so many samples."""
    full, silent = FULL_MS * PER_MS, SILENT_MS * PER_MS
    fade: Samples = np.clip((silent - age) / (silent - full), 0, 1).astype(np.float32)
    return fade


def period(history: Samples) -> int:
    """The length of the period with which the voice may go on; 0 where there was silence."""
    template = history[-TEMPLATE:]
    if float(np.dot(template, template)) < TEMPLATE:
        return 0
    field = history[-TEMPLATE - PERIOD_MAX : -PERIOD_MIN]
    lag, _ = best_lag(template, field)
    return PERIOD_MAX - lag


def best_lag(template: Samples, field: Samples) -> tuple[int, float]:
    """Where in the field the template fits best, and how well (normalised correlation, 1 = the same)."""
    dots = np.correlate(field, template)
    squares = np.concatenate([[0.0], np.cumsum(field.astype(np.float64) ** 2)])
    energy = squares[len(template) :] - squares[: -len(template)]
    norm = np.sqrt(np.maximum(energy, 1.0) * max(float(np.dot(template, template)), 1.0))
    scores = dots / norm
    if float(energy.max()) < len(template):
        return 0, 1.0  # silence is like silence
    best = int(np.argmax(scores))
    return best, float(scores[best])
