"""A bounded ring of sound between two threads: what comes too fast pushes the oldest out, never the delay up."""

from __future__ import annotations

import threading

RATE = 48_000
"""Samples a second of all sound inside the desk: mono, 16 bit, native byte order."""
BYTES_PER_MS = RATE * 2 // 1000


class SoundRing:
    """Holds PCM bytes; one thread puts, another takes.

    Args:
        most_ms: longest delay that may gather, in milliseconds of sound.
        first_ms: sound is handed out only once so much has gathered (again after it ran dry), so that the
            jitter of the sender does not make a gap at every packet.

    Attributes:
        dropped: bytes pushed out because nobody took them in time.
    """

    def __init__(self, most_ms: int, first_ms: int = 0) -> None:
        self._most = most_ms * BYTES_PER_MS
        self._first = first_ms * BYTES_PER_MS
        self._bytes = bytearray()
        self._flowing = first_ms == 0
        self._lock = threading.Lock()
        self._shut = False
        self.dropped = 0

    def __len__(self) -> int:
        with self._lock:
            return len(self._bytes)

    def put(self, pcm: bytes) -> None:
        """Append sound; the oldest goes when the ring is full, everything while it is shut."""
        with self._lock:
            if self._shut:
                return
            self._bytes += pcm
            surplus = len(self._bytes) - self._most
            if surplus > 0:
                surplus += surplus % 2  # whole samples only
                del self._bytes[:surplus]
                self.dropped += surplus
            if len(self._bytes) >= self._first:
                self._flowing = True

    def take(self, size: int) -> bytes:
        """At most `size` bytes, whole samples; empty while the ring fills up."""
        with self._lock:
            if not self._flowing:
                return b""
            piece = bytes(self._bytes[: size - size % 2])
            del self._bytes[: len(piece)]
            if not self._bytes:
                self._flowing = self._first == 0
            return piece

    def clear(self) -> None:
        """Forget what is in it, e.g. when another person speaks now."""
        with self._lock:
            self._forget()

    def shut(self, closed: bool) -> None:
        """A shut ring takes nothing and gives nothing, from this moment on, whoever else still puts: muted is muted."""
        with self._lock:
            self._shut = closed
            if closed:
                self._forget()

    def _forget(self) -> None:
        self._bytes.clear()
        self._flowing = self._first == 0
