"""Nothing of a process's memory is left behind when it crashes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="tells how Linux is asked")

SHOW = """
import ctypes, resource
from clerk_desktop.desktop.services.discretion import leave_no_dump
before = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)
leave_no_dump()
leave_no_dump()
print(before, ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))
"""
CRASH = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE)[1:] * 2)
if sys.argv[1] == "discreet":
    from clerk_desktop.desktop.services.discretion import leave_no_dump
    leave_no_dump()
os.chdir(sys.argv[2])
os.abort()
"""


def run(code: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, text=True, check=False)


def test_no_core_and_no_foreign_eyes() -> None:
    assert run(SHOW).stdout.strip() == "1 0 (0, 0)"


def test_a_crash_leaves_no_file(tmp_path: Path) -> None:
    """Where the system writes cores into the working folder, the indiscreet run would leave one (see core(5))."""
    assert run(CRASH, "discreet", str(tmp_path)).returncode < 0
    assert list(tmp_path.iterdir()) == []


def test_every_process_that_sees_a_picture_asks_for_it() -> None:
    for path in ("app.py", "services/id_reader_worker.py"):
        assert "leave_no_dump()" in (ROOT / "clerk_desktop" / "desktop" / path).read_text("utf-8"), path
