from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from clerk_desktop.common.documents import sha256
from clerk_desktop.common.errors import FileLocked, OfficeError
from clerk_desktop.common.messages.upload import UPLOAD_PARTS, UploadCancelled, UploadPart, Uploads, UploadState
from clerk_desktop.common.messages.work import BlobBegin, BlobKind
from clerk_desktop.desktop.models.uploads import UploadsModel
from clerk_desktop.desktop.tasks import Tasks
from tests.helpers.desk_fakes import FakeCall
from tests.helpers.papers import matter

LANDLORD = "wohnungsgeber"


@dataclass(frozen=True)
class Picture:
    width: int = 2
    height: int = 3
    bgra: bytes = bytes(24)


@dataclass(frozen=True)
class Read:
    pdf: bytes
    pages: int
    picture: Picture = Picture()
    removed: tuple[str, ...] = ()


class Reader:
    """Puts parts behind each other; what begins with "locked" is."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def read(self, content: bytes, before: bytes = b"") -> Read:
        await self.go_on.wait()
        if content.startswith(b"locked"):
            raise FileLocked
        pdf = before + content
        return Read(pdf, pdf.count(b"%"), removed=("javascript",) if b"js" in content else ())


class Desk:
    def __init__(self) -> None:
        self.call, self.reader, self.tasks = FakeCall(), Reader(), Tasks()
        self.model = UploadsModel(self.call, self.reader, self.tasks)  # type: ignore[arg-type]
        self.call.connect_page()
        self.model.start(matter("ummeldung"))
        self._count = 0

    def send(self, content: bytes, upload: str = LANDLORD) -> None:
        self._count += 1
        part = f"part{self._count}"
        self.call.page_says(UploadPart(id=part, upload=upload))
        self.blob(part, content)

    def blob(self, part: str, content: bytes, kind: BlobKind = BlobKind.UPLOAD) -> None:
        begin = BlobBegin(id=part, kind=kind, mime="application/pdf", size=len(content), sha256=sha256(content))
        self.call.blob.emit(begin, content)

    async def quiet(self) -> None:
        while self.tasks.names:  # noqa: ASYNC110  the tasks have no event for it
            await asyncio.sleep(0)

    @property
    def said(self) -> dict[str, str]:
        last = [message for message in self.call.said if isinstance(message, Uploads)][-1]
        return {item.id: item.state.value for item in last.items}

    @property
    def landlord(self) -> UploadState:
        return next(item.state for item in self.model.items if item.upload.id == LANDLORD)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    yield made
    await made.tasks.close()


async def test_the_page_is_told_what_may_be_handed_in_and_anew_after_each_greeting(desk: Desk) -> None:
    await desk.quiet()
    assert desk.said == {LANDLORD: "wanted", "weitere": "wanted"}
    desk.call.said.clear()
    desk.call.connect_page()
    await desk.quiet()
    assert desk.said == {LANDLORD: "wanted", "weitere": "wanted"}


async def test_a_paper_is_required_when_the_form_says_so(desk: Desk) -> None:
    desk.model.use_values({"landlord_proof": "confirmation"})
    assert [item.upload.id for item in desk.model.missing] == [LANDLORD]
    desk.model.use_values({"landlord_proof": "code"})
    assert not desk.model.missing


async def test_several_files_become_one_paper_in_their_order(desk: Desk) -> None:
    desk.send(b"%1")
    desk.send(b"%2js")
    await desk.quiet()
    item = desk.model.items[0]
    assert item.read is not None
    assert (item.read.pdf, item.read.pages, item.parts, item.removed) == (b"%1%2js", 2, 2, ("javascript",))
    assert desk.said[LANDLORD] == "arrived"


async def test_what_cannot_be_read_is_said_and_what_was_read_stays(desk: Desk) -> None:
    desk.send(b"locked")
    await desk.quiet()
    assert (desk.landlord, desk.model.items[0].code) == (UploadState.WANTED, "file_locked")
    desk.send(b"%1")
    desk.send(b"locked")
    await desk.quiet()
    item = desk.model.items[0]
    assert (item.state, item.code, item.parts) == (UploadState.ARRIVED, "file_locked", 1)
    assert issubclass(FileLocked, OfficeError)


async def test_an_accepted_paper_takes_no_more_files_and_is_not_cancelled(desk: Desk) -> None:
    desk.model.use_values({"landlord_proof": "confirmation"})
    desk.model.accept(LANDLORD)
    assert desk.landlord is UploadState.WANTED
    desk.send(b"%1")
    await desk.quiet()
    desk.model.accept(LANDLORD)
    desk.send(b"%2")
    desk.call.page_says(UploadCancelled(upload=LANDLORD))
    await desk.quiet()
    assert desk.landlord is UploadState.ACCEPTED
    assert not desk.model.missing
    assert desk.model.items[0].parts == 1


async def test_a_returned_paper_tells_why_and_begins_anew(desk: Desk) -> None:
    desk.send(b"%1")
    await desk.quiet()
    desk.model.send_back(LANDLORD, "  Die zweite Seite fehlt. ")
    await desk.quiet()
    last = next(m for m in reversed(desk.call.said) if isinstance(m, Uploads)).items[0]
    assert (last.state, last.reason, last.parts) == (UploadState.RETURNED, "Die zweite Seite fehlt.", 0)
    desk.send(b"%3")
    await desk.quiet()
    read = desk.model.items[0].read
    assert read is not None
    assert read.pdf == b"%3"


async def test_what_was_cancelled_while_it_was_read_does_not_come_back(desk: Desk) -> None:
    desk.reader.go_on.clear()
    desk.send(b"%1")
    assert desk.landlord is UploadState.READING
    desk.call.page_says(UploadCancelled(upload=LANDLORD))
    desk.reader.go_on.set()
    await desk.quiet()
    assert desk.landlord is UploadState.WANTED
    assert desk.model.items[0].read is None


async def test_files_that_nobody_announced_or_for_nothing_that_is_wanted_are_dropped(desk: Desk) -> None:
    desk.blob("nobody", b"%1")
    desk.send(b"%1", upload="unknown")
    desk.call.page_says(UploadPart(id="p", upload=LANDLORD))
    desk.blob("p", b"%1", BlobKind.DOCUMENT)
    await desk.quiet()
    assert {item.state for item in desk.model.items} == {UploadState.WANTED}


async def test_a_file_that_is_sent_again_because_the_answer_was_lost_is_not_taken_twice(desk: Desk) -> None:
    desk.send(b"%1")
    await desk.quiet()
    desk.call.connect_page()
    await desk.quiet()
    told = len(desk.call.said)
    desk.call.page_says(UploadPart(id="part1", upload=LANDLORD))
    desk.blob("part1", b"%1")
    await desk.quiet()
    assert desk.model.items[0].parts == 1
    assert desk.call.said[told].items[0].last == "part1"


async def test_there_is_an_end_to_the_files_of_one_paper(desk: Desk) -> None:
    for _ in range(UPLOAD_PARTS + 5):
        desk.send(b"%")
        await desk.quiet()
    assert desk.model.items[0].parts == UPLOAD_PARTS


async def test_the_end_of_the_case_forgets_all(desk: Desk) -> None:
    desk.send(b"%1")
    desk.model.stop()
    await desk.quiet()
    assert not desk.model.items
