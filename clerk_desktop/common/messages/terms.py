"""Words that all families of messages share: numbers, names and limits, and the two manners of reading."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from clerk_desktop.common.several import MOST_MATTERS

VERSION = 1
API = f"/api/v{VERSION}"
LIVE_PATH = f"{API}/live"
DATA_CHANNEL = "work"
BLOB_CHUNK = 16 * 1024
"""Bytes per binary frame: every browser takes 16 KiB (RFC 8831 § 6.6 leaves larger ones to negotiation)."""
BLOB_MAX = 24 * 1024 * 1024
"""Bytes of the largest content that either side accepts."""

Language = Literal["de", "en"]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00-\x1f<>]*$")
]
Mobile = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 /()-]{4,24}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


def _no_duplicate(ids: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(ids)) < len(ids):
        raise ValueError("stands twice")
    return ids


Matters = Annotated[
    tuple[Id, ...],
    Field(min_length=1, max_length=MOST_MATTERS, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_no_duplicate),
]
"""Ids of the matters of one appointment, in the order in which they are worked."""
Captcha = Annotated[str, StringConstraints(max_length=4_096)]
"""ALTCHA's payload: base64 of the JSON `{challenge, solution}`."""
NoteText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class Sent(BaseModel):
    """What a client sends over REST: unknown fields are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Message(BaseModel):
    """What may grow within the version: unknown fields are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)
