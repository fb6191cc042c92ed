"""The line in which the clerk types along for somebody who cannot hear."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from clerk_desktop.desktop.models.captions import LONGEST, CaptionsModel
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import safe_tip
from clerk_desktop.desktop.widgets.view import View, named, spaced


class CaptionRow(View):
    """Seen while captions are on; every word is sent as it is typed."""

    def __init__(self, captions: CaptionsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._captions = captions
        self._close = DeskButton("captions.close", "quiet", "x", icon_only=True, badge=False)
        self._close.clicked.connect(lambda: captions.switch(False))
        self.line = named(QLineEdit(), "captions.line")
        self.line.setMaxLength(LONGEST)
        self.line.textEdited.connect(captions.type)
        self.line.returnPressed.connect(self._finish)
        row = QHBoxLayout(self)
        spaced(row, 0, 4)
        row.addWidget(self.line, 1)
        row.addWidget(self._close)
        captions.changed.connect(self._update)
        self.setVisible(captions.on)
        self.retranslate()

    def take_keyboard(self) -> None:
        """Where one types."""
        self.line.setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._close.say(self.tr("Untertitel beenden"))
        self.line.setAccessibleName(self.tr("Untertitel für die Person"))
        self.line.setPlaceholderText(self.tr("Untertitel: Die Person liest mit …"))
        hint = self.tr("Die Person liest jedes Wort, während Sie tippen. Eingabe beginnt eine neue Zeile.")
        self.line.setAccessibleDescription(hint)
        safe_tip(self.line, hint)

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
