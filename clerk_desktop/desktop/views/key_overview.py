"""All keys at a glance (F1); lies over the window and blocks nothing: any key or click puts it away."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clerk_desktop.desktop.views.actions import CONTEXT, DEEDS, STAGE_KEYS
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, clear, named, spaced


class KeyOverview(View):
    """A card with every action and its key."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._card = View(surface="card")
        self._grid = QGridLayout(self._card)
        self._grid.setContentsMargins(28, 24, 28, 24)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(6)
        self._close = DeskButton("keys.close", "primary")
        self._close.clicked.connect(self.hide)
        outer = QVBoxLayout(self)
        spaced(outer, 24, 0)
        outer.addWidget(named(self._card, "keys.card"), 0, Qt.AlignmentFlag.AlignCenter)
        window.installEventFilter(self)
        self.setObjectName("keys")
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
        self._close.setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._close.setParent(None)
        clear(self._grid)
        self._grid.addWidget(SafeLabel(self.tr("Tasten"), size="heading"), 0, 0, 1, 4)
        for column, names in enumerate((("Warteschlange", "Gespräch", "Fenster"), ("Vorgang",))):
            row = 1
            for group, deeds in groupby(DEEDS.values(), key=lambda deed: deed.group):
                if group in names:
                    row = self._group(row, column * 2, group, [(deed.key, deed.words) for deed in deeds])
        self._close.say(self.tr("Schließen"))
        self._grid.addWidget(self._close, 40, 3, Qt.AlignmentFlag.AlignRight)

    def _group(self, row: int, column: int, group: str, deeds: list[tuple[str, str]]) -> int:
        title = SafeLabel(QCoreApplication.translate(CONTEXT, group), size="heading-small")
        title.setContentsMargins(0, 10, 0, 2)
        self._grid.addWidget(title, row, column, 1, 2)
        lines = [(_native(key), QCoreApplication.translate(CONTEXT, words)) for key, words in deeds]
        if group == "Vorgang":
            first, last = _native(STAGE_KEYS[0]), STAGE_KEYS[-1][-1]
            lines.append((f"{first} … {last}", self.tr("Zum ersten bis letzten Schritt")))
        for offset, (key, words) in enumerate(lines, start=1):
            label = SafeLabel(key, size="strong")
            label.setMinimumWidth(96)
            self._grid.addWidget(label, row + offset, column)
            self._grid.addWidget(SafeLabel(words), row + offset, column + 1)
        return row + len(lines) + 1

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click beside the card puts it away."""
        if not self._card.geometry().contains(event.position().toPoint()):
            self.hide()

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802
        """Stay as large as the window."""
        parent = self.parentWidget()
        if watched is parent and parent is not None and event.type() == QEvent.Type.Resize:
            self.setGeometry(parent.rect())
        return False


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
