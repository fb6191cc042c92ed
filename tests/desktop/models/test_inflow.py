from __future__ import annotations

import asyncio
import logging
import threading
from array import array

import pytest
from av import AudioFrame, VideoFrame
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from clerk_desktop.desktop.media.devices import MediaDevices
from clerk_desktop.desktop.media.pictures import to_image
from clerk_desktop.desktop.models import inflow
from clerk_desktop.desktop.models.inflow import Inflow


class Devices(MediaDevices):
    """Keeps what is played."""

    def __init__(self) -> None:
        super().__init__()
        self.played: list[AudioFrame] = []

    def play(self, sound: AudioFrame) -> None:
        self.played.append(sound)


class Converter:
    """Watches on which threads pictures are made, and can hold them up."""

    def __init__(self) -> None:
        self.threads: set[str] = set()
        self.go = threading.Event()
        self.go.set()
        self.refused = 0

    def __call__(self, frame: VideoFrame, box: QSize) -> QImage:
        self.threads.add(threading.current_thread().name)
        self.go.wait()
        if frame.width == 8:
            self.refused += 1
            raise ValueError("no picture")
        return to_image(frame, box)


@pytest.fixture
def converter(monkeypatch: pytest.MonkeyPatch) -> Converter:
    one = Converter()
    monkeypatch.setattr(inflow, "to_image", one)
    return one


class Window:
    """Who looks and listens."""

    def __init__(self) -> None:
        self.media = Devices()
        self.inflow = Inflow(self.media)
        self.seen: asyncio.Queue[QImage] = asyncio.Queue()
        self.levels: asyncio.Queue[float] = asyncio.Queue()
        self.inflow.picture.connect(self.seen.put_nowait)
        self.inflow.level.connect(self.levels.put_nowait)
        self.inflow.take_from("s1")


def picture(width: int) -> VideoFrame:
    return VideoFrame(width, 16, "yuv420p")


def sound(peak: int) -> AudioFrame:
    frame = AudioFrame(format="s16", layout="mono", samples=960)
    frame.planes[0].update(array("h", [peak] * 960).tobytes())
    frame.sample_rate = 48_000
    return frame


async def test_the_newest_picture_is_shown_and_converted_elsewhere(converter: Converter) -> None:
    window = Window()
    converter.go.clear()
    window.inflow.frame("s1", picture(32))
    for width in (48, 64, 80):
        window.inflow.frame("s1", picture(width))
    converter.go.set()
    widths = [(await window.seen.get()).width()]
    while widths[-1] != 80:
        widths.append((await window.seen.get()).width())
    assert set(widths) <= {32, 80}
    assert window.inflow.shown == len(widths)
    assert (window.inflow.size.width(), window.inflow.size.height()) == (80, 16)
    assert threading.main_thread().name not in converter.threads


async def test_while_the_window_is_busy_pictures_replace_each_other() -> None:
    window = Window()
    for width in (32, 48, 64):
        window.inflow.frame("s1", picture(width))
        while window.inflow._converting:  # the window's loop does not turn meanwhile
            pass
    assert (await window.seen.get()).width() == 64
    assert window.inflow.shown == 1


async def test_pictures_are_made_as_large_as_they_are_shown() -> None:
    window = Window()
    window.inflow.show_at(QSize(400, 300))
    window.inflow.frame("s1", VideoFrame(1280, 720, "yuv420p"))
    image = await window.seen.get()
    assert (image.width(), image.height(), image.text("whole")) == (400, 225, "1280 720")
    assert window.inflow.size == QSize(1280, 720)


async def test_of_another_connection_nothing_is_seen_or_heard(converter: Converter) -> None:
    window = Window()
    window.inflow.frame("s0", picture(32))
    window.inflow.sound("s0", sound(1))
    converter.go.clear()
    window.inflow.frame("s1", picture(48))
    window.inflow.take_from("s2")  # while that picture is being converted
    converter.go.set()
    window.inflow.frame("s2", picture(64))
    assert (await window.seen.get()).width() == 64
    assert window.seen.empty()
    assert not window.media.played


async def test_a_picture_that_was_waiting_when_the_call_ended_is_not_shown() -> None:
    window = Window()
    window.inflow.frame("s1", picture(32))
    while window.inflow._converting:
        pass
    window.inflow.take_from("")
    window.inflow.take_from("s2")
    window.inflow.frame("s2", picture(64))
    assert (await window.seen.get()).width() == 64


async def test_a_picture_that_cannot_be_shown_is_left_out(
    converter: Converter, caplog: pytest.LogCaptureFixture
) -> None:
    window = Window()
    with caplog.at_level(logging.ERROR):
        window.inflow.frame("s1", picture(8))
        while window.inflow._converting:
            pass
        window.inflow.frame("s1", picture(64))
        assert (await window.seen.get()).width() == 64
    assert converter.refused == 1
    assert "could not be shown" in caplog.text


async def test_sound_is_played_at_once_and_its_loudness_told_ten_times_a_second() -> None:
    window = Window()
    for peak in (0, 0, 32767, 0, 0):
        window.inflow.sound("s1", sound(peak))
    assert len(window.media.played) == 5
    assert await window.levels.get() == pytest.approx(1.0, abs=0.01)
    assert window.levels.empty()
