"""What can be done to a foreign PDF, through the real process; seen with poppler's eyes."""

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from clerk_desktop.common.errors import BadInput, FileBroken, Unavailable
from clerk_desktop.common.foreign import (
    Area,
    Comment,
    Delete,
    Edit,
    Fill,
    Flatten,
    Highlight,
    Insert,
    Redact,
    Reorder,
    Rotate,
    Tick,
    TypeText,
)
from clerk_desktop.desktop.services.foreign_pdf import ForeignFile, ForeignPdfs
from clerk_desktop.desktop.services.limited import LimitedProcess, Rank
from tests.helpers import bad_workers
from tests.helpers.foreign import (
    SECRET,
    everything_in,
    form_pdf,
    picture_of,
    png_picture,
    read_info,
    read_text,
    scan_picture,
    telling_pdf,
    text_pdf,
)


@pytest.fixture(scope="module")
async def pdfs() -> AsyncIterator[ForeignPdfs]:
    door = ForeignPdfs()
    yield door
    await door.close()


async def edited(pdfs: ForeignPdfs, content: bytes, *edits: Edit, sources: tuple[bytes, ...] = ()) -> ForeignFile:
    others = [await pdfs.open(each) for each in sources]
    return await pdfs.edit(await pdfs.open(content), edits, others)


# --- looking


async def test_an_opened_file_tells_its_pages(pdfs: ForeignPdfs, tmp_path: Path) -> None:
    content = text_pdf(3)
    view = (await pdfs.open(content)).view
    assert [(size.width, size.height) for size in view.pages] == [(595, 842)] * 3
    assert read_info(content, tmp_path)["Pages"] == "3"
    assert not view.encrypted
    assert not view.repaired


async def test_a_page_is_drawn_as_poppler_draws_it(pdfs: ForeignPdfs, tmp_path: Path) -> None:
    content = (await edited(pdfs, text_pdf(), Tick(page=0, area=Area(x0=200, y0=200, x1=400, y1=400)))).content
    drawn = await pdfs.draw(await pdfs.open(content), 0, 595)
    assert (drawn.width, drawn.height) == (595, 842)
    ours = memoryview(drawn.bgra)[1::4]
    theirs = picture_of(content, tmp_path)[:, :, 1]
    different = sum(abs(a - b) > 128 for a, b in zip(ours, theirs.tobytes(), strict=True))
    dark = int((theirs < 128).sum())
    assert dark > 1_000
    assert different < dark / 4


async def test_a_page_that_is_not_there_is_said(pdfs: ForeignPdfs) -> None:
    file = await pdfs.open(text_pdf())
    for page, width in ((1, 100), (-1, 100), (0, 0), (0, 10**9)):
        with pytest.raises(BadInput):
            await pdfs.draw(file, page, width)


async def test_a_search_says_where_the_words_are_also_on_a_turned_page(pdfs: ForeignPdfs) -> None:
    file = await edited(pdfs, text_pdf(30), Rotate(page=1, by=90))
    heard: list[tuple[int, int]] = []
    found = await pdfs.search(file, "seite 2", progress=lambda done, of: heard.append((done, of)))
    assert [hit.page for hit in found.hits] == [1, *range(19, 29)]
    assert heard == [(20, 30)]
    turned, plain = found.hits[0].area, found.hits[1].area
    assert plain.x0 == pytest.approx(72, abs=2)
    assert plain.y1 == pytest.approx(106, abs=6)
    assert turned.x1 == pytest.approx(842 - plain.y0, abs=2)
    assert turned.y0 == pytest.approx(plain.x0, abs=2)


async def test_a_search_stops_at_the_most_that_is_wanted(pdfs: ForeignPdfs) -> None:
    found = await pdfs.search(await pdfs.open(text_pdf(9)), "Seite", most=4)
    assert len(found.hits) == 4
    assert found.more
    assert not (await pdfs.search(await pdfs.open(text_pdf()), "  ")).hits


async def test_a_form_tells_its_fields(pdfs: ForeignPdfs) -> None:
    contents = await pdfs.contents(await pdfs.open(form_pdf()))
    assert [(f.name, f.shape, f.options) for f in contents.fields] == [
        ("name", "text", ()),
        ("agreed", "tick", ("Off", "Yes")),
        ("state", "choice", ("ledig", "verheiratet")),
    ]
    assert not contents.active
    assert not contents.signed


# --- changing


