from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import NotSignedIn, Unavailable
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.banner import Level, Notice
from tests.helpers.desk_fakes import Rehearsal


async def test_the_window_fits_the_smallest_screen_of_the_office(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    window = rehearsal.desk.window
    for stage in (Stage.GREET, Stage.IDENTIFY, Stage.WORK, Stage.REVIEW):
        rehearsal.desk.case.go(stage)
        smallest = window.minimumSizeHint().expandedTo(window.minimumSize())
        assert smallest.width() <= 1366
        assert smallest.height() <= 740


async def test_the_face_is_in_view_in_every_stage(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    window = rehearsal.desk.window
    window.show()
    for stage in (Stage.GREET, Stage.IDENTIFY, Stage.WORK, Stage.REVIEW):
        rehearsal.desk.case.go(stage)
        assert window.call_panel.surface.isVisible()
        assert window.call_panel.surface.width() >= 300
    await rehearsal.quiet()


async def test_notices_stand_on_the_window_with_their_buttons(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    window = rehearsal.desk.window
    rehearsal.desk.banner.show(Notice("away", Level.WARNING, {"person": "<b>E</b>"}, ("wait", "missed"), lasting=True))
    assert window.banner.text.startswith("<b>E</b> hat die Seite verlassen.")
    button = window.banner.findChild(QAbstractButton, "banner.wait")
    assert button is not None
    assert button.text().strip() == "Weiter warten"
    button.click()
    assert window.banner.text == ""


async def test_a_notice_can_be_put_away_unless_it_lasts(rehearsal: Rehearsal) -> None:
    rehearsal.desk.banner.show_error(Unavailable())
    close = rehearsal.desk.window.banner.findChild(QAbstractButton, "banner.close")
    assert close is not None
    close.click()
    assert rehearsal.desk.banner.notices == ()
    rehearsal.desk.banner.show(Notice("stuck", Level.WARNING, lasting=True))
    banner = rehearsal.desk.window.banner
    assert [b for b in banner.findChildren(QAbstractButton, "banner.close") if b.isVisibleTo(banner)] == []


async def test_closing_in_mid_call_asks_and_closes_after_the_answer(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    window = rehearsal.desk.window
    window.show()
    closing: list[None] = []
    window.closing.connect(lambda: closing.append(None))
    assert not window.close()
    assert window.isVisible()
    assert "Was soll geschehen?" in window.banner.text
    stay = window.banner.findChild(QAbstractButton, "banner.stay")
    assert stay is not None
    stay.click()
    assert rehearsal.desk.case.is_open
    assert not window.close()
    leave = window.banner.findChild(QAbstractButton, "banner.interrupt_and_close")
    assert leave is not None
    leave.click()
    await rehearsal.quiet()
    assert closing == [None]
    assert not window.isVisible()
    assert rehearsal.office.steps[-1] == ("a1", State.INTERRUPTED)


async def test_an_idle_window_closes_at_once(rehearsal: Rehearsal) -> None:
    rehearsal.desk.window.show()
    assert rehearsal.desk.window.close()


async def test_an_expired_session_brings_the_sign_in_with_a_sentence(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    window = rehearsal.desk.window
    window.show()
    assert window.queue_panel.isVisible()
    rehearsal.live.refuse(NotSignedIn())
    await rehearsal.quiet("live", "sign-out")
    assert window.sign_in.isVisible()
    assert window.sign_in.error.text() == "Ihre Anmeldung gilt nicht mehr. Melden Sie sich bitte neu an."
    await rehearsal.quiet()


async def test_the_button_says_that_somebody_is_being_called(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    button = rehearsal.desk.window.queue_panel.next
    rehearsal.office.fail["call_next"] = Unavailable()
    button.click()
    assert button.text().strip() == "Wird aufgerufen …"
    assert not button.isEnabled()
    await rehearsal.quiet()
    assert button.isEnabled()
    assert button.text().strip() == "Nächste Person"


@pytest.mark.parametrize("width", [1280, 1600, 2560])
async def test_it_fits_the_screen_it_is_on(rehearsal: Rehearsal, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    from PySide6.QtCore import QRect

    window = rehearsal.desk.window

    class Screen:
        def availableGeometry(self) -> QRect:  # noqa: N802
            return QRect(0, 0, width, 1000)

    monkeypatch.setattr(window, "screen", Screen)
    window.fit_screen()
    assert window.width() <= width
    assert window.height() <= 1000


async def test_when_a_notice_with_the_keyboard_goes_it_is_back_where_one_worked(
    rehearsal: Rehearsal, qtbot: QtBot
) -> None:
    await rehearsal.in_call()
    window = rehearsal.desk.window
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    rehearsal.desk.case.go(Stage.IDENTIFY)
    worked = window.focusWidget()
    rehearsal.desk.banner.show(Notice("away", Level.WARNING, {"person": "E"}, ("wait", "missed"), lasting=True))
    button = window.banner.findChild(QAbstractButton, "banner.wait")
    assert button is not None
    button.setFocus()
    rehearsal.desk.banner.dismiss("away")
    assert window.focusWidget() is worked
    # The same for the card with the keys.
    window.keys.toggle()
    assert window.focusWidget() is not worked
    window.keys.toggle()
    assert window.focusWidget() is worked
    # With nothing to go back to, where work begins; never a switch of the top bar.
    window._focus._lately.clear()
    window.keys.toggle()
    window._focus._lately.clear()
    window.keys.toggle()
    assert window.work_area.isAncestorOf(window.focusWidget())
    await rehearsal.quiet()
