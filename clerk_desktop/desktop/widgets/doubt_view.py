"""Doubtful characters of the machine-readable lines: each as an enlarged cut beside what was read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from clerk_desktop.common.card_documents import Region
from clerk_desktop.desktop.widgets.look import look

MOST = 6
"""So many are shown; where more are doubtful a new still serves better."""
_CUT, _LETTER, _GAP, _HEIGHT = 84, 26, 10, 44
_MM = {3: (85.6, 53.98, 4.7, 36.5, 6.1), 2: (125.0, 88.0, 6.2, 73.5, 7.5)}
"""By number of lines: width and height of the side, left edge of the text, base of its first line, distance of lines
(mm; ICAO 9303 parts 4 and 5)."""
_PITCH = 2.54


def place_of(line: int, column: int, lines: int) -> Region:
    """Where a character stands on its side of the document, with its neighbours."""
    width, height, left, base, spacing = _MM[lines]
    x = max(0.0, (left + _PITCH * (column - 1)) / width)
    y = (base + spacing * line - 4.2) / height
    return Region(x=x, y=y, width=min(3 * _PITCH / width, 1 - x), height=min(6.0 / height, 1 - y))


class DoubtView(QWidget):
    """A row of cuts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doubts: tuple[tuple[str, QImage], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.update)

    @property
    def letters(self) -> str:
        """What was read at the places that are shown."""
        return "".join(letter for letter, _ in self._doubts)

    def show_doubts(self, doubts: Sequence[tuple[str, QImage]]) -> None:
        """Show these: the character as it was read, and its cut."""
        self._doubts = tuple(doubts[:MOST])
        self.setAccessibleDescription(self.letters)
        self.setVisible(bool(self._doubts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """One row."""
        return QSize(len(self._doubts) * (_CUT + _LETTER + _GAP), _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """It may be narrower; what does not fit is left out."""
        return QSize(_CUT + _LETTER, _HEIGHT if self._doubts else 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Cut, then the character, in pairs."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(look().font("heading-small", "strong"))
        left = 0.0
        for letter, cut in self._doubts:
            if left + _CUT + _LETTER > self.width():
                break
            box = QRectF(left, 1, _CUT, _HEIGHT - 2)
            if not cut.isNull():
                painter.drawImage(box, cut)
            painter.setPen(QPen(look().color("feedback-warning"), 2))
            # The middle one of the three is meant.
            painter.drawRect(QRectF(box.left() + box.width() / 3, box.top(), box.width() / 3, box.height()))
            painter.setPen(look().color("layout-text-default"))
            text = QRectF(box.right(), box.top(), _LETTER, box.height())
            painter.drawText(text, int(Qt.AlignmentFlag.AlignCenter), letter)
            left += _CUT + _LETTER + _GAP
        painter.end()
