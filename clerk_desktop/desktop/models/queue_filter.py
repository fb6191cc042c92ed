"""What of today's queue is shown: one of four choices, and what was typed into the search field."""

from __future__ import annotations

import unicodedata
from enum import Enum

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel

from clerk_desktop.common.appointments import ENDED, WITH_CLERK, State
from clerk_desktop.common.messages.clerk import QueueEntry
from clerk_desktop.desktop.models.queue import QueueModel, Role, matters_of

_ALIKE = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "-": None})
"""Letters that have no accent to take off, as people type them; hyphens, because nobody types them."""


class Choice(Enum):
    """Which part of the day is shown."""

    WAITING = "waiting"
    """Who is here: waits, is with a clerk, or was interrupted."""
    TODAY = "today"
    """Everybody."""
    PARKED = "parked"
    FINISHED = "finished"
    """Whoever is done: served, missed or cancelled."""


def belongs(entry: QueueEntry, choice: Choice) -> bool:
    """Whether somebody is shown under a choice."""
    match choice:
        case Choice.WAITING:
            return entry.state is State.WAITING or entry.state in WITH_CLERK
        case Choice.PARKED:
            return entry.state is State.WAITING and entry.parked
        case Choice.FINISHED:
            return entry.state in ENDED
    return True


def plain(text: str) -> str:
    """Letters without accents, hyphens and case, so that "yilmaz" finds Yılmaz and "sb7k" SB-7K2M."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_ALIKE)


class QueueFilter(QSortFilterProxyModel):
    """The rows of the queue that are shown, in the order of the queue."""

    def __init__(self, queue: QueueModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._words: tuple[str, ...] = ()
        self.choice = Choice.TODAY
        self.text = ""
        self.setSourceModel(queue)

    def choose(self, choice: Choice) -> None:
        """Show another part of the day."""
        self.choice = choice
        self.invalidate()

    def search(self, text: str) -> None:
        """Show whom every typed word fits: a part of name, matter or reference."""
        self.text = text.strip()
        self._words = tuple(plain(self.text).split())
        self.invalidate()

    def row_of(self, appointment: str) -> int:
        """The row of an appointment; -1 when it is not shown."""
        row = self._queue.row_of(appointment)
        return self.mapFromSource(self._queue.index(row)).row() if row >= 0 else -1

    def filterAcceptsRow(  # noqa: N802
        self, source_row: int, source_parent: QModelIndex | QPersistentModelIndex
    ) -> bool:
        """Whether a row of the queue is shown."""
        entry: QueueEntry = self._queue.index(source_row, 0, source_parent).data(Role.ENTRY)
        if not belongs(entry, self.choice):
            return False
        names = f"{entry.given_names} {entry.family_name}"
        said = plain(f"{names} {matters_of(entry, 'de')} {matters_of(entry, 'en')} {entry.reference}")
        return all(word in said for word in self._words)
