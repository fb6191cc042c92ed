from __future__ import annotations

import pytest

from clerk_desktop.common.documents import Review
from clerk_desktop.common.messages.work import DocumentAnswer, DocumentShown
from clerk_desktop.desktop.models.ports import TypesetPaper
from clerk_desktop.desktop.models.review import ReviewModel, UnderReview


@pytest.fixture
def review() -> ReviewModel:
    return ReviewModel()


def sent(review: ReviewModel, pdf: bytes = b"one") -> UnderReview:
    return review.add("form", "Form", TypesetPaper(pdf, ()), 2)


def answer(entry: UnderReview, agreed: bool = True, remark: str = "") -> DocumentAnswer:
    return DocumentAnswer(id=entry.id, sha256=entry.revision.digest, agreed=agreed, remark=remark)


def test_pages_and_answer_belong_to_their_revision(review: ReviewModel) -> None:
    first = sent(review)
    for page in (1, 1, 2, 7):
        review.on_shown(DocumentShown(id=first.id, page=page, sha256=first.revision.digest))
    review.on_answer(answer(first))
    assert review.papers[0].revision.pages_seen == {1, 2}
    assert review.all_agreed


def test_an_answer_to_an_older_revision_means_nothing(review: ReviewModel) -> None:
    first = sent(review)
    second = sent(review, b"two")
    assert (second.revision.number, second.id) == (2, "form-2")
    review.on_answer(answer(first))
    assert not review.all_agreed
    forged = DocumentAnswer(id=second.id, sha256=first.revision.digest, agreed=True)
    review.on_answer(forged)
    assert not review.all_agreed


def test_the_same_answer_twice_is_told_once(review: ReviewModel) -> None:
    told: list[UnderReview] = []
    review.answered.connect(told.append)
    entry = sent(review)
    review.on_answer(answer(entry, agreed=False, remark="Hausnummer"))
    review.on_answer(answer(entry, agreed=False, remark="Hausnummer"))
    assert [t.revision.remark for t in told] == ["Hausnummer"]
    assert [p.id for p in review.disagreed()] == [entry.id]
    review.on_answer(answer(entry))
    assert len(told) == 2
    assert review.all_agreed


def test_the_same_bytes_are_no_new_revision(review: ReviewModel) -> None:
    entry = sent(review)
    review.on_answer(answer(entry))
    assert sent(review).revision.review is Review.AGREED
    assert review.papers[0].revision.number == 1


def test_numbers_are_not_used_again_after_a_correction(review: ReviewModel) -> None:
    entry = sent(review)
    assert review.withdraw() == (entry,)
    assert review.papers == ()
    assert sent(review).revision.number == 2
    review.stop()
    assert sent(review).revision.number == 1


def test_nothing_sent_is_not_agreed(review: ReviewModel) -> None:
    assert not review.all_agreed
