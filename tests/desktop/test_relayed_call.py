"""A whole call over the real relay: both ends show and use relayed addresses only."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiortc import RTCConfiguration
from aiortc.rtcconfiguration import RTCIceTransportPolicy

from clerk_desktop.common.messages.clerk import IceServer
from clerk_desktop.common.messages.live import Signal, SignalKind
from clerk_desktop.common.messages.work import PageHello, StageChanged
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.services import call
from clerk_desktop.desktop.services.call import Peer, PeerEvents
from clerk_desktop.desktop.services.tracks import PictureTrack, SoundTrack
from clerk_desktop.resources import resource
from tests.desktop.page_peer import PagePeer
from tests.helpers.turn import Turn

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright, Route

ADDRESS, PAGES = "http://localhost/call", "http://localhost/citizen"
HTML = Path(__file__).with_name("call_page.html").read_text("utf-8")
FLAGS = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
HELLO = {"type": "page.hello", "language": "de", "devices": {"camera": True, "microphone": True}}


@pytest.fixture(scope="module")
def turn() -> Iterator[Turn]:
    with Turn(loopback_peers=True) as server:
        yield server


@pytest.fixture
def _relay_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk has no such wish of its own: it takes the best way there is."""

    def with_relay_only(servers: list[Any], **more: Any) -> RTCConfiguration:  # noqa: ANN401
        return RTCConfiguration(servers, iceTransportPolicy=RTCIceTransportPolicy.RELAY, **more)

    monkeypatch.setattr(call, "RTCConfiguration", with_relay_only)


class Told:
    """What the desk is told."""

    def __init__(self) -> None:
        self.secured, self.seen, self.heard = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.messages: asyncio.Queue[Any] = asyncio.Queue()
        self.code = ""

    def events(self) -> PeerEvents:
        return PeerEvents(
            secured=self._secured,
            message=self.messages.put_nowait,
            frame=lambda _: self.seen.set(),
            sound=lambda _: self.heard.set(),
        )

    def _secured(self, code: str, _: object) -> None:
        self.code = code
        self.secured.set()


def kinds(sdp: str | None) -> set[str]:
    """The kinds of addresses in a description."""
    lines = [line.split() for line in (sdp or "").splitlines() if line.startswith("a=candidate")]
    return {line[line.index("typ") + 1] for line in lines}


def addresses(sdp: str | None) -> set[tuple[str, int]]:
    """The addresses in a description."""
    lines = [line.split() for line in (sdp or "").splitlines() if line.startswith("a=candidate")]
    return {(line[4], int(line[5])) for line in lines}


def only_relayed(desk: Peer, offered: str | None) -> bool:
    """Whether the desk's packets really go from its relayed address to one that was offered, all of them relayed."""
    assert desk._pc.sctp is not None
    pairs = desk._pc.sctp.transport.transport._connection._nominated.values()
    # A check that is faster than the offer makes a "peer reflexive" candidate of the same relayed address.
    there = {(pair.remote_candidate.host, pair.remote_candidate.port) for pair in pairs}
    return {pair.local_candidate.type for pair in pairs} == {"relay"} and there <= addresses(offered)


@pytest.mark.usefixtures("_relay_only")
async def test_two_ends_meet_at_the_relay_only(turn: Turn) -> None:
    told, page = Told(), PagePeer(servers=[turn.server()])
    desk = Peer([turn.server()], PictureTrack(), SoundTrack(), told.events())
    try:
        offer = await page.offer()
        answer = await desk.answer(offer)
        assert (kinds(offer.sdp), kinds(answer.sdp)) == ({"relay"}, {"relay"})
        await page.accept(answer)
        await asyncio.gather(told.secured.wait(), told.seen.wait(), told.heard.wait(), page.opened.wait())
        assert only_relayed(desk, offer.sdp)
        page.say(**HELLO)
        assert isinstance(await told.messages.get(), PageHello)
        desk.send(StageChanged(stage=Stage.WORK))
        assert (await page.hear("stage"))["stage"] == "work"
    finally:
        await asyncio.gather(page.close(), desk.close())


@pytest.mark.usefixtures("_relay_only")
async def test_without_a_good_password_there_is_no_way(turn: Turn) -> None:
    username, _ = turn.credentials()
    wrong = IceServer(urls=turn.server().urls, username=username, credential="made-up")
    desk, page = Peer([wrong], None, None, PeerEvents()), PagePeer(media=False)
    try:
        answer = await desk.answer(await page.offer())
        assert kinds(answer.sdp) == set()
    finally:
        await asyncio.gather(page.close(), desk.close())


class Browsing:
    """Chromium in a thread of its own."""

    def __init__(self, turn: Turn) -> None:
        self._thread = ThreadPoolExecutor(1, "citizen")
        self._server = turn.server().model_dump()
        self._playwright: Playwright
        self._browser: Browser
        self._page: Page

    async def do(self, script: str, argument: object = None) -> Any:  # noqa: ANN401
        return await asyncio.wrap_future(self._thread.submit(lambda: self._page.evaluate(script, argument)))

    def start(self) -> None:
        self._thread.submit(self._open).result()

    def _open(self) -> None:
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        path = shutil.which("chromium")
        self._browser = self._playwright.chromium.launch(executable_path=path, args=FLAGS)
        self._page = self._browser.new_page()
        self._page.route(ADDRESS, lambda route: route.fulfill(body=HTML, content_type="text/html"))
        self._page.route(f"{PAGES}/**", self._serve)
        self._page.goto(ADDRESS)
        self._page.evaluate(
            "(server) => { config = { iceServers: [server], iceTransportPolicy: 'relay' }; }", self._server
        )

    @staticmethod
    def _serve(route: Route) -> None:
        file = resource("citizen") / route.request.url.removeprefix(f"{PAGES}/")
        route.fulfill(body=file.read_text("utf-8"), content_type="text/javascript")

    def stop(self) -> None:
        self._thread.submit(self._browser.close).result()
        self._thread.submit(self._playwright.stop).result()
        self._thread.shutdown()


@pytest.mark.browser
@pytest.mark.timeout(90, method="thread")
@pytest.mark.usefixtures("_relay_only")
async def test_a_browser_and_the_desk_meet_at_the_relay_only(turn: Turn) -> None:
    told, citizen = Told(), Browsing(turn)
    desk = Peer([turn.server()], PictureTrack(), SoundTrack(), told.events())
    citizen.start()
    try:
        offer = await citizen.do("offer()")
        answer = await desk.answer(Signal(appointment="a1", session="s1", kind=SignalKind.OFFER, sdp=offer))
        assert (kinds(offer), kinds(answer.sdp)) == ({"relay"}, {"relay"})
        agreed = await citizen.do("(sdp) => accept(sdp)", answer.sdp)
        await asyncio.gather(told.secured.wait(), told.seen.wait(), told.heard.wait())
        assert (agreed["outcome"], agreed["code"]) == ("agreed", told.code)
        assert only_relayed(desk, offer)
    finally:
        citizen.stop()
        await desk.close()
