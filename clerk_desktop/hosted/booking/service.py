"""Rules of the booking: what is free, holding a place, confirming it."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from email_validator import validate_email
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import Clock, berlin
from clerk_desktop.common.errors import HoldExpired, SlotTaken, WrongState
from clerk_desktop.common.matters import Matter, MatterView
from clerk_desktop.common.messages import (
    AppointmentView,
    BookingRequest,
    OfficeView,
    ReservationRequest,
    ReservationView,
    SlotsView,
    SlotView,
)
from clerk_desktop.common.slots import Slot, slots_between
from clerk_desktop.hosted import audit, outbox
from clerk_desktop.hosted.access import appointment_of, held_by, new_id, new_token, token_hash
from clerk_desktop.hosted.booking import store
from clerk_desktop.hosted.catalog import Catalog, Office, duration
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.events import Bus, Changed, MailQueued
from clerk_desktop.hosted.idempotency import Attempt, Idempotency
from clerk_desktop.hosted.lifecycle import cells_of, move
from clerk_desktop.hosted.problems import TakenBut, WrongFields
from clerk_desktop.hosted.retention import any_expired_hold, free_expired_holds
from clerk_desktop.hosted.schema import Appointment
from clerk_desktop.hosted.views import appointment_view

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""For the reference that people read aloud: nothing that looks or sounds like another."""
ALTERNATIVES = 3
OLDEST = timedelta(days=130 * 366)


