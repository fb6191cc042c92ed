from __future__ import annotations

from clerk_desktop.desktop.widgets.words import breakable


def test_a_long_word_may_be_broken_and_nothing_else_changes() -> None:
    assert breakable("Guten Tag, Frau Hohenlohe-Langenburg") == "Guten Tag, Frau Hohenlohe-Langenburg"
    long = breakable("x" * 50 + " kurz")
    assert long.replace("\u200b", "") == "x" * 50 + " kurz"
    assert max(len(part) for part in long.replace("\u200b", " ").split()) == 20
