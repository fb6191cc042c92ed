"""An appointment as its citizen sees it; REST and the live socket tell the same."""

from __future__ import annotations

from clerk_desktop.common.messages import AppointmentView
from clerk_desktop.hosted.catalog import Catalog
from clerk_desktop.hosted.schema import Appointment


def appointment_view(appointment: Appointment, catalog: Catalog) -> AppointmentView:
    """The citizen's view of a booked appointment."""
    return AppointmentView(
        id=appointment.id,
        reference=appointment.reference,
        office=catalog.office(appointment.office).view(),
        matter=catalog.matter(appointment.matter).public(),
        start=appointment.start,
        end=appointment.end,
        state=appointment.state,
        given_names=appointment.given_names or "",
        family_name=appointment.family_name or "",
        language="en" if appointment.language == "en" else "de",
    )
