"""The picture's tools: closer, turned, elsewhere; by button, menu and key; nothing of it stays for the next citizen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from clerk_desktop.common.messages.work import Chat
from clerk_desktop.desktop.models.call import CallState
from clerk_desktop.desktop.models.picture import Corner
from clerk_desktop.desktop.views.call_panel import CallPanel
from clerk_desktop.desktop.views.picture_tools import MENU
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import a_face


async def seen(rehearsal: Rehearsal) -> CallPanel:
    await rehearsal.in_call()
    rehearsal.desk.window.show()
    rehearsal.call.frame.emit(a_face(640, 360))
    return rehearsal.desk.window.call_panel


def press(rehearsal: Rehearsal, name: str) -> None:
    rehearsal.desk.window.actions_of_desk[name].trigger()


async def test_keys_and_buttons_bring_it_closer_and_turn_it(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    press(rehearsal, "zoom_in")
    once = panel.surface.zoom
    panel.picture.tools.buttons["zoom_in"].click()
    assert panel.surface.zoom > once > 1
    press(rehearsal, "zoom_out")
    assert panel.surface.zoom == pytest.approx(once)
    press(rehearsal, "rotate")
    assert panel.surface.rotation == 90
    # It stands upright in the panel now, so it may be higher than wide.
    assert panel.picture.maximumHeight() > panel.picture.width()
    press(rehearsal, "zoom_reset")
    assert (panel.surface.zoom, panel.surface.rotation) == (1, 0)


async def test_the_next_citizen_holds_the_phone_another_way(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    press(rehearsal, "rotate")
    rehearsal.desk.case.interrupt()
    await rehearsal.quiet()
    await rehearsal.in_call()
    assert panel.surface.rotation == 0


async def test_a_lost_link_leaves_the_turned_picture_turned(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    press(rehearsal, "rotate")
    rehearsal.call.set_state(CallState.RECOVERING)
    rehearsal.call.connect_page()
    rehearsal.call.frame.emit(a_face(640, 360))
    assert panel.surface.rotation == 90


async def test_the_tools_come_with_the_mouse_and_stay_while_the_picture_is_not_as_it_is(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    tools = panel.picture.tools
    panel.picture._mouse_here = False
    panel.picture._arrange()
    assert tools.isHidden()
    press(rehearsal, "zoom_in")
    assert not tools.isHidden()
    press(rehearsal, "zoom_reset")
    assert tools.isHidden()


async def test_the_menu_has_everything_with_its_key(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    menu = panel.picture.tools.popup(QPoint(10, 10), panel)
    offered = [action for action in menu.actions() if not action.isSeparator()]
    assert len(offered) == sum(map(len, MENU))
    assert all(not action.shortcut().isEmpty() and action.isEnabled() for action in offered)
    menu.close()


async def test_without_a_call_there_is_nothing_to_look_at_closer(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    assert not rehearsal.desk.window.actions_of_desk["full_screen"].isEnabled()


# --- the own picture


async def test_the_own_picture_wanders_and_hides_by_key(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    corners = []
    for _ in Corner:
        at = panel.own.geometry().center()
        middle = panel.surface.rect().center()
        corners.append((at.x() > middle.x(), at.y() > middle.y()))
        press(rehearsal, "own_corner")
    assert corners == [(True, True), (False, True), (False, False), (True, False)]
    press(rehearsal, "own_picture")
    assert panel.own.isHidden()
    assert rehearsal.desk.settings.get("own_picture") == "off"
    press(rehearsal, "own_corner")
    assert not panel.own.isHidden()


async def test_the_own_picture_is_dragged_and_snaps(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    QTest.mousePress(panel.own, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    QTest.mouseMove(panel.own, QPoint(5, 5) - panel.own.pos() + QPoint(20, 20))
    assert panel.own.pos() == QPoint(20, 20)
    QTest.mouseRelease(panel.own, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert rehearsal.desk.picture.corner is Corner.TOP_LEFT
    assert rehearsal.desk.settings.get("own_corner") == "top_left"
    assert panel.own.pos() == QPoint(8, 8)


# --- elsewhere


async def test_in_a_window_of_its_own_and_back_by_closing_it(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    window = panel.window_of_picture
    press(rehearsal, "video_window")
    assert window.isVisible()
    assert panel.picture.window() is window
    assert not panel.elsewhere.isHidden()
    assert panel.surface.has_picture
    assert "Erika Mustermann" in window.windowTitle()
    window.close()
    assert not window.isVisible()
    assert panel.isAncestorOf(panel.picture)
    assert panel.elsewhere.isHidden()
    assert panel.picture.maximumHeight() < 1000


async def test_the_window_is_remembered_and_waits_for_the_next_call(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    press(rehearsal, "video_window")
    panel.window_of_picture.setGeometry(40, 50, 500, 400)
    rehearsal.desk.case.interrupt()
    await rehearsal.quiet()
    assert not panel.window_of_picture.isVisible()
    settings = rehearsal.desk.settings
    assert settings.get("video_window") == "on"
    assert settings.get("video_screen") == rehearsal.desk.window.screen().name()
    panel.window_of_picture.setGeometry(0, 0, 320, 220)
    await rehearsal.in_call()
    assert panel.window_of_picture.isVisible()
    assert panel.window_of_picture.size().width() == 500


async def test_a_screen_that_is_gone_is_not_looked_for(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    rehearsal.desk.picture.remember("bm9uc2Vuc2U=", "another screen")
    press(rehearsal, "video_window")
    assert panel.window_of_picture.screen().availableGeometry().contains(panel.window_of_picture.geometry().center())


@pytest.mark.parametrize("before", ["panel", "window"])
async def test_full_screen_and_back_to_where_it_was(rehearsal: Rehearsal, before: str) -> None:
    panel = await seen(rehearsal)
    window = panel.window_of_picture
    if before == "window":
        press(rehearsal, "video_window")
    press(rehearsal, "full_screen")
    assert window.isFullScreen()
    assert panel.picture.window() is window
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.isVisible() is (before == "window")
    assert not window.isFullScreen() or not window.isVisible()
    assert panel.isAncestorOf(panel.picture) is (before == "panel")


async def test_a_double_click_does_it_too(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    QTest.mouseDClick(panel.surface, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    assert panel.window_of_picture.isFullScreen()


async def test_the_full_screen_ends_with_the_call_and_for_the_question_whether_to_end_it(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    press(rehearsal, "full_screen")
    press(rehearsal, "hang_up")
    assert not panel.window_of_picture.isVisible()
    assert rehearsal.desk.banner.notices[0].key == "leave?"
    press(rehearsal, "full_screen")
    rehearsal.desk.case.interrupt()
    assert not panel.window_of_picture.isVisible()
    assert not rehearsal.desk.picture.full_screen


async def test_keys_of_the_call_work_in_the_other_window(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    actions = rehearsal.desk.window.actions_of_desk
    for name in ("microphone", "zoom_in", "hang_up", "chat"):
        assert actions[name] in panel.window_of_picture.actions()


async def test_the_other_window_speaks_the_language_of_the_desk(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    press(rehearsal, "video_window")
    assert "Zurück" in panel.window_of_picture.back.text()


# --- chat in the panel


async def test_the_key_opens_the_chat_to_write_and_puts_it_away(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    window = rehearsal.desk.window
    assert panel.chat.isHidden()
    press(rehearsal, "chat")
    assert not panel.chat.isHidden()
    assert window.focusWidget() is panel.chat.text
    press(rehearsal, "chat")
    assert panel.chat.isHidden()


async def test_the_button_opens_and_closes_the_chat(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    for hidden in (False, True):
        panel.tools.chat.setFocus()
        panel.tools.chat.click()
        assert panel.chat.isHidden() is hidden


async def test_what_is_unread_stands_on_the_button(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    rehearsal.call.page_says(Chat(id="c1", text="Hallo"))
    assert "(1)" in panel.tools.chat.text()
    assert panel.tools.chat.property("kind") == "small-alert"
    press(rehearsal, "chat")
    assert "(" not in panel.tools.chat.text()


async def test_another_citizen_begins_without_chat_and_captions(rehearsal: Rehearsal) -> None:
    panel = await seen(rehearsal)
    press(rehearsal, "chat")
    panel.chat.text.setPlainText("halb")
    press(rehearsal, "captions")
    assert not panel.captions.isHidden()
    rehearsal.desk.case.interrupt()
    await rehearsal.quiet()
    await rehearsal.in_call()
    assert panel.chat.isHidden()
    assert panel.captions.isHidden()
    assert panel.chat.text.toPlainText() == ""
