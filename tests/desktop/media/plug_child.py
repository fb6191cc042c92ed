"""The desk's devices in a process of their own, in a call: plays 440 Hz without end and tells what is plugged.

Chooses the speaker `Headset`, says `ready`, then every change, and ends with its input.
"""

from __future__ import annotations

import sys
import threading
import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from clerk_desktop.desktop.media.catalogue import Kind, Offer
from clerk_desktop.desktop.media.devices import MediaDevices
from clerk_desktop.desktop.services.ring import BYTES_PER_MS, RATE
from tests.desktop.media.tones import tone


class End(QObject):
    """The end of the input."""

    came = Signal()


def main() -> None:
    app = QApplication([])
    media = MediaDevices()

    def say(*words: object) -> None:
        sys.stdout.write(" ".join(str(word) for word in words) + "\n")
        sys.stdout.flush()

    media.fell_back.connect(lambda kind, name, other: say("gone", kind, name, "→", other))
    media.returned.connect(lambda kind, name: say("back", kind, name))
    media.choose(Kind.SPEAKER, Offer("", "Headset"))
    media.open("Frau Wolf", "Bürgeramt City")
    piece, said = tone(440, 1000), [0]

    def work() -> None:
        at = said[0] * 20 * BYTES_PER_MS % len(piece)
        said[0] += 1
        assert media._sound
        media._sound.heard.put(said[0] * 20 * RATE // 1000, piece[at : at + 20 * BYTES_PER_MS], time.monotonic())

    timer = QTimer(interval=20)
    timer.timeout.connect(work)
    timer.start()
    # Never app.quit() from here: it waits for the window's thread and keeps Python locked meanwhile.
    end = End()
    end.came.connect(app.quit, Qt.ConnectionType.QueuedConnection)
    threading.Thread(target=lambda: (sys.stdin.read(), end.came.emit()), daemon=True).start()
    QTimer.singleShot(0, lambda: say("ready"))
    app.exec()
    media.shut_down()


if __name__ == "__main__":
    main()
