"""A clerk and a case for tests of the desk's call."""

from __future__ import annotations

from datetime import UTC, date, datetime

from clerk_desktop.common.appointments import State
from clerk_desktop.common.matters import Matter, Paper, Text
from clerk_desktop.common.messages.booking import OfficeView
from clerk_desktop.common.messages.clerk import Booking, CaseView, ClerkView

OFFICE = OfficeView(id="city", name="Bürgeramt City", address="Markt 1")
CLERK = ClerkView(id="wolf", name="Frau Wolf", office=OFFICE)


def a_case(appointment: str = "a1") -> CaseView:
    """A citizen who was called."""
    title = Text(de="Ummeldung", en="Change of address")
    return CaseView(
        appointment=appointment,
        reference="CITY-1",
        office=OFFICE,
        matters=(
            Matter(
                id="moving",
                title=title,
                summary=title,
                duration_minutes=15,
                papers=(Paper(id="form", template="form.typ", title=title, file_name="Form"),),
            ),
        ),
        booking=Booking(
            given_names="ERIKA", family_name="MUSTERMANN", birth_date=date(1964, 8, 12), email="erika@example.org"
        ),
        state=State.CALLED,
        start=datetime(2026, 11, 23, 9, tzinfo=UTC),
    )
