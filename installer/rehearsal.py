"""The interactive demonstration: `python3 installer/demo.py` ends up here.

Runs the office, opens the desk signed in, prints the booking page's address and, when a mail arrives, the citizen's
link. Everything lies in `.demo/`, which every demonstration begins anew.
"""

from __future__ import annotations

import contextlib
import fcntl
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from installer.catcher import join_link, read_mail
from installer.office import CLERK, CLERK_NAME, ROOT, Office
from installer.terminal import Failed, say

_FOLDER = ROOT / ".demo"
_PORT = 8420

_SIMULATED = """\
What is simulated: mails are caught (in .demo/mails) instead of delivered, and the offices are open day and night.
Everything else is real: service, page, desk, call, papers, signatures (by a certificate authority of this demo's own).
The page works in browsers on this computer only; a phone would need https."""


def main() -> int:
    """Run until the desk is closed."""
    _FOLDER.mkdir(exist_ok=True)
    with (_FOLDER / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("A demonstration is running here already; end it first.")
            return 1
        for old in _FOLDER.iterdir():
            if old.is_dir():
                shutil.rmtree(old)
        try:
            with Office(_FOLDER, _tell, _free(_PORT)) as office:
                return _open_desk(office)
        except Failed as failure:
            say(f"\n{failure}")
            return 1
        except KeyboardInterrupt:
            return 0


def _open_desk(office: Office) -> int:
    say(f"\nBook as a citizen:  {office.url}/")
    say(f"The desk opens for: {CLERK_NAME} (to sign in again: user {CLERK}, password {office.password})\n")
    say(f"{_SIMULATED}\n\nClose the desk, or press Ctrl+C here, to end the demonstration.\n")
    token = office.sign_in()
    desk = [
        sys.executable,
        "main.py",
        "--server",
        office.url,
        "--token-stdin",
        "--data-dir",
        str(office.folder / "desk"),
    ]
    with subprocess.Popen(desk, cwd=ROOT, stdin=subprocess.PIPE, text=True) as process:
        try:
            if process.stdin:
                process.stdin.write(token + "\n")
                process.stdin.close()
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            return 0


def _tell(path: Path) -> None:
    mail = read_mail(path)
    say(f"Mail to {mail['to']}: {mail['subject']}")
    with contextlib.suppress(LookupError):
        say(f"  the citizen's link: {join_link(mail)}")


def _free(port: int) -> int:
    """This port, so that links stay the same from one demonstration to the next, or 0 when it is in use."""
    try:
        with socket.create_server(("127.0.0.1", port)):
            return port
    except OSError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
