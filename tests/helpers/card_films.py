"""A filmed story for Chromium's fake camera: a card comes in too small and crooked, shines, comes near, and rests."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from tests.helpers.specimen import ERIKA, Pose, Specimen, document, face, glare, jpeg, room, scene

SIZE = (1280, 720)
_STORY = (
    # seconds, pose at the end of them, light mirrored on the card
    (0.6, Pose(width=0.2, x=1.15, y=0.6, roll=12, tilt=4, turn=0), 0),
    (0.8, Pose(width=0.24, x=0.7, y=0.56, roll=9, tilt=4, turn=0), 0),
    (0.9, Pose(width=0.26, x=0.68, y=0.56, roll=7, tilt=4, turn=2), 0),
    (0.8, Pose(width=0.5, x=0.66, y=0.55, roll=2, tilt=5, turn=-4), 160),
    (0.8, Pose(width=0.54, x=0.66, y=0.55, roll=1, tilt=12, turn=-4), 200),
    (0.5, Pose(width=0.58, x=0.66, y=0.56, roll=-1, tilt=5, turn=-5), 0),
    (3.4, Pose(width=0.58, x=0.66, y=0.56, roll=-1, tilt=5, turn=-5), 0),
    (0.6, Pose(width=0.2, x=1.15, y=0.6, roll=12, tilt=4, turn=0), 0),
)


def write_story(path: Path, person: Specimen = ERIKA, fps: int = 15) -> None:
    """Write it as an .mjpeg; Chromium plays it in a loop.

    Args:
        path: where.
        person: whose card it is.
        fps: frames in a second; Chromium shows each as long as it says.
    """
    card = document(person)
    rng = np.random.default_rng(3)
    before, at = _STORY[-1][1], 0.0
    with path.open("wb") as film:
        for seconds, after, light in _STORY:
            frames = round(seconds * fps)
            for number in range(frames):
                pose = _between(before, after, (number + 1) / frames)
                picture = scene(card, pose, size=SIZE, at=at) if pose.x < 1.1 else _nobody_holds(at)
                if light:
                    picture = glare(picture, after, np.random.default_rng(4), light)
                grain = rng.standard_normal(picture.shape, dtype=np.float32) * 1.5
                film.write(jpeg(np.clip(picture + grain, 0, 255).astype(np.uint8), 85))
                at += 1 / fps
            before = after


def _between(one: Pose, other: Pose, share: float) -> Pose:
    smooth = (1 - math.cos(math.pi * share)) / 2
    names = ("width", "x", "y", "roll", "tilt", "turn")
    return Pose(*(getattr(one, name) * (1 - smooth) + getattr(other, name) * smooth for name in names))


def _nobody_holds(at: float) -> np.ndarray:
    picture = room(SIZE).copy()
    face(picture, at)
    return picture
