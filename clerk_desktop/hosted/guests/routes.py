"""HTTP of the invitations: the clerk's side and the guest's."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Response

from clerk_desktop.common.errors import (
    AlreadyCalled,
    InvitationOver,
    KeyReused,
    LinkExpired,
    LinkUnknown,
    NotAgreed,
    NotFound,
    NotSignedIn,
    TooManyGuests,
    WrongState,
)
from clerk_desktop.common.messages.clerk import IceView
from clerk_desktop.common.messages.guests import (
    GuestInvitation,
    GuestInvitationRequest,
    GuestsView,
    GuestView,
    GuestVisitView,
)
from clerk_desktop.common.messages.terms import API
from clerk_desktop.hosted.access import ClerkBearer, GuestToken, SignedIn
from clerk_desktop.hosted.guests.service import GuestService
from clerk_desktop.hosted.idempotency import Once
from clerk_desktop.hosted.problems import responses

AppointmentId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
GuestId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
_MINE = (NotSignedIn, NotFound, AlreadyCalled)


def routes(signed_in: Callable[[str], SignedIn], service: GuestService) -> APIRouter:
    """All routes about guests.

    Args:
        signed_in: the clerk of a token; raises NotSignedIn.
        service: the rules.
    """
    router = APIRouter(prefix=API)
    _desk(router, signed_in, service)

    @router.get("/guest", responses=responses(LinkUnknown, LinkExpired, InvitationOver), tags=["guest"])
    def visit(token: GuestToken) -> GuestVisitView:
        """What an invited person's link opens."""
        return service.visit(token)

    @router.get("/guest/ice", responses=responses(LinkUnknown, LinkExpired, InvitationOver, WrongState), tags=["guest"])
    def ice(token: GuestToken) -> IceView:
        """STUN and TURN servers for a guest of a call that runs."""
        return service.ice(token)

    return router


def _desk(router: APIRouter, signed_in: Callable[[str], SignedIn], service: GuestService) -> None:
    place = "/clerk/appointments/{appointment}/guests"

    @router.get(place, responses=responses(*_MINE), tags=["desk"])
    def guests(appointment: AppointmentId, token: ClerkBearer) -> GuestsView:
        """The invitations into one's own call that are not over."""
        return service.list(signed_in(token), appointment)

    @router.post(
        place, status_code=201, responses=responses(*_MINE, WrongState, TooManyGuests, KeyReused), tags=["desk"]
    )
    def invite(
        appointment: AppointmentId, wanted: GuestInvitationRequest, token: ClerkBearer, once: Once
    ) -> GuestInvitation:
        """Invite a third person; with an e-mail address the link goes out by mail. The citizen is asked."""
        return service.invite(signed_in(token), appointment, wanted, once)

    @router.post(
        place + "/{guest}/admission", responses=responses(*_MINE, NotAgreed, InvitationOver, KeyReused), tags=["desk"]
    )
    def admit(appointment: AppointmentId, guest: GuestId, token: ClerkBearer, once: Once) -> GuestView:
        """Let a guest in to whom the citizen has agreed."""
        return service.admit(signed_in(token), appointment, guest, once)

    @router.delete(place + "/{guest}", status_code=204, responses=responses(*_MINE), tags=["desk"])
    def remove(appointment: AppointmentId, guest: GuestId, token: ClerkBearer) -> Response:
        """Take an invitation back, or send a guest out of the call; again is no error."""
        service.remove(signed_in(token), appointment, guest)
        return Response(status_code=204)
