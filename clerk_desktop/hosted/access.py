"""Who may come in: citizens by the token of their link, clerks by user name, password and session token.

Tokens have 192 random bits and lie in the database as SHA-256 only; passwords as argon2id. Tokens travel in the
`Authorization: Bearer` header or in the first live message, never in an address.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import berlin
from clerk_desktop.common.errors import HoldExpired, InvitationOver, LinkExpired, LinkMoved, LinkUnknown, NotSignedIn
from clerk_desktop.common.messages.guests import OPEN
from clerk_desktop.hosted.schema import Appointment, CitizenLink, Clerk, ClerkToken, Guest, Wish, table_of
from clerk_desktop.hosted.statements import Prepared


def new_token() -> str:
    """A fresh secret of 192 bits in URL-safe letters."""
    return secrets.token_urlsafe(24)


def new_id() -> str:
    """A fresh id that cannot be guessed."""
    return secrets.token_urlsafe(15)


def token_hash(token: str) -> str:
    """What lies in the database instead of the token."""
    return hashlib.sha256(token.encode()).hexdigest()


_link_scheme = HTTPBearer(scheme_name="citizenLink", description="Token behind # in the mail's link", auto_error=False)
_hold_scheme = HTTPBearer(scheme_name="hold", description="hold_token of the reservation", auto_error=False)
_wish_scheme = HTTPBearer(scheme_name="waitingList", description="Token behind # in /angebot#…", auto_error=False)
_guest_scheme = HTTPBearer(scheme_name="guest", description="Token behind # in /gast#…", auto_error=False)
_clerk_scheme = HTTPBearer(scheme_name="clerk", description="token of the clerk's session", auto_error=False)


async def _link(given: Annotated[HTTPAuthorizationCredentials | None, Depends(_link_scheme)]) -> str:
    if given is None:
        raise LinkUnknown("no token")
    return given.credentials


async def _hold(given: Annotated[HTTPAuthorizationCredentials | None, Depends(_hold_scheme)]) -> str:
    if given is None:
        raise LinkUnknown("no token")
    return given.credentials


async def _wish(given: Annotated[HTTPAuthorizationCredentials | None, Depends(_wish_scheme)]) -> str:
    if given is None:
        raise LinkUnknown("no token")
    return given.credentials


async def _guest(given: Annotated[HTTPAuthorizationCredentials | None, Depends(_guest_scheme)]) -> str:
    if given is None:
        raise LinkUnknown("no token")
    return given.credentials


async def _clerk(given: Annotated[HTTPAuthorizationCredentials | None, Depends(_clerk_scheme)]) -> str:
    if given is None:
        raise NotSignedIn("no token")
    return given.credentials


LinkToken = Annotated[str, Depends(_link)]
HoldToken = Annotated[str, Depends(_hold)]
WishToken = Annotated[str, Depends(_wish)]
GuestToken = Annotated[str, Depends(_guest)]
ClerkBearer = Annotated[str, Depends(_clerk)]


@dataclass(frozen=True)
class SignedIn:
    """A clerk whose token is good."""

    id: str
    name: str
    office: str
    token_hash: str
    expires_at: datetime


def clerk_of(tx: Session, token: str, now: datetime) -> SignedIn:
    """The clerk to whom the token belongs.

    Raises:
        NotSignedIn: unknown, run out, or the account was closed.
    """
    found = tx.execute(
        select(Clerk, ClerkToken)
        .join(ClerkToken, ClerkToken.clerk_id == Clerk.id)
        .where(ClerkToken.token_hash == token_hash(token), Clerk.active)
    ).one_or_none()
    if found is None or found[1].expires_at <= now:
        raise NotSignedIn("unknown or run out")
    clerk, session = found
    return SignedIn(clerk.id, clerk.name, clerk.office, session.token_hash, session.expires_at)


def appointment_of(tx: Session, token: str, now: datetime, lock: bool = False) -> Appointment:
    """The appointment that a citizen's link opens.

    Args:
        lock: for writing.

    Raises:
        LinkUnknown: there is no such link.
        LinkExpired: it was right once; it ends with the day of the appointment.
        LinkMoved: the appointment was moved, another link opens it.
    """
    query = (
        select(Appointment)
        .join(CitizenLink, CitizenLink.appointment == Appointment.id)
        .where(CitizenLink.token_hash == token_hash(token))
    )
    appointment = tx.scalar(query.with_for_update(of=Appointment) if lock else query)
    if appointment is None:
        raise LinkUnknown
    if appointment.state is State.RESCHEDULED:
        raise LinkMoved
    if appointment.erased or berlin(now).date() > berlin(appointment.end).date():
        raise LinkExpired
    return appointment


def wish_of(tx: Session, token: str, now: datetime, lock: bool = False) -> Wish:
    """The place on the waiting list that a citizen's link opens.

    Raises:
        LinkUnknown: there is no such link.
        LinkExpired: it was right once; it ends with the last day of the wish.
    """
    query = (
        select(Wish).join(CitizenLink, CitizenLink.wish == Wish.id).where(CitizenLink.token_hash == token_hash(token))
    )
    wish = tx.scalar(query.with_for_update(of=Wish) if lock else query)
    if wish is None:
        raise LinkUnknown
    if wish.erased or berlin(now).date() > wish.last:
        raise LinkExpired
    return wish


def guest_of(tx: Session, token: str, now: datetime) -> tuple[Guest, Appointment]:
    """The guest whom a link lets to the door, and the appointment.

    Raises:
        LinkUnknown: there is no such link.
        LinkExpired: it was right once; it ends with the day of the appointment.
        InvitationOver: taken back, or the citizen said no.
    """
    found = tx.execute(
        select(Guest, Appointment)
        .join(CitizenLink, CitizenLink.guest == Guest.id)
        .join(Appointment, Appointment.id == Guest.appointment)
        .where(CitizenLink.token_hash == token_hash(token))
    ).one_or_none()
    if found is None:
        raise LinkUnknown
    guest, appointment = found
    if appointment.erased or berlin(now).date() > berlin(appointment.end).date():
        raise LinkExpired
    if guest.state not in OPEN:
        raise InvitationOver
    return guest, appointment


def new_link(
    tx: Session,
    now: datetime,
    appointment: str | None = None,
    wish: str | None = None,
    guest: str | None = None,
    token: str = "",
) -> str:
    """A token that opens one of the three, beside those that do already; a fresh one when none is given."""
    token = token or new_token()
    tx.add(CitizenLink(token_hash=token_hash(token), appointment=appointment, wish=wish, guest=guest, made=now))
    return token


def drop_link(tx: Session, token: str) -> None:
    """The token opens nothing any more."""
    tx.execute(delete(CitizenLink).where(CitizenLink.token_hash == token_hash(token)))


_HELD = select(Appointment).where(Appointment.hold_hash == bindparam("hash")).with_for_update()


_HOLD_COLUMNS = (
    *("id", "reference", "office", "serving_office", "matters", "start", "end", "inside", "state", "reserved_until"),
    *("person", "given_names", "family_name", "birth_date", "email", "mobile", "language", "wish", "erased"),
)
_HOLD = Prepared(
    select(*(table_of(Appointment).c[name] for name in _HOLD_COLUMNS))
    .where(table_of(Appointment).c.hold_hash == bindparam("hash"))
    .with_for_update()
)


def hold_of(tx: Session, token: str) -> Appointment:
    """The same as a copy, for the busiest door: what changes is written by `lifecycle.book`.

    Raises:
        LinkUnknown: there is no such reservation.
        HoldExpired: its data were deleted long ago.
    """
    for row in _HOLD.rows(tx, {"hash": token_hash(token)}):
        appointment = Appointment(**dict(zip(_HOLD_COLUMNS, row, strict=True)))
        if appointment.erased:
            raise HoldExpired
        return appointment
    raise LinkUnknown


def held_by(tx: Session, token: str) -> Appointment:
    """The reservation that a hold token belongs to, locked for writing.

    Raises:
        LinkUnknown: there is no such reservation.
        HoldExpired: its data were deleted long ago.
    """
    appointment = tx.scalar(_HELD, {"hash": token_hash(token)})
    if appointment is None:
        raise LinkUnknown
    if appointment.erased:
        raise HoldExpired
    return appointment


class Passwords:
    """argon2id with OWASP's parameters (19 MiB, 2 rounds): strong, and small enough for a small server."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._nobody = self._hasher.hash(new_token())
        self._few = threading.Semaphore(2)

    def hash(self, password: str) -> str:
        """What is stored instead of the password."""
        return self._hasher.hash(password)

    def fits(self, stored: str | None, password: str) -> bool:
        """Whether the password is right; takes as long for a user who does not exist."""
        with self._few:
            try:
                self._hasher.verify(stored or self._nobody, password)
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None


def derived_token(salt: bytes, key: str) -> str:
    """A token that comes out the same for the same Idempotency-Key; neither half alone tells anything about it."""
    mac = hmac.new(salt, key.encode(), hashlib.sha256).digest()[:24]
    return base64.urlsafe_b64encode(mac).decode()
