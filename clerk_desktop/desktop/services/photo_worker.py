"""The limited process in which photographed papers are unpacked, straightened and cleaned.

Beside the card reader it is the only one that loads OpenCV. The paper is looked for as the largest four-cornered shape
that is brighter than its surroundings or has edges all around. Where there is none (the paper fills the picture), its
lines of text are made level. Then the light is evened out, so that paper is white and print is dark; what has hardly
any paper in it (a photo of a thing) stays as it was.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from typing import Any

import cv2
import numpy as np

from clerk_desktop.common.errors import FileTooMuch, PhotoUnreadable
from clerk_desktop.common.foreign import PHOTO_MAX, PHOTO_PIXELS_MAX, is_heic
from clerk_desktop.desktop.services.limited_worker import Answer, Job, limit_process, serve

Picture = np.ndarray[Any, Any]

_LONG = 2339
"""Pixels of the longer side that are kept: A4 at 200 dots per inch."""
_WORK = 3400
"""Pixels of the longer side from which the paper is cut out."""
_SEARCH = 720
"""The same for the search."""
_QUALITY = 82
_A4 = 297 / 210
_LEAST, _MOST = 0.18, 0.985
"""Shares of the picture that a paper may take; what takes it all has no edge to be seen."""
_FILLED = 0.93
"""A paper fills so much of its four corners."""
_INSET = 0.004
"""So much is cut off at each edge: half a pixel of the search would show as a thin line of table."""
_LEVEL = 8.0
"""Degrees up to which lines of text are made level."""
_PAPER = 0.55
"""Share of pixels close to the light around them from which a picture is one of a paper."""


def work(pipe: Connection) -> None:
    """Serve the desk until it hangs up."""
    cv2.setNumThreads(1)
    if importlib.util.find_spec("pi_heif") is not None:
        import pi_heif  # noqa: PLC0415  missing, HEIC is refused in words

        pi_heif.libheif_info()
    straighten_photo(_rehearsal())
    limit_process()
    serve(pipe, {"photo": _photo})


def _photo(job: Job) -> Answer:
    if len(job.blobs[0]) > PHOTO_MAX:
        raise FileTooMuch("a photo")
    try:
        jpeg, found = straighten_photo(job.blobs[0])
    except cv2.error as error:
        if error.code == cv2.Error.STS_NO_MEM or "memory" in str(error):
            raise FileTooMuch("memory") from error
        raise PhotoUnreadable from error
    return Answer({"found": found}, [jpeg])


def straighten_photo(photo: bytes) -> tuple[bytes, bool]:
    """A photographed paper as a scanner would have it: a JPEG, and whether its edges were found.

    Raises:
        PhotoUnreadable: no JPEG, PNG or HEIC, or a broken one. FileTooMuch: too many pixels.
    """
    picture = _at_most(unpack(photo), _WORK)
    corners = find_paper(picture)
    picture = _cut_out(picture, corners) if corners is not None else _levelled(picture)
    picture = even_out(_at_most(picture, _LONG))
    done, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise PhotoUnreadable("cannot be packed")
    return jpeg.tobytes(), corners is not None


def unpack(photo: bytes) -> Picture:
    """Blue, green, red; upright as its camera says.

    Raises:
        PhotoUnreadable, FileTooMuch: see `straighten_photo`.
    """
    if is_heic(photo):
        return _unpack_heic(photo)
    try:
        picture = cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        if "pixels" in str(error).lower():
            raise FileTooMuch("pixels") from error
        raise PhotoUnreadable from error
    if picture is None or min(picture.shape[:2]) < 16:
        raise PhotoUnreadable("no picture")
    return np.asarray(picture)


def _unpack_heic(photo: bytes) -> Picture:
    try:
        import pi_heif  # noqa: PLC0415  see work

        image = pi_heif.open_heif(photo, convert_hdr_to_8bit=True)
        if image.size[0] * image.size[1] > PHOTO_PIXELS_MAX:
            raise FileTooMuch("pixels")
        picture = np.asarray(image)
    except (ImportError, ValueError, OSError, RuntimeError, EOFError) as error:
        raise PhotoUnreadable("HEIC") from error
    if picture.ndim != 3 or min(picture.shape[:2]) < 16:
        raise PhotoUnreadable("HEIC")
    return np.ascontiguousarray(picture[:, :, 2::-1])


def find_paper(picture: Picture) -> Picture | None:
    """The corners of the paper, clockwise from the upper left one; None when none can be seen."""
    scale = min(1.0, _SEARCH / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    whole = small.shape[0] * small.shape[1]
    best, most = None, 0.0
    for mask in _masks(small):
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            hull = cv2.convexHull(contour)
            area = cv2.contourArea(hull)
            if not _LEAST * whole < area < _MOST * whole or area < most:
                continue
            corners = _corners(hull)
            if corners is None or cv2.contourArea(corners) < _FILLED * area or not _is_paper(corners):
                continue
            sharp = _sharpened(corners, contour)
            worth = area * _nearness(sharp, hull, sum(small.shape[:2]))
            if worth > most:
                best, most = sharp, worth
    return None if best is None else _in_order(((best + 0.5) / scale - 0.5).astype(np.float32))


def _masks(small: Picture) -> Iterator[Picture]:
    """Where paper may be: brighter than the rest, less coloured than the rest, or within edges."""
    soft = cv2.bilateralFilter(small, 7, 40, 7)
    light, a, b = cv2.split(cv2.cvtColor(soft, cv2.COLOR_BGR2LAB))
    colour = cv2.magnitude(a.astype(np.float32) - 128, b.astype(np.float32) - 128)
    plain = cv2.subtract(light, cv2.convertScaleAbs(colour, alpha=2))
    large, little = np.ones((13, 13), np.uint8), np.ones((3, 3), np.uint8)
    for grey in (light, plain):
        _, mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, large)
        yield cv2.morphologyEx(closed, cv2.MORPH_OPEN, large)
    for low, high in ((30, 90), (60, 160)):
        edges = cv2.Canny(light, low, high)
        yield cv2.morphologyEx(cv2.dilate(edges, little), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))


def _corners(hull: Picture) -> Picture | None:
    around = cv2.arcLength(hull, closed=True)
    for share in (0.01, 0.015, 0.02, 0.03, 0.04, 0.06):
        corners = cv2.approxPolyDP(hull, share * around, closed=True)
        if len(corners) == 4:
            return np.asarray(corners)
        if len(corners) < 4:
            return None
    return None


def _sharpened(corners: Picture, contour: Picture) -> Picture:
    """The corners as the crossings of lines through the middle parts of the sides: exacter than any one pixel."""
    points, ends = contour.reshape(-1, 2).astype(np.float64), corners.reshape(4, 2).astype(np.float64)
    lines = []
    for start, end in zip(ends, np.roll(ends, -1, axis=0), strict=True):
        along = end - start
        length = float(np.linalg.norm(along))
        share = (points - start) @ along / length**2
        aside = np.abs(along[0] * (points - start)[:, 1] - along[1] * (points - start)[:, 0]) / length
        near = points[(share > 0.1) & (share < 0.9) & (aside < 0.015 * length)]
        if len(near) < 2:
            return ends
        dx, dy, x, y = cv2.fitLine(near.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        lines.append((-dy, dx, -dy * x + dx * y))
    crossings = []
    for (a, b, c), (d, e, f) in zip([lines[-1], *lines[:-1]], lines, strict=True):
        if abs(a * e - b * d) < 0.1:
            return ends
        crossings.append(np.linalg.solve(np.array([[a, b], [d, e]]), np.array([c, f])))
    return np.array(crossings)


def _nearness(corners: Picture, hull: Picture, around: int) -> float:
    """1 when each corner lies on the shape itself, 0 when one is 2 % of the picture's sides away from it."""
    away = max(abs(cv2.pointPolygonTest(hull, (float(x), float(y)), measureDist=True)) for x, y in corners)
    return max(0.0, 1 - away / (0.02 * around))


