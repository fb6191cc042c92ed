"""To which office somebody is handed over: a list of buttons in the queue's place, nothing modal."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.common.messages.booking import OfficeView
from clerk_desktop.common.messages.clerk import QueueEntry
from clerk_desktop.desktop.models.waiting_room import WaitingRoomModel
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, clear, named, scrolling, spaced
from clerk_desktop.desktop.widgets.words import breakable


class RedirectPane(View):
    """The other offices.

    Signals:
        left: chosen or not, the queue is wanted again.
    """

    left = Signal()

    def __init__(self, room: WaitingRoomModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room = room
        self._entry: QueueEntry | None = None
        self._asked = False
        self._back = DeskButton("queue.redirect.back", "quiet", "arrow-left", icon_only=True, badge=False)
        self._title = SafeLabel(size="heading-small")
        self._who = SafeLabel(wrap=True)
        self._who.setMaximumHeight(84)
        self.hint = named(SafeLabel(tone="muted", size="small", wrap=True), "queue.redirect.hint")
        self._offices = QVBoxLayout()
        spaced(self._offices, 0, 6)
        head = QHBoxLayout()
        spaced(head, 0, 4)
        head.addWidget(self._back)
        head.addWidget(self._title, 1)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        spaced(inside, 0, 0)
        inside.addLayout(self._offices)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        spaced(column, 0, 8)
        column.addLayout(head)
        column.addWidget(self._who)
        column.addWidget(self.hint)
        column.addWidget(scrolling(inner), 1)
        self._back.clicked.connect(self.left)
        room.offices_changed.connect(self._on_offices)
        self.retranslate()

    def begin(self, entry: QueueEntry) -> None:
        """Ask where this one is to go."""
        self._entry, self._asked = entry, False
        self._room.load_offices()
        self.retranslate()
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """On the first office."""
        first = self._offices.itemAt(0)
        button = first.widget() if first is not None else None
        (button or self._back).setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._title.setText(self.tr("Umleiten"))
        self._back.say(self.tr("Zurück zur Warteschlange"))
        entry = self._entry
        self._who.setText(breakable(f"{entry.given_names} {entry.family_name}") if entry else "")
        clear(self._offices)
        others = self._room.others
        if others is None:
            self.hint.setText(
                self.tr("Die anderen Ämter sind gerade nicht zu erfahren.")
                if self._asked
                else self.tr("Die anderen Ämter werden geladen …")
            )
            return
        self.hint.setText(
            self.tr("Welches Amt soll übernehmen? Die Reihenfolge nach Termin bleibt; der Link der Person auch.")
            if others
            else self.tr("Es gibt kein anderes Amt.")
        )
        for office in others:
            button = DeskButton(f"queue.redirect.{office.id}", "", "landmark")
            button.say(self._short(office.name), f"{office.name}, {office.address}")
            button.clicked.connect(lambda _=False, to=office: self._choose(to))
            self._offices.addWidget(button)
            button.show()  # now and not with the next event, or it could not take the keyboard yet

    def _short(self, name: str) -> str:
        return self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, 220)

    def _on_offices(self) -> None:
        self._asked = True
        self.retranslate()
        if self.isVisible():
            self.take_keyboard()

    def _choose(self, to: OfficeView) -> None:
        if self._entry is not None:
            self._room.redirect(self._entry.id, to)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape goes back; the arrows walk through the offices."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Down:
                self.focusNextChild()
            case Qt.Key.Key_Up:
                self.focusPreviousChild()
            case _:
                super().keyPressEvent(event)
