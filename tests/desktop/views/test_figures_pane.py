from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clerk_desktop.common.errors import Unavailable
from clerk_desktop.desktop.models.figures import Period
from clerk_desktop.desktop.views.figures_pane import FiguresPane
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from tests.helpers.desk_fakes import Rehearsal


async def opened(rehearsal: Rehearsal) -> FiguresPane:
    await rehearsal.sign_in()
    window = rehearsal.desk.window
    window.show()
    window.actions_of_desk["figures"].trigger()
    await rehearsal.quiet()
    return window.figures


def said(pane: FiguresPane, name: str) -> str:
    label = pane.findChild(SafeLabel, f"figures.{name}")
    assert isinstance(label, SafeLabel)
    return label.text()


async def test_the_key_opens_it_with_fresh_figures(rehearsal: Rehearsal) -> None:
    pane = await opened(rehearsal)
    assert pane.isVisible()
    assert [said(pane, name) for name in ("waiting", "service", "missed", "booked")] == ["3 Min.", "15 Min.", "4", "84"]
    rehearsal.office.counted = rehearsal.office.counted.model_copy(update={"booked": 85})
    pane.toggle()
    assert pane.isHidden()
    pane.toggle()
    await rehearsal.quiet()
    assert said(pane, "booked") == "85"


async def test_another_period_by_the_mouse_or_the_arrows(rehearsal: Rehearsal) -> None:
    rehearsal.desk.speak("de")
    pane = await opened(rehearsal)
    assert said(pane, "days") == "Dienstag, 17. November 2026 – Montag, 23. November 2026"
    QTest.mouseClick(pane.periods[Period.TODAY], Qt.MouseButton.LeftButton)
    await rehearsal.quiet()
    assert said(pane, "days") == "Montag, 23. November 2026"
    assert said(pane, "booked") == "84"


async def test_what_nobody_has_measured_yet_is_no_zero(rehearsal: Rehearsal) -> None:
    none = {"waiting_minutes_median": None, "service_minutes_median": None, "finished": 0, "missed": 0, "booked": 0}
    rehearsal.office.counted = rehearsal.office.counted.model_copy(update=none)
    pane = await opened(rehearsal)
    assert [said(pane, name) for name in ("waiting", "service", "missed", "booked")] == ["–", "–", "0", "0"]


async def test_a_minute_that_is_not_over_is_not_rounded_away(rehearsal: Rehearsal) -> None:
    rehearsal.office.counted = rehearsal.office.counted.model_copy(update={"waiting_minutes_median": 0.4})
    assert said(await opened(rehearsal), "waiting") == "unter 1 Min."


async def test_without_the_office_it_says_so_and_offers_another_try(rehearsal: Rehearsal) -> None:
    rehearsal.office.fail["figures"] = Unavailable()
    pane = await opened(rehearsal)
    assert said(pane, "booked") == "–"
    assert "nicht erreichbar" in said(pane, "note")
    del rehearsal.office.fail["figures"]
    pane.findChild(type(pane.periods[Period.WEEK]), "figures.again").click()
    await rehearsal.quiet()
    assert said(pane, "booked") == "84"


async def test_signed_out_there_are_no_figures(rehearsal: Rehearsal) -> None:
    window = rehearsal.desk.window
    window.show()
    window.figures.toggle()
    assert window.figures.isHidden()
    pane = await opened(rehearsal)
    rehearsal.desk.session.sign_out()
    await rehearsal.quiet()
    assert pane.isHidden()


async def test_escape_puts_it_away_and_a_call_goes_on_behind_it(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    window = rehearsal.desk.window
    window.show()
    window.figures.toggle()
    await rehearsal.quiet()
    assert not window.figures.isModal()
    QTest.keyClick(window.figures, Qt.Key.Key_Escape)
    assert window.figures.isHidden()
