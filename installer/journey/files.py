"""Who writes files: a log of every file that the desk opens for writing, and a search for pictures on disk."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

LOG = "JOURNEY_WRITES"
"""Environment variable with the file that the log goes to; processes that the desk starts inherit it."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF", b"BM", b"II*\0", b"MM\0*", b"P6\n", b"P5\n", b"GIF8")


def watch() -> None:
    """Log from now on each file that this process opens for writing, as "seconds path"; cannot be undone.

    Sees what goes through Python's `open` and `os.open`. What libraries write past Python is found by `pictures`.
    """
    target = os.environ.get(LOG)
    if not target:
        return
    log = os.open(target, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def note(event: str, args: tuple[object, ...]) -> None:
        if event == "open" and isinstance(args[2], int) and args[2] & _WRITING and not isinstance(args[0], int):
            os.write(log, f"{time.time():.3f} {os.fsdecode(str(args[0]))}\n".encode())

    sys.addaudithook(note)


def written(log: Path, since: float, until: float) -> list[str]:
    """The files that were opened for writing between two moments (`time.time()`)."""
    lines = (line.partition(" ") for line in log.read_text("utf-8").splitlines())
    return [path for moment, _, path in lines if since <= float(moment) <= until]


def pictures(folder: Path) -> list[Path]:
    """Every file under `folder` that begins like a picture, or holds a JPEG or PNG anywhere."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            if content.startswith(_PICTURES) or b"\xff\xd8\xff\xe0" in content or b"\x89PNG\r\n\x1a\n" in content:
                found.append(path)
    return found
