"""The check of any signed PDF: the strict walk first, then what pyHanko says, then names for what changed.

Three traps that others fell into (each has its test):
- A digest that fits is not enough: without the walk the overlap attack passes.
- pyHanko's summary stays good with bytes behind the last signature: the last one must reach the end of the file.
- A one-time certificate has always expired when somebody looks. It is judged at the moment of the time stamp, which
  itself must hold now; pyHanko's own AdES functions do not look at the certificate's end.

Blocks, and may use much time and memory for a hostile file: run it through `limited.py`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, TypeVar

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from clerk_desktop.checking.snapshot import Snapshot, changes, snapshot
from clerk_desktop.common.pdf_lexer import Flaw, StructureError
from clerk_desktop.common.pdf_structure import Structure, end_of_last_revision, walk
from clerk_desktop.common.verification import Change, ChangeKind, SignatureResult, Verdict, Verification

_T = TypeVar("_T")
_MOST_SIGNATURES = 50
_LEVELS = {"fortgeschritten": "advanced", "siegel": "seal", "einfach": "simple"}
_UNKNOWN = "unknown"


def verify(pdf: bytes, roots: Sequence[bytes], now: datetime) -> Verification:
    """Check a file.

    Args:
        pdf: the file.
        roots: DER certificates that are trusted; without any nobody is.
        now: the present moment (aware).

    Never raises for what stands in the file.
    """
    flaw: StructureError | None = None
    structure: Structure | None = None
    # What hangs on behind the end is reported, and must not keep us from judging what stands before it.
    core = pdf[: end_of_last_revision(pdf) or None]
    try:
        structure = walk(core)
    except StructureError as error:
        flaw = error
        if flaw.flaw is Flaw.TOO_MUCH:
            return Verification(Verdict.TOO_MUCH, detail=str(flaw))
    quiet = logging.getLogger("pyhanko")
    quiet.setLevel(logging.CRITICAL)  # it logs what stands in certificates
    try:
        return _Check(core, len(pdf), structure, flaw, [x509.Certificate.load(root) for root in roots], now).run()
    except (MemoryError, RecursionError) as much:
        return Verification(Verdict.TOO_MUCH, detail=type(much).__name__)
    except Exception as error:  # noqa: BLE001  a damaged file fails anywhere inside the parser
        return _unreadable(flaw, error)


def _unreadable(flaw: StructureError | None, error: Exception) -> Verification:
    unclear = flaw is not None and flaw.flaw is Flaw.UNSUPPORTED
    detail = str(flaw) if flaw else f"{type(error).__name__}: {error}"
    return Verification(Verdict.UNCLEAR if unclear else Verdict.UNREADABLE, detail=detail[:300])


def _run(work: Coroutine[Any, Any, _T]) -> _T:
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(work)


class _Check:
    def __init__(
        self,
        pdf: bytes,
        size: int,
        structure: Structure | None,
        flaw: StructureError | None,
        roots: list[x509.Certificate],
        now: datetime,
    ) -> None:
        self.pdf, self.size, self.structure, self.flaw = pdf, size, structure, flaw
        self.roots, self.now = roots, now
        self.reader = PdfFileReader(BytesIO(pdf))
        self.embedded: list[EmbeddedPdfSignature] = list(self.reader.embedded_signatures)
        self.allowed: list[bool] = []
        self.coverage: list[SignatureCoverageLevel] = []

    def run(self) -> Verification:
        if len(self.embedded) > _MOST_SIGNATURES:
            return Verification(Verdict.TOO_MUCH, detail="too many signatures")
        if not self.embedded:
            if self.structure and not self.structure.signatures:
                return Verification(Verdict.UNSIGNED)
            return _without_signature(self.flaw)
        results = _run(self._judge_all())
        shown = [r for r, one in zip(results, self.embedded, strict=True) if one.sig_object_type != "/DocTimeStamp"]
        whole = self.coverage[-1] is SignatureCoverageLevel.ENTIRE_FILE and results[-1].covers == self.size
        found = self._changes(results, whole)
        return Verification(
            self._verdict(results, whole, found),
            tuple(shown),
            covers_whole_file=whole,
            changes=tuple(found),
            detail=str(self.flaw) if self.flaw else "",
        )

    def _verdict(self, results: list[SignatureResult], whole: bool, found: list[Change]) -> Verdict:
        sound = whole and all(one.intact for one in results) and all(self.allowed)
        if not sound or any(not one.allowed for one in found):
            return Verdict.MODIFIED
        if self.flaw is not None or not self._same_places():
            return Verdict.UNCLEAR
        return Verdict.VALID if all(one.trusted for one in results) else Verdict.UNTRUSTED

    def _same_places(self) -> bool:
        """Whether pyHanko found the signatures where the walk found them."""
        walked = [one.byte_range for one in self.structure.signatures] if self.structure else []
        return walked == [tuple(int(number) for number in one.byte_range) for one in self.embedded]

    # --- signatures

    async def _judge_all(self) -> list[SignatureResult]:
        return [await self._judge(one) for one in self.embedded]

    async def _judge(self, one: EmbeddedPdfSignature) -> SignatureResult:
        try:
            if one.sig_object_type == "/DocTimeStamp":
                return await self._judge_stamp(one)
            return await self._judge_signature(one)
        except (MemoryError, RecursionError):
            raise
        except Exception as error:  # noqa: BLE001  what cannot be judged does not count; the others are judged on
            logging.getLogger(__name__).info("a signature cannot be judged: %s", type(error).__name__)
            self.allowed.append(False)
            self.coverage.append(SignatureCoverageLevel.UNCLEAR)
            return SignatureResult(_name(one), _UNKNOWN, trusted=False, intact=False)

    async def _judge_signature(self, one: EmbeddedPdfSignature) -> SignatureResult:
        """Two passes: the stamp must hold now; the certificate must have been alive at the stamped moment."""
        first = await self._status(one, self.now, compare=False)
        stamp = first.timestamp_validity
        proven = stamp.timestamp if stamp and stamp.valid and stamp.intact and stamp.trusted else None
        status = await self._status(one, proven or self.now, compare=True)
        intact = bool(status.intact and status.valid)
        trusted = bool(intact and status.trusted)
        self.allowed.append(bool(status.docmdp_ok))
        self.coverage.append(status.coverage or SignatureCoverageLevel.UNCLEAR)
        return SignatureResult(
            _name(one),
            _level(one) if trusted else _UNKNOWN,
            trusted=trusted,
            intact=intact,
            time=proven,
            claimed=proven or (stamp.timestamp if stamp else one.self_reported_timestamp),
            covers=_covers(one),
        )

    async def _judge_stamp(self, one: EmbeddedPdfSignature) -> SignatureResult:
        status = await async_validate_pdf_timestamp(one, self._trust(self.now))
        intact = bool(status.intact and status.valid)
        self.allowed.append(bool(getattr(status, "docmdp_ok", True) is not False))
        self.coverage.append(status.coverage or SignatureCoverageLevel.UNCLEAR)
        moment = status.timestamp if intact and status.trusted else None
        trusted = bool(intact and status.trusted)
        return SignatureResult(_name(one), _UNKNOWN, trusted, intact, moment, status.timestamp, _covers(one))

    async def _status(self, one: EmbeddedPdfSignature, moment: datetime, *, compare: bool) -> PdfSignatureStatus:
        """What pyHanko says at that moment; comparing the revisions costs most of the time."""
        return await async_validate_pdf_signature(
            one, self._trust(moment), self._trust(self.now), skip_diff=not compare
        )

    def _trust(self, moment: datetime) -> ValidationContext:
        """Only the given roots, no network; revocation lists count where the file brings them."""
        return ValidationContext(
            trust_roots=self.roots, moment=moment, allow_fetching=False, revocation_mode="soft-fail"
        )

    # --- what changed

    def _changes(self, results: list[SignatureResult], whole: bool) -> list[Change]:
        broken = self._broken_ranges(results)
        found = [*broken, *([] if broken else self._flaw_change())]
        if not broken:
            named = list(self._between(results, whole))
            found += named
            if not whole and not named:
                found.append(self._trailing(results))
            if not all(self.allowed) and all(one.allowed for one in found):
                found.append(Change(ChangeKind.OTHER, after=results[self.allowed.index(False)].signer))
        return list(dict.fromkeys(found))

    def _broken_ranges(self, results: list[SignatureResult]) -> list[Change]:
        """The first signature whose own bytes are other ones; or none has its bytes any more."""
        for index, (one, result) in enumerate(zip(self.embedded, results, strict=True)):
            if result.intact:
                continue
            if self.coverage[index] is SignatureCoverageLevel.UNCLEAR or not _gap_fits(one, self.pdf):
                return [Change(ChangeKind.REWRITTEN)]
            return [Change(ChangeKind.SIGNED_BYTES, f"revision {one.signed_revision + 1}", result.signer)]
        return []

    def _flaw_change(self) -> list[Change]:
        """What the walk found; sloppy syntax alone is no change, the verdict is "unclear" then."""
        if self.flaw is None or self.flaw.flaw in {Flaw.UNSUPPORTED, Flaw.SYNTAX}:
            return []
        kind = ChangeKind.OVERLAP if self.flaw.flaw is Flaw.OVERLAP else ChangeKind.HIDDEN
        return [Change(kind, f"byte {self.flaw.position}")]

    def _between(self, results: list[SignatureResult], whole: bool) -> list[Change]:
        """From each signature to the next, and from the last to the end of the file."""
        found: list[Change] = []
        states = [self._state(one.signed_revision) for one in self.embedded]
        for index, result in enumerate(results):
            is_last = index == len(results) - 1
            if is_last and whole:
                break
            then = self._state(None) if is_last else states[index + 1]
            name = result.signer
            for one in changes(states[index], then):
                allowed = one.allowed and not is_last and self.allowed[index]
                found.append(Change(one.kind, one.where, name, allowed))
        return found

    def _state(self, revision: int | None) -> Snapshot:
        reader = PdfFileReader(BytesIO(self.pdf))  # a historical view changes what its reader keeps: never shared
        return snapshot(reader.root if revision is None else reader.get_historical_resolver(revision).root)

    def _trailing(self, results: list[SignatureResult]) -> Change:
        last = results[-1]
        return Change(ChangeKind.TRAILING_BYTES, f"byte {last.covers}", last.signer)


def _without_signature(flaw: StructureError | None) -> Verification:
    """No signature for pyHanko, while the walk sees one or could not go to the end."""
    if flaw is None:
        return Verification(
            Verdict.MODIFIED, changes=(Change(ChangeKind.HIDDEN),), detail="a signature without a field"
        )
    unsure = flaw.flaw in {Flaw.UNSUPPORTED, Flaw.STRAY_BYTES, Flaw.HIDDEN_OBJECT}
    return Verification(Verdict.UNCLEAR if unsure else Verdict.UNREADABLE, detail=str(flaw))


def _name(one: EmbeddedPdfSignature) -> str:
    try:
        subject = one.signer_cert.subject
        return str(subject.native.get("common_name") or subject.human_friendly)[:200]
    except (PdfError, ValueError, KeyError, TypeError, AttributeError):
        return ""


def _level(one: EmbeddedPdfSignature) -> str:
    """As the signer's office named it in what was signed; believed only of those we trust."""
    reason = str(one.sig_object["/Reason"]).casefold() if "/Reason" in one.sig_object else ""
    named = next((level for word, level in _LEVELS.items() if word in reason), _UNKNOWN)
    if named == _UNKNOWN and one.docmdp_level is MDPPerm.NO_CHANGES:
        return "seal"
    return named


def _covers(one: EmbeddedPdfSignature) -> int:
    numbers = [int(number) for number in one.byte_range]
    return numbers[2] + numbers[3] if len(numbers) == 4 else 0


def _gap_fits(one: EmbeddedPdfSignature, pdf: bytes) -> bool:
    numbers = [int(number) for number in one.byte_range]
    if len(numbers) != 4 or numbers[2] + numbers[3] > len(pdf):
        return False
    return pdf[numbers[1] : numbers[1] + 1] == b"<" and pdf[numbers[2] - 1 : numbers[2]] == b">"
