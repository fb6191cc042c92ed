"""All keys at a glance (F1); lies over the window and blocks nothing: any key or click puts it away."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.desktop.views.actions import CONTEXT, DEEDS, STAGE_GROUP, STAGE_KEYS
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, clear, named, spaced


class KeyOverview(View):
    """A card with every action and its key."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._card = View(surface="card")
        self._title = SafeLabel(size="heading")
        self._columns = QHBoxLayout()
        self._columns.setSpacing(40)
        self._close = DeskButton("keys.close", "primary")
        self._close.clicked.connect(self.hide)
        inner = QVBoxLayout(self._card)
        spaced(inner, 28, 16)
        inner.addWidget(self._title)
        inner.addLayout(self._columns)
        inner.addWidget(self._close, 0, Qt.AlignmentFlag.AlignRight)
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
        clear(self._columns)
        groups = [(group, list(deeds)) for group, deeds in groupby(DEEDS.values(), key=lambda deed: deed.group)]
        for half in (groups[:1], groups[1:]):
            column = QVBoxLayout()
            spaced(column, 0, 12)
            for group, deeds in half:
                column.addLayout(self._group(group, [(deed.key, deed.words) for deed in deeds]))
            column.addStretch(1)
            self._columns.addLayout(column)
        self._title.setText(self.tr("Tasten"))
        self._close.say(self.tr("Schließen"))

    def _group(self, group: str, deeds: list[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.addWidget(SafeLabel(QCoreApplication.translate(CONTEXT, group), size="heading-small"), 0, 0, 1, 2)
        lines = [(_native(key), QCoreApplication.translate(CONTEXT, words)) for key, words in deeds]
        if group == STAGE_GROUP:
            keys = f"{_native(STAGE_KEYS[0])} … {STAGE_KEYS[-1][-1]}"
            lines.append((keys, self.tr("Zum ersten bis letzten Schritt")))
        for row, (key, words) in enumerate(lines, start=1):
            label = SafeLabel(key, size="strong")
            label.setMinimumWidth(140)
            grid.addWidget(label, row, 0)
            grid.addWidget(SafeLabel(words), row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The window behind it steps back."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 120))
        painter.end()

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
