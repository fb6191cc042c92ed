"""What an MRZ line may say: the net's guesses, weighed by the grammar of ICAO 9303. Knows no OpenCV.

The net's guesses per column are not taken as they come: they are weighed over all texts of exactly the right length
whose characters may stand where they stand (CTC with a grammar), which gives each position a probability. "1DD" for
"IDD" and "O<<" for "D<<" cannot happen that way. What the check digits make of it: `id_reader_decode`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from clerk_desktop.common import mrz
from clerk_desktop.common.mrz import LOOK_ALIKES, MRZ_ALPHABET

Floats = np.ndarray[Any, np.dtype[np.float64]]

_FLOOR = 1e-5
"""Probability that the net never gives less than; it is overconfident."""
_FAR_ALIKE = 0.02
"""A character that may not stand counts as its nearest look-alike, and this much as others (0 is O, hardly D)."""
_UNDERRATED, _LETTER_WEIGHT = "BDGIOQSZ", 200.0
"""The net learnt words and numbers: between digits it takes a G for a 6 and a Z for a 2. Measured on 260 stills: for a
real 6 it gave G at most 0.0002, for a G that it called 6 at least 0.003. Weight and limits here were set on 1,133 drawn
stills and tried on fresh ones (`tests/bench/mrz.py`)."""


@dataclass(frozen=True)
class Weighed:
    """What a line may say.

    Attributes:
        odds: array (positions, 37), each row sums to 1.
        fit: log probability per position that the columns are a text of this shape at all; near 0 is good.
    """

    odds: Floats
    fit: float

    @property
    def text(self) -> str:
        """The likeliest character of each position."""
        return "".join(MRZ_ALPHABET[i] for i in self.odds.argmax(axis=1))

    @property
    def sure(self) -> Floats:
        """Probability of each character of `text`."""
        best: Floats = self.odds.max(axis=1)
        return best


@dataclass(frozen=True)
class Reading:
    """An MRZ as one or more views of a picture give it."""

    lines: tuple[Weighed, ...]

    @property
    def text(self) -> tuple[str, ...]:
        """The lines."""
        return tuple(line.text for line in self.lines)

    @property
    def fit(self) -> float:
        """The worst line's fit."""
        return min(line.fit for line in self.lines)

    @property
    def shape(self) -> str:
        """TD1 or TD3."""
        return "TD1" if len(self.lines) == 3 else "TD3"


def read_columns(columns: Sequence[Floats], known: Sequence[str] | None = None) -> Reading:
    """Three (TD1) or two (TD3) lines of net output to a reading; the grammar narrows as state and nationality show.

    Args:
        columns: of each line.
        known: what another reader made of the lines; saves the search for the state.
    """
    shape = "TD1" if len(columns) == 3 else "TD3"
    text = known or _weigh_all(columns, mrz.open_alphabets(shape)).text
    table = mrz.alphabets(shape, german=mrz.is_german(text), citizen=mrz.is_citizen(text))
    return _unbiased(_weigh_all(columns, table))


def _unbiased(reading: Reading) -> Reading:
    """Give the letters of the document number the weight that the net denies them among digits."""
    line, start, end = mrz.checked_spans(reading.shape)["number"]
    odds = reading.lines[line].odds.copy()
    for letter in _UNDERRATED:
        odds[start:end, MRZ_ALPHABET.index(letter)] *= _LETTER_WEIGHT
    odds /= odds.sum(axis=1, keepdims=True)
    return replace(
        reading, lines=tuple(replace(own, odds=odds) if i == line else own for i, own in enumerate(reading.lines))
    )


def _weigh_all(columns: Sequence[Floats], table: Sequence[Sequence[str]]) -> Reading:
    return Reading(tuple(weigh(own, allowed) for own, allowed in zip(columns, table, strict=True)))


# --- CTC with a grammar ------------------------------------------------------------------------------


def weigh(columns: Floats, allowed: Sequence[str]) -> Weighed:
    """Weigh all texts with `len(allowed)` characters, the i-th out of `allowed[i]`, by forward and backward sums.

    Args:
        columns: (columns, 38) probabilities of `MRZ_ALPHABET`, then blank.
        allowed: the characters that may stand at each position.
    """
    chars = columns[:, :37] * (1 - 2 * _FLOOR) + _FLOOR
    blank = columns[:, 37] * (1 - 2 * _FLOOR) + _FLOOR
    sets = sorted(set(allowed))
    kinds = np.stack([chars @ lending(one) for one in sets])
    emit: Floats = kinds[[sets.index(one) for one in allowed]].transpose(1, 0, 2)
    enter, total, scale = _forward(emit, blank)
    odds: Floats = np.einsum("tik,tik->ik", enter, _backward(emit, blank, scale))
    rows = odds.sum(axis=1, keepdims=True)
    if total <= 0 or not np.isfinite(odds).all() or (rows <= 0).any():
        return Weighed(np.full((len(allowed), 37), 1 / 37), -math.inf)
    return Weighed(odds / rows, (float(np.log(scale).sum()) + math.log(total)) / len(allowed))


def lending(allowed: str) -> Floats:
    """Matrix from what a net saw to what may stand: a character that may not stand counts as its look-alike."""
    matrix = np.diag([float(char in allowed) for char in MRZ_ALPHABET])
    for number, group in enumerate(LOOK_ALIKES):
        for seen, meant in itertools.permutations(group, 2):
            if seen not in allowed and meant in allowed:
                nearer = (other for other in LOOK_ALIKES[:number] if seen in other)
                nearest = not any(char in allowed for other in nearer for char in other)
                matrix[MRZ_ALPHABET.index(seen), MRZ_ALPHABET.index(meant)] = 1.0 if nearest else _FAR_ALIKE
    return matrix


def _forward(emit: Floats, blank: Floats) -> tuple[Floats, float, Floats]:
    """Scaled forward sums: of entering each character per column, of the whole, and the scales."""
    steps, count, _ = emit.shape
    enter = np.zeros_like(emit)
    scale = np.ones(steps)
    char = np.zeros((count, 37))
    gap = np.zeros(count + 1)
    gap[0] = 1.0
    for t in range(steps):
        # A character follows another one at once only if they differ; equal ones need a blank between them.
        from_char = np.zeros((count, 37))
        from_char[1:] = char[:-1].sum(axis=1, keepdims=True) - char[:-1]
        enter[t] = (gap[:-1, None] + from_char) * emit[t]
        next_gap = gap * blank[t]
        next_gap[1:] += char.sum(axis=1) * blank[t]
        char = enter[t] + char * emit[t]
        scale[t] = max(char.sum() + next_gap.sum(), 1e-300)
        char, gap = char / scale[t], next_gap / scale[t]
        enter[t] /= scale[t]
    return enter, float(char[-1].sum() + gap[-1]), scale


def _backward(emit: Floats, blank: Floats, scale: Floats) -> Floats:
    """Backward sums of being in each character per column, with the forward scales."""
    steps, count, _ = emit.shape
    char = np.zeros_like(emit)
    char[-1, -1] = 1.0
    gap = np.zeros(count + 1)
    gap[-1] = 1.0
    for t in range(steps - 2, -1, -1):
        ahead = char[t + 1] * emit[t + 1]
        ahead_gap = gap * blank[t + 1]
        char[t] = ahead + ahead_gap[1:, None]
        char[t, :-1] += ahead[1:].sum(axis=1, keepdims=True) - ahead[1:]
        gap = ahead_gap
        gap[:-1] += ahead.sum(axis=1)
        char[t] /= scale[t + 1]
        gap /= scale[t + 1]
    return char
