"""What aiortc's receivers do differently here: pictures at their last packet, sound at once, losses asked for again.

aiortc hands a picture out only when the next one begins (33 ms later at 30 a second), waits 80 ms with sound and stalls
320 ms for one lost packet of it, and asks only once for what was lost. Its buffers are private: their names are pinned
with its version (`PRIVATE`, kept by a test), and they are replaced before the first packet can come.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Final

from aiortc import RTCPeerConnection
from aiortc.jitterbuffer import JitterFrame
from aiortc.rtp import RtpPacket

Clock = Callable[[], float]

BUFFER: Final = "_RTCRtpReceiver__jitter_buffer"
ASKS: Final = "_RTCRtpReceiver__nack_generator"
TIMES: Final = "_RTCRtpReceiver__timestamp_mapper"
PRIVATE: Final = (BUFFER, ASKS, TIMES)
"""What is replaced in every receiver of aiortc 1.16."""

MOST_PACKETS = 1024
"""Packets that may wait behind a lost one: four seconds of a good picture."""
GIVE_UP_S = 0.4
"""So long a lost packet may hold up the picture (three or four requests); then a whole new picture is asked for."""
ASK_AGAIN_S = 0.08
"""A packet that did not come is asked for again after so long; browsers ignore what comes sooner than a round trip."""
ASK_KEY_AGAIN_S = 0.4
FORGET_S = 1.0
"""A packet that did not come for so long is no longer asked for."""
_ALL = 0xFFFF


def take_over(connection: RTCPeerConnection) -> None:
    """Replace the buffers of all receivers; after the remote description, before the local one."""
    for transceiver in connection.getTransceivers():
        receiver = transceiver.receiver
        setattr(receiver, TIMES, Timeline())
        if transceiver.kind == "audio":
            setattr(receiver, BUFFER, SoundBuffer())
        else:
            setattr(receiver, BUFFER, PictureBuffer())
            setattr(receiver, ASKS, Missing())


class SoundBuffer:
    """None at all: every packet is decoded as it comes; the play-out puts it in its place and fills what is lost."""

    def add(self, packet: RtpPacket) -> tuple[bool, JitterFrame]:
        """Hand the packet on."""
        return False, JitterFrame(_content(packet), packet.timestamp)


class Timeline:
    """Time stamps without their wrap at 32 bit; packets may come in any order."""

    def __init__(self) -> None:
        self._newest: int | None = None

    def map(self, timestamp: int) -> int:
        """Ticks since the first one that came; negative for one that is older."""
        if self._newest is None:
            self._origin = self._newest = timestamp
        step = (timestamp - self._newest) & 0xFFFFFFFF
        if step >= 1 << 31:
            step -= 1 << 32
        here = self._newest + step
        self._newest = max(self._newest, here)
        return here - self._origin


class PictureBuffer:
    """Puts packets in order and hands a picture out with its last packet (marker bit, RFC 3550 § 5.1).

    After a loss that could not be made good nothing is shown until the next whole picture: a frozen picture is better
    than a smeared one.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._packets: dict[int, RtpPacket] = {}
        self._next: int | None = None
        """Number of the packet that is needed now."""
        self._begun = False
        """Whether a picture was put together since the start."""
        self._first: list[RtpPacket] = []
        self._parts: list[bytes] = []
        self._timestamp = 0
        self._ready: deque[JitterFrame] = deque()
        self._waits_since: float | None = None
        self._wants_key = True
        self._asked_for_key = clock()

    def add(self, packet: RtpPacket) -> tuple[bool, JitterFrame | None]:
        """Take a packet.

        Returns:
            Whether a whole picture must be asked for, and the next picture if one is ready. After a gap was filled
            several are; they come with the next packets, one each.
        """
        now, number = self._clock(), packet.sequence_number
        if self._next is None or not -MOST_PACKETS < _distance(self._next, number) < MOST_PACKETS:
            self._begin_at(number)
        elif not self._begun:
            self._sort_first(packet)
        if self._ahead(number) < MOST_PACKETS:
            self._packets[number] = packet
            self._put_together()
        self._mind_the_gap(now)
        return self._must_ask(now), self._ready.popleft() if self._ready else None

    # --- order

    def _ahead(self, number: int) -> int:
        return (number - (self._next or 0)) & _ALL

    def _sort_first(self, packet: RtpPacket) -> None:
        """The very first packets may have changed places, and the first picture needs them all."""
        if self._next is not None and _distance(self._next - len(self._first), packet.sequence_number) < 0:
            self._packets.update({one.sequence_number: one for one in self._first})
            self._parts.clear()
            self._first.clear()
            self._next = packet.sequence_number

    def _begin_at(self, number: int) -> None:
        self._packets.clear()
        self._parts.clear()
        self._first.clear()
        self._next, self._waits_since = number, None
        if self._begun:
            self._want_key()

    def _put_together(self) -> None:
        while self._next is not None and (packet := self._packets.pop(self._next, None)) is not None:
            self._next = (self._next + 1) & _ALL
            self._waits_since = None
            if not self._begun:
                self._first.append(packet)
            content = _content(packet)
            if not self._parts and not content:
                continue  # padding between pictures, with which a browser measures the link
            if self._parts and packet.timestamp != self._timestamp:
                self._hand_out()  # its end was not marked
            self._timestamp = packet.timestamp
            self._parts.append(content)
            if packet.marker:
                self._hand_out()

    def _hand_out(self) -> None:
        data = b"".join(self._parts)
        self._parts.clear()
        self._begun = True
        self._first.clear()
        if self._wants_key and not is_whole(data):
            return
        self._wants_key = False
        self._ready.append(JitterFrame(data, self._timestamp))

    # --- losses

    def _mind_the_gap(self, now: float) -> None:
        if not self._packets:
            self._waits_since = None
        elif self._waits_since is None:
            self._waits_since = now
        elif now - self._waits_since > GIVE_UP_S:
            self._waits_since = None
            self._parts.clear()
            self._want_key()
            self._next = min(self._packets, key=self._ahead)
            self._put_together()

    def _want_key(self) -> None:
        if not self._wants_key:
            self._wants_key = True
            self._asked_for_key = float("-inf")

    def _must_ask(self, now: float) -> bool:
        if not self._wants_key or now - self._asked_for_key < ASK_KEY_AGAIN_S:
            return False
        self._asked_for_key = now
        return True


