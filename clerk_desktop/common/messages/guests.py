"""A third person in the call (interpreter, helper): the invitation over REST, and what a guest's channel carries.

A guest sees and hears the other two and nothing else: the two families at the end are all that a guest's data channels
know. No paper, no still, no form and no stage is among them, so none can be sent there by mistake.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import EmailStr, Field, TypeAdapter

from clerk_desktop.common.messages.booking import OfficeView
from clerk_desktop.common.messages.terms import Id, Language, Message, Name, Sent
from clerk_desktop.common.messages.work import (
    Caption,
    Chat,
    ChatReceived,
    CodeCompared,
    Goodbye,
    LinkQuality,
    MediaState,
    PageGoodbye,
    SecureCommit,
    SecureNonce,
    SecureRefused,
    SecureReveal,
)

MOST_GUESTS = 1
"""At a time in one call: each one more is another picture to send for everybody, and a phone sends two already."""


class GuestRole(StrEnum):
    """As what somebody is invited."""

    INTERPRETER = "interpreter"
    SIGN_INTERPRETER = "sign_interpreter"
    HELPER = "helper"


class GuestState(StrEnum):
    """How an invitation stands.

    Attributes:
        ASKED: the citizen was asked and has not answered yet.
        AGREED: the citizen agrees; the clerk may let the guest in.
        ADMITTED: in the call, or on the way back into it.
        REFUSED: the citizen said no, at first or later; final.
        REMOVED: the clerk took the invitation back; final.
    """

    ASKED = "asked"
    AGREED = "agreed"
    ADMITTED = "admitted"
    REFUSED = "refused"
    REMOVED = "removed"


OPEN = frozenset({GuestState.ASKED, GuestState.AGREED, GuestState.ADMITTED})
"""The link of an invitation in one of these opens the guest's page."""


class GuestInvitationRequest(Sent):
    """The clerk invites somebody; with an e-mail address the link goes out by mail."""

    role: GuestRole
    name: Name
    email: EmailStr | None = None
    language: Language = "de"


class GuestView(Message):
    """A guest as clerk and citizen see them."""

    id: Id
    role: GuestRole
    name: str
    """As the clerk wrote it; to this name the citizen agreed."""
    said_name: str = ""
    """As the guest wrote it on coming; empty before."""
    state: GuestState
    present: bool = False
    """The page is open, the devices are checked."""
    mailed: bool = False
    """The link went out by mail as well."""


class GuestsView(Message):
    """The invitations of an appointment that are not over."""

    guests: tuple[GuestView, ...]


class GuestInvitation(Message):
    """A new invitation: its link is `page` + `#` + `token`; nobody can ask for the token again."""

    guest: GuestView
    page: str
    token: str


class GuestVisitView(Message):
    """What a guest's link opens. Whose appointment it is stays untold until the guest is let in."""

    id: Id
    appointment: Id
    role: GuestRole
    name: str
    language: Language = "de"
    office: OfficeView
    start: datetime
    end: datetime
    state: GuestState
    over: bool = False
    """The appointment has ended."""
    running: bool = False
    """Let in, and a clerk has the call: connect."""
    clerk: str = ""
    citizen: str = ""
    desk_present: bool = False
    citizen_present: bool = False


class GuestPicture(Message):
    """The citizen's page to a guest: whether the citizen's picture is sent. It is not while an ID card may be shown."""

    type: Literal["guest.picture"] = "guest.picture"
    sent: bool


DataToGuest = Annotated[
    SecureNonce
    | SecureRefused
    | CodeCompared
    | Chat
    | ChatReceived
    | Caption
    | LinkQuality
    | MediaState
    | GuestPicture
    | Goodbye,
    Field(discriminator="type"),
]
DataFromGuest = Annotated[
    SecureCommit
    | SecureReveal
    | SecureRefused
    | CodeCompared
    | Chat
    | ChatReceived
    | LinkQuality
    | MediaState
    | PageGoodbye,
    Field(discriminator="type"),
]
DATA_TO_GUEST: TypeAdapter[DataToGuest] = TypeAdapter(DataToGuest)
DATA_FROM_GUEST: TypeAdapter[DataFromGuest] = TypeAdapter(DataFromGuest)
