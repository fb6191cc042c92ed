"""THE contract: every REST body, live message and data-channel message between page, desk and service.

Three families, one version:

* REST bodies (`/api/v1`): what is sent is checked strictly (unknown fields are refused).
* Live messages: JSON over the web socket between each party and the service (`LIVE_PATH`).
* Data messages: JSON text frames on the peer-to-peer data channel `DATA_CHANNEL`. Binary content (stills,
  papers) follows its `blob.begin` as binary frames of at most `BLOB_CHUNK` bytes and ends with `blob.end`;
  one transfer at a time per direction, so a frame needs no header. The service never sees this channel.

Within a version fields may be added and receivers ignore what they do not know; anything else is a new version.
JSON samples that Python and the page's tests both read lie in `tests/contract`.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr, Field, StringConstraints, TypeAdapter

from clerk_desktop.common.appointments import State
from clerk_desktop.common.matters import Matter, MatterView, SignatureLevel, Text
from clerk_desktop.common.several import MOST_MATTERS, combine
from clerk_desktop.common.signatures import Drawing
from clerk_desktop.common.stages import Stage

VERSION = 1
API = f"/api/v{VERSION}"
LIVE_PATH = f"{API}/live"
DATA_CHANNEL = "work"
BLOB_CHUNK = 16 * 1024
"""Bytes per binary frame: every browser takes 16 KiB (RFC 8831 § 6.6 leaves larger ones to negotiation)."""
BLOB_MAX = 24 * 1024 * 1024
"""Bytes of the largest content that either side accepts."""

Language = Literal["de", "en"]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00-\x1f<>]*$")
]
Mobile = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 /()-]{4,24}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


def _no_duplicate(ids: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(ids)) < len(ids):
        raise ValueError("stands twice")
    return ids


Matters = Annotated[
    tuple[Id, ...],
    Field(min_length=1, max_length=MOST_MATTERS, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_no_duplicate),
]
"""Ids of the matters of one appointment, in the order in which they are worked."""
Captcha = Annotated[str, StringConstraints(max_length=4_096)]
"""ALTCHA's payload: base64 of the JSON `{challenge, solution}`."""
NoteText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class _Sent(BaseModel):
    """What a client sends over REST: unknown fields are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Message(BaseModel):
    """What may grow within the version: unknown fields are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


# --- REST: booking ---------------------------------------------------------------------------


class OfficeView(_Message):
    """One of the town's Bürgerämter."""

    id: str
    name: str
    address: str
    phone: str = ""
    """For whoever cannot be seen or heard; empty: the office takes no calls."""
    matters: tuple[str, ...] = ()
    """Ids of the matters that can be booked here."""
    horizon_days: int | None = None
    """How many days ahead can be booked here, today included; None: not said."""


class TownView(_Message):
    """What the town has switched on, so that the page offers nothing that will be refused."""

    captcha: bool
    """Reservations and the waiting list need a solved challenge of GET captcha."""
    confirm_by_mail: bool
    """A booking stands only after the link in the mail was opened and confirmed."""
    waiting_list: bool
    max_open_per_person: int
    hold_minutes: int


class CaptchaParameters(_Message):
    """What the proof of work is about, in ALTCHA's own words (version 2 of its proof of work)."""

    model_config = ConfigDict(serialize_by_alias=True)
    algorithm: str
    nonce: str
    salt: str
    cost: int
    key_length: int = Field(alias="keyLength")
    key_prefix: str = Field(alias="keyPrefix")
    data: dict[str, str | int]


class CaptchaView(_Message):
    """A challenge as ALTCHA's widget and libraries read it; good for one request and some minutes."""

    parameters: CaptchaParameters
    signature: str


class SlotView(_Message):
    """A moment that can still be booked."""

    start: datetime
    free: int


class SlotsView(_Message):
    """Free slots of one office for these matters together, in order of time."""

    office: str
    matters: tuple[str, ...]
    slots: tuple[SlotView, ...]


