"""A third person joins with every real part: invited at the desk, agreed to by the citizen, let in, sent out."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from installer.catcher import read_mail
from installer.journey.director import Cast, Rehearsal
from tests.journey.test_interruptions import play, until_the_call

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.timeout(300)]
NAME = "Leyla Demir"
GAP_S = 5
PEERS = """(() => {
  const Real = window.RTCPeerConnection;
  window.__peers = [];
  window.__offline = false;
  window.RTCPeerConnection = class extends Real {
    constructor(config, ...rest) {
      super(window.__offline ? { ...config, iceServers: [], iceTransportPolicy: "relay" } : config, ...rest);
      window.__peers.push(this);
    }
  };
})()"""
"""The browser's own switch to offline leaves peer connections alone: these end, and none can be built, at our word."""
GONE = """() => {
  window.__offline = true;
  for (const peer of window.__peers) {
    const told = peer.onconnectionstatechange;
    peer.close();
    told?.call(peer, new Event("connectionstatechange"));
  }
}"""


async def invited(everybody: Cast) -> str:
    """The clerk invites by mail; the link out of it."""
    clerk = everybody.clerk
    await clerk.perform("press", name="guest.open")
    await clerk.perform("write", name="guest.name", text=NAME)
    await clerk.perform("write", name="guest.email", text="demir@example.org")
    await clerk.perform("press", name="guest.invite")
    mail = read_mail(await asyncio.wait_for(everybody.mails.get(), 30))
    plain = mail.get_body(("plain",))
    assert plain is not None
    found = re.search(r"https?://\S+/gast#[A-Za-z0-9_-]+", plain.get_content())
    assert found is not None
    return found[0]


async def moves(page: Page, test_id: str) -> None:
    """Until this picture moves."""
    await page.wait_for_function(
        "id => { const v = document.querySelector(`[data-testid=${id}]`);"
        " return v && v.videoWidth > 0 && !v.paused && v.currentTime > 0.2 }",
        arg=test_id,
    )


async def without_network(everybody: Cast, guest: Page) -> None:
    """The guest's network goes for five seconds; the two others read it, and all is mended without a press."""
    await guest.context.set_offline(True)
    await guest.evaluate(GONE)
    await expect(guest.get_by_test_id("connection")).to_have_attribute("data-state", "lost")
    await everybody.clerk.perform("see", name="guest.state", words="wiederhergestellt")
    await expect(everybody.citizen.at("guest-video-cover")).to_contain_text(re.compile("wiederhergestellt|verbunden"))
    await asyncio.sleep(GAP_S)
    await guest.evaluate("() => { window.__offline = false }")
    await guest.context.set_offline(False)
    for picture in ("clerk-video", "citizen-video"):
        await expect(guest.get_by_test_id(f"{picture}-cover")).to_be_hidden()
        await moves(guest, picture)
    await expect(everybody.citizen.at("guest-video-cover")).to_be_hidden()
    await everybody.clerk.perform("see", name="guest.state", words="Im Gespräch")
    await expect(guest.get_by_test_id("connection")).to_have_attribute("data-state", "good")


def test_an_interpreter_joins_is_kept_from_the_card_and_leaves(tmp_path: Path) -> None:
    async def script(everybody: Cast, rehearsal: Rehearsal) -> None:
        clerk, citizen = everybody.clerk, everybody.citizen
        browser = citizen.page.context.browser
        assert browser is not None
        await until_the_call(rehearsal)
        link = await invited(everybody)
        await expect(citizen.at("guest-question")).to_be_visible()
        await citizen.page.screenshot(path=tmp_path / "citizen-question.png")
        context = await browser.new_context(viewport={"width": 390, "height": 844}, locale="de-DE")
        await context.add_init_script(PEERS)
        guest = await context.new_page()
        await guest.goto(link)
        await guest.screenshot(path=tmp_path / "guest-door.png")
        await guest.get_by_test_id("guest-consent").check()
        await guest.get_by_test_id("check-start").click()
        await guest.get_by_test_id("enter-waiting-room").click()
        await expect(guest.get_by_test_id("guest-place")).to_be_visible()
        await guest.screenshot(path=tmp_path / "guest-waiting.png")

        await citizen.tap("guest-yes")
        await clerk.perform("see", name="guest.state", words="Steht vor der Tür")
        await clerk.perform("press", name="guest.admit")
        for picture in ("clerk-video", "citizen-video"):
            await moves(guest, picture)
        await moves(citizen.page, "guest-video")
        await clerk.perform("see", name="guest.state", words="Im Gespräch")
        await expect(guest.get_by_test_id("connection")).to_have_attribute("data-state", "good")
        await clerk.perform("picture", path=str(tmp_path / "desk-light.png"))
        await citizen.page.screenshot(path=tmp_path / "citizen-call.png")
        await guest.screenshot(path=tmp_path / "guest-call.png")

        await guest.reload()  # comes back in without anybody pressing anything
        for picture in ("clerk-video", "citizen-video"):
            await moves(guest, picture)
        await moves(citizen.page, "guest-video")

        await without_network(everybody, guest)
        await clerk.perform("picture", path=str(tmp_path / "desk-after-the-gap.png"))

        await clerk.perform("ask_for_card")
        await expect(guest.get_by_test_id("citizen-video-cover")).to_contain_text("Ausweis")
        await expect(citizen.at("guest-paused")).to_be_visible()
        await citizen.page.screenshot(path=tmp_path / "citizen-card.png")
        await guest.screenshot(path=tmp_path / "guest-card.png")

        await citizen.tap("guest-out")
        await guest.wait_for_selector("body[data-view=ended]")
        await clerk.perform("see_notice", words=f"{NAME} ist nicht mehr eingeladen")
        await expect(citizen.at("guest-video")).to_be_hidden()
        await context.close()

    play(script, tmp_path)
