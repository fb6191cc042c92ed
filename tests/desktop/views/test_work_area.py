from __future__ import annotations

from clerk_desktop.common.messages.live import Queue
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.views.work_area import IdlePanel
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import a_queue, an_entry


async def test_the_panel_follows_the_stage(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    area = rehearsal.desk.window.work_area
    for stage in (Stage.GREET, Stage.IDENTIFY, Stage.WORK):
        rehearsal.desk.case.go(stage)
        assert area.currentWidget() is area.panels[stage]
    rehearsal.desk.case.interrupt()
    assert isinstance(area.currentWidget(), IdlePanel)


def test_every_stage_has_its_panel() -> None:
    from clerk_desktop.desktop.views.work_area import PANELS

    assert {panel.stage for panel in PANELS} == set(Stage)


async def test_while_nobody_is_there_the_waiting_are_counted(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    idle = rehearsal.desk.window.work_area.currentWidget()
    assert isinstance(idle, IdlePanel)
    assert idle._title.text() == "Eine Person wartet"
    rehearsal.live.says(Queue(queue=a_queue(an_entry(1), an_entry(2))))
    assert idle._title.text() == "2 Personen warten"
