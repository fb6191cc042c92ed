from __future__ import annotations

import hashlib

from clerk_desktop.common.capture import GreyFrame
from clerk_desktop.common.errors import NotFound
from clerk_desktop.desktop.models.mail_code import LOOKS
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import a_queue, an_entry

TOKEN = "k" * 43


async def look(rehearsal: Rehearsal, *answers: tuple[str, ...]) -> None:
    rehearsal.codes.answers = list(answers)
    rehearsal.desk.window.work_area.grab()
    rehearsal.rooms.mail_code.start("a1")
    rehearsal.rooms.mail_code._timer.setInterval(3_600_000)
    for _ in answers:
        rehearsal.call.frames = [GreyFrame(4, 2, bytes(8), 1.0)]
        rehearsal.rooms.mail_code._look()
        await rehearsal.quiet()


def said(rehearsal: Rehearsal) -> list[str]:
    return [notice.key for notice in rehearsal.desk.banner.notices]


async def test_the_code_of_this_appointment_and_only_its_hash_leaves_the_desk(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    await look(rehearsal, (), (TOKEN,))
    assert rehearsal.office.found == [hashlib.sha256(TOKEN.encode()).hexdigest()]
    assert said(rehearsal) == ["code_this"]
    assert not rehearsal.rooms.mail_code.looking


async def test_the_code_of_another_appointment_is_named(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.office.view = a_queue(an_entry(2, family_name="Beispiel", reference="SB-1"))
    await look(rehearsal, (TOKEN,))
    assert said(rehearsal) == ["code_other"]


async def test_a_code_that_nobody_knows(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.office.fail["find"] = NotFound()
    await look(rehearsal, (TOKEN,))
    assert said(rehearsal) == ["code_unknown"]


async def test_it_does_not_look_for_ever_and_a_second_press_ends_it(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    await look(rehearsal, *[()] * LOOKS)
    assert said(rehearsal) == ["code_looking"]
    rehearsal.rooms.mail_code._look()
    assert said(rehearsal) == ["code_none"]
    await look(rehearsal)
    assert rehearsal.rooms.mail_code.looking
    rehearsal.rooms.mail_code.start("a1")
    assert not rehearsal.rooms.mail_code.looking


async def test_it_ends_with_the_case(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    await look(rehearsal, ())
    rehearsal.desk.case.interrupt()
    await rehearsal.quiet()
    assert not rehearsal.rooms.mail_code.looking
    assert said(rehearsal) == []
