"""A sound server of a test's own, with null sinks: real devices for QtMultimedia and Chromium, no sound card."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clerk_desktop.desktop.services.ring import RATE

FORMAT = [f"--rate={RATE}", "--channels=1", "--format=s16le", "--raw"]
LATENCY = ["--latency-msec=10", "--process-time-msec=5"]
CHUNK = RATE // 100 * 2


def available() -> bool:
    """Whether this machine can have one."""
    return shutil.which("pulseaudio") is not None


@contextmanager
def sound_server(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of programs that shall use the server.

    Its default speaker is the sink `speaker`; its default microphone hears what is played to the sink `room`.
    """
    socket = folder / "sound"
    modules = [
        "module-null-sink sink_name=speaker",
        "module-null-sink sink_name=room",
        # QtMultimedia offers no monitors as microphones; a remapped one is a source like any other.
        "module-remap-source source_name=microphone master=room.monitor",
        f"module-native-protocol-unix socket={socket} auth-anonymous=1",
    ]
    command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--realtime=no"]
    for module in modules:
        command += ["-L", module]
    environment = os.environ | {
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_SERVER": f"unix:{socket}",
    }
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        while subprocess.run(["pactl", "info"], env=environment, capture_output=True, check=False).returncode:
            assert process.poll() is None, "the sound server did not start"
        for order in (["set-default-sink", "speaker"], ["set-default-source", "microphone"]):
            pactl(environment, *order)
        yield environment
    finally:
        process.terminate()
        process.wait()


def pactl(environment: dict[str, str], *order: str) -> str:
    """Tell the server something; its answer."""
    run = subprocess.run(["pactl", *order], env=environment, check=True, capture_output=True, text=True)
    return run.stdout.strip()


@dataclass
class Recording:
    """What a device played, with the wall clock of each sample.

    Attributes:
        began: wall clock of the first sample (the earliest that fits all arrivals).
        sound: every sample.
    """

    began: float
    sound: NDArray[np.int16]

    def part(self, start: float, end: float) -> NDArray[np.int16]:
        """Between these two moments of the wall clock."""
        first, last = (max(0, round((at - self.began) * RATE)) for at in (start, end))
        return self.sound[first:last]


@dataclass
class Recorder:
    """Records a monitor of the server in a thread until it is stopped."""

    environment: dict[str, str]
    device: str
    _pieces: list[bytes] = field(default_factory=list)
    _arrivals: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        command = ["pacat", "--record", f"--device={self.device}", *FORMAT, *LATENCY]
        self._process = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout
        while piece := self._process.stdout.read(CHUNK):
            self._arrivals.append(time.time())
            self._pieces.append(piece)

    def stop(self) -> Recording:
        """End, and hand out what was heard."""
        self._process.terminate()
        self._process.wait()
        self._thread.join()
        assert self._process.stdout
        self._process.stdout.close()
        ends = np.cumsum([len(piece) // 2 for piece in self._pieces]) / RATE
        # A chunk may be read late but never early.
        began = float(np.min(np.array(self._arrivals) - ends)) if len(ends) else 0.0
        return Recording(began, np.frombuffer(b"".join(self._pieces), np.int16))
