"""Runs the desk's sound in a process of its own, because a sound server is chosen once per process.

Plays 440 Hz to the default speaker, says `heard` once the default microphone brings 1000 Hz, ends with its input.
"""

from __future__ import annotations

import sys
import threading

from PySide6.QtCore import QCoreApplication, QTimer

from clerk_desktop.desktop.media.sound import Sound
from clerk_desktop.desktop.services.ring import BYTES_PER_MS, SoundRing
from tests.desktop.media.tones import strength, tone


def main() -> None:
    app = QCoreApplication([])
    spoken = SoundRing(most_ms=500)
    sound = Sound(spoken)
    sound.speak(Sound.default_speaker())
    sound.listen(Sound.default_microphone())
    piece, said = tone(440, 1000), [0]

    def work() -> None:
        # 20 ms of sound every 20 ms, as a call brings them.
        at = said[0] * 20 * BYTES_PER_MS % len(piece)
        said[0] += 1
        sound.heard.put(piece[at : at + 20 * BYTES_PER_MS])
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
