"""A line that counts packets and takes its time with them: a forwarder of UDP, as the kernel here has no netem."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from typing import Any, Self

Address = tuple[str, int]


class SlowLine:
    """Carries packets to `target` and back, each `delay_s` late, while its context is open.

    Args:
        target: host and port behind the line.
        delay_s: one way.

    Attributes:
        port: where it listens on the loopback.
        carried: packets so far, both ways.
    """

    def __init__(self, target: Address, delay_s: float) -> None:
        self._target, self._delay = target, delay_s
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slow line")
        self._front: asyncio.DatagramTransport
        self._backs: dict[Address, asyncio.Future[asyncio.DatagramTransport]] = {}
        self.port = 0
        self.carried = 0

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _open(self) -> None:
        end = _End(self._there)
        self._front, _ = await self._loop.create_datagram_endpoint(lambda: end, local_addr=("127.0.0.1", 0))
        self.port = self._front.get_extra_info("sockname")[1]

    async def _close(self) -> None:
        self._front.abort()
        for back in self._backs.values():
            (await back).abort()

    def _there(self, data: bytes, client: Address) -> None:
        if client not in self._backs:
            self._backs[client] = self._loop.create_task(self._way_back(client))  # type: ignore[assignment]
        self._loop.call_later(self._delay, partial(self._carry, self._backs[client], data))

    async def _way_back(self, client: Address) -> asyncio.DatagramTransport:
        end = _End(lambda data, _: self._loop.call_later(self._delay, partial(self._back, client, data)))
        back, _ = await self._loop.create_datagram_endpoint(lambda: end, remote_addr=self._target)
        return back

    def _carry(self, back: asyncio.Future[asyncio.DatagramTransport], data: bytes) -> None:
        if back.done() and not back.result().is_closing():
            self.carried += 1
            back.result().sendto(data)

    def _back(self, client: Address, data: bytes) -> None:
        if not self._front.is_closing():
            self.carried += 1
            self._front.sendto(data, client)


class _End(asyncio.DatagramProtocol):
    def __init__(self, take: Any) -> None:  # noqa: ANN401
        self._take = take

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self._take(data, addr)
