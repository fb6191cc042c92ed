"""From reader A's columns to characters: a line of known length, characters at even distances. Knows no OpenCV.

Each character is seen in one or two columns, with "none" in two or more between any two. So a line is a walk gap,
character, gap, …, gap, of which all are weighed (forward and backward sums). That gives each position its odds and its
place, and lines of fillers keep their number even where a lamp swallows some.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from clerk_desktop.desktop.services.id_reader_grammar import lending

Floats = np.ndarray[Any, np.dtype[np.float64]]

_FLOOR = 2e-4
"""Probability that the net never gives less than in one column; it is overconfident."""
_GRID_SPREAD, _CUT_SPREAD = 1.6, 9.0
"""Columns by which a character may lie beside its even place, once that is known, and beside where the cut has it."""
_ANYWHERE = 1e-3
"""What a place far from the expected one counts for."""


@dataclass(frozen=True)
class Aligned:
    """One line.

    Attributes:
        odds: (positions, 37), rows sum to 1.
        fit: log probability per position that the columns are a text of this length at all; near 0 is good.
        places: the column of each position's middle.
    """

    odds: Floats
    fit: float
    places: Floats


def align(
    lines: Sequence[Floats],
    tables: Sequence[Sequence[str]],
    *,
    expected: tuple[float, float] | None = None,
    on_grid: bool = False,
) -> list[Aligned]:
    """Weigh lines of the same number of positions.

    Args:
        lines: for each line (columns, 38): log probabilities of `MRZ_ALPHABET` and "none".
        tables: for each line the characters that may stand at each position.
        expected: the column of the first character and the columns from one to the next, if the cut was right.
        on_grid: the columns were cut so that the characters lie at even distances; find these and keep to them.
    """
    steps = max(len(line) for line in lines)
    count = len(tables[0])
    chars = np.full((len(lines), steps, 37), _FLOOR)
    blank = np.ones((len(lines), steps))
    emit = np.zeros((len(lines), count, steps))
    lent = []
    for number, (line, table) in enumerate(zip(lines, tables, strict=True)):
        odds = np.exp(line) * (1 - 38 * _FLOOR) + _FLOOR
        chars[number, : len(line)], blank[number, : len(line)] = odds[:, :37], odds[:, 37]
        matrices = {allowed: lending(allowed) for allowed in set(table)}
        sums = {allowed: matrix.sum(axis=1) for allowed, matrix in matrices.items()}
        emit[number] = np.stack([chars[number] @ sums[allowed] for allowed in table])
        lent.append([matrices[allowed] for allowed in table])
    if expected is not None:
        start, step = expected
        emit *= _near(np.tile(start + step * np.arange(count), (len(lines), 1)), steps, _CUT_SPREAD)
    stay, fit = _walk(emit, blank)
    if on_grid:
        stay, _ = _walk(emit * _near(_even(_places(stay)), steps, _GRID_SPREAD), blank)
    return [
        _line(stay[number], chars[number], emit[number], lent[number], float(fit[number]))
        for number in range(len(lines))
    ]


def _line(stay: Floats, chars: Floats, emit: Floats, lent: Sequence[Floats], fit: float) -> Aligned:
    seen = (stay / np.maximum(emit, 1e-12)) @ chars
    odds = np.stack([row @ matrix for row, matrix in zip(seen, lent, strict=True)])
    total = odds.sum(axis=1, keepdims=True)
    if not math.isfinite(fit) or (total <= 0).any():
        return Aligned(np.full((len(lent), 37), 1 / 37), -math.inf, np.zeros(len(lent)))
    return Aligned(odds / total, fit, _places(stay[None])[0])


def _walk(emit: Floats, blank: Floats) -> tuple[Floats, Floats]:
    """Probability of each (line, position, column), and each line's log probability per position."""
    lines, count, steps = emit.shape
    # A chain: gap, then for each position the character and a gap of at least two columns (only that may not stay).
    states = np.empty((steps, lines, 3 * count + 1))
    states[...] = blank.T[:, :, None]
    states[:, :, 1::3] = emit.transpose(2, 0, 1)
    stays = np.ones(3 * count + 1)
    stays[2::3] = 0
    forward = np.zeros_like(states)
    scales = np.empty((steps, lines, 1))
    now = np.zeros((lines, 3 * count + 1))
    now[:, :2] = 1
    for step in range(steps):
        if step:
            ahead = now[:, :-1].copy()
            now *= stays
            now[:, 1:] += ahead
        now *= states[step]
        scales[step] = now.sum(axis=1, keepdims=True) + 1e-300
        now /= scales[step]
        forward[step] = now
    ending = now[:, -3:].sum(axis=1)
    backward = np.zeros_like(now)
    backward[:, -3:] = 1
    both = np.empty_like(states)
    for step in range(steps - 1, -1, -1):
        both[step] = forward[step] * backward
        ahead = backward * states[step] / scales[step]
        backward = ahead * stays
        backward[:, :-1] += ahead[:, 1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        fit = (np.log(scales[:, :, 0]).sum(axis=0) + np.log(ending)) / count
        stay = both[:, :, 1::3].transpose(1, 2, 0) / np.maximum(ending, 1e-300)[:, None, None]
    return stay, fit


def _places(stay: Floats) -> Floats:
    columns = np.arange(stay.shape[2])
    places: Floats = (stay * columns).sum(axis=2) / np.maximum(stay.sum(axis=2), 1e-12)
    return places


def _even(places: Floats) -> Floats:
    """The straightest run of these places (robustly, with a slight bend)."""
    index = np.arange(places.shape[1])
    even = np.empty_like(places)
    for own, line in zip(even, places, strict=True):
        trust = np.ones(len(index))
        for _ in range(4):
            own[:] = np.polyval(np.polyfit(index, line, 2, w=trust), index)
            trust = 1 / (0.5 + np.abs(line - own))
    return even


def _near(places: Floats, steps: int, spread: float) -> Floats:
    """How well each column suits each position that should lie at `places`; never quite 0."""
    off = np.arange(steps)[None, None] - places[:, :, None]
    near: Floats = np.exp(-0.5 * (off / spread) ** 2) + _ANYWHERE
    return near
