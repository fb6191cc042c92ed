"""The short way and the framework's give the same answers, and only what is plainly right goes the short one."""

from __future__ import annotations

import json
import logging
import uuid

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from clerk_desktop.common.errors import Unavailable
from tests.hosted.harness import ERIKA, Server

SHORT, LONG = "application/json", "application/json; charset=utf-8"
WANTED = {"office": "city", "matters": ["ummeldung"], "start": "2026-11-23T07:00:00Z"}


def send(server: Server, path: str, body: str | bytes, kind: str, **headers: str) -> httpx.Response:
    return server.http.post(path, content=body, headers={"Content-Type": kind} | headers)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths that came to the framework's door."""
    paths: list[str] = []
    plain = FastAPI.__call__

    async def counting(app: FastAPI, scope: Scope, receive: Receive, send: Send) -> None:
        paths.append(scope.get("path", ""))
        await plain(app, scope, receive, send)

    monkeypatch.setattr(FastAPI, "__call__", counting)
    return paths


def test_a_whole_booking_does_not_touch_the_framework(server: Server, taken: list[str]) -> None:
    held = server.post("/reservations", WANTED).json()
    reply = server.post("/reservations/booking", ERIKA, held["hold_token"])
    assert (reply.status_code, reply.json()["state"], taken) == (201, "confirmed", [])


def test_both_ways_answer_alike(server: Server) -> None:
    body = json.dumps(WANTED)
    short, long = (send(server, "/reservations", body, kind) for kind in (SHORT, LONG))
    assert (short.status_code, long.status_code) == (201, 201)
    assert short.json().keys() == long.json().keys()
    ours = {"date", "content-length"}
    assert {k: v for k, v in short.headers.items() if k not in ours} == {
        k: v for k, v in long.headers.items() if k not in ours
    }


def test_one_key_is_one_attempt_whichever_way_it_comes(server: Server) -> None:
    body, key = json.dumps(WANTED), str(uuid.uuid4())
    short, long = (send(server, "/reservations", body, kind, **{"Idempotency-Key": key}) for kind in (SHORT, LONG))
    assert short.json() == long.json()
    other = send(server, "/reservations", body.replace("07:00", "07:20"), SHORT, **{"Idempotency-Key": key})
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        b"\xff\xfe",
        "[]",
        json.dumps(WANTED | {"start": "tomorrow"}),
        json.dumps(WANTED | {"start": "2026-11-23T07:00:00"}),
        json.dumps(WANTED | {"start": "2026-11-23T07:01:00Z"}),
        json.dumps(WANTED | {"matters": []}),
        json.dumps(WANTED | {"office": "nowhere"}),
        json.dumps(WANTED | {"more": 1}),
        "[" * 5000,
    ],
)
def test_what_is_wrong_is_said_alike(server: Server, body: str | bytes) -> None:
    short, long = (send(server, "/reservations", body, kind) for kind in (SHORT, LONG))
    assert short.headers["content-type"] == "application/problem+json"
    assert (short.status_code, short.json()) == (long.status_code, long.json())
    assert short.status_code in {404, 422}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Basic eDp5"}, 401),
        ({"Authorization": "Bearer nobody"}, 401),
        ({"Authorization": "Bearer nobody", "Idempotency-Key": "short"}, 422),
    ],
)
def test_strange_headers_are_the_frameworks(server: Server, headers: dict[str, str], status: int) -> None:
    short, long = (send(server, "/reservations/booking", json.dumps(ERIKA), kind, **headers) for kind in (SHORT, LONG))
    assert (short.status_code, short.json()) == (long.status_code, long.json())
    assert short.status_code == status


def test_a_body_that_is_too_large_is_refused_at_the_door(server: Server, taken: list[str]) -> None:
    reply = send(server, "/reservations", b" " * 70_000, SHORT)
    assert (reply.status_code, taken) == (413, [])


def test_a_mistake_of_ours_is_a_problem_without_its_text(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(ERIKA["email"])

    monkeypatch.setattr(server.service.booking, "reserve", broken)
    with caplog.at_level(logging.ERROR):
        reply = send(server, "/reservations", json.dumps(WANTED), SHORT)
    assert (reply.status_code, reply.json()["code"]) == (500, "unexpected")
    assert "ValueError" in caplog.text
    assert str(ERIKA["email"]) not in caplog.text


def test_trouble_is_logged_with_its_path(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: object) -> None:
        raise Unavailable("gone")

    monkeypatch.setattr(server.service.booking, "reserve", away)
    with caplog.at_level(logging.WARNING):
        reply = send(server, "/reservations", json.dumps(WANTED), SHORT)
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "60")
    assert "POST /api/v1/reservations: unavailable" in caplog.text
