"""What is free, holding a place, confirming it."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
import pytest
from sqlalchemy import select

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.hosted.schema import Appointment, Cell
from tests.hosted.harness import ERIKA, MONDAY_8, Server


def used(server: Server) -> list[int]:
    with server.service.database.read() as tx:
        return [count for count in tx.scalars(select(Cell.used).order_by(Cell.start)) if count]


def test_offers_slots_by_opening_rules_without_closed_days(server: Server) -> None:
    slots = server.slots(days=3)
    assert [slot["start"] for slot in slots[:2]] == ["2026-11-23T07:00:00Z", "2026-11-23T07:20:00Z"]
    # Tuesday is closed, 08:00 to 10:00 holds six slots of 20 minutes.
    assert {slot["start"][:10] for slot in slots} == {"2026-11-23", "2026-11-25"}
    assert len(slots) == 12
    assert {slot["free"] for slot in slots} == {2}


def test_a_matter_of_twelve_minutes_is_offered_on_the_cells_grid(server: Server) -> None:
    starts = [slot["start"][11:16] for slot in server.slots(matter="kurz", days=1)]
    assert starts[:3] == ["07:00", "07:15", "07:30"]


def test_past_days_and_days_beyond_the_horizon_offer_nothing(server: Server) -> None:
    assert server.slots(**{"from": "2027-12-01"}) == []
    assert server.slots(**{"from": "2020-01-06", "days": 1}) == server.slots(days=1)


def test_lead_time_hides_what_is_too_close(server: Server, clock: FixedClock) -> None:
    clock.advance(timedelta(minutes=30))
    assert server.slots(days=1)[0]["start"] == "2026-11-23T07:40:00Z"


def test_matters_of_different_length_share_the_places(server: Server) -> None:
    start = "2026-11-23T07:00:00Z"
    server.reserve(start)
    server.reserve(start, matter="kurz")
    assert server.slots(days=1)[0]["start"] == "2026-11-23T07:20:00Z"
    # The short one ends at 07:15 on the grid, so from there one place is free; the next short slot begins there.
    assert [(s["start"][11:16], s["free"]) for s in server.slots(matter="kurz", days=1)[:2]] == [
        ("07:15", 1),
        ("07:30", 2),
    ]


def test_the_last_place_is_gone_and_alternatives_are_named(server: Server) -> None:
    start = "2026-11-23T07:20:00Z"
    server.reserve(start)
    server.reserve(start)
    reply = server.post("/reservations", {"office": "city", "matters": ["ummeldung"], "start": start})
    problem = reply.json()
    assert (reply.status_code, problem["code"]) == (409, "slot_taken")
    assert [s["start"][11:16] for s in problem["alternatives"]] == ["07:00", "07:40", "08:00"]
    assert server.post("/reservations", {"office": "west", "matters": ["ummeldung"], "start": start}).is_success, (
        "another office has places of its own"
    )


@pytest.mark.parametrize(
    ("change", "status", "code", "fields"),
    [
        ({"start": "2026-11-23T07:03:00Z"}, 422, "bad_input", ["start"]),
        ({"start": "2026-11-23T07:00:00"}, 422, "bad_input", ["start"]),
        ({"start": "2026-11-24T07:00:00Z"}, 422, "bad_input", ["start"]),
        ({"matters": ["nur-schalter"]}, 422, "bad_input", ["matters"]),
        ({"matters": ["unbekannt"]}, 404, "not_found", []),
        ({"office": "nirgends"}, 404, "not_found", []),
        ({"more": 1}, 422, "bad_input", ["more"]),
        ({"start": "2026-11-16T07:00:00Z"}, 409, "slot_taken", []),
        ({"start": "2027-03-01T07:00:00Z"}, 409, "slot_taken", []),
    ],
)
def test_impossible_reservations_are_refused(
    server: Server, change: dict[str, object], status: int, code: str, fields: list[str]
) -> None:
    wanted = {"office": "city", "matters": ["ummeldung"], "start": "2026-11-23T07:00:00Z"} | change
    reply = server.post("/reservations", wanted)
    assert (reply.status_code, reply.json()["code"], reply.json()["fields"]) == (status, code, fields)
    assert used(server) == []


def test_a_slot_on_the_wall_clock_in_another_zone_is_the_same_slot(server: Server) -> None:
    held = server.reserve("2026-11-23T08:00:00+01:00")
    assert (held["start"], held["end"]) == ("2026-11-23T07:00:00Z", "2026-11-23T07:20:00Z")


def test_a_hold_that_ran_out_is_free_again_for_reading_and_writing(server: Server, clock: FixedClock) -> None:
    start = "2026-11-23T08:00:00Z"
    first = server.reserve(start)
    server.reserve(start)
    assert start not in [slot["start"] for slot in server.slots(days=1)]
    clock.advance(timedelta(minutes=10))
    assert {"start": start, "free": 2} in server.slots(days=1)
    reply = server.post("/reservations/booking", ERIKA, first["hold_token"])
    assert (reply.status_code, reply.json()["code"]) == (410, "hold_expired")
    server.reserve(start)
    server.reserve(start)


def test_a_hold_that_ran_out_cannot_be_confirmed_even_before_anyone_freed_it(server: Server, clock: FixedClock) -> None:
    held = server.reserve()
    clock.advance(timedelta(minutes=10))
    reply = server.post("/reservations/booking", ERIKA, held["hold_token"])
    assert reply.json()["code"] == "hold_expired"


def test_booking_keeps_what_was_written_and_only_hashes_of_tokens(server: Server) -> None:
    view, link = server.book(mobile="+49 681 12345")
    with server.service.database.read() as tx:
        row = tx.scalars(select(Appointment)).one()
    assert (row.family_name, row.email, row.mobile) == ("MUSTERMANN", "erika@example.org", "+49 681 12345")
    assert view["state"] == "confirmed"
    assert view["reference"].startswith("VB-")
    assert len(link) >= 22, "128 bit at least"
    assert server.get("/appointment", link).json()["id"] == view["id"]
    # No byte of any file knows the token, not even while the mail is on its way.
    if server.service.database.is_sqlite:
        raw = b"".join(path.read_bytes() for path in server.settings.data_dir.iterdir())
        assert view["id"].encode() in raw
        assert link.encode() not in raw


def test_confirming_twice_is_once_and_other_details_are_refused(server: Server) -> None:
    held = server.reserve()
    first = server.post("/reservations/booking", ERIKA, held["hold_token"])
    again = server.post("/reservations/booking", ERIKA, held["hold_token"])
    other = server.post("/reservations/booking", ERIKA | {"family_name": "ANDERS"}, held["hold_token"])
    assert again.json() == first.json()
    assert (other.status_code, other.json()["code"]) == (409, "wrong_state")
    assert len(server.catcher.wait()) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("given_names", "<b>Erika</b>"),
        ("family_name", " "),
        ("birth_date", "2026-11-24"),
        ("birth_date", "1850-01-01"),
        ("email", "keine Adresse"),
        ("email", "bürger@example.org"),
        ("mobile", "ruf an"),
        ("consent", False),
        ("language", "fr"),
    ],
)
def test_details_that_cannot_be_are_named_and_the_hold_stays(server: Server, field: str, value: object) -> None:
    held = server.reserve()
    reply = server.post("/reservations/booking", ERIKA | {field: value}, held["hold_token"])
    assert (reply.status_code, reply.json()["code"], reply.json()["fields"]) == (422, "bad_input", [field])
    assert server.post("/reservations/booking", ERIKA, held["hold_token"]).status_code == 201


def test_a_foreign_or_missing_hold_token_opens_nothing(server: Server) -> None:
    assert server.post("/reservations/booking", ERIKA, "x" * 32).json()["code"] == "link_unknown"
    assert server.post("/reservations/booking", ERIKA).status_code == 401


def test_the_link_opens_until_the_day_is_over(server: Server, clock: FixedClock) -> None:
    view, link = server.book()
    assert server.get("/appointment", link).json() == view
    assert server.get("/appointment", "y" * 32).json()["code"] == "link_unknown"
    assert server.get("/appointment").json()["code"] == "link_unknown"
    clock.advance(timedelta(hours=16))  # midnight in Germany
    reply = server.get("/appointment", link)
    assert (reply.status_code, reply.json()["code"]) == (410, "link_expired")


def test_the_calendar_file_carries_the_link(server: Server) -> None:
    _, link = server.book()
    reply = server.get("/appointment/calendar", link)
    assert reply.headers["content-type"].startswith("text/calendar")
    # A long line is folded with CRLF and a blank.
    assert f"/termin#{link}" in reply.text.replace("\r\n ", "")


def test_fewer_places_later_never_overbook_and_keep_what_is_booked(server: Server) -> None:
    start = datetime(2026, 11, 23, 7, 0, tzinfo=MONDAY_8.tzinfo)
    held = server.reserve(start.isoformat())
    path = server.settings.offices_dir / "city.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("places = 2", "places = 1"), encoding="utf-8")
    server.stop()
    server.start()
    assert server.slots(days=1)[0]["start"] == "2026-11-23T07:20:00Z"
    wanted = {"office": "city", "matters": ["ummeldung"], "start": held["start"]}
    assert server.post("/reservations", wanted).json()["code"] == "slot_taken"
    assert server.post("/reservations/booking", ERIKA, held["hold_token"]).status_code == 201


def test_a_held_place_that_is_given_back_is_free_at_once(server: Server) -> None:
    start = "2026-11-23T07:20:00Z"
    held = server.reserve(start)
    for _ in range(2):
        assert release(server, held["hold_token"]).status_code == 204
        assert next(slot["free"] for slot in server.slots(days=1) if slot["start"] == start) == 2
        assert used(server) == []
    late = server.post("/reservations/booking", ERIKA, held["hold_token"])
    assert (late.status_code, late.json()["code"]) == (410, "hold_expired")


def test_what_was_booked_is_not_given_back_by_the_holds_token(server: Server) -> None:
    held = server.reserve()
    assert server.post("/reservations/booking", ERIKA, held["hold_token"]).status_code == 201
    refused = release(server, held["hold_token"])
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")
    assert release(server, "x" * 32).status_code == 401
    assert len(used(server)) == 4


def release(server: Server, token: str) -> httpx.Response:
    return server.http.delete("/reservations", headers={"Authorization": f"Bearer {token}"})
