"""The booking behind a mail's code, asked for with the hash of its token."""

from __future__ import annotations

import hashlib

from tests.hosted.harness import Server

SLOT = "2026-11-23T07:00:00Z"


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def test_the_clerk_finds_the_booking_without_the_service_seeing_the_token(server: Server) -> None:
    clerk = server.sign_in()
    appointment, token = server.book(SLOT)
    reply = server.post("/clerk/bookings/by-code", {"sha256": digest(token)}, clerk)
    assert (reply.status_code, reply.json()["id"]) == (200, appointment["id"])
    assert "token" not in reply.text


def test_nobody_elses_office_and_no_unknown_code(server: Server) -> None:
    clerk = server.sign_in()
    _, token = server.book(SLOT, "west")
    for text in (token, "nobody's"):
        reply = server.post("/clerk/bookings/by-code", {"sha256": digest(text)}, clerk)
        assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


def test_only_a_clerk_may_ask_and_only_with_a_hash(server: Server) -> None:
    _, token = server.book(SLOT)
    assert server.post("/clerk/bookings/by-code", {"sha256": digest(token)}, token).status_code == 401
    assert server.post("/clerk/bookings/by-code", {"sha256": token}, server.sign_in()).status_code == 422
