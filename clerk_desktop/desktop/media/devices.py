"""Camera, microphone and speaker of the desk as one thing that never fails a call.

What is missing or denied is replaced: a chosen device by the system's default, no camera by a name card, no microphone
by silence. QtMultimedia and PyAV are loaded when the first call opens the devices, not when the program starts.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtGui import QImage

from clerk_desktop.desktop.media.catalogue import Catalogue, Kind, Offer, Picked
from clerk_desktop.desktop.media.pictures import name_card, to_frame
from clerk_desktop.desktop.media.selection import Selection

if TYPE_CHECKING:
    from av import AudioFrame
    from PySide6.QtMultimedia import QAudioDevice

    from clerk_desktop.desktop.media.camera import Camera
    from clerk_desktop.desktop.media.sound import Sound
    from clerk_desktop.desktop.services.tracks import PictureTrack, SoundTrack
    from clerk_desktop.desktop.services.unpack import Unpacker

TAIL_MS = 200
"""Who lets the talk key go has spoken a moment longer than it seems."""
WARM_MS = 20_000
"""After talking by key the microphone stays open so long (its sound thrown away), so that the next word is whole."""
TEST_NOTES = ((523, 280), (659, 280), (784, 280), (1047, 700))
"""The speaker's test tone."""


class MediaDevices(QObject):
    """The desk's devices and the two tracks that carry them; tracks survive every connection.

    Args:
        catalogue: what the computer offers.
        parent: Qt owner.

    Attributes:
        cleaning_possible: whether echo and noise can be taken out; None before a device was open.

    Signals:
        changed: a device came, went, was denied, or was switched on or off.
        own_frame: the clerk's own picture (QImage): camera or name card.
        preview: the camera's picture while it is being tried (QImage).
        fell_back(Kind, str, str): a device is not there any more; the other takes its place ("" for none).
        returned(Kind, str): it is back and in use.
        microphone_level, speaker_level: loudness 0…1 of what the microphone brings and the speaker plays.
    """

    changed = Signal()
    own_frame = Signal(object)
    preview = Signal(object)
    fell_back = Signal(object, str, str)
    returned = Signal(object, str)
    microphone_level = Signal(float)
    speaker_level = Signal(float)

    def __init__(self, catalogue: Catalogue | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.catalogue = catalogue or Catalogue(self)
        self.catalogue.changed.connect(self._on_catalogue)
        self.cleaning_possible: bool | None = None
        self._picture: PictureTrack | None = None
        self._voice: SoundTrack | None = None
        self._sound: Sound | None = None
        self._camera: Camera | None = None
        self._unpackers: tuple[Unpacker, Unpacker] | None = None
        self._card: QImage | None = None
        self._selection = Selection(self.catalogue, self)
        self._selection.fell_back.connect(self.fell_back)
        self._selection.returned.connect(self.returned)
        self._used: dict[Kind, Offer | None] = dict.fromkeys(Kind)
        self._there: dict[Kind, bool] = dict.fromkeys(Kind, False)
        self._trying: set[Kind] = set()
        self._open = False
        self._camera_on = self._microphone_on = self._cleaning = True
        self._held = False
        self._tail, self._warm, self._toned = (QTimer(self, singleShot=True) for _ in range(3))
        self._tail.setInterval(TAIL_MS)
        self._warm.setInterval(WARM_MS)
        self._tail.timeout.connect(self._on_tail)
        self._warm.timeout.connect(self._open_microphone)
        self._toned.timeout.connect(self._open_speaker)

    # --- what is there

    @property
    def has_camera(self) -> bool:
        """Whether a camera films now or would when switched on; False before the first call."""
        return self._camera is not None

    @property
    def has_microphone(self) -> bool:
        """Whether a microphone is there and allowed."""
        return self._there[Kind.MICROPHONE]

    @property
    def has_speaker(self) -> bool:
        """Whether the citizen can be heard."""
        return self._there[Kind.SPEAKER]

    @property
    def camera_on(self) -> bool:
        """Whether the clerk wants to be seen."""
        return self._camera_on

    @property
    def microphone_on(self) -> bool:
        """Whether the clerk wants to be heard, for good or as long as the talk key is held."""
        return self._microphone_on or self._held

    @property
    def talking(self) -> bool:
        """Whether the talk key opens the muted microphone just now."""
        return self._held and not self._microphone_on

    @property
    def heard(self) -> bool:
        """Whether what the microphone brings goes to the citizen now."""
        return self._open and self.microphone_on

    def tracks(self) -> tuple[PictureTrack, SoundTrack]:
        """What every connection sends; the same two for the life of the program."""
        if self._picture is None or self._voice is None:
            from clerk_desktop.desktop.services.tracks import PictureTrack, SoundTrack  # noqa: PLC0415

            self._picture, self._voice = PictureTrack(), SoundTrack()
            self._voice.ring.shut(True)
        return self._picture, self._voice

    # --- the call

    def open(self, name: str, office: str) -> None:
        """Open what the computer has for a call; `name` and `office` stand on the card. Must run on the event loop."""
        self._card = name_card(name, office)
        self._open = True
        self._ready_sound().reset()
        self._open_camera(again=True)
        self._open_microphone()
        self._open_speaker()

    def close(self) -> None:
        """End of a call: lights off, silence. A device that is being tried stays open."""
        self._open = self._held = False
        self._warm.stop()
        self._tail.stop()
        self._unpackers = None
        if self._voice is not None:
            self._voice.ring.shut(True)
        if Kind.CAMERA not in self._trying:
            self._drop_camera()
        if self._sound is not None:
            self._sound.reset()
            self._open_microphone()
            self._open_speaker()

    def shut_down(self) -> None:
        """End of the program: let the devices go and end the sound thread. Happens by itself when Qt quits."""
        self._trying.clear()
        self._toned.stop()
        self.close()
        sound, self._sound = self._sound, None
        self._used = dict.fromkeys(Kind)
        if sound is not None:
            sound.shut_down()
            sound.deleteLater()

    def set_camera(self, on: bool) -> None:
        """Be seen, or show the name card and switch the camera's light off."""
        self._camera_on = on
        if self._open:
            self._open_camera(again=True)
        else:
            self.changed.emit()

    def set_microphone(self, on: bool) -> None:
        """Be heard, or send silence; the device is let go, so that its light tells the truth."""
        self._microphone_on = on
        self._warm.stop()
        self._open_microphone()

    def talk(self, held: bool) -> None:
        """The talk key went down or up: the muted microphone is open as long as it is held, and a moment longer."""
        if held:
            self._tail.stop()
            self._held = self._open
            self._open_microphone()
        elif self._held:
            self._tail.start()

    def play(self, packet: AudioFrame, *, guest: bool = False) -> None:
        """Let the clerk hear this packet of decoded sound, at its time. From any thread, one at a time."""
        sound = self._sound
        if sound is None or not self._open:
            return
        unpackers = self._unpackers
        if unpackers is None:
            from clerk_desktop.desktop.services.unpack import Unpacker  # noqa: PLC0415

            unpackers = self._unpackers = (Unpacker(), Unpacker())
        stamp, pcm = unpackers[guest].unpack(packet)
        (sound.guest if guest else sound.heard).put(stamp, pcm, time.monotonic())

    # --- the clerk's choice

    def choose(self, kind: Kind, choice: Offer | None) -> None:
        """Use this device from now on, also in the call that runs; None: what the system takes by default."""
        self._selection.choose(kind, choice)
        self._refresh(kind)

    def set_cleaning(self, on: bool) -> None:
        """Take echo and noise out of the microphone, or send it as it is."""
        self._cleaning = on
        if self._sound is not None:
            self._sound.set_cleaning(on)

    def ringer(self) -> QAudioDevice | None:
        """The speaker for the desk's own tones."""
        picked = self._selection.pick(Kind.RINGER)
        return None if picked is None else picked.device

    def try_out(self, kind: Kind, on: bool) -> None:
        """Open camera or microphone to look at it or see its level; nothing of it is sent or kept."""
        before = kind in self._trying
        self._trying.add(kind) if on else self._trying.discard(kind)
        if on is not before:
            self._refresh(kind)

    def test_speaker(self) -> None:
        """Play the test tone on the citizen's speaker; opened for as long as it sounds where no call runs."""
        from clerk_desktop.desktop.media.chime import struck  # noqa: PLC0415

        tone = struck(TEST_NOTES)
        self._toned.start(sum(ms for _, ms in TEST_NOTES) + 500)
        sound = self._ready_sound()
        self._open_speaker()
        sound.play_tone(tone)

    # --- devices

    def _ready_sound(self) -> Sound:
        if self._sound is None:
            from clerk_desktop.desktop.media.sound import Sound  # noqa: PLC0415

            sound = self._sound = Sound(self.tracks()[1].ring, self)
            app = QCoreApplication.instance()
            if app is not None:
                # Qt dies of a thread that still runs when the program ends.
                app.aboutToQuit.connect(self.shut_down)
            # Methods, no lambdas: a child that owns its parent through one deletes it in its own destructor.
            sound.microphone_failed.connect(self._on_microphone_failed)
            sound.speaker_failed.connect(self._on_speaker_failed)
            sound.microphone_level.connect(self.microphone_level)
            sound.speaker_level.connect(self.speaker_level)
            sound.cleaning.connect(self._on_cleaning)
            sound.set_cleaning(self._cleaning)
        return self._sound

    def _on_cleaning(self, possible: bool) -> None:
        self.cleaning_possible = possible
        self.changed.emit()

    def _on_catalogue(self, kind: Kind) -> None:
        self._selection.look_again(kind)
        self._refresh(kind)
        self.changed.emit()

    def _refresh(self, kind: Kind) -> None:
        """Another choice, or other devices: use what is right now."""
        match kind:
            case Kind.CAMERA:
                self._open_camera()
            case Kind.MICROPHONE:
                self._open_microphone()
            case Kind.SPEAKER:
                self._open_speaker()
            case Kind.RINGER:
                self.changed.emit()

    def _pick(self, kind: Kind) -> Picked | None:
        picked = self._selection.pick(kind)
        self._there[kind] = picked is not None
        return picked

    def _on_microphone_failed(self) -> None:
        self._on_failed(Kind.MICROPHONE)

    def _on_speaker_failed(self) -> None:
        self._on_failed(Kind.SPEAKER)

    def _on_failed(self, kind: Kind) -> None:
        """It is denied, in use elsewhere or just unplugged: another one, or none."""
        used, self._used[kind] = self._used[kind], None
        if used is not None:
            self._selection.failed(kind, used)
        self._refresh(kind)

    def _open_microphone(self) -> None:
        trying = Kind.MICROPHONE in self._trying
        if self._sound is None and trying:
            self._ready_sound()
        if self._sound is not None:
            self.tracks()[1].ring.shut(not self.heard)
            picked = self._pick(Kind.MICROPHONE) if self._open or trying else None
            needed = trying or (self._open and (self.microphone_on or self._warm.isActive()))
            self._use(Kind.MICROPHONE, picked if needed else None)
        self.changed.emit()

    def _open_speaker(self) -> None:
        if self._sound is not None:
            needed = self._open or self._toned.isActive()
            self._use(Kind.SPEAKER, self._pick(Kind.SPEAKER) if needed else None)
        self.changed.emit()

    def _use(self, kind: Kind, picked: Picked | None) -> None:
        offer = None if picked is None else picked.offer
        if self._sound is None or offer == self._used[kind]:
            return
        self._used[kind] = offer
        device = None if picked is None else picked.device
        if kind is Kind.MICROPHONE:
            self._sound.listen(device)
        else:
            self._sound.speak(device)

    def _on_tail(self) -> None:
        self._held = False
        if not self._microphone_on:
            self._warm.start()
        self._open_microphone()

    # --- camera

    def _open_camera(self, *, again: bool = False) -> None:
        trying = Kind.CAMERA in self._trying
        if not self._open and not trying:
            if self._camera is not None:
                self._drop_camera()
            return
        from clerk_desktop.desktop.media.camera import Camera  # noqa: PLC0415

        picked = self._pick(Kind.CAMERA)
        offer = None if picked is None else picked.offer
        if again or offer != self._used[Kind.CAMERA] or self._camera is None:
            self._drop_camera()
            # Until the camera brings its first picture, and for good when it never does.
            self._show_card()
            if picked is not None:
                self._used[Kind.CAMERA] = offer
                self._camera = Camera(picked.device, self)
                self._camera.picture.connect(self._show)
                self._camera.failed.connect(self._on_camera_failed)
        if self._camera is not None:
            if trying or self._camera_on:
                self._camera.start()
            else:
                self._camera.stop()
        self.changed.emit()

    def _drop_camera(self) -> None:
        self._used[Kind.CAMERA] = None
        if self._camera is not None:
            self._camera.picture.disconnect(self._show)
            self._camera.failed.disconnect(self._on_camera_failed)
            self._camera.stop()
            self._camera.deleteLater()
            self._camera = None

    def _on_camera_failed(self) -> None:
        used = self._used[Kind.CAMERA]
        self._drop_camera()
        self._show_card()
        if used is not None:
            self._selection.failed(Kind.CAMERA, used)
        self._open_camera()

    def _show_card(self) -> None:
        if self._card is not None and self._open and self._picture is not None:
            self._picture.show(self._card, to_frame)
            self.own_frame.emit(self._card)

    def _show(self, image: QImage) -> None:
        if Kind.CAMERA in self._trying:
            self.preview.emit(image)
        if self._picture is not None and self._open and self._camera_on:
            self._picture.show(image, to_frame)
            self.own_frame.emit(image)
