"""A whole office on this computer, for demonstrations and rehearsals: hosted service, mail catcher, a clerk's account.

Everything lies in one folder. What is simulated is only the surroundings: mails are caught instead of delivered, and
the offices are open all day so that there is always a free slot.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Self, TextIO
from urllib.parse import urlsplit

from installer.catcher import MailCatcher
from installer.terminal import Failed

ROOT = Path(__file__).resolve().parent.parent
CLERK = "wolf"
CLERK_NAME = "Frau Wolf"
OFFICE = "city"
_READY = "listening on "
_START_S = 60.0
_STOP_S = 10.0
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Office:
    """The running office; a context manager.

    Args:
        folder: where database, mails and the service's log go.
        mail_arrived: called with the file of each mail, on another thread.
        port: where the service listens; 0 takes a free one.
        open_offices: writes the offices' files into a folder.
        switches: further settings of the service, by their `OFFICE_…` names.
        host: the address on which the service listens.

    Attributes:
        url: address of the service; its booking page is `/`.
        password: the clerk's, drawn anew for every office.
    """

    def __init__(
        self,
        folder: Path,
        mail_arrived: Callable[[Path], None],
        port: int = 0,
        open_offices: Callable[[Path], None] | None = None,
        switches: Mapping[str, str] | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self.folder = folder
        self.mails = folder / "mails"
        self.url = ""
        self.password = secrets.token_urlsafe(12)
        self._host, self._port = host, port
        self._open_offices = open_offices or open_all_day
        self._switches = dict(switches or {})
        self._catcher = MailCatcher(self.mails, mail_arrived)
        self._open = ExitStack()
        self._service: subprocess.Popen[str] | None = None
        self._listener: Thread | None = None

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            opening.enter_context(self._catcher)
            self._open_offices(self.folder / "offices")
            self.log.write_text("", "utf-8")
            opening.callback(self._stop)
            self._start()
            self.hire(CLERK, CLERK_NAME, OFFICE)
            self._open = opening.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def log(self) -> Path:
        """Where the service writes what it does."""
        return self.folder / "hosted.log"

    @property
    def service_pid(self) -> int:
        """The service's process."""
        return self._service.pid if self._service else 0

    def kill(self) -> None:
        """The service dies as by a power cut; the mail server goes on."""
        if self._service is not None:
            self._service.kill()
            self._service.wait()
            self._forget()

    def revive(self) -> None:
        """Start the service again where it was; returns when it answers. Raises Failed."""
        self._port = urlsplit(self.url).port or 0
        self._start()

    def sign_in(self, user: str = CLERK) -> str:
        """A clerk's token, as the desk gets it when the clerk signs in."""
        body = json.dumps({"user": user, "password": self.password}).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": secrets.token_hex(16)}
        request = urllib.request.Request(f"{self.url}/api/v1/clerk/session", body, headers)  # noqa: S310 - our own URL
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return str(json.load(answer)["token"])

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("OFFICE_")}
        return {
            **kept,
            "OFFICE_DATA_DIR": str(self.folder / "data"),
            "OFFICE_OFFICES_DIR": str(self.folder / "offices"),
            "OFFICE_SMTP_URL": self._catcher.url,
            "OFFICE_LEAD_MINUTES": "0",
            "OFFICE_EARLY_MINUTES": "1440",
            "PYTHONUNBUFFERED": "1",
            **self._switches,
        }

    def _start(self) -> None:
        with self.log.open("a", encoding="utf-8") as log:
            service = self._service = subprocess.Popen(
                [sys.executable, "-m", "clerk_desktop.hosted", "--host", self._host, "--port", str(self._port)],
                env=self._environment(),
                cwd=ROOT,
                text=True,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        addresses: Queue[str] = Queue()

        def listen(output: TextIO) -> None:
            with output, self.log.open("a", encoding="utf-8") as log:
                for line in output:
                    log.write(line)
                    if line.startswith(_READY):
                        addresses.put(line.removeprefix(_READY).strip())
            addresses.put("")

        self._listener = Thread(target=listen, args=[service.stdout], daemon=True)
        self._listener.start()
        try:
            self.url = addresses.get(timeout=_START_S)
        except Empty:
            self.url = ""
        if not self.url:
            self.kill()
            raise Failed(f"The hosted service did not start:\n{self.log.read_text('utf-8')[-2000:]}")

    def hire(self, user: str, name: str, office: str) -> None:
        """Make an account for a clerk, with the one password of this rehearsal. Raises Failed."""
        command = [sys.executable, "-m", "clerk_desktop.hosted", "add-clerk", user]
        done = subprocess.run(
            [*command, "--name", name, "--office", office],
            env=self._environment(),
            cwd=ROOT,
            input=self.password + "\n",
            text=True,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise Failed(f"The clerk's account could not be made:\n{done.stderr or done.stdout}")

    def _stop(self) -> None:
        if self._service is None:
            return
        self._service.terminate()
        try:
            self._service.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failed("The hosted service did not stop when asked to.") from None
        self._forget()

    def _forget(self) -> None:
        """Its output ends with it."""
        if self._listener is not None:
            self._listener.join(_STOP_S)
        self._service = self._listener = None


def open_all_day(folder: Path) -> None:
    """Write the town's offices into `folder`, each open around the clock and on every day."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted((ROOT / "resources" / "offices").glob("*.toml")):
        hours = [
            line
            for day in _WEEK
            for line in ("[[opening]]", f'weekday = "{day}"', "opens = 00:00:00", "closes = 23:59:59", "places = 3")
        ]
        write_office(folder, source.stem, hours)


def write_office(folder: Path, office_id: str, hours: Sequence[str], more: Sequence[str] = ()) -> None:
    """Write one of the town's offices with other hours than its own.

    Args:
        folder: where the offices' files lie.
        office_id: which; its name and address stay.
        hours: lines of `[[opening]]` and `[[exception]]` tables.
        more: lines that stand before all tables.
    """
    office = tomllib.loads((ROOT / "resources" / "offices" / f"{office_id}.toml").read_text("utf-8"))
    lines = [f"{key} = {json.dumps(office[key], ensure_ascii=False)}" for key in ("id", "name", "address")]
    (folder / f"{office_id}.toml").write_text("\n".join([*lines, *more, "", *hours]) + "\n", "utf-8")
