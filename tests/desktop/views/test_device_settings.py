from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from clerk_desktop.desktop.models.devices import Kind, Offer
from clerk_desktop.desktop.views.device_settings import DeviceSettings
from tests.helpers.desk_fakes import Rehearsal

HEADSET, BUILT_IN = Offer("usb-1", "Headset"), Offer("pci-0", "Eingebaute Lautsprecher")


@pytest.fixture
def pane(rehearsal: Rehearsal) -> DeviceSettings:
    for kind in (Kind.SPEAKER, Kind.RINGER):
        rehearsal.media.catalogue.there[kind] = [BUILT_IN, HEADSET]
    rehearsal.media.catalogue.there[Kind.CAMERA] = [Offer("video0", "Webcam")]
    rehearsal.desk.window.show()
    return rehearsal.desk.window.devices


def words(pane: DeviceSettings, kind: Kind) -> list[str]:
    field = pane.choices[kind]
    return [field.itemText(number) for number in range(field.count())]


async def test_its_key_opens_and_closes_it(rehearsal: Rehearsal, pane: DeviceSettings) -> None:
    rehearsal.desk.window.actions_of_desk["devices"].trigger()
    assert pane.isVisible()
    assert rehearsal.desk.window.focusWidget() is pane.choices[Kind.CAMERA]
    QTest.keyClick(pane, Qt.Key.Key_Escape)
    assert pane.isHidden()
    await rehearsal.quiet()


async def test_open_the_devices_are_tried_and_let_go_afterwards(rehearsal: Rehearsal, pane: DeviceSettings) -> None:
    pane.toggle()
    assert rehearsal.media.tried == {Kind.CAMERA, Kind.MICROPHONE}
    pane.toggle()
    assert rehearsal.media.tried == set()
    await rehearsal.quiet()


async def test_what_is_there_can_be_chosen_and_is_remembered(rehearsal: Rehearsal, pane: DeviceSettings) -> None:
    pane.toggle()
    assert words(pane, Kind.SPEAKER) == ["Standard des Systems", "Eingebaute Lautsprecher", "Headset"]
    assert words(pane, Kind.MICROPHONE) == ["Nichts angeschlossen"]
    field = pane.choices[Kind.RINGER]
    field.setCurrentIndex(2)
    field.activated.emit(2)
    assert rehearsal.media.chosen[Kind.RINGER] == HEADSET
    assert Offer.unpacked(rehearsal.desk.settings.get("ringer")) == HEADSET
    assert pane.choices[Kind.RINGER].currentText() == "Headset"
    field.setCurrentIndex(0)
    field.activated.emit(0)
    assert rehearsal.media.chosen[Kind.RINGER] is None
    assert rehearsal.desk.settings.get("ringer") == ""
    await rehearsal.quiet()


async def test_a_chosen_device_that_is_not_there_stays_chosen_and_says_so(
    rehearsal: Rehearsal, pane: DeviceSettings
) -> None:
    rehearsal.desk.window.devices._devices.choose(Kind.SPEAKER, Offer("usb-9", "Raumlautsprecher"))
    pane.toggle()
    assert pane.choices[Kind.SPEAKER].currentText() == "Raumlautsprecher (nicht angeschlossen)"
    rehearsal.media.catalogue.there[Kind.SPEAKER].append(Offer("usb-7", "Raumlautsprecher"))
    rehearsal.media.changed.emit()
    assert pane.choices[Kind.SPEAKER].currentText() == "Raumlautsprecher"
    await rehearsal.quiet()


async def test_levels_and_picture_are_live(rehearsal: Rehearsal, pane: DeviceSettings) -> None:
    pane.toggle()
    rehearsal.media.microphone_level.emit(0.7)
    rehearsal.media.speaker_level.emit(0.4)
    assert (pane.microphone_meter.level, pane.speaker_meter.level) == (0.7, 0.4)
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    rehearsal.media.preview.emit(image)
    assert not pane.picture.picture_rect().isEmpty()
    pane.hide()
    assert pane.microphone_meter.level == 0
    await rehearsal.quiet()


async def test_it_says_who_hears_the_trial(rehearsal: Rehearsal, pane: DeviceSettings) -> None:
    pane.toggle()
    assert "Niemand" in pane.speak.text()
    rehearsal.media.heard = True
    rehearsal.media.changed.emit()
    assert "Die Person hört Sie" in pane.speak.text()
    await rehearsal.quiet()


async def test_tones_are_played(rehearsal: Rehearsal, pane: DeviceSettings) -> None:
    pane.toggle()
    pane.test_speaker.click()
    pane.test_ringer.click()
    assert rehearsal.media.tones == 1
    assert rehearsal.bell.rung == ["arrival"]
    await rehearsal.quiet()


async def test_cleaning_is_a_switch_that_is_remembered(rehearsal: Rehearsal, pane: DeviceSettings) -> None:
    pane.toggle()
    assert pane.cleaning.isChecked()
    pane.cleaning.click()
    assert rehearsal.media.cleaning == [True, False]
    assert rehearsal.desk.settings.get("cleaning") == "off"
    await rehearsal.quiet()


async def test_a_computer_that_cannot_clean_says_so(rehearsal: Rehearsal, pane: DeviceSettings) -> None:
    rehearsal.media.cleaning_possible = False
    pane.toggle()
    assert not pane.cleaning.isEnabled()
    assert not pane.cleaning.isChecked()
    assert "Headset" in pane.cleaning_note.text()
    await rehearsal.quiet()


async def test_everything_has_a_name_for_those_who_cannot_see(rehearsal: Rehearsal, pane: DeviceSettings) -> None:
    pane.toggle()
    for widget in (*pane.choices.values(), pane.picture, pane.microphone_meter, pane.speaker_meter):
        assert widget.accessibleName()
    await rehearsal.quiet()


async def test_the_tab_key_reaches_everything(rehearsal: Rehearsal, pane: DeviceSettings) -> None:
    pane.toggle()
    reached = set()
    for _ in range(12):
        focused = rehearsal.desk.window.focusWidget()
        assert focused is not None
        reached.add(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert {f"devices.{kind}" for kind in Kind} <= reached
    assert {"devices.test_speaker", "devices.test_ringer", "devices.cleaning", "devices.close"} <= reached
    await rehearsal.quiet()
