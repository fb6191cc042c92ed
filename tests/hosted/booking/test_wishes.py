"""The waiting list: a freed place goes to the next in turn, and to nobody twice."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import update

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.schema import Return
from tests.hosted.booking.test_changes import balanced
from tests.hosted.harness import ERIKA, Server, link_of

WEDNESDAY = "2026-11-25T07:00:00Z"
DAYS = {"office": "city", "matters": ["ummeldung"], "first": "2026-11-24", "last": "2026-11-30"}


def wish_token(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"/angebot#(\S+)", body.get_content())
    assert found is not None
    return found[1]


def join(server: Server, name: str, **more: object) -> str:
    """Onto the list; returns the token of the mailed link."""
    address = f"{name}@example.org"
    server.clock.advance(timedelta(seconds=1))
    reply = server.post("/waiting-list", ERIKA | DAYS | {"given_names": name.upper(), "email": address} | more)
    assert reply.status_code == 201, reply.text
    assert (reply.json()["state"], reply.json()["offer"]) == ("waiting", None)
    return wish_token(mail_to(server, name, "Warteliste"))


def mail_to(server: Server, name: str, subject: str, count: int = 1) -> EmailMessage:
    """The last mail of this kind to somebody, when `count` of them have arrived."""

    def found() -> list[EmailMessage]:
        wanted = (m for m in server.catcher.mails if m["To"] == f"{name}@example.org" and subject in m["Subject"])
        return list(wanted)

    with server.catcher.arrived:
        assert server.catcher.arrived.wait_for(lambda: len(found()) >= count, timeout=20), f"no {subject} for {name}"
    return found()[-1]


def state(server: Server, token: str) -> dict[str, Any]:
    view = server.get("/waiting-list", token).json()
    assert isinstance(view, dict)
    return view


def free_a_place(server: Server, start: str = WEDNESDAY) -> None:
    name = f"fort{start[14:16]}"
    held = server.reserve(start)
    assert server.post("/reservations/booking", ERIKA | {"email": f"{name}@example.org"}, held["hold_token"]).is_success
    link = link_of(mail_to(server, name, "Ihr Videotermin am"))
    assert server.post("/appointment/cancellation", token=link).status_code == 200


def test_a_freed_place_is_offered_to_the_next_in_turn_who_takes_it(server: Server) -> None:
    first = join(server, "anna")
    second = join(server, "berta")
    free_a_place(server)
    offer = mail_to(server, "anna", "Frei geworden")
    assert "$" not in offer.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert [state(server, token)["state"] for token in (first, second)] == ["offered", "waiting"]
    view = state(server, wish_token(offer))
    assert view["offer"] == {
        "start": WEDNESDAY,
        "end": "2026-11-25T07:20:00Z",
        "expires_at": "2026-11-23T09:00:02Z",
    }
    for _ in range(2):
        booked = server.post("/waiting-list/acceptance", token=first)
        assert (booked.status_code, booked.json()["state"], booked.json()["start"]) == (201, "confirmed", WEDNESDAY)
    assert mail_to(server, "anna", "Ihr Videotermin am")
    opened_again = state(server, first)
    assert opened_again["state"] == "booked"
    assert opened_again["appointment"] == booked.json()
    balanced(server)


def cancelled_short(server: Server, start: str) -> None:
    """Somebody gives a short appointment (counted as a quarter of an hour) up."""
    held = server.reserve(start, matter="kurz")
    assert server.post("/reservations/booking", ERIKA | {"email": "kurz@example.org"}, held["hold_token"]).is_success
    link = link_of(mail_to(server, "kurz", "Ihr Videotermin am"))
    assert server.post("/appointment/cancellation", token=link).is_success


def test_who_needs_longer_gets_the_place_with_the_free_room_behind_it(server: Server, clock: FixedClock) -> None:
    token = join(server, "anna")
    cancelled_short(server, WEDNESDAY)
    assert state(server, token)["state"] == "waiting", "the place alone is too short"
    clock.advance(timedelta(minutes=46))
    offer = state(server, token)["offer"]
    assert (offer["start"], offer["end"]) == (WEDNESDAY, "2026-11-25T07:20:00Z")
    assert server.post("/waiting-list/acceptance", token=token).is_success
    assert [slot["free"] for slot in server.slots(days=3) if slot["start"] == WEDNESDAY] == [1]
    balanced(server)


def test_without_free_room_behind_it_the_place_goes_to_everybody(server: Server, clock: FixedClock) -> None:
    token = join(server, "anna")
    for _ in range(2):
        server.reserve("2026-11-25T07:15:00Z", matter="kurz")
    cancelled_short(server, WEDNESDAY)
    clock.advance(timedelta(minutes=9))  # the two others are still held
    cancelled_at_once(server)
    assert state(server, token)["state"] == "waiting"
    free = [slot["free"] for slot in server.slots(matter="kurz", days=3) if slot["start"] == WEDNESDAY]
    assert free == [2]


def cancelled_at_once(server: Server) -> None:
    """Let the random time of what was given back be over."""
    with server.service.database.write() as tx:
        tx.execute(update(Return).values(due=server.clock.now()))


def test_room_after_closing_time_is_no_room(server: Server, clock: FixedClock) -> None:
    token = join(server, "anna")
    cancelled_short(server, "2026-11-25T08:45:00Z")
    clock.advance(timedelta(minutes=46))
    assert state(server, token)["state"] == "waiting"
    balanced(server)


def test_nothing_is_booked_by_looking(server: Server) -> None:
    token = join(server, "anna")
    free_a_place(server)
    mail_to(server, "anna", "Frei geworden")
    for path in ("acceptance", "refusal"):
        assert server.get(f"/waiting-list/{path}", token).status_code == 405
    assert state(server, token)["state"] == "offered"


def test_who_refuses_or_does_not_answer_leaves_it_to_the_next(server: Server, clock: FixedClock) -> None:
    tokens = [join(server, name) for name in ("anna", "berta", "carla")]
    free_a_place(server)
    mail_to(server, "anna", "Frei geworden")
    refused = server.post("/waiting-list/refusal", token=tokens[0])
    assert (refused.status_code, refused.json()["state"]) == (200, "waiting")
    mail_to(server, "berta", "Frei geworden")
    clock.advance(timedelta(hours=2))
    assert state(server, tokens[2])["state"] == "offered", "the next after two hours without an answer"
    late = server.post("/waiting-list/acceptance", token=tokens[1])
    assert (late.status_code, late.json()["code"]) == (410, "hold_expired")
    server.post("/waiting-list/refusal", token=tokens[2])
    assert [state(server, token)["state"] for token in tokens] == ["waiting"] * 3, (
        "the same moment goes to nobody twice"
    )
    clock.advance(timedelta(minutes=46))
    assert [slot["free"] for slot in server.slots(days=3) if slot["start"] == WEDNESDAY] == [2]
    balanced(server)


def test_who_never_answers_no_longer_waits(server: Server, clock: FixedClock) -> None:
    token = join(server, "anna")
    for start in (WEDNESDAY, "2026-11-25T07:20:00Z"):
        free_a_place(server, start)
        assert state(server, token)["state"] == "offered"
        clock.advance(timedelta(hours=2))
    assert state(server, token)["state"] == "run_out"


def test_only_what_suits_is_offered(server: Server) -> None:
    other_day = join(server, "anna", first="2026-11-26")
    other_office = join(server, "berta", office="west")
    free_a_place(server)
    assert [state(server, token)["state"] for token in (other_day, other_office)] == ["waiting", "waiting"]


def test_a_shorter_matter_gives_the_rest_back(server: Server, clock: FixedClock) -> None:
    token = join(server, "anna", matters=["kurz"])
    free_a_place(server)
    assert state(server, token)["offer"]["end"] == "2026-11-25T07:12:00Z"
    balanced(server)
    clock.advance(timedelta(minutes=46))
    server.slots()
    assert server.post("/waiting-list/acceptance", token=token).status_code == 201
    balanced(server)


def test_withdrawing_is_for_good_and_passes_an_offer_on(server: Server) -> None:
    first, second = join(server, "anna"), join(server, "berta")
    free_a_place(server)
    mail_to(server, "anna", "Frei geworden")
    for _ in range(2):
        reply = server.http.delete("/waiting-list", headers={"Authorization": f"Bearer {first}"})
        assert reply.status_code == 204
    assert state(server, first)["state"] == "withdrawn"
    assert state(server, second)["state"] == "offered"
    balanced(server)


def test_a_wish_ends_with_its_last_day_and_what_was_written_goes_later(server: Server, clock: FixedClock) -> None:
    from clerk_desktop.hosted.retention import sweep
    from clerk_desktop.hosted.schema import Wish

    token = join(server, "anna")
    clock.advance(timedelta(days=8))
    assert server.get("/waiting-list", token).json()["code"] == "link_expired"
    clock.advance(timedelta(days=14))
    sweep(server.service.database, server.settings, clock, server.service.catalog)
    with server.service.database.read() as tx:
        (wish,) = tx.query(Wish).all()
    assert (wish.state.value, wish.erased, wish.email, wish.person) == ("run_out", True, None, None)


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"first": "2026-12-02", "last": "2026-12-01"}, ["first", "last"]),
        ({"first": "2026-11-01", "last": "2026-11-22"}, ["first", "last"]),
        ({"last": "2099-01-01"}, ["first", "last"]),
        ({"matters": ["nur-schalter"]}, ["matters"]),
        ({"birth_date": "1850-01-01"}, ["birth_date"]),
    ],
)
def test_wishes_that_cannot_be_are_refused(server: Server, wrong: dict[str, str], fields: list[str]) -> None:
    reply = server.post("/waiting-list", ERIKA | DAYS | wrong)
    assert (reply.status_code, reply.json()["fields"]) == (422, fields)


class TestWithoutAList:
    """The switch `waiting_list`."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"waiting_list": False})

    def test_nobody_is_put_on_it(self, server: Server) -> None:
        assert server.get("/town").json()["waiting_list"] is False
        assert server.post("/waiting-list", ERIKA | DAYS).json()["code"] == "wrong_state"
