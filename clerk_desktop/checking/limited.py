"""A file of a stranger is checked in a process of its own, one for each file, with an end to its memory and its time.

One for each: nothing that a hostile file does to the process can touch the answer for the next one. What goes in is one
line of JSON and the file, what comes out is one line of JSON; nothing is pickled, nothing is written to a disk.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from clerk_desktop.common.pdf_lexer import Budget
from clerk_desktop.common.verification import Verdict, Verification

MEMORY = 1024**3
"""Address space in bytes."""
CPU_S = 20
"""Seconds of computing."""
CLOCK_S = 40.0
"""Seconds on the clock, its start included."""
MOST_BYTES = Budget().size
"""Longer files are not even read."""
_LONGEST_ANSWER = 1 << 22
_KEEP = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "VIRTUAL_ENV", "LD_LIBRARY_PATH")


def check(pdf: bytes, roots: Sequence[bytes], file: str, clock_s: float = CLOCK_S) -> dict[str, Any]:
    """The line for one file, from a limited process; a process that dies gives a line, too.

    Args:
        pdf: the file.
        roots: DER certificates that are trusted.
        file: its name, only for the line.
        clock_s: seconds that it may take.
    """
    if len(pdf) > MOST_BYTES:
        return Verification(Verdict.TOO_MUCH, detail="the file is too long").line(file)
    head = json.dumps({"roots": [base64.b64encode(root).decode() for root in roots]}).encode()
    # Nothing of this program's environment (addresses, passwords of databases) goes in.
    environment = {name: os.environ[name] for name in _KEEP if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "clerk_desktop.checking"],
            input=head + b"\n" + pdf,
            capture_output=True,
            timeout=clock_s,
            check=False,
            env=environment | {"PYTHONPATH": _path()},
        )
    except subprocess.TimeoutExpired:
        return Verification(Verdict.TOO_MUCH, detail="it took too long").line(file)
    answer = _answer(done.stdout) if done.returncode == 0 else None
    if answer is None:
        return Verification(Verdict.TOO_MUCH, detail=f"the check ended with {done.returncode}").line(file)
    return {**answer, "file": file}


def _path() -> str:
    """Where this very package was found, for the process too."""
    return os.pathsep.join(path for path in sys.path if path) or "."


def _answer(out: bytes) -> dict[str, Any] | None:
    """The line that the process printed, if it looks like one."""
    if len(out) > _LONGEST_ANSWER:
        return None
    try:
        answer = json.loads(out)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) and answer.get("verdict") in set(Verdict) else None


def limit_process() -> None:
    """From here on: no endless memory or computing, no writing, no process, no core dump. Windows has none of it."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        resource.setrlimit(what, (most, most))