class BookingService:
    """The citizen's side: offices, matters, free slots, reservation, booking."""

    def __init__(
        self, database: Database, catalog: Catalog, settings: Settings, clock: Clock, idempotency: Idempotency, bus: Bus
    ) -> None:
        self._database = database
        self._catalog = catalog
        self._settings = settings
        self._clock = clock
        self._once = idempotency
        self._bus = bus

    def offices(self) -> list[OfficeView]:
        """All offices of the town."""
        return [office.view() for office in self._catalog.offices.values()]

    def matters(self) -> list[MatterView]:
        """All matters, also those for the counter only (the page says so)."""
        return [matter.public() for matter in self._catalog.matters.values()]

    def slots(self, office_id: str, matter_id: str, first: date | None, days: int) -> SlotsView:
        """What can be booked. Raises NotFound for an unknown office or matter."""
        office, matter = self._catalog.office(office_id), self._catalog.matter(matter_id)
        today = berlin(self._clock.now()).date()
        begin = max(first or today, today)
        self._free_holds()
        with self._database.read() as tx:
            return SlotsView(office=office_id, matter=matter_id, slots=self._free(tx, office, matter, begin, days))

    def reserve(self, wanted: ReservationRequest, attempt: Attempt | None) -> ReservationView:
        """Hold a slot for some minutes.

        Raises:
            NotFound: unknown office or matter.
            BadInput: the office has no slot that begins then, or the matter needs a visit.
            SlotTaken: with alternatives, when the place is gone.
        """
        office, matter = self._catalog.office(wanted.office), self._catalog.matter(wanted.matter)
        slot = self._offered(office, matter, wanted.start)
        self._free_holds()

        def work(tx: Session, token: str) -> ReservationView:
            return self._hold(tx, office, matter, slot, token)

        try:
            return self._once.run(attempt, ReservationView, work, secret="hold_token")[0]  # noqa: S106 - a field name
        except SlotTaken:
            raise TakenBut(self._near(office, matter, slot.start)) from None

    def confirm(self, hold_token: str, booking: BookingRequest, attempt: Attempt | None) -> AppointmentView:
        """Turn the reservation into an appointment and decide its mail, in one transaction.

        Raises:
            LinkUnknown: there is no such reservation.
            HoldExpired: it ran out.
            BadInput: the birth date cannot be.
            WrongState: it was confirmed before with other details.
        """
        today = berlin(self._clock.now()).date()
        if not today - OLDEST <= booking.birth_date <= today:
            raise WrongFields("birth_date")
        if validate_email(booking.email, check_deliverability=False).ascii_email is None:
            raise WrongFields("email")  # many mail servers cannot deliver to such a mailbox

        def work(tx: Session, _token: str) -> AppointmentView:
            return self._confirm(tx, held_by(tx, hold_token), booking)

        view, fresh = self._once.run(attempt, AppointmentView, work)
        if fresh:
            self._bus.tell(MailQueued(), Changed(view.id, view.office.id))
        return view

    def appointment(self, link_token: str) -> AppointmentView:
        """The appointment behind a link. Raises LinkUnknown, LinkExpired."""
        with self._database.read() as tx:
            return appointment_view(appointment_of(tx, link_token, self._clock.now()), self._catalog)

    def _free_holds(self) -> None:
        now = self._clock.now()
        with self._database.read() as tx:
            due = any_expired_hold(tx, now)
        if due:
            with self._database.write() as tx:
                free_expired_holds(tx, now)

    def _all_slots(self, office: Office, matter: Matter, first: date, days: int) -> list[Slot]:
        if matter.counter_only:
            return []
        now = self._clock.now()
        days = min(days, (berlin(now).date() - first).days + self._settings.horizon_days)
        # Cells are five minutes; a matter of twelve minutes is offered every fifteen.
        step = timedelta(minutes=-(-matter.duration_minutes // 5) * 5)
        slots = slots_between(first, days, office.rules, step, office.closed)
        return [slot for slot in slots if slot.start >= now + self._settings.lead]

    def _free(self, tx: Session, office: Office, matter: Matter, first: date, days: int) -> tuple[SlotView, ...]:
        slots = self._all_slots(office, matter, first, days)
        if not slots:
            return ()
        used = store.used_cells(tx, office.id, slots[0].start, slots[-1].start + duration(matter))
        found = []
        for slot in slots:
            free = slot.places - max(used.get(cell, 0) for cell in cells_of(slot.start, slot.start + duration(matter)))
            if free > 0:
                found.append(SlotView(start=slot.start, free=free))
        return tuple(found)

    def _offered(self, office: Office, matter: Matter, start: datetime) -> Slot:
        """The slot that begins exactly then, by the opening rules alone."""
        if matter.counter_only:
            raise WrongFields("matter")
        if start.tzinfo is None:
            raise WrongFields("start")
        step = timedelta(minutes=-(-matter.duration_minutes // 5) * 5)
        for slot in slots_between(berlin(start).date(), 1, office.rules, step, office.closed):
            if slot.start == start:
                return slot
        raise WrongFields("start")

    def _hold(self, tx: Session, office: Office, matter: Matter, slot: Slot, token: str) -> ReservationView:
        now = self._clock.now()
        last_day = berlin(now).date() + timedelta(days=self._settings.horizon_days)
        if slot.start < now + self._settings.lead or berlin(slot.start).date() >= last_day:
            raise SlotTaken("too late or too far ahead")
        end = slot.start + duration(matter)
        if not store.take(tx, office.id, slot.start, end, slot.places):
            raise SlotTaken
        appointment = Appointment(
            id=new_id(),
            reference=self._reference(tx),
            office=office.id,
            matter=matter.id,
            start=slot.start,
            end=end,
            state=State.RESERVED,
            reserved_until=now + self._settings.hold,
            hold_hash=token_hash(token),
        )
        tx.add(appointment)
        audit.note(tx, now, audit.citizen(appointment.id), State.RESERVED.value, appointment.id)
        return ReservationView(
            appointment=appointment.id,
            hold_token=token,
            start=slot.start,
            end=end,
            expires_at=appointment.reserved_until,
        )

    def _confirm(self, tx: Session, appointment: Appointment, booking: BookingRequest) -> AppointmentView:
        now = self._clock.now()
        details = booking.model_dump(exclude={"consent"})
        if appointment.state is State.EXPIRED or (
            appointment.state is State.RESERVED and appointment.reserved_until <= now
        ):
            raise HoldExpired
        if appointment.state is not State.RESERVED:
            if any(getattr(appointment, name) != value for name, value in details.items()):
                raise WrongState("confirmed before with other details")
            return appointment_view(appointment, self._catalog)
        for name, value in details.items():
            setattr(appointment, name, value)
        link_token = new_token()
        appointment.token_hash = token_hash(link_token)
        move(tx, appointment, State.CONFIRMED, audit.citizen(appointment.id), now)
        outbox.enqueue(tx, "confirmation", appointment.id, link_token, now)
        return appointment_view(appointment, self._catalog)

    def _near(self, office: Office, matter: Matter, wanted: datetime) -> tuple[SlotView, ...]:
        today = berlin(self._clock.now()).date()
        first = max(today, berlin(wanted).date() - timedelta(days=2))
        with self._database.read() as tx:
            free = self._free(tx, office, matter, first, 14)
        nearest = sorted(free, key=lambda slot: abs(slot.start - wanted))[:ALTERNATIVES]
        return tuple(sorted(nearest, key=lambda slot: slot.start))

    @staticmethod
    def _reference(tx: Session) -> str:
        while True:
            reference = "VB-" + "".join(secrets.choice(LETTERS) for _ in range(6))
            if not store.reference_taken(tx, reference):
                return reference
