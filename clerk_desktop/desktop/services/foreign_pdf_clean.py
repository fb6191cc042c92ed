"""What can act in a PDF: a copy without it, and what that was. Limited process only.

What a viewer might run or follow is allowed by name (a jump inside the file, a web, mail or telephone link, turning
pages); all else is cut out wherever it stands, and the file is written anew. So nothing of an older revision, nothing
before or after the PDF and no object that no page needs comes along.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
import pymupdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from clerk_desktop.common.errors import FileBroken, FileLocked, FileTooMuch
from clerk_desktop.common.foreign import Active
from clerk_desktop.desktop.services.foreign_pdf_look import MUPDF, guarded

_HARMLESS = {"/GoTo", "/Named"}
_PAGE_TURNS = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}
_LINKS = ("https://", "http://", "mailto:", "tel:")
_ACTIONS = {
    "/JavaScript": Active.JAVASCRIPT,
    "/Launch": Active.LAUNCH,
    "/GoToR": Active.REMOTE_GOTO,
    "/GoToE": Active.REMOTE_GOTO,
    "/Thread": Active.REMOTE_GOTO,
    "/SubmitForm": Active.SUBMIT,
    "/ImportData": Active.SUBMIT,
    "/ResetForm": Active.OTHER,
    "/Hide": Active.OTHER,
    "/SetOCGState": Active.OTHER,
    "/Trans": Active.OTHER,
    "/GoToDp": Active.OTHER,
    "/Rendition": Active.RICH_MEDIA,
    "/Movie": Active.RICH_MEDIA,
    "/Sound": Active.RICH_MEDIA,
    "/GoTo3DView": Active.RICH_MEDIA,
    "/RichMediaExecute": Active.RICH_MEDIA,
}
"""Emptied wherever they stand, also where no viewer should look."""
_ANNOTATIONS = {
    "/FileAttachment": Active.EMBEDDED_FILE,
    "/RichMedia": Active.RICH_MEDIA,
    "/Movie": Active.RICH_MEDIA,
    "/Sound": Active.RICH_MEDIA,
    "/Screen": Active.RICH_MEDIA,
    "/3D": Active.RICH_MEDIA,
    "/Projection": Active.RICH_MEDIA,
}
_KEYS = {
    "/JS": Active.JAVASCRIPT,
    "/JavaScript": Active.JAVASCRIPT,
    "/AA": Active.OPEN_ACTION,
    "/XFA": Active.XFA,
    "/EmbeddedFiles": Active.EMBEDDED_FILE,
    "/EF": Active.EMBEDDED_FILE,
    "/RF": Active.EMBEDDED_FILE,
    "/AF": Active.EMBEDDED_FILE,
    "/Collection": Active.EMBEDDED_FILE,
    "/RichMediaContent": Active.RICH_MEDIA,
    "/RichMediaSettings": Active.RICH_MEDIA,
    "/Renditions": Active.RICH_MEDIA,
    "/AlternatePresentations": Active.RICH_MEDIA,
    "/OPI": Active.OTHER,
}
"""Cut out of every dictionary but those whose keys are names that the file chose itself."""
_NAME_MAPS = {
    "/Font",
    "/XObject",
    "/ExtGState",
    "/ColorSpace",
    "/Pattern",
    "/Shading",
    "/Properties",
    "/CharProcs",
    "/Dests",
    "/RoleMap",
    "/ClassMap",
    "/Colorants",
}
_ROOT_ONLY = ("/Perms", "/Requirements", "/Legal", "/SpiderInfo")
_OBJECTS_MAX = 2_000_000


def clean(pdf: bytes, password: str = "") -> tuple[bytes, dict[Active, int]]:
    """A copy in which nothing can act, written anew and without a password; and what was cut out.

    Raises:
        FileBroken, FileLocked, FileTooMuch: it cannot be read.
    """
    with opened(pdf, password) as document:
        removed = _Cleaner(document).clean()
        return saved(document), dict(removed)


def clean_or_mend(pdf: bytes, document: pymupdf.Document, password: str = "") -> tuple[bytes, dict[Active, int]]:
    """Clean the file; one that only MuPDF can read (`document`) as MuPDF writes it.

    Raises:
        FileBroken, FileTooMuch: it cannot be written anew.
    """
    try:
        return clean(pdf, password)
    except FileBroken:
        with guarded():
            return clean(document.tobytes(garbage=3, encryption=MUPDF.PDF_ENCRYPT_NONE))


def saved(document: pikepdf.Pdf) -> bytes:
    """The file written anew: reachable objects only, no older revision, no encryption.

    Streams are taken over as they are packed: unpacking is what a decompression bomb waits for.
    """
    out = io.BytesIO()
    document.save(
        out,
        encryption=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        compress_streams=False,
    )
    return out.getvalue()


@contextmanager
def opened(pdf: bytes, password: str = "") -> Iterator[pikepdf.Pdf]:
    """The file for qpdf, damaged ones as far as they can be mended; its errors become ours."""
    try:
        with pikepdf.open(io.BytesIO(pdf), password=password, suppress_warnings=True) as document:
            yield document
    except pikepdf.PasswordError as error:
        raise FileLocked from error
    except MemoryError as error:
        raise FileTooMuch("memory") from error
    except RecursionError as error:
        raise FileBroken("nested too deeply") from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise FileBroken(type(error).__name__) from error


class _Cleaner:
    """Goes once through every object of the file and cuts out what may not stay."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._found: Counter[Active] = Counter()
        self._maps: set[tuple[int, int]] = set()

    def clean(self) -> Counter[Active]:
        """Do it; what was found, by kind."""
        objects = list(self._document.objects)
        if len(objects) > _OBJECTS_MAX:
            raise FileTooMuch("too many objects")
        self._clean_root(self._document.Root)
        for each in objects:
            self._note_maps(each)
        for each in objects:
            self._walk(each)
        return self._found

    def _clean_root(self, root: Object) -> None:
        if "/OpenAction" in root:
            if _action_of(root.get("/OpenAction")) is not None:
                self._found[Active.OPEN_ACTION] += 1
            del root["/OpenAction"]
        for key in _ROOT_ONLY:
            if key in root:
                del root[key]
        names = root.get("/Names")
        if isinstance(names, Dictionary):
            for key in set(names.keys()) - {"/Dests", *_KEYS}:  # hidden pages, web captures and more of that kind
                del names[key]

    def _note_maps(self, top: Object) -> None:
        """Which objects are dictionaries whose keys the file chose; they stand behind well-known keys."""
        for each in _inside(top):
            if isinstance(each, Dictionary | Stream):
                self._maps.update(
                    value.objgen
                    for key, value in _items(each)
                    if key in _NAME_MAPS and isinstance(value, Dictionary) and value.is_indirect
                )

    def _walk(self, top: Object) -> None:
        waiting: list[tuple[Object, bool]] = [(top, top.is_indirect and top.objgen in self._maps)]
        while waiting:
            each, is_map = waiting.pop()
            if isinstance(each, Dictionary | Stream):
                self._judge(each, is_map)
                waiting += [(value, key in _NAME_MAPS) for key, value in _items(each) if _is_inner(value)]
            elif isinstance(each, Array):
                waiting += [(value, False) for value in _values(each) if _is_inner(value)]

    def _judge(self, each: Dictionary | Stream, is_map: bool) -> None:
        kind = _ACTIONS.get(_name(each.get("/S")))
        if kind is not None:
            self._empty(each, kind)
            return
        if isinstance(each, Stream):
            self._judge_stream(each)
        if not is_map:
            self._cut_keys(each)
        for key in ("/A", "/PA", "/Next"):
            action = _action_of(each.get(key))
            if action is not None and not _is_harmless(action):
                self._found[_ACTIONS.get(_name(action.get("/S")), Active.LINK)] += 1
                del each[key]
        if isinstance(each.get("/Annots"), Array):
            self._sift_annotations(each["/Annots"])

    def _cut_keys(self, each: Dictionary | Stream) -> None:
        for key, kind in _KEYS.items():
            if key in each:
                self._found[kind] += 1
                del each[key]

    def _judge_stream(self, stream: Stream) -> None:
        if "/F" in stream or "/Ref" in stream:  # its content is said to lie in another file
            self._found[Active.REMOTE_GOTO] += 1
            for key in ("/F", "/FFilter", "/FDecodeParms", "/Ref"):
                if key in stream:
                    del stream[key]
        if _name(stream.get("/Type")) == "/EmbeddedFile" or "/PS" in (
            _name(stream.get("/Subtype")),
            _name(stream.get("/Subtype2")),
        ):
            self._found[Active.EMBEDDED_FILE if "/Type" in stream else Active.OTHER] += 1
            stream.write(b"")

    def _sift_annotations(self, annotations: Object) -> None:
        for number in reversed(range(len(annotations))):
            annotation = annotations[number]
            kind = _ANNOTATIONS.get(_name(annotation.get("/Subtype"))) if isinstance(annotation, Dictionary) else None
            if kind is not None:
                self._found[kind] += 1
                del annotations[number]

    def _empty(self, each: Dictionary | Stream, kind: Active) -> None:
        self._found[kind] += 1
        for key in set(each.keys()) - {"/Length", "/Filter", "/DecodeParms"}:
            del each[key]


