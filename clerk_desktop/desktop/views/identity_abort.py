"""Why the identification ends: a reason must be named, the usual ones of the present step first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.common.identification import SUGGESTED, AbortReason, Step
from clerk_desktop.desktop.views.identity_words import REASONS, said
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, spaced

_COLUMNS = 2


class IdentityAbort(View):
    """A choice of reasons, folded away until it is asked for; digits choose, escape goes back.

    Signals:
        chosen(AbortReason): this is why.
        closed: it goes on after all.
    """

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, surface="card")
        self.setObjectName("identity.abort")
        self._order: tuple[AbortReason, ...] = tuple(AbortReason)
        self._title = SafeLabel(size="heading-small")
        self._text = SafeLabel(tone="muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self._buttons = {reason: DeskButton(f"identity.abort.{reason}") for reason in AbortReason}
        self.back = DeskButton("identity.abort.back", "quiet", "arrow-left")
        column = QVBoxLayout(self)
        spaced(column, 14, 8)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(self._grid)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        column.addLayout(foot)
        for reason, button in self._buttons.items():
            button.clicked.connect(lambda _checked=False, why=reason: self.chosen.emit(why))
        self.back.clicked.connect(self.closed)
        self.retranslate()

    def offer(self, step: Step | None) -> None:
        """Sort the reasons for this step."""
        first = SUGGESTED.get(step.kind, ()) if step else ()
        self._order = (*first, *(reason for reason in AbortReason if reason not in first))
        for button in self._buttons.values():
            self._grid.removeWidget(button)
        for number, reason in enumerate(self._order):
            button = self._buttons[reason]
            button.set_kind("danger" if reason in first else "")
            self._grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._title.setText(self.tr("Warum endet die Prüfung?"))
        self._text.setText(
            self.tr("Alle Aufnahmen und gelesenen Angaben sind damit gelöscht. Der Termin kann fortgesetzt werden.")
        )
        for number, reason in enumerate(self._order, 1):
            digit = f"{number}  " if number <= 9 else ""
            self._buttons[reason].say(digit + said(REASONS[reason]))
        self.back.say(self.tr("Zurück zur Prüfung (Esc)"))

    def take_keyboard(self) -> None:
        """To the way back, so that a key too many ends nothing."""
        self.back.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """A digit chooses, escape goes back."""
        number = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif 0 <= number < min(9, len(self._order)) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.chosen.emit(self._order[number])
        else:
            super().keyPressEvent(event)
