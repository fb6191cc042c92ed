from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from clerk_desktop.common.errors import CardUnreadable
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.call import CallState
from clerk_desktop.desktop.models.identity import IdentityState
from clerk_desktop.desktop.views.identity_panel import IdentityPanel
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from tests.helpers.desk_fakes import FakeReading, Rehearsal
from tests.helpers.desk_samples import CARD, MRZ


async def opened(rehearsal: Rehearsal) -> IdentityPanel:
    await rehearsal.in_call()
    rehearsal.desk.case.go(Stage.IDENTIFY)
    panel = rehearsal.desk.window.work_area.panels[Stage.IDENTIFY]
    assert isinstance(panel, IdentityPanel)
    return panel


async def read(rehearsal: Rehearsal, panel: IdentityPanel) -> None:
    panel.take.click()
    await rehearsal.quiet()


def words(panel: IdentityPanel) -> list[str]:
    return [label.text() for label in panel._facts.findChildren(SafeLabel)]


def shown(panel: IdentityPanel) -> set[str]:
    buttons = (panel.take, panel.retry, panel.by_hand, panel.confirm, panel.go_on, panel.failed)
    return {button.objectName() for button in buttons if button.isVisibleTo(panel)}


async def test_before_the_picture_the_clerk_is_told_what_to_ask_for(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    assert panel._hints.isVisibleTo(panel)
    assert not panel.still.isVisibleTo(panel)
    assert shown(panel) == {"identity.take_still", "identity.by_hand", "identity.failed"}


async def test_the_picture_large_with_what_was_read(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    await read(rehearsal, panel)
    assert panel.still.has_picture
    assert panel.mrz.lines == MRZ
    assert panel.mrz.accessibleDescription() == "\n".join(MRZ)
    assert {"MUSTERMANN", "ERIKA", "12.08.1964", "LZ6311T47", "01.08.2033"} <= set(words(panel))
    assert "Name und Geburtsdatum stimmen mit der Buchung überein." in words(panel)
    assert shown(panel) == {"identity.retry", "identity.by_hand", "identity.confirm", "identity.failed"}
    assert panel.confirm.isEnabled()


async def test_one_line_for_each_difference_with_a_tick(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    rehearsal.reader.answer = FakeReading(
        fields=replace(CARD, family_name="MUSTERFRAU", given_names="ERIKA ANNA", expiry_date=date(2025, 8, 1))
    )
    await read(rehearsal, panel)
    assert "Familienname: gebucht „Mustermann“, auf der Karte „MUSTERFRAU“." in words(panel)
    assert "Vornamen: gebucht „Erika“, auf der Karte „ERIKA ANNA“." in words(panel)
    assert "Der Ausweis ist seit dem 01.08.2025 abgelaufen." in words(panel)
    assert not panel.confirm.isEnabled()
    for point in ("family_name", "expired"):
        tick = panel.findChild(QCheckBox, f"identity.settled.{point}")
        assert tick is not None
        tick.click()
        await rehearsal.quiet()
        rehearsal.desk.window.grab()
    assert rehearsal.rooms.identity.open_points == ()
    assert panel.confirm.isEnabled()


async def test_an_unreadable_card_says_what_helps_and_offers_another_picture(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    rehearsal.reader.answer = CardUnreadable("glare")
    await read(rehearsal, panel)
    assert panel.prompt.text() == "Licht spiegelt sich auf der Karte. Bitten Sie, sie leicht zu kippen."
    assert shown(panel) == {"identity.retry", "identity.by_hand", "identity.failed"}
    rehearsal.reader.answer = FakeReading()
    panel.retry.click()
    await rehearsal.quiet()
    assert rehearsal.rooms.identity.state is IdentityState.READ


async def test_typing_by_hand_with_errors_in_words(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    rehearsal.reader.answer = CardUnreadable("blurred")
    await read(rehearsal, panel)
    panel.by_hand.click()
    form = panel.form
    assert panel._stack.currentIndex() == 1
    form.submit.click()
    assert form._errors["birth_date"].text().startswith("Bitte als Tag.Monat.Jahr")
    for field, text in {
        "family_name": "Mustermann",
        "given_names": "Erika",
        "document_number": "OIL",
        "birth_date": "12.8.1964",
        "expiry_date": "2033-08-01",
    }.items():
        QTest.keyClicks(form.field(field), text)
    form.submit.click()
    assert form._errors["birth_date"].text() == ""
    assert form._errors["document_number"].text().startswith("Diese Nummer kann es so nicht geben.")
    form.field("document_number").set_value("LZ6311T47")
    form.submit.click()
    assert rehearsal.rooms.identity.state is IdentityState.READ
    assert panel._stack.currentIndex() == 0
    panel.confirm.click()
    assert rehearsal.rooms.identity.state is IdentityState.CONFIRMED


async def test_after_confirming_the_picture_is_gone_from_the_screen(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    await read(rehearsal, panel)
    panel.confirm.click()
    await rehearsal.quiet()
    assert not panel.still.has_picture
    assert panel.mrz.lines == ()
    rehearsal.desk.case.go(Stage.IDENTIFY)
    assert shown(panel) == {"identity.retry", "identity.go_on"}
    panel.go_on.click()
    assert rehearsal.rooms.stage.current is Stage.WORK


async def test_a_picture_that_is_none_leaves_the_surface_empty(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    rehearsal.call.still = b"no picture at all"
    rehearsal.reader.answer = CardUnreadable("not_a_picture")
    await read(rehearsal, panel)
    assert not panel.still.has_picture
    assert panel.prompt.text().startswith("Es kam kein brauchbares Bild an.")


async def test_without_a_connection_no_picture_can_be_asked_for(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    rehearsal.call.set_state(CallState.RECOVERING)
    assert not panel.take.isEnabled()
    rehearsal.call.connect_page()
    assert panel.take.isEnabled()
