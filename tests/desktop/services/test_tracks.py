from __future__ import annotations

import asyncio
import threading

import pytest
from aiortc.mediastreams import MediaStreamError
from av import VideoFrame

from clerk_desktop.desktop.services import tracks
from clerk_desktop.desktop.services.ring import BYTES_PER_MS
from clerk_desktop.desktop.services.tracks import PACKET, PictureTrack, SoundTrack


def picture(shade: int) -> VideoFrame:
    frame = VideoFrame(640, 360, "yuv420p")
    for plane in frame.planes:
        plane.update(bytes([shade]) * plane.buffer_size)
    return frame


def shade(frame: VideoFrame) -> int:
    return bytes(frame.planes[0])[0]


async def test_the_newest_picture_wins() -> None:
    track = PictureTrack()
    track.show(picture(1))
    track.show(picture(2))
    assert shade(await track.recv()) == 2


async def test_a_still_picture_is_sent_again_with_a_later_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracks, "REPEAT_S", 0.01)
    track = PictureTrack()
    track.show(picture(7))
    first, second = await track.recv(), await track.recv()
    assert shade(first) == shade(second) == 7
    assert second.pts > first.pts
    assert first is not second


async def test_it_waits_for_the_first_picture() -> None:
    track = PictureTrack()
    waiting = asyncio.ensure_future(track.recv())
    await asyncio.sleep(0)
    assert not waiting.done()
    track.show(picture(3))
    assert shade(await waiting) == 3


async def test_other_formats_become_what_the_encoder_takes() -> None:
    track = PictureTrack()
    track.show(VideoFrame(640, 360, "bgra"))
    assert (await track.recv()).format.name == "yuv420p"


async def test_what_is_sent_is_converted_elsewhere_and_only_that() -> None:
    made: list[tuple[int, str]] = []

    def convert(number: int) -> VideoFrame:
        made.append((number, threading.current_thread().name))
        return picture(number)

    track = PictureTrack()
    track.show(1, convert)
    track.show(2, convert)
    assert shade(await track.recv()) == 2
    assert [number for number, _ in made] == [2]
    assert made[0][1] != threading.current_thread().name


async def test_a_stopped_track_ends() -> None:
    for track in (PictureTrack(), SoundTrack()):
        if isinstance(track, PictureTrack):
            track.show(picture(1))
        track.stop()
        with pytest.raises(MediaStreamError):
            await track.recv()


async def test_what_the_microphone_says_is_sent_in_packets_of_20_ms() -> None:
    track = SoundTrack()
    track.ring.put(b"\1\2" * (60 * BYTES_PER_MS // 2))
    frames = [await track.recv() for _ in range(3)]
    assert [f.pts for f in frames] == [0, PACKET, 2 * PACKET]
    assert all(bytes(f.planes[0])[: PACKET * 2] == b"\1\2" * PACKET for f in frames)
    assert (frames[0].sample_rate, frames[0].samples) == (48_000, 960)


async def test_without_microphone_silence_is_sent() -> None:
    frame = await SoundTrack().recv()
    assert not any(bytes(frame.planes[0]))


async def test_after_a_stall_the_sound_goes_on_from_now(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(tracks.time, "monotonic", lambda: now)
    track = SoundTrack()
    await track.recv()
    now = 101.0
    late = await track.recv()
    assert 48_000 - PACKET <= late.pts <= 48_000
