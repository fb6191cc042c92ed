"""The frame over the live picture that shows where the card belongs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QShowEvent
from PySide6.QtWidgets import QWidget

from clerk_desktop.common.capture import NOTHING_SEEN, Assessment, Wanted
from clerk_desktop.desktop.views.identity_words import GOOD, HINTS, SEARCHING, said
from clerk_desktop.desktop.widgets.look import look
from clerk_desktop.desktop.widgets.video_surface import VideoSurface

CARD_RATIO = 85.6 / 53.98
"""Width to height of an identity card (ISO/IEC 7810 ID-1)."""
MRZ_SHARE = 0.33
"""The part of the card's height that the machine-readable zone takes, from below."""
_FOUND, _GOOD = "#ffd257", "#52e0a4"
"""The same two colours as on the citizen's page; good is said in words as well."""


class IdOverlay(QWidget):
    """Darkens what is outside the card and marks the zone that is read. The mouse goes through it."""

    def __init__(self, surface: VideoSurface) -> None:
        super().__init__(surface)
        self._surface = surface
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        surface.installEventFilter(self)
        look().changed.connect(self.update)
        self._view = NOTHING_SEEN
        self._zone = True
        self._font_of = ("heading-small", "strong")
        self.hide()

    def show_view(self, view: Assessment, wanted: Wanted | None) -> None:
        """How the card is seen now, and which side is wanted."""
        self._view, self._zone = view, wanted is not Wanted.OTHER
        self.update()

    @property
    def hint(self) -> str:
        """What is said over the picture."""
        view = self._view
        if view.good:
            return said(GOOD)
        if view.quad is None:
            return said(SEARCHING)
        return said(HINTS[view.hint]) if view.hint else ""

    def outline(self) -> QPolygonF:
        """The card's corners on the widget, also when the picture is turned or zoomed; empty when none is seen."""
        rect = QRectF(self._surface.picture_rect())
        points = []
        for corner in self._view.quad or ():
            at = corner
            for _ in range(self._surface.rotation // 90):
                at = (1 - at[1], at[0])
            points.append(QPointF(rect.left() + at[0] * rect.width(), rect.top() + at[1] * rect.height()))
        return QPolygonF(points)

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
        if self._view.quad is not None:
            # The card's own outline takes the place of the frame to aim at.
            self._paint_view(painter)
            painter.end()
            return
        card = self.card_rect()
        hole = QPainterPath()
        hole.addRoundedRect(card, 8, 8)
        shade = QPainterPath()
        shade.addRect(QRectF(self._surface.picture_rect()))
        painter.fillPath(shade.subtracted(hole), QColor(0, 0, 0, 110))
        # Bright on every picture, in both schemes.
        painter.setPen(QPen(QColor(255, 255, 255), 2))
        painter.drawPath(hole)
        if self._zone:
            self._paint_zone(painter, card)
        self._paint_view(painter)
        painter.end()

    @staticmethod
    def _paint_zone(painter: QPainter, card: QRectF) -> None:
        zone = QRectF(card.left(), card.bottom() - card.height() * MRZ_SHARE, card.width(), card.height() * MRZ_SHARE)
        painter.setPen(QPen(QColor(255, 255, 255, 200), 1, Qt.PenStyle.DashLine))
        painter.drawRect(zone.adjusted(8, 4, -8, -8))

    def _paint_view(self, painter: QPainter) -> None:
        outline = self.outline()
        color = QColor(_GOOD if self._view.good else _FOUND)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(QColor(0, 0, 0, 160), 6), QPen(color, 3)):
            painter.setPen(pen)
            painter.drawPolygon(outline)
        words = self.hint
        if not words:
            return
        painter.setFont(look().font(*self._font_of))
        picture = QRectF(self._surface.picture_rect()).intersected(QRectF(self.rect()))
        width = min(picture.width() - 8, painter.fontMetrics().horizontalAdvance(words) + 24.0)
        box = QRectF(0, 0, width, painter.fontMetrics().height() + 10.0)
        box.moveCenter(QPointF(picture.center().x(), picture.bottom() - box.height() / 2 - 8))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(16, 19, 31, 220))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(color if self._view.good else QColor(255, 255, 255))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)
