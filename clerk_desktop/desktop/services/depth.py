"""How much sound waits in the speaker: as little as this computer allows today. Pure; the sizes are passed in."""

from __future__ import annotations

from clerk_desktop.desktop.services.ring import BYTES_PER_MS

LEAST_MS, MOST_MS = 40, 100
"""40 ms are enough on a computer with time to spare; one that is busy needs more, or the voice tears."""
SCARCE_MS, MORE_MS = 15, 30
"""Less than this left when it is fed was close; then so much more shall wait from now on."""
PLENTY_MS, LESS_MS = 32, 5
"""Never less than this left in a while: half of what is over is not needed, and at least so much."""
WHILE_FEEDS = 300
"""Three seconds."""
WARY_MS, WARY_FEEDS = 10, 6_000
"""So much more than what was too little is kept for a minute: a computer that was busy once will be again."""


class Depth:
    """Decides at each feeding what the speaker gets.

    Attributes:
        ms: how much shall wait in it after each feeding.
    """

    def __init__(self) -> None:
        self.ms = LEAST_MS
        self._fed = False
        self._feeds = self._calm = 0
        self._least = MOST_MS
        self._floor = LEAST_MS

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
        self._calm += 1
        self._least = min(self._least, left)
        if left < SCARCE_MS:
            self._floor = min(MOST_MS, self.ms + WARY_MS)
            self.ms = min(MOST_MS, self.ms + MORE_MS)
            self._feeds, self._calm, self._least = 0, 0, MOST_MS
        elif self._feeds >= WHILE_FEEDS:
            floor = self._floor if self._calm < WARY_FEEDS else LEAST_MS
            if self._least >= PLENTY_MS:
                self.ms = min(self.ms, max(floor, self.ms - max(LESS_MS, (self._least - PLENTY_MS) // 2)))
            self._feeds, self._least = 0, MOST_MS
