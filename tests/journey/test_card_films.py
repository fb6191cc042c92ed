"""Filmed cards before a real browser's camera: the page is guided, the desk reads by itself or says what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from installer.journey.director import Cast, Protocol, Rehearsal, cast
from tests.helpers.card_films import write_story
from tests.helpers.specimen import ERIKA, Film, write_film

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.timeout(300)]
LOOKS = 40
"""So many frames of a thing that is no card are judged before we believe that it is never read."""
COLLECT = """() => {
  const seen = (window.hintsSeen = new Set());
  const add = ({ dataset: { hint } }) => hint && seen.add(hint);
  const look = () => document.querySelectorAll('.card-overlay').forEach(add);
  new MutationObserver(look).observe(document.body, {subtree: true, attributes: true, attributeFilter: ['data-hint']});
}"""


def play(film: Callable[[Path], None], folder: Path, script: Callable[[Cast], Awaitable[None]]) -> None:
    """Up to the question for the card, with this film before the citizen's camera; then the script."""

    async def run() -> None:
        (folder / "out" / "screens").mkdir(parents=True)
        (folder / "work").mkdir()
        async with cast(folder / "work", film) as everybody:
            rehearsal = Rehearsal(folder / "out", everybody, Protocol())
            await rehearsal.do(rehearsal.book, rehearsal.mail, rehearsal.join, rehearsal.call)
            await everybody.citizen.page.evaluate(COLLECT)
            await everybody.clerk.perform("ask_for_card")
            await everybody.citizen.agree_to_the_check()
            await script(everybody)

    with ThreadPoolExecutor(1) as own_thread:
        own_thread.submit(asyncio.run, run()).result()


async def hints(page: Page) -> set[str]:
    found = await page.evaluate("() => [...window.hintsSeen]")
    return set(found)


def test_a_badly_held_card_is_led_to_a_good_view_and_read_without_a_key(tmp_path: Path) -> None:
    async def script(everybody: Cast) -> None:
        answer = await everybody.clerk.perform("read_card")
        assert str(answer["mrz"]).splitlines() == list(ERIKA.mrz)
        assert await hints(everybody.citizen.page) - {"wrong_side"}

    play(write_story, tmp_path, script)


def test_another_persons_card_shows_every_difference(tmp_path: Path) -> None:
    async def script(everybody: Cast) -> None:
        await everybody.clerk.perform("press", name="identity.yes")
        await everybody.clerk.perform("see", name="identity.prompt", words="Hier stimmt etwas nicht überein")
        for words in ("auf der Karte „BEISPIEL“", "auf der Karte „MAX“", "auf der Karte „27.03.1981“"):
            await everybody.clerk.perform("see", name="identity.facts", words=words)

    play(partial(write_film, kind=Film.OTHER_PERSON, seconds=2.0), tmp_path, script)


def test_an_expired_card_stops_with_a_reason(tmp_path: Path) -> None:
    async def script(everybody: Cast) -> None:
        clerk = everybody.clerk
        await clerk.perform("press", name="identity.yes")
        await clerk.perform("see", name="identity.facts", words="Der Ausweis ist seit dem 31.10.2019 abgelaufen.")
        await clerk.perform("press", name="identity.failed")
        await clerk.perform("press", name="identity.abort.expired")
        await expect(everybody.citizen.at("ended")).to_be_visible()

    play(partial(write_film, kind=Film.EXPIRED, seconds=2.0), tmp_path, script)


def test_a_blank_sheet_is_never_read_as_a_card(tmp_path: Path) -> None:
    async def script(everybody: Cast) -> None:
        clerk = everybody.clerk
        await clerk.perform("press", name="identity.yes")
        # By itself never, and not by key either.
        await clerk.perform("see_frames_judged", count=LOOKS)
        await clerk.perform("press", name="identity.take_still")
        await clerk.perform("see_enabled", name="identity.retry")
        answer = await clerk.perform("facts")
        assert answer == {"facts": ""}

    play(partial(write_film, kind=Film.BLANK, seconds=2.0), tmp_path, script)
