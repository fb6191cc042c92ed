"""REST, the citizen's side: offices, matters, slots, reservations, appointments, the waiting list, problems."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, EmailStr, Field

from clerk_desktop.common.appointments import State
from clerk_desktop.common.matters import MatterView
from clerk_desktop.common.messages.terms import Captcha, Id, Language, Matters, Message, Mobile, Name, Sent


class OfficeView(Message):
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


class TownView(Message):
    """What the town has switched on, so that the page offers nothing that will be refused."""

    captcha: bool
    """Reservations and the waiting list need a solved challenge of GET captcha."""
    confirm_by_mail: bool
    """A booking stands only after the link in the mail was opened and confirmed."""
    waiting_list: bool
    max_open_per_person: int
    hold_minutes: int


class CaptchaParameters(Message):
    """What the proof of work is about, in ALTCHA's own words (version 2 of its proof of work)."""

    model_config = ConfigDict(serialize_by_alias=True)
    algorithm: str
    nonce: str
    salt: str
    cost: int
    key_length: int = Field(alias="keyLength")
    key_prefix: str = Field(alias="keyPrefix")
    data: dict[str, str | int]


class CaptchaView(Message):
    """A challenge as ALTCHA's widget and libraries read it; good for one request and some minutes."""

    parameters: CaptchaParameters
    signature: str


class SlotView(Message):
    """A moment that can still be booked."""

    start: datetime
    free: int


class SlotsView(Message):
    """Free slots of one office for these matters together, in order of time."""

    office: str
    matters: tuple[str, ...]
    slots: tuple[SlotView, ...]


class ReservationRequest(Sent):
    """Hold a slot while the form is filled in."""

    office: Id
    matters: Matters
    start: datetime
    captcha: Captcha | None = None


class ReservationView(Message):
    """The slot is held until `expires_at`; `hold_token` is the bearer token for confirming it."""

    appointment: Id
    hold_token: str
    start: datetime
    end: datetime
    expires_at: datetime


class BookingRequest(Sent):
    """Who comes. The mobile number is optional and only used for TANs and call-backs."""

    given_names: Name
    family_name: Name
    birth_date: date
    email: EmailStr
    mobile: Mobile | None = None
    language: Language = "de"
    consent: Literal[True]


class AppointmentView(Message):
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


class ReschedulingRequest(Sent):
    """Take this slot instead of the present one; everything else stays as it is."""

    start: datetime


class WaitingListRequest(Sent):
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


class OfferView(Message):
    """A freed slot, held until `expires_at` for the person to whom it is offered."""

    start: datetime
    end: datetime
    expires_at: datetime


class WaitingListView(Message):
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


class Problem(Message):
    """problem+json (RFC 9457); `code` is the key of the sentence, `fields` names what is wrong in the input."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    fields: tuple[str, ...] = ()
    alternatives: tuple[SlotView, ...] = ()
