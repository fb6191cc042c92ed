"""SQL of the clerk's side: accounts, sessions, the day's appointments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import State
from clerk_desktop.hosted.schema import Appointment, Clerk, ClerkToken

ALIVE = (State.WAITING, State.CALLED, State.IN_CALL, State.INTERRUPTED)
NOT_BOOKED = (State.RESERVED, State.EXPIRED, State.CANCELLED, State.RESCHEDULED)


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


def day(tx: Session, office: str, begin: datetime, end: datetime) -> Sequence[Appointment]:
    """What the office serves on one day, and whoever is waiting or in a call there whatever the day."""
    query = select(Appointment).where(
        Appointment.serving_office == office,
        or_(
            Appointment.state.in_(ALIVE),
            Appointment.start.between(begin, end) & Appointment.state.not_in(NOT_BOOKED),
        ),
    )
    return tx.scalars(query.order_by(Appointment.start, Appointment.id)).all()


def waiting(tx: Session, office: str) -> Sequence[Appointment]:
    """Who waits and is not parked, locked; rows that another transaction is calling just now are left out."""
    query = select(Appointment).where(
        Appointment.serving_office == office, Appointment.state == State.WAITING, Appointment.parked_by.is_(None)
    )
    return tx.scalars(query.with_for_update(skip_locked=True)).all()


def locked(tx: Session, appointment_id: str, office: str) -> Appointment | None:
    """The appointment, locked, when this office serves it."""
    query = select(Appointment).where(Appointment.id == appointment_id, Appointment.serving_office == office)
    return tx.scalar(query.with_for_update())


def on_the_line(tx: Session, clerk_id: str) -> Appointment | None:
    """The citizen whom this clerk has called or talks to."""
    query = select(Appointment).where(
        Appointment.clerk_id == clerk_id, Appointment.state.in_((State.CALLED, State.IN_CALL))
    )
    return tx.scalars(query.with_for_update()).first()
