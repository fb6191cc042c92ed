"""One live connection: reads checked messages, writes without waiting for a slow reader."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TypeVar

from fastapi import WebSocket, WebSocketDisconnect
from pydantic import BaseModel, TypeAdapter, ValidationError

from clerk_desktop.common.clock import Clock
from clerk_desktop.common.errors import BadInput, OfficeError, TooManyRequests
from clerk_desktop.common.messages.live import LiveError

MAX_CHARS = 96 * 1024
"""Longer than any session description; uvicorn is told the same limit in bytes."""
BURST, PER_SECOND = 200.0, 20.0
BACKLOG = 256
HELLO_SECONDS = 15
CLOSE_REFUSED = 4000
"""Close code after a final error; the reason was in the error message."""
M = TypeVar("M")


@dataclass(frozen=True)
class _Newest:
    """Stands in the queue for whatever is the newest message of its kind when its turn comes."""

    kind: str


class Link:
    """A web socket with a queue in front of it."""

    def __init__(self, socket: WebSocket, clock: Clock) -> None:
        self._socket = socket
        self._clock = clock
        self._out: asyncio.Queue[str | _Newest | None] = asyncio.Queue(BACKLOG)
        self._newest: dict[str, str] = {}
        self._credit = BURST
        self._counted = clock.now()
        self.gone = asyncio.Event()
        """Set when nothing more will be written."""

    def send(self, message: BaseModel | str) -> None:
        """Write soon. Who does not read for so long that the queue is full is cut off and may come again.

        Args:
            message: a message of the contract, or its JSON when many get the same.
        """
        self._put(message if isinstance(message, str) else message.model_dump_json())

    def send_newest(self, kind: str, message: str) -> None:
        """Write soon; an older message of the same kind that is not written yet is left out."""
        waits = kind in self._newest
        self._newest[kind] = message
        if not waits:
            self._put(_Newest(kind))

    def refuse(self, error: OfficeError, final: bool = False, note: str | None = None) -> None:
        """Say what is wrong (with which note); after a final refusal the connection is closed."""
        self.send(LiveError(code=error.code, final=final, note=note).model_dump_json(exclude_none=True))
        if final:
            self.close()

    def close(self) -> None:
        """Write what is queued, then hang up."""
        with contextlib.suppress(asyncio.QueueFull):
            self._out.put_nowait(None)

    async def receive(self, adapter: TypeAdapter[M]) -> M:
        """The next message.

        Raises:
            WebSocketDisconnect: the other side is gone.
            BadInput: not a message of the contract.
            TooManyRequests: faster than any honest page.
        """
        frame = await self._socket.receive()
        if frame["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(frame.get("code", 1006))
        self._count()
        text = frame.get("text")
        if not text or len(text) > MAX_CHARS:
            raise BadInput
        try:
            return adapter.validate_json(text)
        except ValidationError:
            raise BadInput from None

    async def write(self) -> None:
        """Write the queue until the connection ends."""
        try:
            while (message := await self._out.get()) is not None:
                await self._socket.send_text(message if isinstance(message, str) else self._newest.pop(message.kind))
            await self._socket.close(CLOSE_REFUSED)
        except (WebSocketDisconnect, RuntimeError):
            pass  # the other side went first
        finally:
            self.gone.set()

    def _put(self, message: str | _Newest) -> None:
        try:
            self._out.put_nowait(message)
        except asyncio.QueueFull:
            self.gone.set()

    def _count(self) -> None:
        now = self._clock.now()
        self._credit = min(BURST, self._credit + (now - self._counted).total_seconds() * PER_SECOND) - 1
        self._counted = now
        if self._credit < 0:
            raise TooManyRequests
