"""The last place goes to exactly one of many: over HTTP, between processes, and against the database itself."""

from __future__ import annotations

import multiprocessing
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.common.errors import SlotTaken
from clerk_desktop.common.messages.booking import ReservationRequest
from clerk_desktop.hosted.app import Service
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.schema import Appointment, Cell
from tests.hosted.harness import GENEROUS, MONDAY_8, Server, write_town

PRESSES = 48
START = datetime(2026, 11, 23, 8, 0, tzinfo=MONDAY_8.tzinfo)


def test_many_presses_at_once_over_http(server: Server) -> None:
    together = threading.Barrier(PRESSES)

    def press(_number: int) -> str:
        together.wait()
        wanted = {"office": "city", "matters": ["ummeldung"], "start": START.isoformat()}
        reply = server.post("/reservations", wanted)
        return "held" if reply.status_code == 201 else str(reply.json()["code"])

    with ThreadPoolExecutor(PRESSES) as pool:
        outcomes = Counter(pool.map(press, range(PRESSES)))
    assert outcomes == {"held": 2, "slot_taken": PRESSES - 2}
    with server.service.database.read() as tx:
        assert len(tx.scalars(select(Appointment)).all()) == 2
        assert set(tx.scalars(select(Cell.used))) == {2}


def press_from_own_process(folder: str, together: threading.Barrier, results: multiprocessing.Queue[int]) -> None:
    """One of several servers on one database."""
    service = Service(process_settings(Path(folder)), FixedClock(MONDAY_8))
    wanted = ReservationRequest(office="city", matters=("ummeldung",), start=START)
    together.wait(60)
    held = 0
    for _ in range(8):
        try:
            service.booking.reserve(wanted, None)
            held += 1
        except SlotTaken:
            pass
    service.database.close()
    results.put(held)


def process_settings(folder: Path) -> Settings:
    town = {name: folder / name.removesuffix("_dir") for name in ("matters_dir", "offices_dir", "pages_dir")}
    return Settings(data_dir=folder / "data", lead_minutes=0, **town, **GENEROUS)


def test_many_processes_on_one_database(tmp_path: Path) -> None:
    write_town(tmp_path, places=3)
    Service(process_settings(tmp_path), FixedClock(MONDAY_8)).database.close()
    spawn = multiprocessing.get_context("spawn")
    together, results = spawn.Barrier(3), spawn.Queue()
    processes = [
        spawn.Process(target=press_from_own_process, args=(str(tmp_path), together, results)) for _ in range(3)
    ]
    for process in processes:
        process.start()
    held = sum(results.get(timeout=90) for _ in processes)
    for process in processes:
        process.join(30)
    results.close()
    assert held == 3


def test_the_database_itself_refuses_overbooking(server: Server) -> None:
    server.reserve(START.isoformat())
    database = server.service.database
    for wrong in (3, -1):
        with pytest.raises(IntegrityError, match="never_overbooked"), database.write() as tx:
            tx.execute(update(Cell).values(used=wrong))
    with database.read() as tx:
        assert set(tx.scalars(select(Cell.used))) == {1}
