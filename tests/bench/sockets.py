"""A web socket client that costs little: two thousand pages in one process must not be what is measured.

It knows the frames that our service sends: whole, unmasked texts, pings and the end.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import struct
from collections.abc import Callable

Heard = Callable[[bytes, float], None]


class Page(asyncio.Protocol):
    """One live connection.

    Args:
        heard: gets each text and the moment of the loop's clock at which its bytes came in.
    """

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.ended = False
        self._loop = asyncio.get_running_loop()
        self._open: asyncio.Future[None] = self._loop.create_future()
        self._buffer = bytearray()

    @classmethod
    async def connect(cls, port: int, kind: str, token: str, heard: Heard) -> Page:
        """Shake hands and say hello.

        Raises:
            ConnectionError: the service does not want it.
        """
        loop = asyncio.get_running_loop()
        _, page = await loop.create_connection(lambda: cls(heard), "127.0.0.1", port)
        key = base64.b64encode(os.urandom(16)).decode()
        page._transport.write(
            f"GET /api/v1/live/{kind} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        async with asyncio.timeout(60):
            await page._open
        page.say(type="hello", version=1, token=token)
        return page

    def say(self, **message: object) -> None:
        """Send one message."""
        self._send(0x1, json.dumps(message).encode())

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the loop."""
        self.ended = True
        if not self._open.done():
            self._open.set_exception(ConnectionError(str(exc)))

    def data_received(self, data: bytes) -> None:
        """Called by the loop."""
        now = self._loop.time()
        self._buffer += data
        if not self._open.done():
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            if not self._buffer.startswith(b"HTTP/1.1 101"):
                self._open.set_exception(ConnectionError(bytes(self._buffer[:60]).decode()))
                return
            del self._buffer[: end + 4]
            self._open.set_result(None)
        while (frame := self._next_frame()) is not None:
            kind, content = frame
            if kind == 0x1:
                self.heard(content, now)
            elif kind == 0x9:
                self._send(0xA, content)

    def _next_frame(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        size, begin = buffer[1] & 0x7F, 2
        if size == 126:
            if len(buffer) < 4:
                return None
            size, begin = struct.unpack_from("!H", buffer, 2)[0], 4
        elif size == 127:
            if len(buffer) < 10:
                return None
            size, begin = struct.unpack_from("!Q", buffer, 2)[0], 10
        if len(buffer) < begin + size:
            return None
        kind, content = buffer[0] & 0x0F, bytes(buffer[begin : begin + size])
        del buffer[: begin + size]
        return kind, content

    def _send(self, kind: int, content: bytes) -> None:
        head = struct.pack("!BB", 0x80 | kind, 0x80 | len(content)) if len(content) < 126 else b""
        head = head or struct.pack("!BBH", 0x80 | kind, 0x80 | 126, len(content))
        # A mask of zeros is a mask: it is there against proxies, and there is none here.
        self._transport.write(head + bytes(4) + content)
