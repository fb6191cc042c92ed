"""The citizen: a real Chromium of a phone's size, a filmed specimen card before its camera, a finger on its screen."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import math
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path

from playwright.async_api import FloatRect, Locator, Page, async_playwright, expect

from clerk_desktop.common.clock import berlin

PHONE = {"width": 390, "height": 844}
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_WAIT_MS = 30_000
_MOST_PAGES = 20
_MOST_TAPS = 3
_PEN_S = 0.01
_MOST_LOOKS = 40


@dataclass(frozen=True)
class Person:
    """Who books: the person of the specimen card."""

    given_names: str = "Erika"
    family_name: str = "Mustermann"
    birth_date: date = date(1964, 8, 12)
    email: str = "erika@example.org"
    mobile: str = "+49 151 00000000"


NewPhone = Callable[[], Awaitable[Page]]
"""Hands out another phone: nothing that one of them remembers is known to the next."""


@asynccontextmanager
async def phone(film: Path, downloads: Path) -> AsyncIterator[Page]:
    """Open a browser whose camera plays `film`; a context manager.

    Args:
        film: JPEG frames one after the other, as Chromium's fake camera wants them.
        downloads: where the browser keeps files until they are asked for.
    """
    async with phones(downloads, [f"--use-file-for-fake-video-capture={film}"]) as new_phone:
        yield await new_phone()


@asynccontextmanager
async def phones(downloads: Path, flags: Sequence[str] = (), program: Path | None = None) -> AsyncIterator[NewPhone]:
    """Several phones for several people, all in one browser; a context manager.

    Args:
        downloads: where the browser keeps files until they are asked for.
        flags: further arguments of the browser.
        program: the browser, or what starts it; None takes the computer's own.
    """
    program = program or next((Path(found) for found in map(shutil.which, _CHROMIUM) if found), None)
    expect.set_options(timeout=_WAIT_MS)  # a loaded machine is slower than a person is impatient
    async with async_playwright() as play:
        browser = await play.chromium.launch(
            executable_path=program,
            downloads_path=downloads,
            args=[
                "--no-sandbox",  # a rehearsal may run as root in a container; it opens our own page only
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                "--autoplay-policy=no-user-gesture-required",
                *flags,
            ],
        )

        async def new_phone() -> Page:
            context = await browser.new_context(
                viewport={**PHONE}, has_touch=True, is_mobile=True, locale="de-DE", timezone_id="Europe/Berlin"
            )
            context.set_default_timeout(_WAIT_MS)
            return await context.new_page()

        try:
            yield new_phone
        finally:
            await browser.close()


class Citizen:
    """What a person does on the two pages, one method a thing.

    Attributes:
        words: what the page wrote into its console as a warning or an error, and scripts' uncaught errors.
        strangers: requests to other places than the office's own address.
    """

    def __init__(self, page: Page, office: str) -> None:
        self.page = page
        self.words: list[str] = []
        self.strangers: list[str] = []
        self._office = office
        page.on("console", lambda m: self.words.append(m.text) if m.type in {"warning", "error"} else None)
        page.on("pageerror", lambda error: self.words.append(str(error)))
        page.on("request", lambda request: self._watch(request.url))

    def _watch(self, url: str) -> None:
        if not url.startswith(
            (f"{self._office}/", "blob:", "data:", "about:", f"{self._office.replace('http', 'ws', 1)}/")
        ):
            self.strangers.append(url)

    def at(self, test_id: str) -> Locator:
        """The thing on the page that carries this test id."""
        return self.page.get_by_test_id(test_id)

    async def tap(self, test_id: str) -> None:
        """Touch it with a finger, once it can be touched."""
        await self.at(test_id).tap()

    async def book(
        self, person: Person, office: str, matter: str, start: datetime | None = None, also: Sequence[str] = ()
    ) -> None:
        """From the booking page's first view to the confirmation.

        Args:
            person: who books.
            office: its id.
            matter: its id.
            start: when; None takes the next free time.
            also: further matters for the same appointment.
        """
        await self.look_for_times(office, matter, also)
        if start is None:
            await self.tap("slot-first")
        else:
            await self.take(start)
        await self.fill_in(person)
        await self.tap("book")
        await expect(self.at("booked")).to_be_visible()

    async def look_for_times(self, office: str, matter: str, also: Sequence[str] = ()) -> None:
        """From the booking page's first view to the free times, or to the word that there are none."""
        await self.page.goto(f"{self._office}/")
        await self.tap(f"office-{office}")
        await self.tap(f"matter-{matter}")
        for another in also:
            await self.tap("more")
            await self.tap(f"matter-{another}")
        await self.tap("next")

    async def take(self, start: datetime) -> None:
        """Choose the day and then the time in the calendar."""
        await self.tap(f"day-{berlin(start):%Y-%m-%d}")
        await self.time(start).tap()

    def time(self, start: datetime) -> Locator:
        """The button of a free time in the calendar of the chosen day."""
        words = f"{berlin(start):%H:%M}"
        return self.at("times").locator(".time").filter(has=self.page.get_by_text(words, exact=True))

    async def fill_in(self, person: Person) -> None:
        """Say who one is, and agree."""
        await self.at("given-names").fill(person.given_names)
        await self.at("family-name").fill(person.family_name)
        await self.at("birth-date").fill(person.birth_date.isoformat())
        await self.at("email").fill(person.email)
        await self.at("mobile").fill(person.mobile)
        await self.tap("consent")

    async def agree_to_the_check(self) -> None:
        """Say yes to the clerk's checking the card."""
        await self.at("identify-yes").click()  # also where there is no touch screen

    async def type_serial(self, number: str) -> None:
        """Read the number off the card and type it."""
        await self.at("identify-serial").fill(number)
        await self.at("identify-serial-send").click()

    async def read(self, mail: EmailMessage) -> None:
        """Open a mail as a mail program shows it, its pictures in place."""
        body = mail.get_body(("html",))
        if body is None:
            raise LookupError("the mail has no HTML part")
        html = body.get_content()
        for part in mail.walk():
            if name := (part["Content-ID"] or "").strip("<>"):
                picture = base64.b64encode(part.get_content()).decode()
                html = html.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{picture}")
        await self.page.goto("about:blank")
        await self.page.set_content(html)

    async def join(self, link: str) -> None:
        """From the link in the open mail to the waiting room."""
        await self.page.locator(f'a[href="{link}"]').first.tap()
        await self.enter()
        await expect(self.at("waiting")).to_be_visible()
        await expect(self.at("place")).to_be_visible()

    async def enter(self) -> None:
        """Consent, check the devices, go in."""
        await self.tap("consent")
        await self.tap("check-start")
        await self.tap("enter-waiting-room")

    async def see_clerk(self) -> None:
        """Until the desk's picture moves on the page."""
        await expect(self.at("call-video")).to_be_visible()
        await self.page.wait_for_function(
            "() => { const v = document.querySelector('[data-testid=call-video]');"
            " return v.videoWidth > 0 && !v.paused && v.currentTime > 0.2 }"
        )

    async def read_and_agree(self) -> None:
        """Page through the whole paper and say that it is right; the page insists on every page having been seen."""
        await expect(self.at("document")).to_be_visible()
        await self._look_through()
        for _ in range(_MOST_PAGES):
            await self.tap("document-agree")
            with contextlib.suppress(AssertionError):
                await expect(self.at("document-change")).to_be_visible(timeout=2_000)
                return
        raise AssertionError("the page does not take the agreement")

    async def agree_to_all(self, papers: int) -> None:
        """Look through several papers, one after the other, and say of each that it is right."""
        for number in range(1, papers + 1):
            entry = self.at(f"paper-{number}")
            await expect(entry).to_have_attribute("aria-pressed", "true")
            await self._look_through()
            for _ in range(_MOST_PAGES):
                await self.tap("document-agree")
                with contextlib.suppress(AssertionError):
                    await expect(entry).to_contain_text("bestätigt", timeout=2_000)
                    break
            await expect(entry).to_contain_text("bestätigt")

    async def _look_through(self) -> None:
        """To the paper's last page."""
        await expect(self.at("document").locator("canvas").first).to_be_visible()
        after = self.at("document-after")
        for _ in range(_MOST_PAGES):
            if not await after.is_visible() or await after.get_attribute("aria-disabled") == "true":
                break
            await after.tap()

    async def draw(self) -> None:
        """Draw a name with one finger."""
        pad = self.at("sign-pad")
        await pad.scroll_into_view_if_needed()
        await expect(pad).to_be_visible()
        box = await self._resting_place(pad)
        session = await self.page.context.new_cdp_session(self.page)
        for stroke in _strokes(box["width"], box["height"]):
            points = [{"x": box["x"] + x, "y": box["y"] + y, "force": 0.5} for x, y in stroke]
            await session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
            for point in points[1:]:
                await asyncio.sleep(_PEN_S)
                await session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
            await session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        await session.detach()

    async def hand_in(self) -> None:
        """Give the drawn signature."""
        # A tap at once after the last stroke would be half of a double tap.
        await asyncio.sleep(0.5)
        title = self.page.locator("#sign-title")
        asked = await title.inner_text()
        for _ in range(_MOST_TAPS):
            # A busy browser gives up a touch that it cannot answer in time; who sees nothing happen taps again.
            await self.tap("sign-done")
            with contextlib.suppress(AssertionError):
                await expect(title).not_to_have_text(asked, timeout=2_000)  # signed, or already the next paper's turn
                return
        raise AssertionError("the page does not take the signature")

    async def _resting_place(self, thing: Locator) -> FloatRect:
        """Where it lies once the page has stopped scrolling; a hand waits for that as well."""
        before = None
        for _ in range(_MOST_LOOKS):
            box = await thing.bounding_box()
            if box is not None and box == before:
                return box
            before = box
            await asyncio.sleep(0.15)
        raise LookupError("the page does not come to rest")

    async def see_paper(self) -> None:
        """Until the finished paper can be downloaded."""
        await expect(self.at("download-1")).to_be_visible()

    async def see_end(self) -> None:
        """Until the page says that the appointment is over."""
        await expect(self.at("ended")).to_be_visible()

    async def download(self, folder: Path, number: int = 1) -> Path:
        """Download a finished paper and keep it under the name that the page gives it."""
        async with self.page.expect_download() as event:
            await self.tap(f"download-{number}")
        download = await event.value
        target = folder / Path(download.suggested_filename).name
        await download.save_as(target)
        return target


def _strokes(width: float, height: float) -> list[list[tuple[float, float]]]:
    """Two strokes that look like a hurried name: loops, then a line under them that leaves the straight."""
    left, across, middle = width * 0.15, width * 0.7, height * 0.5
    loops = [
        (
            left + across * part / 60 + 6 * math.sin(part * 0.9),
            middle + height * 0.22 * math.sin(part * 0.55) * math.cos(part * 0.05),
        )
        for part in range(61)
    ]
    line = [(left + across * part / 12, height * 0.82 - 4 * math.sin(part / 3)) for part in range(13)]
    return [loops, line]
