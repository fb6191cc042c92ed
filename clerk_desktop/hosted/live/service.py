"""Rules of the live sockets: who may connect, the waiting room, who may send signals to whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from clerk_desktop.common.appointments import ENDED, WITH_CLERK, State
from clerk_desktop.common.clock import Clock
from clerk_desktop.common.errors import TooEarly, WrongState
from clerk_desktop.common.messages.booking import AppointmentView
from clerk_desktop.common.messages.clerk import ClerkView
from clerk_desktop.common.messages.live import Position, Ready
from clerk_desktop.hosted import audit
from clerk_desktop.hosted.access import SignedIn, appointment_of, clerk_of
from clerk_desktop.hosted.catalog import Catalog, duration
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.lifecycle import move
from clerk_desktop.hosted.live import store
from clerk_desktop.hosted.presence import Presence
from clerk_desktop.hosted.views import appointment_view
from clerk_desktop.hosted.waiting import Line, call_order, expected_minutes


@dataclass(frozen=True)
class Standing:
    """Where an appointment stands at this moment, as the sockets need it."""

    id: str
    office: str
    state: State
    clerk_id: str | None
    clerk_name: str

    @property
    def with_clerk(self) -> bool:
        """Whether the two may exchange signals."""
        return self.state in WITH_CLERK and self.clerk_id is not None


class LiveService:
    """Blocking; called in threads by the sockets."""

    def __init__(
        self, database: Database, catalog: Catalog, settings: Settings, clock: Clock, presence: Presence
    ) -> None:
        self._database = database
        self._catalog = catalog
        self._early = settings.early
        self._clock = clock
        self._presence = presence

    def citizen(self, token: str) -> AppointmentView:
        """Whose link this is. Raises LinkUnknown, LinkExpired, LinkMoved."""
        now = self._clock.now()
        with self._database.read() as tx:
            appointment = appointment_of(tx, token, now)
        view = appointment_view(appointment, self._catalog, now)
        # In the waiting room counts who serves, not where it was booked.
        return view.model_copy(update={"office": self._catalog.office_view(appointment.serving_office)})

    def clerk(self, token: str) -> tuple[SignedIn, ClerkView]:
        """Whose desk this is. Raises NotSignedIn."""
        with self._database.read() as tx:
            clerk = clerk_of(tx, token, self._clock.now())
        office = self._catalog.office_view(clerk.office)
        return clerk, ClerkView(id=clerk.id, name=clerk.name, office=office)

    def ready(self, appointment_id: str, ready: Ready) -> Standing:
        """The citizen agreed and checked the devices: into the waiting room, unless a clerk has called already.

        Raises:
            TooEarly: the waiting room is not open yet.
            WrongState: the appointment is over.
        """
        now = self._clock.now()
        with self._database.write() as tx:
            appointment = store.locked(tx, appointment_id)
            if appointment.state in ENDED or appointment.state is State.RESERVED:
                raise WrongState(appointment.state.value)
            if now < appointment.start - self._early:
                raise TooEarly
            appointment.camera, appointment.microphone = ready.devices.camera, ready.devices.microphone
            if appointment.state is State.CONFIRMED:
                actor = audit.citizen(appointment_id)
                audit.note(tx, now, actor, "consented", appointment_id)
                move(tx, appointment, State.WAITING, actor, now)
            return Standing(
                appointment.id,
                appointment.serving_office,
                appointment.state,
                appointment.clerk_id,
                store.clerk_name(tx, appointment.clerk_id),
            )

    def step_out(self, appointment_id: str) -> str | None:
        """The citizen left the waiting room; tells whose it was, None when they were in none."""
        with self._database.write() as tx:
            appointment = store.locked(tx, appointment_id)
            if appointment.state is not State.WAITING:
                return None
            move(tx, appointment, State.CONFIRMED, audit.citizen(appointment_id), self._clock.now())
            return appointment.serving_office

    def standing(self, appointment_id: str) -> Standing:
        """Where the appointment stands now."""
        return self.standings([appointment_id])[appointment_id]

    def standings(self, appointments: Collection[str]) -> dict[str, Standing]:
        """Where these appointments stand now; unknown ones are left out."""
        if not appointments:
            return {}
        with self._database.read() as tx:
            return {row[0]: Standing(*row) for row in store.standings(tx, sorted(set(appointments)))}

    def cases_of(self, clerk_id: str) -> list[str]:
        """Ids of the appointments that belong to this clerk now."""
        with self._database.read() as tx:
            return [row.id for row in store.with_clerk(tx, clerk_id)]

    def waiting_anywhere(self) -> list[tuple[str, str]]:
        """Appointment and office of everybody who waits; after a restart nobody of them is connected yet."""
        with self._database.read() as tx:
            return [(row.id, row.serving_office) for row in store.all_waiting(tx)]

    def positions(self, office: str) -> dict[str, Position]:
        """What to tell everybody who waits in this office."""
        now = self._clock.now()
        with self._database.read() as tx:
            rows = store.on_the_move(tx, office)
        line = call_order(row for row in rows if row.state is State.WAITING)
        running = [self._left(row, now) for row in rows if row.state is not State.WAITING]
        clerks = self._presence.clerks_of(office)
        place, ahead = 1, timedelta()
        found = {}
        for row in line:
            minutes = expected_minutes((ahead,), running, clerks)
            parked = row.parked_by is not None
            found[row.id] = Position(place=place, expected_minutes=minutes, clerk_present=clerks > 0, parked=parked)
            if not parked:  # nobody waits for somebody who is left out
                place += 1
                ahead += duration(self._catalog.several(row.matters))
        return found

    def _left(self, row: Line, now: datetime) -> timedelta:
        planned = duration(self._catalog.several(row.matters))
        served = now - row.call_began if row.call_began else timedelta()
        return max(planned - served, timedelta(minutes=1))
