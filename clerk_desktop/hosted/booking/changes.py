"""What a citizen does with the mail's link, without an account: see, confirm, cancel, move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import HoldExpired, SlotTaken, TooLate, WrongState
from clerk_desktop.common.messages.booking import AppointmentView
from clerk_desktop.hosted import audit, outbox
from clerk_desktop.hosted.access import appointment_of, new_id, new_token, token_hash
from clerk_desktop.hosted.booking.parts import Parts
from clerk_desktop.hosted.idempotency import Attempt
from clerk_desktop.hosted.lifecycle import begin, move
from clerk_desktop.hosted.problems import TakenBut
from clerk_desktop.hosted.returns import PERSONAL, reference
from clerk_desktop.hosted.schema import Appointment
from clerk_desktop.hosted.views import CHANGEABLE, appointment_view

BOOKED = frozenset({State.CONFIRMED, State.WAITING})
Work = Callable[[Session, list[Appointment]], AppointmentView]
"""Changes something in a transaction and says which appointments are different now."""


class ChangeService:
    """All that the link opens. Each change is one transaction with its mail, its places and its audit event."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def appointment(self, token: str) -> AppointmentView:
        """The appointment behind a link. Raises LinkUnknown, LinkExpired, LinkMoved."""
        now = self._parts.clock.now()
        with self._parts.database.read() as tx:
            return appointment_view(appointment_of(tx, token, now), self._parts.catalog, now)

    def sequence(self, token: str) -> tuple[AppointmentView, str, int]:
        """What its calendar file needs beside the view: the id of the series and the number of changes so far."""
        now = self._parts.clock.now()
        with self._parts.database.read() as tx:
            found = appointment_of(tx, token, now)
            return appointment_view(found, self._parts.catalog, now), found.series, found.sequence

    def confirm(self, token: str, attempt: Attempt | None) -> AppointmentView:
        """The mail has arrived: the booking stands. Again is no error.

        Raises:
            HoldExpired: it was not confirmed in time.
            WrongState: it was cancelled.
        """

        def work(tx: Session, touched: list[Appointment]) -> AppointmentView:
            now = self._parts.clock.now()
            appointment = appointment_of(tx, token, now, lock=True)
            if appointment.state is State.EXPIRED or (
                appointment.state is State.RESERVED and appointment.reserved_until <= now
            ):
                raise HoldExpired
            if appointment.state is State.CANCELLED:
                raise WrongState("cancelled")
            if appointment.state is State.RESERVED:
                move(tx, appointment, State.CONFIRMED, audit.citizen(appointment.id), now)
                self._parts.announce(tx, appointment, "confirmation")
                touched.append(appointment)
            return appointment_view(appointment, self._parts.catalog, now)

        return self._run(attempt, work)

    def cancel(self, token: str, attempt: Attempt | None) -> AppointmentView:
        """Give the appointment up. Again is no error.

        Raises:
            TooLate: it has begun or was called.
            WrongState: it is over.
        """

        def work(tx: Session, touched: list[Appointment]) -> AppointmentView:
            now = self._parts.clock.now()
            appointment = appointment_of(tx, token, now, lock=True)
            if appointment.state is not State.CANCELLED:
                self._check_changeable(appointment, now)
                mail = appointment.state in BOOKED
                move(tx, appointment, State.CANCELLED, audit.citizen(appointment.id), now)
                appointment.sequence += 1
                outbox.drop_reminders(tx, appointment)
                if mail:
                    outbox.enqueue(tx, "cancelled", now, appointment=appointment.id)
                self._parts.pass_on(tx)
                touched.append(appointment)
            return appointment_view(appointment, self._parts.catalog, now)

        return self._run(attempt, work)

    def reschedule(self, token: str, start: datetime, attempt: Attempt | None) -> AppointmentView:
        """Take another slot and give the present one back, both or neither; the person stays the same.

        Raises:
            BadInput: the office has no slot that begins then.
            SlotTaken: with alternatives; nothing has changed then.
            TooLate: the present one has begun or was called.
            WrongState: it is over, or not confirmed yet.
        """

        def work(tx: Session, touched: list[Appointment]) -> AppointmentView:
            now = self._parts.clock.now()
            old = appointment_of(tx, token, now, lock=True)
            self._check_changeable(old, now)
            if old.state is State.RESERVED:
                raise WrongState("not confirmed yet")
            if start == old.start:
                return appointment_view(old, self._parts.catalog, now)
            new = self._move(tx, old, start)
            touched.extend((old, new))
            return appointment_view(new, self._parts.catalog, now)

        self._parts.keep_up()
        try:
            return self._run(attempt, work)
        except SlotTaken:
            with self._parts.database.read() as tx:
                old = appointment_of(tx, token, self._parts.clock.now())
                office, matters = self._parts.catalog.office(old.office), self._parts.catalog.several(old.matters)
                alternatives = self._parts.availability.near(tx, office, matters, start)
            raise TakenBut(alternatives) from None

    def _move(self, tx: Session, old: Appointment, start: datetime) -> Appointment:
        parts = self._parts
        now, actor = parts.clock.now(), audit.citizen(old.id)
        office, matters = parts.catalog.office(old.office), parts.catalog.several(old.matters)
        span = parts.availability.take(tx, office, matters, parts.availability.offered(office, matters, start))
        new = Appointment(
            id=new_id(),
            series=old.series,
            sequence=old.sequence + 1,
            reference=reference(tx),
            office=old.office,
            serving_office=old.office,
            matters=old.matters,
            start=span.start,
            end=span.end,
            inside=False,
            state=State.CONFIRMED,
            reserved_until=now,
            hold_hash=token_hash(new_token()),  # there is no hold: nobody knows this token
            **{name: getattr(old, name) for name in PERSONAL},
        )
        begin(tx, new, actor, now)
        if old.state is State.WAITING:
            move(tx, old, State.CONFIRMED, actor, now)
        move(tx, old, State.RESCHEDULED, actor, now)
        outbox.drop_reminders(tx, old)
        parts.announce(tx, new, "moved")
        parts.pass_on(tx)
        return new

    def _check_changeable(self, appointment: Appointment, now: datetime) -> None:
        if appointment.state in CHANGEABLE and now < appointment.start:
            return
        over = {State.CANCELLED, State.EXPIRED, State.FINISHED, State.MISSED}
        raise WrongState(appointment.state.value) if appointment.state in over else TooLate

    def _run(self, attempt: Attempt | None, work: Work) -> AppointmentView:
        touched: list[Appointment] = []
        # Who let an offer run out waits again, and is asked before a place that this change gives back goes to all.
        self._parts.keep_up()
        view, fresh = self._parts.once.run(attempt, AppointmentView, lambda tx, _token: work(tx, touched))
        if fresh:
            self._parts.tell(*((appointment.id, appointment.serving_office) for appointment in touched))
        return view
