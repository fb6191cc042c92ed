"""Echo cancellation in a computed room: what is played must not come back, and the clerk must stay audible."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from clerk_desktop.desktop.services import echo
from clerk_desktop.desktop.services.echo import FRAME, EchoGuard, load_processor
from clerk_desktop.desktop.services.ring import RATE
from tests.desktop.services.echo_room import Sound, devices, room, suppressed_db, talk, through

SECONDS = 14
GOAL_DB = 28


def far_end() -> Sound:
    return talk(SECONDS)


def noise(count: int, loud: float = 3.0) -> Sound:
    return np.random.default_rng(5).normal(size=count) * loud


def linear(played: Sound) -> Sound:
    return through(played, room()) + noise(len(played))


def overdriven(played: Sound) -> Sound:
    """A small speaker that clips softly."""
    return through(12_000 * np.tanh(played / 12_000), room()) + noise(len(played))


def drifting(played: Sound) -> Sound:
    """A microphone whose clock runs 100 ppm fast."""
    echoed = linear(played)
    return np.interp(np.arange(len(echoed)) * (1 + 100e-6), np.arange(len(echoed)), echoed)


def guard() -> EchoGuard:
    processor = load_processor()
    assert processor is not None, "pywebrtc-audio is one of the desk's packages"
    return EchoGuard(processor)


@pytest.mark.parametrize(
    ("heard", "way_ms"), [(linear, 60), (linear, 30), (linear, 210), (overdriven, 60), (drifting, 60)]
)
def test_after_ten_seconds_the_echo_is_down_by_28_db(heard: object, way_ms: int) -> None:
    assert callable(heard)
    before, after = devices(guard(), far_end(), heard, way_ms=way_ms)
    assert suppressed_db(before[10 * RATE :], after[10 * RATE :]) >= GOAL_DB


def test_switched_off_the_echo_stays() -> None:
    one = guard()
    one.on = False
    before, after = devices(one, far_end(), linear)
    assert abs(suppressed_db(before[10 * RATE :], after[10 * RATE :])) < 0.5


def test_the_clerk_stays_audible_while_the_citizen_talks() -> None:
    own = talk(SECONDS, seed=9)
    _, alone = devices(guard(), far_end(), linear)
    _, both = devices(guard(), far_end(), lambda played: linear(played) + own)
    assert np.mean(both[10 * RATE :] ** 2) > 0.1 * np.mean(own[10 * RATE :] ** 2)
    assert np.mean(both[10 * RATE :] ** 2) > 100 * np.mean(alone[10 * RATE :] ** 2)


def test_noise_of_the_room_is_softened_and_the_voice_is_not() -> None:
    own, hiss = talk(SECONDS), noise(SECONDS * RATE, 300)
    silence = np.zeros(SECONDS * RATE)
    _, only_noise = devices(guard(), silence, lambda _: hiss)
    before, with_voice = devices(guard(), silence, lambda _: own + hiss)
    assert suppressed_db(hiss[5 * RATE :], only_noise[5 * RATE :]) > 12
    assert abs(suppressed_db(before[5 * RATE :], with_voice[5 * RATE :])) < 3


class Recorder:
    """Cleans nothing; remembers what it was given."""

    def __init__(self) -> None:
        self.near: list[np.ndarray] = []
        self.far: list[np.ndarray] = []
        self.resets = 0

    def process(self, near: np.ndarray, far: np.ndarray) -> np.ndarray:
        self.near.append(near)
        self.far.append(far)
        return near

    def reset(self) -> None:
        self.resets += 1


def test_it_works_on_ten_milliseconds_and_loses_nothing() -> None:
    recorder = Recorder()
    one = EchoGuard(recorder)
    sound = np.arange(3000, dtype=np.int16)
    out = b"".join(one.clean(sound[start : start + 700].tobytes()) for start in range(0, 3000, 700))
    assert {len(near) for near in recorder.near} == {FRAME}
    assert {len(far) for far in recorder.far} == {FRAME}
    assert out == sound[: 3000 // FRAME * FRAME].tobytes()


def test_a_speaker_that_ran_dry_played_silence_and_nothing_is_lost_after_it() -> None:
    recorder = Recorder()
    one = EchoGuard(recorder)
    loud = np.full(3 * FRAME, 1000, np.int16).tobytes()
    one.played(loud)
    for _ in range(6):
        one.clean(bytes(2 * FRAME))
    one.played(loud)
    for _ in range(4):
        one.clean(bytes(2 * FRAME))
    loudest = [int(far.max()) for far in recorder.far]
    assert loudest[4] == 0
    assert sum(level > 900 for level in loudest) >= 6


def test_what_is_played_while_nobody_listens_does_not_gather() -> None:
    one = EchoGuard(Recorder())
    for _ in range(100):
        one.played(bytes(2 * FRAME))
    assert one._reference._bend.ahead <= (echo.MOST_MS + 10) * RATE / 1000


def test_another_device_begins_anew() -> None:
    recorder = Recorder()
    one = EchoGuard(recorder)
    one.clean(bytes(100))
    one.reset()
    assert recorder.resets == 1
    assert one.clean(bytes(2 * FRAME)) == bytes(2 * FRAME)


def test_without_the_package_the_microphone_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pywebrtc_audio", None)
    processor = load_processor()
    assert processor is None
    one = EchoGuard(processor)
    assert not one.available
    one.played(b"\1\2")
    assert one.clean(b"\3\4\5\6") == b"\3\4\5\6"
    one.reset()


def test_the_package_is_loaded_by_the_first_call_and_not_before() -> None:
    script = "import sys; import clerk_desktop.desktop.services.echo; print('pywebrtc_audio' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
