"""Specimen cards: drawn, never copied from a real one, marked MUSTER · SPECIMEN on every side.

`back`, `front` and `passport` draw a document; `scene` holds it into a camera; `still` makes one JPEG under one of
`CONDITIONS`; `write_film` makes what Chromium's `--use-file-for-fake-video-capture` plays in a loop: a person who holds
the card beside the face and keeps it there, so that a still taken at any moment shows it.

Needs Pillow, numpy and cv2; the MRZ is set in OCR-B (Debian: fonts-ocr-b), the rest in DejaVu.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from clerk_desktop.common.mrz import check_digit
from clerk_desktop.common.names import transliterate

Picture = np.ndarray[Any, np.dtype[np.uint8]]
"""Height × width × BGR."""

Ink = tuple[int, int, int]

OCR_B = Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf")
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
PX = 20
"""Pixels per millimetre of a drawn document."""
CARD_MM = (85.6, 53.98)
PASSPORT_MM = (125.0, 88.0)

CONDITIONS = ("clean", "persp", "motion", "glare", "dark", "vp8", "small", "defocus", "mixed", "jpeg")


def _in_five_years() -> date:
    return date(datetime.now(UTC).year + 5, 10, 31)


@dataclass(frozen=True)
class Specimen:
    """Whose document it is. `kind`: "ID" German identity card, "AR" residence permit, "P" passport."""

    given_names: str = "Erika"
    family_name: str = "Mustermann"
    birth_date: date = date(1964, 8, 12)
    expiry_date: date = field(default_factory=_in_five_years)
    number: str = "L01X00T47"
    kind: str = "ID"
    nationality: str = "D"
    sex: str = "<"

    @property
    def mrz(self) -> tuple[str, ...]:
        """The lines as ICAO 9303 wants them."""
        return _td3(self) if self.kind == "P" else _td1(self)


ERIKA = Specimen()
EXPIRED = Specimen(expiry_date=date(2019, 10, 31), number="T22000129")
OTHER_PERSON = Specimen(given_names="Max", family_name="Beispiel", birth_date=date(1981, 3, 27), number="LZ6311T47")


def _name_field(person: Specimen, length: int) -> str:
    names = f"{transliterate(person.family_name)}<<{transliterate(person.given_names)}".replace(" ", "<")
    return names.ljust(length, "<")[:length]


def _digits(day: date) -> str:
    text = f"{day:%y%m%d}"
    return text + check_digit(text)


def _td1(person: Specimen) -> tuple[str, ...]:
    number = person.number.ljust(9, "<")
    first = f"{person.kind:<<2}D<<{number}{check_digit(number)}".ljust(30, "<")
    second = f"{_digits(person.birth_date)}{person.sex}{_digits(person.expiry_date)}{person.nationality:<<3}".ljust(
        29, "<"
    )
    composite = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    return first, second + check_digit(composite), _name_field(person, 30)


def _td3(person: Specimen) -> tuple[str, ...]:
    number = person.number.ljust(9, "<")
    first = "P<D<<" + _name_field(person, 39)
    second = f"{number}{check_digit(number)}{person.nationality:<<3}{_digits(person.birth_date)}{person.sex}"
    second = f"{second}{_digits(person.expiry_date)}".ljust(42, "<") + "0"
    return first, second + check_digit(second[0:10] + second[13:20] + second[21:43])


# --- the documents ---------------------------------------------------------------------------------------


class _Sheet:
    """A piece of plastic to draw on; positions in millimetres."""

    def __init__(self, size_mm: tuple[float, float], tint: tuple[int, int, int], seed: int) -> None:
        self.size = (round(size_mm[0] * PX), round(size_mm[1] * PX))
        self.image = Image.new("RGB", self.size, tint)
        self.pen = ImageDraw.Draw(self.image)
        self._guilloche(np.random.default_rng(seed))

    def _guilloche(self, rng: np.random.Generator) -> None:
        width, height = self.size
        x = np.arange(0, width, 6)
        for base in range(-40, height + 40, 17):
            phase, swing = rng.uniform(0, 6.28), rng.uniform(10, 22)
            y = base + swing * np.sin(x / 95 + phase) + 6 * np.sin(x / 31)
            shade = tuple(int(c) for c in rng.integers((165, 190, 195), (205, 222, 228)))
            self.pen.line(list(zip(x.tolist(), y.tolist(), strict=True)), fill=shade, width=2)

    def text(
        self, x: float, y: float, text: str, height_mm: float = 2.0, *, bold: bool = False, ink: Ink = (40, 40, 50)
    ) -> None:
        name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
        self.pen.text((x * PX, y * PX), text, fill=ink, font=_font(DEJAVU / name, height_mm * PX * 1.33))

    def marked(self) -> None:
        """MUSTER · SPECIMEN across the sheet, so that nobody takes a picture of it for a document."""
        font = _font(DEJAVU / "DejaVuSans-Bold.ttf", self.size[1] * 0.105)
        stamp = Image.new("L", self.size, 0)
        pen = ImageDraw.Draw(stamp)
        pen.text((self.size[0] / 2, self.size[1] * 0.33), "MUSTER · SPECIMEN", fill=105, font=font, anchor="mm")
        self.image.paste((190, 30, 60), (0, 0), stamp.rotate(9, center=(self.size[0] / 2, self.size[1] * 0.33)))

    def mrz(self, lines: tuple[str, ...], left: float, base: float, spacing: float) -> None:
        """OCR-B at ten characters an inch, 2.4 mm high (ICAO 9303-3 § 4.2)."""
        font = _font(OCR_B, 2.4 * PX / _OCR_B_CAPITAL)
        for row, line in enumerate(lines):
            for column, char in enumerate(line):
                place = ((left + 2.54 * (column + 0.5)) * PX, (base + spacing * row) * PX)
                self.pen.text(place, char, fill=(25, 25, 30), font=font, anchor="ms")

    def done(self) -> Picture:
        return cv2.cvtColor(np.asarray(self.image), cv2.COLOR_RGB2BGR)


_OCR_B_CAPITAL = 0.72
"""Height of a capital in parts of the font size."""
_fonts: dict[tuple[Path, int], ImageFont.FreeTypeFont] = {}


def _font(path: Path, size: float) -> ImageFont.FreeTypeFont:
    key = (path, round(size))
    if key not in _fonts:
        _fonts[key] = ImageFont.truetype(path, key[1])
    return _fonts[key]


def back(person: Specimen = ERIKA) -> Picture:
    """The side with the MRZ."""
    sheet = _Sheet(CARD_MM, (214, 229, 232), seed=7)
    sheet.marked()
    rows = (("ANSCHRIFT / ADDRESS", "66111 SAARBRÜCKEN"), ("", "MUSTERSTRASSE 1"), ("GRÖSSE / HEIGHT", "160 cm"))
    for row, (label, value) in enumerate(rows):
        sheet.text(5, 4 + 5.2 * row, label, 1.1, ink=(90, 100, 120))
        sheet.text(5, 5.8 + 5.2 * row, value, 1.9)
    sheet.text(46, 4, "AUGENFARBE / EYES", 1.1, ink=(90, 100, 120))
    sheet.text(46, 5.8, "GRÜN", 1.9)
    sheet.text(46, 9.2, "BEHÖRDE / AUTHORITY", 1.1, ink=(90, 100, 120))
    sheet.text(46, 11, "STADT MUSTERHAUSEN", 1.9)
    sheet.text(46, 19, "KEIN AUSWEIS · NO DOCUMENT", 1.5, bold=True, ink=(170, 30, 60))
    sheet.mrz(person.mrz, left=4.7, base=36.5, spacing=6.1)
    return sheet.done()


def front(person: Specimen = ERIKA) -> Picture:
    """The side with the portrait; it has no MRZ."""
    sheet = _Sheet(CARD_MM, (222, 232, 226), seed=8)
    sheet.text(5, 2.5, "MUSTERAUSWEIS" if person.kind == "ID" else "MUSTERTITEL", 2.6, bold=True)
    sheet.text(60, 2.5, person.number, 2.4, bold=True)
    _portrait(sheet, 5, 12, 25, 34)
    rows = (
        ("NAME / SURNAME", person.family_name.upper()),
        ("VORNAMEN / GIVEN NAMES", person.given_names.upper()),
        ("GEBURTSTAG / DATE OF BIRTH", f"{person.birth_date:%d.%m.%Y}"),
        ("STAATSANGEHÖRIGKEIT / NATIONALITY", "DEUTSCH" if person.nationality == "D" else person.nationality),
        ("GÜLTIG BIS / DATE OF EXPIRY", f"{person.expiry_date:%d.%m.%Y}"),
    )
    for row, (label, value) in enumerate(rows):
        sheet.text(34, 10 + 7.4 * row, label, 1.1, ink=(90, 100, 120))
        sheet.text(34, 11.8 + 7.4 * row, value, 2.1)
    sheet.marked()
    return sheet.done()


def passport(person: Specimen) -> Picture:
    """The data page of a passport."""
    sheet = _Sheet(PASSPORT_MM, (232, 222, 226), seed=9)
    sheet.text(6, 3, "MUSTERPASS", 3, bold=True)
    _portrait(sheet, 6, 14, 33, 43)
    for row, value in enumerate(
        (person.family_name, person.given_names, f"{person.birth_date:%d.%m.%Y}", person.number)
    ):
        sheet.text(46, 14 + 10 * row, value.upper(), 2.4)
    sheet.marked()
    sheet.mrz(person.mrz, left=6.2, base=73.5, spacing=7.5)
    return sheet.done()


def _portrait(sheet: _Sheet, x: float, y: float, width: float, height: float) -> None:
    """A silhouette: nobody's face."""
    photo = Image.new("RGB", (round(width * PX), round(height * PX)), (208, 214, 218))
    pen = ImageDraw.Draw(photo)
    middle, unit = photo.width / 2, photo.width
    pen.ellipse([middle - unit * 0.24, unit * 0.2, middle + unit * 0.24, unit * 0.8], fill=(150, 150, 155))
    pen.ellipse([middle - unit * 0.45, unit * 0.86, middle + unit * 0.45, unit * 2.4], fill=(120, 125, 140))
    sheet.image.paste(photo, (round(x * PX), round(y * PX)))


