"""Park, redirect, miss, notes before the call, calls whose desk is gone, figures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import FixedClock
from tests.hosted.harness import Server, Socket, until

FIRST, SECOND = "2026-11-23T07:20:00Z", "2026-11-23T07:40:00Z"


def wait(server: Server, start: str, **details: object) -> tuple[str, Socket]:
    """Book and enter the waiting room."""
    view, link = server.book(start, **details)
    page = server.live("citizen", link)
    page.ready()
    page.hear("position")
    return str(view["id"]), page


def entry(server: Server, clerk: str, appointment: str) -> dict[str, object]:
    return next(line for line in server.queue(clerk) if line["id"] == appointment)


@pytest.fixture
def clerk(server: Server) -> str:
    return server.sign_in()


def test_who_is_parked_keeps_the_place_and_is_not_called_next(server: Server, clerk: str) -> None:
    first, page = wait(server, FIRST)
    second, other = wait(server, SECOND)
    with page, other:
        parked = server.post(f"/clerk/appointments/{first}/parking", token=clerk).json()
        assert (parked["parked"], parked["parked_by"], parked["state"]) == (True, "Frau Wolf", "waiting")
        other.hear("position", place=1, parked=False)
        page.hear("position", parked=True)
        assert [line["id"] for line in server.queue(clerk)] == [first, second], "the place in the list stays"
        assert server.post("/clerk/queue/next", token=clerk).json()["appointment"] == second
        server.post(f"/clerk/appointments/{second}/steps", {"to": "missed"}, clerk)
        assert server.post("/clerk/queue/next", token=clerk).json()["code"] == "nobody_waiting"
        for _ in range(2):
            back = server.http.delete(
                f"/clerk/appointments/{first}/parking", headers={"Authorization": f"Bearer {clerk}"}
            )
            assert (back.status_code, back.json()["parked"]) == (200, False)
        assert server.post("/clerk/queue/next", token=clerk).json()["appointment"] == first


def test_a_parked_one_can_be_called_by_name(server: Server, clerk: str) -> None:
    first, page = wait(server, FIRST)
    with page:
        server.post(f"/clerk/appointments/{first}/parking", token=clerk)
        assert server.post(f"/clerk/appointments/{first}/call", token=clerk).json()["state"] == "called"
        assert entry(server, clerk, first)["parked"] is False


def test_only_who_waits_can_be_parked(server: Server, clerk: str) -> None:
    view, _ = server.book(FIRST)
    assert server.post(f"/clerk/appointments/{view['id']}/parking", token=clerk).json()["code"] == "wrong_state"
    assert server.post("/clerk/appointments/unknown/parking", token=clerk).json()["code"] == "not_found"


@pytest.mark.parametrize("called", [False, True])
def test_redirected_means_in_the_other_queue(server: Server, clerk: str, called: bool) -> None:
    west = server.sign_in("klein", "west", "Herr Klein")
    first, page = wait(server, FIRST)
    with page, server.live("desk", west) as desk:
        if called:
            server.post("/clerk/queue/next", token=clerk)
        reply = server.post(f"/clerk/appointments/{first}/redirection", {"office": "west"}, clerk)
        assert (reply.status_code, reply.json()["redirected_from"]) == (200, "Bürgeramt City")
        assert desk.hear_queue(id=first)["redirected_from"] == "Bürgeramt City"
        assert server.queue(clerk) == []
        page.hear("position", place=1, clerk_present=True)
        assert server.post(f"/clerk/appointments/{first}/call", token=clerk).json()["code"] == "not_found"
        case = server.post("/clerk/queue/next", token=west).json()
        assert (case["appointment"], case["office"]["id"]) == (first, "west")
        assert page.hear("called")["clerk"] == "Herr Klein"


def test_who_leaves_after_a_redirection_is_gone_there_too(server: Server, clerk: str) -> None:
    west = server.sign_in("klein", "west", "Herr Klein")
    first, page = wait(server, FIRST)
    with server.live("desk", west) as desk:
        with page:
            server.post(f"/clerk/appointments/{first}/redirection", {"office": "west"}, clerk)
            desk.hear_queue(id=first, state="waiting")
        desk.hear_queue(id=first, state="confirmed")


def test_nobody_is_redirected_out_of_a_call_or_to_nowhere(server: Server, clerk: str) -> None:
    first, page = wait(server, FIRST)
    with page:
        path = f"/clerk/appointments/{first}/redirection"
        assert server.post(path, {"office": "mond"}, clerk).json()["code"] == "not_found"
        server.post("/clerk/queue/next", token=clerk)
        other = server.sign_in("braun", name="Frau Braun")
        assert server.post(path, {"office": "west"}, other).json()["code"] == "already_called"
        server.post(f"/clerk/appointments/{first}/steps", {"to": "in_call"}, clerk)
        assert server.post(path, {"office": "west"}, clerk).json()["code"] == "wrong_state"


def test_a_call_whose_desk_does_not_come_back_is_interrupted(server: Server, clerk: str, clock: FixedClock) -> None:
    first, page = wait(server, FIRST)
    abandoned = server.service.abandoned
    with page:
        with server.live("desk", clerk) as desk:
            server.post("/clerk/queue/next", token=clerk)
            server.post(f"/clerk/appointments/{first}/steps", {"to": "in_call"}, clerk)
            desk.hear_queue(state="in_call")
            clock.advance(timedelta(hours=1))
            assert abandoned.look() == [], "its desk is there"
        until(lambda: not server.service.presence.clerks_of("city"))
        assert abandoned.look() == []
        clock.advance(timedelta(minutes=9))
        assert abandoned.look() == [], "a restart takes a moment"
        clock.advance(timedelta(minutes=1))
        assert [changed.appointment for changed in abandoned.look()] == [first]
        other = server.sign_in("braun", name="Frau Braun")
        assert entry(server, other, first)["state"] == State.INTERRUPTED
        assert server.post(f"/clerk/appointments/{first}/call", token=other).json()["state"] == "called"


def test_figures_are_derived_from_the_steps(server: Server, clerk: str, clock: FixedClock) -> None:
    first, page = wait(server, FIRST)
    second, other = wait(server, SECOND)
    server.book("2026-11-23T08:20:00Z")
    with page, other:
        clock.advance(timedelta(minutes=26))  # 8:26, the appointment was at 8:20
        server.post("/clerk/queue/next", token=clerk)
        for step, minutes in (("in_call", 5), ("interrupted", 3), ("in_call", 4), ("finished", 0)):
            server.post(f"/clerk/appointments/{first}/steps", {"to": step}, clerk)
            clock.advance(timedelta(minutes=minutes))
        server.post(f"/clerk/appointments/{second}/steps", {"to": "missed"}, clerk)
    query = {"from": "2026-11-23", "to": "2026-11-23"}
    found = server.get("/clerk/figures", clerk, **query).json()
    assert (found["booked"], found["finished"], found["missed"], found["cancelled"]) == (3, 1, 1, 0)
    assert (found["waiting_minutes_median"], found["service_minutes_median"]) == (6.0, 9.0)
    empty = server.get("/clerk/figures", clerk, **{"from": "0001-01-01", "to": "2020-01-01"}).json()
    assert (empty["booked"], empty["waiting_minutes_median"]) == (0, None)
    assert server.get("/clerk/figures", clerk, **{"from": "9999-12-31", "to": "9999-12-31"}).status_code == 200
