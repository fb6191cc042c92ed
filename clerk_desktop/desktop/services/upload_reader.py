"""A file that a citizen handed in, made fit to be looked at and sent on: cleaned, straightened, as one PDF.

Everything of it happens in the two limited processes; what comes back holds nothing that could act.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from clerk_desktop.common.errors import FileBroken
from clerk_desktop.common.foreign import Insert, is_photo
from clerk_desktop.common.messages.upload import UPLOAD_MAX
from clerk_desktop.desktop.services.foreign_pdf import Drawn, ForeignFile, ForeignPdfs
from clerk_desktop.desktop.services.limited import Rank
from clerk_desktop.desktop.services.photo import PhotoCleaner

_SMALL = 220
"""Pixels of a thumbnail's width: a form can be told from a letter."""


@dataclass(frozen=True)
class ReadUpload:
    """What came of it.

    Attributes:
        pdf: all parts as one PDF in which nothing can act.
        pages: how many it has.
        picture: its first page, small.
        removed: kinds of active content that were taken out.
    """

    pdf: bytes = field(repr=False)
    pages: int
    picture: Drawn
    removed: tuple[str, ...] = ()


class UploadReader:
    """The door of both processes."""

    def __init__(self, pdfs: ForeignPdfs | None = None, photos: PhotoCleaner | None = None) -> None:
        self._pdfs = pdfs or ForeignPdfs()
        self._photos = photos or PhotoCleaner()

    async def read(self, content: bytes, before: bytes = b"") -> ReadUpload:
        """Read a PDF or a photograph and put it behind what came `before` (a PDF of this function's).

        Raises:
            NotAPdf: it is neither. FileLocked, FileBroken, FileTooMuch, PhotoUnreadable: as their names say.
        """
        if len(content) > UPLOAD_MAX:
            raise FileBroken("longer than announced")
        removed: tuple[str, ...] = ()
        if is_photo(content):
            photo = await self._photos.clean(content)
            file = await self._pdfs.from_pictures([photo.jpeg])
        else:
            cleaned = await self._pdfs.clean(await self._pdfs.open(content))
            removed = tuple(kind.value for kind in cleaned.removed)
            file = await self._pdfs.open(cleaned.content)
        if before:
            file = await self._joined(before, [file])
        picture = await self._pdfs.draw(file, 0, _SMALL, Rank.WORK)
        return ReadUpload(file.content, len(file.view.pages), picture, removed)

    async def close(self) -> None:
        """End both processes. Twice is no error."""
        await self._pdfs.close()
        await self._photos.close()

    async def _joined(self, before: bytes, files: Sequence[ForeignFile]) -> ForeignFile:
        first = await self._pdfs.open(before)
        return await self._pdfs.edit(first, [Insert(at=len(first.view.pages), source=0)], files)
