"""Passwords for the relay (TURN) that live for a while only, and the two routes that hand them out.

coturn's `use-auth-secret` (draft-uberti-behave-turn-rest-00): the user name is the moment at which it ends and a name,
the password an HMAC of it under a secret that only this service and the relay know. The relay asks nobody, and a
password that leaked is worth nothing soon after. The name is a pseudonym: the relay never learns an appointment's id.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter

from clerk_desktop.common.appointments import ENDED, State
from clerk_desktop.common.clock import Clock
from clerk_desktop.common.errors import LinkExpired, LinkMoved, LinkUnknown, NotSignedIn, TooEarly, WrongState
from clerk_desktop.common.messages.clerk import IceServer, IceView
from clerk_desktop.common.messages.terms import API
from clerk_desktop.hosted.access import ClerkBearer, LinkToken, appointment_of, clerk_of
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.problems import responses


class Relay:
    """Makes the list of STUN and TURN servers for one call.

    Args:
        settings: the fixed servers, the relay's addresses, its secret, and how long a password lives.
        clock: the only "now".
    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._fixed, self._urls = settings.ice_servers, settings.turn_urls
        self._secret = settings.turn_secret.get_secret_value().encode()
        self._life = timedelta(minutes=settings.turn_minutes)
        self._clock = clock

    def view(self, who: str) -> IceView:
        """The servers with a fresh password for whoever has this id (an appointment or a clerk)."""
        if not self._urls:
            return IceView(ice_servers=self._fixed)
        ends = datetime.fromtimestamp(int((self._clock.now() + self._life).timestamp()), UTC)
        username = f"{int(ends.timestamp())}:{self._pseudonym(who)}"
        mac = hmac.new(self._secret, username.encode(), hashlib.sha1).digest()
        relay = IceServer(urls=self._urls, username=username, credential=base64.b64encode(mac).decode())
        return IceView(ice_servers=(*self._fixed, relay), expires_at=ends)

    def servers(self, who: str) -> tuple[IceServer, ...]:
        """The same without the end, as it travels with a call."""
        return self.view(who).ice_servers

    def _pseudonym(self, who: str) -> str:
        return hmac.new(self._secret, b"name\x00" + who.encode(), hashlib.sha256).hexdigest()[:16]


class RelayService:
    """Who may have a password: a clerk, and a citizen whose waiting room is open."""

    def __init__(self, database: Database, relay: Relay, settings: Settings, clock: Clock) -> None:
        self._database, self._relay, self._early, self._clock = database, relay, settings.early, clock

    def for_citizen(self, token: str) -> IceView:
        """For the appointment that a link opens.

        Raises:
            LinkUnknown, LinkExpired, LinkMoved: the link opens none.
            TooEarly: the waiting room is not open yet; until then nobody needs a relay.
            WrongState: the appointment is over.
        """
        now = self._clock.now()
        with self._database.read() as tx:
            appointment = appointment_of(tx, token, now)
        if appointment.state in ENDED or appointment.state is State.RESERVED:
            raise WrongState(appointment.state.value)
        if now < appointment.start - self._early:
            raise TooEarly
        return self._relay.view(appointment.id)

    def for_clerk(self, token: str) -> IceView:
        """For a desk. Raises NotSignedIn."""
        with self._database.read() as tx:
            clerk = clerk_of(tx, token, self._clock.now())
        return self._relay.view(clerk.id)


def routes(service: RelayService) -> APIRouter:
    """Fresh passwords on request; the first ones come with the call."""
    router = APIRouter(prefix=API)

    @router.get(
        "/appointment/ice",
        responses=responses(LinkUnknown, LinkExpired, LinkMoved, TooEarly, WrongState),
        tags=["booking"],
    )
    def citizen(token: LinkToken) -> IceView:
        """STUN and TURN servers for the citizen's page, from the opening of the waiting room on."""
        return service.for_citizen(token)

    @router.get("/clerk/ice", responses=responses(NotSignedIn), tags=["desk"])
    def clerk(token: ClerkBearer) -> IceView:
        """STUN and TURN servers for the desk."""
        return service.for_clerk(token)

    return router