async def test_a_form_is_filled_in_and_every_viewer_shows_it(pdfs: ForeignPdfs, tmp_path: Path) -> None:
    values = {"name": "Yıldız Łuczak-Müller", "agreed": "on", "state": "verheiratet"}
    file = await edited(pdfs, form_pdf(), *(Fill(name=name, value=value) for name, value in values.items()))
    text = read_text(file.content, tmp_path, "-raw")
    assert all(word in text for word in ("Yıldız", "Łuczak-Müller", "verheiratet"))
    box = picture_of(file.content, tmp_path)[110:124, 72:86]
    assert (box.min(axis=2) < 100).sum() > 10
    with pikepdf.open(io.BytesIO(file.content)) as document:
        fields = {str(f.T): f for f in document.Root.AcroForm.Fields}
        assert str(fields["agreed"].V) == "/Yes"
        assert str(fields["state"].V) == "verheiratet"
    cleared = await pdfs.edit(file, [Fill(name="agreed", value="off")])
    box = picture_of(cleared.content, tmp_path)[112:122, 74:84]
    assert (box.min(axis=2) < 100).sum() == 0


async def test_an_older_state_is_still_there_after_an_edit(pdfs: ForeignPdfs) -> None:
    before = await pdfs.open(form_pdf())
    await pdfs.edit(before, [Fill(name="name", value="Erika")])
    assert (await pdfs.contents(before)).fields[0].value == ""


async def test_flattened_fields_are_text_and_no_fields(pdfs: ForeignPdfs, tmp_path: Path) -> None:
    file = await edited(pdfs, form_pdf(), Fill(name="name", value="Erika"), Fill(name="agreed", value="on"), Flatten())
    assert not (await pdfs.contents(file)).fields
    assert "Erika" in read_text(file.content, tmp_path)
    box = picture_of(file.content, tmp_path)[110:124, 72:86]
    assert (box.min(axis=2) < 100).sum() > 10


@pytest.mark.parametrize(
    "edit",
    [
        Fill(name="unknown", value="x"),
        Fill(name="agreed", value="maybe"),
        TypeText(page=5, x=1, y=1, text="x"),
        Tick(page=0, area=Area(x0=5, y0=5, x1=5, y1=9)),
        Reorder(order=(0, 0)),
        Reorder(order=(7,)),
        Delete(pages=(0,)),
        Delete(pages=(3,)),
        Insert(at=0, source=0),
    ],
)
async def test_what_cannot_be_done_is_said(pdfs: ForeignPdfs, edit: Edit) -> None:
    with pytest.raises(BadInput):
        await edited(pdfs, form_pdf(), edit)


async def test_typed_text_stands_where_it_was_put_with_an_embedded_font(pdfs: ForeignPdfs, tmp_path: Path) -> None:
    text = TypeText(page=0, x=200, y=300, text="Straße 7, Yıldız\nzweite Zeile", size=12)
    file = await edited(pdfs, text_pdf(), text, Rotate(page=0, by=180))
    again = await pdfs.edit(file, [TypeText(page=0, x=50, y=60, text="aufrecht", size=12)])
    found = {w: (await pdfs.search(again, w)).hits[0].area for w in ("Straße", "zweite", "aufrecht")}
    assert found["zweite"].y0 < found["Straße"].y0  # upside down
    assert found["aufrecht"].x0 == pytest.approx(50, abs=2)
    assert found["aufrecht"].y1 == pytest.approx(63, abs=4)
    assert all(word in read_text(again.content, tmp_path) for word in ("Straße 7, Yıldız", "aufrecht"))
    with pikepdf.open(io.BytesIO(again.content)) as document:
        fonts = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/FontName") is not None]
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts if "Fira" in str(font.FontName))
    assert len(again.content) < 60_000  # not the whole font


async def test_a_marked_and_commented_page_shows_it(pdfs: ForeignPdfs, tmp_path: Path) -> None:
    area = Area(x0=70, y0=80, x1=160, y1=108)
    file = await edited(
        pdfs, text_pdf(), Highlight(page=0, areas=(area,)), Comment(page=0, x=300, y=80, text="Prüfen", author="Wolf")
    )
    red, green, blue = picture_of(file.content, tmp_path)[84, 80]
    assert red > 200 > blue
    assert green > 200
    with pikepdf.open(io.BytesIO(file.content)) as document:
        notes = {str(note.Subtype): note for note in document.pages[0].Annots}
        assert str(notes["/Text"].Contents) == "Prüfen"
        assert str(notes["/Text"].T) == "Wolf"
    assert "Seite 1" in read_text(file.content, tmp_path)


async def test_pages_are_turned_put_in_order_taken_out_and_put_in(pdfs: ForeignPdfs, tmp_path: Path) -> None:
    file = await edited(
        pdfs,
        text_pdf(4),
        Reorder(order=(3, 0, 1, 2)),
        Delete(pages=(1,)),
        Insert(at=1, source=0),
        Rotate(page=0, by=270),
        sources=(text_pdf(2, "Anlage"),),
    )
    assert read_text(file.content, tmp_path).split("\n\n\f") == [
        "Seite 4",
        "Anlage 1",
        "Anlage 2",
        "Seite 2",
        "Seite 3",
    ]
    assert read_info(file.content, tmp_path, "-f", "1", "-l", "1")["Page    1 rot"] == "270"
    assert (file.view.pages[0].width, file.view.pages[0].height) == (842, 595)


