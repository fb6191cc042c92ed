"""The estimate of the waiting time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clerk_desktop.hosted.waiting import expected_minutes

M = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("ahead", "running", "clerks", "minutes"),
    [
        ([], [], 1, 0),
        ([], [], 0, 0),
        ([20 * M], [], 1, 20),
        ([20 * M], [], 0, 20),
        ([20 * M, 15 * M], [], 2, 18),
        ([], [7 * M], 2, 0),
        ([], [7 * M], 1, 7),
        ([20 * M], [7 * M, 5 * M], 2, 16),
    ],
)
def test_work_ahead_divided_by_desks(
    ahead: list[timedelta], running: list[timedelta], clerks: int, minutes: int
) -> None:
    assert expected_minutes(ahead, running, clerks) == minutes
