"""Somebody in the middle against the real page's modules in Chromium and the real desk; `test_tampering.py` has more.

Between them sits a relay with certificates and connections of its own (`tests/helpers/tampering.py`).
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clerk_desktop.common.messages.live import Signal, SignalKind
from clerk_desktop.desktop.services.call import Peer
from clerk_desktop.desktop.services.tracks import PictureTrack, SoundTrack
from clerk_desktop.resources import resource
from tests.desktop.test_tampering import Told
from tests.helpers.tampering import Clever, Middle

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240, method="thread")]

ADDRESS, PAGES = "http://localhost/link", "http://localhost/citizen"
HTML = Path(__file__).with_name("link_page.html").read_text("utf-8")
FLAGS = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
RUNS, CLEVER_RUNS = 100, 20
REFUSED = {
    "up": 0,
    "opened": 0,
    "shown": 0,
    "code": "",
    "refused": True,
    "connections": 1,
    "sending": False,
    "closed": True,
}
"""What the page has seen, shown and sent in a call that was refused: nothing, and it did not try again."""


class Browsing:
    """The page, driven from a thread of its own: Playwright and the desk each have their own event loop."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "citizen")
        self._page: Page
        self._browser: Browser
        self._names = itertools.count(1)

    async def _js(self, script: str, argument: object = None) -> Any:  # noqa: ANN401
        return await asyncio.wrap_future(self._thread.submit(lambda: self._page.evaluate(script, argument)))

    async def begin(self) -> tuple[str, Signal]:
        """A new link; its name and offer."""
        name = f"n{next(self._names)}"
        offer = await self._js("(name) => begin(name)", name)
        return name, Signal(appointment="a1", session=offer["session"], kind=SignalKind.OFFER, sdp=offer["sdp"])

    async def finish(self, name: str, answer: Signal) -> dict[str, Any]:
        """Hand over the answer; what the page says once it has agreed or refused."""
        told: dict[str, Any] = await self._js(
            "([name, answer]) => finish(name, answer)",
            [name, {"session": answer.session, "kind": "answer", "sdp": answer.sdp}],
        )
        return told

    def start(self) -> None:
        self._thread.submit(self._open).result()

    def _open(self) -> None:
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        self._page = self._browser.new_page()
        self._page.route(ADDRESS, lambda route: route.fulfill(body=HTML, content_type="text/html"))
        self._page.route(f"{PAGES}/**", self._serve)
        self._page.goto(ADDRESS)
        self._page.wait_for_function("window.ready")

    @staticmethod
    def _serve(route: Route) -> None:
        file = resource("citizen") / route.request.url.removeprefix(f"{PAGES}/")
        route.fulfill(body=file.read_text("utf-8"), content_type="text/javascript")

    def stop(self) -> None:
        self._thread.submit(self._browser.close).result()
        self._thread.submit(self._playwright.stop).result()
        self._thread.shutdown()


@pytest.fixture(scope="module")
def citizen() -> Iterator[Browsing]:
    one = Browsing()
    one.start()
    yield one
    one.stop()


async def connect(citizen: Browsing, middle: Middle | None) -> tuple[dict[str, Any], Told]:
    """One call through `middle`; what the page said and what the desk was told, both ends closed."""
    told = Told()
    desk = Peer([], PictureTrack(), SoundTrack(), told.events())
    try:
        async with asyncio.timeout(30):
            name, offer = await citizen.begin()
            if middle is None:
                page = asyncio.create_task(citizen.finish(name, await desk.answer(offer)))
            else:
                for_desk, for_page = await middle.offer(offer)
                page = asyncio.create_task(citizen.finish(name, for_page))
                await middle.answer(await desk.answer(for_desk))
            ended = [asyncio.create_task(one.wait()) for one in (told.refused, told.secured)]
            await asyncio.wait(ended, return_when=asyncio.FIRST_COMPLETED)
            for one in ended:
                one.cancel()
            return await page, told
    finally:
        if middle is not None:
            await middle.close()
        await desk.close()


async def refused_by_both(citizen: Browsing) -> bool:
    page, told = await connect(citizen, Middle())
    return page == REFUSED and told.refused.is_set() and not told.code and told.connected == told.frames == 0


async def codes_differ(citizen: Browsing) -> bool:
    page, told = await connect(citizen, Clever())
    return len(page["code"]) == len(told.code) == 8 and page["code"] != told.code


async def test_without_anybody_in_the_middle_both_show_the_same_code(citizen: Browsing) -> None:
    page, told = await connect(citizen, None)
    assert told.code
    assert page["code"] == told.code
    assert (page["up"], page["opened"], page["refused"], page["connections"]) == (1, 1, False, 1)


@pytest.mark.parametrize(("run", "runs"), [(refused_by_both, RUNS), (codes_differ, CLEVER_RUNS)])
async def test_somebody_in_the_middle_is_found_out_every_time(
    citizen: Browsing,
    run: Callable[[Browsing], Any],
    runs: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        good = [await run(citizen) for _ in range(runs)]
    assert good.count(True) == runs
