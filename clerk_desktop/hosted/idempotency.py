"""A POST that is sent twice does its work once: the second one gets the stored answer.

The answer is stored in the very transaction of the work. Errors are not stored: what failed may be tried again.
A token inside an answer is not stored either. It is derived from a stored salt and the caller's key, so that a
stolen database does not give it away.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request
from pydantic import BaseModel
from sqlalchemy import bindparam, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from clerk_desktop.common.clock import Clock
from clerk_desktop.common.errors import KeyReused
from clerk_desktop.hosted.access import derived_token, new_token
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.schema import Moment, StoredAnswer, table_of
from clerk_desktop.hosted.statements import Prepared

B = TypeVar("B", bound=BaseModel)
KEY = r"^[A-Za-z0-9_-]{16,128}$"
_ANSWERS = table_of(StoredAnswer)
_KEEP = Prepared(
    text(
        "INSERT INTO answers (id, fingerprint, salt, body, created) VALUES (:id, :fingerprint, :salt, '', :created) "
        "ON CONFLICT DO NOTHING"  # the same words in both databases
    ).bindparams(bindparam("created", type_=Moment()))
)
_FIND = Prepared(
    select(_ANSWERS.c.fingerprint, _ANSWERS.c.salt, _ANSWERS.c.body).where(_ANSWERS.c.id == bindparam("key"))
)
_ANSWER = Prepared(update(_ANSWERS).where(_ANSWERS.c.id == bindparam("key")).values(body=bindparam("text")))


@dataclass(frozen=True)
class Attempt:
    """One sending of a request: the same `id` means the same intention of the same person."""

    id: str
    key: str
    fingerprint: str


def attempt_of(method: str, path: str, who: str, key: str, body: bytes) -> Attempt:
    """This sending of a request.

    Args:
        who: the Authorization header.
        key: the Idempotency-Key header.
    """
    place = f"{method} {path}"
    fingerprint = hashlib.sha256(place.encode() + b"\n" + body).hexdigest()
    return Attempt(_sha256(place, who, key), key, fingerprint)


async def _attempt(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(pattern=KEY, description="The same key gets the stored answer; use a fresh UUID"),
    ] = None,
) -> Attempt | None:
    if idempotency_key is None:
        return None
    who = request.headers.get("authorization", "")
    return attempt_of(request.method, request.url.path, who, idempotency_key, await request.body())


Once = Annotated[Attempt | None, Depends(_attempt)]


class Idempotency:
    """Runs write transactions so that a repeated attempt finds the first one's answer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def run(
        self,
        attempt: Attempt | None,
        answer: type[B],
        work: Callable[[Session, str], B],
        secret: str = "",
    ) -> tuple[B, bool]:
        """Do the work in one write transaction, or find its answer.

        Args:
            attempt: None when the caller sent no key; the work is then done in any case.
            answer: type of the answer.
            work: gets the transaction and a fresh token, which it may give away in the field `secret`.
            secret: name of that field.

        Returns:
            The answer, and whether the work was done just now.

        Raises:
            KeyReused: the key came with another request before.
        """
        if attempt is None:
            with self._database.write() as tx:
                return work(tx, new_token()), True
        try:
            return self._run(attempt, answer, work, secret)
        except IntegrityError:
            # Two drew the same random name at the same moment: with other names both will do.
            return self._run(attempt, answer, work, secret)

    def _run(self, attempt: Attempt, answer: type[B], work: Callable[[Session, str], B], secret: str) -> tuple[B, bool]:
        with self._database.write() as tx:
            salt = secrets.token_bytes(32)
            # Before the work, so that of two that come at once the second one waits for the first one's answer.
            row = {"id": attempt.id, "fingerprint": attempt.fingerprint, "salt": salt, "created": self._clock.now()}
            if not _KEEP.run(tx, row).rowcount:
                ((fingerprint, salt, body),) = _FIND.rows(tx, {"key": attempt.id})
                if fingerprint != attempt.fingerprint:
                    raise KeyReused
                return _replay(body, salt, attempt, answer, secret), False
            result = work(tx, derived_token(salt, attempt.key))
            body = (result.model_copy(update={secret: ""}) if secret else result).model_dump_json()
            _ANSWER.later(tx, {"key": attempt.id, "text": body})
            return result, True


def _replay(body: str, salt: bytes, attempt: Attempt, answer: type[B], secret: str) -> B:
    result = answer.model_validate_json(body)
    return result.model_copy(update={secret: derived_token(salt, attempt.key)}) if secret else result


def _sha256(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
