"""What a connection tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from av import AudioFrame, VideoFrame

from clerk_desktop.common.messages.work import BlobBegin, DataFromPage, Fingerprints


def _nothing(*_: object) -> None:
    """Whoever does not listen."""


@dataclass(frozen=True)
class PeerEvents:
    """Whom to tell; all are called on the peer's event loop and must return at once.

    Attributes:
        connected: encrypted, and both ends agree on how (again after a silence that ended by itself).
        lost: failed, closed by the other side, silent for some seconds, or not agreed in time.
        secured: agreed; the code to compare, and the certificates that it stands for. Comes before `connected`.
        refused: the two ends see different certificates: somebody sits in between. The connection is over.
        opened: the data channel can be used.
        message: a data message of the page, checked.
        blob: a whole content with its announcement, its hash checked.
        frame: a decoded picture.
        sound: decoded sound.
    """

    connected: Callable[[], None] = _nothing
    lost: Callable[[], None] = _nothing
    secured: Callable[[str, Fingerprints], None] = _nothing
    refused: Callable[[], None] = _nothing
    opened: Callable[[], None] = _nothing
    message: Callable[[DataFromPage], None] = _nothing
    blob: Callable[[BlobBegin, bytes], None] = _nothing
    frame: Callable[[VideoFrame], None] = _nothing
    sound: Callable[[AudioFrame], None] = _nothing
