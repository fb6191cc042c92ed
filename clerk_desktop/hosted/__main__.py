"""Command line: `python -m clerk_desktop.hosted` serves; `… add-clerk USER` adds a clerk; `… verify FILE…` checks."""

from __future__ import annotations

import argparse
import gc
import getpass
import logging
import os
import socket
import sys
from collections.abc import Sequence

import uvicorn

from clerk_desktop.common.clock import SystemClock
from clerk_desktop.common.errors import NotFound, OfficeError
from clerk_desktop.hosted import checking
from clerk_desktop.hosted.app import Service, create_app
from clerk_desktop.hosted.catalog import CatalogError
from clerk_desktop.hosted.config import ConfigError, Settings
from clerk_desktop.hosted.workers import Crew, end_with_parent, open_port

MAX_FRAME = 128 * 1024
MIN_PASSWORD = 8


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (2: the settings or the town's data are wrong)."""
    options = _parser().parse_args(argv)
    if options.command == "verify":
        return checking.run(options.files, options.trust)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # Its lines about connections carry the addresses of citizens.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    # Nine lines about its own plugins at every start hide the one about a migration.
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)
    try:
        settings = Settings.from_environment(os.environ)
        if options.command == "add-clerk":
            return _add_clerk(settings, options.user, options.name, options.office)
        if options.workers > 1:
            return _serve_together(settings, options.host, options.port, options.workers)
        return _serve(settings, options.host, options.port, worker=options.worker)
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
    parser.add_argument("--workers", type=int, default=1, help="processes behind the port; they need OFFICE_REDIS_URL")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command")
    add = commands.add_parser("add-clerk", help="make or change a clerk's account; the password is read from stdin")
    add.add_argument("user")
    add.add_argument("--name", required=True, help='as citizens read it, e.g. "Frau Wolf"')
    add.add_argument("--office", required=True, help="id of the office")
    checking.add_parser(commands)
    return parser


def _serve(settings: Settings, host: str, port: int, *, worker: bool) -> int:
    try:
        listener = open_port(host, port, shared=worker)
    except OSError as taken:
        _complain(f"cannot listen on {host}:{port}: {taken.strerror}")
        return 1
    with listener:
        here = _address(listener)
        settings = settings if settings.public_url else settings.model_copy(update={"public_url": here})
        app = create_app(settings)
        _spare_the_collector()
        config = uvicorn.Config(
            app,
            access_log=False,  # it would write the addresses of citizens
            log_config=None,
            ws_max_size=MAX_FRAME,
            # Whose word about where a request comes from is believed; the limits per address count by it.
            forwarded_allow_ips=settings.trusted_proxies,
            ws_ping_interval=10,  # who vanished without a word is noticed within 20 s
            ws_ping_timeout=10,
            # Its windows would cost every waiting citizen some hundred kilobytes of our memory.
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=5,
        )
        server = _Server(config, here)
        if worker:
            end_with_parent(lambda: setattr(server, "should_exit", True))
        server.run(sockets=[listener])
        return 0 if server.started else 1


def _spare_the_collector() -> None:
    """What is there now stays for ever: looking through it for garbage again and again would cost every request."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _serve_together(settings: Settings, host: str, port: int, workers: int) -> int:
    if not settings.redis_url:
        raise ConfigError("OFFICE_REDIS_URL: several workers need it to hear each other")
    try:
        # Keeps the port (0: a free one) for the workers; what does not listen gets no connections.
        keeper = open_port(host, port, shared=True)
    except OSError as taken:
        _complain(f"cannot listen on {host}:{port}: {taken.strerror}")
        return 1
    with keeper:
        here = _address(keeper)
        # What is wrong with settings, town or database is said once, here.
        Service(settings, SystemClock()).close()
        command = [sys.executable, "-m", "clerk_desktop.hosted", "--worker", "--host", host]
        command += ["--port", str(keeper.getsockname()[1])]
        return Crew(command, workers, {"OFFICE_PUBLIC_URL": settings.public_url or here}).run(
            lambda: _say(f"listening on {here}")
        )


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if listener.family is socket.AF_INET6 else host}:{port}"


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
        service.close()
    _say(f"{'added' if new else 'changed'} {user}")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _complain(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
