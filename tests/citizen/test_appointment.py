"""What a citizen does with the link before the waiting room opens, in it with notes, and with an offered slot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.citizen.conftest import SAMPLES, TOKEN, Office

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120, method="thread")]

REST = SAMPLES["rest"]
LOOKS = [((390, 844), "light"), ((1280, 800), "dark")]


def after(**time: float) -> str:
    return (datetime.now(UTC) + timedelta(**time)).isoformat()


def early(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """An appointment of the day after tomorrow."""
    return {"start": after(days=2), "end": after(days=2, minutes=15), "opens_at": after(days=2, minutes=-30)} | changes


def writes(office: Office) -> list[tuple[str, str]]:
    return [(method, path) for method, path, _, _ in office.requests if method != "GET"]


def with_slots(office: Office) -> None:
    start = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    slots = [{"start": (start + timedelta(minutes=15 * n)).isoformat(), "free": 1} for n in range(4)]
    office.on("GET /slots", {"office": "city", "matters": ["ummeldung"], "slots": slots})


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_early_the_link_shows_the_appointment_and_changes_nothing(
    new_office: Callable[..., Office], size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme)
    office.open(**early())
    office.view_is("appointment")
    assert office.see("countdown").inner_text().startswith(("2 Tagen", "1 Tag"))
    assert office.axe() == []
    office.page.reload()
    office.see("countdown")
    assert writes(office) == []


def test_when_the_waiting_room_opens_the_page_changes_by_itself(office: Office) -> None:
    office.open(**early(opens_at=after(seconds=4)))
    office.view_is("appointment")
    office.view_is("consent")


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_cancelling_takes_two_steps(new_office: Callable[..., Office], size: tuple[int, int], scheme: str) -> None:
    office = new_office(size, scheme)
    office.open(**early())
    office.press("cancel")
    office.view_is("cancel")
    assert office.axe() == []
    office.press("cancel-no")
    office.view_is("appointment")
    assert writes(office) == []
    office.on("POST /appointment/cancellation", office.view | {"state": "cancelled"})
    office.press("cancel")
    office.press("cancel-yes")
    office.view_is("ended")
    office.page.get_by_role("link", name="Neuen Termin buchen").wait_for()
    assert office.axe() == []
    method, path, headers, _ = next(request for request in office.requests if request[0] == "POST")
    assert (method, path) == ("POST", "/appointment/cancellation")
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert len(headers["idempotency-key"]) >= 16


@pytest.mark.parametrize("same", [True, False])
def test_what_is_cancelled_is_no_longer_called_booked_in_the_same_tab(office: Office, same: bool) -> None:
    office.open(**early())
    booked = {"appointment": office.view if same else office.view | {"id": "another"}, "email": "erika@example.org"}
    office.page.evaluate("kept => sessionStorage.setItem('booking', JSON.stringify(kept))", {"booked": booked})
    office.on("POST /appointment/cancellation", office.view | {"state": "cancelled"})
    office.press("cancel")
    office.press("cancel-yes")
    office.view_is("ended")
    kept = office.page.evaluate("() => JSON.parse(sessionStorage.getItem('booking'))")
    assert kept == ({} if same else {"booked": booked})


def test_too_late_to_cancel_is_said(office: Office) -> None:
    office.on("POST /appointment/cancellation", {"title": "x", "status": 409, "code": "too_late"}, 409)
    office.open(**early())
    office.press("cancel")
    office.press("cancel-yes")
    office.page.get_by_text("Der Termin hat schon begonnen").first.wait_for()
    assert office.axe() == []


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_moving_asks_once_more_and_offers_what_is_near(
    new_office: Callable[..., Office], size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme)
    with_slots(office)
    office.open(**early())
    office.press("move")
    office.page.locator("[data-testid=times] .time").first.wait_for()
    assert office.axe() == []
    office.page.locator("[data-testid=times] .time").first.click()
    office.see("move-question")
    assert office.axe() == []
    assert writes(office) == []
    other = {"start": after(days=3), "free": 1}
    taken = {"title": "x", "status": 409, "code": "slot_taken", "alternatives": [other]}
    office.on("POST /appointment/rescheduling", taken, 409)
    office.press("move-yes")
    office.see("alternatives")
    assert office.axe() == []
    office.on("POST /appointment/rescheduling", office.view | {"start": other["start"]}, 201)
    office.page.locator("[data-testid=alternatives] .time").click()
    office.press("move-yes")
    office.see("moved")
    assert office.axe() == []
    sent = [body for _, path, _, body in office.requests if path == "/appointment/rescheduling"]
    assert sent[1] == {"start": other["start"]}


def test_what_may_not_be_changed_offers_no_change(office: Office) -> None:
    office.open(**early(changeable=False))
    office.see("calendar-file")
    assert office.page.get_by_test_id("move").count() == 0
    assert office.page.get_by_test_id("cancel").count() == 0


def test_the_calendar_file_comes_with_the_token_in_a_header(office: Office) -> None:
    office.answers["GET /appointment/calendar"] = lambda route: route.fulfill(
        body="BEGIN:VCALENDAR", content_type="text/calendar"
    )
    office.open(**early())
    with office.page.expect_download() as download:
        office.press("calendar-file")
    assert download.value.suggested_filename == "termin.ics"
    _, _, headers, _ = next(request for request in office.requests if request[1] == "/appointment/calendar")
    assert headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_opening_the_mail_does_not_confirm_pressing_does(
    new_office: Callable[..., Office], size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme)

    def confirm(route: Any) -> None:  # noqa: ANN401
        office.view = office.view | {"state": "confirmed", "confirm_by": None}
        office.reply(route, office.view)

    office.answers["POST /appointment/confirmation"] = confirm
    office.open(**early(state="reserved", confirm_by=after(hours=1)))
    office.see("to-confirm")
    assert office.axe() == []
    assert writes(office) == []
    office.press("confirm")
    office.view_is("appointment")


def test_confirmed_too_late_is_said(office: Office) -> None:
    office.on("POST /appointment/confirmation", {"title": "x", "status": 410, "code": "hold_expired"}, 410)
    office.open(**early(state="reserved", confirm_by=after(hours=1)))
    office.press("confirm")
    office.page.get_by_text("Die Reservierung ist abgelaufen").first.wait_for()


@pytest.mark.parametrize("code", ["link_moved", "link_expired", "link_unknown"])
def test_a_link_that_opens_nothing_says_why(office: Office, code: str) -> None:
    office.on("GET /appointment", {"title": "x", "status": 410, "code": code}, 410)
    office.open()
    refused = office.see("refused")
    assert "nicht geklappt" not in refused.inner_text()
    assert ("Ihr Termin hat eine neue Zeit" in refused.inner_text()) == (code == "link_moved")
    assert office.page.get_by_test_id("retry").count() == 0
    assert office.axe() == []


def test_nobody_is_promised_a_time_while_no_clerk_is_there_or_they_are_parked(office: Office) -> None:
    office.open()
    office.to_waiting()
    card = office.page.locator(".place-card")
    position = SAMPLES["live_to_citizen"]["position"]
    for changes, said in (
        ({"clerk_present": True}, "noch etwa 12 Minuten"),
        ({"clerk_present": False}, "sobald jemand am Platz ist"),
        ({"parked": True}, "kurz zurückgestellt"),
    ):
        office.say(position | changes)
        card.get_by_text(said).wait_for()
    assert "Platz" not in card.inner_text()
    assert office.axe() == []


def note(office: Office, **changes: Any) -> None:  # noqa: ANN401
    office.say(SAMPLES["live_to_citizen"]["note"] | {"appointment": office.view["id"]} | changes)


def sent_note(office: Office) -> dict[str, Any]:
    message: dict[str, Any] = office.js("o => o.heard.findLast(m => m.type === 'note.send')")
    return message


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_notes_both_ways_in_the_waiting_room(
    new_office: Callable[..., Office], size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme)
    office.open()
    office.to_waiting()
    note(office, id="n1", sender="clerk", name="Frau Wolf", text="<b>Guten Tag</b>")
    log = office.see("notes")
    assert log.get_attribute("aria-live") == "polite"
    assert "<b>Guten Tag</b>" in log.inner_text()
    office.page.get_by_test_id("note").fill("Mein Ton ist leise.")
    office.press("note-send")
    sent = sent_note(office)
    assert sent["text"] == "Mein Ton ist leise."
    assert office.page.get_by_test_id("note").input_value() == ""
    office.page.get_by_text("wird gesendet").wait_for()
    note(office, id=sent["id"], sender="citizen", name="", text=sent["text"])
    office.page.get_by_text("angekommen", exact=True).wait_for()
    assert log.locator("li").count() == 2
    assert office.axe() == []


def test_a_note_that_nobody_got_is_said_and_can_be_sent_again(office: Office) -> None:
    office.open()
    office.to_waiting()
    office.page.get_by_test_id("note").fill("Hallo?")
    office.press("note-send")
    sent = sent_note(office)
    office.say({"type": "error", "code": "not_there", "final": False, "note": sent["id"]})
    office.page.get_by_text("niemand verbunden").wait_for()
    assert office.axe() == []
    office.page.get_by_role("button", name="Noch einmal senden").click()
    office.js("o => o.heard.filter(m => m.type === 'note.send').length === 2")
    assert sent_note(office)["id"] == sent["id"]


def test_a_note_has_its_limit(office: Office) -> None:
    office.open()
    office.to_waiting()
    field = office.page.get_by_test_id("note")
    assert field.get_attribute("maxlength") == "500"
    field.fill("x" * 450)
    office.page.get_by_text("Noch 50 Zeichen").wait_for()
    field.fill("   ")
    office.press("note-send")
    office.page.get_by_text("Schreiben Sie zuerst etwas.").wait_for()
    assert office.now("o => o.heard.filter(m => m.type === 'note.send').length") == 0


def offer(office: Office, **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    view = REST["WaitingListView"] | {
        "offer": REST["OfferView"] | {"start": after(days=1), "expires_at": after(hours=2)}
    }
    office.on("GET /waiting-list", view | changes)
    office.page.goto(f"{office.site}/angebot#{TOKEN}")
    return view | changes


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_an_offer_is_taken_by_pressing_not_by_looking(
    new_office: Callable[..., Office], size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme)
    offer(office)
    office.see("accept")
    assert "noch 2 Stunden." in office.see("offer-left").inner_text()
    assert office.axe() == []
    assert writes(office) == []
    office.on("POST /waiting-list/acceptance", REST["AppointmentView"], 201)
    office.press("accept")
    office.view_is("booked")
    assert office.axe() == []


def test_an_offer_can_be_left_to_the_next_and_the_list_be_left(office: Office) -> None:
    view = offer(office)
    office.on("POST /waiting-list/refusal", view | {"state": "waiting", "offer": None})
    office.press("refuse")
    office.see("list-waiting")
    assert office.axe() == []
    office.press("off")
    office.view_is("off")
    assert office.axe() == []
    office.press("off-no")
    office.view_is("waiting")
    office.answers["DELETE /waiting-list"] = lambda route: route.fulfill(status=204)
    office.press("off")
    office.press("off-yes")
    office.view_is("withdrawn")
    assert office.axe() == []
    assert writes(office) == [("POST", "/waiting-list/refusal"), ("DELETE", "/waiting-list")]


def test_an_offer_that_ran_out_meanwhile_is_said(office: Office) -> None:
    view = offer(office)
    office.see("accept")
    office.on("POST /waiting-list/acceptance", {"title": "x", "status": 410, "code": "hold_expired"}, 410)
    office.on("GET /waiting-list", view | {"state": "waiting", "offer": None})
    office.press("accept")
    office.see("list-waiting")
    office.page.get_by_text("abgelaufen").first.wait_for()


@pytest.mark.parametrize("state", ["booked", "withdrawn", "run_out"])
def test_a_wish_that_is_over_says_how(office: Office, state: str) -> None:
    offer(office, state=state, offer=None)
    office.see("offer-ended")
    assert office.axe() == []


def test_an_accepted_offer_opened_again_shows_the_appointment(office: Office) -> None:
    appointment = REST["AppointmentView"]
    offer(office, state="booked", offer=None, appointment=appointment)
    assert appointment["reference"] in office.see("offer-ended").inner_text()
    office.page.get_by_text("Uhr").first.wait_for()
    offer(office, state="booked", offer=None)
    office.page.reload()
    office.page.get_by_text("abgesagt oder verschoben").wait_for()


def test_a_link_to_the_list_without_its_secret_says_so(office: Office) -> None:
    office.page.goto(f"{office.site}/angebot")
    office.see("refused")
    assert office.axe() == []
    assert office.requests == []
