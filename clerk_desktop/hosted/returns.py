"""What becomes of a place that was given back: offered to the waiting list, then, after a random time, to everybody.

Called on every read and write of the booking and by the housekeeper, so that nothing waits for a timer.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import berlin
from clerk_desktop.common.messages.booking import ListState
from clerk_desktop.hosted import audit, outbox
from clerk_desktop.hosted.access import new_id, new_token, token_hash
from clerk_desktop.hosted.catalog import Catalog, Office, duration
from clerk_desktop.hosted.lifecycle import begin
from clerk_desktop.hosted.places import CELL, Span, cells_of, give_back, take
from clerk_desktop.hosted.schema import Appointment, Return, Wish
from clerk_desktop.hosted.statements import Prepared

BATCH = 100
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""For the reference that people read aloud: nothing that looks or sounds like another."""
PERSONAL = ("person", "given_names", "family_name", "birth_date", "email", "mobile", "language")
"""What an offer takes over from the waiting list."""
_NAMED = Prepared(select(Appointment.id).where(Appointment.reference == bindparam("reference")))
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
    done = 0
    for row in _due(tx, now, fresh=False):
        done += 1
        tx.delete(row)
        if _offer(tx, row, now, catalog, lead):
            continue
        if _offer_with_room_behind(tx, row, now, catalog, lead):
            # Its counters lie behind all that are locked so far; the other rows would not. They have their turn soon.
            break
        give_back(tx, Span(row.office, row.start, row.end, row.inside))
    tx.flush()
    return passed_on + done


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
        number, found = secrets.randbelow(len(LETTERS) ** 6), "VB-"
        for _ in range(6):
            number, letter = divmod(number, len(LETTERS))
            found += LETTERS[letter]
        if not _NAMED.rows(tx, {"reference": found}):
            return found


def _offer(tx: Session, row: Return, now: datetime, catalog: Catalog, lead: timedelta) -> bool:
    """Hold the place for the next in turn whom it suits; False when there is nobody or no time."""
    until = _until(row, now, catalog, lead)
    wish = next(iter(_suiting(tx, row, catalog)), None) if until else None
    if until is None or wish is None:
        return False
    end = row.start + duration(catalog.several(wish.matters))
    _hold(tx, row, wish, end, until, now)
    rest = _behind(row.start, end)
    if rest < row.end:
        tx.add(Return(office=row.office, start=rest, end=row.end, inside=False, delayed=row.delayed, due=now))
    return True


def _offer_with_room_behind(tx: Session, row: Return, now: datetime, catalog: Catalog, lead: timedelta) -> bool:
    """Hold the place for the next in turn who needs longer, if what comes right after it is free as well."""
    until = _until(row, now, catalog, lead)
    for wish in _suiting(tx, row, catalog, longer=True) if until else ():
        end = row.start + duration(catalog.several(wish.matters))
        if until and _take_room(tx, catalog.office(row.office), _behind(row.start, row.end), end):
            _hold(tx, row, wish, end, until, now)
            return True
    return False


def _take_room(tx: Session, office: Office, start: datetime, end: datetime) -> bool:
    """Take a public place in every cell, or none; what an office has may change from one cell to the next."""
    open_cells = {slot.start: slot for slot in office.slots(berlin(start).date(), 1, CELL)}
    for cell in cells_of(start, end):
        slot = open_cells.get(cell)
        if slot is None or not take(tx, Span(office.id, cell, cell + CELL), slot.places, slot.capacity):
            if cell > start:
                give_back(tx, Span(office.id, start, cell))
            return False
    return True


def _until(row: Return, now: datetime, catalog: Catalog, lead: timedelta) -> datetime | None:
    """How long an offer of this place could be held; None: it cannot be offered."""
    until = min(now + catalog.town.offer, row.start - lead)
    return None if row.inside or not catalog.town.waiting_list or until <= now else until


def _behind(start: datetime, end: datetime) -> datetime:
    """The first moment that an appointment leaves to others."""
    return max(cells_of(start, end)) + CELL


def _hold(tx: Session, row: Return, wish: Wish, end: datetime, until: datetime, now: datetime) -> None:
    """The offer itself, and its mail; the places are counted already."""
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


def _suiting(tx: Session, row: Return, catalog: Catalog, longer: bool = False) -> Iterable[Wish]:
    """Who waits for such a day and fits into the place, or needs longer than it, in their order."""
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
        if (row.start + duration(catalog.several(wish.matters)) > row.end) is longer:
            yield wish


def offer_ran_out(tx: Session, appointment: Appointment) -> None:
    """The offer was not answered: back on the list, unless it was one too many."""
    wish = tx.get_one(Wish, appointment.wish, with_for_update=True)
    if wish.state is not ListState.OFFERED:
        return
    query = select(func.count()).where(Appointment.wish == wish.id, Appointment.state == State.EXPIRED)
    tx.flush()
    wish.state = ListState.RUN_OUT if (tx.scalar(query) or 0) >= UNANSWERED else ListState.WAITING
