"""What is said to the citizen's page about the present step of the identification, and what it answers."""

from __future__ import annotations

from PySide6.QtCore import QObject

from clerk_desktop.common.identification import StepKind
from clerk_desktop.common.messages.card import IdentityAnswer, IdentityAsk, IdentityAskOver, IdentitySerial
from clerk_desktop.common.messages.work import DataFromPage
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.call import CallModel
from clerk_desktop.desktop.models.checklist import ASKED
from clerk_desktop.desktop.models.conversation import Conversation
from clerk_desktop.desktop.models.identity import IdentityModel, IdentityState
from clerk_desktop.desktop.models.stage import StageModel


class IdentityTalk(QObject):
    """Keeps the page at the same step as the clerk."""

    def __init__(
        self,
        call: CallModel,
        identity: IdentityModel,
        stage: StageModel,
        conversation: Conversation,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._identity, self._stage, self._conversation = identity, stage, conversation
        self._told: IdentityAsk | None = None
        identity.changed.connect(self._tell)
        stage.entered.connect(lambda _stage: self._tell())
        conversation.greeted.connect(lambda _hello: self._tell_anew())
        call.message.connect(self._hear)

    def _tell_anew(self) -> None:
        self._told = None
        self._tell()

    def _tell(self) -> None:
        wanted = self._ask()
        if wanted == self._told:
            return
        # What is lost with a channel is said anew when the page has greeted again.
        self._conversation.say(wanted or IdentityAskOver())
        self._told = wanted

    def _ask(self) -> IdentityAsk | None:
        steps = self._identity.steps
        step = steps.present
        here = self._stage.current is Stage.IDENTIFY and bool(self._stage.stages)
        over = self._identity.aborted is not None or self._identity.state is IdentityState.CONFIRMED
        if step is None or not here or over or step.kind not in ASKED:
            return None
        feature, document = steps.feature, steps.document
        # A question is asked aloud: written down it could be answered by somebody else in the room.
        detail = step.detail if step.kind in {StepKind.TILT, StepKind.OCCLUDE} else ""
        return IdentityAsk(
            id=steps.request,
            kind=step.kind,
            detail=detail,
            side=steps.side,
            document=document.name if document else None,
            words=feature.move if feature else None,
        )

    def _hear(self, message: DataFromPage) -> None:
        if isinstance(message, IdentityAnswer):
            self._identity.steps.consented(message.id, yes=message.yes)
        elif isinstance(message, IdentitySerial):
            self._identity.steps.typed(message.id, message.number)
