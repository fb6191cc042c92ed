"""Today's queue as Qt's lists show it."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from clerk_desktop.common.appointments import ENDED, WITH_CLERK, State
from clerk_desktop.common.clock import Clock
from clerk_desktop.common.messages.clerk import ClerkView, QueueEntry, QueueView
from clerk_desktop.common.several import listed

TICK_MS = 20_000
"""How often the minutes of waiting are drawn anew."""


class Role(IntEnum):
    """What can be asked of a row."""

    ENTRY = Qt.ItemDataRole.UserRole + 1
    """The QueueEntry itself."""
    MINUTES = Qt.ItemDataRole.UserRole + 2
    """Whole minutes of waiting, or None."""
    MINE = Qt.ItemDataRole.UserRole + 3
    """Whether this desk has called the citizen."""
    PLACE = Qt.ItemDataRole.UserRole + 4
    """Place in the order of calling, from 1; None for whoever is not called by "next"."""


def matters_of(entry: QueueEntry, language: Literal["de", "en"]) -> str:
    """What the citizen comes for, in one line."""
    return str(getattr(listed(entry.matters), language))


class QueueModel(QAbstractListModel):
    """Everybody of today, in the order in which they are called; who is done comes last. `QueueFilter` chooses.

    Signals:
        updated: a new queue came (also when no row changed).
    """

    updated = Signal()

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._clerk: ClerkView | None = None
        self._entries: tuple[QueueEntry, ...] = ()
        self._places: dict[str, int] = {}
        self._loaded = False
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._tick)
        self._ticks.start()

    @property
    def loaded(self) -> bool:
        """Whether any queue has come since the clerk signed in."""
        return self._loaded

    @property
    def waiting(self) -> int:
        """How many sit in the waiting room."""
        return sum(entry.state is State.WAITING for entry in self._entries)

    @property
    def parked(self) -> int:
        """How many of them are left out when the next one is called."""
        return sum(entry.state is State.WAITING and entry.parked for entry in self._entries)

    @property
    def done(self) -> int:
        """How many of today are over (finished, missed or cancelled)."""
        return sum(entry.state in ENDED for entry in self._entries)

    @property
    def expected(self) -> int:
        """How many of today have not come yet."""
        return sum(entry.state is State.CONFIRMED for entry in self._entries)

    @property
    def entries(self) -> tuple[QueueEntry, ...]:
        """The rows: everybody of today."""
        return self._entries

    @property
    def mine(self) -> tuple[QueueEntry, ...]:
        """Those whom this clerk has called and not finished: after a restart they can be taken up again."""
        return tuple(entry for entry in self._entries if self._is_mine(entry))

    def begin(self, clerk: ClerkView) -> None:
        """This clerk signed in."""
        self._clerk = clerk
        self.clear()

    def clear(self) -> None:
        """Nobody is signed in or nothing is known."""
        self._loaded = False
        self._set(())

    def update(self, view: QueueView) -> None:
        """The newest queue."""
        self._loaded = True
        self._set(tuple(entry for entry in view.entries if entry.state is not State.RESERVED))

    def replace(self, entry: QueueEntry) -> None:
        """What the office answered about one of them; the next queue says the rest."""
        if self.row_of(entry.id) >= 0:
            self._set(tuple(entry if entry.id == other.id else other for other in self._entries))

    def remove(self, appointment: str) -> None:
        """This one belongs to another office now."""
        if self.row_of(appointment) >= 0:
            self._set(tuple(entry for entry in self._entries if entry.id != appointment))

    def entry(self, appointment: str) -> QueueEntry | None:
        """The newest that is known of this appointment."""
        return next((entry for entry in self._entries if entry.id == appointment), None)

    def row_of(self, appointment: str) -> int:
        """The row of an appointment; -1 when it is not there."""
        return next((row for row, entry in enumerate(self._entries) if entry.id == appointment), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """Rows of the list."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """What a view asks for."""
        if not index.isValid() or not 0 <= index.row() < len(self._entries):
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{entry.given_names} {entry.family_name}"
            case Role.ENTRY:
                return entry
            case Role.MINUTES:
                return self.minutes(entry)
            case Role.MINE:
                return self._is_mine(entry)
            case Role.PLACE:
                return self._places.get(entry.id)
        return None

    def minutes(self, entry: QueueEntry) -> int | None:
        """Whole minutes that this citizen has waited; None when nobody waits."""
        if entry.waiting_since is None or entry.state is not State.WAITING:
            return None
        return max(0, int((self._now() - entry.waiting_since).total_seconds() // 60))

    def _now(self) -> datetime:
        return self._clock.now()

    def _is_mine(self, entry: QueueEntry) -> bool:
        if self._clerk is None or entry.state not in WITH_CLERK:
            return False
        return entry.called_by in {self._clerk.id, self._clerk.name}

    def _set(self, rows: tuple[QueueEntry, ...]) -> None:
        in_turn = [entry.id for entry in rows if entry.state is State.WAITING and not entry.parked]
        self._places = {appointment: place for place, appointment in enumerate(in_turn, start=1)}
        if [entry.id for entry in rows] == [entry.id for entry in self._entries]:
            # The same people: keep selection and scroll position.
            self._entries = rows
            self._tick()
        else:
            self.beginResetModel()
            self._entries = rows
            self.endResetModel()
        self.updated.emit()

    def _tick(self) -> None:
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))
