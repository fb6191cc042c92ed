"""Set-up: what is there is left alone, what changed is made anew, what fails says why."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from installer import setup, system, terminal

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house whose commands are only noted."""
    (tmp_path / "installer" / "page").mkdir(parents=True)
    (tmp_path / "installer" / "page" / "package-lock.json").write_text("{}")
    (tmp_path / "installer" / "page.py").write_text("")
    (tmp_path / "installer" / "constraints.txt").write_text("a==1\n")
    (tmp_path / "resources" / "i18n").mkdir(parents=True)
    (tmp_path / "resources" / "i18n" / "desk_en.ts").write_text("<TS/>")
    (tmp_path / "pyproject.toml").write_text('[build-system]\nrequires = []\n[project]\nname = "x"\n[tool.x]\na = 1\n')
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(setup, "_STAMPS", tmp_path / ".venv" / "set-up.json")
    monkeypatch.setattr(setup, "_CONSTRAINTS", tmp_path / "installer" / "constraints.txt")
    monkeypatch.setattr(system, "ensure", lambda: None)
    return tmp_path


@pytest.fixture
def steps(house: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []

    def run(title: str, command: list[object], **_: object) -> None:
        done.append(title.split(" (", maxsplit=1)[0])
        words = [str(word) for word in command]
        if "venv" in words:
            setup.PYTHON.parent.mkdir(parents=True)
            setup.PYTHON.symlink_to(sys.executable)
        elif words[-1].endswith("page.py"):
            vendor = house / "resources" / "citizen" / "vendor"
            vendor.mkdir(parents=True, exist_ok=True)
            (vendor / "x").touch()
        elif "-qm" in words:
            Path(words[-1]).touch()

    monkeypatch.setattr(setup, "run", run)
    return done


EVERY_STEP = [
    "Python environment in .venv",
    "Python packages",
    "Libraries of the citizen's page",
    "Translation desk_en",
]


def test_a_bare_machine_gets_everything_and_the_second_time_nothing(house: Path, steps: list[str]) -> None:
    assert setup.ready() == house / ".venv" / "bin" / "python"
    assert steps == EVERY_STEP
    setup.ready()
    assert steps == EVERY_STEP


@pytest.mark.parametrize(
    ("file", "text", "made_again"),
    [
        ("installer/constraints.txt", "a==2\n", ["Python packages"]),
        ("pyproject.toml", '[build-system]\nrequires = []\n[project]\nname = "y"\n', ["Python packages"]),
        ("pyproject.toml", '[build-system]\nrequires = []\n[project]\nname = "x"\n[tool.x]\na = 2\n', []),
        ("installer/page/package-lock.json", "{ }", ["Libraries of the citizen's page"]),
    ],
)
def test_only_what_changed_is_made_again(
    house: Path, steps: list[str], file: str, text: str, made_again: list[str]
) -> None:
    setup.ready()
    steps.clear()
    (house / file).write_text(text)
    setup.ready()
    assert steps == made_again


def test_a_newer_translation_is_compiled_again(house: Path, steps: list[str]) -> None:
    setup.ready()
    steps.clear()
    source = house / "resources" / "i18n" / "desk_en.ts"
    later = source.with_suffix(".qm").stat().st_mtime + 5
    os.utime(source, (later, later))
    setup.ready()
    assert steps == ["Translation desk_en"]


def test_a_step_that_failed_is_tried_again(house: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    del house
    good = setup.run

    def without_network(title: str, command: list[str], **more: object) -> None:
        if "packages" in title:
            raise terminal.Failed("no network")
        good(title, command, **more)

    monkeypatch.setattr(setup, "run", without_network)
    with pytest.raises(terminal.Failed):
        setup.ready()
    monkeypatch.setattr(setup, "run", good)
    steps.clear()
    setup.ready()
    assert steps == EVERY_STEP[1:]


def test_an_environment_whose_python_is_gone_is_made_anew(house: Path, steps: list[str]) -> None:
    setup.ready()
    steps.clear()
    setup.PYTHON.unlink()
    setup.PYTHON.parent.rmdir()
    (house / ".venv" / "set-up.json").unlink()
    setup.ready()
    assert steps == EVERY_STEP[:3]


def test_a_command_that_fails_shows_its_last_words(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(terminal.Failed, match="the disk is full"):
        terminal.run("Something", [sys.executable, "-c", "print('the disk is full'); raise SystemExit(3)"])
    assert "✗ Something" in capfd.readouterr().out


def test_a_program_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(terminal.Failed, match="no-such-program could not be started"):
        terminal.run("Something", [tmp_path / "no-such-program"])


def test_the_set_up_needs_nothing_but_the_standard_library() -> None:
    code = "import sys; sys.path.insert(0, '.'); import installer.demo, installer.test"
    subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=ROOT, check=True)


def test_without_a_screen_the_demo_says_what_to_do() -> None:
    environment = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    done = subprocess.run(
        [sys.executable, "installer/demo.py"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "installer/demo.py --headless --out DIR" in done.stdout
