"""The real relay with the configuration that is shipped, on ports of its own."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import secrets
import shutil
import socket
import sqlite3
import subprocess
import time
from pathlib import Path

from clerk_desktop.common.messages.clerk import IceServer
from installer.hosted.relay import configuration
from tests.helpers.servers import ServerTrouble, _Server, free_port

REALM = "turn.example.org"
SCHEMA = Path("/usr/share/coturn/schema.sql")


class Turn(_Server):
    """coturn, listening and relaying on the loopback.

    Args:
        loopback_peers: let calls of this very machine through, which the shipped configuration refuses.
    """

    def __init__(self, *, loopback_peers: bool) -> None:
        super().__init__()
        found = shutil.which("turnserver")
        if found is None:
            raise ServerTrouble("coturn is not installed")
        self._program, self.tls_port = found, free_port()
        self.secret = secrets.token_urlsafe(32)
        self._loopback_peers = loopback_peers
        self._write()
        self._lay_database()

    def credentials(self, life_s: int = 600, name: str = "somebody") -> tuple[str, str]:
        """User name and password as the service makes them; `life_s` may lie in the past."""
        username = f"{int(time.time()) + life_s}:{name}"
        mac = hmac.new(self.secret.encode(), username.encode(), hashlib.sha1).digest()
        return username, base64.b64encode(mac).decode()

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens for UDP and TCP."""
        return "127.0.0.1", self.port

    def server(self) -> IceServer:
        """As page and desk get it."""
        username, credential = self.credentials()
        urls = (f"turn:127.0.0.1:{self.port}?transport=udp",)
        return IceServer(urls=urls, username=username, credential=credential)

    def log(self) -> str:
        """What it wrote."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def _write(self) -> None:
        certificate, key = self.folder / "chain.pem", self.folder / "key.pem"
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
                *("-days", "2", "-subj", f"/CN={REALM}", "-keyout", str(key), "-out", str(certificate)),
            ],
            check=True,
            capture_output=True,
        )
        text = configuration(realm=REALM, secret=self.secret, certificate=certificate, key=key, address="127.0.0.1")
        lines = text.replace("listening-port=3478", f"listening-port={self.port}")
        lines = lines.replace("tls-listening-port=5349", f"tls-listening-port={self.tls_port}")
        lines = lines.replace("\nsyslog\n", f"\nlog-file=stdout\npidfile={self.folder / 'pid'}\n")
        if self._loopback_peers:
            lines += "allow-loopback-peers\nallowed-peer-ip=127.0.0.1\n"
        (self.folder / "turnserver.conf").write_text(lines, "utf-8")

    def _lay_database(self) -> None:
        """The empty tables that Debian's package lays: several threads that make them at once lock each other out."""
        with contextlib.closing(sqlite3.connect(self.folder / "turndb")) as database:
            database.executescript(SCHEMA.read_text("utf-8"))

    def _command(self) -> list[str]:
        return [self._program, "-c", str(self.folder / "turnserver.conf"), "--db", str(self.folder / "turndb")]

    def _answers(self) -> bool:
        for port in (self.port, self.tls_port):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
            except OSError:
                return False
        return True
