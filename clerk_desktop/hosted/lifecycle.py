"""The one place where an appointment's state changes: guarded, with its places, time stamp and audit event."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import HOLDS_PLACE, WITH_CLERK, State, check_step
from clerk_desktop.hosted import audit, places
from clerk_desktop.hosted.schema import Appointment, StepTaken, table_of
from clerk_desktop.hosted.statements import Prepared

_STEP = Prepared(insert(table_of(StepTaken)), "appointment", "state", "at", "actor", "actor_id")


_KNOWN = ("id", "reference", "series", "sequence", "office", "serving_office", "matters", "start", "end", "inside")
_RESERVED = (*_KNOWN, "state", "reserved_until", "hold_hash", "language", "erased")
_BOOKED = (
    "state",
    "reserved_until",
    "person",
    "given_names",
    "family_name",
    "birth_date",
    "email",
    "mobile",
    "language",
)
_NEW = Prepared(insert(table_of(Appointment)), *_RESERVED)
_CHANGE = Prepared(update(table_of(Appointment)).where(table_of(Appointment).c.id == bindparam("key")), "key", *_BOOKED)


def reserve(tx: Session, appointment: Appointment, now: datetime) -> None:
    """As `begin`, for a citizen's hold and without the mapper: the row is written at the end of the transaction."""
    _NEW.later(tx, {"language": "de", "erased": False} | {name: getattr(appointment, name) for name in _RESERVED[:-2]})
    _record(tx, appointment, audit.citizen(appointment.id), now)


def book(tx: Session, held: Appointment) -> None:
    """Write what a booking makes of a hold, at the end of the transaction.

    Args:
        held: a copy (`access.hold_of`), with all changes.
    """
    _CHANGE.later(tx, {"key": held.id} | {name: getattr(held, name) for name in _BOOKED})


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
