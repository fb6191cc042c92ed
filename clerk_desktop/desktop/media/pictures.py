"""Pictures between Qt and PyAV, without numpy: decoded frames to paint, camera frames to encode.

Each thread keeps its own converter: FFmpeg's scaler costs 4 ms to set up and 0.3 ms to use (720p).
"""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt
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

_KEPT = 4
"""Images that wait to be used again: one is shown, one waits for the window, one is being made."""
_ONLY_HERE = 2
"""References to an image that only the list holds, with the one of the question itself (`sys.getrefcount`)."""

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
            cheaper here than in the painter; its width even, because FFmpeg takes ten times as long for an odd one.
            None: as it is.

    Returns:
        The image; its text `WHOLE` says the size of the frame.
    """
    from av.video.reformatter import Interpolation  # noqa: PLC0415

    whole = QSize(frame.width, frame.height)
    size = whole if box is None or box.isEmpty() else whole.scaled(box, Qt.AspectRatioMode.KeepAspectRatio)
    size = whole if size == whole else QSize(max(size.width() - size.width() % 2, 2), max(size.height(), 2))
    way = Interpolation.FAST_BILINEAR if size.width() > whole.width() else Interpolation.BILINEAR
    if size == whole and size.width() % _FAST_WIDTH:
        way |= Interpolation.ACCURATE_RND
    made = _scaler().reformat(
        frame, width=size.width(), height=size.height(), format="bgra", interpolation=way, threads=1
    )
    plane = made.planes[0]
    borrowed = QImage(memoryview(plane), size.width(), size.height(), plane.line_size, QImage.Format.Format_RGB32)
    # The frame's buffer goes with the frame; the image must outlive it.
    image = _spare(size)
    painter = QPainter(image)
    painter.drawImage(0, 0, borrowed)
    painter.end()
    image.setText(WHOLE, f"{whole.width()} {whole.height()}")
    return image


def _spare(size: QSize) -> QImage:
    """An image of this thread that nobody looks at any more, or a new one.

    Taking megabytes from the system and giving them back thirty times a second costs ten times as much as filling them.
    """
    images: list[QImage] = _own.__dict__.setdefault("images", [])
    if images and images[0].size() != size:
        images.clear()
    for at in range(len(images)):
        if sys.getrefcount(images[at]) == _ONLY_HERE:
            return images[at]
    image = QImage(size, QImage.Format.Format_RGB32)
    if len(images) < _KEPT:
        images.append(image)
    return image


def to_frame(image: QImage) -> VideoFrame:
    """An image as a frame for the encoder, 640×360, cut at the edges where its shape differs."""
    whole = _cut(image).convertToFormat(QImage.Format.Format_RGB32)
    frame = _source(whole.width(), whole.height())
    plane = frame.planes[0]
    bits, line = cast("bytes", whole.constBits()), whole.bytesPerLine()
    if line == plane.line_size and len(bits) == plane.buffer_size:
        plane.update(bits)
    else:
        used = whole.width() * 4
        rows = (bytes(bits[y * line : y * line + used]).ljust(plane.line_size, b"\0") for y in range(whole.height()))
        plane.update(b"".join(rows).ljust(plane.buffer_size, b"\0"))
    return _scaler().reformat(frame, width=WIDTH, height=HEIGHT, format="yuv420p", threads=1)


def _source(width: int, height: int) -> VideoFrame:
    """This thread's frame to fill with a camera's picture; what is made of it is another one."""
    from av import VideoFrame  # noqa: PLC0415

    source: VideoFrame | None = getattr(_own, "source", None)
    if source is None or (source.width, source.height) != (width, height):
        source = _own.source = VideoFrame(width, height, "bgra")
    return source


def _cut(image: QImage) -> QImage:
    """The middle of it in the shape of what is sent."""
    size = QSize(WIDTH, HEIGHT).scaled(image.size(), Qt.AspectRatioMode.KeepAspectRatio)
    if abs(size.width() - image.width()) < 2 and abs(size.height() - image.height()) < 2:
        return image
    return image.copy(QRect(QPoint(), size).translated(_half(image.size() - size)))


def _half(size: QSize) -> QPoint:
    return QPoint(size.width() // 2, size.height() // 2)


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
