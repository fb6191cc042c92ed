"""Looking into a foreign PDF: its pages, its form, a page as a picture, a search. Limited process only; writes nothing.

Plain functions of an opened document; `opened` is the only way to one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pymupdf

from clerk_desktop.common.errors import BadInput, FileBroken, FileLocked, FileTooMuch, NotAPdf
from clerk_desktop.common.foreign import (
    FILE_MAX,
    PAGES_MAX,
    SIDE_MAX,
    Area,
    FieldShape,
    FieldView,
    FileView,
    Hit,
    Hits,
    PageSize,
)
from clerk_desktop.desktop.services.pdf_worker import bgra

_PIXELS_MAX = 20_000_000
"""Of one picture: more than any screen shows."""
_FIELDS_MAX = 5_000
_HEAD = 1_024
"""Bytes within which "%PDF-" must stand (as all viewers have it)."""
_SHAPES = {
    "Text": FieldShape.TEXT,
    "CheckBox": FieldShape.TICK,
    "RadioButton": FieldShape.RADIO,
    "ComboBox": FieldShape.CHOICE,
    "ListBox": FieldShape.CHOICE,
    "Signature": FieldShape.SIGNATURE,
}

MUPDF: Any = pymupdf
"""For its constants, which it declares to nobody."""

# What is wrong with a file is said by the exception, not on the desk's standard error.
pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


@contextmanager
def guarded() -> Iterator[None]:
    """MuPDF's errors become ours."""
    try:
        yield
    except (FileBroken, FileLocked, FileTooMuch, NotAPdf, BadInput):
        raise
    except MemoryError as error:
        raise FileTooMuch("memory") from error
    except (RuntimeError, pymupdf.mupdf.FzErrorBase) as error:
        if any(sign in str(error) for sign in ("malloc", "calloc", "realloc", "out of memory")):
            raise FileTooMuch("memory") from error
        raise FileBroken(type(error).__name__) from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OSError) as error:
        raise FileBroken(type(error).__name__) from error


@contextmanager
def opened(pdf: bytes, password: str = "") -> Iterator[pymupdf.Document]:
    """The file, to be read or changed.

    Raises:
        NotAPdf, FileLocked, FileTooMuch, FileBroken: as their names say; also while the caller works with it.
    """
    with guarded(), open_document(pdf, password) as document:
        yield document


def open_document(pdf: bytes, password: str = "") -> pymupdf.Document:
    """Like `opened`, for a document that stays open; the caller works with it under `guarded`."""
    if len(pdf) > FILE_MAX:
        raise FileTooMuch(f"{len(pdf)} bytes")
    if b"%PDF-" not in pdf[:_HEAD]:
        raise NotAPdf
    document = pymupdf.open(stream=pdf, filetype="pdf")
    if document.needs_pass and not document.authenticate(password):
        raise FileLocked
    if document.page_count < 1:
        raise FileBroken("no pages")
    if document.page_count > PAGES_MAX:
        raise FileTooMuch(f"{document.page_count} pages")
    return document


def view(document: pymupdf.Document) -> FileView:
    """The sizes of all pages, and how the file was.

    Raises:
        FileBroken: no page can be read, or one is of a size that no paper has.
    """
    with guarded():
        sizes = tuple(_size(document[number].rect) for number in range(document.page_count))
        encrypted = bool(document.metadata and document.metadata.get("encryption"))
        return FileView(pages=sizes, encrypted=encrypted, repaired=bool(document.is_repaired))


def _size(rect: pymupdf.Rect) -> PageSize:
    sides = (float(rect.width), float(rect.height))
    if not all(math.isfinite(side) and 0.1 <= side <= SIDE_MAX for side in sides):
        raise FileBroken("the size of a page")
    return PageSize(width=sides[0], height=sides[1])


