"""Deadlines: holds that ran out, days that are over, data that must go.

Every function is one step of one transaction and may run any number of times.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import ENDED, WITH_CLERK, State
from clerk_desktop.common.clock import BERLIN, Clock, berlin
from clerk_desktop.hosted import audit
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.lifecycle import move
from clerk_desktop.hosted.schema import Appointment, AuditEvent, ClerkToken, OutboxMail, StoredAnswer

ANSWERS_KEPT = timedelta(hours=24)
"""How long a repeated POST finds its stored answer."""
BATCH = 500


def any_expired_hold(tx: Session, now: datetime) -> bool:
    """Whether a reservation ran out whose places are still counted."""
    ran_out = (Appointment.state == State.RESERVED) & (Appointment.reserved_until <= now)
    return bool(tx.scalar(select(exists().where(ran_out))))


def free_expired_holds(tx: Session, now: datetime) -> int:
    """Give back the places of all reservations that ran out; returns how many."""
    query = (
        select(Appointment)
        .where(Appointment.state == State.RESERVED, Appointment.reserved_until <= now)
        .order_by(Appointment.start, Appointment.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    expired = tx.scalars(query).all()
    for appointment in expired:
        move(tx, appointment, State.EXPIRED, audit.SYSTEM, now)
    return len(expired)


def close_past_days(tx: Session, now: datetime) -> int:
    """Whatever is still open from a day that is over in Germany counts as missed; returns how many."""
    midnight = datetime.combine(berlin(now).date(), datetime.min.time(), BERLIN)
    open_states = [s for s in State if s not in ENDED and s is not State.RESERVED]
    query = (
        select(Appointment)
        .where(Appointment.state.in_(open_states), Appointment.end < midnight)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    left_over = tx.scalars(query).all()
    for appointment in left_over:
        if appointment.state in WITH_CLERK:
            move(tx, appointment, State.INTERRUPTED, audit.SYSTEM, now)
        move(tx, appointment, State.MISSED, audit.SYSTEM, now)
    return len(left_over)


def erase_personal_data(tx: Session, now: datetime, keep: timedelta) -> int:
    """Delete who it was from ended appointments that are older than `keep`; returns how many."""
    query = (
        select(Appointment)
        .where(Appointment.state.in_(list(ENDED)), Appointment.end < now - keep, Appointment.erased.is_(False))
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    due = tx.scalars(query).all()
    for appointment in due:
        appointment.given_names = appointment.family_name = appointment.email = appointment.mobile = None
        appointment.birth_date = None
        appointment.erased = True
        tx.execute(update(OutboxMail).where(OutboxMail.appointment == appointment.id).values(secret=None))
        audit.note(tx, now, audit.SYSTEM, "erased", appointment.id)
    return len(due)


def delete_run_out(tx: Session, now: datetime, audit_kept: timedelta) -> None:
    """Delete stored answers, sessions and audit events whose time is over."""
    tx.execute(delete(StoredAnswer).where(StoredAnswer.created < now - ANSWERS_KEPT))
    tx.execute(delete(ClerkToken).where(ClerkToken.expires_at <= now))
    tx.execute(delete(AuditEvent).where(AuditEvent.at < now - audit_kept))


def sweep(database: Database, settings: Settings, clock: Clock) -> int:
    """Everything above, each in a transaction of its own; returns how many appointments were touched."""
    now = clock.now()
    touched = 0
    with database.write() as tx:
        touched += free_expired_holds(tx, now)
    with database.write() as tx:
        touched += close_past_days(tx, now)
    with database.write() as tx:
        touched += erase_personal_data(tx, now, timedelta(days=settings.retention_days))
    with database.write() as tx:
        delete_run_out(tx, now, timedelta(days=settings.audit_days))
    database.wipe_journal()
    return touched
