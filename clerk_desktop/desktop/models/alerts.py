"""When the desk makes itself heard: somebody came into the waiting room, or wrote. Both can be switched off."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.appointments import State
from clerk_desktop.desktop.models.notes import NotesModel
from clerk_desktop.desktop.models.ports import Bell
from clerk_desktop.desktop.models.queue import QueueModel


class Event(Enum):
    """What is worth a tone. The tray says it without a name: others may see the screen."""

    ARRIVAL = "arrival"
    NOTE = "note"
    CHAT = "chat"


class AlertsModel(QObject):
    """Hears of arrivals and notes, rings and asks for a notification.

    While a citizen is at the desk it stays silent: they would hear it too; the notification still comes.

    Args:
        queue: who comes.
        notes: who writes.
        bell: makes the tones.
        busy: whether a citizen is at the desk.
        parent: Qt owner.

    Signals:
        changed: a switch was turned.
        noticed(Event): to be shown by the system, without anybody's name.
    """

    changed = Signal()
    noticed = Signal(object)

    def __init__(
        self,
        queue: QueueModel,
        notes: NotesModel,
        bell: Bell,
        busy: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue, self._bell, self._busy = queue, bell, busy
        self._here: frozenset[str] | None = None
        self._called: frozenset[str] = frozenset()
        self.sounds = self.notices = True
        queue.updated.connect(self._look)
        notes.arrived.connect(lambda _appointment: self._tell(Event.NOTE))

    def switch_sounds(self, on: bool) -> None:
        """Tones on or off."""
        self.sounds = on
        self.changed.emit()

    def switch_notices(self, on: bool) -> None:
        """Notifications of the system on or off."""
        self.notices = on
        self.changed.emit()

    def chat(self) -> None:
        """The citizen at the desk wrote: they may not be able to speak, so this is heard in the call as well."""
        if self.sounds:
            self._bell.ring(Event.NOTE.value)
        if self.notices:
            self.noticed.emit(Event.CHAT)

    def _look(self) -> None:
        """Who is here now and was not before; whoever was here when the clerk signed in is no news."""
        if not self._queue.loaded:
            self._here = None
            return
        here = frozenset(
            entry.id
            for entry in self._queue.entries
            if entry.state is State.WAITING or (entry.state is State.INTERRUPTED and entry.present)
        )
        # Somebody called and sent back to the waiting room is no arrival: a clerk did that.
        before = None if self._here is None else self._here | self._called
        self._here = here
        self._called = frozenset(entry.id for entry in self._queue.entries if entry.state is State.CALLED)
        if before is not None and here - before:
            self._tell(Event.ARRIVAL)

    def _tell(self, event: Event) -> None:
        if self.sounds and not self._busy():
            self._bell.ring(event.value)
        if self.notices:
            self.noticed.emit(event)