class ReservationRequest(_Sent):
    """Hold a slot while the form is filled in."""

    office: Id
    matters: Matters
    start: datetime
    captcha: Captcha | None = None


class ReservationView(_Message):
    """The slot is held until `expires_at`; `hold_token` is the bearer token for confirming it."""

    appointment: Id
    hold_token: str
    start: datetime
    end: datetime
    expires_at: datetime


class BookingRequest(_Sent):
    """Who comes. The mobile number is optional and only used for TANs and call-backs."""

    given_names: Name
    family_name: Name
    birth_date: date
    email: EmailStr
    mobile: Mobile | None = None
    language: Language = "de"
    consent: Literal[True]


class AppointmentView(_Message):
    """An appointment as its citizen sees it (bearer token: the part of the link behind `#`)."""

    id: Id
    reference: str
    office: OfficeView
    matters: tuple[MatterView, ...]
    start: datetime
    end: datetime
    state: State
    given_names: str
    family_name: str
    language: Language
    opens_at: datetime | None = None
    """When its waiting room opens: before, the link shows the appointment, afterwards the way into the call."""
    changeable: bool = False
    """Whether it can still be moved or cancelled."""
    confirm_by: datetime | None = None
    """It stands only when it is confirmed (POST appointment/confirmation) until then; the state is `reserved`."""


class ReschedulingRequest(_Sent):
    """Take this slot instead of the present one; everything else stays as it is."""

    start: datetime


class WaitingListRequest(_Sent):
    """Tell me when a place becomes free between these two days (in Germany; both count)."""

    office: Id
    matters: Matters
    first: date
    last: date
    given_names: Name
    family_name: Name
    birth_date: date
    email: EmailStr
    mobile: Mobile | None = None
    language: Language = "de"
    consent: Literal[True]
    captcha: Captcha | None = None


class ListState(StrEnum):
    """Where a person on the waiting list stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    BOOKED = "booked"
    WITHDRAWN = "withdrawn"
    RUN_OUT = "run_out"


class OfferView(_Message):
    """A freed slot, held until `expires_at` for the person to whom it is offered."""

    start: datetime
    end: datetime
    expires_at: datetime


class WaitingListView(_Message):
    """A place on the waiting list (bearer token: the part of the link `/angebot#…`).

    Attributes:
        offer: held for this person at this moment.
        appointment: what came of it, as long as it stands.
    """

    id: Id
    office: OfficeView
    matters: tuple[MatterView, ...]
    first: date
    last: date
    state: ListState
    language: Language
    offer: OfferView | None = None
    appointment: AppointmentView | None = None


class Problem(_Message):
    """problem+json (RFC 9457); `code` is the key of the sentence, `fields` names what is wrong in the input."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    fields: tuple[str, ...] = ()
    alternatives: tuple[SlotView, ...] = ()


# --- REST: the desk ----------------------------------------------------------------------------


class SignInRequest(_Sent):
    """A clerk signs in."""

    user: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class ClerkView(_Message):
    """Who sits at the desk."""

    id: Id
    name: str
    office: OfficeView


class ClerkSession(_Message):
    """A signed-in desk; `token` is the bearer token of every clerk request."""

    token: str
    expires_at: datetime
    clerk: ClerkView


class Devices(_Message):
    """What the citizen's device check found."""

    camera: bool
    microphone: bool


class QueueEntry(_Message):
    """One line of today's queue."""

    id: Id
    start: datetime
    state: State
    matters: tuple[Text, ...]
    given_names: str
    family_name: str
    waiting_since: datetime | None = None
    present: bool = False
    devices: Devices | None = None
    called_by: str | None = None
    reference: str = ""
    parked: bool = False
    """Waits, but is left out when the next one is called."""
    parked_by: str | None = None
    redirected_from: str | None = None
    """Name of the office that was booked, when another one serves."""


class QueueView(_Message):
    """Today's appointments of the clerk's office, in the order in which they are called."""

    entries: tuple[QueueEntry, ...]
    generated_at: datetime


