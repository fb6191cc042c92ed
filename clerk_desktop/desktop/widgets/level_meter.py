"""How loud somebody is: a row of bars."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clerk_desktop.desktop.widgets.look import look

_BARS, _BAR, _GAP = 12, 5, 3


class LevelMeter(QWidget):
    """Bars that follow a loudness of 0 to 1; it falls slower than it rises, so that the eye can follow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = 0.0
        self.setFixedSize(self.sizeHint())

    @property
    def level(self) -> float:
        """What is shown."""
        return self._level

    def set_level(self, level: float) -> None:
        """The newest loudness."""
        level = max(min(level, 1.0), self._level * 0.85)
        if round(level * _BARS) != round(self._level * _BARS):
            self.update()
        self._level = level

    def reset(self) -> None:
        """Silence."""
        self._level = 0.0
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """All bars."""
        return QSize(_BARS * (_BAR + _GAP) - _GAP, 20)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Lit bars in the colour of success, the others faint."""
        del event
        painter = QPainter(self)
        lit = round(self._level * _BARS)
        for number in range(_BARS):
            height = 6 + round(14 * number / (_BARS - 1))
            token = "feedback-success" if number < lit else "decorative-border-default"
            painter.fillRect(number * (_BAR + _GAP), self.height() - height, _BAR, height, look().color(token))
        painter.end()
