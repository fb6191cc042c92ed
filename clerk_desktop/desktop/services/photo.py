"""Photographed papers, for the desk: a citizen's picture goes into a limited process and comes back as a clean page."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from clerk_desktop.common.errors import FileTooMuch, PhotoUnreadable
from clerk_desktop.common.foreign import PHOTO_MAX, PHOTO_PIXELS_MAX, is_photo
from clerk_desktop.desktop.services.limited import LimitedProcess

_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True)
class Photo:
    """A paper as a scanner would have it.

    Attributes:
        jpeg: the page.
        found: its edges were found and it was cut out; else only its lines were made level.
    """

    jpeg: bytes = field(repr=False)
    found: bool


def _work(pipe: Connection) -> None:
    """What the process runs. The import stands here so that the desk never makes it."""
    os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] = str(PHOTO_PIXELS_MAX)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread takes address space
    from clerk_desktop.desktop.services import photo_worker  # noqa: PLC0415

    photo_worker.work(pipe)


class PhotoCleaner:
    """The door."""

    def __init__(self, process: LimitedProcess | None = None) -> None:
        self._process = process or LimitedProcess(_work, "photo")

    async def clean(self, photo: bytes) -> Photo:
        """Straighten and clean a JPEG, PNG or HEIC.

        Raises:
            PhotoUnreadable: it is none, or broken. FileTooMuch: it is too large.
            Unavailable: the process cannot be started, or all is closed.
        """
        if len(photo) > PHOTO_MAX:
            raise FileTooMuch("a photo")
        if not is_photo(photo):
            raise PhotoUnreadable
        answer, blobs = await self._process.ask("photo", {}, [photo])
        if len(blobs) != 1 or not blobs[0].startswith(_JPEG):
            raise PhotoUnreadable("no page")
        return Photo(blobs[0], bool(answer.get("found")))

    async def close(self) -> None:
        """End the process. Twice is no error."""
        await self._process.close()
