"""How the net's guesses become an MRZ, without any net."""

from __future__ import annotations

import numpy as np
import pytest

from clerk_desktop.common import mrz
from clerk_desktop.common.mrz import MRZ_ALPHABET
from clerk_desktop.desktop.services import id_reader_grammar as grammar
from clerk_desktop.desktop.services.id_reader_grammar import Floats, Reading
from tests.helpers.specimen import ERIKA


def seen(text: str, instead: dict[int, dict[str, float]] | None = None) -> Floats:
    """Columns of a net that sees `text`, a blank after each character; `instead` spreads some characters."""
    columns = np.zeros((2 * len(text), 38))
    for place, char in enumerate(text):
        for other, odds in (instead or {}).get(place, {char: 1.0}).items():
            columns[2 * place, MRZ_ALPHABET.index(other)] = odds
        columns[2 * place + 1, 37] = 1.0
    return columns


def read(lines: tuple[str, ...], instead: dict[int, dict[str, float]] | None = None) -> Reading:
    """A card whose first line is seen with `instead`."""
    return grammar.read_columns([seen(lines[0], instead), *(seen(line) for line in lines[1:])])


def test_what_may_not_stand_is_read_as_what_it_looks_like() -> None:
    lines = tuple(line.replace("IDD<<", "1D0<<").replace("15D<", "15O<") for line in ERIKA.mrz)
    assert read((lines[0].replace("L01X00", "LO1XO0"), *lines[1:])).text == ERIKA.mrz


def test_number_of_characters_is_kept() -> None:
    """A net that sees one filler too few still gives thirty characters."""
    line = ERIKA.mrz[2]
    columns = seen(line)
    columns = np.delete(columns, slice(50, 52), axis=0)
    weighed = grammar.weigh(columns, mrz.alphabets("TD1", german=True, citizen=True)[2])
    assert len(weighed.text) == 30
    assert weighed.fit < -0.05


def test_equal_neighbours_need_a_gap() -> None:
    columns = np.zeros((4, 38))
    columns[[0, 2, 3], MRZ_ALPHABET.index("7")] = 1
    columns[1, 37] = 1
    assert grammar.weigh(columns, ["0123456789"] * 2).text == "77"
    assert grammar.weigh(columns, ["0123456789"] * 2).fit > -0.01
    without = columns.copy()
    without[1] = without[0]
    assert grammar.weigh(without, ["0123456789"] * 2).fit < -2


def test_odds_are_those_of_the_columns() -> None:
    weighed = grammar.weigh(seen("A", {0: {"A": 0.6, "B": 0.4}}), ["ABC"])
    assert weighed.odds[0][10] == pytest.approx(0.6, abs=1e-3)
    assert weighed.odds[0][11] == pytest.approx(0.4, abs=1e-3)


def test_too_few_columns_fit_nothing() -> None:
    assert grammar.weigh(seen("AB"), ["ABC"] * 30).fit == -np.inf
