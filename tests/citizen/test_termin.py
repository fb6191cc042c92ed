"""The page behind the link in a real browser, with a played office and a real peer connection."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from tests.citizen.conftest import FLAGS, SAMPLES, TOKEN, Office

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120, method="thread")]

ASK = SAMPLES["data_from_desk"]["signature.ask"]
FINISHED = SAMPLES["data_from_desk"]["finished.paper"]


def draw(office: Office) -> None:
    """Two strokes with the mouse."""
    office.see("sign-pad").evaluate("pad => pad.scrollIntoView({block: 'end'})")
    box = office.page.get_by_test_id("sign-pad").bounding_box()
    mouse = office.page.mouse
    for start in (0.15, 0.55):
        mouse.move(box["x"] + box["width"] * start, box["y"] + box["height"] * 0.7)
        mouse.down()
        for step in range(1, 13):
            wave = 0.25 if step % 2 else 0.75
            mouse.move(box["x"] + box["width"] * (start + 0.025 * step), box["y"] + box["height"] * wave)
        mouse.up()


def ask(office: Office, digest: str, **changes: Any) -> None:  # noqa: ANN401
    office.tell(ASK | {"document_sha256": digest} | changes)


def heard(office: Office, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.now(f"o => o.data.filter(m => m.type === '{kind}')")
    return found


@pytest.mark.parametrize(("size", "scheme"), [((360, 740), "light"), ((1280, 800), "dark")])
def test_every_state_is_free_of_axe_findings_and_fits(
    new_office: Callable[..., Office], paper: bytes, size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme)

    def sound() -> None:
        assert office.axe() == []
        wide = office.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0

    office.open()
    office.view_is("consent")
    sound()
    office.press("check-start")
    office.page.get_by_text("Bitte setzen Sie hier ein Häkchen").wait_for()
    sound()
    office.page.get_by_test_id("consent").check()
    office.press("check-start")
    office.view_is("check")
    sound()
    office.page.wait_for_function("() => !document.querySelector('[data-testid=enter-waiting-room].is-busy')")
    office.press("enter-waiting-room")
    office.js("o => o.heard.some(m => m.type === 'ready')")
    office.say(SAMPLES["live_to_citizen"]["position"])
    office.page.get_by_text("Platz 2 in der Warteschlange").first.wait_for()
    sound()
    office.call()
    sound()
    office.stage("identify")
    sound()
    office.stage("review")
    digest = office.show_paper(paper, 2)
    office.js("o => o.data.some(m => m.type === 'document.shown')")
    sound()
    office.press("document-after")
    office.js("o => o.data.filter(m => m.type === 'document.shown').length === 2")
    office.press("document-agree")
    office.js("o => o.data.some(m => m.type === 'document.answer')")
    sound()
    office.stage("sign")
    ask(office, digest)
    office.see("sign-pad")
    sound()
    office.press("sign-decline")
    sound()
    office.press("sign-decline-cancel")
    draw(office)
    office.press("sign-done")
    office.js("o => o.data.some(m => m.type === 'signature.drawn')")
    sound()
    office.tell({"type": "signature.accepted", "id": ASK["id"]})
    office.stage("finish")
    office.tell(FINISHED | {"sha256": hashlib.sha256(paper).hexdigest()})
    office.blob(FINISHED["id"], "finished", paper)
    office.see("download-1")
    sound()
    office.tell({"type": "goodbye", "finished": True})
    office.see("ended")
    sound()


def test_the_token_stays_out_of_requests_and_storage(office: Office) -> None:
    office.open()
    office.to_waiting()
    assert all(TOKEN not in path for _, path, _, _ in office.requests)
    stored = office.page.evaluate("() => JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert TOKEN not in stored


def test_a_link_without_its_second_half_says_so(office: Office) -> None:
    office.open(token="")
    office.see("refused")
    assert "#" in office.page.locator("main").inner_text()
    assert office.axe() == []
    assert office.requests == []


def test_a_refused_link_and_another_device(office: Office) -> None:
    office.on("GET /appointment", {"title": "", "status": 401, "code": "link_unknown"}, 401)
    office.open()
    assert "Dieser Link öffnet keinen Termin" in office.see("refused").inner_text()
    assert office.page.get_by_test_id("retry").count() == 0
    office.on("GET /appointment", office.view)
    office.page.reload()
    office.to_waiting()
    office.say({"type": "error", "code": "other_device", "final": True})
    office.see("refused")
    assert office.axe() == []
    office.press("retry")
    office.view_is("waiting")


@pytest.mark.parametrize("lacking", ["both", "camera"])
def test_refused_devices_are_explained_and_one_may_go_on(new_office: Callable[..., Office], lacking: str) -> None:
    flags = [flag for flag in FLAGS if "fake-ui" not in flag]
    office = new_office(flags=(*flags, "--deny-permission-prompts") if lacking == "both" else tuple(FLAGS))
    if lacking == "camera":
        office.page.add_init_script(
            "const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
            "navigator.mediaDevices.getUserMedia = async (wanted) => {"
            "  if (wanted.video) throw new DOMException('', 'NotFoundError');"
            "  return real(wanted); };"
        )
    office.open()
    office.to_check()
    help_ = office.see("device-help").locator(".kern-alert--warning")
    help_.wait_for()
    expected = "gesperrt" if lacking == "both" else "keine Kamera gefunden"
    assert expected in help_.inner_text()
    assert "Ausweis lässt sich so nicht prüfen" in help_.inner_text()
    assert office.axe() == []
    office.press("enter-waiting-room")
    office.js("o => o.heard.some(m => m.type === 'ready')")
    ready = office.now("o => o.heard.find(m => m.type === 'ready')")
    assert ready["devices"] == {"camera": False, "microphone": lacking == "camera"}
    office.call()
    assert office.now("o => o.data.find(m => m.type === 'page.hello')")["devices"] == ready["devices"]
    assert office.axe() == []
    # The clerk is seen all the same.
    office.page.wait_for_function("() => document.querySelector('[data-testid=call-video]').videoWidth > 0")


def test_being_called_changes_the_title_and_is_said(office: Office) -> None:
    office.open()
    office.to_waiting()
    office.say(SAMPLES["live_to_citizen"]["position"] | {"place": 1, "expected_minutes": 0})
    office.page.get_by_text("Sie sind als Nächstes an der Reihe.").first.wait_for()
    office.say({"type": "called", "clerk": "Frau Wolf", "ice_servers": []})
    office.view_is("call")
    assert office.page.title().startswith("Sie werden aufgerufen")
    alert = office.page.get_by_role("alert").filter(has_text="Sie werden aufgerufen. Das Gespräch beginnt.")
    alert.wait_for(state="attached")


def test_the_picture_goes_both_ways_at_full_size(office: Office) -> None:
    office.open()
    office.to_call()
    office.page.wait_for_function("() => document.querySelector('[data-testid=call-video]').videoWidth > 0")
    size = office.page.evaluate(
        "() => { const v = document.querySelector('[data-testid=own-video]'); return [v.videoWidth, v.videoHeight]; }"
    )
    assert size == [1280, 720]


def test_a_still_has_the_cameras_full_size_and_its_hash(office: Office) -> None:
    office.open()
    office.to_call()
    office.stage("identify")
    office.page.wait_for_function("() => document.querySelector('[data-testid=own-video]').videoWidth > 0")
    office.tell({"type": "still.request", "id": "q1"})
    blob = office.js("o => o.blobs[0]")
    assert blob["begin"]["kind"] == "still"
    assert blob["begin"]["mime"] == "image/jpeg"
    assert blob["begin"]["size"] == blob["size"] > 10_000
    office.press("camera")
    office.tell({"type": "still.request", "id": "q2"})
    assert office.js("o => o.data.find(m => m.type === 'still.failed')")["code"] == "camera_off"


def test_while_showing_the_card_the_own_picture_is_large_and_not_mirrored(office: Office) -> None:
    office.open()
    office.to_call()
    office.stage("identify")
    own = office.page.locator(".face--own").bounding_box()
    assert own["width"] >= 0.9 * 390
    assert "mirrored" not in (office.page.get_by_test_id("own-video").get_attribute("class") or "")
    frame = office.page.locator(".card-frame__lines")
    assert not frame.is_visible()  # nothing is looked for yet
    office.tell({"type": "capture", "wanted": "mrz"})
    frame.wait_for()
    office.stage("work")
    assert office.page.locator(".face--own").bounding_box()["width"] < 200
    assert not frame.is_visible()


def test_the_paper_can_be_read_by_a_screen_reader_and_made_larger(office: Office, paper: bytes) -> None:
    office.open()
    office.to_call()
    office.stage("review")
    digest = office.show_paper(paper, 2)
    shown = office.js("o => o.data.find(m => m.type === 'document.shown')")
    assert shown == {"type": "document.shown", "id": "ummeldung", "page": 1, "sha256": digest}
    office.page.locator(".textLayer").get_by_text("Name: ERIKA MUSTERMANN").wait_for()
    width = office.page.locator(".sheet").bounding_box()["width"]
    office.press("zoom-in")
    office.page.wait_for_function(f"() => document.querySelector('.sheet').clientWidth > {width} * 1.2")


def test_an_unseen_page_is_shown_before_one_can_agree(office: Office, paper: bytes) -> None:
    office.open()
    office.to_call()
    digest = office.show_paper(paper, 2)
    office.js("o => o.data.some(m => m.type === 'document.shown')")
    office.press("document-agree")
    office.page.get_by_text("Eine Seite haben Sie noch nicht gesehen").wait_for()
    office.js("o => o.data.some(m => m.type === 'document.shown' && m.page === 2)")
    assert heard(office, "document.answer") == []
    office.press("document-agree")
    answer = office.js("o => o.data.find(m => m.type === 'document.answer')")
    assert answer == {
        "type": "document.answer", "id": "ummeldung", "sha256": digest, "agreed": True, "remark": "",
    }  # fmt: skip


def test_something_is_wrong_needs_a_word(office: Office, paper: bytes) -> None:
    office.open()
    office.to_call()
    office.show_paper(paper, 2)
    office.js("o => o.data.some(m => m.type === 'document.shown')")
    office.press("document-disagree")
    assert office.page.get_by_test_id("remark").get_attribute("aria-invalid") == "true"
    office.page.get_by_test_id("remark").fill("Die Hausnummer ist <b>falsch</b>.")
    office.press("document-disagree")
    answer = office.js("o => o.data.find(m => m.type === 'document.answer')")
    assert (answer["agreed"], answer["remark"]) == (False, "Die Hausnummer ist <b>falsch</b>.")


def test_a_damaged_paper_is_not_shown(office: Office, paper: bytes) -> None:
    office.open()
    office.to_call()
    office.show_paper(paper, 2, with_bytes=False)
    office.blob("ummeldung", "document", paper, sha256="0" * 64)
    office.page.get_by_text("Das Papier ist nicht richtig angekommen").wait_for()
    assert heard(office, "document.shown") == []
    office.blob("ummeldung", "document", paper)
    office.js("o => o.data.some(m => m.type === 'document.shown')")


def test_bytes_that_are_no_pdf_are_said_to_be_broken(office: Office) -> None:
    office.open()
    office.to_call()
    office.show_paper(b"this is no paper", 1)
    office.page.get_by_text("Das Papier ist nicht richtig angekommen").wait_for()
    assert office.axe() == []


def test_the_signature_travels_as_strokes(office: Office) -> None:
    office.open()
    office.to_call()
    office.stage("sign")
    ask(office, "a" * 64)
    panel = office.page.locator("section.panel").filter(has=office.see("sign-pad"))
    assert "einfache elektronische Signatur" in panel.inner_text()
    assert "ERIKA MUSTERMANN" in panel.inner_text()
    office.press("sign-done")
    office.page.get_by_text("Das Feld ist noch leer").wait_for()
    draw(office)
    office.press("sign-undo")
    draw(office)
    office.press("sign-done")
    drawn = office.js("o => o.data.find(m => m.type === 'signature.drawn')")
    drawing = drawn["drawing"]
    assert drawn["document_sha256"] == "a" * 64
    assert len(drawing["strokes"]) == 3
    assert drawing["strokes"][0][0]["t"] == 0
    points = [point for stroke in drawing["strokes"] for point in stroke]
    assert all(0 <= p["x"] <= drawing["width"] and 0 <= p["y"] <= drawing["height"] for p in points)
    assert [p["t"] for p in points] == sorted(p["t"] for p in points)
    assert_the_desk_takes(drawn)
    office.tell({"type": "signature.sent_back", "id": ASK["id"], "code": "signature_refused"})
    office.page.get_by_text("Das war als Unterschrift nicht zu erkennen").first.wait_for()
    assert office.page.get_by_test_id("sign-pad").is_visible()
    assert office.axe() == []


def assert_the_desk_takes(drawn: dict[str, Any]) -> None:
    from clerk_desktop.common.messages.work import DATA_FROM_PAGE, SignatureDrawn
    from clerk_desktop.common.signatures import check_drawing

    message = DATA_FROM_PAGE.validate_python(drawn)
    assert isinstance(message, SignatureDrawn)
    check_drawing(message.drawing)


def test_declining_is_asked_once_more(office: Office) -> None:
    office.open()
    office.to_call()
    ask(office, "a" * 64)
    office.see("sign-pad")
    office.press("sign-decline")
    assert heard(office, "signature.declined") == []
    office.page.get_by_test_id("decline-reason").fill("Ich möchte erst fragen.")
    office.press("sign-decline-confirm")
    declined = office.js("o => o.data.find(m => m.type === 'signature.declined')")
    assert declined["reason"] == "Ich möchte erst fragen."


def test_a_lost_connection_keeps_the_drawing_and_delivers_it(office: Office) -> None:
    office.open()
    office.to_call()
    office.stage("sign")
    ask(office, "a" * 64)
    draw(office)
    office.now("o => o.vanish()")
    office.js("o => document.querySelector('[data-testid=connection]').dataset.state === 'lost'")
    office.press("sign-done")
    office.page.get_by_text("wird übermittelt, sobald die Verbindung wieder steht").locator(
        "visible=true"
    ).first.wait_for()
    office.js("o => o.offers.length === 2 && o.offers[0] !== o.offers[1]")
    office.connected()
    ask(office, "a" * 64)
    office.js("o => o.data.some(m => m.type === 'signature.drawn')")


def test_a_reload_in_the_call_comes_straight_back(office: Office) -> None:
    office.open(state="in_call")
    office.to_call()
    office.page.reload()
    office.js("o => o.heard.some(m => m.type === 'ready')")
    office.call()
    assert office.page.get_by_test_id("own-video").is_visible()


def test_the_finished_paper_is_downloaded_byte_for_byte(office: Office, paper: bytes) -> None:
    digest = hashlib.sha256(paper).hexdigest()
    office.open()
    office.to_call()
    office.stage("finish")
    office.tell(FINISHED | {"sha256": digest})
    office.blob(FINISHED["id"], "finished", paper)
    assert office.js("o => o.data.find(m => m.type === 'paper.received')")["sha256"] == digest
    with office.page.expect_download() as download:
        office.press("download-1")
    assert download.value.suggested_filename == "Ummeldung.pdf"
    assert download.value.path().read_bytes() == paper
    office.tell({"type": "goodbye", "finished": True})
    office.see("ended")
    with office.page.expect_download() as again:
        office.press("download-1")
    assert again.value.path().read_bytes() == paper


def test_hanging_up_is_told_and_one_can_come_back(office: Office) -> None:
    office.open()
    office.to_call()
    office.press("hang-up")
    office.see("ended")
    office.js("o => o.data.some(m => m.type === 'page.goodbye')")
    assert office.axe() == []
    office.press("rejoin")
    office.view_is("waiting")
    office.js("o => o.heard.filter(m => m.type === 'ready').length === 2")
    office.call()


def test_muting_is_told_and_said(office: Office) -> None:
    office.open()
    office.to_call()
    office.press("mute")
    office.js("o => o.data.some(m => m.type === 'media' && m.microphone === false)")
    assert office.page.get_by_test_id("mute").inner_text().strip() == "Ton an"


def test_the_language_switches_in_the_call(office: Office, paper: bytes) -> None:
    office.open()
    office.to_call()
    office.show_paper(paper, 2)
    office.js("o => o.data.some(m => m.type === 'document.shown')")
    office.page.get_by_test_id("remark").fill("noch da")
    office.press("language")
    office.page.get_by_role("heading", name="Please check: Ummeldung").wait_for()
    assert office.page.get_by_test_id("remark").input_value() == "noch da"
    assert office.page.get_by_test_id("own-video").is_visible()


def test_controls_are_large_enough_for_a_thumb(office: Office) -> None:
    office.open()
    office.to_call()
    for button in office.page.locator("button:visible, a:visible").all():
        box = button.bounding_box()
        assert box["width"] >= 24, button.inner_text()
        assert box["height"] >= 24, button.inner_text()
    for button in office.page.locator(".controls button:visible").all():
        assert button.bounding_box()["height"] >= 48
