"""Stills and papers on the data channel: `blob.begin`, binary frames of at most 16 KiB, `blob.end`.

Pure bookkeeping of one direction; who sends the frames is `services/call.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from clerk_desktop.common.documents import sha256
from clerk_desktop.common.messages.terms import BLOB_CHUNK, BLOB_MAX
from clerk_desktop.common.messages.work import BlobBegin, BlobEnd, BlobKind


class BlobBroken(ValueError):
    """The transfer broke the rules of the contract; it is dropped, the call goes on."""


def announce(blob_id: str, kind: BlobKind, mime: str, data: bytes) -> BlobBegin:
    """The message that goes before the frames.

    Raises:
        ValueError: empty, larger than `BLOB_MAX`, or of a kind that the contract does not know.
    """
    return BlobBegin.model_validate(
        {"id": blob_id, "kind": kind, "mime": mime, "size": len(data), "sha256": sha256(data)}
    )


def frames(data: bytes) -> Iterator[bytes]:
    """The content in frames that every browser takes."""
    for start in range(0, len(data), BLOB_CHUNK):
        yield data[start : start + BLOB_CHUNK]


class BlobReceiver:
    """Puts the frames of one direction together, one transfer at a time.

    Never holds more than the announced size, and that is at most `limit` bytes.
    """

    def __init__(self, limit: int = BLOB_MAX) -> None:
        self._limit = limit
        self._begin: BlobBegin | None = None
        self._content = bytearray()

    def begin(self, message: BlobBegin) -> None:
        """A transfer starts.

        Raises:
            BlobBroken: another one is under way (both are dropped), or it would be too large.
        """
        under_way = self._begin is not None
        self.drop()
        if under_way:
            raise BlobBroken("a transfer began inside another")
        if message.size > self._limit:
            raise BlobBroken("the transfer is too large")
        self._begin = message

    def feed(self, frame: bytes) -> None:
        """Binary content arrived.

        Raises:
            BlobBroken: nothing was announced, the frame is too large, or there is more than was announced.
        """
        if self._begin is None:
            raise BlobBroken("content without announcement")
        if len(frame) > BLOB_CHUNK:
            self.drop()
            raise BlobBroken("a frame is too large")
        if len(self._content) + len(frame) > self._begin.size:
            self.drop()
            raise BlobBroken("more content than announced")
        self._content += frame

    def end(self, message: BlobEnd) -> tuple[BlobBegin, bytes]:
        """All was sent: what it is and its bytes.

        Raises:
            BlobBroken: nothing was announced, or the bytes are not those that were announced.
        """
        begin, content = self._begin, bytes(self._content)
        self.drop()
        if begin is None or begin.id != message.id:
            raise BlobBroken("an end without its beginning")
        if len(content) != begin.size or sha256(content) != begin.sha256:
            raise BlobBroken("the content is not what was announced")
        return begin, content

    def drop(self) -> None:
        """Forget a half-arrived transfer."""
        self._begin = None
        self._content = bytearray()
