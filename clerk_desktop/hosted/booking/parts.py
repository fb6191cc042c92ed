"""What the services of the booking share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from clerk_desktop.common.clock import Clock, berlin
from clerk_desktop.common.messages.booking import AppointmentView
from clerk_desktop.hosted import outbox, retention, returns
from clerk_desktop.hosted.booking.availability import Availability
from clerk_desktop.hosted.captcha import Captcha
from clerk_desktop.hosted.catalog import Catalog
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.events import Bus, Changed, MailQueued
from clerk_desktop.hosted.fairness import Fairness
from clerk_desktop.hosted.idempotency import Idempotency
from clerk_desktop.hosted.keys import Persons
from clerk_desktop.hosted.problems import WrongFields
from clerk_desktop.hosted.schema import Appointment

OLDEST_YEARS = 130


@dataclass(frozen=True)
class Parts:
    """Built once in the composition root."""

    database: Database
    catalog: Catalog
    settings: Settings
    clock: Clock
    once: Idempotency
    bus: Bus
    captcha: Captcha
    fairness: Fairness
    persons: Persons
    availability: Availability

    def keep_up(self) -> bool:
        """Give free what has run out by now, so that nobody sees or misses a place because of a timer.

        Returns:
            Whether there was anything.
        """
        now = self.clock.now()
        with self.database.read() as tx:
            due = retention.any_place_due(tx, now)
        if due:
            with self.database.write() as tx:
                touched = retention.free_places(tx, now, self.catalog, self.settings.lead)
            if touched:
                self.bus.tell(MailQueued())
        return due

    def pass_on(self, tx: Session) -> None:
        """Offer the places that this transaction gave back to the waiting list."""
        tx.flush()
        returns.pass_on(tx, self.clock.now(), self.catalog, self.settings.lead)

    def tell(self, *appointments: tuple[str, str]) -> None:
        """After the transaction: mails wait, these appointments (with their offices) changed."""
        self.bus.tell(MailQueued(), *(Changed(appointment, office) for appointment, office in appointments))

    def tell_booked(self, view: AppointmentView) -> None:
        """After the transaction of a new booking. Desks show one day: the others need not hear of another one's."""
        if berlin(view.start).date() > today(self.clock):
            self.tell()
        else:
            self.tell((view.id, view.office.id))

    def announce(self, tx: Session, appointment: Appointment, kind: str) -> None:
        """Decide the mail of a booking that stands now, and its reminders."""
        now = self.clock.now()
        outbox.enqueue(tx, kind, now, appointment=appointment.id)
        if self.catalog.town.reminders:
            outbox.enqueue_reminders(tx, appointment, now)


def check_person(email: str, birth_date: date, today: date) -> None:
    """What the models let pass and cannot be.

    Raises:
        BadInput: with the field.
    """
    if not today.replace(year=today.year - OLDEST_YEARS, day=min(today.day, 28)) <= birth_date <= today:
        raise WrongFields("birth_date")
    if not email.rpartition("@")[0].isascii():
        raise WrongFields("email")  # many mail servers cannot deliver to such a mailbox


def today(clock: Clock) -> date:
    """The day in Germany."""
    return berlin(clock.now()).date()
