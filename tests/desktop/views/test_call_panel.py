from __future__ import annotations

import pytest

from clerk_desktop.common.messages.work import MediaState
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.call import CallState
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import a_booking, a_case, a_face


async def test_nobody_there_shows_no_empty_picture(rehearsal: Rehearsal) -> None:
    panel = rehearsal.desk.window.call_panel
    await rehearsal.sign_in()
    assert panel.isHidden()
    await rehearsal.in_call()
    assert not panel.isHidden()
    rehearsal.desk.case.interrupt()
    assert panel.isHidden()


async def test_the_person_is_named_as_text(rehearsal: Rehearsal) -> None:
    rehearsal.office.case = a_case(booking=a_booking(family_name="O&apos;Neill"))
    await rehearsal.in_call()
    panel = rehearsal.desk.window.call_panel
    assert panel._name.text() == "Erika O&apos;Neill"
    assert panel._about.text() == "geb. 12.08.1964  ·  Wohnung ummelden  ·  SB-7K2M"


async def test_both_pictures_and_the_loudness_are_shown(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    panel = rehearsal.desk.window.call_panel
    rehearsal.call.frame.emit(a_face(64, 48))
    rehearsal.call.own_frame.emit(a_face(64, 36))
    rehearsal.call.level.emit(0.5)
    assert panel.surface.has_picture
    assert panel.own.has_picture
    assert panel.meter.level == 0.5


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CallState.CONNECTING, "Verbindung wird aufgebaut …"),
        (CallState.CONNECTED, "Verbunden, verschlüsselt"),
        (CallState.CITIZEN_AWAY, "Person nicht da"),
        (CallState.RECOVERING, "Verbindung wird wiederhergestellt …"),
    ],
)
async def test_the_state_is_said_and_no_stale_picture_stays(rehearsal: Rehearsal, state: CallState, words: str) -> None:
    await rehearsal.in_call()
    panel = rehearsal.desk.window.call_panel
    rehearsal.call.frame.emit(a_face(64, 48))
    rehearsal.call.set_state(state)
    assert panel.state.text() == words
    assert panel.surface.has_picture is (state is CallState.CONNECTED)


async def test_muting_shows_on_the_button_and_in_words(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    panel = rehearsal.desk.window.call_panel
    panel.microphone.click()
    assert not rehearsal.call.microphone_on
    assert panel.microphone.property("kind") == "off"
    assert panel.microphone.accessibleName().startswith("Mikrofon einschalten")
    assert panel.state.text() == "Ihr Mikrofon ist aus"
    panel.microphone.click()
    panel.camera.click()
    assert panel.state.text() == "Ihre Kamera ist aus"
    rehearsal.call.has_microphone = False
    rehearsal.call.devices_changed.emit()
    assert panel.state.text() == "Kein Mikrofon an diesem Platz"


@pytest.mark.parametrize(
    ("camera", "microphone", "words"),
    [
        (True, True, ""),
        (False, True, "Die Person hat die Kamera aus."),
        (True, False, "Die Person hat das Mikrofon aus."),
        (False, False, "Die Person hat Kamera und Mikrofon aus."),
    ],
)
async def test_what_the_citizen_muted_is_said(rehearsal: Rehearsal, camera: bool, microphone: bool, words: str) -> None:
    await rehearsal.in_call()
    rehearsal.call.page_says(MediaState(camera=camera, microphone=microphone))
    assert rehearsal.desk.window.call_panel.muted.text() == words


async def test_the_frame_for_the_card_is_there_exactly_while_a_picture_is_wanted(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    panel = rehearsal.desk.window.call_panel
    assert panel.overlay.isHidden()
    rehearsal.desk.case.go(Stage.IDENTIFY)
    assert panel.overlay.isHidden()
    await rehearsal.card_read()
    assert not panel.overlay.isHidden()
    rehearsal.checked()
    assert panel.overlay.isHidden()
    rehearsal.rooms.identity.retry()
    rehearsal.checked()
    assert not panel.overlay.isHidden()
    rehearsal.call.set_state(CallState.RECOVERING)
    assert panel.overlay.isHidden()


async def test_a_picture_in_landscape_has_no_bars_and_the_own_one_leaves_the_card_free(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    panel = rehearsal.desk.window.call_panel
    picture = panel.picture
    picture.resize(400, 600)
    rehearsal.call.frame.emit(a_face(1280, 720))
    assert picture.maximumHeight() <= picture.width() * 720 / 1280 + 1
    rehearsal.call.frame.emit(a_face(720, 1280))
    assert picture.maximumHeight() > picture.width()
    assert not panel.own.isHidden()
    rehearsal.desk.case.go(Stage.IDENTIFY)
    assert not panel.own.isHidden()
    await rehearsal.card_read()
    assert panel.own.isHidden()
    rehearsal.desk.case.interrupt()
    assert panel.picture.maximumHeight() > 10_000


async def test_hanging_up_asks_first(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.desk.window.call_panel.hang_up.click()
    assert rehearsal.desk.case.is_open
    assert rehearsal.desk.banner.notices[0].key == "leave?"
