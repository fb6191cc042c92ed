"""Short messages with citizens who wait. They live in memory only and go with the appointment or the session."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from functools import partial

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.appointments import ENDED
from clerk_desktop.common.clock import Clock
from clerk_desktop.common.errors import BadInput, OfficeError
from clerk_desktop.common.messages.live import Note, NoteSend, NoteSender
from clerk_desktop.desktop.models.banner import BannerModel
from clerk_desktop.desktop.models.link import LinkModel
from clerk_desktop.desktop.models.queue import QueueModel
from clerk_desktop.desktop.tasks import Tasks

NAME = "note"
"""Name of the work that sends notes, one after the other."""
LONGEST = 500
"""Letters of a note."""


class Delivery(Enum):
    """How far a note came."""

    SENDING = "sending"
    DELIVERED = "delivered"
    """The service had a connected page to hand it to."""
    REFUSED = "refused"
    """It did not get there; `Line.code` says why."""
    UNKNOWN = "unknown"
    """The connection broke before the receipt: it may have arrived or not."""


@dataclass(frozen=True)
class Line:
    """One note as the desk shows it.

    Attributes:
        id: of the note.
        sender: who wrote it.
        name: the clerk's name; empty for the citizen.
        text: shown as plain text only.
        at: when (aware).
        delivery: how far it came.
        code: of the error when it was refused.
    """

    id: str
    sender: NoteSender
    name: str
    text: str
    at: datetime
    delivery: Delivery = Delivery.DELIVERED
    code: str = ""


class NotesModel(QObject):
    """All conversations with waiting citizens of today.

    Signals:
        changed(str): the lines of this appointment, or what is unread of it, are others now.
        arrived(str): a citizen wrote.
    """

    changed = Signal(str)
    arrived = Signal(str)

    def __init__(
        self,
        link: LinkModel,
        queue: QueueModel,
        banner: BannerModel,
        tasks: Tasks,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._link, self._queue, self._banner, self._tasks, self._clock = link, queue, banner, tasks, clock
        self._lines: dict[str, list[Line]] = {}
        self._unread: dict[str, int] = {}
        self._open = ""
        link.noted.connect(self._hear)
        link.note_refused.connect(self._refused)
        link.changed.connect(self._on_link)
        queue.updated.connect(self._forget_whom_we_are_done_with)

    def lines(self, appointment: str) -> tuple[Line, ...]:
        """What was written, the oldest first."""
        return tuple(self._lines.get(appointment, ()))

    def unread(self, appointment: str) -> int:
        """How many notes of this citizen nobody has looked at here."""
        return self._unread.get(appointment, 0)

    @property
    def unread_from(self) -> tuple[str, ...]:
        """Whose notes are unread, the longest unread first."""
        return tuple(self._unread)

    def open(self, appointment: str) -> None:
        """The clerk looks at this conversation now ("" for at none): what comes is read at once."""
        self._open = appointment
        self.read(appointment)

    def read(self, appointment: str) -> None:
        """What was written so far has been looked at."""
        if self._unread.pop(appointment, 0):
            self.changed.emit(appointment)

    def send(self, appointment: str, text: str) -> bool:
        """Write to a waiting citizen.

        Returns:
            False when it cannot be sent as it is (then the banner says so): nothing, or too much.
        """
        try:
            note = NoteSend(appointment=appointment, id=uuid.uuid4().hex, text=text)
        except ValidationError:
            self._banner.show_error(BadInput("note"))
            return False
        self._lines.setdefault(appointment, [])
        self._deliver(note)
        return True

    def send_again(self, appointment: str, note: str) -> None:
        """Send the same note once more; by its id whoever has it already knows that it is the same."""
        lines = self._lines.get(appointment, [])
        found = next((line for line in lines if line.id == note), None)
        if found is not None and found.delivery in {Delivery.REFUSED, Delivery.UNKNOWN}:
            lines.remove(found)
            self._deliver(NoteSend(appointment=appointment, id=note, text=found.text))

    def clear(self) -> None:
        """The session ended: forget everything."""
        gone = list(self._lines)
        self._lines.clear()
        self._unread.clear()
        self._open = ""
        for appointment in gone:
            self.changed.emit(appointment)

    # --- inside

    def _deliver(self, note: NoteSend) -> None:
        """Onto the way, as the newest line."""
        line = Line(note.id, NoteSender.CLERK, "", note.text, self._clock.now(), Delivery.SENDING)
        self._lines[note.appointment].append(line)
        self.changed.emit(note.appointment)
        self._tasks.run(NAME, partial(self._link.send, note), failed=lambda error: self._on_failed(note.id, error))

    def _hear(self, note: Note) -> None:
        """A note or a receipt; the same one again replaces itself (a late receipt, another desk of this clerk)."""
        lines = self._lines.setdefault(note.appointment, [])
        line = Line(note.id, note.sender, note.name, note.text, note.at)
        known = next((place for place, other in enumerate(lines) if other.id == note.id), None)
        if known is not None:
            lines[known] = line
        else:
            lines.append(line)
        if known is None and note.sender is NoteSender.CITIZEN:
            if note.appointment != self._open:
                self._unread[note.appointment] = self.unread(note.appointment) + 1
            self.arrived.emit(note.appointment)
        self.changed.emit(note.appointment)

    def _refused(self, note: str, code: str) -> None:
        self._mark(note, Delivery.REFUSED, code)

    def _on_failed(self, note: str, error: OfficeError) -> None:
        self._mark(note, Delivery.REFUSED, error.code)

    def _on_link(self) -> None:
        """What was on its way when the connection broke may have arrived or not: say so."""
        if not self._link.connected:
            waiting = [line.id for lines in self._lines.values() for line in lines]
            for note in waiting:
                self._mark(note, Delivery.UNKNOWN, "", only_from=Delivery.SENDING)

    def _mark(self, note: str, delivery: Delivery, code: str, only_from: Delivery | None = None) -> None:
        for appointment, lines in self._lines.items():
            for place, line in enumerate(lines):
                if line.id == note and only_from in {None, line.delivery}:
                    lines[place] = replace(line, delivery=delivery, code=code)
                    self.changed.emit(appointment)
                    return

    def _forget_whom_we_are_done_with(self) -> None:
        """The conversation ends with the appointment, or when another office's queue takes it."""
        if not self._queue.loaded:
            return
        present = {entry.id for entry in self._queue.entries if entry.state not in ENDED}
        for appointment in [one for one in self._lines if one not in present]:
            del self._lines[appointment]
            self._unread.pop(appointment, None)
            self.changed.emit(appointment)
