"""The rooms of the house keep their doors: import contracts and lints, each broken on purpose to see it caught."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "clerk_desktop"
DESK = "clerk_desktop/desktop/"
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

# --- import contracts --------------------------------------------------------------------------

BREAKS = {
    "two-roofs": ("hosted/broken.py", "import clerk_desktop.desktop.services.api"),
    "checking-stands-alone": ("checking/broken.py", "import socket"),
    "pure-common": ("common/broken.py", "import socket"),
    "desk-floors": ("desktop/services/broken.py", "import clerk_desktop.desktop.models.call"),
    "views-ask-models": ("desktop/views/broken.py", "import clerk_desktop.desktop.services.api"),
    "services-without-qt": ("desktop/services/broken.py", "import PySide6.QtCore"),
    "feature-floors": ("hosted/booking/store.py", "import clerk_desktop.hosted.booking.service"),
    "features-apart": ("hosted/booking/broken.py", "import clerk_desktop.hosted.live"),
    "light-service": ("hosted/broken.py", "import pymupdf"),
}
"""For each contract a line that breaks it, and the file that it is written into."""


def lint_imports(house: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [LINT_IMPORTS, "--no-cache", "--no-logo", *options]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)


def test_every_contract_holds() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


def test_every_contract_is_broken_below() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert {contract["id"] for contract in project["tool"]["importlinter"]["contracts"]} == set(BREAKS)


@pytest.fixture(scope="module")
def copy_of_the_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(PACKAGE, house / "clerk_desktop", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", house)
    return house


@pytest.mark.parametrize("contract", BREAKS)
def test_a_broken_contract_is_caught(copy_of_the_house: Path, contract: str) -> None:
    name, line = BREAKS[contract]
    file = copy_of_the_house / "clerk_desktop" / name
    before = file.read_text("utf-8") if file.exists() else None
    file.write_text(f"{before or ''}\n{line}\n", "utf-8")
    try:
        done = lint_imports(copy_of_the_house, "--contract", contract)
    finally:
        file.unlink() if before is None else file.write_text(before, "utf-8")
    assert done.returncode == 1
    assert "BROKEN" in done.stdout
    assert line.removeprefix("import ").split(".")[0] in done.stdout


# --- what import-linter cannot say -----------------------------------------------------------------

Lint = Callable[[str, ast.Module], Iterator[str]]


def _imports(tree: ast.Module) -> Iterator[str]:
    """Every imported name, dotted: `from PySide6 import QtWidgets` is "PySide6.QtWidgets"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)


def no_exec(path: str, tree: ast.Module) -> Iterator[str]:
    """`.exec(` inside a coroutine kills the other tasks of the Qt loop for good; dialogs use `open()`."""
    if path == f"{DESK}app.py":
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"exec", "exec_"}:
            yield f"{path}:{node.lineno} calls .{node.func.attr}()"


def widgets_only_on_top(path: str, tree: ast.Module) -> Iterator[str]:
    """QtWidgets belongs to views, widgets and the composition root."""
    if not path.startswith((f"{DESK}views/", f"{DESK}widgets/", f"{DESK}app.py")):
        yield from (f"{path} imports {name}" for name in _imports(tree) if name.startswith("PySide6.QtWidgets"))


def devices_only_in_media(path: str, tree: ast.Module) -> Iterator[str]:
    """Cameras and loudspeakers have one room."""
    if not path.startswith(f"{DESK}media/"):
        yield from (f"{path} imports {name}" for name in _imports(tree) if name.startswith("PySide6.QtMultimedia"))


def plain_text_only(path: str, tree: ast.Module) -> Iterator[str]:
    """These classes draw HTML that a citizen puts into a name; SafeLabel is the way to show text."""
    rich = {f"PySide6.QtWidgets.{name}" for name in ("QLabel", "QMessageBox", "QToolTip", "QTextEdit", "QTextBrowser")}
    if path == f"{DESK}widgets/safe_label.py":
        return
    yield from (f"{path} imports {name}" for name in _imports(tree) if name in rich)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and f"PySide6.QtWidgets.{node.attr}" in rich:
            yield f"{path}:{node.lineno} uses {node.attr}"


