"""Judges what a rehearsal left behind, with other tools than those that made it."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore


@dataclass(frozen=True)
class Verdict:
    """What was found out about a signed paper.

    Attributes:
        sha256: of the file, lower-case hex.
        pyhanko: whether pyHanko calls every signature intact, valid and covering the whole file.
        pdfsig: whether poppler's `pdfsig` calls every signature valid.
        words: what both said.
    """

    sha256: str
    pyhanko: bool
    pdfsig: bool
    words: str

    @property
    def valid(self) -> bool:
        """Both tools are content."""
        return self.pyhanko and self.pdfsig


def judge(paper: Path) -> Verdict:
    """Look at the signatures of a downloaded paper.

    The root of the chain is taken from the signature itself: this proves that the paper is untouched and correctly
    signed; whom to trust is another question, and the demo's own authority is trusted by nobody else.
    """
    good, words = _pyhanko(paper)
    seen = subprocess.run(["pdfsig", "-nocert", str(paper)], capture_output=True, text=True, check=False)
    verdicts = [line.strip() for line in seen.stdout.splitlines() if "Signature Validation:" in line]
    content = [verdict.endswith("Signature is Valid.") for verdict in verdicts]
    return Verdict(
        sha256=hashlib.sha256(paper.read_bytes()).hexdigest(),
        pyhanko=good,
        pdfsig=seen.returncode == 0 and bool(content) and all(content),
        words=f"{words}\n{seen.stdout}{seen.stderr}",
    )


def _pyhanko(paper: Path) -> tuple[bool, str]:
    with paper.open("rb") as file:
        reader = PdfFileReader(file)
        signatures = list(reader.embedded_regular_signatures)
        words = []
        for signature in signatures:
            store = SimpleCertificateStore.from_certs(signature.other_embedded_certs)
            roots = [cert for cert in store if cert.self_signed in {"yes", "maybe"}]
            context = ValidationContext(trust_roots=roots, other_certs=list(store), allow_fetching=False)
            status = validate_pdf_signature(signature, context, ts_validation_context=context)
            words.append((status.bottom_line, status.summary()))
        last = signatures[-1].coverage.name if signatures else "no signature"
    good = bool(words) and all(line for line, _ in words) and last == "ENTIRE_FILE"
    return good, "; ".join(summary for _, summary in words) + f"; the last one covers {last}"
