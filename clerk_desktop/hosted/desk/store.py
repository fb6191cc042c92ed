"""SQL of the clerk's side: accounts, sessions, the day's appointments."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import State
from clerk_desktop.hosted.schema import Appointment, CitizenLink, Clerk, ClerkToken
from clerk_desktop.hosted.waiting import LINE, Line

ALIVE = (State.WAITING, State.CALLED, State.IN_CALL, State.INTERRUPTED)
NOT_BOOKED = (State.RESERVED, State.EXPIRED, State.CANCELLED, State.RESCHEDULED)
WAITS = (Appointment.state == State.WAITING, Appointment.parked_by.is_(None))


class InLine(NamedTuple):
    """As much of somebody who waits as decides who is next."""

    id: str
    start: datetime
    waiting_since: datetime | None


_WAITING = select(Appointment.id, Appointment.start, Appointment.waiting_since).where(
    Appointment.serving_office == bindparam("office"), *WAITS
)


def clerk_by_user(tx: Session, user: str) -> Clerk | None:
    """The account with this user name."""
    return tx.scalar(select(Clerk).where(Clerk.user == user))


def clerk_names(tx: Session, ids: Collection[str]) -> dict[str, str]:
    """Names of clerks by id."""
    rows = tx.execute(select(Clerk.id, Clerk.name).where(Clerk.id.in_(ids)))
    return {row.id: row.name for row in rows}


def delete_token(tx: Session, token_hash: str) -> None:
    """End a session."""
    tx.execute(delete(ClerkToken).where(ClerkToken.token_hash == token_hash))


def delete_tokens_of(tx: Session, clerk_id: str) -> None:
    """End all sessions of a clerk."""
    tx.execute(delete(ClerkToken).where(ClerkToken.clerk_id == clerk_id))


def day(tx: Session, office: str, begin: datetime, end: datetime) -> list[Line]:
    """What the office serves on one day, and whoever is waiting or in a call there whatever the day."""
    query = select(*LINE).where(
        Appointment.serving_office == office,
        or_(
            Appointment.state.in_(ALIVE),
            Appointment.start.between(begin, end) & Appointment.state.not_in(NOT_BOOKED),
        ),
    )
    return [Line(*row) for row in tx.execute(query.order_by(Appointment.start, Appointment.id))]


def waiting(tx: Session, office: str) -> list[InLine]:
    """Who waits and is not parked. Not locked: then the other clerks who press at this moment would find nobody."""
    rows = tx.execute(_WAITING, {"office": office})
    return [InLine(*row) for row in rows]


def grab(tx: Session, appointment_id: str, office: str, *, patient: bool) -> Appointment | None:
    """Lock one who waits here and is not parked.

    Args:
        tx: the transaction.
        appointment_id: of the citizen.
        office: that must be serving.
        patient: wait for another transaction that has the row just now; otherwise leave it to that one.

    Returns:
        None when the citizen does not wait any more, or (not patient) somebody else has the row.
    """
    here = (Appointment.id == appointment_id, Appointment.serving_office == office, *WAITS)
    return tx.scalar(select(Appointment).where(*here).with_for_update(skip_locked=not patient))


def take_turn(tx: Session, clerk_id: str) -> None:
    """Let one clerk's presses, from several desks or of an impatient finger, come one after the other."""
    tx.execute(select(Clerk.id).where(Clerk.id == clerk_id).with_for_update(key_share=True))


def locked(tx: Session, appointment_id: str, office: str) -> Appointment | None:
    """The appointment, locked, when this office serves it."""
    query = select(Appointment).where(Appointment.id == appointment_id, Appointment.serving_office == office)
    return tx.scalar(query.with_for_update())


def by_link(tx: Session, token_hash: str, office: str) -> Appointment | None:
    """The appointment that this link opens, when this office serves it."""
    return tx.scalar(
        select(Appointment)
        .join(CitizenLink, CitizenLink.appointment == Appointment.id)
        .where(CitizenLink.token_hash == token_hash, Appointment.serving_office == office)
    )


def on_the_line(tx: Session, clerk_id: str) -> Appointment | None:
    """The citizen whom this clerk has called or talks to."""
    query = select(Appointment).where(
        Appointment.clerk_id == clerk_id, Appointment.state.in_((State.CALLED, State.IN_CALL))
    )
    return tx.scalars(query.with_for_update()).first()
