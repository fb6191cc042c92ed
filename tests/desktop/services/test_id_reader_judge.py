"""What is made of the odds of two readers, without any net: alignment, check digits, acceptance."""

from __future__ import annotations

import numpy as np
import pytest

from clerk_desktop.common import mrz
from clerk_desktop.common.mrz import MRZ_ALPHABET
from clerk_desktop.desktop.services import id_reader_judge as judge
from clerk_desktop.desktop.services.id_reader_align import align
from clerk_desktop.desktop.services.id_reader_decode import decode
from clerk_desktop.desktop.services.id_reader_grammar import Floats, Reading, Weighed
from tests.helpers.specimen import ERIKA, Specimen

Spread = dict[tuple[int, int], dict[str, float]]
TRAVELLER = Specimen(number="C01X00T47", kind="P", sex="F")


def reading(lines: tuple[str, ...], instead: Spread | None = None) -> Reading:
    """A reader that is sure of these lines, but for the places in `instead`."""
    weighed = []
    for row, line in enumerate(lines):
        odds = np.full((len(line), 37), 1e-6)
        for column, char in enumerate(line):
            for other, odd in (instead or {}).get((row, column), {char: 1.0}).items():
                odds[column, MRZ_ALPHABET.index(other)] = odd
        weighed.append(Weighed(odds / odds.sum(axis=1, keepdims=True), -0.01))
    return Reading(tuple(weighed))


def columns(text: str, lost: range = range(0)) -> Floats:
    """What reader A says to evenly set characters, five columns apart; those in `lost` lie under a lamp."""
    log = np.full((len(text) * 5 + 10, 38), -12.0)
    log[:, 37] = -0.01
    for place, char in enumerate(text):
        column = 7 + place * 5
        if place in lost:
            log[column, 37] = -0.05
            continue
        log[column, 37], log[column, MRZ_ALPHABET.index(char)] = -9.0, -0.01
    return log


class TestAlign:
    def test_lines_of_known_length(self) -> None:
        table = mrz.open_alphabets("TD1")
        lines = align([columns(line) for line in ERIKA.mrz], table)
        read = tuple("".join(MRZ_ALPHABET[i] for i in line.odds.argmax(axis=1)) for line in lines)
        assert read == ERIKA.mrz
        assert lines[0].places == pytest.approx(7 + 5 * np.arange(30), abs=0.3)
        assert min(line.fit for line in lines) > -0.1

    def test_fillers_under_a_lamp_keep_their_number(self) -> None:
        text = ERIKA.mrz[2]
        (line,) = align([columns(text, range(20, 24))], [mrz.open_alphabets("TD1")[2]], expected=(7.5, 5), on_grid=True)
        assert "".join(MRZ_ALPHABET[i] for i in line.odds.argmax(axis=1))[:20] == text[:20]
        assert line.places[25:] == pytest.approx(7 + 5 * np.arange(25, 30), abs=0.6)

    def test_noise_fits_badly(self) -> None:
        noise = np.log(np.random.default_rng(1).dirichlet(np.ones(38), 170))
        assert align([noise], [mrz.open_alphabets("TD1")[0]])[0].fit < -3


