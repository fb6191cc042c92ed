"""What a camera, its light and the call's compression do to a line."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]
Picture = np.ndarray[Any, np.dtype[np.uint8]]


def blurred(picture: Floats, rng: np.random.Generator, pitch: float) -> Floats:
    """Motion, a lens out of focus, or both; measured in parts of the pitch."""
    kind = rng.random()
    if kind < 0.35:
        picture = _moved(picture, pitch * rng.uniform(0.08, 0.5), rng.uniform(0, math.pi))
    if 0.28 < kind < 0.6:
        picture = _disc(picture, pitch * rng.uniform(0.03, 0.2))
    if kind > 0.55:
        picture = cv2.GaussianBlur(picture, (0, 0), max(0.3, pitch * rng.uniform(0.01, 0.1)))
    return picture


def _moved(picture: Floats, length: float, angle: float) -> Floats:
    n = max(3, math.ceil(length) | 1) + 2
    kernel = np.zeros((n, n), np.float32)
    steps = max(8, int(length * 8))
    bend = 0.15 * math.sin(length * 1000)
    for t in np.linspace(-0.5, 0.5, steps):
        across = bend * (t * t * 4 - 0.5) * length
        x = n // 2 + t * length * math.cos(angle) - across * math.sin(angle)
        y = n // 2 + t * length * math.sin(angle) + across * math.cos(angle)
        column, row = math.floor(x), math.floor(y)
        fx, fy = x - column, y - row
        for dy, wy in ((0, 1 - fy), (1, fy)):
            for dx, wx in ((0, 1 - fx), (1, fx)):
                if 0 <= row + dy < n and 0 <= column + dx < n:
                    kernel[row + dy, column + dx] += wx * wy
    return cv2.filter2D(picture, -1, kernel / kernel.sum())


def _disc(picture: Floats, radius: float) -> Floats:
    n = math.ceil(radius) * 2 + 3
    y, x = np.mgrid[:n, :n] - n // 2
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    return cv2.filter2D(picture, -1, disc / disc.sum())


def lit(picture: Floats, rng: np.random.Generator) -> Floats:
    """Uneven light, shadows' edges, reflections of lamps and windows, little light."""
    height, width = picture.shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    if rng.random() < 0.5:
        slope = rng.uniform(-0.5, 0.5, 2)
        picture = picture * (1 + slope[0] * (x / width - 0.5) + slope[1] * (y / height - 0.5))
    if rng.random() < 0.12:
        angle = rng.uniform(0, math.pi)
        side = (x - rng.uniform(0, width)) * math.cos(angle) + (y - rng.uniform(0, height)) * math.sin(angle)
        picture = picture * (1 - rng.uniform(0.1, 0.5) / (1 + np.exp(np.clip(-side / rng.uniform(1, 12), -30, 30))))
    if rng.random() < 0.3:
        for _ in range(int(rng.integers(1, 3))):
            picture = picture + _spot(rng, x, y, width, height)
    if rng.random() < 0.08:  # a tube or a window in the lamination
        side = (x - rng.uniform(0, width)) + (y - height / 2) * rng.uniform(-2, 2)
        band = rng.uniform(0.02, 0.2) * width
        soft = rng.uniform(1, 10)
        picture = picture + rng.uniform(20, 150) / (1 + np.exp(np.clip((np.abs(side) - band) / soft, -30, 30)))
    if rng.random() < 0.3:
        picture = picture * rng.uniform(0.1, 0.5) + rng.uniform(0, 20)
    elif rng.random() < 0.4:
        picture = 255 * np.clip(picture / 255, 0, 1) ** rng.uniform(0.6, 1.7) * rng.uniform(0.6, 1.25)
    return picture.astype(np.float32)


def _spot(rng: np.random.Generator, x: Floats, y: Floats, width: int, height: int) -> Floats:
    turn = rng.uniform(-1, 1)
    dx, dy = x - rng.uniform(0, width), y - height * rng.uniform(-0.7, 1.7)
    u, v = dx * math.cos(turn) + dy * math.sin(turn), dy * math.cos(turn) - dx * math.sin(turn)
    long, short = rng.uniform(0.06, 0.5) * width, rng.uniform(0.4, 3) * height
    squared = (u / long) ** 2 + (v / short) ** 2
    spot: Floats = rng.uniform(50, 260) * np.exp(-(squared ** rng.uniform(0.7, 2)))
    return spot


def sensed(picture: Floats, rng: np.random.Generator) -> Picture:
    """The sensor's noise, and what the camera does against it."""
    light = np.clip(picture, 0, 255)
    sigma = rng.exponential(3.0) + 0.4
    if rng.random() < 0.25:
        sigma += rng.uniform(3, 9)
    shot = rng.uniform(0, 0.35)
    grain = rng.standard_normal(picture.shape, dtype=np.float32)
    if rng.random() < 0.35:  # grain of several pixels: demosaicing, scaling
        grain = cv2.GaussianBlur(grain, (0, 0), rng.uniform(0.5, 1.1)) * 2
    noisy = np.clip(light + grain * np.sqrt(sigma**2 + shot * light), 0, 255).astype(np.uint8)
    kind = rng.random()
    if kind < 0.1:
        noisy = cv2.medianBlur(noisy, 3)
    elif kind < 0.25:
        noisy = cv2.bilateralFilter(noisy, 5, float(rng.uniform(10, 40)), 2)
    if rng.random() < 0.3:
        soft = cv2.GaussianBlur(noisy, (0, 0), rng.uniform(0.7, 2))
        much = rng.uniform(0.3, 1.6)
        noisy = cv2.addWeighted(noisy, 1 + much, soft, -much, 0)
    return noisy


def packed(picture: Picture, rng: np.random.Generator) -> Picture:
    """JPEG, or a key frame of VP8 (which is what WebP is), or several in a row."""
    kind = rng.random()
    if kind < 0.4:
        return picture
    if kind < 0.8:
        data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(14, 95))])[1]
    else:
        data = cv2.imencode(".webp", picture, [cv2.IMWRITE_WEBP_QUALITY, int(rng.integers(4, 70))])[1]
    return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
