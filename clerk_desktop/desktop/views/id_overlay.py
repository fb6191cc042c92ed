"""The frame over the live picture that shows where the card belongs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from clerk_desktop.desktop.widgets.look import look
from clerk_desktop.desktop.widgets.video_surface import VideoSurface

CARD_RATIO = 85.6 / 53.98
"""Width to height of an identity card (ISO/IEC 7810 ID-1)."""
MRZ_SHARE = 0.33
"""The part of the card's height that the machine-readable zone takes, from below."""


class IdOverlay(QWidget):
    """Darkens what is outside the card and marks the zone that is read. The mouse goes through it."""

    def __init__(self, surface: VideoSurface) -> None:
        super().__init__(surface)
        self._surface = surface
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        surface.installEventFilter(self)
        look().changed.connect(self.update)
        self.hide()

    def card_rect(self) -> QRectF:
        """Where the card should be: as large as fits into the picture with some air."""
        picture = QRectF(self._surface.picture_rect())
        width = min(picture.width() * 0.86, picture.height() * 0.86 * CARD_RATIO)
        rect = QRectF(0, 0, width, width / CARD_RATIO)
        rect.moveCenter(picture.center())
        return rect

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stay as large as the picture's widget."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._surface.rect())
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """As large as the picture's widget from the start."""
        self.setGeometry(self._surface.rect())
        super().showEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Shade, frame, corners and the zone."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = self.card_rect()
        hole = QPainterPath()
        hole.addRoundedRect(card, 8, 8)
        shade = QPainterPath()
        shade.addRect(QRectF(self._surface.picture_rect()))
        painter.fillPath(shade.subtracted(hole), QColor(0, 0, 0, 110))
        # Bright on every picture, in both schemes.
        painter.setPen(QPen(QColor(255, 255, 255), 2))
        painter.drawPath(hole)
        zone = QRectF(card.left(), card.bottom() - card.height() * MRZ_SHARE, card.width(), card.height() * MRZ_SHARE)
        painter.setPen(QPen(QColor(255, 255, 255, 200), 1, Qt.PenStyle.DashLine))
        painter.drawRect(zone.adjusted(8, 4, -8, -8))
        painter.end()
