"""Taking and giving back places. Every contested place is decided here, by one statement of the database.

A place that was given back does not reappear at once: it is offered to the waiting list first, then after a random time
to everybody. Until then it stands in `returns` and still counts as used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.orm import Session

from clerk_desktop.hosted.schema import Appointment, Cell, Moment, Return
from clerk_desktop.hosted.statements import Prepared

CELL = timedelta(minutes=5)
"""Length of one counter cell. Every slot begins on a multiple of it."""


@dataclass(frozen=True)
class Span:
    """From `start` to `end` in one office; `inside` is for clerks and counts on no public place."""

    office: str
    start: datetime
    end: datetime
    inside: bool = False


def cells_of(start: datetime, end: datetime) -> Iterator[datetime]:
    """The beginnings of all cells that an appointment touches, in order (everybody locks them in this order)."""
    moment = start
    while moment < end:
        yield moment
        moment += CELL


def used_cells(tx: Session, office: str, first: datetime, last: datetime) -> dict[int, Sequence[int]]:
    """What is taken in each cell of this span: (its `mark`, places in all, places of the public) by `mark`.

    A cell that is missing is empty.
    """
    statement = _USED[tx.get_bind().dialect.name]
    rows = tx.execute(statement, {"office": office, "first": first, "last": last}).all()
    return {row[0]: row for row in rows}


def mark(moment: datetime) -> int:
    """Seconds since 1970: a key that is cheaper than the moment; a month of a busy office has thousands of cells."""
    return int(moment.timestamp())


_USED = {
    name: text(
        f"SELECT {seconds}, used, public_used FROM cells "  # noqa: S608 - nothing in it comes from outside
        "WHERE office = :office AND start >= :first AND start < :last"
    ).bindparams(bindparam("first", type_=Moment()), bindparam("last", type_=Moment()))
    for name, seconds in (
        ("sqlite", "CAST(strftime('%s', start) AS INTEGER)"),
        ("postgresql", "CAST(extract(epoch FROM start) AS BIGINT)"),
    )
}


def take(tx: Session, span: Span, public: int, capacity: int) -> bool:
    """Count one more in every cell of the span; False (and the caller rolls back) when one is full.

    Args:
        public: how many places the public has there.
        capacity: how many there are at all. The town may have changed both since the cells were made.

    One statement decides, and once more a CHECK of the table, so it holds on any database with any number of processes.
    """
    if min(capacity, capacity if span.inside else public) < 1:
        return False
    moments = list(cells_of(span.start, span.end))
    values: dict[str, object] = {
        "office": span.office,
        "capacity": capacity,
        "public_capacity": public,
        "public": 0 if span.inside else 1,
    }
    values |= {f"start_{number}": moment for number, moment in enumerate(moments)}
    return bool(_take(len(moments)).run(tx, values).rowcount == len(moments))


@cache
def _take(cells: int) -> Prepared:
    """The statement for so many cells; the same for both databases.

    Written out because SQLAlchemy would compile an INSERT of several rows anew each time, and this is the busiest one.
    """
    rows = ", ".join(f"(:office, :start_{n}, :capacity, 1, :public_capacity, :public)" for n in range(cells))
    # The public may have more than the town gives it now; then the higher number stands until they are gone.
    statement = f"""
        INSERT INTO cells (office, start, capacity, used, public_capacity, public_used) VALUES {rows}
        ON CONFLICT (office, start) DO UPDATE SET
            used = cells.used + 1,
            capacity = excluded.capacity,
            public_used = cells.public_used + excluded.public_used,
            public_capacity = CASE WHEN cells.public_used > excluded.public_capacity THEN cells.public_used
                ELSE excluded.public_capacity END
        WHERE cells.used < excluded.capacity
            AND (excluded.public_used = 0 OR cells.public_used < excluded.public_capacity)
    """  # noqa: S608 - nothing in it comes from outside
    return Prepared(text(statement).bindparams(*(bindparam(f"start_{n}", type_=Moment()) for n in range(cells))))


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
