"""The likeliest MRZ with every check digit right, and the likeliest other one. Knows no OpenCV.

Each position has its odds (`Weighed`). Per field the best few texts whose check digit is right are found exactly (a
beam for each remainder modulo 10), then the best combination under the digit over all. How far the runner-up lies
behind says how much the digits had to help; a character that only they brought in is `settled`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from clerk_desktop.common import mrz
from clerk_desktop.common.errors import CardUnreadable
from clerk_desktop.common.mrz import MRZ_ALPHABET, Position
from clerk_desktop.common.states import STATES
from clerk_desktop.desktop.services.id_reader_grammar import Floats, Reading

_LEAST = 2e-4
"""Odds below which a character is not thought of."""
_UNKNOWN = 6.0
"""How far (log) a code that no state has lies behind one that exists."""
_FEW = 6
"""Texts kept per remainder and field."""
_COMBINATIONS = 3000

Guess = tuple[float, str]
"""Log probability and text."""


@dataclass(frozen=True)
class Decoded:
    """A text that passes everything.

    Attributes:
        lines: the MRZ.
        odds: for each line the probability of each of its characters.
        rival: probability of the next best text in parts of this one's.
        settled: positions whose character was not the likeliest by itself.
        known: both states' codes exist; on specimens they often do not.
    """

    lines: tuple[str, ...]
    odds: tuple[Floats, ...]
    rival: float
    settled: frozenset[Position]
    known: bool = True


def decode(reading: Reading) -> Decoded | None:
    """The best text; None when nothing likely passes all check digits."""
    found = sorted(_texts(reading), reverse=True)[:2]
    if not found:
        return None
    lines = found[0][1]
    rival = math.exp(found[1][0] - found[0][0]) if len(found) > 1 else 0.0
    index = [[MRZ_ALPHABET.index(char) for char in line] for line in lines]
    odds = tuple(line.odds[np.arange(len(chars)), chars] for line, chars in zip(reading.lines, index, strict=True))
    best = reading.text
    settled = frozenset(
        (row, column) for row, line in enumerate(lines) for column, char in enumerate(line) if char != best[row][column]
    )
    codes = (lines[line][start : start + 3] for line, start in mrz.code_spans(reading.shape))
    return Decoded(lines, odds, rival, settled, all(code in STATES for code in codes))


def _texts(reading: Reading) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Likely texts with every digit right."""
    shape = reading.shape
    odds = [line.odds for line in reading.lines]
    places, guesses = [], []
    for name, (line, start, end) in mrz.checked_spans(shape).items():
        texts = _checked(odds[line][start : end + 1], dates=name != "number")
        places.append((line, start))
        guesses.append(texts)
    for line, start, end in mrz.optional_spans(shape):
        places.append((line, start))
        guesses.append(_free(odds[line][start:end]))
    for line, start in mrz.code_spans(shape):
        places.append((line, start))
        guesses.append(sorted(_codes(odds[line][start : start + 3]), reverse=True)[:2])
    if math.prod(map(len, guesses)) > _COMBINATIONS:
        guesses = [texts[:3] for texts in guesses]
    base = [list(line) for line in reading.text]
    for chosen in itertools.islice(itertools.product(*guesses), _COMBINATIONS):
        rows = [list(row) for row in base]
        for (line, start), (_, text) in zip(places, chosen, strict=True):
            rows[line][start : start + len(text)] = text
        total = sum(log for log, _ in chosen)
        try:
            (line, column), digit = mrz.composite_digit(["".join(row) for row in rows])
            rows[line][column] = digit
            lines = tuple("".join(row) for row in rows)
            if not mrz.failed_checks(lines):
                odd = float(odds[line][column][MRZ_ALPHABET.index(digit)])
                if odd > _LEAST:
                    yield total + math.log(odd), lines
        except CardUnreadable:
            continue


def _options(row: Floats) -> list[tuple[float, str]]:
    best = [int(i) for i in np.argsort(row)[::-1][:6]]
    return [(math.log(row[i]), MRZ_ALPHABET[i]) for i in best if row[i] > _LEAST]


def _checked(odds: Floats, *, dates: bool) -> list[Guess]:
    """The best texts of a field whose last character is the right digit of the others."""
    beams: dict[int, list[Guess]] = {0: [(0.0, "")]}
    for place, row in enumerate(odds[:-1]):
        grown: dict[int, list[Guess]] = {}
        weight = (7, 3, 1)[place % 3]
        for log, char in _options(row):
            value = 0 if char == "<" else int(char, 36)
            for rest, texts in beams.items():
                grown.setdefault((rest + value * weight) % 10, []).extend(
                    (had + log, text + char) for had, text in texts
                )
        beams = {rest: sorted(texts, reverse=True)[: 3 * _FEW] for rest, texts in grown.items()}
    ends = {char: log for log, char in _options(odds[-1])}
    whole = [
        (log + ends[str(rest)], text + str(rest))
        for rest, texts in beams.items()
        if str(rest) in ends
        for log, text in texts
        if not dates or _is_day(text)
    ]
    return sorted(whole, reverse=True)[:_FEW]


def _is_day(text: str) -> bool:
    """Whether YYMMDD can be one; parts that a card leaves open are fillers (ICAO 9303-3 § 4.8)."""
    month, day = text[2:4], text[4:6]
    return (month == "<<" or "01" <= month <= "12") and (day == "<<" or "01" <= day <= "31")


def _free(odds: Floats) -> list[Guess]:
    """The best texts without a digit of their own: the likeliest, and those that differ from it in one place."""
    rows = [_options(row) for row in odds]
    if not all(rows):
        return []
    text = "".join(row[0][1] for row in rows)
    log = sum(row[0][0] for row in rows)
    found = [(log, text)]
    for place, row in enumerate(rows):
        found += [(log - row[0][0] + other, text[:place] + char + text[place + 1 :]) for other, char in row[1:]]
    return sorted(found, reverse=True)[:_FEW]


def _codes(odds: Floats) -> Iterator[Guess]:
    """The states' codes, and far behind them what else is seen there."""
    for code in STATES:
        chance = math.prod(float(row[MRZ_ALPHABET.index(char)]) for row, char in zip(odds, code, strict=True))
        if chance > _LEAST**2:
            yield math.log(chance), code
    seen = "".join(MRZ_ALPHABET[int(row.argmax())] for row in odds)
    if seen not in STATES:
        yield math.log(math.prod(float(row.max()) for row in odds)) - _UNKNOWN, seen
