"""The command line, as a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.hosted.harness import ERIKA, PASSWORD, write_town

COMMAND = (sys.executable, "-m", "clerk_desktop.hosted")


def environment(folder: Path, **more: str) -> dict[str, str]:
    town = {f"OFFICE_{name.upper()}": str(path) for name, path in write_town(folder).items()}
    return os.environ | town | {"OFFICE_DATA_DIR": str(folder / "data")} | more


def add_clerk(folder: Path, *arguments: str, password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "add-clerk", *arguments],
        input=f"{password}\n",
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def start(variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Start a service that will not come up."""
    return subprocess.run(
        [*COMMAND, "--port", "0"], env=variables, capture_output=True, text=True, check=False, timeout=60
    )


@contextmanager
def serving(folder: Path, log: Path, **more: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A service as its own process, and its address."""
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [*COMMAND, "--port", "0"], env=environment(folder, **more), stdout=subprocess.PIPE, stderr=errors, text=True
        )
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            found = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+)\n", line)
            assert found is not None, line
            yield found[1], process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            process.stdout.close()


def test_serves_signs_in_and_ends(tmp_path: Path) -> None:
    added = add_clerk(tmp_path, "wolf", "--name", "Frau Wolf", "--office", "city")
    assert (added.returncode, added.stdout) == (0, "added wolf\n")
    with serving(tmp_path, tmp_path / "log") as (url, process):
        reply = httpx.post(f"{url}/api/v1/clerk/session", json={"user": "wolf", "password": PASSWORD})
        assert reply.json()["clerk"]["name"] == "Frau Wolf"
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        resident = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert resident is not None
        assert int(resident[1]) < 120 * 1024, "small enough for a small server"
    assert process.returncode == -signal.SIGTERM, "ended in order, then told whoever watches why"


def test_the_log_names_nobody_and_no_token(tmp_path: Path) -> None:
    log = tmp_path / "log"
    add_clerk(tmp_path, "wolf", "--name", "Frau Wolf", "--office", "city")
    with serving(
        tmp_path, log, OFFICE_LEAD_MINUTES="0", OFFICE_CAPTCHA="false", OFFICE_SMTP_URL="smtp://127.0.0.1:1"
    ) as (url, _):
        api = httpx.Client(base_url=f"{url}/api/v1")
        start = api.get("/slots", params={"office": "city", "matter": "ummeldung"}).json()["slots"][0]["start"]
        held = api.post("/reservations", json={"office": "city", "matters": ["ummeldung"], "start": start}).json()
        bearer = {"Authorization": f"Bearer {held['hold_token']}"}
        assert api.post("/reservations/booking", json=ERIKA, headers=bearer).status_code == 201
        api.post("/reservations/booking", json=ERIKA | {"email": "kaputt"}, headers=bearer)
        session = api.post("/clerk/session", json={"user": "wolf", "password": PASSWORD}).json()
        api.post("/clerk/session", json={"user": "wolf", "password": "falsches-wort"})
        while "mail" not in log.read_text(encoding="utf-8"):
            api.get("/health")
        api.close()
    told = log.read_text(encoding="utf-8").lower()
    secrets = (held["hold_token"], session["token"], PASSWORD, "falsches-wort")
    for word in ("erika", "mustermann", "1964", "kaputt", "wolf", "127.0.0.1", *secrets):
        assert word.lower() not in told


def test_wrong_settings_and_broken_data_end_with_a_reason(tmp_path: Path) -> None:
    wrong = start(environment(tmp_path, OFFICE_HOLD_MINUTES="x"))
    assert (wrong.returncode, "OFFICE_HOLD_MINUTES" in wrong.stderr) == (2, True)
    broken = environment(tmp_path)
    (tmp_path / "offices" / "city.toml").write_text("id = 1", encoding="utf-8")
    stopped = start(broken)
    assert (stopped.returncode, "city.toml" in stopped.stderr) == (2, True)
    assert "Traceback" not in wrong.stderr + stopped.stderr


def test_accounts_need_an_office_and_a_password(tmp_path: Path) -> None:
    nowhere = add_clerk(tmp_path, "wolf", "--name", "Frau Wolf", "--office", "mond")
    assert (nowhere.returncode, "known: city, west" in nowhere.stderr) == (1, True)
    short = add_clerk(tmp_path, "wolf", "--name", "Frau Wolf", "--office", "city", password="kurz")
    assert (short.returncode, "8 characters" in short.stderr) == (1, True)
    add_clerk(tmp_path, "wolf", "--name", "Frau Wolf", "--office", "city")
    assert add_clerk(tmp_path, "wolf", "--name", "Frau Wolf", "--office", "west").stdout == "changed wolf\n"
