"""What stands in a form before the clerk touches it, and what is wrong with it afterwards. Pure.

A value is always text: dates as `YYYY-MM-DD`, a choice by its value, a tick as `TICKED` or "". Nothing here refuses to
hold a wrong value: the clerk sees it beside its error and mends it.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from clerk_desktop.common.identity import CardFields
from clerk_desktop.common.matters import FieldKind, FormField, Matter
from clerk_desktop.common.messages.booking import OfficeView
from clerk_desktop.common.messages.clerk import Booking
from clerk_desktop.common.messages.terms import Language
from clerk_desktop.common.nationalities import nationality_in_german

TICKED = "yes"
"""The value of a tick that is set; any other value is not set."""
LONG_TEXT = 200
"""A text field that may be longer than this has several lines."""

_POSTCODE = re.compile(r"(?!00)[0-9]{5}")
_TOWN = re.compile(r"(?<![0-9])[0-9]{5}\s+(?P<town>[^,]+)$")
_PUNCTUATION = frozenset("…–—‘’‚“”„«»‹›·•°§€£²³¹¼½¾×±¿¡´`¨†‰№™©®")


class Origin(StrEnum):
    """Where a value came from, for the mark beside the field."""

    NOTHING = ""
    BOOKING = "booking"
    CARD = "card"
    OFFICE = "office"
    TODAY = "today"


@dataclass(frozen=True)
class Filled:
    """A first value and its origin (an `Origin`)."""

    value: str
    source: str = Origin.NOTHING


class FieldCode(StrEnum):
    """What is wrong with a value; the key of its sentence. In brackets the params."""

    REQUIRED = "required"
    TOO_LONG = "too_long"
    """[max, length]"""
    NOT_A_DATE = "not_a_date"
    TOO_EARLY = "too_early"
    """[limit: the first day allowed, ISO]"""
    TOO_LATE = "too_late"
    """[limit: the last day allowed, ISO]"""
    NOT_A_POSTCODE = "not_a_postcode"
    NOT_A_CHOICE = "not_a_choice"
    NOT_PRINTABLE = "not_printable"
    """[characters: the offending ones, or their code points where nothing could be seen]"""


@dataclass(frozen=True)
class FieldError:
    """One thing that is wrong in one field; `code` is a `FieldCode`."""

    field: str
    code: str
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)


# --- first values ------------------------------------------------------------------------------------


def initial_values(
    matter: Matter,
    booking: Booking,
    card: CardFields | None,
    office: OfficeView,
    today: date,
    language: Language = "de",  # noqa: ARG001  the desk passes it; papers are German whatever is spoken (§ 23 VwVfG)
) -> dict[str, Filled]:
    """The form as it opens: for every field the first of its sources that has a value.

    A matter lists `booking` before `card` for names, because the machine-readable zone writes MUELLER for Müller; that
    both mean one person is the identification's business (`common/identity.py`).
    """
    places: dict[str, Mapping[str, object]] = {
        Origin.BOOKING: booking.model_dump(),
        Origin.CARD: _of_card(card) if card else {},
        Origin.OFFICE: _of_office(office),
    }
    return {f.id: _first_value(f, places, today) for f in matter.fields}


def _first_value(form_field: FormField, places: Mapping[str, Mapping[str, object]], today: date) -> Filled:
    for source in form_field.sources:
        place, _, name = source.partition(".")
        found = today if source == Origin.TODAY else places.get(place, {}).get(name)
        value = found.isoformat() if isinstance(found, date) else str(found or "").strip()
        if value and (not form_field.choices or value in {c.value for c in form_field.choices}):
            return Filled(value, place)
    return Filled("")


def _of_card(card: CardFields) -> dict[str, object]:
    return {
        "document_type": card.document_type,
        "document_number": card.document_number,
        "family_name": card.family_name,
        "given_names": card.given_names,
        "birth_date": card.birth_date,
        "expiry_date": card.expiry_date,
        "sex": card.sex,
        "nationality": nationality_in_german(card.nationality),
    }


def _of_office(office: OfficeView) -> dict[str, object]:
    return {**office.model_dump(), "town": town_of(office)}


def town_of(office: OfficeView) -> str:
    """The town in which an office stands, out of its address ("Straße 1, 66111 Saarbrücken"); "" if it names none."""
    found = _TOWN.search(office.address)
    return found["town"].strip() if found else ""


# --- checks ------------------------------------------------------------------------------------------


def check_values(matter: Matter, values: Mapping[str, str], today: date) -> tuple[FieldError, ...]:
    """Everything that keeps the form from becoming a paper, in the order of its fields; () when all is well."""
    found = (_check(f, values.get(f.id, ""), is_required(f, values), today) for f in matter.fields)
    return tuple(error for error in found if error)


def is_required(form_field: FormField, values: Mapping[str, str]) -> bool:
    """Whether a field must be filled, given what the others say."""
    when = form_field.required_when
    return form_field.required or (when is not None and values.get(when.field, "").strip() in when.values)


def _check(form_field: FormField, value: str, required: bool, today: date) -> FieldError | None:
    """The first thing that is wrong with a value."""
    value = value.strip()
    missing = value != TICKED if form_field.kind is FieldKind.TICK else not value
    if missing:
        return FieldError(form_field.id, FieldCode.REQUIRED) if required else None
    match form_field.kind:
        case FieldKind.DATE:
            return _check_date(form_field, value, today)
        case FieldKind.POSTCODE if not _POSTCODE.fullmatch(value):
            return FieldError(form_field.id, FieldCode.NOT_A_POSTCODE)
        case FieldKind.CHOICE if value not in {c.value for c in form_field.choices}:
            return FieldError(form_field.id, FieldCode.NOT_A_CHOICE)
        case FieldKind.TEXT:
            return _check_text(form_field, value)
    return None


def _check_date(form_field: FormField, value: str, today: date) -> FieldError | None:
    day = parse_date(value)
    if day is None:
        return FieldError(form_field.id, FieldCode.NOT_A_DATE)
    before, after = form_field.not_before_days, form_field.not_after_days
    if before is not None and day < (first := today - timedelta(days=before)):
        return FieldError(form_field.id, FieldCode.TOO_EARLY, {"limit": first.isoformat()})
    if after is not None and day > (last := today + timedelta(days=after)):
        return FieldError(form_field.id, FieldCode.TOO_LATE, {"limit": last.isoformat()})
    return None


def _check_text(form_field: FormField, value: str) -> FieldError | None:
    if len(value) > form_field.max_length:
        params = {"max": str(form_field.max_length), "length": str(len(value))}
        return FieldError(form_field.id, FieldCode.TOO_LONG, params)
    lines = value.replace("\r\n", "\n").split("\n") if form_field.max_length > LONG_TEXT else [value]
    strange = sorted({c for line in lines for c in unicodedata.normalize("NFC", line) if not _is_printable(c)})
    if strange:
        shown = (c if c.isprintable() else f"U+{ord(c):04X}" for c in strange)
        return FieldError(form_field.id, FieldCode.NOT_PRINTABLE, {"characters": " ".join(shown)})
    return None


def parse_date(value: str) -> date | None:
    """The day of `YYYY-MM-DD`; None for anything else (also for the other ISO forms, which nobody types)."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _is_printable(character: str) -> bool:
    """Letters of DIN 91379 (what German registers hold: Latin with all its marks), digits and common signs.

    Anything else (emoji, other scripts, invisible or direction-changing signs) could not be kept in the register or
    would let the paper look other than what it says.
    """
    if character.isascii():
        return character.isprintable()
    kind = unicodedata.category(character)
    if kind[0] == "L":
        return unicodedata.name(character, "").startswith("LATIN")
    return (kind == "Mn" and "\u0300" <= character <= "\u036f") or character in _PUNCTUATION
