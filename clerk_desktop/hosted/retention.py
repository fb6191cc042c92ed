"""Deadlines: holds that ran out, days that are over, data that must go.

Every function is one step of one transaction and may run any number of times.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import ENDED, WITH_CLERK, State
from clerk_desktop.common.clock import BERLIN, Clock, berlin
from clerk_desktop.common.messages.booking import ListState
from clerk_desktop.hosted import audit, captcha, returns
from clerk_desktop.hosted.catalog import Catalog
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.lifecycle import move
from clerk_desktop.hosted.schema import (
    Appointment,
    AuditEvent,
    CitizenLink,
    ClerkToken,
    Guest,
    Return,
    StoredAnswer,
    Wish,
)

ANSWERS_KEPT = timedelta(hours=24)
"""How long a repeated POST finds its stored answer."""
BATCH = 500


_ANY_DUE = select(
    or_(
        exists().where(Appointment.state == State.RESERVED, Appointment.reserved_until <= bindparam("now")),
        exists().where(Return.due <= bindparam("now")),
    )
)
"""Built once, as it is asked whenever somebody looks for free slots."""


def any_place_due(tx: Session, now: datetime) -> bool:
    """Whether a reservation ran out, or a place that was given back waits for its next step."""
    return bool(tx.scalar(_ANY_DUE, {"now": now}))


def free_places(tx: Session, now: datetime, catalog: Catalog, lead: timedelta) -> int:
    """End the holds that ran out and give every returned place its next step; returns how many there were."""
    ended = free_expired_holds(tx, now)
    tx.flush()
    return ended + returns.work_off(tx, now, catalog, lead)


def free_expired_holds(tx: Session, now: datetime) -> int:
    """End all reservations (and offers) that ran out; returns how many."""
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
        if appointment.wish is not None:
            returns.offer_ran_out(tx, appointment)
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
        appointment.birth_date = appointment.person = None
        appointment.erased = True
        nobody = {"name": None, "said_name": None, "email": None}
        tx.execute(update(Guest).where(Guest.appointment == appointment.id).values(**nobody))
        audit.note(tx, now, audit.SYSTEM, "erased", appointment.id)
    return len(due)


def end_wishes(tx: Session, now: datetime, keep: timedelta) -> int:
    """End wishes whose last day is over, and delete who it was some days later; returns how many were deleted."""
    today = berlin(now).date()
    over = (Wish.state == ListState.WAITING, Wish.last < today)
    tx.execute(update(Wish).where(*over).values(state=ListState.RUN_OUT))
    due = (Wish.last < today - keep, Wish.erased.is_(False), Wish.state != ListState.OFFERED)
    nobody = dict.fromkeys(("person", "given_names", "family_name", "birth_date", "email", "mobile"))
    result = tx.execute(update(Wish).where(*due).values(erased=True, **nobody))
    return int(result.rowcount)  # type: ignore[attr-defined]


def delete_run_out(tx: Session, now: datetime, audit_kept: timedelta) -> None:
    """Delete stored answers, sessions, links and audit events whose time is over."""
    tx.execute(delete(StoredAnswer).where(StoredAnswer.created < now - ANSWERS_KEPT))
    tx.execute(delete(ClerkToken).where(ClerkToken.expires_at <= now))
    tx.execute(delete(AuditEvent).where(AuditEvent.at < now - audit_kept))
    tx.execute(delete(CitizenLink).where(CitizenLink.made < now - audit_kept))
    captcha.forget_old(tx, now)


def sweep(database: Database, settings: Settings, clock: Clock, catalog: Catalog) -> int:
    """Everything above, each in a transaction of its own; returns how many appointments were touched."""
    now = clock.now()
    touched = 0
    with database.write() as tx:
        touched += free_places(tx, now, catalog, settings.lead)
    with database.write() as tx:
        touched += close_past_days(tx, now)
    with database.write() as tx:
        touched += erase_personal_data(tx, now, timedelta(days=settings.retention_days))
    with database.write() as tx:
        end_wishes(tx, now, timedelta(days=settings.retention_days))
    with database.write() as tx:
        delete_run_out(tx, now, timedelta(days=settings.audit_days))
    database.wipe_journal()
    return touched
