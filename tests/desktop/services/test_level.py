from __future__ import annotations

from array import array

import pytest

from clerk_desktop.desktop.services.level import loudness


def sound(peak: int) -> bytes:
    return array("h", [0, peak, -peak if peak < 32768 else 0]).tobytes()


def test_full_and_silent() -> None:
    assert loudness(sound(32767)) == pytest.approx(1.0, abs=0.001)
    assert loudness(b"") == loudness(sound(0)) == loudness(sound(50)) == 0.0


def test_half_of_the_scale_is_25_decibel_down() -> None:
    assert loudness(sound(round(32768 * 10 ** (-25 / 20)))) == pytest.approx(0.5, abs=0.01)


def test_the_deepest_trough_counts_like_a_peak() -> None:
    assert loudness(array("h", [-32768]).tobytes() + b"x") == 1.0
