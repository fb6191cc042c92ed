"""Taking text and pictures out of a PDF for good. Limited process only.

A black bar hides nothing: the words stay in the file, and they may stand there more than once. So the page's own text,
pixels and lines are taken out, then everything else in which the same words, or a small picture of the page, could go
along; `foreign_pdf_edit.edit` writes the file anew, without its older revisions.
"""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
import pymupdf
from pikepdf import Dictionary, Name, Stream

from clerk_desktop.common.errors import FileBroken
from clerk_desktop.desktop.services.foreign_pdf_clean import opened, saved
from clerk_desktop.desktop.services.foreign_pdf_look import MUPDF, all_pages

_WORD = 3
"""Letters from which on a word is looked for elsewhere."""
_SECOND_TEXTS = ("/ActualText", "/Alt", "/E")


def without_fields(document: pymupdf.Document) -> None:
    """Make what stands in fields part of the pages: a field may keep its value in several places."""
    document.bake(annots=False, widgets=True)
    document.xref_set_key(document.pdf_catalog(), "AcroForm", "null")


def redact(page: pymupdf.Page, areas: Sequence[pymupdf.Rect]) -> list[str]:
    """Take out what lies under the areas and fill them with black; the words that stood there.

    Raises:
        FileBroken: something is still readable there.
    """
    words = [str(word[4]) for word in page.get_text("words") if any(area.intersects(word[:4]) for area in areas)]
    for note in list(page.annots()):
        if any(area.intersects(note.rect) for area in areas):
            page.delete_annot(note)
    for area in areas:
        page.add_redact_annot(area, fill=(0, 0, 0), cross_out=False)
    page.apply_redactions(
        images=MUPDF.PDF_REDACT_IMAGE_PIXELS,
        graphics=MUPDF.PDF_REDACT_LINE_ART_REMOVE_IF_TOUCHED,
        text=MUPDF.PDF_REDACT_TEXT_REMOVE,
    )
    if any(str(page.get_text("text", clip=area)).strip() for area in areas):
        raise FileBroken("the text cannot be taken out")
    return words


def forget(document: pymupdf.Document, words: Sequence[str]) -> None:
    """Take out what repeats the page elsewhere: its tags' texts, small pictures, other programs' notes, titles."""
    sought = {word.strip(".,;:()").casefold() for word in words if len(word.strip(".,;:()")) >= _WORD}
    document.set_metadata({})
    document.del_xml_metadata()
    if any(_names(title, sought) for _, title, *_ in document.get_toc()):
        document.set_toc([])
    for number in range(1, document.xref_length()):
        keys = document.xref_get_keys(number)
        for key in ("Thumb", "PieceInfo", "LastModified", "StructParents") if "Contents" in keys else ("PieceInfo",):
            if key in keys:
                document.xref_set_key(number, key, "null")
    document.xref_set_key(document.pdf_catalog(), "StructTreeRoot", "null")
    document.xref_set_key(document.pdf_catalog(), "MarkInfo", "null")
    _forget_in_notes(document, sought)


def _forget_in_notes(document: pymupdf.Document, sought: set[str]) -> None:
    """A note elsewhere that says one of the words goes as well: nobody expects it to keep what was blacked out."""
    for page in all_pages(document):
        for note in list(page.annots()):
            if _names(str(note.info.get("content", "")), sought):
                page.delete_annot(note)


def without_second_texts(pdf: bytes) -> bytes:
    """The file without the words that its content keeps beside what is shown (ActualText, Alt, E)."""
    with opened(pdf) as document:
        for each in document.objects:
            if isinstance(each, Dictionary | Stream):
                _cut_texts(each)
            if isinstance(each, Stream) and each.get("/Subtype") == Name.Form:
                _rewrite(document, each)
        for page in document.pages:
            page.contents_coalesce()
            if isinstance(page.obj.get("/Contents"), Stream):
                _rewrite(document, page.obj["/Contents"])
        return saved(document)


def _cut_texts(each: pikepdf.Object) -> None:
    for key in _SECOND_TEXTS:
        if isinstance(each.get(key), pikepdf.String):
            del each[key]


def _rewrite(document: pikepdf.Pdf, content: pikepdf.Object) -> None:
    if b"BDC" not in (raw := content.read_bytes()) or not any(key[1:].encode() in raw for key in _SECOND_TEXTS):
        return
    parts = list(pikepdf.parse_content_stream(document.make_stream(raw)))
    for part in parts:
        for operand in part.operands if str(part.operator) in ("BDC", "DP") else ():
            if isinstance(operand, Dictionary):
                _cut_texts(operand)
    content.write(pikepdf.unparse_content_stream(parts))


def _names(text: str, sought: set[str]) -> bool:
    return any(word.strip(".,;:()").casefold() in sought for word in text.split())
