"""SQL of the live sockets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import WITH_CLERK, State
from clerk_desktop.hosted.schema import Appointment, Clerk
from clerk_desktop.hosted.waiting import LINE, Line

CHUNK = 500
"""Ids in one query; SQLite takes 32,766 parameters, older ones 999."""


def locked(tx: Session, appointment_id: str) -> Appointment:
    """The appointment, locked for writing."""
    return tx.get_one(Appointment, appointment_id, with_for_update=True)


def with_clerk(tx: Session, clerk_id: str) -> Sequence[Appointment]:
    """The appointments that belong to this clerk now."""
    query = select(Appointment).where(Appointment.clerk_id == clerk_id, Appointment.state.in_(WITH_CLERK))
    return tx.scalars(query).all()


def standings(tx: Session, ids: Sequence[str]) -> Iterator[tuple[str, str, State, str | None, str]]:
    """Id, serving office, state, clerk and the clerk's name of these appointments."""
    columns = (Appointment.id, Appointment.serving_office, Appointment.state, Appointment.clerk_id)
    query = select(*columns, func.coalesce(Clerk.name, "").label("clerk_name"))
    query = query.join(Clerk, Clerk.id == Appointment.clerk_id, isouter=True)
    for begin in range(0, len(ids), CHUNK):
        yield from tx.execute(query.where(Appointment.id.in_(ids[begin : begin + CHUNK])))


def on_the_move(tx: Session, office: str) -> list[Line]:
    """Who waits in this office, and who is being served."""
    states = (State.WAITING, State.CALLED, State.IN_CALL)
    there = (Appointment.serving_office == office, Appointment.state.in_(states))
    return [Line(*row) for row in tx.execute(select(*LINE).where(*there))]


def all_waiting(tx: Session) -> Sequence[Appointment]:
    """Who waits anywhere."""
    return tx.scalars(select(Appointment).where(Appointment.state == State.WAITING)).all()


def clerk_name(tx: Session, clerk_id: str | None) -> str:
    """The clerk's name, as the citizen reads it."""
    clerk = tx.get(Clerk, clerk_id) if clerk_id else None
    return clerk.name if clerk else ""