def _inside(top: Object) -> Iterator[Object]:
    """An object and what stands in it directly, not what it refers to."""
    waiting = [top]
    while waiting:
        each = waiting.pop()
        yield each
        if isinstance(each, Dictionary | Stream):
            waiting += [value for _, value in _items(each) if _is_inner(value)]
        elif isinstance(each, Array):
            waiting += [value for value in _values(each) if _is_inner(value)]


def _is_inner(value: object) -> bool:
    return isinstance(value, Dictionary | Array) and not value.is_indirect


def _items(each: Dictionary | Stream) -> list[tuple[str, Any]]:
    return [(key, each[key]) for key in list(each.keys()) if key in each]


def _values(array: Array) -> list[Any]:
    return [array[number] for number in range(len(array))]


def _name(value: object) -> str:
    return str(value) if isinstance(value, Name) else ""


def _action_of(value: object) -> Dictionary | Stream | None:
    """The action that stands there; the attributes of a structure element have no /S."""
    return value if isinstance(value, Dictionary | Stream) and "/S" in value else None


def _is_harmless(action: Dictionary | Stream) -> bool:
    kind = _name(action.get("/S"))
    if "/Next" in action:
        return False
    if kind == "/URI":
        target = action.get("/URI")
        return isinstance(target, pikepdf.String) and str(target).strip().lower().startswith(_LINKS)
    return kind in _HARMLESS and (kind != "/Named" or _name(action.get("/N")) in _PAGE_TURNS)
