"""What the counters of the database say."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from clerk_desktop.hosted.schema import Cell
from tests.hosted.harness import Server


def cells(server: Server, office: str = "city") -> dict[datetime, int]:
    """Used places by cell."""
    with server.service.database.read() as tx:
        return {row.start: row.used for row in tx.scalars(select(Cell).where(Cell.office == office))}
