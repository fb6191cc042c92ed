"""When a text is stood for: two readers that agree, or several frames that are sure. Knows no OpenCV.

A single reader is now and then wrong with every check digit right (6 for G, F for P); voting does not heal what it sees
wrongly each time, a second reader of another make does. So one still is accepted only when both readers carry the same
text, and hardest where no digit would tell: names, codes, and the look-alikes of a blind class.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from clerk_desktop.common import mrz
from clerk_desktop.common.mrz import MRZ_ALPHABET, Position
from clerk_desktop.desktop.services.id_reader_decode import Decoded
from clerk_desktop.desktop.services.id_reader_grammar import Floats, Reading, Weighed

_FLOOR = 2e-3
"""No reader says never."""
_RIVAL = 0.02
"""Another text that passes every digit may have so much of the best one's probability."""
_JOINT, _JOINT_OPEN = 0.9, 0.97
"""What both together must give a character; the second where no check digit covers it."""
_ONE, _OTHER = 0.6, 0.03
"""What one reader must give it, and the other at least."""
_OPEN = 0.3
"""What each must give it where no check digit covers it."""
_SETTLED = 1
"""So many characters may be owed to the check digits."""
_APART = 3
"""So many characters may be one reader's alone, the other preferring another."""
_SURE, _FRAMES = 0.97, 3
"""Fused frames that need no second reader: how sure, and how many that say the same by themselves."""
_AGAINST = 0.9
"""A frame that is so sure of another character speaks against the text."""
_DOUBTFUL = 0.97
"""A character below this is shown to the clerk."""


def _floored(odds: Floats) -> Floats:
    return odds * (1 - 37 * _FLOOR) + _FLOOR


def joined(readings: Sequence[Reading], power: float = 1.0) -> Reading:
    """Readings of independent eyes in one: their odds multiplied, the worst fit of each line.

    Args:
        readings: of the same shape.
        power: below 1 for eyes that err together (frames of one film).
    """
    lines = []
    for same in zip(*(reading.lines for reading in readings), strict=True):
        log = sum(np.log(_floored(line.odds)) for line in same) * power
        # A character that may not stand stays out.
        odds = np.exp(log - np.max(log, axis=1, keepdims=True)) * np.any([line.odds > 0 for line in same], axis=0)
        lines.append(Weighed(odds / odds.sum(axis=1, keepdims=True), min(line.fit for line in same)))
    return Reading(tuple(lines))


def frames(readings: Sequence[Reading]) -> Reading:
    """Frames of one film fused: they share their errors, so n of them count as the root of n."""
    return joined(readings, 1 / math.sqrt(len(readings)))


def agreed(text: Decoded, one: Reading, other: Reading) -> bool:
    """Whether both readers carry the text that they give together."""
    if not text.known or text.rival > _RIVAL or len(text.settled) > _SETTLED:
        return False
    open_places = _uncovered(text.lines)
    apart = 0
    for row, line in enumerate(text.lines):
        tail = _tail(line)
        for column, char in enumerate(line):
            index = MRZ_ALPHABET.index(char)
            first, second = (float(reading.lines[row].odds[column][index]) for reading in (one, other))
            if tail[column]:
                if first < _ONE or second < _OTHER:
                    return False
                continue
            apart += min(first, second) < _OPEN
            least = _OPEN if (row, column) in open_places else _OTHER
            enough = _JOINT_OPEN if (row, column) in open_places else _JOINT
            if min(first, second) < least or max(first, second) < _ONE or text.odds[row][column] < enough:
                return False
    return apart <= _APART


def sure_alone(text: Decoded, readings: Sequence[Reading]) -> bool:
    """Whether fused frames of the same reader need no second one: enough of them, sure, and none against it."""
    if not text.known or len(readings) < _FRAMES or text.settled or text.rival > _RIVAL:
        return False
    if any((odds < _SURE).any() for odds in text.odds):
        return False
    agreeing = 0
    for reading in readings:
        other = [
            float(own.odds[column].max())
            for own, line in zip(reading.lines, text.lines, strict=True)
            for column, char in enumerate(line)
            if own.text[column] != char
        ]
        if max(other, default=0.0) > _AGAINST:
            return False
        agreeing += not other
    return agreeing >= _FRAMES


def doubtful(text: Decoded) -> list[Position]:
    """Where the clerk should look twice: unsure, brought in by a check digit, or a look-alike that no digit betrays."""
    weak = {
        (row, column)
        for row, odds in enumerate(text.odds)
        for column, odd in enumerate(odds)
        if odd < _DOUBTFUL and not _tail(text.lines[row])[column]
    }
    return sorted(weak | text.settled | set(mrz.blind_look_alikes(text.lines)))


def _uncovered(lines: Sequence[str]) -> frozenset[Position]:
    return frozenset(mrz.unchecked_positions(lines)) | frozenset(mrz.blind_look_alikes(lines))


def _tail(line: str) -> list[bool]:
    """The fillers at the end of a line, from the third on: nothing follows there, and readers count them badly."""
    end = len(line) - line[-1].isdigit()
    first = len(line[:end].rstrip("<")) + 2
    return [first <= column < end for column in range(len(line))]
