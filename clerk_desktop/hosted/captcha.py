"""Proof of work before something is held: the browser works for about a second, nobody has to click, no third party.

ALTCHA's version 2: PBKDF2 until a key with a certain beginning is found. A challenge is signed, good for some minutes
and for one request that succeeded; nothing is stored until then.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from datetime import UTC, datetime, timedelta

import altcha
from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from clerk_desktop.common.clock import Clock
from clerk_desktop.common.errors import CaptchaWrong
from clerk_desktop.common.messages.booking import CaptchaView
from clerk_desktop.hosted.access import new_id
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.keys import key
from clerk_desktop.hosted.schema import SpentChallenge

ALGORITHM = "PBKDF2/SHA-256"
COST = 2_000
"""Rounds per try; one try takes this service about a millisecond."""
TRIES = (100, 200)
"""How many tries a browser needs: at least and at most."""
GOOD_FOR = timedelta(minutes=20)


class Captcha:
    """Makes challenges and takes solutions."""

    def __init__(self, database: Database, clock: Clock, wanted: bool) -> None:
        self._key = key(database, "captcha")
        self._clock = clock
        self._wanted = wanted

    def challenge(self) -> CaptchaView:
        """A fresh challenge."""
        fewest, most = TRIES
        until = self._clock.now() + GOOD_FOR
        made = altcha.create_challenge(
            ALGORITHM,
            COST,
            counter=fewest + secrets.randbelow(most - fewest),
            # Its own limit would be measured with the computer's clock.
            data={"id": new_id(), "until": int(until.timestamp())},
            hmac_secret=self._key,
        )
        return CaptchaView.model_validate(made.to_dict())

    def check(self, payload: str | None) -> tuple[str, datetime] | None:
        """Look at a solution before the transaction begins; what comes out goes into `spend`.

        Raises:
            CaptchaWrong: missing, wrong or too old.
        """
        if not self._wanted:
            return None
        if payload is None or not altcha.verify_solution(payload, self._key).verified:
            raise CaptchaWrong
        try:
            data = json.loads(base64.b64decode(payload))["challenge"]["parameters"]["data"]
            ticket = str(data["id"]), datetime.fromtimestamp(int(data["until"]), UTC)
        except (ValueError, KeyError, TypeError, binascii.Error):
            raise CaptchaWrong from None
        if ticket[1] <= self._clock.now():
            raise CaptchaWrong
        return ticket

    def spend(self, tx: Session, ticket: tuple[str, datetime] | None) -> None:
        """Use the solution up in this transaction.

        Raises:
            CaptchaWrong: it was used before.
        """
        if ticket is None:
            return
        insert = postgresql.insert if tx.get_bind().dialect.name == "postgresql" else sqlite.insert
        new = insert(SpentChallenge).values(id=ticket[0], until=ticket[1]).on_conflict_do_nothing()
        if tx.execute(new.execution_options(preserve_rowcount=True)).rowcount != 1:  # type: ignore[attr-defined]
            raise CaptchaWrong


def forget_old(tx: Session, now: datetime) -> None:
    """Delete what no longer could be used twice."""
    tx.execute(delete(SpentChallenge).where(SpentChallenge.until <= now))
