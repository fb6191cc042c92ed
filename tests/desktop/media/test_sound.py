"""The sound thread on a sound server of its own with null sinks: real devices for QtMultimedia, no sound card."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from clerk_desktop.desktop.media.sound import Sound
from clerk_desktop.desktop.services.ring import BYTES_PER_MS, SoundRing
from tests.desktop.media.tones import strength, tone
from tests.helpers.sound_server import FORMAT, available, sound_server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of programs that shall use a sound server of this test's own."""
    if not available():
        pytest.skip("no pulseaudio on this machine")
    with sound_server(tmp_path) as environment:
        yield environment


def speak_on(talker: subprocess.Popen[bytes]) -> None:
    """A tone without end, until the talker goes."""
    assert talker.stdin
    piece = tone(1000, 100)
    with contextlib.suppress(BrokenPipeError):
        while True:
            talker.stdin.write(piece)
            talker.stdin.flush()


@pytest.mark.timeout(60, method="thread")
def test_what_is_said_is_heard_both_ways(server: dict[str, str]) -> None:
    programs: list[subprocess.Popen[bytes]] = []

    def run(*command: str, feed: bool = False) -> subprocess.Popen[bytes]:
        one = subprocess.Popen(
            command, env=server, stdout=subprocess.PIPE, stdin=subprocess.PIPE if feed else subprocess.DEVNULL
        )
        programs.append(one)
        return one

    child = run(sys.executable, "-m", "tests.desktop.media.sound_child", feed=True)
    talker = run("pacat", "--playback", "--device=room", *FORMAT, feed=True)
    listener = run("pacat", "--record", "--device=speaker.monitor", *FORMAT)
    assert child.stdin
    assert child.stdout
    assert talker.stdin
    assert listener.stdout
    try:
        # Somebody speaks at 1000 Hz into the microphone: it arrives in the ring that the call sends.
        voice = threading.Thread(target=speak_on, args=(talker,))
        voice.start()
        assert child.stdout.readline() == b"heard\n"
        # What the call brings, 440 Hz, comes out of the speaker.
        while strength(listener.stdout.read(100 * BYTES_PER_MS), 440) < 0.5:
            pass
        child.stdin.close()
        assert child.wait() == 0
        talker.kill()
        voice.join()
    finally:
        for one in programs:
            one.kill()
            one.wait()
            for pipe in (one.stdin, one.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()


@pytest.mark.usefixtures("qapp")
def test_without_devices_nothing_fails() -> None:
    assert QCoreApplication.instance()
    sound = Sound(SoundRing(most_ms=100))
    sound.speak(None)
    sound.listen(None)
    sound.shut_down()
    sound.shut_down()
