"""Citizen and clerk on different processes: everything as if there were one."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

import pytest

from clerk_desktop.hosted.cluster import presence as presence_module
from clerk_desktop.hosted.config import Settings
from tests.helpers.servers import Redis
from tests.hosted.cluster.conftest import health
from tests.hosted.harness import Server, Socket, until

SLOTS = [f"2026-11-23T{time}:00Z" for time in ("07:00", "07:20", "07:40", "08:00")]
Pair = tuple[Server, Server]


def note(appointment: str, text: str) -> dict[str, object]:
    return {"type": "note.send", "appointment": appointment, "id": "n1", "text": text}


def offer(appointment: str, kind: str = "offer") -> dict[str, object]:
    return {"type": "signal", "appointment": appointment, "session": "s1", "kind": kind, "sdp": "v=0"}


def test_a_call_across_processes(pair: Pair) -> None:
    one, two = pair
    view, link = one.book(SLOTS[0])
    clerk = two.sign_in()
    with one.live("citizen", link) as page, two.live("desk", clerk) as desk:
        page.ready()
        assert desk.hear_queue(state="waiting", present=True)["id"] == view["id"]
        page.hear("position", place=1, clerk_present=True)
        page.say(**note(view["id"], "Bin gleich da"))
        assert desk.hear("note")["text"] == "Bin gleich da"
        page.hear("note", sender="citizen")
        desk.say(**note(view["id"], "Bitte Ausweis bereithalten"))
        assert page.hear("note", sender="clerk")["name"] == "Frau Wolf"
        desk.hear("note", sender="clerk")
        assert two.post("/clerk/queue/next", token=clerk).json()["appointment"] == view["id"]
        page.hear("called")
        page.hear("presence", present=True)
        page.say(**offer(view["id"]))
        assert desk.hear("signal")["sdp"] == "v=0"
        desk.say(**offer(view["id"], "answer"))
        page.hear("signal", kind="answer")
        page.close()
        desk.hear("presence", present=False)


def test_signals_keep_their_order(pair: Pair) -> None:
    one, two = pair
    view, link = one.book(SLOTS[0])
    clerk = two.sign_in()
    with one.live("citizen", link) as page, two.live("desk", clerk) as desk:
        page.ready()
        desk.hear_queue(state="waiting", present=True)
        two.post("/clerk/queue/next", token=clerk)
        page.hear("called")
        for number in range(50):
            page.say(**offer(view["id"], "candidate") | {"candidate": str(number)})
        assert [desk.hear("signal")["candidate"] for _ in range(50)] == [str(number) for number in range(50)]


def test_the_desk_that_goes_is_missed_elsewhere(pair: Pair) -> None:
    one, two = pair
    _, link = one.book(SLOTS[0])
    clerk = two.sign_in()
    with one.live("citizen", link) as page:
        desk = two.live("desk", clerk)
        page.ready()
        desk.hear_queue(state="waiting", present=True)
        two.post("/clerk/queue/next", token=clerk)
        page.hear("presence", present=True)
        desk.close()
        page.hear("presence", present=False)
        with one.live("desk", clerk):  # comes back to the other process
            page.hear("presence", present=True)


def test_one_device_for_each_appointment(pair: Pair) -> None:
    one, two = pair
    view, link = one.book(SLOTS[0])
    clerk = two.sign_in()
    with two.live("desk", clerk) as desk, one.live("citizen", link) as old:
        old.ready()
        desk.hear_queue(present=True, state="waiting")
        with two.live("citizen", link) as new:
            assert old.hear("error")["code"] == "other_device"
            new.ready()
            new.hear("position", place=1)
            # The old device's end does not make the citizen absent anywhere.
            until(lambda: not one.service.hub._board.guests)
            for server in pair:
                assert server.service.presence.has_citizen(view["id"])


def test_who_reconnects_to_another_process_keeps_the_place(pair: Pair) -> None:
    one, two = pair
    _, link = one.book(SLOTS[0])
    clerk = two.sign_in()
    for server in pair:
        server.service.hub._away_seconds = 0.5
    with two.live("desk", clerk) as desk:
        with one.live("citizen", link) as page:
            page.ready()
            since = desk.hear_queue(state="waiting", present=True)["waiting_since"]
        desk.hear_queue(present=False)
        with two.live("citizen", link) as page:
            page.ready()
            assert desk.hear_queue(state="waiting", present=True)["waiting_since"] == since
            until(lambda: not one.service.hub._leaving)  # its patience ran out; it must not show the citizen the door
            assert two.queue(clerk)[0]["state"] == "waiting"


def test_signing_out_closes_desks_everywhere(pair: Pair) -> None:
    one, two = pair
    clerk = one.sign_in()
    with two.live("desk", clerk) as desk:
        one.http.delete("/clerk/session", headers={"Authorization": f"Bearer {clerk}"})
        assert desk.hear("error", final=True)["code"] == "not_signed_in"


def test_failed_sign_ins_count_together(pair: Pair) -> None:
    for server in pair * 3:
        answer = server.post("/clerk/session", {"user": "wolf", "password": "falsch-falsch"})
    assert answer.status_code == 429


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_redis_each_goes_on_alone_and_then_together_again(
    pair: Pair, redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    one, two = pair
    first, link = one.book(SLOTS[0])
    second, other = one.book(SLOTS[1])
    clerk = two.sign_in()
    with one.live("citizen", link) as page, two.live("desk", clerk) as desk, two.live("citizen", other) as near:
        redis.stop()
        for server in pair:
            until(lambda server=server: health(server) == "alone")  # type: ignore[misc]
        page.ready()
        near.ready()
        # The page of this process at once, that of the other one by looking into the database.
        near.hear("position", place=2)
        desk.hear_queue(id=first["id"], state="waiting")
        called = two.post(f"/clerk/appointments/{first['id']}/call", token=clerk)
        assert called.status_code == 200, called.text
        page.hear("called")
        redis.start()
        for server in pair:
            until(lambda server=server: health(server) == "connected")  # type: ignore[misc]
        page.say(**offer(first["id"]))
        desk.hear("signal")
        until(lambda: one.service.presence.has_citizen(second["id"]))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_killed_process_leaves_no_ghosts(
    shared: Settings, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence_module, "SILENCE_SECONDS", 2.5)
    one, _ = pair
    view, link = one.book(SLOTS[0])
    clerk = one.sign_in()
    with (
        one.live("desk", clerk) as desk,
        ThirdProcess(shared, one, tmp_path) as third,
        Socket(f"{third.url.replace('http', 'ws', 1)}/api/v1/live/citizen") as page,
    ):
        page.say(type="hello", version=1, token=link)
        page.hear("welcome")
        desk.hear_queue(id=view["id"], present=True)
        os.kill(third.pid, signal.SIGKILL)
        desk.hear_queue(id=view["id"], present=False)


class ThirdProcess:
    """A real process of the same service, at the computer's own time (the link is good until the end of its day)."""

    def __init__(self, settings: Settings, like: Server, folder: Path) -> None:
        names = ("data_dir", "database_url", "redis_url", "matters_dir", "offices_dir", "pages_dir", "public_url")
        variables = {f"OFFICE_{name.upper()}": str(getattr(settings, name)) for name in names}
        self._log = (folder / "third.log").open("w")
        # The tests' clock stands on a Monday that the computer's clock does not know.
        code = (
            "import sys; from datetime import datetime; from clerk_desktop.common import clock;"
            f"clock.SystemClock.now = lambda self: datetime.fromisoformat({like.clock.now().isoformat()!r});"
            "from clerk_desktop.hosted.__main__ import main; sys.exit(main(['--port', '0']))"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", code],
            env=os.environ | variables,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self._process.stdout
        self.url = self._process.stdout.readline().split()[-1]
        self.pid = self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait(30)
        assert self._process.stdout
        self._process.stdout.close()
        self._log.close()
