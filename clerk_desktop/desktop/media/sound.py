"""Microphone and speaker in a thread of their own: the clerk's window may block, the conversation does not.

Facts of QtMultimedia 6.11 behind this shape: `QAudioSource.start(QIODevice)` with a Python device crashes, so the
source's own device is read; a pull-mode sink reads on the thread that made it and stalls with it, so the sink is fed
(push) by a timer of the sound thread.
"""

from __future__ import annotations

import logging
import sys
import time

import numpy as np
from PySide6.QtCore import QIODevice, QObject, Qt, QThread, QTimer, Signal, Slot
from PySide6.QtMultimedia import QAudioDevice, QAudioSink, QAudioSource, QtAudio

from clerk_desktop.desktop.media.formats import sound_format
from clerk_desktop.desktop.services.depth import MOST_MS, Depth
from clerk_desktop.desktop.services.echo import EchoGuard, load_processor
from clerk_desktop.desktop.services.level import loudness
from clerk_desktop.desktop.services.playout import Playout
from clerk_desktop.desktop.services.ring import BYTES_PER_MS, SoundRing

log = logging.getLogger(__name__)

MICROPHONE_MS = 40
"""Sound that may wait in the microphone, in milliseconds."""
FEED_MS = 10
SWITCH_S = 0.0005
"""How long a busy thread may keep Python to itself once another wants it. The usual 5 ms would be paid at every call
into Qt; while the window is busy that is more than the device holds."""
METER_MS = 100
"""How often the meters move."""


