"""Bad moments of a whole appointment with every real part: a closed tab, a reload, another device, a desk or a service
that dies."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.async_api import expect

from installer.journey.citizen import Citizen
from installer.journey.clerk import Clerk
from installer.journey.director import Cast, Protocol, Rehearsal, cast
from installer.office import CLERK

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.timeout(300)]
ERIKA = "Erika Mustermann"


def play(script: Callable[[Cast, Rehearsal], Awaitable[None]], folder: Path) -> None:
    """Run a script with a cast of its own, apart from the tests' own event loop."""

    async def run() -> None:
        (folder / "out" / "screens").mkdir(parents=True)
        work = folder / "work"
        work.mkdir()
        async with cast(work) as everybody:
            await script(everybody, Rehearsal(folder / "out", everybody, Protocol()))

    with ThreadPoolExecutor(1) as own_thread:
        own_thread.submit(asyncio.run, run()).result()


async def until_the_call(rehearsal: Rehearsal) -> None:
    await rehearsal.do(rehearsal.book, rehearsal.mail, rehearsal.join, rehearsal.call)


async def end_well(rehearsal: Rehearsal) -> None:
    await rehearsal.do(rehearsal.finish, rehearsal.download)
    assert rehearsal.protocol.signatures_valid


def test_a_citizen_who_closes_the_tab_comes_back_through_the_link(tmp_path: Path) -> None:
    async def script(everybody: Cast, rehearsal: Rehearsal) -> None:
        clerk, citizen = everybody.clerk, everybody.citizen
        await until_the_call(rehearsal)
        await rehearsal.do(rehearsal.identify)
        await rehearsal.do(rehearsal.work)
        await clerk.perform("send_paper")
        await expect(citizen.at("document")).to_be_visible()

        old, link = citizen.page, citizen.page.url
        new = await old.context.new_page()
        await old.close()
        await clerk.perform("see_notice", words=f"{ERIKA} hat die Seite verlassen.")

        rehearsal.citizen = citizen = Citizen(new, everybody.office.url)
        await new.goto(link)
        await citizen.enter()
        await citizen.see_clerk()
        await clerk.perform("see_citizen")
        # A new tab may be another person's: the card once more, all else is as it was.
        await clerk.perform("see_notice", words="Sehen Sie sich den Ausweis noch einmal an.")
        await rehearsal.do(rehearsal.identify)
        await clerk.perform("press", name="stage.review")
        await citizen.read_and_agree()  # the paper is there again without being sent again
        await clerk.perform("see_agreement")
        await rehearsal.do(rehearsal.sign)
        await end_well(rehearsal)

    play(script, tmp_path)


def test_a_reloaded_page_shows_the_open_signature_again(tmp_path: Path) -> None:
    async def script(everybody: Cast, rehearsal: Rehearsal) -> None:
        clerk, citizen = everybody.clerk, everybody.citizen
        await until_the_call(rehearsal)
        await rehearsal.do(rehearsal.identify)
        await rehearsal.do(rehearsal.work)
        await rehearsal.do(rehearsal.review)
        await clerk.perform("ask_for_signature")
        await expect(citizen.at("sign-pad")).to_be_visible()

        await citizen.page.reload()
        await citizen.see_clerk()
        await citizen.draw()
        await citizen.hand_in()
        await clerk.perform("see_signature")
        await end_well(rehearsal)

    play(script, tmp_path)


def test_from_the_phone_to_the_laptop_with_the_same_link(tmp_path: Path) -> None:
    async def script(everybody: Cast, rehearsal: Rehearsal) -> None:
        clerk, phone = everybody.clerk, everybody.citizen
        await until_the_call(rehearsal)
        await rehearsal.do(rehearsal.identify)
        browser = phone.page.context.browser
        assert browser
        context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="de-DE")
        context.set_default_timeout(30_000)
        rehearsal.citizen = laptop = Citizen(await context.new_page(), everybody.office.url)
        await laptop.page.goto(phone.page.url)
        await laptop.page.get_by_test_id("consent").click()
        await laptop.page.get_by_test_id("check-start").click()
        await laptop.page.get_by_test_id("enter-waiting-room").click()

        await expect(phone.at("refused")).to_contain_text("Ihr Gespräch läuft jetzt auf einem anderen Gerät")
        assert await phone.page.evaluate("document.querySelector('video')?.srcObject ?? null") is None
        await laptop.see_clerk()
        await clerk.perform("see_citizen")
        await clerk.perform("see_notice", words=f"{ERIKA} ist jetzt an einem anderen Gerät.")
        await expect(laptop.page.locator("body")).to_have_attribute("data-stage", "identify")
        await rehearsal.do(rehearsal.identify)
        await expect(laptop.page.locator("body")).to_have_attribute("data-stage", "work")
        # The phone stays out until somebody there takes the call back.
        await expect(phone.at("refused")).to_be_visible()

    play(script, tmp_path)


