"""SQL of the booking: counter cells, reservations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from clerk_desktop.hosted.lifecycle import cells_of
from clerk_desktop.hosted.schema import Appointment, Cell


def used_cells(tx: Session, office: str, first: datetime, last: datetime) -> dict[datetime, int]:
    """How many places are taken in each cell of this span; a cell that is missing is empty."""
    query = select(Cell.start, Cell.used).where(Cell.office == office, Cell.start >= first, Cell.start < last)
    return {row.start: row.used for row in tx.execute(query)}


def take(tx: Session, office: str, start: datetime, end: datetime, places: int) -> bool:
    """Count one more in every cell from `start` to `end`; False (and the caller rolls back) when one is full.

    The condition stands in the UPDATE and once more as a CHECK of the table, so it holds on any database
    and with any number of processes.
    """
    for moment in cells_of(start, end):
        here = and_(Cell.office == office, Cell.start == moment)
        if tx.scalar(select(Cell.used).where(here)) is None:
            _make(tx, office, moment, places)
        # The town may have changed the number of places since the cell was made.
        tx.execute(update(Cell).where(here, Cell.capacity != places, Cell.used <= places).values(capacity=places))
        counted = tx.execute(
            update(Cell).where(here, Cell.used < places, Cell.used < Cell.capacity).values(used=Cell.used + 1)
        )
        if counted.rowcount != 1:  # type: ignore[attr-defined]
            return False
    return True


def _make(tx: Session, office: str, start: datetime, places: int) -> None:
    values = {"office": office, "start": start, "capacity": places, "used": 0}
    if tx.get_bind().dialect.name == "postgresql":
        tx.execute(postgresql.insert(Cell).values(values).on_conflict_do_nothing())
    else:
        tx.execute(sqlite.insert(Cell).values(values).on_conflict_do_nothing())


def reference_taken(tx: Session, reference: str) -> bool:
    """Whether an appointment with this reference exists."""
    return tx.scalar(select(Appointment.id).where(Appointment.reference == reference)) is not None
