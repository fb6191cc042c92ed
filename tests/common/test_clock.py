"""The only "now"."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from clerk_desktop.common.clock import FixedClock, SystemClock, berlin


def test_the_systems_clock_says_utc_and_goes_on() -> None:
    clock = SystemClock()
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert first <= second


def test_a_fixed_clock_stands_until_it_is_moved() -> None:
    clock = FixedClock(datetime.fromisoformat("2026-07-01T10:00+02:00"))
    assert clock.now() == clock.now() == datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    clock.advance(timedelta(minutes=5))
    clock.advance(timedelta(minutes=-1))
    assert clock.now() == datetime(2026, 7, 1, 8, 4, tzinfo=UTC)


def test_people_read_german_time_in_winter_and_in_summer() -> None:
    assert f"{berlin(datetime(2026, 1, 1, 12, 0, tzinfo=UTC)):%H:%M}" == "13:00"
    assert f"{berlin(datetime(2026, 7, 1, 12, 0, tzinfo=UTC)):%H:%M}" == "14:00"