class IceServer(_Message):
    """A STUN or TURN server for the peer connection."""

    urls: tuple[str, ...]
    username: str | None = None
    credential: str | None = None


class IceView(_Message):
    """Where to ask for a way through firewalls; TURN passwords end at `expires_at` (None: nothing ends)."""

    ice_servers: tuple[IceServer, ...] = ()
    expires_at: datetime | None = None


class Booking(_Message):
    """What the citizen wrote when booking."""

    given_names: str
    family_name: str
    birth_date: date
    email: str
    mobile: str | None = None
    language: Language = "de"


class CaseView(_Message):
    """Everything the desk needs to serve one appointment."""

    appointment: Id
    reference: str
    office: OfficeView
    matters: tuple[Matter, ...]
    """In the order in which they are worked."""
    booking: Booking
    state: State
    start: datetime
    ice_servers: tuple[IceServer, ...] = ()
    draft_key: str = Field(default="", repr=False)
    """256 bits in base64: with it the desk locks what it keeps of this case on its own disk. Once the appointment has
    ended nobody gets it any more."""

    @cached_property
    def matter(self) -> Matter:
        """All its matters as the one that the desk works; never on the wire."""
        return combine(self.matters)


class StepRequest(_Sent):
    """Move an appointment to another state."""

    to: Literal[State.IN_CALL, State.INTERRUPTED, State.FINISHED, State.MISSED, State.WAITING]


class RedirectionRequest(_Sent):
    """Hand a waiting citizen over to another office's queue."""

    office: Id


class ClerkBookingRequest(_Sent):
    """A clerk books for somebody on the phone; may use the places that are kept for this. The mail goes as usual."""

    matters: Matters
    start: datetime
    given_names: Name
    family_name: Name
    birth_date: date
    email: EmailStr
    mobile: Mobile | None = None
    language: Language = "de"


class FiguresView(_Message):
    """How the appointments of some days went; derived from their time stamps, nobody's name in it."""

    office: Id
    first: date
    last: date
    booked: int
    finished: int
    missed: int
    cancelled: int
    waiting_minutes_median: float | None = None
    """From the agreed time, or the arrival when that was later, until called."""
    service_minutes_median: float | None = None


class EvidenceKind(StrEnum):
    """What the desk notes in the audit trail: that it happened, never what it said."""

    IDENTIFIED = "identified"
    IDENTIFICATION_FAILED = "identification_failed"
    PAPER_SHOWN = "paper_shown"
    PAPER_AGREED = "paper_agreed"
    PAPER_DISAGREED = "paper_disagreed"
    SIGNATURE_ASKED = "signature_asked"
    SIGNATURE_DECLINED = "signature_declined"
    SIGNED = "signed"
    HANDED_OVER = "handed_over"
    CODE_COMPARED = "code_compared"
    CODE_DIFFERED = "code_differed"


class EvidenceRequest(_Sent):
    """One event of the call; `sha256` names the bytes it is about."""

    kind: EvidenceKind
    sha256: Sha256 | None = None


# --- live socket ---------------------------------------------------------------------------------


class Hello(_Message):
    """First message of every live connection: who is there. The token never stands in an address."""

    type: Literal["hello"] = "hello"
    version: int = VERSION
    token: Annotated[str, StringConstraints(min_length=16, max_length=256)]


class Ready(_Message):
    """Citizen: consent given and device check done; puts the appointment into the waiting room."""

    type: Literal["ready"] = "ready"
    devices: Devices
    consent: Literal[True]


class SignalKind(StrEnum):
    """What is carried between the two peers."""

    OFFER = "offer"
    ANSWER = "answer"
    CANDIDATE = "candidate"


