"""Several processes of the service behind one port.

Each worker opens the port itself with SO_REUSEPORT and the kernel spreads new connections over them evenly; a single
socket inherited by all would give a whole rush of pages to whichever worker wakes up first. A worker that dies is
started again; the others meanwhile take what comes in. When this process dies, its workers see the end of their
standard input and finish, too.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

END_SECONDS = 15.0
"""How long a worker may take to finish what it does."""
QUICK_SECONDS = 5.0
"""Who lives shorter than this is not started again at once but after a pause of the same length."""
_log = logging.getLogger(__name__)


def open_port(host: str, port: int, *, shared: bool) -> socket.socket:
    """A bound socket that does not listen yet.

    Args:
        host: address or name; with a colon it is IPv6.
        port: 0 takes a free one.
        shared: other processes of the same user may open the same port.

    Raises:
        OSError: the address is taken or not this computer's.
    """
    opened = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        opened.bind((host, port))
    except OSError:
        opened.close()
        raise
    return opened


def end_with_parent(end: Callable[[], None]) -> None:
    """In a worker: call `end` when the standard input ends, because its other side is gone."""

    def watch() -> None:
        sys.stdin.buffer.read()
        end()

    threading.Thread(target=watch, name="parent", daemon=True).start()


class Crew:
    """Starts workers, waits until all of them serve, and starts again who dies.

    Args:
        command: of one worker; it prints a line when it serves.
        size: how many.
        environment: of the workers.
    """

    def __init__(self, command: list[str], size: int, environment: dict[str, str]) -> None:
        self._command = command
        self._size = size
        self._environment = {**os.environ, **environment}
        self._ending = threading.Event()

    def run(self, ready: Callable[[], None]) -> int:
        """Until SIGTERM or SIGINT; `ready` is called when the first crew is complete. Returns the exit code."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._on_signal)
        workers = [self._start() for _ in range(self._size)]
        try:
            for worker in workers:
                if not _serves(worker):
                    return 1
            ready()
            keepers = [threading.Thread(target=self._keep, args=(worker,)) for worker in workers]
            for keeper in keepers:
                keeper.start()
            # A bare wait() would not let the signal handler run.
            while not self._ending.wait(1):
                pass
            for keeper in keepers:
                keeper.join()
        finally:
            self._ending.set()
            for worker in workers:
                _finish(worker)
        return 0

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._ending.set()

    def _start(self) -> subprocess.Popen[bytes]:
        # Own session: Ctrl-C reaches this process alone, and it ends the others in order.
        return subprocess.Popen(  # noqa: S603 - our own program
            self._command,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def _keep(self, worker: subprocess.Popen[bytes]) -> None:
        began = time.monotonic()
        while True:
            while worker.poll() is None and not self._ending.wait(0.2):
                pass
            if self._ending.is_set():
                _finish(worker)
                return
            _log.error("a worker ended with %s; starting another one", worker.returncode)
            _finish(worker)
            if time.monotonic() - began < QUICK_SECONDS and self._ending.wait(QUICK_SECONDS):
                return
            began = time.monotonic()
            worker = self._start()
            _serves(worker)


def _serves(worker: subprocess.Popen[bytes]) -> bool:
    """Wait for the line that says so; False when the worker ended instead."""
    return bool(worker.stdout and worker.stdout.readline())


def _finish(worker: subprocess.Popen[bytes]) -> None:
    if worker.poll() is None:
        worker.terminate()
        try:
            worker.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
    for pipe in (worker.stdin, worker.stdout):
        if pipe is not None:
            pipe.close()
