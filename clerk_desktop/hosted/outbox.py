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

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import Clock
from clerk_desktop.common.errors import OfficeError
from clerk_desktop.hosted import audit
from clerk_desktop.hosted.access import new_id
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.schema import Appointment, OutboxMail

BACK_OFF = tuple(timedelta(seconds=s) for s in (5, 15, 60, 180, 600, 1800))
"""Pauses after the first, second … failure; the last one repeats until the appointment is over."""
LEASE = timedelta(minutes=10)
"""A claimed row that nobody finished for so long belongs to a process that died."""
NOT_WANTED = frozenset({State.CANCELLED, State.RESCHEDULED, State.EXPIRED})
_log = logging.getLogger(__name__)


class TryLater(Exception):
    """The mail server cannot take it now."""


class Undeliverable(Exception):
    """The mail server will never take it (no such mailbox)."""


@dataclass(frozen=True)
class Letter:
    """One mail to carry: `id` makes its Message-ID, `token` the link."""

    id: str
    kind: str
    appointment: Appointment
    token: str


class Carrier(Protocol):
    """Who really sends."""

    def send(self, letter: Letter) -> None:
        """Blocking. Raises TryLater or Undeliverable."""
        ...


def enqueue(tx: Session, kind: str, appointment: str, token: str, now: datetime) -> None:
    """Decide a mail in this transaction."""
    tx.add(
        OutboxMail(
            id=new_id(),
            kind=kind,
            appointment=appointment,
            secret=token,
            state="waiting",
            attempts=0,
            due=now,
            created=now,
            trouble=None,
        )
    )


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
        state = "sent"
        try:
            self._carrier.send(letter)
        except TryLater as later:
            state, trouble = "waiting", str(later)
        except Undeliverable as never:
            state, trouble = "undeliverable", str(never)
        with self._database.write() as tx:
            self._settle(tx, letter, state, trouble)
        return True

    def _claim(self, tx: Session) -> Letter | None:
        now = self._clock.now()
        due = or_(OutboxMail.state == "waiting", OutboxMail.state == "claimed")
        query = (
            select(OutboxMail)
            .where(due, OutboxMail.due <= now)
            .order_by(OutboxMail.due, OutboxMail.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = tx.scalar(query)
        if row is None:
            return None
        appointment = tx.get_one(Appointment, row.appointment)
        if row.secret is None or appointment.erased or appointment.state in NOT_WANTED:
            row.state, row.secret = "dropped", None
            return self._claim(tx)
        row.state, row.due, row.attempts = "claimed", now + LEASE, row.attempts + 1
        return Letter(row.id, row.kind, appointment, row.secret)

    def _settle(self, tx: Session, letter: Letter, state: str, trouble: str | None) -> None:
        now = self._clock.now()
        row = tx.get_one(OutboxMail, letter.id, with_for_update=True)
        if state == "waiting" and letter.appointment.end <= now:
            state = "undeliverable"  # nobody needs the link any more
        row.state, row.trouble = state, trouble
        if state == "waiting":
            row.due = now + BACK_OFF[min(row.attempts, len(BACK_OFF)) - 1]
        else:
            row.secret = None
            audit.note(tx, now, audit.SYSTEM, f"mail_{state}", row.appointment)
        if trouble:
            _log.warning("mail %s: %s after attempt %d (%s)", row.id, state, row.attempts, trouble)
