"""The clerk's checklist: which steps an identification takes, how each of them went, and what level that is worth.

The steps follow what is reported of BaFin circular 3/2017 (GW) for video identification and BSI TR-03147. A registry
office is not bound by the circular; it is the bar, not the law. Three security features of different categories, the
movements and the covering are drawn at random, so that nobody can prepare for them. Optical checks over video were
beaten publicly: nothing here ever says "genuine", and what was not checked stays in the list.

Everything is pure: the time and the source of chance come from outside, a changed list is a new list.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from clerk_desktop.common.card_documents import CardDocument, Category, Feature
from clerk_desktop.common.matters import IdentityLevel


class StepKind(StrEnum):
    """What a step is about, in the order in which they are taken."""

    CONSENT = "consent"
    QUALITY = "quality"
    READ = "read"
    FRONT = "front"
    FEATURE = "feature"
    TILT = "tilt"
    OCCLUDE = "occlude"
    SERIAL = "serial"
    FACE = "face"
    QUESTION = "question"


class StepState(StrEnum):
    """How a step went."""

    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


class Tilt(StrEnum):
    """How the card is to be moved."""

    LEFT_RIGHT = "left_right"
    UP_DOWN = "up_down"
    CIRCLE = "circle"
    AWAY_AND_BACK = "away_and_back"


class Cover(StrEnum):
    """What a finger or hand is to pass over: what is drawn into a picture does not follow it."""

    PORTRAIT_LEFT = "portrait_left"
    PORTRAIT_DOWN = "portrait_down"
    NAME = "name"
    BEHIND_HAND = "behind_hand"
    CHEEK = "cheek"
    CARD_BEFORE_CHIN = "card_before_chin"


class Question(StrEnum):
    """What the clerk asks about the purpose: whoever was sent, or is pressed, answers haltingly."""

    PURPOSE = "purpose"
    OWN_WISH = "own_wish"
    WHO_IS_THERE = "who_is_there"
    AFTERWARDS = "afterwards"


class RegisterQuestion(StrEnum):
    """What the clerk asks when there is no card; the answers are compared with the register."""

    BIRTH_PLACE = "birth_place"
    FORMER_ADDRESS = "former_address"
    MOVE_IN_DATE = "move_in_date"
    PARENT = "parent"
    MARRIAGE = "marriage"
    LAST_CARD_OFFICE = "last_card_office"
    HOUSEHOLD = "household"


class AbortReason(StrEnum):
    """Why an identification ends without a result."""

    NO_CONSENT = "no_consent"
    BAD_PICTURE = "bad_picture"
    BAD_SOUND = "bad_sound"
    EXPIRED = "expired"
    UNREADABLE = "unreadable"
    DAMAGED = "damaged"
    DIFFERENT_DATA = "different_data"
    FEATURE_MISSING = "feature_missing"
    REQUEST_REFUSED = "request_refused"
    SERIAL_WRONG = "serial_wrong"
    NOT_THIS_PERSON = "not_this_person"
    UNDER_PRESSURE = "under_pressure"
    SUSPICION = "suspicion"
    NO_DOCUMENT = "no_document"


class By(StrEnum):
    """Who or what a result comes from."""

    CLERK = "clerk"
    CITIZEN = "citizen"
    MACHINE = "machine"


FEATURES = 3
"""So many security features of different categories."""
REGISTER_QUESTIONS = 3
"""So many questions without a card."""

LIVE = frozenset(
    {StepKind.QUALITY, StepKind.FEATURE, StepKind.TILT, StepKind.OCCLUDE, StepKind.FACE, StepKind.QUESTION}
)
"""What was only seen in this very connection: when it breaks, somebody else may sit there afterwards."""

SUGGESTED = {
    StepKind.CONSENT: (AbortReason.NO_CONSENT,),
    StepKind.QUALITY: (AbortReason.BAD_PICTURE, AbortReason.BAD_SOUND),
    StepKind.READ: (AbortReason.EXPIRED, AbortReason.DIFFERENT_DATA, AbortReason.UNREADABLE, AbortReason.DAMAGED),
    StepKind.FRONT: (AbortReason.DIFFERENT_DATA, AbortReason.DAMAGED, AbortReason.UNREADABLE),
    StepKind.FEATURE: (AbortReason.FEATURE_MISSING, AbortReason.SUSPICION, AbortReason.BAD_PICTURE),
    StepKind.TILT: (AbortReason.REQUEST_REFUSED, AbortReason.SUSPICION),
    StepKind.OCCLUDE: (AbortReason.SUSPICION, AbortReason.REQUEST_REFUSED),
    StepKind.SERIAL: (AbortReason.SERIAL_WRONG, AbortReason.REQUEST_REFUSED),
    StepKind.FACE: (AbortReason.NOT_THIS_PERSON, AbortReason.BAD_PICTURE),
    StepKind.QUESTION: (AbortReason.UNDER_PRESSURE, AbortReason.SUSPICION),
}
"""What a "no" at a step usually means; the clerk may always name another reason."""


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        id: its name in the list.
        kind: what it is about.
        detail: the feature, the movement, the covering or the question that was drawn; "" where there is none.
        category: of the feature.
        state: how it went.
        asked_at: when the person was asked to do it (aware).
        at: when it was decided (aware).
        by: who decided it.
        lapsed: it had been passed, but then the call was interrupted.
    """

    id: str
    kind: StepKind
    detail: str = ""
    category: Category | None = None
    state: StepState = StepState.OPEN
    asked_at: datetime | None = None
    at: datetime | None = None
    by: By | None = None
    lapsed: bool = False


