from __future__ import annotations

from clerk_desktop.desktop.services.depth import (
    LEAST_MS,
    LESS_MS,
    MORE_MS,
    MOST_MS,
    WARY_FEEDS,
    WARY_MS,
    WHILE_FEEDS,
    Depth,
)
from clerk_desktop.desktop.services.ring import BYTES_PER_MS


def feed(depth: Depth, waiting_ms: int) -> int:
    """What it wants written when so much is left, in milliseconds."""
    return sum(depth.wanted(waiting_ms * BYTES_PER_MS)) // BYTES_PER_MS


def test_it_begins_with_a_full_buffer_most_of_it_silence() -> None:
    silence, sound = Depth().wanted(0)
    assert silence + sound == MOST_MS * BYTES_PER_MS
    assert sound == LEAST_MS * BYTES_PER_MS


def test_fed_in_time_little_waits() -> None:
    depth = Depth()
    feed(depth, 0)
    assert feed(depth, 90) == 0
    for _ in range(3 * WHILE_FEEDS):
        assert feed(depth, LEAST_MS - 10) == 10
    assert depth.ms == LEAST_MS


def test_what_was_close_makes_it_deeper_up_to_the_limit() -> None:
    depth = Depth()
    feed(depth, 0)
    feed(depth, 2)
    assert depth.ms == LEAST_MS + MORE_MS
    for _ in range(10):
        feed(depth, 0)
    assert depth.ms == MOST_MS


def test_after_running_dry_it_is_filled_with_sound_at_once() -> None:
    depth = Depth()
    feed(depth, 0)
    assert depth.wanted(0) == (0, (LEAST_MS + MORE_MS) * BYTES_PER_MS)


def test_where_there_is_plenty_it_becomes_shallower_again() -> None:
    depth = Depth()
    feed(depth, 0)
    feed(depth, 0)
    for _ in range(WHILE_FEEDS):
        feed(depth, depth.ms - 10)
    assert LEAST_MS < depth.ms <= LEAST_MS + MORE_MS - LESS_MS
    for _ in range(20 * WHILE_FEEDS):
        feed(depth, depth.ms - 10)
    assert LEAST_MS <= depth.ms < LEAST_MS + 10


def test_what_was_too_little_is_not_tried_again_for_a_minute() -> None:
    depth = Depth()
    feed(depth, 0)
    feed(depth, 0)
    for _ in range(5 * WHILE_FEEDS):
        feed(depth, depth.ms - 5)
    assert depth.ms == LEAST_MS + WARY_MS
    for _ in range(WARY_FEEDS):
        feed(depth, depth.ms - 5)
    assert depth.ms < LEAST_MS + WARY_MS


def test_only_whole_samples_are_asked_for() -> None:
    depth = Depth()
    depth.wanted(0)
    for waiting in range(1900, 1950):
        assert depth.wanted(waiting)[1] % 2 == 0