def document(person: Specimen) -> Picture:
    """The side of this person's document that carries the MRZ."""
    return passport(person) if person.kind == "P" else back(person)


# --- in front of the camera --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pose:
    """How the card is held. `width` in parts of the picture's width; `x`, `y` its middle; angles in degrees."""

    width: float = 0.58
    x: float = 0.66
    y: float = 0.56
    roll: float = -2.0
    tilt: float = 6.0
    turn: float = -7.0


def quad(pose: Pose, size: tuple[int, int], ratio: float) -> np.ndarray[Any, np.dtype[np.float32]]:
    """The card's corners in the picture, clockwise from its top left: a pinhole camera, four card widths away."""
    half = np.array([[-1, -ratio, 0], [1, -ratio, 0], [1, ratio, 0], [-1, ratio, 0]], dtype=float) / 2
    rx, ry, rz = (math.radians(a) for a in (pose.tilt, pose.turn, pose.roll))
    about_x = np.array([[1, 0, 0], [0, math.cos(rx), -math.sin(rx)], [0, math.sin(rx), math.cos(rx)]])
    about_y = np.array([[math.cos(ry), 0, math.sin(ry)], [0, 1, 0], [-math.sin(ry), 0, math.cos(ry)]])
    about_z = np.array([[math.cos(rz), -math.sin(rz), 0], [math.sin(rz), math.cos(rz), 0], [0, 0, 1]])
    points = half @ (about_z @ about_y @ about_x).T
    flat = points[:, :2] / (1 + points[:, 2:] / 2.2) * pose.width * size[0]
    return (flat + np.array([pose.x * size[0], pose.y * size[1]])).astype(np.float32)


