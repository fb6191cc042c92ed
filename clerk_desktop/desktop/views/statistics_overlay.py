"""The figures of the connection, upon the picture, for who looks after the technology; off unless asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, clear, spaced


class StatisticsOverlay(View):
    """A small table; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, surface="tools")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._rows: tuple[tuple[str, str], ...] = ()
        self._labels: list[SafeLabel] = []
        self._grid = QGridLayout(self)
        spaced(self._grid, 8, 2)
        self._grid.setHorizontalSpacing(12)
        self.hide()

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each line."""
        return self._rows

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """These lines in place of those before."""
        if [name for name, _ in rows] != [name for name, _ in self._rows]:
            self._build(rows)
        self._rows = tuple(rows)
        for label, (_, value) in zip(self._labels, rows, strict=True):
            label.setText(value)
        self.adjustSize()

    def _build(self, rows: Sequence[tuple[str, str]]) -> None:
        clear(self._grid)
        self._labels = []
        for number, (name, _) in enumerate(rows):
            value = SafeLabel(size="small")
            self._grid.addWidget(SafeLabel(name, size="small", tone="muted"), number, 0)
            self._grid.addWidget(value, number, 1)
            self._labels.append(value)
