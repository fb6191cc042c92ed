"""Who did what and when. Events are written in the transaction of what they tell about.

An event carries ids, a word and at most a hash: never a name, a token or the content of a paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from clerk_desktop.hosted.schema import AuditEvent, table_of
from clerk_desktop.hosted.statements import Prepared


@dataclass(frozen=True)
class Actor:
    """Who acts: `citizen` (id of the appointment), `clerk` (id of the clerk), `guest` (id of the guest) or `system`."""

    kind: str
    id: str = ""


SYSTEM = Actor("system")
_NOTE = Prepared(insert(table_of(AuditEvent)), "at", "actor", "actor_id", "appointment", "event", "sha256")


def citizen(appointment: str) -> Actor:
    """Whoever holds the link of this appointment."""
    return Actor("citizen", appointment)


def guest(guest_id: str) -> Actor:
    """Whoever holds the link of this invitation."""
    return Actor("guest", guest_id)


def clerk(clerk_id: str) -> Actor:
    """A signed-in clerk."""
    return Actor("clerk", clerk_id)


def note(
    tx: Session, at: datetime, actor: Actor, event: str, appointment: str | None = None, sha256: str | None = None
) -> None:
    """Write one event into this transaction."""
    said = {"at": at, "actor": actor.kind, "actor_id": actor.id, "appointment": appointment}
    _NOTE.later(tx, {**said, "event": event, "sha256": sha256})
