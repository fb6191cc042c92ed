from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import (
    AlreadyCalled,
    BadInput,
    NobodyWaiting,
    NotSignedIn,
    OfficeError,
    Unavailable,
    WrongPassword,
)
from clerk_desktop.common.messages.clerk import EvidenceKind
from clerk_desktop.desktop.services.api import OfficeApi, error_of, server_address

OFFICE = {"id": "city", "name": "City", "address": "Markt 1"}
CLERK = {"id": "wolf", "name": "Frau Wolf", "office": OFFICE}
SESSION = {"token": "t" * 32, "expires_at": "2026-11-23T18:00:00Z", "clerk": CLERK}
TOKEN = "k" * 32


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Service:
    """Answers as told: (status, JSON) or None for a link that breaks off."""

    url: str = ""
    answers: list[tuple[int, Any] | None] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


def problem(status: int, code: str) -> tuple[int, Any]:
    return status, {"title": code, "status": status, "code": code}


@pytest.fixture
def service() -> Iterator[Service]:
    told = Service()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length)) if length else None
            told.asked.append(Asked(self.command, self.path, dict(self.headers), body))
            answer = told.answers.pop(0)
            if answer is None:
                self.close_connection = True
                return
            status, content = answer
            text = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_DELETE = _answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def api(service: Service, pauses: list[float]) -> Iterator[OfficeApi]:
    one = OfficeApi(service.url, TOKEN, pause=pauses.append)
    yield one
    one.close()


def test_sign_in_keeps_the_token_and_sends_none(api: OfficeApi, service: Service) -> None:
    api.token = None
    service.answers = [(200, SESSION)]
    session = api.sign_in("wolf", "geheim")
    assert session.clerk.name == "Frau Wolf"
    assert api.token == SESSION["token"]
    asked = service.asked[0]
    assert (asked.method, asked.path) == ("POST", "/api/v1/clerk/session")
    assert asked.body == {"user": "wolf", "password": "geheim"}
    assert "Authorization" not in asked.headers


def test_requests_carry_the_token(api: OfficeApi, service: Service) -> None:
    service.answers = [(200, CLERK)]
    assert api.me().office.id == "city"
    assert service.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_a_netrc_file_does_not_replace_the_token(
    api: OfficeApi, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password something\n")
    monkeypatch.setenv("NETRC", str(netrc))
    service.answers = [(200, CLERK)]
    api.me()
    assert service.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_without_token_nothing_is_asked(api: OfficeApi, service: Service) -> None:
    api.token = None
    with pytest.raises(NotSignedIn):
        api.queue()
    assert service.asked == []


def test_a_password_never_stands_in_an_error(api: OfficeApi) -> None:
    with pytest.raises(BadInput) as caught:
        api.sign_in("wolf", "geheim" * 100)
    assert "geheim" not in repr(caught.value)
    assert caught.value.__suppress_context__


def test_sign_out_forgets_the_token_even_when_the_service_is_away(api: OfficeApi, service: Service) -> None:
    service.answers = [None, None, None]
    with pytest.raises(Unavailable):
        api.sign_out()
    assert api.token is None


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (404, "nobody_waiting", NobodyWaiting),
        (409, "already_called", AlreadyCalled),
        (401, "wrong_password", WrongPassword),
        (401, "something_new", NotSignedIn),
        (500, "something_new", Unavailable),
        (418, "something_new", OfficeError),
    ],
)
def test_a_problem_becomes_the_error_of_its_code(
    api: OfficeApi, service: Service, status: int, code: str, error: type[OfficeError]
) -> None:
    service.answers = [problem(status, code)]
    with pytest.raises(OfficeError) as caught:
        api.call_next()
    assert type(caught.value) is error
    assert len(service.asked) == 1


def test_every_error_of_the_family_has_one_code() -> None:
    assert type(error_of("slot_taken")).__name__ == "SlotTaken"
    assert type(error_of("call_lost")).__name__ == "CallLost"