def _is_paper(corners: Picture) -> bool:
    """No corner is very sharp, and no side much shorter than the others."""
    points = corners.reshape(4, 2).astype(np.float64)
    sides = np.roll(points, -1, axis=0) - points
    lengths = np.linalg.norm(sides, axis=1)
    ways = sides / lengths[:, None]
    turns = np.abs((ways * np.roll(ways, 1, axis=0)).sum(axis=1))
    return bool(turns.max() < 0.6 and lengths.min() > 0.2 * lengths.max())


def _in_order(points: Picture) -> Picture:
    middle = points.mean(axis=0)
    angles = np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0])
    around = points[np.argsort(angles)]
    return np.roll(around, -int(around.sum(axis=1).argmin()), axis=0)


def _cut_out(picture: Picture, corners: Picture) -> Picture:
    """The paper alone, as seen from straight above; one that is nearly A4 becomes A4."""
    corners = corners + (corners.mean(axis=0) - corners) * 2 * _INSET
    top, right, bottom, left = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    width, height = max(top, bottom), max(left, right)
    ratio = max(width, height) / min(width, height)
    if abs(ratio - _A4) < 0.17:
        ratio = _A4
    long = max(width, height)
    size = (round(long / ratio), round(long)) if height >= width else (round(long), round(long / ratio))
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    return np.asarray(cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE))


def _levelled(picture: Picture) -> Picture:
    """Turned by some degrees, so that lines of text are level: then the rows differ most in their darkness."""
    scale = 500 / max(picture.shape[:2])
    grey = cv2.cvtColor(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    angles = np.arange(-_LEVEL, _LEVEL + 0.1, 0.5)
    steps = [float(np.var(_turned(ink, angle, 0).sum(axis=1, dtype=np.float64))) for angle in angles]
    best = float(angles[int(np.argmax(steps))])
    if abs(best) < 0.5 or max(steps) < 1.15 * steps[len(steps) // 2]:
        return picture
    return _turned(picture, best, cv2.BORDER_REPLICATE)


def _turned(picture: Picture, degrees: float, border: int) -> Picture:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    flags = cv2.INTER_LINEAR
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height), flags=flags, borderMode=border))


def even_out(picture: Picture) -> Picture:
    """Paper white, print dark, colours kept; a picture of anything else unchanged."""
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (max(1, width // 6), max(1, height // 6)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 31)
    near = (small.astype(np.int16) > paper.astype(np.int16) * 0.8).all(axis=2).mean()
    if near < _PAPER or np.median(paper) < 60:
        return picture
    light = cv2.resize(cv2.GaussianBlur(paper, (0, 0), 6), (width, height), interpolation=cv2.INTER_LINEAR)
    flat = cv2.divide(picture, light, scale=255)
    dark = float(np.percentile(flat[:: max(1, height // 300), :: max(1, width // 300)], 1))
    low = min(dark, 110.0)
    table = np.clip((np.arange(256) - low) / (238 - low) * 255, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(flat, table))


def _at_most(picture: Picture, long: int) -> Picture:
    scale = long / max(picture.shape[:2])
    if scale >= 1:
        return picture
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def _rehearsal() -> bytes:
    """Some picture, so that everything is loaded before the limits."""
    grey: Sequence[Any] = cv2.imencode(".jpg", np.full((64, 48, 3), 200, np.uint8))
    return bytes(grey[1])
