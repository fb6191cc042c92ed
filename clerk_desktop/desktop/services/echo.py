"""Takes the citizen's voice and the room's noise out of the clerk's microphone, so that nobody needs a headset.

The work is done by WebRTC's audio processing (package pywebrtc-audio, Apache-2.0): echo canceller and noise
suppressor. Its gain control is not used: it costs 10 to 20 dB of echo suppression. Where the package cannot be loaded
the microphone goes through as it is, and the desk says so.

One thread only: played sound and microphone meet in the sound thread. Microphone and speaker may run on clocks of their
own; the played sound is therefore bent to the microphone's clock before it serves as the reference.
"""

from __future__ import annotations

import logging
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from clerk_desktop.desktop.services.ring import RATE
from clerk_desktop.desktop.services.voice import PER_MS, Bend, Samples

log = logging.getLogger(__name__)

FRAME = 10 * PER_MS
"""The processor works on 10 ms."""
NOISE_LEVEL = 2
"""Noise suppression 0 to 3; 2 is 18 dB, what browsers use."""
USUAL_WAY_MS = 60
"""From the reference to the microphone, where the search for the true delay begins."""
FEW_MS, MANY_MS, MOST_MS = 5, 60, 200
"""So much of the played sound may wait for its microphone frame without being hurried; the most is never exceeded."""
SMOOTH = 0.01
"""How much one frame counts in the measured wait; sound comes and goes in bursts."""
PULL, PULL_DRIFT, BEND_MOST = 0.03, 0.0002, 0.002
"""Gains of the controller that follows the two clocks (per second, per second²), and its limit."""


class Processor(Protocol):
    """What cleans: WebRTC's, or a test's."""

    def process(self, near: NDArray[np.int16], far: NDArray[np.int16]) -> NDArray[np.int16]:
        """The microphone's frame without the speaker's."""
        ...

    def reset(self) -> None:
        """Forget the room."""
        ...


class _WebRtc:
    """Echo canceller, then noise suppressor: the package's combined processor takes only 6 dB of the noise, not 15."""

    def __init__(self) -> None:
        from pywebrtc_audio import EchoCanceller, NoiseSuppressor  # noqa: PLC0415

        self._echo = EchoCanceller(sample_rate=RATE, stream_delay_ms=USUAL_WAY_MS)
        self._noise = NoiseSuppressor(sample_rate=RATE, level=NOISE_LEVEL)

    def process(self, near: NDArray[np.int16], far: NDArray[np.int16]) -> NDArray[np.int16]:
        return self._noise.process(self._echo.process(near, far))

    def reset(self) -> None:
        self._echo.reset()
        self._noise.reset()


def load_processor() -> Processor | None:
    """WebRTC's processing, or None where its package cannot be loaded."""
    try:
        return _WebRtc()
    except (ImportError, OSError) as error:
        log.info("no echo cancellation: %s", type(error).__name__)
        return None


class _Reference:
    """The played sound on its way to the microphone's frames, on the microphone's clock.

    Both devices take or give every sample in order, so the n-th of one meets the n-th of the other whatever bursts they
    come in. When it runs dry the speaker ran dry as well: silence was played, and silence is what stands here.
    """

    def __init__(self) -> None:
        self._bend = Bend()
        self._wait = 0.5 * (FEW_MS + MANY_MS) * PER_MS
        self._drift = 0.0

    def put(self, sound: Samples) -> None:
        """What the speaker plays next."""
        room = MOST_MS * PER_MS - int(self._bend.ahead)
        self._bend.feed(sound[: max(0, room)])

    def take(self) -> Samples:
        """The frame that the microphone may hear now."""
        error = (self._wait - float(np.clip(self._wait, FEW_MS * PER_MS, MANY_MS * PER_MS))) / RATE
        self._drift = float(np.clip(self._drift + PULL_DRIFT * error * FRAME / RATE, -BEND_MOST / 2, BEND_MOST / 2))
        ratio = 1.0 + float(np.clip(PULL * error + self._drift, -BEND_MOST, BEND_MOST))
        missing = self._bend.missing(FRAME, ratio)
        if missing:
            self._bend.feed(np.zeros(missing, np.float32))
        sound = self._bend.read(FRAME, ratio)
        self._wait += (self._bend.ahead - self._wait) * SMOOTH
        return sound


class EchoGuard:
    """Cleans the microphone's sound.

    Args:
        processor: what cleans; None: everything goes through as it is.

    Attributes:
        on: the clerk's switch.
    """

    def __init__(self, processor: Processor | None) -> None:
        self._processor = processor
        self._reference = _Reference()
        self._rest = np.zeros(0, np.int16)
        self.on = True

    @property
    def available(self) -> bool:
        """Whether it can clean at all."""
        return self._processor is not None

    def reset(self) -> None:
        """Another microphone or speaker: the room is learnt anew."""
        self._reference, self._rest = _Reference(), np.zeros(0, np.int16)
        if self._processor is not None:
            self._processor.reset()

    def played(self, pcm: bytes) -> None:
        """What was just handed to the speaker (mono, 16 bit, 48 kHz)."""
        if self._processor is not None:
            self._reference.put(np.frombuffer(pcm, np.int16).astype(np.float32))

    def clean(self, pcm: bytes) -> bytes:
        """The microphone's sound without echo and noise; up to 10 ms of it wait for the next call."""
        if self._processor is None or not self.on:
            return pcm
        near = np.concatenate([self._rest, np.frombuffer(pcm[: len(pcm) - len(pcm) % 2], np.int16)])
        frames = len(near) // FRAME
        self._rest = near[frames * FRAME :]
        made = []
        for number in range(frames):
            far = np.clip(np.rint(self._reference.take()), -32768, 32767).astype(np.int16)
            made.append(self._processor.process(near[number * FRAME : (number + 1) * FRAME], far))
        return b"".join(piece.tobytes() for piece in made)
