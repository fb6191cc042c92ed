"""The picture on a second monitor: it goes there by itself, comes back to its place, and stays home without one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CHILD = Path(__file__).with_name("two_screens_child.py")


def screens(folder: Path, *names: str) -> dict[str, str]:
    made = [
        {"name": name, "x": place * 1400, "y": 0, "width": 1400, "height": 800, "logicalDpi": 96, "dpr": 1}
        for place, name in enumerate(names)
    ]
    file = folder / f"{len(names)}.json"
    file.write_text(json.dumps({"screens": made}))
    return {"QT_QPA_PLATFORM": f"offscreen:configfile={file}", "PYTHONPATH": str(ROOT)}


def desk(folder: Path, round_: str, *names: str) -> str:
    environment = {**os.environ, **screens(folder, *names)}
    command = [sys.executable, CHILD, folder / "data", round_]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_it_goes_to_the_other_monitor_and_is_there_again_the_next_day(tmp_path: Path) -> None:
    assert desk(tmp_path, "first", "left", "right") == "right"
    assert desk(tmp_path, "second", "left", "right") == "right 1500 640 True"
    # The second monitor was unplugged: the window comes to where it can be seen.
    name, _x, _width, shown = desk(tmp_path, "alone", "left").split()
    assert (name, shown) == ("left", "True")
