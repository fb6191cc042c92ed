"""Deadlines: what ran out is freed, what must go is gone."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import FixedClock
from clerk_desktop.hosted.retention import sweep
from clerk_desktop.hosted.schema import Appointment, AuditEvent, Cell, ClerkToken
from tests.hosted.harness import Server, outbox_states, until


def swept(server: Server) -> list[Appointment]:
    sweep(server.service.database, server.settings, server.clock, server.service.catalog)
    with server.service.database.read() as tx:
        return list(tx.scalars(select(Appointment).order_by(Appointment.start)))


def test_holds_that_ran_out_give_their_places_back_once(server: Server, clock: FixedClock) -> None:
    server.reserve()
    server.reserve()
    clock.advance(timedelta(minutes=10))
    for _ in range(2):
        assert [row.state for row in swept(server)] == [State.EXPIRED] * 2
    with server.service.database.read() as tx:
        assert set(tx.scalars(select(Cell.used))) == {0}


def test_a_day_that_is_over_leaves_nothing_open(server: Server, clock: FixedClock) -> None:
    clerk = server.sign_in()
    view, link = server.book("2026-11-23T07:00:00Z")
    server.book("2026-11-23T07:20:00Z")
    server.book("2026-11-25T07:00:00Z")
    with server.live("citizen", link) as page:
        page.ready()
        page.hear("position")
        server.post("/clerk/queue/next", token=clerk)
        server.post(f"/clerk/appointments/{view['id']}/steps", {"to": "in_call"}, clerk)
    assert [row.state for row in swept(server)] == [State.IN_CALL, State.CONFIRMED, State.CONFIRMED], "not before"
    clock.advance(timedelta(hours=16))
    assert [row.state for row in swept(server)] == [State.MISSED, State.MISSED, State.CONFIRMED]


def test_personal_data_go_after_the_days_that_were_set(server: Server, clock: FixedClock) -> None:
    _, link = server.book("2026-11-23T07:00:00Z", family_name="ZUVERGESSEN", mobile="0681 987654")
    server.book("2026-11-25T07:00:00Z")
    until(lambda: outbox_states(server).count("sent") == 2)
    clock.advance(timedelta(days=14))
    assert [row.erased for row in swept(server)] == [False, False]
    clock.advance(timedelta(hours=1))
    gone, kept = swept(server)
    assert (gone.erased, kept.erased) == (True, False)
    assert [gone.given_names, gone.family_name, gone.birth_date, gone.email, gone.mobile] == [None] * 5
    assert kept.family_name == "MUSTERMANN"
    assert server.get("/appointment", link).json()["code"] == "link_expired"
    # Neither the tables nor the journal beside them still hold a byte of it.
    raw = b"".join(path.read_bytes() for path in server.settings.data_dir.iterdir())
    assert b"ZUVERGESSEN" not in raw
    assert b"0681 987654" not in raw


def test_sessions_and_old_audit_events_are_deleted(server: Server, clock: FixedClock) -> None:
    server.sign_in()
    clock.advance(timedelta(days=366))
    swept(server)
    with server.service.database.read() as tx:
        assert tx.scalars(select(ClerkToken)).all() == []
        assert tx.scalars(select(AuditEvent)).all() == []
