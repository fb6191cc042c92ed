"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.common.errors import NotFound
from clerk_desktop.hosted.schema import Clerk, ClerkToken
from tests.hosted.harness import PASSWORD, Server

MATTERS = ["kurz", "nur-schalter", "ummeldung"]
WRONG = {"user": "wolf", "password": "falsch-falsch"}


def test_a_signed_in_clerk_is_known(server: Server) -> None:
    token = server.sign_in()
    me = server.get("/clerk/me", token).json()
    assert me["name"] == "Frau Wolf"
    office = {"id": "city", "name": "Bürgeramt City", "address": "Beispielstraße 1", "matters": MATTERS}
    assert me["office"] | office == me["office"]


def test_password_and_token_lie_hashed(server: Server) -> None:
    token = server.sign_in()
    with server.service.database.read() as tx:
        stored = tx.scalars(select(Clerk.password_hash)).one()
        assert stored.startswith("$argon2id$")
        assert tx.scalars(select(ClerkToken.token_hash)).one() != token
    raw = b"".join(path.read_bytes() for path in server.settings.data_dir.iterdir())
    assert token.encode() not in raw
    assert PASSWORD.encode() not in raw


@pytest.mark.parametrize("path", ["/clerk/me", "/clerk/queue"])
def test_without_a_good_token_nothing_opens(server: Server, path: str) -> None:
    for token in ("", "z" * 32):
        reply = server.get(path, token)
        assert (reply.status_code, reply.json()["code"]) == (401, "not_signed_in")
        assert reply.headers["www-authenticate"] == "Bearer"


def test_a_citizens_link_is_no_clerks_token_and_the_other_way_round(server: Server) -> None:
    _, link = server.book()
    assert server.get("/clerk/queue", link).json()["code"] == "not_signed_in"
    assert server.get("/appointment", server.sign_in()).json()["code"] == "link_unknown"


def test_wrong_user_and_wrong_password_sound_alike(server: Server) -> None:
    server.sign_in()
    replies = [server.post("/clerk/session", WRONG | {"user": user}) for user in ("wolf", "niemand")]
    assert [(r.status_code, r.json()["code"]) for r in replies] == [(401, "wrong_password")] * 2
    assert replies[0].json() == replies[1].json()


def test_guessing_is_slowed_down_and_ends_by_itself(server: Server, clock: FixedClock) -> None:
    server.service.accounts.add("wolf", "Frau Wolf", "city", PASSWORD)
    codes = [server.post("/clerk/session", WRONG).json()["code"] for _ in range(6)]
    assert codes == ["wrong_password"] * 5 + ["too_many_requests"]
    right = {"user": "wolf", "password": PASSWORD}
    blocked = server.post("/clerk/session", right)
    assert (blocked.status_code, "retry-after" in blocked.headers) == (429, True)
    clock.advance(timedelta(minutes=5))
    assert server.post("/clerk/session", right).status_code == 200


def test_one_address_cannot_try_many_users(server: Server) -> None:
    codes = [server.post("/clerk/session", WRONG | {"user": f"u{n}"}).json()["code"] for n in range(31)]
    assert codes[-2:] == ["wrong_password", "too_many_requests"]


def test_signing_out_ends_the_session_and_a_repetition_says_so(server: Server) -> None:
    token = server.sign_in()
    headers = {"Authorization": f"Bearer {token}"}
    assert server.http.delete("/clerk/session", headers=headers).status_code == 204
    assert server.get("/clerk/me", token).status_code == 401
    assert server.http.delete("/clerk/session", headers=headers).json()["code"] == "not_signed_in"


def test_a_session_runs_out(server: Server, clock: FixedClock) -> None:
    token = server.sign_in()
    clock.advance(timedelta(hours=10))
    assert server.get("/clerk/me", token).json()["code"] == "not_signed_in"


def test_changing_the_account_ends_its_sessions(server: Server) -> None:
    token = server.sign_in()
    assert server.service.accounts.add("wolf", "Frau Wolf", "west", "neues-passwort") is False
    assert server.get("/clerk/me", token).status_code == 401
    assert server.post("/clerk/session", {"user": "wolf", "password": PASSWORD}).status_code == 401


def test_an_account_needs_an_office_that_exists(server: Server) -> None:
    with pytest.raises(NotFound):
        server.service.accounts.add("wolf", "Frau Wolf", "mond", PASSWORD)