class Signal(_Message):
    """Relayed as it is between the citizen and the clerk of the appointment.

    `session` is drawn by the page for each new peer connection; an answer to an older one is ignored.
    """

    type: Literal["signal"] = "signal"
    appointment: Id
    session: Id
    kind: SignalKind
    sdp: Annotated[str, StringConstraints(max_length=65_536)] | None = None
    candidate: Annotated[str, StringConstraints(max_length=2_048)] | None = None
    mid: Annotated[str, StringConstraints(max_length=32)] | None = None


class Leave(_Message):
    """Citizen: leaves the waiting room on purpose."""

    type: Literal["leave"] = "leave"


class Ping(_Message):
    """Citizen: is anybody there? A page cannot see the pings of the web socket itself."""

    type: Literal["ping"] = "ping"


class Pong(_Message):
    """To the citizen: yes."""

    type: Literal["pong"] = "pong"


class NoteSend(_Message):
    """A short message before the call: to the waiting citizen, or from them to the office."""

    type: Literal["note.send"] = "note.send"
    appointment: Id
    id: Id
    """Drawn by the sender; comes back in `note`."""
    text: NoteText


class NoteSender(StrEnum):
    """Who wrote."""

    CITIZEN = "citizen"
    CLERK = "clerk"


class Note(_Message):
    """A short message; to the citizen and to every desk of the office, also to the sender as a receipt.

    The service passes it on and keeps nothing of it. Who was not connected does not get it: then the sender hears
    `not_there`.
    """

    type: Literal["note"] = "note"
    appointment: Id
    id: Id
    sender: NoteSender
    name: str
    """The clerk's name; empty for the citizen."""
    text: NoteText
    at: datetime


class Welcome(_Message):
    """To the citizen: the link is right and this is the appointment."""

    type: Literal["welcome"] = "welcome"
    version: int = VERSION
    appointment: AppointmentView


class DeskWelcome(_Message):
    """To the desk: signed in and listening."""

    type: Literal["desk.welcome"] = "desk.welcome"
    version: int = VERSION
    clerk: ClerkView


class Position(_Message):
    """To the waiting citizen: `place` 1 is next; `expected_minutes` is an estimate, not a promise."""

    type: Literal["position"] = "position"
    place: int
    expected_minutes: int
    clerk_present: bool
    parked: bool = False
    """Left out for the moment: neither place nor minutes say when it goes on."""


class Called(_Message):
    """To the citizen: the clerk is ready, make the peer connection now (also after an interruption)."""

    type: Literal["called"] = "called"
    clerk: str
    ice_servers: tuple[IceServer, ...] = ()


class Presence(_Message):
    """To the other side: the citizen's page or the clerk's desk came or went."""

    type: Literal["presence"] = "presence"
    appointment: Id
    present: bool


class Queue(_Message):
    """To the desk: the queue changed; the whole of it."""

    type: Literal["queue"] = "queue"
    queue: QueueView


class StateChanged(_Message):
    """To the citizen: the appointment is in another state now."""

    type: Literal["state"] = "state"
    state: State


class LiveError(_Message):
    """To either: refused; `code` is the key of the sentence. `final` says that trying again is useless."""

    type: Literal["error"] = "error"
    code: str
    final: bool = False
    note: str | None = None
    """Id of the note that could not be delivered."""


LiveFromCitizen = Annotated[Hello | Ready | Signal | NoteSend | Leave | Ping, Field(discriminator="type")]
LiveFromDesk = Annotated[Hello | Signal | NoteSend, Field(discriminator="type")]
LiveToCitizen = Annotated[
    Welcome | Position | Called | Signal | Note | Presence | StateChanged | Pong | LiveError,
    Field(discriminator="type"),
]
LiveToDesk = Annotated[DeskWelcome | Queue | Signal | Note | Presence | LiveError, Field(discriminator="type")]

LIVE_FROM_CITIZEN: TypeAdapter[LiveFromCitizen] = TypeAdapter(LiveFromCitizen)
LIVE_FROM_DESK: TypeAdapter[LiveFromDesk] = TypeAdapter(LiveFromDesk)
LIVE_TO_CITIZEN: TypeAdapter[LiveToCitizen] = TypeAdapter(LiveToCitizen)
LIVE_TO_DESK: TypeAdapter[LiveToDesk] = TypeAdapter(LiveToDesk)


