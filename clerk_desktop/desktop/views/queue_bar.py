"""Above the queue: the search field, and which part of the day is shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clerk_desktop.desktop.models.queue import QueueModel
from clerk_desktop.desktop.models.queue_filter import Choice, QueueFilter
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.view import View, named, spaced


class QueueBar(View):
    """Search field and filter.

    Signals:
        changed: other rows are shown.
        to_list: the keyboard wants to go on to the list.
    """

    changed = Signal()
    to_list = Signal()

    def __init__(self, queue: QueueModel, shown: QueueFilter, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue, self._shown = queue, shown
        self.search = named(QLineEdit(), "queue.search")
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(80)
        self.search.textChanged.connect(self._on_text)
        self.search.installEventFilter(self)
        self._group = QButtonGroup(self)
        self.choices: dict[Choice, DeskButton] = {}
        row = QHBoxLayout()
        spaced(row, 0, 4)
        for choice in Choice:
            button = DeskButton(f"queue.show.{choice.value}", "segment", badge=False)
            button.setCheckable(True)
            button.setChecked(choice is shown.choice)
            button.clicked.connect(lambda _=False, one=choice: self.choose(one))
            actions.bind(f"show_{choice.value}", button)
            self._group.addButton(button)
            self.choices[choice] = button
            row.addWidget(button, 1)
        column = QVBoxLayout(self)
        spaced(column, 0, 6)
        column.addWidget(self.search)
        column.addLayout(row)
        queue.updated.connect(self.retranslate)
        self.retranslate()

    def choose(self, choice: Choice) -> None:
        """Show this part of the day."""
        self.choices[choice].setChecked(True)
        self._shown.choose(choice)
        self.changed.emit()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.search.setPlaceholderText(self.tr("Name, Anliegen oder Nummer"))
        self.search.setAccessibleName(self.tr("In der Warteschlange suchen"))
        here = self.tr("Wartend"), self.tr("Wer da ist: wartet, im Gespräch oder unterbrochen")
        self._say(Choice.WAITING, *here, self._queue.waiting)
        self._say(Choice.TODAY, self.tr("Alle"), self.tr("Alle von heute"), 0)
        self._say(Choice.PARKED, self.tr("Geparkt"), self.tr("Wer geparkt ist"), self._queue.parked)
        self._say(Choice.FINISHED, self.tr("Erledigt"), self.tr("Wer heute fertig ist"), self._queue.done)

    def _say(self, choice: Choice, words: str, hint: str, count: int) -> None:
        self.choices[choice].say(f"{words} {count}" if count else words, hint)

    def _on_text(self, text: str) -> None:
        self._shown.search(text)
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """In the search field: return and arrow down go on to the list, escape empties it."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Down:
                    self.to_list.emit()
                    return True
                case Qt.Key.Key_Escape:
                    self.search.clear()
                    self.to_list.emit()
                    return True
        return super().eventFilter(watched, event)
