"""Drawing PDF pages with PyMuPDF. The only module that imports it, and it only reads.

PyMuPDF is not thread-safe: `pdf.py` calls these functions from one thread. They are plain functions of bytes, so that a
process of its own can run them as well. Files that strangers wrote NEED that process: of 150 papers with one flipped
bit PyMuPDF 1.28 aborted on 6 (double free), and an abort takes the whole program along. Nothing here may write a PDF:
what PyMuPDF saves after a signature no longer passes the difference analysis.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pymupdf

from clerk_desktop.common.errors import PaperBroken

_MAX_PIXELS = 40_000_000
"""More than any screen shows of one page; 160 MB of picture."""

# What is wrong with a file is said by the exception, not on the desk's standard error.
pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


@dataclass(frozen=True)
class Rendered:
    """One page as pixels: rows from the top, four bytes each (blue, green, red, 255), no padding."""

    width: int
    height: int
    bgra: bytes


def page_count(pdf: bytes) -> int:
    """Number of pages.

    Raises:
        PaperBroken: not a PDF that can be opened without a password.
    """
    with _opened(pdf) as document:
        return int(document.page_count)


def render(pdf: bytes, page: int, width_px: int) -> Rendered:
    """Draw a page (from 0) on white, `width_px` pixels wide, with the appearance of its signatures.

    Raises:
        PaperBroken: no such page, an absurd size, or a file that cannot be drawn.
    """
    with _opened(pdf) as document:
        if not 0 <= page < document.page_count:
            raise PaperBroken(f"no page {page} among {document.page_count}")
        sheet = document[page]
        scale = width_px / sheet.rect.width
        if width_px < 1 or width_px * max(1.0, scale * sheet.rect.height) > _MAX_PIXELS:
            raise PaperBroken(f"a page cannot be drawn {width_px} pixels wide")
        _drop_empty_signature_fields(sheet)
        picture = sheet.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False, annots=True)
        return Rendered(picture.width, picture.height, bgra(picture.samples, picture.width * picture.height))


def _drop_empty_signature_fields(sheet: pymupdf.Page) -> None:
    """Out of the picture, not out of the file: MuPDF would paint a red "SIGN" flag that no other program shows."""
    for field in [f for f in sheet.widgets() if f.field_type_string == "Signature" and not f.is_signed]:
        sheet.delete_widget(field)


@contextmanager
def _opened(pdf: bytes) -> Iterator[pymupdf.Document]:
    if not pdf.startswith(b"%PDF-") or b"%%EOF" not in pdf[-64:]:
        raise PaperBroken("not a whole PDF")
    try:
        document = pymupdf.open(stream=pdf, filetype="pdf")
        with document:
            if document.needs_pass:
                raise PaperBroken("the file wants a password")
            yield document
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as error:
        raise PaperBroken("the file cannot be opened or drawn") from error


def bgra(rgb: bytes, pixels: int) -> bytes:
    """The channel order that Qt draws fastest."""
    out = bytearray(b"\xff") * (4 * pixels)
    out[0::4], out[1::4], out[2::4] = rgb[2::3], rgb[1::3], rgb[0::3]
    return bytes(out)
