"""The data channel between desk and page: stages, stills, papers, signatures, chat, the code.

The service never sees it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, TypeAdapter

from clerk_desktop.common.matters import SignatureLevel, Text
from clerk_desktop.common.messages.card import (
    CaptureView,
    IdentityAnswer,
    IdentityAsk,
    IdentityAskOver,
    IdentitySerial,
)
from clerk_desktop.common.messages.clerk import Devices
from clerk_desktop.common.messages.terms import BLOB_MAX, VERSION, Id, Language, Message, Sha256
from clerk_desktop.common.messages.upload import UploadCancelled, UploadPart, Uploads
from clerk_desktop.common.signatures import Drawing
from clerk_desktop.common.stages import Stage

# --- data channel: both -----------------------------------------------------------------------------


class Chat(Message):
    """A line of the call's chat. Said again with the same id until `chat.received` came back; never stored."""

    type: Literal["chat"] = "chat"
    id: Id
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]
    name: Annotated[str, StringConstraints(max_length=120)] = ""
    """From the desk only: who wrote it, when it passes on what a third person said."""


class ChatReceived(Message):
    """The line is on the other's screen."""

    type: Literal["chat.received"] = "chat.received"
    id: Id


class QualityLevel(StrEnum):
    """How well one hears and sees the other: a traffic light, never a number."""

    GOOD = "good"
    WEAK = "weak"
    BAD = "bad"


class LinkQuality(Message):
    """How well the sender of this message receives the other; told when it changes."""

    type: Literal["quality"] = "quality"
    level: QualityLevel


class Fingerprints(Message):
    """The DTLS certificates of one connection as one end really sees them: SHA-256, lower case hex, no colons."""

    page: Sha256
    desk: Sha256


class SecureCommit(Message):
    """Page, first on a channel: the hash of a nonce that it has drawn, so that nobody can choose a code to fit.

    `commitment` = SHA-256 of the nonce's 32 bytes. See `common/secrecy.py`.
    """

    type: Literal["secure.commit"] = "secure.commit"
    commitment: Sha256
    seen: Fingerprints


class SecureNonce(Message):
    """Desk, in answer to the commitment: its own nonce (32 bytes, hex), and the certificates that it sees."""

    type: Literal["secure.nonce"] = "secure.nonce"
    nonce: Sha256
    seen: Fingerprints


class SecureReveal(Message):
    """Page: the nonce of its commitment. Now both can compute the code that is compared aloud."""

    type: Literal["secure.reveal"] = "secure.reveal"
    nonce: Sha256


class SecureRefused(Message):
    """The two ends see different certificates, or a nonce is not the one committed to: somebody sits in between."""

    type: Literal["secure.refused"] = "secure.refused"


class CodeCompared(Message):
    """The two people have compared the code aloud. `same` False ends the call."""

    type: Literal["code.compared"] = "code.compared"
    same: bool


# --- data channel: desk → page ----------------------------------------------------------------------


class DeskHello(Message):
    """First on the channel: who serves, for what, and through which stages."""

    type: Literal["desk.hello"] = "desk.hello"
    version: int = VERSION
    clerk: str
    office: str
    matter: Text
    stages: tuple[Stage, ...]


class StageChanged(Message):
    """Both show the same stage."""

    type: Literal["stage"] = "stage"
    stage: Stage


class StillRequest(Message):
    """Take one full-resolution picture now and send it as a blob of kind `still` with this id."""

    type: Literal["still.request"] = "still.request"
    id: Id


class DocumentShow(Message):
    """Show this paper for review; its PDF follows as a blob of kind `document` with the same id."""

    type: Literal["document.show"] = "document.show"
    id: Id
    title: str
    revision: int
    pages: int
    sha256: Sha256
    agreed: bool = False
    """The citizen has agreed to these very bytes already; a page that was reloaded need not ask again."""


class DocumentWithdraw(Message):
    """Take the paper off the screen; it is being corrected."""

    type: Literal["document.withdraw"] = "document.withdraw"
    id: Id


class SignatureAsk(Message):
    """Please sign the document `document` (as shown, `document_sha256`)."""

    type: Literal["signature.ask"] = "signature.ask"
    id: Id
    document: Id
    document_sha256: Sha256
    title: str
    signer: str
    level: SignatureLevel


class SignatureWithdraw(Message):
    """The request is void."""

    type: Literal["signature.withdraw"] = "signature.withdraw"
    id: Id


class SignatureAccepted(Message):
    """The signature stands in the paper."""

    type: Literal["signature.accepted"] = "signature.accepted"
    id: Id


class SignatureSentBack(Message):
    """The drawing was refused (`code` is the key of the sentence); the request stays open."""

    type: Literal["signature.sent_back"] = "signature.sent_back"
    id: Id
    code: str


