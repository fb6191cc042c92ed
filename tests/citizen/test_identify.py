"""What the person sees and does on their page while the clerk checks the card."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clerk_desktop.common.capture import Hint
from clerk_desktop.common.identification import Cover, StepKind, Tilt
from tests.citizen.conftest import SAMPLES, Office

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120, method="thread")]

ASK = SAMPLES["data_from_desk"]["identity.ask"]
OUTLINE = [0.2, 0.25, 0.8, 0.27, 0.79, 0.76, 0.21, 0.74]


def ask(office: Office, kind: str, name: str = "ask1", **more: Any) -> None:  # noqa: ANN401
    office.tell({"type": "identity.ask", "id": name, "kind": kind, **more})
    office.js(f"() => document.querySelector('[data-testid=identify]:not([hidden])') && '{name}'")


def keep(office: Office, name: str) -> None:
    """For a look with one's own eyes."""
    folder = os.environ.get("SCREENS")
    if folder:
        office.page.screenshot(path=Path(folder) / f"page-{name}.png")


def to_card(office: Office) -> None:
    office.open()
    office.to_waiting()
    office.call()
    office.stage("identify")


@pytest.mark.parametrize(("size", "scheme"), [((390, 844), "light"), ((1280, 800), "dark")])
def test_every_request_is_said_fits_and_has_no_axe_findings(
    new_office: Callable[..., Office], size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme)
    to_card(office)
    details: dict[str, list[str]] = {"tilt": list(Tilt), "occlude": list(Cover)}
    said = set()
    for kind in StepKind:
        for number, detail in enumerate(details.get(kind, [""])):
            more = {"words": ASK["words"]} if kind is StepKind.FEATURE else {}
            ask(office, kind, f"{kind}{number}", detail=detail, **more)
            text = office.see("identify-text").inner_text()
            assert text.strip()
            said.add(text)
        if kind in {StepKind.CONSENT, StepKind.SERIAL, StepKind.TILT}:
            assert office.axe() == []
        keep(office, f"{size[0]}-{kind}")
        wide = office.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
    assert len(said) == len(StepKind) - 2 + len(Tilt) + len(Cover)


def test_consent_is_given_on_the_page(office: Office) -> None:
    to_card(office)
    ask(office, "consent")
    office.press("identify-yes")
    office.js("o => o.data.some(m => m.type === 'identity.answer' && m.id === 'ask1' && m.yes)")
    assert not office.page.get_by_test_id("identify-yes").is_visible()


def test_the_serial_number_is_typed_and_can_be_corrected(office: Office) -> None:
    to_card(office)
    ask(office, "serial")
    for number in ("L01X00T4", "l01x00t47"):
        office.page.get_by_test_id("identify-serial").fill(number)
        office.page.keyboard.press("Enter")
        office.js(f"o => o.data.some(m => m.type === 'identity.serial' && m.number === '{number}')")
    ask(office, "face", "ask2")
    assert not office.page.get_by_test_id("identify-serial").is_visible()
    assert office.page.get_by_test_id("identify-serial").input_value() == ""


def test_outline_and_one_hint_lie_on_the_own_picture(office: Office) -> None:
    to_card(office)
    hint = office.page.get_by_test_id("card-hint")
    for name in Hint:
        office.tell({"type": "capture", "wanted": "mrz", "hint": name, "outline": OUTLINE})
        office.js(f"() => document.querySelector('.card-overlay[data-hint={name}]')")
        assert hint.inner_text().strip()
    keep(office, "hint")
    office.tell({"type": "capture", "wanted": "mrz", "good": True, "outline": OUTLINE})
    office.js("() => document.querySelector('.card-overlay[data-state=good]')")
    assert hint.inner_text() == "Gut so, ruhig halten"
    keep(office, "good")
    office.tell({"type": "capture", "wanted": None})
    office.js("() => document.querySelector('.face--own .card-overlay').hidden")


def test_the_next_stage_takes_it_all_away(office: Office) -> None:
    to_card(office)
    ask(office, "consent")
    office.tell({"type": "capture", "wanted": "mrz", "hint": "closer", "outline": OUTLINE})
    office.stage("work")
    office.js("() => document.querySelector('[data-testid=identify]').hidden")
    assert not office.page.locator(".face--own .card-overlay").is_visible()


def test_hints_are_read_aloud_only_when_that_is_asked_for(office: Office) -> None:
    to_card(office)
    ask(office, "read")
    voice = office.page.get_by_test_id("identify-aloud")
    assert voice.inner_text() == "Hinweise vorlesen"
    voice.click()
    assert voice.inner_text() == "Hinweise nicht mehr vorlesen"
    ask(office, "face", "ask2")
    assert not voice.is_visible()
