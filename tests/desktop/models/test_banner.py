from __future__ import annotations

from clerk_desktop.common.errors import SlotTaken
from clerk_desktop.desktop.models.banner import BannerModel, Level, Notice


def test_the_most_pressing_stands_first_and_among_equals_the_newest() -> None:
    banner = BannerModel()
    for key, level in (("a", Level.INFO), ("b", Level.DANGER), ("c", Level.WARNING), ("d", Level.DANGER)):
        banner.show(Notice(key, level))
    assert [notice.key for notice in banner.notices] == ["d", "b", "c", "a"]


def test_the_same_notice_twice_changes_nothing() -> None:
    banner = BannerModel()
    changes: list[None] = []
    banner.changed.connect(lambda: changes.append(None))
    banner.show(Notice("a"))
    banner.show(Notice("a"))
    assert len(changes) == 1
    banner.show(Notice("a", params={"person": "Erika"}))
    assert [dict(notice.params) for notice in banner.notices] == [{"person": "Erika"}]


def test_clear_leaves_what_lasts() -> None:
    banner = BannerModel()
    banner.show(Notice("a"))
    banner.show(Notice("b", lasting=True))
    banner.clear()
    assert [notice.key for notice in banner.notices] == ["b"]
    banner.dismiss("b", "unknown")
    assert banner.notices == ()


def test_an_error_becomes_a_notice_of_its_code() -> None:
    banner = BannerModel()
    banner.show_error(SlotTaken("words for the log"))
    assert banner.notices == (Notice("error.slot_taken", Level.DANGER),)


def test_a_notice_that_is_gone_acts_no_more() -> None:
    banner = BannerModel()
    acted: list[tuple[str, str]] = []
    banner.acted.connect(lambda key, action: acted.append((key, action)))
    banner.show(Notice("a", actions=("wait",)))
    banner.act("a", "wait")
    banner.dismiss("a")
    banner.act("a", "wait")
    assert acted == [("a", "wait")]
