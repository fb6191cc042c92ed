"""Three people wait, one clerk at the real desk: notes, park, call by name, hand over, note as missed. All is real."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
import requests
from playwright.async_api import expect

from clerk_desktop.common.messages.booking import SlotsView
from clerk_desktop.desktop.services.api import OfficeApi
from installer.catcher import join_link
from installer.journey import errands
from installer.journey.citizen import Citizen, Person
from installer.journey.clerk import Clerk
from installer.office import CLERK, OFFICE
from installer.screen import screen, sound
from tests.journey.conftest import AYSE, ERIKA, MAX, OwnLoop, Town, complaints, running

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.timeout(150)]

MATTER, MINUTES = "ummeldung", 20
NEXT = "Sie sind als Nächstes an der Reihe."


@asynccontextmanager
async def desk(town: Town) -> AsyncIterator[Clerk]:
    """The clerk, signed in."""
    with ExitStack() as below:
        devices = {**below.enter_context(screen()), **below.enter_context(sound())}
        async with Clerk(town.office.url, town.folder / "desk", devices) as clerk:
            await clerk.perform("sign_in", user=CLERK, password=town.office.password)
            yield clerk


def times(town: Town, count: int) -> list[datetime]:
    """The next free ones."""
    wanted = {"office": OFFICE, "matter": MATTER, "days": "2"}
    answer = requests.get(f"{town.office.url}/api/v1/slots", params=wanted, timeout=30)
    return [slot.start for slot in SlotsView.model_validate_json(answer.content).slots[:count]]


async def coming(town: Town, person: Person, start: datetime) -> Citizen:
    """Somebody who has booked and opened the link."""
    citizen = await town.citizen()
    await citizen.book(person, OFFICE, MATTER, start)
    await errands.follow(citizen, join_link(await town.letters.take(person.email, "Ihr Videotermin am")), "consent")
    return citizen


async def stands(citizen: Citizen, *words: str) -> None:
    """Until the place says so."""
    for word in words:
        await expect(citizen.page.locator(".place-card")).to_contain_text(word)


def test_a_morning_in_the_waiting_room(own_loop: OwnLoop, tmp_path: Path) -> None:
    async def play() -> None:
        async with running(tmp_path, {}) as town, desk(town) as clerk:
            first, second, third = await asyncio.to_thread(times, town, 3)
            booked = coming(town, MAX, first), coming(town, ERIKA, second), coming(town, AYSE, third)
            max_, erika, ayse = await asyncio.gather(*booked)

            # Who has the earlier appointment comes before, also when they come later.
            await erika.enter()
            await stands(erika, NEXT)
            await asyncio.gather(max_.enter(), ayse.enter())
            await stands(max_, NEXT)
            await stands(erika, "Platz 2", f"{MINUTES} Minuten")
            await stands(ayse, "Platz 3", f"{2 * MINUTES} Minuten")
            await clerk.perform("see_row", words=["Mustermann"])

            await talk(clerk, erika)
            await park(clerk, max_, erika)

            await clerk.perform("select", name="Mustermann")
            await clerk.perform("press", name="queue.call")
            await clerk.perform("see_citizen")
            await erika.see_clerk()
            await stands(max_, NEXT, "Minuten")  # the only desk is busy
            await clerk.perform("press", name="call.hang_up")
            await clerk.perform("press", name="banner.interrupt")
            await erika.see_end()
            await stands(max_, NEXT, "gleich los")

            await hand_over(town, clerk, max_)
            await stands(ayse, NEXT)

            await clerk.perform("select", name="Yılmaz")
            await clerk.perform("press", name="queue.missed")
            await clerk.perform("press", name="banner.mark_missed")
            await ayse.see_end()
            await expect(ayse.page.get_by_role("link", name="Neuen Termin buchen")).to_be_visible()
            assert complaints(max_, erika, ayse) == []

    own_loop.run(play())


async def talk(clerk: Clerk, erika: Citizen) -> None:
    """The clerk writes, the citizen answers; what comes while nobody looks is shown as unread."""
    await clerk.perform("select", name="Mustermann")
    await clerk.perform("press", name="queue.note")
    await clerk.perform("write", name="queue.notes.text", text="Haben Sie den Mietvertrag zur Hand?")
    await clerk.perform("press", name="queue.notes.send")
    await expect(erika.at("notes")).to_contain_text("Haben Sie den Mietvertrag zur Hand?")
    await expect(erika.at("notes")).to_contain_text("Frau Wolf")
    await clerk.perform("see", name="queue.notes.lines", words="zugestellt")
    await errands.write_note(erika, "Ja, hier <b>liegt</b> er.")
    await clerk.perform("see", name="queue.notes.lines", words="Ja, hier <b>liegt</b> er.")
    await clerk.perform("press", name="queue.notes.back")
    await errands.write_note(erika, "Mein Ton ist leise.")
    await clerk.perform("press", name="queue.mail")
    await clerk.perform("see", name="queue.notes.lines", words="Mein Ton ist leise.")
    await clerk.perform("press", name="queue.notes.back")


async def park(clerk: Clerk, max_: Citizen, erika: Citizen) -> None:
    """Whoever is parked hears so and holds nobody up; then the old order stands again."""
    await clerk.perform("select", name="Beispiel")
    await clerk.perform("press", name="queue.park")
    await stands(erika, NEXT)
    await stands(max_, "kurz zurückgestellt")
    await clerk.perform("select", name="Beispiel")
    await clerk.perform("press", name="queue.park")
    await stands(max_, NEXT)
    await stands(erika, "Platz 2")


async def hand_over(town: Town, clerk: Clerk, max_: Citizen) -> None:
    """To another office: gone here, there with where it came from; the citizen stays where they are."""
    await asyncio.to_thread(town.office.hire, "klein", "Herr Klein", "west")
    west = OfficeApi(town.office.url, await asyncio.to_thread(town.office.sign_in, "klein"))
    await clerk.perform("select", name="Beispiel")
    await clerk.perform("press", name="queue.redirect")
    await clerk.perform("press", name="queue.redirect.west")
    await clerk.perform("see_no_row", word="Beispiel")
    await expect(max_.at("waiting")).to_contain_text("noch niemand am Platz")
    (entry,) = (await asyncio.to_thread(west.queue)).entries
    assert (entry.family_name, entry.redirected_from) == (MAX.family_name, "Bürgeramt City")
