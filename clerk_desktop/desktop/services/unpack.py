"""Decoded packets of sound in the desk's format: 48 kHz, mono, 16 bit."""

from __future__ import annotations

import numpy as np
from av import AudioFrame
from av.audio.resampler import AudioResampler

from clerk_desktop.desktop.services.ring import RATE


class Unpacker:
    """Decoded packets in the desk's format; one per connection's codec, used on one thread at a time."""

    def __init__(self) -> None:
        self._resampler: AudioResampler | None = None

    def unpack(self, packet: AudioFrame) -> tuple[int, bytes]:
        """Time stamp in the desk's clock, and sound. Opus, which every browser sends, takes the short way."""
        stamp = packet.pts or 0
        if packet.sample_rate == RATE and packet.format.name == "s16" and packet.layout.name == "stereo":
            both = np.frombuffer(bytes(packet.planes[0]), np.int16, packet.samples * 2).reshape(-1, 2)
            return stamp, both.mean(axis=1).astype(np.int16).tobytes()
        if self._resampler is None:
            self._resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
        packet.pts = None
        pieces = self._resampler.resample(packet)
        sound = b"".join(bytes(piece.planes[0])[: piece.samples * 2] for piece in pieces)
        return stamp * RATE // packet.sample_rate, sound
