from __future__ import annotations

import pytest

from clerk_desktop.common.messages.work import LinkQuality, QualityLevel
from clerk_desktop.desktop.models.call import CallState
from tests.helpers.desk_fakes import Rehearsal

GOOD, WEAK, BAD = QualityLevel.GOOD, QualityLevel.WEAK, QualityLevel.BAD


def said(rehearsal: Rehearsal) -> list[QualityLevel]:
    return [message.level for message in rehearsal.call.said if isinstance(message, LinkQuality)]


@pytest.mark.parametrize(
    ("ours", "theirs", "light"),
    [(GOOD, GOOD, GOOD), (GOOD, WEAK, WEAK), (BAD, WEAK, BAD), (WEAK, BAD, BAD), (GOOD, None, GOOD), (None, BAD, BAD)],
)
async def test_the_light_is_the_worse_of_both(
    rehearsal: Rehearsal, ours: QualityLevel | None, theirs: QualityLevel | None, light: QualityLevel
) -> None:
    await rehearsal.in_call()
    quality = rehearsal.rooms.quality
    assert quality.level is None
    if ours:
        quality.judge(ours)
    if theirs:
        rehearsal.call.page_says(LinkQuality(level=theirs))
    assert quality.level is light


async def test_the_page_hears_of_a_change_and_again_when_it_was_loaded_anew(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    for level in (GOOD, GOOD, WEAK):
        rehearsal.rooms.quality.judge(level)
    assert said(rehearsal) == [GOOD, WEAK]
    rehearsal.call.connect_page()
    assert said(rehearsal) == [GOOD, WEAK, WEAK]


async def test_without_a_link_there_is_no_light(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.rooms.quality.judge(WEAK)
    rehearsal.call.set_state(CallState.RECOVERING)
    assert rehearsal.rooms.quality.level is None
    rehearsal.rooms.quality.judge(BAD)
    assert rehearsal.rooms.quality.level is None
