from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clerk_desktop.common.messages.work import CodeCompared, Fingerprints, MediaState
from clerk_desktop.desktop.models.secrecy import SecrecyState
from clerk_desktop.desktop.views.code_panel import CodePanel
from tests.helpers.desk_fakes import Rehearsal

SEEN = Fingerprints(page="a" * 64, desk="b" * 64)
OTHER = Fingerprints(page="c" * 64, desk="b" * 64)


async def agreed(rehearsal: Rehearsal) -> CodePanel:
    await rehearsal.in_call()
    rehearsal.desk.window.show()
    rehearsal.call.secured.emit("12345678", SEEN)
    return rehearsal.desk.window.call_panel.code


async def test_without_an_agreement_there_is_nothing_to_compare(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    assert rehearsal.desk.window.call_panel.code.isHidden()


async def test_the_code_stands_there_in_two_groups_and_is_spelled_for_screen_readers(rehearsal: Rehearsal) -> None:
    panel = await agreed(rehearsal)
    assert panel.isVisible()
    assert panel.digits.text() == "1234 5678"
    assert panel.digits.accessibleName() == "1 2 3 4 5 6 7 8"
    assert not panel.same.isVisible()


async def test_the_key_opens_the_answers_and_escape_folds_them(rehearsal: Rehearsal) -> None:
    panel = await agreed(rehearsal)
    window = rehearsal.desk.window
    window.actions_of_desk["compare"].trigger()
    assert panel.same.isVisible()
    assert window.focusWidget() is panel.same
    QTest.keyClick(panel.same, Qt.Key.Key_Escape)
    assert not panel.same.isVisible()


async def test_afterwards_it_is_a_quiet_tick(rehearsal: Rehearsal) -> None:
    panel = await agreed(rehearsal)
    panel.open.click()
    panel.same.click()
    assert rehearsal.rooms.secrecy.state is SecrecyState.COMPARED
    assert panel.words.text() == "Sicherheitscode verglichen"
    assert panel.digits.text() == ""
    assert not panel.open.isVisible()
    assert not panel.same.isVisible()
    rehearsal.call.secured.emit("87654321", OTHER)
    assert panel.words.text() == "Code neu vergleichen:"
    assert panel.digits.text() == "8765 4321"


async def test_what_the_citizen_found_is_said(rehearsal: Rehearsal) -> None:
    panel = await agreed(rehearsal)
    panel.open.click()
    assert not panel._there.isVisible()
    rehearsal.call.page_says(CodeCompared(same=True))
    assert panel._there.isVisible()


async def test_the_other_answer_ends_the_call(rehearsal: Rehearsal) -> None:
    panel = await agreed(rehearsal)
    panel.open.click()
    panel.different.click()
    assert not rehearsal.desk.case.is_open
    assert "weil die Codes verschieden waren" in rehearsal.desk.window.banner.text


async def test_with_chat_and_captions_everything_fits_the_smallest_screen(rehearsal: Rehearsal) -> None:
    panel = await agreed(rehearsal)
    window = rehearsal.desk.window
    rehearsal.call.page_says(MediaState(camera=False, microphone=False))
    panel.open.click()
    assert panel.same.isVisible()
    window.actions_of_desk["captions"].trigger()
    window.actions_of_desk["chat"].trigger()
    assert not panel.same.isVisible()
    await rehearsal.quiet()
    assert window.minimumSizeHint().height() <= 740
