"""What the models need from the services, as protocols.

The composition root hands in the real ones, tests hand in small ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from clerk_desktop.common.appointments import State
from clerk_desktop.common.capture import Assessment, GreyFrame, Wanted
from clerk_desktop.common.identity import CardFields
from clerk_desktop.common.matters import Paper, SignatureLevel
from clerk_desktop.common.messages.booking import OfficeView
from clerk_desktop.common.messages.clerk import (
    CaseView,
    ClerkSession,
    ClerkView,
    EvidenceKind,
    FiguresView,
    IceView,
    QueueEntry,
    QueueView,
)
from clerk_desktop.common.messages.guests import GuestInvitation, GuestInvitationRequest, GuestsView, GuestView
from clerk_desktop.common.signatures import Drawing


class Office(Protocol):
    """The hosted service, over REST; every call blocks and raises OfficeError."""

    token: str | None

    def sign_in(self, user: str, password: str) -> ClerkSession:
        """Sign in and keep the token."""
        ...

    def sign_out(self) -> None:
        """End the session."""
        ...

    def ice(self) -> IceView:
        """STUN and TURN servers, with passwords that end."""
        ...

    def me(self) -> ClerkView:
        """Who is signed in."""
        ...

    def queue(self) -> QueueView:
        """Today's queue."""
        ...

    def call_next(self) -> CaseView:
        """Call whoever is next."""
        ...

    def call(self, appointment: str) -> CaseView:
        """Call this one, or take one's own up again."""
        ...

    def offices(self) -> tuple[OfficeView, ...]:
        """All offices of the town."""
        ...

    def figures(self, first: date, last: date) -> FiguresView:
        """How the appointments of these days went."""
        ...

    def find(self, digest: str) -> QueueEntry:
        """The appointment whose link's token has this SHA-256."""
        ...

    def park(self, appointment: str) -> QueueEntry:
        """Leave out when the next one is called."""
        ...

    def unpark(self, appointment: str) -> QueueEntry:
        """Take back into the order of calling."""
        ...

    def redirect(self, appointment: str, office: str) -> QueueEntry:
        """Hand over to another office's queue."""
        ...

    def step(self, appointment: str, to: State) -> None:
        """Move the appointment on."""
        ...

    def guests(self, appointment: str) -> GuestsView:
        """The invitations into this call."""
        ...

    def invite(self, appointment: str, wanted: GuestInvitationRequest) -> GuestInvitation:
        """Invite a third person."""
        ...

    def admit(self, appointment: str, guest: str) -> GuestView:
        """Let a guest in."""
        ...

    def remove(self, appointment: str, guest: str) -> None:
        """Take an invitation back, or send a guest out."""
        ...

    def note(self, appointment: str, kind: EvidenceKind, sha256: str | None = None) -> None:
        """Note in the audit trail that something happened."""
        ...


class Bell(Protocol):
    """Makes itself heard; never raises and never blocks."""

    def ring(self, tone: str) -> None:
        """Play a tone of `media/chime.py`."""
        ...


class Keeper(Protocol):
    """Keeps the token between two starts; may block."""

    def load(self, server: str) -> str | None:
        """The token for this server."""
        ...

    def save(self, server: str, token: str) -> bool:
        """False: kept in memory only."""
        ...

    def forget(self, server: str) -> None:
        """Throw it away."""
        ...


class Reading(Protocol):
    """What was read from a still."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the machine-readable zone."""
        ...

    @property
    def fields(self) -> CardFields:
        """The same as fields."""
        ...

    @property
    def doubtful(self) -> tuple[tuple[int, int], ...]:
        """Line and column of characters that a person should look at."""
        ...


class CardReader(Protocol):
    """Reads the machine-readable zone of a still."""

    async def warm_up(self) -> None:
        """Load what the first still would wait for. Never raises."""
        ...

    async def read(self, still: bytes) -> Reading:
        """Raises CardUnreadable with the reason as detail."""
        ...

    async def assess(self, frame: GreyFrame, wanted: Wanted = Wanted.MRZ) -> Assessment:
        """How well the card can be seen in a frame. Raises CardUnreadable when the reader failed."""
        ...

    async def close(self) -> None:
        """End it."""
        ...


class CodeFinder(Protocol):
    """Finds the code of a confirmation mail in a frame."""

    async def tokens(self, frame: GreyFrame) -> tuple[str, ...]:
        """The tokens of the links in it. Raises CardUnreadable when the reader failed."""
        ...

    async def close(self) -> None:
        """End it."""
        ...


@dataclass(frozen=True)
class TypesetPaper:
    """A paper as bytes, and what a signature needs to know of it: `boxes` is opaque to the models."""

    pdf: bytes
    boxes: tuple[object, ...]


@dataclass(frozen=True)
class Order:
    """What a paper says besides the values of its form.

    Attributes:
        case: whose paper it is.
        clerk: who makes it.
        moment: when (aware).
        identified_at: when the clerk confirmed the identity; None before that.
    """

    case: CaseView
    clerk: ClerkView
    moment: datetime
    identified_at: datetime | None


class Typesetter(Protocol):
    """Makes a paper; blocks."""

    def __call__(self, paper: Paper, values: Mapping[str, str], order: Order) -> TypesetPaper:
        """Raises PaperBroken."""
        ...


class PagePicture(Protocol):
    """One page as pixels (BGRA, fully opaque)."""

    @property
    def width(self) -> int:
        """In pixels."""
        ...

    @property
    def height(self) -> int:
        """In pixels."""
        ...

    @property
    def bgra(self) -> bytes:
        """Row by row, without padding."""
        ...


class Pages(Protocol):
    """Draws the pages of our own papers."""

    async def page_count(self, pdf: bytes) -> int:
        """Raises PaperBroken."""
        ...

    async def render(self, pdf: bytes, page: int, width_px: int) -> PagePicture:
        """Draw page `page` (from 0), `width_px` pixels wide."""
        ...

    async def close(self) -> None:
        """End it."""
        ...


class Signer(Protocol):
    """Puts a drawn signature into a paper and looks at the result with a validator; blocks."""

    def warm_up(self) -> None:
        """Load what the first signature would wait for."""
        ...

    def __call__(
        self, paper: TypesetPaper, drawing: Drawing, signer: str, level: SignatureLevel, now: datetime
    ) -> bytes:
        """The signed paper. Raises SignatureRefused or PaperBroken; never returns what does not validate."""
        ...
