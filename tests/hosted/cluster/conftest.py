"""Two processes of one service: two servers on one database and one Redis, each with its own event loop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.hosted.config import Settings
from tests.helpers.servers import Redis
from tests.hosted.harness import Catcher, Server, until


@pytest.fixture
def shared(settings: Settings, database_url: str, redis: Redis) -> Settings:
    """The settings of all processes of one service."""
    return settings.model_copy(update={"redis_url": redis.url, "database_url": database_url})


@pytest.fixture
def pair(shared: Settings, clock: FixedClock, catcher: Catcher) -> Iterator[tuple[Server, Server]]:
    """Two processes that hear each other."""
    with ExitStack() as open_:
        servers = []
        for _ in range(2):
            server = Server(shared, clock, catcher)
            open_.callback(server.stop)
            servers.append(server)
        for server in servers:
            until(lambda server=server: health(server) == "connected")  # type: ignore[misc]
        yield servers[0], servers[1]


def health(server: Server) -> str:
    """How this process says it stands to the others."""
    return str(server.get("/health").json()["processes"])
