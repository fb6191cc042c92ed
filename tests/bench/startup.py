"""How quickly the desk is usable and how much memory both programs take: `python -m tests.bench.startup`.

The last line is JSON: `desk_usable_s` from the start of the process until the sign-in form takes input (median of
several starts, the first one left out), `bare_window_s` the same for an empty Qt window on this machine at this moment,
`desk_rss_mb` and `hosted_rss_mb` the resident memory of the desk signed in with its queue and of the service after its
first requests. Goals: desk usable < 2 s, < 350 MB before a call; service < 120 MB.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from installer.office import Office
from installer.screen import screen, sound, stop

ROOT = Path(__file__).resolve().parents[2]
STARTS = 5
LIMIT_S = 60.0

BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.show()
QTimer.singleShot(0, lambda: print("usable", flush=True))
QTimer.singleShot(50, app.quit)
app.exec()
"""

DESK = """
import asyncio, sys
from clerk_desktop.desktop.app import run

async def script(desk):
    from PySide6.QtWidgets import QWidget
    while True:
        widget = desk.window.findChild(QWidget, sys.argv[1])
        if widget is not None and widget.isVisible() and widget.isEnabled():
            break
        await asyncio.sleep(0.005)
    print("usable", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    desk.window.close()

if __name__ == "__main__":
    sys.exit(run(sys.argv[2:], script))
"""


class Started:
    """A program from its start until it said "usable"."""

    def __init__(self, code: str, arguments: list[str], environment: dict[str, str], first_line: str = "") -> None:
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            cwd=ROOT,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self.process.stdin
        assert self.process.stdout
        if first_line:
            self.process.stdin.write(first_line + "\n")
            self.process.stdin.flush()
        for line in self.process.stdout:
            if line.strip() == "usable":
                break
        self.seconds = time.perf_counter() - began

    def rss_mb(self) -> float:
        """Resident memory of the process and what it started, in MB (10^6 bytes)."""
        own = psutil.Process(self.process.pid)
        return sum(p.memory_info().rss for p in [own, *own.children(recursive=True)]) / 1e6

    def end(self) -> None:
        """Close it and wait."""
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(LIMIT_S)
        except subprocess.TimeoutExpired:
            stop(self.process)


def seconds_to_start(code: str, arguments: list[str], environment: dict[str, str]) -> float:
    """Median over several starts; the first one warms the disk's cache and does not count."""
    taken = []
    for _ in range(STARTS + 1):
        started = Started(code, arguments, environment)
        started.end()
        taken.append(started.seconds)
    return statistics.median(taken[1:])


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="office-bench-") as name, screen() as display, sound() as devices:
        folder = Path(name)
        environment = {**os.environ, **display, **devices, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
        with Office(folder / "office", lambda _: None) as office:
            bare = seconds_to_start(BARE, [], environment)
            server = ["--server", office.url, "--language", "de", "--data-dir", str(folder / "desk")]
            usable = seconds_to_start(DESK, ["signin.user", *server], environment)
            signed_in = Started(DESK, ["queue.list", *server, "--token-stdin"], environment, office.sign_in())
            time.sleep(2)  # what starts in the background belongs to the memory before a call
            desk_mb = signed_in.rss_mb()
            signed_in.end()
            hosted_mb = psutil.Process(office.service_pid).memory_info().rss / 1e6
    figures = {"desk_usable_s": usable, "bare_window_s": bare, "desk_rss_mb": desk_mb, "hosted_rss_mb": hosted_mb}
    print(json.dumps({key: round(value, 3 if key.endswith("_s") else 1) for key, value in figures.items()}))


if __name__ == "__main__":
    main()
