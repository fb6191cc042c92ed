"""The one place where an appointment's state changes: guarded, with its places, time stamp and audit event."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import HOLDS_PLACE, WITH_CLERK, State, check_step
from clerk_desktop.hosted import audit, places
from clerk_desktop.hosted.schema import Appointment, StepTaken, table_of
from clerk_desktop.hosted.statements import Prepared

_STEP = Prepared(insert(table_of(StepTaken)), "appointment", "state", "at", "actor", "actor_id")


def begin(tx: Session, appointment: Appointment, actor: audit.Actor, now: datetime) -> None:
    """Put a new appointment, whose places were taken, into the book."""
    tx.add(appointment)
    tx.flush()
    _record(tx, appointment, actor, now)


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
        # A hold that ran out was never booked by anybody: nobody can have planned with its place.
        places.release(tx, appointment, now, delayed=to is State.EXPIRED)
    if to is State.WAITING and before is State.CONFIRMED:
        appointment.waiting_since = now
    if to is State.CONFIRMED:
        appointment.waiting_since = None
    if to is State.IN_CALL and appointment.call_began is None:
        appointment.call_began = now
    if before in WITH_CLERK and to is State.WAITING:
        appointment.clerk_id = None
    if to is not State.WAITING:
        appointment.parked_by = None
    _record(tx, appointment, actor, now)
    return True


def _record(tx: Session, appointment: Appointment, actor: audit.Actor, now: datetime) -> None:
    state = appointment.state
    step = {"appointment": appointment.id, "state": state, "at": now, "actor": actor.kind, "actor_id": actor.id}
    _STEP.later(tx, step)
    audit.note(tx, now, actor, state.value, appointment.id)
