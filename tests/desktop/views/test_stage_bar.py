from __future__ import annotations

from datetime import timedelta

from clerk_desktop.common.stages import Stage
from tests.helpers.desk_fakes import Rehearsal


async def test_without_a_case_there_is_no_bar(rehearsal: Rehearsal) -> None:
    bar = rehearsal.desk.window.stage_bar
    await rehearsal.sign_in()
    assert bar.isHidden()
    await rehearsal.in_call()
    assert not bar.isHidden()


async def test_each_stage_shows_how_it_stands(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    bar = rehearsal.desk.window.stage_bar
    rehearsal.desk.case.go(Stage.IDENTIFY)
    looks = {stage: button.property("stage") for stage, button in bar.buttons.items()}
    assert looks == {
        Stage.GREET: "done",
        Stage.IDENTIFY: "now",
        Stage.WORK: "open",
        Stage.REVIEW: "ahead",
        Stage.SIGN: "ahead",
        Stage.PAY: "ahead",
        Stage.FINISH: "ahead",
    }
    assert bar.buttons[Stage.PAY].isHidden()
    assert bar.buttons[Stage.SIGN].objectName() == "stage.sign"


async def test_a_closed_way_says_why_and_pressing_it_does_nothing(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    button = rehearsal.desk.window.stage_bar.buttons[Stage.SIGN]
    assert button.accessibleDescription() == "Stellen Sie zuerst fest, wer vor Ihnen sitzt."
    assert "Stellen Sie zuerst fest" in button.toolTip()
    button.click()
    assert rehearsal.rooms.stage.current is Stage.GREET
    rehearsal.desk.window.stage_bar.buttons[Stage.WORK].click()
    assert rehearsal.rooms.stage.current is Stage.WORK


async def test_numbers_lead_to_the_stages_of_this_matter(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    bar = rehearsal.desk.window.stage_bar
    bar._keys[1].activated.emit()
    assert rehearsal.rooms.stage.current is Stage.IDENTIFY
    bar._keys[6].activated.emit()
    assert rehearsal.rooms.stage.current is Stage.IDENTIFY


async def test_the_clock_counts_the_call(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    bar = rehearsal.desk.window.stage_bar
    rehearsal.clock.advance(timedelta(minutes=2, seconds=4))
    bar._tick()
    assert bar.clock.text() == "02:04"
    rehearsal.desk.case.interrupt()
    assert bar.clock.text() == ""
