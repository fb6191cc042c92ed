"""The channel on which all processes of the service hear each other."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

BEAT_SECONDS = 1.0
"""How often every process says that it is there."""
SILENCE_SECONDS = 6.0
"""Who was not heard for so long is gone: another process, or the connection when one's own beat does not come back."""
RETRY_SECONDS = 1.0
BACKLOG = 10_000
"""Messages that may wait for a slow Redis; more than that and the connection counts as lost."""
_log = logging.getLogger(__name__)
Message = dict[str, Any]


class Wire:
    """Sends to and hears from the other processes; lives in the event loop.

    Messages of one process arrive everywhere in the order in which they were sent. What is sent while there is no
    connection is dropped: listeners make good for it when `on_connection` says that it is back.

    Args:
        url: `redis://…`, `rediss://…` or `unix://…`, with user and password where needed; never logged.
        channel: processes with the same name belong together.
    """

    def __init__(self, url: str, channel: str) -> None:
        self.me = secrets.token_hex(6)
        """Name of this process among the others."""
        self.connected = False
        self.on_message: list[Callable[[str, Message], None]] = []
        """Called with the sender's name and every message of another process."""
        self.on_connection: list[Callable[[bool], None]] = []
        self.beat: Callable[[], Message] = dict
        """Makes what is added to the regular sign of life."""
        self._url = url
        self._channel = f"{channel}:wire"
        self._out: asyncio.Queue[Message] = asyncio.Queue(BACKLOG)
        self._heard_myself = 0.0

    def send(self, message: Message) -> None:
        """Tell all other processes soon."""
        if not self.connected:
            return
        try:
            self._out.put_nowait(message)
        except asyncio.QueueFull:
            _log.warning("cluster: too much waits to be sent")
            self._change(connected=False)

    async def run(self) -> None:
        """Keep the connection, for ever; ends by being cancelled."""
        said = False
        try:
            while True:
                try:
                    await self._session()
                except (RedisError, OSError, TimeoutError) as trouble:
                    if self.connected or not said:
                        _log.warning("cluster: no connection to Redis (%s); going on alone", type(trouble).__name__)
                        said = True
                self._change(connected=False)
                await asyncio.sleep(RETRY_SECONDS)
        finally:
            self._change(connected=False)

    async def _session(self) -> None:
        client: Redis = Redis.from_url(
            self._url,
            socket_timeout=SILENCE_SECONDS,
            socket_connect_timeout=SILENCE_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        try:
            async with client, client.pubsub(ignore_subscribe_messages=True) as heard:
                await heard.subscribe(self._channel)
                while not self._out.empty():
                    self._out.get_nowait()
                self._heard_myself = time.monotonic()
                self._change(connected=True)
                tasks = [asyncio.create_task(work) for work in (self._write(client), self._read(heard), self._beat())]
                try:
                    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                    for task in done:
                        task.result()
                finally:
                    for task in tasks:
                        task.cancel()
                    await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            await client.aclose()

    async def _write(self, client: Redis) -> None:
        while True:
            batch = [await self._out.get()]
            while not self._out.empty():
                batch.append(self._out.get_nowait())
            text = json.dumps({"from": self.me, "said": batch}, separators=(",", ":"))
            await client.publish(self._channel, text)

    async def _read(self, heard: PubSub) -> None:
        while self.connected:
            frame = await heard.get_message(timeout=BEAT_SECONDS)
            if time.monotonic() - self._heard_myself > SILENCE_SECONDS:
                raise TimeoutError
            if frame is not None:
                self._hear(frame["data"])

    async def _beat(self) -> None:
        while True:
            self.send({"kind": "beat", **self.beat()})
            await asyncio.sleep(BEAT_SECONDS)

    def _hear(self, data: bytes) -> None:
        try:
            envelope = json.loads(data)
            sender, said = str(envelope["from"]), list(envelope["said"])
        except (ValueError, KeyError, TypeError):
            _log.warning("cluster: something else speaks on this channel")
            return
        if sender == self.me:
            self._heard_myself = time.monotonic()
            return
        for message in said:
            for listener in self.on_message:
                listener(sender, message)

    def _change(self, *, connected: bool) -> None:
        if connected is self.connected:
            return
        self.connected = connected
        if connected:
            _log.info("cluster: connected")
        for listener in self.on_connection:
            listener(connected)
