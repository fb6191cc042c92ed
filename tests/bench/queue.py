"""A full waiting room, and many clerks who call at once: `python -m tests.bench.queue --waiting 2000`.

* As many citizens as `--waiting` are connected to one process of the real service, with one desk. The first in line
  leaves and comes back again and again, so that everybody's place changes: `change_to_all_p95_ms` is the time until the
  last page has its new place, `change_to_desk_p95_ms` until the desk has the new queue, both from the moment at which
  the first page says so. `rss_mb` is the process's resident memory then.
* 16 clerks press "next" at the same moment, `--rounds` times on SQLite (one process) and as often on PostgreSQL (four
  processes that hear each other over Redis); `called_twice` counts citizens whom two of them got.

The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import resource
import sys
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from tests.bench.booking import SLOT, appointment
from tests.bench.sockets import Heard, Page
from tests.bench.stage import Client, Hours, Service, database, folder, percentile, write_town

OFFICE = "city"
CHANGES = 40
CLERKS = 16
IN_THE_ROOM = 24
"""Who waits while the clerks press: more than clerks at first, so that everybody can get somebody."""
READY = {"type": "ready", "devices": {"camera": True, "microphone": True}, "consent": True}
LIMIT_S = 120.0


@dataclass(frozen=True)
class People:
    """Tokens of those who play."""

    citizens: list[str]
    clerks: list[str]


def settle(url: str, citizens: int, clerks: int) -> People:
    """Appointments of today and clerks who are signed in."""
    from sqlalchemy import insert

    from clerk_desktop.common.appointments import State
    from clerk_desktop.hosted import migrations
    from clerk_desktop.hosted.access import new_id, new_token, token_hash
    from clerk_desktop.hosted.database import Database
    from clerk_desktop.hosted.schema import Appointment, CitizenLink, Clerk, ClerkToken

    people = People([new_token() for _ in range(citizens)], [new_token() for _ in range(clerks)])
    now = datetime.now(UTC)
    base = Database(url)
    migrations.upgrade(base)
    ids = [new_id() for _ in people.citizens]
    # All a little ahead, so that the order is that of the appointments, whoever comes first.
    start = now + timedelta(minutes=20)
    rows = [
        appointment(new, OFFICE, start + timedelta(milliseconds=number), State.CONFIRMED)
        for number, new in enumerate(ids)
    ]
    links = [
        {"token_hash": token_hash(token), "appointment": new, "made": now}
        for token, new in zip(people.citizens, ids, strict=True)
    ]
    with base.write() as tx:
        tx.execute(insert(Appointment), [row | {"end": now + timedelta(hours=2) + SLOT} for row in rows])
        tx.execute(insert(CitizenLink), links)
        for number, token in enumerate(people.clerks):
            clerk = f"clerk{number}"
            tx.add(Clerk(id=clerk, user=clerk, name=clerk, office=OFFICE, password_hash="-", active=True))
            tx.flush()
            tx.add(ClerkToken(token_hash=token_hash(token), clerk_id=clerk, expires_at=now + timedelta(hours=8)))
    base.close()
    return people


class Room:
    """The pages of everybody who waits, in one process."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._changed = asyncio.Event()
        self.pages: list[Page] = []
        self.places: dict[int, tuple[int, float]] = {}
        """By number of the page: its place and when it was told."""
        self.states: dict[int, str] = {}

    async def enter(self, tokens: list[str]) -> None:
        """Connect and wait, a hundred at a time as a rush would."""
        for begin in range(0, len(tokens), 100):
            numbers = range(begin, min(begin + 100, len(tokens)))
            self.pages += await asyncio.gather(
                *(Page.connect(self._port, "citizen", tokens[number], self._heard(number)) for number in numbers)
            )
            await self.until(lambda numbers=numbers: all(number in self.states for number in numbers))  # type: ignore[misc]
            for number in numbers:
                self.pages[number].say(**READY)
        total = len(tokens)
        await self.until(lambda: sorted(place for place, _ in self.places.values()) == list(range(1, total + 1)))

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that the service says."""
        async with asyncio.timeout(LIMIT_S):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    def _heard(self, number: int) -> Heard:
        def heard(text: bytes, at: float) -> None:
            if text.startswith(b'{"type":"position"'):
                self.places[number] = (json.loads(text)["place"], at)
            elif text.startswith((b'{"type":"welcome"', b'{"type":"state"', b'{"type":"called"')):
                self.states[number] = json.loads(text)["type"]
            self._changed.set()

        return heard


async def change_again_and_again(port: int, people: People, changes: int, pipe: Connection) -> None:
    """The first in line goes and comes; sends the two lists of times in milliseconds."""
    loop = asyncio.get_running_loop()
    room = Room(port)
    queues: list[tuple[bytes, float]] = []

    def heard_by_desk(text: bytes, at: float) -> None:
        if text.startswith(b'{"type":"queue"'):
            queues.append((text, at))
            room._changed.set()

    desk = await Page.connect(port, "desk", people.clerks[0], heard_by_desk)
    await room.enter(people.citizens)
    total = len(people.citizens)
    to_all, to_desk = [], []
    for number in range(changes):
        await asyncio.sleep(0.3)  # the wave before has gone by
        goes = number % 2 == 0
        before = len(queues)
        begin = loop.time()
        if goes:
            room.pages[0].say(type="leave")
        else:
            room.pages[0].say(**READY)
        shift = 0 if goes else 1
        await room.until(lambda shift=shift: all(room.places[n][0] == n + shift for n in range(1, total)))  # type: ignore[misc]
        to_all.append((max(room.places[n][1] for n in range(1, total)) - begin) * 1000)
        await room.until(lambda before=before: len(queues) > before)  # type: ignore[misc]
        entry = "confirmed" if goes else "waiting"
        states = [(json.loads(text)["queue"]["entries"], at) for text, at in queues[before:]]
        told = [at for entries, at in states if sum(e["state"] == entry for e in entries) == (1 if goes else total)]
        if not told:
            raise RuntimeError("the desk was not told")
        to_desk.append((told[0] - begin) * 1000)
        del queues[:]
    pipe.send((to_all, to_desk))
    await asyncio.to_thread(pipe.recv)  # the memory is read while everybody is still there
    for page in (desk, *room.pages):
        page.close()


async def call_at_once(port: int, people: People, rounds: int) -> int:
    """All clerks press "next" together, again and again; returns how often two got the same citizen."""
    room = Room(port)
    await room.enter(people.citizens)
    clerks = [Client(port) for _ in people.clerks]
    twice = served = 0
    for _ in range(rounds):
        answers = await asyncio.gather(*(press(c, t) for c, t in zip(clerks, people.clerks, strict=True)))
        called = Counter(answer for answer in answers if answer)
        twice += sum(count - 1 for count in called.values())
        served += len(called)
        await asyncio.gather(*(put_back(c, t, a) for c, t, a in zip(clerks, people.clerks, answers, strict=True) if a))
    if served < rounds * CLERKS * 0.9:
        raise RuntimeError(f"only {served} calls in {rounds} rounds: the clerks were not really at work")
    for client in clerks:
        await client.close()
    for page in room.pages:
        page.close()
    return twice


async def press(client: Client, token: str) -> str:
    """Call next; the appointment, or nothing."""
    status, case = await client.post("/clerk/queue/next", None, uuid.uuid4().hex, token)
    if status == 404:
        return ""
    if status != 200:
        raise RuntimeError(f"next: {status} {case}")
    return str(case["appointment"])


async def put_back(client: Client, token: str, called: str) -> None:
    """The citizen waits again."""
    path = f"/clerk/appointments/{called}/steps"
    status, answer = await client.post(path, {"to": "waiting"}, uuid.uuid4().hex, token)
    if status not in {200, 409}:
        raise RuntimeError(f"step: {status} {answer}")


def play_changes(port: int, people: People, changes: int, pipe: Connection) -> None:
    """A process of its own for the pages."""
    asyncio.run(change_again_and_again(port, people, changes, pipe))


def play_calls(port: int, people: People, rounds: int, pipe: Connection) -> None:
    """A process of its own for the clerks."""
    pipe.send(asyncio.run(call_at_once(port, people, rounds)))


def start(place: Path, name: str, url: str, processes: int) -> Service:
    """The service of one part, with its own files."""
    (place / name).mkdir(exist_ok=True)
    variables = write_town(place / name, {OFFICE: Hours("00:00", "23:40", 50)})
    variables |= {"OFFICE_DATABASE_URL": url, "OFFICE_EARLY_MINUTES": "1440"}
    return Service(variables, processes, place / name / "log")


def full_room(place: Path, waiting: int, changes: int = CHANGES) -> dict[str, float]:
    """The figures of the full waiting room."""
    (place / "room").mkdir()
    with database("sqlite", place / "room") as url:
        people = settle(url, waiting, 1)
        with start(place, "room", url, 1) as service:
            mine, theirs = multiprocessing.Pipe()
            context = multiprocessing.get_context("spawn")
            pages = context.Process(target=play_changes, args=(service.port, people, changes, theirs))
            pages.start()
            theirs.close()
            to_all, to_desk = mine.recv()
            rss = service.rss_mb()
            mine.send("thank you")
            pages.join(60)
    return {
        "waiting": waiting,
        "change_to_all_p95_ms": percentile(to_all, 0.95),
        "change_to_desk_p95_ms": percentile(to_desk, 0.95),
        "rss_mb": rss,
    }


def many_clerks(place: Path, kind: str, rounds: int) -> int:
    """How often a citizen was called twice on this database."""
    (place / kind).mkdir()
    with database(kind, place / kind) as url:
        people = settle(url, IN_THE_ROOM, CLERKS)
        with start(place, kind, url, 4 if kind == "postgresql" else 1) as service:
            mine, theirs = multiprocessing.Pipe()
            context = multiprocessing.get_context("spawn")
            clerks = context.Process(target=play_calls, args=(service.port, people, rounds, theirs))
            clerks.start()
            theirs.close()
            twice = int(mine.recv())
            clerks.join(60)
    return twice


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.queue", description="see the module's first lines")
    parser.add_argument("--waiting", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=1000, help="of calling at once, on each database")
    options = parser.parse_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with folder() as place:
        figures = full_room(place, options.waiting)
        print(json.dumps(figures), flush=True)
        twice = sum(many_clerks(place, kind, options.rounds) for kind in ("sqlite", "postgresql"))
    figures |= {"call_rounds": options.rounds, "called_twice": twice}
    print(json.dumps({name: round(value, 1) if isinstance(value, float) else value for name, value in figures.items()}))
    return 0 if twice == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
