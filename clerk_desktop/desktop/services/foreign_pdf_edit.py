"""Changing a foreign PDF: one function for each kind of edit. Limited process only.

The caller says places as the page is shown; a turned page is therefore first written so that it needs no turning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pymupdf

from clerk_desktop.common.errors import BadInput, FileTooMuch
from clerk_desktop.common.foreign import (
    PAGES_MAX,
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
from clerk_desktop.desktop.services.foreign_pdf_clean import clean
from clerk_desktop.desktop.services.foreign_pdf_fields import INK, LINE, fill, font
from clerk_desktop.desktop.services.foreign_pdf_look import MUPDF, guarded, opened, page_of
from clerk_desktop.desktop.services.foreign_pdf_redact import forget, redact, without_fields, without_second_texts

_JPEG = b"\xff\xd8\xff"
A4 = (595.276, 841.89)
"""Points."""


def edit(pdf: bytes, edits: Sequence[Edit], sources: Sequence[bytes], progress: Callable[[int, int], None]) -> bytes:
    """Make the edits in turn and write the file anew.

    Raises:
        BadInput: there is no such page, field, state or file.
        FileBroken, FileLocked, FileTooMuch, NotAPdf: the file, or one of the sources, cannot be worked on.
    """
    with opened(pdf) as document:
        hidden: list[str] = []
        redacted = any(isinstance(each, Redact) for each in edits)
        for done, each in enumerate(edits):
            progress(done, len(edits))
            if isinstance(each, Redact):
                without_fields(document)
                hidden += redact(_upright(document, each.page), [_rect(one) for one in each.areas])
            elif isinstance(each, Insert):
                _insert(document, each, sources)
            else:
                _EDITS[type(each)](document, each)
        if redacted:
            forget(document, hidden)
        if any(isinstance(each, TypeText) for each in edits):
            document.subset_fonts()
        made = bytes(document.tobytes(garbage=4, deflate=True, encryption=MUPDF.PDF_ENCRYPT_NONE, use_objstms=1))
    return clean(without_second_texts(made))[0] if redacted else made


def pictures_to_pdf(pictures: Sequence[bytes]) -> bytes:
    """One A4 page for each JPEG, upright or across as the picture is, filled as far as its shape allows."""
    with guarded(), pymupdf.open() as document:
        for picture in pictures:
            _add_picture(document, picture)
        return bytes(document.tobytes(garbage=3, deflate=True))


def _add_picture(document: pymupdf.Document, picture: bytes) -> None:
    if not picture.startswith(_JPEG):
        raise BadInput("no JPEG")
    with pymupdf.open(stream=picture, filetype="jpg") as image:
        across = image[0].rect.width > image[0].rect.height
    width, height = A4[::-1] if across else A4
    page = document.new_page(width=width, height=height)
    page.insert_image(page.rect, stream=picture, keep_proportion=True)


def _fill(document: pymupdf.Document, each: Fill) -> None:
    fill(document, each.name, each.value)


def _type(document: pymupdf.Document, each: TypeText) -> None:
    page = _upright(document, each.page)
    writer = pymupdf.TextWriter(page.rect, color=INK)
    for number, line in enumerate(each.text.splitlines()):
        if line:
            writer.append((each.x, each.y + number * each.size * LINE), line, font=font(), fontsize=each.size)
    writer.write_text(page)


def _tick(document: pymupdf.Document, each: Tick) -> None:
    page, rect = _upright(document, each.page), _rect(each.area)
    side = min(rect.width, rect.height)
    left, top = rect.x0 + (rect.width - side) / 2, rect.y0 + (rect.height - side) / 2
    points = [(left + side * x, top + side * y) for x, y in ((0.18, 0.48), (0.42, 0.78), (0.84, 0.2))]
    shape = page.new_shape()
    shape.draw_polyline(points)
    shape.finish(color=INK, width=max(0.5, side * 0.11), lineCap=1, lineJoin=1, closePath=False)
    shape.commit()


def _highlight(document: pymupdf.Document, each: Highlight) -> None:
    page = _upright(document, each.page)  # a note outlives no page that nobody holds
    page.add_highlight_annot([_rect(area) for area in each.areas]).update()


def _comment(document: pymupdf.Document, each: Comment) -> None:
    page = _upright(document, each.page)
    note = page.add_text_annot((each.x, each.y), each.text, icon="Note")
    note.set_info(title=each.author, content=each.text)
    note.update()


def _rotate(document: pymupdf.Document, each: Rotate) -> None:
    page = page_of(document, each.page)
    page.set_rotation((page.rotation + each.by) % 360)


def _reorder(document: pymupdf.Document, each: Reorder) -> None:
    if len(set(each.order)) < len(each.order) or max(each.order) >= document.page_count:
        raise BadInput("the order of the pages")
    document.select(list(each.order))


def _delete(document: pymupdf.Document, each: Delete) -> None:
    gone = set(each.pages)
    if max(gone) >= document.page_count or len(gone) == document.page_count:
        raise BadInput("a file needs a page")
    document.select([number for number in range(document.page_count) if number not in gone])


def _insert(document: pymupdf.Document, each: Insert, sources: Sequence[bytes]) -> None:
    if each.source >= len(sources) or each.at > document.page_count:
        raise BadInput("no such file or page")
    with opened(sources[each.source]) as other:
        if document.page_count + other.page_count > PAGES_MAX:
            raise FileTooMuch("pages")
        document.insert_pdf(other, start_at=each.at if each.at < document.page_count else -1)


def _flatten(document: pymupdf.Document, _each: Flatten) -> None:
    document.bake(annots=True, widgets=True)


_EDITS: dict[type, Callable[[pymupdf.Document, Any], None]] = {
    Fill: _fill,
    TypeText: _type,
    Tick: _tick,
    Highlight: _highlight,
    Comment: _comment,
    Rotate: _rotate,
    Reorder: _reorder,
    Delete: _delete,
    Flatten: _flatten,
}


def _upright(document: pymupdf.Document, number: int) -> pymupdf.Page:
    page = page_of(document, number)
    if page.rotation:
        page.remove_rotation()
        # What comes after it must not be turned as well: PyMuPDF leaves its matrix open.
        xref = document.get_new_xref()
        document.update_object(xref, "<<>>")
        document.update_stream(xref, b"q\n" + bytes(page.read_contents()) + b"\nQ\n", new=True)
        page.set_contents(xref)
    return page


def _rect(area: Area) -> pymupdf.Rect:
    rect: pymupdf.Rect = pymupdf.Rect(area.x0, area.y0, area.x1, area.y1).normalize()
    if rect.is_empty:
        raise BadInput("an empty area")
    return rect
