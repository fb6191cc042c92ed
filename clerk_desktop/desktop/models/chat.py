"""The call's chat: lines both ways over the data channel. They live in memory only and go with the case.

What was written while the citizen waited stands above, as the beginning of the same thread.
"""

from __future__ import annotations

import logging
import tomllib
import uuid
from dataclasses import replace
from functools import cache

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.clock import Clock
from clerk_desktop.common.errors import CallLost
from clerk_desktop.common.matters import Text
from clerk_desktop.common.messages.live import NoteSender
from clerk_desktop.common.messages.work import Chat, ChatReceived, DataFromDesk, DataFromPage, PageHello
from clerk_desktop.desktop.models.call import CallModel
from clerk_desktop.desktop.models.notes import Delivery, Line, NotesModel
from clerk_desktop.resources import resource

log = logging.getLogger(__name__)

LONGEST = 1_000
"""Letters of a line, as the contract has it."""
CITIZEN = "citizen"
"""Stands for the citizen's name in `written`; whoever passes the line on knows the name."""
MOST = 300
"""Lines that are kept of one call: nobody reads more, and a page gone wild must not fill the memory."""


@cache
def phrases() -> tuple[Text, ...]:
    """What is said in every call, ready to be written; from `resources/phrases.toml`."""
    data = tomllib.loads(resource("phrases.toml").read_text("utf-8"))
    return tuple(Text.model_validate(phrase) for phrase in data["phrase"])


class ChatModel(QObject):
    """One citizen's thread.

    A line counts as sent once the page has said `chat.received`; until then it is said again whenever a channel opens.
    The page may lose what it showed (reload), so it gets all of the clerk's lines again, as long as it is the same
    device: another one may be another person.

    Args:
        call: carries the lines.
        clock: when they were written.
        parent: Qt owner.

    Signals:
        changed: lines or what is unread.
        arrived(str): the citizen wrote this.
        written(Chat): a new line of the clerk's or the citizen's; its `name` is `CITIZEN` for the latter.
    """

    changed = Signal()
    arrived = Signal(str)
    written = Signal(object)

    def __init__(self, call: CallModel, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._call, self._clock = call, clock
        self._notes: NotesModel | None = None
        self._appointment = ""
        self._lines: list[Line] = []
        self._unread = 0
        self._looking = False
        self._device = ""
        call.message.connect(self._hear)

    def attach(self, notes: NotesModel) -> None:
        """The messages of the waiting room, whose lines come first."""
        self._notes = notes
        notes.changed.connect(self._on_note)

    def start(self, appointment: str) -> None:
        """A citizen was called."""
        self.stop()
        self._appointment = appointment
        self.changed.emit()

    def stop(self) -> None:
        """The case is over: forget everything."""
        self._appointment = self._device = ""
        self._lines.clear()
        self._unread = 0
        self.changed.emit()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The thread, the oldest first: what was written before the call, then the call's own lines."""
        before = self._notes.lines(self._appointment) if self._notes else ()
        return (*before, *self._lines)

    @property
    def before(self) -> int:
        """How many lines of the thread are from the waiting room."""
        return len(self.lines) - len(self._lines)

    @property
    def unread(self) -> int:
        """Lines of the citizen that nobody has looked at here."""
        return self._unread + (self._notes.unread(self._appointment) if self._notes else 0)

    @property
    def open(self) -> bool:
        """Whether there is a case whose thread can be written to."""
        return bool(self._appointment)

    @property
    def looking(self) -> bool:
        """Whether the clerk has the thread in view."""
        return self._looking

    def look(self, looking: bool) -> None:
        """The clerk has the thread in view, or not any more: what comes meanwhile is read."""
        self._looking = looking
        if looking and self.unread:
            self._unread = 0
            if self._notes:
                self._notes.read(self._appointment)
            self.changed.emit()

    def write(self, text: str) -> bool:
        """Write a line.

        Returns:
            False when it cannot be sent as it is: nobody is there, nothing was written, or too much.
        """
        if not self.open:
            return False
        try:
            message = Chat(id=uuid.uuid4().hex, text=text)
        except ValidationError:
            return False
        self._add(Line(message.id, NoteSender.CLERK, "", message.text, self._clock.now(), Delivery.SENDING))
        self._say(message)
        self.written.emit(message)
        return True

    def pass_on(self, message: Chat, name: str) -> None:
        """A third person in the call wrote this: it stands here under their name, and goes to the citizen as theirs."""
        if not self.open or any(line.id == message.id for line in self._lines):
            return
        if not self._looking:
            self._unread += 1
        self._add(Line(message.id, NoteSender.CITIZEN, name, message.text, self._clock.now()))
        self._say(Chat(id=message.id, text=message.text, name=name))
        self.arrived.emit(message.text)

    # --- inside

    def _hear(self, message: DataFromPage) -> None:
        if not self.open:
            return
        match message:
            case Chat():
                self._on_line(message)
            case ChatReceived():
                self._on_receipt(message.id)
            case PageHello():
                self._say_again(everything=message.device == self._device)
                self._device = message.device

    def _on_line(self, message: Chat) -> None:
        # Also for one that was said again: its receipt was lost then.
        self._say(ChatReceived(id=message.id))
        if any(line.id == message.id for line in self._lines):
            return
        if not self._looking:
            self._unread += 1
        self._add(Line(message.id, NoteSender.CITIZEN, "", message.text, self._clock.now()))
        self.arrived.emit(message.text)
        self.written.emit(Chat(id=message.id, text=message.text, name=CITIZEN))

    def _on_receipt(self, line_id: str) -> None:
        for place, line in enumerate(self._lines):
            if line.id == line_id and line.delivery is Delivery.SENDING:
                self._lines[place] = replace(line, delivery=Delivery.DELIVERED)
                self.changed.emit()

    def _say_again(self, *, everything: bool) -> None:
        for line in self._lines:
            if line.sender is NoteSender.CLERK and (everything or line.delivery is Delivery.SENDING):
                self._say(Chat(id=line.id, text=line.text))

    def _on_note(self, appointment: str) -> None:
        if appointment == self._appointment:
            self.look(self._looking)
            self.changed.emit()

    def _add(self, line: Line) -> None:
        self._lines.append(line)
        del self._lines[:-MOST]
        self.changed.emit()

    def _say(self, message: DataFromDesk) -> None:
        try:
            self._call.send(message)
        except CallLost:
            log.info("%s was not said, the channel is closed; it will be said again", message.type)
