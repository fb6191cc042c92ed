"""Camera, microphone and speaker of the desk as one thing that never fails a call.

What is missing or denied is replaced: a name card for the camera, silence for the microphone. QtMultimedia and PyAV are
loaded when the first call opens the devices, not when the program starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLoggingCategory, QObject, Signal
from PySide6.QtGui import QImage

from clerk_desktop.desktop.media.pictures import name_card, to_frame, to_image

if TYPE_CHECKING:
    from av import AudioFrame, VideoFrame
    from av.audio.resampler import AudioResampler
    from PySide6.QtMultimedia import QMediaDevices

    from clerk_desktop.desktop.media.camera import Camera
    from clerk_desktop.desktop.media.sound import Sound
    from clerk_desktop.desktop.services.tracks import PictureTrack, SoundTrack


class MediaDevices(QObject):
    """The desk's devices and the two tracks that carry them; tracks survive every connection.

    Signals:
        changed: a device came, went, was denied, or was switched on or off.
        own_frame: the clerk's own picture (QImage): camera or name card.
    """

    changed = Signal()
    own_frame = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture: PictureTrack | None = None
        self._voice: SoundTrack | None = None
        self._sound: Sound | None = None
        self._camera: Camera | None = None
        self._resampler: AudioResampler | None = None
        self._system: QMediaDevices | None = None
        self._card: QImage | None = None
        self._open = False
        self._camera_on = self._microphone_on = True
        self._has_microphone = self._has_speaker = False

    @property
    def has_camera(self) -> bool:
        """Whether a camera films now or would when switched on; False before the first call."""
        return self._camera is not None

    @property
    def has_microphone(self) -> bool:
        """Whether a microphone is there and allowed."""
        return self._has_microphone

    @property
    def has_speaker(self) -> bool:
        """Whether the citizen can be heard."""
        return self._has_speaker

    @property
    def camera_on(self) -> bool:
        """Whether the clerk wants to be seen."""
        return self._camera_on

    @property
    def microphone_on(self) -> bool:
        """Whether the clerk wants to be heard."""
        return self._microphone_on

    def tracks(self) -> tuple[PictureTrack, SoundTrack]:
        """What every connection sends; the same two for the life of the program."""
        if self._picture is None or self._voice is None:
            from clerk_desktop.desktop.services.tracks import PictureTrack, SoundTrack  # noqa: PLC0415

            self._picture, self._voice = PictureTrack(), SoundTrack()
        return self._picture, self._voice

    def open(self, name: str, office: str) -> None:
        """Open what the computer has for a call; `name` and `office` stand on the card. Must run on the event loop."""
        # A computer without PipeWire or sound is no news for the log; what is missing is told by `changed`.
        QLoggingCategory.setFilterRules("qt.multimedia.*=false")
        from PySide6.QtMultimedia import QMediaDevices  # noqa: PLC0415

        _, voice = self.tracks()
        self._card = name_card(name, office)
        self._open = True
        if self._sound is None:
            from clerk_desktop.desktop.media.sound import Sound  # noqa: PLC0415

            self._sound = Sound(voice.ring, self)
            app = QCoreApplication.instance()
            if app is not None:
                # Qt dies of a thread that still runs when the program ends.
                app.aboutToQuit.connect(self.shut_down)
            self._sound.microphone_failed.connect(self._on_microphone_failed)
            self._sound.speaker_failed.connect(self._on_speaker_failed)
        if self._system is None:
            self._system = QMediaDevices(self)
            self._system.videoInputsChanged.connect(self._open_camera)
            self._system.audioInputsChanged.connect(self._open_microphone)
            self._system.audioOutputsChanged.connect(self._open_speaker)
        self._open_camera()
        self._open_microphone()
        self._open_speaker()

    def close(self) -> None:
        """Let all devices go: lights off, silence."""
        self._open = False
        self._drop_camera()
        if self._sound is not None:
            self._sound.listen(None)
            self._sound.speak(None)
        self._resampler = None

    def shut_down(self) -> None:
        """End of the program: let the devices go and end the sound thread. Happens by itself when Qt quits."""
        self.close()
        sound, self._sound = self._sound, None
        if sound is not None:
            sound.shut_down()
            sound.deleteLater()

    def set_camera(self, on: bool) -> None:
        """Be seen, or show the name card and switch the camera's light off."""
        self._camera_on = on
        if self._open:
            self._open_camera()
        else:
            self.changed.emit()

    def set_microphone(self, on: bool) -> None:
        """Be heard, or send silence; the device is let go, so that its light tells the truth."""
        self._microphone_on = on
        if self._open:
            self._open_microphone()
        else:
            self.changed.emit()

    def play(self, sound: AudioFrame) -> None:
        """Let the clerk hear this piece of decoded sound."""
        if self._sound is None or not self._open:
            return
        if self._resampler is None:
            from av.audio.resampler import AudioResampler  # noqa: PLC0415

            from clerk_desktop.desktop.services.ring import RATE  # noqa: PLC0415

            self._resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
        sound.pts = None
        for piece in self._resampler.resample(sound):
            self._sound.heard.put(bytes(piece.planes[0])[: piece.samples * 2])

    @staticmethod
    def image_of(frame: VideoFrame) -> QImage:
        """A decoded picture, ready to paint."""
        return to_image(frame)

    # --- devices

    def _open_camera(self) -> None:
        if not self._open:
            return
        from clerk_desktop.desktop.media.camera import Camera  # noqa: PLC0415

        self._drop_camera()
        # Until the camera brings its first picture, and for good when it never does.
        self._show_card()
        device = Camera.default()
        if device is not None:
            self._camera = Camera(device, self)
            self._camera.picture.connect(self._show)
            self._camera.failed.connect(self._on_camera_failed)
            if self._camera_on:
                self._camera.start()
        self.changed.emit()

    def _drop_camera(self) -> None:
        if self._camera is not None:
            self._camera.picture.disconnect(self._show)
            self._camera.failed.disconnect(self._on_camera_failed)
            self._camera.stop()
            self._camera.deleteLater()
            self._camera = None

    def _on_camera_failed(self) -> None:
        self._drop_camera()
        self._show_card()
        self.changed.emit()

    def _show_card(self) -> None:
        if self._card is not None:
            self._show(self._card)

    def _show(self, image: QImage) -> None:
        if self._picture is not None and self._open:
            self._picture.show(to_frame(image))
            self.own_frame.emit(image)

    def _open_microphone(self) -> None:
        if not self._open or self._sound is None:
            return
        device = self._sound.default_microphone()
        self._has_microphone = device is not None
        self._sound.listen(device if self._microphone_on else None)
        self.changed.emit()

    def _on_microphone_failed(self) -> None:
        self._has_microphone = False
        self.changed.emit()

    def _open_speaker(self) -> None:
        if not self._open or self._sound is None:
            return
        device = self._sound.default_speaker()
        self._has_speaker = device is not None
        self._sound.speak(device)
        self.changed.emit()

    def _on_speaker_failed(self) -> None:
        self._has_speaker = False
        self.changed.emit()
