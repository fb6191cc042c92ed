"""The clerk's side: queue, calling, steps, evidence."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlalchemy import select

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.hosted.schema import AuditEvent
from tests.hosted.harness import Server

SLOTS = [f"2026-11-23T{time}:00Z" for time in ("07:00", "07:20", "07:40", "08:00")]


def wait_in_room(server: Server, doors: ExitStack, slot: str, name: str = "MUSTERMANN", office: str = "city") -> str:
    """A citizen who sits in the waiting room; returns the appointment's id."""
    view, link = server.book(slot, office, family_name=name)
    page = doors.enter_context(server.live("citizen", link))
    page.ready()
    page.hear("position")
    return str(view["id"])


def step(server: Server, token: str, appointment: str, to: str) -> tuple[int, str]:
    reply = server.post(f"/clerk/appointments/{appointment}/steps", {"to": to}, token)
    return reply.status_code, reply.json().get("state") or reply.json()["code"]


def call(server: Server, token: str, appointment: str) -> tuple[int, str]:
    reply = server.post(f"/clerk/appointments/{appointment}/call", token=token)
    return reply.status_code, reply.json().get("state") or reply.json()["code"]


def test_the_queue_is_the_own_offices_day_in_calling_order(server: Server, clock: FixedClock) -> None:
    clerk = server.sign_in()
    server.book(SLOTS[0], family_name="SPAET")
    server.book("2026-11-25T07:00:00Z", family_name="MITTWOCH")
    server.book(SLOTS[0], "west", family_name="WESTEN")
    server.reserve(SLOTS[3])
    with ExitStack() as doors:
        wait_in_room(server, doors, SLOTS[2], "DREI")
        clock.advance(timedelta(minutes=1))
        wait_in_room(server, doors, SLOTS[1], "ZWEI")
        names = [(entry["family_name"], entry["state"]) for entry in server.queue(clerk)]
    # Who came early does not overtake the earlier appointment; who is not there yet stands behind.
    assert names == [("ZWEI", "waiting"), ("DREI", "waiting"), ("SPAET", "confirmed")]


def test_who_comes_late_does_not_overtake(server: Server, clock: FixedClock) -> None:
    clerk = server.sign_in()
    late, link = server.book(SLOTS[0], family_name="SPAET")
    with ExitStack() as doors:
        punctual = wait_in_room(server, doors, SLOTS[1], "PUENKTLICH")
        clock.advance(timedelta(minutes=25))
        page = doors.enter_context(server.live("citizen", link))
        page.ready()
        page.hear("position", place=2)
        assert server.post("/clerk/queue/next", token=clerk).json()["appointment"] == punctual
        page.hear("position", place=1)
        assert step(server, clerk, punctual, "missed") == (200, "missed")
        assert server.post("/clerk/queue/next", token=clerk).json()["appointment"] == late["id"]


def test_next_is_given_to_one_clerk_only(server: Server) -> None:
    clerks = [server.sign_in(f"clerk{n}", name=f"C{n}") for n in range(6)]
    together = threading.Barrier(len(clerks))

    def press(token: str) -> str:
        together.wait()
        reply = server.post("/clerk/queue/next", token=token)
        return str(reply.json().get("appointment") or reply.json()["code"])

    with ExitStack() as doors:
        ids = {wait_in_room(server, doors, slot) for slot in SLOTS[:3]}
        with ThreadPoolExecutor(len(clerks)) as pool:
            outcome = Counter(pool.map(press, clerks))
    assert outcome == Counter(dict.fromkeys(ids, 1)) + Counter({"nobody_waiting": 3})


def test_a_second_press_finds_the_one_just_called_and_never_calls_another(server: Server) -> None:
    clerk = server.sign_in()
    with ExitStack() as doors:
        first = wait_in_room(server, doors, SLOTS[0])
        wait_in_room(server, doors, SLOTS[1])
        assert [server.post("/clerk/queue/next", token=clerk).json()["appointment"] for _ in range(2)] == [first] * 2
        assert step(server, clerk, first, "in_call") == (200, "in_call")
        busy = server.post("/clerk/queue/next", token=clerk)
        assert (busy.status_code, busy.json()["code"]) == (409, "wrong_state")


def test_who_lost_the_connection_is_not_called(server: Server) -> None:
    clerk = server.sign_in()
    server.service.hub._away_seconds = 3600  # the place is kept for the whole test
    _, link = server.book(SLOTS[0])
    with server.live("desk", clerk) as desk:
        with server.live("citizen", link) as page:
            page.ready()
            desk.hear_queue(state="waiting", present=True)
        assert desk.hear_queue(present=False)["state"] == "waiting"
        assert server.post("/clerk/queue/next", token=clerk).json()["code"] == "nobody_waiting"


