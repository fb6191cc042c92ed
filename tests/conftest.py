"""What every test stands on: one Qt event loop, a closed door to the network, no silent log lines, no keyring.

* One qasync loop serves all async tests of the session. A loop per test leaks references for good (qasync issue 73),
  and `asyncio.run(loop_factory=…)` does not exist on Python 3.11; pytest-asyncio's runner takes the factory.
* Nothing leaves this machine (`tests/helpers/loopback.py`).
* A warning in our own log that the test did not announce fails it (`tests/helpers/logfail.py`).
* A process that does not end after its tests says where it stands.
* Settings, data and keyring of the person who runs the tests stay untouched.
"""

from __future__ import annotations

import atexit
import faulthandler
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers import loopback
from tests.helpers.logfail import LogFailHandler

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

_HOME = Path(tempfile.mkdtemp(prefix="office-tests-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)


def _private(name: str) -> str:
    path = _HOME / name
    path.mkdir(mode=0o700)
    return str(path)


# Before any Qt import, and for the processes that tests start.
os.environ["XDG_CONFIG_HOME"] = _private("config")
os.environ["XDG_DATA_HOME"] = _private("data")
os.environ["XDG_STATE_HOME"] = _private("state")
os.environ["XDG_RUNTIME_DIR"] = _private("run")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

loopback.close_the_door()

END_S = 90
"""A process that still stands so long after its last test says where, and ends as a failure."""


def pytest_unconfigure() -> None:
    """A thread that never ends would hold the whole command for ever."""
    faulthandler.dump_traceback_later(END_S, exit=True)


def _qt_loop() -> AbstractEventLoop:
    import qasync
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication(["office-tests"])
    # The last window of a test closes; the loop of all tests must not.
    app.setQuitOnLastWindowClosed(False)
    return qasync.QEventLoop(app)


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> Mapping[str, Callable[[], Any]]:
    """Every async test runs on the one Qt loop."""
    del config, item
    return {"qt": _qt_loop}


@pytest.fixture(autouse=True)
def _nothing_leaves_this_machine() -> Iterator[None]:
    loopback.attempts.clear()
    yield
    if loopback.attempts:
        pytest.fail(f"tried to leave this machine: {', '.join(loopback.attempts)}", pytrace=False)


@pytest.fixture(autouse=True)
def _no_unannounced_warnings() -> Iterator[None]:
    with LogFailHandler() as handler:
        yield
    if handler.unexpected:
        pytest.fail("unexpected log lines:\n" + "\n".join(handler.unexpected), pytrace=False)
