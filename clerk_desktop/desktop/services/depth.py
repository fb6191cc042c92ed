"""How much sound waits in the speaker: as little as this computer allows today. Pure; the sizes are passed in."""

from __future__ import annotations

from clerk_desktop.desktop.services.ring import BYTES_PER_MS

LEAST_MS, MOST_MS = 40, 100
"""40 ms are enough on a computer with time to spare; one that is busy needs more, or the voice tears."""
SCARCE_MS, MORE_MS = 15, 30
"""Less than this left when it is fed was close; then so much more shall wait from now on."""
PLENTY_MS, LESS_MS = 32, 5
"""Never less than this left in a while: so much less will do."""
WHILE_FEEDS = 500
"""Five seconds."""


class Depth:
    """Decides at each feeding what the speaker gets.

    Attributes:
        ms: how much shall wait in it after each feeding.
    """

    def __init__(self) -> None:
        self.ms = LEAST_MS
        self._fed = False
        self._feeds = 0
        self._least = MOST_MS

    def wanted(self, waiting: int) -> tuple[int, int]:
        """What to write now.

        Args:
            waiting: bytes that the speaker still has.

        Returns:
            Bytes of silence, then bytes of sound. A sound server begins only with a full buffer: silence fills what is
            more than shall wait.
        """
        left = waiting // BYTES_PER_MS
        if not self._fed:
            self._fed = True
            return (MOST_MS - self.ms) * BYTES_PER_MS, self.ms * BYTES_PER_MS
        self._learn(left)
        sound = max(0, self.ms * BYTES_PER_MS - waiting)
        return 0, sound - sound % 2

    def _learn(self, left: int) -> None:
        self._feeds += 1
        self._least = min(self._least, left)
        if left < SCARCE_MS:
            self.ms = min(MOST_MS, self.ms + MORE_MS)
            self._feeds, self._least = 0, MOST_MS
        elif self._feeds >= WHILE_FEEDS:
            if self._least >= PLENTY_MS:
                self.ms = max(LEAST_MS, self.ms - LESS_MS)
            self._feeds, self._least = 0, MOST_MS
