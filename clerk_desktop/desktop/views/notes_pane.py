"""Short messages with somebody who waits: in the queue's place, nothing modal."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.common.clock import berlin
from clerk_desktop.common.messages.live import NoteSender
from clerk_desktop.desktop.models.notes import LONGEST, Delivery, Line, NotesModel
from clerk_desktop.desktop.models.queue import QueueModel
from clerk_desktop.desktop.models.waiting_room import may_write
from clerk_desktop.desktop.views import sentences
from clerk_desktop.desktop.views.bubble import bubble
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.fields import MessageField
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, clear, named, scrolling, spaced
from clerk_desktop.desktop.widgets.words import breakable

_FEW_LEFT = 80


class NotesPane(View):
    """One conversation: what was written, and a field to write.

    Signals:
        left: the queue is wanted again.
    """

    left = Signal()

    def __init__(self, notes: NotesModel, queue: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes, self._queue = notes, queue
        self.appointment = ""
        self._drafts: dict[str, str] = {}
        self._back = DeskButton("queue.notes.back", "quiet", "arrow-left", icon_only=True, badge=False)
        self._title = SafeLabel(size="heading-small")
        self._who = SafeLabel(wrap=True)
        self._who.setMaximumHeight(63)
        self._hint = SafeLabel(tone="muted", size="small", wrap=True)
        self._inner = named(QWidget(), "queue.notes.lines")
        self._lines = QVBoxLayout(self._inner)
        spaced(self._lines, 0, 6)
        self._area = scrolling(self._inner)
        self.text = named(MessageField(), "queue.notes.text")
        self.text.setFixedHeight(84)
        self.text.textChanged.connect(self._on_text)
        self.text.finished.connect(self._send)
        self._left = SafeLabel(tone="muted", size="small")
        self.send = DeskButton("queue.notes.send", "primary", "send")
        self.send.clicked.connect(self._send)
        self._back.clicked.connect(self.left)
        self._area.verticalScrollBar().rangeChanged.connect(
            lambda _low, high: self._area.verticalScrollBar().setValue(high)
        )
        self._build()
        notes.changed.connect(self._on_notes)
        notes.arrived.connect(self._announce)
        queue.updated.connect(self._on_queue)
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        spaced(head, 0, 4)
        head.addWidget(self._back)
        head.addWidget(self._title, 1)
        foot = QHBoxLayout()
        spaced(foot, 0, 4)
        foot.addWidget(self._left, 1)
        foot.addWidget(self.send)
        column = QVBoxLayout(self)
        spaced(column, 0, 6)
        column.addLayout(head)
        column.addWidget(self._who)
        column.addWidget(self._area, 1)
        column.addWidget(self._hint)
        column.addWidget(self.text)
        column.addLayout(foot)

    def begin(self, appointment: str) -> None:
        """Show the conversation with this one; what was half written before stands there again."""
        if self.appointment:
            self._drafts[self.appointment] = self.text.toPlainText()
        self.appointment = appointment
        self.text.setPlainText(self._drafts.pop(appointment, ""))
        self.retranslate()
        self.take_keyboard()

    def forget(self) -> None:
        """The session ended."""
        self._drafts.clear()
        self.appointment = ""
        self.text.clear()
        self.retranslate()

    def take_keyboard(self) -> None:
        """Where one writes; back to the queue when that is not possible."""
        (self.text if self.text.isEnabled() else self._back).setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._title.setText(self.tr("Nachrichten"))
        self._back.say(self.tr("Zurück zur Warteschlange"))
        self.send.say(self.tr("Senden"))
        self._inner.setAccessibleName(self.tr("Bisherige Nachrichten"))
        self.text.setAccessibleName(self.tr("Nachricht an die wartende Person"))
        self._on_queue()
        self._show_lines()
        self._on_text()

    # --- inside

    def _on_queue(self) -> None:
        entry = self._queue.entry(self.appointment)
        if entry is not None:
            self._who.setText(breakable(f"{entry.given_names} {entry.family_name}"))
        can = entry is not None and may_write(entry)
        self.text.setEnabled(can)
        self._hint.setText(
            self.tr("Nachrichten werden nirgends gespeichert und verschwinden mit dem Termin.")
            if can
            else self.tr("Schreiben geht nur, solange die Person wartet.")
        )
        self._on_text()

    def _on_notes(self, appointment: str) -> None:
        if appointment == self.appointment:
            self._show_lines()

    def _show_lines(self) -> None:
        clear(self._lines)
        self._lines.addStretch(1)
        for line in self._notes.lines(self.appointment):
            self._lines.addWidget(self._bubble(line))

    def _bubble(self, line: Line) -> QWidget:
        made, box = bubble(line, self._words(line))
        if line.delivery in {Delivery.REFUSED, Delivery.UNKNOWN}:
            again = DeskButton("queue.notes.again", "quiet", "rotate-cw")
            again.say(self.tr("Noch einmal senden"))
            again.clicked.connect(lambda _=False, note=line.id: self._notes.send_again(self.appointment, note))
            box.addWidget(again)
        return made

    def _words(self, line: Line) -> str:
        """Who wrote when, and whether it arrived."""
        time = f"{berlin(line.at):%H:%M}"
        if line.sender is NoteSender.CITIZEN:
            return time
        who = line.name or self.tr("Sie")
        if line.delivery is Delivery.REFUSED and line.code in sentences.UNDELIVERED:
            how = sentences.words(sentences.UNDELIVERED, line.code)
        else:
            how = sentences.words(sentences.DELIVERIES, line.delivery.value)
        return f"{time} · {who} · {how}"

    def _on_text(self) -> None:
        left = LONGEST - len(self.text.toPlainText().strip())
        if left < 0:
            self._left.setText(self.tr("{n} Zeichen zu viel").replace("{n}", str(-left)))
        else:
            few = left < _FEW_LEFT
            self._left.setText(self.tr("noch {n} Zeichen").replace("{n}", str(left)) if few else "")
        self._left.set_tone("danger" if left < 0 else "muted")
        self.send.setEnabled(self.text.isEnabled() and 0 <= left < LONGEST)

    def _send(self) -> None:
        if self.send.isEnabled() and self._notes.send(self.appointment, self.text.toPlainText()):
            self.text.clear()
            self.text.setFocus()

    def _announce(self, appointment: str) -> None:
        """Screen readers hear what came while one looks."""
        if appointment == self.appointment and self.isVisible():
            self._inner.setAccessibleDescription(self._notes.lines(appointment)[-1].text)
            QAccessible.updateAccessibility(QAccessibleEvent(self._inner, QAccessible.Event.Alert))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape goes back to the queue."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
