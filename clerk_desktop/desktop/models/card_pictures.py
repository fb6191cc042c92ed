"""The stills of a card while it is being looked at: in memory, one of each side, gone with the identification."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPolygonF, QTransform

from clerk_desktop.common.capture import GreyFrame, Quad
from clerk_desktop.common.card_documents import Region

LOOKED_AT = 1280
"""Pixels of width that are enough to find the card in a still."""
CUT_WIDTH = 900
"""Pixels of the longer side of an enlarged cut."""


@dataclass(frozen=True, repr=False)
class CardPicture:
    """A still.

    Attributes:
        image: unpacked.
        quad: where the card lies in it; None when that is not known.
        ratio: height to width of the card's side.
    """

    image: QImage
    quad: Quad | None = None
    ratio: float = 0.6306

    def cut(self, region: Region) -> QImage:
        """This part of the card, straightened and enlarged; the whole still when nobody knows where the card lies."""
        if self.quad is None or self.image.isNull():
            return self.image
        width = round(CUT_WIDTH / max(region.width, region.height * self.ratio))
        height = round(width * self.ratio)
        corners = QPolygonF([QPointF(x * self.image.width(), y * self.image.height()) for x, y in self.quad])
        flat = QPolygonF([QPointF(0, 0), QPointF(width, 0), QPointF(width, height), QPointF(0, height)])
        transform = QTransform()
        if not QTransform.quadToQuad(corners, flat, transform):
            return self.image
        part = QRectF(region.x * width, region.y * height, region.width * width, region.height * height)
        return _drawn(self.image, transform, part)


def _drawn(image: QImage, transform: QTransform, part: QRectF) -> QImage:
    from PySide6.QtGui import QPainter  # noqa: PLC0415 - models know of Qt's painting only here

    target = QImage(part.size().toSize(), QImage.Format.Format_RGB32)
    target.fill(0)
    painter = QPainter(target)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(-part.topLeft())
    painter.setTransform(transform, combine=True)
    painter.drawImage(0, 0, image)
    painter.end()
    return target


def unpacked(still: bytes) -> QImage:
    """The picture in a still; a null image when it is none."""
    return QImage.fromData(still)


def grey(image: QImage, at: float = 0.0) -> GreyFrame:
    """The brightness of an image, as the card reader judges it."""
    small = image.scaledToWidth(LOOKED_AT) if image.width() > LOOKED_AT else image
    flat = small.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, stride = flat.width(), flat.height(), flat.bytesPerLine()
    data = bytes(flat.constBits())
    if stride != width:
        data = b"".join(data[row * stride : row * stride + width] for row in range(height))
    return GreyFrame(width, height, data, at)
