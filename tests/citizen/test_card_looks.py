"""The page's own look at a card, on pictures drawn here: what is found, how good it is, and what to do next."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from clerk_desktop.common.capture import Hint
from clerk_desktop.resources import resource
from installer import page
from tests.helpers import specimen
from tests.helpers.specimen import Picture, Pose, Specimen

SCRIPT = Path(__file__).with_name("card_looks.mjs")
BIG = Pose(width=0.7, x=0.5, y=0.5, roll=-1, tilt=3, turn=-3)
LEVEL = Pose(width=0.6, x=0.5, y=0.5, roll=0, tilt=0, turn=0)
BACK, FRONT = specimen.back(), specimen.front()
PASSPORT = specimen.passport(Specimen(kind="P"))


def lamp(picture: Picture, x: float, y: float, strength: float = 180) -> Picture:
    """A lamp mirrored at this place of the picture (parts of its size)."""
    height, width = picture.shape[:2]
    across, down = np.meshgrid(np.arange(width), np.arange(height))
    spot = np.exp(-(((across - x * width) / (0.09 * width)) ** 2 + ((down - y * height) / (0.05 * width)) ** 2))
    return np.clip(picture + (spot * strength)[..., None], 0, 255).astype(np.uint8)


def sheet(width: int, height: int, letters: int, pitch: int) -> Picture:
    """A page of text: `letters` high, lines `pitch` apart (pixels)."""
    paper = np.full((height, width, 3), 245, np.uint8)
    rng = np.random.default_rng(3)
    for y in range(2 * pitch, height - pitch, pitch):
        x = pitch
        while x < width - 2 * pitch:
            word = "".join(chr(97 + int(code)) for code in rng.integers(0, 26, rng.integers(2, 9)))
            scale = letters / 30
            cv2.putText(paper, word, (x, y), cv2.FONT_HERSHEY_SIMPLEX, scale, (30, 30, 30), 2, cv2.LINE_AA)
            x += cv2.getTextSize(word, cv2.FONT_HERSHEY_SIMPLEX, scale, 2)[0][0] + letters // 2
    return paper


def dim(picture: Picture, level: float) -> Picture:
    return specimen.dark(picture, np.random.default_rng(1), level)


def in_jpeg(picture: Picture) -> Picture:
    """As a camera sends it, with the edges of its blocks."""
    return np.asarray(cv2.imdecode(np.frombuffer(specimen.jpeg(picture, 60), np.uint8), cv2.IMREAD_COLOR), np.uint8)


NOBODY = Pose(width=0.01, x=-1)
BLANK = np.full((1080, 1713, 3), 238, np.uint8)
SCENES: dict[str, Callable[[], Picture]] = {
    "back": lambda: specimen.scene(BACK),
    "front": lambda: specimen.scene(FRONT),
    "level back": lambda: specimen.scene(BACK, LEVEL),
    "level front": lambda: specimen.scene(FRONT, LEVEL),
    "back large": lambda: specimen.scene(BACK, BIG),
    "front alone": lambda: specimen.scene(FRONT, BIG, person=False),
    "passport": lambda: specimen.scene(PASSPORT, Pose(width=0.62, x=0.6, y=0.5, roll=-1, tilt=3, turn=-3)),
    "upside down": lambda: specimen.scene(cv2.rotate(BACK, cv2.ROTATE_180), BIG),
    "small": lambda: specimen.scene(BACK, Pose(width=0.3)),
    "small front": lambda: specimen.scene(FRONT, Pose(width=0.3)),
    "too close": lambda: specimen.scene(BACK, Pose(width=1.05, x=0.5, y=0.5, roll=0, tilt=0, turn=0)),
    "cut off": lambda: specimen.scene(BACK, Pose(width=0.6, x=0.85, y=0.5)),
    "cut off front": lambda: specimen.scene(FRONT, Pose(width=0.6, x=0.85, y=0.5)),
    "blurred": lambda: specimen.defocus(specimen.scene(BACK, BIG), 8),
    "blurred front": lambda: specimen.defocus(specimen.scene(FRONT, BIG), 8),
    "moved": lambda: specimen.motion(specimen.scene(BACK, BIG), 18, 10),
    "glare left": lambda: lamp(specimen.scene(BACK, BIG), 0.3, 0.66),
    "glare right": lambda: lamp(specimen.scene(BACK, BIG), 0.7, 0.66),
    "glare left on the front": lambda: lamp(specimen.scene(FRONT, BIG), 0.3, 0.5),
    "glare above the lines": lambda: lamp(specimen.scene(BACK, BIG), 0.5, 0.28),
    "dark": lambda: dim(specimen.scene(BACK, BIG), 0.2),
    "dim": lambda: dim(specimen.scene(BACK, BIG), 0.45),
    "night": lambda: dim(specimen.scene(FRONT, BIG), 0.1),
    "rolled": lambda: specimen.scene(BACK, Pose(width=0.5, x=0.5, y=0.5, roll=24, tilt=0, turn=0)),
    "leaning": lambda: specimen.scene(BACK, Pose(width=0.6, x=0.5, y=0.5, roll=0, tilt=37, turn=0)),
    "leaning front": lambda: specimen.scene(FRONT, Pose(width=0.6, x=0.5, y=0.5, roll=0, tilt=37, turn=0)),
    "nobody": lambda: specimen.scene(BACK, NOBODY),
    "wall": lambda: np.full((720, 1280, 3), 160, np.uint8),
    "blank card": lambda: specimen.scene(BLANK, BIG),
    "white card": lambda: in_jpeg(specimen.scene(np.full_like(BLANK, 255))),
    "blank sheet": lambda: specimen.scene(
        np.full((1700, 1202, 3), 244, np.uint8), Pose(width=0.4, x=0.5, y=0.5, roll=0)
    ),
    "text page": lambda: specimen.scene(sheet(1202, 1700, 26, 44), Pose(width=0.4, x=0.5, y=0.5)),
    "text page close": lambda: specimen.scene(sheet(1202, 1700, 26, 44), Pose(width=0.85, x=0.5, y=0.6, roll=3)),
    "large text": lambda: specimen.scene(sheet(1713, 1080, 50, 90), BIG),
    "upright phone": lambda: specimen.scene(BACK, Pose(width=0.88, x=0.5, y=0.5), size=(720, 1280), person=False),
}


def look(folder: Path, pictures: dict[str, Picture], wanted: str = "any") -> dict[str, dict[str, Any]]:
    rng = np.random.default_rng(1)
    files = []
    for number, picture in enumerate(pictures.values()):
        grey = cv2.cvtColor(specimen.noise(picture, rng, 2), cv2.COLOR_BGR2GRAY)
        height, width = grey.shape
        files.append(folder / f"{number}.grey")
        files[-1].write_bytes(width.to_bytes(2, "little") + height.to_bytes(2, "little") + grey.tobytes())
    done = subprocess.run(
        [page.find_node(), SCRIPT, wanted, *files], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(pictures, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    return look(tmp_path_factory.mktemp("looks"), {name: scene() for name, scene in SCENES.items()})


@pytest.mark.parametrize(
    ("scene", "side", "kind"),
    [
        ("back", "mrz", "td1"),
        ("back large", "mrz", "td1"),
        ("front", "other", None),
        ("front alone", "other", None),
        ("passport", "mrz", "td3"),
        ("glare above the lines", "mrz", "td1"),
        ("dim", "mrz", "td1"),
        ("upright phone", "mrz", "td1"),
    ],
)
def test_a_card_held_well_is_good(seen: dict[str, dict[str, Any]], scene: str, side: str, kind: str | None) -> None:
    found = seen[scene]
    assert (found["side"], found["kind"], found["hint"], found["good"]) == (side, kind, None, True), found


@pytest.mark.parametrize(
    ("scene", "hint"),
    [
        ("small", "closer"),
        ("small front", "closer"),
        ("too close", "farther"),
        ("cut off", "at_edge"),
        ("cut off front", "at_edge"),
        ("blurred", "hold_still"),
        ("blurred front", "hold_still"),
        ("moved", "hold_still"),
        ("glare left", "glare"),
        ("glare right", "glare"),
        ("glare left on the front", "glare"),
        ("dark", "too_dark"),
        ("night", "too_dark"),
        ("rolled", "straighten"),
        ("upside down", "straighten"),
        ("leaning", "straighten"),
        ("leaning front", "straighten"),
    ],
)
def test_what_is_wrong_is_said(seen: dict[str, dict[str, Any]], scene: str, hint: str) -> None:
    assert (seen[scene]["hint"], seen[scene]["good"]) == (hint, False), seen[scene]


@pytest.mark.parametrize(("scene", "place"), [("glare left", "left"), ("glare right", "right")])
def test_the_glare_has_a_place(seen: dict[str, dict[str, Any]], scene: str, place: str) -> None:
    assert seen[scene]["place"] == place


@pytest.mark.parametrize(
    "scene", ["nobody", "wall", "blank card", "white card", "blank sheet", "text page", "text page close", "large text"]
)
def test_what_is_no_card_is_never_taken_for_one(seen: dict[str, dict[str, Any]], scene: str) -> None:
    assert seen[scene]["quad"] is None, seen[scene]
    assert seen[scene]["good"] is False


@pytest.mark.parametrize("scene", ["level back", "level front"])
def test_the_outline_lies_on_the_card(seen: dict[str, dict[str, Any]], scene: str) -> None:
    half = LEVEL.width / 2, LEVEL.width * BACK.shape[0] / BACK.shape[1] * 1280 / 720 / 2
    true = [(0.5 + x * half[0], 0.5 + y * half[1]) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    assert np.abs(np.array(seen[scene]["quad"]) - true).max() < 0.015


def test_the_other_side_is_told_to_turn(tmp_path: Path) -> None:
    pictures = {"back": SCENES["back"](), "front": SCENES["front"]()}
    assert look(tmp_path, pictures, "other")["back"]["hint"] == "wrong_side"
    assert look(tmp_path, pictures, "mrz")["front"]["hint"] == "wrong_side"


def test_the_lines_are_found_also_in_bad_conditions(tmp_path: Path) -> None:
    """All ten conditions at both sizes: the lines are found in nearly all, and none is said to be a good front."""
    pictures = {}
    for seed in range(2):
        for condition in specimen.CONDITIONS:
            size = (1280, 720) if seed == 0 else (640, 480)
            data = np.frombuffer(specimen.still(specimen.ERIKA, condition, 40 + seed, size=size), np.uint8)
            pictures[f"{condition} {seed}"] = cv2.imdecode(data, cv2.IMREAD_COLOR)
    found = look(tmp_path, pictures)
    missed = [name for name, one in found.items() if one["side"] != "mrz"]
    assert len(missed) <= 1, missed
    assert [name for name, one in found.items() if one["side"] == "other" and one["good"]] == []


def test_the_hints_are_the_desk_s_in_its_order() -> None:
    source = (resource("citizen") / "card" / "hints.mjs").read_text(encoding="utf-8")
    names = source.partition("HINTS = ")[2].partition("([")[2].partition("])")[0]
    assert json.loads(f"[{names}]") == [hint.value for hint in Hint]
