"""Taking and giving back places. Every contested place is decided here, by one statement of the database.

A place that was given back does not reappear at once: it is offered to the waiting list first, then after a random time
to everybody. Until then it stands in `returns` and still counts as used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from clerk_desktop.hosted.schema import Appointment, Cell, Return

CELL = timedelta(minutes=5)
"""Length of one counter cell. Every slot begins on a multiple of it."""


@dataclass(frozen=True)
class Span:
    """From `start` to `end` in one office; `inside` is for clerks and counts on no public place."""

    office: str
    start: datetime
    end: datetime
    inside: bool = False


@dataclass(frozen=True)
class Used:
    """How many places of a cell are taken, in all and by the public."""

    all: int
    public: int


def cells_of(start: datetime, end: datetime) -> Iterator[datetime]:
    """The beginnings of all cells that an appointment touches, in order (everybody locks them in this order)."""
    moment = start
    while moment < end:
        yield moment
        moment += CELL


def used_cells(tx: Session, office: str, first: datetime, last: datetime) -> dict[datetime, Used]:
    """How many places are taken in each cell of this span; a cell that is missing is empty."""
    query = select(Cell.start, Cell.used, Cell.public_used).where(
        Cell.office == office, Cell.start >= first, Cell.start < last
    )
    return {row.start: Used(row.used, row.public_used) for row in tx.execute(query)}


def take(tx: Session, span: Span, public: int, capacity: int) -> bool:
    """Count one more in every cell of the span; False (and the caller rolls back) when one is full.

    Args:
        public: how many places the public has there.
        capacity: how many there are at all. The town may have changed both since the cells were made.

    One statement decides, and once more a CHECK of the table, so it holds on any database with any number of processes.
    """
    if min(capacity, capacity if span.inside else public) < 1:
        return False
    cells = [
        {
            "office": span.office,
            "start": moment,
            "capacity": capacity,
            "used": 1,
            "public_capacity": public,
            "public_used": 0 if span.inside else 1,
        }
        for moment in cells_of(span.start, span.end)
    ]
    dialect: Any = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
    new = dialect.insert(Cell).values(cells)
    fits = (Cell.used < new.excluded.capacity) & (
        (new.excluded.public_used == 0) | (Cell.public_used < new.excluded.public_capacity)
    )
    # The public may have more than the town gives it now; then the higher number stands until they are gone.
    kept = case((Cell.public_used > new.excluded.public_capacity, Cell.public_used), else_=new.excluded.public_capacity)
    counted = tx.execute(
        new.on_conflict_do_update(
            index_elements=[Cell.office, Cell.start],
            set_={
                "used": Cell.used + 1,
                "capacity": new.excluded.capacity,
                "public_used": Cell.public_used + new.excluded.public_used,
                "public_capacity": kept,
            },
            where=fits,
        )
    )
    return bool(counted.rowcount == len(cells))  # type: ignore[attr-defined]


def give_back(tx: Session, span: Span) -> None:
    """Count the places of the span free again, at once."""
    here = (Cell.office == span.office, Cell.start >= span.start, Cell.start < span.end)
    # An UPDATE of many rows locks them in any order; reading first keeps everybody's order the same.
    tx.execute(select(Cell.start).where(*here).order_by(Cell.start).with_for_update())
    public = 0 if span.inside else 1
    tx.execute(
        update(Cell)
        .where(*here)
        .values(used=Cell.used - 1, public_used=Cell.public_used - public)
        .execution_options(synchronize_session=False)
    )


def release(tx: Session, appointment: Appointment, now: datetime, delayed: bool) -> None:
    """The appointment gives its places up; what becomes of them, `returns.work_off` decides.

    Args:
        delayed: True when no random time is needed any more, because nobody could know of the place.
    """
    tx.add(
        Return(
            office=appointment.office,
            start=appointment.start,
            end=appointment.end,
            inside=appointment.inside,
            delayed=delayed,
            due=now,
        )
    )


def any_return_due(tx: Session, now: datetime) -> bool:
    """Whether a place that was given back waits for its next step."""
    return bool(tx.scalar(select(exists().where(Return.due <= now))))
