"""The papers under review: revisions, what the citizen has seen of them and said to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.documents import Review, Revision
from clerk_desktop.common.messages.work import DocumentAnswer, DocumentShown
from clerk_desktop.desktop.models.ports import TypesetPaper


@dataclass(frozen=True)
class UnderReview:
    """One paper with its present revision and what a signature needs of it."""

    revision: Revision
    typeset: TypesetPaper

    @property
    def id(self) -> str:
        """Names this revision on both sides."""
        return f"{self.revision.paper}-{self.revision.number}"


class ReviewModel(QObject):
    """The papers that were sent to the citizen, in the order of the matter.

    Signals:
        changed: a paper, what was seen of it, or its answer.
        answered(UnderReview): the citizen said "stimmt" or "stimmt nicht".
    """

    changed = Signal()
    answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._papers: dict[str, UnderReview] = {}
        self._numbers: dict[str, int] = {}

    @property
    def papers(self) -> tuple[UnderReview, ...]:
        """What is or was on the citizen's screen."""
        return tuple(self._papers.values())

    @property
    def all_agreed(self) -> bool:
        """Whether the citizen has agreed to every paper (and there is one)."""
        return bool(self._papers) and all(paper.revision.may_be_signed for paper in self._papers.values())

    def stop(self) -> None:
        """The case is over."""
        self._papers.clear()
        self._numbers.clear()
        self.changed.emit()

    def add(self, paper: str, title: str, typeset: TypesetPaper, pages: int) -> UnderReview:
        """A new revision of a paper; the older one is no longer under review.

        The same bytes once more are no new revision: what was seen and said of them still holds.
        """
        before = self._papers.get(paper)
        if before is not None and before.revision.pdf == typeset.pdf:
            return before
        number = self._numbers[paper] = self._numbers.get(paper, 0) + 1
        revision = Revision(paper=paper, number=number, title=title, pdf=typeset.pdf, pages=pages).shown()
        entry = self._papers[paper] = UnderReview(revision, typeset)
        self.changed.emit()
        return entry

    def restore(self, papers: Iterable[UnderReview]) -> None:
        """What was under review before the desk died."""
        for paper in papers:
            self._papers[paper.revision.paper] = paper
            self._numbers[paper.revision.paper] = paper.revision.number
        self.changed.emit()

    def withdraw(self) -> tuple[UnderReview, ...]:
        """Take every paper back, to be corrected; their numbers are not used again."""
        gone = self.papers
        self._papers.clear()
        self.changed.emit()
        return gone

    def on_shown(self, message: DocumentShown) -> None:
        """The citizen's screen displays a page; of another revision it means nothing."""
        entry = self._find(message.id, message.sha256)
        if entry is not None:
            self._put(replace(entry, revision=entry.revision.seen(message.page)))

    def on_answer(self, message: DocumentAnswer) -> None:
        """The citizen's verdict; of another revision, or once more the same, it changes nothing."""
        entry = self._find(message.id, message.sha256)
        if entry is None:
            return
        revision = entry.revision.answered(message.agreed, message.remark)
        if revision != entry.revision:
            self._put(replace(entry, revision=revision))
            self.answered.emit(self._papers[revision.paper])

    def disagreed(self) -> tuple[UnderReview, ...]:
        """The papers that are wrong in the citizen's eyes."""
        return tuple(paper for paper in self.papers if paper.revision.review is Review.DISAGREED)

    def _find(self, document: str, sha256: str) -> UnderReview | None:
        return next((p for p in self.papers if p.id == document and p.revision.digest == sha256), None)

    def _put(self, entry: UnderReview) -> None:
        self._papers[entry.revision.paper] = entry
        self.changed.emit()