# --- data channel: both -----------------------------------------------------------------------------


class Chat(_Message):
    """A line of the call's chat. Said again with the same id until `chat.received` came back; never stored."""

    type: Literal["chat"] = "chat"
    id: Id
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]


class ChatReceived(_Message):
    """The line is on the other's screen."""

    type: Literal["chat.received"] = "chat.received"
    id: Id


class QualityLevel(StrEnum):
    """How well one hears and sees the other: a traffic light, never a number."""

    GOOD = "good"
    WEAK = "weak"
    BAD = "bad"


class LinkQuality(_Message):
    """How well the sender of this message receives the other; told when it changes."""

    type: Literal["quality"] = "quality"
    level: QualityLevel


class Fingerprints(_Message):
    """The DTLS certificates of one connection as one end really sees them: SHA-256, lower case hex, no colons."""

    page: Sha256
    desk: Sha256


class SecureCommit(_Message):
    """Page, first on a channel: the hash of a nonce that it has drawn, so that nobody can choose a code to fit.

    `commitment` = SHA-256 of the nonce's 32 bytes. See `common/secrecy.py`.
    """

    type: Literal["secure.commit"] = "secure.commit"
    commitment: Sha256
    seen: Fingerprints


class SecureNonce(_Message):
    """Desk, in answer to the commitment: its own nonce (32 bytes, hex), and the certificates that it sees."""

    type: Literal["secure.nonce"] = "secure.nonce"
    nonce: Sha256
    seen: Fingerprints


class SecureReveal(_Message):
    """Page: the nonce of its commitment. Now both can compute the code that is compared aloud."""

    type: Literal["secure.reveal"] = "secure.reveal"
    nonce: Sha256


class SecureRefused(_Message):
    """The two ends see different certificates, or a nonce is not the one committed to: somebody sits in between."""

    type: Literal["secure.refused"] = "secure.refused"


class CodeCompared(_Message):
    """The two people have compared the code aloud. `same` False ends the call."""

    type: Literal["code.compared"] = "code.compared"
    same: bool


# --- data channel: desk → page ----------------------------------------------------------------------


class DeskHello(_Message):
    """First on the channel: who serves, for what, and through which stages."""

    type: Literal["desk.hello"] = "desk.hello"
    version: int = VERSION
    clerk: str
    office: str
    matter: Text
    stages: tuple[Stage, ...]


class StageChanged(_Message):
    """Both show the same stage."""

    type: Literal["stage"] = "stage"
    stage: Stage


class StillRequest(_Message):
    """Take one full-resolution picture now and send it as a blob of kind `still` with this id."""

    type: Literal["still.request"] = "still.request"
    id: Id


class DocumentShow(_Message):
    """Show this paper for review; its PDF follows as a blob of kind `document` with the same id."""

    type: Literal["document.show"] = "document.show"
    id: Id
    title: str
    revision: int
    pages: int
    sha256: Sha256
    agreed: bool = False
    """The citizen has agreed to these very bytes already; a page that was reloaded need not ask again."""


class DocumentWithdraw(_Message):
    """Take the paper off the screen; it is being corrected."""

    type: Literal["document.withdraw"] = "document.withdraw"
    id: Id


class SignatureAsk(_Message):
    """Please sign the document `document` (as shown, `document_sha256`)."""

    type: Literal["signature.ask"] = "signature.ask"
    id: Id
    document: Id
    document_sha256: Sha256
    title: str
    signer: str
    level: SignatureLevel


class SignatureWithdraw(_Message):
    """The request is void."""

    type: Literal["signature.withdraw"] = "signature.withdraw"
    id: Id


class SignatureAccepted(_Message):
    """The signature stands in the paper."""

    type: Literal["signature.accepted"] = "signature.accepted"
    id: Id


