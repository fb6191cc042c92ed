"""The booking page in a real browser: every step, every state free of axe findings, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.citizen.conftest import SAMPLES, Office

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120, method="thread")]

MATTERS = [SAMPLES["rest"]["MatterView"]]


def moment(minutes: int) -> str:
    start = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1, minutes=minutes)
    return start.isoformat()


def opened(office: Office, place: str = "") -> None:
    slots = [{"start": moment(15 * n), "free": 1} for n in range(3)] + [{"start": moment(2880), "free": 1}]
    office.on("GET /offices", [SAMPLES["rest"]["OfficeView"]])
    office.on("GET /matters", MATTERS)
    office.on("GET /slots", {"office": "city", "matter": "ummeldung", "slots": slots})
    held = SAMPLES["rest"]["ReservationView"] | {"start": slots[0]["start"], "expires_at": moment(-60 * 24 + 60)}
    held["expires_at"] = (datetime.now(UTC) + timedelta(minutes=10)).isoformat()
    office.on("POST /reservations", held, 201)
    office.on("POST /reservations/booking", SAMPLES["rest"]["AppointmentView"], 201)
    office.page.goto(f"{office.site}/{place}")


def to_details(office: Office) -> None:
    for testid in ("office-city", "matter-ummeldung", "next", "slot-first"):
        office.press(testid)
    office.view_is("details")


def fill(office: Office) -> None:
    for testid, value in {
        "given-names": "Erika", "family-name": "Mustermann", "birth-date": "12.08.1964", "email": "erika@example.org",
    }.items():  # fmt: skip
        office.page.get_by_test_id(testid).fill(value)
    office.page.get_by_test_id("consent").check()


def booked_bodies(office: Office) -> list[Any]:
    return [body for _, path, _, body in office.requests if path == "/reservations/booking"]


@pytest.mark.parametrize(("size", "scheme"), [((360, 740), "light"), ((1280, 800), "dark")])
def test_every_step_is_free_of_axe_findings_and_fits(
    new_office: Callable[..., Office], size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme)
    opened(office)
    for view, way in (("office", "office-city"), ("matter", "matter-ummeldung"), ("bring", "next")):
        office.view_is(view)
        assert office.axe() == []
        office.press(way)
    office.see("slot-first")
    assert office.axe() == []
    office.press("slot-first")
    office.view_is("details")
    assert office.axe() == []
    office.press("book")
    office.page.get_by_text("Bitte prüfen Sie 5 Angaben").wait_for()
    assert office.axe() == []
    wide = office.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    fill(office)
    office.press("book")
    office.see("booked")
    assert office.axe() == []


def test_what_was_typed_is_what_is_sent(office: Office) -> None:
    opened(office)
    to_details(office)
    fill(office)
    office.press("book")
    office.see("booked")
    body = booked_bodies(office)[0]
    assert body == {
        "given_names": "Erika", "family_name": "Mustermann", "birth_date": "1964-08-12", "email": "erika@example.org",
        "mobile": None, "language": "de", "consent": True,
    }  # fmt: skip
    headers = next(headers for _, path, headers, _ in office.requests if path == "/reservations/booking")
    assert headers["authorization"] == f"Bearer {SAMPLES['rest']['ReservationView']['hold_token']}"
    assert len(headers["idempotency-key"]) >= 16


def test_an_error_leads_to_its_field_and_goes_when_mended(office: Office) -> None:
    opened(office)
    to_details(office)
    office.press("book")
    errors = office.see("errors")
    assert errors.evaluate("node => node === document.activeElement")
    office.page.get_by_role("link", name="Geben Sie Ihren Nachnamen ein.").click()
    field = office.page.get_by_test_id("family-name")
    assert field.evaluate("node => node === document.activeElement")
    assert field.get_attribute("aria-invalid") == "true"
    described = office.page.locator(f"#{field.get_attribute('aria-describedby')}")
    assert described.inner_text() == "Geben Sie Ihren Nachnamen ein."
    field.fill("Mustermann")
    assert field.get_attribute("aria-invalid") == "false"
    assert booked_bodies(office) == []


def test_back_and_reload_lose_nothing(office: Office) -> None:
    opened(office)
    to_details(office)
    office.page.get_by_test_id("given-names").fill("Erika")
    office.page.reload()
    office.view_is("details")
    assert office.page.get_by_test_id("given-names").input_value() == "Erika"
    office.page.go_back()
    office.view_is("slot")
    office.page.go_forward()
    office.view_is("details")
    fill(office)
    office.press("book")
    office.see("booked")
    office.page.reload()
    office.see("booked")
    assert len(booked_bodies(office)) == 1


def test_a_slot_that_was_taken_offers_others(office: Office) -> None:
    opened(office)
    other = {"start": moment(30), "free": 1}
    office.on("POST /reservations", {"title": "x", "status": 409, "code": "slot_taken", "alternatives": [other]}, 409)
    for testid in ("office-city", "matter-ummeldung", "next", "slot-first"):
        office.press(testid)
    office.page.get_by_text("Dieser Termin wurde gerade vergeben").first.wait_for()
    assert office.axe() == []
    offer = office.page.locator(".kern-alert .time")
    assert offer.count() == 1


def test_without_a_server_there_is_a_sentence_and_a_way_to_try_again(office: Office) -> None:
    office.answers["GET /offices"] = lambda route: route.abort()
    office.on("GET /matters", MATTERS)
    office.page.goto(f"{office.site}/")
    office.see("retry")
    assert office.axe() == []
    office.on("GET /offices", [SAMPLES["rest"]["OfficeView"]])
    office.press("retry")
    office.see("office-city")


def test_the_language_switches_without_losing_a_letter(office: Office) -> None:
    opened(office)
    to_details(office)
    office.page.get_by_test_id("email").fill("erika@example.org")
    office.press("language")
    office.page.get_by_role("heading", name="Your details").wait_for()
    assert office.page.get_by_test_id("email").input_value() == "erika@example.org"
    assert office.page.evaluate("() => document.documentElement.lang") == "en"
    fill(office)
    office.press("book")
    office.see("booked")
    assert booked_bodies(office)[0]["language"] == "en"


def test_the_way_through_with_the_keyboard_alone(office: Office) -> None:
    opened(office)
    office.see("office-city")
    for testid in ("office-city", "matter-ummeldung", "next", "slot-first"):
        target = office.see(testid)
        for _ in range(30):
            if target.evaluate("node => node === document.activeElement"):
                break
            office.page.keyboard.press("Tab")
        assert target.evaluate("node => node === document.activeElement"), testid
        office.page.keyboard.press("Enter")
    office.view_is("details")
    assert office.page.evaluate("() => document.activeElement.tagName") == "H1"


def test_a_name_with_markup_stays_text(office: Office) -> None:
    nasty = dict(SAMPLES["rest"]["OfficeView"]) | {"name": "<img src=x onerror=alert(1)>"}
    opened(office)
    office.on("GET /offices", [nasty])
    office.page.reload()
    button = office.see("office-city")
    assert "<img" in button.inner_text()
    assert office.page.locator("main img").count() == 0
