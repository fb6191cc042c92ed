"""A whole desk on fakes for the tests of models and views."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.helpers.desk_fakes import Rehearsal


@pytest.fixture
async def rehearsal(tmp_path: Path) -> AsyncIterator[Rehearsal]:
    made = Rehearsal(tmp_path)
    yield made
    await made.close()
