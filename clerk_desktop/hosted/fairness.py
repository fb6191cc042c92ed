"""So that everybody gets a place: how often an address or a person may book, and how many appointments one may have."""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import ENDED, State
from clerk_desktop.common.errors import TooManyOpen, TooManyRequests
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.limits import Limits
from clerk_desktop.hosted.schema import Appointment
from clerk_desktop.hosted.statements import Prepared

ADDRESS_WINDOW = timedelta(minutes=10)
PERSON_WINDOW = timedelta(days=1)


class Fairness:
    """The limits of the town.

    Args:
        max_open: appointments that one person may have ahead.
    """

    def __init__(self, limits: Limits, settings: Settings, max_open: int) -> None:
        self._limits = limits
        self._per_address = settings.reservations_per_address
        self._per_person = settings.bookings_per_person
        self._max_open = max_open

    def address(self, address: str) -> None:
        """Count one reservation (or wish) from this address. Raises TooManyRequests."""
        if not self._limits.hit(f"reserve:{_network(address)}", self._per_address, ADDRESS_WINDOW):
            raise TooManyRequests

    def person(self, mark: str) -> None:
        """Count one booking (or wish) of this person. Raises TooManyRequests."""
        if not self._limits.hit(f"book:{mark}", self._per_person, PERSON_WINDOW):
            raise TooManyRequests

    @staticmethod
    def alone(tx: Session, mark: str) -> None:
        """Until the end of this transaction no other one counts what this person has."""
        if tx.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
            lock = int.from_bytes(hashlib.sha256(mark.encode()).digest()[:8], "big", signed=True)
            _ALONE.run(tx, {"lock": lock})

    def open_appointments(self, tx: Session, mark: str, now: datetime, besides: str) -> None:
        """Let one more appointment of this person through; until the end of the transaction nobody else is asked.

        Args:
            besides: id of the appointment that is being booked.

        Raises:
            TooManyOpen: there are as many as the town allows.
        """
        self.alone(tx, mark)
        ((count,),) = _OPEN.rows(tx, {"mark": mark, "besides": besides, "now": now})
        if count >= self._max_open:
            raise TooManyOpen


# An offer is not the person's doing, and a hold that ran out is none.
_PENDING = (
    (Appointment.state == State.RESERVED) & Appointment.wish.is_(None) & (Appointment.reserved_until > bindparam("now"))
)
_OPEN = Prepared(
    select(func.count()).where(
        Appointment.person == bindparam("mark"),
        Appointment.id != bindparam("besides"),
        or_(and_(*(Appointment.state != state for state in sorted([*ENDED, State.RESERVED]))), _PENDING),
    )
)
"""How many appointments a person has ahead."""
_ALONE = Prepared(select(func.pg_advisory_xact_lock(bindparam("lock", type_=BigInteger))))


def _network(address: str) -> str:
    """Whom an address stands for: with IPv6 one household has a whole /64."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address
