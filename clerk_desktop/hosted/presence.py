"""Who is connected at the moment; written by the live sockets, read by everybody.

This one knows one process only; `cluster/presence.py` knows the guests of all processes.
"""

from __future__ import annotations

import threading

from clerk_desktop.common.messages.clerk import CardTrial


def guest_key(guest: str) -> str:
    """A guest's name in the book of the citizens' pages; no appointment has a dot in its id."""
    return f"guest.{guest}"


def guest_of(key: str) -> str:
    """The guest of such a name; empty when it is an appointment's."""
    return key.removeprefix("guest.") if key.startswith("guest.") else ""


class Presence:
    """Thread-safe sets of connected citizens (by appointment) and clerks (by office)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._citizens: set[str] = set()
        self._clerks: dict[str, set[str]] = {}
        self._trials: dict[str, CardTrial] = {}

    def citizen(self, appointment: str, present: bool) -> None:
        """The citizen's page came or went."""
        with self._lock:
            (self._citizens.add if present else self._citizens.discard)(appointment)
            # A page that comes, comes with a trial of its own: maybe it is another device.
            self._trials.pop(appointment, None)

    def tried(self, appointment: str, trial: CardTrial) -> None:
        """How it went to hold up the card; forgotten when the citizen's page goes."""
        with self._lock:
            if appointment in self._citizens:
                self._trials[appointment] = trial

    def trial_of(self, appointment: str) -> CardTrial | None:
        """How it went, if the page is connected and has said so."""
        with self._lock:
            return self._trials.get(appointment)

    def clerk(self, office: str, clerk: str, present: bool) -> None:
        """The clerk's first desk connected, or the last one went."""
        with self._lock:
            clerks = self._clerks.setdefault(office, set())
            (clerks.add if present else clerks.discard)(clerk)

    def has_citizen(self, appointment: str) -> bool:
        """Whether the page of this appointment is connected."""
        with self._lock:
            return appointment in self._citizens

    def has_clerk(self, office: str, clerk: str) -> bool:
        """Whether a desk of this clerk is connected."""
        with self._lock:
            return clerk in self._clerks.get(office, ())

    def clerks_of(self, office: str) -> int:
        """How many clerks of this office are connected."""
        with self._lock:
            return len(self._clerks.get(office, ()))
