"""Reads the time that `video_page.html` has drawn into a picture; the same numbers as there."""

from __future__ import annotations

import time

from PySide6.QtGui import QImage

BITS, LEFT, STEP, BLOCK, TOP, SECOND = 24, 64, 48, 40, 24, 88
WIDTH, HEIGHT = 1280, 720
LEAST_CONTRAST = 60


def now_ms() -> int:
    """The clock of the page, which runs on the same machine."""
    return int(time.time() * 1000)


def drawn_ms(image: QImage) -> int | None:
    """When the picture was drawn, as `now_ms` modulo 2**24; None where there is no stamp, or one that cannot be read.

    Each bit is drawn twice, once inverted.
    """
    x_scale, y_scale = image.width() / WIDTH, image.height() / HEIGHT
    drawn = 0
    for bit in range(BITS):
        x = int((LEFT + bit * STEP + BLOCK / 2) * x_scale)
        one, other = (image.pixelColor(x, int((top + BLOCK / 2) * y_scale)).green() for top in (TOP, SECOND))
        if abs(one - other) < LEAST_CONTRAST:
            return None
        drawn |= (one > other) << bit
    return drawn


def late_ms(image: QImage, now: int) -> int | None:
    """How long ago the picture was drawn."""
    drawn = drawn_ms(image)
    return None if drawn is None else (now - drawn) % 2**BITS
