from __future__ import annotations

from clerk_desktop.desktop.services.ring import BYTES_PER_MS, SoundRing


def test_sound_comes_out_as_it_went_in() -> None:
    ring = SoundRing(most_ms=100)
    ring.put(b"abcd")
    ring.put(b"ef")
    assert ring.take(4) == b"abcd"
    assert ring.take(4) == b"ef"
    assert ring.take(4) == b""


def test_the_oldest_goes_when_nobody_listens() -> None:
    ring = SoundRing(most_ms=1)
    ring.put(b"\1" * BYTES_PER_MS)
    ring.put(b"\2" * 4)
    assert len(ring) == BYTES_PER_MS
    assert ring.dropped == 4
    assert ring.take(BYTES_PER_MS).endswith(b"\1\2\2\2\2")


def test_it_fills_up_before_it_flows_and_again_after_running_dry() -> None:
    ring = SoundRing(most_ms=100, first_ms=2)
    ring.put(bytes(BYTES_PER_MS))
    assert ring.take(2) == b""
    ring.put(bytes(BYTES_PER_MS))
    assert len(ring.take(2 * BYTES_PER_MS)) == 2 * BYTES_PER_MS
    ring.put(bytes(BYTES_PER_MS))
    assert ring.take(2) == b""


def test_only_whole_samples_leave() -> None:
    ring = SoundRing(most_ms=100)
    ring.put(b"abcdef")
    assert ring.take(3) == b"ab"


def test_clear_forgets() -> None:
    ring = SoundRing(most_ms=100)
    ring.put(b"ab")
    ring.clear()
    assert ring.take(2) == b""


def test_a_shut_ring_is_silent_at_once_and_stays_so() -> None:
    ring = SoundRing(most_ms=100)
    ring.put(b"\1\2\3\4")
    ring.shut(True)
    assert ring.take(100) == b""
    ring.put(b"\1\2\3\4")
    assert ring.take(100) == b""
    ring.shut(False)
    assert ring.take(100) == b""
    ring.put(b"\5\6")
    assert ring.take(100) == b"\5\6"
