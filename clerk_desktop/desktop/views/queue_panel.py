"""Who comes today: the queue, what can be done with whoever is selected, and the key that calls the next one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.clerk import QueueEntry
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.notes import NotesModel
from clerk_desktop.desktop.models.queue import QueueModel, Role
from clerk_desktop.desktop.models.queue_filter import Choice, QueueFilter
from clerk_desktop.desktop.models.reception import ReceptionModel
from clerk_desktop.desktop.models.waiting_room import WaitingRoomModel, may_redirect
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.notes_pane import NotesPane
from clerk_desktop.desktop.views.queue_bar import QueueBar
from clerk_desktop.desktop.views.queue_deeds import QueueDeeds
from clerk_desktop.desktop.views.queue_delegate import QueueDelegate, spoken
from clerk_desktop.desktop.views.redirect_pane import RedirectPane
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named, spaced

WIDE, NARROW = 328, 52


@dataclass(frozen=True)
class Lobby:
    """The models around the waiting room.

    Attributes:
        queue: everybody of today.
        shown: which of them are shown.
        room: what can be done with somebody who waits.
        notes: what was written.
    """

    queue: QueueModel
    shown: QueueFilter
    room: WaitingRoomModel
    notes: NotesModel


class QueuePanel(View):
    """The queue; while somebody is at the desk it can be folded to a strip that still says how many wait.

    Notes and the choice of another office take the list's place for a moment; nothing opens on top of anything.
    """

    def __init__(
        self,
        lobby: Lobby,
        reception: ReceptionModel,
        case: CaseModel,
        actions: Actions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, surface="side")
        self._lobby, self._reception, self._case = lobby, reception, case
        self._queue, self._notes = lobby.queue, lobby.notes
        self._chosen = ""
        self._title = SafeLabel(size="heading-small")
        self._empty = SafeLabel(tone="muted", wrap=True)
        self.bar = QueueBar(lobby.queue, lobby.shown, actions)
        self.list = named(QListView(), "queue.list")
        self.deeds = QueueDeeds(actions)
        self.notes = NotesPane(lobby.notes, lobby.queue)
        self.offices = RedirectPane(lobby.room)
        self.next = DeskButton("queue.next", "primary", "user-round-plus")
        self._mail = DeskButton("queue.mail", "quiet", "mail", icon_only=True, badge=False)
        self._mail_folded = DeskButton("queue.mail_folded", "quiet", "mail", icon_only=True, badge=False)
        self._fold = DeskButton("queue.fold", "quiet", "panel-left-close", icon_only=True, badge=False)
        self._open = DeskButton("queue.open", "quiet", "panel-left-open", icon_only=True, badge=False)
        self._count = SafeLabel(size="heading-small")
        self._main, self._panes = QWidget(), QStackedWidget()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._wide())
        self._stack.addWidget(self._narrow())
        self._dress_list()
        self._bind(actions)
        self._connect()
        self.fold(folded=False)
        self.retranslate()

    # --- how it is built

    def _wide(self) -> QWidget:
        inner = QVBoxLayout(self._main)
        spaced(inner, 0, 8)
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 0, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self._mail)
        head.addWidget(self._fold)
        inner.addLayout(head)
        inner.addWidget(self.bar)
        inner.addWidget(self._empty)
        self._empty.setContentsMargins(8, 0, 8, 0)
        inner.addWidget(self.list, 1)
        inner.addWidget(self.deeds)
        for pane in (self._main, self.notes, self.offices):
            self._panes.addWidget(pane)
        page = QWidget()
        column = QVBoxLayout(page)
        spaced(column, 8, 8)
        column.addWidget(self._panes, 1)
        column.addWidget(self.next)
        return page

    def _narrow(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        spaced(column, 8, 8)
        column.addWidget(self._open)
        self._count.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._count)
        column.addWidget(self._mail_folded)
        column.addStretch(1)
        return page

    def _dress_list(self) -> None:
        self.list.setModel(self._lobby.shown)
        self.list.setItemDelegate(QueueDelegate(self.list, self._notes.unread))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.activated.connect(lambda _index: self._call_selected())
        self.list.selectionModel().currentChanged.connect(self._on_selected)
        self.list.installEventFilter(self)

    def _bind(self, actions: Actions) -> None:
        actions.bind("next_person", self.next)
        actions.bind("toggle_queue", self._fold)
        actions.bind("toggle_queue", self._open)
        actions.bind("note", self._mail)
        actions.bind("note", self._mail_folded)
        actions["search"].triggered.connect(self._search)
        for choice in Choice:
            actions[f"show_{choice.value}"].triggered.connect(self._back_to_list)

    def _connect(self) -> None:
        deeds = self.deeds
        deeds.call.connect(self._call_selected)
        deeds.park.connect(lambda: self._lobby.room.toggle_parking(self._chosen))
        deeds.missed.connect(lambda: self._lobby.room.ask_missed(self._chosen))
        deeds.redirect.connect(self._choose_office)
        deeds.note.connect(lambda: self.talk(self._chosen))
        self._mail.clicked.connect(self._read_unread)
        self._mail_folded.clicked.connect(self._read_unread)
        self.next.clicked.connect(self._reception.call_next)
        self._fold.clicked.connect(lambda: self.fold(folded=True))
        self._open.clicked.connect(lambda: self.fold(folded=False))
        self.bar.changed.connect(self._on_rows)
        self.bar.to_list.connect(self._to_list)
        self.notes.left.connect(self._back_to_list)
        self.offices.left.connect(self._back_to_list)
        self._queue.updated.connect(self._on_rows)
        self._notes.changed.connect(lambda _appointment: self._on_rows())
        self._case.opened.connect(lambda _view: self._on_case())
        self._case.closed.connect(self._update)

    # --- what is shown

    @property
    def folded(self) -> bool:
        """Whether only the strip is shown."""
        return self._stack.currentIndex() == 1

    def fold(self, *, folded: bool) -> None:
        """Fold or unfold."""
        self._stack.setCurrentIndex(int(folded))
        self.setFixedWidth(NARROW if folded else WIDE)
        talking = not folded and self._panes.currentWidget() is self.notes
        self._notes.open(self.notes.appointment if talking else "")

    def talk(self, appointment: str) -> None:
        """Show the notes of this one."""
        if self._queue.entry(appointment) is not None:
            self.fold(folded=False)
            self._panes.setCurrentWidget(self.notes)
            self._notes.open(appointment)
            self.notes.begin(appointment)

    def forget(self) -> None:
        """The session ended: nothing of the conversations stays."""
        self.notes.forget()
        self.bar.search.clear()
        self._panes.setCurrentWidget(self._main)
        self._chosen = ""

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._title.setText(self.tr("Warteschlange"))
        self.next.say(self.tr("Nächste Person"))
        self._fold.say(self.tr("Warteschlange verbergen"))
        self._open.say(self.tr("Warteschlange zeigen"))
        self.list.setAccessibleName(self.tr("Warteschlange von heute"))
        self._update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The return key on a line calls that person (Qt leaves it to the style whether it does)."""
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if watched is self.list and pressed in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._call_selected()
            return True
        if watched is self.list and event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._keep_in_view)
        return super().eventFilter(watched, event)

    def _keep_in_view(self) -> None:
        """The list gives room to what stands below it; whoever is selected stays in view."""
        if self.list.currentIndex().isValid():
            self.list.scrollTo(self.list.currentIndex())

    # --- the keyboard goes

    def _search(self) -> None:
        if not self.isVisible():
            return
        self.fold(folded=False)
        self._back_to_list()
        self.bar.search.setFocus()
        self.bar.search.selectAll()

    def _to_list(self) -> None:
        rows = self._lobby.shown.rowCount()
        if rows and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._lobby.shown.index(0, 0))
        self.list.setFocus()

    def _back_to_list(self) -> None:
        away = self._panes.currentWidget() is not self._main
        self._panes.setCurrentWidget(self._main)
        self._notes.open("")
        self._on_rows()
        if away:
            self.list.setFocus()

    def _choose_office(self) -> None:
        entry = self._selected()
        if entry is not None and may_redirect(entry):
            self._panes.setCurrentWidget(self.offices)
            self.offices.begin(entry)

    def _read_unread(self) -> None:
        if self._notes.unread_from:
            self.talk(self._notes.unread_from[0])

    def _on_case(self) -> None:
        """Somebody comes to the desk: a chooser that was open has no more meaning."""
        if self._panes.currentWidget() is self.offices:
            self._panes.setCurrentWidget(self._main)
        self._update()

    # --- who is selected

    def _selected(self) -> QueueEntry | None:
        index = self.list.currentIndex()
        entry: QueueEntry | None = index.data(Role.ENTRY) if index.isValid() else None
        return entry

    def _call_selected(self) -> None:
        entry = self._selected()
        if entry is not None and self._can_call(entry):
            self._reception.call(entry.id)

    def _can_call(self, entry: QueueEntry) -> bool:
        if self._case.is_open:
            return False
        mine = entry in self._queue.mine
        return entry.state is State.WAITING or mine or entry.state is State.INTERRUPTED

    def _on_selected(self, now: QModelIndex, _before: QModelIndex) -> None:
        """Remembered by id: the rows come anew with every change of the queue."""
        if now.isValid():
            self._chosen = now.data(Role.ENTRY).id
        self._update()

    def _on_rows(self) -> None:
        """Other rows: the same person stays selected, while they are among them."""
        row = self._lobby.shown.row_of(self._chosen) if self._chosen else -1
        if row >= 0 and self.list.currentIndex().row() != row:
            self.list.setCurrentIndex(self._lobby.shown.index(row, 0))
        elif row < 0:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())
            if self._queue.entry(self._chosen) is None:
                self._chosen = ""
        self.list.scheduleDelayedItemsLayout()  # lines may have grown
        self._update()

    def _update(self) -> None:
        queue = self._queue
        self._empty.setVisible(self._lobby.shown.rowCount() == 0)
        self._empty.setText(self._why_empty())
        self._count.setText(str(queue.waiting))
        self._count.setAccessibleName(self.tr("Wartende: {n}").replace("{n}", str(queue.waiting)))
        self._update_mail()
        entry, index = self._selected(), self.list.currentIndex()
        self.deeds.show_entry(
            entry,
            can_call=entry is not None and self._can_call(entry),
            mine=bool(index.data(Role.MINE)),
            place=index.data(Role.PLACE),
            talked=entry is not None and bool(self._notes.lines(entry.id)),
        )
        if entry is not None:
            unread = self._notes.unread(entry.id)
            words = spoken(entry, index.data(Role.MINUTES), index.data(Role.MINE), unread, index.data(Role.PLACE))
            self.list.setAccessibleDescription(words)

    def _update_mail(self) -> None:
        unread = len(self._notes.unread_from)
        words = (
            self.tr("Eine neue Nachricht lesen")
            if unread == 1
            else self.tr("Neue Nachrichten lesen: {n}").replace("{n}", str(unread))
        )
        for button in (self._mail, self._mail_folded):
            button.setVisible(unread > 0)
            button.set_kind("alert" if unread else "quiet")
            button.say(words)

    def _why_empty(self) -> str:
        if not self._queue.loaded:
            return self.tr("Die Warteschlange wird geladen …")
        if self._lobby.shown.text:
            return self.tr("Niemand gefunden.")
        match self._lobby.shown.choice:
            case Choice.WAITING:
                coming = self._queue.expected
                return self.tr("Niemand ist da. Heute kommen noch: {n}").replace("{n}", str(coming))
            case Choice.PARKED:
                return self.tr("Niemand ist geparkt.")
            case Choice.FINISHED:
                return self.tr("Heute ist noch niemand fertig.")
        return self.tr("Heute stehen keine Termine an.")
