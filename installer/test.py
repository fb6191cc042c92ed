"""All tests: `python3 installer/test.py [arguments for pytest]`. Sets up what is missing first.

Standard library only. Everything runs even when something before it failed; the end says how much, and the exit code
is 0 only when all of it is good.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from installer import setup  # noqa: E402
from installer.screen import screen, sound  # noqa: E402
from installer.terminal import Failed, say, seconds  # noqa: E402

CHECKS = {
    "style (ruff check)": ["ruff", "check", "."],
    "form (ruff format)": ["ruff", "format", "--check", "."],
    "types (mypy)": ["mypy"],
    "rooms (import-linter)": ["lint-imports", "--no-cache"],
    "page: types (tsc)": ["python", "installer/page.py", "types"],
    "page: units (node)": ["python", "installer/page.py", "units"],
}
SIDE_BY_SIDE = ["-n", "2", "--dist", "loadfile"]
"""Two processes share the files of a part. Not the desk's: there is one keyboard, and sound is measured."""
PARTS = {
    "Rules, page, house": ["tests", "--ignore=tests/desktop", "--ignore=tests/hosted", *SIDE_BY_SIDE],
    "The service": ["tests/hosted", *SIDE_BY_SIDE],
    "The desk": ["tests/desktop"],
}
"""Each in a process of its own: threads and timers of the desk must not meet a hundred services in one memory."""
NO_TESTS = 5
"""pytest's exit code when the person's own selection leaves nothing of this part."""


@dataclass
class Score:
    """What has been counted so far."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    broken: list[str] = field(default_factory=list)

    def count(self, title: str, good: bool) -> None:
        """One check, or one run of pytest that could not even report."""
        self.passed += good
        self.failed += not good
        if not good:
            self.broken.append(title)

    def count_report(self, title: str, report: Path) -> bool:
        """Add what pytest wrote into its report; False when there is none."""
        try:
            suites = list(ET.parse(report).getroot().iter("testsuite"))  # noqa: S314 - we wrote it ourselves
        except (OSError, ET.ParseError):
            return False
        bad = sum(int(suite.get("failures", 0)) + int(suite.get("errors", 0)) for suite in suites)
        skipped = sum(int(suite.get("skipped", 0)) for suite in suites)
        self.failed += bad
        self.skipped += skipped
        self.passed += max(sum(int(suite.get("tests", 0)) for suite in suites) - bad - skipped, 0)
        if bad:
            self.broken.append(title)
        return True


def check(title: str, command: list[str], score: Score) -> None:
    """Run one check; its words are shown only when it is not content."""
    began = time.monotonic()
    program = [str(setup.VENV / "bin" / command[0]), *command[1:]]
    done = subprocess.run(
        program, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )
    good = done.returncode == 0
    say(f"  {'✓' if good else '✗'} {title} ({seconds(began)})")
    if not good:
        say("\n".join(f"    {line}" for line in done.stdout.splitlines()[-60:]))
    score.count(title, good)


def pytest(title: str, arguments: list[str], environment: dict[str, str], score: Score) -> None:
    """Run pytest once and add up its report."""
    say(f"\n{title}")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="office-report-") as folder:
        report = Path(folder) / "report.xml"
        command = [str(setup.PYTHON), "-m", "pytest", "-q", "--no-header", f"--junitxml={report}", *arguments]
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        before = score.failed
        counted = score.count_report(title, report)
    if code not in {0, NO_TESTS} and (not counted or score.failed == before):
        score.count(title, good=False)  # a crash, a wrong argument: nothing in the report says so
    say(f"  {title}: {seconds(began)}")


def coverage() -> None:
    """Show how much of the source the tests ran, and where least."""
    tool = [str(setup.VENV / "bin" / "coverage"), "report", "--sort=cover", "--format=text"]
    text = subprocess.run(tool, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    rows = [line.split() for line in text.splitlines() if line.startswith(("clerk_desktop", "TOTAL"))]
    if not rows:
        return
    total = next((row[-1] for row in rows if row[0] == "TOTAL"), "?")
    least = ", ".join(f"{row[0].removeprefix('clerk_desktop/')} {row[-1]}" for row in rows[:6] if row[0] != "TOTAL")
    say(f"  Coverage {total} of lines and branches; least: {least}")


def main(arguments: list[str]) -> int:
    """Set up, check, test; the exit code of the command."""
    began = time.monotonic()
    say("Setting up")
    try:
        setup.ready()
    except Failed as failure:
        say(f"\n{failure}")
        return 1
    score = Score()
    say("\nChecks")
    for title, command in CHECKS.items():
        check(title, command, score)
    try:
        with contextlib.ExitStack() as devices:
            environment = {**os.environ, **devices.enter_context(screen()), **devices.enter_context(sound())}
            environment.pop("WAYLAND_DISPLAY", None)
            parts = {"Tests": []} if any((ROOT / word.split("::")[0]).exists() for word in arguments) else PARTS
            for number, (title, where) in enumerate(parts.items()):
                measure = ["--cov", "--cov-report=", *(["--cov-append"] if number else [])]
                pytest(title, [*where, "-m", "not journey", *measure, *arguments], environment, score)
            coverage()
            pytest("The whole appointment", ["-m", "journey", *arguments], environment, score)
    except Failed as failure:
        say(f"\n{failure}")
        score.count("screen and sound", good=False)
    if score.broken:
        say(f"\nNot good: {', '.join(score.broken)}")
    skipped = f", {score.skipped} skipped" if score.skipped else ""
    say(f"\n{score.passed} passed, {score.failed} failed{skipped} ({seconds(began)})")
    return 1 if score.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
