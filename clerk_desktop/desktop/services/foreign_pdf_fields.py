"""Filling the fields of a foreign PDF form. Limited process only.

What stands in a field is drawn here, with the embedded font of the town's papers: MuPDF 1.28 takes a font for names
like "Yıldız" that poppler shows nothing of, and marks ticks with one that it does not embed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import fontpkg_fira_sans
import pymupdf

from clerk_desktop.common.errors import BadInput
from clerk_desktop.desktop.services.foreign_pdf_look import MUPDF, all_pages

INK = (0.0, 0.0, 0.35)
"""What is written is dark blue, as a pen would write: it can be told from what was printed."""
LINE = 1.25
"""From base line to base line, in parts of the size."""
_READ_ONLY, _MULTILINE, _EDITABLE, _COMB = 1, 1 << 12, 1 << 18, 1 << 24
"""Bits of /Ff (ISO 32000-1, tables 221, 228 and 230)."""
_DEEP = 32
"""Fields in fields that are believed."""
_BUTTONS = (MUPDF.PDF_WIDGET_TYPE_CHECKBOX, MUPDF.PDF_WIDGET_TYPE_RADIOBUTTON)
_TEXTS = (MUPDF.PDF_WIDGET_TYPE_TEXT, MUPDF.PDF_WIDGET_TYPE_COMBOBOX, MUPDF.PDF_WIDGET_TYPE_LISTBOX)
_FIRA = (Path(fontpkg_fira_sans.ROOT) / "files" / "FiraSans-Regular.ttf").read_bytes()
"""Read now: once it is limited, the process can open no file."""


@cache
def font() -> pymupdf.Font:
    """The town's own; signs that it lacks come from MuPDF's."""
    return pymupdf.Font(fontbuffer=_FIRA)


def fill(document: pymupdf.Document, name: str, value: str) -> None:
    """Write a value into every field of this name.

    Raises:
        BadInput: there is none that takes it.
    """
    found = False
    for widget in _widgets(document, name):
        if not _takes(widget, value):
            raise BadInput("the field does not take this value")
        found = True
        if widget.field_type in _BUTTONS:
            _set_button(document, widget, value)
        else:
            _set_text(document, widget, value)
    if not found:
        raise BadInput("no such field")
    document.xref_set_key(document.pdf_catalog(), "AcroForm/NeedAppearances", "false")


def _widgets(document: pymupdf.Document, name: str) -> Iterator[pymupdf.Widget]:
    for page in all_pages(document):
        yield from [widget for widget in page.widgets() if widget.field_name == name]


def _takes(widget: pymupdf.Widget, value: str) -> bool:
    flags = int(widget.field_flags or 0)
    if flags & _READ_ONLY:
        return False
    match widget.field_type:
        case MUPDF.PDF_WIDGET_TYPE_CHECKBOX:
            return value in {"on", "off", "Off", *_states(widget)}
        case MUPDF.PDF_WIDGET_TYPE_RADIOBUTTON:
            return True  # the other buttons of the group go out
        case MUPDF.PDF_WIDGET_TYPE_TEXT:
            return not widget.text_maxlen or len(value) <= widget.text_maxlen
        case MUPDF.PDF_WIDGET_TYPE_COMBOBOX | MUPDF.PDF_WIDGET_TYPE_LISTBOX:
            choices = [c[0] if isinstance(c, tuple | list) else c for c in widget.choice_values or ()]
            return value in ("", *choices) or bool(flags & _EDITABLE)
    return False


def _states(widget: pymupdf.Widget) -> list[str]:
    return [str(state) for state in (widget.button_states() or {}).get("normal") or () if state != "Off"]


# --- ticks and radio buttons


def _set_button(document: pymupdf.Document, widget: pymupdf.Widget, value: str) -> None:
    states = _states(widget)
    on = value == "on" or value in states
    widget.field_value = (states[0] if states else True) if on else "Off"
    widget.update()
    kind, name = document.xref_get_key(widget.xref, f"AP/N/{widget.on_state()}") if on else ("null", "")
    if kind == "xref":
        rect = pymupdf.Rect(widget.rect)
        stream = int(name.split()[0])
        document.xref_set_key(stream, "BBox", f"[0 0 {rect.width:.3f} {rect.height:.3f}]")
        document.xref_set_key(stream, "Matrix", "null")
        document.update_stream(stream, _check_mark(rect.width, rect.height))


def _check_mark(width: float, height: float) -> bytes:
    side = min(width, height)
    x, y = (width - side) / 2, (height - side) / 2
    points = ((0.18, 0.52), (0.42, 0.22), (0.84, 0.8))
    (x0, y0), (x1, y1), (x2, y2) = ((x + side * px, y + side * py) for px, py in points)
    return (
        f"q 0 0 0.35 RG {side * 0.11:.3f} w 1 J 1 j {x0:.3f} {y0:.3f} m {x1:.3f} {y1:.3f} l {x2:.3f} {y2:.3f} l S Q"
    ).encode()


# --- text


def _set_text(document: pymupdf.Document, widget: pymupdf.Widget, value: str) -> None:
    field = _field_of(document, widget.xref)
    for xref in {field, widget.xref}:
        for key in ("RV", "I", "TI"):  # other ways to say what is in it
            document.xref_set_key(xref, key, "null")
    document.xref_set_key(field, "V", pymupdf.get_pdf_str(value))
    form = _drawn(document, widget, value)
    document.xref_set_key(widget.xref, "AP", f"<</N {form} 0 R>>")


def _field_of(document: pymupdf.Document, xref: int) -> int:
    """The field to which a place on a page belongs: the nearest that has a name."""
    for _ in range(_DEEP):
        if document.xref_get_key(xref, "T")[0] == "string":
            break
        kind, parent = document.xref_get_key(xref, "Parent")
        if kind != "xref":
            break
        xref = int(parent.split()[0])
    return xref


def _drawn(document: pymupdf.Document, widget: pymupdf.Widget, value: str) -> int:
    """A form object with the value as it should look; its xref."""
    rect = pymupdf.Rect(widget.rect)
    with pymupdf.open() as scrap:
        page = scrap.new_page(width=max(1.0, rect.width), height=max(1.0, rect.height))
        writer = pymupdf.TextWriter(page.rect, color=INK)
        if value:
            _write(writer, widget, value, page.rect)
            writer.write_text(page)
        scrap.subset_fonts()
        sheet = document.new_page(width=page.rect.width, height=page.rect.height)
        number = sheet.number
        xref = int(sheet.show_pdf_page(sheet.rect, scrap, 0))
        document.delete_page(number)
    document.xref_set_key(xref, "Matrix", "null")
    return xref


def _write(writer: pymupdf.TextWriter, widget: pymupdf.Widget, value: str, rect: pymupdf.Rect) -> None:
    flags = int(widget.field_flags or 0) if widget.field_type == MUPDF.PDF_WIDGET_TYPE_TEXT else 0
    asked = float(widget.text_fontsize or 0)
    if flags & _COMB and widget.text_maxlen:
        size = asked or rect.height * 0.65
        cell = rect.width / widget.text_maxlen
        for number, letter in enumerate(value):
            left = (number + 0.5) * cell - font().text_length(letter, size) / 2
            writer.append((left, _base_line(rect, size)), letter, font=font(), fontsize=size)
    elif flags & _MULTILINE:
        size = asked or 10.0
        while size > 4 and len(_lines(value, rect.width - 4, size)) * size * LINE > rect.height:
            size -= 0.5
        for number, line in enumerate(_lines(value, rect.width - 4, size)):
            if line:
                writer.append((2, size * (1.05 + number * LINE)), line, font=font(), fontsize=size)
    else:
        line = " ".join(value.splitlines())
        size = asked or min(12.0, rect.height * 0.7)
        size = max(4.0, min(size, size * (rect.width - 4) / max(0.1, font().text_length(line, size))))
        writer.append((2, _base_line(rect, size)), line, font=font(), fontsize=size)


def _base_line(rect: pymupdf.Rect, size: float) -> float:
    return float(rect.height / 2 + size * 0.34)


def _lines(text: str, width: float, size: float) -> list[str]:
    """The text in lines no wider than `width`, broken between words."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and font().text_length(longer, size) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines
