from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from clerk_desktop.common.forms import (
    TICKED,
    FieldCode,
    FieldError,
    Filled,
    check_values,
    initial_values,
    is_required,
    parse_date,
    town_of,
)
from clerk_desktop.common.messages.booking import OfficeView
from clerk_desktop.common.nationalities import nationality_in_german
from tests.helpers.papers import BOOKING, CARD, MATTERS, OFFICE, TODAY, matter, values

UMMELDUNG = matter("ummeldung")


def errors(**changes: str) -> dict[str, FieldError]:
    return {e.field: e for e in check_values(UMMELDUNG, values(UMMELDUNG, **changes), TODAY)}


def day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


def test_the_form_opens_with_what_is_known_and_says_from_where() -> None:
    first = initial_values(UMMELDUNG, BOOKING, CARD, OFFICE, TODAY, "de")
    assert set(first) == {field.id for field in UMMELDUNG.fields}
    assert first["family_name"] == Filled("Müßtermann", "booking")
    assert first["birth_date"] == Filled("1964-08-12", "card")
    assert first["document_kind"] == Filled("ID", "card")
    assert first["document_expires"] == Filled("2033-08-01", "card")
    assert first["nationality"] == Filled("deutsch", "card")
    assert first["sex"] == Filled("F", "card")
    assert first["new_town"] == Filled("Saarbrücken", "office")
    assert first["new_street"] == Filled("", "")


def test_without_a_card_the_booking_answers() -> None:
    first = initial_values(UMMELDUNG, BOOKING, None, OFFICE, TODAY)
    assert first["birth_date"] == Filled("1964-08-12", "booking")
    assert first["document_number"] == Filled("", "")


def test_a_card_value_that_is_no_choice_is_left_out() -> None:
    strange = replace(CARD, document_type="XX", sex="")
    first = initial_values(UMMELDUNG, BOOKING, strange, OFFICE, TODAY)
    assert first["document_kind"] == Filled("", "")
    assert first["sex"] == Filled("", "")


def test_today_can_be_a_source() -> None:
    field = UMMELDUNG.fields[0].model_copy(update={"sources": ("today",)})
    dated = UMMELDUNG.model_copy(update={"fields": (field,)})
    assert initial_values(dated, BOOKING, None, OFFICE, TODAY)[field.id] == Filled("2026-11-23", "today")


@pytest.mark.parametrize(
    ("address", "town"),
    [
        ("Beispielstraße 1, 66111 Saarbrücken", "Saarbrücken"),
        ("66111  Neunkirchen am Brand", "Neunkirchen am Brand"),
        ("Rathaus", ""),
        ("Weg 123456 Ort", ""),
    ],
)
def test_the_town_stands_behind_the_postcode(address: str, town: str) -> None:
    assert town_of(OfficeView(id="x", name="x", address=address)) == town


def test_an_unknown_nationality_stays_a_code() -> None:
    assert nationality_in_german("UTO") == "UTO"
    assert nationality_in_german("") == ""


@pytest.mark.parametrize("name", MATTERS)
def test_a_filled_form_is_right(name: str) -> None:
    of = matter(name)
    assert check_values(of, values(of), TODAY) == ()


@pytest.mark.parametrize("name", MATTERS)
def test_an_empty_form_names_every_required_field_in_order(name: str) -> None:
    of = matter(name)
    found = check_values(of, {}, TODAY)
    assert [e.field for e in found] == [f.id for f in of.fields if f.required]
    assert {e.code for e in found} == {FieldCode.REQUIRED}


def test_blanks_are_nothing() -> None:
    assert errors(birth_place="  \n ")["birth_place"].code == FieldCode.REQUIRED


@pytest.mark.parametrize(
    ("proof", "needed"),
    [("confirmation", {"landlord_name", "landlord_address"}), ("code", {"landlord_code"}), ("own", set())],
)
def test_the_landlord_s_proof_decides_what_else_is_needed(proof: str, needed: set[str]) -> None:
    empty = {"landlord_name": "", "landlord_address": "", "landlord_code": ""}
    assert set(errors(landlord_proof=proof, **empty)) == needed
    field = next(f for f in UMMELDUNG.fields if f.id == "landlord_code")
    assert is_required(field, {"landlord_proof": proof}) is (proof == "code")


