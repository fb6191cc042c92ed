"""A real service on a loopback port, a real SMTP catcher, and short ways to do what pages and desks do."""

from __future__ import annotations

import asyncio
import email
import email.policy
import json
import re
import socket
import threading
import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self

import httpx
import uvicorn
from aiosmtpd.smtp import SMTP, Envelope
from sqlalchemy import select
from websockets.sync.client import connect

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.common.messages.terms import API, LIVE_PATH
from clerk_desktop.hosted.app import Service, create_app
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.schema import OutboxMail

MONDAY_8 = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""Monday, 8:00 in Germany: the office opens."""
MATTER = """
id = "{id}"
title = {{ de = "Ummeldung <in> der Stadt", en = "Moving & more" }}
summary = {{ de = "Kurz", en = "Short" }}
duration_minutes = {minutes}
bring = [{{ de = "Personalausweis", en = "ID card" }}]
counter_only = {counter_only}
[[papers]]
id = "paper"
template = "letter.typ"
title = {{ de = "Brief", en = "Letter" }}
file_name = "Brief"
"""
OFFICE = """
id = "{id}"
name = "Bürgeramt {name}"
address = "Beispielstraße 1"
closed = [2026-11-24]
"""
OPENING = '[[opening]]\nweekday = "{day}"\nopens = 08:00:00\ncloses = 10:00:00\nplaces = {places}\n'
GENEROUS: dict[str, Any] = {
    "captcha": False,
    "max_open_per_person": 100,
    "bookings_per_person": 1000,
    "reservations_per_address": 10_000,
}
"""A town without limits: what a test is not about must not stand in its way."""
PASSWORD = "richtig-lang-1"
ERIKA = {
    "given_names": "ERIKA",
    "family_name": "MUSTERMANN",
    "birth_date": "1964-08-12",
    "email": "erika@example.org",
    "language": "de",
    "consent": True,
}


def write_town(folder: Path, places: int = 2) -> dict[str, Path]:
    """Matters and offices of a small town; returns the settings that point to them."""
    matters, offices, pages = folder / "matters", folder / "offices", folder / "pages"
    for path in (matters, offices, pages):
        path.mkdir(exist_ok=True)
    for name, minutes, counter in (("ummeldung", 20, "false"), ("kurz", 12, "false"), ("nur-schalter", 20, "true")):
        text = MATTER.format(id=name, minutes=minutes, counter_only=counter)
        (matters / f"{name}.toml").write_text(text, encoding="utf-8")
    for name in ("city", "west"):
        text = OFFICE.format(id=name, name=name.title())
        text += "".join(OPENING.format(day=day, places=places) for day in ("monday", "tuesday", "wednesday"))
        (offices / f"{name}.toml").write_text(text, encoding="utf-8")
    return {"matters_dir": matters, "offices_dir": offices, "pages_dir": pages}


class Catcher:
    """Keeps what a mail server would deliver; `answer` is what it says to each mail."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: list[str] = []
        self.arrived = threading.Condition()

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, _server: object, _session: object, envelope: Envelope
    ) -> str:
        """Called by the SMTP server."""
        answer = self.answers.pop(0) if self.answers else "250 OK"
        with self.arrived:
            if answer.startswith("250"):
                message = email.message_from_bytes(bytes(envelope.content or b""), policy=email.policy.default)
                assert isinstance(message, EmailMessage)
                self.mails.append(message)
            self.arrived.notify_all()
        return answer

    def wait(self, count: int = 1) -> list[EmailMessage]:
        """The mails, as soon as there are `count` of them."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.mails) >= count, timeout=20), "no mail arrived"
        return self.mails

    def about(self, reference: str) -> EmailMessage:
        """The first mail about this appointment, as soon as it is there."""

        def found() -> list[EmailMessage]:
            return [mail for mail in self.mails if reference in text_of(mail)]

        with self.arrived:
            assert self.arrived.wait_for(lambda: bool(found()), timeout=20), "no mail arrived"
        return found()[0]


class MailServer:
    """A real SMTP server in a thread; it may go away and come back on the same port."""

    def __init__(self, catcher: Catcher) -> None:
        self._catcher = catcher
        self.port = 0
        self.start()

    def start(self) -> None:
        """Listen."""
        self._socket = socket.create_server(("127.0.0.1", self.port))
        self.port = self._socket.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._loop.run_until_complete(
            self._loop.create_server(
                lambda: SMTP(self._catcher, hostname="localhost", loop=self._loop), sock=self._socket
            )
        )
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def stop(self) -> None:
        """Refuse connections from now on."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._socket.close()
        self._loop.run_until_complete(self._hang_up())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def _session(self) -> SMTP:
        return SMTP(self._catcher, hostname="localhost", loop=self._loop)

    @staticmethod
    async def _hang_up() -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Server:
    """A running service; `stop` and `start` play a restart."""

    def __init__(self, settings: Settings, clock: FixedClock, catcher: Catcher) -> None:
        self.settings, self.clock, self.catcher = settings, clock, catcher
        self.start()

    def start(self) -> None:
        """Serve on a fresh port of the loopback."""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        app = create_app(self.settings, self.clock)
        self.service: Service = app.state.service
        config = uvicorn.Config(app, access_log=False, log_config=None, timeout_graceful_shutdown=2)
        self._uvicorn = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._uvicorn.run, kwargs={"sockets": [self._socket]})
        self._thread.start()
        self.http = httpx.Client(base_url=f"{self.url}{API}", timeout=30)
        while not self._uvicorn.started:
            assert self._thread.is_alive(), "the service did not start"
            self._thread.join(0.01)

    def stop(self) -> None:
        """End the service."""
        self.http.close()
        self._uvicorn.should_exit = True
        self._thread.join(20)
        self._socket.close()

    # --- what citizens do

    def post(self, path: str, body: object = None, token: str = "", key: str | None = None) -> httpx.Response:
        """POST with a fresh Idempotency-Key, or a given one."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self.http.post(path, json=body, headers=headers)

    def get(self, path: str, token: str = "", **params: object) -> httpx.Response:
        """GET, with a token when given."""
        return self.http.get(path, params=dict(params), headers={"Authorization": f"Bearer {token}"} if token else {})

    def slots(self, office: str = "city", matter: str = "ummeldung", **more: object) -> list[dict[str, Any]]:
        """The free slots."""
        found = self.get("/slots", office=office, matter=matter, **more).json()["slots"]
        assert isinstance(found, list)
        return found

    def reserve(
        self, start: str | None = None, office: str = "city", matter: str = "ummeldung", matters: Sequence[str] = ()
    ) -> dict[str, Any]:
        """Hold the first free slot (or a given one)."""
        start = start or self.slots(office, matter)[0]["start"]
        reply = self.post("/reservations", {"office": office, "matters": list(matters) or [matter], "start": start})
        assert reply.status_code == 201, reply.text
        found = reply.json()
        assert isinstance(found, dict)
        return found

    def book(self, start: str | None = None, office: str = "city", **details: object) -> tuple[dict[str, Any], str]:
        """A whole booking; returns the appointment and the token of the mailed link."""
        held = self.reserve(start, office)
        reply = self.post("/reservations/booking", ERIKA | details, held["hold_token"])
        assert reply.status_code == 201, reply.text
        view = reply.json()
        return view, link_of(self.catcher.about(view["reference"]))

    # --- what clerks do

    def sign_in(self, user: str = "wolf", office: str = "city", name: str = "Frau Wolf") -> str:
        """Make the account and sign in; returns the token."""
        self.service.accounts.add(user, name, office, PASSWORD)
        reply = self.post("/clerk/session", {"user": user, "password": PASSWORD})
        assert reply.status_code == 200, reply.text
        return str(reply.json()["token"])

    def queue(self, token: str) -> list[dict[str, Any]]:
        """The clerk's queue."""
        entries = self.get("/clerk/queue", token).json()["entries"]
        assert isinstance(entries, list)
        return entries

    # --- live sockets

    def live(self, kind: str, token: str) -> Socket:
        """Connect, say hello and get the welcome."""
        socket = self.raw(kind)
        socket.say(type="hello", version=1, token=token)
        socket.hear({"citizen": "welcome", "desk": "desk.welcome", "guest": "guest.welcome"}[kind])
        return socket

    def raw(self, kind: str) -> Socket:
        """Connect and say nothing."""
        return Socket(f"{self.url.replace('http', 'ws', 1)}{LIVE_PATH}/{kind}")


