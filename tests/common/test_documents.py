from __future__ import annotations

import hashlib

from clerk_desktop.common.documents import Review, Revision, sha256

REVISION = Revision(paper="meldeschein", number=1, title="Meldeschein", pdf=b"%PDF-1.7", pages=2)


def test_a_revision_is_named_by_its_bytes() -> None:
    assert REVISION.digest == sha256(b"%PDF-1.7") == hashlib.sha256(b"%PDF-1.7").hexdigest()


def test_only_pages_that_exist_count_as_seen() -> None:
    seen = REVISION.seen(1).seen(2).seen(2).seen(0).seen(3)
    assert seen.pages_seen == {1, 2}
    assert REVISION.pages_seen == frozenset()


def test_only_what_was_agreed_to_may_be_signed() -> None:
    assert not REVISION.may_be_signed
    assert not REVISION.shown().may_be_signed
    assert REVISION.shown().answered(agreed=True).may_be_signed
    refused = REVISION.shown().answered(agreed=True).answered(agreed=False, remark="Hausnummer")
    assert not refused.may_be_signed
    assert (refused.review, refused.remark) == (Review.DISAGREED, "Hausnummer")
