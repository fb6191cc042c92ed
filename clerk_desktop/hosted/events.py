"""What happened, told to the live sockets and the mail courier after the transaction has been committed.

Telling is a courtesy: the truth is in the database, and whoever (re)connects reads it there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Changed:
    """An appointment is in another state; `called` asks its page to make the peer connection (again)."""

    appointment: str
    office: str
    called: bool = False


@dataclass(frozen=True)
class SignedOut:
    """This desk's token is void."""

    token_hash: str


@dataclass(frozen=True)
class MailQueued:
    """The outbox has something to carry."""


@dataclass(frozen=True)
class ForCitizen:
    """A live message (JSON) for the page of this appointment, which another process may hold."""

    appointment: str
    message: str


@dataclass(frozen=True)
class ForClerk:
    """A live message (JSON) for all desks of this clerk."""

    clerk: str
    message: str


@dataclass(frozen=True)
class ForOffice:
    """A live message (JSON) for all desks of this office."""

    office: str
    message: str


@dataclass(frozen=True)
class Superseded:
    """The page of this appointment has come to another process; the one here has to go."""

    appointment: str


@dataclass(frozen=True)
class Vanished:
    """Citizens (appointments) and clerks (office, clerk) of a process that is gone."""

    citizens: tuple[str, ...]
    clerks: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LookAgain:
    """Events of other processes may have been missed: look into the database."""


@dataclass(frozen=True)
class GuestsChanged:
    """Who is invited into the call of this appointment changed, or one of them came or went."""

    appointment: str


@dataclass(frozen=True)
class ForGuest:
    """A live message (JSON) for the page of this guest."""

    guest: str
    message: str


Event = (
    Changed
    | SignedOut
    | MailQueued
    | ForCitizen
    | ForClerk
    | ForOffice
    | Superseded
    | Vanished
    | LookAgain
    | GuestsChanged
    | ForGuest
)


class Bus:
    """Carries events from the request threads into the event loop.

    This one knows one process only; `cluster/bus.py` makes several processes hear each other.
    """

    def __init__(self) -> None:
        self._listeners: list[Callable[[Event], None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def listen(self, listener: Callable[[Event], None]) -> None:
        """Have `listener` called in the event loop for every event; it must not block."""
        self._listeners.append(listener)

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """Deliver into this loop from now on."""
        self._loop = loop

    def close(self) -> None:
        """Deliver no more."""
        self._loop = None

    def tell(self, *events: Event) -> None:
        """Deliver soon; may be called from any thread. Without an open loop nobody listens and nothing happens."""
        if self._loop is not None and events:
            self._loop.call_soon_threadsafe(self._tell, events)

    @property
    def whole(self) -> bool:
        """Whether the events of all processes arrive here at present."""
        return True

    def share(self, *events: Event) -> None:
        """Tell the other processes only; call from the event loop."""

    async def run(self) -> None:
        """The bus's own work, for ever; nothing to do within one process."""
        await asyncio.Event().wait()

    def deliver(self, *events: Event) -> None:
        """Tell the listeners of this process now; call from the event loop."""
        for event in events:
            for listener in self._listeners:
                listener(event)

    def _tell(self, events: tuple[Event, ...]) -> None:
        self.deliver(*events)
        self.share(*events)
