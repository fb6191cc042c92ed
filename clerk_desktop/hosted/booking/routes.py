"""HTTP of the booking."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from clerk_desktop.common.errors import (
    HoldExpired,
    KeyReused,
    LinkExpired,
    LinkUnknown,
    NotFound,
    SlotTaken,
    WrongState,
)
from clerk_desktop.common.matters import MatterView
from clerk_desktop.common.messages import (
    API,
    AppointmentView,
    BookingRequest,
    OfficeView,
    ReservationRequest,
    ReservationView,
    SlotsView,
)
from clerk_desktop.hosted.access import HoldToken, LinkToken
from clerk_desktop.hosted.booking.service import BookingService
from clerk_desktop.hosted.idempotency import Once
from clerk_desktop.hosted.problems import responses

Calendar = Callable[[AppointmentView, str], bytes]
"""Makes the iCalendar file of an appointment; the second argument is the link's token."""


def routes(service: BookingService, calendar: Calendar) -> APIRouter:
    """All routes of the citizen's side."""
    router = APIRouter(prefix=API, tags=["booking"])

    @router.get("/offices", responses=responses())
    def offices() -> list[OfficeView]:
        """The town's Bürgerämter."""
        return service.offices()

    @router.get("/matters", responses=responses())
    def matters() -> list[MatterView]:
        """What a citizen can come for."""
        return service.matters()

    @router.get("/slots", responses=responses(NotFound))
    def slots(
        office: Annotated[str, Query(max_length=64)],
        matter: Annotated[str, Query(max_length=64)],
        first: Annotated[date | None, Query(alias="from", description="First day; default: today")] = None,
        days: Annotated[int, Query(ge=1, le=31)] = 14,
    ) -> SlotsView:
        """Free slots of an office for a matter."""
        return service.slots(office, matter, first, days)

    @router.post("/reservations", status_code=201, responses=responses(NotFound, SlotTaken, KeyReused))
    def reserve(wanted: ReservationRequest, once: Once) -> ReservationView:
        """Hold a slot while the form is filled in; `slot_taken` comes with alternatives."""
        return service.reserve(wanted, once)

    @router.post(
        "/reservations/booking",
        status_code=201,
        responses=responses(LinkUnknown, HoldExpired, WrongState, KeyReused),
    )
    def confirm(booking: BookingRequest, token: HoldToken, once: Once) -> AppointmentView:
        """Say who comes; the confirmation mail with the link follows."""
        return service.confirm(token, booking, once)

    @router.get("/appointment", responses=responses(LinkUnknown, LinkExpired))
    def appointment(token: LinkToken) -> AppointmentView:
        """The appointment behind a citizen's link."""
        return service.appointment(token)

    @router.get(
        "/appointment/calendar",
        responses=responses(LinkUnknown, LinkExpired)
        | {200: {"description": "iCalendar file", "content": {"text/calendar": {"schema": {"type": "string"}}}}},
        response_class=Response,
    )
    def calendar_file(token: LinkToken) -> Response:
        """The appointment for the citizen's own calendar."""
        content = calendar(service.appointment(token), token)
        headers = {"Content-Disposition": 'attachment; filename="termin.ics"'}
        return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)

    return router
