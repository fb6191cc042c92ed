"""The benchmarks, played small: they must run, and what they count must be right on any day."""

from __future__ import annotations

from pathlib import Path

from tests.bench import crash, queue


def test_a_room_hears_of_every_change(tmp_path: Path) -> None:
    figures = queue.full_room(tmp_path, waiting=12, changes=2)
    assert figures["waiting"] == 12
    assert min(figures["change_to_all_p95_ms"], figures["change_to_desk_p95_ms"], figures["rss_mb"]) > 0


def test_nobody_is_called_twice(tmp_path: Path) -> None:
    assert queue.many_clerks(tmp_path, "sqlite", rounds=3) == 0


def test_a_pulled_plug_loses_no_booking(tmp_path: Path) -> None:
    figures = crash.measure("sqlite", kills=2, place=tmp_path, seed=1)
    assert figures["acknowledged"] >= 2
    assert (figures["lost"], figures["doubled"], figures["wrong_counters"]) == (0, 0, 0)