@functools.lru_cache(maxsize=2)
def room(size: tuple[int, int], seed: int = 1) -> Picture:
    """A wall with a shelf, out of focus. The same array each time: copy it before drawing."""
    width, height = size
    rng = np.random.default_rng(seed)
    wall = np.linspace(200, 150, height)[:, None, None] * np.array([0.93, 0.97, 1.0])
    picture = np.broadcast_to(wall, (height, width, 3)).astype(np.uint8).copy()
    for _ in range(26):
        x, y = rng.integers(0, width), rng.integers(0, height // 2)
        colour = tuple(int(c) for c in rng.integers(60, 190, 3))
        cv2.rectangle(
            picture, (int(x), int(y)), (int(x + rng.integers(12, 40)), int(y + rng.integers(60, 160))), colour, -1
        )
    return cv2.GaussianBlur(picture, (0, 0), max(2.0, width / 160))


def face(picture: Picture, at: float, x: float = 0.2, y: float = 0.42) -> None:
    """A drawn person; `at` in seconds: blinks, sways, talks."""
    height, width = picture.shape[:2]
    r = height * 0.17
    cx = round(x * width + r * 0.06 * math.sin(at * 1.1))
    cy = round(y * height + r * 0.04 * math.sin(at * 1.7))
    skin, hair, shirt = (150, 182, 226), (40, 62, 92), (140, 92, 52)

    def oval(dx: float, dy: float, rx: float, ry: float, colour: tuple[int, int, int]) -> None:
        centre = (round(cx + dx * r), round(cy + dy * r))
        cv2.ellipse(picture, centre, (max(1, round(rx * r)), max(1, round(ry * r))), 0, 0, 360, colour, -1, cv2.LINE_AA)

    oval(0, 2.9, 1.75, 1.35, shirt)
    oval(0, 1.25, 0.42, 0.6, (132, 165, 212))
    oval(0, -0.18, 1.0, 1.22, hair)
    oval(0, 0.05, 0.86, 1.12, skin)
    oval(0, -0.92, 0.84, 0.36, hair)
    lid = 0.02 if (at + 2) % 3.1 < 0.13 else 0.11
    for side in (-1, 1):
        oval(side * 0.34, -0.1, 0.16, lid, (245, 245, 245))
        oval(side * 0.34, -0.1, 0.07, min(lid, 0.08), (70, 80, 40))
        oval(side * 0.34, -0.33, 0.2, 0.035, hair)
    oval(0, 0.22, 0.09, 0.14, (135, 165, 212))
    oval(0, 0.62, 0.27, 0.05 + 0.06 * abs(math.sin(at * 4.3)) * (at % 2.4 < 1.2), (90, 90, 180))


def _fingers(picture: Picture, quad: np.ndarray[Any, Any]) -> None:
    """A thumb before and fingers behind the card's upper right corner, clear of the MRZ."""
    edge = np.linalg.norm(quad[2] - quad[1])
    down, across = (quad[2] - quad[1]) / edge, (quad[1] - quad[0]) / np.linalg.norm(quad[1] - quad[0])
    thumb = quad[1] + down * edge * 0.26 - across * edge * 0.02
    angle = math.degrees(math.atan2(across[1], across[0]))
    for size, colour in ((1.0, (118, 150, 200)), (0.88, (150, 182, 226))):
        axes = (round(edge * 0.2 * size), round(edge * 0.085 * size))
        cv2.ellipse(picture, tuple(int(v) for v in thumb), axes, angle + 172, 0, 360, colour, -1, cv2.LINE_AA)


def scene(
    card: Picture,
    pose: Pose = Pose(),
    *,
    size: tuple[int, int] = (1280, 720),
    at: float = 0.0,
    person: bool = True,
    seed: int = 1,
) -> Picture:
    """The card held into a picture of `size` (width, height), without any camera's faults."""
    picture = room(size, seed).copy()
    if person:
        face(picture, at)
    held = quad(pose, size, card.shape[0] / card.shape[1])
    height, width = card.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, held)
    if person:
        hand = held[1] * 0.5 + held[2] * 0.5
        reach = round(float(np.linalg.norm(held[2] - held[1])) * 0.3)
        wrist = (int(hand[0]), int(hand[1]))
        cv2.line(picture, wrist, (size[0] + 40, size[1] + 120), (140, 92, 52), reach * 2, cv2.LINE_AA)
        cv2.circle(picture, wrist, reach, (138, 170, 216), -1, cv2.LINE_AA)
    mask = cv2.cvtColor(cv2.warpPerspective(_rounded(width, height), matrix, size), cv2.COLOR_GRAY2BGR)
    soft = _softened(card.tobytes(), card.shape, round(float(np.linalg.norm(held[1] - held[0])) / width, 2))
    warped = cv2.warpPerspective(soft, matrix, size)
    picture = cv2.add(cv2.multiply(picture, 255 - mask, scale=1 / 255), cv2.multiply(warped, mask, scale=1 / 255))
    if person:
        _fingers(picture, held)
    return picture