def test_a_named_call_belongs_to_one_clerk(server: Server) -> None:
    wolf, fuchs = server.sign_in(), server.sign_in("fuchs", name="Herr Fuchs")
    with ExitStack() as doors:
        wait_in_room(server, doors, SLOTS[0])
        second = wait_in_room(server, doors, SLOTS[1])
        assert call(server, wolf, second) == (200, "called")
        assert call(server, fuchs, second) == (409, "already_called")
        assert step(server, fuchs, second, "finished") == (409, "already_called")
        assert call(server, wolf, second) == (200, "called"), "resuming one's own"
        assert server.queue(fuchs)[0]["called_by"] == "Frau Wolf"


def test_a_busy_clerk_cannot_call_a_second_citizen(server: Server) -> None:
    clerk = server.sign_in()
    with ExitStack() as doors:
        first, second = (wait_in_room(server, doors, slot) for slot in SLOTS[:2])
        assert call(server, clerk, first) == (200, "called")
        assert call(server, clerk, second) == (409, "wrong_state")
        assert step(server, clerk, first, "waiting") == (200, "waiting"), "back into the room"
        assert call(server, clerk, second) == (200, "called")
        assert [entry["called_by"] for entry in server.queue(clerk)] == ["Frau Wolf", None]


def test_who_does_not_wait_cannot_be_called(server: Server) -> None:
    clerk = server.sign_in()
    view, _ = server.book()
    assert call(server, clerk, view["id"]) == (409, "wrong_state")
    assert step(server, clerk, view["id"], "waiting") == (409, "wrong_state")
    assert step(server, clerk, view["id"], "finished") == (409, "wrong_state")
    assert step(server, clerk, view["id"], "missed") == (200, "missed")
    assert step(server, clerk, view["id"], "missed") == (200, "missed"), "asked twice"


def test_appointments_of_other_offices_do_not_exist(server: Server) -> None:
    clerk = server.sign_in()
    view, _ = server.book(office="west")
    held = server.reserve()
    for appointment in (view["id"], held["appointment"], "nirgends"):
        assert call(server, clerk, appointment) == (404, "not_found")
        assert step(server, clerk, appointment, "missed") == (404, "not_found")
        evidence = server.post(f"/clerk/appointments/{appointment}/evidence", {"kind": "identified"}, clerk)
        assert evidence.json()["code"] == "not_found"


def test_an_interrupted_call_goes_on_and_another_takes_over_only_when_the_desk_is_gone(server: Server) -> None:
    wolf, fuchs = server.sign_in(), server.sign_in("fuchs", name="Herr Fuchs")
    with ExitStack() as doors:
        appointment = wait_in_room(server, doors, SLOTS[0])
        desk = doors.enter_context(server.live("desk", wolf))
        assert call(server, wolf, appointment) == (200, "called")
        assert step(server, wolf, appointment, "in_call") == (200, "in_call")
        assert step(server, wolf, appointment, "interrupted") == (200, "interrupted")
        assert call(server, fuchs, appointment) == (409, "already_called")
        assert call(server, wolf, appointment) == (200, "called")
        assert step(server, wolf, appointment, "in_call") == (200, "in_call")
        assert step(server, wolf, appointment, "interrupted") == (200, "interrupted")
        watcher = doors.enter_context(server.live("citizen", server.book(SLOTS[2])[1]))
        watcher.ready()
        watcher.hear("position", clerk_present=True)
        desk.close()
        watcher.hear("position", clerk_present=False)
        assert call(server, fuchs, appointment) == (200, "called")
        assert step(server, wolf, appointment, "in_call") == (409, "already_called")


def test_evidence_stands_in_the_audit_trail_without_a_name(server: Server) -> None:
    clerk = server.sign_in()
    digest = "ab" * 32
    with ExitStack() as doors:
        appointment = wait_in_room(server, doors, SLOTS[0])
        path = f"/clerk/appointments/{appointment}/evidence"
        assert server.post(path, {"kind": "signed"}, clerk).json()["code"] == "wrong_state", "before the call"
        call(server, clerk, appointment)
        reply = server.post(path, {"kind": "signed", "sha256": digest}, clerk)
        assert (reply.status_code, reply.content) == (204, b"")
        assert server.post(path, {"kind": "signed", "sha256": "kurz"}, clerk).json()["fields"] == ["sha256"]
    with server.service.database.read() as tx:
        events = tx.scalars(select(AuditEvent).where(AuditEvent.appointment == appointment)).all()
    told = [event.event for event in events if event.event != "mail_sent"]  # that one comes when it comes
    assert told[:6] == ["reserved", "confirmed", "consented", "waiting", "called", "signed"]
    assert [event.sha256 for event in events if event.sha256] == [digest]
    assert {event.actor for event in events} >= {"citizen", "clerk"}


@pytest.mark.parametrize("to", ["confirmed", "cancelled", "nonsense"])
def test_steps_that_are_not_the_clerks_are_refused(server: Server, to: str) -> None:
    clerk = server.sign_in()
    view, _ = server.book()
    assert step(server, clerk, view["id"], to) == (422, "bad_input")
