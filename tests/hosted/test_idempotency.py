"""The same POST twice does its work once."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.retention import sweep
from clerk_desktop.hosted.schema import Appointment, StoredAnswer
from tests.hosted.harness import ERIKA, PASSWORD, Server

WANTED = {"office": "city", "matters": ["ummeldung"], "start": "2026-11-23T07:00:00Z"}


@pytest.fixture
def settings(settings: Settings, database_url: str) -> Settings:
    """On both databases: the finding of a stored answer is each one's own."""
    return settings.model_copy(update={"database_url": database_url})


def rows(server: Server, table: type[Appointment | StoredAnswer]) -> int:
    with server.service.database.read() as tx:
        return tx.scalar(select(func.count()).select_from(table)) or 0


def test_the_stored_answer_comes_again_with_the_same_token(server: Server) -> None:
    key = str(uuid.uuid4())
    replies = [server.post("/reservations", WANTED, key=key) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [201, 201]
    assert replies[0].json() == replies[1].json()
    assert rows(server, Appointment) == 1
    held = replies[1].json()["hold_token"]
    assert server.post("/reservations/booking", ERIKA, held).status_code == 201


def test_at_the_same_time_too(server: Server) -> None:
    key = str(uuid.uuid4())
    with ThreadPoolExecutor(8) as pool:
        bodies = [reply.json() for reply in pool.map(lambda _: server.post("/reservations", WANTED, key=key), range(8))]
    assert all(body == bodies[0] for body in bodies)
    assert rows(server, Appointment) == 1


def test_another_body_with_the_same_key_is_refused(server: Server) -> None:
    key = str(uuid.uuid4())
    server.post("/reservations", WANTED, key=key)
    reply = server.post("/reservations", WANTED | {"start": "2026-11-23T07:20:00Z"}, key=key)
    assert (reply.status_code, reply.json()["code"]) == (409, "key_reused")
    assert rows(server, Appointment) == 1


def test_tokens_inside_answers_are_not_stored(server: Server) -> None:
    token = server.sign_in()
    held = server.reserve()["hold_token"]
    with server.service.database.read() as tx:
        stored = " ".join(tx.scalars(select(StoredAnswer.body)))
    assert '"hold_token":""' in stored
    assert held not in stored
    assert token not in stored


def test_the_same_key_of_another_person_is_another_attempt(server: Server) -> None:
    key = str(uuid.uuid4())
    first, second = server.reserve(), server.reserve()
    for held in (first, second):
        assert server.post("/reservations/booking", ERIKA, held["hold_token"], key).status_code == 201
    assert len({mail["Message-ID"] for mail in server.catcher.wait(2)}) == 2


def test_an_error_is_not_kept(server: Server) -> None:
    key, right = str(uuid.uuid4()), {"user": "wolf", "password": PASSWORD}
    assert server.post("/clerk/session", right, key=key).json()["code"] == "wrong_password"
    server.service.accounts.add("wolf", "Frau Wolf", "city", PASSWORD)
    assert server.post("/clerk/session", right, key=key).status_code == 200


def test_keys_of_a_wrong_shape_are_refused_and_missing_ones_are_not(server: Server) -> None:
    assert server.post("/reservations", WANTED, key="kurz").json()["fields"] == ["idempotency-key"]
    assert server.http.post("/reservations", json=WANTED).status_code == 201


def test_stored_answers_are_deleted_after_a_day(server: Server, clock: FixedClock) -> None:
    server.reserve()
    assert rows(server, StoredAnswer) == 1
    clock.advance(timedelta(hours=25))
    sweep(server.service.database, server.settings, clock, server.service.catalog)
    assert rows(server, StoredAnswer) == 0
