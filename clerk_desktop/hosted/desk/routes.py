"""HTTP of the clerk's side."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from clerk_desktop.common.errors import (
    AlreadyCalled,
    KeyReused,
    NobodyWaiting,
    NotFound,
    NotSignedIn,
    TooManyRequests,
    WrongPassword,
    WrongState,
)
from clerk_desktop.common.messages.clerk import (
    BookingCodeRequest,
    CaseView,
    ClerkSession,
    ClerkView,
    EvidenceRequest,
    FiguresView,
    QueueEntry,
    QueueView,
    RedirectionRequest,
    SignInRequest,
    StepRequest,
)
from clerk_desktop.common.messages.terms import API
from clerk_desktop.hosted.access import ClerkBearer
from clerk_desktop.hosted.desk.accounts import Accounts
from clerk_desktop.hosted.desk.service import DeskService
from clerk_desktop.hosted.idempotency import Once
from clerk_desktop.hosted.problems import responses

AppointmentId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]

First = Annotated[date, Query(alias="from", description="First day")]
Last = Annotated[date, Query(alias="to", description="Last day")]


def routes(accounts: Accounts, service: DeskService) -> APIRouter:
    """All routes of the clerk's side."""
    router = APIRouter(prefix=f"{API}/clerk", tags=["desk"])
    _session(router, accounts)
    _queue(router, accounts, service)
    _appointments(router, accounts, service)
    return router


def _session(router: APIRouter, accounts: Accounts) -> None:
    @router.post("/session", responses=responses(WrongPassword, TooManyRequests, KeyReused))
    def sign_in(given: SignInRequest, request: Request, once: Once) -> ClerkSession:
        """Sign in; the answer's token opens everything below."""
        return accounts.sign_in(given, request.client.host if request.client else "", once)

    @router.delete("/session", status_code=204, responses=responses(NotSignedIn))
    def sign_out(token: ClerkBearer) -> Response:
        """Sign out; the desk's live socket is closed."""
        accounts.sign_out(token)
        return Response(status_code=204)

    @router.get("/me", responses=responses(NotSignedIn))
    def me(token: ClerkBearer) -> ClerkView:
        """Who is signed in."""
        return accounts.view(accounts.signed_in(token))


def _queue(router: APIRouter, accounts: Accounts, service: DeskService) -> None:
    @router.get("/queue", responses=responses(NotSignedIn))
    def queue(token: ClerkBearer) -> QueueView:
        """Today's appointments of the clerk's office."""
        return service.queue(accounts.signed_in(token).office)

    @router.post("/queue/next", responses=responses(NotSignedIn, NobodyWaiting, WrongState, KeyReused))
    def call_next(token: ClerkBearer, once: Once) -> CaseView:
        """Call whoever is next; while somebody called has not answered yet, the same one again."""
        return service.call_next(accounts.signed_in(token), once)

    @router.post("/bookings/by-code", responses=responses(NotSignedIn, NotFound))
    def by_code(token: ClerkBearer, given: BookingCodeRequest) -> QueueEntry:
        """The appointment of the clerk's office whose link has a token of this SHA-256."""
        return service.by_code(accounts.signed_in(token), given.sha256)

    @router.get("/figures", responses=responses(NotSignedIn))
    def figures(token: ClerkBearer, first: First, last: Last) -> FiguresView:
        """How the appointments of some days went in the clerk's office."""
        return service.figures(accounts.signed_in(token), first, last)


def _appointments(router: APIRouter, accounts: Accounts, service: DeskService) -> None:
    @router.post(
        "/appointments/{appointment}/call",
        responses=responses(NotSignedIn, NotFound, AlreadyCalled, WrongState, KeyReused),
    )
    def call(appointment: AppointmentId, token: ClerkBearer, once: Once) -> CaseView:
        """Call a certain citizen, or take up one's own call again."""
        return service.call(accounts.signed_in(token), appointment, once)

    @router.post(
        "/appointments/{appointment}/steps",
        responses=responses(NotSignedIn, NotFound, AlreadyCalled, WrongState, KeyReused),
    )
    def step(appointment: AppointmentId, wanted: StepRequest, token: ClerkBearer, once: Once) -> QueueEntry:
        """Move an appointment to another state."""
        return service.step(accounts.signed_in(token), appointment, wanted, once)

    @router.post(
        "/appointments/{appointment}/parking", responses=responses(NotSignedIn, NotFound, WrongState, KeyReused)
    )
    def park(appointment: AppointmentId, token: ClerkBearer, once: Once) -> QueueEntry:
        """Leave somebody who waits out when the next one is called; the place in line stays."""
        return service.park(accounts.signed_in(token), appointment, parked=True, attempt=once)

    @router.delete("/appointments/{appointment}/parking", responses=responses(NotSignedIn, NotFound, WrongState))
    def unpark(appointment: AppointmentId, token: ClerkBearer) -> QueueEntry:
        """Take somebody who was parked back in."""
        return service.park(accounts.signed_in(token), appointment, parked=False, attempt=None)

    @router.post(
        "/appointments/{appointment}/redirection",
        responses=responses(NotSignedIn, NotFound, AlreadyCalled, WrongState, KeyReused),
    )
    def redirect(appointment: AppointmentId, wanted: RedirectionRequest, token: ClerkBearer, once: Once) -> QueueEntry:
        """Hand somebody over to another office's queue."""
        return service.redirect(accounts.signed_in(token), appointment, wanted.office, once)

    @router.post(
        "/appointments/{appointment}/evidence",
        status_code=204,
        responses=responses(NotSignedIn, NotFound, AlreadyCalled, WrongState, KeyReused),
    )
    def evidence(appointment: AppointmentId, event: EvidenceRequest, token: ClerkBearer, once: Once) -> Response:
        """Note in the audit trail that something happened; never what it said."""
        service.evidence(accounts.signed_in(token), appointment, event, once)
        return Response(status_code=204)
