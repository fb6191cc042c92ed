"""Play-out of the citizen's voice: takes sound packets as the network brings them, hands out one even stream.

It works on the sender's own time line (RTP time stamps). The place that is being played follows a target delay behind
the fastest packets of the last seconds, so a lost packet moves nothing: it is concealed and the voice goes on in time.
The target follows the link's jitter, is bounded, and is reached by leaving out or repeating whole pitch periods (the
voice keeps its pitch); the rest, and the drift between the two sound cards' clocks, is taken up by a resampler whose
change nobody hears.

Pure: the clock is passed in, nothing waits, any thread may call. numpy is needed, so nothing may import this before
the first call does.
"""

from __future__ import annotations

import threading
from bisect import bisect_right, insort
from collections import deque

import numpy as np

from clerk_desktop.desktop.services.ring import RATE
from clerk_desktop.desktop.services.voice import (
    FADE,
    HISTORY,
    PER_MS,
    PERIOD_MAX,
    PERIOD_MIN,
    TEMPLATE,
    Bend,
    Samples,
    best_lag,
    loudness,
    period,
)

LEAST_MS, MOST_MS = 40.0, 240.0
"""Bounds of the target delay. The lower one covers a packet of 20 ms and the bursts in which a device takes sound."""
MARGIN_MS = 20.0
"""The target lies so far above the jitter that was seen."""
WINDOW_S, JITTER_S = 8.0, 4.0
"""The fastest way is judged by the packets of so many seconds, the jitter by fewer."""
JITTER_SHARE = 0.97
"""Share of packets that must come in time; the rest is cheaper to conceal than to wait for."""
STEP_PACKETS, STEP_MS = 3, 10.0
"""So many packets in a row that are late alike are no accident but a slower way: the target follows at once …"""
RELEASE_MS_PER_S = 40.0
"""… and comes down again so fast."""
REANCHOR_S = 1.0
"""Time stamps that jump by more than this are a new beginning (another sender, a page that slept)."""

LATE_MOST = 25
"""So is half a second in which everything comes too late, e.g. another connection with stamps of its own."""

BLOCK = 10 * PER_MS
MOST_PACKETS = 100
"""Two seconds; more gathers only when nobody takes the sound."""
IDLE_MS = 1_000.0
"""After so long without a packet nobody is sending: that is silence, not a gap."""

STRETCH_MS = 12.0
"""A delay that is off by more is brought back by whole pitch periods, what is less by the resampler."""
HURRY_MS = 120.0
"""A delay that is too long by more is shortened even where the cut may be heard."""
QUIET = 30.0
"""Below this loudness (of 32,767) nobody hears a cut: pauses are where a delay is best made shorter."""
LIKE = 0.75
"""How alike two periods must be so that one of them may be left out."""
SMOOTH_S = 0.5
"""Time constant of the measured delay; devices take sound in bursts."""
PULL, PULL_DRIFT = 0.15, 0.005
"""Gains of the resampler's controller (per second and per second²); its damping is just above critical."""
DRIFT_MS = 6.0
"""Only a delay that is off by less tells of drift; more has other causes."""
RATIO_MOST, DRIFT_MOST = 0.004, 0.001
"""The resampler changes pitch by at most 7 cents; sound cards differ by less than 1,000 ppm."""


