"""The desk's sound format, as QtMultimedia calls it."""

from __future__ import annotations

from PySide6.QtMultimedia import QAudioFormat

from clerk_desktop.desktop.services.ring import RATE


def sound_format() -> QAudioFormat:
    """The one format of the desk: 48 kHz, mono, 16 bit. The sound system converts where a device differs."""
    chosen = QAudioFormat()
    chosen.setSampleRate(RATE)
    chosen.setChannelCount(1)
    chosen.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return chosen
