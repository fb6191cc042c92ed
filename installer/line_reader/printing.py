"""Print-like lines: glyphs of several cuts and weights on plastic and paper with every kind of background."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from clerk_desktop.common.mrz import MRZ_ALPHABET

Floats = np.ndarray[Any, np.dtype[np.float32]]

CAPITAL = 30
"""Height of a drawn capital in pixels."""
PITCH = CAPITAL * 2.54 / 2.4
"""From character to character (ICAO 9303-3 § 4.2.1), before variations."""
SHEET = (170, 1040)
"""Height and width of the piece of card on which a line is drawn."""
_CELL = (CAPITAL + 24, 56)
_FONTS = Path("/usr/share/fonts")
_CUTS = {
    _FONTS / "opentype/ocr-b/OCRB.otf": 0.5,
    _FONTS / "opentype/ocr-b/OCRBS.otf": 0.38,
    _FONTS / "truetype/dejavu/DejaVuSansMono.ttf": 0.04,
    _FONTS / "truetype/dejavu/DejaVuSansMono-Bold.ttf": 0.02,
    _FONTS / "truetype/noto/NotoSansMono-Regular.ttf": 0.06,
}
"""Fonts with a free licence (fonts-ocr-b: public domain; DejaVu, Noto: their own free ones), and how often."""
_BANK = 120
_BANK_SIZE = (360, 1400)


@functools.lru_cache(maxsize=1)
def _fonts() -> tuple[list[dict[str, Floats]], Floats]:
    found = {path: weight for path, weight in _CUTS.items() if path.exists()}
    weights = np.array(list(found.values()))
    return [_glyphs(path) for path in found], weights / weights.sum()


def _glyphs(path: Path) -> dict[str, Floats]:
    size = 100
    box = ImageFont.truetype(str(path), size).getbbox("H", anchor="ls")
    font = ImageFont.truetype(str(path), round(size * CAPITAL / -box[1]))
    glyphs = {}
    for char in MRZ_ALPHABET:
        cell = Image.new("L", (_CELL[1], _CELL[0]), 0)
        ImageDraw.Draw(cell).text((_CELL[1] / 2, CAPITAL + 12), char, fill=255, font=font, anchor="ms")
        glyphs[char] = np.asarray(cell, np.float32) / 255
    return glyphs


# --- backgrounds -------------------------------------------------------------------------------------


def _clouds(rng: np.random.Generator, shape: tuple[int, int], cell: float) -> Floats:
    """Smooth chance, `cell` pixels from hill to hill, about -1 to 1."""
    small = rng.standard_normal((max(2, int(shape[0] / cell)), max(2, int(shape[1] / cell)))).astype(np.float32)
    return np.clip(cv2.resize(small, shape[::-1], interpolation=cv2.INTER_CUBIC), -2, 2)


def _guilloche(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    total = np.zeros(shape, np.float32)
    for _ in range(int(rng.integers(1, 4))):
        angle, period = rng.uniform(0, np.pi), rng.uniform(7, 40)
        bend = _clouds(rng, shape, rng.uniform(40, 200)) * rng.uniform(0, 30)
        wave = np.cos((x * np.cos(angle) + y * np.sin(angle) + bend) * (2 * np.pi / period))
        total += np.where(wave > rng.uniform(0, 0.9), 1.0, 0.0) if rng.random() < 0.6 else (wave + 1) / 2
    return cv2.GaussianBlur(total, (0, 0), rng.uniform(0.5, 1.5)) - total.mean()


def _emblems(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    picture = np.zeros(shape, np.float32)
    for _ in range(int(rng.integers(2, 14))):
        shade = float(rng.uniform(-1, 1))
        middle = (int(rng.integers(0, shape[1])), int(rng.integers(0, shape[0])))
        if rng.random() < 0.5:
            axes = (int(rng.integers(5, 200)), int(rng.integers(5, 120)))
            thick = -1 if rng.random() < 0.4 else int(rng.integers(1, 10))
            cv2.ellipse(picture, middle, axes, float(rng.uniform(0, 180)), 0, 360, shade, thick, cv2.LINE_AA)
        else:
            word = "".join(rng.choice(list(MRZ_ALPHABET[:-1]), 6))
            scale, thick = float(rng.uniform(0.5, 6)), int(rng.integers(1, 9))
            mask = np.zeros(shape, np.uint8)
            cv2.putText(mask, word, middle, cv2.FONT_HERSHEY_SIMPLEX, scale, 255, thick, cv2.LINE_AA)
            picture += mask.astype(np.float32) * (shade / 255)
    return cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.6, 3))


@functools.lru_cache(maxsize=2)
def bank(seed: int) -> list[Floats]:
    """Backgrounds, from which each line takes a piece."""
    made = []
    for number in range(_BANK):
        rng = np.random.default_rng([seed, 77, number])
        picture = _clouds(rng, _BANK_SIZE, 90) * rng.uniform(0, 0.5)
        if rng.random() < 0.7:
            picture += _guilloche(rng, _BANK_SIZE) * rng.uniform(0.2, 1)
        if rng.random() < 0.4:
            picture += _emblems(rng, _BANK_SIZE) * rng.uniform(0.2, 1)
        picture += _clouds(rng, _BANK_SIZE, rng.uniform(2, 9)) * rng.uniform(0, 0.3)
        made.append((picture / max(0.3, np.abs(picture).max())).astype(np.float32))
    return made


def _ground(rng: np.random.Generator, seed: int) -> Floats:
    """A light piece of card, grey levels."""
    source = bank(seed)[int(rng.integers(0, _BANK))]
    y, x = (int(rng.integers(0, have - need + 1)) for have, need in zip(source.shape, SHEET, strict=True))
    piece = source[y : y + SHEET[0], x : x + SHEET[1]]
    piece = piece[:: int(rng.choice([-1, 1])), :: int(rng.choice([-1, 1]))]
    level = rng.uniform(120, 250)
    return (level + piece * rng.uniform(0, 1) ** 2 * 75).astype(np.float32)


# --- ink ---------------------------------------------------------------------------------------------


def _set(ink: Floats, glyphs: dict[str, Floats], line: str, x: float, base: float, pitch: float) -> None:
    """Set a line; `x` is the middle of its first character."""
    for number, char in enumerate(line):
        left, top = round(x + number * pitch) - _CELL[1] // 2, round(base) - CAPITAL - 12
        if left < 0 or left + _CELL[1] > ink.shape[1] or top + _CELL[0] > ink.shape[0] or top < 0:
            continue
        place = ink[top : top + _CELL[0], left : left + _CELL[1]]
        np.maximum(place, glyphs[char], out=place)


def _spread(ink: Floats, rng: np.random.Generator) -> Floats:
    """Bolder, thinner, rounder, grainy: what printers and lasers do."""
    weight = rng.normal(0.2, 1.0)
    if weight > 0.7 or weight < -1.3:
        n = 3 if weight > 1.6 else 2
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (n, n))
        ink = cv2.dilate(ink, kernel) if weight > 0 else cv2.erode(ink, kernel)
    soft = rng.uniform(0.3, 2.2)
    ink = cv2.GaussianBlur(ink, (0, 0), soft)
    edge = rng.uniform(0.35, 0.6)
    ink = np.clip((ink - edge) * rng.uniform(1.5, 5) + 0.5, 0, 1)
    if rng.random() < 0.35:
        grain = rng.standard_normal((SHEET[0] // 2, SHEET[1] // 2)).astype(np.float32)
        ink *= np.clip(1 - rng.uniform(0, 0.5) * np.abs(cv2.resize(grain, SHEET[::-1])), 0, 1)
    if rng.random() < 0.15:  # a laser's dots
        y, x = np.mgrid[: SHEET[0], : SHEET[1]].astype(np.float32)
        period = rng.uniform(2.5, 5)
        ink *= 1 - rng.uniform(0.2, 0.6) * (np.sin(x * 6.28 / period) * np.sin(y * 6.28 / period) > 0)
    if rng.random() < 0.15:  # worn
        ink *= np.clip(1.2 - rng.uniform(0, 0.8) * _clouds(rng, SHEET, rng.uniform(20, 60)), 0.25, 1)
    return ink


def line(rng: np.random.Generator, seed: int, text: str, others: tuple[str, str]) -> tuple[Floats, Floats, float]:
    """A card with `text` across its middle and `others` above and below.

    Returns:
        The picture (grey levels), the x of each character's middle, the y of the middle between base and cap line.
    """
    glyphs = _fonts()[0][int(rng.choice(len(_fonts()[0]), p=_fonts()[1]))]
    pitch = PITCH * rng.uniform(0.96, 1.04)
    start = (SHEET[1] - pitch * (len(text) - 1)) / 2
    middle = SHEET[0] / 2
    base = middle + CAPITAL / 2
    ink = np.zeros(SHEET, np.float32)
    spacing = CAPITAL * rng.uniform(1.75, 3.2)
    _set(ink, glyphs, text, start, base, pitch)
    for way, other in zip((-1, 1), others, strict=True):
        if rng.random() < 0.7:
            _set(ink, glyphs, other, start, base + way * spacing, pitch)
    ink = _spread(ink, rng)
    ground = _ground(rng, seed)
    if rng.random() < 0.5:
        _beyond(ground, rng, start - PITCH, start + pitch * (len(text) - 1) + PITCH)
    dark = rng.uniform(8, 95)
    picture = ground * (1 - ink) + np.minimum(dark, ground * 0.75) * ink
    places = (start + pitch * np.arange(len(text))).astype(np.float32)
    return picture.astype(np.float32), places, middle


def _beyond(ground: Floats, rng: np.random.Generator, left: float, right: float) -> None:
    """The card's edges, with what lies behind it; fingers; a rule above or below."""
    if rng.random() < 0.7:
        edge = int(left - rng.uniform(0.2, 2.5) * PITCH)
        if edge > 0:
            ground[:, :edge] = rng.uniform(0, 255)
    if rng.random() < 0.7:
        edge = int(right + rng.uniform(0.2, 2.5) * PITCH)
        ground[:, edge:] = rng.uniform(0, 255)
    if rng.random() < 0.4:
        edge = int(SHEET[0] / 2 + CAPITAL * rng.uniform(0.95, 2.2))
        ground[edge:] = rng.uniform(0, 255)
    if rng.random() < 0.2:
        edge = int(SHEET[0] / 2 - CAPITAL * rng.uniform(0.95, 2.2))
        ground[edge : edge + int(rng.integers(1, 6))] = rng.uniform(0, 255)
