"""Free-slot arithmetic: from opening rules to moments, without a database.

Opening hours are wall-clock times in Germany; moments are UTC. On the night when summer time
begins or ends, the rule still means what the clock on the wall says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from clerk_desktop.common.clock import BERLIN


@dataclass(frozen=True)
class OpeningRule:
    """Weekly opening: on `weekday` (0 = Monday) from `opens` to `closes`, with `places` clerks at video desks.

    `internal` more are there for what clerks book themselves (for somebody on the phone).
    """

    weekday: int
    opens: time
    closes: time
    places: int
    internal: int = 0


@dataclass(frozen=True)
class Slot:
    """A moment that can be booked: `start` in UTC and how many citizens may book it; clerks `internal` more."""

    start: datetime
    places: int
    internal: int = 0

    @property
    def capacity(self) -> int:
        """How many can be served then at all."""
        return self.places + self.internal


def slots_of_day(day: date, rules: Iterable[OpeningRule], step: timedelta) -> Iterator[Slot]:
    """The slots of one day, in order; a rule's last slot ends when it closes at the latest."""
    for rule in sorted((r for r in rules if r.weekday == day.weekday()), key=lambda r: r.opens):
        start = datetime.combine(day, rule.opens, BERLIN).astimezone(UTC)
        closes = datetime.combine(day, rule.closes, BERLIN).astimezone(UTC)
        while start + step <= closes:
            yield Slot(start, rule.places, rule.internal)
            start += step


def slots_between(
    first: date,
    days: int,
    rules: Collection[OpeningRule],
    step: timedelta,
    closed: Collection[date] = (),
    exceptions: Mapping[date, Collection[OpeningRule]] = {},
) -> Iterator[Slot]:
    """All slots of `days` days from `first` on.

    Args:
        closed: days that are left out.
        exceptions: what holds on a certain day instead of the weekly rules, also when that day is in `closed`.
    """
    for offset in range(days):
        day = first + timedelta(days=offset)
        if day in exceptions:
            yield from slots_of_day(day, exceptions[day], step)
        elif day not in closed:
            yield from slots_of_day(day, rules, step)
