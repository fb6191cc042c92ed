from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from clerk_desktop.common.errors import BadInput, LinkExpired, NotSignedIn, Unavailable
from clerk_desktop.common.messages.live import DeskWelcome, LiveToDesk, NoteSend, Presence, Signal, SignalKind
from clerk_desktop.desktop.services import live
from clerk_desktop.desktop.services.live import LiveSocket, pause_before

TOKEN = "k" * 32
CLERK = {"id": "wolf", "name": "Frau Wolf", "office": {"id": "city", "name": "City", "address": "Markt 1"}}
WELCOME = json.dumps({"type": "desk.welcome", "version": 1, "clerk": CLERK})
PRESENCE = json.dumps({"type": "presence", "appointment": "a1", "present": True})

Handler = Callable[[ServerConnection], Awaitable[None]]


class Desk:
    """What a desk hears, and a service that behaves as the test says."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[LiveToDesk] = asyncio.Queue()
        self.connections: asyncio.Queue[bool] = asyncio.Queue()
        self.pauses: list[float] = []
        self.socket: LiveSocket

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def desk_at(handler: Handler) -> AsyncIterator[tuple[Desk, asyncio.Task[None]]]:
    desk = Desk()
    async with serve(handler, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        desk.socket = LiveSocket(
            f"http://127.0.0.1:{port}",
            TOKEN,
            desk.messages.put_nowait,
            desk.connections.put_nowait,
            sleep=desk.pause,
            chance=lambda: 1.0,
        )
        task = asyncio.ensure_future(desk.socket.run())
        try:
            yield desk, task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def test_hello_comes_first_and_the_token_never_in_the_address() -> None:
    seen: dict[str, Any] = {}

    async def service(link: ServerConnection) -> None:
        assert link.request is not None
        seen["path"], seen["hello"] = link.request.path, json.loads(await link.recv())
        await link.send(WELCOME)
        await link.send(PRESENCE)
        await link.wait_closed()

    async with desk_at(service) as (desk, _):
        assert await desk.connections.get()
        assert isinstance(await desk.messages.get(), DeskWelcome)
        assert await desk.messages.get() == Presence(appointment="a1", present=True)
    assert seen == {"path": "/api/v1/live/desk", "hello": {"type": "hello", "version": 1, "token": TOKEN}}


async def test_signals_reach_the_service() -> None:
    got: asyncio.Queue[Any] = asyncio.Queue()

    async def service(link: ServerConnection) -> None:
        await link.recv()
        await link.send(WELCOME)
        async for frame in link:
            got.put_nowait(json.loads(frame))

    async with desk_at(service) as (desk, _):
        # Sent before the connection stands: it waits for it.
        await desk.socket.send(Signal(appointment="a1", session="s1", kind=SignalKind.ANSWER, sdp="v=0"))
        await desk.socket.send(NoteSend(appointment="a1", id="n1", text="Gleich."))
        message, note = await got.get(), await got.get()
    assert (message["type"], message["kind"], message["sdp"]) == ("signal", "answer", "v=0")
    assert note == {"type": "note.send", "appointment": "a1", "id": "n1", "text": "Gleich."}


async def test_it_comes_back_after_the_service_restarts() -> None:
    visits = 0

    async def service(link: ServerConnection) -> None:
        nonlocal visits
        visits += 1
        if visits in (2, 3):
            await link.close(1011)
            return
        await link.recv()
        await link.send(WELCOME)
        if visits == 4:
            await link.wait_closed()

    async with desk_at(service) as (desk, _):
        assert [await desk.connections.get() for _ in range(3)] == [True, False, True]
    # After a good connection at once (shortest pause), then longer each time.
    assert desk.pauses == [0.5, 1.0, 2.0]


async def test_a_final_refusal_ends_it() -> None:
    async def service(link: ServerConnection) -> None:
        await link.recv()
        await link.send(json.dumps({"type": "error", "code": "not_signed_in", "final": True}))
        await link.wait_closed()

    async with desk_at(service) as (desk, task):
        with pytest.raises(NotSignedIn):
            await task
        assert desk.connections.empty()


async def test_a_final_refusal_with_another_code_is_that_error() -> None:
    async def service(link: ServerConnection) -> None:
        await link.recv()
        await link.send(WELCOME)
        await link.send(json.dumps({"type": "error", "code": "link_expired", "final": True}))
        await link.wait_closed()

    async with desk_at(service) as (desk, task):
        with pytest.raises(LinkExpired):
            await task
        assert [desk.connections.get_nowait() for _ in range(2)] == [True, False]


async def test_what_is_not_understood_is_counted_and_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def service(link: ServerConnection) -> None:
        await link.recv()
        await link.send(WELCOME)
        await link.send('{"type": "geheim"}')
        await link.send(b"\xff\xfe")
        await link.send(PRESENCE)
        await link.wait_closed()

    with caplog.at_level(logging.WARNING):
        async with desk_at(service) as (desk, _):
            await desk.messages.get()
            assert isinstance(await desk.messages.get(), Presence)
    assert desk.socket.malformed == 2
    assert "geheim" not in caplog.text


async def test_a_service_that_says_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "WELCOME_S", 0.05)
    gone = asyncio.Event()

    async def service(link: ServerConnection) -> None:
        await link.wait_closed()
        gone.set()

    async with desk_at(service) as (desk, _):
        await gone.wait()
    assert desk.pauses


async def test_without_connection_a_signal_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SEND_WAIT_S", 0.01)
    socket = LiveSocket("http://127.0.0.1:9", TOKEN, lambda _: None, lambda _: None)
    with pytest.raises(Unavailable):
        await socket.send(Signal(appointment="a1", session="s1", kind=SignalKind.ANSWER, sdp="v=0"))


async def test_an_address_that_is_none() -> None:
    with pytest.raises(BadInput):
        await LiveSocket("http://amt.example", TOKEN, lambda _: None, lambda _: None).run()


def test_pauses_grow_scatter_and_stay_bounded() -> None:
    assert [pause_before(n, 1.0) for n in (0, 1, 2)] == [0.5, 1.0, 2.0]
    assert pause_before(3, 0.0) == 2.0
    assert pause_before(10_000, 1.0) == 20.0


async def test_while_a_call_runs_it_is_back_soon() -> None:
    visits = 0

    async def service(link: ServerConnection) -> None:
        nonlocal visits
        visits += 1
        if 1 < visits < 8:
            await link.close(1011)
            return
        await link.recv()
        await link.send(WELCOME)
        if visits == 8:
            await link.wait_closed()

    async with desk_at(service) as (desk, _):
        desk.socket.urgent = True
        assert [await desk.connections.get() for _ in range(3)] == [True, False, True]
    assert max(desk.pauses) == live.URGENT_PAUSE_S


async def test_a_call_that_begins_ends_a_long_pause() -> None:
    visits = 0
    pausing = asyncio.Event()

    async def service(link: ServerConnection) -> None:
        nonlocal visits
        visits += 1
        if visits == 1:
            await link.close(1011)
            return
        await link.recv()
        await link.send(WELCOME)
        await link.wait_closed()

    async def for_ever(_seconds: float) -> None:
        pausing.set()
        await asyncio.Event().wait()

    async with desk_at(service) as (desk, _):
        desk.socket._sleep = for_ever
        await pausing.wait()
        desk.socket.urgent = True
        assert await desk.connections.get()


async def test_a_doubted_connection_whose_end_vanished_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "ANSWER_S", 0.1)
    visits: list[ServerConnection] = []

    async def service(link: ServerConnection) -> None:
        visits.append(link)
        await link.recv()
        await link.send(WELCOME)
        await link.wait_closed()

    async with desk_at(service) as (desk, _):
        desk.socket.doubt()  # nothing to doubt yet
        assert await desk.connections.get()
        visits[0].transport.pause_reading()  # type: ignore[attr-defined]
        desk.socket.doubt()
        desk.socket.doubt()
        assert [await desk.connections.get() for _ in range(2)] == [False, True]
        assert len(visits) == 2


async def test_a_doubted_connection_that_answers_is_kept() -> None:
    async def service(link: ServerConnection) -> None:
        await link.recv()
        await link.send(WELCOME)
        await link.wait_closed()

    async with desk_at(service) as (desk, _):
        assert await desk.connections.get()
        desk.socket.doubt()
        assert desk.socket._asking is not None
        await desk.socket._asking
        assert desk.connections.empty()
