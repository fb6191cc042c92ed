"""The live socket between each party and the service: who is there, whose turn it is, signals, short notes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, TypeAdapter

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.booking import AppointmentView
from clerk_desktop.common.messages.clerk import CardTrial, ClerkView, Devices, IceServer, QueueView
from clerk_desktop.common.messages.guests import GuestView, GuestVisitView
from clerk_desktop.common.messages.terms import VERSION, Id, Message, Name, NoteText


class Hello(Message):
    """First message of every live connection: who is there. The token never stands in an address."""

    type: Literal["hello"] = "hello"
    version: int = VERSION
    token: Annotated[str, StringConstraints(min_length=16, max_length=256)]


class Ready(Message):
    """Citizen: consent given and device check done; puts the appointment into the waiting room."""

    type: Literal["ready"] = "ready"
    devices: Devices
    consent: Literal[True]


class CardTried(Message):
    """Citizen: how it went to hold the card into the camera. Kept while this page is connected, and nowhere written."""

    type: Literal["card.tried"] = "card.tried"
    trial: CardTrial


class SignalKind(StrEnum):
    """What is carried between the two peers."""

    OFFER = "offer"
    ANSWER = "answer"
    CANDIDATE = "candidate"


class Signal(Message):
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


class Leave(Message):
    """Citizen: leaves the waiting room on purpose."""

    type: Literal["leave"] = "leave"


class Ping(Message):
    """Citizen: is anybody there? A page cannot see the pings of the web socket itself."""

    type: Literal["ping"] = "ping"


class Pong(Message):
    """To the citizen: yes."""

    type: Literal["pong"] = "pong"


class NoteSend(Message):
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


class Note(Message):
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


class GuestReady(Message):
    """Guest: agrees to the call, has checked the devices and says who is there; waits to be let in."""

    type: Literal["guest.ready"] = "guest.ready"
    name: Name
    devices: Devices
    consent: Literal[True]


class GuestConsent(Message):
    """Citizen: whether this guest may be in the call. `agreed` False also sends away who is in it already."""

    type: Literal["guest.consent"] = "guest.consent"
    guest: Id
    agreed: bool


class GuestOther(StrEnum):
    """Who is at the other end of one of a guest's two connections."""

    DESK = "desk"
    CITIZEN = "citizen"


class GuestSignal(Message):
    """Relayed as it is between a guest who was let in and one of the other two; like `Signal`."""

    type: Literal["guest.signal"] = "guest.signal"
    appointment: Id
    guest: Id
    other: GuestOther
    session: Id
    kind: SignalKind
    sdp: Annotated[str, StringConstraints(max_length=65_536)] | None = None
    candidate: Annotated[str, StringConstraints(max_length=2_048)] | None = None
    mid: Annotated[str, StringConstraints(max_length=32)] | None = None


class Guests(Message):
    """To citizen and desk: the guests' list changed; the whole of it."""

    type: Literal["guests"] = "guests"
    appointment: Id
    guests: tuple[GuestView, ...]


class GuestWelcome(Message):
    """To the guest: the link is right and this is what it opens."""

    type: Literal["guest.welcome"] = "guest.welcome"
    version: int = VERSION
    visit: GuestVisitView


class GuestStanding(Message):
    """To the guest: something changed; `ice_servers` come while the call runs."""

    type: Literal["guest.standing"] = "guest.standing"
    visit: GuestVisitView
    ice_servers: tuple[IceServer, ...] = ()


class Welcome(Message):
    """To the citizen: the link is right and this is the appointment."""

    type: Literal["welcome"] = "welcome"
    version: int = VERSION
    appointment: AppointmentView


class DeskWelcome(Message):
    """To the desk: signed in and listening."""

    type: Literal["desk.welcome"] = "desk.welcome"
    version: int = VERSION
    clerk: ClerkView


class Position(Message):
    """To the waiting citizen: `place` 1 is next; `expected_minutes` is an estimate, not a promise."""

    type: Literal["position"] = "position"
    place: int
    expected_minutes: int
    clerk_present: bool
    parked: bool = False
    """Left out for the moment: neither place nor minutes say when it goes on."""


class Called(Message):
    """To the citizen: the clerk is ready, make the peer connection now (also after an interruption)."""

    type: Literal["called"] = "called"
    clerk: str
    ice_servers: tuple[IceServer, ...] = ()


class Presence(Message):
    """To the other side: the citizen's page or the clerk's desk came or went."""

    type: Literal["presence"] = "presence"
    appointment: Id
    present: bool


class Queue(Message):
    """To the desk: the queue changed; the whole of it."""

    type: Literal["queue"] = "queue"
    queue: QueueView


class StateChanged(Message):
    """To the citizen: the appointment is in another state now."""

    type: Literal["state"] = "state"
    state: State


class LiveError(Message):
    """To either: refused; `code` is the key of the sentence. `final` says that trying again is useless."""

    type: Literal["error"] = "error"
    code: str
    final: bool = False
    note: str | None = None
    """Id of the note that could not be delivered."""


LiveFromCitizen = Annotated[
    Hello | Ready | CardTried | Signal | NoteSend | GuestConsent | GuestSignal | Leave | Ping,
    Field(discriminator="type"),
]
LiveFromDesk = Annotated[Hello | Signal | NoteSend | GuestSignal, Field(discriminator="type")]
LiveFromGuest = Annotated[Hello | GuestReady | GuestSignal | Leave | Ping, Field(discriminator="type")]
LiveToCitizen = Annotated[
    Welcome | Position | Called | Signal | Note | Presence | StateChanged | Guests | GuestSignal | Pong | LiveError,
    Field(discriminator="type"),
]
LiveToDesk = Annotated[
    DeskWelcome | Queue | Signal | Note | Presence | Guests | GuestSignal | LiveError, Field(discriminator="type")
]
LiveToGuest = Annotated[GuestWelcome | GuestStanding | GuestSignal | Pong | LiveError, Field(discriminator="type")]

LIVE_FROM_CITIZEN: TypeAdapter[LiveFromCitizen] = TypeAdapter(LiveFromCitizen)
LIVE_FROM_DESK: TypeAdapter[LiveFromDesk] = TypeAdapter(LiveFromDesk)
LIVE_FROM_GUEST: TypeAdapter[LiveFromGuest] = TypeAdapter(LiveFromGuest)
LIVE_TO_CITIZEN: TypeAdapter[LiveToCitizen] = TypeAdapter(LiveToCitizen)
LIVE_TO_DESK: TypeAdapter[LiveToDesk] = TypeAdapter(LiveToDesk)
LIVE_TO_GUEST: TypeAdapter[LiveToGuest] = TypeAdapter(LiveToGuest)
