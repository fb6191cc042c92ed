"""A room with a speaker and a microphone: what is played comes back later, echoing and softer, with some noise."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clerk_desktop.desktop.services.echo import EchoGuard
from clerk_desktop.desktop.services.ring import RATE

Sound = NDArray[np.float64]


def talk(seconds: float, seed: int = 1) -> Sound:
    """Something like speech: syllables of a hummed voice and of hissing, with pauses between words."""
    chance = np.random.default_rng(seed)
    pieces: list[Sound] = []
    while sum(map(len, pieces)) < seconds * RATE:
        count = int(RATE * chance.uniform(0.08, 0.22))
        t = np.arange(count) / RATE
        shape = np.sin(np.pi * t * RATE / count) ** 0.5
        if chance.random() < 0.25:
            hiss = np.diff(chance.normal(size=count + 1))
            pieces.append(700 * hiss * shape)
        else:
            low, formant = chance.uniform(100, 180), chance.uniform(400, 1800)
            turn = 2 * np.pi * (low * t + chance.uniform(-60, 60) * t**2)
            hum = sum(np.sin(k * turn + k) / (1 + ((k * low - formant) / 300) ** 2) for k in range(1, 30))
            pieces.append(4000 * np.asarray(hum) * shape)
        if chance.random() < 0.2:
            pieces.append(np.zeros(int(RATE * chance.uniform(0.1, 0.35))))
    return np.clip(np.concatenate(pieces)[: int(seconds * RATE)], -20000, 20000)


def room(seed: int = 2, tail_s: float = 0.25) -> Sound:
    """Impulse response: the direct way, then an echo that dies away within a quarter of a second."""
    chance = np.random.default_rng(seed)
    count = int(tail_s * RATE)
    response = 0.1 * chance.normal(size=count) * np.exp(-np.arange(count) / (RATE * tail_s / 7))
    response[:24] = 0
    response[24] = 1.0
    return np.asarray(response / np.sqrt((response**2).sum()) * 0.5)


def through(sound: Sound, response: Sound) -> Sound:
    """The sound as the room gives it back."""
    size = 1 << (len(sound) + len(response)).bit_length()
    return np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(response, size), size)[: len(sound)]


def suppressed_db(before: Sound, after: Sound) -> float:
    """Echo return loss enhancement: how much softer the echo is afterwards."""
    return float(10 * np.log10(np.mean(before**2) / max(float(np.mean(after**2)), 1e-3)))


def devices(
    guard: EchoGuard,
    played: Sound,
    heard: Callable[[Sound], Sound],
    *,
    way_ms: int = 60,
    jitter_seed: int = 3,
    burst_ms: int = 40,
) -> tuple[Sound, Sound]:
    """Speaker and microphone as a sound thread sees them: handed over in bursts, never quite on time.

    Returns:
        The microphone's sound, and what the guard makes of it (both from the same first sample on).
    """
    chance = np.random.default_rng(jitter_seed)
    way = way_ms * RATE // 1000
    microphone = np.concatenate([np.zeros(way), heard(played)])[: len(played)]
    near = np.clip(np.rint(microphone), -32768, 32767).astype(np.int16)
    far = np.clip(np.rint(played), -32768, 32767).astype(np.int16)
    given, read, out, now = 0, 0, [], 0
    while read < len(near):
        now += int(RATE * chance.choice([0.005, 0.01, 0.01, 0.02]))
        upto = min(len(far), now + burst_ms * RATE // 1000)  # the device is kept full
        guard.played(far[given:upto].tobytes())
        given = upto
        until = min(len(near), now // 480 * 480)
        out.append(np.frombuffer(guard.clean(near[read:until].tobytes()), np.int16))
        read = until
    cleaned = np.concatenate(out).astype(float)
    return microphone[: len(cleaned)], cleaned
