"""The nets under the tests hold: each is stepped on once on purpose."""

from __future__ import annotations

import asyncio
import logging
import os
import socket

import pytest
import qasync

from tests.helpers import loopback
from tests.helpers.logfail import LogFailHandler

_loops: list[asyncio.AbstractEventLoop] = []


async def test_async_tests_run_on_the_qt_loop() -> None:
    _loops.append(asyncio.get_running_loop())
    assert isinstance(_loops[0], qasync.QEventLoop)


async def test_all_share_one_loop() -> None:
    _loops.append(asyncio.get_running_loop())
    assert len(set(map(id, _loops))) == 1


def test_no_packet_leaves_this_machine() -> None:
    with socket.socket() as connection, pytest.raises(loopback.LeavesThisMachine):
        connection.connect(("192.0.2.1", 9))
    with socket.socket(type=socket.SOCK_DGRAM) as datagrams, pytest.raises(loopback.LeavesThisMachine):
        datagrams.sendto(b"x", ("192.0.2.1", 9))
    with pytest.raises(loopback.LeavesThisMachine):
        socket.getaddrinfo("office.example", 443)
    assert len(loopback.attempts) == 3
    loopback.attempts.clear()


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        assert not loopback.attempts


def test_an_unannounced_warning_is_caught() -> None:
    handler = LogFailHandler()  # not opened: the net of this very test would see the line as well
    for name, level in (("clerk_desktop.somewhere", 30), ("asyncio", 40), ("asyncio", 30), ("another.library", 40)):
        handler.handle(logging.LogRecord(name, level, "here.py", 1, "no mail server", None, None))
    assert handler.unexpected == [
        "WARNING clerk_desktop.somewhere: no mail server",
        "ERROR asyncio: no mail server",
    ]


@pytest.mark.parametrize("name", ["", "clerk_desktop", "clerk_desktop.somewhere"])
@pytest.mark.parametrize("level", [logging.WARNING, logging.ERROR])
def test_an_announced_warning_passes(caplog: pytest.LogCaptureFixture, name: str, level: int) -> None:
    with LogFailHandler() as handler, caplog.at_level(level, name):
        logging.getLogger("clerk_desktop.somewhere").log(level, "expected")
    assert handler.unexpected == []


def test_no_keyring_of_the_person_is_touched() -> None:
    import keyring

    assert type(keyring.get_keyring()).__module__ == "keyring.backends.fail"
    assert "office-tests-" in os.environ["XDG_DATA_HOME"]
