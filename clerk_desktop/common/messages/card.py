"""The data channel while a card is shown: what the camera sees of it, what the person is asked, what they answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from clerk_desktop.common.capture import Hint, Wanted
from clerk_desktop.common.card_documents import CardSide
from clerk_desktop.common.identification import StepKind
from clerk_desktop.common.matters import Text
from clerk_desktop.common.messages.terms import Id, Message

# --- desk → page ------------------------------------------------------------------------------------


class CaptureView(Message):
    """How the desk sees the card now; told when it changes, at most some times a second.

    `outline` are the four corners in parts of the picture (x, y, clockwise from the top left one), or empty. `wanted`
    None: nobody looks for a card now.
    """

    type: Literal["capture"] = "capture"
    wanted: Wanted | None = None
    hint: Hint | None = None
    outline: tuple[float, ...] = ()
    good: bool = False


class IdentityAsk(Message):
    """Please do this now; the one before is over.

    `detail` names the movement, what is to be covered, or the question; `words` say it when the page cannot know
    (a feature of a kind of document).
    """

    type: Literal["identity.ask"] = "identity.ask"
    id: Id
    kind: StepKind
    detail: str = ""
    side: CardSide | None = None
    document: Text | None = None
    words: Text | None = None


class IdentityAskOver(Message):
    """Nothing is asked of the person now."""

    type: Literal["identity.ask_over"] = "identity.ask_over"


# --- page → desk ------------------------------------------------------------------------------------


class IdentityAnswer(Message):
    """The person's own yes or no to the request."""

    type: Literal["identity.answer"] = "identity.answer"
    id: Id
    yes: bool


class IdentitySerial(Message):
    """The serial number, as the person reads it from their card."""

    type: Literal["identity.serial"] = "identity.serial"
    id: Id
    number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=24), Field(repr=False)]
