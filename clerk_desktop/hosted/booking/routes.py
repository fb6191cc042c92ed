"""HTTP of the booking. Nothing changes on a GET: mail programs and virus scanners open links."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from clerk_desktop.common.errors import (
    CaptchaWrong,
    HoldExpired,
    KeyReused,
    LinkExpired,
    LinkMoved,
    LinkUnknown,
    NotFound,
    NotSignedIn,
    SlotTaken,
    TooLate,
    TooLong,
    TooManyOpen,
    TooManyRequests,
    WrongState,
)
from clerk_desktop.common.matters import MatterView
from clerk_desktop.common.messages.booking import (
    AppointmentView,
    BookingRequest,
    CaptchaView,
    OfficeView,
    ReschedulingRequest,
    ReservationRequest,
    ReservationView,
    SlotsView,
    TownView,
    WaitingListRequest,
    WaitingListView,
)
from clerk_desktop.common.messages.clerk import ClerkBookingRequest
from clerk_desktop.common.messages.terms import API, Matters
from clerk_desktop.hosted.access import ClerkBearer, HoldToken, LinkToken, WishToken
from clerk_desktop.hosted.booking.changes import ChangeService
from clerk_desktop.hosted.booking.service import BookingService
from clerk_desktop.hosted.booking.wishes import WishService
from clerk_desktop.hosted.idempotency import Once
from clerk_desktop.hosted.problems import responses
from clerk_desktop.hosted.shortcut import Sent, ShortWay

Calendar = Callable[[str], bytes]
"""Makes the iCalendar file of the appointment that a link's token opens."""
OfficeId = Annotated[str, Query(max_length=64)]
MatterIds = Annotated[Matters, Query(alias="matter", description="Repeated for several in one appointment")]
First = Annotated[date | None, Query(alias="from", description="First day; default: today")]
Days = Annotated[int, Query(ge=1, le=31)]
LINK = (LinkUnknown, LinkExpired, LinkMoved)


def routes(booking: BookingService, changes: ChangeService, wishes: WishService, calendar: Calendar) -> APIRouter:
    """All routes of the citizen's side, and the clerk's own bookings."""
    router = APIRouter(prefix=API, tags=["booking"])
    _look(router, booking)
    _book(router, booking)
    _change(router, changes, calendar)
    _wait(router, wishes)
    _inside(router, booking)
    return router


def short_ways(booking: BookingService) -> tuple[ShortWay[Any], ...]:
    """What comes in a rush: the same as the two routes in `_book`, past the framework."""

    def reserve(sent: Sent[ReservationRequest]) -> ReservationView:
        return booking.reserve(sent.body, sent.once, sent.address)

    def confirm(sent: Sent[BookingRequest]) -> AppointmentView:
        return booking.confirm(sent.token, sent.body, sent.once)

    return (
        ShortWay(f"{API}/reservations", ReservationRequest, reserve),
        ShortWay(f"{API}/reservations/booking", BookingRequest, confirm, needs_token=True),
    )


def _ready(model: BaseModel, status: int = 200) -> Response:
    """The finished answer, where most requests come: the framework would check once more what we have just made."""
    return Response(model.model_dump_json(), status, media_type="application/json")


def _look(router: APIRouter, service: BookingService) -> None:
    @router.get("/town", responses=responses())
    def town() -> TownView:
        """What the town has switched on."""
        return service.town()

    @router.get("/offices", responses=responses())
    def offices() -> list[OfficeView]:
        """The town's Bürgerämter."""
        return service.offices()

    @router.get("/matters", responses=responses())
    def matters() -> list[MatterView]:
        """What a citizen can come for."""
        return service.matters()

    @router.get("/slots", responses=responses(NotFound, TooLong), response_model=SlotsView)
    def slots(office: OfficeId, matters: MatterIds, first: First = None, days: Days = 14) -> Response:
        """Free slots of an office for these matters together."""
        return _ready(service.slots(office, matters, first, days))


def _book(router: APIRouter, service: BookingService) -> None:
    @router.get("/captcha", responses=responses())
    def captcha() -> CaptchaView:
        """A challenge (ALTCHA, version 2) for the next reservation or wish."""
        return service.captcha()

    @router.post(
        "/reservations",
        status_code=201,
        responses=responses(NotFound, TooLong, SlotTaken, CaptchaWrong, TooManyRequests, KeyReused),
        response_model=ReservationView,
    )
    def reserve(wanted: ReservationRequest, request: Request, once: Once) -> Response:
        """Hold a slot while the form is filled in; `slot_taken` comes with alternatives."""
        return _ready(service.reserve(wanted, once, _address(request)), 201)

    @router.delete("/reservations", status_code=204, responses=responses(LinkUnknown, WrongState))
    def release(token: HoldToken) -> Response:
        """Give a held slot back before it is booked; again is no error."""
        service.release(token)
        return Response(status_code=204)

    @router.post(
        "/reservations/booking",
        status_code=201,
        responses=responses(LinkUnknown, HoldExpired, WrongState, TooManyOpen, TooManyRequests, KeyReused),
        response_model=AppointmentView,
    )
    def confirm(booking: BookingRequest, token: HoldToken, once: Once) -> Response:
        """Say who comes; the mail with the link follows. `confirm_by` in the answer: it must be confirmed there."""
        return _ready(service.confirm(token, booking, once), 201)


