"""Reminders: the day before and one hour before, each once, also after an hour without mail server, never too late."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.hosted import outbox
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.outbox import Courier
from clerk_desktop.hosted.schema import OutboxMail
from tests.hosted.harness import MailServer, Server, link_of, outbox_states, until

WEDNESDAY_9 = "2026-11-25T08:00:00Z"


def kinds(server: Server, state: str) -> Counter[str]:
    with server.service.database.read() as tx:
        return Counter(tx.scalars(select(OutboxMail.kind).where(OutboxMail.state == state)))


def to(clock: FixedClock, moment: str) -> None:
    clock.advance(datetime.fromisoformat(moment) - clock.now())


def subjects(server: Server) -> list[str]:
    return [mail["Subject"].strip() for mail in server.catcher.mails]


def test_each_comes_in_time_and_once(server: Server, clock: FixedClock) -> None:
    _, link = server.book(WEDNESDAY_9)
    until(lambda: kinds(server, "sent") == {"confirmation": 1})
    assert kinds(server, "waiting") == {"reminder_day": 1, "reminder_hour": 1}
    to(clock, "2026-11-24T07:59:00Z")
    assert Courier(server.service.database, server.service.courier._carrier, clock).carry_one() is False
    to(clock, "2026-11-24T08:00:00Z")
    day = server.catcher.wait(2)[1]
    assert day["Subject"].strip() == "Morgen: Ihr Videotermin um 09:00 Uhr"
    to(clock, "2026-11-25T07:00:00Z")
    hour = server.catcher.wait(3)[2]
    assert hour["Subject"].strip() == "Heute um 09:00 Uhr: Ihr Videotermin"
    until(lambda: outbox_states(server) == ["sent"] * 3)
    tokens = {link, link_of(day), link_of(hour)}
    assert len(tokens) == 3, "each mail has a link of its own"
    assert {server.get("/appointment", token).json()["start"] for token in tokens} == {WEDNESDAY_9}


def test_each_comes_once_after_an_hour_without_mail_server(
    server: Server, smtp: MailServer, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    server.book(WEDNESDAY_9)
    until(lambda: kinds(server, "sent") == {"confirmation": 1})
    with caplog.at_level(logging.WARNING):
        smtp.stop()
        to(clock, "2026-11-24T08:00:00Z")
        for _ in range(6):
            before = len(caplog.records)
            clock.advance(timedelta(minutes=10))
            until(lambda before=before: len(caplog.records) > before)  # type: ignore[misc]
        smtp.start()
        clock.advance(timedelta(minutes=31))
        server.catcher.wait(2)
        until(lambda: kinds(server, "sent") == {"confirmation": 1, "reminder_day": 1})
    assert [subject.split(":")[0] for subject in subjects(server)][1:] == ["Morgen"]


def test_what_comes_too_late_is_not_sent(
    server: Server, smtp: MailServer, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    server.book(WEDNESDAY_9)
    until(lambda: kinds(server, "sent") == {"confirmation": 1})
    with caplog.at_level(logging.WARNING):
        smtp.stop()
        to(clock, "2026-11-25T08:00:00Z")
        until(lambda: kinds(server, "dropped") == {"reminder_day": 1, "reminder_hour": 1})
        smtp.start()
    assert len(server.catcher.mails) == 1


def test_a_booking_on_short_notice_gets_only_what_lies_ahead(server: Server) -> None:
    server.book("2026-11-23T08:20:00Z")
    assert kinds(server, "waiting") == {"reminder_hour": 1}
    server.book("2026-11-23T07:20:00Z")
    assert kinds(server, "waiting") == {"reminder_hour": 1}


def test_the_day_before_is_the_same_time_on_the_wall(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    # The night of 28 March 2027 has an hour less: 9:00 on Monday is 7:00 UTC, 9:00 on Sunday too, on Saturday 8:00.
    from clerk_desktop.hosted.schema import Appointment

    appointment = Appointment(id="a", start=datetime.fromisoformat("2027-03-28T07:00:00Z"))
    rows: list[dict[str, datetime]] = []

    class Enqueue:
        def later(self, _tx: object, row: dict[str, datetime]) -> None:
            rows.append(row)

    monkeypatch.setattr(outbox, "_ENQUEUE", Enqueue())
    outbox.enqueue_reminders(Session(), appointment, server.clock.now())
    assert rows[0]["due"] == datetime.fromisoformat("2027-03-27T08:00:00Z")


def test_who_cancels_or_moves_is_not_reminded_of_the_old_one(server: Server) -> None:
    _, cancelled = server.book(WEDNESDAY_9)
    _, moved = server.book(WEDNESDAY_9)
    server.post("/appointment/cancellation", token=cancelled)
    server.post("/appointment/rescheduling", {"start": "2026-11-25T08:20:00Z"}, moved)
    assert kinds(server, "dropped") == {"reminder_day": 2, "reminder_hour": 2}
    assert kinds(server, "waiting")["reminder_day"] == 1


def test_the_database_itself_allows_each_kind_once(server: Server) -> None:
    view, _ = server.book(WEDNESDAY_9)
    with pytest.raises(IntegrityError), server.service.database.write() as tx:
        outbox.enqueue(tx, "reminder_day", server.clock.now(), appointment=view["id"])


class TestSwitchedOff:
    """The switch `reminders`."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"reminders": False})

    def test_there_are_none(self, server: Server) -> None:
        server.book(WEDNESDAY_9)
        until(lambda: outbox_states(server) == ["sent"])
