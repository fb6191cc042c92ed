"""The booking page in a real browser: every step, every state free of axe findings, nothing lost."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.citizen.conftest import SAMPLES, Office

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120, method="thread")]

MATTERS = [SAMPLES["rest"]["MatterView"]]
TOWN = SAMPLES["rest"]["TownView"] | {"captcha": False}


def moment(minutes: int) -> str:
    start = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1, minutes=minutes)
    return start.isoformat()


def opened(office: Office, place: str = "") -> None:
    slots = [{"start": moment(15 * n), "free": 1} for n in range(3)] + [{"start": moment(2880), "free": 1}]
    office.on("GET /town", TOWN)
    office.on("GET /offices", [SAMPLES["rest"]["OfficeView"]])
    office.on("GET /matters", MATTERS)
    office.on("GET /slots", {"office": "city", "matters": ["ummeldung"], "slots": slots})
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
    office.on("GET /town", TOWN)
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


def no_slots(office: Office) -> None:
    office.on("GET /slots", {"office": "city", "matters": ["ummeldung"], "slots": []})


def to_slots(office: Office) -> None:
    for testid in ("office-city", "matter-ummeldung", "next"):
        office.press(testid)
    office.see("slot-first")


def day_of(minutes: int) -> str:
    return f"day-{moment(minutes)[:10]}"


def test_the_calendar_shows_where_there_is_room_and_unfolds_a_day(office: Office) -> None:
    opened(office)
    to_slots(office)
    first, later, empty = (office.see(day_of(minutes)) for minutes in (0, 2880, 1440))
    assert first.get_attribute("aria-pressed") == "true"
    assert "3 freie Zeiten" in first.inner_text()
    assert "1 freie Zeit" in later.inner_text()
    assert empty.get_attribute("aria-disabled") == "true"
    assert "nichts frei" in empty.inner_text()
    empty.dispatch_event("click")
    assert first.get_attribute("aria-pressed") == "true"
    assert office.page.locator("[data-testid=times] .time").count() == 3
    later.click()
    assert office.page.locator("[data-testid=times] .time").count() == 1
    office.page.reload()
    assert office.see(day_of(2880)).get_attribute("aria-pressed") == "true"


def test_the_calendar_with_the_keyboard_alone(office: Office) -> None:
    opened(office)
    to_slots(office)
    keys, focused = office.page.keyboard, "() => document.activeElement.dataset.testid"
    office.see(day_of(0)).focus()
    stops = office.page.locator("[data-testid=calendar] button[tabindex='0']")
    assert stops.count() == 1
    for key, minutes in (("ArrowRight", 1440), ("ArrowRight", 2880), ("ArrowDown", 2880 + 7 * 1440)):
        keys.press(key)
        assert office.page.evaluate(focused) == day_of(minutes)
    keys.press("ArrowUp")
    keys.press("Enter")
    assert office.see(day_of(2880)).get_attribute("aria-pressed") == "true"
    assert stops.count() == 1
    before = office.page.locator("#calendar-period").inner_text()
    keys.press("PageDown")
    office.page.wait_for_function("old => document.querySelector('#calendar-period').textContent !== old", arg=before)
    assert office.page.evaluate(focused) == day_of(2880 + 28 * 1440)
    assert office.axe() == []


def test_the_proof_of_work_is_solved_by_the_page_itself(office: Office) -> None:
    opened(office)
    office.on("GET /town", TOWN | {"captcha": True})
    parameters = SAMPLES["rest"]["CaptchaView"]["parameters"] | {"nonce": "5f2c" * 8, "salt": "09aa" * 8, "cost": 10}
    office.on("GET /captcha", {"parameters": parameters, "signature": "s"})
    office.page.reload()
    to_details(office)
    sent = next(body for _, path, _, body in office.requests if path == "/reservations")
    payload = json.loads(base64.b64decode(sent["captcha"]))
    assert payload["challenge"] == {"parameters": parameters, "signature": "s"}
    nonce, counter = bytes.fromhex(parameters["nonce"]), payload["solution"]["counter"].to_bytes(4, "big")
    key = hashlib.pbkdf2_hmac("sha256", nonce + counter, bytes.fromhex(parameters["salt"]), 10)
    assert key.hex() == payload["solution"]["derivedKey"]
    assert key.hex().startswith(parameters["keyPrefix"])


def test_faster_somebody_else_while_typing(office: Office) -> None:
    opened(office)
    held = SAMPLES["rest"]["ReservationView"] | {"start": moment(0), "expires_at": datetime.now(UTC).isoformat()}
    office.on("POST /reservations", held, 201)
    to_details(office)
    fill(office)
    other = {"start": moment(30), "free": 1}
    office.on("POST /reservations", {"title": "x", "status": 409, "code": "slot_taken", "alternatives": [other]}, 409)
    office.press("book")
    office.see("alternatives")
    assert office.axe() == []
    again = held | {"start": moment(30), "expires_at": (datetime.now(UTC) + timedelta(minutes=10)).isoformat()}
    office.on("POST /reservations", again, 201)
    office.page.locator("[data-testid=alternatives] .time").click()
    office.page.locator("[data-testid=alternatives]").wait_for(state="detached")
    assert office.page.get_by_test_id("family-name").input_value() == "Mustermann"
    office.press("book")
    office.see("booked")


@pytest.mark.parametrize(("size", "scheme"), [((390, 844), "dark"), ((1280, 800), "light")])
def test_the_waiting_list_when_all_is_full(
    new_office: Callable[..., Office], size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme)
    opened(office)
    no_slots(office)
    for testid in ("office-city", "matter-ummeldung", "next"):
        office.press(testid)
    office.see("to-list")
    assert office.axe() == []
    office.press("to-list")
    office.view_is("list")
    fill(office)
    office.page.get_by_test_id("last").fill("2020-01-01")
    office.press("book")
    office.see("errors")
    assert office.axe() == []
    office.page.get_by_test_id("last").fill((datetime.now(UTC) + timedelta(days=9)).date().isoformat())
    office.on("POST /waiting-list", SAMPLES["rest"]["WaitingListView"] | {"state": "waiting", "offer": None}, 201)
    office.press("book")
    office.see("listed")
    assert office.axe() == []
    office.page.reload()
    office.see("listed")
    sent = [body for method, path, _, body in office.requests if (method, path) == ("POST", "/waiting-list")]
    assert len(sent) == 1
    assert sent[0]["given_names"] == "Erika"


def test_without_a_waiting_list_none_is_offered(office: Office) -> None:
    opened(office)
    office.on("GET /town", TOWN | {"waiting_list": False})
    office.page.reload()
    to_slots(office)
    assert not office.page.get_by_test_id("to-list-more").is_visible()


def test_a_town_that_wants_the_mail_to_be_opened_first(office: Office) -> None:
    opened(office)
    open_until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    waiting = SAMPLES["rest"]["AppointmentView"] | {"state": "reserved", "confirm_by": open_until}
    office.on("POST /reservations/booking", waiting, 201)
    to_details(office)
    fill(office)
    office.press("book")
    office.see("booked")
    office.page.get_by_role("heading", name="Bitte öffnen Sie Ihre E-Mail").wait_for()
    assert office.axe() == []


def test_back_after_booking_does_not_lead_into_the_form_again(office: Office) -> None:
    opened(office)
    to_details(office)
    fill(office)
    office.press("book")
    office.see("booked")
    office.page.go_back()
    office.page.wait_for_url("**step=details**")
    office.see("booked")
    assert len(booked_bodies(office)) == 1


def several(count: int = 5, minutes: int = 15) -> list[dict[str, Any]]:
    """Matters that differ in name, and one that is too long beside any other."""
    names = ("Wohnung ummelden", "Lebensbescheinigung", "Führungszeugnis", "Meldebescheinigung", "Anwohnerausweis")
    made = [
        MATTERS[0] | {"id": f"m{n}", "title": {"de": names[n], "en": f"Matter {n}"}, "duration_minutes": minutes}
        for n in range(count)
    ]
    title = {"de": "Einbürgerung besprechen", "en": "Naturalisation"}
    lengthy = {"id": "long", "title": title, "duration_minutes": 110}
    return [*made, MATTERS[0] | lengthy]


@pytest.mark.parametrize(("size", "scheme"), [((360, 740), "light"), ((1280, 800), "dark")])
def test_several_matters_are_chosen_one_by_one(
    new_office: Callable[..., Office], size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme)
    opened(office)
    office.on("GET /matters", several())
    office.on("GET /offices", [SAMPLES["rest"]["OfficeView"] | {"matters": []}])
    office.page.reload()
    office.press("office-city")
    office.press("matter-m0")
    for n in (1, 2, 3):
        office.press("more")
        office.view_is("more")
        assert office.axe() == []
        assert office.see("too-long").inner_text().count("Einbürgerung besprechen (etwa 110 Minuten)") == 1
        picture(office, f"more-{n}")
        office.press(f"matter-m{n}")
        office.view_is("bring")
    assert office.page.get_by_test_id("more").count() == 0
    office.page.get_by_text("Mehr als 4 Anliegen passen nicht in einen Termin.").wait_for()
    office.page.get_by_text("60 Minuten").wait_for()
    assert office.axe() == []
    wide = office.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    picture(office, "bring")
    office.page.get_by_role("button", name="Lebensbescheinigung entfernen").press("Enter")
    office.page.get_by_text("Ihre 3 Anliegen").wait_for()
    office.page.reload()
    office.page.get_by_text("Ihre 3 Anliegen").wait_for()
    office.press("next")
    office.press("slot-first")
    office.view_is("details")
    body = next(body for _, path, _, body in office.requests if path == "/reservations")
    assert body["matters"] == ["m0", "m2", "m3"]


def picture(office: Office, name: str) -> None:
    """Kept for people where OFFICE_PICTURES names a folder."""
    if folder := os.environ.get("OFFICE_PICTURES"):
        width = (office.page.viewport_size or {"width": 0})["width"]
        office.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
