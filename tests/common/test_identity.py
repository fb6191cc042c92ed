"""The card's text: check digits, dates, names against the booking, the record."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from random import Random

import pytest
from pydantic import TypeAdapter

from clerk_desktop.common import mrz
from clerk_desktop.common.errors import BadInput, CardUnreadable
from clerk_desktop.common.identification import Checklist, StepState, plan
from clerk_desktop.common.identity import (
    CardFields,
    Check,
    HandTyped,
    IdentityRecord,
    Reason,
    Source,
    Unreadable,
    blind_positions,
    confirm,
    differences,
    expired,
    failed_checks,
    parse_mrz,
)
from clerk_desktop.common.matters import IdentityLevel
from clerk_desktop.common.messages.clerk import Booking
from clerk_desktop.common.names import transliterate
from clerk_desktop.desktop.services.card_documents import load_documents

TODAY = date(2026, 11, 23)

# The specimens of Utopia in ICAO 9303-5 and 9303-4, and the specimen of the German card.
UTOPIA_CARD = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
UTOPIA_PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
GERMAN_CARD = ("IDD<<T220001293<<<<<<<<<<<<<<<", "6408125<2010315D<<<<<<<<<<<<<4", "MUSTERMANN<<ERIKA<<<<<<<<<<<<<")


def booking(given: str = "Erika", family: str = "Mustermann", born: date = date(1964, 8, 12)) -> Booking:
    return Booking(given_names=given, family_name=family, birth_date=born, email="erika@example.org")


def card(
    given: str = "ERIKA", family: str = "MUSTERMANN", born: date = date(1964, 8, 12), **more: object
) -> CardFields:
    values: dict[str, object] = {
        "document_type": "ID",
        "issuing_state": "D",
        "document_number": "T22000129",
        "family_name": family,
        "given_names": given,
        "birth_date": born,
        "expiry_date": date(2031, 10, 31),
        "nationality": "D",
    }
    return CardFields(**(values | more))  # type: ignore[arg-type]


def reasons(card_: CardFields, booking_: Booking) -> dict[str, Reason]:
    return {line.field: line.reason for line in differences(card_, booking_)}


class TestReading:
    def test_published_specimens(self) -> None:
        fields = parse_mrz(GERMAN_CARD, TODAY)
        assert (fields.document_type, fields.issuing_state, fields.nationality) == ("ID", "D", "D")
        assert (fields.document_number, fields.family_name, fields.given_names) == ("T22000129", "MUSTERMANN", "ERIKA")
        assert (fields.birth_date, fields.expiry_date, fields.sex) == (date(1964, 8, 12), date(2020, 10, 31), "")
        anna = parse_mrz(UTOPIA_CARD, TODAY)
        assert (anna.document_number, anna.given_names, anna.sex) == ("D23145890", "ANNA MARIA", "F")
        passport = parse_mrz(UTOPIA_PASSPORT, TODAY)
        assert (passport.document_type, passport.document_number) == ("P", "L898902C3")
        assert (passport.family_name, passport.expiry_date) == ("ERIKSSON", date(2012, 4, 15))

    @pytest.mark.parametrize("lines", [UTOPIA_CARD, UTOPIA_PASSPORT, GERMAN_CARD])
    def test_every_checked_character_is_guarded_but_for_its_blind_class(self, lines: tuple[str, ...]) -> None:
        free = set(mrz.unchecked_positions(lines))
        for row, line in enumerate(lines):
            for column, own in enumerate(line):
                for other in mrz.MRZ_ALPHABET:
                    changed = [*lines]
                    changed[row] = line[:column] + other + line[column + 1 :]
                    blind = any(own in group and other in group for group in mrz.BLIND_CLASSES)
                    digit = mrz.MRZ_ALPHABET.index(other) > 9 and (row, column) in _digit_places(lines)
                    if other == own or (row, column) in free or (blind and not digit):
                        continue
                    assert failed_checks(changed), f"{own}→{other} at {row},{column} went unnoticed"

    def test_wrong_digit_names_the_field(self) -> None:
        lines = [GERMAN_CARD[0].replace("T22000129", "T22000128"), *GERMAN_CARD[1:]]
        assert failed_checks(lines) == ("number", "composite")
        with pytest.raises(CardUnreadable) as caught:
            parse_mrz(lines, TODAY)
        assert caught.value.detail == Unreadable.CHECK_DIGITS

    @pytest.mark.parametrize(
        "lines",
        [
            (),
            GERMAN_CARD[:2],
            (*GERMAN_CARD[:2], "MUSTERMANN<<ERIKA"),
            (*GERMAN_CARD[:2], "mustermann<<erika<<<<<<<<<<<<<"),
            (*GERMAN_CARD[:2], "<" * 30),
        ],
    )
    def test_what_is_no_mrz_is_refused(self, lines: tuple[str, ...]) -> None:
        with pytest.raises(CardUnreadable):
            parse_mrz(lines, TODAY)

    def test_a_day_that_does_not_exist_is_refused(self) -> None:
        second = "641312" + mrz.check_digit("641312") + "<2010315D<<<<<<<<<<<<<"
        composite = GERMAN_CARD[0][5:30] + second[0:7] + second[8:15] + second[18:29]
        lines = (GERMAN_CARD[0], second + mrz.check_digit(composite), GERMAN_CARD[2])
        assert failed_checks(lines) == ()
        with pytest.raises(CardUnreadable):
            parse_mrz(lines, TODAY)

    def test_open_day_of_birth_asks_the_clerk(self) -> None:
        second = "64<<<<" + mrz.check_digit("64<<<<") + "<2010315D<<<<<<<<<<<"
        composite = GERMAN_CARD[0][5:30] + second[0:7] + second[8:15] + second[18:29]
        lines = (GERMAN_CARD[0], second.ljust(29, "<") + mrz.check_digit(composite), GERMAN_CARD[2])
        with pytest.raises(CardUnreadable) as caught:
            parse_mrz(lines, TODAY)
        assert caught.value.detail == Unreadable.PARTIAL_DATE

    def test_long_document_number_runs_on_in_the_optional_data(self) -> None:
        number = "D23145890734"
        first = "I<UTO" + number[:9] + "<" + number[9:] + mrz.check_digit(number)
        second = UTOPIA_CARD[1][:29]
        first = first.ljust(30, "<")
        composite = first[5:30] + second[0:7] + second[8:15] + second[18:29]
        lines = (first, second + mrz.check_digit(composite), UTOPIA_CARD[2])
        assert parse_mrz(lines, TODAY).document_number == number

    @pytest.mark.parametrize(
        ("today", "born", "runs_out"),
        [
            (date(2026, 11, 23), 1964, 2020),
            (date(1999, 12, 31), 1964, 2020),
            (date(2064, 8, 11), 1964, 2020),
            (date(2064, 8, 12), 2064, 2020),
            (date(2101, 1, 1), 2064, 2120),
        ],
    )
    def test_century_depends_on_the_clock_that_is_passed(self, today: date, born: int, runs_out: int) -> None:
        fields = parse_mrz(GERMAN_CARD, today)
        assert (fields.birth_date.year, fields.expiry_date.year) == (born, runs_out)

    def test_card_is_valid_on_its_last_day(self) -> None:
        fields = parse_mrz(GERMAN_CARD, TODAY)
        assert not expired(fields, date(2020, 10, 31))
        assert expired(fields, date(2020, 11, 1))

    def test_no_value_of_a_card_reaches_a_log(self) -> None:
        record = confirm(card(), booking(), done(), by="Frau Wolf", at=datetime(2026, 11, 23, 9, tzinfo=UTC))
        line = differences(card(family="MEIER"), booking())
        assert not {"MUSTERMANN", "MEIER", "T22000129", "1964"} & set(
            " ".join(map(repr, (card(), record, line))).replace(",", " ").replace("'", " ").split()
        )


def _digit_places(lines: tuple[str, ...]) -> set[tuple[int, int]]:
    """Check digits themselves: a letter there is never equal to a computed digit."""
    if len(lines) == 3:
        return {(0, 14), (1, 6), (1, 14), (1, 29)}
    return {(1, 9), (1, 19), (1, 27), (1, 42), (1, 43)}


class TestBlind:
    def test_german_number_is_blind_but_for_the_eight(self) -> None:
        lines = (GERMAN_CARD[0].replace("T22000129", "T22800129"), *GERMAN_CARD[1:])
        assert blind_positions(lines) == tuple((0, column) for column in range(5, 14) if column != 8)

    def test_foreign_number_is_blind_throughout(self) -> None:
        assert {(0, column) for column in range(5, 14)} == set(blind_positions(UTOPIA_CARD))

    def test_a_blind_swap_passes_every_check_digit(self) -> None:
        """Why the positions exist at all: 2 and C are one to the check digits."""
        swapped = (GERMAN_CARD[0].replace("T22000129", "TC2000129"), *GERMAN_CARD[1:])
        assert failed_checks(swapped) == ()

    def test_names_have_no_check_digit(self) -> None:
        free = mrz.unchecked_positions(GERMAN_CARD)
        assert {(2, column) for column in range(30)} <= set(free)
        assert not set(free) & set(blind_positions(GERMAN_CARD))

    def test_grammar_allows_the_specimens(self) -> None:
        for lines in (UTOPIA_CARD, UTOPIA_PASSPORT, GERMAN_CARD):
            table = mrz.alphabets(
                "TD1" if len(lines) == 3 else "TD3", german=mrz.is_german(lines), citizen=mrz.is_citizen(lines)
            )
            for line, row in zip(lines, table, strict=True):
                assert all(char in allowed for char, allowed in zip(line, row, strict=True))


class TestDifferences:
    @pytest.mark.parametrize(
        ("booked", "on_card"),
        [
            ("Müller", "MUELLER"),
            ("Mueller", "MUELLER"),
            ("müller-lüdenscheidt", "MUELLER LUEDENSCHEIDT"),
            ("Groß", "GROSS"),
            ("GROẞ", "GROSS"),
            ("Yılmaz", "YILMAZ"),
            ("İnönü", "INONU"),
            ("Şahin", "SAHIN"),
            ("O’Connor", "OCONNOR"),
            ("Nuñez", "NUNEZ"),
            ("Øster Ångström", "OESTER AANGSTROEM"),
            ("Łukasz", "LUKASZ"),
            ("Dr. Mustermann", "MUSTERMANN"),
            ("von der Heide", "VON DER HEIDE"),
            ("  Mustermann ", "MUSTERMANN"),
            ("Mueller", "Müller"),
        ],
    )
    def test_other_spelling_is_no_difference(self, booked: str, on_card: str) -> None:
        assert differences(card(family=on_card), booking(family=booked)) == ()

    @pytest.mark.parametrize(
        ("booked", "on_card", "reason"),
        [
            ("Erika", "ERIKA MARIA", Reason.SOME_GIVEN_NAMES),
            ("Maria", "ERIKA MARIA", Reason.SOME_GIVEN_NAMES),
            ("Maria Erika", "ERIKA MARIA", Reason.SOME_GIVEN_NAMES),
            ("Annamaria", "ANNA MARIA", Reason.WRITTEN_APART),
            ("Erica", "ERIKA", Reason.ONE_LETTER),
            ("Eirka", "ERIKA", Reason.ONE_LETTER),
            ("Erikaa", "ERIKA", Reason.ONE_LETTER),
            ("Erika Sofie", "ERIKA MARIA", Reason.OTHER),
            ("Hans", "ERIKA", Reason.OTHER),
            ("Эрика", "ERIKA", Reason.OTHER),
        ],
    )
    def test_given_names(self, booked: str, on_card: str, reason: Reason) -> None:
        assert reasons(card(given=on_card), booking(given=booked)) == {"given_names": reason}

    def test_only_another_person_is_more_than_a_note(self) -> None:
        notes = differences(card(given="ERIKA MARIA"), booking())
        assert [line.is_note for line in notes] == [True]
        serious = differences(card(given="HANS", family="MEIER"), booking())
        assert [line.is_note for line in serious] == [False, False]

    def test_one_given_name_does_not_excuse_another_family_name(self) -> None:
        assert reasons(card(family="MUSTERMANN SCHMIDT"), booking()) == {"family_name": Reason.OTHER}

    def test_names_in_each_others_field(self) -> None:
        swapped = booking(given="Mustermann", family="Erika")
        assert reasons(card(), swapped) == {"family_name": Reason.SWAPPED, "given_names": Reason.SWAPPED}

    def test_name_that_the_card_cuts_off(self) -> None:
        lines = (*GERMAN_CARD[:2], "PAPANDROPOULOUS<<JONATHON<ALEX")
        fields = parse_mrz(lines, TODAY)
        assert fields.names_cut
        found = reasons(fields, booking(given="Jonathon Alexander", family="Papandropoulous"))
        assert found == {"given_names": Reason.CUT_OFF}

    def test_birth_date(self) -> None:
        assert reasons(card(), booking(born=date(1964, 12, 8))) == {"birth_date": Reason.OTHER}
        (line,) = differences(card(), booking(born=date(1964, 12, 8)))
        assert (line.booked, line.on_card) == ("1964-12-08", "1964-08-12")

    def test_two_digits_of_the_year_cannot_accuse_a_centenarian(self) -> None:
        old = booking(born=date(1919, 3, 1))
        assert reasons(card(born=date(2019, 3, 1)), old) == {"birth_date": Reason.CENTURY}
        assert reasons(card(born=date(2019, 3, 1), source=Source.TYPED), old) == {"birth_date": Reason.OTHER}

    def test_hostile_name_costs_no_time(self) -> None:
        name = "ü" * 119 + "!"
        assert reasons(card(family="U" * 120), booking(family=name)) == {"family_name": Reason.OTHER}

    def test_transliteration(self) -> None:
        assert transliterate("Jörg-Peter d'Äß") == "JOERG PETER DAESS"


class TestTyped:
    def typed(self, **other: object) -> HandTyped:
        values: dict[str, object] = {
            "family_name": "Mustermann",
            "given_names": "Erika",
            "birth_date": date(1964, 8, 12),
            "expiry_date": date(2031, 10, 31),
            "document_number": "t220 00129",
        }
        return HandTyped(**(values | other))  # type: ignore[arg-type]

    def test_fields_say_that_they_were_typed(self) -> None:
        fields = self.typed().fields(TODAY)
        assert (fields.document_number, fields.issuing_state, fields.source) == ("T22000129", "D", Source.TYPED)

    @pytest.mark.parametrize(
        ("other", "problem"),
        [
            ({"family_name": "  "}, {"family_name": "missing"}),
            ({"document_number": ""}, {"document_number": "missing"}),
            ({"document_number": "T2200O129"}, {"document_number": "characters"}),
            ({"document_number": "AB<", "document_type": "P"}, {"document_number": "characters"}),
            ({"birth_date": date(2030, 1, 1)}, {"birth_date": "future"}),
            ({"expiry_date": date(1931, 1, 1)}, {"expiry_date": "implausible"}),
        ],
    )
    def test_slips_are_named_before_anything_is_taken(self, other: dict[str, object], problem: dict[str, str]) -> None:
        assert self.typed(**other).problems(TODAY) == problem
        with pytest.raises(BadInput) as caught:
            self.typed(**other).fields(TODAY)
        assert caught.value.detail == next(iter(problem))

    def test_foreign_passport_keeps_its_letters(self) -> None:
        fields = self.typed(document_type="P", nationality="TUR", document_number="u1234567").fields(TODAY)
        assert (fields.document_number, fields.issuing_state) == ("U1234567", "TUR")


def done() -> Checklist:
    """Every step of the video check was passed."""
    listed = plan(IdentityLevel.VIDEO, load_documents()["personalausweis"], Random(1))
    for step in listed.steps:
        listed = listed.decided(step.id, StepState.PASSED, TestRecord.AT)
    return listed


class TestRecord:
    AT = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def test_read_card_that_fits(self) -> None:
        record = confirm(card(), booking(), done(), by="Frau Wolf", at=self.AT)
        assert record.checks == (
            Check.MRZ_READ,
            Check.CHECK_DIGITS,
            Check.NOT_EXPIRED,
            Check.MATCHES_BOOKING,
            Check.CONFIRMED_BY_CLERK,
        )
        assert (record.level, record.by, record.at) == (IdentityLevel.VIDEO, "Frau Wolf", self.AT)

    def test_typed_card_is_never_said_to_be_read(self) -> None:
        record = confirm(card(source=Source.TYPED), booking(), done(), by="Frau Wolf", at=self.AT)
        assert Check.TYPED_BY_CLERK in record.checks
        assert not {Check.MRZ_READ, Check.CHECK_DIGITS} & set(record.checks)

    def test_what_spoke_against_it_stays_in_the_record(self) -> None:
        other = card(family="MEIER", expiry_date=date(2026, 11, 22))
        record = confirm(other, booking(), done(), by="Frau Wolf", at=self.AT)
        assert {Check.EXPIRED_ACCEPTED, Check.DIFFERENCES_ACCEPTED} <= set(record.checks)
        assert not {Check.NOT_EXPIRED, Check.MATCHES_BOOKING} & set(record.checks)

    def test_an_expired_card_never_reaches_the_level_of_the_whole_check(self) -> None:
        record = confirm(card(expiry_date=date(2026, 11, 22)), booking(), done(), by="Frau Wolf", at=self.AT)
        assert record.level is IdentityLevel.CARD

    def test_without_a_card_there_are_no_fields_and_nothing_was_compared(self) -> None:
        listed = plan(IdentityLevel.VIDEO, None, Random(1))
        for step in listed.steps:
            listed = listed.decided(step.id, StepState.PASSED, self.AT)
        record = confirm(None, booking(), listed, by="Frau Wolf", at=self.AT)
        assert (record.fields, record.level) == (None, IdentityLevel.QUESTIONS)
        assert record.checks == (Check.CONFIRMED_BY_CLERK,)

    def test_a_record_holds_no_bytes_at_all(self) -> None:
        """Neither a picture nor anything that could be one fits into it."""
        record = TypeAdapter(IdentityRecord).json_schema()
        assert "binary" not in json.dumps(record)
        assert 'format": "base64' not in json.dumps(record)

    def test_expiry_is_judged_by_the_day_in_germany(self) -> None:
        """At 23:30 UTC it is tomorrow in Saarbrücken."""
        late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
        record = confirm(card(expiry_date=date(2026, 11, 22)), booking(), done(), by="Frau Wolf", at=late)
        assert Check.EXPIRED_ACCEPTED in record.checks
