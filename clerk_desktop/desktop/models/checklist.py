"""The checklist of one identification as it goes on: decisions, requests to the person, what lapses."""

from __future__ import annotations

import random
import secrets

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.card_documents import CardDocument, CardSide, Feature
from clerk_desktop.common.clock import Clock
from clerk_desktop.common.identification import By, Checklist, Step, StepKind, StepState, plan
from clerk_desktop.common.matters import IdentityLevel
from clerk_desktop.desktop.services.card_documents import USUAL, document_for, load_documents

ASKED = frozenset(StepKind) - {StepKind.QUALITY}
"""Steps of which the person is told what to do."""


class ChecklistModel(QObject):
    """The steps of one citizen.

    Args:
        clock: for the time of each step.
        chance: draws features, movements and questions; the system's own by default, so that nobody can foresee them.
        parent: Qt owner.

    Attributes:
        list: the steps; None without a case.
        serial: what the citizen typed as the serial number.

    Signals:
        changed: anything of it.
        moved(Step | None): another step is the present one.
    """

    changed = Signal()
    moved = Signal(object)

    def __init__(self, clock: Clock, chance: random.Random | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock, self._chance = clock, chance or random.SystemRandom()
        self._wanted = IdentityLevel.NONE
        self._document: CardDocument | None = None
        self.list: Checklist | None = None
        self.serial = ""
        self.request = ""

    # --- begin and end

    def start(self, wanted: IdentityLevel) -> None:
        """A new identification, with the usual document."""
        self._wanted = wanted
        self._document = load_documents()[USUAL]
        self.serial = ""
        self._take(plan(wanted, self._document, self._chance))

    def restore(self, document_id: str, steps: tuple[Step, ...]) -> None:
        """An identification that was confirmed before the desk died, with every step as it went."""
        if steps and self.list is not None:
            self._document = load_documents().get(document_id)
            portrait = self._document is not None and self._document.portrait is not None
            self._take(Checklist(self._wanted, document_id, steps, portrait))

    def stop(self) -> None:
        """Over."""
        self.serial = ""
        self._document = None
        self._take(None)

    def interrupted(self) -> None:
        """The connection broke: what was only seen in it lapses."""
        if self.list is not None and any(step.state is not StepState.OPEN for step in self.list.steps):
            self._take(self.list.interrupted(self._document, self._chance))

    # --- what views and other models read

    @property
    def present(self) -> Step | None:
        """The step that comes next."""
        return self.list.present if self.list else None

    @property
    def document(self) -> CardDocument | None:
        """What the person shows; None: nothing."""
        return self._document

    @property
    def documents(self) -> tuple[CardDocument, ...]:
        """What a person may show here."""
        return tuple(load_documents().values())

    @property
    def feature(self) -> Feature | None:
        """The feature of the present step."""
        step = self.present
        if step is None or step.kind is not StepKind.FEATURE or self._document is None:
            return None
        return self._document.feature(step.detail)

    @property
    def side(self) -> CardSide | None:
        """Which side of the document the present step looks at; None when it looks at none."""
        step, document = self.present, self._document
        if step is None or document is None:
            return None
        if step.kind is StepKind.READ:
            return document.mrz_side or CardSide.FRONT
        if step.kind is StepKind.FEATURE:
            feature = self.feature
            return feature.side if feature else None
        return CardSide.FRONT if step.kind in {StepKind.FRONT, StepKind.TILT, StepKind.OCCLUDE} else None

    @property
    def begun(self) -> bool:
        """Whether anything was decided yet."""
        return self.list is not None and any(step.state is not StepState.OPEN for step in self.list.steps)

    # --- decisions

    def decide(self, state: StepState, by: By = By.CLERK) -> None:
        """The present step went like this."""
        step = self.present
        if step is not None:
            self.settle(step.id, state, by)

    def settle(self, step_id: str, state: StepState, by: By) -> None:
        """This step went like this."""
        if self.list is not None:
            self._take(self.list.decided(step_id, state, self._clock.now(), by))

    def back(self) -> None:
        """Take the last decision back."""
        if self.list is None:
            return
        decided = [(step.at, number, step.id) for number, step in enumerate(self.list.steps) if step.at is not None]
        if decided:
            self._take(self.list.reopened(max(decided)[2]))

    def reopen(self, kind: StepKind) -> None:
        """All steps of this kind are open again."""
        if self.list is not None:
            changed = self.list
            for step in changed.steps:
                changed = changed.reopened(step.id) if step.kind is kind else changed
            self._take(changed)

    def skip_rest(self) -> None:
        """What is open will not be checked."""
        if self.list is not None:
            self._take(self.list.skipped_rest(self._clock.now()))

    def show_document(self, document_id: str) -> None:
        """The person shows this kind of document; "" for none at all."""
        document = load_documents().get(document_id)
        if self.list is not None and document is not self._document:
            self._document = document
            self._take(self.list.for_document(document, self._chance))

    def recognised(self, kind: str) -> None:
        """The machine-readable lines begin with this code."""
        document = document_for(kind)
        if document is not None:
            self.show_document(document.id)

    # --- what the citizen says on the page

    def consented(self, request: str, *, yes: bool) -> None:
        """The citizen pressed yes or no on the page."""
        step = self.present
        if step is None or request != self.request:
            return
        if step.kind is StepKind.CONSENT:
            self.decide(StepState.PASSED if yes else StepState.FAILED, By.CITIZEN)

    def typed(self, request: str, number: str) -> None:
        """The citizen typed the serial number; the clerk still says whether it was read aloud, too."""
        step = self.present
        if step is not None and request == self.request and step.kind is StepKind.SERIAL:
            self.serial = number
            self.changed.emit()

    # --- inside

    def _take(self, changed: Checklist | None) -> None:
        before = self.present
        self.list = changed
        now = self.present
        if now is not None and (before is None or before.id != now.id or before.detail != now.detail):
            self.request = secrets.token_urlsafe(9)
            if changed is not None and now.kind in ASKED:
                self.list = changed.asked(now.id, self._clock.now())
        self.changed.emit()
        if (before and before.id) != (now and now.id):
            self.moved.emit(self.present)