# --- redacting


async def test_what_is_blacked_out_is_nowhere_in_the_file(pdfs: ForeignPdfs, tmp_path: Path) -> None:
    content = telling_pdf()
    assert everything_in(content).count(SECRET.encode()) > 6
    areas = (
        Area(x0=90, y0=80, x1=300, y1=110),
        Area(x0=40, y0=115, x1=310, y1=145),
        Area(x0=50, y0=300, x1=150, y1=500),
    )
    file = await edited(pdfs, content, Redact(page=0, areas=areas))
    everything = everything_in(file.content)
    for form in (SECRET.encode(), SECRET.encode("utf-16-be"), SECRET.encode().hex().encode(), b"original.txt"):
        assert form not in everything
        assert form.upper() not in everything
    text = read_text(file.content, tmp_path)
    assert SECRET not in text
    assert "Bleibt stehen" in text
    picture = picture_of(file.content, tmp_path)
    assert tuple(picture[400, 100]) == (0, 0, 0)
    assert tuple(picture[400, 200]) == (0, 0, 255)
    assert not read_info(file.content, tmp_path).get("Title")


async def test_pixels_under_the_bar_are_gone_from_the_picture_itself(pdfs: ForeignPdfs) -> None:
    file = await edited(pdfs, telling_pdf(), Redact(page=0, areas=(Area(x0=50, y0=300, x1=140, y1=500),)))
    with pikepdf.open(io.BytesIO(file.content)) as document:
        images = [o for o in document.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert images
        pictures = [np.asarray(pikepdf.PdfImage(each).as_pil_image().convert("RGB")) for each in images]
    whole = next(picture for picture in pictures if picture.shape == (200, 200, 3))
    assert tuple(whole[100, 150]) == (0, 0, 255)
    assert (whole[:, :85] == whole[0, 0]).all()
    assert tuple(whole[0, 0]) != (255, 0, 0)


async def test_words_on_a_turned_page_are_blacked_out_where_they_are_seen(pdfs: ForeignPdfs, tmp_path: Path) -> None:
    file = await edited(pdfs, text_pdf(2), Rotate(page=0, by=90))
    hit = (await pdfs.search(file, "Seite 1")).hits[0]
    gone = await pdfs.edit(file, [Redact(page=0, areas=(hit.area,))])
    assert read_text(gone.content, tmp_path) == "Seite 2"


# --- pictures, the process


async def test_pictures_become_pages_upright_or_across(pdfs: ForeignPdfs, tmp_path: Path) -> None:
    import cv2
    import numpy as np

    across = bytes(cv2.imencode(".jpg", np.full((100, 300, 3), 99, np.uint8))[1])
    file = await pdfs.from_pictures([scan_picture(1, 400), across])
    assert [size.width > size.height for size in file.view.pages] == [False, True]
    assert read_info(file.content, tmp_path)["Pages"] == "2"
    with pytest.raises(BadInput):
        await pdfs.from_pictures([png_picture()])


async def test_a_process_that_dies_is_replaced_and_knows_the_file_again(pdfs: ForeignPdfs) -> None:
    file = await pdfs.open(text_pdf(2))
    process = pdfs._process._process
    assert process is not None
    process.kill()
    process.join()
    assert (await pdfs.draw(file, 1, 100)).width == 100


async def test_more_files_than_are_kept_can_be_looked_at_in_turn(pdfs: ForeignPdfs) -> None:
    files = [await pdfs.open(text_pdf(number + 1)) for number in range(6)]
    assert [(await pdfs.search(file, "Seite 1")).hits[0].page for file in files] == [0] * 6
    await pdfs.drop(files[0])
    assert (await pdfs.draw(files[0], 0, 50)).width == 50


async def test_thumbnails_that_nobody_wants_any_more_are_not_drawn(pdfs: ForeignPdfs) -> None:
    file = await pdfs.open(text_pdf(40))
    tasks = [asyncio.create_task(pdfs.draw(file, page, 100, Rank.THUMBNAIL)) for page in range(40)]
    await asyncio.sleep(0)
    for task in tasks[5:]:
        task.cancel()
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert sum(not isinstance(each, asyncio.CancelledError) for each in done) == 5


@pytest.mark.parametrize("frame", ["lies", "counts"])
async def test_a_process_that_was_taken_over_can_say_nothing_else(frame: str) -> None:
    door = ForeignPdfs(LimitedProcess({"lies": bad_workers.lies, "counts": bad_workers.counts}[frame], "rehearsal"))

    async def look() -> None:
        await door.draw(await door.open(text_pdf()), 0, 100)

    with pytest.raises(FileBroken):
        await look()
    await door.close()
    with pytest.raises(Unavailable):
        await door.open(text_pdf())
