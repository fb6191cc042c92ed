"""One page of a paper on the screen, as large as fits."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clerk_desktop.desktop.widgets.look import look

_A4 = 297 / 210


class PageView(QWidget):
    """Shows a page; while a new one is drawn the old one stays.

    Signals:
        width_wanted(int): how wide a page would be drawn best, in device pixels.
    """

    width_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(180, 240)
        look().changed.connect(self.update)

    @property
    def has_page(self) -> bool:
        """Whether a page is shown."""
        return self._image is not None

    def set_page(self, width: int, height: int, bgra: bytes) -> None:
        """Show these pixels."""
        # copy(): the QImage would otherwise point into the bytes, which may go.
        self._image = QImage(bgra, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
        self.update()

    def set_words(self, words: str) -> None:
        """Show words instead of a page."""
        self._image, self._words = None, words
        self.setAccessibleDescription(words)
        self.update()

    def page_rect(self) -> QRect:
        """Where the page lies."""
        ratio = self._image.height() / self._image.width() if self._image else _A4
        width = min(self.width(), int(self.height() / ratio))
        rect = QRect(0, 0, width, int(width * ratio))
        rect.moveCenter(self.rect().center())
        return rect

    def sizeHint(self) -> QSize:  # noqa: N802
        """A readable page."""
        return QSize(420, 594)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Another size wants other pixels."""
        super().resizeEvent(event)
        self.width_wanted.emit(int(self.page_rect().width() * self.devicePixelRatioF()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The page with a thin edge, or words."""
        del event
        painter = QPainter(self)
        if self._image is not None:
            rect = self.page_rect()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(rect, self._image)
            painter.setPen(QColor(0, 0, 0, 60))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        else:
            painter.setPen(look().color("layout-text-muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(16, 16, -16, -16), int(flags), self._words)
        painter.end()
