"""The machine-readable zone as it was read, with the characters marked that a person should look at."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clerk_desktop.desktop.widgets.look import look

_LINE_GAP = 4


class MrzView(QWidget):
    """Lines of a fixed pitch that shrink with the width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[str, ...] = ()
        self._doubtful: frozenset[tuple[int, int]] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.update)

    @property
    def lines(self) -> tuple[str, ...]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[str], doubtful: Collection[tuple[int, int]] = ()) -> None:
        """Show these lines; `doubtful` names line and column of what to look at."""
        self._lines, self._doubtful = tuple(lines), frozenset(doubtful)
        self.setAccessibleDescription("\n".join(lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """All lines at the size of the text."""
        return QSize(400, len(self._lines) * (20 + _LINE_GAP) + _LINE_GAP)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Letter by letter, so that a marked one stands in its own field."""
        del event
        if not self._lines:
            return
        painter = QPainter(self)
        columns = max(len(line) for line in self._lines)
        pitch = min(11.0, self.width() / columns)
        painter.setFont(_font(pitch))
        for row, line in enumerate(self._lines):
            for column, letter in enumerate(line):
                box = QRectF(column * pitch, _LINE_GAP + row * (20 + _LINE_GAP), pitch, 20)
                marked = (row, column) in self._doubtful
                if marked:
                    painter.fillRect(box, look().color("feedback-warning-background"))
                painter.setPen(look().color("feedback-warning" if marked else "layout-text-default"))
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), letter)
        painter.end()


def _font(pitch: float) -> QFont:
    """The system's fixed font at the size at which a letter fills the pitch."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(16)
    wide = QFontMetricsF(font).horizontalAdvance("M")
    font.setPixelSize(max(7, int(16 * pitch / wide)))
    return font
