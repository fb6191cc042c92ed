"""Rules of the booking: what is free, holding a place, saying who comes; a clerk books for somebody on the phone."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import HoldExpired, SlotTaken, WrongState
from clerk_desktop.common.matters import MatterView
from clerk_desktop.common.messages.booking import (
    AppointmentView,
    BookingRequest,
    CaptchaView,
    OfficeView,
    ReservationRequest,
    ReservationView,
    SlotsView,
    TownView,
)
from clerk_desktop.common.messages.clerk import ClerkBookingRequest
from clerk_desktop.hosted import audit, lifecycle, outbox
from clerk_desktop.hosted.access import SignedIn, clerk_of, held_by, hold_of, new_id, new_token, token_hash
from clerk_desktop.hosted.booking.parts import Parts, check_person, today
from clerk_desktop.hosted.booking.recent import Recent
from clerk_desktop.hosted.catalog import Catalog
from clerk_desktop.hosted.idempotency import Attempt
from clerk_desktop.hosted.lifecycle import begin, move
from clerk_desktop.hosted.places import Span
from clerk_desktop.hosted.problems import TakenBut
from clerk_desktop.hosted.returns import reference
from clerk_desktop.hosted.schema import Appointment
from clerk_desktop.hosted.views import appointment_view


class BookingService:
    """From the first look at the slots to the booking."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._catalog: Catalog = parts.catalog
        self._recent: Recent[SlotsView] = Recent(parts.database, parts.clock)

    def town(self) -> TownView:
        """What is switched on."""
        return self._catalog.town.view(self._parts.settings.hold)

    def captcha(self) -> CaptchaView:
        """A challenge for the next reservation."""
        return self._parts.captcha.challenge()

    def offices(self) -> list[OfficeView]:
        """All offices of the town."""
        return [self._catalog.office_view(office) for office in self._catalog.offices]

    def matters(self) -> list[MatterView]:
        """All matters, also those for the counter only (the page says so)."""
        return [matter.public() for matter in self._catalog.matters.values()]

    def slots(self, office_id: str, matter_ids: tuple[str, ...], first: date | None, days: int) -> SlotsView:
        """What can be booked, at most a second old. Raises NotFound for an unknown office or matter, TooLong."""
        office, matters = self._catalog.office(office_id), self._catalog.wanted(matter_ids)
        self._parts.keep_up()
        begins = first or today(self._parts.clock)

        def look() -> SlotsView:
            with self._parts.database.read() as tx:
                found = self._parts.availability.free(tx, office, matters, begins, days)
            return SlotsView(office=office_id, matters=matter_ids, slots=found)

        return self._recent.get((office_id, matter_ids, begins, days), look)

    def slots_inside(self, token: str, matter_ids: tuple[str, ...], first: date | None, days: int) -> SlotsView:
        """What a clerk can book in the own office. Raises NotSignedIn, NotFound, TooLong."""
        clerk = self._clerk(token)
        office, matters = self._catalog.office(clerk.office), self._catalog.wanted(matter_ids)
        self._parts.keep_up()
        begins = first or today(self._parts.clock)
        with self._parts.database.read() as tx:
            found = self._parts.availability.free(tx, office, matters, begins, days, inside=True)
        return SlotsView(office=office.id, matters=matter_ids, slots=found)

    def reserve(self, wanted: ReservationRequest, attempt: Attempt | None, address: str = "") -> ReservationView:
        """Hold a slot for some minutes.

        Args:
            address: where the request comes from.

        Raises:
            NotFound: unknown office or matter.
            BadInput: the office has no slot that begins then, or one of the matters needs a visit.
            TooLong: the matters together.
            TooManyRequests: from this address.
            CaptchaWrong: the proof of work is missing or wrong.
            SlotTaken: with alternatives, when the place is gone.
        """
        parts = self._parts
        office, matters = self._catalog.office(wanted.office), self._catalog.wanted(wanted.matters)
        slot = parts.availability.offered(office, matters, wanted.start)
        parts.fairness.address(address)
        ticket = parts.captcha.check(wanted.captcha)

        def work(tx: Session, token: str) -> ReservationView:
            parts.captcha.spend(tx, ticket)
            span = parts.availability.take(tx, office, matters, slot)
            held = self._new(tx, span, wanted.matters, State.RESERVED, token)
            lifecycle.reserve(tx, held, parts.clock.now())
            return ReservationView(
                appointment=held.id,
                hold_token=token,
                start=held.start,
                end=held.end,
                expires_at=held.reserved_until,
            )

        def hold() -> ReservationView:
            return parts.once.run(attempt, ReservationView, work, secret="hold_token")[0]  # noqa: S106 - a field name

        with suppress(SlotTaken):
            return hold()
        # What has run out matters only now that there is no place: most people find one at once.
        if parts.keep_up():
            with suppress(SlotTaken):
                return hold()
        with parts.database.read() as tx:
            raise TakenBut(parts.availability.near(tx, office, matters, slot.start))

    def release(self, hold_token: str) -> None:
        """Give a held slot back; it can be taken at once. Again, or after it ran out, is no error.

        Raises:
            LinkUnknown: there is no such reservation.
            WrongState: it was booked: that is cancelled by the mail's link.
        """
        now = self._parts.clock.now()
        with self._parts.database.write() as tx:
            held = held_by(tx, hold_token)
            if held.person is not None:
                raise WrongState("booked")
            if held.state is State.RESERVED:
                # As if it had run out: nobody can have planned with its place.
                move(tx, held, State.EXPIRED, audit.citizen(held.id), now)
        self._parts.keep_up()

    def confirm(self, hold_token: str, booking: BookingRequest, attempt: Attempt | None) -> AppointmentView:
        """Turn the reservation into an appointment (or ask for confirmation by mail) and decide its mail.

        Raises:
            LinkUnknown: there is no such reservation.
            HoldExpired: it ran out.
            BadInput: the birth date or the e-mail address cannot be.
            WrongState: it was confirmed before with other details.
            TooManyOpen: this person has as many appointments as the town allows.
            TooManyRequests: this person booked too often today.
        """
        check_person(booking.email, booking.birth_date, today(self._parts.clock))

        def work(tx: Session, _token: str) -> AppointmentView:
            return self._confirm(tx, hold_of(tx, hold_token), booking)

        view, fresh = self._parts.once.run(attempt, AppointmentView, work)
        if fresh:
            self._parts.tell_booked(view)
        return view

    def book_inside(self, token: str, wanted: ClerkBookingRequest, attempt: Attempt | None) -> AppointmentView:
        """A clerk books in the own office, also on the places that are kept for this; the mail goes as usual.

        Raises:
            NotSignedIn: the token is void.
            NotFound: unknown matter.
            TooLong: the matters together.
            BadInput: no slot begins then, or a detail cannot be.
            SlotTaken: with what is free for clerks nearby left to the desk.
        """
        parts = self._parts
        clerk = self._clerk(token)
        office, matters = self._catalog.office(clerk.office), self._catalog.wanted(wanted.matters)
        slot = parts.availability.offered(office, matters, wanted.start)
        check_person(wanted.email, wanted.birth_date, today(parts.clock))
        parts.keep_up()

        def work(tx: Session, _token: str) -> AppointmentView:
            span = parts.availability.take(tx, office, matters, slot, inside=True)
            booked = self._new(tx, span, wanted.matters, State.CONFIRMED, new_token())
            self._fill_in(booked, wanted.model_dump(exclude={"matters", "start"}))
            begin(tx, booked, audit.clerk(clerk.id), parts.clock.now())
            parts.announce(tx, booked, "confirmation")
            return appointment_view(booked, self._catalog, parts.clock.now())

        view, fresh = parts.once.run(attempt, AppointmentView, work)
        if fresh:
            parts.tell_booked(view)
        return view

    def _clerk(self, token: str) -> SignedIn:
        with self._parts.database.read() as tx:
            return clerk_of(tx, token, self._parts.clock.now())

    def _new(self, tx: Session, span: Span, matters: tuple[str, ...], state: State, token: str) -> Appointment:
        new = new_id()
        return Appointment(
            id=new,
            series=new,
            sequence=0,
            reference=reference(tx),
            office=span.office,
            serving_office=span.office,
            matters=matters,
            start=span.start,
            end=span.end,
            inside=span.inside,
            state=state,
            reserved_until=self._parts.clock.now() + self._parts.settings.hold,
            hold_hash=token_hash(token),
        )

    def _fill_in(self, appointment: Appointment, details: dict[str, object]) -> None:
        for name, value in details.items():
            setattr(appointment, name, value)
        assert appointment.email is not None  # noqa: S101 - just filled in
        assert appointment.birth_date is not None  # noqa: S101 - just filled in
        appointment.person = self._parts.persons.mark(appointment.email, appointment.birth_date)

    def _confirm(self, tx: Session, appointment: Appointment, booking: BookingRequest) -> AppointmentView:
        parts = self._parts
        now = parts.clock.now()
        details = booking.model_dump(exclude={"consent"})
        if appointment.state is State.EXPIRED or (
            appointment.state is State.RESERVED and appointment.reserved_until <= now
        ):
            raise HoldExpired
        if appointment.state is not State.RESERVED or appointment.person is not None:
            if any(getattr(appointment, name) != value for name, value in details.items()):
                raise WrongState("confirmed before with other details")
            return appointment_view(appointment, self._catalog, now)
        mark = parts.persons.mark(booking.email, booking.birth_date)
        parts.fairness.open_appointments(tx, mark, now, besides=appointment.id)
        parts.fairness.person(mark)
        self._fill_in(appointment, details)
        if self._catalog.town.confirm_by_mail:
            appointment.reserved_until = min(now + self._catalog.town.confirm, appointment.start)
            audit.note(tx, now, audit.citizen(appointment.id), "asked_to_confirm", appointment.id)
            outbox.enqueue(tx, "please_confirm", now, appointment=appointment.id, stale=appointment.reserved_until)
        else:
            move(tx, appointment, State.CONFIRMED, audit.citizen(appointment.id), now)
            parts.announce(tx, appointment, "confirmation")
        lifecycle.book(tx, appointment)
        return appointment_view(appointment, self._catalog, now)
