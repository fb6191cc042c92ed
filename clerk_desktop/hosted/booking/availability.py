"""Which slots there are by the opening rules, and which of them are free."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from clerk_desktop.common.clock import Clock, berlin
from clerk_desktop.common.errors import SlotTaken
from clerk_desktop.common.matters import Matter
from clerk_desktop.common.messages import SlotView
from clerk_desktop.common.slots import Slot
from clerk_desktop.hosted import places
from clerk_desktop.hosted.catalog import Office, duration
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.places import CELL, Span, Used
from clerk_desktop.hosted.problems import WrongFields

ALTERNATIVES = 3
REMEMBERED = 64
"""Questions to the opening rules whose answer is kept."""


class Availability:
    """Free slots; `inside` is a clerk's view, who has more places and no lead time."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._rules: dict[tuple[str, date, int, timedelta], list[Slot]] = {}

    def free(
        self, tx: Session, office: Office, matter: Matter, first: date, days: int, inside: bool = False
    ) -> tuple[SlotView, ...]:
        """What can be booked now, in order of time. The cost does not grow with the past: only these days are read."""
        slots = self._all(office, matter, first, days, inside)
        if not slots:
            return ()
        length = duration(matter)
        used = places.used_cells(tx, office.id, slots[0].start, slots[-1].start + length)
        found = []
        for slot in slots:
            every, public = _fullest(used, slot.start, slot.start + length)
            free = slot.capacity - every if inside else min(slot.capacity - every, slot.places - public)
            if free > 0:
                found.append(SlotView(start=slot.start, free=free))
        return tuple(found)

    def near(self, tx: Session, office: Office, matter: Matter, wanted: datetime) -> tuple[SlotView, ...]:
        """The free slots nearest to a moment that is taken."""
        today = berlin(self._clock.now()).date()
        first = max(today, berlin(wanted).date() - timedelta(days=2))
        nearest = sorted(self.free(tx, office, matter, first, 14), key=lambda slot: abs(slot.start - wanted))
        return tuple(sorted(nearest[:ALTERNATIVES], key=lambda slot: slot.start))

    def offered(self, office: Office, matter: Matter, start: datetime) -> Slot:
        """The slot that begins exactly then, by the opening rules alone.

        Raises:
            BadInput: there is none, or the matter needs a visit or another office.
        """
        if matter.counter_only or not office.serves(matter.id):
            raise WrongFields("matter")
        if start.tzinfo is None:
            raise WrongFields("start")
        try:
            day = berlin(start).date()
        except OverflowError:
            raise WrongFields("start") from None
        for slot in office.slots(day, 1, _step(matter)):
            if slot.start == start:
                return slot
        raise WrongFields("start")

    def take(self, tx: Session, office: Office, matter: Matter, slot: Slot, inside: bool = False) -> Span:
        """Count the places of a slot as taken; the caller rolls back when this raises.

        Raises:
            SlotTaken: somebody else was faster, or it is too late or too far ahead.
        """
        now = self._clock.now()
        lead = timedelta() if inside else self._settings.lead
        if slot.start < now + lead or berlin(slot.start).date() > self._last_day(office):
            raise SlotTaken("too late or too far ahead")
        span = Span(office.id, slot.start, slot.start + duration(matter), inside)
        if not places.take(tx, span, slot.places, slot.capacity):
            raise SlotTaken
        return span

    def _last_day(self, office: Office) -> date:
        days = office.horizon_days or self._settings.horizon_days
        return berlin(self._clock.now()).date() + timedelta(days=days - 1)

    def _all(self, office: Office, matter: Matter, first: date, days: int, inside: bool) -> list[Slot]:
        if matter.counter_only or not office.serves(matter.id):
            return []
        now = self._clock.now()
        begin = max(first, berlin(now).date())
        days = min(days, (self._last_day(office) - begin).days + 1)
        earliest = now if inside else now + self._settings.lead
        return [slot for slot in self._by_rules(office, begin, days, _step(matter)) if slot.start >= earliest]

    def _by_rules(self, office: Office, begin: date, days: int, step: timedelta) -> list[Slot]:
        """What the opening rules say; they stay the same for the life of the process."""
        wanted = (office.id, begin, days, step)
        found = self._rules.get(wanted)
        if found is None:
            if len(self._rules) >= REMEMBERED:
                self._rules.clear()  # mostly questions of other days
            found = self._rules[wanted] = list(office.slots(begin, days, step))
        return found


def _fullest(used: dict[datetime, Used], start: datetime, end: datetime) -> Used:
    """The highest counts in the cells of a slot."""
    every = public = 0
    while start < end:
        cell = used.get(start)
        if cell is not None:
            every, public = max(every, cell.all), max(public, cell.public)
        start += CELL
    return Used(every, public)


def _step(matter: Matter) -> timedelta:
    # Cells are five minutes; a matter of twelve minutes is offered every fifteen.
    return timedelta(minutes=-(-matter.duration_minutes // 5) * 5)
