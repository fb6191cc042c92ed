"""What the benchmarks of booking and queue share: a private town, real servers, and a client that costs little.

The service runs as its own processes through its command line, on a real SQLite file or a private PostgreSQL with
fsync. What a busy city switches on is on (outbox, audit, idempotency keys); off are only the proof of work, which would
measure the clients, and the limits for one address, because all clients have the same.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import psutil

from tests.helpers.servers import Postgresql, Redis, free_port, postgresql_database

ROOT = Path(__file__).resolve().parents[2]
API = "/api/v1"
MATTER = """
id = "ummeldung"
title = { de = "Ummeldung", en = "Moving" }
summary = { de = "Kurz", en = "Short" }
duration_minutes = 20
bring = [{ de = "Personalausweis", en = "ID card" }]
counter_only = false
[[papers]]
id = "paper"
template = "letter.typ"
title = { de = "Brief", en = "Letter" }
file_name = "Brief"
"""
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Hours:
    """When an office is open every day, and how many it serves at a time."""

    opens: str
    closes: str
    places: int


def write_town(folder: Path, offices: dict[str, Hours]) -> dict[str, str]:
    """The town's files; returns the variables that point to them."""
    for name in ("matters", "offices"):
        (folder / name).mkdir()
    (folder / "matters" / "ummeldung.toml").write_text(MATTER, "utf-8")
    for name, hours in offices.items():
        lines = [f'id = "{name}"', f'name = "Bürgeramt {name}"', 'address = "Beispielweg 1"']
        for day in DAYS:
            lines += ["[[opening]]", f'weekday = "{day}"', f"opens = {hours.opens}:00", f"closes = {hours.closes}:00"]
            lines.append(f"places = {hours.places}")
        (folder / "offices" / f"{name}.toml").write_text("\n".join(lines), "utf-8")
    return {
        "OFFICE_MATTERS_DIR": str(folder / "matters"),
        "OFFICE_OFFICES_DIR": str(folder / "offices"),
        "OFFICE_DATA_DIR": str(folder / "data"),
        "OFFICE_CAPTCHA": "false",
        "OFFICE_RESERVATIONS_PER_ADDRESS": "100000000",
        "OFFICE_LEAD_MINUTES": "0",
        "OFFICE_HORIZON_DAYS": "62",
    }


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database of this kind, on a server of its own."""
    if kind == "sqlite":
        (folder / "data").mkdir(exist_ok=True)
        yield f"sqlite:///{folder / 'data' / 'office.sqlite'}"
        return
    with Postgresql() as server, postgresql_database(server) as url:
        yield url


class Service:
    """The service behind one port, in one or several processes; a context manager."""

    def __init__(self, variables: dict[str, str], processes: int, log: Path) -> None:
        self._variables = {**os.environ, **variables}
        self._processes = processes
        self._log = log
        self._open = ExitStack()
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        if self._processes > 1:
            self._variables["OFFICE_REDIS_URL"] = self._open.enter_context(Redis()).url
        self._file = self._open.enter_context(self._log.open("a", encoding="utf-8"))
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._open.close()

    def start(self) -> None:
        """Start and wait until it serves."""
        command = [sys.executable, "-m", "clerk_desktop.hosted", "--port", str(self.port)]
        command += ["--workers", str(self._processes)]
        self.process = subprocess.Popen(
            command, env=self._variables, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=self._file
        )
        assert self.process.stdout
        if not self.process.stdout.readline():
            raise RuntimeError(f"the service did not start: {self._log.read_text()[-2000:]}")

    def stop(self) -> None:
        """End it in good order."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)
            self._forget()

    def kill(self) -> None:
        """As if the plug were pulled: all of its processes at once."""
        assert self.process is not None
        family = [*psutil.Process(self.process.pid).children(recursive=True), psutil.Process(self.process.pid)]
        for member in family:
            member.kill()
        self.process.wait(60)
        psutil.wait_procs(family, timeout=60)
        self._forget()

    def rss_mb(self) -> float:
        """Resident memory of its largest process, in MB (10^6 bytes)."""
        assert self.process is not None
        own = psutil.Process(self.process.pid)
        return max(p.memory_info().rss for p in [own, *own.children(recursive=True)]) / 1e6

    def _forget(self) -> None:
        if self.process is not None and self.process.stdout is not None:
            self.process.stdout.close()
        self.process = None


class Client:
    """One keep-alive HTTP/1.1 connection; knows just enough to measure a server and not itself."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        """Status and body."""
        return await self._exchange(f"GET {API}{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())

    async def post(self, path: str, body: object, key: str, token: str = "") -> tuple[int, Any]:
        """Status and the parsed answer."""
        content = json.dumps(body).encode() if body is not None else b""
        head = f"POST {API}{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        head += f"Content-Length: {len(content)}\r\nIdempotency-Key: {key}\r\n"
        head += f"Authorization: Bearer {token}\r\n\r\n" if token else "\r\n"
        status, answer = await self._exchange(head.encode() + content)
        return status, json.loads(answer) if answer else None

    async def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _exchange(self, request: bytes) -> tuple[int, bytes]:
        if self._writer is None or self._reader is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**22)
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        lower = head.lower()
        begin = lower.find(b"content-length:")
        size = int(lower[begin + 15 : lower.index(b"\r\n", begin)]) if begin >= 0 else 0
        body = await self._reader.readexactly(size) if size else b""
        if b"connection: close" in lower:
            await self.close()
        return status, body


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of all lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@contextmanager
def folder() -> Iterator[Path]:
    """A directory that vanishes."""
    with tempfile.TemporaryDirectory(prefix="office-bench-") as name:
        yield Path(name)
