"""Runs the desk's sound in a process of its own, because a sound server is chosen once per process.

Plays 440 Hz to the default speaker, says `heard` once the default microphone brings 1000 Hz, ends with its input.
"""

from __future__ import annotations

import sys
import threading
import time

from PySide6.QtCore import QCoreApplication, QTimer

from clerk_desktop.desktop.media.catalogue import Catalogue, Kind
from clerk_desktop.desktop.media.sound import Sound
from clerk_desktop.desktop.services.ring import BYTES_PER_MS, RATE, SoundRing
from tests.desktop.media.tones import strength, tone


def main() -> None:
    app = QCoreApplication([])
    spoken = SoundRing(most_ms=500)
    sound = Sound(spoken)
    catalogue = Catalogue()
    speaker, microphone = catalogue.pick(Kind.SPEAKER, None), catalogue.pick(Kind.MICROPHONE, None)
    assert speaker
    assert microphone
    # A steady tone is noise to the suppressor.
    sound.set_cleaning(False)
    sound.speak(speaker.device)
    sound.listen(microphone.device)
    piece, said = tone(440, 1000), [0]

    def work() -> None:
        # 20 ms of sound every 20 ms, as a call brings them.
        at = said[0] * 20 * BYTES_PER_MS % len(piece)
        said[0] += 1
        sound.heard.put(said[0] * 20 * RATE // 1000, piece[at : at + 20 * BYTES_PER_MS], time.monotonic())
        if len(spoken) >= 200 * BYTES_PER_MS and strength(spoken.take(200 * BYTES_PER_MS), 1000) > 0.5:
            sys.stdout.write("heard\n")
            sys.stdout.flush()

    timer = QTimer(interval=20)
    timer.timeout.connect(work)
    timer.start()
    threading.Thread(target=lambda: (sys.stdin.read(), app.quit()), daemon=True).start()
    app.exec()
    sound.shut_down()


if __name__ == "__main__":
    main()
