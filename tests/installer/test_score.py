"""The test command counts right: a test command that miscounts hides everything else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from installer import test as command

SUITE = '<testsuite tests="{tests}" failures="{failures}" errors="{errors}" skipped="{skipped}"/>'
REPORT = f"<testsuites>{SUITE}</testsuites>"


@pytest.fixture
def score() -> command.Score:
    return command.Score()


def test_a_report_is_added_up(score: command.Score, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT.format(tests=10, failures=2, errors=1, skipped=3))
    assert score.count_report("Tests", report)
    assert (score.passed, score.failed, score.skipped, score.broken) == (4, 3, 3, ["Tests"])


def test_a_missing_report_is_no_success(score: command.Score, tmp_path: Path) -> None:
    assert not score.count_report("Tests", tmp_path / "none.xml")
    assert score.passed == 0


@pytest.mark.parametrize(
    ("code", "passed", "failed"),
    [
        ("def test_a(): pass\ndef test_b(): pass", 2, 0),
        ("def test_a(): assert False", 0, 1),
        ("syntax error", 0, 1),
        ("import os\ndef test_a(): os._exit(3)", 0, 1),
        ("", 0, 0),
    ],
)
def test_runs_of_pytest_are_counted(
    score: command.Score, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, passed: int, failed: int
) -> None:
    (tmp_path / "test_it.py").write_text(code)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command.setup, "PYTHON", Path(sys.executable))
    command.pytest("Tests", ["-p", "no:cacheprovider"], {"PATH": "/usr/bin"}, score)
    assert (score.passed, score.failed) == (passed, failed)


def test_a_check_that_is_not_content_shows_its_words(
    score: command.Score, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command.setup, "VENV", Path(sys.executable).parent.parent)
    name = Path(sys.executable).name
    command.check("good", [name, "-c", "print('quiet')"], score)
    command.check("bad", [name, "-c", "print('here is why'); raise SystemExit(1)"], score)
    told = capsys.readouterr().out
    assert "quiet" not in told
    assert "here is why" in told
    assert (score.passed, score.failed, score.broken) == (1, 1, ["bad"])


def test_the_command_fails_when_something_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command.setup, "ready", lambda: Path(sys.executable))
    monkeypatch.setattr(command, "CHECKS", {"one": ["x"]})
    monkeypatch.setattr(command, "coverage", lambda: None)
    monkeypatch.setattr(command, "pytest", lambda *_: None)
    for good in (True, False):
        monkeypatch.setattr(command, "check", lambda title, _, score, good=good: score.count(title, good))
        assert command.main([]) == (0 if good else 1)


def test_a_failed_set_up_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network() -> Path:
        raise command.Failed("no network")

    monkeypatch.setattr(command.setup, "ready", no_network)
    assert command.main([]) == 1


def test_the_continuous_check_is_the_same_command() -> None:
    root = Path(__file__).resolve().parents[2]
    run = root / ".ci" / "run"
    assert "exec python3 installer/test.py" in run.read_text("utf-8")
    assert run.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", run], check=False).returncode == 0
