"""Random keys of this service, the same for all of its processes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.schema import Secret


def key(database: Database, name: str) -> bytes:
    """The key of this name; the first who asks makes it."""
    with database.write() as tx:
        insert = sqlite.insert if database.is_sqlite else postgresql.insert
        new = insert(Secret).values(name=name, value=secrets.token_bytes(32))
        tx.execute(new.on_conflict_do_nothing())
        return tx.scalars(select(Secret.value).where(Secret.name == name)).one()


class Persons:
    """Recognises a person without keeping who it is: a keyed hash of e-mail address and birth date."""

    def __init__(self, database: Database) -> None:
        self._key = key(database, "persons")

    def mark(self, email: str, birth_date: date) -> str:
        """The same for the same person, and nothing that could be guessed from outside."""
        mailbox, _, domain = unicodedata.normalize("NFKC", email).casefold().rpartition("@")
        # Most mail services deliver name+anything@ to the same person.
        text = f"{mailbox.partition('+')[0]}@{domain}\n{birth_date.isoformat()}"
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()


class DraftKeys:
    """The key with which a desk locks what it keeps of a case on its disk; what it keeps never comes here."""

    def __init__(self, database: Database) -> None:
        self._key = key(database, "drafts")

    def of(self, appointment: str) -> str:
        """The same for the same appointment, in base64."""
        return base64.b64encode(hmac.digest(self._key, appointment.encode(), hashlib.sha256)).decode()
