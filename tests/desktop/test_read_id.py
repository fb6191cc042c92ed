"""The command for an office's IT: pictures and films in, one line of JSON each out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from clerk_desktop.desktop import read_id
from tests.helpers import specimen
from tests.helpers.specimen import ERIKA


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("pictures")
    (there / "card.jpg").write_bytes(specimen.still(ERIKA, "clean", 3))
    (there / "blank.jpg").write_bytes(specimen.jpeg(np.full((720, 1280, 3), 236, np.uint8), 90))
    (there / "front.jpg").write_bytes(specimen.jpeg(specimen.scene(specimen.front()), 90))
    page = np.full((900, 1200, 3), 244, np.uint8)
    for row in range(20):
        words = "NOTHING BUT A LETTER WITH MANY WORDS <<< 0123456789"
        cv2.putText(page, words, (30, 60 + 40 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (20, 20, 20), 2)
    (there / "page.jpg").write_bytes(specimen.jpeg(page, 90))
    (there / "note.txt").write_text("no picture", "utf-8")
    specimen.write_film(there / "card.mjpeg", seconds=0.6, fps=10)
    return there


def run(*arguments: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]]]:
    code = read_id.main([str(argument) for argument in arguments])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_card(pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, (said,) = run(pictures / "card.jpg", capsys=capsys)
    assert code == 0
    assert set(said) == {"file", "mrz", "accepted", "doubtful", "ms"}
    assert (said["mrz"], said["accepted"]) == (list(ERIKA.mrz), True)


def test_what_is_no_card_is_never_read_as_one(pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(*(pictures / f"{name}.jpg" for name in ("blank", "front", "page")), capsys=capsys)
    assert code == 1
    assert [(one["mrz"], one["accepted"]) for one in said] == [(None, False)] * 3


def test_file_that_cannot_be_read_has_a_line_and_the_others_go_on(
    pictures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(pictures / "none.jpg", pictures / "note.txt", pictures, pictures / "card.jpg", capsys=capsys)
    assert code == 2
    assert [one["mrz"] is None and bool(one["error"]) for one in said[:3]] == [True] * 3
    assert said[3]["accepted"]


def test_film(pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, (said, broken) = run("--sequence", pictures / "card.mjpeg", pictures / "note.txt", capsys=capsys)
    assert code == 2
    assert set(said) == {"file", "mrz", "accepted", "frames_needed", "ms_per_frame"}
    assert (said["mrz"], said["accepted"]) == (list(ERIKA.mrz), True)
    assert said["frames_needed"] <= 3
    assert broken["mrz"] is None
    assert broken["error"]


def test_without_a_screen_and_without_qt(pictures: Path) -> None:
    """Qt may not even be installed on the computer where it runs."""
    script = (
        "import sys; sys.modules['PySide6'] = None; from clerk_desktop.desktop.read_id import main; "
        f"sys.exit(main([{str(pictures / 'card.jpg')!r}]))"
    )
    bare = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    done = subprocess.run([sys.executable, "-c", script], env=bare, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["accepted"]


def test_help_says_what_the_words_mean(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        read_id.main(["--help"])
    assert left.value.code == 0
    assert "two independent readers" in capsys.readouterr().out
