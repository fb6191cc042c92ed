"""Signing a paper and judging signatures: PAdES B-T with pyHanko and the demo PKI.

What this is in law: a drawing alone is a *simple* electronic signature (Art. 3 no. 10 eIDAS), whatever the technique
around it; the certificate says DEMO. From the first signature on a file may only grow by signatures, therefore nothing
but this module writes to it (PyMuPDF's incremental saves break what pyHanko's difference analysis accepts).

Everything here blocks (some 100 ms) and may run in any thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from clerk_desktop.common.clock import SystemClock
from clerk_desktop.common.errors import SignatureRefused
from clerk_desktop.common.matters import SignatureLevel
from clerk_desktop.common.signatures import Drawing, check_drawing
from clerk_desktop.desktop.services.forms import Box

if TYPE_CHECKING:
    from clerk_desktop.desktop.services.pki import DemoPki


class Problem(StrEnum):
    """Why a signature or a file does not count."""

    UNREADABLE = "unreadable"
    """No PDF, or one so damaged that nothing can be said."""
    NOT_SIGNED = "not_signed"
    CHANGED = "changed"
    """The bytes that were signed are other ones now, or something was added that signing does not allow."""
    NOT_TRUSTED = "not_trusted"
    """Signed under another root, or outside the certificate's ten minutes."""
    NO_TIMESTAMP = "no_timestamp"
    """No time stamp of this office: nobody knows when it was signed."""
    BYTES_BEHIND = "bytes_behind"
    """Something stands behind the last signature and is covered by none."""


@dataclass(frozen=True)
class SignatureFinding:
    """One signature: the name in the certificate, the proven time, and what speaks against it."""

    signer: str
    signed_at: datetime | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class SignatureReport:
    """The verdict on a whole file.

    Attributes:
        findings: one per signature, oldest first.
        problems: everything that speaks against the file; () means valid.
    """

    findings: tuple[SignatureFinding, ...]
    problems: tuple[Problem, ...]

    @property
    def valid(self) -> bool:
        """Every signature holds and nothing stands outside of the last one."""
        return not self.problems

    @property
    def signers(self) -> tuple[str, ...]:
        """The names in the certificates, oldest signature first."""
        return tuple(finding.signer for finding in self.findings)


def sign_drawn(
    pdf: bytes,
    drawing: Drawing,
    signer: str,
    level: SignatureLevel,
    box: Box,
    pki: DemoPki,
    now: datetime,
) -> bytes:
    """The paper with the drawn signature in its field `box.name`; `pdf` is the beginning of the result, byte by byte.

    Args:
        pdf: a paper of `typeset`, perhaps signed by others already.
        drawing: the strokes as the page sent them.
        signer: the name as identified.
        level: what was promised to the citizen; a drawing can only be `SIMPLE`.
        box: the signature field, from `typeset`.
        pki: signs the one-time certificate and the time stamp.
        now: the moment of signing (aware), stamped and shown.

    Raises:
        SignatureRefused: the drawing is none, or the level is more than a drawing can give.
        WrongState: the field is signed already (a request that came twice).
        PaperBroken: no PDF, no such field, or one that cannot be signed.
    """
    check_drawing(drawing)
    if level is not SignatureLevel.SIMPLE:
        raise SignatureRefused(f"a drawing alone is a simple signature, not {level}")
    from clerk_desktop.desktop.services import pades  # noqa: PLC0415  heavy: the desk starts without pyHanko

    return pades.sign(pdf, drawing, signer, box, pki, now)


def validate(pdf: bytes, pki: DemoPki, now: datetime | None = None) -> SignatureReport:
    """Judge all signatures of a file: integrity, trust at the stamped time, difference analysis, whole file covered.

    Never raises for what stands in the file: a verifier says no, it does not break.
    """
    from clerk_desktop.desktop.services import pades  # noqa: PLC0415  heavy, see above

    return report(pades.findings(pdf, pki, now or SystemClock().now()))


def report(findings: Sequence[SignatureFinding] | None) -> SignatureReport:
    """The verdict that follows from the findings (None: the file could not be read)."""
    if findings is None:
        return SignatureReport((), (Problem.UNREADABLE,))
    if not findings:
        return SignatureReport((), (Problem.NOT_SIGNED,))
    problems = {problem for finding in findings for problem in finding.problems}
    return SignatureReport(tuple(findings), tuple(sorted(problems)))
