"""Stills that were asked for and have not come yet."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable

from clerk_desktop.common.errors import CallLost, CardUnreadable


class Stills:
    """Matches what comes to who asked; what nobody asked for, or what comes too late, is forgotten at once."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[bytes]] = {}
        self._unasked: set[str] = set()

    async def ask(self, request: Callable[[str], bool], timeout_s: float) -> bytes:
        """Ask by `request` (it gets the id) and wait for the picture.

        Args:
            request: says False when it cannot ask yet; then `ask_again` does it.
            timeout_s: seconds for all of it.

        Raises:
            CardUnreadable: none could be taken (`detail` is the page's code) or none came in time (`timeout`).
            CallLost: the connection went meanwhile.
        """
        still_id = secrets.token_urlsafe(12)
        waiting: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting[still_id] = waiting
        try:
            if not request(still_id):
                self._unasked.add(still_id)
            async with asyncio.timeout(timeout_s):
                return await waiting
        except TimeoutError:
            raise CardUnreadable("timeout") from None
        finally:
            del self._waiting[still_id]
            self._unasked.discard(still_id)

    def ask_again(self, request: Callable[[str], bool]) -> None:
        """Ask now for what could not be asked for yet."""
        self._unasked = {still_id for still_id in self._unasked if not request(still_id)}

    def arrived(self, still_id: str, picture: bytes) -> None:
        """A still came."""
        waiting = self._waiting.get(still_id)
        if waiting is not None and not waiting.done():
            waiting.set_result(picture)

    def failed(self, still_id: str, code: str) -> None:
        """The page could not take it."""
        waiting = self._waiting.get(still_id)
        if waiting is not None and not waiting.done():
            waiting.set_exception(CardUnreadable(code))

    def lost(self) -> None:
        """The connection is gone: nothing that was asked for can come."""
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(CallLost("while waiting for a still"))
