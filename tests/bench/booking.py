"""Does a contested slot go to exactly as many as it has places, and how quick is booking?

`python -m tests.bench.booking --database sqlite|postgresql --slots 1000 --clients 16 --processes 4`

Starts the real service in `--processes` processes (several hear each other over a private Redis) on a real database of
a busy city: 20,000 appointments, half of them past. `--clients` connections from two processes of their own then

* rush at each of `--slots` slots together: every client tries to hold and confirm every slot (`allowed`, `accepted`,
  `overbooked_slots`; counted once more in the database),
* book distinct slots as fast as they can: hold and confirm with e-mail in the outbox, audit and idempotency keys
  (`bookings_per_s`),
* read 31 days of free slots (`availability_p50_ms_1` … `availability_p95_ms_8`, for 1 and 8 clients).

The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.bench.stage import Client, Hours, Service, database, folder, percentile, write_town

BERLIN = ZoneInfo("Europe/Berlin")
APPOINTMENTS = 20_000
PLACES = 2
"""Of a contested slot."""
SLOT = timedelta(minutes=20)
CLIENT_PROCESSES = 2
BOOKING_SECONDS = 10.0
READS = 400
OFFICES = {
    "contested": Hours("00:00", "23:40", PLACES),
    "distinct": Hours("00:00", "23:40", 50),
    **{f"busy{number}": Hours("08:00", "18:00", 4) for number in range(1, 5)},
}
Starts = list[str]


@dataclass
class Outcome:
    """What one process of clients saw."""

    accepted: Counter[str] = field(default_factory=Counter)
    bookings: int = 0
    seconds: float = 0.0
    times: list[float] = field(default_factory=list)


def person(number: str) -> dict[str, object]:
    """Somebody who books once."""
    return {
        "given_names": "ERIKA",
        "family_name": "MUSTERMANN",
        "birth_date": "1964-08-12",
        "email": f"erika-{number}@example.org",
        "language": "de",
        "consent": True,
    }


async def book(client: Client, office: str, start: str) -> bool:
    """Hold and confirm; False when the slot is taken.

    Raises:
        RuntimeError: any other answer.
    """
    key = uuid.uuid4().hex
    wanted = {"office": office, "matters": ["ummeldung"], "start": start}
    status, held = await client.post("/reservations", wanted, f"hold-{key}")
    if status == 409 and held["code"] == "slot_taken":
        return False
    if status != 201:
        raise RuntimeError(f"reservation: {status} {held}")
    status, booked = await client.post("/reservations/booking", person(key), f"book-{key}", held["hold_token"])
    if status != 201:
        raise RuntimeError(f"booking: {status} {booked}")
    return True


async def rush(clients: Sequence[Client], starts: Starts, outcome: Outcome, together: Barrier) -> None:
    """Everybody at the same slot at the same time, slot after slot."""

    async def press(client: Client, start: str) -> None:
        if await book(client, "contested", start):
            outcome.accepted[start] += 1

    for start in starts:
        await asyncio.to_thread(together.wait, 60)
        await asyncio.gather(*(press(client, start) for client in clients))


async def distinct(clients: Sequence[Client], starts: Starts, outcome: Outcome, _together: Barrier) -> None:
    """Every client books its own slots until the time is up."""
    left = iter(starts)
    begin = time.perf_counter()

    async def run(client: Client) -> None:
        while time.perf_counter() - begin < BOOKING_SECONDS and (start := next(left, None)):
            if not await book(client, "distinct", start):
                raise RuntimeError(f"{start} should be free")
            outcome.bookings += 1

    await asyncio.gather(*(run(client) for client in clients))
    outcome.seconds = time.perf_counter() - begin


async def look(clients: Sequence[Client], _starts: Starts, outcome: Outcome, _together: Barrier) -> None:
    """Read the free slots of a busy office again and again."""
    today = datetime.now(BERLIN).date().isoformat()

    async def run(client: Client, times: int) -> None:
        for number in range(times):
            begin = time.perf_counter()
            status, _ = await client.get(f"/slots?office=busy{number % 4 + 1}&matter=ummeldung&from={today}&days=31")
            outcome.times.append((time.perf_counter() - begin) * 1000)
            if status != 200:
                raise RuntimeError(f"slots: {status}")

    await asyncio.gather(*(run(client, READS // len(clients)) for client in clients))


Work = Callable[[Sequence[Client], Starts, Outcome, Barrier], Coroutine[Any, Any, None]]


def play(
    work: Work,
    port: int,
    clients: int,
    starts: Starts,
    together: Barrier,
    outcomes: multiprocessing.Queue[Outcome],
) -> None:
    """One process of clients."""

    async def run() -> Outcome:
        connections = [Client(port) for _ in range(clients)]
        for connection in connections:
            await connection.get("/health")
        await asyncio.to_thread(together.wait, 60)
        outcome = Outcome()
        await work(connections, starts, outcome, together)
        for connection in connections:
            await connection.close()
        return outcome

    outcomes.put(asyncio.run(run()))


def run_clients(work: Work, port: int, clients: int, starts: Starts, *, shared: bool = False) -> list[Outcome]:
    """Spread the clients over processes; `shared`: all of them get all slots, otherwise each process its own."""
    context = multiprocessing.get_context("spawn")
    processes = min(CLIENT_PROCESSES, clients)
    together = context.Barrier(processes)
    outcomes: multiprocessing.Queue[Outcome] = context.Queue()
    running = []
    for number in range(processes):
        share = clients // processes + (number < clients % processes)
        mine = starts if shared else starts[number::processes]
        running.append(context.Process(target=play, args=(work, port, share, mine, together, outcomes)))
        running[-1].start()
    found = [outcomes.get(timeout=600) for _ in running]
    for process in running:
        process.join(60)
    return found


def slots_ahead(hours: Hours, days: int) -> Starts:
    """The beginnings of all slots from tomorrow on, as the service offers them."""
    opens, closes = (int(text[:2]) * 60 + int(text[3:]) for text in (hours.opens, hours.closes))
    first = datetime.now(BERLIN).date() + timedelta(days=1)
    found = []
    for offset in range(days):
        midnight = datetime.combine(first + timedelta(days=offset), datetime.min.time())
        for minute in range(opens, closes - 19, 20):
            wall = (midnight + timedelta(minutes=minute)).replace(tzinfo=BERLIN)
            if wall.astimezone(UTC).astimezone(BERLIN).hour != wall.hour:
                continue  # the hour that the beginning of summer time leaves out
            found.append(wall.astimezone(UTC).isoformat())
    return found


def settle_city(url: str, total: int) -> None:
    """Fill the busy offices: half of the appointments are past, half to come, as full as that makes them."""
    from sqlalchemy import insert

    from clerk_desktop.common.appointments import State
    from clerk_desktop.hosted import migrations
    from clerk_desktop.hosted.access import new_id
    from clerk_desktop.hosted.database import Database
    from clerk_desktop.hosted.schema import Appointment, Cell

    base = Database(url)
    migrations.upgrade(base)
    hours = OFFICES["busy1"]
    ahead = slots_ahead(hours, 27)
    past = [(datetime.fromisoformat(start) - timedelta(days=56)).isoformat() for start in ahead]
    appointments: list[dict[str, object]] = []
    cells: dict[tuple[str, datetime], int] = {}
    for starts, state in ((past, State.FINISHED), (ahead, State.CONFIRMED)):
        wanted = [(f"busy{n % 4 + 1}", starts[(n // 4) % len(starts)]) for n in range(total // 2)]
        for office, text in wanted:
            start = datetime.fromisoformat(text)
            appointments.append(appointment(new_id(), office, start, state))
            for cell in range(4):
                moment = start + timedelta(minutes=5 * cell)
                cells[office, moment] = cells.get((office, moment), 0) + 1
    with base.write() as tx:
        tx.execute(insert(Appointment), appointments)
        counters = [
            {
                "office": office,
                "start": moment,
                "capacity": hours.places,
                "used": used,
                "public_capacity": hours.places,
                "public_used": used,
            }
            for (office, moment), used in cells.items()
        ]
        tx.execute(insert(Cell), counters)
    base.close()


def appointment(new: str, office: str, start: datetime, state: object) -> dict[str, object]:
    """A row of somebody who has booked."""
    return {
        "id": new,
        "series": new,
        "sequence": 0,
        "reference": f"VB-{new[:12]}",
        "office": office,
        "serving_office": office,
        "matters": ("ummeldung",),
        "start": start,
        "end": start + SLOT,
        "inside": False,
        "state": state,
        "reserved_until": start,
        "hold_hash": new,
        "person": new,
        "given_names": "ERIKA",
        "family_name": "MUSTERMANN",
        "birth_date": datetime(1964, 8, 12, tzinfo=UTC).date(),
        "email": f"{new}@example.org",
        "language": "de",
        "erased": False,
    }


def overbooked(url: str, starts: Starts) -> tuple[int, int]:
    """What the database says of the contested slots: how many stand, and how many slots have more than allowed."""
    from sqlalchemy import func, select

    from clerk_desktop.common.appointments import HOLDS_PLACE
    from clerk_desktop.hosted.database import Database
    from clerk_desktop.hosted.schema import Appointment, Cell

    base = Database(url)
    with base.read() as tx:
        query = select(Appointment.start, func.count()).where(Appointment.office == "contested")
        query = query.where(Appointment.state.in_(HOLDS_PLACE)).group_by(Appointment.start)
        standing = {start.isoformat(): count for start, count in tx.execute(query)}
        cells = tx.execute(select(Cell.start, Cell.used).where(Cell.office == "contested")).all()
    base.close()
    for moment, used in cells:
        # Slots begin every twenty minutes: the four cells of one all count the same.
        begin = moment - timedelta(minutes=moment.minute % 20)
        if used != standing.get(begin.isoformat(), 0):
            raise RuntimeError(f"{moment}: counted {used}, booked {standing.get(begin.isoformat(), 0)}")
    return sum(standing.get(start, 0) for start in starts), sum(count > PLACES for count in standing.values())


def measure(options: argparse.Namespace, place: Path) -> dict[str, float]:
    """Run everything; the figures by key."""
    variables = write_town(place, OFFICES)
    figures: dict[str, float] = {}
    with database(options.database, place) as url:
        variables["OFFICE_DATABASE_URL"] = url
        settle_city(url, APPOINTMENTS)
        with Service(variables, options.processes, place / "log") as service:
            for clients in (1, 8):
                times = [t for o in run_clients(look, service.port, clients, []) for t in o.times]
                figures[f"availability_p50_ms_{clients}"] = percentile(times, 0.5)
                figures[f"availability_p95_ms_{clients}"] = percentile(times, 0.95)
            print(json.dumps(figures), flush=True)
            free = [start for start in slots_ahead(OFFICES["distinct"], 30) for _ in range(4)]
            outcomes = run_clients(distinct, service.port, options.clients, free)
            figures["bookings_per_s"] = sum(o.bookings for o in outcomes) / max(o.seconds for o in outcomes)
            print(f"bookings_per_s: {figures['bookings_per_s']:.0f}", flush=True)
            starts = slots_ahead(OFFICES["contested"], 60)[: options.slots]
            if len(starts) < options.slots:
                raise SystemExit(f"there are only {len(starts)} slots")
            accepted = sum(
                (o.accepted for o in run_clients(rush, service.port, options.clients, starts, shared=True)), Counter()
            )
        standing, over = overbooked(url, starts)
    figures["allowed"] = len(starts) * min(PLACES, options.clients)
    figures["accepted"] = accepted.total()
    figures["overbooked_slots"] = max(over, sum(count > PLACES for count in accepted.values()))
    figures["appointments"] = APPOINTMENTS
    if standing != figures["accepted"]:
        raise RuntimeError(f"acknowledged {figures['accepted']}, in the database {standing}")
    return figures


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.booking", description="see the module's first lines")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--slots", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--processes", type=int, default=4, help="of the service")
    options = parser.parse_args()
    with folder() as place:
        figures = measure(options, place)
    print(json.dumps({name: round(value, 1) if isinstance(value, float) else value for name, value in figures.items()}))
    sound = figures["overbooked_slots"] == 0 and figures["accepted"] == figures["allowed"]
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
