"""A headset is pulled out in mid-call and plugged in again: on a real sound server."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.desktop.media.test_sound import server
from tests.desktop.media.tones import strength
from tests.helpers.sound_server import CHUNK, FORMAT, LATENCY, pactl

__all__ = ["server"]  # the sound server as a fixture


def plug_in(server: dict[str, str]) -> str:
    return pactl(
        server, "load-module", "module-null-sink", "sink_name=headset", "sink_properties=device.description=Headset"
    )


def sounds_on(server: dict[str, str], sink: str) -> None:
    """Wait until the tone comes out there."""
    command = ["pacat", "--record", f"--device={sink}.monitor", *FORMAT, *LATENCY]
    with subprocess.Popen(command, env=server, stdout=subprocess.PIPE) as listener:
        assert listener.stdout
        while strength(listener.stdout.read(10 * CHUNK), 440) < 0.5:
            pass
        listener.kill()


@pytest.mark.timeout(60, method="thread")
def test_an_unplugged_headset_falls_back_and_comes_back(server: dict[str, str]) -> None:
    module = plug_in(server)
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.desktop.media.plug_child"],
        env=server | {"QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin
    assert child.stdout
    try:
        assert child.stdout.readline() == "ready\n"
        sounds_on(server, "headset")
        pactl(server, "unload-module", module)
        assert child.stdout.readline().startswith("gone speaker Headset → ")
        sounds_on(server, "speaker")
        plug_in(server)
        assert child.stdout.readline() == "back speaker Headset\n"
        sounds_on(server, "headset")
        child.stdin.close()
        assert child.wait() == 0
    finally:
        child.kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()
