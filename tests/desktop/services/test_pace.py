from __future__ import annotations

import pytest

from clerk_desktop.desktop.services.call_stats import Statistics
from clerk_desktop.desktop.services.pace import Pace, limits


def learnt(*seconds: tuple[float | None, float]) -> int:
    pace = Pace()
    for loss, kbps in seconds:
        pace.learn(Statistics(loss=loss, kbps_in=kbps))
    return pace.kbps


def test_it_begins_as_the_file_says() -> None:
    start, least = limits()
    assert least < start
    assert Pace().kbps == start


@pytest.mark.parametrize(
    ("seconds", "kbps"),
    [
        (((0.0, 900.0),), 2500),  # little was sent; nothing is known
        (((0.2, 1000.0),), 800),  # flooded: less next time
        (((0.2, 1000.0), (0.2, 2000.0)), 800),
        (((0.2, 100.0),), 300),
        (((0.2, 1000.0), (0.0, 1500.0)), 1500),  # it bears more than it seemed
        (((0.2, 1000.0), (0.0, 9000.0)), 2500),
        (((0.05, 500.0),), 2500),  # some loss is the air, not a flood
        (((None, 0.0), (0.5, 0.0)), 2500),
    ],
)
def test_it_learns_what_the_line_bears(seconds: tuple[tuple[float | None, float], ...], kbps: int) -> None:
    assert limits() == (2500, 300)
    assert learnt(*seconds) == kbps
