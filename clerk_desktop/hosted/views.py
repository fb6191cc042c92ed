"""An appointment as its citizen sees it; REST and the live socket tell the same."""

from __future__ import annotations

from datetime import datetime

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.booking import AppointmentView, OfferView, WaitingListView
from clerk_desktop.hosted.catalog import Catalog
from clerk_desktop.hosted.schema import Appointment, Wish

CHANGEABLE = frozenset({State.RESERVED, State.CONFIRMED, State.WAITING})


def changeable(appointment: Appointment, now: datetime) -> bool:
    """Whether its citizen can still move or cancel it: until it begins or is called."""
    return appointment.state in CHANGEABLE and now < appointment.start


def appointment_view(appointment: Appointment, catalog: Catalog, now: datetime) -> AppointmentView:
    """The citizen's view of a booked appointment."""
    pending = appointment.state is State.RESERVED
    return AppointmentView(
        id=appointment.id,
        reference=appointment.reference,
        office=catalog.office_view(appointment.office),
        matters=tuple(matter.public() for matter in catalog.several(appointment.matters)),
        start=appointment.start,
        end=appointment.end,
        state=appointment.state,
        given_names=appointment.given_names or "",
        family_name=appointment.family_name or "",
        language="en" if appointment.language == "en" else "de",
        opens_at=appointment.start - catalog.early,
        changeable=changeable(appointment, now),
        confirm_by=appointment.reserved_until if pending else None,
    )


def wish_view(
    wish: Wish, offer: Appointment | None, catalog: Catalog, booked: AppointmentView | None = None
) -> WaitingListView:
    """The citizen's view of a place on the waiting list.

    Args:
        wish: the place.
        offer: what is held for them at this moment.
        catalog: offices and matters.
        booked: what came of it.
    """
    held = offer and OfferView(start=offer.start, end=offer.end, expires_at=offer.reserved_until)
    return WaitingListView(
        id=wish.id,
        office=catalog.office_view(wish.office),
        matters=tuple(matter.public() for matter in catalog.several(wish.matters)),
        first=wish.first,
        last=wish.last,
        state=wish.state,
        language="en" if wish.language == "en" else "de",
        offer=held,
        appointment=booked,
    )
