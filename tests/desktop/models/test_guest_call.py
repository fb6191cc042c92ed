"""The desk's connection to a guest, with real peers; the fakes stand for the live socket and the devices."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from av import AudioFrame, VideoFrame
from PySide6.QtGui import QImage

from clerk_desktop.common.errors import Unavailable
from clerk_desktop.common.messages.clerk import IceServer
from clerk_desktop.common.messages.live import GuestOther, GuestSignal, Signal, SignalKind
from clerk_desktop.common.messages.work import Chat, ChatReceived, DataFromPage
from clerk_desktop.desktop.models.call import CallModel, CallState
from clerk_desktop.desktop.models.guest_call import GuestCall
from tests.desktop.cases import CLERK, a_case
from tests.desktop.models.test_call import Devices
from tests.desktop.page_peer import PagePeer

GUEST = "g1"
SAMPLES = json.loads((Path(__file__).parents[2] / "contract" / "samples.json").read_text("utf-8"))


def of_guest(signal: Signal, guest: str = GUEST, other: GuestOther = GuestOther.DESK) -> GuestSignal:
    return GuestSignal.model_validate(signal.model_dump(exclude={"type"}) | {"guest": guest, "other": other})


class Desk:
    """A guest's call and what it tells."""

    def __init__(self) -> None:
        self.media = Devices()
        self.sent: asyncio.Queue[GuestSignal] = asyncio.Queue()
        self.fail = False
        self.messages: asyncio.Queue[DataFromPage] = asyncio.Queue()
        self.frames: asyncio.Queue[QImage] = asyncio.Queue()
        self.codes: asyncio.Queue[str] = asyncio.Queue()
        self.played: list[bool] = []
        self.media.play = self._play  # type: ignore[method-assign]
        self.heard = asyncio.Event()
        self.refusals = 0
        self._changed = asyncio.Event()
        self.call = GuestCall(self._send, self.media)
        self.call.changed.connect(self._changed.set)
        self.call.message.connect(self.messages.put_nowait)
        self.call.frame.connect(self.frames.put_nowait)
        self.call.secured.connect(self.codes.put_nowait)
        self.call.refused.connect(self._refused)
        self._loop = asyncio.get_running_loop()

    async def _send(self, signal: GuestSignal) -> None:
        if self.fail:
            raise Unavailable("no live connection")
        self.sent.put_nowait(signal)

    def _play(self, packet: AudioFrame, *, guest: bool = False) -> None:
        del packet
        self.played.append(guest)
        self._loop.call_soon_threadsafe(self.heard.set)

    def _refused(self) -> None:
        self.refusals += 1

    async def until(self, state: CallState) -> None:
        while self.call.state is not state:
            self._changed.clear()
            await self._changed.wait()

    async def changed(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    async def connect(self, page: PagePeer) -> None:
        self.call.on_signal(of_guest(await page.offer()))
        await page.accept(plain(await self.sent.get()))
        await self.until(CallState.CONNECTED)
        await page.opened.wait()
        await self.codes.get()


def plain(signal: GuestSignal) -> Signal:
    return Signal.model_validate(signal.model_dump(exclude={"type", "guest", "other"}))


@asynccontextmanager
async def admitted() -> AsyncIterator[tuple[Desk, PagePeer]]:
    desk, page = Desk(), PagePeer()
    desk.call.start("a1", GUEST)
    await desk.connect(page)
    try:
        yield desk, page
    finally:
        desk.call.stop(finished=False)
        await page.close()
        await done(desk)


async def done(desk: Desk) -> None:
    """All that the call had begun."""
    while desk.call._tasks:
        await asyncio.wait(desk.call._tasks)


async def test_offers_of_others_and_before_admission_are_not_answered() -> None:
    desk, page = Desk(), PagePeer()
    offer = await page.offer()
    desk.call.on_signal(of_guest(offer))
    desk.call.start("a1", GUEST)
    assert desk.call.state is CallState.CONNECTING
    desk.call.on_signal(of_guest(offer, guest="somebody-else"))
    desk.call.on_signal(of_guest(offer, other=GuestOther.CITIZEN))
    desk.call.on_signal(of_guest(offer.model_copy(update={"appointment": "a2"})))
    await done(desk)
    assert desk.sent.empty()
    desk.call.on_signal(of_guest(offer))
    answer = await desk.sent.get()
    assert (answer.kind, answer.guest, answer.other, answer.session) == (SignalKind.ANSWER, GUEST, "desk", "s1")
    desk.call.on_signal(of_guest(offer))  # the answer got lost on its way
    assert await desk.sent.get() == answer
    desk.call.stop(finished=False)
    await page.close()
    await done(desk)


async def test_picture_and_sound_come_and_the_sound_can_be_shut() -> None:
    async with admitted() as (desk, _):
        assert (await desk.frames.get()).width() == 640
        await desk.heard.wait()
        assert desk.played[0] is True  # as the guest's, beside the citizen's
        desk.call.mute(True)
        desk.played.clear()
        for _ in range(3):
            await desk.frames.get()
        assert len(desk.played) <= 1  # one may have been on its way
        desk.call.mute(False)
        desk.heard.clear()
        await desk.heard.wait()


async def test_camera_and_microphone_go_to_citizen_and_guest_alike() -> None:
    async with admitted() as (desk, guest):
        answers: asyncio.Queue[Signal] = asyncio.Queue()
        call, citizen = CallModel(answers.put, desk.media), PagePeer("c1")
        call.start(a_case(), CLERK)
        call.on_signal(await citizen.offer())
        await citizen.accept(await answers.get())
        await citizen.opened.wait()
        picture, sound = desk.media.pair
        for _ in range(2):  # neither takes the pieces away from the other
            picture.show(VideoFrame(640, 360, "yuv420p"))
            got = await asyncio.gather(*(page.tracks["video"].recv() for page in (guest, citizen)))
            assert [frame.width for frame in got] == [640, 640]
            await asyncio.gather(*(page.tracks["audio"].recv() for page in (guest, citizen)))
        assert sound.readyState == "live"
        await call.hang_up(finished=False)
        await citizen.close()
        # The guest's goes on.
        picture.show(VideoFrame(640, 360, "yuv420p"))
        assert await guest.tracks["video"].recv()


async def test_only_what_a_guest_may_say_is_heard() -> None:
    async with admitted() as (desk, page):
        for name in ("signature.declined", "document.answer", "page.hello"):
            page.say(**SAMPLES["data_from_page"][name])
        page.say_blob("still", b"a picture")
        page.say(type="chat", id="x1", text="Merhaba")
        assert await desk.messages.get() == Chat(id="x1", text="Merhaba")
        assert desk.messages.empty()
        assert desk.call.send(ChatReceived(id="x1"))
        assert (await page.hear("chat.received"))["id"] == "x1"
        page.say(type="media", camera=False, microphone=True)
        while desk.call.camera_on:
            await desk.changed()
        assert desk.call.microphone_on


async def test_a_guest_who_leaves_is_away_and_comes_back() -> None:
    async with admitted() as (desk, page):
        page.say(type="media", camera=False, microphone=False)
        page.say(type="page.goodbye")
        await desk.until(CallState.CITIZEN_AWAY)
        again = PagePeer("s2")
        await desk.connect(again)
        assert desk.call.camera_on
        assert desk.call.microphone_on
        await again.close()


async def test_a_reload_replaces_the_connection() -> None:
    async with admitted() as (desk, old):
        new = PagePeer("s2")
        states: list[CallState] = []
        desk.call.changed.connect(lambda: states.append(desk.call.state))
        await desk.connect(new)
        assert states[0] is CallState.RECOVERING  # until it stands nobody says that it does
        await old.closed.wait()
        desk.call._on_lost("s1")
        assert desk.call.state is CallState.CONNECTED
        old_candidate = old.signal(SignalKind.CANDIDATE)
        desk.call.on_signal(of_guest(old_candidate))
        await new.close()


async def test_a_link_that_goes_is_said_and_the_next_offer_mends_it() -> None:
    async with admitted() as (desk, page):
        await page.close()
        await desk.until(CallState.RECOVERING)
        new = PagePeer("s2")
        await desk.connect(new)
        await new.close()


async def test_without_the_service_the_offer_waits_for_its_next_time(caplog: pytest.LogCaptureFixture) -> None:
    desk, page = Desk(), PagePeer()
    desk.call.start("a1", GUEST)
    desk.fail = True
    offer = of_guest(await page.offer())
    with caplog.at_level(logging.WARNING):
        desk.call.on_signal(offer)
        await desk.until(CallState.RECOVERING)
    desk.fail = False
    desk.call.on_signal(offer)
    assert (await desk.sent.get()).kind is SignalKind.ANSWER
    desk.call.stop(finished=False)
    await page.close()
    await done(desk)


@pytest.mark.parametrize("finished", [True, False])
async def test_sent_out_or_at_the_cases_end_the_guest_hears_goodbye(finished: bool) -> None:
    async with admitted() as (desk, page):
        desk.call.mute(True)
        desk.call.stop(finished=finished)
        assert desk.call.state is CallState.IDLE
        assert not desk.call.muted  # the next guest is heard
        assert await page.hear("goodbye") == {"type": "goodbye", "finished": finished}
        await page.closed.wait()
        assert not desk.call.send(ChatReceived(id="x"))
        late = PagePeer("s2")
        desk.call.on_signal(of_guest(await late.offer()))
        await done(desk)
        assert desk.sent.empty()
        await late.close()


async def test_who_is_sent_out_while_connecting_gets_no_answer() -> None:
    desk, page = Desk(), PagePeer()
    desk.call.start("a1", GUEST)
    desk.call.on_signal(of_guest(await page.offer()))
    await asyncio.sleep(0)
    desk.call.stop(finished=False)
    await done(desk)
    assert desk.sent.empty()
    await page.close()


async def test_somebody_in_between_is_refused_for_good(caplog: pytest.LogCaptureFixture) -> None:
    desk, page = Desk(), PagePeer()
    page.begin_late = True
    desk.call.start("a1", GUEST)
    desk.call.on_signal(of_guest(await page.offer()))
    await page.accept(plain(await desk.sent.get()))
    await page.there.wait()
    seen = {"page": "aa" * 32, "desk": "bb" * 32}
    with caplog.at_level(logging.WARNING):
        page.channel.send(json.dumps({"type": "secure.commit", "commitment": "00" * 32, "seen": seen}))
        await desk.until(CallState.ENDED)
    assert desk.refusals == 1
    assert desk.codes.empty()
    again = PagePeer("s2")
    desk.call.on_signal(of_guest(await again.offer()))
    await done(desk)
    assert desk.sent.empty()
    desk.call.stop(finished=False)
    await page.close()
    await again.close()


async def test_a_rebuilt_connection_has_the_newest_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    from clerk_desktop.desktop.services import call

    used: list[tuple[IceServer, ...]] = []
    real = call.Peer

    def spy(servers: tuple[IceServer, ...], *rest: object, **more: object) -> object:
        used.append(servers)
        return real((), *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(call, "Peer", spy)
    old, new = (
        (IceServer(urls=("turn:turn.example.org",), username=name, credential="c"),) for name in ("1:old", "2:new")
    )
    desk, pages = Desk(), [PagePeer("s1"), PagePeer("s2")]
    desk.call.use_servers(old)
    desk.call.start("a1", GUEST)
    await desk.connect(pages[0])
    desk.call.use_servers(new)
    await desk.connect(pages[1])
    assert used == [old, new]
    desk.call.stop(finished=False)
    for page in pages:
        await page.close()
    await done(desk)
