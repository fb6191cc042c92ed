"""One training line: printed, held into a camera, cut out again as the reader would, not quite straight."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from clerk_desktop.desktop.services import id_reader_line as reader
from installer.line_reader import camera, printing, texts

Floats = np.ndarray[Any, np.dtype[np.float32]]
WIDTH = 448
"""Pixels of a training line: some twenty characters; the net is as local as that."""


@dataclass(frozen=True)
class Sample:
    """What the net sees, what stands there, and at which x the middle of each character lies."""

    seen: Floats
    text: str
    places: Floats


def sample(seed: int, number: int) -> Sample:
    """The line with this number; the same numbers give the same line."""
    rng = np.random.default_rng([seed, number])
    length = int(rng.integers(13, 20))
    said = texts.text(rng, length)
    others = texts.text(rng, length), texts.text(rng, length)
    picture, places, middle = printing.line(rng, seed, said, others)
    pitch = float(np.exp(rng.uniform(math.log(5.8), math.log(30))))
    there = _held(rng, pitch)
    corners = np.array([[0, 0], [picture.shape[1], 0], [picture.shape[1], picture.shape[0]], [0, picture.shape[0]]])
    there[:2, 2] -= _through(there, corners).min(axis=0) - 1
    size = tuple(int(v) + 2 for v in np.ceil(_through(there, corners).max(axis=0)))
    shrink = printing.PITCH / pitch
    if shrink > 1.1:
        picture = cv2.GaussianBlur(picture, (0, 0), 0.38 * shrink)
    shot = cv2.warpPerspective(picture, there, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    shot = camera.lit(camera.blurred(shot, rng, pitch), rng)
    taken = camera.packed(camera.sensed(shot, rng), rng)
    back = _cut(rng, there, places, middle)
    cut = _resampled(taken, back, pitch)
    line = np.stack([places, np.full_like(places, middle)], axis=1)
    return Sample(reader.evened(cut), said, _through(back @ there, line)[:, 0].astype(np.float32))


def _through(matrix: Floats, points: Floats) -> Floats:
    return cv2.perspectiveTransform(points.astype(np.float64)[None], matrix.astype(np.float64))[0]


def _held(rng: np.random.Generator, pitch: float) -> Floats:
    """From the card to the camera's picture: size, turn, lean."""
    scale = pitch / printing.PITCH
    turn, lean = rng.normal(0, 0.09), rng.uniform(0.85, 1.1)
    shear = rng.normal(0, 0.06)
    matrix = np.array([[math.cos(turn), -math.sin(turn), 0], [math.sin(turn), math.cos(turn), 0], [0, 0, 1]])
    matrix = matrix @ np.array([[scale, shear * scale, 0], [0, scale * lean, 0], [0, 0, 1]])
    matrix[2, 0] = rng.normal(0, 6e-5)
    return matrix


def _cut(rng: np.random.Generator, there: Floats, places: Floats, middle: float) -> Floats:
    """From the camera's picture to the net's, as the reader finds a line: nearly right."""
    capital = printing.CAPITAL / 2
    ends = np.array([[places[0], middle], [places[-1], middle], [places[0], middle + capital]])
    left, right, under = _through(there, ends)
    seen_capital = 2 * float(np.linalg.norm(under - left))
    wide = reader.PITCH * rng.uniform(0.86, 1.14) * (len(places) - 1)
    high = reader.HEIGHT / reader.LETTERS * rng.uniform(0.86, 1.14)
    tilt = rng.normal(0, 0.006) if rng.random() < 0.8 else rng.normal(0, 0.014)
    x = (WIDTH - wide) / 2 + rng.uniform(-0.5, 0.5) * reader.PITCH
    y = reader.HEIGHT / 2 + rng.normal(0, 0.09) * high
    along = (right - left) / np.linalg.norm(right - left)
    across = np.array([-along[1], along[0]])
    source = np.array([left, right, left + across * seen_capital], np.float32)
    target = np.array([[x, y - tilt * wide / 2], [x + wide, y + tilt * wide / 2], [x, y - tilt * wide / 2 + high]])
    return np.vstack([cv2.getAffineTransform(source, target.astype(np.float32)), [0, 0, 1]])


def _resampled(taken: Any, back: Floats, pitch: float) -> Any:  # noqa: ANN401 - grey picture in, grey picture out
    shrink = pitch / reader.PITCH
    if shrink > 1.5:
        taken = cv2.GaussianBlur(taken, (0, 0), 0.4 * shrink)
    flags = cv2.INTER_CUBIC if shrink < 1 else cv2.INTER_AREA
    return cv2.warpAffine(taken, back[:2], (WIDTH, reader.HEIGHT), flags=flags, borderMode=cv2.BORDER_REPLICATE)
