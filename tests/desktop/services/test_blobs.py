from __future__ import annotations

import pytest

from clerk_desktop.common.messages.terms import BLOB_CHUNK, BLOB_MAX
from clerk_desktop.common.messages.work import BlobEnd, BlobKind
from clerk_desktop.desktop.services.blobs import BlobBroken, BlobReceiver, announce, frames

CONTENT = bytes(range(256)) * 200


def _announced(content: bytes = CONTENT, blob_id: str = "one") -> tuple[BlobReceiver, BlobEnd]:
    receiver = BlobReceiver()
    receiver.begin(announce(blob_id, BlobKind.STILL, "image/jpeg", content))
    return receiver, BlobEnd(id=blob_id)


def test_a_content_arrives_whole() -> None:
    receiver, end = _announced()
    pieces = list(frames(CONTENT))
    assert [len(p) for p in pieces[:-1]] == [BLOB_CHUNK] * 3
    for piece in pieces:
        receiver.feed(piece)
    begin, content = receiver.end(end)
    assert content == CONTENT
    assert begin.kind is BlobKind.STILL


def test_one_changed_byte_is_noticed() -> None:
    receiver, end = _announced()
    for piece in frames(CONTENT[:-1] + b"x"):
        receiver.feed(piece)
    with pytest.raises(BlobBroken, match="not what was announced"):
        receiver.end(end)


def test_a_missing_frame_is_noticed() -> None:
    receiver, end = _announced()
    receiver.feed(CONTENT[:BLOB_CHUNK])
    with pytest.raises(BlobBroken):
        receiver.end(end)


def test_more_than_announced_is_not_kept() -> None:
    receiver, _ = _announced(b"1234")
    with pytest.raises(BlobBroken, match="more content"):
        receiver.feed(b"12345")
    with pytest.raises(BlobBroken, match="without announcement"):
        receiver.feed(b"1")


def test_a_frame_larger_than_the_contract_is_refused() -> None:
    receiver, _ = _announced()
    with pytest.raises(BlobBroken, match="frame is too large"):
        receiver.feed(CONTENT[: BLOB_CHUNK + 1])


def test_one_transfer_at_a_time() -> None:
    receiver, end = _announced()
    with pytest.raises(BlobBroken, match="inside another"):
        receiver.begin(announce("two", BlobKind.STILL, "image/jpeg", b"1"))
    with pytest.raises(BlobBroken, match="without its beginning"):
        receiver.end(end)


def test_after_a_broken_transfer_the_next_one_works() -> None:
    receiver, end = _announced()
    with pytest.raises(BlobBroken):
        receiver.end(end)
    receiver.begin(announce("two", BlobKind.STILL, "image/jpeg", b"1234"))
    receiver.feed(b"1234")
    assert receiver.end(BlobEnd(id="two"))[1] == b"1234"


def test_the_receiver_has_a_limit_of_its_own() -> None:
    with pytest.raises(BlobBroken, match="too large"):
        BlobReceiver(limit=3).begin(announce("one", BlobKind.STILL, "image/jpeg", b"1234"))


@pytest.mark.parametrize(
    ("mime", "content"), [("image/jpeg", b""), ("image/jpeg", bytes(BLOB_MAX + 1)), ("text/html", b"1")]
)
def test_what_the_contract_does_not_know_is_not_sent(mime: str, content: bytes) -> None:
    with pytest.raises(ValueError, match="validation error"):
        announce("one", BlobKind.STILL, mime, content)
