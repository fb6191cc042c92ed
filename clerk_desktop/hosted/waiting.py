"""The fair order of the waiting room, and an honest estimate of how long it takes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol, TypeVar

from clerk_desktop.common.appointments import State
from clerk_desktop.hosted.schema import Appointment, table_of


class Waits(Protocol):
    """What decides who is first: an `Appointment`, or as much of one as a query has read."""

    @property
    def id(self) -> str:
        """Of the appointment."""
        ...

    @property
    def start(self) -> datetime:
        """The agreed time."""
        ...

    @property
    def waiting_since(self) -> datetime | None:
        """When they came."""
        ...


class Line(NamedTuple):
    """What a queue shows of an appointment: a full waiting room is read at every change, so only what is needed."""

    id: str
    reference: str
    office: str
    serving_office: str
    matters: tuple[str, ...]
    start: datetime
    state: State
    given_names: str | None
    family_name: str | None
    waiting_since: datetime | None
    camera: bool | None
    microphone: bool | None
    clerk_id: str | None
    parked_by: str | None
    call_began: datetime | None


LINE = tuple(table_of(Appointment).c[name] for name in Line._fields)
"""The columns of `Line`, in its order."""
W = TypeVar("W", bound=Waits)


def call_order(waiting: Iterable[W]) -> list[W]:
    """Who is called first.

    Everybody is due at the agreed time, or on arrival when that is later: who comes early does not overtake an earlier
    appointment, and who comes late does not overtake those who were on time.
    """

    def due(appointment: W) -> tuple[datetime, datetime, str]:
        arrived = appointment.waiting_since or appointment.start
        return (max(appointment.start, arrived), arrived, appointment.id)

    return sorted(waiting, key=due)


def expected_minutes(ahead: Sequence[timedelta], running: Sequence[timedelta], clerks: int) -> int:
    """How long the next one in line will probably wait.

    Args:
        ahead: planned durations of those who wait in front.
        running: what is left of the calls that are going on.
        clerks: how many clerks are at their desks; with none the estimate is as if there were one.
    """
    clerks = max(clerks, 1)
    # A free desk takes the next one at once; running calls only count when all desks are busy.
    busy = running if len(running) >= clerks else ()
    work = sum(ahead, timedelta()) + sum(busy, timedelta())
    return math.ceil(work / timedelta(minutes=1) / clerks)
