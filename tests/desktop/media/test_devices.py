from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import ClassVar

import pytest
from av import AudioFrame
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QImage

from clerk_desktop.desktop.media import camera as camera_room
from clerk_desktop.desktop.media.devices import MediaDevices
from clerk_desktop.desktop.media.pictures import name_card, to_image
from clerk_desktop.desktop.media.sound import Sound


class OneCamera(QObject):
    """A camera as far as the desk can tell; it shows what the test holds before it."""

    picture = Signal(object)
    failed = Signal()
    plugged_in = True
    all: ClassVar[list[OneCamera]] = []

    def __init__(self, device: object, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.filming = False
        assert device
        OneCamera.all.append(self)

    @staticmethod
    def default() -> object | None:
        return "camera" if OneCamera.plugged_in else None

    def start(self) -> None:
        self.filming = True

    def stop(self) -> None:
        self.filming = False


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> type[OneCamera]:
    monkeypatch.setattr(camera_room, "Camera", OneCamera)
    monkeypatch.setattr(OneCamera, "plugged_in", True)
    monkeypatch.setattr(OneCamera, "all", [])
    return OneCamera


@pytest.fixture(autouse=True)
def _no_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sound, "default_microphone", staticmethod(lambda: None))
    monkeypatch.setattr(Sound, "default_speaker", staticmethod(lambda: None))


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[MediaDevices, list[QImage]]]:
    media = MediaDevices()
    own: list[QImage] = []
    media.own_frame.connect(own.append)
    media.open("Frau Wolf", "Bürgeramt City")
    try:
        yield media, own
    finally:
        media.shut_down()


def a_picture() -> QImage:
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    image.fill(QColor(20, 40, 200))
    return image


async def sent(media: MediaDevices) -> QImage:
    return to_image(await media.tracks()[0].recv())


def is_card(image: QImage) -> bool:
    card = name_card("Frau Wolf", "Bürgeramt City").pixelColor(5, 5)
    return abs(image.pixelColor(5, 5).blue() - card.blue()) < 8


async def test_without_camera_the_name_card_is_sent(plugged: type[OneCamera], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugged, "plugged_in", False)
    async with opened() as (media, own):
        assert not media.has_camera
        assert is_card(await sent(media))
        assert own == [name_card("Frau Wolf", "Bürgeramt City")]


async def test_the_camera_is_sent_and_shown(plugged: type[OneCamera]) -> None:
    async with opened() as (media, own):
        assert media.has_camera
        assert plugged.all[0].filming
        plugged.all[0].picture.emit(a_picture())
        assert not is_card(await sent(media))
        assert own == [name_card("Frau Wolf", "Bürgeramt City"), a_picture()]


@pytest.mark.usefixtures("plugged")
async def test_until_the_camera_is_ready_the_card_is_sent() -> None:
    async with opened() as (media, _):
        assert is_card(await sent(media))


async def test_devices_open_again_for_the_next_call(plugged: type[OneCamera]) -> None:
    async with opened() as (media, _):
        before = media.tracks()
        media.shut_down()
        media.open("Herr Braun", "Bürgeramt City")
        assert plugged.all[-1].filming
        assert media.tracks() == before


async def test_switched_off_the_camera_stops_filming(plugged: type[OneCamera]) -> None:
    async with opened() as (media, _):
        plugged.all[0].picture.emit(a_picture())
        media.set_camera(False)
        assert not any(camera.filming for camera in plugged.all)
        assert media.has_camera
        assert is_card(await sent(media))
        media.set_camera(True)
        assert [camera.filming for camera in plugged.all].count(True) == 1


async def test_a_denied_camera_does_not_fail_the_call(plugged: type[OneCamera]) -> None:
    async with opened() as (media, _):
        told: list[bool] = []
        media.changed.connect(lambda: told.append(media.has_camera))
        plugged.all[0].failed.emit()
        assert told == [False]
        assert is_card(await sent(media))
        plugged.all[0].picture.emit(a_picture())
        assert is_card(await sent(media))


async def test_after_the_call_nothing_films(plugged: type[OneCamera]) -> None:
    async with opened() as (media, own):
        media.close()
        assert not plugged.all[0].filming
        plugged.all[0].picture.emit(a_picture())
        assert a_picture() not in own
        media.set_camera(True)
        assert len(plugged.all) == 1


@pytest.mark.usefixtures("plugged")
async def test_without_sound_devices_silence_is_sent_and_the_desk_can_tell() -> None:
    async with opened() as (media, _):
        assert (media.has_microphone, media.has_speaker) == (False, False)
        assert not any(bytes((await media.tracks()[1].recv()).planes[0]))


@pytest.mark.usefixtures("plugged")
async def test_decoded_sound_becomes_the_desks_format() -> None:
    async with opened() as (media, _):
        assert media._sound is not None
        while media._sound.heard.take(2):
            pass
        for _ in range(3):
            frame = AudioFrame(format="s16", layout="stereo", samples=960)
            frame.planes[0].update(b"\x10\x27" * (frame.planes[0].buffer_size // 2))  # 10 000
            frame.sample_rate = 48_000
            media.play(frame)
        assert len(media._sound.heard) == 3 * 960 * 2
        sample = int.from_bytes(media._sound.heard.take(2), "little", signed=True)
        assert abs(sample - 10_000) < 50


async def test_before_a_call_nothing_heavy_is_loaded() -> None:
    import subprocess
    import sys

    script = (
        "import sys; from clerk_desktop.desktop.models.call import CallModel; from clerk_desktop.desktop.media.devices "
        "import MediaDevices; print([m for m in ('av', 'aiortc', 'numpy', 'cv2', 'PySide6.QtMultimedia') if m in "
        "sys.modules])"
    )
    run = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", script], capture_output=True, text=True)
    assert run.stdout.strip() == "[]"
