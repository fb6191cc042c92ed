"""A paper on its way from the form to the citizen's eyes: revisions, hashes, review state.

A revision is named by the SHA-256 of its bytes; nothing that was reviewed can change unnoticed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum


class Review(StrEnum):
    """What the citizen has said about a revision."""

    NOT_SHOWN = "not_shown"
    SHOWN = "shown"
    AGREED = "agreed"
    DISAGREED = "disagreed"


def sha256(content: bytes) -> str:
    """The name of these bytes: their SHA-256 in lower-case hex."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Revision:
    """One state of one paper.

    Attributes:
        paper: id of the paper in its matter.
        number: 1 for the first revision.
        title: as the citizen reads it.
        pdf: the very bytes that are shown, reviewed and signed.
        pages: number of pages.
        review: what the citizen said.
        remark: the citizen's words with `DISAGREED`.
        pages_seen: page numbers (from 1) that the citizen's screen has displayed.
    """

    paper: str
    number: int
    title: str
    pdf: bytes
    pages: int
    review: Review = Review.NOT_SHOWN
    remark: str = ""
    pages_seen: frozenset[int] = frozenset()

    @property
    def digest(self) -> str:
        """SHA-256 of the PDF, lower-case hex."""
        return sha256(self.pdf)

    def seen(self, page: int) -> Revision:
        """The same revision with `page` displayed once more; a page that does not exist changes nothing."""
        if not 1 <= page <= self.pages:
            return self
        return replace(self, pages_seen=self.pages_seen | {page})

    def answered(self, agreed: bool, remark: str = "") -> Revision:
        """The same revision with the citizen's verdict."""
        return replace(self, review=Review.AGREED if agreed else Review.DISAGREED, remark=remark)

    def shown(self) -> Revision:
        """The same revision, now on the citizen's screen."""
        return replace(self, review=Review.SHOWN)

    @property
    def may_be_signed(self) -> bool:
        """Only what was agreed to may be signed."""
        return self.review is Review.AGREED
