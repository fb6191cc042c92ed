"""Talking without sound, the large picture and the connection's own words, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.citizen.conftest import Office

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120, method="thread")]

NOTE = {
    "type": "note", "appointment": "a1", "id": "n1", "sender": "clerk", "name": "Frau Wolf",
    "text": "Sie sind gleich dran.", "at": "2026-11-23T08:10:00Z",
}  # fmt: skip


def chats(office: Office) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.now("o => o.data.filter(m => m.type === 'chat')")
    return found


@pytest.mark.parametrize(("size", "scheme"), [((360, 740), "dark"), ((1280, 800), "light")])
def test_writing_and_reading_along_is_free_of_axe_findings(
    new_office: Callable[..., Office], size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme)

    def sound() -> None:
        assert office.axe() == []
        wide = office.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0

    office.open()
    office.to_call()
    office.tell({"type": "caption", "text": "Guten Tag.", "final": True})
    office.tell({"type": "caption", "text": "Bitte halten Sie"})
    office.page.get_by_text("Bitte halten Sie").wait_for()
    sound()
    office.tell({"type": "chat", "id": "c1", "text": "Hören Sie mich?"})
    office.see("chat-unseen")
    sound()
    office.press("chat-answer")
    office.page.get_by_test_id("chat-text").fill("Nein, leider nicht.")
    sound()
    office.press("chat-send")
    office.js("o => o.data.some(m => m.type === 'chat')")
    sound()
    office.press("chat-close")
    office.press("large")
    sound()


def test_the_waiting_rooms_notes_stand_above_the_chat(office: Office) -> None:
    office.open()
    office.to_waiting()
    office.say(NOTE)
    office.page.get_by_text("Sie sind gleich dran.").wait_for()
    office.call()
    office.press("chat")
    office.page.get_by_test_id("chat-text").fill("Ich kann <b>nicht</b> sprechen.")
    office.page.keyboard.press("Enter")
    sent = office.js("o => o.data.find(m => m.type === 'chat')")
    texts = office.page.get_by_test_id("chat-log").locator(".note__text").all_inner_texts()
    assert texts == ["Sie sind gleich dran.", "Ich kann <b>nicht</b> sprechen."]
    log = office.page.get_by_test_id("chat-log")
    assert "wird gesendet" in log.inner_text()
    office.tell({"type": "chat.received", "id": sent["id"]})
    log.get_by_text("angekommen").wait_for()


def test_a_line_written_while_the_connection_is_gone_arrives_afterwards(office: Office) -> None:
    office.open()
    office.to_call()
    office.press("chat")
    office.now("o => o.vanish()")
    office.page.wait_for_selector("[data-testid=connection][data-state=lost]")
    office.page.get_by_test_id("chat-text").fill("Sind Sie noch da?")
    office.press("chat-send")
    office.js("o => o.channel !== null")
    office.connected()
    office.js("o => o.data.some(m => m.type === 'chat' && m.text === 'Sind Sie noch da?')")


def test_what_the_clerk_writes_is_confirmed_once_shown_and_said(office: Office) -> None:
    office.open()
    office.to_call()
    office.tell({"type": "chat", "id": "c1", "text": "Bitte lauter."})
    office.page.locator("[role=status]").filter(has_text="Frau Wolf schreibt: Bitte lauter.").wait_for(state="attached")
    assert "Frau Wolf: Bitte lauter." in office.see("chat-unseen").inner_text()
    assert office.js("o => o.data.find(m => m.type === 'chat.received')") == {"type": "chat.received", "id": "c1"}
    office.tell({"type": "chat", "id": "c1", "text": "Bitte lauter."})
    office.js("o => o.data.filter(m => m.type === 'chat.received').length === 2")
    office.press("chat-answer")
    assert office.page.get_by_test_id("chat-log").locator(".note").count() == 1
    assert not office.page.get_by_test_id("chat-unseen").is_visible()
    assert chats(office) == []


def test_only_finished_captions_are_read_aloud(office: Office) -> None:
    office.open()
    office.to_call()
    office.tell({"type": "caption", "text": "Guten"})
    growing = office.page.get_by_text("Guten", exact=True)
    growing.wait_for()
    assert growing.get_attribute("aria-hidden") == "true"
    office.tell({"type": "caption", "text": "Guten Tag.", "final": True})
    office.page.get_by_text("Guten Tag.").wait_for()
    captions = office.see("captions")
    assert captions.get_attribute("aria-live") == "polite"
    assert captions.evaluate("box => parseFloat(getComputedStyle(box).fontSize)") >= 22
    office.press("captions-close")
    assert not captions.is_visible()
    office.tell({"type": "caption", "text": "Weiter geht es.", "final": True})
    office.page.get_by_text("Weiter geht es.").wait_for()


def test_the_light_is_the_worse_of_both_sides(office: Office) -> None:
    office.open()
    office.to_call()
    line = office.see("connection")
    assert line.inner_text() == "Verbindung gut"
    for level, words in (("weak", "Verbindung schwach"), ("bad", "Verbindung schlecht"), ("good", "Verbindung gut")):
        office.tell({"type": "quality", "level": level})
        line.get_by_text(words).wait_for()


def test_a_lost_connection_is_said_once_however_often_it_is_tried(office: Office) -> None:
    office.open()
    office.to_call()
    office.page.evaluate(
        "() => { window.said = []; const line = document.querySelector('[role=status][aria-live]');"
        " new MutationObserver(() => line.textContent && window.said.push(line.textContent))"
        ".observe(line, {childList: true, characterData: true, subtree: true}); }"
    )
    office.now("o => { o.real = o.answer; o.answer = async (s) => { o.offers.push(s.session); }; o.vanish(); }")
    office.js("o => o.offers.length >= 2")
    office.say({"type": "called", "clerk": "Frau Wolf", "ice_servers": []})
    office.js("o => o.offers.length >= 3")
    office.now("o => { o.answer = o.real; }")
    office.say({"type": "called", "clerk": "Frau Wolf", "ice_servers": []})
    office.page.wait_for_selector("[data-testid=connection][data-state=good]")
    office.page.wait_for_function("() => window.said.includes('Die Verbindung steht.')")
    said = office.page.evaluate("() => window.said")
    assert said.count("Verbindung wird wiederhergestellt …") == 1


def test_the_large_picture_leaves_by_escape_and_when_there_is_something_to_do(office: Office) -> None:
    office.open()
    office.to_call()
    office.press("large")
    faces = office.page.locator(".face--clerk").bounding_box()
    assert faces["height"] > 0.6 * 844
    assert office.page.locator(".call__work").evaluate("work => work.inert")
    office.press("large")
    assert not office.page.locator(".call__work").evaluate("work => work.inert")
    office.press("large")
    office.stage("identify")
    office.page.wait_for_function("() => !document.body.classList.contains('is-large')")
    assert not office.page.locator(".call__work").evaluate("work => work.inert")


def test_the_tab_keeps_its_name_over_a_reload(office: Office) -> None:
    office.open(state="in_call")
    office.to_call()
    first = office.now("o => o.data.find(m => m.type === 'page.hello')")["device"]
    assert len(first) == 32
    office.page.reload()
    office.js("o => o.heard.some(m => m.type === 'ready')")
    office.call()
    assert office.now("o => o.data.find(m => m.type === 'page.hello')")["device"] == first


def test_a_restarted_service_leaves_picture_and_channel_as_they_are(office: Office) -> None:
    office.open(state="in_call")
    office.to_call()
    sockets = office.now("o => o.sockets")
    office.now("o => o.drop()")
    office.js(f"o => o.sockets > {sockets} && o.heard.filter(m => m.type === 'ready').length === 2")
    office.say({"type": "called", "clerk": "Frau Wolf", "ice_servers": []})
    office.say({"type": "presence", "appointment": "a1", "present": True})
    office.tell({"type": "quality", "level": "weak"})
    office.page.wait_for_selector("[data-testid=connection][data-state=weak]")
    assert office.now("o => o.offers.length") == 1


def test_a_phone_keyboard_leaves_the_field_in_view(new_office: Callable[..., Office]) -> None:
    office = new_office((360, 740))
    office.open()
    office.to_call()
    office.press("chat")
    # What a keyboard does to the page's height where the browser says so to the page.
    office.page.set_viewport_size({"width": 360, "height": 400})
    office.page.wait_for_function(
        "() => { const f = document.querySelector('[data-testid=chat-text]').getBoundingClientRect();"
        " const t = document.querySelector('.call__top').getBoundingClientRect();"
        " return f.top >= t.bottom - 1 && f.bottom <= innerHeight; }"
    )