class Missing:
    """Which packets are asked for again (negative acknowledgement, RFC 4585 § 6.2.1), each several times.

    Attributes:
        missing: what is due now.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._newest: int | None = None
        self._open: dict[int, tuple[float, float]] = {}
        """Number → since when it is missed, when it was asked for last."""
        self.missing: list[int] = []

    def add(self, packet: RtpPacket) -> bool:
        """A packet came; says whether something is due."""
        now, number = self._clock(), packet.sequence_number
        if self._newest is None:
            self._newest = number
        gap = _distance(self._newest, number)
        self._open.pop(number, None)
        if not -MOST_PACKETS < gap < MOST_PACKETS:
            self._open.clear()  # the sender has begun anew
            self._newest = number
        elif gap > 0:
            self._open.update({(self._newest + step) & _ALL: (now, float("-inf")) for step in range(1, gap)})
            self._newest = number
        self._open = {one: times for one, times in self._open.items() if now - times[0] < FORGET_S}
        self.missing = [one for one, (_, asked) in self._open.items() if now - asked >= ASK_AGAIN_S]
        for one in self.missing:
            self._open[one] = (self._open[one][0], now)
        return bool(self.missing)


def is_whole(data: bytes) -> bool:
    """Whether this picture can be decoded without others: a key frame of VP8 (RFC 6386 § 9.1) or H.264 (SPS or IDR)."""
    if data[:3] in {b"\0\0\0", b"\0\0\1"}:
        units = data[:256].split(b"\0\0\1")[1:]
        return any(unit[0] & 0x1F in {5, 7} for unit in units if unit)
    return len(data) > 5 and not data[0] & 1 and data[3:6] == b"\x9d\x01\x2a"


def _distance(one: int, other: int) -> int:
    """How many packets `other` comes after `one`; negative: before."""
    return (other - one + 0x8000 & _ALL) - 0x8000


def _content(packet: RtpPacket) -> bytes:
    """What the receiver has unwrapped before it asks the buffer."""
    data: bytes = packet._data  # type: ignore[attr-defined]  # noqa: SLF001
    return data
