"""Many clerks press "next" at the same moment: everybody gets somebody else, as long as somebody is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import FixedClock
from clerk_desktop.common.errors import NobodyWaiting
from clerk_desktop.hosted.access import SignedIn
from clerk_desktop.hosted.app import Service
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.schema import Appointment, Clerk
from tests.bench.booking import appointment
from tests.hosted.harness import GENEROUS, MONDAY_8, write_town

CLERKS = 16
WAITING = 24


@pytest.fixture
def service(database_url: str, tmp_path: Path, clock: FixedClock) -> Iterator[Service]:
    """The service without its web server, with clerks; on both databases."""
    settings = Settings(data_dir=tmp_path, database_url=database_url, **GENEROUS, **write_town(tmp_path))
    running = Service(settings, clock)
    with running.database.write() as tx:
        names = [f"clerk{number}" for number in range(CLERKS)]
        rows = [{"id": n, "user": n, "name": n, "office": "city", "password_hash": "-", "active": True} for n in names]
        tx.execute(insert(Clerk), rows)
    yield running
    running.close()


def sit(service: Service, count: int) -> list[str]:
    """So many wait, their pages are open; in the order of calling."""
    rows = []
    for number in range(count):
        row = appointment(f"a{number:02}", "city", MONDAY_8 + timedelta(minutes=number), State.WAITING)
        rows.append(row | {"waiting_since": MONDAY_8})
    with service.database.write() as tx:
        tx.execute(insert(Appointment), rows)
    ids = [str(row["id"]) for row in rows]
    for each in ids:
        service.presence.citizen(each, present=True)
    return ids


def clerk(number: int) -> SignedIn:
    name = f"clerk{number}"
    return SignedIn(id=name, name=name, office="city", expires_at=MONDAY_8 + timedelta(hours=8), token_hash=name)


def press_together(service: Service, clerks: list[int]) -> list[str]:
    """What each of them got; "" is nobody."""
    together = threading.Barrier(len(clerks))

    def press(number: int) -> str:
        together.wait(20)
        try:
            return service.desk.call_next(clerk(number), None).appointment
        except NobodyWaiting:
            return ""

    with ThreadPoolExecutor(len(clerks)) as pool:
        return list(pool.map(press, clerks))


def test_everybody_gets_somebody_else(service: Service) -> None:
    ids = sit(service, WAITING)
    for _ in range(3):
        got = press_together(service, list(range(CLERKS)))
        assert sorted(got) == ids[:CLERKS], "the first sixteen, each once"
        with service.database.write() as tx:
            for row in tx.scalars(select(Appointment)):
                row.state, row.clerk_id = State.WAITING, None


def test_nobody_is_said_only_when_nobody_is_left(service: Service) -> None:
    ids = sit(service, 3)
    got = press_together(service, list(range(CLERKS)))
    assert sorted(filter(None, got)) == ids
    assert got.count("") == CLERKS - 3


def test_two_desks_of_one_clerk_get_the_same_citizen(service: Service) -> None:
    ids = sit(service, 3)
    assert press_together(service, [0] * 6) == [ids[0]] * 6


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has one writer: no row is ever held
@pytest.mark.parametrize("how", ["rolled back", "called"])
def test_whose_row_is_held_is_waited_for_when_there_is_nobody_else(service: Service, how: str) -> None:
    """A page that says "ready" again, or a press that fails, must not look like an empty room."""
    (only,) = sit(service, 1)
    with ThreadPoolExecutor(1) as pool, ExitStack() as held:
        tx = held.enter_context(service.database.write())
        row = tx.get_one(Appointment, only, with_for_update=True)
        waits = pool.submit(press_together, service, [1])
        _until_somebody_waits_for_a_lock(service)
        if how == "called":
            row.state, row.clerk_id = State.CALLED, "clerk0"
        held.close()
        answer = waits.result(20)
    assert answer == ([only] if how == "rolled back" else [""])


def _until_somebody_waits_for_a_lock(service: Service) -> None:
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(2000):
        with service.database.engine.connect() as connection:
            if connection.exec_driver_sql(query).scalar_one():
                return
        threading.Event().wait(0.01)
    raise AssertionError("the press did not wait for the one whose row is held")
