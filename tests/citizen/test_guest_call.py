"""An invited guest's way through the page in a real browser: looked at, and with the network taken away."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.citizen.conftest import HERE, SAMPLES, TOKEN, Office

pytestmark = [pytest.mark.browser, pytest.mark.timeout(150, method="thread")]
VISIT = SAMPLES["rest"]["GuestVisitView"]
OUTSIDE = VISIT | {"state": "agreed", "running": False, "clerk": "", "citizen": ""}
INSIDE = {key: VISIT[key] for key in ("state", "running", "clerk", "citizen")}
LOOKS = [((360, 740), "light"), ((360, 740), "dark"), ((1280, 800), "light"), ((1280, 800), "dark")]
PICTURES = os.environ.get("GUEST_PICTURES")
"""A folder for pictures of all that is seen, for whoever changes the page."""
GAP_MS = 5_000
MOVES = "id => { const v = document.querySelector(`[data-testid=${id}]`); return v && v.videoWidth > 0 && !v.paused }"


def at_the_door(office: Office) -> None:
    office.on("GET /guest", OUTSIDE)
    office.on("GET /guest/ice", {"ice_servers": []})
    office.page.add_init_script(f"window.__visit = {json.dumps(OUTSIDE)}")
    office.page.add_init_script(path=HERE / "stub_company.js")
    office.page.goto(f"{office.site}/gast#{TOKEN}")
    office.view_is("door")


def wait(office: Office) -> None:
    """From the door to where one waits to be let in."""
    office.page.get_by_test_id("guest-consent").check()
    office.press("check-start")
    office.view_is("check")
    office.page.wait_for_function("() => !document.querySelector('[data-testid=enter-waiting-room].is-busy')")


def company(office: Office, expression: str) -> None:
    office.page.evaluate(f"() => window.__company.{expression}")


def joined(office: Office) -> None:
    company(office, f"stand({json.dumps(INSIDE)})")
    office.view_is("call")
    together(office)


def together(office: Office) -> None:
    """Both others are seen."""
    office.page.wait_for_selector("[data-testid=connection][data-state=good]")
    for picture in ("clerk-video", "citizen-video"):
        office.page.wait_for_function(MOVES, arg=picture)
        office.page.get_by_test_id(f"{picture}-cover").wait_for(state="hidden")


def looked_at(office: Office, name: str) -> None:
    """Nothing that axe finds, nothing that must be pushed sideways."""
    size = office.page.viewport_size
    assert size is not None
    if PICTURES:
        dark = office.page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
        look = "dark" if dark else "light"
        office.page.screenshot(path=Path(PICTURES) / f"{name}-{size['width']}-{look}.png", full_page=True)
    assert office.axe() == [], name
    assert office.page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, name


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_from_the_door_to_the_end_nothing_stands_in_the_way(
    new_office: Callable[..., Office], size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme)
    at_the_door(office)
    looked_at(office, "1-door")
    wait(office)
    # Nothing here is about what only citizens have.
    assert "Ausweis" not in office.page.inner_text("main")
    assert "Warteraum" not in office.page.inner_text("main")
    looked_at(office, "2-check")
    office.press("enter-waiting-room")
    office.see("guest-waiting")
    looked_at(office, "3-waiting")
    joined(office)
    looked_at(office, "4-call")
    company(office, "tell('citizen', {type: 'guest.picture', sent: false})")
    office.page.get_by_test_id("citizen-video-cover").wait_for()
    cover = office.page.get_by_test_id("citizen-video-cover")
    # Not a shadow of the last picture: a card may be on it.
    assert cover.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(16, 19, 31)"
    looked_at(office, "5-card")
    company(office, "tell('citizen', {type: 'guest.picture', sent: true})")
    together(office)
    office.page.evaluate("() => window.__company.stand({state: 'removed', running: false})")
    office.view_is("ended")
    looked_at(office, "6-ended")


def test_after_five_seconds_without_network_both_links_are_built_anew_by_themselves(office: Office) -> None:
    at_the_door(office)
    wait(office)
    office.press("enter-waiting-room")
    office.see("guest-waiting")
    joined(office)
    before = office.page.evaluate("() => structuredClone(window.__company.offers)")
    assert [len(before[other]) for other in ("desk", "citizen")] == [1, 1]
    healthy = office.answers.pop("GET /health", None)
    office.answers["GET /health"] = lambda route: route.abort()
    company(office, "cut()")
    office.page.wait_for_selector("[data-testid=connection][data-state=lost]")
    for picture in ("clerk-video", "citizen-video"):
        office.page.get_by_test_id(f"{picture}-cover").get_by_text("wiederhergestellt").wait_for()
    looked_at(office, "7-lost")
    office.page.wait_for_timeout(GAP_MS)
    assert office.page.evaluate("() => document.body.dataset.view") == "call"
    if healthy:
        office.answers["GET /health"] = healthy
    else:
        office.on("GET /health", {})
    company(office, "back()")
    together(office)
    after = office.page.evaluate("() => window.__company.offers")
    assert all(len(after[other]) > 1 and after[other][-1] != before[other][0] for other in ("desk", "citizen"))


@pytest.mark.parametrize("other", ["desk", "citizen"])
def test_one_link_that_breaks_leaves_the_other_alone(office: Office, other: str) -> None:
    at_the_door(office)
    wait(office)
    office.press("enter-waiting-room")
    office.see("guest-waiting")
    joined(office)
    company(office, f"peers.{other}.close()")
    office.page.wait_for_function("o => window.__company.offers[o].length > 1", arg=other)
    together(office)
    stays = "citizen" if other == "desk" else "desk"
    assert office.page.evaluate("o => window.__company.offers[o].length", stays) == 1
