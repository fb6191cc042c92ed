"""How a connection fares: the figures behind the quality light and the statistics, and the judgement on them.

Loss is counted before repair: what was asked for again came too late for a voice, and a picture waited for it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from aiortc import RTCPeerConnection

from clerk_desktop.common.messages.work import QualityLevel
from clerk_desktop.desktop.services.dtls import srtp_profile

STREAMS: Final = "_RTCRtpReceiver__remote_streams"
REPEATS: Final = "_RTCRtpReceiver__rtx_ssrc"
PRIVATE: Final = (STREAMS, REPEATS)
"""Names inside aiortc's receiver: its public report keeps one stream of several."""

FEW_PACKETS = 10
"""A share of fewer packets says nothing."""


@dataclass(frozen=True)
class Statistics:
    """One second of a connection.

    Attributes:
        width, height: the citizen's picture as it was sent; 0 without one.
        pictures_per_s: how many were shown.
        round_trip_ms: there and back; None: not measured yet.
        loss: share 0…1 of the citizen's packets that got lost on their way; None: too few came.
        loss_there: share of ours that the citizen's end missed; None: not told yet.
        kbps_in, kbps_out: everything that came and went, in kbit/s.
        srtp: how picture and sound are encrypted, by IANA's name.
        relayed: whether a relay lies in between; None: not known.
        silent_s: seconds since anything was heard of the other end.
        level: the judgement on what this desk receives.
    """

    width: int = 0
    height: int = 0
    pictures_per_s: float = 0.0
    round_trip_ms: float | None = None
    loss: float | None = None
    loss_there: float | None = None
    kbps_in: float = 0.0
    kbps_out: float = 0.0
    srtp: str = ""
    relayed: bool | None = None
    silent_s: float = 0.0
    level: QualityLevel = QualityLevel.GOOD


@dataclass(frozen=True)
class _Counts:
    at: float
    expected: int = 0
    received: int = 0
    bytes_in: int = 0
    bytes_out: int = 0


class StatsReader:
    """Reads one connection again and again; each reading tells of the time since the one before.

    Args:
        connection: the connection.
        clock: seconds.
    """

    def __init__(self, connection: RTCPeerConnection, clock: Callable[[], float] = time.monotonic) -> None:
        self._pc = connection
        self._clock = clock
        self._before = _Counts(clock())

    async def read(self) -> Statistics:
        """The figures; on the connection's event loop."""
        reports = list((await self._pc.getStats()).values())
        transports = [one for one in reports if one.type == "transport"]
        before, now = self._before, self._counts(transports)
        self._before = now
        seconds = max(now.at - before.at, 0.001)
        told = [one for one in reports if one.type == "remote-inbound-rtp"]
        trips = [one.roundTripTime for one in told if one.roundTripTime is not None]
        expected = now.expected - before.expected
        lost = max(0, expected - (now.received - before.received))
        return Statistics(
            round_trip_ms=min(trips) * 1000 if trips else None,
            loss=lost / expected if expected >= FEW_PACKETS else None,
            loss_there=max((one.fractionLost for one in told), default=0) / 256 if told else None,
            kbps_in=(now.bytes_in - before.bytes_in) * 8 / 1000 / seconds,
            kbps_out=(now.bytes_out - before.bytes_out) * 8 / 1000 / seconds,
            srtp=srtp_profile(self._pc),
            relayed=relayed(self._pc),
        )

    def _counts(self, transports: list[Any]) -> _Counts:
        streams = [
            stream
            for receiver in self._pc.getReceivers()
            for ssrc, stream in getattr(receiver, STREAMS).items()
            if ssrc not in getattr(receiver, REPEATS) and stream.max_seq is not None
        ]
        return _Counts(
            at=self._clock(),
            expected=sum(stream.packets_expected for stream in streams),
            received=sum(stream.packets_received for stream in streams),
            bytes_in=sum(one.bytesReceived for one in transports),
            bytes_out=sum(one.bytesSent for one in transports),
        )


def relayed(connection: RTCPeerConnection) -> bool | None:
    """Whether the chosen way leads over a relay, ours or the page's; None before one is chosen."""
    ends = [t.receiver.transport.transport for t in connection.getTransceivers()]
    if connection.sctp is not None:
        ends.append(connection.sctp.transport.transport)
    for end in ends:
        pair = end._connection._nominated.get(1)  # noqa: SLF001  # aiortc does not tell
        if pair is not None:
            return "relay" in {pair.local_candidate.type, pair.remote_candidate.type}
    return None


# --- the judgement ----------------------------------------------------------------------------------

SURE_AFTER = 2
"""Readings (seconds) that must be worse before the light turns worse: one bad second is an accident …"""
CALM_AFTER = 5
"""… and that must be better before it turns better: a light that flickers tells nothing."""
LOSS = (0.03, 0.10)
"""Above the first figure of each pair it is weak, above the second bad. A voice whose play-out conceals bears 3 %."""
ROUND_TRIP_MS = (400.0, 1000.0)
"""People begin to talk over one another at 200 to 300 ms one way (ITU-T G.114 calls 150 good, 400 the limit)."""
PICTURES = (12.0, 4.0)
"""Fewer pictures a second: movements jerk, then lips no longer fit."""
SILENCE_S = (0.7, 1.5)
_ORDER = tuple(QualityLevel)


class Judge:
    """Turns readings into one of three words, calmly."""

    def __init__(self) -> None:
        self._level: QualityLevel | None = None
        self._lately: deque[QualityLevel] = deque(maxlen=CALM_AFTER)

    def judge(self, one: Statistics, *, picture_expected: bool) -> Statistics:
        """The reading with its judgement.

        Args:
            one: the newest reading.
            picture_expected: the citizen's camera is on, so few pictures are a fault.
        """
        self._lately.append(judged(one, picture_expected=picture_expected))
        now = list(self._lately)
        if self._level is None:
            self._level = now[-1]
        # Worse: as bad as the best of the last ones. Better: as good as the worst of many.
        worse = min(now[-SURE_AFTER:], key=_ORDER.index)
        better = max(now, key=_ORDER.index)
        if len(now) >= SURE_AFTER and _ORDER.index(worse) > _ORDER.index(self._level):
            self._level = worse
        elif len(now) >= CALM_AFTER and _ORDER.index(better) < _ORDER.index(self._level):
            self._level = better
        return replace(one, level=self._level)


def judged(one: Statistics, *, picture_expected: bool) -> QualityLevel:
    """How good this one second was."""
    pictures = one.pictures_per_s if picture_expected else PICTURES[0]
    faults = [
        sum((one.loss or 0.0) > bound for bound in LOSS),
        sum((one.round_trip_ms or 0.0) > bound for bound in ROUND_TRIP_MS),
        sum(pictures < bound for bound in PICTURES),
        sum(one.silent_s > bound for bound in SILENCE_S),
    ]
    return _ORDER[max(faults)]
