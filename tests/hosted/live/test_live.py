"""The live sockets: presence, waiting room, signalling; reloads, second devices, restarts."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.hosted.live import hub
from clerk_desktop.hosted.schema import Base
from tests.hosted.harness import Server, Socket, until

SLOTS = [f"2026-11-23T{time}:00Z" for time in ("07:00", "07:20", "07:40", "08:00")]


def offer(appointment: str, **more: object) -> dict[str, Any]:
    return {"type": "signal", "appointment": appointment, "session": "s1", "kind": "offer", "sdp": "v=0"} | more


def post_step(server: Server, token: str, appointment: str, to: str) -> None:
    assert server.post(f"/clerk/appointments/{appointment}/steps", {"to": to}, token).status_code == 200


def ended(socket: Socket) -> bool:
    """Whether the service hangs up, whatever it says before."""
    try:
        while True:
            socket.connection.recv(timeout=20)
    except ConnectionClosed:
        return True


# --- coming in


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ({"type": "ready", "devices": {"camera": True, "microphone": True}, "consent": True}, "bad_input"),
        ({"type": "hello", "version": 1, "token": "kurz"}, "bad_input"),
        ({"type": "hello", "version": 2, "token": "x" * 32}, "outdated"),
        ({"type": "hello", "version": 1, "token": "x" * 32}, "link_unknown"),
        ({"type": "tanzen"}, "bad_input"),
    ],
)
def test_who_does_not_say_hello_properly_is_sent_away(server: Server, first: dict[str, Any], code: str) -> None:
    with server.raw("citizen") as page:
        page.say(**first)
        assert page.hear("error") == {"type": "error", "code": code, "final": True}
        assert ended(page)


def test_a_desk_needs_a_clerks_token(server: Server) -> None:
    _, link = server.book()
    with server.raw("desk") as desk:
        desk.say(type="hello", version=1, token=link)
        assert desk.hear("error") == {"type": "error", "code": "not_signed_in", "final": True}
        assert ended(desk)


def test_a_link_of_yesterday_says_so(server: Server, clock: FixedClock) -> None:
    _, link = server.book()
    clock.advance(timedelta(days=1))
    with server.raw("citizen") as page:
        page.say(type="hello", version=1, token=link)
        assert page.hear("error") == {"type": "error", "code": "link_expired", "final": True}


def test_fields_of_a_later_minor_version_are_ignored(server: Server) -> None:
    view, link = server.book()
    with server.raw("citizen") as page:
        page.say(type="hello", version=1, token=link, battery=80)
        assert page.hear("welcome")["appointment"] == view


@pytest.mark.parametrize("rubbish", ["", "{", "[]", "null", '{"type":"ready","consent":false}', "x" * 100_000])
def test_rubbish_is_refused_and_the_connection_goes_on(server: Server, rubbish: str) -> None:
    _, link = server.book()
    with server.live("citizen", link) as page:
        page.connection.send(rubbish)
        assert page.hear("error") == {"type": "error", "code": "bad_input", "final": False}
        page.ready()
        page.hear("position")


def test_a_flood_is_cut_off(server: Server) -> None:
    _, link = server.book()
    with server.live("citizen", link) as page:
        try:
            for _ in range(400):
                page.connection.send("{}")
        except ConnectionClosed:
            pass
        assert page.hear("error", final=True)["code"] == "too_many_requests"


# --- waiting room


def test_the_waiting_room_opens_some_time_before(server: Server, clock: FixedClock) -> None:
    _, link = server.book("2026-11-25T07:00:00Z")
    with server.live("citizen", link) as page:
        page.ready()
        assert page.hear("error")["code"] == "too_early"
        clock.advance(timedelta(days=1, hours=21))
        page.ready()
        page.hear("position", place=1)


def test_an_estimate_does_not_grow_old_while_nothing_happens(
    server: Server, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "REFRESH_SECONDS", 0.05)
    clerk = server.sign_in()
    links = [server.book(slot)[1] for slot in SLOTS[:2]]
    server.stop()
    server.start()
    with (
        server.live("desk", clerk),
        server.live("citizen", links[0]) as first,
        server.live("citizen", links[1]) as second,
    ):
        first.ready()
        second.ready()
        second.hear("position", place=2)
        post_step(server, clerk, server.post("/clerk/queue/next", token=clerk).json()["appointment"], "in_call")
        assert second.hear("position", place=1)["expected_minutes"] == 20
        clock.advance(timedelta(minutes=8))
        assert second.hear("position", place=1)["expected_minutes"] == 12


def test_places_move_up_with_every_change(server: Server, clock: FixedClock) -> None:
    clerk = server.sign_in()
    links = [server.book(slot)[1] for slot in SLOTS[:3]]
    with (
        server.live("desk", clerk),
        server.live("citizen", links[0]) as first,
        server.live("citizen", links[1]) as second,
        server.live("citizen", links[2]) as third,
    ):
        third.ready()
        assert third.hear("position", place=1)["expected_minutes"] == 0
        first.ready()
        assert third.hear("position", place=2)["expected_minutes"] == 20
        second.ready()
        assert third.hear("position", place=3)["expected_minutes"] == 40
        first.say(type="leave")
        first.hear("state", state="confirmed")
        assert third.hear("position", place=2)["expected_minutes"] == 20
        called = server.post("/clerk/queue/next", token=clerk).json()["appointment"]
        # The only desk is busy now for the twenty minutes that are planned.
        assert third.hear("position", place=1)["expected_minutes"] == 20
        post_step(server, clerk, called, "in_call")
        clock.advance(timedelta(minutes=15))
        first.ready()
        # Due now, and that is later than the third one's arrival but earlier than its appointment.
        assert first.hear("position", place=1)["expected_minutes"] == 5
        assert third.hear("position", place=2)["expected_minutes"] == 25


def test_a_lost_connection_keeps_its_place_for_a_while(server: Server) -> None:
    _, link = server.book(SLOTS[0])
    clerk = server.sign_in()
    with server.live("desk", clerk) as desk:
        server.service.hub._away_seconds = 3600
        with server.live("citizen", link) as page:
            page.ready()
            since = desk.hear_queue(state="waiting", present=True)["waiting_since"]
        desk.hear_queue(state="waiting", present=False)
        with server.live("citizen", link):
            assert desk.hear_queue(present=True)["waiting_since"] == since
            server.service.hub._away_seconds = 0.01
        left = desk.hear_queue(state="confirmed")
        assert (left["present"], left["waiting_since"]) == (False, None)


def test_a_citizen_may_leave_and_come_back(server: Server) -> None:
    _, link = server.book()
    with server.live("citizen", link) as page:
        page.ready()
        page.hear("state", state="waiting")
        page.say(type="leave")
        page.hear("state", state="confirmed")
        page.ready()
        page.hear("state", state="waiting")


def test_a_page_that_asks_is_answered(server: Server) -> None:
    _, link = server.book()
    with server.live("citizen", link) as page:
        page.say(type="ping")
        assert page.hear("pong") == {"type": "pong"}


def test_a_newer_device_takes_over(server: Server) -> None:
    _, link = server.book()
    clerk = server.sign_in()
    with server.live("citizen", link) as old:
        old.ready()
        old.hear("position")
        with server.live("citizen", link) as new:
            assert old.hear("error") == {"type": "error", "code": "other_device", "final": True}
            assert ended(old)
            new.ready()
            new.hear("position", place=1)
            assert server.queue(clerk)[0]["present"] is True


# --- called


def test_a_reload_while_called_or_in_the_call_is_called_again(server: Server) -> None:
    view, link = server.book()
    clerk = server.sign_in()
    with server.live("desk", clerk) as desk:
        with server.live("citizen", link) as page:
            page.ready()
            desk.hear_queue(state="waiting", present=True)
            server.post("/clerk/queue/next", token=clerk)
            page.hear("called")
        desk.hear("presence", appointment=view["id"], present=False)
        for state in ("called", "in_call"):
            with server.live("citizen", link) as page:
                page.ready()
                assert page.hear("called")["clerk"] == "Frau Wolf"
                assert page.hear("presence")["present"] is True
                desk.hear("presence", present=True)
                post_step(server, clerk, view["id"], "in_call")
            desk.hear("presence", appointment=view["id"], present=False)
            assert server.queue(clerk)[0]["state"] == "in_call", f"the desk decides what follows ({state})"


def test_a_page_that_is_not_ready_yet_is_called_when_it_is(server: Server) -> None:
    view, link = server.book()
    clerk = server.sign_in()
    server.service.hub._away_seconds = 3600
    with server.live("citizen", link) as page:
        page.ready()
        page.hear("position")
    with server.live("citizen", link) as page:
        assert server.post(f"/clerk/appointments/{view['id']}/call", token=clerk).status_code == 200
        assert page.hear("state", state="called")
        page.ready()
        heard = json.loads(page.connection.recv(timeout=20))
        assert heard["type"] == "called", "not before it was ready, and then at once"


def test_signals_pass_only_between_the_two(server: Server) -> None:
    wolf, fuchs = server.sign_in(), server.sign_in("fuchs", name="Herr Fuchs")
    mine, my_link = server.book(SLOTS[0])
    other, other_link = server.book(SLOTS[1])
    with (
        server.live("desk", wolf) as desk,
        server.live("desk", fuchs) as stranger,
        server.live("citizen", my_link) as page,
        server.live("citizen", other_link) as neighbour,
    ):
        page.say(**offer(mine["id"]))
        assert page.hear("error")["code"] == "wrong_state", "nobody has called"
        page.ready()
        page.hear("position")
        neighbour.ready()
        neighbour.hear("position", place=2)
        server.post("/clerk/queue/next", token=wolf)
        page.hear("called")
        page.say(**offer(other["id"]))
        assert page.hear("error")["code"] == "wrong_state", "only for the own appointment"
        stranger.say(**offer(mine["id"], kind="answer"))
        assert stranger.hear("error")["code"] == "wrong_state", "another clerk"
        desk.say(**offer(other["id"], kind="answer"))
        assert desk.hear("error")["code"] == "wrong_state", "not this clerk's citizen"
        page.say(**offer(mine["id"], sdp="v=0 richtig"))
        assert desk.hear("signal") == offer(mine["id"], sdp="v=0 richtig", candidate=None, mid=None)
        desk.say(**offer(mine["id"], kind="candidate", sdp=None, candidate="candidate:1", mid="0"))
        assert page.hear("signal")["candidate"] == "candidate:1"
        page.say(**offer(mine["id"], sdp="x" * 70_000))
        assert page.hear("error")["code"] == "bad_input", "too long for a session description"


def test_a_second_desk_of_the_same_clerk_hears_everything(server: Server) -> None:
    clerk = server.sign_in()
    view, link = server.book()
    with server.live("citizen", link) as page, server.live("desk", clerk) as one, server.live("desk", clerk) as two:
        page.ready()
        page.hear("position")
        server.post("/clerk/queue/next", token=clerk)
        page.hear("called")
        page.say(**offer(view["id"]))
        assert one.hear("signal") == two.hear("signal")
        one.close()
        page.say(**offer(view["id"], session="s2"))
        assert two.hear("signal")["session"] == "s2"


def test_the_page_hears_that_the_desk_went_and_came_and_offers_again(server: Server) -> None:
    clerk = server.sign_in()
    view, link = server.book()
    with server.live("citizen", link) as page:
        page.ready()
        page.hear("position")
        with server.live("desk", clerk):
            server.post("/clerk/queue/next", token=clerk)
            page.hear("called")
        page.hear("presence", appointment=view["id"], present=False)
        with server.live("desk", clerk) as desk:
            page.hear("presence", appointment=view["id"], present=True)
            assert desk.hear("presence")["present"] is True
            page.hear("called")


def test_signing_out_closes_the_desk_and_only_this_one(server: Server) -> None:
    first, second = server.sign_in(), server.sign_in("fuchs")
    with server.live("desk", first) as one, server.live("desk", second) as other:
        server.http.delete("/clerk/session", headers={"Authorization": f"Bearer {first}"})
        assert one.hear("error") == {"type": "error", "code": "not_signed_in", "final": True}
        assert ended(one)
        server.book()
        other.hear_queue(state="confirmed")


def test_a_session_that_ran_out_relays_nothing_more(server: Server, clock: FixedClock) -> None:
    clerk = server.sign_in()
    with server.live("desk", clerk) as desk:
        clock.advance(timedelta(hours=10))
        desk.say(**offer("egal"))
        assert desk.hear("error", final=True)["code"] == "not_signed_in"


# --- restart


def test_a_restart_in_the_call_loses_nothing(server: Server) -> None:
    clerk = server.sign_in()
    view, link = server.book(SLOTS[0])
    waiting, waiting_link = server.book(SLOTS[1])
    with server.live("citizen", link) as page, server.live("citizen", waiting_link) as other:
        page.ready()
        page.hear("position")
        other.ready()
        other.hear("position", place=2)
        server.post("/clerk/queue/next", token=clerk)
        post_step(server, clerk, view["id"], "in_call")
        server.stop()
        assert ended(page)
    server.start()
    with server.live("desk", clerk) as desk, server.live("citizen", link) as page:
        page.ready()
        page.hear("called")
        page.say(**offer(view["id"]))
        desk.hear("signal")
        assert server.queue(clerk)[0]["state"] == "in_call"
        # Who waited and does not come back within the time that a place is kept has left.
        until(lambda: [e["state"] for e in server.queue(clerk) if e["id"] == waiting["id"]] == ["confirmed"])


def test_a_mistake_of_the_program_is_logged_and_the_other_side_hears_the_end(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    view, link = server.book()
    clerk = server.sign_in()

    def broken(*_: object) -> None:
        raise ValueError(view["family_name"])

    with server.live("desk", clerk) as desk, caplog.at_level(logging.ERROR):
        monkeypatch.setattr(server.service.live, "ready", broken)
        with server.live("citizen", link) as page:
            desk.hear_queue(present=True)
            page.ready()
            assert ended(page)
        desk.hear_queue(present=False)
    assert "ValueError" in caplog.text
    assert "MUSTERMANN" not in caplog.text


# --- the trial of the card

TRIED = {
    "overall": "fair",
    "size": "good",
    "sharpness": "good",
    "glare": "fair",
    "light": "good",
    "posture": "good",
    "width": 1280,
    "height": 720,
    "lines_seen": True,
    "front_seen": False,
}


def test_the_trial_of_the_card_is_in_the_queue_while_the_citizen_is_there(server: Server) -> None:
    clerk = server.sign_in()
    _, link = server.book(SLOTS[0])
    with server.live("desk", clerk) as desk:
        with server.live("citizen", link) as page:
            page.ready()
            assert desk.hear_queue(state="waiting", present=True)["card_trial"] is None
            page.say(type="card.tried", trial=TRIED)
            assert desk.hear_queue(card_trial=TRIED)["present"] is True
            page.say(type="card.tried", trial=TRIED | {"width": -1})
            assert page.hear("error")["code"] == "bad_input"
            assert server.queue(clerk)[0]["card_trial"] == TRIED
        assert desk.hear_queue(present=False)["card_trial"] is None


def test_nothing_of_the_trial_is_in_the_database(server: Server) -> None:
    clerk = server.sign_in()
    _, link = server.book(SLOTS[0])
    with server.live("desk", clerk) as desk, server.live("citizen", link) as page:
        page.ready()
        page.say(type="card.tried", trial=TRIED | {"width": 4711})
        desk.hear_queue(present=True, card_trial=TRIED | {"width": 4711})
        with server.service.database.read() as tx:
            rows = [tuple(row) for table in Base.metadata.sorted_tables for row in tx.execute(table.select())]
        assert "4711" not in repr(rows)
