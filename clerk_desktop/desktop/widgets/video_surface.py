"""Shows the newest picture of a camera, as large as fits, without distortion."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_BACKGROUND = QColor(16, 18, 22)
_WORDS = QColor(220, 224, 230)


class VideoSurface(QWidget):
    """A picture painted by the CPU.

    Cheaper than Qt's video widgets wherever no graphics card draws (remote desktops, virtual machines), and not
    dearer elsewhere. Overlays are child widgets or are placed by `picture_rect`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._words = ""
        # The surface paints all of itself, so Qt need not clear it first.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 90)

    def set_image(self, image: QImage | None) -> None:
        """Show this picture; None shows the placeholder."""
        self._image = image if image is not None and not image.isNull() else None
        self.update()

    def set_placeholder(self, words: str) -> None:
        """What stands there while there is no picture; plain text, also for screen readers."""
        self._words = words
        self.setAccessibleDescription(words)
        self.update()

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown."""
        return self._image is not None

    def picture_rect(self) -> QRect:
        """Where the picture lies inside the widget; the whole widget without one."""
        if self._image is None:
            return self.rect()
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        rect = QRect(0, 0, size.width(), size.height())
        rect.moveCenter(self.rect().center())
        return rect

    def sizeHint(self) -> QSize:  # noqa: N802
        """A size that fits beside the work on the smallest screen of the office (1366×768)."""
        return QSize(480, 270)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw picture and bars, or the placeholder."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), _BACKGROUND)
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.picture_rect(), self._image)
        elif self._words:
            painter.setPen(_WORDS)
            margin = min(16, self.width() // 8)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(margin, margin, -margin, -margin), int(flags), self._words)
        painter.end()
