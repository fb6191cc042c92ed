"""How often may somebody do something: counters in a sliding window.

In the memory of this process by default; `cluster/limits.py` counts for all processes together. A key says what is
counted and for whom ("reserve:address:192.0.2.7"). It is kept for the window and never written down or logged.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta
from typing import Protocol

from clerk_desktop.common.clock import Clock


class Limits(Protocol):
    """Thread-safe counters; quick enough to ask on every request."""

    def hit(self, key: str, limit: int, window: timedelta) -> bool:
        """Count one and tell whether it is within `limit` per `window`; what is refused does not count."""
        ...

    def reached(self, key: str, limit: int, window: timedelta) -> bool:
        """Whether the next `hit` would be refused; counts nothing."""
        ...

    def forget(self, key: str) -> None:
        """Begin again for this key."""
        ...

    def close(self) -> None:
        """Give back what is open."""
        ...


class LocalLimits:
    """Counts in the memory of this process.

    Args:
        clock: what the window is measured with.
        max_keys: so many keys are remembered; beyond that the one that was quiet for longest is forgotten.
    """

    def __init__(self, clock: Clock, max_keys: int = 100_000) -> None:
        self._clock = clock
        self._max_keys = max_keys
        self._hits: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def hit(self, key: str, limit: int, window: timedelta) -> bool:
        """See `Limits.hit`."""
        with self._lock:
            hits = self._recent(key, window)
            if len(hits) >= limit:
                return False
            hits.append(self._clock.now())
            self._hits[key] = hits
            self._hits.move_to_end(key)
            if len(self._hits) > self._max_keys:
                self._hits.popitem(last=False)
            return True

    def reached(self, key: str, limit: int, window: timedelta) -> bool:
        """See `Limits.reached`."""
        with self._lock:
            return len(self._recent(key, window)) >= limit

    def forget(self, key: str) -> None:
        """See `Limits.forget`."""
        with self._lock:
            self._hits.pop(key, None)

    def close(self) -> None:
        """See `Limits.close`; nothing is open."""

    def _recent(self, key: str, window: timedelta) -> deque[datetime]:
        hits = self._hits.get(key)
        if hits is None:
            return deque()
        begin = self._clock.now() - window
        while hits and hits[0] <= begin:
            hits.popleft()
        if not hits:
            del self._hits[key]
        return hits
