"""Opening rules: exceptions, holidays, internal places, horizon, an office's own matters, both days of the clocks."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from clerk_desktop.hosted.catalog import Catalog, CatalogError, Office, public_holidays
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.town import Town, TownError
from clerk_desktop.resources import resource
from tests.hosted.harness import ERIKA, Server, write_town

STEP = timedelta(minutes=60)
DAILY = [
    {"weekday": day, "opens": "08:00:00", "closes": "10:00:00", "places": 2}
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
]


def office(**more: object) -> Office:
    return Office.model_validate({"id": "city", "name": "City", "address": "Weg 1", "opening": DAILY} | more)


def starts(open_office: Office, day: date, days: int = 1) -> list[str]:
    return [slot.start.isoformat()[:16] for slot in open_office.slots(day, days, STEP)]


def test_the_clocks_change_and_eight_stays_eight() -> None:
    # 29 March 2026 and 25 October 2026 are the nights.
    assert starts(office(), date(2026, 3, 28), 2) == [
        *("2026-03-28T07:00", "2026-03-28T08:00"),
        *("2026-03-29T06:00", "2026-03-29T07:00"),
    ]
    assert starts(office(), date(2026, 10, 24), 2) == [
        *("2026-10-24T06:00", "2026-10-24T07:00"),
        *("2026-10-25T07:00", "2026-10-25T08:00"),
    ]


def test_an_opening_across_the_change_has_an_hour_less_and_an_hour_more() -> None:
    night = office(opening=[{"weekday": "sunday", "opens": "01:00:00", "closes": "04:00:00", "places": 1}])
    assert [len(starts(night, date(2026, *day))) for day in ((3, 22), (3, 29), (10, 25))] == [3, 2, 4]


def test_the_holidays_of_the_saarland() -> None:
    days = public_holidays("SL", 2027)
    assert {date(2027, 8, 15), date(2027, 5, 27), date(2027, 11, 1), date(2027, 10, 3)} <= days
    assert date(2027, 1, 6) not in days
    assert date(2027, 10, 31) not in days
    closed = office(holidays="SL")
    assert starts(closed, date(2026, 12, 31), 3) == [
        *("2026-12-31T07:00", "2026-12-31T08:00"),
        *("2027-01-02T07:00", "2027-01-02T08:00"),
    ], "New Year's Day, across the turn of the year"


def test_an_exception_replaces_the_day_also_on_a_holiday() -> None:
    there = {"date": "2026-12-25", "opens": "09:00:00", "closes": "10:00:00", "places": 1, "internal": 2}
    special = office(holidays="SL", closed=["2026-12-25"], exception=[there])
    (slot,) = special.slots(date(2026, 12, 25), 1, STEP)
    assert (slot.start.hour, slot.places, slot.internal, slot.capacity) == (8, 1, 2, 3)
    assert starts(special, date(2026, 12, 26)) == []


def test_exceptions_must_not_overlap() -> None:
    lines = [
        {"date": "2026-12-25", "opens": "09:00:00", "closes": "11:00:00", "places": 1},
        {"date": "2026-12-25", "opens": "10:00:00", "closes": "12:00:00", "places": 1},
    ]
    with pytest.raises(ValueError, match="two exceptions overlap"):
        office(exception=lines)


def test_an_office_names_only_matters_that_exist(tmp_path: Path) -> None:
    write_town(tmp_path)
    path = tmp_path / "offices" / "city.toml"
    path.write_text('matters = ["gibt-es-nicht"]\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(CatalogError, match="gibt-es-nicht"):
        Catalog.load(tmp_path / "matters", tmp_path / "offices")


class TestAnOfficeOfItsOwn:
    """One matter only, three days ahead, one public and one internal place."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        path = settings.offices_dir / "city.toml"
        text = path.read_text(encoding="utf-8").replace("places = 2", "places = 1\ninternal = 1")
        path.write_text('matters = ["kurz"]\nhorizon_days = 3\n' + text, encoding="utf-8")
        return settings

    def test_its_matters(self, server: Server) -> None:
        city, west = server.get("/offices").json()
        assert city["matters"] == ["kurz"]
        assert west["matters"] == ["kurz", "nur-schalter", "ummeldung"]
        assert server.slots("city", "ummeldung") == []
        wanted = {"office": "city", "matters": ["ummeldung"], "start": "2026-11-25T07:00:00Z"}
        reply = server.post("/reservations", wanted)
        assert (reply.status_code, reply.json()["fields"]) == (422, ["matters"])

    def test_its_horizon(self, server: Server) -> None:
        assert {slot["start"][:10] for slot in server.slots("city", "kurz")} == {"2026-11-23", "2026-11-25"}
        late = {"office": "city", "matters": ["kurz"], "start": "2026-11-30T07:00:00Z"}
        assert server.post("/reservations", late).json()["code"] == "slot_taken"

    def test_internal_places_are_for_clerks_only(self, server: Server) -> None:
        start, clerk = "2026-11-25T07:00:00Z", server.sign_in()
        person = {name: value for name, value in ERIKA.items() if name != "consent"}
        server.reserve(start, matter="kurz")
        assert start not in [slot["start"] for slot in server.slots("city", "kurz")]
        inside = server.get("/clerk/slots", clerk, matter="kurz").json()["slots"]
        assert [slot["free"] for slot in inside if slot["start"] == start] == [1]
        wanted = person | {"matters": ["kurz"], "start": start}
        booked = server.post("/clerk/appointments", wanted, clerk)
        assert (booked.status_code, booked.json()["state"]) == (201, "confirmed")
        assert server.catcher.about(booked.json()["reference"])["To"] == "erika@example.org"
        assert server.post("/clerk/appointments", wanted, clerk).json()["code"] == "slot_taken"
        assert server.post("/clerk/appointments", wanted).json()["code"] == "not_signed_in"

    def test_an_internal_booking_leaves_the_public_place(self, server: Server) -> None:
        start, clerk = "2026-11-25T07:00:00Z", server.sign_in()
        person = {name: value for name, value in ERIKA.items() if name != "consent"}
        assert server.post("/clerk/appointments", person | {"matters": ["kurz"], "start": start}, clerk).is_success
        assert [slot["free"] for slot in server.slots("city", "kurz") if slot["start"] == start] == [1]
        server.reserve(start, matter="kurz")


def test_the_shipped_town_is_read() -> None:
    town = Town.load(resource("town.toml"), {"offer_minutes": 30})
    assert (town.max_open_per_person, town.offer_minutes, town.release_delay_minutes) == (3, 30, (5, 45))


@pytest.mark.parametrize("line", ["colour = 1", "release_delay_minutes = [9, 5]", "offer_minutes = 0", "x = "])
def test_a_broken_town_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "town.toml"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(TownError, match=r"town\.toml"):
        Town.load(path, {})
    with pytest.raises(CatalogError, match=r"town\.toml"):
        Catalog.of(Settings(town_file=path))