class SignatureSentBack(_Message):
    """The drawing was refused (`code` is the key of the sentence); the request stays open."""

    type: Literal["signature.sent_back"] = "signature.sent_back"
    id: Id
    code: str


class FinishedPaper(_Message):
    """A finished paper to keep; its PDF follows as a blob of kind `finished` with the same id."""

    type: Literal["finished.paper"] = "finished.paper"
    id: Id
    title: str
    file_name: str
    sha256: Sha256
    level: SignatureLevel


class Caption(_Message):
    """What the clerk types for somebody who cannot hear: the whole line so far; the next one begins after `final`."""

    type: Literal["caption"] = "caption"
    text: Annotated[str, StringConstraints(max_length=500)]
    final: bool = False


class Goodbye(_Message):
    """The clerk ends the call. `finished` False: it goes on another time."""

    type: Literal["goodbye"] = "goodbye"
    finished: bool


# --- data channel: page → desk ----------------------------------------------------------------------


class PageHello(_Message):
    """First on the channel from the page."""

    type: Literal["page.hello"] = "page.hello"
    version: int = VERSION
    language: Language
    devices: Devices
    device: Id = "unknown"
    """Drawn once per browser tab, survives a reload: another one means another device, maybe another person."""


class StillFailed(_Message):
    """No picture could be taken; `code` is the key of the sentence."""

    type: Literal["still.failed"] = "still.failed"
    id: Id
    code: str


class DocumentShown(_Message):
    """The page displayed this page (from 1) of exactly these bytes."""

    type: Literal["document.shown"] = "document.shown"
    id: Id
    page: int = Field(ge=1, le=10_000)
    sha256: Sha256


class DocumentAnswer(_Message):
    """The answer "stimmt" or "stimmt nicht", with the citizen's words."""

    type: Literal["document.answer"] = "document.answer"
    id: Id
    sha256: Sha256
    agreed: bool
    remark: Annotated[str, StringConstraints(max_length=2_000)] = ""


class SignatureDrawn(_Message):
    """The citizen signed by drawing."""

    type: Literal["signature.drawn"] = "signature.drawn"
    id: Id
    document_sha256: Sha256
    drawing: Drawing


class SignatureDeclined(_Message):
    """The citizen will not sign."""

    type: Literal["signature.declined"] = "signature.declined"
    id: Id
    reason: Annotated[str, StringConstraints(max_length=2_000)] = ""


class PaperReceived(_Message):
    """The finished paper arrived whole."""

    type: Literal["paper.received"] = "paper.received"
    id: Id
    sha256: Sha256


class MediaState(_Message):
    """The citizen muted or unmuted camera or microphone."""

    type: Literal["media"] = "media"
    camera: bool
    microphone: bool


class PageGoodbye(_Message):
    """The citizen hangs up."""

    type: Literal["page.goodbye"] = "page.goodbye"


# --- data channel: both ---------------------------------------------------------------------------


class BlobKind(StrEnum):
    """What the bytes are."""

    STILL = "still"
    DOCUMENT = "document"
    FINISHED = "finished"


class BlobBegin(_Message):
    """Binary frames follow, `size` bytes in all."""

    type: Literal["blob.begin"] = "blob.begin"
    id: Id
    kind: BlobKind
    mime: Literal["image/jpeg", "image/png", "application/pdf"]
    size: int = Field(ge=1, le=BLOB_MAX)
    sha256: Sha256


class BlobEnd(_Message):
    """All bytes were sent."""

    type: Literal["blob.end"] = "blob.end"
    id: Id


DataFromDesk = Annotated[
    DeskHello
    | StageChanged
    | StillRequest
    | DocumentShow
    | DocumentWithdraw
    | SignatureAsk
    | SignatureWithdraw
    | SignatureAccepted
    | SignatureSentBack
    | FinishedPaper
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
    | DocumentShown
    | DocumentAnswer
    | SignatureDrawn
    | SignatureDeclined
    | PaperReceived
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
