"""The desk's own short tones: somebody came, somebody wrote. Computed, not recorded; nothing is read from disk."""

from __future__ import annotations

import logging
import math
from array import array
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from clerk_desktop.desktop.services.ring import BYTES_PER_MS, RATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QIODevice
    from PySide6.QtMultimedia import QAudioDevice, QAudioSink

log = logging.getLogger(__name__)

TONES: dict[str, tuple[tuple[int, int], ...]] = {
    "arrival": ((659, 160), (880, 340)),
    "note": ((988, 220),),
    "chat": ((784, 160),),
}
"""Each tone as its notes: hertz and milliseconds. Rising for a person, one light note for a message."""
LOUDEST = 8_000
"""Peak of 32,767: heard in a room, no fright in a headset."""
FEED_MS, BUFFER_MS = 20, 200
"""How often the device is fed, and how much it holds: a window that is busy for a moment does not tear the tone."""
PATIENCE_MS = 5_000
"""A device that has taken nothing for so long is let go."""
AFTER_MS = 300
"""The device is kept so long after the last sample went in, so that nothing is cut off."""


def pcm(tone: str) -> bytes:
    """A tone in the desk's sound format (48 kHz, mono, 16 bit). Raises KeyError for one that does not exist."""
    return struck(TONES[tone])


@cache
def struck(notes: tuple[tuple[int, int], ...]) -> bytes:
    """Notes (hertz, milliseconds) one after the other, each struck like a small bell."""
    samples = array("h")
    for hertz, ms in notes:
        count = RATE * ms // 1000
        for n in range(count):
            # A bell: struck within 5 ms, dying away, silent at its end so that nothing clicks.
            rise, fall = min(1.0, n / (RATE * 0.005)), math.exp(-5.0 * n / count) * (1 - n / count)
            turn = math.tau * hertz * n / RATE
            samples.append(int(LOUDEST * rise * fall * (math.sin(turn) + 0.3 * math.sin(2 * turn)) / 1.3))
    return samples.tobytes()


class Chime(QObject):
    """Plays one tone at a time; a computer without a speaker stays silent.

    QtMultimedia is loaded with the first tone, and the device is held only while it plays.

    Args:
        device: the speaker for tones, asked before each.
        parent: Qt owner.
    """

    def __init__(self, device: Callable[[], QAudioDevice | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._device = device
        self._sink: QAudioSink | None = None
        self._io: QIODevice | None = None
        self._left = b""
        self._timer = QTimer(self, interval=FEED_MS)
        self._timer.timeout.connect(self._feed)
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self.silence)
        app = QCoreApplication.instance()
        if app is not None:
            # A sound device that outlives the application takes the process with it.
            app.aboutToQuit.connect(self.silence)

    @property
    def playing(self) -> bool:
        """Whether a tone is being played."""
        return self._sink is not None

    def ring(self, tone: str) -> None:
        """Play this tone; an unfinished one ends. Raises KeyError for a tone that does not exist."""
        from PySide6.QtMultimedia import QAudioSink, QtAudio  # noqa: PLC0415

        from clerk_desktop.desktop.media.formats import sound_format  # noqa: PLC0415

        sound = pcm(tone)
        self.silence()
        device = self._device()
        if device is None:
            return
        self._sink = QAudioSink(device, sound_format(), self)
        self._sink.setBufferSize(BUFFER_MS * BYTES_PER_MS)
        self._io = self._sink.start()
        if self._io is None or self._sink.error() != QtAudio.Error.NoError:
            log.info("no tone: %s", self._sink.error().name)
            self.silence()
            return
        # A sound server begins only once the buffer is full; silence sees the shortest tone through.
        self._left = sound + bytes(BUFFER_MS * BYTES_PER_MS)
        self._feed()
        self._timer.start()
        self._patience.start()

    def silence(self) -> None:
        """Stop, and let the device go."""
        self._timer.stop()
        self._patience.stop()
        self._timer.setInterval(FEED_MS)
        sink, self._sink, self._io, self._left = self._sink, None, None, b""
        if sink is not None:
            sink.stop()
            sink.deleteLater()

    def _feed(self) -> None:
        if self._sink is None or self._io is None:
            return
        if self._left:
            written = self._io.write(self._left[: max(0, self._sink.bytesFree())])
            self._left = self._left[max(0, written) :]
            if not self._left:
                self._timer.setInterval(AFTER_MS)
        else:
            self.silence()
