"""The composition root: starts light, closes in order, catches what falls."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_desktop.common.appointments import State
from clerk_desktop.desktop import app
from clerk_desktop.desktop.models.session import SessionState
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import SERVER, TOKEN

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("aiortc", "av", "pymupdf", "pyhanko", "typst", "pikepdf", "cv2", "numpy", "requests", "websockets", "keyring")

PLAYED = """
import json, sys
from clerk_desktop.desktop.app import run

async def script(desk):
    heavy = [name for name in {heavy!r} if name in sys.modules]
    print(json.dumps({{
        "visible": desk.window.isVisible(),
        "usable": desk.window.sign_in.user.isEnabled(),
        "language": desk.language,
        "server": desk.window.sign_in.server.text(),
        "heavy": heavy,
    }}))
    {more}

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], script))
"""


def play(folder: Path, *arguments: str, more: str = "") -> tuple[int, dict[str, object], str]:
    """A desk in a process of its own, played by a script."""
    done = subprocess.run(
        [sys.executable, "-c", PLAYED.format(heavy=HEAVY, more=more), "--data-dir", str(folder), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr


def test_the_window_stands_before_anything_heavy_is_loaded(tmp_path: Path) -> None:
    code, seen, errors = play(tmp_path, "--language", "de")
    assert code == 0, errors
    assert seen == {"visible": True, "usable": True, "language": "de", "server": "", "heavy": []}


def test_a_script_that_fails_fails_the_program_and_the_desk_closes(tmp_path: Path) -> None:
    code, _seen, errors = play(tmp_path, more="raise SystemError('the script')")
    assert code == 1
    assert "unexpected SystemError" in errors


def test_settings_of_the_last_day_are_worn(tmp_path: Path) -> None:
    (tmp_path / "settings.ini").write_text("[General]\nserver=https://amt.example\nlanguage=en\nscheme=dark\n")
    code, seen, errors = play(tmp_path)
    assert code == 0, errors
    assert (seen["language"], seen["server"]) == ("en", "https://amt.example")


def test_a_terminated_desk_ends_in_order(tmp_path: Path) -> None:
    more = "import asyncio, os, signal; os.kill(os.getpid(), signal.SIGTERM); await asyncio.sleep(30)"
    code, _seen, errors = play(tmp_path, more=more.replace("await asyncio.sleep(30)", "await asyncio.sleep(0.2)"))
    assert code == 0, errors


async def test_the_service_of_the_day_is_really_down(tmp_path: Path) -> None:
    """The real client against a closed port of this machine: the sign-in view says so and goes on trying."""
    made = Rehearsal(tmp_path, make_office=app.make_office)
    made.desk.session.sign_in("http://127.0.0.1:9", "wolf", "secret")
    await made.quiet()
    assert made.desk.session.error == "unavailable"
    assert made.desk.session.retrying
    assert "nicht erreichbar" in made.desk.window.sign_in.error.text()
    made.desk.session.give_up()
    await made.close()


async def test_a_token_comes_in_by_standard_input(rehearsal: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(TOKEN + "\nthe script's own line\n"))
    app._begin(rehearsal.desk, app._options(["--server", SERVER, "--token-stdin"]))
    await rehearsal.quiet()
    assert rehearsal.desk.session.state is SessionState.SIGNED_IN
    assert sys.stdin.readline() == "the script's own line\n"


async def test_the_kept_token_is_tried_at_start(rehearsal: Rehearsal) -> None:
    rehearsal.keeper.tokens[SERVER] = TOKEN
    app._begin(rehearsal.desk, app._options(["--server", SERVER]))
    await rehearsal.quiet()
    assert rehearsal.desk.session.state is SessionState.SIGNED_IN


async def test_closing_says_goodbye_and_leaves_the_appointment_interrupted(tmp_path: Path) -> None:
    made = Rehearsal(tmp_path)
    await made.in_call()
    await made.close()
    assert made.call.goodbyes == [False]
    assert made.office.steps[-1] == ("a1", State.INTERRUPTED)
    assert made.desk.tasks.names == ()


@pytest.fixture
def _hooks() -> Iterator[None]:
    before = sys.excepthook, signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    yield
    sys.excepthook = before[0]
    signal.signal(signal.SIGTERM, before[1])
    signal.signal(signal.SIGINT, before[2])
    asyncio.get_event_loop_policy()


@pytest.mark.usefixtures("_hooks")
async def test_what_falls_is_said_and_logged_without_words(
    rehearsal: Rehearsal, caplog: pytest.LogCaptureFixture
) -> None:
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    app._catch_what_falls(rehearsal.desk)
    try:
        error = ValueError("-".join("Erika"))
        with caplog.at_level(logging.ERROR):
            sys.excepthook(ValueError, error, None)
            loop.call_exception_handler({"message": "m", "exception": error})
            loop.call_exception_handler({"message": "only words"})
        assert [notice.key for notice in rehearsal.desk.banner.notices] == ["error.unexpected"]
        assert "E-r-i-k-a" not in caplog.text
        assert "unexpected ValueError" in caplog.text
    finally:
        loop.set_exception_handler(before)


def test_arguments() -> None:
    options = app._options(["--server", SERVER, "--language", "en", "--data-dir", "data"])
    assert (options.server, options.language, options.token_stdin, options.data_dir) == (
        SERVER,
        "en",
        False,
        Path("data"),
    )
    with pytest.raises(SystemExit):
        app._options(["--language", "fr"])
