"""The watch over the disk sees what it must see: otherwise "no picture was written" would prove nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from installer.journey import files

ROOT = Path(__file__).resolve().parents[2]

WRITER = """
import multiprocessing, os, sys
from installer.journey import files
files.watch()

def child(folder):
    open(folder + "/from-child.jpg", "wb").close()

if __name__ == "__main__":
    folder = sys.argv[1]
    open(folder + "/by-open.jpg", "wb").close()
    os.close(os.open(folder + "/by-os.jpg", os.O_CREAT | os.O_WRONLY))
    open(folder + "/by-os.jpg", "rb").close()
    worker = multiprocessing.get_context("spawn").Process(target=child, args=(folder,))
    worker.start()
    worker.join()
"""


def test_files_opened_for_writing_are_logged_also_by_workers(tmp_path: Path) -> None:
    program, log = tmp_path / "writer.py", tmp_path / "log"
    program.write_text(WRITER, "utf-8")
    began = time.time()
    environment = {**os.environ, files.LOG: str(log), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, program, tmp_path], env=environment, check=True)
    found = [Path(path).name for path in files.written(log, began - 1, time.time() + 1) if ".jpg" in path]
    assert found == ["by-open.jpg", "by-os.jpg", "from-child.jpg"]
    assert files.written(log, began - 10, began - 5) == []


@pytest.mark.parametrize(
    "content", [b"\xff\xd8\xff\xe0 jpeg", b"\x89PNG\r\n\x1a\n", b"packed \x89PNG\r\n\x1a\n inside", b"BM6"]
)
def test_a_picture_on_disk_is_found(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "innocent.bin").write_bytes(content)
    (tmp_path / "note.txt").write_text("no picture")
    assert [path.name for path in files.pictures(tmp_path)] == ["innocent.bin"]
