"""Sound through real devices: a real Chromium, the desk's call, and a sound server with null sinks."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.sound import TAP_S, delays_ms
from tests.desktop.media.tones import tone
from tests.helpers.sound_server import FORMAT, Recorder, available, sound_server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(100, method="thread")]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dict[str, str]]:
    if not available():
        pytest.skip("no pulseaudio on this machine")
    with sound_server(tmp_path) as environment:
        yield environment | {"QT_QPA_PLATFORM": "offscreen"}


def desk(server: dict[str, str], *phases: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.bench.sound_desk", "ours", *phases]
    return subprocess.Popen(command, env=server, stdout=subprocess.PIPE, text=True)


def test_what_the_page_says_comes_out_of_the_speaker(server: dict[str, str]) -> None:
    recorder = Recorder(server, "speaker.monitor")
    with desk(server, "few") as child:
        assert child.stdout
        told = [json.loads(line) for line in child.stdout]
    heard = recorder.stop()
    assert child.returncode == 0
    delays = delays_ms(heard, told[0]["made"])
    assert len(delays) == 6
    assert (delays < 1000 * TAP_S).all(), "every tap was heard"


def test_what_the_clerk_says_is_heard_and_muted_is_silence(server: dict[str, str]) -> None:
    talker = subprocess.Popen(["pacat", "--playback", "--device=room", *FORMAT], env=server, stdin=subprocess.PIPE)
    piece, over = tone(1000, 100), threading.Event()

    def hum() -> None:
        assert talker.stdin
        with contextlib.suppress(BrokenPipeError):
            while not over.is_set():
                talker.stdin.write(piece)
                talker.stdin.flush()

    voice = threading.Thread(target=hum)
    voice.start()
    try:
        with desk(server, "voice") as child:
            assert child.stdout
            told = [json.loads(line)["phase"] for line in child.stdout]
        assert child.returncode == 0
        assert told == ["voice_begins", "voice", "state"]
    finally:
        over.set()
        talker.kill()
        talker.wait()
        voice.join()
        with contextlib.suppress(BrokenPipeError):
            if talker.stdin:
                talker.stdin.close()
