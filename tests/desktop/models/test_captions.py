from __future__ import annotations

from pytestqt.qtbot import QtBot

from clerk_desktop.common.messages.clerk import Devices
from clerk_desktop.common.messages.work import Caption, PageHello
from tests.helpers.desk_fakes import Rehearsal


def said(rehearsal: Rehearsal) -> list[tuple[str, bool]]:
    return [(message.text, message.final) for message in rehearsal.call.said if isinstance(message, Caption)]


async def begun(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.rooms.captions.switch(True)


async def test_the_line_is_read_while_it_grows(rehearsal: Rehearsal, qtbot: QtBot) -> None:
    await begun(rehearsal)
    captions = rehearsal.rooms.captions
    for text in ("G", "Gu", "Gut"):
        captions.type(text)
    # Not every letter on its own: what stands there when the pace allows it.
    assert said(rehearsal) == []
    with qtbot.waitSignal(captions._pace.timeout):
        pass
    assert said(rehearsal) == [("Gut", False)]
    captions.type("Guten Tag")
    captions.finish()
    assert said(rehearsal) == [("Gut", False), ("Guten Tag", True)]
    assert captions.text == ""
    captions.finish()
    assert len(said(rehearsal)) == 2


async def test_switched_off_it_says_nothing_and_leaves_nothing_on_the_screen(rehearsal: Rehearsal) -> None:
    await begun(rehearsal)
    captions = rehearsal.rooms.captions
    captions.type("Gut")
    captions.switch(False)
    assert said(rehearsal) == [("", True)]
    captions.type("Guten")
    captions.finish()
    assert said(rehearsal) == [("", True)]


async def test_a_page_that_was_loaded_anew_sees_the_line_again(rehearsal: Rehearsal) -> None:
    await begun(rehearsal)
    rehearsal.rooms.captions.type("Gut")
    rehearsal.call.page_says(PageHello(language="de", devices=Devices(camera=True, microphone=True)))
    assert said(rehearsal) == [("Gut", False)]


async def test_the_next_citizen_begins_without(rehearsal: Rehearsal) -> None:
    await begun(rehearsal)
    rehearsal.desk.case.interrupt()
    assert not rehearsal.rooms.captions.on


async def test_a_line_never_breaks_the_contract(rehearsal: Rehearsal) -> None:
    await begun(rehearsal)
    rehearsal.rooms.captions.type("x" * 600)
    rehearsal.rooms.captions.finish()
    assert said(rehearsal) == [("x" * 500, True)]
