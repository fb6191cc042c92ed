"""What the desk says on the data channel, and to whom it passes what the page says.

The desk is the source of truth: whenever the channel opens (first time, reload, new link) the page is told everything
anew, from the hello to the open request. What is said while there is no channel is therefore not kept: it will be said.
"""

from __future__ import annotations

import logging
from functools import partial

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.documents import Review
from clerk_desktop.common.errors import CallLost
from clerk_desktop.common.messages.clerk import CaseView, ClerkView
from clerk_desktop.common.messages.terms import Language
from clerk_desktop.common.messages.work import (
    BlobKind,
    DataFromDesk,
    DataFromPage,
    DeskHello,
    DocumentAnswer,
    DocumentShow,
    DocumentShown,
    DocumentWithdraw,
    FinishedPaper,
    MediaState,
    PageGoodbye,
    PageHello,
    PaperReceived,
    SignatureAccepted,
    SignatureAsk,
    SignatureDeclined,
    SignatureDrawn,
    SignatureSentBack,
    SignatureWithdraw,
    StageChanged,
)
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.call import CallModel
from clerk_desktop.desktop.models.handover import Finished, HandoverModel
from clerk_desktop.desktop.models.review import ReviewModel, UnderReview
from clerk_desktop.desktop.models.signature import SignatureModel, Signing
from clerk_desktop.desktop.models.stage import StageModel
from clerk_desktop.desktop.tasks import Tasks

log = logging.getLogger(__name__)

NAME = "send"
PDF = "application/pdf"


class Conversation(QObject):
    """The talk of desk and page about one case.

    Signals:
        greeted(PageHello): the page is there and has been told everything.
        citizen_left: the citizen hung up.
        media(MediaState): the citizen muted or unmuted something.
    """

    greeted = Signal(object)
    citizen_left = Signal()
    media = Signal(object)

    def __init__(
        self,
        call: CallModel,
        stage: StageModel,
        review: ReviewModel,
        signature: SignatureModel,
        handover: HandoverModel,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._call, self._stage, self._review = call, stage, review
        self._signature, self._handover, self._tasks = signature, handover, tasks
        self._case: CaseView | None = None
        self._clerk: ClerkView | None = None
        self.language: Language = "de"
        """What the citizen reads."""
        call.channel_opened.connect(self._say_everything)
        call.message.connect(self._hear)
        stage.entered.connect(self._say_stage)
        signature.asked.connect(self._say_ask)
        signature.accepted.connect(lambda item: self._say(SignatureAccepted(id=item.request.id)))
        signature.sent_back.connect(
            lambda item, error: self._say(SignatureSentBack(id=item.request.id, code=error.code))
        )
        signature.withdrawn.connect(lambda item: self._say(SignatureWithdraw(id=item.request.id)))

    def start(self, case: CaseView, clerk: ClerkView) -> None:
        """A new case; the channel may open from now on."""
        self._case, self._clerk = case, clerk
        self.language = case.booking.language

    def stop(self) -> None:
        """The case is over; nothing is said any more."""
        self._tasks.cancel(NAME)
        self._case = None

    def show(self, paper: UnderReview) -> None:
        """Put a paper on the citizen's screen."""
        revision = paper.revision
        message = DocumentShow(
            id=paper.id,
            title=revision.title,
            revision=revision.number,
            pages=revision.pages,
            sha256=revision.digest,
            agreed=revision.review is Review.AGREED,
        )
        self._say(message, paper.id, BlobKind.DOCUMENT, revision.pdf)

    def withdraw(self, paper: UnderReview) -> None:
        """Take a paper off the citizen's screen."""
        self._say(DocumentWithdraw(id=paper.id))

    def hand_over(self, paper: Finished) -> None:
        """Offer a finished paper for download."""
        message = FinishedPaper(
            id=paper.id, title=paper.title, file_name=paper.file_name, sha256=paper.digest, level=paper.level
        )
        self._say(message, paper.id, BlobKind.FINISHED, paper.pdf)

    def say(self, message: DataFromDesk) -> None:
        """Say this after all that was said before: a request must not overtake the stage that it belongs to."""
        self._say(message)

    # --- desk → page

    def _say_everything(self) -> None:
        if self._case is None or self._clerk is None:
            return
        # What was still on its way belonged to a channel that is gone.
        self._tasks.cancel(NAME)
        self._say(
            DeskHello(
                clerk=self._clerk.name,
                office=self._clerk.office.name,
                matter=self._case.matter.title,
                stages=self._stage.stages,
            )
        )
        self._say(StageChanged(stage=self._stage.current))
        for under_review in self._review.papers:
            self.show(under_review)
        if self._signature.open is not None:
            self._say_ask(self._signature.open)
        for finished in self._handover.papers:
            self.hand_over(finished)

    def _say_stage(self, stage: Stage) -> None:
        self._say(StageChanged(stage=stage))

    def _say_ask(self, item: Signing) -> None:
        self._say(
            SignatureAsk(
                id=item.request.id,
                document=item.paper.id,
                document_sha256=item.request.document_sha256,
                title=item.paper.revision.title,
                signer=item.request.signer,
                level=item.request.level,
            )
        )

    def _say(
        self, message: DataFromDesk, blob: str = "", kind: BlobKind = BlobKind.DOCUMENT, data: bytes = b""
    ) -> None:
        """Say it after all that was said before, with its content."""
        if self._case is not None:
            self._tasks.run(NAME, partial(self._send, message, blob, kind, data))

    async def _send(self, message: DataFromDesk, blob: str, kind: BlobKind, data: bytes) -> None:
        try:
            self._call.send(message)
            if data:
                await self._call.send_blob(blob, kind, PDF, data)
        except CallLost:
            log.info("%s was not said, the channel is closed", message.type)

    # --- page → desk

    def _hear(self, message: DataFromPage) -> None:
        if self._case is None:
            return
        match message:
            case PageHello():
                self.language = message.language
                self.greeted.emit(message)
            case DocumentShown():
                self._review.on_shown(message)
            case DocumentAnswer():
                self._review.on_answer(message)
            case SignatureDrawn():
                self._signature.on_drawn(message)
            case SignatureDeclined():
                self._signature.on_declined(message)
            case PaperReceived():
                self._handover.on_received(message)
            case MediaState():
                self.media.emit(message)
            case PageGoodbye():
                self.citizen_left.emit()
