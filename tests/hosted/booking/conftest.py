"""Everything of the booking is tried on both databases."""

from __future__ import annotations

import pytest

from clerk_desktop.hosted.config import Settings


@pytest.fixture
def settings(settings: Settings, database_url: str) -> Settings:
    """The small town, once with each database."""
    return settings.model_copy(update={"database_url": database_url})
