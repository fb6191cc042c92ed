"""The line in which the clerk types along for somebody who cannot hear."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clerk_desktop.desktop.models.captions import LONGEST, CaptionsModel
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named, spaced


class CaptionRow(View):
    """Seen while captions are on; every word is sent as it is typed."""

    def __init__(self, captions: CaptionsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._captions = captions
        self._title = SafeLabel(size="strong")
        self._close = DeskButton("captions.close", "quiet", "x", icon_only=True, badge=False)
        self._close.clicked.connect(lambda: captions.switch(False))
        self.line = named(QLineEdit(), "captions.line")
        self.line.setMaxLength(LONGEST)
        self.line.textEdited.connect(captions.type)
        self.line.returnPressed.connect(self._finish)
        self._hint = SafeLabel(tone="muted", size="small", wrap=True)
        head = QHBoxLayout()
        spaced(head, 0, 4)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        spaced(column, 0, 4)
        column.addLayout(head)
        column.addWidget(self.line)
        column.addWidget(self._hint)
        captions.changed.connect(self._update)
        self.setVisible(captions.on)
        self.retranslate()

    def take_keyboard(self) -> None:
        """Where one types."""
        self.line.setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._title.setText(self.tr("Untertitel"))
        self._close.say(self.tr("Untertitel beenden"))
        self.line.setAccessibleName(self.tr("Untertitel für die Person"))
        self._hint.setText(self.tr("Die Person liest jedes Wort, während Sie tippen. Eingabe beginnt eine neue Zeile."))
        self.line.setAccessibleDescription(self._hint.text())

    def _finish(self) -> None:
        self._captions.finish()
        self.line.clear()

    def _update(self) -> None:
        self.setVisible(self._captions.on)
        if self._captions.on:
            self.line.setFocus()
        else:
            self.line.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape ends them."""
        if event.key() == Qt.Key.Key_Escape:
            self._captions.switch(False)
        else:
            super().keyPressEvent(event)
