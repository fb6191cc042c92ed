"""The desk's client and live socket against the real service: park, redirect, notes. No fake in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import FixedClock
from clerk_desktop.common.errors import NobodyWaiting, NotFound, WrongState
from clerk_desktop.common.messages.live import LiveError, LiveToDesk, Note, NoteSend, NoteSender, Queue
from clerk_desktop.desktop.services.api import OfficeApi
from clerk_desktop.desktop.services.live import LiveSocket
from clerk_desktop.hosted.config import Settings
from tests.hosted.harness import GENEROUS, MONDAY_8, Catcher, MailServer, Server, Socket, write_town

M = TypeVar("M")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    catcher = Catcher()
    mail = MailServer(catcher)
    settings = Settings(
        data_dir=tmp_path / "data",
        public_url="https://termine.example.org",
        smtp_url=f"smtp://127.0.0.1:{mail.port}",
        lead_minutes=0,
        early_minutes=180,
        away_seconds=30,
        **GENEROUS,
        **write_town(tmp_path),
    )
    running = Server(settings, FixedClock(MONDAY_8), catcher)
    yield running
    running.stop()
    mail.stop()


@pytest.fixture
def api(server: Server) -> Iterator[OfficeApi]:
    one = OfficeApi(server.url, server.sign_in())
    yield one
    one.close()


@pytest.fixture
def waiting(server: Server) -> Iterator[tuple[str, Socket]]:
    """A citizen in the waiting room: id of the appointment, and their page."""
    appointment, link = server.book()
    with server.live("citizen", link) as page:
        page.ready()
        page.hear("position")
        yield str(appointment["id"]), page


@asynccontextmanager
async def desk(server: Server, token: str) -> AsyncIterator[tuple[LiveSocket, asyncio.Queue[LiveToDesk]]]:
    heard: asyncio.Queue[LiveToDesk] = asyncio.Queue()
    live = LiveSocket(server.url, token, heard.put_nowait, lambda _connected: None)
    task = asyncio.ensure_future(live.run())
    try:
        yield live, heard
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def hear(heard: asyncio.Queue[LiveToDesk], kind: type[M]) -> M:
    while True:
        message = await asyncio.wait_for(heard.get(), 20)
        if isinstance(message, kind):
            return message


def test_parked_is_left_out_and_both_ways_may_be_repeated(api: OfficeApi, waiting: tuple[str, Socket]) -> None:
    appointment, _page = waiting
    for _ in range(2):
        entry = api.park(appointment)
        assert (entry.parked, entry.parked_by, entry.state) == (True, "Frau Wolf", State.WAITING)
    with pytest.raises(NobodyWaiting):
        api.call_next()
    for _ in range(2):
        assert not api.unpark(appointment).parked
    assert api.call_next().appointment == appointment
    with pytest.raises(WrongState):
        api.park(appointment)


def test_a_redirected_citizen_is_in_the_other_queue_with_the_old_offices_name(
    server: Server, api: OfficeApi, waiting: tuple[str, Socket]
) -> None:
    appointment, _page = waiting
    assert {office.id for office in api.offices()} == {"city", "west"}
    with pytest.raises(NotFound):
        api.redirect(appointment, "nowhere")
    api.redirect(appointment, "west")
    assert api.queue().entries == ()
    west = OfficeApi(server.url, server.sign_in("west", "west", "Herr Klein"))
    entry = west.queue().entries[0]
    assert (entry.id, entry.redirected_from) == (appointment, "Bürgeramt City")
    assert west.call_next().appointment == appointment
    west.close()


def test_missed_from_the_waiting_room(api: OfficeApi, waiting: tuple[str, Socket]) -> None:
    appointment, _page = waiting
    api.step(appointment, State.MISSED)
    assert api.queue().entries[0].state is State.MISSED


async def test_notes_go_both_ways_and_the_sender_gets_a_receipt(
    server: Server, api: OfficeApi, waiting: tuple[str, Socket]
) -> None:
    appointment, page = waiting
    assert api.token is not None
    async with desk(server, api.token) as (live, heard):
        await hear(heard, Queue)
        await live.send(NoteSend(appointment=appointment, id="d1", text="Noch <b>zehn</b> Minuten."))
        receipt = await hear(heard, Note)
        assert (receipt.id, receipt.sender, receipt.name) == ("d1", NoteSender.CLERK, "Frau Wolf")
        got = await asyncio.to_thread(page.hear, "note")
        assert (got["id"], got["text"]) == ("d1", "Noch <b>zehn</b> Minuten.")
        page.say(type="note.send", appointment=appointment, id="c1", text="Gut.")
        answer = await hear(heard, Note)
        assert (answer.id, answer.sender, answer.name, answer.text) == ("c1", NoteSender.CITIZEN, "", "Gut.")


async def test_a_citizen_who_is_not_there_does_not_get_it_and_the_desk_hears_so(
    server: Server, api: OfficeApi, waiting: tuple[str, Socket]
) -> None:
    appointment, page = waiting
    assert api.token is not None
    async with desk(server, api.token) as (live, heard):
        while not (await hear(heard, Queue)).queue.entries[0].present:
            pass
        await asyncio.to_thread(page.close)
        while (await hear(heard, Queue)).queue.entries[0].present:
            pass
        await live.send(NoteSend(appointment=appointment, id="d1", text="Hallo?"))
        refused = await hear(heard, LiveError)
        assert (refused.code, refused.note, refused.final) == ("not_there", "d1", False)


def test_the_figures_of_some_days(server: Server, api: OfficeApi) -> None:
    day = MONDAY_8.date()
    assert (api.figures(day, day).booked, api.figures(day, day).waiting_minutes_median) == (0, None)
    server.book()
    view = api.figures(day, day)
    assert (view.office, view.first, view.last, view.booked) == ("city", day, day, 1)
    assert api.figures(date(2026, 11, 1), date(2026, 11, 22)).booked == 0
