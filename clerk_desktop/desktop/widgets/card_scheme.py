"""Where to look on a card: a schematic card drawn from the region's numbers, no picture of a real one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from clerk_desktop.common.card_documents import CardDocument, CardSide, Region
from clerk_desktop.desktop.widgets.look import look

_LINES = {"back": 3, "front": 2}
"""Machine-readable lines by the side on which they stand."""


class CardScheme(QWidget):
    """One side of a document with a marked place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: CardDocument | None = None
        self._side = CardSide.FRONT
        self._region: Region | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.update)

    @property
    def region(self) -> Region | None:
        """The marked place."""
        return self._region

    def show_place(self, document: CardDocument | None, side: CardSide, region: Region | None) -> None:
        """Draw this side of this document and mark the region."""
        self._document, self._side, self._region = document, side, region
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Large enough to point, small enough to leave the room to the still."""
        return QSize(220, 140)

    def card_rect(self) -> QRectF:
        """The card inside the widget."""
        ratio = self._document.ratio if self._document else 0.63
        width = min(self.width() - 4.0, (self.height() - 4.0) / ratio)
        rect = QRectF(0, 0, width, width * ratio)
        rect.moveCenter(QRectF(self.rect()).center())
        return rect

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Outline, portrait, lines of text, the place."""
        del event
        document = self._document
        if document is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = self.card_rect()
        faint, strong = look().color("layout-border"), look().color("action-default")
        painter.setPen(QPen(faint, 1.5))
        painter.setBrush(look().color("layout-background-hued"))
        painter.drawRoundedRect(card, 7, 7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faint)
        if self._side is CardSide.FRONT and document.portrait is not None:
            self._draw_person(painter, _on(card, document.portrait))
        if document.mrz_side is self._side:
            self._draw_lines(painter, card, _LINES[self._side.value])
        if self._region is not None:
            place = _on(card, self._region)
            painter.setPen(QPen(strong, 2.5))
            glow = look().color("action-default")
            glow.setAlpha(50)
            painter.setBrush(glow)
            painter.drawRoundedRect(place.intersected(card.adjusted(1, 1, -1, -1)), 4, 4)
        painter.end()

    @staticmethod
    def _draw_person(painter: QPainter, box: QRectF) -> None:
        head = box.width() * 0.42
        middle = box.center().x()
        painter.drawEllipse(QRectF(middle - head / 2, box.top() + box.height() * 0.14, head, head * 1.2))
        tall, wide = box.height() * 0.34, box.width() * 0.8
        shoulders = QRectF(middle - wide / 2, box.bottom() - tall, wide, tall)
        painter.drawRoundedRect(shoulders, shoulders.height() * 0.6, shoulders.height() * 0.6)

    @staticmethod
    def _draw_lines(painter: QPainter, card: QRectF, count: int) -> None:
        height = card.height() * 0.05
        for number in range(count):
            top = card.bottom() - card.height() * 0.07 - (count - number) * height * 2
            painter.drawRect(QRectF(card.left() + card.width() * 0.05, top, card.width() * 0.9, height))


def _on(card: QRectF, region: Region) -> QRectF:
    return QRectF(
        card.left() + region.x * card.width(),
        card.top() + region.y * card.height(),
        region.width * card.width(),
        region.height * card.height(),
    )
