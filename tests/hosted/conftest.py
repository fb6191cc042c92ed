"""The service of `harness.py` as fixtures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import fastapi.dependencies.models
import pytest

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.hosted import migrations
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.database import Database
from tests.helpers.servers import Postgresql, Redis, postgresql_database
from tests.hosted.harness import GENEROUS, MONDAY_8, Catcher, MailServer, Server, write_town


@pytest.fixture(autouse=True)
def _forget_routes() -> Iterator[None]:
    """FastAPI's caches keep thousands of routes, and each of ours keeps its whole service: some 10 MB a test."""
    yield
    for thing in vars(fastapi.dependencies.models).values():
        if hasattr(thing, "cache_clear"):
            thing.cache_clear()


@pytest.fixture
def catcher() -> Catcher:
    """What arrives at the mail server."""
    return Catcher()


@pytest.fixture
def smtp(catcher: Catcher) -> Iterator[MailServer]:
    """A mail server on a free port."""
    running = MailServer(catcher)
    yield running
    running.stop()


@pytest.fixture
def clock() -> FixedClock:
    """Monday morning, standing still."""
    return FixedClock(MONDAY_8)


@pytest.fixture(scope="session")
def fresh_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with empty tables: making them takes as long as the rest of a service's start."""
    path = tmp_path_factory.mktemp("fresh") / "office.sqlite"
    database = Database(f"sqlite:///{path}")
    migrations.upgrade(database)
    database.close()
    return path


@pytest.fixture
def settings(tmp_path: Path, smtp: MailServer, fresh_database: Path) -> Settings:
    """A small town with short patience."""
    (tmp_path / "data").mkdir(mode=0o700)
    shutil.copy(fresh_database, tmp_path / "data")
    return Settings(
        data_dir=tmp_path / "data",
        public_url="https://termine.example.org",
        smtp_url=f"smtp://127.0.0.1:{smtp.port}",
        lead_minutes=0,
        early_minutes=180,
        away_seconds=0.05,
        **GENEROUS,
        **write_town(tmp_path),
    )


@pytest.fixture
def server(settings: Settings, clock: FixedClock, catcher: Catcher) -> Iterator[Server]:
    """The running service."""
    running = Server(settings, clock, catcher)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgresql]:
    """A private PostgreSQL for all tests of this run."""
    with Postgresql() as running:
        yield running


@pytest.fixture
def postgresql_url(postgresql: Postgresql) -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test alone."""
    with postgresql_database(postgresql) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """For whatever must hold on both: once nothing (SQLite in the service's folder), once an empty PostgreSQL."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def redis() -> Iterator[Redis]:
    """A private Redis of this test alone; the test may stop and start it."""
    with Redis() as running:
        yield running