@functools.lru_cache(maxsize=2)
def _softened(card: bytes, shape: tuple[int, ...], shrink: float) -> Picture:
    """The card without the detail that would flicker when it is shrunk by `shrink`."""
    picture = np.frombuffer(card, np.uint8).reshape(shape)
    return picture if shrink > 0.9 else cv2.GaussianBlur(picture, (0, 0), 0.42 / shrink)


@functools.lru_cache(maxsize=2)
def _rounded(width: int, height: int) -> Picture:
    mask = np.zeros((height, width), np.uint8)
    r = round(3.2 * PX)
    cv2.rectangle(mask, (r, 0), (width - r, height), 255, -1)
    cv2.rectangle(mask, (0, r), (width, height - r), 255, -1)
    for x in (r, width - r):
        for y in (r, height - r):
            cv2.circle(mask, (x, y), r, 255, -1)
    return mask


# --- what a camera does to it -------------------------------------------------------------------------------


def noise(picture: Picture, rng: np.random.Generator, sigma: float) -> Picture:
    """Sensor noise of `sigma` grey levels."""
    grain = rng.standard_normal(picture.shape, dtype=np.float32) * sigma
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def motion(picture: Picture, length: float, angle: float) -> Picture:
    """Blur along a straight move of `length` pixels in direction `angle` (degrees)."""
    n = max(3, math.ceil(length) | 1)
    kernel = np.zeros((n, n), np.float32)
    half = length / 2
    dx, dy = half * math.cos(math.radians(angle)), half * math.sin(math.radians(angle))
    centre = n // 2
    start, end = (
        (round((centre - dx) * 16), round((centre - dy) * 16)),
        (round((centre + dx) * 16), round((centre + dy) * 16)),
    )
    cv2.line(kernel, start, end, 1, 1, cv2.LINE_AA, shift=4)
    return cv2.filter2D(picture, -1, kernel / kernel.sum())


