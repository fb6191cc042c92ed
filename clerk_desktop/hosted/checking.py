"""`python -m clerk_desktop.hosted verify FILE…`: one JSON line for each file.

Needs no settings, no database and no network. Exit codes: 0 every file is unmodified and trusted; 3 every file is
unmodified, but of some it is not certain who signed; 1 some file is changed, unsigned, or cannot be judged; 2 a wrong
call, or roots that cannot be read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from clerk_desktop.checking.limited import MOST_BYTES, check
from clerk_desktop.common.verification import Verdict, Verification

_MODIFIED, _WRONG_CALL, _UNTRUSTED = 1, 2, 3


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser("verify", help="check signed PDFs; one JSON line for each", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--trust",
        action="append",
        default=[],
        type=Path,
        metavar="PEM",
        help="certificates of roots that are trusted (PEM or DER); may be given several times",
    )


def run(files: Sequence[Path], trust: Sequence[Path]) -> int:
    """Check the files, print the lines; returns the exit code."""
    try:
        roots = [root for file in trust for root in _roots(file)]
    except (OSError, ValueError) as wrong:
        sys.stderr.write(f"--trust: {wrong}\n")
        return _WRONG_CALL
    worst = 0
    for file in files:
        line = _line(file, roots)
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        worst = max(worst, _weight(str(line["verdict"])))
    return (0, _UNTRUSTED, _MODIFIED)[worst]


def _weight(verdict: str) -> int:
    return {Verdict.VALID: 0, Verdict.UNTRUSTED: 1}.get(Verdict(verdict), 2)


def _line(file: Path, roots: Sequence[bytes]) -> dict[str, object]:
    try:
        with file.open("rb") as source:
            pdf = source.read(MOST_BYTES + 1)
    except OSError as wrong:
        return Verification(Verdict.UNREADABLE, detail=wrong.strerror or "cannot be read").line(str(file))
    return check(pdf, roots, str(file))


def _roots(file: Path) -> list[bytes]:
    # The service itself, which loads this module too, stays small.
    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    content = file.read_bytes()
    pem = b"-----BEGIN" in content
    found = x509.load_pem_x509_certificates(content) if pem else [x509.load_der_x509_certificate(content)]
    return [one.public_bytes(Encoding.DER) for one in found]
