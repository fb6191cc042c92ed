"""Why some versions are pinned; when one of these fails after an update, the pin is lifted or kept knowingly."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys

import pytest
from packaging.version import Version

COUNT = """
import sys
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(10):
    thing.setObjectName("warm")
before = sys.getrefcount(None)
for _ in range(300):
    thing.setObjectName("x")
print(sys.getrefcount(None) - before)
"""


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal there")
def test_void_calls_keep_the_references_of_none() -> None:
    """PySide6 6.12.0 loses one at each call and dies after some thousand (in a process of its own, for that reason)."""
    done = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, check=True)
    assert abs(int(done.stdout)) < 20


def test_pymupdf_is_the_one_without_a_layout_package() -> None:
    """2.0 pulls onnxruntime, networkx and a layout package of unclear licence."""
    assert Version(importlib.metadata.version("pymupdf")) < Version("2")
    needs = importlib.metadata.requires("pymupdf") or []
    assert not [need for need in needs if "extra ==" not in need]


def test_only_one_opencv_is_installed() -> None:
    """The other wheel brings Qt plugins of its own that clash with PySide6."""
    names = {package.metadata["Name"].lower() for package in importlib.metadata.distributions()}
    assert {name for name in names if name.startswith("opencv")} == {"opencv-python-headless"}


def test_qt_comes_without_a_web_engine() -> None:
    """The meta package adds hundreds of megabytes that nobody here uses."""
    names = {package.metadata["Name"].lower() for package in importlib.metadata.distributions()}
    assert "pyside6" not in names
