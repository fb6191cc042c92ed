"""The papers that the citizen hands in: which are wanted, what came, what the clerk says to it.

The desk is the source of truth: whenever the page has greeted it is told all of it anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.errors import CallLost, OfficeError
from clerk_desktop.common.matters import Matter, Text, Upload
from clerk_desktop.common.messages.upload import (
    UPLOAD_PARTS,
    UploadCancelled,
    UploadPart,
    Uploads,
    UploadState,
    UploadView,
)
from clerk_desktop.common.messages.work import BlobBegin, BlobKind, DataFromPage, PageHello
from clerk_desktop.desktop.models.call import CallModel
from clerk_desktop.desktop.models.conversation import NAME as SPEAKING
from clerk_desktop.desktop.models.ports import PagePicture
from clerk_desktop.desktop.tasks import Tasks

NAME = "upload"
OTHER = Upload(id="weitere", title=Text(de="Weitere Unterlage", en="Another paper"))
"""May be handed in beside what a matter asks for: nobody can foresee every paper."""
_PENDING_MOST = 40


class ReadUpload(Protocol):
    """A file that was read; see `services/upload_reader.py`."""

    @property
    def pdf(self) -> bytes:
        """All parts as one PDF."""
        ...

    @property
    def pages(self) -> int:
        """How many."""
        ...

    @property
    def picture(self) -> PagePicture:
        """The first page, small."""
        ...

    @property
    def removed(self) -> tuple[str, ...]:
        """What could act and was taken out."""
        ...


class UploadReader(Protocol):
    """Opens what strangers sent, somewhere safe."""

    async def read(self, content: bytes, before: bytes = b"") -> ReadUpload:
        """Raises OfficeError with a sentence."""
        ...

    async def close(self) -> None:
        """Let everything go."""
        ...


@dataclass(frozen=True)
class Handed:
    """One paper that may be handed in, and what came of it so far."""

    upload: Upload
    required: bool = False
    state: UploadState = UploadState.WANTED
    parts: int = 0
    read: ReadUpload | None = None
    removed: tuple[str, ...] = ()
    last: str = ""
    code: str = ""
    reason: str = ""

    @property
    def view(self) -> UploadView:
        """What the citizen sees of it."""
        return UploadView(
            id=self.upload.id,
            title=self.upload.title,
            required=self.required,
            state=self.state,
            parts=self.parts,
            last=self.last,
            code=self.code,
            reason=self.reason,
        )


class UploadsModel(QObject):
    """All papers that may be handed in, in the order of the matter.

    Signals:
        changed: a paper came, was read, or was answered.
        arrived(str): a file of this paper can be looked at.
    """

    changed = Signal()
    arrived = Signal(str)

    def __init__(self, call: CallModel, reader: UploadReader, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._call, self._reader, self._tasks = call, reader, tasks
        self._items: dict[str, Handed] = {}
        self._parts: dict[str, str] = {}
        self._started: dict[str, int] = {}
        call.message.connect(self._hear)
        call.blob.connect(self._on_blob)

    @property
    def items(self) -> tuple[Handed, ...]:
        """What is wanted and what came."""
        return tuple(self._items.values())

    @property
    def missing(self) -> tuple[Handed, ...]:
        """What is required and not accepted yet."""
        return tuple(i for i in self.items if i.required and i.state is not UploadState.ACCEPTED)

    def start(self, matter: Matter) -> None:
        """A new case."""
        self.stop()
        asked = (*matter.uploads, OTHER) if matter.uploads else ()
        self._items = {upload.id: Handed(upload, required=upload.required) for upload in asked}
        self._tell()

    def stop(self) -> None:
        """The case is over; what came is forgotten."""
        self._tasks.cancel(NAME)
        self._items, self._parts = {}, {}
        self.changed.emit()

    def use_values(self, values: Mapping[str, str]) -> None:
        """The form says something else: what is required may be another."""
        for item in self.items:
            when = item.upload.required_when
            required = item.upload.required or (when is not None and values.get(when.field) in when.values)
            if required != item.required:
                self._put(replace(item, required=required))

    def accept(self, upload: str) -> None:
        """This is the paper that was wanted."""
        item = self._items.get(upload)
        if item is not None and item.read is not None:
            self._put(replace(item, state=UploadState.ACCEPTED, reason=""))

    def send_back(self, upload: str, reason: str) -> None:
        """Ask for it once more, and say why; what came is forgotten."""
        item = self._items.get(upload)
        if item is not None and item.read is not None:
            again = Handed(item.upload, required=item.required, last=item.last)
            self._put(replace(again, state=UploadState.RETURNED, reason=reason.strip()[:500]))

    def _hear(self, message: DataFromPage) -> None:
        match message:
            case PageHello():
                self._parts.clear()  # what was on its way belonged to a channel that is gone
                self._tell()
            case UploadPart() if message.upload in self._items and len(self._parts) < _PENDING_MOST:
                if message.id == self._items[message.upload].last:
                    self._tell()  # only the answer was lost
                else:
                    self._parts[message.id] = message.upload
            case UploadCancelled():
                self._cancel(message.upload)

    def _cancel(self, upload: str) -> None:
        item = self._items.get(upload)
        self._parts = {part: of for part, of in self._parts.items() if of != upload}
        if item is not None and item.state is not UploadState.ACCEPTED:
            self._started[upload] = self._started.get(upload, 0) + 1
            self._put(Handed(item.upload, required=item.required, last=item.last))

    def _on_blob(self, begin: BlobBegin, content: bytes) -> None:
        upload = self._parts.pop(begin.id, None) if begin.kind is BlobKind.UPLOAD else None
        item = self._items.get(upload or "")
        if item is None or upload is None or item.state is UploadState.ACCEPTED or item.parts >= UPLOAD_PARTS:
            return
        self._put(replace(item, state=UploadState.READING, code="", reason=""))
        turn = self._started.setdefault(upload, 0)
        done = partial(self._read_it, upload, turn, begin.id)
        failed = self._failed(upload, turn, begin.id)
        self._tasks.run(NAME, partial(self._read, upload, content), done=done, failed=failed)

    async def _read(self, upload: str, content: bytes) -> ReadUpload:
        """One after the other, so that each part comes behind those before it."""
        item = self._items.get(upload)
        before = item.read.pdf if item is not None and item.read is not None else b""
        return await self._reader.read(content, before)

    def _read_it(self, upload: str, turn: int, part: str, read: ReadUpload) -> None:
        item = self._items.get(upload)
        if item is None or self._started.get(upload) != turn:
            return  # it was cancelled meanwhile
        removed = tuple(dict.fromkeys((*item.removed, *read.removed)))
        self._put(
            replace(
                item,
                state=UploadState.ARRIVED,
                read=read,
                parts=item.parts + 1,
                last=part,
                removed=removed,
                code="",
                reason="",
            )
        )
        self.arrived.emit(upload)

    def _failed(self, upload: str, turn: int, part: str) -> Callable[[OfficeError], None]:
        def said(error: OfficeError) -> None:
            item = self._items.get(upload)
            if item is not None and self._started.get(upload) == turn:
                state = UploadState.ARRIVED if item.read is not None else UploadState.WANTED
                self._put(replace(item, state=state, last=part, code=error.code))

        return said

    def _put(self, item: Handed) -> None:
        self._items[item.upload.id] = item
        self._tell()

    def _tell(self) -> None:
        self.changed.emit()
        if self._items:
            self._tasks.run(SPEAKING, self._say)

    async def _say(self) -> None:
        with contextlib.suppress(CallLost):  # it will be said when the page has greeted
            self._call.send(Uploads(items=tuple(item.view for item in self.items)))