@pytest.mark.parametrize(("offset", "code"), [(0, None), (-3653, None), (1, "too_late"), (-3654, "too_early")])
def test_nobody_registers_before_moving_in(offset: int, code: str | None) -> None:
    found = errors(move_in_date=day(offset)).get("move_in_date")
    assert (found.code if found else None) == code


def test_a_limit_is_told_as_the_last_day_that_is_allowed() -> None:
    assert errors(move_in_date=day(1))["move_in_date"].params == {"limit": "2026-11-23"}


@pytest.mark.parametrize(("offset", "fine"), [(7, True), (8, False), (-14, True), (-400, True)])
def test_deregistering_is_possible_one_week_ahead_and_however_late(offset: int, fine: bool) -> None:
    abmeldung = matter("abmeldung")
    found = check_values(abmeldung, values(abmeldung, move_out_date=day(offset)), TODAY)
    assert ([] if fine else [("move_out_date", "too_late")]) == [(e.field, e.code) for e in found]


@pytest.mark.parametrize("text", ["23.11.2026", "2026-13-01", "2026-02-29", "20261101", "2026-W01-1", "gestern"])
def test_what_is_no_day_is_said(text: str) -> None:
    assert parse_date(text) is None
    assert errors(move_in_date=text)["move_in_date"].code == FieldCode.NOT_A_DATE


@pytest.mark.parametrize("text", ["6611", "661111", "00123", "D-66111", "６６１１１", "66 111"])
def test_what_is_no_german_postcode_is_said(text: str) -> None:
    assert errors(new_postcode=text)["new_postcode"].code == FieldCode.NOT_A_POSTCODE


def test_a_choice_is_one_of_its_values() -> None:
    assert errors(new_kind="castle")["new_kind"].code == FieldCode.NOT_A_CHOICE


def test_a_text_has_an_end() -> None:
    assert errors(birth_place="K" * 81)["birth_place"].params == {"max": "80", "length": "81"}
    assert not errors(birth_place="K" * 80, remark="r" * 2000)
    assert errors(remark="r" * 2001)["remark"].code == FieldCode.TOO_LONG


@pytest.mark.parametrize(
    "name", ["Đặng Thị Hồng", "Łukasz Żółć", "Ğül İnce", "M̧āris Ķ", "Jean-Luc d’Été", "ẞ, ß & Söhne"]
)
def test_every_latin_name_can_be_printed(name: str) -> None:
    assert not errors(birth_place=name)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Köln 😀", "😀"),
        ("محمد", "ح"),
        ("Κέρκυρα", "ρ"),
        ("a\u202eb", "U+202E"),
        ("a\x00b", "U+0000"),
        ("zwei\nZeilen", "U+000A"),
        ("a\u200bb", "U+200B"),
    ],
)
def test_signs_that_no_register_holds_are_named(text: str, named: str) -> None:
    found = errors(birth_place=text)["birth_place"]
    assert found.code == FieldCode.NOT_PRINTABLE
    assert named in found.params["characters"]


def test_a_long_text_may_have_several_lines_but_nothing_invisible() -> None:
    assert not errors(remark="eins\r\nzwei\n\ndrei")
    assert errors(remark="eins\u2028zwei")["remark"].code == FieldCode.NOT_PRINTABLE


def test_a_tick_that_must_be_set_is_missed() -> None:
    field = next(f for f in UMMELDUNG.fields if f.id == "objection_parties").model_copy(update={"required": True})
    form = UMMELDUNG.model_copy(update={"fields": (field,)})
    assert [e.code for e in check_values(form, {field.id: "no"}, TODAY)] == [FieldCode.REQUIRED]
    assert check_values(form, {field.id: TICKED}, TODAY) == ()
