"""PAdES B-T with pyHanko; only `signing.py` uses this module, and what it promises is written there."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from io import BytesIO
from typing import Any, TypeVar

from asn1crypto import keys, x509
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from clerk_desktop.common.clock import berlin
from clerk_desktop.common.errors import PaperBroken, WrongState
from clerk_desktop.common.signatures import Drawing
from clerk_desktop.desktop.services.appearance import stamp_style
from clerk_desktop.desktop.services.forms import Box
from clerk_desktop.desktop.services.pki import DemoPki
from clerk_desktop.desktop.services.signing import Problem, SignatureFinding

_LEVEL = "Einfache elektronische Signatur"
_T = TypeVar("_T")


def _run(work: Coroutine[Any, Any, _T]) -> _T:
    """Run pyHanko's coroutine in this thread on a plain loop of its own, whatever loop the desk has chosen."""
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(work)


# --- signing -------------------------------------------------------------------------------------------


def sign(pdf: bytes, drawing: Drawing, signer: str, box: Box, pki: DemoPki, now: datetime) -> bytes:
    """See `signing.sign_drawn`."""
    pair = pki.one_time_signer(signer, now)
    words = (
        f"Elektronisch unterschrieben am {berlin(now):%d.%m.%Y um %H:%M} Uhr: {signer}",
        f"{_LEVEL}, im Videogespräch gezeichnet",
    )
    chain = _root_store(pki)
    try:
        writer = _ArchiveWriter(BytesIO(pdf))
        _check_field(writer, box)
        work = signers.PdfSigner(
            signers.PdfSignatureMetadata(
                field_name=box.name,
                md_algorithm="sha256",
                subfilter=SigSeedSubFilter.PADES,
                name=signer,
                reason=_LEVEL,
            ),
            signer=signers.SimpleSigner(
                x509.Certificate.load(pair.certificate), keys.PrivateKeyInfo.load(pair.key), chain
            ),
            timestamper=_timestamper(pki, now),
            stamp_style=stamp_style(drawing, box, words),
        ).async_sign_pdf(writer, existing_fields_only=True)
        signed = bytes(_run(work).getvalue())
    except PdfError as error:
        raise PaperBroken("the paper cannot be signed") from error
    if not signed.startswith(pdf):
        raise PaperBroken("signing would have rewritten the paper")
    return signed


class _ArchiveWriter(IncrementalPdfFileWriter):
    """Keeps the file at PDF 1.7, on which PDF/A-2 stands; pyHanko would lift it to 2.0 for the sake of an EC key."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Leave the version as it is: the papers are 1.7."""

    def register_extension(self, ext: DeveloperExtension) -> None:
        """Only extensions of 1.7 (PAdES itself is one of them)."""
        if ext.base_version == "/1.7":
            super().register_extension(ext)


def _check_field(writer: IncrementalPdfFileWriter, box: Box) -> None:
    found = next((value for name, value, _ in enumerate_sig_fields(writer) if name == box.name), ...)
    if found is ...:
        raise PaperBroken(f"the paper has no signature field {box.name!r}")
    if found is not None:
        raise WrongState(f"signature field {box.name!r} is signed already")


def _timestamper(pki: DemoPki, now: datetime) -> DummyTimeStamper:
    """The local authority in this process: an RFC 3161 token without a network (the class is pyHanko's test helper)."""
    authority = x509.Certificate.load(pki.timestamp.certificate)
    return DummyTimeStamper(authority, keys.PrivateKeyInfo.load(pki.timestamp.key), _root_store(pki), fixed_dt=now)


def _root_store(pki: DemoPki) -> SimpleCertificateStore:
    store = SimpleCertificateStore()
    store.register(x509.Certificate.load(pki.root.certificate))
    return store


# --- judging -------------------------------------------------------------------------------------------


def findings(pdf: bytes, pki: DemoPki, now: datetime) -> tuple[SignatureFinding, ...] | None:
    """What can be said of each signature, oldest first; None for a file that cannot be read."""
    try:
        return _run(_findings(pdf, pki, now))
    except Exception:  # noqa: BLE001  a damaged file fails anywhere inside the parser; the answer is "unreadable"
        return None


async def _findings(pdf: bytes, pki: DemoPki, now: datetime) -> tuple[SignatureFinding, ...]:
    embedded = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    found = [await _finding(one, pki, now, is_last=one is embedded[-1]) for one in embedded]
    return tuple(found)


async def _finding(one: EmbeddedPdfSignature, pki: DemoPki, now: datetime, is_last: bool) -> SignatureFinding:
    """Two passes: the stamp must hold now; the one-time certificate must have been alive at the stamped moment.

    (Judged now it has always expired, and pyHanko's AdES functions do not look at the end of validity.)
    """
    stamp = (await _judge(one, pki, now, now)).timestamp_validity
    stamped = stamp.timestamp if stamp and stamp.valid and stamp.intact and stamp.trusted else None
    status = await _judge(one, pki, stamped or now, now)
    problems = {
        Problem.NO_TIMESTAMP: stamped is None,
        Problem.CHANGED: not (status.intact and status.valid and status.docmdp_ok),
        Problem.NOT_TRUSTED: not status.trusted,
        Problem.BYTES_BEHIND: is_last and status.coverage is not SignatureCoverageLevel.ENTIRE_FILE,
    }
    return SignatureFinding(
        signer=str(one.signer_cert.subject.native.get("common_name", "")),
        signed_at=stamped,
        problems=tuple(problem for problem, is_so in problems.items() if is_so),
    )


async def _judge(one: EmbeddedPdfSignature, pki: DemoPki, moment: datetime, now: datetime) -> PdfSignatureStatus:
    return await async_validate_pdf_signature(one, _trust(pki, moment), _trust(pki, now))


def _trust(pki: DemoPki, moment: datetime) -> ValidationContext:
    """Only our root, no network; the demo PKI has no revocation lists."""
    root = x509.Certificate.load(pki.root.certificate)
    return ValidationContext(trust_roots=[root], moment=moment, allow_fetching=False, revocation_mode="soft-fail")
