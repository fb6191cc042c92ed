"""Who is in front of the clerk: the card compared with the booking, and the record of it.

Reading the card is `common/mrz.py`, comparing names is `common/names.py`. Nothing here ever calls a card genuine, and
nothing holds an image.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clerk_desktop.common.clock import berlin
from clerk_desktop.common.errors import BadInput
from clerk_desktop.common.identification import Checklist, Step
from clerk_desktop.common.matters import IdentityLevel
from clerk_desktop.common.messages.clerk import Booking
from clerk_desktop.common.mrz import (
    MRZ_ALPHABET,
    SERIAL_ALPHABET,
    CardFields,
    Source,
    Unreadable,
    blind_positions,
    failed_checks,
    parse_mrz,
)
from clerk_desktop.common.names import Reason, compare_names, same_name

__all__ = [
    "CardFields",
    "Check",
    "Difference",
    "HandTyped",
    "IdentityRecord",
    "Reason",
    "Source",
    "Unreadable",
    "blind_positions",
    "confirm",
    "differences",
    "expired",
    "failed_checks",
    "parse_mrz",
]


def expired(card: CardFields, today: date) -> bool:
    """Whether the card's last day has passed; on that day itself it is still valid."""
    return card.expiry_date < today


# --- typed by the clerk ------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class HandTyped:
    """What the clerk copies from the card held into the camera when the machine cannot read it.

    `document_type` is "ID" for a German identity card, "AR" for a residence permit, "I" for another state's card and
    "P" for a passport.
    """

    family_name: str
    given_names: str
    birth_date: date
    expiry_date: date
    document_number: str
    document_type: str = "ID"
    nationality: str = ""

    def __repr__(self) -> str:
        return "HandTyped(…)"

    def problems(self, today: date) -> dict[str, str]:
        """Field → code of what is wrong (`missing`, `characters`, `future`, `implausible`); {} when all is well."""
        found = {}
        for field, text in (("family_name", self.family_name), ("document_number", self._number())):
            if not text.strip():
                found[field] = "missing"
        wrong = set(self._number()) - set(SERIAL_ALPHABET if self.document_type == "ID" else MRZ_ALPHABET[:-1])
        if wrong:
            found["document_number"] = "characters"
        if self.birth_date > today:
            found["birth_date"] = "future"
        if abs(self.expiry_date.year - today.year) > 50:
            found["expiry_date"] = "implausible"
        return found

    def fields(self, today: date) -> CardFields:
        """The card as typed, marked as such.

        Raises:
            BadInput: its detail names the fields, never their values.
        """
        problems = self.problems(today)
        if problems:
            raise BadInput(", ".join(problems))
        return CardFields(
            document_type=self.document_type,
            issuing_state="D" if self.document_type in {"ID", "AR"} else self.nationality,
            document_number=self._number(),
            family_name=" ".join(self.family_name.split()),
            given_names=" ".join(self.given_names.split()),
            birth_date=self.birth_date,
            expiry_date=self.expiry_date,
            nationality=self.nationality,
            source=Source.TYPED,
        )

    def _number(self) -> str:
        return "".join(self.document_number.split()).upper()


# --- card against booking ----------------------------------------------------------------------------


_NOTES = frozenset(Reason) - {Reason.OTHER, Reason.ONE_LETTER}


@dataclass(frozen=True, repr=False)
class Difference:
    """One line of the comparison.

    Attributes:
        field: `family_name`, `given_names` or `birth_date`.
        booked: as the citizen wrote it; a date in ISO form.
        on_card: as the card says it.
        reason: why the line stands here.
    """

    field: str
    booked: str
    on_card: str
    reason: Reason

    @property
    def is_note(self) -> bool:
        """Worth knowing, but no sign of another person."""
        return self.reason in _NOTES


def differences(card: CardFields, booking: Booking) -> tuple[Difference, ...]:
    """Where card and booking do not say the same; () when they do.

    Case, hyphens, apostrophes, accents, umlauts and doctorates make no difference.
    """
    family = compare_names(booking.family_name, card.family_name, several=False, cut=card.names_cut)
    given = compare_names(booking.given_names, card.given_names, several=True, cut=card.names_cut)
    if family and given and _swapped(card, booking):
        family = given = Reason.SWAPPED
    lines = [
        Difference("family_name", booking.family_name, card.family_name, family) if family else None,
        Difference("given_names", booking.given_names, card.given_names, given) if given else None,
    ]
    if card.birth_date != booking.birth_date:
        century = card.source is Source.MRZ and f"{card.birth_date:%y%m%d}" == f"{booking.birth_date:%y%m%d}"
        reason = Reason.CENTURY if century else Reason.OTHER
        lines.append(Difference("birth_date", booking.birth_date.isoformat(), card.birth_date.isoformat(), reason))
    return tuple(line for line in lines if line)


def _swapped(card: CardFields, booking: Booking) -> bool:
    wrong = compare_names(booking.family_name, card.given_names, several=True, cut=card.names_cut)
    return wrong in {None, Reason.SOME_GIVEN_NAMES} and same_name(booking.given_names, card.family_name)


# --- the record --------------------------------------------------------------------------------------


class Check(StrEnum):
    """What was done to identify; each entry happened, none says "genuine"."""

    MRZ_READ = "mrz_read"
    CHECK_DIGITS = "check_digits"
    TYPED_BY_CLERK = "typed_by_clerk"
    NOT_EXPIRED = "not_expired"
    EXPIRED_ACCEPTED = "expired_accepted"
    MATCHES_BOOKING = "matches_booking"
    DIFFERENCES_ACCEPTED = "differences_accepted"
    CONFIRMED_BY_CLERK = "confirmed_by_clerk"


@dataclass(frozen=True, repr=False)
class IdentityRecord:
    """The result of an identification: what the card says, how sure, by which checks, who and when. Never an image.

    Attributes:
        fields: what the card says; None when no card was shown.
        level: what the steps are worth.
        checks: what was found of the card's data.
        by: who confirmed.
        at: when (aware).
        document: kind of the document; "" without one.
        steps: every step with its result and time, also those that were not taken.
    """

    fields: CardFields | None
    level: IdentityLevel
    checks: tuple[Check, ...]
    by: str
    at: datetime
    document: str = ""
    steps: tuple[Step, ...] = ()

    def __repr__(self) -> str:
        return f"IdentityRecord(level={self.level}, checks={[str(c) for c in self.checks]})"


def confirm(
    card: CardFields | None, booking: Booking, checklist: Checklist, *, by: str, at: datetime
) -> IdentityRecord:
    """The clerk `by` says at `at` (aware): this is the person. The record names what spoke against it, too."""
    checks = []
    valid = card is not None and not expired(card, berlin(at).date())
    if card is not None:
        checks += [Check.TYPED_BY_CLERK] if card.source is Source.TYPED else [Check.MRZ_READ, Check.CHECK_DIGITS]
        checks.append(Check.NOT_EXPIRED if valid else Check.EXPIRED_ACCEPTED)
        serious = [line for line in differences(card, booking) if not line.is_note]
        checks.append(Check.DIFFERENCES_ACCEPTED if serious else Check.MATCHES_BOOKING)
    checks.append(Check.CONFIRMED_BY_CLERK)
    return IdentityRecord(
        fields=card,
        level=checklist.level(valid=valid),
        checks=tuple(checks),
        by=by,
        at=at,
        document=checklist.document,
        steps=checklist.steps,
    )