class Socket:
    """A live connection, blocking."""

    def __init__(self, address: str) -> None:
        self._open = ExitStack()
        self.connection = self._open.enter_context(connect(address, proxy=None))

    def say(self, **message: object) -> None:
        """Send one message."""
        self.connection.send(json.dumps(message))

    def ready(self) -> None:
        """Consent given, devices checked."""
        self.say(type="ready", devices={"camera": True, "microphone": True}, consent=True)

    def hear(self, kind: str, /, **wanted: object) -> dict[str, Any]:
        """The next message of this kind with these values; others are passed over."""
        while True:
            message = json.loads(self.connection.recv(timeout=20))
            if message["type"] == kind and all(message.get(name) == value for name, value in wanted.items()):
                assert isinstance(message, dict)
                return message

    def hear_queue(self, **wanted: object) -> dict[str, Any]:
        """The next queue whose first entry has these values; returns that entry."""
        while True:
            entries = self.hear("queue")["queue"]["entries"]
            if entries and all(entries[0][name] == value for name, value in wanted.items()):
                assert isinstance(entries[0], dict)
                return entries[0]

    def close(self) -> None:
        """Hang up."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def link_of(mail: EmailMessage) -> str:
    """The token of the link in a mail's text."""
    found = re.search(r"/termin#(\S+)", text_of(mail))
    assert found is not None
    return found[1]


def text_of(mail: EmailMessage) -> str:
    """What a mail says in plain text."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def outbox_states(server: Server) -> list[str]:
    """What became of the mails."""
    with server.service.database.read() as tx:
        return list(tx.scalars(select(OutboxMail.state).order_by(OutboxMail.created, OutboxMail.id)))


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that another thread of the service does."""
    for _ in range(2000):
        if condition():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it did not come about")
