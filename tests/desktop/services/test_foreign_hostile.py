"""Every hostile file ends in a picture or in one of a few sentences; nothing that acts is left in what is sent."""

import io
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pikepdf
import psutil
import pytest

from clerk_desktop.common.errors import FileBroken, FileLocked, FileTooMuch, NotAPdf, OfficeError
from clerk_desktop.desktop.services.foreign_pdf import ForeignPdfs
from clerk_desktop.desktop.services.limited import LimitedProcess
from clerk_desktop.desktop.services.limited_worker import MEMORY
from tests.helpers.hostile import ACTIVE, DAMAGED, OPENS, pdf

SENTENCES = (FileBroken, FileLocked, FileTooMuch, NotAPdf)
FORBIDDEN = {
    "/JavaScript",
    "/JS",
    "/AA",
    "/OpenAction",
    "/Launch",
    "/GoToR",
    "/GoToE",
    "/SubmitForm",
    "/ImportData",
    "/XFA",
    "/EmbeddedFile",
    "/EmbeddedFiles",
    "/EF",
    "/AF",
    "/FileAttachment",
    "/RichMedia",
    "/RichMediaContent",
    "/Movie",
    "/Rendition",
    "/Collection",
    "/Perms",
    "/Requirements",
}


@pytest.fixture(scope="module")
async def pdfs() -> AsyncIterator[ForeignPdfs]:
    door = ForeignPdfs()
    yield door
    await door.close()


@pytest.fixture(scope="module")
async def impatient() -> AsyncIterator[ForeignPdfs]:
    """Bombs are given two seconds: what is slow in the end is the same, and the tests are many."""
    from clerk_desktop.desktop.services import foreign_pdf

    door = ForeignPdfs(LimitedProcess(foreign_pdf._work, "foreign-pdf", limit_s=2))
    yield door
    await door.close()


def test_the_corpus_is_large_enough() -> None:
    assert len(ACTIVE) + len(DAMAGED) >= 80


@pytest.mark.parametrize("name", DAMAGED)
async def test_a_damaged_file_ends_in_a_picture_or_a_sentence(impatient: ForeignPdfs, name: str) -> None:
    make, expected = DAMAGED[name]
    content = make()
    before = psutil.Process().memory_info().rss
    said: list[str] = []
    try:
        file = await impatient.open(content)
    except SENTENCES as error:
        said.append(error.code)
    else:
        for ask in (
            impatient.draw(file, 0, 800),
            impatient.contents(file),
            impatient.search(file, "Tag"),
            impatient.clean(file),
        ):
            try:
                await ask
            except SENTENCES as error:
                said.append(error.code)
    if expected != OPENS:
        assert said == [expected]
    assert psutil.Process().memory_info().rss - before < 300 * 2**20
    worker = impatient._process._process
    if worker is not None and worker.pid:
        assert psutil.Process(worker.pid).memory_info().vms <= MEMORY
    """Whoever comes after it is served."""
    good = await impatient.open(pdf())
    assert (await impatient.draw(good, 0, 300)).width == 300


@pytest.mark.parametrize("name", ACTIVE)
async def test_nothing_that_acts_is_left(pdfs: ForeignPdfs, name: str, tmp_path: Path) -> None:
    file = await pdfs.open(ACTIVE[name]())
    contents = await pdfs.contents(file)
    cleaned = await pdfs.clean(file)
    assert contents.active == cleaned.removed
    if name != "usage rights":
        assert cleaned.removed
    assert not _names(cleaned.content) & FORBIDDEN
    again = await pdfs.open(cleaned.content)
    assert not (await pdfs.contents(again)).active
    path = tmp_path / "clean.pdf"
    path.write_bytes(cleaned.content)
    assert not _run("pdfinfo", "-js", path)
    assert _run("pdfdetach", "-list", path) == "0 embedded files"
    assert "evil" not in cleaned.content.decode("latin-1")
    if name != "content in another file":
        assert _run("pdftotext", path, "-") == "Guten Tag"


@pytest.mark.parametrize("name", ACTIVE)
def test_the_corpus_is_what_it_says(name: str) -> None:
    content = ACTIVE[name]()
    links = any(word in content for word in (b"javascript:", b"file://", b"/F(//evil"))
    assert _names(content) & FORBIDDEN or links


async def test_a_harmless_file_keeps_what_is_harmless(pdfs: ForeignPdfs) -> None:
    note = b"<</Type/Annot/Subtype/Link/Rect[40 290 200 330]/A<</S/URI/URI(https://www.example.org/)>>>>"
    jump = b"<</Type/Annot/Subtype/Link/Rect[40 90 200 130]/A<</S/GoTo/D[3 0 R/Fit]>>>>"
    font = b"<</JS 5 0 R/AA 5 0 R/F 5 0 R>>"
    """A file may call its fonts as it likes."""
    page = b"/Annots[6 0 R 7 0 R]"
    content = pdf({6: note, 7: jump}, page=page).replace(b"<</F 5 0 R>>", font)
    cleaned = await pdfs.clean(await pdfs.open(content))
    assert not cleaned.removed
    with pikepdf.open(io.BytesIO(cleaned.content)) as document:
        assert [str(note.A.S) for note in document.pages[0].Annots] == ["/URI", "/GoTo"]
        assert set(document.pages[0].Resources.Font.keys()) == {"/JS", "/AA", "/F"}


async def test_what_lies_around_the_pdf_and_before_its_last_revision_is_gone(pdfs: ForeignPdfs) -> None:
    for name in ("pdf behind a zip", "pdf that is html", "pdf behind a gif"):
        cleaned = await pdfs.clean(await pdfs.open(DAMAGED[name][0]()))
        assert cleaned.content.startswith(b"%PDF-")
        assert not any(sign in cleaned.content for sign in (b"PK\3\4", b"PK\5\6", b"<html>", b"GIF89a"))


async def test_a_locked_file_opens_with_its_password_and_is_sent_without(pdfs: ForeignPdfs, tmp_path: Path) -> None:
    locked = DAMAGED["locked"][0]()
    with pytest.raises(FileLocked):
        await pdfs.open(locked, "falsch")
    file = await pdfs.open(locked, "geheim")
    assert file.view.encrypted
    assert (await pdfs.draw(file, 0, 300)).width == 300
    path = tmp_path / "open.pdf"
    path.write_bytes((await pdfs.clean(file)).content)
    assert _run("pdftotext", path, "-") == "Guten Tag"


async def test_every_sentence_is_one_of_ours() -> None:
    assert all(issubclass(kind, OfficeError) for kind in SENTENCES)
    assert {code for _, code in DAMAGED.values()} - {OPENS} <= {kind.code for kind in SENTENCES}


def _names(content: bytes) -> set[str]:
    """Every name in the file, unpacked and without escapes."""
    found: set[str] = set()

    def walk(top: pikepdf.Object) -> None:
        waiting: list[object] = [top]
        while waiting:
            each = waiting.pop()
            if isinstance(each, pikepdf.Name):
                found.add(str(each))
            elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                found.update(each.keys())
                waiting += [each[key] for key in each.keys() if not getattr(each[key], "is_indirect", False)]  # noqa: SIM118
            elif isinstance(each, pikepdf.Array):
                waiting += [one for one in each if not getattr(one, "is_indirect", False)]

    with pikepdf.open(io.BytesIO(content)) as document:
        for each in document.objects:
            walk(each)
        walk(document.trailer)
    return found


def _run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Syntax Error" not in done.stderr
    return done.stdout.strip()
