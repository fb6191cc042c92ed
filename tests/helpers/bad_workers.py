"""Workers that misbehave, for what stands in a process of its own. They must be importable there."""

from __future__ import annotations

import json
import os
import socket
import tempfile
import threading
from multiprocessing.connection import Connection
from pathlib import Path


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


def says_wrong_frames(pipe: Connection) -> None:
    """Is ready, then answers each job with something that is no frame."""
    pipe.send_bytes(b'{"ready": true}')
    while True:
        try:
            job = json.loads(pipe.recv_bytes())["job"]
        except EOFError:
            return
        pipe.send_bytes({"list": b"[1]", "deep": b"[" * 100_000, "blobs": b'{"blobs": -1}', "text": b"\xff"}[job])


def does_as_told(pipe: Connection) -> None:
    """A limited process whose jobs are misdeeds."""
    from clerk_desktop.desktop.services.limited_worker import Answer, Job, limit_process, serve

    kept: list[bytes] = []

    def eat(job: Job) -> Answer:
        while True:
            kept.append(bytes(1 << 26))
            job.progress(len(kept), 0)

    def opens(job: Job) -> Answer:
        tried = {"file": tempfile.TemporaryFile, "socket": socket.socket, "read": Path(__file__).open}
        try:
            tried[job.values["what"]]().close()
        except OSError as error:
            return Answer({"refused": error.errno})
        return Answer({"refused": 0})

    def spin(job: Job) -> Answer:
        job.progress(1, 2)
        while True:
            pass

    def die(_job: Job) -> Answer:
        os.abort()

    def stumble(_job: Job) -> Answer:
        raise KeyError("a secret")

    echo = lambda job: Answer({"said": job.values.get("say")}, job.blobs)  # noqa: E731
    jobs = {"eat": eat, "open": opens, "spin": spin, "die": die, "stumble": stumble, "echo": echo}
    limit_process()
    serve(pipe, jobs)


def lies(pipe: Connection) -> None:
    """Says of every file that its pages have sizes which no page has."""
    _answer_all(pipe, {"pages": [{"width": 1e308, "height": "<b>"}], "encrypted": False, "repaired": False})


def counts(pipe: Connection) -> None:
    """Says that pictures have more pixels than it sends."""
    _answer_all(pipe, {"pages": [{"width": 9, "height": 9}], "encrypted": False, "repaired": False}, drawn=True)


def _answer_all(pipe: Connection, view: dict[str, object], *, drawn: bool = False) -> None:
    from clerk_desktop.desktop.services.limited_worker import receive, send

    send(pipe, {"ready": True})
    while True:
        try:
            values, _ = receive(pipe)
        except EOFError:
            return
        if drawn and values["job"] == "draw":
            send(pipe, {"width": 60_000, "height": 60_000}, [bytes(400)])
        else:
            send(pipe, view)


def counts_frames(pipe: Connection) -> None:
    """Says the time of each frame as its motion, and as its size how many frames it has seen; slowly."""
    import json
    import struct
    import time
    from dataclasses import asdict

    from clerk_desktop.common.capture import Assessment
    from clerk_desktop.desktop.services.id_reader_process import FRAME_HEAD

    count = 0
    while True:
        try:
            data = pipe.recv_bytes()
        except EOFError:
            return
        time.sleep(0.05)
        count += 1
        at = struct.unpack_from(FRAME_HEAD, data)[2]
        pipe.send_bytes(json.dumps(asdict(Assessment(size=float(count), motion=at))).encode())
