"""The only source of "now".

Everything is stored and compared in UTC; people read Europe/Berlin. A function that needs the
time takes a `Clock`, so that tests set the hour instead of waiting for it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


class Clock(Protocol):
    """Anything that can say what time it is."""

    def now(self) -> datetime:
        """The present moment as an aware datetime in UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is told to move; for tests and rehearsals."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """The moment that was set, in UTC."""
        return self._moment

    def advance(self, by: timedelta) -> None:
        """Move the hands by `by` (negative values go back)."""
        self._moment += by


def berlin(moment: datetime) -> datetime:
    """The same moment on a clock in Germany, for people to read."""
    return moment.astimezone(BERLIN)
