"""Limits per address and person, proof of work, open appointments."""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import altcha
import pytest

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.fairness import _network
from clerk_desktop.hosted.keys import Persons
from tests.hosted.harness import ERIKA, Server, link_of

LATER = "2026-11-25T08:00:00Z"
BODY = {"office": "city", "matters": ["ummeldung"], "start": "2026-11-25T07:00:00Z"}


def solved(server: Server) -> str:
    """A challenge, solved as the page does it."""
    challenge = altcha.Challenge.from_dict(server.get("/captcha").json())
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


class TestCaptcha:
    """The switch `captcha`."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"captcha": True})

    def reserve(self, server: Server, captcha: object, key: str | None = None) -> tuple[int, Any]:
        reply = server.post("/reservations", BODY | {"captcha": captcha}, key=key)
        return reply.status_code, reply.json().get("code")

    def test_a_solved_challenge_opens_once(self, server: Server) -> None:
        assert server.get("/town").json()["captcha"] is True
        payload, key = solved(server), str(uuid.uuid4())
        assert self.reserve(server, payload, key) == (201, None)
        assert self.reserve(server, payload, key) == (201, None), "the same request again is no second use"
        assert self.reserve(server, payload) == (403, "captcha_wrong")

    @pytest.mark.parametrize(
        "wrong", [None, "", "e30=", "bnVsbA==", "W10=", "%%%", "eyJjaGFsbGVuZ2UiOiB7fX0=", "A" * 4096]
    )
    def test_anything_else_does_not(self, server: Server, wrong: object) -> None:
        assert self.reserve(server, wrong) == (403, "captcha_wrong")

    def test_a_challenge_runs_out(self, server: Server, clock: FixedClock) -> None:
        payload = solved(server)
        clock.advance(timedelta(minutes=20))
        assert self.reserve(server, payload) == (403, "captcha_wrong")

    def test_nobody_makes_challenges_but_this_service(self, server: Server) -> None:
        forged = altcha.create_challenge(
            "PBKDF2/SHA-256", 1, counter=1, data={"id": "x", "until": 2**33}, hmac_secret="another key"
        )
        solution = altcha.solve_challenge(forged)
        assert solution is not None
        assert self.reserve(server, altcha.Payload(forged, solution).to_base64()) == (403, "captcha_wrong")

    def test_a_taken_slot_does_not_use_it_up(self, server: Server) -> None:
        for _ in range(2):
            assert self.reserve(server, solved(server)) == (201, None)
        payload = solved(server)
        assert self.reserve(server, payload) == (409, "slot_taken")
        reply = server.post("/reservations", BODY | {"start": "2026-11-25T07:20:00Z", "captcha": payload})
        assert reply.status_code == 201

    def test_many_with_the_same_solution_get_one_place(self, server: Server) -> None:
        payload, together = solved(server), threading.Barrier(6)

        def press(_number: int) -> int:
            together.wait()
            return self.reserve(server, payload)[0]

        with ThreadPoolExecutor(6) as pool:
            assert Counter(pool.map(press, range(6))) == {201: 1, 403: 5}

    def test_the_challenge_is_small_work(self, server: Server) -> None:
        began = time.process_time()
        solved(server)
        assert time.process_time() - began < 10, "a phone must do it while the form is read"


class TestPerAddress:
    """`reservations_per_address`."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"reservations_per_address": 3})

    def test_one_address_cannot_hold_everything(self, server: Server, clock: FixedClock) -> None:
        for _ in range(3):
            server.reserve()
        reply = server.post("/reservations", BODY)
        assert (reply.status_code, reply.json()["code"], reply.headers["retry-after"]) == (
            429,
            "too_many_requests",
            "60",
        )
        clock.advance(timedelta(minutes=11))
        server.reserve()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_a_household_counts_as_one(address: str, network: str) -> None:
    assert _network(address) == network


class TestPerPerson:
    """`max_open_per_person` and `bookings_per_person`."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"max_open_per_person": 2, "bookings_per_person": 4})

    def book(self, server: Server, held: dict[str, Any], **details: object) -> tuple[int, Any]:
        reply = server.post("/reservations/booking", ERIKA | details, held["hold_token"])
        return reply.status_code, reply.json().get("code")

    def test_nobody_keeps_more_than_some(self, server: Server) -> None:
        for email in ("erika@example.org", "Erika+2@EXAMPLE.org"):
            assert self.book(server, server.reserve(LATER), email=email) == (201, None)
        third = server.reserve()
        assert self.book(server, third, family_name="ANDERS") == (409, "too_many_open")
        assert self.book(server, third, birth_date="1990-01-01") == (201, None), "somebody else of the same mailbox"
        link = link_of(server.catcher.wait(3)[0])
        assert server.post("/appointment/cancellation", token=link).status_code == 200
        assert self.book(server, server.reserve()) == (201, None)

    def test_two_at_once_do_not_get_past_it(self, server: Server) -> None:
        holds = [server.reserve() for _ in range(6)]
        together = threading.Barrier(len(holds))

        def press(held: dict[str, Any]) -> int:
            together.wait()
            return self.book(server, held)[0]

        with ThreadPoolExecutor(len(holds)) as pool:
            assert Counter(pool.map(press, holds)) == {201: 2, 409: 4}

    def test_book_and_cancel_again_and_again_ends(self, server: Server, clock: FixedClock) -> None:
        for number in range(4):
            _, link = server.book(server.slots()[-1 - number]["start"])
            assert server.post("/appointment/cancellation", token=link).status_code == 200, number
        assert self.book(server, server.reserve()) == (429, "too_many_requests")
        clock.advance(timedelta(days=1))
        assert self.book(server, server.reserve()) == (201, None)


def test_a_person_is_recognised_without_being_named(server: Server) -> None:
    from datetime import date

    persons = Persons(server.service.database)
    mark = persons.mark("erika@example.org", date(1964, 8, 12))
    assert mark == Persons(server.service.database).mark("ERIKA@example.org", date(1964, 8, 12))
    assert mark != persons.mark("erika@example.org", date(1964, 8, 13))
    assert len(mark) == 64
