"""Talking to the person at the terminal: what is being done, how long it took, what to do when it fails.

Standard library only; this runs before anything is installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

_HEARTBEAT_S = 15.0
_TAIL = 40
_WIPE = "\r\x1b[2K"


class Failed(Exception):
    """A step could not be done; the text says what the person can do about it."""


def say(text: str = "") -> None:
    """One line, at once (also into a pipe)."""
    print(text, flush=True)


def seconds(since: float) -> str:
    """How long ago `since` (a `time.monotonic()` value) was, for people: "0.3 s", "2 min 5 s"."""
    spent = time.monotonic() - since
    return f"{spent:.1f} s" if spent < 60 else f"{int(spent) // 60} min {int(spent) % 60} s"


@contextmanager
def step(title: str) -> Iterator[Callable[[str], None]]:
    """Announce a step that may take long, show what it is at, and say how long it took.

    Yields a function that takes the present detail ("downloading PySide6"); on a terminal it is shown at once, in a
    log every quarter of a minute.
    """
    began = time.monotonic()
    live = sys.stdout.isatty()
    detail = [""]
    over = threading.Event()

    def show() -> None:
        pause = 0.2 if live else _HEARTBEAT_S
        while not over.wait(pause):
            line = f"  … {title}: {detail[0]}" if detail[0] else f"  … {title}"
            if live:
                width = max(os.get_terminal_size().columns - 12, 30)
                print(f"{_WIPE}{line[:width]} ({seconds(began)})", end="", flush=True)
            else:
                say(f"{line} ({seconds(began)})")

    say(f"  … {title}")
    ticker = threading.Thread(target=show, daemon=True)
    ticker.start()
    good = False
    try:
        yield lambda text: detail.__setitem__(0, text)
        good = True
    finally:
        over.set()
        ticker.join()
        say(f"{_WIPE if live else ''}  {'✓' if good else '✗'} {title} ({seconds(began)})")


def run(
    title: str,
    command: Sequence[str | Path],
    *,
    detail: Callable[[str], str] | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Run a command as a step; its output is shown only when it fails.

    Args:
        title: what it is for, in the person's words.
        command: program and arguments.
        detail: picks from a line of output what is worth showing meanwhile ("" for nothing).
        env: added to the present environment.
        cwd: where to run it.

    Raises:
        Failed: it ended with an error; the last lines of its output are in the text.
    """
    tail: deque[str] = deque(maxlen=_TAIL)
    with step(title) as show:
        try:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                text=True,
                errors="replace",
                env={**os.environ, **(env or {})},
                cwd=cwd,
            )
        except OSError as error:
            raise Failed(f"{title}: {command[0]} could not be started ({error.strerror}).") from error
        with process:
            for line in process.stdout or ():
                tail.append(line.rstrip())
                if detail is not None and (text := detail(line)):
                    show(text)
        if process.returncode:
            raise Failed(f"{title} failed:\n" + "\n".join(f"    {line}" for line in tail))
