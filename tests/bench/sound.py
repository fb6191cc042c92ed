"""Sound of a call through real devices, beside plain aiortc: how late, how whole, how much of it comes back.

`python -m tests.bench.sound` prints one line of JSON. A real Chromium speaks, the desk plays to a null sink of a sound
server of its own, and what that sink plays is recorded. All clocks are this machine's.

to_speaker_p50_ms, to_speaker_p95_ms: from the moment at which the page makes a tap to the moment at which the sink
    plays it. What a sound card adds behind that is not in it.
dropout_ms_per_s_ui_blocked: milliseconds a second in which a voice that never stops cannot be heard (5 ms windows below
    a tenth of its level), while the desk's window is busy for 250 ms of every second.
dropout_ms_per_s_loss2: the same while 2 % of all media packets are lost.
lasting_delay_ms_loss2: how much later than before the taps come when the losses are over (medians).
erle_db: the speaker's sound comes back into the microphone through a room of 250 ms; by how much softer it reaches the
    page than it was in the microphone, from the tenth second on. What the room's other noise adds counts as echo.
`…_plain`: the same with aiortc's own jitter buffer, everything on the window's loop, no echo canceller.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clerk_desktop.desktop.services.ring import RATE
from tests.desktop.services.echo_room import room
from tests.helpers.sound_server import CHUNK, FORMAT, LATENCY, Recorder, Recording, sound_server

WINDOW = RATE // 200
LEARN_S = 10
TAP_S = 0.6
"""Taps are at least so far apart."""


class EchoingRoom:
    """Speaker and microphone stand in one room: what the sink plays comes back, later, echoing and with some noise."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._ear = subprocess.Popen(
            ["pacat", "--record", "--device=speaker.monitor", *FORMAT, *LATENCY],
            env=environment,
            stdout=subprocess.PIPE,
        )
        self._mouth = subprocess.Popen(
            ["pacat", "--playback", "--device=room", *FORMAT, *LATENCY], env=environment, stdin=subprocess.PIPE
        )
        self._thread = threading.Thread(target=self._echo, daemon=True)
        self._thread.start()

    def _echo(self) -> None:
        assert self._ear.stdout
        assert self._mouth.stdin
        response = room()
        size = 1 << (len(response) + CHUNK).bit_length()
        spectrum = np.fft.rfft(response, size)
        tail = np.zeros(size)
        chance = np.random.default_rng(5)
        with contextlib.suppress(BrokenPipeError):
            while piece := self._ear.stdout.read(CHUNK):
                sound = np.frombuffer(piece, np.int16)
                tail[:size] += np.fft.irfft(np.fft.rfft(sound, size) * spectrum, size)
                back = tail[: len(sound)] + chance.normal(size=len(sound)) * 3
                self._mouth.stdin.write(np.clip(np.rint(back), -32768, 32767).astype(np.int16).tobytes())
                self._mouth.stdin.flush()
                tail = np.concatenate([tail[len(sound) :], np.zeros(len(sound))])

    def stop(self) -> None:
        for one in (self._ear, self._mouth):
            one.terminate()
            one.wait()
        self._thread.join()
        for pipe in (self._ear.stdout, self._mouth.stdin):
            with contextlib.suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()


