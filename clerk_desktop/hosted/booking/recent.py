"""Answers that many people ask for in the same second: made once, given to all of them.

When booking opens, hundreds look at the same calendar. What they see may be a second old; whether a place is really
free is decided when it is taken, and who comes too late gets alternatives.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from clerk_desktop.common.clock import Clock
from clerk_desktop.hosted.database import Database

T = TypeVar("T")
SECONDS = 1.0
MOST = 256


@dataclass(frozen=True)
class _Made(Generic[T]):
    answer: T
    changes: int
    at: float
    moment: datetime


class Recent(Generic[T]):
    """Answers of the last second, until this process writes something: who books sees their own booking."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._made: dict[Hashable, _Made[T]] = {}
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer to `key`; who asks while it is being made waits for it. What `make` raises is not kept."""
        with self._lock:
            if len(self._making) > MOST:
                self._made.clear()
                self._making.clear()
            making = self._making.setdefault(key, threading.Lock())
        with making:
            made = self._made.get(key)
            if made is None or not self._holds(made):
                changes, at, moment = self._database.changes, time.monotonic(), self._clock.now()
                made = self._made[key] = _Made(make(), changes, at, moment)
            return made.answer

    def _holds(self, made: _Made[T]) -> bool:
        same_moment = timedelta() <= self._clock.now() - made.moment < timedelta(seconds=SECONDS)
        return same_moment and made.changes == self._database.changes and time.monotonic() - made.at < SECONDS