@dataclass(frozen=True)
class Checklist:
    """The steps of one identification.

    Attributes:
        wanted: the level that the matter asks for.
        document: id of the document that is shown; "" for none.
        steps: in order.
        portrait: whether the document shows a face.
    """

    wanted: IdentityLevel
    document: str
    steps: tuple[Step, ...]
    portrait: bool = True

    @property
    def present(self) -> Step | None:
        """The step that comes next; None when all are decided."""
        return next((step for step in self.steps if step.state is StepState.OPEN), None)

    @property
    def failed(self) -> tuple[Step, ...]:
        """What spoke against it."""
        return tuple(step for step in self.steps if step.state is StepState.FAILED)

    @property
    def unchecked(self) -> tuple[Step, ...]:
        """What was not looked at (yet)."""
        return tuple(step for step in self.steps if step.state in {StepState.OPEN, StepState.SKIPPED})

    def step(self, step_id: str) -> Step | None:
        """The step of this name."""
        return next((step for step in self.steps if step.id == step_id), None)

    def passed(self, kind: StepKind) -> bool:
        """Whether there are steps of this kind and all of them were passed."""
        of_kind = [step for step in self.steps if step.kind is kind]
        return bool(of_kind) and all(step.state is StepState.PASSED for step in of_kind)

    # --- changes

    def asked(self, step_id: str, at: datetime) -> Checklist:
        """The person is asked now to do this; a second time counts from the second time."""
        return self._with(step_id, asked_at=at)

    def decided(self, step_id: str, state: StepState, at: datetime, by: By = By.CLERK) -> Checklist:
        """A step went like this."""
        return self._with(step_id, state=state, at=at, by=by, lapsed=False)

    def reopened(self, step_id: str) -> Checklist:
        """A decision is taken back."""
        return self._with(step_id, state=StepState.OPEN, at=None, by=None)

    def skipped_rest(self, at: datetime) -> Checklist:
        """What is still open will not be checked."""
        steps = (
            replace(step, state=StepState.SKIPPED, at=at, by=By.CLERK) if step.state is StepState.OPEN else step
            for step in self.steps
        )
        return replace(self, steps=tuple(steps))

    def interrupted(self, document: CardDocument | None, chance: random.Random) -> Checklist:
        """The connection broke: what was only seen in it lapses, and is drawn anew, because it is known by now."""
        lapsed = {
            step.id for step in self.steps if step.kind in LIVE and step.state in {StepState.PASSED, StepState.OPEN}
        }
        passed = {step.id for step in self.steps if step.state is StepState.PASSED}
        fresh = {step.id: step for step in plan(self.wanted, document, chance).steps}
        steps = (
            replace(fresh.get(step.id, step), state=StepState.OPEN, lapsed=step.id in passed or step.lapsed)
            if step.id in lapsed
            else step
            for step in self.steps
        )
        return replace(self, steps=tuple(steps))

    def for_document(self, document: CardDocument | None, chance: random.Random) -> Checklist:
        """Another kind of document is shown: other features; what does not depend on it stays decided."""
        kept = {
            step.id: step
            for step in self.steps
            if step.kind in {StepKind.CONSENT, StepKind.QUALITY, StepKind.READ} and step.state is not StepState.OPEN
        }
        fresh = plan(self.wanted, document, chance)
        return replace(fresh, steps=tuple(kept.get(step.id, step) for step in fresh.steps))

    def _with(self, step_id: str, **changes: object) -> Checklist:
        steps = (replace(step, **changes) if step.id == step_id else step for step in self.steps)  # type: ignore[arg-type]
        return replace(self, steps=tuple(steps))

    # --- what it is worth

    def level(self, *, valid: bool) -> IdentityLevel:
        """The highest level whose steps were all passed; a failed step is worth nothing.

        Args:
            valid: the card's last day has not passed.
        """
        if self.failed or not self.passed(StepKind.CONSENT):
            return IdentityLevel.NONE
        if not self.document:
            return IdentityLevel.QUESTIONS if self.passed(StepKind.QUESTION) else IdentityLevel.NONE
        if not self.passed(StepKind.READ):
            return IdentityLevel.NONE
        if not self.portrait or not self.passed(StepKind.FACE):
            # A card that anybody could hold.
            return IdentityLevel.QUESTIONS if self.passed(StepKind.QUESTION) else IdentityLevel.NONE
        complete = all(step.state is StepState.PASSED for step in self.steps)
        categories = {step.category for step in self.steps if step.kind is StepKind.FEATURE}
        if complete and valid and len(categories) >= FEATURES and self.passed(StepKind.OCCLUDE):
            return IdentityLevel.VIDEO
        return IdentityLevel.CARD


