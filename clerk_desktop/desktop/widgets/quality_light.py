"""A light in three states that differ in shape as well as in colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from clerk_desktop.desktop.widgets.look import look

_SIDE = 16
_COLORS = {"good": "feedback-success", "weak": "feedback-warning", "bad": "feedback-danger"}


class QualityLight(QWidget):
    """Round for `good`, a triangle for `weak`, a square with a cross for `bad`, a faint ring while nothing is known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = ""
        self.setFixedSize(self.sizeHint())
        look().changed.connect(self.update)

    def set_level(self, level: str) -> None:
        """`good`, `weak`, `bad`, or "" for not known."""
        if level != self.level:
            self.level = level
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as a line of text."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The shape."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        if self.level not in _COLORS:
            painter.setPen(QPen(look().color("layout-text-muted"), 1.5))
            painter.drawEllipse(box)
            painter.end()
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().color(_COLORS[self.level]))
        if self.level == "good":
            painter.drawEllipse(box)
        elif self.level == "weak":
            top = QPointF(box.center().x(), box.top())
            painter.drawPolygon(QPolygonF([top, box.bottomRight(), box.bottomLeft()]))
        else:
            painter.drawRect(box)
            painter.setPen(QPen(look().color("layout-background-default"), 2))
            inner = box.adjusted(3.5, 3.5, -3.5, -3.5)
            painter.drawLine(inner.topLeft(), inner.bottomRight())
            painter.drawLine(inner.topRight(), inner.bottomLeft())
        painter.end()
