"""One live connection: reads checked messages, writes without waiting for a slow reader."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TypeVar

from fastapi import WebSocket, WebSocketDisconnect
from pydantic import BaseModel, TypeAdapter, ValidationError

from clerk_desktop.common.clock import Clock
from clerk_desktop.common.errors import BadInput, OfficeError, TooManyRequests
from clerk_desktop.common.messages import LiveError

MAX_CHARS = 96 * 1024
"""Longer than any session description; uvicorn is told the same limit in bytes."""
BURST, PER_SECOND = 200.0, 20.0
BACKLOG = 256
HELLO_SECONDS = 15
CLOSE_REFUSED = 4000
"""Close code after a final error; the reason was in the error message."""
M = TypeVar("M")


class Link:
    """A web socket with a queue in front of it."""

    def __init__(self, socket: WebSocket, clock: Clock) -> None:
        self._socket = socket
        self._clock = clock
        self._out: asyncio.Queue[BaseModel | None] = asyncio.Queue(BACKLOG)
        self._credit = BURST
        self._counted = clock.now()
        self.gone = asyncio.Event()
        """Set when nothing more will be written."""

    def send(self, message: BaseModel) -> None:
        """Write soon. Who does not read for so long that the queue is full is cut off and may come again."""
        try:
            self._out.put_nowait(message)
        except asyncio.QueueFull:
            self.gone.set()

    def refuse(self, error: OfficeError, final: bool = False) -> None:
        """Say what is wrong; after a final refusal the connection is closed."""
        self.send(LiveError(code=error.code, final=final))
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
                await self._socket.send_text(message.model_dump_json())
            await self._socket.close(CLOSE_REFUSED)
        except (WebSocketDisconnect, RuntimeError):
            pass  # the other side went first
        finally:
            self.gone.set()

    def _count(self) -> None:
        now = self._clock.now()
        self._credit = min(BURST, self._credit + (now - self._counted).total_seconds() * PER_SECOND) - 1
        self._counted = now
        if self._credit < 0:
            raise TooManyRequests
