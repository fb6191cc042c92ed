"""The data channel while the citizen hands in papers: what is asked for, what came, what the clerk says to it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from clerk_desktop.common.matters import Text
from clerk_desktop.common.messages.terms import Id, Message

UPLOAD_MAX = 12 * 1024 * 1024
"""Bytes of one file that a citizen may send; the page makes photographs smaller by itself."""
UPLOAD_PARTS = 20
"""Photographs or files that one upload may consist of."""


class UploadState(StrEnum):
    """How far an upload is."""

    WANTED = "wanted"
    READING = "reading"
    ARRIVED = "arrived"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class UploadView(Message):
    """One paper that may be handed in.

    `code` is the key of the sentence when the last file could not be read; `reason` are the clerk's words with
    RETURNED. `parts` counts the files that arrived; `last` is the id of the last one that was read or refused, so that
    the page knows which it must send again after a broken connection.
    """

    id: Id
    title: Text
    required: bool = False
    state: UploadState = UploadState.WANTED
    parts: int = Field(default=0, ge=0)
    last: Annotated[str, StringConstraints(max_length=64)] = ""
    code: str = ""
    reason: Annotated[str, StringConstraints(max_length=500)] = ""


class Uploads(Message):
    """Desk: all papers that may be handed in now, and how far each is; told anew when one changes."""

    type: Literal["uploads"] = "uploads"
    items: tuple[UploadView, ...] = ()


class UploadPart(Message):
    """Page, before the file: it follows as a blob of kind `upload` with this id and belongs to `upload`."""

    type: Literal["upload.part"] = "upload.part"
    id: Id
    upload: Id


class UploadCancelled(Message):
    """Page: forget what was sent for this paper; it is begun anew or not at all."""

    type: Literal["upload.cancelled"] = "upload.cancelled"
    upload: Id
