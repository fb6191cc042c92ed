"""Changing a foreign PDF: one function for each kind of edit. Limited process only.

The caller says places as the page is shown; a turned page is therefore first written so that it needs no turning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_fira_sans
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
from clerk_desktop.desktop.services.foreign_pdf_look import MUPDF, all_pages, opened, page_of
from clerk_desktop.desktop.services.foreign_pdf_redact import forget, redact, without_fields, without_second_texts

_INK = (0.0, 0.0, 0.35)
"""What is typed is dark blue, as a pen would write: it can be told from what was printed."""
_LINE = 1.25
"""From base line to base line, in parts of the size."""


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
    document = pymupdf.open()
    for picture in pictures:
        image = pymupdf.image_profile(picture)
        if not image or image["ext"] != "jpeg":
            raise BadInput("no JPEG")
        short, long = 595.276, 841.89
        width, height = (long, short) if image["width"] > image["height"] else (short, long)
        page = document.new_page(width=width, height=height)
        page.insert_image(page.rect, stream=picture, keep_proportion=True)
    return bytes(document.tobytes(garbage=3, deflate=True))


def _fill(document: pymupdf.Document, each: Fill) -> None:
    found = False
    for page in all_pages(document):
        for widget in list(page.widgets()):
            if widget.field_name != each.name or not _takes(widget, each.value):
                continue
            found = True
            if widget.field_type in (MUPDF.PDF_WIDGET_TYPE_CHECKBOX, MUPDF.PDF_WIDGET_TYPE_RADIOBUTTON):
                _set_button(document, widget, each.value)
            else:
                widget.field_value = each.value
                widget.update()
    if not found:
        raise BadInput("no such field or value")


def _takes(widget: pymupdf.Widget, value: str) -> bool:
    match widget.field_type:
        case MUPDF.PDF_WIDGET_TYPE_CHECKBOX:
            return value in {"on", "off", "Off", *_states(widget)}
        case MUPDF.PDF_WIDGET_TYPE_RADIOBUTTON:
            return True  # the other buttons of the group go out
        case MUPDF.PDF_WIDGET_TYPE_TEXT | MUPDF.PDF_WIDGET_TYPE_COMBOBOX | MUPDF.PDF_WIDGET_TYPE_LISTBOX:
            return True
    return False


def _states(widget: pymupdf.Widget) -> list[str]:
    return [str(state) for state in (widget.button_states() or {}).get("normal") or () if state != "Off"]


def _set_button(document: pymupdf.Document, widget: pymupdf.Widget, value: str) -> None:
    """Switch a tick or radio button, and draw its mark with lines.

    PyMuPDF draws marks with a font that it does not embed; poppler shows nothing there.
    """
    states = _states(widget)
    on = value == "on" or value in states
    widget.field_value = (states[0] if states else True) if on else "Off"
    widget.update()
    state = widget.on_state() if on else None
    kind, name = document.xref_get_key(widget.xref, f"AP/N/{state}") if state else ("null", "")
    if kind == "xref":
        rect = pymupdf.Rect(widget.rect)
        width, height = rect.width, rect.height
        stream = int(name.split()[0])
        document.xref_set_key(stream, "BBox", f"[0 0 {width:.3f} {height:.3f}]")
        document.xref_set_key(stream, "Matrix", "null")
        document.update_stream(stream, _check_mark(width, height))


def _check_mark(width: float, height: float) -> bytes:
    side = min(width, height)
    x, y = (width - side) / 2, (height - side) / 2
    points = ((0.18, 0.52), (0.42, 0.22), (0.84, 0.8))
    (x0, y0), (x1, y1), (x2, y2) = ((x + side * px, y + side * py) for px, py in points)
    return (
        f"q 0 0 0.35 RG {side * 0.11:.3f} w 1 J 1 j {x0:.3f} {y0:.3f} m {x1:.3f} {y1:.3f} l {x2:.3f} {y2:.3f} l S Q"
    ).encode()


def _type(document: pymupdf.Document, each: TypeText) -> None:
    page = _upright(document, each.page)
    writer = pymupdf.TextWriter(page.rect, color=_INK)
    for number, line in enumerate(each.text.splitlines()):
        if line:
            writer.append((each.x, each.y + number * each.size * _LINE), line, font=_font(), fontsize=each.size)
    writer.write_text(page)


@cache
def _font() -> pymupdf.Font:
    """The town's own; signs that it lacks come from MuPDF's."""
    return pymupdf.Font(fontbuffer=_FIRA)


_FIRA = (Path(fontpkg_fira_sans.ROOT) / "files" / "FiraSans-Regular.ttf").read_bytes()
"""Read now: once it is limited, the process can open no file."""


def _tick(document: pymupdf.Document, each: Tick) -> None:
    page, rect = _upright(document, each.page), _rect(each.area)
    side = min(rect.width, rect.height)
    left, top = rect.x0 + (rect.width - side) / 2, rect.y0 + (rect.height - side) / 2
    points = [(left + side * x, top + side * y) for x, y in ((0.18, 0.48), (0.42, 0.78), (0.84, 0.2))]
    shape = page.new_shape()
    shape.draw_polyline(points)
    shape.finish(color=_INK, width=max(0.5, side * 0.11), lineCap=1, lineJoin=1, closePath=False)
    shape.commit()


def _highlight(document: pymupdf.Document, each: Highlight) -> None:
    _upright(document, each.page).add_highlight_annot([_rect(area) for area in each.areas]).update()


def _comment(document: pymupdf.Document, each: Comment) -> None:
    note = _upright(document, each.page).add_text_annot((each.x, each.y), each.text, icon="Note")
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
    return page


def _rect(area: Area) -> pymupdf.Rect:
    rect: pymupdf.Rect = pymupdf.Rect(area.x0, area.y0, area.x1, area.y1).normalize()
    if rect.is_empty:
        raise BadInput("an empty area")
    return rect
