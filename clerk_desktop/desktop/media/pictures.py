"""Pictures between Qt and PyAV, without numpy: decoded frames to paint, camera frames to encode.

Each thread keeps its own converter: FFmpeg's scaler costs 4 ms to set up and 0.3 ms to use (720p).
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

if TYPE_CHECKING:
    from av import VideoFrame
    from av.video.reformatter import VideoReformatter

WIDTH, HEIGHT = 640, 360
"""What the citizen gets of the clerk: enough for a face, a tenth of a core to encode."""
WHOLE = "whole"
"""Text of an image that is smaller or larger than it was sent: "width height" of what was sent."""
_FAST_WIDTH = 8
"""FFmpeg's fast conversion leaves the last columns of other widths unwritten (old memory); the exact one does not."""

_own = threading.local()


def _scaler() -> VideoReformatter:
    """This thread's converter for what comes in."""
    from av.video.reformatter import VideoReformatter  # noqa: PLC0415  # PyAV is loaded with the first call

    if not hasattr(_own, "scaler"):
        _own.scaler = VideoReformatter()
    scaler: VideoReformatter = _own.scaler
    return scaler


def to_image(frame: VideoFrame, box: QSize | None = None) -> QImage:
    """A decoded picture as an image of its own memory, ready to paint.

    Args:
        frame: what was decoded.
        box: the pixels in which it will be shown; it is made as large as fits, in its own shape, because that is
            cheaper here than in the painter. None: as it is.

    Returns:
        The image; its text `WHOLE` says the size of the frame.
    """
    from av.video.reformatter import Interpolation  # noqa: PLC0415

    whole = QSize(frame.width, frame.height)
    size = whole if box is None or box.isEmpty() else whole.scaled(box, Qt.AspectRatioMode.KeepAspectRatio)
    size = size.expandedTo(QSize(2, 2))
    way = Interpolation.FAST_BILINEAR if size.width() > whole.width() else Interpolation.BILINEAR
    if size == whole and size.width() % _FAST_WIDTH:
        way |= Interpolation.ACCURATE_RND
    made = _scaler().reformat(
        frame, width=size.width(), height=size.height(), format="bgra", interpolation=way, threads=1
    )
    plane = made.planes[0]
    borrowed = QImage(memoryview(plane), size.width(), size.height(), plane.line_size, QImage.Format.Format_RGB32)
    # The frame's buffer goes with the frame; the image must outlive it.
    image = borrowed.copy()
    image.setText(WHOLE, f"{whole.width()} {whole.height()}")
    return image


def to_frame(image: QImage) -> VideoFrame:
    """An image as a frame for the encoder, 640×360, cut at the edges where its shape differs."""
    from av import VideoFrame  # noqa: PLC0415

    filled = _fill(image).convertToFormat(QImage.Format.Format_RGB32)
    frame = VideoFrame(WIDTH, HEIGHT, "bgra")
    plane = frame.planes[0]
    bits = bytes(filled.constBits())
    line = filled.bytesPerLine()
    if line == plane.line_size:
        plane.update(bits.ljust(plane.buffer_size, b"\0")[: plane.buffer_size])
    else:
        rows = (bits[y * line : y * line + WIDTH * 4].ljust(plane.line_size, b"\0") for y in range(HEIGHT))
        plane.update(b"".join(rows).ljust(plane.buffer_size, b"\0"))
    return _scaler().reformat(frame, format="yuv420p", threads=1)


def _fill(image: QImage) -> QImage:
    if (image.width(), image.height()) == (WIDTH, HEIGHT):
        return image
    mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    large = image.scaled(WIDTH, HEIGHT, mode, Qt.TransformationMode.FastTransformation)
    return large.copy((large.width() - WIDTH) // 2, (large.height() - HEIGHT) // 2, WIDTH, HEIGHT)


def name_card(name: str, office: str) -> QImage:
    """What the citizen sees of a clerk without a camera: who it is and where."""
    card = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    card.fill(QColor(23, 43, 77))
    painter = QPainter(card)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setPen(QColor(255, 255, 255))
    for text, top, height, points, weight in (
        (name, 90, 110, 40, QFont.Weight.DemiBold),
        (office, 205, 80, 22, QFont.Weight.Normal),
    ):
        font = QFont()
        font.setPixelSize(points)
        font.setWeight(weight)
        painter.setFont(font)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRect(30, top, WIDTH - 60, height), int(flags), text)
    painter.end()
    return card
