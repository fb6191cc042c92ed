"""Everything that must be there before the office can run: system packages, Python packages, page, translations.

Standard library only, Python 3.11 or newer. Each step leaves a stamp with a fingerprint of what it was made from, so
that the second time takes about a second.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from installer import system
from installer.terminal import run, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
_CONSTRAINTS = ROOT / "installer" / "constraints.txt"
_STAMPS = VENV / "set-up.json"
_EXTRAS = "desktop,hosted,postgresql,redis,dev"


def ready() -> Path:
    """Set up what is missing.

    Returns:
        The Python of the project's own environment, with which everything else is run.

    Raises:
        Failed: with a sentence that says what the person can do.
    """
    with _alone():
        system.ensure()
        _environment()
        _packages()
        _page()
        _translations()
    return PYTHON


@contextmanager
def _alone() -> Iterator[None]:
    """Two set-ups at the same time would write into each other's environment; the second waits."""
    folder = ROOT / ".cache"
    folder.mkdir(exist_ok=True)
    with (folder / "set-up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  … Another set-up is running here; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _environment() -> None:
    if _runs(PYTHON):
        return
    run("Python environment in .venv", [sys.executable, "-m", "venv", "--clear", VENV])


def _runs(python: Path) -> bool:
    """Whether there is an environment whose interpreter still exists and is new enough."""
    try:
        test = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
        return subprocess.run([python, "-c", test], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _packages() -> None:
    """Install the project (editable) with exactly the versions of constraints.txt."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = json.dumps([project["build-system"], project["project"]], sort_keys=True)
    fingerprint = _fingerprint(wanted, _CONSTRAINTS.read_text("utf-8"), str(ROOT))
    if _stamp("packages") == fingerprint:
        return
    run(
        "Python packages (the first time some minutes, about 1 GB)",
        [
            *(PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"),
            *("--constraint", _CONSTRAINTS, "--editable", f"{ROOT}[{_EXTRAS}]"),
        ],
        detail=_pip_line,
    )
    _set_stamp("packages", fingerprint)


def _pip_line(line: str) -> str:
    words = line.split()
    if words[:1] == ["Downloading"] and len(words) > 1:
        size = " ".join(words[2:]).strip("()")
        return f"downloading {words[1].rpartition('/')[2].partition('-')[0]} {size}"
    if words[:2] == ["Installing", "collected"]:
        return "unpacking"
    return f"looking at {words[1]}" if words[:1] == ["Collecting"] and len(words) > 1 else ""


def _page() -> None:
    """Fill resources/citizen/vendor with the page's libraries from npm."""
    lock = ROOT / "installer" / "page" / "package-lock.json"
    script = ROOT / "installer" / "page.py"
    vendor = ROOT / "resources" / "citizen" / "vendor"
    fingerprint = _fingerprint(lock.read_text("utf-8"), script.read_text("utf-8"))
    if _stamp("page") == fingerprint and vendor.is_dir() and any(vendor.iterdir()):
        return
    run("Libraries of the citizen's page", [PYTHON, script])
    _set_stamp("page", fingerprint)


def _translations() -> None:
    """Compile the desk's translations that are newer than their compiled form."""
    for source in sorted((ROOT / "resources" / "i18n").glob("*.ts")):
        compiled = source.with_suffix(".qm")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        run(f"Translation {source.stem}", [VENV / "bin" / "pyside6-lrelease", source, "-qm", compiled])


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _stamps() -> dict[str, str]:
    try:
        return dict(json.loads(_STAMPS.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _stamp(name: str) -> str | None:
    return _stamps().get(name)


def _set_stamp(name: str, fingerprint: str) -> None:
    fresh = _STAMPS.with_suffix(".new")
    fresh.write_text(json.dumps({**_stamps(), name: fingerprint}), "utf-8")
    fresh.replace(_STAMPS)


def hand_over(python: Path, module: Sequence[str]) -> NoReturn:
    """Become `python -m MODULE ARGUMENTS…`, in the project's folder; does not come back."""
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(python, [str(python), "-m", *module])  # noqa: S606 - our own interpreter and our own module