def reaches(level: IdentityLevel, wanted: IdentityLevel) -> bool:
    """Whether a level is enough for what is asked."""
    order = list(IdentityLevel)
    return order.index(level) >= order.index(wanted)


def draw_features(features: Sequence[Feature], chance: random.Random) -> tuple[Feature, ...]:
    """Three features of different categories at random, the front's first; fewer when the document has not more."""
    categories = sorted({feature.category for feature in features})
    chosen = chance.sample(categories, min(FEATURES, len(categories)))
    drawn = [chance.choice([f for f in features if f.category is category]) for category in chosen]
    return tuple(sorted(drawn, key=lambda feature: feature.side != "front"))


def plan(wanted: IdentityLevel, document: CardDocument | None, chance: random.Random) -> Checklist:
    """The steps for a level with this document; without one the clerk's questions are all that is left.

    Args:
        wanted: the level that the matter asks for.
        document: what the person shows; None when there is nothing to show.
        chance: draws features, movements and questions.
    """
    if document is None:
        questions = chance.sample(list(RegisterQuestion), REGISTER_QUESTIONS)
        steps = [*_steps(StepKind.CONSENT, StepKind.QUALITY), *_numbered(StepKind.QUESTION, questions)]
        return Checklist(wanted, "", tuple(steps), portrait=False)
    steps = _steps(StepKind.CONSENT, StepKind.QUALITY, StepKind.READ)
    if document.portrait is not None and not document.one_sided:
        steps += _steps(StepKind.FRONT)
    if reaches(wanted, IdentityLevel.VIDEO):
        drawn = draw_features(document.features, chance)
        steps += [
            Step(f"feature_{number}", StepKind.FEATURE, feature.id, feature.category)
            for number, feature in enumerate(drawn, 1)
        ]
        steps += [
            Step("tilt", StepKind.TILT, chance.choice(list(Tilt))),
            Step("occlude", StepKind.OCCLUDE, chance.choice(list(Cover))),
            Step("serial", StepKind.SERIAL),
        ]
    if document.portrait is not None:
        steps += _steps(StepKind.FACE)
    steps.append(Step("question", StepKind.QUESTION, chance.choice(list(Question))))
    return Checklist(wanted, document.id, tuple(steps), portrait=document.portrait is not None)


def _steps(*kinds: StepKind) -> list[Step]:
    return [Step(kind.value, kind) for kind in kinds]


def _numbered(kind: StepKind, details: Iterable[str]) -> list[Step]:
    return [Step(f"{kind}_{number}", kind, detail) for number, detail in enumerate(details, 1)]


def same_serial(typed: str, on_card: str) -> bool:
    """Whether the citizen typed the card's serial number; blanks, hyphens and small letters make no difference.

    A zero typed as the letter O is right as well: no German serial number has an O.
    """

    def plain(text: str) -> str:
        return "".join(char for char in text.upper() if char.isalnum()).replace("O", "0")

    return bool(plain(on_card)) and plain(typed) == plain(on_card)