def _change(router: APIRouter, service: ChangeService, calendar: Calendar) -> None:
    @router.get("/appointment", responses=responses(*LINK))
    def appointment(token: LinkToken) -> AppointmentView:
        """The appointment behind a citizen's link."""
        return service.appointment(token)

    @router.get(
        "/appointment/calendar",
        responses=responses(*LINK)
        | {200: {"description": "iCalendar file", "content": {"text/calendar": {"schema": {"type": "string"}}}}},
        response_class=Response,
    )
    def calendar_file(token: LinkToken) -> Response:
        """The appointment for the citizen's own calendar."""
        headers = {"Content-Disposition": 'attachment; filename="termin.ics"'}
        return Response(calendar(token), media_type="text/calendar; charset=utf-8", headers=headers)

    @router.post("/appointment/confirmation", responses=responses(*LINK, HoldExpired, WrongState, KeyReused))
    def confirm(token: LinkToken, once: Once) -> AppointmentView:
        """The mail has arrived: the booking stands."""
        return service.confirm(token, once)

    @router.post("/appointment/cancellation", responses=responses(*LINK, TooLate, WrongState, KeyReused))
    def cancel(token: LinkToken, once: Once) -> AppointmentView:
        """Give the appointment up."""
        return service.cancel(token, once)

    @router.post(
        "/appointment/rescheduling",
        status_code=201,
        responses=responses(*LINK, SlotTaken, TooLate, WrongState, KeyReused),
    )
    def reschedule(wanted: ReschedulingRequest, token: LinkToken, once: Once) -> AppointmentView:
        """Take another slot; the answer is the new appointment, its link goes by mail."""
        return service.reschedule(token, wanted.start, once)


def _wait(router: APIRouter, service: WishService) -> None:
    @router.post(
        "/waiting-list",
        status_code=201,
        responses=responses(NotFound, TooLong, WrongState, CaptchaWrong, TooManyOpen, TooManyRequests, KeyReused),
    )
    def join(wanted: WaitingListRequest, request: Request, once: Once) -> WaitingListView:
        """Be told when a place becomes free."""
        return service.join(wanted, once, _address(request))

    @router.get("/waiting-list", responses=responses(LinkUnknown, LinkExpired))
    def wish(token: WishToken) -> WaitingListView:
        """The place on the waiting list behind a citizen's link, and what is offered."""
        return service.wish(token)

    @router.post(
        "/waiting-list/acceptance",
        status_code=201,
        responses=responses(LinkUnknown, LinkExpired, HoldExpired, TooManyOpen, WrongState, KeyReused),
    )
    def accept(token: WishToken, once: Once) -> AppointmentView:
        """Take what is offered."""
        return service.accept(token, once)

    @router.post("/waiting-list/refusal", responses=responses(LinkUnknown, LinkExpired, KeyReused))
    def refuse(token: WishToken, once: Once) -> WaitingListView:
        """Leave what is offered to the next one and go on waiting."""
        return service.refuse(token, once)

    @router.delete("/waiting-list", status_code=204, responses=responses(LinkUnknown, LinkExpired))
    def withdraw(token: WishToken) -> Response:
        """Off the list."""
        service.withdraw(token)
        return Response(status_code=204)


def _inside(router: APIRouter, service: BookingService) -> None:
    @router.get("/clerk/slots", responses=responses(NotSignedIn, NotFound, TooLong), tags=["desk"])
    def slots(token: ClerkBearer, matters: MatterIds, first: First = None, days: Days = 14) -> SlotsView:
        """What a clerk can book in the own office, with the places that are kept for this."""
        return service.slots_inside(token, matters, first, days)

    @router.post(
        "/clerk/appointments",
        status_code=201,
        responses=responses(NotSignedIn, NotFound, TooLong, SlotTaken, KeyReused),
        tags=["desk"],
    )
    def book(wanted: ClerkBookingRequest, token: ClerkBearer, once: Once) -> AppointmentView:
        """Book for somebody on the phone; the mail goes as usual."""
        return service.book_inside(token, wanted, once)


def _address(request: Request) -> str:
    # Behind a proxy the server has put the citizen's own address here, if the proxy is trusted.
    return request.client.host if request.client else ""