def defocus(picture: Picture, radius: float) -> Picture:
    """A lens out of focus: a disc of `radius` pixels."""
    n = math.ceil(radius) * 2 + 3
    y, x = np.mgrid[:n, :n] - n // 2
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    return cv2.filter2D(picture, -1, disc / disc.sum())


def glare(picture: Picture, pose: Pose, rng: np.random.Generator, strength: float) -> Picture:
    """A lamp mirrored somewhere on the card."""
    height, width = picture.shape[:2]
    cx = (pose.x + rng.uniform(-0.4, 0.4) * pose.width) * width
    cy = (pose.y + rng.uniform(-0.1, 0.45) * pose.width * 0.6) * height
    y, x = np.mgrid[:height, :width]
    turn = rng.uniform(-0.6, 0.6)
    u, v = (x - cx) * math.cos(turn) + (y - cy) * math.sin(turn), (y - cy) * math.cos(turn) - (x - cx) * math.sin(turn)
    spot = np.exp(-((u / (0.11 * width)) ** 2 + (v / (0.045 * width)) ** 2))
    return np.clip(picture + (spot * strength)[..., None], 0, 255).astype(np.uint8)


def dark(picture: Picture, rng: np.random.Generator, level: float) -> Picture:
    """Little light: darker, coarser, less contrast."""
    dim = picture.astype(np.float32) * level + 8
    return noise(np.clip(dim, 0, 255).astype(np.uint8), rng, 6)


def jpeg(picture: Picture, quality: int) -> bytes:
    """The picture as JPEG."""
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return data.tobytes()


def vp8(picture: Picture, kbits: int) -> Picture:
    """The picture as a call delivers it: the sixth frame of a VP8 stream of `kbits` kbit/s."""
    import av

    height, width = picture.shape[:2]
    coder: Any = av.CodecContext.create("libvpx", "w")
    coder.width, coder.height, coder.pix_fmt, coder.bit_rate = width, height, "yuv420p", kbits * 1000
    coder.framerate, coder.options = 30, {"deadline": "realtime", "cpu-used": "6", "lag-in-frames": "0"}
    decoder: Any = av.CodecContext.create("vp8", "r")
    last = picture
    for number in range(6):
        frame = av.VideoFrame.from_ndarray(picture, format="bgr24").reformat(format="yuv420p")
        frame.pts = number
        for packet in coder.encode(frame):
            for decoded in decoder.decode(packet):
                last = decoded.to_ndarray(format="bgr24")
    return last


