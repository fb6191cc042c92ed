"""All keys at a glance (F1); lies over the window and blocks nothing: any key or click puts it away."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.desktop.views.actions import CONTEXT, DEEDS, STAGE_GROUP, STAGE_KEYS
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.overlay import Overlay
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import clear, spaced


class KeyOverview(Overlay):
    """A card with every action and its key."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "keys")
        self._title = SafeLabel(size="heading")
        self._columns = QHBoxLayout()
        self._columns.setSpacing(28)
        self._close = DeskButton("keys.close", "primary")
        self._close.clicked.connect(self.hide)
        self.inner.addWidget(self._title)
        self.inner.addLayout(self._columns)
        self.inner.addWidget(self._close, 0, Qt.AlignmentFlag.AlignRight)

    def take_keyboard(self) -> None:
        """Return puts it away."""
        self._close.setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        clear(self._columns)
        groups = [(group, list(deeds)) for group, deeds in groupby(DEEDS.values(), key=lambda deed: deed.group)]
        for part in (groups[:1], groups[1:2], groups[2:]):
            column = QVBoxLayout()
            spaced(column, 0, 12)
            for group, deeds in part:
                column.addLayout(self._group(group, [(deed.key, deed.words) for deed in deeds]))
            column.addStretch(1)
            self._columns.addLayout(column)
        self._title.setText(self.tr("Tasten"))
        self._close.say(self.tr("Schließen"))

    def _group(self, group: str, deeds: list[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.addWidget(SafeLabel(QCoreApplication.translate(CONTEXT, group), size="heading-small"), 0, 0, 1, 2)
        lines = [(_native(key), QCoreApplication.translate(CONTEXT, words)) for key, words in deeds]
        if group == STAGE_GROUP:
            keys = f"{_native(STAGE_KEYS[0])} … {STAGE_KEYS[-1][-1]}"
            lines.append((keys, self.tr("Zum ersten bis letzten Schritt")))
        for row, (key, words) in enumerate(lines, start=1):
            label = SafeLabel(key, size="strong")
            label.setMinimumWidth(76)
            grid.addWidget(label, row, 0)
            grid.addWidget(SafeLabel(words), row, 1)
        grid.setColumnStretch(1, 1)
        return grid


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
