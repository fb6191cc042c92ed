from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiortc import RTCDataChannel
from av import VideoFrame

from clerk_desktop.common.errors import BadInput, CallLost
from clerk_desktop.common.messages.live import Signal, SignalKind
from clerk_desktop.common.messages.work import BlobBegin, BlobKind, DataFromPage, Goodbye, PageHello, StageChanged
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.services import call, hearing
from clerk_desktop.desktop.services.call import Peer, PeerEvents
from clerk_desktop.desktop.services.tracks import PictureTrack, SoundTrack
from tests.desktop.page_peer import PagePeer

HELLO = {"type": "page.hello", "language": "de", "devices": {"camera": True, "microphone": True}}


@dataclass
class Ears:
    """What the desk hears of one connection."""

    links: asyncio.Queue[bool] = field(default_factory=asyncio.Queue)
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    messages: asyncio.Queue[DataFromPage] = field(default_factory=asyncio.Queue)
    blobs: asyncio.Queue[tuple[BlobBegin, bytes]] = field(default_factory=asyncio.Queue)
    seen: asyncio.Event = field(default_factory=asyncio.Event)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def events(self) -> PeerEvents:
        return PeerEvents(
            connected=lambda: self.links.put_nowait(True),
            lost=lambda: self.links.put_nowait(False),
            opened=self.opened.set,
            message=self.messages.put_nowait,
            blob=lambda begin, data: self.blobs.put_nowait((begin, data)),
            frame=lambda _: self.seen.set(),
            sound=lambda _: self.heard.set(),
        )


@dataclass
class Call:
    desk: Peer
    page: PagePeer
    ears: Ears


@pytest.fixture
def picture() -> PictureTrack:
    track = PictureTrack()
    track.show(VideoFrame(640, 360, "yuv420p"))
    return track


async def connect(picture: PictureTrack | None = None, citizen: PagePeer | None = None) -> Call:
    ears = Ears()
    citizen = citizen or PagePeer()
    desk = Peer([], picture, SoundTrack(), ears.events())
    await citizen.accept(await desk.answer(await citizen.offer()))
    assert await ears.links.get()
    return Call(desk, citizen, ears)


@asynccontextmanager
async def talking(picture: PictureTrack | None = None) -> AsyncIterator[Call]:
    """A call with open channel.

    No fixture: between a fixture and its test the loop stands still, and what arrives then finds no running loop.
    """
    one = await connect(picture)
    await one.page.opened.wait()
    await one.ears.opened.wait()
    try:
        yield one
    finally:
        await one.desk.close()
        await one.page.close()


async def test_picture_and_sound_flow_both_ways(picture: PictureTrack) -> None:
    async with talking(picture) as talk:
        await talk.ears.seen.wait()
        await talk.ears.heard.wait()
        shown = await talk.page.tracks["video"].recv()
        assert (shown.width, shown.height) == (640, 360)
        assert (await talk.page.tracks["audio"].recv()).sample_rate == 48_000