def mixed(pcm: bytes, other: bytes) -> bytes:
    """Both together, as loud as each was; `other` may be shorter, or silent."""
    if not other.strip(b"\0"):
        return pcm
    sum_ = np.frombuffer(pcm, np.int16).astype(np.int32)
    sum_[: len(other) // 2] += np.frombuffer(other, np.int16)
    return np.clip(sum_, -32768, 32767).astype(np.int16).tobytes()


class _Meter:
    """The loudest moment of each tenth of a second."""

    def __init__(self) -> None:
        self._gathered = 0
        self._loudest = 0.0

    def hear(self, pcm: bytes) -> float | None:
        """Take a piece of sound; a loudness 0…1 when it is time to show one."""
        self._loudest = max(self._loudest, loudness(pcm))
        self._gathered += len(pcm)
        if self._gathered < METER_MS * BYTES_PER_MS:
            return None
        shown, self._loudest, self._gathered = self._loudest, 0.0, 0
        return shown


class _Works(QObject):
    """Lives in the sound thread and owns the devices.

    Signals:
        microphone_failed, speaker_failed: the device cannot be used or went away.
        microphone_level, speaker_level: loudness 0…1, ten times a second while the device is open.
        cleaning: whether echo and noise can be taken out.
    """

    microphone_failed = Signal()
    speaker_failed = Signal()
    microphone_level = Signal(float)
    speaker_level = Signal(float)
    cleaning = Signal(bool)

    def __init__(self, spoken: SoundRing, heard: Playout, guest: Playout) -> None:
        super().__init__()
        self._spoken, self._heard, self._guest = spoken, heard, guest
        self._guard: EchoGuard | None = None
        self._clean = True
        self._tone = b""
        self._source: QAudioSource | None = None
        self._source_io: QIODevice | None = None
        self._sink: QAudioSink | None = None
        self._sink_io: QIODevice | None = None
        self._timer: QTimer | None = None
        self._depth = Depth()
        self._near, self._far = _Meter(), _Meter()

    # --- orders

    @Slot(object)
    def listen(self, device: QAudioDevice | None) -> None:
        """Record from this device; None stops and lets the device go."""
        if self._source is not None:
            self._source.stop()
            self._source.deleteLater()
        self._source = self._source_io = None
        self._spoken.clear()
        if device is None:
            self.microphone_level.emit(0.0)
            return
        self._learn_anew()
        self._source = QAudioSource(device, sound_format(), self)
        self._source.setBufferSize(MICROPHONE_MS * BYTES_PER_MS)
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
        if device is None:
            self._tone = b""
            self.speaker_level.emit(0.0)
            return
        self._learn_anew()
        self._depth = Depth()
        self._sink = QAudioSink(device, sound_format(), self)
        self._sink.setBufferSize(MOST_MS * BYTES_PER_MS)
        self._sink_io = self._sink.start()
        if self._sink_io is None or self._sink.error() != QtAudio.Error.NoError:
            self._sink = self._sink_io = None
            self.speaker_failed.emit()
            return
        self._timer.start()

    @Slot(object)
    def play_tone(self, pcm: bytes) -> None:
        """Play this over whatever else is heard; an unfinished one ends."""
        self._tone = pcm

    @Slot(bool)
    def set_cleaning(self, on: bool) -> None:
        """Take echo and noise out of the microphone, or send it as it is."""
        self._clean = on
        if self._guard is not None:
            self._guard.on = on
            self._guard.reset()

    def _learn_anew(self) -> None:
        """A device was changed: the room sounds differently, and takes another time."""
        if self._guard is None:
            self._guard = EchoGuard(load_processor())
            self._guard.on = self._clean
            self.cleaning.emit(self._guard.available)
        self._guard.reset()

    # --- sound

    def _read(self) -> None:
        if self._source_io is None or self._guard is None:
            return
        pcm = self._guard.clean(bytes(self._source_io.readAll().data()))
        if pcm:
            self._spoken.put(pcm)
            level = self._near.hear(pcm)
            if level is not None:
                self.microphone_level.emit(level)

    def _feed(self) -> None:
        if self._sink is None or self._sink_io is None or self._guard is None:
            return
        if self._sink.state() == QtAudio.State.StoppedState:
            self._sink = self._sink_io = None
            self.speaker_failed.emit()
            return
        silence, sound = self._depth.wanted(self._sink.bufferSize() - self._sink.bytesFree())
        if sound <= 0:
            return
        now_s = time.monotonic()
        talk = mixed(self._heard.take(sound // 2, now_s), self._guest.take(sound // 2, now_s))
        pcm = bytes(silence) + self._with_tone(talk)
        self._sink_io.write(pcm)
        self._guard.played(pcm)
        level = self._far.hear(pcm)
        if level is not None:
            self.speaker_level.emit(level)

    def _with_tone(self, pcm: bytes) -> bytes:
        piece, self._tone = self._tone[: len(pcm)], self._tone[len(pcm) :]
        return mixed(pcm, piece)

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
        heard: what is to be played of the citizen; put there from any thread.
        guest: the same of a third person.

    Signals:
        microphone_failed, speaker_failed: denied, unplugged or in use.
        microphone_level, speaker_level: loudness 0…1 of what is sent and of what is played.
        cleaning: whether echo and noise can be taken out on this computer.
    """

    microphone_failed = Signal()
    speaker_failed = Signal()
    microphone_level = Signal(float)
    speaker_level = Signal(float)
    cleaning = Signal(bool)
    _listen = Signal(object)
    _speak = Signal(object)
    _tone = Signal(object)
    _clean = Signal(bool)

    def __init__(self, spoken: SoundRing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heard, self.guest = Playout(), Playout()
        sys.setswitchinterval(SWITCH_S)
        self._thread = QThread(self)
        self._thread.setObjectName("sound")
        works = self._works = _Works(spoken, self.heard, self.guest)
        works.moveToThread(self._thread)
        self._listen.connect(works.listen)
        self._speak.connect(works.speak)
        self._tone.connect(works.play_tone)
        self._clean.connect(works.set_cleaning)
        works.microphone_failed.connect(self.microphone_failed)
        works.speaker_failed.connect(self.speaker_failed)
        works.microphone_level.connect(self.microphone_level)
        works.speaker_level.connect(self.speaker_level)
        works.cleaning.connect(self.cleaning)
        self._thread.finished.connect(works.deleteLater)
        self._thread.start(QThread.Priority.TimeCriticalPriority)

    def listen(self, device: QAudioDevice | None) -> None:
        """Record from this device; None stops."""
        self._listen.emit(device)

    def speak(self, device: QAudioDevice | None) -> None:
        """Play to this device; None stops."""
        self._speak.emit(device)

    def reset(self) -> None:
        """Nothing that was heard before is played any more."""
        self.heard.reset()
        self.guest.reset()

    def play_tone(self, pcm: bytes) -> None:
        """Play this on the open speaker, over whatever else is heard."""
        self._tone.emit(pcm)

    def set_cleaning(self, on: bool) -> None:
        """Take echo and noise out of the microphone, or send it as it is."""
        self._clean.emit(on)

    def shut_down(self) -> None:
        """Let all devices go and end the thread."""
        if not self._thread.isRunning():
            return
        self._listen.emit(None)
        self._speak.emit(None)
        self._thread.quit()
        self._thread.wait()