def test_a_service_that_restarts_disturbs_nobody(tmp_path: Path) -> None:
    async def script(everybody: Cast, rehearsal: Rehearsal) -> None:
        office, citizen = everybody.office, everybody.citizen
        await until_the_call(rehearsal)
        await rehearsal.do(rehearsal.identify)
        video = citizen.at("call-video")
        before = await video.evaluate("video => video.srcObject.getVideoTracks()[0].id")
        await asyncio.to_thread(office.kill)
        # All of this needs no service: it goes from desk to page.
        await rehearsal.do(rehearsal.work, rehearsal.review)
        await expect(citizen.at("connection")).not_to_have_attribute("data-state", "lost")
        await asyncio.to_thread(office.revive)
        await rehearsal.do(rehearsal.sign)
        assert await video.evaluate("video => video.srcObject.getVideoTracks()[0].id") == before
        # What was noted meanwhile reaches the service, and it knows that the appointment is over.
        await end_well(rehearsal)

    play(script, tmp_path)


def test_a_desk_that_died_is_back_where_it_was(tmp_path: Path) -> None:
    async def script(everybody: Cast, rehearsal: Rehearsal) -> None:
        clerk, citizen = everybody.clerk, everybody.citizen
        await until_the_call(rehearsal)
        await rehearsal.do(rehearsal.identify, rehearsal.work, rehearsal.review)
        await clerk.perform("ask_for_signature")
        await expect(citizen.at("sign-pad")).to_be_visible()
        await asyncio.sleep(2)  # as long as the desk may take to keep it
        await clerk.crash()
        await expect(citizen.at("connection")).to_have_attribute("data-state", "away", timeout=30_000)

        async with clerk:  # the same computer
            await clerk.perform("sign_in", user=CLERK, password=everybody.office.password)
            await clerk.perform("see_notice", words=f"Das Gespräch mit {ERIKA} ist noch offen.")
            await clerk.perform("press", name="banner.resume")
            await clerk.perform("see_citizen")
            await citizen.see_clerk()
            await expect(citizen.page.locator("body")).to_have_attribute("data-stage", "sign")
            # The citizen was asked already; neither card nor paper is needed again.
            await citizen.draw()
            await citizen.hand_in()
            await clerk.perform("see_signature")
            await end_well(rehearsal)
            # Nothing is left of it.
            assert list(clerk.folder.rglob("*.case")) == []

    play(script, tmp_path)


def test_a_desk_that_died_takes_the_call_up_again(tmp_path: Path) -> None:
    async def script(everybody: Cast, rehearsal: Rehearsal) -> None:
        citizen = everybody.citizen
        await until_the_call(rehearsal)
        await everybody.clerk.crash()
        await expect(citizen.at("connection")).to_have_attribute("data-state", "away", timeout=30_000)

        async with Clerk(everybody.office.url, tmp_path / "second-desk", everybody.clerk.devices) as second:
            rehearsal.clerk = second
            await second.perform("sign_in", user=CLERK, password=everybody.office.password)
            await second.perform("see_notice", words=f"Das Gespräch mit {ERIKA} ist noch offen.")
            await second.perform("press", name="banner.resume")
            await second.perform("see_citizen")
            await citizen.see_clerk()
            await rehearsal.do(rehearsal.identify, rehearsal.work, rehearsal.review, rehearsal.sign)
            await end_well(rehearsal)

    play(script, tmp_path)
