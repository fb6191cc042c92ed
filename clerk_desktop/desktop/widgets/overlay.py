"""A card that lies over the window for a moment and blocks nothing: escape or a click beside it puts it away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clerk_desktop.desktop.widgets.view import View, named, spaced


class Overlay(View):
    """The card and the dimmed window behind it; subclasses fill `inner`.

    Args:
        window: over which it lies.
        name: object name; the card's is `<name>.card`.
    """

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self.card = named(View(surface="card"), f"{name}.card")
        self.inner = QVBoxLayout(self.card)
        spaced(self.inner, 28, 16)
        outer = QVBoxLayout(self)
        spaced(outer, 24, 0)
        outer.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)
        window.installEventFilter(self)
        self.setObjectName(name)
        self.hide()

    def toggle(self) -> None:
        """Show or put away."""
        if self.isVisible():
            self.hide()
            return
        self.retranslate()
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()
        self.take_keyboard()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The window behind it steps back."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 120))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click beside the card puts it away."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.hide()

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802
        """Stay as large as the window."""
        parent = self.parentWidget()
        if watched is parent and parent is not None and event.type() == QEvent.Type.Resize:
            self.setGeometry(parent.rect())
        return False
