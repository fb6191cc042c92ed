"""A network and a sound card that a test moves by hand: packets are lost, late, swapped; clocks run apart."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clerk_desktop.desktop.services.playout import Playout
from clerk_desktop.desktop.services.ring import RATE

PACKET = RATE // 50
FIRST_STAMP = 2**32 - 5 * PACKET
"""The time stamps wrap in every test."""
LOUD = 8_000


@dataclass(frozen=True)
class Packet:
    """A packet on its way: number, time stamp, sound, and when it arrives (seconds)."""

    number: int
    stamp: int
    pcm: bytes
    at: float


def voice(seconds: float) -> NDArray[np.int16]:
    """A hummed vowel: 140 Hz with slow vibrato and its overtones, never silent."""
    t = np.arange(int(seconds * RATE)) / RATE
    turn = 2 * np.pi * (140 * t + 0.8 * np.sin(2 * np.pi * 3 * t))
    sound = sum(np.sin(k * turn + k) / k for k in range(1, 9))
    return np.asarray(sound / np.abs(sound).max() * LOUD).astype(np.int16)


def taps(seconds: float, every_s: float = 0.5) -> NDArray[np.int16]:
    """Short bursts of 1 kHz, to see when each is played."""
    t = np.arange(int(seconds * RATE)) / RATE
    return np.where(t % every_s < 0.02, LOUD * np.sin(2 * np.pi * 1000 * t), 0).astype(np.int16)


def sent(sound: NDArray[np.int16], *, way_s: float = 0.03, ppm: float = 0.0, ahead: int = 0) -> list[Packet]:
    """The sound in packets as an even network brings them; the sender's clock runs fast by `ppm`."""
    packets = []
    for number in range(len(sound) // PACKET):
        pcm = sound[number * PACKET : (number + 1) * PACKET].tobytes()
        at = 100 + number * 0.02 / (1 + ppm * 1e-6) + way_s
        packets.append(Packet(number, (FIRST_STAMP + ahead + number * PACKET) % 2**32, pcm, at))
    return packets


def lost(packets: list[Packet], share: float, seed: int = 1) -> list[Packet]:
    """Without this share of them."""
    chance = random.Random(seed)  # the same chance every time
    return [one for one in packets if chance.random() >= share]


def later(packets: list[Packet], extra_s: Callable[[Packet], float]) -> list[Packet]:
    """Each later by so much; who overtakes whom is the network's business."""
    return [Packet(one.number, one.stamp, one.pcm, one.at + extra_s(one)) for one in packets]


@dataclass
class Heard:
    """What the speaker played.

    Attributes:
        sound: every sample.
        times: when each take of the device happened, and the delay that the play-out told then.
    """

    sound: NDArray[np.int16]
    times: list[tuple[float, float]]

    def dropouts_ms(self, start_s: float, end_s: float) -> float:
        """Milliseconds in which a voice that never stops cannot be heard (5 ms windows below a tenth of it)."""
        window = RATE // 200
        part = self.sound[int(start_s * RATE) : int(end_s * RATE)].astype(float)
        part = part[: len(part) // window * window].reshape(-1, window)
        level = np.sqrt((part**2).mean(1))
        return 5.0 * int((level < 0.1 * np.median(level)).sum())

    def tap_delays_ms(self, every_s: float = 0.5, way_s: float = 0.03) -> list[float]:
        """Milliseconds from the arrival of each tap's packet to its sound."""
        loud = np.flatnonzero(np.abs(self.sound.astype(int)) > LOUD // 4)
        starts = loud[np.flatnonzero(np.diff(loud, prepend=-RATE) > RATE // 10)] / RATE
        return [float(1000 * (((at - way_s) + every_s / 2) % every_s - every_s / 2)) for at in starts]


def listen(
    playout: Playout,
    packets: Iterable[Packet],
    seconds: float,
    *,
    card_ppm: float = 0.0,
    takes: Callable[[float], bool] = lambda _: True,
) -> Heard:
    """Play on a sound card that asks for 10 ms every 10 ms from second 100 on; `takes(t)` False: it sleeps."""
    waiting = sorted(packets, key=lambda one: one.at)
    step = 480
    pieces: list[bytes] = []
    times = []
    for n in range(int(seconds * 100)):
        now = 100 + n * 0.01 / (1 + card_ppm * 1e-6)
        while waiting and waiting[0].at <= now:
            one = waiting.pop(0)
            playout.put(one.stamp, one.pcm, one.at)
        if takes(now - 100):
            pieces.append(playout.take(step, now))
        else:
            pieces.append(bytes(2 * step))
        times.append((now - 100, playout.delay_ms))
    return Heard(np.frombuffer(b"".join(pieces), np.int16), times)
