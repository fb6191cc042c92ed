"""Trying the card before the call, in a real browser with a filmed camera: what is seen, said and told."""

from __future__ import annotations

import dataclasses
import itertools
import json
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.citizen.conftest import FLAGS, Office
from tests.helpers import specimen
from tests.helpers.specimen import Picture, Pose

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180, method="thread")]

NEW = Callable[..., Office]
LISTENED = """() => {
  window.__said = [];
  for (const line of document.querySelectorAll("[role=status].kern-sr-only, [role=alert].kern-sr-only"))
    new MutationObserver(() => line.textContent && window.__said.push([performance.now(), line.textContent]))
      .observe(line, {childList: true, characterData: true, subtree: true});
}"""


def film(path: Path, *scenes: tuple[Picture | None, Pose | None, float]) -> Path:
    """What the camera sees: a card (None: nobody holds one) in a pose for some seconds (30 frames each)."""
    grain = (np.random.default_rng(5).standard_normal((720, 1280, 3)) * 1.5).astype(np.int16)
    with path.open("wb") as file:
        for card, pose, seconds in scenes:
            for number in range(6):
                sway = 0.002 * math.sin(number)
                away = Pose(width=0.01, x=-1)
                held = dataclasses.replace(pose, x=pose.x + sway) if pose else away
                picture = specimen.scene(specimen.back() if card is None else card, held)
                picture = np.clip(picture + np.roll(grain, number, axis=1), 0, 255).astype(np.uint8)
                for _ in range(round(seconds * 5)):
                    file.write(specimen.jpeg(picture, 85))
    return path


def camera(path: Path) -> tuple[str, ...]:
    return (*FLAGS, f"--use-file-for-fake-video-capture={path}")