def one_clock(path: str, tree: ast.Module) -> Iterator[str]:
    """Only common/clock.py asks the computer for the time of day, so that tests can set it."""
    if path == "clerk_desktop/common/clock.py" or "/migrations/versions/" in path:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if owner in {"datetime", "date"}:
                yield f"{path}:{node.lineno} asks {owner}.{node.attr}"


def pictures_in_the_worker(path: str, tree: ast.Module) -> Iterator[str]:
    """OpenCV and the readers live in processes of their own: the card reader's and that of photographed papers."""
    if not path.startswith((f"{DESK}services/id_reader", f"{DESK}services/photo_worker")):
        yield from (f"{path} imports {n}" for n in _imports(tree) if n.split(".")[0] in {"cv2", "rapidocr", "pyzbar"})


LINTS: dict[Lint, tuple[str, str]] = {
    no_exec: (f"{DESK}views/main_window.py", "def f(dialog):\n    dialog.exec()"),
    widgets_only_on_top: (f"{DESK}models/call.py", "from PySide6.QtWidgets import QWidget"),
    devices_only_in_media: (f"{DESK}views/call_panel.py", "from PySide6 import QtMultimedia"),
    plain_text_only: (f"{DESK}views/queue_panel.py", "from PySide6.QtWidgets import QLabel"),
    one_clock: ("clerk_desktop/hosted/access.py", "from datetime import datetime, UTC\nx = datetime.now(UTC)"),
    pictures_in_the_worker: (f"{DESK}app.py", "import cv2"),
}
"""Each lint with a place and a text that it must catch."""


def sources() -> list[Path]:
    return [*sorted(PACKAGE.rglob("*.py")), ROOT / "main.py"]


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.__name__)
def test_lint_holds(lint: Lint) -> None:
    found = []
    for source in filter(Path.exists, sources()):
        found += lint(source.relative_to(ROOT).as_posix(), ast.parse(source.read_text("utf-8")))
    assert found == []


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.__name__)
def test_lint_catches(lint: Lint) -> None:
    path, text = LINTS[lint]
    assert list(lint(path, ast.parse(text)))


# --- what is loaded when the programs start --------------------------------------------------------


@pytest.mark.parametrize(
    ("program", "stranger"),
    [
        ("clerk_desktop.desktop.app", "cv2, onnxruntime, fastapi, sqlalchemy"),
        ("clerk_desktop.hosted.app", "PySide6, pymupdf, aiortc, av, cv2, numpy"),
    ],
)
def test_a_program_loads_only_its_own(program: str, stranger: str) -> None:
    code = f"import sys, {program}; print(*set('{stranger}'.split(', ')) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


# --- what is committed -----------------------------------------------------------------------------

_NOT_OURS = re.compile(
    r"(?:/work/|/root/|/home/[a-z]|[A-Z]:\\Users)|(?:pypi|pythonhosted|npmjs|yarnpkg|registry\.)[a-z]*\.(?:org|com)"
)


def tracked() -> list[Path]:
    """What git knows."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("no git here")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_machine_and_no_registry_is_named() -> None:
    named = []
    for path in tracked():
        if path == Path(__file__):
            continue
        text = path.read_bytes().decode("utf-8", "ignore")
        named += [f"{path.relative_to(ROOT)}: {found.group()}" for found in _NOT_OURS.finditer(text)]
    assert named == []


@pytest.mark.parametrize("text", ["/work/x", "https://registry.example.org/x", "https://npmjs.com/x", "/root/x"])
def test_a_named_machine_is_caught(text: str) -> None:
    assert _NOT_OURS.search(text)


def test_the_top_of_the_house_stays_tidy() -> None:
    allowed = {"clerk_desktop", "resources", "installer", "tests", "pyproject.toml", "main.py", "README.md", "LICENSE"}
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in top if not name.startswith(".")} <= allowed


LONG: dict[str, str] = {}
"""Modules that may be longer than 400 lines, each with its reason."""


def test_no_module_outgrows_its_room() -> None:
    long = {path.name: lines for path in sources() if (lines := path.read_text("utf-8").count("\n")) > 400}
    assert long.keys() <= LONG.keys(), "split it into two rooms, or give the reason above"
