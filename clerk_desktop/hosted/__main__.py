"""Command line: `python -m clerk_desktop.hosted` serves; `… add-clerk USER` makes an account."""

from __future__ import annotations

import argparse
import getpass
import logging
import os
import socket
import sys
from collections.abc import Sequence

import uvicorn

from clerk_desktop.common.clock import SystemClock
from clerk_desktop.common.errors import NotFound, OfficeError
from clerk_desktop.hosted.app import Service, create_app
from clerk_desktop.hosted.catalog import CatalogError
from clerk_desktop.hosted.config import ConfigError, Settings

MAX_FRAME = 128 * 1024
MIN_PASSWORD = 8


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (2: the settings or the town's data are wrong)."""
    options = _parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # Its lines about connections carry the addresses of citizens.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    # Nine lines about its own plugins at every start hide the one about a migration.
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)
    try:
        settings = Settings.from_environment(os.environ)
        if options.command == "add-clerk":
            return _add_clerk(settings, options.user, options.name, options.office)
        return _serve(settings, options.host, options.port)
    except (ConfigError, CatalogError) as wrong:
        _complain(str(wrong))
        return 2
    except OfficeError as trouble:
        _complain(f"{trouble.code}: {trouble.detail}")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m clerk_desktop.hosted", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on; 0 takes a free one")
    commands = parser.add_subparsers(dest="command")
    add = commands.add_parser("add-clerk", help="make or change a clerk's account; the password is read from stdin")
    add.add_argument("user")
    add.add_argument("--name", required=True, help='as citizens read it, e.g. "Frau Wolf"')
    add.add_argument("--office", required=True, help="id of the office")
    return parser


def _serve(settings: Settings, host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as taken:
            _complain(f"cannot listen on {host}:{port}: {taken.strerror}")
            return 1
        here = f"http://{f'[{host}]' if family is socket.AF_INET6 else host}:{listener.getsockname()[1]}"
        settings = settings if settings.public_url else settings.model_copy(update={"public_url": here})
        app = create_app(settings)
        config = uvicorn.Config(
            app,
            access_log=False,  # it would write the addresses of citizens
            log_config=None,
            ws_max_size=MAX_FRAME,
            ws_ping_interval=10,  # who vanished without a word is noticed within 20 s
            ws_ping_timeout=10,
            timeout_graceful_shutdown=5,
        )
        server = _Server(config, here)
        server.run(sockets=[listener])
        return 0 if server.started else 1


class _Server(uvicorn.Server):
    """Says in one line where it listens as soon as it really does; other programs wait for this line."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            _say(f"listening on {self._address}")


def _add_clerk(settings: Settings, user: str, name: str, office: str) -> int:
    password = getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if len(password) < MIN_PASSWORD:
        _complain(f"the password needs at least {MIN_PASSWORD} characters")
        return 1
    service = Service(settings, SystemClock())
    try:
        new = service.accounts.add(user, name, office, password)
    except NotFound:
        _complain(f"there is no office {office!r}; known: {', '.join(service.catalog.offices)}")
        return 1
    finally:
        service.database.close()
    _say(f"{'added' if new else 'changed'} {user}")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _complain(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
