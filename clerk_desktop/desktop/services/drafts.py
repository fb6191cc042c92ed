"""What the desk keeps of an open case on its disk, so that a crash or a power cut loses a second of work, not the case.

Each case has a file of its own, locked with a key that only the service hands out, and only with the open case: the
file alone is worth nothing, and nothing again once the appointment has ended. There is no picture in it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import logging
import os
import time
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from clerk_desktop.common.documents import Revision
from clerk_desktop.common.identity import IdentityRecord
from clerk_desktop.common.signatures import SignatureRequest
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.services.forms import Box

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

log = logging.getLogger(__name__)

KEPT_S = 24 * 3600
"""Older files are thrown away: nobody takes such a case up again."""
_NONCE = 12


@dataclass(frozen=True)
class DraftPaper:
    """A paper under review and the signature that it waits for or has.

    Attributes:
        revision: the very bytes, and what the citizen said of them.
        boxes: where it wants to be signed.
        request: the signature that was asked for.
        signed: the signed paper.
    """

    revision: Revision
    boxes: tuple[Box, ...] = ()
    request: SignatureRequest | None = None
    signed: bytes | None = None


@dataclass(frozen=True)
class Draft:
    """How far a case was.

    Attributes:
        at: when this was so (aware).
        stage: where both were.
        values: what the clerk wrote into the form, field → value.
        record: who was identified; never an image.
        device: the citizen's device that the clerk saw last.
        papers: what lay before the citizen, in order.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    at: datetime
    stage: Stage
    values: dict[str, str]
    record: IdentityRecord | None = None
    device: str = ""
    papers: tuple[DraftPaper, ...] = ()


class Drafts:
    """The files, one for each case; all methods block.

    Args:
        folder: where they lie; made when the first one is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, appointment: str, key: str, draft: Draft) -> None:
        """Replace what was kept of this case; a disk that is full or forbidden is only logged."""
        lock = _lock(key)
        if lock is None:
            return
        nonce = os.urandom(_NONCE)
        content = nonce + lock.encrypt(nonce, _codec().dump_json(draft), appointment.encode())
        path = self._path(appointment)
        fresh = path.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError as error:
            log.warning("the case could not be kept: %s", type(error).__name__)

    def find(self, appointment: str, key: str) -> Draft | None:
        """What was kept of this case; None when there is nothing that this key opens."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415

        self._sweep()
        lock = _lock(key)
        try:
            content = self._path(appointment).read_bytes()
            if lock is None:
                return None
            return _codec().validate_json(lock.decrypt(content[:_NONCE], content[_NONCE:], appointment.encode()))
        except FileNotFoundError:
            return None
        except (OSError, InvalidTag, ValidationError, ValueError) as error:
            log.warning("what was kept of a case cannot be used: %s", type(error).__name__)
            return None

    def forget(self, appointment: str) -> None:
        """The case is over."""
        try:
            self._path(appointment).unlink(missing_ok=True)
        except OSError as error:
            log.warning("what was kept of a case could not be deleted: %s", type(error).__name__)

    def _sweep(self) -> None:
        for file in self._folder.glob("*") if self._folder.is_dir() else ():
            try:
                if file.stat().st_mtime < time.time() - KEPT_S:
                    file.unlink()
            except OSError as error:
                log.warning("an old file could not be deleted: %s", type(error).__name__)

    def _path(self, appointment: str) -> Path:
        return self._folder / f"{hashlib.sha256(appointment.encode()).hexdigest()[:32]}.case"


@cache
def _codec() -> TypeAdapter[Draft]:
    return TypeAdapter(Draft)


def _lock(key: str) -> AESGCM | None:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  loaded with the first case

    try:
        raw = base64.b64decode(key, validate=True)
    except binascii.Error:
        return None
    return AESGCM(raw) if len(raw) == 32 else None
