"""What a citizen does on the pages besides the appointment itself: move it, give it up, wait for a place, write a note.

Each is what a person sees and touches; it ends when the page shows that it happened.
"""

from __future__ import annotations

from datetime import datetime

from playwright.async_api import expect

from installer.journey.citizen import Citizen, Person


async def follow(citizen: Citizen, link: str, view: str) -> None:
    """Open a link from a mail in a fresh tab state, until the page shows this view (the body's `data-view`)."""
    await citizen.page.goto("about:blank")
    await citizen.page.goto(link)
    await sees(citizen, view)


async def sees(citizen: Citizen, view: str) -> None:
    """Until the page shows this view."""
    await expect(citizen.page.locator(f'body[data-view="{view}"]')).to_have_count(1)


async def move(citizen: Citizen, start: datetime) -> None:
    """From the appointment's page to another time."""
    await citizen.tap("move")
    await citizen.take(start)
    await citizen.tap("move-yes")
    await expect(citizen.at("moved")).to_be_visible()


async def cancel(citizen: Citizen) -> None:
    """From the appointment's page to its end; the page asks once more."""
    await citizen.tap("cancel")
    await citizen.tap("cancel-yes")
    await expect(citizen.at("ended")).to_be_visible()


async def enlist(citizen: Citizen, person: Person) -> None:
    """From the word that all is full to the waiting list, with the days that the page proposes."""
    await citizen.tap("to-list")
    await citizen.fill_in(person)
    await citizen.tap("book")
    await expect(citizen.at("listed")).to_be_visible()


async def accept(citizen: Citizen) -> None:
    """Take what is offered."""
    await citizen.tap("accept")
    await sees(citizen, "booked")


async def write_note(citizen: Citizen, text: str) -> None:
    """From the waiting room to the office, until the page says that it arrived."""
    await citizen.at("note").fill(text)
    await citizen.tap("note-send")
    await expect(citizen.at("notes").locator("li").filter(has_text=text)).to_contain_text("angekommen")
