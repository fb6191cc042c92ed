"""What the mail's link can do: see, confirm, cancel, move; each change is whole or has not happened."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage

import pytest
from icalendar import Calendar, Event
from sqlalchemy import func, select

from clerk_desktop.common.appointments import HOLDS_PLACE, State
from clerk_desktop.common.clock import FixedClock
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.places import cells_of
from clerk_desktop.hosted.schema import Appointment, CitizenLink, OutboxMail, Return, StepTaken
from tests.hosted.booking.counting import cells
from tests.hosted.harness import ERIKA, Server, link_of, outbox_states, until

WEDNESDAY = "2026-11-25T07:00:00Z"
LATER = "2026-11-25T08:00:00Z"


def event_of(mail: EmailMessage) -> tuple[str, Event]:
    """Method and event of the calendar file in a mail."""
    (file,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(file.get_content())
    assert file.get_param("method") == str(calendar["method"])
    event = calendar.walk("VEVENT")[0]
    assert isinstance(event, Event)
    return str(calendar["method"]), event


def balanced(server: Server) -> None:
    """What the counters say is what the book says."""
    with server.service.database.read() as tx:
        held = tx.scalars(select(Appointment).where(Appointment.state.in_(HOLDS_PLACE))).all()
        returned = tx.scalars(select(Return)).all()
    counted = Counter(cell for row in (*held, *returned) for cell in cells_of(row.start, row.end))
    assert {cell: used for cell, used in cells(server).items() if used} == dict(counted)


def test_a_cancelled_place_reappears_only_after_a_while(server: Server, clock: FixedClock) -> None:
    _, link = server.book(WEDNESDAY)
    server.book(WEDNESDAY)
    view = server.post("/appointment/cancellation", token=link)
    assert (view.status_code, view.json()["state"], view.json()["changeable"]) == (200, "cancelled", False)
    assert server.post("/appointment/cancellation", token=link).json()["state"] == "cancelled", "again is no error"
    balanced(server)
    clock.advance(timedelta(minutes=4, seconds=59))
    assert WEDNESDAY not in [slot["start"] for slot in server.slots(days=3)], "nobody can wait for it"
    clock.advance(timedelta(minutes=41))
    assert [slot["free"] for slot in server.slots(days=3) if slot["start"] == WEDNESDAY] == [1]
    balanced(server)


def test_the_delay_is_random_and_its_limits_are_kept(settings: Settings) -> None:
    town = settings.model_copy(update={"release_delay_minutes": (5, 45)}).town()
    delays = {town.release_delay() for _ in range(200)}
    assert timedelta(minutes=5) <= min(delays) < max(delays) <= timedelta(minutes=45)
    assert len(delays) > 50


def test_a_cancellation_takes_the_event_out_of_the_calendar(server: Server) -> None:
    _, link = server.book(WEDNESDAY)
    server.post("/appointment/cancellation", token=link)
    booked, cancelled = server.catcher.wait(2)
    before, after = event_of(booked), event_of(cancelled)
    assert (before[0], after[0]) == ("PUBLISH", "CANCEL")
    assert before[1]["uid"] == after[1]["uid"]
    assert (before[1]["sequence"], after[1]["sequence"]) == (0, 1)
    assert str(after[1]["status"]) == "CANCELLED"
    assert str(after[1]["organizer"]) == "mailto:buergeramt@example.org"
    assert cancelled["Subject"].strip().startswith("Abgesagt")


def test_moving_takes_the_new_place_and_gives_back_the_old(server: Server, clock: FixedClock) -> None:
    old, link = server.book(WEDNESDAY, mobile="0681 1234")
    moved = server.post("/appointment/rescheduling", {"start": LATER}, link)
    assert (moved.status_code, moved.json()["start"], moved.json()["family_name"]) == (201, LATER, "MUSTERMANN")
    balanced(server)
    mail = server.catcher.wait(2)[1]
    new_link = link_of(mail)
    assert mail["Subject"].strip().startswith("Verschoben")
    assert server.get("/appointment", new_link).json()["id"] == moved.json()["id"] != old["id"]
    for reply in (server.get("/appointment", link), server.post("/appointment/cancellation", token=link)):
        assert (reply.status_code, reply.json()["code"]) == (410, "link_moved")
    first, second = (event_of(m)[1] for m in server.catcher.mails)
    assert (first["uid"], first["sequence"], second["sequence"]) == (second["uid"], 0, 1)
    clock.advance(timedelta(minutes=46))
    server.slots(days=3)
    balanced(server)
    with server.service.database.read() as tx:
        assert tx.scalar(select(func.count()).select_from(Return)) == 0
        assert tx.scalars(select(Appointment.mobile).where(Appointment.state == State.CONFIRMED)).one() == "0681 1234"


def test_moving_to_a_taken_slot_changes_nothing_and_names_others(server: Server) -> None:
    _, link = server.book(WEDNESDAY)
    server.book(LATER)
    server.book(LATER)
    reply = server.post("/appointment/rescheduling", {"start": LATER}, link)
    assert (reply.status_code, reply.json()["code"], len(reply.json()["alternatives"])) == (409, "slot_taken", 3)
    assert server.get("/appointment", link).json()["start"] == WEDNESDAY
    balanced(server)


def test_moving_twice_with_one_key_moves_once(server: Server) -> None:
    _, link = server.book(WEDNESDAY)
    key = str(uuid.uuid4())
    replies = [server.post("/appointment/rescheduling", {"start": LATER}, link, key) for _ in range(2)]
    assert replies[0].json() == replies[1].json()
    assert [reply.status_code for reply in replies] == [201, 201]
    balanced(server)


def test_moving_to_where_it_is_changes_nothing(server: Server) -> None:
    view, link = server.book(WEDNESDAY)
    assert server.post("/appointment/rescheduling", {"start": WEDNESDAY}, link).json()["id"] == view["id"]
    assert server.get("/appointment", link).status_code == 200


@pytest.mark.parametrize(
    "start", ["2026-11-25T07:05:00Z", "2026-11-24T07:00:00Z", "9999-12-31T23:59:59Z", "2026-11-25T07:00"]
)
def test_a_slot_that_does_not_exist_is_bad_input(server: Server, start: str) -> None:
    _, link = server.book(WEDNESDAY)
    reply = server.post("/appointment/rescheduling", {"start": start}, link)
    assert (reply.status_code, reply.json()["code"], reply.json()["fields"]) == (422, "bad_input", ["start"])


def test_many_move_to_the_last_place_at_once(server: Server) -> None:
    starts = [slot["start"] for slot in server.slots(days=3) if slot["start"] != LATER][:4]
    links = [server.book(start)[1] for start in starts for _ in range(2)]
    together = threading.Barrier(len(links))

    def press(link: str) -> int:
        together.wait()
        return server.post("/appointment/rescheduling", {"start": LATER}, link).status_code

    with ThreadPoolExecutor(len(links)) as pool:
        outcomes = Counter(pool.map(press, links))
    assert outcomes == {201: 2, 409: len(links) - 2}
    balanced(server)


def test_two_who_swap_their_slots_do_not_block_each_other(server: Server) -> None:
    starts = [slot["start"] for slot in server.slots(**{"from": "2026-11-25", "days": 1})]
    for pair in zip(starts[::2], starts[1::2], strict=True):
        links = [server.book(start)[1] for start in pair]
        together = threading.Barrier(2)

        def press(link: str, start: str, together: threading.Barrier = together) -> int:
            together.wait()
            return server.post("/appointment/rescheduling", {"start": start}, link).status_code

        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(press, links, reversed(pair))) == [201, 201]
    balanced(server)


def test_who_sits_in_the_waiting_room_can_still_move(server: Server) -> None:
    _, link = server.book("2026-11-23T08:00:00Z")
    with server.live("citizen", link) as page:
        page.ready()
        page.hear("position")
        assert server.post("/appointment/rescheduling", {"start": WEDNESDAY}, link).status_code == 201
        page.hear("state", state="rescheduled")


def test_what_has_begun_or_was_called_stays(server: Server, clock: FixedClock) -> None:
    view, link = server.book("2026-11-23T07:20:00Z")
    clerk = server.sign_in()
    with server.live("citizen", link) as page:
        page.ready()
        page.hear("position")
        assert server.post("/clerk/queue/next", token=clerk).status_code == 200
        for path, body in (("cancellation", None), ("rescheduling", {"start": WEDNESDAY})):
            assert server.post(f"/appointment/{path}", body, link).json()["code"] == "too_late"
    _, other = server.book("2026-11-23T07:40:00Z", given_names="ANDERE")
    clock.advance(timedelta(minutes=40))
    assert server.post("/appointment/cancellation", token=other).json()["code"] == "too_late"
    steps = f"/clerk/appointments/{view['id']}/steps"
    server.post(steps, {"to": "missed"}, clerk)
    assert server.post("/appointment/cancellation", token=link).json()["code"] == "wrong_state"


def test_a_look_never_changes_anything(server: Server) -> None:
    _, link = server.book(WEDNESDAY)
    for path in ("cancellation", "confirmation", "rescheduling"):
        assert server.get(f"/appointment/{path}", link).status_code == 405
    assert server.get("/appointment", link).json()["state"] == "confirmed"


def test_the_name_cannot_be_changed_after_booking(server: Server) -> None:
    held = server.reserve(WEDNESDAY)
    assert server.post("/reservations/booking", ERIKA, held["hold_token"]).status_code == 201
    again = server.post("/reservations/booking", ERIKA | {"family_name": "ANDERS"}, held["hold_token"])
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    assert server.post("/appointment/rescheduling", {"start": LATER, "family_name": "X"}, "x" * 32).status_code == 422


def test_no_token_lies_in_the_database(server: Server) -> None:
    _, link = server.book(WEDNESDAY)
    with server.service.database.read() as tx:
        stored = tx.scalars(select(CitizenLink.token_hash)).all()
        columns = {column.name for column in OutboxMail.__table__.columns}
    assert link not in stored
    assert {len(row) for row in stored} == {64}
    assert not {"secret", "token"} & columns


def test_every_step_has_its_time(server: Server, clock: FixedClock) -> None:
    view, link = server.book(WEDNESDAY)
    clock.advance(timedelta(minutes=3))
    server.post("/appointment/cancellation", token=link)
    with server.service.database.read() as tx:
        rows = tx.scalars(select(StepTaken).where(StepTaken.appointment == view["id"]).order_by(StepTaken.id)).all()
    assert [row.state.value for row in rows] == ["reserved", "confirmed", "cancelled"]
    assert rows[2].at - rows[1].at == timedelta(minutes=3)


class TestConfirmByMail:
    """The switch `confirm_by_mail`."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"confirm_by_mail": True})

    def ask(self, server: Server) -> tuple[dict[str, object], str]:
        held = server.reserve(WEDNESDAY)
        reply = server.post("/reservations/booking", ERIKA, held["hold_token"])
        assert reply.status_code == 201
        return reply.json(), link_of(server.catcher.wait(len(server.catcher.mails) or 1)[-1])

    def test_the_booking_stands_when_the_mail_arrived(self, server: Server, clock: FixedClock) -> None:
        assert server.get("/town").json()["confirm_by_mail"] is True
        view, link = self.ask(server)
        assert (view["state"], view["confirm_by"]) == ("reserved", "2026-11-23T08:00:00Z")
        assert server.catcher.mails[0]["Subject"].strip().startswith("Bitte bestätigen")
        clock.advance(timedelta(minutes=59))
        assert server.get("/appointment", link).json()["state"] == "reserved", "looking does not confirm"
        for _ in range(2):
            assert server.post("/appointment/confirmation", token=link).json()["state"] == "confirmed"
        assert server.catcher.wait(2)[1]["Subject"].strip().startswith("Ihr Videotermin am Mittwoch")
        balanced(server)

    def test_without_a_word_the_place_is_free_again(self, server: Server, clock: FixedClock) -> None:
        _, link = self.ask(server)
        clock.advance(timedelta(minutes=61))
        late = server.post("/appointment/confirmation", token=link)
        assert (late.status_code, late.json()["code"]) == (410, "hold_expired")
        assert [slot["free"] for slot in server.slots(days=3) if slot["start"] == WEDNESDAY] == [2]
        until(lambda: outbox_states(server) == ["sent"])
        balanced(server)

    def test_nobody_waits_without_having_confirmed(self, server: Server) -> None:
        _, link = self.ask(server)
        with server.live("citizen", link) as page:
            page.ready()
            assert page.hear("error")["code"] == "wrong_state"
