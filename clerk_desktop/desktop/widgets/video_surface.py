"""Shows the newest picture of a camera, as large as fits, without distortion; closer and turned when asked."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

_BACKGROUND = QColor(16, 18, 22)
_WORDS = QColor(220, 224, 230)
_FOCUS = QColor(255, 255, 255)
CLOSEST = 4.0
"""A 720p picture holds no more: beyond, one looks at single pixels."""
STEP = 1.25
"""One press of the key, one notch of the wheel."""
_NOTCH = 120
"""Eighths of a degree that one notch of a mouse wheel is worth (QWheelEvent.angleDelta)."""
_ARROWS = {
    Qt.Key.Key_Left: QPointF(1, 0),
    Qt.Key.Key_Right: QPointF(-1, 0),
    Qt.Key.Key_Up: QPointF(0, 1),
    Qt.Key.Key_Down: QPointF(0, -1),
}
_ARROW_SHARE = 0.1


class VideoSurface(QWidget):
    """A picture painted by the CPU.

    Cheaper than Qt's video widgets wherever no graphics card draws (remote desktops, virtual machines), and not
    dearer elsewhere. Overlays are child widgets or are placed by `picture_rect`.

    Args:
        parent: Qt owner.
        closer: the wheel zooms and a drag or the arrow keys move a zoomed picture.

    Signals:
        view_changed: zoom, rotation or the format of the picture is another one.
        wanted: in how many pixels of the screen the picture lies, before it is turned (QSize); empty: as it comes. A
            picture that is made in that size is painted ten times faster than one that must be scaled.
    """

    view_changed = Signal()
    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, closer: bool = False) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._whole_size = QSize()
        self._wanted = QSize()
        self._words = ""
        self._closer = closer
        self._zoom = 1.0
        self._rotation = 0
        self._centre = QPointF(0.5, 0.5)
        """What of the turned picture lies in the middle of the widget, as shares of its width and height."""
        self._grip: QPointF | None = None
        # The surface paints all of itself, so Qt need not clear it first.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 90)

    def set_image(self, image: QImage | None) -> None:
        """Show this picture; None shows the placeholder."""
        before = self._turned_size()
        self._image = image if image is not None and not image.isNull() else None
        self._whole_size = _whole_size(image) if image is not None else QSize()
        self._tell_wanted()
        self.update()
        if self._turned_size() != before:
            self.view_changed.emit()

    def set_placeholder(self, words: str) -> None:
        """What stands there while there is no picture; plain text, also for screen readers."""
        self._words = words
        self.setAccessibleDescription(words)
        self.update()

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown."""
        return self._image is not None

    @property
    def zoom(self) -> float:
        """How many times closer than the whole picture: 1 to `CLOSEST`."""
        return self._zoom

    @property
    def rotation(self) -> int:
        """Degrees clockwise by which the picture is turned: 0, 90, 180 or 270."""
        return self._rotation

    @property
    def ratio(self) -> float:
        """Height to width of the picture as it is turned; 0 without one."""
        size = self._turned_size()
        return size.height() / size.width() if size.width() else 0.0

    def set_zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Show it closer; what lies at the point `at` of the widget (its middle) stays there."""
        factor = min(max(factor, 1.0), CLOSEST)
        if factor == self._zoom:
            return
        at = at or QRectF(self.rect()).center()
        before = QRectF(self.picture_rect())
        share = QPointF((at.x() - before.x()) / before.width(), (at.y() - before.y()) / before.height())
        self._zoom = factor
        after = self._whole() * factor
        middle = QRectF(self.rect()).center()
        self._centre = QPointF(
            share.x() + (middle.x() - at.x()) / after.width(), share.y() + (middle.y() - at.y()) / after.height()
        )
        self._view_moved()

    def set_rotation(self, degrees: int) -> None:
        """Turn it clockwise in steps of 90 degrees (a phone that is held across); the whole of it is shown."""
        degrees = degrees // 90 * 90 % 360
        if degrees != self._rotation:
            self._rotation, self._zoom, self._centre = degrees, 1.0, QPointF(0.5, 0.5)
            self._view_moved()

    def reset_view(self) -> None:
        """Upright and whole."""
        self.set_rotation(0)
        self.set_zoom(1.0)

    def pan(self, by: QPointF) -> None:
        """Move a zoomed picture by so many pixels of the widget, never beyond its edge."""
        size = self._whole() * self._zoom
        self._centre -= QPointF(by.x() / size.width(), by.y() / size.height())
        self.update()

    def picture_rect(self) -> QRect:
        """Where the picture lies: beyond the widget when zoomed; the whole widget without one."""
        if self._image is None:
            return self.rect()
        size = self._whole() * self._zoom
        self._centre = QPointF(
            _kept(self._centre.x(), size.width(), self.width()), _kept(self._centre.y(), size.height(), self.height())
        )
        middle = QRectF(self.rect()).center()
        left, top = middle.x() - self._centre.x() * size.width(), middle.y() - self._centre.y() * size.height()
        return QRect(round(left - 0.01), round(top - 0.01), size.width(), size.height())

    def sizeHint(self) -> QSize:  # noqa: N802
        """A size that fits beside the work on the smallest screen of the office (1366×768)."""
        return QSize(480, 270)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw picture and bars, or the placeholder."""
        del event
        painter = QPainter(self)
        if self._image is None or not self.picture_rect().contains(self.rect()):
            painter.fillRect(self.rect(), _BACKGROUND)
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self._paint_picture(painter, self._image)
        elif self._words:
            painter.setPen(_WORDS)
            margin = min(16, self.width() // 8)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(margin, margin, -margin, -margin), int(flags), self._words)
        if self.hasFocus():
            painter.setPen(QPen(_FOCUS, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    # --- wheel, drag and arrow keys

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Closer where the mouse points, or back."""
        notches = event.angleDelta().y() / _NOTCH
        if self._closer and self.has_picture and notches:
            self.set_zoom(self._zoom * STEP**notches, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Grip a zoomed picture."""
        if self._zoom > 1 and event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Move it."""
        if self._grip is not None:
            self.pan(event.position() - self._grip)
            self._grip = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let it go."""
        self._grip = None
        self._show_hand()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The arrow keys move a zoomed picture, for who cannot drag."""
        way = _ARROWS.get(Qt.Key(event.key()))
        if way is not None and self._zoom > 1:
            self.pan(QPointF(way.x() * self.width() * _ARROW_SHARE, way.y() * self.height() * _ARROW_SHARE))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show that the arrow keys work here."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """They do not any more."""
        self.update()
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Overlays follow."""
        super().resizeEvent(event)
        self._tell_wanted()
        self.view_changed.emit()

    # --- inside

    def _turned_size(self) -> QSize:
        size = self._whole_size
        return size.transposed() if self._rotation % 180 else size

    def _whole(self) -> QSize:
        """The size at which the whole picture fits."""
        if self._image is None:
            return self.size()
        size = self._turned_size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        # As pictures are made: with an even number of columns before they are turned (media/pictures.py).
        odd = QSize(0, size.height() % 2) if self._rotation % 180 else QSize(size.width() % 2, 0)
        return size - odd

    def _paint_picture(self, painter: QPainter, image: QImage) -> None:
        rect = self.picture_rect()
        if not self._rotation:
            painter.drawImage(rect, image)
            return
        painter.save()
        painter.translate(QRectF(rect).center())
        painter.rotate(self._rotation)
        size = rect.size().transposed() if self._rotation % 180 else rect.size()
        painter.drawImage(QRectF(-size.width() / 2, -size.height() / 2, size.width(), size.height()), image)
        painter.restore()

    def _tell_wanted(self) -> None:
        """Also on the way to another screen; beyond the whole picture the painter enlarges only what is seen."""
        box = QSize()
        if self._zoom == 1:
            box = (QSizeF(self.size()) * self.devicePixelRatioF()).toSize()
            box = box.transposed() if self._rotation % 180 else box
        if box != self._wanted:
            self._wanted = box
            self.wanted.emit(box)

    def _view_moved(self) -> None:
        self._tell_wanted()
        zoomed = self._closer and self._zoom > 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if zoomed else Qt.FocusPolicy.NoFocus)
        if not zoomed:
            self._grip = None
        self._show_hand()
        self.update()
        self.view_changed.emit()

    def _show_hand(self) -> None:
        self.setCursor(Qt.CursorShape.OpenHandCursor if self._zoom > 1 else Qt.CursorShape.ArrowCursor)


def _whole_size(image: QImage) -> QSize:
    """Of the picture as it was sent; one that was made in another size says so in its text "whole"."""
    said = image.text("whole").split()
    return QSize(int(said[0]), int(said[1])) if len(said) == 2 else image.size()


def _kept(centre: float, picture: int, widget: int) -> float:
    """The nearest place of the picture's middle that leaves no gap; its own middle when it is smaller anyway."""
    margin = widget / (2 * picture) if picture else 0.5
    return 0.5 if margin >= 0.5 else min(max(centre, margin), 1 - margin)
