"""Rings once in a process of its own, because a sound server is chosen once per process; ends when it has faded."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTimer

from clerk_desktop.desktop.media.chime import Chime
from clerk_desktop.desktop.media.devices import MediaDevices


def main() -> None:
    app = QCoreApplication([])
    chime = Chime(MediaDevices().ringer)
    QTimer.singleShot(0, lambda: chime.ring("arrival"))
    timer = QTimer(interval=50)
    timer.timeout.connect(lambda: None if chime.playing else app.quit())
    timer.start()
    app.exec()


if __name__ == "__main__":
    main()