def still(
    person: Specimen,
    condition: str = "clean",
    seed: int = 1,
    *,
    size: tuple[int, int] = (1280, 720),
    pose: Pose | None = None,
) -> bytes:
    """One JPEG of the card under one of `CONDITIONS`; the same seed gives the same picture."""
    rng = np.random.default_rng([seed, CONDITIONS.index(condition)])
    wide = size[0] <= 640
    if pose is None:
        pose = some_pose(rng, condition, wide=wide)
    picture = scene(document(person), pose, size=size, at=seed * 0.37, person=not wide, seed=seed)
    picture = spoil(picture, pose, condition, rng)
    quality = int(rng.integers(22, 38)) if condition == "jpeg" else int(rng.integers(82, 95))
    return jpeg(picture, quality)


def some_pose(rng: np.random.Generator, condition: str, *, wide: bool) -> Pose:
    """How somebody may hold a card under a condition; `wide`: it fills a small picture."""
    lean = 19 if condition == "persp" else 8
    width = rng.uniform(0.78, 0.92) if wide else rng.uniform(0.5, 0.62)
    if condition == "small":
        width = rng.uniform(0.6, 0.7) if wide else rng.uniform(0.31, 0.38)
    middle = (0.5, 0.5) if wide else (0.66, 0.55)
    return Pose(
        width=float(width),
        x=middle[0] + float(rng.uniform(-0.02, 0.02)),
        y=middle[1] + float(rng.uniform(-0.03, 0.03)),
        roll=float(rng.uniform(-1, 1)) * (9 if condition == "persp" else 5),
        tilt=float(rng.uniform(-lean, lean)),
        turn=float(rng.uniform(-lean, lean)),
    )


def spoil(picture: Picture, pose: Pose, condition: str, rng: np.random.Generator) -> Picture:
    """The picture under a condition."""
    letter = picture.shape[1] * pose.width * 76.2 / 85.6 / 30  # pixels from one character to the next
    if condition in {"motion", "mixed"}:
        picture = motion(picture, letter * rng.uniform(0.2, 0.42), rng.uniform(0, 180))
    if condition in {"defocus", "mixed"}:
        picture = defocus(picture, letter * rng.uniform(0.08, 0.16))
    if condition in {"glare", "mixed"}:
        picture = glare(picture, pose, rng, rng.uniform(90, 210) if condition == "glare" else 60)
    if condition == "dark":
        picture = dark(picture, rng, rng.uniform(0.22, 0.4))
    picture = noise(picture, rng, rng.uniform(1.5, 4))
    return vp8(picture, int(rng.integers(500, 1200))) if condition == "vp8" else picture


# --- films -----------------------------------------------------------------------------------------------------


class Film(StrEnum):
    """What the citizen holds into the camera."""

    CARD = "card"
    EXPIRED = "expired"
    OTHER_PERSON = "other_person"
    BLANK = "blank"
    BLURRED = "blurred"


def _held(kind: Film, person: Specimen) -> Picture:
    if kind is Film.BLANK:
        return np.full((round(CARD_MM[1] * PX), round(CARD_MM[0] * PX), 3), 238, np.uint8)
    return document({Film.EXPIRED: EXPIRED, Film.OTHER_PERSON: OTHER_PERSON}.get(kind, person))


def write_film(
    path: Path,
    kind: Film = Film.CARD,
    *,
    person: Specimen = ERIKA,
    seconds: float = 4.0,
    fps: int = 30,
    size: tuple[int, int] = (1280, 720),
) -> None:
    """Write an .mjpeg (JPEG frames one after the other) for Chromium's fake camera.

    The person blinks, talks and sways; the card breathes by a few pixels and stays readable in every frame. The last
    frame leads into the first, because Chromium plays the film in a loop.
    """
    card = _held(kind, person)
    rng = np.random.default_rng(5)
    frames = round(seconds * fps)
    grains = [(rng.standard_normal((size[1], size[0], 3)) * 1.5).astype(np.int16) for _ in range(4)]
    with path.open("wb") as film:
        for number in range(frames):
            turn = 2 * math.pi * number / frames
            pose = Pose(
                x=0.66 + 0.003 * math.sin(turn),
                y=0.56 + 0.004 * math.sin(2 * turn),
                turn=-7 + 1.5 * math.sin(turn),
                roll=-2 + 0.5 * math.cos(turn),
            )
            picture = scene(card, pose, size=size, at=number / fps)
            if kind is Film.BLURRED:
                picture = cv2.GaussianBlur(picture, (0, 0), size[0] / 180)
            film.write(jpeg(np.clip(picture + grains[number % 4], 0, 255).astype(np.uint8), 85))
