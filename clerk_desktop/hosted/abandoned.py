"""Calls whose clerk does not come back count as interrupted after a while, so that another clerk can take them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import Clock
from clerk_desktop.hosted import audit
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.events import Bus, Changed
from clerk_desktop.hosted.lifecycle import move
from clerk_desktop.hosted.presence import Presence
from clerk_desktop.hosted.schema import Appointment

RUNNING = (State.CALLED, State.IN_CALL)


class Abandoned:
    """Remembers since when a running call has been without a desk; blocking.

    Args:
        gone_for: how long a desk may be away (a restart, a broken network) without losing its call.
    """

    def __init__(self, database: Database, bus: Bus, presence: Presence, clock: Clock, gone_for: timedelta) -> None:
        self._database = database
        self._bus = bus
        self._presence = presence
        self._clock = clock
        self._gone_for = gone_for
        self._since: dict[str, datetime] = {}

    def look(self) -> list[Changed]:
        """Interrupt what has been without a desk for too long; returns what changed."""
        if not self._bus.whole:
            self._since.clear()  # the desk may be with a process that cannot be heard just now
            return []
        now = self._clock.now()
        with self._database.read() as tx:
            query = select(Appointment.id, Appointment.serving_office, Appointment.clerk_id)
            running = tx.execute(query.where(Appointment.state.in_(RUNNING))).all()
        alone = {row.id for row in running if not self._presence.has_clerk(row.serving_office, row.clerk_id or "")}
        self._since = {appointment: self._since.get(appointment, now) for appointment in alone}
        lost = [appointment for appointment, since in self._since.items() if now - since >= self._gone_for]
        return [changed for changed in map(self._interrupt, sorted(lost)) if changed is not None]

    def _interrupt(self, appointment_id: str) -> Changed | None:
        with self._database.write() as tx:
            appointment = tx.get_one(Appointment, appointment_id, with_for_update=True)
            if appointment.state not in RUNNING:
                return None
            move(tx, appointment, State.INTERRUPTED, audit.SYSTEM, self._clock.now())
            return Changed(appointment.id, appointment.serving_office)
