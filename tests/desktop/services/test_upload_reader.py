"""A citizen's files through both real processes: one clean PDF, whatever was sent."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from clerk_desktop.common.errors import FileLocked, NotAPdf, PhotoUnreadable
from clerk_desktop.desktop.services.upload_reader import UploadReader
from tests.helpers.foreign import photographed, read_info, read_text, text_pdf
from tests.helpers.hostile import ACTIVE, DAMAGED


@pytest.fixture(scope="module")
async def reader() -> AsyncIterator[UploadReader]:
    made = UploadReader()
    yield made
    await made.close()


async def test_a_pdf_and_two_photos_become_one_paper(reader: UploadReader, tmp_path: Path) -> None:
    first = await reader.read(text_pdf(2))
    second = await reader.read(photographed(0)[0], first.pdf)
    third = await reader.read(photographed(1)[0], second.pdf)
    assert [each.pages for each in (first, second, third)] == [2, 3, 4]
    assert read_info(third.pdf, tmp_path)["Pages"] == "4"
    assert read_text(third.pdf, tmp_path).split() == ["Seite", "1", "Seite", "2"]
    assert third.picture.width == 220
    assert third.picture.height == pytest.approx(311, abs=2)


async def test_what_could_act_is_taken_out_and_named(reader: UploadReader) -> None:
    read = await reader.read(ACTIVE["javascript on opening"]())
    assert set(read.removed) == {"javascript", "open_action"}
    assert b"JavaScript" not in read.pdf


async def test_what_cannot_be_read_says_why(reader: UploadReader) -> None:
    for content, error in (
        (b"MZ" + bytes(99), NotAPdf),
        (DAMAGED["locked"][0](), FileLocked),
        (b"\xff\xd8\xff" + bytes(99), PhotoUnreadable),
    ):
        with pytest.raises(error):
            await reader.read(content)
