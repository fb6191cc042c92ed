"""Counters of one process and of many: the same rules."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.hosted.cluster.limits import SharedLimits
from clerk_desktop.hosted.limits import Limits, LocalLimits
from tests.helpers.servers import Redis

MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["local", "shared"])
def limits(request: pytest.FixtureRequest, clock: FixedClock) -> Iterator[Limits]:
    made: Limits = LocalLimits(clock)
    if request.param == "shared":
        made = SharedLimits(request.getfixturevalue("redis").url, "test", clock)
    yield made
    made.close()


def test_so_many_and_no_more(limits: Limits) -> None:
    assert [limits.hit("a", 3, MINUTE) for _ in range(5)] == [True, True, True, False, False]
    assert limits.hit("b", 3, MINUTE)


def test_the_window_slides(limits: Limits, clock: FixedClock) -> None:
    assert limits.hit("a", 2, MINUTE)
    clock.advance(timedelta(seconds=40))
    assert limits.hit("a", 2, MINUTE)
    assert not limits.hit("a", 2, MINUTE)
    clock.advance(timedelta(seconds=20))
    assert limits.hit("a", 2, MINUTE)
    assert not limits.hit("a", 2, MINUTE)


def test_asking_does_not_count(limits: Limits) -> None:
    assert not any(limits.reached("a", 1, MINUTE) for _ in range(3))
    assert limits.hit("a", 1, MINUTE)
    assert limits.reached("a", 1, MINUTE)


def test_forgetting_begins_again(limits: Limits) -> None:
    assert limits.hit("a", 1, MINUTE)
    limits.forget("a")
    assert limits.hit("a", 1, MINUTE)


def test_processes_count_together_and_keep_no_names(redis: Redis, clock: FixedClock) -> None:
    one, two = SharedLimits(redis.url, "test", clock), SharedLimits(redis.url, "test", clock)
    assert one.hit("erika@example.org", 1, MINUTE)
    assert not two.hit("erika@example.org", 1, MINUTE)
    keys = one._redis.keys()
    assert len(keys) == 1
    assert b"erika" not in keys[0]
    assert 0 < one._redis.pttl(keys[0]) <= 60_000
    one.close()
    two.close()


def test_without_redis_each_counts_alone(redis: Redis, clock: FixedClock, caplog: pytest.LogCaptureFixture) -> None:
    limits = SharedLimits(redis.url, "test", clock)
    redis.stop()
    with caplog.at_level(logging.WARNING):
        assert [limits.hit("a", 2, MINUTE) for _ in range(3)] == [True, True, False]
    assert "counting alone" in caplog.text
    redis.start()
    limits._alone_until = 0  # the pause after a failure is over
    assert limits.hit("a", 2, MINUTE)
    limits.close()


def test_a_small_memory_forgets_the_quiet_ones(clock: FixedClock) -> None:
    limits = LocalLimits(clock, max_keys=2)
    for key in "abc":
        assert limits.hit(key, 1, MINUTE)
    assert limits.hit("a", 1, MINUTE)
    assert not limits.hit("c", 1, MINUTE)
