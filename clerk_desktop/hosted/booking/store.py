"""SQL of the booking: the waiting list. Counter cells are in `hosted/places.py`."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.booking import ListState
from clerk_desktop.hosted.schema import Appointment, Wish

NOT_BOOKED = (State.RESERVED, State.EXPIRED, State.CANCELLED, State.RESCHEDULED)


def open_wishes(tx: Session, person: str) -> int:
    """How many wishes of this person wait for an offer or an answer."""
    query = select(func.count()).where(
        Wish.person == person, Wish.state.in_((ListState.WAITING, ListState.OFFERED)), Wish.erased.is_(False)
    )
    return tx.scalar(query) or 0


def held_for(tx: Session, wish: str, lock: bool = False) -> Appointment | None:
    """What is held for this wish."""
    query = select(Appointment).where(Appointment.wish == wish, Appointment.state == State.RESERVED)
    return tx.scalars(query.with_for_update() if lock else query).first()


def booked_for(tx: Session, wish: str) -> Appointment | None:
    """What came of this wish."""
    query = select(Appointment).where(Appointment.wish == wish, Appointment.state.not_in(NOT_BOOKED))
    return tx.scalars(query).first()
