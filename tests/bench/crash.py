"""What survives when the plug is pulled: `python -m tests.bench.crash --database sqlite|postgresql --kills 100`.

Citizens book while the service is killed (SIGKILL, all of its processes) again and again at random moments.
Whoever got no answer asks again with the same Idempotency-Key, as the page does. Afterwards every acknowledged booking
must be in the database (`lost`), nobody may have two for one intention (`doubled`), and each counter must equal the
appointments and returned places that it counts (`wrong_counters`). The last line is one JSON object.

It plays the death of the service, not that of the computer: for that the databases sync before they acknowledge
(SQLite: WAL with synchronous=FULL; PostgreSQL: fsync and synchronous_commit), which no kill can show.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import random
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.bench.booking import person
from tests.bench.stage import Client, Hours, Service, database, folder, write_town

CLIENTS = 8
OFFICES = {"city": Hours("00:00", "23:40", 20)}
LOST = (OSError, EOFError, asyncio.IncompleteReadError, ValueError)
"""What a client sees when the service dies."""


class Citizens:
    """Book for as long as they are let; remember what was acknowledged."""

    def __init__(self, port: int, starts: Iterator[str]) -> None:
        self._port = port
        self._starts = starts
        self.acknowledged: dict[str, str] = {}
        """Reference of the appointment by the key of the intention."""
        self.asked_again = 0
        self.booked = asyncio.Event()
        self.stop = False

    async def run(self) -> None:
        """One after the other, until `stop`."""
        client = Client(self._port)
        while not self.stop:
            key = uuid.uuid4().hex
            wanted = {"office": "city", "matters": ["ummeldung"], "start": next(self._starts)}
            held = await self._insist(client, "/reservations", wanted, f"hold-{key}", "")
            if held is not None:
                done = await self._insist(
                    client, "/reservations/booking", person(key), f"book-{key}", str(held["hold_token"])
                )
                if done is not None:
                    self.acknowledged[key] = str(done["id"])
                    self.booked.set()
        await client.close()

    async def _insist(self, client: Client, path: str, body: object, key: str, token: str) -> dict[str, object] | None:
        """Ask until there is an answer; None when it was left open at the end.

        Raises:
            RuntimeError: the answer is no.
        """
        while not self.stop:
            try:
                status, answer = await client.post(path, body, key, token)
            except LOST:
                self.asked_again += 1
                await client.close()
                await asyncio.sleep(0.05)
                continue
            if status == 201:
                assert isinstance(answer, dict)
                return answer
            raise RuntimeError(f"{path}: {status} {answer}")
        return None


async def kill_again_and_again(service: Service, kills: int, citizens: Citizens, seed: int) -> None:
    """Let them book, pull the plug, start again."""
    dice = random.Random(seed)
    async with asyncio.TaskGroup() as people:  # a citizen who hears "no" ends it all
        for _ in range(CLIENTS):
            people.create_task(citizens.run())
        for number in range(kills):
            citizens.booked.clear()
            async with asyncio.timeout(60):
                await citizens.booked.wait()  # the moment shall be one at which bookings run
            await asyncio.sleep(dice.uniform(0.0, 0.2))
            await asyncio.to_thread(service.kill)
            await asyncio.to_thread(service.start)
            if number % 10 == 9:
                print(f"{number + 1} kills, {len(citizens.acknowledged)} bookings", flush=True)
        citizens.stop = True


def check(url: str, acknowledged: dict[str, str]) -> dict[str, int]:
    """What the database says afterwards."""
    from sqlalchemy import select

    from clerk_desktop.common.appointments import HOLDS_PLACE, State
    from clerk_desktop.hosted.database import Database
    from clerk_desktop.hosted.places import cells_of
    from clerk_desktop.hosted.schema import Appointment, Cell, OutboxMail, Return

    base = Database(url)
    with base.read() as tx:
        rows = tx.execute(
            select(Appointment.id, Appointment.state, Appointment.email, Appointment.start, Appointment.end)
        )
        booked = {row.id: row for row in rows}
        returned = tx.execute(select(Return.start, Return.end)).all()
        counted = {row.start: row.used for row in tx.execute(select(Cell.start, Cell.used)) if row.used}
        mails = set(tx.scalars(select(OutboxMail.appointment).where(OutboxMail.kind == "confirmation")))
    base.close()
    standing = [row for row in booked.values() if row.state in HOLDS_PLACE]
    spans = [(row.start, row.end) for row in standing] + [(row.start, row.end) for row in returned]
    expected = Counter(cell for start, end in spans for cell in cells_of(start, end))
    kept = {row.id for row in standing if row.state is State.CONFIRMED}
    emails = Counter(row.email for row in standing if row.email)
    return {
        "lost": sum(id_ not in kept or id_ not in mails for id_ in acknowledged.values()),
        "doubled": sum(count - 1 for count in emails.values()),
        "wrong_counters": sum(
            counted.get(cell, 0) != expected.get(cell, 0) for cell in counted.keys() | expected.keys()
        ),
    }


def slots() -> Iterator[str]:
    """Slots ahead, over and over: several people book each of them."""
    from tests.bench.booking import slots_ahead

    return itertools.cycle(slots_ahead(OFFICES["city"], 60))


def measure(kind: str, kills: int, place: Path, seed: int) -> dict[str, int]:
    """Run everything; the figures by key."""
    variables = write_town(place, OFFICES)
    with database(kind, place) as url:
        variables["OFFICE_DATABASE_URL"] = url
        with Service(variables, 1, place / "log") as service:
            citizens = Citizens(service.port, slots())
            asyncio.run(kill_again_and_again(service, kills, citizens, seed))
        found = check(url, citizens.acknowledged)
    return {"kills": kills, "acknowledged": len(citizens.acknowledged), "asked_again": citizens.asked_again, **found}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.crash", description="see the module's first lines")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with folder() as place:
        figures = measure(options.database, options.kills, place, options.seed)
    print(json.dumps(figures))
    return 0 if figures["lost"] == figures["doubled"] == figures["wrong_counters"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
