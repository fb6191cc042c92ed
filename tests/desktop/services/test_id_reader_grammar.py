"""How the net's guesses become an MRZ, without any net."""

from __future__ import annotations

import numpy as np
import pytest

from clerk_desktop.common import mrz
from clerk_desktop.common.mrz import MRZ_ALPHABET
from clerk_desktop.desktop.services import id_reader_grammar as grammar
from clerk_desktop.desktop.services.id_reader_grammar import Floats, Reading
from tests.helpers.specimen import ERIKA, Specimen


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


def number(person: Specimen, reads: str) -> Reading:
    """The person's card, the document number (with digit) seen as `reads`, one in ten of what it really is."""
    real = person.mrz[0][5:15]
    spread = {
        5 + i: {a: 0.97, b: 0.03} if a != b else {a: 1.0} for i, (a, b) in enumerate(zip(reads, real, strict=True))
    }
    return read(person.mrz, spread)


def test_plain() -> None:
    reading = grammar.settle(read(ERIKA.mrz))
    assert reading is not None
    assert reading.text == ERIKA.mrz
    assert grammar.accepted(reading)
    assert grammar.doubtful(reading) == []


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


def test_check_digit_chooses_between_look_alikes_and_says_so() -> None:
    person = Specimen(number="LZ1X00T47")
    reading = grammar.settle(number(person, "L21X00T47" + person.mrz[0][14]))
    assert reading is not None
    assert reading.text == person.mrz
    assert (0, 6) in grammar.doubtful(reading)


def test_check_digit_never_turns_a_character_into_a_stranger() -> None:
    """C for T would pass, too, but they do not look alike: such a card is not read."""
    person = Specimen(number="LT1X00T47")
    assert grammar.settle(number(person, "L41X00T47" + person.mrz[0][14])) is None


def test_two_texts_that_both_pass_are_not_chosen_between() -> None:
    person = Specimen(number="LG1X00T47")
    assert grammar.settle(read(person.mrz, {6: {"G": 0.02, "6": 0.98}})) is None


def test_state_is_one_that_exists() -> None:
    person = Specimen(kind="AR", nationality="UKR", sex="F")
    lines = person.mrz
    columns = [seen(lines[0]), seen(lines[1], {17: {"B": 0.6, "R": 0.4}}), seen(lines[2])]
    reading = grammar.settle(grammar.read_columns(columns))
    assert reading is not None
    assert reading.text == lines


def test_guess_in_a_name_is_not_accepted() -> None:
    columns = [seen(line) for line in ERIKA.mrz]
    columns[2] = seen(ERIKA.mrz[2], {3: {"T": 0.6, "Y": 0.4}})
    reading = grammar.settle(grammar.read_columns(columns))
    assert reading is not None
    assert not grammar.accepted(reading)


def test_fused_takes_the_mean_and_the_worse_fit() -> None:
    one, other = read(ERIKA.mrz), read(ERIKA.mrz, {29: {"<": 0.5, "K": 0.5}})
    together = grammar.fused([one, other])
    assert together.fit == min(one.fit, other.fit)
    assert together.lines[0].odds[29][36] == pytest.approx(
        (one.lines[0].odds[29][36] + other.lines[0].odds[29][36]) / 2
    )


def test_number_of_weak_characters_is_not_left_to_one_check_digit() -> None:
    spread = {place: {ERIKA.mrz[0][place]: 0.8, "8": 0.2} for place in (5, 6, 7)}
    assert grammar.settle(read(ERIKA.mrz, {5: spread[5], 6: spread[6]})) is not None
    assert grammar.settle(read(ERIKA.mrz, spread)) is None


def test_blurred_picture_needs_views_that_agree() -> None:
    one, other = read(ERIKA.mrz), read((*ERIKA.mrz[:2], ERIKA.mrz[2].replace("ERIKA", "ERICA")))
    assert grammar.beyond_doubt(one, [one, one])
    assert not grammar.beyond_doubt(one, [one, other])
    person = Specimen(number="LZ1X00T47")
    helped = number(person, "L21X00T47" + person.mrz[0][14])
    settled = grammar.settle(helped)
    assert settled is not None
    assert not grammar.beyond_doubt(settled, [settled, settled])