@pytest.fixture(scope="session")
def card_film(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Nothing, a card too far away, its front, its back."""
    front, back = specimen.front(), specimen.back()
    return camera(
        film(
            tmp_path_factory.mktemp("film") / "card.mjpeg",
            (None, None, 0.6),
            (front, Pose(width=0.3), 1.6),
            (front, Pose(), 4),
            (back, Pose(), 4),
        )
    )


@pytest.fixture(scope="session")
def empty_film(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Somebody without a card, then with a blank sheet."""
    blank = np.full((1080, 1713, 3), 238, np.uint8)
    return camera(
        film(tmp_path_factory.mktemp("film") / "empty.mjpeg", (None, None, 1.4), (blank, Pose(), 1.4)),
    )


def begin(office: Office, *, waiting: bool = False) -> None:
    office.on("GET /appointment/ice", {"ice_servers": [], "expires_at": None})
    office.open()
    (office.to_waiting if waiting else office.to_check)()
    office.page.wait_for_function("() => !document.querySelector('.is-busy')")
    office.press("trial-start")
    office.see("trial-video")
    # The film comes round every ten seconds; a busy machine may need it some times.
    office.page.set_default_timeout(60_000)


def told(office: Office) -> list[dict[str, object]]:
    return [message["trial"] for message in office.now("o => o.heard") if message["type"] == "card.tried"]


@pytest.mark.parametrize(("size", "scheme"), [((360, 740), "light"), ((1280, 800), "dark")])
def test_a_card_is_led_to_good_and_only_the_grades_go_out(
    new_office: NEW, card_film: tuple[str, ...], size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme, flags=card_film)
    done = "Ihre Karte ist gut zu lesen."
    sent: list[str] = []
    office.page.on("request", lambda request: sent.append(f"{request.method} {request.resource_type}"))
    begin(office)
    office.page.evaluate(LISTENED)
    assert office.axe() == []
    office.page.wait_for_selector(".card-overlay[data-state=found], .card-overlay[data-state=good]")
    office.page.wait_for_selector(".card-trial__side--good")
    office.page.get_by_test_id("trial-result").get_by_text(done).wait_for()
    assert office.axe() == []
    assert not office.page.get_by_test_id("trial-video").is_visible()
    said = office.page.evaluate("() => window.__said")
    hints = [text for _, text in said]
    assert done in hints
    assert {line.partition(" ")[0] for line in sent} <= {"GET"}, "a picture would be sent, not fetched"
    wide = office.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    office.press("enter-waiting-room")
    office.view_is("waiting")
    office.js("o => o.heard.some(m => m.type === 'card.tried')")
    (trial,) = told(office)
    grades = {"overall", "size", "sharpness", "glare", "light", "posture"}
    assert set(trial) == grades | {"width", "height", "lines_seen", "front_seen"}
    assert trial["overall"] == "good"
    assert (trial["width"], trial["height"], trial["lines_seen"], trial["front_seen"]) == (1280, 720, True, True)


def test_hints_are_not_chattered(new_office: NEW, card_film: tuple[str, ...]) -> None:
    office = new_office(flags=card_film)
    begin(office)
    office.page.evaluate(LISTENED)
    office.page.get_by_test_id("trial-result").get_by_text("Ihre Karte ist gut zu lesen.").wait_for()
    said = [(at, text) for at, text in office.page.evaluate("() => window.__said") if "zu lesen" not in text]
    hints = [at for at, text in said if not text.startswith("Jetzt")]
    assert all(later - earlier > 1_900 for earlier, later in itertools.pairwise(hints)), said
    assert any("Näher" in text for _, text in said), said


def test_without_a_card_there_is_advice_and_no_result(new_office: NEW, empty_film: tuple[str, ...]) -> None:
    office = new_office(flags=empty_film)
    begin(office)
    office.page.get_by_test_id("trial-result").get_by_text("Noch ist keine Karte zu erkennen.").wait_for()
    assert office.axe() == []
    assert office.page.locator(".card-trial__side--good").count() == 0
    office.press("trial-start")  # now "later in the call"
    assert not office.page.get_by_test_id("trial-video").is_visible()
    office.press("enter-waiting-room")
    office.view_is("waiting")
    office.js("o => o.heard.some(m => m.type === 'ready')")
    assert told(office) == []


def test_it_is_left_out_without_a_word(office: Office) -> None:
    office.open()
    office.to_waiting()
    assert office.see("trial-start").inner_text().strip() == "Jetzt probieren"
    assert told(office) == []


def test_in_the_waiting_room_a_call_comes_first(new_office: NEW, card_film: tuple[str, ...]) -> None:
    office = new_office(flags=card_film)
    begin(office, waiting=True)
    office.page.wait_for_selector(".card-trial__side--good")
    office.call()
    office.js("o => o.heard.some(m => m.type === 'card.tried')")
    assert told(office)[-1]["overall"] in {"fair", "good"}
    assert office.page.get_by_test_id("card-trial").count() == 0


def test_a_new_connection_and_a_reload_tell_it_again(new_office: NEW, card_film: tuple[str, ...]) -> None:
    office = new_office(flags=card_film)
    begin(office, waiting=True)
    office.js("o => o.heard.some(m => m.type === 'card.tried' && m.trial.lines_seen && m.trial.front_seen)")
    before = len(told(office))
    office.now("o => o.drop()")
    office.js(f"o => o.heard.filter(m => m.type === 'card.tried').length > {before}")
    office.page.reload()
    office.view_is("waiting")
    office.js("o => o.heard.some(m => m.type === 'card.tried' && m.trial.overall === 'good')")


def test_it_is_done_with_the_keyboard_alone(new_office: NEW, empty_film: tuple[str, ...]) -> None:
    office = new_office(flags=empty_film)
    office.open()
    office.to_check()
    office.page.wait_for_function("() => !document.querySelector('.is-busy')")
    office.page.get_by_test_id("trial-start").focus()
    office.page.keyboard.press("Enter")
    office.see("trial-video")
    focused = "() => document.activeElement.dataset.testid"
    assert office.page.evaluate(focused) == "trial-start"
    office.page.keyboard.press("Tab")
    assert office.page.evaluate(focused) == "trial-sound"
    assert office.page.get_by_test_id("trial-sound").get_attribute("aria-pressed") == "true"
    office.page.keyboard.press("Space")
    assert office.page.get_by_test_id("trial-sound").get_attribute("aria-pressed") == "false"
    office.page.keyboard.press("Shift+Tab")
    office.page.keyboard.press("Enter")
    assert not office.page.get_by_test_id("trial-video").is_visible()
    assert json.dumps(told(office)) == "[]"
