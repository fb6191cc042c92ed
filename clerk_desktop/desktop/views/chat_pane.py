"""The call's chat below the picture: the thread, a field to write, ready phrases."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from clerk_desktop.common.clock import berlin
from clerk_desktop.common.messages.live import NoteSender
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.chat import LONGEST, phrases
from clerk_desktop.desktop.models.notes import Line
from clerk_desktop.desktop.views import sentences
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.bubble import bubble
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.fields import MessageField
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, clear, named, scrolling, spaced


class ChatPane(View):
    """One thread; what is half written stays until the case ends.

    Signals:
        left: put it away, please.
    """

    left = Signal()

    def __init__(self, case: CaseModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conversation, self._chat = case.rooms.conversation, case.rooms.chat
        self._shown: list[Line] = []
        self._bubbles: list[View] = []
        self._before = 0
        self._title = SafeLabel(size="strong")
        self._close = DeskButton("chat.close", "quiet", "x", icon_only=True, badge=False)
        self._close.clicked.connect(self.left)
        self._inner = named(QWidget(), "chat.lines")
        self._lines = QVBoxLayout(self._inner)
        spaced(self._lines, 0, 6)
        self._area = scrolling(self._inner)
        self._area.setMinimumHeight(96)
        bar = self._area.verticalScrollBar()
        bar.rangeChanged.connect(lambda _low, high: bar.setValue(high))
        self.text = named(MessageField(), "chat.text")
        self.text.setFixedHeight(58)
        self.text.textChanged.connect(self._on_text)
        self.text.finished.connect(self._send)
        self.phrases = DeskButton("chat.phrases", "", "text-quote", icon_only=True, badge=False)
        self.phrases.clicked.connect(self._offer_phrases)
        actions.bind("phrases", self.phrases)
        self._left = SafeLabel(tone="danger", size="small")
        self.send = DeskButton("chat.send", "primary", "send", icon_only=True, badge=False)
        self.send.clicked.connect(self._send)
        self._build()
        self._chat.changed.connect(self._show_lines)
        self._chat.arrived.connect(self._announce)
        case.opened.connect(lambda _view: self.text.setPlainText(""))
        case.closed.connect(lambda: self.text.setPlainText(""))
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        spaced(head, 0, 4)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        foot = QHBoxLayout()
        spaced(foot, 0, 6)
        foot.addWidget(self.text, 1)
        foot.addWidget(self.phrases, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        spaced(column, 0, 4)
        column.addLayout(head)
        column.addWidget(self._area, 1)
        column.addWidget(self._left)
        column.addLayout(foot)

    def take_keyboard(self) -> None:
        """Where one writes."""
        self.text.setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._title.setText(self.tr("Chat"))
        self._close.say(self.tr("Chat schließen"))
        self.send.say(self.tr("Senden"))
        self.phrases.say(self.tr("Fertige Sätze"))
        self._inner.setAccessibleName(self.tr("Bisher Geschriebenes"))
        self.text.setAccessibleName(self.tr("Nachricht an die Person im Gespräch"))
        self.text.setPlaceholderText(self.tr("Nachricht schreiben …"))
        self._shown = []
        self._show_lines()
        self._on_text()

    # --- inside

    def _show_lines(self) -> None:
        """Only what is new or changed is built: a page that writes without end must not hold up the window."""
        lines, before = list(self._chat.lines), self._chat.before
        known = [line.id for line in self._shown]
        if not known or before != self._before or [line.id for line in lines[: len(known)]] != known:
            clear(self._lines)
            self._bubbles, self._shown, self._before = [], [], before
            self._lines.addStretch(1)
            if not lines:
                text = self.tr("Noch nichts geschrieben. Der Chat wird nirgends gespeichert.")
                self._lines.addWidget(SafeLabel(text, tone="muted", size="small", wrap=True))
        for place, line in enumerate(self._shown):
            if lines[place] != line:
                old, new = self._bubbles[place], self._bubble(lines[place])
                self._lines.replaceWidget(old, new)
                self._bubbles[place] = new
                old.deleteLater()
        for place, line in enumerate(lines[len(self._shown) :], start=len(self._shown)):
            if before and place in {0, before}:
                self._lines.addWidget(self._divider(self.tr("Im Gespräch") if place else self.tr("Aus dem Warteraum")))
            self._bubbles.append(self._bubble(line))
            self._lines.addWidget(self._bubbles[-1])
        self._shown = lines

    def _bubble(self, line: Line) -> View:
        return bubble(line, self._words(line))[0]

    def _divider(self, words: str) -> SafeLabel:
        label = SafeLabel(words, tone="muted", size="small")
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return label

    def _words(self, line: Line) -> str:
        """Who wrote when, and whether it arrived."""
        time = f"{berlin(line.at):%H:%M}"
        if line.sender is NoteSender.CITIZEN:
            return time
        who = line.name or self.tr("Sie")
        return f"{time} · {who} · {sentences.words(sentences.DELIVERIES, line.delivery.value)}"

    def _on_text(self) -> None:
        length = len(self.text.toPlainText().strip())
        over = max(0, length - LONGEST)
        self._left.setText(self.tr("{n} Zeichen zu viel").replace("{n}", str(over)))
        self._left.setVisible(over > 0)
        self.send.setEnabled(0 < length <= LONGEST)

    def _send(self) -> None:
        if self._chat.write(self.text.toPlainText()):
            self.text.clear()
            self.text.setFocus()

    def _offer_phrases(self) -> None:
        """In the citizen's language, as they will be sent."""
        menu = QMenu(self)
        language = self._conversation.language
        for phrase in phrases():
            text = getattr(phrase, language)
            menu.addAction(text.replace("&", "&&")).triggered.connect(lambda _=False, t=text: self._put(t))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.phrases.mapToGlobal(self.phrases.rect().topLeft()) - QPoint(0, menu.sizeHint().height()))

    def _put(self, text: str) -> None:
        """Into the field, after what stands there: the clerk reads it once more and sends it with return."""
        before = self.text.toPlainText().rstrip()
        self.text.setPlainText(f"{before} {text}" if before else text)
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        self.text.setFocus()

    def _announce(self, text: str) -> None:
        """Screen readers hear what came."""
        self._inner.setAccessibleDescription(text)
        QAccessible.updateAccessibility(QAccessibleEvent(self._inner, QAccessible.Event.Alert))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """What is in view is read."""
        super().showEvent(event)
        self._chat.look(True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """What comes from now on is new."""
        super().hideEvent(event)
        self._chat.look(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
