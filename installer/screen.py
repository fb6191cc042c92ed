"""A screen and sound devices of our own where a rehearsal or a test needs them; never the user's.

Standard library only.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from installer.terminal import Failed

_START_S = 20.0
_STOP_S = 5.0


@contextlib.contextmanager
def screen(width: int = 1366, height: int = 768) -> Iterator[dict[str, str]]:
    """Run an invisible X server on a free number.

    Args:
        width: pixels; the smallest office screen that the desk is made for is 1366×768.
        height: pixels.

    Yields:
        What programs on it need in their environment.

    Raises:
        Failed: there is no Xvfb or it does not start.
    """
    if not shutil.which("Xvfb"):
        raise Failed("Xvfb is missing: sudo apt-get install xvfb")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()  # comes when the server is ready; empty when it ended
        if not number:
            raise Failed("Xvfb did not start.")
        yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        stop(server)


@contextlib.contextmanager
def sound() -> Iterator[dict[str, str]]:
    """Run a sound server of our own with a loudspeaker and a microphone that exist only there.

    Yields:
        What programs need in their environment; empty where PulseAudio is not installed.
    """
    if not shutil.which("pulseaudio"):
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="office-sound-") as folder:
        socket = Path(folder) / "native"
        private = {"HOME": folder, "XDG_RUNTIME_DIR": folder, "PULSE_RUNTIME_PATH": folder, "PULSE_STATE_PATH": folder}
        modules = [
            f"module-native-protocol-unix socket={socket} auth-anonymous=1",
            "module-null-sink sink_name=speaker sink_properties=device.description=Speaker",
            "module-null-sink sink_name=silence",
            "module-remap-source source_name=microphone master=silence.monitor",
            "module-always-sink",
        ]
        command = [
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--use-pid-file=no",
            "--exit-idle-time=-1",
            "--disable-shm=yes",
        ]
        server = subprocess.Popen(
            [*command, "--log-level=error", *(part for module in modules for part in ("--load", module))],
            env={**os.environ, **private},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(socket, server)
            yield {"PULSE_SERVER": f"unix:{socket}", "PULSE_SINK": "speaker", "PULSE_SOURCE": "microphone"}
        finally:
            stop(server)


def _wait_for(socket: Path, server: subprocess.Popen[bytes]) -> None:
    """Until the socket is there; PulseAudio has no other way to say that it is ready."""
    until = time.monotonic() + _START_S
    while not socket.exists():
        if server.poll() is not None or time.monotonic() > until:
            raise Failed("PulseAudio did not start.")
        time.sleep(0.02)


def stop(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """End a process that we started: ask, wait, then force."""
    process.terminate()
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
