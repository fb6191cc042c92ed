"""PDFs of strangers, for the desk: looked at, changed and cleaned in a process of their own, never in the desk's.

A `ForeignFile` never changes: each edit makes a new one, so that going back is keeping the older. What leaves the
office goes through `clean` first.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from clerk_desktop.common.errors import BadInput, FileBroken, FileTooMuch, NotAPdf
from clerk_desktop.common.foreign import EDITS, FILE_MAX, Active, Contents, Edit, FileView, Hits
from clerk_desktop.desktop.services.limited import LimitedProcess, Rank, Result
from clerk_desktop.desktop.services.limited_worker import Progress

_HEAD = 1_024
"""Bytes within which a PDF says that it is one."""
_REMOVED = TypeAdapter(dict[Active, int])
_M = TypeVar("_M", bound=BaseModel)


@dataclass(frozen=True)
class Drawn:
    """A page as pixels: rows from the top, four bytes each (blue, green, red, 255), no padding."""

    width: int
    height: int
    bgra: bytes = field(repr=False)


@dataclass(frozen=True)
class ForeignFile:
    """An opened file: its bytes as they came (or as an edit made them) and what it looks like."""

    name: str
    content: bytes = field(repr=False)
    view: FileView
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Cleaned:
    """A copy in which nothing can act, and what was taken out of it."""

    content: bytes = field(repr=False)
    removed: Mapping[Active, int]


def _work(pipe: Connection) -> None:
    """What the process runs. The import stands here so that the desk never makes it."""
    from clerk_desktop.desktop.services import foreign_pdf_worker  # noqa: PLC0415

    foreign_pdf_worker.work(pipe)


class ForeignPdfs:
    """The door to the process.

    Everything may be cancelled, and raises FileTooMuch for what takes too much, FileBroken for what cannot be read or
    done, and Unavailable when the process cannot be started or all is closed.
    """

    def __init__(self, process: LimitedProcess | None = None) -> None:
        self._process = process or LimitedProcess(_work, "foreign-pdf")
        self._numbers = itertools.count(1)

    async def open(self, pdf: bytes, password: str = "") -> ForeignFile:
        """Open a file.

        Raises:
            NotAPdf: it is something else. FileLocked: it wants a password, or another one.
        """
        if len(pdf) > FILE_MAX:
            raise FileTooMuch(f"{len(pdf)} bytes")
        if b"%PDF-" not in pdf[:_HEAD]:
            raise NotAPdf
        name = f"file-{next(self._numbers)}"
        values = {"file": name, "sent": True, "password": password}
        answer, _ = await self._process.ask("open", values, [pdf])
        return ForeignFile(name, pdf, _read(FileView, answer), password)

    async def contents(self, file: ForeignFile) -> Contents:
        """Its form, whether it is signed, and what in it could act."""
        return _read(Contents, (await self._ask("contents", file))[0])

    async def draw(self, file: ForeignFile, page: int, width_px: int, rank: Rank = Rank.PAGE) -> Drawn:
        """Draw a page (from 0), at most `width_px` wide; of those that wait the newest is drawn first.

        Raises:
            BadInput: there is no such page.
        """
        if not 0 <= page < len(file.view.pages):
            raise BadInput(f"no page {page}")
        answer, blobs = await self._ask("draw", file, {"page": page, "width": width_px}, rank=rank)
        width, height = answer.get("width"), answer.get("height")
        if not isinstance(width, int) or not isinstance(height, int) or min(width, height) < 1:
            raise FileBroken("no picture")
        if len(blobs) != 1 or len(blobs[0]) != 4 * width * height:
            raise FileBroken("no picture")
        return Drawn(width, height, blobs[0])

    async def search(self, file: ForeignFile, words: str, most: int = 500, progress: Progress | None = None) -> Hits:
        """Where the words stand; `progress` hears (pages done, pages)."""
        if not words.strip():
            return Hits()
        answer, _ = await self._ask("search", file, {"words": words.strip(), "most": most}, progress=progress)
        return _read(Hits, answer)

    async def edit(
        self,
        file: ForeignFile,
        edits: Sequence[Edit],
        sources: Sequence[ForeignFile] = (),
        progress: Progress | None = None,
    ) -> ForeignFile:
        """A new file with these edits, written anew; `sources` are the files that an `Insert` names.

        Raises:
            BadInput: a page, field or state that is not there.
        """
        values = {"edits": EDITS.dump_python(tuple(edits), mode="json")}
        _, blobs = await self._ask("edit", file, values, [each.content for each in sources], progress=progress)
        return await self.open(_one(blobs))

    async def clean(self, file: ForeignFile) -> Cleaned:
        """A copy in which nothing can act, without a password; this is what may be sent."""
        answer, blobs = await self._ask("clean", file)
        try:
            removed = _REMOVED.validate_python(answer.get("removed"))
        except ValidationError as error:
            raise FileBroken("no count") from error
        return Cleaned(_one(blobs), removed)

    async def from_pictures(self, jpegs: Sequence[bytes]) -> ForeignFile:
        """One page for each JPEG (as `PhotoCleaner` makes them)."""
        _, blobs = await self._process.ask("pictures", {}, jpegs)
        return await self.open(_one(blobs))

    async def drop(self, file: ForeignFile) -> None:
        """It is not needed any more; asked for again, it is sent again."""
        await self._process.ask("drop", {"file": file.name})

    async def close(self) -> None:
        """End the process. Twice is no error."""
        await self._process.close()

    async def _ask(
        self,
        job: str,
        file: ForeignFile,
        values: Mapping[str, Any] | None = None,
        blobs: Sequence[bytes] = (),
        *,
        rank: Rank = Rank.WORK,
        progress: Progress | None = None,
    ) -> Result:
        """Ask about a file; a process that does not have it (any more) is sent it."""
        asked = {**(values or {}), "file": file.name, "password": file.password}
        answer = await self._process.ask(job, asked, blobs, rank=rank, progress=progress)
        if not answer[0].get("missing"):
            return answer
        sent = [file.content, *blobs]
        return await self._process.ask(job, {**asked, "sent": True}, sent, rank=rank, progress=progress)


def _read(model: type[_M], answer: Mapping[str, Any]) -> _M:
    """What the process says, if it says what it may."""
    try:
        return model.model_validate(answer)
    except ValidationError as error:
        raise FileBroken(f"no {model.__name__}") from error


def _one(blobs: Sequence[bytes]) -> bytes:
    if len(blobs) != 1:
        raise FileBroken("no file")
    return blobs[0]
