"""Below the queue: who is selected, and what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.clerk import QueueEntry
from clerk_desktop.desktop.models.queue import matters_of
from clerk_desktop.desktop.models.waiting_room import may_miss, may_park, may_redirect, may_unpark, may_write
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.queue_delegate import condition, in_turn, marks, since
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel, safe_tip
from clerk_desktop.desktop.widgets.view import View, named, spaced
from clerk_desktop.desktop.widgets.words import breakable, language

BUTTON_PX, LINE_PX = 160, 290
"""Room for a name on a button, and for one line of what is said of the selected person."""


class QueueDeeds(View):
    """The selected person in full, and the buttons.

    Signals:
        call, park, missed, redirect, note: the button was pressed.
    """

    call = Signal()
    park = Signal()
    missed = Signal()
    redirect = Signal()
    note = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry: QueueEntry | None = None
        self._can_call = self._mine = self._talked = False
        self._place: int | None = None
        self.who = named(SafeLabel(tone="muted", size="small", wrap=True), "queue.who")
        self.who.setContentsMargins(8, 0, 8, 0)
        self.who.setMaximumHeight(100)
        self.who.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.call_button = DeskButton("queue.call", "", "phone-call")
        self.park_button = DeskButton("queue.park", "small", badge=False)
        self.missed_button = DeskButton("queue.missed", "small", badge=False)
        self.redirect_button = DeskButton("queue.redirect", "small", badge=False)
        self.note_button = DeskButton("queue.note", "small", badge=False)
        row = QHBoxLayout()
        spaced(row, 0, 4)
        for button, name, pressed in (
            (self.call_button, "call_selected", self.call),
            (self.note_button, "note", self.note),
            (self.park_button, "park", self.park),
            (self.redirect_button, "redirect", self.redirect),
            (self.missed_button, "missed", self.missed),
        ):
            actions.bind(name, button)
            button.clicked.connect(pressed)
            if button is not self.call_button:
                row.addWidget(button, 1)
        column = QVBoxLayout(self)
        spaced(column, 0, 6)
        column.addWidget(self.who)
        column.addLayout(row)
        column.addWidget(self.call_button)
        self.retranslate()

    def show_entry(
        self, entry: QueueEntry | None, *, can_call: bool, mine: bool, place: int | None, talked: bool
    ) -> None:
        """Show this one; None when nobody is selected.

        Args:
            entry: whom.
            can_call: whether this desk can call them now.
            mine: whether this desk has called them.
            place: in the order of calling.
            talked: whether there are notes to read, also when no more can be written.
        """
        self._entry, self._can_call, self._mine = entry, can_call, mine
        self._place, self._talked = place, talked
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        entry = self._entry
        self.setVisible(entry is not None)
        if entry is None:
            return
        words = self._words(entry)
        self.who.setText(words)
        safe_tip(self.who, f"{entry.given_names} {entry.family_name}, {matters_of(entry, language())}")
        back = may_unpark(entry)
        self.park_button.say(
            self.tr("Einreihen") if back else self.tr("Parken"),
            self.tr("Wieder an der alten Stelle einreihen")
            if back
            else self.tr("Beim Aufrufen der nächsten Person überspringen"),
        )
        self.note_button.say(self.tr("Nachricht"), self.tr("Nachricht schreiben oder lesen"))
        self.redirect_button.say(self.tr("Umleiten"), self.tr("An ein anderes Amt umleiten"))
        self.missed_button.say(self.tr("Nicht da"), self.tr("Als nicht erschienen vermerken"))
        self.park_button.setEnabled(may_park(entry) or back)
        self.note_button.setEnabled(may_write(entry) or self._talked)
        self.redirect_button.setEnabled(may_redirect(entry))
        self.missed_button.setEnabled(may_miss(entry))
        self.call_button.setVisible(self._can_call)
        self.call_button.say(self._words_of_call(entry))

    def _words(self, entry: QueueEntry) -> str:
        who = [since(entry) or condition(entry, None, self._mine)[0], entry.reference]
        if self._place is not None:
            who.insert(0, in_turn(self._place))
        if entry.called_by and entry.state is not State.WAITING and not self._mine:
            who.insert(1, entry.called_by)
        lines = (
            self._short(f"{entry.given_names} {entry.family_name}", 2 * LINE_PX),
            self._short(matters_of(entry, language()), LINE_PX),
            " · ".join(filter(None, who)),
            self._short(" · ".join(words for _icon, words, _tone in marks(entry)), 2 * LINE_PX),
        )
        return "\n".join(filter(None, lines))

    def _short(self, text: str, width: int) -> str:
        return breakable(self.who.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width))

    def _words_of_call(self, entry: QueueEntry) -> str:
        name = self.fontMetrics().elidedText(entry.family_name, Qt.TextElideMode.ElideRight, BUTTON_PX)
        if entry.state is State.WAITING:
            return self.tr("{name} aufrufen").replace("{name}", name)
        return self.tr("{name} wieder aufnehmen").replace("{name}", name)
