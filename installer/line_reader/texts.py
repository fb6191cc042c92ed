"""What the training lines say: parts of MRZ lines, and as often mere chance, so that the net learns no words."""

from __future__ import annotations

import string

import numpy as np

from clerk_desktop.common.mrz import MRZ_ALPHABET, SERIAL_ALPHABET

_LETTERS = string.ascii_uppercase
_TWINS = ("0OQD", "1I", "2Z", "5S", "6G", "8B", "FP", "HR", "UV", "VY", "MN", "EF", "CG", "KX", "K<", "L<", "T7", "JI")
"""Groups that a reader takes for one another; drawn more often than chance would."""


def _chance(rng: np.random.Generator, alphabet: str, length: int) -> str:
    return "".join(rng.choice(list(alphabet), length))


def _names(rng: np.random.Generator, length: int) -> str:
    text = ""
    while len(text) < length:
        text += _chance(rng, _LETTERS, int(rng.integers(2, 11))) + ("<<" if rng.random() < 0.4 else "<")
    if rng.random() < 0.5:
        text = text[: int(rng.integers(4, length))]
    return text.ljust(length, "<")[:length]


def _numbers(rng: np.random.Generator, length: int) -> str:
    parts = ["IDD<<", "AUD<<", "P<D<<", "ID" + _chance(rng, _LETTERS, 3), "D<<", _chance(rng, "FM<", 1)]
    parts += [_chance(rng, SERIAL_ALPHABET, 9), _chance(rng, string.digits, 7), _chance(rng, MRZ_ALPHABET, 6)]
    parts += ["<" * int(rng.integers(1, 14)), _chance(rng, string.digits, int(rng.integers(1, 9)))]
    text = "".join(rng.permutation(parts))
    start = int(rng.integers(0, max(1, len(text) - length)))
    return text[start:].ljust(length, "<")[:length]


def _twins(rng: np.random.Generator, length: int) -> str:
    text = ""
    while len(text) < length:
        text += _chance(rng, str(rng.choice(_TWINS)), int(rng.integers(1, 4)))
        text += _chance(rng, MRZ_ALPHABET, int(rng.integers(0, 3)))
    return text[:length]


def text(rng: np.random.Generator, length: int) -> str:
    """A line, or a part of one, of `length` characters."""
    kind = rng.random()
    if kind < 0.3:
        return _chance(rng, MRZ_ALPHABET, length)
    if kind < 0.55:
        return _twins(rng, length)
    if kind < 0.7:
        return _names(rng, length)
    return _numbers(rng, length)
