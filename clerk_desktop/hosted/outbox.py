"""Mails are decided in the transaction of what they tell about, and carried out afterwards.

The mail server may be down: the booking stands and the mail follows. A row is claimed before it is carried, so no two
couriers carry the same; what was claimed by a process that died is carried again under the same Message-ID, so that a
mail server or reader that saw the first can drop the second.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import WITH_CLERK, State
from clerk_desktop.common.clock import BERLIN, Clock, berlin
from clerk_desktop.common.errors import OfficeError
from clerk_desktop.common.messages.booking import ListState
from clerk_desktop.common.messages.guests import OPEN
from clerk_desktop.hosted import audit
from clerk_desktop.hosted.access import drop_link, new_id, new_link
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.schema import Appointment, Guest, OutboxMail, Wish, table_of
from clerk_desktop.hosted.statements import Prepared

BACK_OFF = tuple(timedelta(seconds=s) for s in (5, 15, 60, 180, 600, 1800))
"""Pauses after the first, second … failure; the last one repeats until the appointment is over."""
LEASE = timedelta(minutes=10)
"""A claimed row that nobody finished for so long belongs to a process that died."""
REMINDERS = {"reminder_day", "reminder_hour"}
STILL = {
    "please_confirm": frozenset({State.RESERVED}),
    "offer": frozenset({State.RESERVED}),
    "cancelled": frozenset({State.CANCELLED}),
    "guest_invitation": WITH_CLERK,
    "reminder_day": frozenset({State.CONFIRMED}),
    "reminder_hour": frozenset({State.CONFIRMED}),
}
"""In which states a mail of this kind is still right."""
ALIVE = frozenset(State) - {State.CANCELLED, State.RESCHEDULED, State.EXPIRED}
"""The same for all others."""
_ENQUEUE = Prepared(insert(table_of(OutboxMail)), *table_of(OutboxMail).c.keys())
_log = logging.getLogger(__name__)


class TryLater(Exception):
    """The mail server cannot take it now.

    Args:
        why: for the log; never an address.
        perhaps_sent: the connection broke so late that the mail may have gone out.
    """

    def __init__(self, why: str, perhaps_sent: bool = False) -> None:
        super().__init__(why)
        self.perhaps_sent = perhaps_sent


class Undeliverable(Exception):
    """The mail server will never take it (no such mailbox)."""


@dataclass(frozen=True)
class Letter:
    """One mail to carry: `id` makes its Message-ID, `token` the link.

    It is about an appointment, a wish or both; with a `guest` it is the invitation to that appointment.
    """

    id: str
    kind: str
    token: str
    appointment: Appointment | None = None
    wish: Wish | None = None
    guest: Guest | None = None


class Carrier(Protocol):
    """Who really sends."""

    def send(self, letter: Letter) -> None:
        """Blocking. Raises TryLater or Undeliverable."""
        ...


def enqueue(
    tx: Session,
    kind: str,
    now: datetime,
    *,
    appointment: str | None = None,
    wish: str | None = None,
    guest: str | None = None,
    due: datetime | None = None,
    stale: datetime | None = None,
) -> None:
    """Decide a mail in this transaction; each kind goes once for an appointment.

    Args:
        guest: for an invitation: of whom; it names no appointment, as there may be several.
        due: when it is carried; None: now.
        stale: from when on it is dropped instead.
    """
    _ENQUEUE.later(tx, _row(kind, now, appointment, wish, due, stale) | {"guest": guest})


def enqueue_reminders(tx: Session, appointment: Appointment, now: datetime) -> None:
    """Decide the mails of the day before (at the same time of day) and one hour before, as far as they still lie ahead.

    After an hour without mail server a reminder still goes; the first one until two hours before the start.
    """
    start = berlin(appointment.start)
    day_before = datetime.combine(start.date() - timedelta(days=1), start.time(), BERLIN)
    hour = timedelta(hours=1)
    times = (
        ("reminder_day", day_before, appointment.start - 2 * hour),
        ("reminder_hour", appointment.start - hour, appointment.start),
    )
    for kind, due, stale in times:
        if due > now:
            _ENQUEUE.later(tx, _row(kind, now, appointment.id, None, due, stale))


def _row(
    kind: str, now: datetime, appointment: str | None, wish: str | None, due: datetime | None, stale: datetime | None
) -> dict[str, object]:
    return {
        "id": new_id(),
        "kind": kind,
        "appointment": appointment,
        "wish": wish,
        "guest": None,
        "state": "waiting",
        "attempts": 0,
        "due": due or now,
        "stale": stale,
        "created": now,
        "trouble": None,
    }


def drop_reminders(tx: Session, appointment: Appointment) -> None:
    """Nobody is to be reminded of this appointment any more."""
    waiting = (OutboxMail.appointment == appointment.id, OutboxMail.state == "waiting", OutboxMail.kind.in_(REMINDERS))
    tx.execute(update(OutboxMail).where(*waiting).values(state="dropped"))


class Courier:
    """Carries what is due, one mail after the other, until it is stopped.

    Args:
        carrier: None when no mail server is set; everything then stays in the outbox.
        poll_seconds: how often to look when nobody rings.
    """

    def __init__(self, database: Database, carrier: Carrier | None, clock: Clock, poll_seconds: float = 2) -> None:
        self._database = database
        self._carrier = carrier
        self._clock = clock
        self._poll = poll_seconds
        self._bell = asyncio.Event()

    def ring(self) -> None:
        """There is something new; call from the event loop."""
        self._bell.set()

    async def run(self) -> None:
        """Carry for ever; ends by being cancelled."""
        if self._carrier is None:
            _log.warning("no OFFICE_SMTP_URL is set: mails stay in the outbox")
            return
        while True:
            try:
                while await asyncio.to_thread(self.carry_one):
                    pass
            except OfficeError as trouble:
                _log.warning("outbox: %s", trouble.code)
            try:
                async with asyncio.timeout(self._poll):
                    await self._bell.wait()
            except TimeoutError:
                pass
            self._bell.clear()

    def carry_one(self) -> bool:
        """Claim the next mail that is due and send it; False when there is none."""
        if self._carrier is None:
            return False
        with self._database.write() as tx:
            letter = self._claim(tx)
        if letter is None:
            return False
        trouble = None
        state, link_stays = "sent", True
        try:
            self._carrier.send(letter)
        except TryLater as later:
            state, trouble, link_stays = "waiting", str(later), later.perhaps_sent
        except Undeliverable as never:
            state, trouble, link_stays = "undeliverable", str(never), False
        with self._database.write() as tx:
            if not link_stays:
                drop_link(tx, letter.token)  # nobody has read it
            self._settle(tx, letter, state, trouble)
        return True

    def _claim(self, tx: Session) -> Letter | None:
        now = self._clock.now()
        query = (
            select(OutboxMail)
            .where(OutboxMail.state.in_(("waiting", "claimed")), OutboxMail.due <= now)
            .order_by(OutboxMail.due, OutboxMail.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = tx.scalar(query)
        if row is None:
            return None
        guest = tx.get_one(Guest, row.guest) if row.guest else None
        about = guest.appointment if guest else row.appointment
        appointment = tx.get_one(Appointment, about) if about else None
        wish = tx.get_one(Wish, row.wish) if row.wish else None
        if not _wanted(row, appointment, wish, now) or (guest is not None and guest.state not in OPEN):
            row.state = "dropped"
            tx.flush()
            return self._claim(tx)
        row.state, row.due, row.attempts = "claimed", now + LEASE, row.attempts + 1
        # The link is made only now, so that no token lies in the database. A try that surely failed takes its own back;
        # one that may have arrived keeps it: perhaps it is the mail that the citizen reads.
        if guest is not None:
            token = new_link(tx, now, guest=guest.id)
        else:
            token = new_link(tx, now, wish=wish.id) if wish else new_link(tx, now, appointment=row.appointment)
        return Letter(row.id, row.kind, token, appointment, wish, guest)

    def _settle(self, tx: Session, letter: Letter, state: str, trouble: str | None) -> None:
        now = self._clock.now()
        row = tx.get_one(OutboxMail, letter.id, with_for_update=True)
        if state == "waiting" and letter.appointment is not None and letter.appointment.end <= now:
            state = "undeliverable"  # nobody needs the link any more
        row.state, row.trouble = state, trouble
        if state == "waiting":
            row.due = now + BACK_OFF[min(row.attempts, len(BACK_OFF)) - 1]
        else:
            about = letter.appointment.id if letter.appointment is not None else None
            audit.note(tx, now, audit.SYSTEM, f"mail_{state}", about)
        if trouble:
            _log.warning("mail %s: %s after attempt %d (%s)", row.id, state, row.attempts, trouble)


def _wanted(row: OutboxMail, appointment: Appointment | None, wish: Wish | None, now: datetime) -> bool:
    """Whether the mail is still right and in time."""
    if row.stale is not None and row.stale <= now:
        return False
    if appointment is not None:
        return not appointment.erased and appointment.state in STILL.get(row.kind, ALIVE)
    return wish is not None and not wish.erased and wish.state is not ListState.WITHDRAWN