class FinishedPaper(Message):
    """A finished paper to keep; its PDF follows as a blob of kind `finished` with the same id."""

    type: Literal["finished.paper"] = "finished.paper"
    id: Id
    title: str
    file_name: str
    sha256: Sha256
    level: SignatureLevel


class Caption(Message):
    """What the clerk types for somebody who cannot hear: the whole line so far; the next one begins after `final`."""

    type: Literal["caption"] = "caption"
    text: Annotated[str, StringConstraints(max_length=500)]
    final: bool = False


class Goodbye(Message):
    """The clerk ends the call. `finished` False: it goes on another time."""

    type: Literal["goodbye"] = "goodbye"
    finished: bool


# --- data channel: page → desk ----------------------------------------------------------------------


class PageHello(Message):
    """First on the channel from the page."""

    type: Literal["page.hello"] = "page.hello"
    version: int = VERSION
    language: Language
    devices: Devices
    device: Id = "unknown"
    """Drawn once per browser tab, survives a reload: another one means another device, maybe another person."""


class StillFailed(Message):
    """No picture could be taken; `code` is the key of the sentence."""

    type: Literal["still.failed"] = "still.failed"
    id: Id
    code: str


class DocumentShown(Message):
    """The page displayed this page (from 1) of exactly these bytes."""

    type: Literal["document.shown"] = "document.shown"
    id: Id
    page: int = Field(ge=1, le=10_000)
    sha256: Sha256


class DocumentAnswer(Message):
    """The answer "stimmt" or "stimmt nicht", with the citizen's words."""

    type: Literal["document.answer"] = "document.answer"
    id: Id
    sha256: Sha256
    agreed: bool
    remark: Annotated[str, StringConstraints(max_length=2_000)] = ""


class SignatureDrawn(Message):
    """The citizen signed by drawing."""

    type: Literal["signature.drawn"] = "signature.drawn"
    id: Id
    document_sha256: Sha256
    drawing: Drawing


class SignatureDeclined(Message):
    """The citizen will not sign."""

    type: Literal["signature.declined"] = "signature.declined"
    id: Id
    reason: Annotated[str, StringConstraints(max_length=2_000)] = ""


class PaperReceived(Message):
    """The finished paper arrived whole."""

    type: Literal["paper.received"] = "paper.received"
    id: Id
    sha256: Sha256


class MediaState(Message):
    """The citizen muted or unmuted camera or microphone."""

    type: Literal["media"] = "media"
    camera: bool
    microphone: bool


class PageGoodbye(Message):
    """The citizen hangs up."""

    type: Literal["page.goodbye"] = "page.goodbye"


# --- data channel: both ---------------------------------------------------------------------------


class BlobKind(StrEnum):
    """What the bytes are."""

    STILL = "still"
    DOCUMENT = "document"
    FINISHED = "finished"
    UPLOAD = "upload"


class BlobBegin(Message):
    """Binary frames follow, `size` bytes in all."""

    type: Literal["blob.begin"] = "blob.begin"
    id: Id
    kind: BlobKind
    mime: Literal["image/jpeg", "image/png", "application/pdf", "image/heic"]
    size: int = Field(ge=1, le=BLOB_MAX)
    sha256: Sha256


class BlobEnd(Message):
    """All bytes were sent."""

    type: Literal["blob.end"] = "blob.end"
    id: Id


DataFromDesk = Annotated[
    DeskHello
    | StageChanged
    | StillRequest
    | CaptureView
    | IdentityAsk
    | IdentityAskOver
    | DocumentShow
    | DocumentWithdraw
    | SignatureAsk
    | SignatureWithdraw
    | SignatureAccepted
    | SignatureSentBack
    | FinishedPaper
    | Uploads
    | Chat
    | ChatReceived
    | Caption
    | LinkQuality
    | SecureNonce
    | SecureRefused
    | CodeCompared
    | Goodbye
    | BlobBegin
    | BlobEnd,
    Field(discriminator="type"),
]
DataFromPage = Annotated[
    PageHello
    | StillFailed
    | IdentityAnswer
    | IdentitySerial
    | DocumentShown
    | DocumentAnswer
    | SignatureDrawn
    | SignatureDeclined
    | PaperReceived
    | UploadPart
    | UploadCancelled
    | MediaState
    | Chat
    | ChatReceived
    | LinkQuality
    | SecureCommit
    | SecureReveal
    | SecureRefused
    | CodeCompared
    | PageGoodbye
    | BlobBegin
    | BlobEnd,
    Field(discriminator="type"),
]
DATA_FROM_DESK: TypeAdapter[DataFromDesk] = TypeAdapter(DataFromDesk)
DATA_FROM_PAGE: TypeAdapter[DataFromPage] = TypeAdapter(DataFromPage)
