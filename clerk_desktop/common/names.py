"""Is it the same name? Spellings that mean one name, and the ways in which two writings of it may differ.

The transliteration follows ICAO Doc 9303-3 § 6 A, the table by which the MRZ writes names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a line stands in the comparison; the key of its sentence."""

    OTHER = "other"
    """Simply not the same."""
    ONE_LETTER = "one_letter"
    """One letter apart: a slip while booking, or the reader's (names have no check digit)."""
    SOME_GIVEN_NAMES = "some_given_names"
    """The booking gives some of the card's given names, or in another order."""
    WRITTEN_APART = "written_apart"
    """The same letters, parted otherwise (Annamaria, Anna Maria)."""
    CUT_OFF = "cut_off"
    """The card's field was too short for the whole name."""
    SWAPPED = "swapped"
    """Family name and given names changed places in the booking."""
    CENTURY = "century"
    """The same day a hundred years apart: the MRZ has two digits of the year."""


# ICAO 9303-3 § 6 A; where the table leaves a choice all of it is accepted, the German spelling first.
_SPELLINGS: dict[str, tuple[str, ...]] = {
    "Ä": ("AE", "A"),
    "Ö": ("OE", "O"),
    "Ü": ("UE", "UXX", "U"),
    "ẞ": ("SS",),
    "Å": ("AA", "A"),
    "Æ": ("AE",),
    "Ø": ("OE",),
    "Œ": ("OE",),
    "Ñ": ("N", "NXX"),
    "Ð": ("D",),
    "Đ": ("D",),
    "Þ": ("TH",),
    "Ħ": ("H",),
    "Ĳ": ("IJ",),
    "Ŀ": ("L",),
    "Ł": ("L",),
    "Ŋ": ("N",),
    "Ŧ": ("T",),
    "İ": ("I",),
    "ı": ("I",),
    "ĸ": ("Q",),
}
_TITLES = frozenset({"DR", "PROF"})


def transliterate(name: str) -> str:
    """A name as an MRZ writes it, words parted by blanks: Müller-Lüdenscheidt → "MUELLER LUEDENSCHEIDT".

    Apostrophes vanish, accents fall; characters that the Latin table does not know stay as they are.
    """
    return " ".join("".join(spelling[0] for spelling in word) for word in _spelt(name))


def _spelt(name: str) -> list[list[tuple[str, ...]]]:
    """The words of a name, each letter as its possible spellings."""
    text = unicodedata.normalize("NFC", name).replace("ß", "ẞ")
    # Python makes "I" of the dotless ı; either is fine, the table knows both.
    words = re.split(r"[\s\-‐‑–—_.,<]+", re.sub("['’‘ʼ`´]", "", text).upper())
    return [[_letter(c) for c in word] for word in words if word]


def _letter(char: str) -> tuple[str, ...]:
    if char in _SPELLINGS:
        return _SPELLINGS[char]
    bare = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return (bare.upper(),)


@dataclass(frozen=True)
class _Word:
    """One word of a name that equals every accepted spelling of itself."""

    plain: str
    pattern: re.Pattern[str]

    def same(self, other: _Word) -> bool:
        return bool(self.pattern.fullmatch(other.plain) or other.pattern.fullmatch(self.plain))


def _parts(name: str) -> list[_Word]:
    words = []
    for letters in _spelt(name):
        pattern = "".join("(?:" + "|".join(map(re.escape, spellings)) + ")" for spellings in letters)
        words.append(_Word("".join(spellings[0] for spellings in letters), re.compile(pattern)))
    while len(words) > 1 and words[0].plain in _TITLES:
        words = words[1:]  # a doctorate stands on the front of the card, not in its MRZ
    return words


def _joined(words: Sequence[_Word]) -> _Word:
    return _Word("".join(w.plain for w in words), re.compile("".join(w.pattern.pattern for w in words)))


def _same(one: Sequence[_Word], other: Sequence[_Word]) -> bool:
    return len(one) == len(other) and all(a.same(b) for a, b in zip(one, other, strict=True))


def _one_letter_apart(a: str, b: str) -> bool:
    """One letter more, less, other, or two neighbours exchanged."""
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1:
        return False
    first = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    rest_a, rest_b = a[first:], b[first:]
    if len(a) < len(b):
        return rest_a == rest_b[1:]
    exchanged = rest_a[:2] == rest_b[:2][::-1]
    return rest_a[1:] == rest_b[1:] or (exchanged and rest_a[2:] == rest_b[2:])


def same_name(one: str, other: str) -> bool:
    """Whether both are spellings of one name; case, hyphens, accents and doctorates do not count."""
    return _same(_parts(one), _parts(other))


def compare_names(booked: str, on_card: str, *, several: bool, cut: bool) -> Reason | None:
    """Why two names are not the same; None when they are. `several`: some of the card's words are enough."""
    here, there = _parts(booked), _parts(on_card)
    if _same(here, there):
        return None
    one, other = _joined(here), _joined(there)
    if one.same(other):
        return Reason.WRITTEN_APART
    if several and here and all(any(word.same(card) for card in there) for word in here):
        return Reason.SOME_GIVEN_NAMES
    if cut and other.plain and one.plain.startswith(other.plain):
        return Reason.CUT_OFF
    return Reason.ONE_LETTER if _one_letter_apart(one.plain, other.plain) else Reason.OTHER
