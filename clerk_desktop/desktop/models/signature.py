"""The signatures of a case: asked, drawn, put into the paper, checked, handed over."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.clock import Clock
from clerk_desktop.common.documents import sha256
from clerk_desktop.common.errors import OfficeError, SignatureRefused, WrongState
from clerk_desktop.common.matters import SignatureLevel
from clerk_desktop.common.messages.work import SignatureDeclined, SignatureDrawn
from clerk_desktop.common.signatures import RequestState, SignatureRequest, check_drawing
from clerk_desktop.desktop.models.ports import Signer
from clerk_desktop.desktop.models.review import UnderReview
from clerk_desktop.desktop.tasks import Tasks

NAME = "signature"


@dataclass(frozen=True)
class Signing:
    """One paper on its way to a signature.

    Attributes:
        paper: what is to be signed.
        request: what was asked of the citizen.
        signed: the signed paper, once it is.
        sent_back: why the last drawing was refused (detail of SignatureRefused), or "".
        tries: drawings so far.
    """

    paper: UnderReview
    request: SignatureRequest
    signed: bytes | None = None
    sent_back: str = ""
    tries: int = 0


class SignatureModel(QObject):
    """The signature requests of a case, one for each paper, one after the other on the citizen's screen.

    Signals:
        changed: anything of them.
        asked(Signing): a request is to be put on the citizen's screen.
        accepted(Signing): a signature stands in its paper.
        sent_back(Signing, OfficeError): a drawing was refused; the request stays open.
        declined(Signing): the citizen will not sign.
        withdrawn(Signing): the clerk took a request back.
    """

    changed = Signal()
    asked = Signal(object)
    accepted = Signal(object)
    sent_back = Signal(object, object)
    declined = Signal(object)
    withdrawn = Signal(object)

    def __init__(self, sign: Signer, tasks: Tasks, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sign, self._tasks, self._clock = sign, tasks, clock
        self._items: dict[str, Signing] = {}
        self._at_work: set[str] = set()

    @property
    def items(self) -> tuple[Signing, ...]:
        """All papers that were asked for, in order."""
        return tuple(self._items.values())

    @property
    def open(self) -> Signing | None:
        """The request that is on the citizen's screen now."""
        return next((item for item in self.items if item.request.state is RequestState.ASKED), None)

    @property
    def all_signed(self) -> bool:
        """Whether every paper that was asked for is signed (and there is one)."""
        return bool(self._items) and all(item.request.state is RequestState.SIGNED for item in self.items)

    @property
    def working(self) -> bool:
        """Whether a signature is being put into a paper."""
        return bool(self._at_work)

    def stop(self) -> None:
        """The case is over, or its papers are being corrected."""
        self._tasks.cancel(NAME)
        self._items.clear()
        self._at_work.clear()
        self.changed.emit()

    def ask(self, papers: tuple[UnderReview, ...], signer: str, level: SignatureLevel) -> None:
        """Ask for every paper that is not signed yet. A request that is open stays as it is."""
        for paper in papers:
            before = self._items.get(paper.revision.paper)
            if before is not None and before.request.state in {RequestState.ASKED, RequestState.SIGNED}:
                continue
            request = SignatureRequest(
                id=secrets.token_urlsafe(12),
                paper=paper.revision.paper,
                document_sha256=paper.revision.digest,
                signer=signer,
                level=level,
            )
            self._items[paper.revision.paper] = Signing(paper, request)
        self.changed.emit()
        if self.open is not None:
            self.asked.emit(self.open)

    def restore(self, items: Iterable[Signing]) -> None:
        """What was asked for and signed before the desk died."""
        self._items.update({item.request.paper: item for item in items})
        self.changed.emit()
        if self.open is not None:
            self.asked.emit(self.open)

    def withdraw(self) -> None:
        """Take back what is open."""
        for item in self.items:
            if item.request.state is RequestState.ASKED and item.request.id not in self._at_work:
                gone = self._put(replace(item, request=item.request.withdrawn()))
                self.withdrawn.emit(gone)

    def on_drawn(self, message: SignatureDrawn) -> None:
        """A drawing came. For a paper that is signed already it is confirmed once more; for others it is sent back."""
        item = self._find(message.id)
        if item is None or item.request.id in self._at_work:
            return
        if item.request.state is RequestState.SIGNED:
            self.accepted.emit(item)
            return
        if item.request.state is not RequestState.ASKED:
            return
        item = self._put(replace(item, tries=item.tries + 1, sent_back=""))
        if message.document_sha256 != item.request.document_sha256:
            self._refuse(item.request.id, SignatureRefused("another paper"))
            return
        try:
            check_drawing(message.drawing)
        except SignatureRefused as error:
            self._refuse(item.request.id, error)
            return
        self._at_work.add(item.request.id)
        self.changed.emit()
        paper, request = item.paper.typeset, item.request
        work = partial(self._sign, paper, message.drawing, request.signer, request.level, self._clock.now())
        self._tasks.run(NAME, work, done=partial(self._signed, request.id), failed=partial(self._refuse, request.id))

    def on_declined(self, message: SignatureDeclined) -> None:
        """The citizen will not sign; after another end it means nothing."""
        item = self._find(message.id)
        if item is None or item.request.id in self._at_work:
            return
        try:
            request = item.request.declined(message.reason)
        except WrongState:
            return
        if request != item.request:
            self.declined.emit(self._put(replace(item, request=request)))

    def _signed(self, request_id: str, pdf: bytes) -> None:
        self._at_work.discard(request_id)
        item = self._find(request_id)
        if item is None:
            return
        item = self._put(replace(item, request=item.request.signed(), signed=pdf))
        self.accepted.emit(item)
        if self.open is not None:
            self.asked.emit(self.open)

    def _refuse(self, request_id: str, error: OfficeError) -> None:
        self._at_work.discard(request_id)
        item = self._find(request_id)
        if item is not None:
            item = self._put(replace(item, sent_back=error.detail or error.code))
            self.sent_back.emit(item, error)

    def _find(self, request_id: str) -> Signing | None:
        return next((item for item in self.items if item.request.id == request_id), None)

    def _put(self, item: Signing) -> Signing:
        self._items[item.request.paper] = item
        self.changed.emit()
        return item


def signed_digest(item: Signing) -> str:
    """SHA-256 of the signed paper; of the paper as reviewed while it is not signed."""
    return sha256(item.signed) if item.signed is not None else item.request.document_sha256
