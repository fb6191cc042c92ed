"""What a citizen changes, with the real service, real mails and a real browser: move, cancel, wait in line, confirm."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import expect

from clerk_desktop.common.clock import BERLIN, berlin
from clerk_desktop.desktop.services.api import OfficeApi
from clerk_desktop.hosted.catalog import WEEKDAYS
from installer.catcher import join_link
from installer.journey import errands
from installer.office import open_all_day, write_office
from tests.journey.conftest import BERTA, ERIKA, MAX, OwnLoop, Town, complaints, running

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.timeout(120)]

DAY = berlin(datetime.now(UTC)).date() + timedelta(days=3)
MATTER = "ummeldung"
"""Takes twenty minutes."""
THREE_TIMES, ONE_TIME = "dudweiler", "west"
"""Offices that have only so many slots in all the time that can be booked."""


def at(hour: int, minute: int) -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=BERLIN)


def few_slots(folder: Path) -> None:
    open_all_day(folder)
    for office, closes in ((THREE_TIMES, "10:00:00"), (ONE_TIME, "09:20:00")):
        hours = [f'weekday = "{WEEKDAYS[DAY.weekday()]}"', "opens = 09:00:00", f"closes = {closes}", "places = 1"]
        write_office(folder, office, ["[[opening]]", *hours], ["horizon_days = 6"])


@pytest.fixture(scope="module")
def town(own_loop: OwnLoop, tmp_path_factory: pytest.TempPathFactory) -> Town:
    switches = {"OFFICE_RELEASE_DELAY_MINUTES": "[0, 0]"}
    return own_loop.enter(running(tmp_path_factory.mktemp("changes"), switches, few_slots))


def test_moved_then_cancelled_by_the_mails_links(own_loop: OwnLoop, town: Town) -> None:
    async def play() -> None:
        erika, letters = await town.citizen(), town.letters
        await erika.book(ERIKA, THREE_TIMES, MATTER, at(9, 0))
        old = join_link(await letters.take(ERIKA.email, "Ihr Videotermin am"))
        await errands.follow(erika, old, "appointment")
        other_tab = await town.citizen()
        await errands.follow(other_tab, old, "appointment")

        await errands.move(erika, at(9, 40))
        new = join_link(await letters.take(ERIKA.email, "Verschoben"))
        assert new != old
        await erika.page.reload()
        await errands.sees(erika, "refused")
        await expect(erika.page.locator("main")).to_contain_text("Dieser Termin wurde verschoben")

        # The other tab still shows what was; pressing there says what is, and changes nothing.
        await other_tab.tap("cancel")
        await other_tab.tap("cancel-yes")
        await expect(other_tab.page.locator("main")).to_contain_text("Dieser Termin wurde verschoben")

        await errands.follow(erika, new, "appointment")
        await expect(erika.page.locator("main")).to_contain_text("09:40")
        await other_tab.look_for_times(THREE_TIMES, MATTER)
        await expect(other_tab.time(at(9, 0))).to_be_visible()
        await expect(other_tab.time(at(9, 40))).to_have_count(0)

        await errands.cancel(erika)
        await letters.take(ERIKA.email, "Abgesagt")
        await erika.page.reload()
        await errands.sees(erika, "ended")
        await other_tab.page.reload()
        for start in (at(9, 0), at(9, 20), at(9, 40)):
            await expect(other_tab.time(start)).to_be_visible()
        assert letters.unread(ERIKA.email) == []
        assert complaints(erika, other_tab) == []

    own_loop.run(play())


def test_back_leads_out_of_a_half_made_change(own_loop: OwnLoop, town: Town) -> None:
    async def play() -> None:
        erika = await town.citizen()
        await erika.book(BERTA, THREE_TIMES, MATTER, at(9, 20))
        link = join_link(await town.letters.take(BERTA.email, "Ihr Videotermin am"))
        await errands.follow(erika, link, "appointment")
        for change in ("move", "cancel"):
            await erika.tap(change)
            await errands.sees(erika, change)
            await erika.page.go_back()
            await errands.sees(erika, "appointment")
            await erika.page.go_forward()
            await errands.sees(erika, "appointment")
            await erika.tap(change)
            await erika.tap("back")
            await errands.sees(erika, "appointment")
        await errands.cancel(erika)
        await erika.page.go_back()  # out of the page: there is nothing left that would ask again
        assert erika.page.url == "about:blank"
        await erika.page.go_forward()
        await errands.sees(erika, "ended")

    own_loop.run(play())


def test_a_place_that_somebody_gives_up_goes_to_the_next_in_line(own_loop: OwnLoop, town: Town) -> None:
    async def play() -> None:
        erika, max_, letters = await town.citizen(), await town.citizen(), town.letters
        await max_.look_for_times(ONE_TIME, MATTER)
        await expect(max_.at("slot-first")).to_be_visible()
        await erika.book(BERTA, ONE_TIME, MATTER)
        hers = join_link(await letters.take(BERTA.email, "Ihr Videotermin am"))

        await max_.tap("slot-first")  # a moment too late
        await expect(max_.page.locator("main")).to_contain_text("wurde gerade vergeben")
        await errands.enlist(max_, MAX)
        listed = join_link(await letters.take(MAX.email, "Sie stehen auf der Warteliste"), "angebot")
        await errands.follow(max_, listed, "waiting")

        await errands.follow(erika, hers, "appointment")
        await errands.cancel(erika)
        await letters.take(BERTA.email, "Abgesagt")
        offer = join_link(await letters.take(MAX.email, "Frei geworden"), "angebot")
        await erika.look_for_times(ONE_TIME, MATTER)  # offered to one is free for nobody else
        await expect(erika.at("to-list")).to_be_visible()

        await errands.follow(max_, offer, "offered")
        await max_.page.reload()
        await errands.sees(max_, "offered")
        await errands.accept(max_)
        his = join_link(await letters.take(MAX.email, "Ihr Videotermin am"))
        for link in (offer, listed):
            await errands.follow(max_, link, "booked")
        await errands.follow(max_, his, "appointment")
        await expect(max_.page.locator("main")).to_contain_text("09:00")
        assert letters.unread(MAX.email) == []
        assert complaints(erika, max_) == []

    own_loop.run(play())


def test_a_place_is_free_again_at_once_when_the_form_is_left(own_loop: OwnLoop, town: Town) -> None:
    async def play() -> None:
        erika, other = await town.citizen(), await town.citizen()
        await erika.look_for_times(THREE_TIMES, MATTER)
        await erika.take(at(9, 0))
        await expect(erika.at("given-names")).to_be_visible()
        await other.look_for_times(THREE_TIMES, MATTER)
        await expect(other.time(at(9, 20))).to_be_visible()
        await expect(other.time(at(9, 0))).to_have_count(0)
        async with erika.page.expect_response(lambda answer: answer.request.method == "DELETE") as given_back:
            await erika.tap("back")
        assert (await given_back.value).status == 204
        await expect(erika.time(at(9, 0))).to_be_visible()
        await other.page.reload()
        await expect(other.time(at(9, 0))).to_be_visible()

    own_loop.run(play())


def test_where_the_town_wants_it_a_booking_stands_only_after_the_mails_button(
    own_loop: OwnLoop, tmp_path: Path
) -> None:
    async def play() -> None:
        async with running(tmp_path, {"OFFICE_CONFIRM_BY_MAIL": "true"}) as town:
            desk = OfficeApi(town.office.url, await asyncio.to_thread(town.office.sign_in))
            erika = await town.citizen()
            await erika.book(ERIKA, "city", MATTER)
            link = join_link(await town.letters.take(ERIKA.email, "Bitte bestätigen"))
            for _ in range(2):  # looking is not confirming
                await errands.follow(erika, link, "confirm")
                assert (await asyncio.to_thread(desk.queue)).entries == ()
            await erika.tap("confirm")
            await errands.sees(erika, "consent")  # the waiting room of this rehearsal is open a day before
            confirmed = join_link(await town.letters.take(ERIKA.email, "Ihr Videotermin am"))
            (entry,) = (await asyncio.to_thread(desk.queue)).entries
            assert entry.family_name == ERIKA.family_name
            await errands.follow(erika, confirmed, "consent")
            assert town.letters.unread(ERIKA.email) == []

    own_loop.run(play())
