"""Everything of the booking is tried on both databases."""

from __future__ import annotations

import pytest

from clerk_desktop.hosted.config import Settings


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    """The small town, once with each database."""
    if request.param == "sqlite":
        return settings
    return settings.model_copy(update={"database_url": request.getfixturevalue("postgresql_url")})