class Playout:
    """One listener's stream.

    Args:
        least_ms: smallest target delay in milliseconds.
        most_ms: largest target delay.

    Attributes:
        concealed_ms: sound that was made up so far because none was there (not while nobody sends).
        late: packets that came after their time and were thrown away.
    """

    def __init__(self, least_ms: float = LEAST_MS, most_ms: float = MOST_MS) -> None:
        self._least, self._most = least_ms, most_ms
        self._lock = threading.Lock()
        self.concealed_ms = 0.0
        self.late = self._late_in_a_row = 0
        self._at: int | None = None
        """Time stamp of the sample that is read next; None before the first packet."""
        self._forget()

    # --- what others see

    @property
    def delay_ms(self) -> float:
        """How far the sound that is handed out now lies behind the fastest way of a packet; smoothed."""
        with self._lock:
            return self._delay * 1000 if self._at is not None else 0.0

    @property
    def target_ms(self) -> float:
        """The delay that is aimed at."""
        with self._lock:
            return self._target * 1000

    @property
    def drift_ppm(self) -> float:
        """How much faster the sender's clock runs than the clock that takes the sound."""
        with self._lock:
            return self._drift * 1e6

    def reset(self) -> None:
        """Forget everything, because another connection or another person speaks now."""
        with self._lock:
            self._forget()

    def put(self, timestamp: int, pcm: bytes, now_s: float) -> None:
        """Take one decoded packet.

        Args:
            timestamp: its RTP time stamp (32 bit, 48 kHz).
            pcm: mono, 16 bit, native byte order, 48 kHz.
            now_s: when it arrived, by the clock of `take`.
        """
        sound = np.frombuffer(pcm[: len(pcm) - len(pcm) % 2], np.int16).astype(np.float32)
        if not len(sound):
            return
        with self._lock:
            start = self._unwrap(timestamp)
            if self._at is not None and abs(start - self._expected(now_s)) > REANCHOR_S * RATE:
                self._forget()
                start = self._unwrap(timestamp)
            self._judge(start, now_s)
            self._heard_s = now_s
            if self._at is None:
                self._at = start - int(self._target * RATE)
                self._delay = self._target
            if start + len(sound) <= self._at:
                self.late += 1
                self._late_in_a_row += 1
                if self._late_in_a_row >= LATE_MOST:
                    self._forget()
            elif start not in self._packets:
                self._late_in_a_row = 0
                self._packets[start] = sound
                insort(self._starts, start)
                if len(self._starts) > MOST_PACKETS:
                    del self._packets[self._starts.pop(0)]

    def take(self, samples: int, now_s: float) -> bytes:
        """The next piece for the speaker, always of full length; silence where there is nothing to play."""
        with self._lock:
            if self._at is None:
                return bytes(2 * samples)
            self._measure(now_s)
            while missing := self._bend.missing(samples, self._ratio):
                self._bend.feed(self._next(missing, now_s))
            made = self._bend.read(samples, self._ratio)
        return np.clip(np.rint(made), -32768, 32767).astype(np.int16).tobytes()

    # --- state

    def _forget(self) -> None:
        self._packets: dict[int, Samples] = {}
        self._starts: list[int] = []
        self._last_stamp: int | None = None
        self._last_start = 0
        self._transits: deque[tuple[float, float]] = deque()
        self._base = 0.0
        self._slow = -np.inf
        self._target = self._least / 1000
        self._at = None
        self._begun = False
        self._late_in_a_row = 0
        self._heard_s = 0.0
        self._delay, self._measured_s = self._target, 0.0
        self._ratio, self._drift = 1.0, 0.0
        self._bend = Bend()
        self._history: Samples = np.zeros(HISTORY, np.float32)
        self._tail: Samples = np.zeros(1, np.float32)  # the period that a gap repeats
        self._gap = 0

    def _unwrap(self, timestamp: int) -> int:
        """The stamp on a line that does not wrap after 2³² samples."""
        if self._last_stamp is None:
            self._last_stamp, self._last_start = timestamp, timestamp
            return timestamp
        step = (timestamp - self._last_stamp + 2**31) % 2**32 - 2**31
        start = self._last_start + step
        self._last_stamp, self._last_start = timestamp, start
        return start

    def _expected(self, now_s: float) -> float:
        """The stamp that a packet of the fastest way would carry now."""
        return (now_s - self._base) * RATE

    # --- the link

    def _judge(self, start: int, now_s: float) -> None:
        """Learn the fastest way and the jitter from one more packet, and set the target."""
        transit = now_s - start / RATE
        self._transits.append((now_s, transit))
        while self._transits[0][0] < now_s - WINDOW_S:
            self._transits.popleft()
        base, self._base = self._base, min(one for _, one in self._transits)
        if self._at is not None:
            self._delay -= self._base - base
        late = np.array([one for at, one in self._transits if at >= now_s - JITTER_S]) - self._base
        jitter = float(np.sort(late)[min(len(late) - 1, int(JITTER_SHARE * len(late)))])
        newest = late[-STEP_PACKETS:]
        if len(late) > STEP_PACKETS and newest[0] - newest[-1] < STEP_MS / 1000:
            self._slow = max(self._slow, self._base + float(newest.min()))
        wanted = max(jitter, self._slow - self._base) + MARGIN_MS / 1000
        self._slow -= RELEASE_MS_PER_S / 1000 * (now_s - self._heard_s)
        self._target = min(max(wanted, self._least / 1000), self._most / 1000)

    # --- the delay

    def _behind(self, now_s: float) -> float:
        """The delay of the next sample to be handed out, in seconds."""
        return now_s - self._base - ((self._at or 0) - self._bend.ahead) / RATE

    def _measure(self, now_s: float) -> None:
        """Learn the present delay, and how fast to play to bring it to the target."""
        self._jump_back(now_s)
        elapsed = min(max(now_s - self._measured_s, 0.0), SMOOTH_S)
        self._measured_s = now_s
        self._delay += (self._behind(now_s) - self._delay) * elapsed / SMOOTH_S
        error = self._delay - self._target
        if abs(error) < DRIFT_MS / 1000:
            self._drift = float(np.clip(self._drift + PULL_DRIFT * error * elapsed, -DRIFT_MOST, DRIFT_MOST))
        self._ratio = 1.0 + float(np.clip(PULL * error + self._drift, -RATIO_MOST, RATIO_MOST))

    def _jump_back(self, now_s: float) -> None:
        """Begin anew at the target when the delay is out of all bounds: a device or a program that slept."""
        behind = self._behind(now_s)
        if behind > self._most / 1000 + 0.2 or behind < -0.5:
            self._at = int(self._expected(now_s) - self._target * RATE)
            self._delay = self._target
            self._drop_played()

    # --- the sound

    def _next(self, want: int, now_s: float) -> Samples:
        """About `want` samples (at least one) of the sender's time line, concealed where nothing is there."""
        error = self._delay - self._target
        if error > STRETCH_MS / 1000:
            self._leave_out(hurry=error > HURRY_MS / 1000)
        elif error < -STRETCH_MS / 1000 and self._gap == 0 and self._there(BLOCK) == BLOCK:
            return self._repeat()
        there = self._there(min(BLOCK, max(want, FADE)))
        made = self._real(there) if there else self._made_up(min(BLOCK, want), now_s)
        self._history = np.concatenate([self._history, made])[-HISTORY:]
        return made

    def _there(self, most: int) -> int:
        """How many samples are there without a gap from the present place on, at most `most`."""
        at = self._at or 0
        end = at
        for start in self._starts[max(0, bisect_right(self._starts, at) - 1) :]:
            if start > end:
                break
            end = max(end, start + len(self._packets[start]))
            if end - at >= most:
                return most
        return max(0, end - at)

    def _read(self, count: int) -> Samples:
        """These samples from the present place on; they must be there."""
        at = self._at or 0
        out = np.zeros(count, np.float32)
        for start in self._starts[max(0, bisect_right(self._starts, at) - 1) :]:
            if start >= at + count:
                break
            packet = self._packets[start]
            first, last = max(start, at), min(start + len(packet), at + count)
            if last > first:
                out[first - at : last - at] = packet[first - start : last - start]
        return out

    def _advance(self, count: int) -> None:
        self._at = (self._at or 0) + count
        self._drop_played()

    def _drop_played(self) -> None:
        at = self._at or 0
        while self._starts and self._starts[0] + len(self._packets[self._starts[0]]) <= at:
            del self._packets[self._starts.pop(0)]

    def _real(self, count: int) -> Samples:
        sound = self._read(count)
        if self._gap:
            fade = min(FADE, count)
            weight = np.linspace(0, 1, fade, endpoint=False, dtype=np.float32)
            sound[:fade] = sound[:fade] * weight + self._extrapolated(fade) * (1 - weight)
            self._gap = 0
        self._begun = True
        self._advance(count)
        return sound

    # --- gaps

    def _made_up(self, count: int, now_s: float) -> Samples:
        """What the voice may have said here: its last period again and again, fading away."""
        at = self._at or 0
        later = self._starts[0] - at if self._starts else None
        if later is not None:
            count = min(count, max(1, later))
        if self._gap == 0:
            self._tail = self._history[-max(1, period(self._history)) :]
        made = self._extrapolated(count)
        self._gap += count
        idle = now_s - self._heard_s > IDLE_MS / 1000
        if self._begun and not idle:
            self.concealed_ms += count / PER_MS
        # A buffer that ran dry although its delay is too short waits here for the target; else time goes on.
        if later is not None or idle or self._behind(now_s) >= self._target:
            self._advance(count)
        return made

    def _extrapolated(self, count: int) -> Samples:
        """The next samples of a gap: the last period goes on, at the loudness that the gap has by now."""
        age = self._gap + np.arange(count)
        made: Samples = self._tail[age % len(self._tail)] * loudness(age)
        return made

    # --- shorter and longer

    def _leave_out(self, *, hurry: bool) -> None:
        """Skip one pitch period, cross-faded, when it is there and looks like the next one."""
        need = PERIOD_MAX + 2 * TEMPLATE
        if self._gap or self._there(need) < need:
            return
        sound = self._read(need)
        if float(np.dot(sound, sound)) < QUIET * QUIET * need:
            lag = PERIOD_MAX
        else:
            lag, like = best_lag(sound[:TEMPLATE], sound[PERIOD_MIN : PERIOD_MAX + TEMPLATE])
            if like < LIKE and not hurry:
                return
            lag += PERIOD_MIN
        weight = np.linspace(0, 1, TEMPLATE, endpoint=False, dtype=np.float32)
        joint = sound[:TEMPLATE] * (1 - weight) + sound[lag : lag + TEMPLATE] * weight
        start = (self._at or 0) + lag
        self._overwrite(start, joint)
        self._advance(lag)
        self._delay -= lag / RATE

    def _overwrite(self, start: int, sound: Samples) -> None:
        for begin in self._starts:
            packet = self._packets[begin]
            first, last = max(begin, start), min(begin + len(packet), start + len(sound))
            if last > first:
                packet[first - begin : last - begin] = sound[first - start : last - start]

    def _repeat(self) -> Samples:
        """One more pitch period before time goes on; what follows fades in from there."""
        count = period(self._history) or BLOCK // 2
        self._tail = self._history[-count:]
        made = self._extrapolated(count)
        self._history = np.concatenate([self._history, made])[-HISTORY:]
        self._delay += count / RATE
        self._gap = count
        return made
