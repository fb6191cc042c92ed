"""The process in which files of strangers are opened. MuPDF dies of some damaged files; here it takes nobody along.

It keeps the last few files that it was given, under names that the desk chose. Asked about another one it says so,
and the desk sends it again: a new process after a crash needs no other care.
"""

from __future__ import annotations

import codecs
from collections import OrderedDict
from multiprocessing.connection import Connection
from typing import Any

import pymupdf

from clerk_desktop.common.foreign import EDITS, Area, Contents, Highlight, Redact, TypeText
from clerk_desktop.desktop.services import foreign_pdf_clean, foreign_pdf_edit, foreign_pdf_look
from clerk_desktop.desktop.services.limited_worker import Answer, Handler, Job, limit_process, serve

_KEPT = 3
"""Files that stay open; each may have 64 MiB."""
_ENCODINGS = ("latin-1", "cp1252", "utf-16", "utf-16-be", "raw_unicode_escape", "unicode_escape", "pdfdoc")


def work(pipe: Connection) -> None:
    """Serve the desk until it hangs up."""
    desk = _Shelf()
    _warm_up()
    limit_process()
    serve(pipe, desk.handlers(), answered=_give_back)


class _Shelf:
    """The files that are here."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, tuple[bytes, pymupdf.Document]] = OrderedDict()

    def handlers(self) -> dict[str, Handler]:
        """What can be asked. Every job but `pictures` names a file."""
        return {
            "open": self._with_file(_view),
            "contents": self._with_file(_contents),
            "draw": self._with_file(_draw),
            "search": self._with_file(_search),
            "clean": self._with_file(_clean),
            "edit": self._with_file(_edit),
            "drop": self._drop,
            "pictures": lambda job: Answer(blobs=[foreign_pdf_edit.pictures_to_pdf(job.blobs)]),
        }

    def _with_file(self, handler: Any) -> Handler:  # noqa: ANN401  the functions below
        def handle(job: Job) -> Answer:
            name = str(job.values["file"])
            if job.values.get("sent"):
                self._open(name, job.blobs.pop(0), str(job.values.get("password", "")))
            if name not in self._files:
                return Answer({"missing": True})
            self._files.move_to_end(name)
            pdf, document = self._files[name]
            answer: Answer = handler(job, pdf, document)
            return answer

        return handle

    def _open(self, name: str, pdf: bytes, password: str) -> None:
        with foreign_pdf_look.guarded():
            document = foreign_pdf_look.open_document(pdf, password)
        self._files[name] = (pdf, document)
        while len(self._files) > _KEPT:
            _, (_, oldest) = self._files.popitem(last=False)
            oldest.close()

    def _drop(self, job: Job) -> Answer:
        kept = self._files.pop(str(job.values["file"]), None)
        if kept is not None:
            kept[1].close()
        return Answer()


def _view(_job: Job, _pdf: bytes, document: pymupdf.Document) -> Answer:
    return Answer(foreign_pdf_look.view(document).model_dump(mode="json"))


def _contents(job: Job, pdf: bytes, document: pymupdf.Document) -> Answer:
    fields, signed = foreign_pdf_look.fields(document)
    _, active = foreign_pdf_clean.clean_or_mend(pdf, document, str(job.values.get("password", "")))
    return Answer(Contents(fields=fields, signed=signed, active=active).model_dump(mode="json"))


def _draw(job: Job, _pdf: bytes, document: pymupdf.Document) -> Answer:
    width, height, bgra = foreign_pdf_look.draw(document, int(job.values["page"]), int(job.values["width"]))
    return Answer({"width": width, "height": height}, [bgra])


def _search(job: Job, _pdf: bytes, document: pymupdf.Document) -> Answer:
    most = int(job.values["most"])
    found = foreign_pdf_look.search(document, str(job.values["words"]), most, job.progress)
    return Answer(found.model_dump(mode="json"))


def _clean(job: Job, pdf: bytes, document: pymupdf.Document) -> Answer:
    cleaned, removed = foreign_pdf_clean.clean_or_mend(pdf, document, str(job.values.get("password", "")))
    return Answer({"removed": {str(kind): count for kind, count in removed.items()}}, [cleaned])


def _edit(job: Job, pdf: bytes, _document: pymupdf.Document) -> Answer:
    edits = EDITS.validate_python(job.values["edits"])
    return Answer(blobs=[foreign_pdf_edit.edit(pdf, edits, job.blobs, job.progress)])


def _warm_up() -> None:
    """Have everything loaded that a file may need: the limited process can open no file later."""
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)
    area = Area(x0=70, y0=60, x1=90, y1=75)
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "a")
        foreign_pdf_look.draw(document, 0, 10)
        foreign_pdf_look.search(document, "a", 1, _unheard)
        pdf = document.tobytes()
    edits = (TypeText(page=0, x=72, y=72, text="a"), Highlight(page=0, areas=(area,)), Redact(page=0, areas=(area,)))
    foreign_pdf_clean.clean(foreign_pdf_edit.edit(pdf, edits, [], _unheard))


def _unheard(_done: int, _of: int) -> None:
    """Progress that nobody waits for."""


def _give_back() -> None:
    """Pictures of pages that MuPDF keeps for the next time; the memory is small and each page is asked for once."""
    pymupdf.TOOLS.store_shrink(100)
