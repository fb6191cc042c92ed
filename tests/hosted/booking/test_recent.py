"""Many who look in the same second share one answer, and nobody gets an old one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from clerk_desktop.hosted.booking.recent import Recent
from clerk_desktop.hosted.database import Database


class HandClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    base = Database(f"sqlite:///{tmp_path / 'x.sqlite'}")
    yield base
    base.close()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def recent(database: Database, clock: HandClock) -> Recent[int]:
    return Recent(database, clock)


class Looks:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> int:
        self.count += 1
        return self.count


def test_the_same_question_in_the_same_second_is_looked_up_once(recent: Recent[int]) -> None:
    look = Looks()
    assert [recent.get("a", look), recent.get("a", look)] == [1, 1]
    assert recent.get("b", look) == 2


def test_a_second_later_it_is_looked_up_again(recent: Recent[int], clock: HandClock) -> None:
    look = Looks()
    recent.get("a", look)
    clock.moment += timedelta(seconds=1)
    assert recent.get("a", look) == 2


def test_a_clock_that_was_set_back_gives_nothing_old(recent: Recent[int], clock: HandClock) -> None:
    look = Looks()
    recent.get("a", look)
    clock.moment -= timedelta(seconds=1)
    assert recent.get("a", look) == 2


def test_who_writes_sees_it_at_once(recent: Recent[int], database: Database) -> None:
    look = Looks()
    recent.get("a", look)
    with database.write() as tx:
        tx.execute(text("CREATE TABLE t (x INTEGER)"))
    assert recent.get("a", look) == 2


def test_what_changed_during_the_look_makes_it_old(recent: Recent[int], database: Database) -> None:
    look = Looks()

    def slow() -> int:
        with database.write() as tx:
            tx.execute(text("CREATE TABLE t (x INTEGER)"))
        return look()

    recent.get("a", slow)
    assert recent.get("a", look) == 2


def test_who_asks_meanwhile_waits_for_the_same_answer(recent: Recent[int]) -> None:
    look, begun, go = Looks(), threading.Event(), threading.Event()

    def slow() -> int:
        begun.set()
        assert go.wait(30)
        return look()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(recent.get, "a", slow)
        assert begun.wait(30)
        second = pool.submit(recent.get, "a", look)
        go.set()
        assert [first.result(30), second.result(30)] == [1, 1]
    assert look.count == 1


def test_an_error_is_not_kept(recent: Recent[int]) -> None:
    def broken() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        recent.get("a", broken)
    assert recent.get("a", Looks()) == 1