def draw(document: pymupdf.Document, number: int, width_px: int) -> tuple[int, int, bytes]:
    """A page (from 0) on white, at most `width_px` wide: width, height, and four bytes a pixel (blue, green, red, 255).

    A page much higher than wide becomes narrower than asked.

    Raises:
        BadInput: no such page or no such width. FileBroken, FileTooMuch: it cannot be drawn.
    """
    with guarded():
        page = page_of(document, number)
        size = _size(page.rect)
        if not 1 <= width_px <= 10_000:
            raise BadInput("width")
        scale = min(width_px / size.width, math.sqrt(_PIXELS_MAX / (size.width * size.height)), 20_000 / size.height)
        scale = max(scale, 1 / min(size.width, size.height))
        if size.width * size.height * scale * scale > 2 * _PIXELS_MAX:
            raise FileBroken("the shape of a page")
        picture = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False, annots=True)
        return picture.width, picture.height, bgra(picture.samples, picture.width * picture.height)


def all_pages(document: pymupdf.Document) -> Iterator[pymupdf.Page]:
    """Every page in turn; one that is given out may be changed."""
    return (document[number] for number in range(document.page_count))


def page_of(document: pymupdf.Document, number: int) -> pymupdf.Page:
    """A page, from 0. Raises BadInput when there is none."""
    if not 0 <= number < document.page_count:
        raise BadInput(f"no page {number}")
    return document[number]


def search(document: pymupdf.Document, words: str, most: int, progress: Callable[[int, int], None]) -> Hits:
    """Where the words stand, whatever their case; the search ends after `most` places."""
    hits: list[Hit] = []
    with guarded():
        count = document.page_count
        for number in range(count):
            page = document[number]
            for rect in page.search_for(words):
                if len(hits) == most:
                    return Hits(hits=tuple(hits), more=True)
                hits.append(Hit(page=number, area=area(rect * page.rotation_matrix)))
            if number % 20 == 19:
                progress(number + 1, count)
    return Hits(hits=tuple(hits))


def fields(document: pymupdf.Document) -> tuple[tuple[FieldView, ...], bool]:
    """The fields of the form in the order of the pages; and whether one of them is a signature that was given."""
    found: list[FieldView] = []
    signed = False
    with guarded():
        if not document.is_form_pdf:
            return (), False
        for number in range(document.page_count):
            page = document[number]
            for widget in page.widgets():
                if len(found) == _FIELDS_MAX:
                    raise FileTooMuch("too many fields")
                found.append(_field(widget, number, page))
                signed = signed or (found[-1].shape is FieldShape.SIGNATURE and bool(widget.is_signed))
    return tuple(found), signed


def _field(widget: pymupdf.Widget, number: int, page: pymupdf.Page) -> FieldView:
    shape = _SHAPES.get(str(widget.field_type_string), FieldShape.BUTTON)
    options: tuple[str, ...] = ()
    if shape in (FieldShape.TICK, FieldShape.RADIO):
        options = tuple(str(state) for state in (widget.button_states() or {}).get("normal") or ())
    elif shape is FieldShape.CHOICE:
        options = tuple(str(c[0] if isinstance(c, tuple | list) else c) for c in widget.choice_values or ())
    value = widget.field_value
    return FieldView(
        name=str(widget.field_name or "")[:2_000],
        shape=shape,
        page=number,
        area=area(pymupdf.Rect(widget.rect) * page.rotation_matrix),
        value="" if value is None or value is False else str(value)[:10_000],
        options=tuple(option[:10_000] for option in options[:1_000]),
        read_only=bool((widget.field_flags or 0) & 1),
    )


def area(rect: pymupdf.Rect) -> Area:
    """A rectangle of MuPDF's, kept within what is believed."""
    edges = [min(max(float(edge), -SIDE_MAX), SIDE_MAX) if math.isfinite(edge) else 0.0 for edge in rect.normalize()]
    return Area(x0=edges[0], y0=edges[1], x1=edges[2], y1=edges[3])
