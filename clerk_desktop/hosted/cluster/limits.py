"""Rate limits that count for all processes together."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from clerk_desktop.common.clock import Clock
from clerk_desktop.hosted.access import new_id
from clerk_desktop.hosted.limits import LocalLimits

TIMEOUT_SECONDS = 0.5
"""A request waits no longer than this for Redis."""
ALONE_SECONDS = 5.0
"""After a failure so long nobody asks Redis, so that its absence does not slow down every request."""
HIT = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1] - ARGV[2])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
if ARGV[4] ~= '' then
  redis.call('ZADD', KEYS[1], ARGV[1], ARGV[4])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 1
"""
"""Forget what is older than the window, then count if there is room; one step for Redis."""
T = TypeVar("T")
_log = logging.getLogger(__name__)


class SharedLimits:
    """Counts in Redis; while it is away, each process counts for itself.

    Keys lie there as hashes and only for the window, because they name addresses and persons.
    """

    def __init__(self, url: str, channel: str, clock: Clock) -> None:
        self._prefix = f"{channel}:limit:"
        self._clock = clock
        self._local = LocalLimits(clock)
        self._redis: Redis = Redis.from_url(
            url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._script = self._redis.register_script(HIT)
        self._lock = threading.Lock()
        self._alone_until = 0.0

    def hit(self, key: str, limit: int, window: timedelta) -> bool:
        """See `Limits.hit`."""
        return self._ask(lambda: self._run(key, limit, window, new_id()), lambda: self._local.hit(key, limit, window))

    def reached(self, key: str, limit: int, window: timedelta) -> bool:
        """See `Limits.reached`."""
        return self._ask(lambda: not self._run(key, limit, window, ""), lambda: self._local.reached(key, limit, window))

    def forget(self, key: str) -> None:
        """See `Limits.forget`."""
        self._local.forget(key)
        self._ask(lambda: self._redis.delete(self._name(key)), lambda: None)

    def close(self) -> None:
        """Hang up."""
        self._redis.close()

    def _run(self, key: str, limit: int, window: timedelta, member: str) -> bool:
        now = int(self._clock.now().timestamp() * 1000)
        milliseconds = max(int(window / timedelta(milliseconds=1)), 1)
        return bool(self._script(keys=[self._name(key)], args=[now, milliseconds, limit, member]))

    def _name(self, key: str) -> str:
        return self._prefix + hashlib.sha256(key.encode()).hexdigest()

    def _ask(self, shared: Callable[[], T], local: Callable[[], T]) -> T:
        if time.monotonic() < self._alone_until:
            return local()
        try:
            return shared()
        except (RedisError, OSError) as trouble:
            with self._lock:
                said, self._alone_until = self._alone_until, time.monotonic() + ALONE_SECONDS
            if time.monotonic() - said > 2 * ALONE_SECONDS:
                _log.warning("limits: no answer from Redis (%s); counting alone", type(trouble).__name__)
            return local()
