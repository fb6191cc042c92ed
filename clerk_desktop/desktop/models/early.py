"""Signals that came before their call was started: a quick page makes its offer before its call is known here."""

from __future__ import annotations

import time
from collections import deque

from clerk_desktop.common.messages.live import Signal

EARLY_S = 15.0
"""A signal that came before its call was started counts for so many seconds."""
EARLY_MOST = 32


class EarlySignals:
    """The newest of them."""

    def __init__(self) -> None:
        self._kept: deque[tuple[float, Signal]] = deque(maxlen=EARLY_MOST)

    def keep(self, signal: Signal) -> None:
        """It may belong to the next call."""
        self._kept.append((time.monotonic(), signal))

    def take(self) -> list[Signal]:
        """Those that still count, oldest first; none is kept any longer."""
        kept, self._kept = self._kept, deque(maxlen=EARLY_MOST)
        now = time.monotonic()
        return [signal for at, signal in kept if now - at < EARLY_S]
