"""A paper with four signatures (two citizens, clerk, seal), and what people do to such a paper afterwards."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

_T = TypeVar("_T")

if TYPE_CHECKING:
    from clerk_desktop.desktop.services.pki import DemoPki

FIELDS = ("citizen", "citizen2", "clerk", "seal")
SIGNERS = ("Erika Müßtermann", "Max Müßtermann", "Frau Wolf", "Siegel Bürgeramt")
LEVELS = ("Einfache", "Fortgeschrittene", "Fortgeschrittene")


def run(work: Coroutine[Any, Any, _T]) -> _T:
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(work)


def form(**save: object) -> bytes:
    """A real paper with two text fields, one of them filled in."""
    import pikepdf

    from tests.helpers.papers import paper

    out = BytesIO()
    with pikepdf.open(BytesIO(paper("lebensbescheinigung").pdf)) as pdf:
        page = pdf.pages[0]
        for index, (name, value) in enumerate((("remark", "before"), ("empty", ""))):
            field = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T=pikepdf.String(name),
                Rect=[50, 700 + 30 * index, 200, 720 + 30 * index],
                P=page.obj,
                F=4,
                DA=pikepdf.String("/Helv 10 Tf 0 g"),
            )
            if value:
                field.V = pikepdf.String(value)
            made = pdf.make_indirect(field)
            pdf.Root.AcroForm.Fields.append(made)
            page.Annots.append(made)
        pdf.save(out, **({"object_stream_mode": pikepdf.ObjectStreamMode.disable} | save))
    return out.getvalue()


def sign(pdf: bytes, field: str, signer: str, pki: DemoPki, now: datetime, **more: object) -> bytes:
    """One more PAdES signature; `more`: `seal`, `reason`, `stamped` (a moment, or None for no time stamp)."""
    from asn1crypto import keys, x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    from clerk_desktop.desktop.services.pades import _root_store, _timestamper

    pair = pki.one_time_signer(signer, now)
    stamped = more.get("stamped", now)
    spec = fields.SigFieldSpec(field)
    if more.get("seal"):
        mdp = fields.FieldMDPSpec(fields.FieldMDPAction.ALL)
        spec = fields.SigFieldSpec(field, field_mdp_spec=mdp, doc_mdp_update_value=fields.MDPPerm.NO_CHANGES)
    work = signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=field,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            reason=more.get("reason"),
        ),
        signer=signers.SimpleSigner(
            x509.Certificate.load(pair.certificate), keys.PrivateKeyInfo.load(pair.key), _root_store(pki)
        ),
        timestamper=_timestamper(pki, stamped) if stamped else None,
        new_field_spec=spec if field != "citizen" else None,
    ).async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
    return bytes(run(work).getvalue())


def four_signatures(pki: DemoPki, now: datetime, base: bytes | None = None) -> bytes:
    """Citizen, citizen, clerk, seal."""
    pdf = base or form()
    for field, signer, level in zip(FIELDS, SIGNERS, LEVELS, strict=False):
        pdf = sign(pdf, field, signer, pki, now, reason=f"{level} elektronische Signatur")
    return sign(pdf, "seal", SIGNERS[3], pki, now + timedelta(seconds=1), seal=True)


# --- what is done to it -----------------------------------------------------------------------------------


def by_pymupdf(pdf: bytes, folder: Path, change: Callable[[Any], object]) -> bytes:
    """An incremental save of another program."""
    import pymupdf

    file = folder / "changed.pdf"
    file.write_bytes(pdf)
    with pymupdf.open(file) as document:
        change(document)
        document.saveIncr()
    return file.read_bytes()


def by_writer(pdf: bytes, field: str, key: str, value: Callable[[Any], Any]) -> bytes:
    """One key of one field, written incrementally."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    for one in writer.root["/AcroForm"]["/Fields"]:
        found = one.get_object()
        if found["/T"] == field:
            found[generic.NameObject(key)] = value(generic)
            writer.update_container(found)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def set_value(pdf: bytes, field: str, value: str) -> bytes:
    return by_writer(pdf, field, "/V", lambda generic: generic.TextStringObject(value))


def moved(pdf: bytes, field: str) -> bytes:
    rect = lambda generic: generic.ArrayObject([generic.NumberObject(n) for n in (9, 9, 99, 99)])  # noqa: E731
    return by_writer(pdf, field, "/Rect", rect)


