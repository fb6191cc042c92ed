from __future__ import annotations

import pytest

from clerk_desktop.common.stages import Stage
from tests.helpers.desk_fakes import Rehearsal


async def test_each_stage_has_its_hint_and_idle_has_one_too(rehearsal: Rehearsal) -> None:
    line = rehearsal.desk.window.status_line
    hints = {line.hint.text()}
    await rehearsal.in_call()
    for stage in (Stage.GREET, Stage.IDENTIFY, Stage.WORK):
        rehearsal.desk.case.go(stage)
        hints.add(line.hint.text())
    assert len(hints) == 4
    assert all("F" in hint for hint in hints)
    rehearsal.desk.case.interrupt()
    assert line.hint.text().startswith("F2")


@pytest.mark.parametrize("stage", list(Stage))
async def test_no_stage_is_without_words(rehearsal: Rehearsal, stage: Stage) -> None:
    await rehearsal.in_call()
    rehearsal.rooms.stage._current = stage
    assert rehearsal.desk.window.status_line._words()