async def test_a_picture_larger_than_any_camera_is_dropped(
    picture: PictureTrack, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(call, "MOST_PIXELS", 640 * 479)
    with caplog.at_level(logging.WARNING):
        async with talking(picture) as talk:
            await talk.ears.heard.wait()
            while not talk.desk.malformed:
                talk.ears.heard.clear()
                await talk.ears.heard.wait()
            assert not talk.ears.seen.is_set()


async def test_messages_pass_both_ways() -> None:
    async with talking() as talk:
        talk.desk.send(StageChanged(stage=Stage.IDENTIFY))
        assert await talk.page.hear("stage") == {"type": "stage", "stage": "identify"}
        talk.page.say(**HELLO)
        message = await talk.ears.messages.get()
        assert isinstance(message, PageHello)
        assert message.devices.camera


async def test_contents_pass_both_ways() -> None:
    async with talking() as talk:
        content = bytes(range(256)) * 4096  # 1 MiB: more than the channel buffers
        talk.page.say_blob("still1", content)
        begin, arrived = await talk.ears.blobs.get()
        assert (begin.id, begin.kind, arrived) == ("still1", BlobKind.STILL, content)
        sending = asyncio.ensure_future(talk.desk.send_blob("paper1", BlobKind.DOCUMENT, "application/pdf", content))
        announced, arrived = await talk.page.hear_blob()
        await sending
        assert (announced["id"], announced["size"], arrived) == ("paper1", len(content), content)


async def test_two_contents_at_once_go_one_after_the_other() -> None:
    async with talking() as talk:
        sending = asyncio.gather(
            talk.desk.send_blob("one", BlobKind.DOCUMENT, "application/pdf", b"1" * 100_000),
            talk.desk.send_blob("two", BlobKind.DOCUMENT, "application/pdf", b"2" * 100_000),
        )
        assert (await talk.page.hear_blob())[1] == b"1" * 100_000
        assert (await talk.page.hear_blob())[1] == b"2" * 100_000
        await sending


async def test_the_channel_never_buffers_a_whole_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    async with talking() as talk:
        most = 0
        send = RTCDataChannel.send

        def watched(channel: RTCDataChannel, data: str | bytes) -> None:
            nonlocal most
            send(channel, data)
            most = max(most, channel.bufferedAmount)

        monkeypatch.setattr(RTCDataChannel, "send", watched)
        sending = asyncio.ensure_future(
            talk.desk.send_blob("paper1", BlobKind.DOCUMENT, "application/pdf", bytes(2 * 1024 * 1024))
        )
        await talk.page.hear_blob()
        await sending
        assert 0 < most <= call.BUFFERED_HIGH + 2 * 16 * 1024


async def test_nonsense_is_dropped_counted_and_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    async with talking() as talk:
        with caplog.at_level(logging.WARNING):
            talk.page.channel.send("{")
            talk.page.say(type="geheim")
            talk.page.say(type="goodbye", finished=True)  # only the desk says that
            talk.page.channel.send(b"geheim")
            talk.page.say_blob("still1", b"geheim", sha256="0" * 64)
            talk.page.say_blob("still2", b"geheim", size=99_999_999)
            talk.page.say(**HELLO)
            assert isinstance(await talk.ears.messages.get(), PageHello)
        # The last content is refused three times: announcement, frame, end.
        assert talk.desk.malformed == 4 + 1 + 3
        assert talk.ears.blobs.empty()
        assert "geheim" not in caplog.text


async def test_a_page_that_goes_is_noticed_at_once() -> None:
    async with talking() as talk:
        await talk.page.close()
        assert not await talk.ears.links.get()
        with pytest.raises(CallLost):
            talk.desk.send(Goodbye(finished=False))


async def test_a_content_to_a_page_that_goes_does_not_hang() -> None:
    async with talking() as talk:
        sending = asyncio.ensure_future(
            talk.desk.send_blob("paper1", BlobKind.DOCUMENT, "application/pdf", bytes(8 * 1024 * 1024))
        )
        await talk.page.hear("blob.begin")
        await talk.page.close()
        with pytest.raises(CallLost):
            await sending


async def test_after_close_nothing_comes_and_the_tracks_live_on(picture: PictureTrack) -> None:
    first = await connect(picture)
    await first.desk.close()
    await first.desk.close()
    await first.page.close()
    assert first.ears.links.empty()
    assert picture.readyState == "live"
    # The page was reloaded: a new connection with the same tracks.
    second = await connect(picture, PagePeer("s2"))
    assert (await second.page.tracks["video"].recv()).width == 640
    await second.desk.close()
    await second.page.close()


async def test_silence_counts_as_lost_and_its_end_as_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    async with talking() as talk:
        monkeypatch.setattr(call, "LOOK_S", 0.02)
        monkeypatch.setattr(hearing, "SILENCE_S", 0.1)
        monkeypatch.setattr(hearing, "QUIET_S", 0.1)
        # The link is cut: what arrives is thrown away before anybody counts it.
        transport = talk.desk._pc.getReceivers()[0].transport.transport
        receive = transport._recv
        cut = asyncio.Event()

        async def deaf() -> bytes:
            data: bytes = await receive()
            while cut.is_set():
                data = await receive()
            return data

        transport._recv = deaf
        cut.set()
        assert not await talk.ears.links.get()
        assert talk.desk.silent_s >= 0.1
        cut.clear()
        assert await talk.ears.links.get()


@pytest.mark.parametrize("sdp", ["", "v=0", "nonsense", "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n", "v=0\r\nm=x\r\n"])
async def test_an_offer_that_is_none(sdp: str) -> None:
    desk = Peer([], PictureTrack(), SoundTrack(), PeerEvents())
    with pytest.raises(BadInput):
        await desk.answer(Signal(appointment="a1", session="s1", kind=SignalKind.OFFER, sdp=sdp))
    await desk.close()


async def test_candidates_that_cannot_be_read_are_left_out(caplog: pytest.LogCaptureFixture) -> None:
    desk = Peer([], None, None, PeerEvents())
    with caplog.at_level(logging.WARNING):
        for text in ("nonsense", "candidate:1 1 udp x 127.0.0.1 9 typ host"):
            await desk.add_candidate(
                Signal(appointment="a1", session="s1", kind=SignalKind.CANDIDATE, candidate=text, mid="0")
            )
    assert desk.malformed == 2
    # The end of the list is no candidate.
    await desk.add_candidate(Signal(appointment="a1", session="s1", kind=SignalKind.CANDIDATE, candidate=""))
    await desk.close()


async def test_a_page_without_devices_is_served() -> None:
    one = await connect(PictureTrack(), PagePeer(media=False))
    await one.page.opened.wait()
    one.page.say(**HELLO)
    assert isinstance(await one.ears.messages.get(), PageHello)
    await one.desk.close()
    await one.page.close()


async def test_another_channel_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        page, ears = PagePeer(label="other"), Ears()
        one = Call(Peer([], None, SoundTrack(), ears.events()), page, ears)
        await page.accept(await one.desk.answer(await page.offer()))
        await one.page.closed.wait()
    assert not one.desk.open
    assert one.desk.malformed == 1
    await one.desk.close()
    await one.page.close()


async def test_no_server_of_others_is_ever_asked() -> None:
    desk = Peer([], None, None, PeerEvents())
    assert desk._pc._RTCPeerConnection__configuration.iceServers == []
    await desk.close()
