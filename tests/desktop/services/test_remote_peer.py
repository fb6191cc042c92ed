from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
from av import VideoFrame

from clerk_desktop.common.errors import BadInput, CallLost
from clerk_desktop.common.messages.live import Signal, SignalKind
from clerk_desktop.common.messages.work import BlobKind, Goodbye, StageChanged
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.services.call import Peer, PeerEvents
from clerk_desktop.desktop.services.remote_peer import RemotePeer
from clerk_desktop.desktop.services.tracks import PictureTrack, SoundTrack
from tests.desktop.page_peer import PagePeer

HERE = threading.current_thread().name


class Ears:
    """What the desk hears, and on which thread."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.all: asyncio.Queue[tuple[str, tuple[Any, ...]]] = asyncio.Queue()
        self.picture = threading.Event()
        self.sound = threading.Event()

    def events(self) -> PeerEvents:
        return PeerEvents(
            connected=partial(self._tell, "connected"),
            lost=partial(self._tell, "lost"),
            opened=partial(self._tell, "opened"),
            message=partial(self._tell, "message"),
            blob=partial(self._tell, "blob"),
            frame=partial(self._see, "frame"),
            sound=partial(self._see, "sound"),
        )

    def _tell(self, kind: str, *what: object) -> None:
        self.told.append((kind, threading.current_thread().name))
        self.all.put_nowait((kind, what))

    def _see(self, kind: str, _piece: object) -> None:
        self.told.append((kind, threading.current_thread().name))
        (self.picture if kind == "frame" else self.sound).set()

    async def until(self, wanted: str) -> tuple[Any, ...]:
        while True:
            kind, what = await self.all.get()
            if kind == wanted:
                return what


def a_desk(ears: Ears) -> RemotePeer:
    picture = PictureTrack()
    picture.show(VideoFrame(640, 360, "yuv420p"))
    return RemotePeer(partial(Peer, [], picture, SoundTrack()), ears.events())


@asynccontextmanager
async def talking() -> AsyncIterator[tuple[RemotePeer, PagePeer, Ears]]:
    ears, page = Ears(), PagePeer()
    desk = a_desk(ears)
    await page.accept(await desk.answer(await page.offer()))
    await ears.until("opened")
    await page.opened.wait()
    try:
        yield desk, page, ears
    finally:
        await desk.close()
        await page.close()


async def test_messages_and_contents_pass_both_ways_and_are_told_at_home() -> None:
    async with talking() as (desk, page, ears):
        desk.send(StageChanged(stage=Stage.IDENTIFY))
        await desk.send_blob("paper1", BlobKind.DOCUMENT, "application/pdf", b"1" * 40_000)
        desk.send(Goodbye(finished=True))
        assert (await page.hear("stage"))["stage"] == "identify"
        assert (await page.hear_blob())[1] == b"1" * 40_000
        assert await page.hear("goodbye")
        page.say(type="media", camera=True, microphone=False)
        page.say_blob("still1", b"a picture")
        assert not (await ears.until("message"))[0].microphone
        assert (await ears.until("blob"))[1] == b"a picture"
        assert {thread for kind, thread in ears.told if kind not in {"frame", "sound"}} == {HERE}
        await desk.drained(1)


async def test_picture_and_sound_go_on_while_the_window_is_blocked() -> None:
    async with talking() as (desk, page, ears):
        await asyncio.to_thread(ears.picture.wait)
        shown = await page.tracks["video"].recv()
        assert shown.width == 640
        # This loop, the window's and the page's, stands still; the desk goes on sending its sound.
        before = desk_packets(desk)
        while desk_packets(desk) < before + 5:
            pass
        assert {thread for kind, thread in ears.told if kind in {"frame", "sound"}} == {"media"}


def desk_packets(desk: RemotePeer) -> int:
    assert desk._peer is not None
    senders = [s for s in desk._peer._pc.getSenders() if s.kind == "audio"]
    packets: int = senders[0]._RTCRtpSender__packet_count
    return packets


async def test_before_the_answer_and_after_the_end_nothing_can_be_sent() -> None:
    desk = a_desk(Ears())
    assert desk.silent_s == float("inf")
    with pytest.raises(CallLost):
        desk.send(Goodbye(finished=False))
    with pytest.raises(CallLost):
        await desk.send_blob("one", BlobKind.DOCUMENT, "application/pdf", b"1")
    await desk.drained(1)
    await desk.add_candidate(Signal(appointment="a1", session="s1", kind=SignalKind.CANDIDATE, candidate="x"))
    await desk.close()
    await desk.close()
    page = PagePeer()
    with pytest.raises(CallLost):
        await desk.answer(await page.offer())
    await page.close()


async def test_after_close_no_event_comes() -> None:
    async with talking() as (desk, page, ears):
        page.say(type="media", camera=True, microphone=True)
        desk._post(partial(ears._tell, "late"))
        await desk.close()
        await asyncio.sleep(0)
        assert "late" not in [kind for kind, _ in ears.told]
        assert not desk.open


async def test_an_offer_that_is_none_is_refused_here() -> None:
    desk = a_desk(Ears())
    with pytest.raises(BadInput):
        await desk.answer(Signal(appointment="a1", session="s1", kind=SignalKind.OFFER, sdp="nonsense"))
    await desk.close()


async def test_a_listener_that_fails_does_not_silence_the_next(caplog: pytest.LogCaptureFixture) -> None:
    ears = Ears()
    desk = a_desk(ears)

    def fail() -> None:
        raise ValueError("a fault")

    with caplog.at_level(logging.ERROR):
        desk._post(fail)
        desk._post(partial(ears._tell, "next"))
        await ears.until("next")
    assert "an event of the call" in caplog.text
    await desk.close()
