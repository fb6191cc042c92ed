"""Free-slot arithmetic, above all on the two nights when the clock is changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from clerk_desktop.common.clock import BERLIN
from clerk_desktop.common.slots import OpeningRule, Slot, slots_between, slots_of_day

STEP = timedelta(minutes=20)
MORNING = OpeningRule(0, time(8), time(9), 2)
SUMMER_BEGINS = date(2027, 3, 28)
SUMMER_ENDS = date(2026, 10, 25)


def on_the_wall(slots: list[Slot]) -> list[str]:
    return [f"{slot.start.astimezone(BERLIN):%H:%M}" for slot in slots]


def test_slots_fill_the_opening_and_end_when_it_closes() -> None:
    slots = list(slots_of_day(date(2026, 11, 23), [MORNING], STEP))
    assert slots[0] == Slot(datetime(2026, 11, 23, 7, 0, tzinfo=UTC), 2)
    assert on_the_wall(slots) == ["08:00", "08:20", "08:40"]
    long = timedelta(minutes=25)
    assert on_the_wall(list(slots_of_day(date(2026, 11, 23), [MORNING], long))) == ["08:00", "08:25"]


def test_nothing_fits_into_too_short_an_opening() -> None:
    assert list(slots_of_day(date(2026, 11, 23), [MORNING], timedelta(hours=2))) == []


def test_several_openings_of_a_day_come_in_order() -> None:
    afternoon = OpeningRule(0, time(14), time(14, 40), 1)
    slots = list(slots_of_day(date(2026, 11, 23), [afternoon, MORNING], STEP))
    assert on_the_wall(slots) == ["08:00", "08:20", "08:40", "14:00", "14:20"]
    assert [slot.places for slot in slots] == [2, 2, 2, 1, 1]


def test_only_the_rules_weekday_is_open_and_closed_days_are_left_out() -> None:
    days = {slot.start.date() for slot in slots_between(date(2026, 11, 23), 15, [MORNING], STEP)}
    assert days == {date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 7)}
    kept = {slot.start.date() for slot in slots_between(date(2026, 11, 23), 15, [MORNING], STEP, {date(2026, 11, 30)})}
    assert kept == {date(2026, 11, 23), date(2026, 12, 7)}


def test_an_opening_means_the_wall_clock_in_winter_and_in_summer() -> None:
    winter, summer = date(2026, 1, 5), date(2026, 7, 6)
    assert next(slots_of_day(winter, [MORNING], STEP)).start.hour == 7
    assert next(slots_of_day(summer, [MORNING], STEP)).start.hour == 6


def test_the_office_opens_at_eight_on_the_days_around_both_changes() -> None:
    for change in (SUMMER_BEGINS, SUMMER_ENDS):
        for day in (change - timedelta(days=1), change, change + timedelta(days=1)):
            slots = list(slots_of_day(day, [OpeningRule(day.weekday(), time(8), time(9), 1)], STEP))
            assert on_the_wall(slots) == ["08:00", "08:20", "08:40"]


def test_the_night_that_loses_an_hour_has_no_slot_in_it() -> None:
    night = OpeningRule(SUMMER_BEGINS.weekday(), time(1), time(4), 1)
    slots = list(slots_of_day(SUMMER_BEGINS, [night], timedelta(minutes=30)))
    assert on_the_wall(slots) == ["01:00", "01:30", "03:00", "03:30"]


def test_the_night_that_gains_an_hour_has_it_twice_but_no_moment_twice() -> None:
    night = OpeningRule(SUMMER_ENDS.weekday(), time(1), time(4), 1)
    slots = list(slots_of_day(SUMMER_ENDS, [night], timedelta(minutes=30)))
    assert on_the_wall(slots) == ["01:00", "01:30", "02:00", "02:30", "02:00", "02:30", "03:00", "03:30"]
    starts = [slot.start for slot in slots]
    assert starts == sorted(set(starts))
    assert {after - before for before, after in pairwise(starts)} == {timedelta(minutes=30)}