class TestDecode:
    @pytest.mark.parametrize("person", [ERIKA, TRAVELLER], ids=["card", "passport"])
    def test_plain(self, person: Specimen) -> None:
        text = decode(reading(person.mrz))
        assert text is not None
        assert (text.lines, text.settled) == (person.mrz, frozenset())

    def test_digits_bring_in_what_was_second(self) -> None:
        person = Specimen(number="LZ1X00T47")
        text = decode(reading(person.mrz, {(0, 6): {"2": 0.9, "Z": 0.1}}))
        assert text is not None
        assert text.lines == person.mrz
        assert text.settled == {(0, 6)}
        assert (0, 6) in judge.doubtful(text)

    def test_digit_over_all_counts_too(self) -> None:
        wrong = (*ERIKA.mrz[:1], ERIKA.mrz[1][:29] + "7", *ERIKA.mrz[2:])
        assert decode(reading(wrong)) is None

    def test_rival_of_a_blind_class_is_told(self) -> None:
        person = Specimen(number="LG1X00T47")
        text = decode(reading(person.mrz, {(0, 6): {"G": 0.6, "6": 0.4}}))
        assert text is not None
        assert text.rival == pytest.approx(0.67, abs=0.01)

    def test_dates_are_days(self) -> None:
        """Month 15 with a digit to match is no date, however clearly it was seen."""
        digit = mrz.check_digit("641512")
        lines = (ERIKA.mrz[0], "641512" + digit + ERIKA.mrz[1][7:], ERIKA.mrz[2])
        assert decode(reading(lines)) is None

    def test_state_is_one_that_exists(self) -> None:
        person = Specimen(kind="AR", nationality="UKR", sex="F")
        text = decode(reading(person.mrz, {(1, 17): {"B": 0.6, "R": 0.4}}))
        assert text is not None
        assert text.lines == person.mrz

    def test_code_of_no_state_is_read_but_never_stood_for(self) -> None:
        lines = tuple(line.replace("UKR", "QQX") for line in Specimen(kind="AR", nationality="UKR", sex="F").mrz)
        text = decode(reading(lines))
        assert text is not None
        assert (text.lines, text.known) == (lines, False)
        assert not judge.agreed(text, reading(lines), reading(lines))
        assert not judge.sure_alone(text, [reading(lines)] * 3)

    def test_no_letter_has_a_place_to_itself_in_a_code(self) -> None:
        """Where only a D may stand, a filler would be read as one."""
        table = mrz.alphabets("TD1", german=True, citizen=True)
        assert {"<", "D"} <= set(table[1][15])


class TestAgreement:
    def both(self, one: Reading, other: Reading) -> bool:
        text = decode(judge.joined([one, other]))
        return text is not None and judge.agreed(text, one, other)

    def test_two_that_see_the_same(self) -> None:
        assert self.both(reading(ERIKA.mrz), reading(ERIKA.mrz))

    @pytest.mark.parametrize(
        ("row", "column", "other"), [(2, 3, "L"), (2, 12, "K"), (0, 0, "A"), (1, 15, "B")], ids=str
    )
    def test_not_where_no_digit_covers_the_difference(self, row: int, column: int, other: str) -> None:
        assert not self.both(reading(ERIKA.mrz), reading(ERIKA.mrz, {(row, column): {other: 1.0}}))

    @pytest.mark.parametrize(("own", "rival"), [("G", "6"), ("H", "R"), ("F", "P")])
    def test_not_where_the_digits_are_blind(self, own: str, rival: str) -> None:
        person = Specimen(number=f"L{own}1X00T47")
        assert self.both(reading(person.mrz), reading(person.mrz))
        assert not self.both(reading(person.mrz), reading(person.mrz, {(0, 6): {rival: 1.0}}))

    def test_one_may_be_unsure_where_a_digit_covers(self) -> None:
        unsure = {(1, 2): {"0": 0.5, "8": 0.5}}
        assert self.both(reading(ERIKA.mrz), reading(ERIKA.mrz, unsure))

    def test_one_alone_never(self) -> None:
        nothing = {(row, column): dict.fromkeys("AB0<", 0.25) for row in range(3) for column in range(30)}
        assert not self.both(reading(ERIKA.mrz), reading(ERIKA.mrz, nothing))


class TestFrames:
    def alone(self, readings: list[Reading]) -> bool:
        text = decode(judge.frames(readings))
        return text is not None and judge.sure_alone(text, readings)

    def test_three_sure_frames(self) -> None:
        assert self.alone([reading(ERIKA.mrz)] * 3)
        assert not self.alone([reading(ERIKA.mrz)] * 2)

    def test_not_against_a_frame_that_is_sure_of_another_text(self) -> None:
        other = reading(ERIKA.mrz, {(2, 3): {"L": 0.99, "T": 0.01}})
        assert not self.alone([reading(ERIKA.mrz)] * 2 + [other])

    def test_not_where_a_digit_had_to_help(self) -> None:
        person = Specimen(number="LZ1X00T47")
        assert not self.alone([reading(person.mrz, {(0, 6): {"2": 0.9, "Z": 0.1}})] * 3)
