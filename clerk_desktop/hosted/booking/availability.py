"""Which slots there are by the opening rules, and which of them are free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from clerk_desktop.common.clock import Clock, berlin
from clerk_desktop.common.errors import SlotTaken
from clerk_desktop.common.matters import Matter
from clerk_desktop.common.messages.booking import SlotView
from clerk_desktop.common.several import minutes
from clerk_desktop.common.slots import Slot
from clerk_desktop.hosted import places
from clerk_desktop.hosted.catalog import Office, duration
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.places import CELL, Span, mark
from clerk_desktop.hosted.problems import WrongFields

ALTERNATIVES = 3
REMEMBERED = 64
"""Questions to the opening rules whose answer is kept."""
CELL_SECONDS = int(CELL.total_seconds())


class _Offered(NamedTuple):
    """A slot by the opening rules, and the mark of its beginning."""

    slot: Slot
    begin: int


class Availability:
    """Free slots; `inside` is a clerk's view, who has more places and no lead time."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._rules: dict[tuple[str, date, int, timedelta], list[_Offered]] = {}
        self._views: dict[tuple[datetime, int], SlotView] = {}

    def free(
        self, tx: Session, office: Office, matters: Sequence[Matter], first: date, days: int, inside: bool = False
    ) -> tuple[SlotView, ...]:
        """What can be booked now, in order of time. The cost does not grow with the past: only these days are read."""
        offered = self._all(office, matters, first, days, inside)
        if not offered:
            return ()
        length = duration(matters)
        used = places.used_cells(tx, office.id, offered[0].slot.start, offered[-1].slot.start + length)
        found = []
        for slot, begin in offered:
            every = public = 0
            for cell in range(begin, begin + int(length.total_seconds()), CELL_SECONDS):
                counted = used.get(cell)
                if counted is not None:
                    every, public = max(every, counted[1]), max(public, counted[2])
            free = slot.capacity - every if inside else min(slot.capacity - every, slot.places - public)
            if free > 0:
                found.append(self._view(slot.start, free))
        return tuple(found)

    def near(self, tx: Session, office: Office, matters: Sequence[Matter], wanted: datetime) -> tuple[SlotView, ...]:
        """The free slots nearest to a moment that is taken."""
        today = berlin(self._clock.now()).date()
        first = max(today, berlin(wanted).date() - timedelta(days=2))
        nearest = sorted(self.free(tx, office, matters, first, 14), key=lambda slot: abs(slot.start - wanted))
        return tuple(sorted(nearest[:ALTERNATIVES], key=lambda slot: slot.start))

    def offered(self, office: Office, matters: Sequence[Matter], start: datetime) -> Slot:
        """The slot that begins exactly then, by the opening rules alone.

        Raises:
            BadInput: there is none, or one of the matters needs a visit or another office.
        """
        if not office.offers(matters):
            raise WrongFields("matters")
        if start.tzinfo is None:
            raise WrongFields("start")
        try:
            day = berlin(start).date()
        except OverflowError:
            raise WrongFields("start") from None
        for slot in office.slots(day, 1, _step(matters)):
            if slot.start == start:
                return slot
        raise WrongFields("start")

    def take(self, tx: Session, office: Office, matters: Sequence[Matter], slot: Slot, inside: bool = False) -> Span:
        """Count the places of a slot as taken; the caller rolls back when this raises.

        Raises:
            SlotTaken: somebody else was faster, or it is too late or too far ahead.
        """
        now = self._clock.now()
        lead = timedelta() if inside else self._settings.lead
        if slot.start < now + lead or berlin(slot.start).date() > self._last_day(office):
            raise SlotTaken("too late or too far ahead")
        span = Span(office.id, slot.start, slot.start + duration(matters), inside)
        if not places.take(tx, span, slot.places, slot.capacity):
            raise SlotTaken
        return span

    def _last_day(self, office: Office) -> date:
        days = office.horizon_days or self._settings.horizon_days
        return berlin(self._clock.now()).date() + timedelta(days=days - 1)

    def _all(self, office: Office, matters: Sequence[Matter], first: date, days: int, inside: bool) -> list[_Offered]:
        if not office.offers(matters):
            return []
        now = self._clock.now()
        begin = max(first, berlin(now).date())
        days = min(days, (self._last_day(office) - begin).days + 1)
        earliest = mark(now if inside else now + self._settings.lead)
        return [offered for offered in self._by_rules(office, begin, days, _step(matters)) if offered.begin >= earliest]

    def _by_rules(self, office: Office, begin: date, days: int, step: timedelta) -> list[_Offered]:
        """What the opening rules say; they stay the same for the life of the process."""
        wanted = (office.id, begin, days, step)
        found = self._rules.get(wanted)
        if found is None:
            if len(self._rules) >= REMEMBERED:
                self._rules.clear()  # mostly questions of other days
            found = [_Offered(slot, mark(slot.start)) for slot in office.slots(begin, days, step)]
            self._rules[wanted] = found
        return found

    def _view(self, start: datetime, free: int) -> SlotView:
        """The same few thousand views are asked for all day; making one costs more than finding it."""
        found = self._views.get((start, free))
        if found is None:
            if len(self._views) >= REMEMBERED * 1000:
                self._views.clear()
            found = self._views[start, free] = SlotView(start=start, free=free)
        return found


def _step(matters: Sequence[Matter]) -> timedelta:
    # Cells are five minutes; what takes twelve minutes is offered every fifteen.
    return timedelta(minutes=-(-minutes(matters) // 5) * 5)
