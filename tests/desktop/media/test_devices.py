from __future__ import annotations

import asyncio
import time
from array import array
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import ClassVar

import pytest
from av import AudioFrame
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QImage

from clerk_desktop.desktop.media import camera as camera_room
from clerk_desktop.desktop.media import sound as sound_room
from clerk_desktop.desktop.media.catalogue import Catalogue, Kind, Offer, Picked, meant
from clerk_desktop.desktop.media.devices import MediaDevices
from clerk_desktop.desktop.media.pictures import name_card, to_image
from clerk_desktop.desktop.services.playout import Playout
from clerk_desktop.desktop.services.ring import SoundRing


class OneCamera(QObject):
    """A camera as far as the desk can tell; it shows what the test holds before it."""

    picture = Signal(object)
    failed = Signal()
    all: ClassVar[list[OneCamera]] = []

    def __init__(self, device: object, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.device = device
        self.filming = False
        OneCamera.all.append(self)

    def start(self) -> None:
        self.filming = True

    def stop(self) -> None:
        self.filming = False


class SilentSound(QObject):
    """The sound thread without devices; remembers what it was told to open."""

    microphone_failed = Signal()
    speaker_failed = Signal()
    microphone_level = Signal(float)
    speaker_level = Signal(float)
    cleaning = Signal(bool)

    def __init__(self, spoken: SoundRing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.spoken, self.heard, self.guest = spoken, Playout(), Playout()
        self.ears: list[object] = []
        self.mouths: list[object] = []
        self.tones: list[bytes] = []
        self.clean: list[bool] = []
        self.listen, self.speak = self.ears.append, self.mouths.append
        self.play_tone, self.set_cleaning = self.tones.append, self.clean.append

    def reset(self) -> None:
        self.heard.reset()
        self.guest.reset()

    def shut_down(self) -> None:
        """Nothing runs."""


class Shop(Catalogue):
    """Devices that a test plugs in and out; the first of a kind is the system's default."""

    def __init__(self) -> None:
        super().__init__()
        self.there: dict[Kind, list[Offer]] = {kind: [] for kind in Kind}

    def plug(self, kind: Kind, *names: str) -> None:
        """Only these are there from now on."""
        self.there[kind] = [Offer(f"id of {name}", name) for name in names]
        self.changed.emit(kind)

    def offers(self, kind: Kind) -> tuple[Offer, ...]:
        return tuple(self.there[kind])

    def pick(self, kind: Kind, choice: Offer | None, without: Collection[Offer] = ()) -> Picked | None:
        left = [one for one in self.there[kind] if one not in without]
        first = self.there[kind][0] if self.there[kind] else None
        wanted = meant(choice, left) or first
        return Picked(wanted, wanted.name) if wanted is not None and wanted in left else None


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> type[OneCamera]:
    monkeypatch.setattr(camera_room, "Camera", OneCamera)
    monkeypatch.setattr(OneCamera, "all", [])
    return OneCamera


@pytest.fixture(autouse=True)
def _no_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_room, "Sound", SilentSound)


@asynccontextmanager
async def opened(**there: str) -> AsyncIterator[tuple[MediaDevices, list[QImage]]]:
    """A desk in a call; there is a camera unless the test says what there is."""
    shop = Shop()
    for kind, name in (there or {"camera": "Webcam"}).items():
        shop.plug(Kind(kind), *name.split(","))
    media = MediaDevices(shop)
    own: list[QImage] = []
    media.own_frame.connect(own.append)
    media.open("Frau Wolf", "Bürgeramt City")
    try:
        yield media, own
    finally:
        media.shut_down()


def shop_of(media: MediaDevices) -> Shop:
    assert isinstance(media.catalogue, Shop)
    return media.catalogue


def sound_of(media: MediaDevices) -> SilentSound:
    assert isinstance(media._sound, SilentSound)
    return media._sound


def a_picture() -> QImage:
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    image.fill(QColor(20, 40, 200))
    return image


async def sent(media: MediaDevices) -> QImage:
    return to_image(await media.tracks()[0].recv())


def is_card(image: QImage) -> bool:
    card = name_card("Frau Wolf", "Bürgeramt City").pixelColor(5, 5)
    return abs(image.pixelColor(5, 5).blue() - card.blue()) < 8


@pytest.mark.usefixtures("plugged")
async def test_without_camera_the_name_card_is_sent() -> None:
    async with opened(speaker="Kopfhörer") as (media, own):
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
        plugged.all[0].picture.emit(a_picture())  # a last one that was on its way
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


def packet(layout: str, rate: int, value: int, stamp: int) -> AudioFrame:
    frame = AudioFrame(format="s16", layout=layout, samples=rate // 50)
    frame.planes[0].update(value.to_bytes(2, "little", signed=True) * (frame.planes[0].buffer_size // 2))
    frame.sample_rate, frame.pts = rate, stamp
    return frame


@pytest.mark.usefixtures("plugged")
@pytest.mark.parametrize(("layout", "rate"), [("stereo", 48_000), ("mono", 48_000), ("mono", 8_000)])
async def test_decoded_sound_becomes_the_desks_format(layout: str, rate: int) -> None:
    async with opened(speaker="Kopfhörer") as (media, _):
        for number in range(10):
            media.play(packet(layout, rate, 10_000, number * rate // 50))
        played = array("h", sound_of(media).heard.take(48_000 // 5, time.monotonic()))
        assert len(played) == 9600
        assert abs(max(played) - 10_000) < 50
        assert sound_of(media).heard.late == 0


@pytest.mark.usefixtures("plugged")
async def test_nothing_is_heard_of_a_call_that_is_over() -> None:
    async with opened(speaker="Kopfhörer") as (media, _):
        media.play(packet("stereo", 48_000, 10_000, 0))
        media.close()
        media.play(packet("stereo", 48_000, 10_000, 960))
        assert not any(sound_of(media).heard.take(4800, time.monotonic()))
        assert sound_of(media).mouths == ["Kopfhörer", None]


# --- microphone


def says(media: MediaDevices) -> bytes:
    """What is sent when somebody speaks into the microphone now."""
    sound_of(media).spoken.put(b"\1\0" * 9600)
    return sound_of(media).spoken.take(100)


@pytest.mark.usefixtures("plugged")
async def test_muted_means_silence_and_the_device_is_let_go() -> None:
    async with opened(microphone="Headset") as (media, _):
        assert any(says(media))
        media.set_microphone(False)
        assert not any(says(media))
        assert sound_of(media).ears == ["Headset", None]
        assert media.has_microphone
        media.set_microphone(True)
        assert any(says(media))
        assert sound_of(media).ears == ["Headset", None, "Headset"]


@pytest.mark.usefixtures("plugged")
async def test_between_calls_nothing_is_taken_from_the_microphone() -> None:
    async with opened(microphone="Headset") as (media, _):
        media.close()
        assert not any(says(media))
        assert sound_of(media).ears[-1] is None


@pytest.mark.usefixtures("plugged")
async def test_the_talk_key_opens_a_muted_microphone_as_long_as_it_is_held() -> None:
    async with opened(microphone="Headset") as (media, _):
        media.set_microphone(False)
        media.talk(True)
        assert (media.microphone_on, media.talking) == (True, True)
        assert any(says(media))
        media.talk(False)
        assert any(says(media)), "the last syllable"
        media._tail.timeout.emit()
        assert (media.microphone_on, media.talking) == (False, False)
        assert not any(says(media))
        # Kept open for the next word, but its sound goes nowhere; then it is let go.
        assert sound_of(media).ears[-1] == "Headset"
        media._warm.stop()
        media._warm.timeout.emit()
        assert sound_of(media).ears[-1] is None


@pytest.mark.usefixtures("plugged")
async def test_the_talk_key_does_nothing_without_a_call_and_ends_with_it() -> None:
    async with opened(microphone="Headset") as (media, _):
        media.set_microphone(False)
        media.talk(True)
        media.close()
        assert not media.talking
        assert not any(says(media))
        media.talk(True)
        assert not media.talking
        assert not any(says(media))


@pytest.mark.usefixtures("plugged")
async def test_trying_the_microphone_sends_nothing() -> None:
    shop = Shop()
    shop.plug(Kind.MICROPHONE, "Headset")
    media = MediaDevices(shop)
    media.try_out(Kind.MICROPHONE, True)
    assert sound_of(media).ears == ["Headset"]
    assert not any(says(media))
    media.try_out(Kind.MICROPHONE, False)
    assert sound_of(media).ears == ["Headset", None]
    media.shut_down()


@pytest.mark.usefixtures("plugged")
async def test_trying_a_muted_microphone_in_a_call_stays_silent() -> None:
    async with opened(microphone="Headset") as (media, _):
        media.set_microphone(False)
        media.try_out(Kind.MICROPHONE, True)
        assert sound_of(media).ears[-1] == "Headset"
        assert not any(says(media))
        media.close()
        assert sound_of(media).ears[-1] == "Headset"


# --- choice, plugging in and out


@pytest.mark.usefixtures("plugged")
async def test_a_choice_takes_effect_in_the_call() -> None:
    async with opened(microphone="Headset,Webcam", speaker="Lautsprecher,Headset") as (media, _):
        media.choose(Kind.MICROPHONE, Offer("id of Webcam", "Webcam"))
        media.choose(Kind.SPEAKER, Offer("id of Headset", "Headset"))
        assert sound_of(media).ears == ["Headset", "Webcam"]
        assert sound_of(media).mouths == ["Lautsprecher", "Headset"]
        media.choose(Kind.SPEAKER, None)
        assert sound_of(media).mouths[-1] == "Lautsprecher"


async def test_another_camera_films_in_the_call(plugged: type[OneCamera]) -> None:
    async with opened(camera="Webcam,Dokumentenkamera") as (media, _):
        media.choose(Kind.CAMERA, Offer("id of Dokumentenkamera", "Dokumentenkamera"))
        assert [one.device for one in plugged.all if one.filming] == ["Dokumentenkamera"]


@pytest.mark.usefixtures("plugged")
async def test_an_unplugged_choice_falls_back_and_comes_back() -> None:
    async with opened(speaker="Lautsprecher,Headset") as (media, _):
        told: list[tuple[object, ...]] = []
        media.fell_back.connect(lambda *what: told.append(what))
        media.returned.connect(lambda *what: told.append(what))
        media.choose(Kind.SPEAKER, Offer("id of Headset", "Headset"))
        shop_of(media).plug(Kind.SPEAKER, "Lautsprecher")
        assert sound_of(media).mouths[-1] == "Lautsprecher"
        shop_of(media).plug(Kind.SPEAKER, "Lautsprecher", "Monitor")
        assert told == [(Kind.SPEAKER, "Headset", "Lautsprecher")]
        shop_of(media).plug(Kind.SPEAKER, "Lautsprecher", "Headset")
        assert sound_of(media).mouths[-1] == "Headset"
        assert told[1:] == [(Kind.SPEAKER, "Headset")]


@pytest.mark.usefixtures("plugged")
async def test_the_unplugged_default_is_told_as_well() -> None:
    async with opened(microphone="Headset,Webcam") as (media, _):
        told: list[tuple[object, ...]] = []
        media.fell_back.connect(lambda *what: told.append(what))
        shop_of(media).plug(Kind.MICROPHONE, "Webcam")
        assert told == [(Kind.MICROPHONE, "Headset", "Webcam")]
        shop_of(media).plug(Kind.MICROPHONE)
        assert not media.has_microphone
        assert sound_of(media).ears == ["Headset", "Webcam", None]


@pytest.mark.usefixtures("plugged")
async def test_the_same_device_in_another_socket_is_the_same() -> None:
    async with opened(speaker="Lautsprecher,Headset") as (media, _):
        media.choose(Kind.SPEAKER, Offer("id in another socket", "Headset"))
        assert sound_of(media).mouths[-1] == "Headset"


@pytest.mark.usefixtures("plugged")
async def test_other_devices_do_not_interrupt_the_one_in_use() -> None:
    async with opened(speaker="Lautsprecher", microphone="Headset") as (media, _):
        shop_of(media).plug(Kind.SPEAKER, "Lautsprecher", "Monitor")
        shop_of(media).plug(Kind.MICROPHONE, "Headset", "Webcam")
        assert (sound_of(media).mouths, sound_of(media).ears) == (["Lautsprecher"], ["Headset"])


@pytest.mark.usefixtures("plugged")
async def test_a_device_that_fails_is_replaced_until_the_devices_change() -> None:
    async with opened(microphone="Headset,Webcam") as (media, _):
        media.choose(Kind.MICROPHONE, Offer("id of Webcam", "Webcam"))
        sound_of(media).microphone_failed.emit()
        assert sound_of(media).ears[-1] == "Headset"
        sound_of(media).microphone_failed.emit()
        assert not media.has_microphone
        shop_of(media).plug(Kind.MICROPHONE, "Headset", "Webcam")
        assert sound_of(media).ears[-1] == "Webcam"
        assert media.has_microphone


@pytest.mark.usefixtures("plugged")
async def test_the_test_tone_opens_the_speaker_for_as_long_as_it_sounds() -> None:
    shop = Shop()
    shop.plug(Kind.SPEAKER, "Kopfhörer")
    media = MediaDevices(shop)
    media.test_speaker()
    assert sound_of(media).mouths == ["Kopfhörer"]
    assert any(sound_of(media).tones[0])
    media._toned.stop()
    media._toned.timeout.emit()
    assert sound_of(media).mouths == ["Kopfhörer", None]
    media.shut_down()


async def test_trying_the_camera_shows_it_to_the_clerk_alone(plugged: type[OneCamera]) -> None:
    async with opened() as (media, own):
        media.set_camera(False)
        seen: list[QImage] = []
        media.preview.connect(seen.append)
        media.try_out(Kind.CAMERA, True)
        plugged.all[-1].picture.emit(a_picture())
        assert seen == [a_picture()]
        assert a_picture() not in own
        assert is_card(await sent(media))
        media.try_out(Kind.CAMERA, False)
        assert not any(one.filming for one in plugged.all)


@pytest.mark.usefixtures("plugged")
async def test_cleaning_can_be_switched_off_and_tells_whether_it_can_be_done() -> None:
    async with opened(microphone="Headset") as (media, _):
        assert sound_of(media).clean == [True]
        media.set_cleaning(False)
        assert sound_of(media).clean == [True, False]
        assert media.cleaning_possible is None
        sound_of(media).cleaning.emit(False)
        assert media.cleaning_possible is False


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
