"""Finds a card's outline in a picture, whatever is printed on it. Worker process only."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from clerk_desktop.desktop.services.id_reader_zone import Picture, Point, Zone

Corners = np.ndarray[Any, np.dtype[np.float64]]
"""Four points, clockwise from the top left one."""

_WIDTH = 480
"""Pixels of the picture in which edges are looked for."""
_ASPECT = 1.25, 1.9
"""Width to height: cards 1.59, a passport's page 1.42, leaning ones more or less."""
_FILLED = 0.86
"""Share of its smallest rectangle that a card's outline fills, at least."""
_SMALL, _LARGE = 0.015, 0.9
"""Share of the picture."""
_LEVEL = 7.0
"""Degrees up to which lines are found as they are."""
_PAPER_MM = {3: (85.6, 53.98, 76.2, 12.5, 5.6), 2: (125.0, 88.0, 111.8, 6.8, 7.5)}
"""Card: width, height, length of a line, from first to last line, from the last line's middle to the lower edge."""


def find_outline(grey: Picture) -> Corners | None:
    """The largest thing that has a card's shape, in the picture's pixels."""
    ratio = grey.shape[1] / _WIDTH
    small = cv2.resize(grey, (_WIDTH, round(grey.shape[0] / ratio)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (5, 5), 0)
    edges = [cv2.dilate(cv2.Canny(small, low, 3 * low), np.ones((3, 3), np.uint8)) for low in (20, 45)]
    _, light = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    best, best_area = None, 0.0
    for mask in (*edges, cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))):
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            area = float(cv2.contourArea(cv2.convexHull(contour)))
            if (
                area > best_area
                and _SMALL < area / small.size < _LARGE
                and (found := _quad(contour, small.size)) is not None
            ):
                best, best_area = found, area
    return None if best is None else best * ratio


def _quad(contour: Picture, size: int) -> Corners | None:
    hull = cv2.convexHull(contour)
    (_, (wide, high), _) = box = cv2.minAreaRect(hull)
    if min(wide, high) < 8 or wide * high > size or not _ASPECT[0] < max(wide, high) / min(wide, high) < _ASPECT[1]:
        return None
    if cv2.contourArea(hull) < _FILLED * wide * high:
        return None
    fitted = cv2.approxPolyDP(hull, 0.04 * cv2.arcLength(hull, closed=True), closed=True)
    corners = fitted[:, 0] if len(fitted) == 4 else cv2.boxPoints(box)
    return clockwise(corners.astype(float))


def clockwise(corners: Point) -> Corners:
    """The same corners, clockwise as the picture shows them, from the top left one."""
    middle = corners.mean(axis=0)
    turned = corners[np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))]
    return np.roll(turned, -int(np.argmin(turned.sum(axis=1))), axis=0)


def around_zone(zone: Zone) -> Corners:
    """The card to which an upright zone belongs, from where the lines lie on it (ICAO 9303-4 and -5)."""
    width, height, length, between, below = _PAPER_MM[len(zone.lines)]
    first, last = zone.lines[0], zone.lines[-1]
    margin = (width - length) / 2
    along = (last.right - last.left + first.right - first.left) / 2 / length
    down = (last.left + last.right - first.left - first.right) / 2 / between
    left = (first.left + last.left) / 2 - along * margin
    right = (first.right + last.right) / 2 + along * margin
    bottom, top = between / 2 + below, height - between / 2 - below
    return np.array([left - down * top, right - down * top, right + down * bottom, left + down * bottom])


def levelled(picture: Picture) -> Picture | None:
    """The picture turned so that the card in it lies level; None when there is none or it does already."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) if picture.ndim == 3 else picture
    corners = find_outline(grey)
    if corners is None:
        return None
    sides = [corners[1] - corners[0], corners[2] - corners[3], corners[2] - corners[1], corners[3] - corners[0]]
    long = max(sides, key=lambda side: float(np.linalg.norm(side)))
    angle = float(np.degrees(np.arctan2(long[1], long[0])))
    angle = (angle + 45) % 90 - 45  # a quarter turn is tried by itself
    if abs(angle) < _LEVEL:
        return None
    middle = (picture.shape[1] / 2, picture.shape[0] / 2)
    matrix = cv2.getRotationMatrix2D(middle, angle, 1.0)
    size = picture.shape[1], picture.shape[0]
    return cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
