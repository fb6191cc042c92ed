"""Microphone and speaker in a thread of their own: the clerk's window may block, the conversation does not.

Facts of QtMultimedia 6.11 behind this shape: `QAudioSource.start(QIODevice)` with a Python device crashes, so the
source's own device is read; a pull-mode sink reads on the thread that made it and stalls with it, so the sink is fed
(push) by a timer of the sound thread.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QIODevice, QObject, Qt, QThread, QTimer, Signal, Slot
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QAudioSource, QMediaDevices, QtAudio

from clerk_desktop.desktop.services.ring import BYTES_PER_MS, RATE, SoundRing

log = logging.getLogger(__name__)

DEVICE_MS = 40
"""Sound that may wait in the device, in milliseconds."""
FEED_MS = 10


def sound_format() -> QAudioFormat:
    """The one format of the desk: 48 kHz, mono, 16 bit. The sound system converts where a device differs."""
    chosen = QAudioFormat()
    chosen.setSampleRate(RATE)
    chosen.setChannelCount(1)
    chosen.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return chosen


class _Works(QObject):
    """Lives in the sound thread and owns the devices.

    Signals:
        microphone_failed, speaker_failed: the device cannot be used or went away.
    """

    microphone_failed = Signal()
    speaker_failed = Signal()

    def __init__(self, spoken: SoundRing, heard: SoundRing) -> None:
        super().__init__()
        self._spoken = spoken
        self._heard = heard
        self._source: QAudioSource | None = None
        self._source_io: QIODevice | None = None
        self._sink: QAudioSink | None = None
        self._sink_io: QIODevice | None = None
        self._timer: QTimer | None = None

    @Slot(object)
    def listen(self, device: QAudioDevice | None) -> None:
        """Record from this device; None stops and lets the device go."""
        if self._source is not None:
            self._source.stop()
            self._source.deleteLater()
        self._source = self._source_io = None
        self._spoken.clear()
        if device is None:
            return
        self._source = QAudioSource(device, sound_format(), self)
        self._source.setBufferSize(DEVICE_MS * BYTES_PER_MS)
        self._source_io = self._source.start()
        if self._source_io is None or self._source.error() != QtAudio.Error.NoError:
            self._source = self._source_io = None
            self.microphone_failed.emit()
            return
        self._source_io.readyRead.connect(self._read)
        self._source.stateChanged.connect(self._on_source_state)

    @Slot(object)
    def speak(self, device: QAudioDevice | None) -> None:
        """Play to this device; None stops."""
        if self._timer is None:
            self._timer = QTimer(self, interval=FEED_MS, timerType=Qt.TimerType.PreciseTimer)
            self._timer.timeout.connect(self._feed)
        self._timer.stop()
        if self._sink is not None:
            self._sink.stop()
            self._sink.deleteLater()
        self._sink = self._sink_io = None
        self._heard.clear()
        if device is None:
            return
        self._sink = QAudioSink(device, sound_format(), self)
        self._sink.setBufferSize(DEVICE_MS * BYTES_PER_MS)
        self._sink_io = self._sink.start()
        if self._sink_io is None or self._sink.error() != QtAudio.Error.NoError:
            self._sink = self._sink_io = None
            self.speaker_failed.emit()
            return
        self._timer.start()

    def _read(self) -> None:
        if self._source_io is not None:
            self._spoken.put(bytes(self._source_io.readAll().data()))

    def _feed(self) -> None:
        if self._sink is None or self._sink_io is None:
            return
        if self._sink.state() == QtAudio.State.StoppedState:
            self._sink = self._sink_io = None
            self.speaker_failed.emit()
            return
        pcm = self._heard.take(self._sink.bytesFree())
        if pcm:
            self._sink_io.write(pcm)

    def _on_source_state(self) -> None:
        # Takes no argument: PySide6 cannot convert the signal's state and raises TypeError instead of calling.
        source = self._source
        if source is None or source.state() != QtAudio.State.StoppedState:
            return
        if source.error() != QtAudio.Error.NoError:
            log.info("microphone: %s", source.error().name)
            self.microphone_failed.emit()


class Sound(QObject):
    """Microphone and speaker of the desk; made once, opened per call.

    Args:
        spoken: where the microphone's sound goes.

    Attributes:
        heard: what is to be played; put there from any thread.

    Signals:
        microphone_failed, speaker_failed: denied, unplugged or in use.
    """

    microphone_failed = Signal()
    speaker_failed = Signal()
    _listen = Signal(object)
    _speak = Signal(object)

    def __init__(self, spoken: SoundRing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heard = SoundRing(most_ms=200, first_ms=40)
        self._thread = QThread(self)
        self._thread.setObjectName("sound")
        self._works = _Works(spoken, self.heard)
        self._works.moveToThread(self._thread)
        self._listen.connect(self._works.listen)
        self._speak.connect(self._works.speak)
        self._works.microphone_failed.connect(self.microphone_failed)
        self._works.speaker_failed.connect(self.speaker_failed)
        self._thread.finished.connect(self._works.deleteLater)
        self._thread.start(QThread.Priority.TimeCriticalPriority)

    @staticmethod
    def default_microphone() -> QAudioDevice | None:
        """The microphone that the computer offers first, or None."""
        device = QMediaDevices.defaultAudioInput()
        return None if device.isNull() else device

    @staticmethod
    def default_speaker() -> QAudioDevice | None:
        """The speaker or headset that the computer offers first, or None."""
        device = QMediaDevices.defaultAudioOutput()
        return None if device.isNull() else device

    def listen(self, device: QAudioDevice | None) -> None:
        """Record from this device; None stops."""
        self._listen.emit(device)

    def speak(self, device: QAudioDevice | None) -> None:
        """Play to this device; None stops."""
        self._speak.emit(device)

    def shut_down(self) -> None:
        """Let all devices go and end the thread."""
        if not self._thread.isRunning():
            return
        self._listen.emit(None)
        self._speak.emit(None)
        self._thread.quit()
        self._thread.wait()