def test_a_repeat_has_the_same_key_and_another_request_another_one(
    api: OfficeApi, service: Service, pauses: list[float]
) -> None:
    service.answers = [None, problem(503, "unavailable"), (204, b""), (204, b"")]
    api.note("a1", EvidenceKind.IDENTIFIED, "0" * 64)
    api.note("a1", EvidenceKind.IDENTIFIED, "0" * 64)
    keys = [asked.headers["Idempotency-Key"] for asked in service.asked]
    assert keys[0] == keys[1] == keys[2] != keys[3]
    assert [a.body for a in service.asked] == [{"kind": "identified", "sha256": "0" * 64}] * 4
    assert pauses == sorted(pauses)
    assert len(pauses) == 2


def test_it_gives_up_after_three_times(api: OfficeApi, service: Service) -> None:
    service.answers = [None, None, None]
    with pytest.raises(Unavailable):
        api.queue()
    assert len(service.asked) == 3


def test_no_service_at_all() -> None:
    with pytest.raises(Unavailable):
        OfficeApi("http://127.0.0.1:9", TOKEN, pause=lambda _: None).me()


@pytest.mark.parametrize(
    "answer", [(200, b"<html>Willkommen im Hotel"), (200, {"id": "x"}), (302, b""), (502, b"proxy")]
)
def test_a_strangers_answer_is_no_answer(api: OfficeApi, service: Service, answer: tuple[int, Any]) -> None:
    service.answers = [answer] * 3
    with pytest.raises(Unavailable):
        api.me()
    assert all(asked.path == "/api/v1/clerk/me" for asked in service.asked)


def test_steps_go_to_the_appointment(api: OfficeApi, service: Service) -> None:
    service.answers = [(200, {})]
    api.step("a/../b", State.IN_CALL)
    assert service.asked[0].path == "/api/v1/clerk/appointments/a%2F..%2Fb/steps"
    assert service.asked[0].body == {"to": "in_call"}


def test_a_step_that_no_desk_makes_is_not_sent(api: OfficeApi, service: Service) -> None:
    with pytest.raises(BadInput):
        api.step("a1", State.CONFIRMED)
    assert service.asked == []


@pytest.mark.parametrize("typed", ["https://amt.example", " https://amt.example/ ", "http://127.0.0.1:8000"])
def test_good_addresses(typed: str) -> None:
    assert server_address(typed) == typed.strip().rstrip("/")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "amt.example",
        "ftp://amt.example",
        "http://amt.example",
        "https://u:p@amt.example",
        "https://amt.example:x",
        "https://[",
        "https://amt.example?x=1",
    ],
)
def test_bad_addresses(typed: str) -> None:
    with pytest.raises(BadInput):
        server_address(typed)
    with pytest.raises(BadInput):
        OfficeApi(typed, TOKEN).me()


ENTRY = {
    "id": "a1",
    "start": "2026-11-23T09:00:00Z",
    "state": "waiting",
    "matters": [{"de": "Ummeldung", "en": "Moving"}],
    "given_names": "Erika",
    "family_name": "Mustermann",
    "parked": True,
}


def test_waiting_room_requests_go_to_the_appointment_and_carry_a_key(api: OfficeApi, service: Service) -> None:
    service.answers = [(200, ENTRY)] * 3
    assert api.park("a/1").parked
    api.unpark("a/1")
    api.redirect("a/1", "west")
    base = "/api/v1/clerk/appointments/a%2F1"
    assert [(asked.method, asked.path, asked.body) for asked in service.asked] == [
        ("POST", f"{base}/parking", None),
        ("DELETE", f"{base}/parking", None),
        ("POST", f"{base}/redirection", {"office": "west"}),
    ]
    assert len({asked.headers["Idempotency-Key"] for asked in service.asked}) == 3


def test_offices(api: OfficeApi, service: Service) -> None:
    service.answers = [(200, [OFFICE, {**OFFICE, "id": "west", "news": 1}])]
    assert [office.id for office in api.offices()] == ["city", "west"]
    service.answers = [(200, {"offices": []})]
    with pytest.raises(Unavailable):
        api.offices()
