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


Event = Changed | SignedOut | MailQueued


class Bus:
    """Carries events from the request threads into the event loop."""

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
            self._loop.call_soon_threadsafe(self._deliver, events)

    def _deliver(self, events: tuple[Event, ...]) -> None:
        for event in events:
            for listener in self._listeners:
                listener(event)
