"""Who comes today: the queue, and the key that calls the next one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QStackedLayout, QVBoxLayout, QWidget

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages import QueueEntry
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.queue import QueueModel, Role
from clerk_desktop.desktop.models.reception import ReceptionModel
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.queue_delegate import QueueDelegate, spoken
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named, spaced

WIDE, NARROW = 296, 52


class QueuePanel(View):
    """The queue; while somebody is at the desk it can be folded to a strip that still says how many wait."""

    def __init__(
        self,
        queue: QueueModel,
        reception: ReceptionModel,
        case: CaseModel,
        actions: Actions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, surface="side")
        self._queue, self._reception, self._case = queue, reception, case
        self._title = SafeLabel(size="heading-small")
        self._done = SafeLabel(tone="muted", size="small")
        self._empty = SafeLabel(tone="muted", wrap=True)
        self.list = named(QListView(), "queue.list")
        self.list.setModel(queue)
        self.list.setItemDelegate(QueueDelegate(self.list))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.next = DeskButton("queue.next", "primary", "user-round-plus")
        self.call = DeskButton("queue.call", "", "phone-call")
        self._fold = DeskButton("queue.fold", "quiet", "panel-left-close", icon_only=True, badge=False)
        self._open = DeskButton("queue.open", "quiet", "panel-left-open", icon_only=True, badge=False)
        self._count = SafeLabel(size="heading-small")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._wide())
        self._stack.addWidget(self._narrow())
        actions.bind("next_person", self.next)
        actions.bind("toggle_queue", self._fold)
        actions.bind("toggle_queue", self._open)
        self.next.clicked.connect(reception.call_next)
        self.call.clicked.connect(self._call_selected)
        self._fold.clicked.connect(lambda: self.fold(folded=True))
        self._open.clicked.connect(lambda: self.fold(folded=False))
        self.list.activated.connect(lambda _index: self._call_selected())
        self.list.selectionModel().currentChanged.connect(self._on_selected)
        self.list.installEventFilter(self)
        queue.updated.connect(self._update)
        case.opened.connect(lambda _view: self._update())
        case.closed.connect(self._update)
        self.fold(folded=False)
        self.retranslate()

    def _wide(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        spaced(column, 8, 8)
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 0, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self._fold)
        column.addLayout(head)
        column.addWidget(self._empty)
        self._empty.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self.list, 1)
        self._done.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self._done)
        column.addWidget(self.call)
        column.addWidget(self.next)
        return page

    def _narrow(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        spaced(column, 8, 8)
        column.addWidget(self._open)
        self._count.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._count)
        column.addStretch(1)
        return page

    @property
    def folded(self) -> bool:
        """Whether only the strip is shown."""
        return self._stack.currentIndex() == 1

    def fold(self, *, folded: bool) -> None:
        """Fold or unfold."""
        self._stack.setCurrentIndex(int(folded))
        self.setFixedWidth(NARROW if folded else WIDE)

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
        if pressed in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._call_selected()
            return True
        return super().eventFilter(watched, event)

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

    def _on_selected(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._update()

    def _update(self) -> None:
        queue = self._queue
        self._empty.setVisible(queue.rowCount() == 0)
        self._empty.setText(
            self.tr("Heute stehen keine Termine mehr an.")
            if queue.loaded
            else self.tr("Die Warteschlange wird geladen …")
        )
        self._done.setText(self.tr("Heute erledigt: {n}").replace("{n}", str(queue.done)))
        self._count.setText(str(queue.waiting))
        self._count.setAccessibleName(self.tr("Wartende: {n}").replace("{n}", str(queue.waiting)))
        entry = self._selected()
        self.call.setVisible(entry is not None and self._can_call(entry))
        if entry is not None:
            self.call.say(self._words_of_call(entry))
            index = self.list.currentIndex()
            self.list.setAccessibleDescription(spoken(entry, index.data(Role.MINUTES), index.data(Role.MINE)))

    def _words_of_call(self, entry: QueueEntry) -> str:
        if entry.state is State.WAITING:
            return self.tr("{name} aufrufen").replace("{name}", entry.family_name)
        return self.tr("{name} wieder aufnehmen").replace("{name}", entry.family_name)
