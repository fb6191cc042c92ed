"""Workers that misbehave, for what stands in a process of its own. They must be importable there."""

from __future__ import annotations

import os
import tempfile
import threading
from multiprocessing.connection import Connection


def crash_on_bang(pipe: Connection) -> None:
    """Dies at a still that ends in `bang`, answers any other as no zone."""
    while True:
        try:
            data = pipe.recv_bytes()
        except EOFError:
            return
        if data.endswith(b"bang"):
            os._exit(11)
        pipe.send_bytes(b'{"unreadable": "no_zone"}')


def hang(pipe: Connection) -> None:
    """Never reads and never answers."""
    threading.Event().wait()
    pipe.close()


def answers_wrong_digits(pipe: Connection) -> None:
    """Says lines whose check digits are wrong, as a worker taken over by a picture might."""
    pipe.recv_bytes()
    lines = b'["IDD<<L01X00T472<<<<<<<<<<<<<<<", "6408125<3110315D<<<<<<<<<<<<<6", "MUSTERMANN<<ERIKA<<<<<<<<<<<<<"]'
    pipe.send_bytes(b'{"doubtful": [], "ms": 1, "lines": ' + lines + b"}")
    pipe.recv_bytes()


def tries_to_write(pipe: Connection) -> None:
    """Tries to leave a file under the reader's limits and says what came of it."""
    from clerk_desktop.desktop.services.id_reader_worker import limit_process

    limit_process()
    pipe.recv_bytes()
    try:
        with tempfile.TemporaryFile(buffering=0) as file:
            file.write(b"a picture")
        pipe.send_bytes(b'{"unreadable": "no_zone"}')
    except OSError:
        pipe.send_bytes(b'{"unreadable": "glare"}')
