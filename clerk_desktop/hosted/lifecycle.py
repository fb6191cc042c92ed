"""The one place where an appointment's state changes: guarded, with its places, times and audit event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import HOLDS_PLACE, WITH_CLERK, State, check_step
from clerk_desktop.hosted import audit
from clerk_desktop.hosted.schema import Appointment, Cell

CELL = timedelta(minutes=5)
"""Length of one counter cell. Every slot begins on a multiple of it."""


def cells_of(start: datetime, end: datetime) -> Iterator[datetime]:
    """The beginnings of all cells that an appointment touches, in order (everybody locks them in this order)."""
    moment = start
    while moment < end:
        yield moment
        moment += CELL


def move(tx: Session, appointment: Appointment, to: State, actor: audit.Actor, now: datetime) -> bool:
    """Bring the appointment (locked by this transaction) into another state.

    Returns:
        False when it is there already and nothing was done.

    Raises:
        WrongState: the lifecycle has no such step.
    """
    before = appointment.state
    if not check_step(before, to):
        return False
    appointment.state = to
    if before in HOLDS_PLACE and to not in HOLDS_PLACE:
        give_back(tx, appointment)
    if to is State.WAITING and before is State.CONFIRMED:
        appointment.waiting_since = now
    if to is State.CONFIRMED:
        appointment.waiting_since = None
    if to is State.IN_CALL and appointment.call_began is None:
        appointment.call_began = now
    if before in WITH_CLERK and to is State.WAITING:
        appointment.clerk_id = None
    audit.note(tx, now, actor, to.value, appointment.id)
    return True


def give_back(tx: Session, appointment: Appointment) -> None:
    """Count the appointment's places free again."""
    for start in cells_of(appointment.start, appointment.end):
        tx.execute(
            update(Cell).where(Cell.office == appointment.office, Cell.start == start).values(used=Cell.used - 1)
        )
