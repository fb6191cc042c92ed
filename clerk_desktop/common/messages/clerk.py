"""REST, the clerk's side: signing in, the queue, the open case, evidence, figures."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import EmailStr, Field, StringConstraints

from clerk_desktop.common.appointments import State
from clerk_desktop.common.matters import Matter, Text
from clerk_desktop.common.messages.booking import OfficeView
from clerk_desktop.common.messages.terms import Id, Language, Matters, Message, Mobile, Name, Sent, Sha256
from clerk_desktop.common.several import combine


class SignInRequest(Sent):
    """A clerk signs in."""

    user: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class ClerkView(Message):
    """Who sits at the desk."""

    id: Id
    name: str
    office: OfficeView


class ClerkSession(Message):
    """A signed-in desk; `token` is the bearer token of every clerk request."""

    token: str
    expires_at: datetime
    clerk: ClerkView


class Devices(Message):
    """What the citizen's device check found."""

    camera: bool
    microphone: bool


class Grade(StrEnum):
    """How good one thing was."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class CardTrial(Message):
    """How well the citizen's card could be seen when they tried it alone, on their own device. Never a picture."""

    overall: Grade
    size: Grade
    sharpness: Grade
    glare: Grade
    light: Grade
    posture: Grade
    width: Annotated[int, Field(ge=0, le=16_384)]
    """Pixels of the camera's picture."""
    height: Annotated[int, Field(ge=0, le=16_384)]
    lines_seen: bool = False
    """The side with the machine-readable lines was legible for a second …"""
    front_seen: bool = False
    """… and so was the other one."""


class QueueEntry(Message):
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
    card_trial: CardTrial | None = None
    """None: not tried, or the page is not connected."""


class QueueView(Message):
    """Today's appointments of the clerk's office, in the order in which they are called."""

    entries: tuple[QueueEntry, ...]
    generated_at: datetime


class IceServer(Message):
    """A STUN or TURN server for the peer connection."""

    urls: tuple[str, ...]
    username: str | None = None
    credential: str | None = None


class IceView(Message):
    """Where to ask for a way through firewalls; TURN passwords end at `expires_at` (None: nothing ends)."""

    ice_servers: tuple[IceServer, ...] = ()
    expires_at: datetime | None = None


class Booking(Message):
    """What the citizen wrote when booking."""

    given_names: str
    family_name: str
    birth_date: date
    email: str
    mobile: str | None = None
    language: Language = "de"


class CaseView(Message):
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


class StepRequest(Sent):
    """Move an appointment to another state."""

    to: Literal[State.IN_CALL, State.INTERRUPTED, State.FINISHED, State.MISSED, State.WAITING]


class RedirectionRequest(Sent):
    """Hand a waiting citizen over to another office's queue."""

    office: Id


class BookingCodeRequest(Sent):
    """Whose booking is it? Asked with the SHA-256 of the link's token that a confirmation mail's code carries."""

    sha256: Sha256


class ClerkBookingRequest(Sent):
    """A clerk books for somebody on the phone; may use the places that are kept for this. The mail goes as usual."""

    matters: Matters
    start: datetime
    given_names: Name
    family_name: Name
    birth_date: date
    email: EmailStr
    mobile: Mobile | None = None
    language: Language = "de"


class FiguresView(Message):
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


class EvidenceRequest(Sent):
    """One event of the call; `sha256` names the bytes it is about."""

    kind: EvidenceKind
    sha256: Sha256 | None = None