def run(kind: str, phases: list[str], environment: dict[str, str]) -> tuple[dict[str, Any], Recording, Recording]:
    """Play the phases; what the desk told, and what speaker and microphone heard."""
    speaker, microphone = Recorder(environment, "speaker.monitor"), Recorder(environment, "room.monitor")
    echoing: EchoingRoom | None = None
    told: dict[str, Any] = {}
    command = [sys.executable, "-m", "tests.bench.sound_desk", kind, *phases]
    # Nothing is shown: no screen is needed, and none is in the way.
    child = subprocess.Popen(
        command, env=environment | {"QT_QPA_PLATFORM": "offscreen"}, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    try:
        for line in child.stdout:
            event = json.loads(line)
            told[event.pop("phase")] = event
            if "echo_begins" in told and echoing is None:
                echoing = EchoingRoom(environment)
            if event.keys() & {"delay", "target"}:
                print(kind, list(told)[-1], event, file=sys.stderr)
        assert child.wait() == 0
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
        if echoing is not None:
            echoing.stop()
        heard = speaker.stop(), microphone.stop()
    return told, *heard


def delays_ms(recording: Recording, made: list[float]) -> NDArray[np.float64]:
    """From each tap to its sound; a tap that was not heard before the next one counts as that long."""
    found = []
    for at in made:
        sound = np.abs(recording.part(at, at + TAP_S).astype(int))
        loud = np.flatnonzero(sound > 3_000)
        found.append(1000 * (loud[0] / RATE if len(loud) else TAP_S))
    return np.array(found)


def dropouts_ms_per_s(recording: Recording, start: float, end: float) -> float:
    """Milliseconds a second in which the hummed voice cannot be heard."""
    sound = recording.part(start + 0.5, end + 0.1).astype(float)
    windows = sound[: len(sound) // WINDOW * WINDOW].reshape(-1, WINDOW)
    level = np.sqrt((windows**2).mean(axis=1))
    return float(5 * (level < 0.1 * np.median(level)).sum() / (len(sound) / RATE))


def erle_db(microphone: Recording, echo: dict[str, Any]) -> float:
    """How much softer the page hears its own voice than the microphone did."""
    start, end = echo["start"] + LEARN_S, echo["end"]
    before = microphone.part(start, end).astype(float) / 32768
    heard = [(energy, count) for at, energy, count, _ in echo["heard"] if start + 0.3 <= at <= end + 0.3]
    # aiortc spreads the one channel over two at 0.707 each; the page hears one of them.
    after = 2 * sum(energy for energy, _ in heard) / max(1, sum(count for _, count in heard))
    return float(10 * np.log10(np.mean(before**2) / max(after, 1e-12)))


def figures(kind: str, phases: list[str], environment: dict[str, str]) -> dict[str, float]:
    """All figures of one kind."""
    told, speaker, microphone = run(kind, phases, environment)
    made: dict[str, float] = {}
    if "taps" in told:
        before = delays_ms(speaker, told["taps"]["made"])
        made["to_speaker_p50_ms"], made["to_speaker_p95_ms"] = np.percentile(before, [50, 95])
        print(kind, "taps", np.round(before).astype(int).tolist(), file=sys.stderr)
    if "calm" in told:
        print(kind, "calm", dropouts_ms_per_s(speaker, **told["calm"]), file=sys.stderr)
    if "blocked" in told:
        made["dropout_ms_per_s_ui_blocked"] = dropouts_ms_per_s(speaker, **told["blocked"])
    if "loss" in told:
        made["dropout_ms_per_s_loss2"] = dropouts_ms_per_s(speaker, **told["loss"])
    if "after" in told:
        after = delays_ms(speaker, told["after"]["made"])
        print(kind, "after", np.round(after).astype(int).tolist(), file=sys.stderr)
        made["lasting_delay_ms_loss2"] = max(0.0, float(np.median(after)) - made.get("to_speaker_p50_ms", 0.0))
    if "echo" in told:
        made["erle_db"] = erle_db(microphone, told["echo"])
    return {key: round(float(value), 1) for key, value in made.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", nargs="+", default=["ours", "plain"], choices=["ours", "plain"])
    parser.add_argument("--phases", nargs="*", default=[], help="only these")
    options = parser.parse_args()
    result: dict[str, float] = {}
    for kind in options.kinds:
        with tempfile.TemporaryDirectory() as folder, sound_server(Path(folder)) as environment:
            made = figures(kind, options.phases, environment)
        result |= {key + ("" if kind == "ours" else "_plain"): value for key, value in made.items()}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
