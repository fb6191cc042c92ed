"""Private database and message servers for tests and benchmarks, from Debian's packages.

Each has its own directory and its own port of the loopback and ends with its context. The service that the computer
itself may run is never touched. PostgreSQL keeps fsync on, so that what a benchmark measures is what a city gets.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

LIMIT_S = 60.0
"""How long a server may take to start or to end."""
_numbers = itertools.count(1)


class ServerTrouble(RuntimeError):
    """A server did not start or did not end; the text carries the end of its log."""


def free_port() -> int:
    """A port of the loopback that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class _Server:
    """A program in a directory of its own; `stop` and `start` play an outage on the same port."""

    end_signal = signal.SIGTERM

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="office-server-"))
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Process id of the running server."""
        assert self._process is not None, "not running"
        return self._process.pid

    def start(self) -> None:
        """Run until it answers.

        Raises:
            ServerTrouble: it ended or did not answer in time.
        """
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **self._who()
            )
        until = time.monotonic() + LIMIT_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                trouble = (self.folder / "log").read_text("utf-8", "replace")[-2000:]
                self.kill()
                raise ServerTrouble(f"{type(self).__name__} did not start: {trouble}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it in good order; harmless when it does not run."""
        if self._process is None:
            return
        self._process.send_signal(self.end_signal)
        try:
            self._process.wait(LIMIT_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ServerTrouble(f"{type(self).__name__} did not end") from None
        self._process = None

    def kill(self) -> None:
        """As if the computer's plug had been pulled; harmless when it does not run."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(LIMIT_S)
            self._process = None

    def close(self) -> None:
        """End it and delete its files."""
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _command(self) -> list[str]:
        raise NotImplementedError

    def _answers(self) -> bool:
        raise NotImplementedError

    def _who(self) -> dict[str, object]:
        return {}


class Postgresql(_Server):
    """A cluster with the superuser `office` and no password, on the loopback and on a socket in its folder."""

    end_signal = signal.SIGINT  # "fast": ends sessions instead of waiting for them

    def __init__(self) -> None:
        super().__init__()
        self._programs = _newest_postgresql()
        if user := self._who():
            os.chown(self.folder, *_ids(str(user["user"])))
        subprocess.run(
            [
                self._programs / "initdb",
                *("--pgdata", self.folder / "data", "--username", "office", "--auth", "trust"),
                *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-instructions"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=LIMIT_S,
            **self._who(),  # type: ignore[call-overload]
        )

    def url(self, database: str = "postgres") -> str:
        """The SQLAlchemy address of one of its databases."""
        return f"postgresql+psycopg://office@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database; returns its SQLAlchemy address."""
        import psycopg

        name = f"office_{next(_numbers)}"
        with psycopg.connect(self._direct("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Delete a database of `new_database`, with whoever is still connected."""
        import psycopg

        with psycopg.connect(self._direct("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")

    def _direct(self, database: str) -> str:
        return f"host=127.0.0.1 port={self.port} user=office dbname={database} connect_timeout=5"

    def _command(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "fsync": "on",
            "synchronous_commit": "on",
            "max_connections": "200",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(self._programs / "postgres"), "-D", str(self.folder / "data"), *options]

    def _answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self._direct("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def _who(self) -> dict[str, object]:
        # PostgreSQL refuses to run as root.
        return {} if os.geteuid() else {"user": _unprivileged(), "group": _unprivileged(), "extra_groups": []}


class Redis(_Server):
    """A server that keeps everything in memory and nothing on disk."""

    def __init__(self) -> None:
        super().__init__()
        found = shutil.which("redis-server") or shutil.which("valkey-server")
        if found is None:
            raise ServerTrouble("redis-server is not installed")
        self._program = found

    @property
    def url(self) -> str:
        """What OFFICE_REDIS_URL takes."""
        return f"redis://127.0.0.1:{self.port}/0"

    def _command(self) -> list[str]:
        return [
            self._program,
            *("--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)),
            *("--save", "", "--appendonly", "no", "--daemonize", "no"),
        ]

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
        return False


@contextlib.contextmanager
def postgresql_database(server: Postgresql) -> Iterator[str]:
    """The address of an empty database that vanishes with the context."""
    url = server.new_database()
    try:
        yield url
    finally:
        server.drop_database(url)


def _newest_postgresql() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    if not found:
        raise ServerTrouble("postgresql is not installed")
    return found[-1].parent


def _unprivileged() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _ids(user: str) -> tuple[int, int]:
    entry = pwd.getpwnam(user)
    return entry.pw_uid, entry.pw_gid
