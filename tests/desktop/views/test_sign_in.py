from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clerk_desktop.common.errors import BadInput, Unavailable, WrongPassword
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import SERVER


def fill(rehearsal: Rehearsal) -> None:
    view = rehearsal.desk.window.sign_in
    for field, text in ((view.server, SERVER), (view.user, "wolf"), (view.password, "secret")):
        field.clear()
        QTest.keyClicks(field, text)


async def test_the_button_waits_for_all_three(rehearsal: Rehearsal) -> None:
    view = rehearsal.desk.window.sign_in
    assert not view.submit.isEnabled()
    fill(rehearsal)
    assert view.submit.isEnabled()


async def test_the_return_key_signs_in_and_the_password_does_not_stay(rehearsal: Rehearsal) -> None:
    view = rehearsal.desk.window.sign_in
    rehearsal.desk.window.show()
    fill(rehearsal)
    QTest.keyClick(view.password, Qt.Key.Key_Return)
    assert not view.submit.isEnabled()
    assert view.submit.text().strip() == "Anmeldung läuft …"
    await rehearsal.quiet()
    assert rehearsal.desk.window.queue_panel.isVisible()
    assert view.password.text() == ""


async def test_a_wrong_password_is_said_and_what_was_typed_stays(rehearsal: Rehearsal) -> None:
    view = rehearsal.desk.window.sign_in
    rehearsal.office.fail["sign_in"] = WrongPassword()
    fill(rehearsal)
    view.submit.click()
    await rehearsal.quiet()
    assert view.error.text().startswith("Benutzername und Passwort passen nicht zusammen.")
    assert view.user.text() == "wolf"
    assert view.password.property("wrong") == "true"
    assert view.submit.isEnabled()


async def test_a_server_that_is_down_is_said_and_trying_can_be_stopped(rehearsal: Rehearsal) -> None:
    view = rehearsal.desk.window.sign_in
    rehearsal.office.fail["sign_in"] = Unavailable()
    fill(rehearsal)
    view.submit.click()
    await rehearsal.quiet()
    assert "nicht erreichbar" in view.error.text()
    assert view.cancel.isVisibleTo(view)
    view.cancel.click()
    assert view.error.text() == ""
    assert view.submit.isEnabled()


async def test_an_address_that_cannot_be_right_is_explained(rehearsal: Rehearsal) -> None:
    view = rehearsal.desk.window.sign_in
    rehearsal.office.fail["sign_in"] = BadInput()
    fill(rehearsal)
    view.submit.click()
    await rehearsal.quiet()
    assert "https://" in view.error.text()


async def test_the_address_is_remembered(rehearsal: Rehearsal) -> None:
    fill(rehearsal)
    rehearsal.desk.window.sign_in.submit.click()
    await rehearsal.quiet()
    assert rehearsal.desk.settings.get("server") == SERVER
