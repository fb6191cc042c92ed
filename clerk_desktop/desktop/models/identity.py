"""Who is in front of the camera: the checklist, the stills, what was read. No picture leaves memory."""

from __future__ import annotations

import random
from datetime import date
from enum import Enum

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common import identity
from clerk_desktop.common.capture import Wanted
from clerk_desktop.common.card_documents import CardSide
from clerk_desktop.common.clock import Clock, berlin
from clerk_desktop.common.errors import BadInput, CardUnreadable, OfficeError
from clerk_desktop.common.identification import AbortReason, By, StepKind, StepState, same_serial
from clerk_desktop.common.identity import CardFields, Difference, HandTyped, IdentityRecord
from clerk_desktop.common.matters import IdentityLevel
from clerk_desktop.common.messages.clerk import Booking, ClerkView
from clerk_desktop.desktop.models.call import CallModel, CallState
from clerk_desktop.desktop.models.card_looks import find_card, looked_for
from clerk_desktop.desktop.models.card_pictures import CardPicture, unpacked
from clerk_desktop.desktop.models.checklist import ChecklistModel
from clerk_desktop.desktop.models.ports import CardReader, Reading
from clerk_desktop.desktop.tasks import Tasks

NAME = "identity"
LOOK = "identity-look"
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

    Args:
        call: brings the stills.
        reader: reads them.
        tasks: the async door.
        clock: the time.
        chance: draws what is asked; for tests.
        parent: Qt owner.

    Attributes:
        steps: the checklist.
        still: the newest still as it came.
        pictures: the newest still of each side, unpacked.
        face: the newest still of the face beside the card.
        aborted: why the identification was given up.

    Signals:
        changed: anything of it changed.
        confirmed(IdentityRecord): the clerk has confirmed.
        failed(OfficeError): no still could be taken (the call was lost).
    """

    changed = Signal()
    confirmed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        call: CallModel,
        reader: CardReader,
        tasks: Tasks,
        clock: Clock,
        chance: random.Random | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._call, self._reader, self._tasks, self._clock = call, reader, tasks, clock
        self._booking: Booking | None = None
        self.steps = ChecklistModel(clock, chance, self)
        self._reset()
        self.steps.changed.connect(self.changed)
        call.state_changed.connect(self._on_call)

    def _reset(self) -> None:
        self.state = IdentityState.OPEN
        self._looking = False
        self.still: bytes | None = None
        self.pictures: dict[CardSide, CardPicture] = {}
        self.face: CardPicture | None = None
        self.reading: Reading | None = None
        self.card: CardFields | None = None
        self.reason = ""
        self.problems: dict[str, str] = {}
        self.record: IdentityRecord | None = None
        self.aborted: AbortReason | None = None
        self._settled: set[str] = set()

    def start(self, booking: Booking, wanted: IdentityLevel = IdentityLevel.VIDEO) -> None:
        """A new citizen, whose matter asks for this level."""
        self.stop()
        self._booking = booking
        self.steps.start(wanted)

    def stop(self) -> None:
        """The case is over or the identification failed: forget everything, above all the pictures."""
        self._tasks.cancel(NAME)
        self._tasks.cancel(LOOK)
        self._booking = None
        self._reset()
        self.steps.stop()
        self.changed.emit()

    # --- stills

    def take_still(self) -> None:
        """Ask for a still for the present step. A second press while one is under way does nothing."""
        if self.busy or self._booking is None:
            return
        step = self.steps.present
        if self.card is not None and step is not None and step.kind is not StepKind.READ:
            self._looking = True
            self._tasks.run(LOOK, self._look, done=lambda _: self._looked(), failed=self._no_look)
            self.changed.emit()
            return
        self._clear_card()
        self.still = None
        self._set(IdentityState.TAKING)
        self._tasks.run(NAME, self._take, done=self._read, failed=self._not_read)

    @property
    def busy(self) -> bool:
        """Whether a still is on its way or being read."""
        return self.state in {IdentityState.TAKING, IdentityState.READING} or self._looking

    def retry(self) -> None:
        """Away with card and stills, back to the live picture: the whole identification begins anew."""
        self._tasks.cancel(NAME)
        self._tasks.cancel(LOOK)
        self._clear_card()
        self.still = self.face = None
        self.pictures = {}
        if self._booking is not None and self.steps.begun:
            wanted = self.steps.list.wanted if self.steps.list else IdentityLevel.VIDEO
            self.steps.start(wanted)
        self._set(IdentityState.OPEN)

    # --- what the clerk does

    def by_hand(self) -> None:
        """The clerk will type what the card says; the still stays in view."""
        self._tasks.cancel(NAME)
        self._clear_card()
        self.steps.reopen(StepKind.READ)
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
        self._card_known(By.CLERK)

    def settle(self, point: str, settled: bool) -> None:
        """The clerk has cleared up a difference (or takes that back)."""
        (self._settled.add if settled else self._settled.discard)(point)
        self._judge_card(By.CLERK)
        self.changed.emit()

    def answer(self, state: StepState) -> None:
        """The clerk's word on the present step. A "no" at the consent or at the card's data leads to the end."""
        step = self.steps.present
        if step is None or self.state is IdentityState.CONFIRMED:
            return
        if step.kind is StepKind.READ and state is StepState.PASSED and not self._readable_passed():
            return
        self.steps.decide(state)

    def show_document(self, document_id: str) -> None:
        """The person shows another kind of document; "" for none at all: then only questions are left."""
        self._tasks.cancel(NAME)
        self._clear_card()
        self.still = self.face = None
        self.pictures = {}
        self.steps.reopen(StepKind.READ)
        self.steps.show_document(document_id)
        self._set(IdentityState.OPEN)

    def abort(self, reason: AbortReason) -> None:
        """It cannot be said who this is: every picture and every field is gone at once, the reason stays."""
        booking = self._booking
        self.stop()
        self._booking, self.aborted = booking, reason
        self.changed.emit()

    def confirm(self, clerk: ClerkView) -> None:
        """This is the person. The pictures are forgotten at once. Does nothing while a point is open."""
        if not self.can_confirm or self._booking is None:
            return
        self.steps.skip_rest()
        if self.steps.list is None:
            return
        self.record = identity.confirm(self.card, self._booking, self.steps.list, by=clerk.id, at=self._clock.now())
        self._tasks.cancel(LOOK)
        self._looking = False
        self.still = self.reading = self.face = None
        self.pictures = {}
        self._set(IdentityState.CONFIRMED)
        self.confirmed.emit(self.record)

    def restore(self, record: IdentityRecord) -> None:
        """The clerk had confirmed before the desk died; nothing is noted a second time."""
        self._clear_card()
        self.card, self.record = record.fields, record
        self.steps.restore(record.document, record.steps)
        self._set(IdentityState.CONFIRMED)

    # --- what the views read

    @property
    def today(self) -> date:
        """The day on which a card is valid or not."""
        return berlin(self._clock.now()).date()

    @property
    def booking(self) -> Booking | None:
        """Who booked."""
        return self._booking

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
    def wanted(self) -> Wanted | None:
        """Which side of the card the camera should see now; None when none is asked for."""
        if self.state is IdentityState.CONFIRMED:
            return None
        return looked_for(self.steps, read=self.card is not None or self.state is IdentityState.BY_HAND)

    @property
    def serial_fits(self) -> bool | None:
        """Whether the citizen typed the card's number; None before."""
        if not self.steps.serial or self.card is None:
            return None
        return same_serial(self.steps.serial, self.card.document_number)

    @property
    def level(self) -> IdentityLevel:
        """What the steps are worth so far."""
        if self.record is not None:
            return self.record.level
        listed = self.steps.list
        return listed.level(valid=not self.expired) if listed else IdentityLevel.NONE

    @property
    def can_confirm(self) -> bool:
        """Whether what was done is worth a level, and nothing speaks against it unsettled."""
        known = self.state is IdentityState.READ or (self.state is IdentityState.OPEN and self.steps.document is None)
        return known and not self.open_points and self.level is not IdentityLevel.NONE

    @property
    def person(self) -> str:
        """The name as identified, in the spelling of the booking where that is the same name."""
        if self.record is None or self._booking is None:
            return ""
        fields = self.record.fields
        if fields and any(not line.is_note and line.field != "birth_date" for line in self.differences):
            return f"{fields.given_names} {fields.family_name}".strip()
        return f"{self._booking.given_names} {self._booking.family_name}"

    # --- inside

    async def _take(self) -> Reading:
        self.still = await self._call.take_still()
        self._set(IdentityState.READING)
        return await self._reader.read(self.still)

    async def _look(self) -> None:
        """A still that is only looked at; where the card lies in it the reader's process says."""
        step, side = self.steps.present, self.steps.side
        image = unpacked(await self._call.take_still())
        document = self.steps.document
        wanted = Wanted.MRZ if document and side is document.mrz_side else Wanted.OTHER
        seen = await find_card(self._reader, image, wanted)
        if step is not self.steps.present and (self.steps.present is None or step is None or self.steps.side != side):
            return
        picture = CardPicture(image, seen.quad, document.ratio if document else CardPicture.ratio)
        if step is not None and step.kind is StepKind.FACE:
            self.face = picture
        elif side is not None:
            self.pictures[side] = picture

    async def _keep_read_side(self) -> None:
        """The side that was read is the first picture for the features on it."""
        document = self.steps.document
        if self.still is None or document is None or document.mrz_side is None:
            return
        image = unpacked(self.still)
        seen = await find_card(self._reader, image, Wanted.MRZ)
        self.pictures[document.mrz_side] = CardPicture(image, seen.quad, document.ratio)
        self.changed.emit()

    def _read(self, reading: Reading) -> None:
        self.reading, self.card = reading, reading.fields
        self.steps.recognised(reading.fields.document_type)
        self._card_known(By.MACHINE)
        self._tasks.run(LOOK, self._keep_read_side, failed=self._no_look)

    def _card_known(self, by: By) -> None:
        self._set(IdentityState.READ)
        self._judge_card(by)

    def _judge_card(self, by: By) -> None:
        """The reading is done when nothing is left to clear up."""
        step = self.steps.list.step(StepKind.READ) if self.steps.list else None
        if step is None or self.state is not IdentityState.READ:
            return
        if step.state is StepState.OPEN and self._readable_passed():
            self.steps.settle(step.id, StepState.PASSED, by)
        elif step.state is StepState.PASSED and self.open_points:
            self.steps.reopen(StepKind.READ)

    def _readable_passed(self) -> bool:
        return self.card is not None and not self.open_points

    def _not_read(self, error: OfficeError) -> None:
        if isinstance(error, CardUnreadable):
            self.reason = error.detail
            self._set(IdentityState.UNREADABLE)
            return
        self.still = None
        self._set(IdentityState.OPEN)
        self.failed.emit(error)

    def _looked(self) -> None:
        self._looking = False
        self.changed.emit()

    def _no_look(self, error: OfficeError) -> None:
        self._looked()
        if not isinstance(error, CardUnreadable):
            self.failed.emit(error)

    def _on_call(self, state: CallState) -> None:
        if state in {CallState.CITIZEN_AWAY, CallState.RECOVERING} and self.record is None:
            self.face = None
            self.steps.interrupted()

    def _clear_card(self) -> None:
        self._looking = False
        self.reading = self.card = self.record = None
        self.reason = ""
        self.problems = {}
        self.aborted = None
        self._settled.clear()

    def _set(self, state: IdentityState) -> None:
        self.state = state
        self.changed.emit()
