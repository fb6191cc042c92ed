"""Who is in front of the camera: take a still, read the card, compare, confirm. The picture never leaves memory."""

from __future__ import annotations

from datetime import date
from enum import Enum

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common import identity
from clerk_desktop.common.clock import Clock, berlin
from clerk_desktop.common.errors import BadInput, CardUnreadable, OfficeError
from clerk_desktop.common.identity import CardFields, Difference, HandTyped, IdentityRecord
from clerk_desktop.common.messages.clerk import Booking, ClerkView
from clerk_desktop.desktop.models.call import CallModel
from clerk_desktop.desktop.models.ports import CardReader, Reading
from clerk_desktop.desktop.tasks import Tasks

NAME = "identity"
EXPIRED = "expired"
"""Name of the point "the card has expired" among the points to settle."""


class IdentityState(Enum):
    """How far the identification is."""

    OPEN = "open"
    TAKING = "taking"
    READING = "reading"
    UNREADABLE = "unreadable"
    BY_HAND = "by_hand"
    READ = "read"
    CONFIRMED = "confirmed"


class IdentityModel(QObject):
    """The identification of one citizen.

    Signals:
        changed: anything of it changed.
        confirmed(IdentityRecord): the clerk has confirmed.
        failed(OfficeError): no still could be taken (the call was lost).
    """

    changed = Signal()
    confirmed = Signal(object)
    failed = Signal(object)

    def __init__(
        self, call: CallModel, reader: CardReader, tasks: Tasks, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._call, self._reader, self._tasks, self._clock = call, reader, tasks, clock
        self._booking: Booking | None = None
        self._reset()

    def _reset(self) -> None:
        self.state = IdentityState.OPEN
        self.still: bytes | None = None
        self.reading: Reading | None = None
        self.card: CardFields | None = None
        self.reason = ""
        self.problems: dict[str, str] = {}
        self.record: IdentityRecord | None = None
        self._settled: set[str] = set()

    def start(self, booking: Booking) -> None:
        """A new citizen."""
        self.stop()
        self._booking = booking

    def stop(self) -> None:
        """The case is over or the identification begins anew: forget everything, above all the picture."""
        self._tasks.cancel(NAME)
        self._booking = None
        self._reset()
        self.changed.emit()

    # --- what the clerk does

    def take_still(self) -> None:
        """Ask for a still and read it. A second press while one is under way does nothing."""
        if self.state in {IdentityState.TAKING, IdentityState.READING} or self._booking is None:
            return
        self._clear_card()
        self.still = None
        self._set(IdentityState.TAKING)
        self._tasks.run(NAME, self._take, done=self._read, failed=self._not_read)

    def retry(self) -> None:
        """Away with this still, back to the live picture."""
        self._tasks.cancel(NAME)
        self._clear_card()
        self.still = None
        self._set(IdentityState.OPEN)

    def by_hand(self) -> None:
        """The clerk will type what the card says; the still stays in view."""
        self._tasks.cancel(NAME)
        self._clear_card()
        self._set(IdentityState.BY_HAND)

    def typed(self, values: HandTyped) -> None:
        """Take over what was typed; `problems` says what is wrong with it."""
        try:
            self.card = values.fields(self.today)
        except BadInput:
            self.problems = values.problems(self.today)
            self.changed.emit()
            return
        self.problems = {}
        self._settled.clear()
        self._set(IdentityState.READ)

    def settle(self, point: str, settled: bool) -> None:
        """The clerk has cleared up a difference (or takes that back)."""
        (self._settled.add if settled else self._settled.discard)(point)
        self.changed.emit()

    def confirm(self, clerk: ClerkView) -> None:
        """This is the person. The picture is forgotten at once. Does nothing while a point is open."""
        if not self.can_confirm or self.card is None or self._booking is None:
            return
        self.record = identity.confirm(self.card, self._booking, by=clerk.id, at=self._clock.now())
        self.still = self.reading = None
        self._set(IdentityState.CONFIRMED)
        self.confirmed.emit(self.record)

    def restore(self, record: IdentityRecord) -> None:
        """The clerk had confirmed before the desk died; nothing is noted a second time."""
        self._clear_card()
        self.card, self.record = record.fields, record
        self._set(IdentityState.CONFIRMED)

    # --- what the views read

    @property
    def today(self) -> date:
        """The day on which a card is valid or not."""
        return berlin(self._clock.now()).date()

    @property
    def differences(self) -> tuple[Difference, ...]:
        """One line each, where card and booking do not agree."""
        if self.card is None or self._booking is None:
            return ()
        return identity.differences(self.card, self._booking)

    @property
    def expired(self) -> bool:
        """Whether the card is no longer valid."""
        return self.card is not None and identity.expired(self.card, self.today)

    @property
    def open_points(self) -> tuple[str, ...]:
        """What the clerk must settle before confirming: fields that differ, and `EXPIRED`."""
        points = [line.field for line in self.differences if not line.is_note]
        if self.expired:
            points.append(EXPIRED)
        return tuple(point for point in points if point not in self._settled)

    def is_settled(self, point: str) -> bool:
        """Whether the clerk has cleared this up."""
        return point in self._settled

    @property
    def can_confirm(self) -> bool:
        """Whether there is a card and nothing speaks against it unsettled."""
        return self.state is IdentityState.READ and not self.open_points

    @property
    def person(self) -> str:
        """The name as identified, in the spelling of the booking where that is the same name."""
        if self.record is None or self._booking is None:
            return ""
        if any(not line.is_note and line.field != "birth_date" for line in self.differences):
            return f"{self.record.fields.given_names} {self.record.fields.family_name}".strip()
        return f"{self._booking.given_names} {self._booking.family_name}"

    # --- inside

    async def _take(self) -> Reading:
        self.still = await self._call.take_still()
        self._set(IdentityState.READING)
        return await self._reader.read(self.still)

    def _read(self, reading: Reading) -> None:
        self.reading, self.card = reading, reading.fields
        self._set(IdentityState.READ)

    def _not_read(self, error: OfficeError) -> None:
        if isinstance(error, CardUnreadable):
            self.reason = error.detail
            self._set(IdentityState.UNREADABLE)
            return
        self.still = None
        self._set(IdentityState.OPEN)
        self.failed.emit(error)

    def _clear_card(self) -> None:
        self.reading = self.card = self.record = None
        self.reason = ""
        self.problems = {}
        self._settled.clear()

    def _set(self, state: IdentityState) -> None:
        self.state = state
        self.changed.emit()
