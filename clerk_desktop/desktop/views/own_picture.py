"""The clerk's own picture in a corner of the citizen's; dragged to another one, or hidden."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from clerk_desktop.desktop.models.picture import Corner
from clerk_desktop.desktop.widgets.video_surface import VideoSurface

_SHARE = 0.27
"""Of the width of the citizen's picture."""
_NARROWEST, _WIDEST = 96, 288
_GAP = 8


class OwnPicture(VideoSurface):
    """Lies where its owner puts it; snaps to the nearest corner.

    Signals:
        dropped(Corner): it was dragged there.
    """

    dropped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._held: QPoint | None = None
        self.setMinimumSize(64, 36)
        self.setCursor(Qt.CursorShape.SizeAllCursor)

    def settle(self, corner: Corner) -> None:
        """Take this corner of the parent, in a size that suits it."""
        room = self.parentWidget()
        if room is None or self._held is not None:
            return
        # A multiple of 16, so that no line of the ground shows beside the picture.
        width = min(max(int(room.width() * _SHARE), _NARROWEST), _WIDEST) // 16 * 16
        self.resize(QSize(width, width * 9 // 16))
        x = room.width() - self.width() - _GAP if corner.right else _GAP
        y = room.height() - self.height() - _GAP if corner.bottom else _GAP
        self.move(x, y)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take hold of it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag it, never out of the citizen's picture."""
        room = self.parentWidget()
        if self._held is None or room is None:
            return
        to = self.mapToParent(event.position().toPoint() - self._held)
        most = room.rect().bottomRight() - self.rect().bottomRight()
        self.move(min(max(to.x(), 0), max(most.x(), 0)), min(max(to.y(), 0), max(most.y(), 0)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let it snap."""
        del event
        room = self.parentWidget()
        if self._held is None or room is None:
            return
        self._held = None
        middle, centre = self.geometry().center(), room.rect().center()
        places = {(corner.right, corner.bottom): corner for corner in Corner}
        self.dropped.emit(places[middle.x() > centre.x(), middle.y() > centre.y()])
