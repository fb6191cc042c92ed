from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from clerk_desktop.common.errors import CallLost, CardUnreadable, Unavailable
from clerk_desktop.common.messages.live import Presence, Signal, SignalKind
from clerk_desktop.common.messages.work import BlobKind, DataFromPage, MediaState, StageChanged
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.media.devices import MediaDevices
from clerk_desktop.desktop.models import early
from clerk_desktop.desktop.models.call import CallModel, CallState
from clerk_desktop.desktop.services.remote_peer import RemotePeer
from clerk_desktop.desktop.services.tracks import PictureTrack, SoundTrack
from tests.desktop.cases import CLERK, a_case
from tests.desktop.page_peer import PagePeer


class Devices(MediaDevices):
    """A computer whose devices are the two tracks alone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pair = PictureTrack(), SoundTrack()
        self.opened_for: tuple[str, str] | None = None

    def tracks(self) -> tuple[PictureTrack, SoundTrack]:
        return self.pair

    def open(self, name: str, office: str) -> None:
        self.opened_for = name, office

    def close(self) -> None:
        self.opened_for = None


class Desk:
    """A call model and what it tells."""

    def __init__(self) -> None:
        self.media = Devices()
        self.sent: asyncio.Queue[Signal] = asyncio.Queue()
        self.states: asyncio.Queue[CallState] = asyncio.Queue()
        self.messages: asyncio.Queue[DataFromPage] = asyncio.Queue()
        self.frames: asyncio.Queue[QImage] = asyncio.Queue()
        self.levels: asyncio.Queue[float] = asyncio.Queue()
        self.blobs: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
        self.opened = asyncio.Event()
        self.call = CallModel(self.sent.put, self.media)
        self.call.state_changed.connect(self.states.put_nowait)
        self.call.message.connect(self.messages.put_nowait)
        self.call.frame.connect(self.frames.put_nowait)
        self.call.level.connect(self.levels.put_nowait)
        self.call.blob.connect(lambda begin, data: self.blobs.put_nowait((begin.id, data)))
        self.call.channel_opened.connect(self.opened.set)

    async def until(self, state: CallState) -> None:
        while await self.states.get() is not state:
            pass

    async def connect(self, page: PagePeer) -> None:
        self.opened.clear()
        self.call.on_signal(await page.offer())
        await page.accept(await self.sent.get())
        await self.until(CallState.CONNECTED)
        await page.opened.wait()
        await self.opened.wait()


@asynccontextmanager
async def calling() -> AsyncIterator[tuple[Desk, PagePeer]]:
    desk, page = Desk(), PagePeer()
    desk.call.start(a_case(), CLERK)
    await desk.connect(page)
    try:
        yield desk, page
    finally:
        await desk.call.hang_up(finished=False)
        await page.close()


def presence(present: bool, appointment: str = "a1") -> Presence:
    return Presence(appointment=appointment, present=present)


async def test_a_call_from_start_to_end() -> None:
    desk, page = Desk(), PagePeer()
    assert desk.call.state is CallState.IDLE
    desk.call.start(a_case(), CLERK)
    assert desk.media.opened_for == ("Frau Wolf", "Bürgeramt City")
    assert desk.states.get_nowait() is CallState.CONNECTING
    await desk.connect(page)
    assert desk.call.channel_open
    desk.call.send(StageChanged(stage=Stage.GREET))
    assert (await page.hear("stage"))["stage"] == "greet"
    await desk.call.hang_up(finished=True)
    assert await page.hear("goodbye") == {"type": "goodbye", "finished": True}
    assert (desk.call.state, desk.call.case, desk.media.opened_for) == (CallState.ENDED, None, None)
    await desk.call.hang_up(finished=True)
    await page.close()


async def test_pictures_and_loudness_arrive() -> None:
    async with calling() as (desk, _):
        image = await desk.frames.get()
        assert (image.width(), image.height()) == (640, 480)
        assert await desk.levels.get() == 0.0


async def test_messages_are_handed_on() -> None:
    async with calling() as (desk, page):
        page.say(type="media", camera=False, microphone=True)
        assert await desk.messages.get() == MediaState(camera=False, microphone=True)


async def test_a_still_comes_to_who_asked() -> None:
    async with calling() as (desk, page):
        asked = asyncio.ensure_future(desk.call.take_still())
        request = await page.hear("still.request")
        page.say_blob("another", b"nobody asked for this")
        page.say_blob(request["id"], b"a picture")
        assert await asked == b"a picture"
        page.say_blob("paper", b"not a still", kind="document")
        assert await desk.blobs.get() == ("paper", b"not a still")
        assert desk.blobs.empty()


async def test_a_page_that_cannot_take_a_still_says_why() -> None:
    async with calling() as (desk, page):
        asked = asyncio.ensure_future(desk.call.take_still())
        page.say(type="still.failed", id=(await page.hear("still.request"))["id"], code="no_camera")
        with pytest.raises(CardUnreadable) as caught:
            await asked
        assert caught.value.detail == "no_camera"


async def test_a_still_that_does_not_come() -> None:
    async with calling() as (desk, page):
        with pytest.raises(CardUnreadable) as caught:
            await desk.call.take_still(timeout_s=0.01)
        assert caught.value.detail == "timeout"
        # Too late: forgotten.
        page.say_blob((await page.hear("still.request"))["id"], b"late")
        page.say(type="media", camera=True, microphone=True)
        await desk.messages.get()
        assert desk.blobs.empty()


async def test_a_citizen_who_goes_while_a_still_is_awaited() -> None:
    async with calling() as (desk, page):
        asked = asyncio.ensure_future(desk.call.take_still())
        await page.hear("still.request")
        await page.close()
        with pytest.raises(CallLost):
            await asked
        await desk.until(CallState.RECOVERING)


async def test_without_connection_nothing_can_be_sent() -> None:
    desk = Desk()
    with pytest.raises(CallLost):
        desk.call.send(StageChanged(stage=Stage.GREET))
    with pytest.raises(CallLost):
        await desk.call.take_still()
    with pytest.raises(CallLost):
        await desk.call.send_blob("one", BlobKind.DOCUMENT, "application/pdf", b"1")
    assert not desk.call.channel_open


async def test_a_reload_replaces_the_connection() -> None:
    async with calling() as (desk, old):
        new = PagePeer("s2")
        await desk.connect(new)
        await old.closed.wait()
        # What the old page says late no longer counts.
        desk.call._on_lost("s1")
        assert desk.call.state is CallState.CONNECTED
        # The same devices' tracks go on.
        desk.media.pair[0].show(_picture())
        assert (await new.tracks["video"].recv()).width == 640
        await desk.call.hang_up(finished=False)
        await new.close()
        await old.close()


def _picture() -> object:
    from av import VideoFrame

    return VideoFrame(640, 360, "yuv420p")


async def test_the_same_offer_twice_gets_the_same_answer() -> None:
    desk, page = Desk(), PagePeer()
    desk.call.start(a_case(), CLERK)
    offer = await page.offer()
    desk.call.on_signal(offer)
    desk.call.on_signal(offer)
    assert await desk.sent.get() == await desk.sent.get()
    await desk.call.hang_up(finished=False)
    await page.close()


async def test_signals_of_others_are_ignored() -> None:
    desk, page = Desk(), PagePeer()
    offer = await page.offer()
    desk.call.on_signal(offer)  # nobody was called
    desk.call.start(a_case("a2"), CLERK)
    desk.call.on_signal(offer)  # another citizen
    desk.call.on_presence(presence(False))
    assert desk.call.state is CallState.CONNECTING
    desk.call.on_signal(page.signal(SignalKind.CANDIDATE))  # no connection yet
    assert not desk.call._tasks
    await desk.call.hang_up(finished=False)
    assert desk.sent.empty()
    await page.close()


async def test_an_offer_that_is_faster_than_the_call_is_answered() -> None:
    desk, page = Desk(), PagePeer()
    desk.call.on_signal(await page.offer())
    desk.call.start(a_case(), CLERK)
    await page.accept(await desk.sent.get())
    await desk.until(CallState.CONNECTED)
    await desk.call.hang_up(finished=False)
    await page.close()


async def test_an_offer_of_long_ago_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, page = Desk(), PagePeer()
    desk.call.on_signal(await page.offer())
    monkeypatch.setattr(early, "EARLY_S", 0.0)
    desk.call.start(a_case(), CLERK)
    assert not desk.call._tasks
    await desk.call.hang_up(finished=False)
    await page.close()


async def test_the_next_case_hears_nothing_of_the_one_before() -> None:
    async with calling() as (desk, page):
        desk.call.start(a_case("a2"), CLERK)
        assert desk.call.state is CallState.CONNECTING
        assert not desk.call.channel_open
        await page.closed.wait()
        assert desk.call.state is CallState.CONNECTING


@pytest.mark.parametrize("sdp", ["nonsense", "v=0\r\nm=video\r\n"])
async def test_an_offer_that_is_none_leaves_the_desk_usable(sdp: str, caplog: pytest.LogCaptureFixture) -> None:
    desk, page = Desk(), PagePeer("s2")
    desk.call.start(a_case(), CLERK)
    with caplog.at_level(logging.WARNING):
        desk.call.on_signal(Signal(appointment="a1", session="s1", kind=SignalKind.OFFER, sdp=sdp))
        await desk.until(CallState.RECOVERING)
    assert sdp not in caplog.text
    await desk.connect(page)
    await desk.call.hang_up(finished=False)
    await page.close()


async def test_an_answer_that_cannot_be_sent(caplog: pytest.LogCaptureFixture) -> None:
    desk, page = Desk(), PagePeer()

    async def refuse(_: Signal) -> None:
        raise Unavailable

    desk.call._send_signal = refuse
    desk.call.start(a_case(), CLERK)
    with caplog.at_level(logging.WARNING):
        desk.call.on_signal(await page.offer())
        await desk.until(CallState.RECOVERING)
    await desk.call.hang_up(finished=False)
    await page.close()


async def test_hanging_up_while_an_offer_is_answered() -> None:
    desk, page = Desk(), PagePeer()
    desk.call.start(a_case(), CLERK)
    desk.call.on_signal(await page.offer())
    await asyncio.sleep(0)
    await desk.call.hang_up(finished=False)
    await asyncio.gather(*desk.call._tasks)
    assert desk.sent.empty()
    assert desk.call.state is CallState.ENDED
    await page.close()


async def test_a_citizen_who_closed_the_page_is_away_and_may_come_back() -> None:
    desk = Desk()
    desk.call.start(a_case(), CLERK)
    desk.call.on_presence(presence(False))
    assert desk.call.state is CallState.CITIZEN_AWAY
    desk.call.on_presence(presence(True))
    assert desk.call.state is CallState.CONNECTING
    await desk.call.hang_up(finished=False)
    desk.call.on_presence(presence(False))
    assert desk.call.state is CallState.ENDED


async def test_a_citizen_whose_signalling_went_but_who_still_speaks_is_here() -> None:
    async with calling() as (desk, page):
        await desk.frames.get()
        desk.call.on_presence(presence(False))
        assert desk.call.state is CallState.CONNECTED
        await page.close()
        await desk.until(CallState.CITIZEN_AWAY)


async def test_a_citizen_whose_network_went_has_not_left(monkeypatch: pytest.MonkeyPatch) -> None:
    async with calling() as (desk, page):
        monkeypatch.setattr(RemotePeer, "silent_s", 2.0)
        desk.call._set_state(CallState.RECOVERING)
        desk.call.on_presence(presence(False))
        assert desk.call.state is CallState.RECOVERING
        monkeypatch.setattr(RemotePeer, "silent_s", 0.1)
        assert desk.call._link is not None
        desk.call._link.stood = False  # the page was building another one already
        desk.call.on_presence(presence(False))
        assert desk.call.state is CallState.RECOVERING
        # Who closes the page ends the connection and the line to the service in the same moment.
        desk.call._link.stood = True
        desk.call.on_presence(presence(False))
        assert desk.call.state is CallState.CITIZEN_AWAY
        await page.close()


async def test_a_citizen_who_hangs_up_is_away() -> None:
    async with calling() as (desk, page):
        page.channel.send(json.dumps({"type": "page.goodbye"}))
        await desk.until(CallState.CITIZEN_AWAY)
        assert (await desk.messages.get()).type == "page.goodbye"


async def test_switches_reach_the_devices() -> None:
    desk = Desk()
    told = asyncio.Event()
    desk.call.devices_changed.connect(told.set)
    desk.call.set_camera(False)
    desk.call.set_microphone(False)
    assert (desk.call.camera_on, desk.call.microphone_on) == (False, False)
    assert told.is_set()
    assert (desk.call.has_camera, desk.call.has_microphone) == (False, False)
