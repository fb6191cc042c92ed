"""What becomes of a place that was given back: offered to the waiting list, then, after a random time, to everybody.

Called on every read and write of the booking and by the housekeeper, so that nothing waits for a timer.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import berlin
from clerk_desktop.common.messages import ListState
from clerk_desktop.hosted import audit, outbox
from clerk_desktop.hosted.access import new_id, new_token, token_hash
from clerk_desktop.hosted.catalog import Catalog, duration
from clerk_desktop.hosted.lifecycle import begin
from clerk_desktop.hosted.places import CELL, Span, cells_of, give_back
from clerk_desktop.hosted.schema import Appointment, Return, Wish

BATCH = 100
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""For the reference that people read aloud: nothing that looks or sounds like another."""
PERSONAL = ("person", "given_names", "family_name", "birth_date", "email", "mobile", "language")
"""What an offer takes over from the waiting list."""
UNANSWERED = 2
"""After so many offers without an answer somebody no longer waits."""


def pass_on(tx: Session, now: datetime, catalog: Catalog, lead: timedelta) -> int:
    """Offer what was given back just now, or let its random time begin; returns how many there were.

    `lead` is how long before its start a slot is still given away. This changes no counter, so that it may stand in a
    transaction that has taken other places: two who swap their slots must not lock each other out.
    """
    due = _due(tx, now, fresh=True)
    for row in due:
        if _offer(tx, row, now, catalog, lead):
            tx.delete(row)
        elif row.inside or row.start <= now:
            row.delayed = True
        else:
            row.delayed, row.due = True, now + catalog.town.release_delay()
    tx.flush()
    return len(due)


def work_off(tx: Session, now: datetime, catalog: Catalog, lead: timedelta) -> int:
    """Give every returned place that is due its next step, the last one included; returns how many there were."""
    passed_on = pass_on(tx, now, catalog, lead)
    due = _due(tx, now, fresh=False)
    for row in due:
        if not _offer(tx, row, now, catalog, lead):
            give_back(tx, Span(row.office, row.start, row.end, row.inside))
        tx.delete(row)
    tx.flush()
    return passed_on + len(due)


def _due(tx: Session, now: datetime, fresh: bool) -> Sequence[Return]:
    query = (
        select(Return)
        .where(Return.due <= now, Return.delayed.is_(not fresh))
        .order_by(Return.office, Return.start, Return.id)  # everybody locks the counters in this order
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return tx.scalars(query).all()


def reference(tx: Session) -> str:
    """A fresh reference for people to name an appointment by."""
    while True:
        found = "VB-" + "".join(secrets.choice(LETTERS) for _ in range(6))
        if tx.scalar(select(Appointment.id).where(Appointment.reference == found)) is None:
            return found


def _offer(tx: Session, row: Return, now: datetime, catalog: Catalog, lead: timedelta) -> bool:
    """Hold the place for the next in turn whom it suits; False when there is nobody or no time."""
    until = min(now + catalog.town.offer, row.start - lead)
    if row.inside or not catalog.town.waiting_list or until <= now:
        return False
    wish = next(iter(_suiting(tx, row, catalog)), None)
    if wish is None:
        return False
    end = row.start + duration(catalog.several(wish.matters))
    appointment = Appointment(
        id=new_id(),
        reference=reference(tx),
        sequence=0,
        office=row.office,
        serving_office=row.office,
        matters=wish.matters,
        start=row.start,
        end=end,
        inside=False,
        state=State.RESERVED,
        reserved_until=until,
        hold_hash=token_hash(new_token()),  # nobody knows this token: only the offer's link opens it
        wish=wish.id,
        **{name: getattr(wish, name) for name in PERSONAL},
    )
    appointment.series = appointment.id
    begin(tx, appointment, audit.SYSTEM, now)
    wish.state = ListState.OFFERED
    outbox.enqueue(tx, "offer", now, appointment=appointment.id, wish=wish.id, stale=until)
    rest = max(cells_of(row.start, end)) + CELL
    if rest < row.end:
        tx.add(Return(office=row.office, start=rest, end=row.end, inside=False, delayed=row.delayed, due=now))
    return True


def _suiting(tx: Session, row: Return, catalog: Catalog) -> Iterable[Wish]:
    day = berlin(row.start).date()
    # Nobody is offered the same moment twice.
    offered = exists().where(Appointment.wish == Wish.id, Appointment.start == row.start)
    query = (
        select(Wish)
        .where(
            Wish.office == row.office, Wish.state == ListState.WAITING, Wish.first <= day, Wish.last >= day, ~offered
        )
        .order_by(Wish.created, Wish.id)
        .with_for_update(skip_locked=True)
    )
    for wish in tx.scalars(query):
        if not set(wish.matters) <= catalog.matters.keys():
            continue
        if row.start + duration(catalog.several(wish.matters)) <= row.end:
            yield wish


def offer_ran_out(tx: Session, appointment: Appointment) -> None:
    """The offer was not answered: back on the list, unless it was one too many."""
    wish = tx.get_one(Wish, appointment.wish, with_for_update=True)
    if wish.state is not ListState.OFFERED:
        return
    query = select(func.count()).where(Appointment.wish == wish.id, Appointment.state == State.EXPIRED)
    tx.flush()
    wish.state = ListState.RUN_OUT if (tx.scalar(query) or 0) >= UNANSWERED else ListState.WAITING
