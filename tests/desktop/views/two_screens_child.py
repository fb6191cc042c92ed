"""A desk with two monitors, in a process of its own: Qt's offscreen platform takes its screens from a file.

Usage: two_screens_child.py FOLDER first|second|alone; says in one line on which screen the picture's window is.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication

from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import a_face


async def main(folder: Path, round_: str) -> str:
    rehearsal = Rehearsal(folder)
    window = rehearsal.desk.window
    window.setGeometry(10, 10, 1200, 700)
    window.show()
    await rehearsal.in_call()
    rehearsal.call.frame.emit(a_face(64, 36))
    panel = window.call_panel
    other = panel.window_of_picture
    if round_ == "first":
        window.actions_of_desk["video_window"].trigger()
        said = other.screen().name()
        other.setGeometry(1500, 100, 640, 400)
    else:
        said = f"{other.screen().name()} {other.geometry().x()} {other.width()} {other.isVisible()}"
    rehearsal.desk.case.interrupt()
    await rehearsal.quiet()
    await rehearsal.close()
    return said


if __name__ == "__main__":
    app = QApplication([])
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        sys.stdout.write(runner.run(main(Path(sys.argv[1]), sys.argv[2])) + "\n")