def saved_anew(pdf: bytes) -> bytes:
    import pymupdf

    with pymupdf.open(stream=pdf) as document:
        return bytes(document.tobytes(garbage=3))


_Change = Callable[[bytes, Path], bytes]


def _saved(change: Callable[[Any], object]) -> _Change:
    return lambda pdf, folder: by_pymupdf(pdf, folder, change)


MANIPULATIONS: dict[str, tuple[str, str, _Change]] = {
    "form value": ("form_value", "remark", lambda pdf, _: set_value(pdf, "remark", "after")),
    "annotation": ("annotation", "page 1", _saved(lambda d: d[0].add_text_annot((99, 99), "x"))),
    "ink": ("ink", "page 1", _saved(lambda d: d[0].add_ink_annot([[(9, 9), (50, 60), (90, 9)]]))),
    "text": ("text", "page 1", _saved(lambda d: d[0].insert_text((80, 400), "999 EUR"))),
    "page": ("page", "1 → 2", _saved(lambda d: d.new_page())),
    "attachment": ("attachment", "x.txt", _saved(lambda d: d.embfile_add("x.txt", b"x"))),
    "changed field": ("field", "clerk", lambda pdf, _: moved(pdf, "clerk")),
    "full save": ("rewritten", "", lambda pdf, _: saved_anew(pdf)),
    "trailing bytes": ("trailing_bytes", "byte", lambda pdf, _: pdf + b"\n%%EOF\n"),
    "earlier revision": ("signed_bytes", "revision 2", lambda pdf, _: pdf.replace(b"(before)", b"(behind)", 1)),
}
"""Name → kind of change that is reported, what it names, and how it is done. The eleventh is `overlap`."""


def overlap(pki: DemoPki, now: datetime, *, honest: bool = False) -> bytes:
    """The overlap attack: the signature's dictionary stands in a string of the page's own content.

    Args:
        pki: signs it.
        now: the moment.
        honest: build the same file with the dictionary as an object of its own.
    """
    from asn1crypto import keys, x509
    from pyhanko.sign import signers

    from clerk_desktop.desktop.services.pades import _root_store, _timestamper

    room = 12_000
    ranges = b"[0 %010d %010d %010d]"
    value = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange " + ranges % (0, 0, 0)
    value += b"/Contents<" + b"0" * room + b">>>"
    body = b"7 0 obj\n" + value + b"\nendobj\n"
    content = b"q (" + (b"nothing" if honest else body) + b") pop Q\n"
    objects = [
        (1, b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/SigFlags 3>>>>"),
        (2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 5 0 R/Annots[6 0 R]/Resources<<>>>>"),
        (5, b"<</Length %d>>\nstream\n" % len(content) + content + b"\nendstream"),
        (6, b"<</Type/Annot/Subtype/Widget/FT/Sig/T(citizen)/Rect[0 0 0 0]/F 132/P 3 0 R/V 7 0 R>>"),
    ]
    if honest:
        objects.append((7, value))
    pdf, places = b"%PDF-1.7\n", {}
    for number, text in objects:
        places[number] = len(pdf)
        pdf += b"%d 0 obj\n" % number + text + b"\nendobj\n"
    places[7] = pdf.index(b"7 0 obj")
    start = len(pdf)
    pdf += b"xref\n0 8\n0000000000 65535 f \n"
    pdf += b"".join(b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 00000 f \n" for n in range(1, 8))
    pdf += b"trailer\n<</Size 8/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    gap = pdf.index(b"/Contents<") + len(b"/Contents")
    end = gap + room + 2
    pdf = pdf.replace(ranges % (0, 0, 0), ranges % (gap, end, len(pdf) - end))
    pair = pki.one_time_signer("Erika", now)
    signer = signers.SimpleSigner(
        x509.Certificate.load(pair.certificate), keys.PrivateKeyInfo.load(pair.key), _root_store(pki)
    )
    digest = hashlib.sha256(pdf[:gap] + pdf[end:]).digest()
    cms = run(signer.async_sign(digest, "sha256", use_pades=True, timestamper=_timestamper(pki, now))).dump()
    return pdf[: gap + 1] + cms.hex().encode().ljust(room, b"0") + pdf[end - 1 :]
