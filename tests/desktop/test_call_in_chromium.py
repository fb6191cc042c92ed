"""A real Chromium holds a call with the desk's own call model: picture, sound, stills, papers, reload, hang up."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clerk_desktop.common.documents import sha256
from clerk_desktop.common.messages.live import Signal, SignalKind
from clerk_desktop.common.messages.work import BlobKind, Fingerprints, StageChanged
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.media.devices import MediaDevices
from clerk_desktop.desktop.models.call import CallModel, CallState
from clerk_desktop.resources import resource
from tests.desktop.cases import CLERK, a_case

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.timeout(90, method="thread")]

ADDRESS = "http://localhost/call"
PAGES = "http://localhost/citizen"
HTML = Path(__file__).with_name("call_page.html").read_text(encoding="utf-8")
FLAGS = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]


class Citizen:
    """The page, driven from a thread of its own: Playwright and the desk each have their own event loop."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "citizen")
        self._page: Page
        self._browser: Browser

    async def do(self, work: Callable[[], Any]) -> Any:  # noqa: ANN401
        return await asyncio.wrap_future(self._thread.submit(work))

    async def js(self, script: str, argument: object = None) -> Any:  # noqa: ANN401
        return await self.do(lambda: self._page.evaluate(script, argument))

    def _open(self) -> None:
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        path = shutil.which("chromium")
        self._browser = self._playwright.chromium.launch(executable_path=path, args=FLAGS)
        self._page = self._browser.new_page()
        self._page.route(ADDRESS, lambda route: route.fulfill(body=HTML, content_type="text/html"))
        self._page.route(f"{PAGES}/**", self._serve)
        self._page.goto(ADDRESS)

    @staticmethod
    def _serve(route: Route) -> None:
        file = resource("citizen") / route.request.url.removeprefix(f"{PAGES}/")
        route.fulfill(body=file.read_text("utf-8"), content_type="text/javascript")

    def start(self) -> None:
        self._thread.submit(self._open).result()

    def stop(self) -> None:
        self._thread.submit(self._browser.close).result()
        self._thread.submit(self._playwright.stop).result()
        self._thread.shutdown()

    async def reload(self) -> None:
        await self.do(self._page.reload)

    async def leave(self) -> None:
        await self.do(lambda: self._page.goto("about:blank"))

    async def back(self) -> None:
        await self.do(lambda: self._page.goto(ADDRESS))


@pytest.fixture(scope="module")
def citizen() -> Iterator[Citizen]:
    one = Citizen()
    one.start()
    yield one
    one.stop()


class Desk:
    """The call model and what it tells."""

    def __init__(self) -> None:
        self.media = MediaDevices()
        self.answers: asyncio.Queue[Signal] = asyncio.Queue()
        self.states: asyncio.Queue[CallState] = asyncio.Queue()
        self.frames: asyncio.Queue[Any] = asyncio.Queue()
        self.levels: asyncio.Queue[float] = asyncio.Queue()
        self.opened = asyncio.Event()
        self.agreed: list[tuple[str, Fingerprints]] = []
        self.page_agreed: dict[str, Any] = {}
        self.call = CallModel(self.answers.put, self.media)
        self.call.state_changed.connect(self.states.put_nowait)
        self.call.frame.connect(self.frames.put_nowait)
        self.call.level.connect(self.levels.put_nowait)
        self.call.channel_opened.connect(self.opened.set)
        self.call.secured.connect(lambda code, seen: self.agreed.append((code, seen)))

    async def until(self, state: CallState) -> None:
        while await self.states.get() is not state:
            pass

    async def connect(self, citizen: Citizen, session: str) -> None:
        self.opened.clear()
        offer = await citizen.js("offer()")
        self.call.on_signal(Signal(appointment="a1", session=session, kind=SignalKind.OFFER, sdp=offer))
        answer = await self.answers.get()
        assert answer.session == session
        self.page_agreed = await citizen.js("(sdp) => accept(sdp)", answer.sdp)
        await self.until(CallState.CONNECTED)
        await self.opened.wait()


@asynccontextmanager
async def call_with(citizen: Citizen) -> AsyncIterator[Desk]:
    await citizen.back()
    desk = Desk()
    desk.call.start(a_case(), CLERK)
    await desk.connect(citizen, "s1")
    try:
        yield desk
    finally:
        await desk.call.hang_up(finished=False)
        desk.media.shut_down()


async def test_both_people_read_the_same_code_and_the_desk_shows_one_certificate_all_day(citizen: Citizen) -> None:
    async with call_with(citizen) as desk:
        await citizen.reload()
        await desk.connect(citizen, "s2")
        (first, before), (second, after) = desk.agreed
        assert desk.page_agreed == {"outcome": "agreed", "code": second, "seen": after.model_dump()}
        assert first != second
        assert before.desk == after.desk
        assert before.page != after.page


async def next_size(desk: Desk) -> tuple[int, int]:
    image = await desk.frames.get()
    return image.width(), image.height()


async def test_picture_and_sound_arrive_on_both_sides(citizen: Citizen) -> None:
    async with call_with(citizen) as desk:
        # Without the start bit rate in the answer it begins with 300 kbit/s.
        assert await citizen.js("uplink()") > 2_000_000
        sizes = [await next_size(desk) for _ in range(60)]
        assert (1280, 720) in sizes, sizes
        # Chromium's fake microphone beeps.
        while await desk.levels.get() < 0.2:
            pass
        got = {"width": 0, "height": 0, "sound": 0}
        while not (got["width"] and got["sound"] > 48_000):
            got = await citizen.js("received()")
        assert (got["width"], got["height"]) == (640, 360)


async def test_a_still_in_full_size_and_a_paper(citizen: Citizen) -> None:
    from PySide6.QtGui import QImage

    async with call_with(citizen) as desk:
        asked = asyncio.ensure_future(desk.call.take_still())
        request = await citizen.js("hear()")
        assert request["type"] == "still.request"
        digest = await citizen.js("(id) => sendStill(id)", request["id"])
        still = await asked
        assert sha256(still) == digest
        image = QImage.fromData(still)
        assert (image.width(), image.height()) == (1280, 720)

        await desk.call.send_blob("paper1", BlobKind.DOCUMENT, "application/pdf", still * 5)
        kept = await citizen.js("hear()")
        assert kept == {"type": "kept", "id": "paper1", "kind": "document", "sha256": sha256(still * 5)}


async def test_a_reload_gets_a_new_connection_at_once(citizen: Citizen) -> None:
    async with call_with(citizen) as desk:
        await citizen.reload()
        await desk.connect(citizen, "s2")
        desk.call.send(StageChanged(stage=Stage.WORK))
        assert (await citizen.js("hear()"))["stage"] == "work"
        await desk.frames.get()


async def test_a_closed_page_is_noticed(citizen: Citizen) -> None:
    async with call_with(citizen) as desk:
        await citizen.leave()
        await desk.until(CallState.RECOVERING)


async def test_hanging_up_says_goodbye(citizen: Citizen) -> None:
    async with call_with(citizen) as desk:
        await desk.call.hang_up(finished=True)
        assert await citizen.js("hear()") == {"type": "goodbye", "finished": True}
        assert desk.call.state is CallState.ENDED
