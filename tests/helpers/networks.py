"""Network namespaces of a test's own: a citizen, a desk and the service, each behind a cable that can be cut.

A bridge stands in the middle, where the service lives. Only root can make them; they vanish with their context.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
from enum import Enum
from pathlib import Path
from typing import Self

SERVICE, CITIZEN, DESK = "10.77.0.1", "10.77.0.2", "10.77.0.3"
"""Their addresses, in networks that nothing else can reach."""
_NEW_NETWORK = 0x40000000


class Cut(Enum):
    """What breaks.

    Attributes:
        PLUG: the citizen's cable is pulled or the Wi-Fi is gone; the device knows.
        SILENT: nothing goes through any more to or from the citizen, and no device says so (a dead spot, a router).
        MEDIA: citizen and desk cannot reach each other, both still reach the service.
        DESK: nothing goes through any more to or from the desk, and no device says so.
    """

    PLUG = "plug"
    SILENT = "silent"
    MEDIA = "media"
    DESK = "desk"


def missing() -> str:
    """Why this machine cannot have them; empty when it can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    if shutil.which("ip") is None or shutil.which("bridge") is None:
        return "network namespaces need iproute2"
    name = f"office-{os.getpid()}-try"
    tried = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False)
    if tried.returncode == 0:
        tried = subprocess.run(
            ["ip", "-n", name, "link", "add", "br0", "type", "bridge"], capture_output=True, check=False
        )
        subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "this machine forbids network namespaces or bridges"


class Networks:
    """The three networks; a context manager.

    Attributes:
        citizen, desk, service: the names of their namespaces.
    """

    def __init__(self) -> None:
        self.service, self.citizen, self.desk = (
            f"office-{os.getpid()}-{who}" for who in ("service", "citizen", "desk")
        )

    def __enter__(self) -> Self:
        _clear_up_after_the_dead()
        try:
            self._make()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Take everything away; harmless when nothing is there."""
        for name in (self.citizen, self.desk, self.service):
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)

    def inside(self, name: str, *command: str) -> list[str]:
        """The command line that runs this there."""
        return ["ip", "netns", "exec", name, *command]

    def move_in(self) -> None:
        """From now on this thread, its later threads and its later programs live where the service does."""
        with Path(f"/run/netns/{self.service}").open() as there:
            if ctypes.CDLL(None, use_errno=True).setns(there.fileno(), _NEW_NETWORK):
                raise OSError(ctypes.get_errno(), "setns")

    def cut(self, what: Cut) -> None:
        """Break it."""
        match what:
            case Cut.PLUG:
                self._ip("link", "set", "citizen", "down")
            case Cut.SILENT:
                self._ip("link", "set", "citizen", "nomaster")
            case Cut.DESK:
                self._ip("link", "set", "desk", "nomaster")
            case Cut.MEDIA:
                self._isolate("on")

    def mend(self, what: Cut) -> None:
        """As it was before."""
        match what:
            case Cut.PLUG:
                self._ip("link", "set", "citizen", "up")
            case Cut.SILENT:
                self._ip("link", "set", "citizen", "master", "br0")
            case Cut.DESK:
                self._ip("link", "set", "desk", "master", "br0")
            case Cut.MEDIA:
                self._isolate("off")

    def _make(self) -> None:
        for name in (self.service, self.citizen, self.desk):
            _run("ip", "netns", "add", name)
            _run("ip", "-n", name, "link", "set", "lo", "up")
        # A bridge that learns for 15 s at first would look like a longer cut.
        self._ip("link", "add", "br0", "type", "bridge", "forward_delay", "0", "stp_state", "0")
        self._ip("addr", "add", f"{SERVICE}/24", "dev", "br0")
        self._ip("link", "set", "br0", "up")
        for cable, name, address in (("citizen", self.citizen, CITIZEN), ("desk", self.desk, DESK)):
            self._ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name)
            self._ip("link", "set", cable, "master", "br0", "up")
            _run("ip", "-n", name, "addr", "add", f"{address}/24", "dev", "eth0")
            _run("ip", "-n", name, "link", "set", "eth0", "up")
            # Whoever looks for the way into the world must find one.
            _run("ip", "-n", name, "route", "add", "default", "via", SERVICE)

    def _isolate(self, on: str) -> None:
        for cable in ("citizen", "desk"):
            _run("bridge", "-n", self.service, "link", "set", "dev", cable, "isolated", on)

    def _ip(self, *order: str) -> None:
        _run("ip", "-n", self.service, *order)


def _clear_up_after_the_dead() -> None:
    """Who was killed could not take its namespaces away."""
    listed = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=False).stdout
    for name in (line.split()[0] for line in listed.splitlines() if line.startswith("office-")):
        owner = name.split("-")[1]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        with contextlib.suppress(AttributeError):
            error.add_note(error.stderr)
        raise
