"""A third person at the desk: invited, asked about, let in, heard, sent out."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from clerk_desktop.common.messages.guests import GuestState, GuestView
from clerk_desktop.common.messages.live import Guests
from clerk_desktop.common.messages.work import Caption, Chat
from clerk_desktop.desktop.models.call_state import CallState
from clerk_desktop.desktop.views.guest_panel import GuestPanel
from tests.helpers.desk_fakes import Rehearsal


async def panel_of(rehearsal: Rehearsal) -> GuestPanel:
    await rehearsal.in_call()
    rehearsal.desk.window.show()
    return rehearsal.desk.window.call_panel.guests


async def invited(rehearsal: Rehearsal, email: str = "") -> GuestPanel:
    panel = await panel_of(rehearsal)
    panel.open.click()
    panel.form.name.set_value("Leyla Demir")
    panel.form.email.set_value(email)
    panel.form.send.click()
    await rehearsal.quiet()
    return panel


def told(rehearsal: Rehearsal, state: GuestState | None, *, present: bool = True) -> None:
    """The service says how it stands."""
    (guest,) = rehearsal.office.invited or (None,)
    assert guest is not None
    view: tuple[GuestView, ...] = ()
    if state is not None:
        view = (guest.model_copy(update={"state": state, "present": present}),)
    rehearsal.live.says(Guests(appointment=rehearsal.office.case.appointment, guests=view))


async def test_without_a_case_there_is_nobody_to_invite(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    assert rehearsal.desk.window.call_panel.guests.isHidden()


async def test_the_key_opens_a_form_that_wants_a_name(rehearsal: Rehearsal) -> None:
    panel = await panel_of(rehearsal)
    rehearsal.desk.window.actions_of_desk["invite"].trigger()
    assert panel.form.isVisible()
    panel.form.send.click()
    assert rehearsal.office.invited == ()
    assert rehearsal.desk.window.focusWidget() is panel.form.name


async def test_an_invitation_can_be_copied_and_waits_for_the_citizen(rehearsal: Rehearsal) -> None:
    panel = await invited(rehearsal)
    assert not panel.form.isVisible()
    assert panel.there.name.text() == "Leyla Demir  ·  Dolmetschen"
    assert not panel.there.admit.isVisible()
    panel.there.copy.click()
    assert QApplication.clipboard().text() == f"https://amt.example/gast#{'t' * 32}"


async def test_a_bad_address_is_said_and_nobody_is_invited(rehearsal: Rehearsal) -> None:
    await invited(rehearsal, "not an address")
    assert rehearsal.office.invited == ()
    assert [notice.key for notice in rehearsal.desk.banner.notices] == ["error.bad_input"]


async def test_only_with_the_citizens_yes_and_at_the_door_one_is_let_in(rehearsal: Rehearsal) -> None:
    panel = await invited(rehearsal)
    told(rehearsal, GuestState.AGREED, present=False)
    assert not panel.there.admit.isVisible()
    told(rehearsal, GuestState.AGREED)
    panel.there.admit.click()
    await rehearsal.quiet()
    assert rehearsal.office.admitted == [(rehearsal.office.case.appointment, "g1")]
    told(rehearsal, GuestState.ADMITTED)
    assert rehearsal.rooms.guests.call.state is CallState.CONNECTING
    assert panel.there.surface.isVisible()
    panel.there.mute.click()
    assert rehearsal.rooms.guests.call.muted
    panel.there.remove.click()
    await rehearsal.quiet()
    assert rehearsal.office.removed == [(rehearsal.office.case.appointment, "g1")]
    assert rehearsal.rooms.guests.call.state is CallState.IDLE


async def test_the_citizens_no_is_said_to_the_clerk(rehearsal: Rehearsal) -> None:
    panel = await invited(rehearsal)
    told(rehearsal, None)
    assert panel.open.isVisible()
    assert [notice.key for notice in rehearsal.desk.banner.notices] == ["guest_refused"]


async def test_a_guest_gets_lines_and_captions_only_when_the_clerk_lets_them(rehearsal: Rehearsal) -> None:
    panel = await invited(rehearsal)
    told(rehearsal, GuestState.ADMITTED)
    got: list[object] = []
    rehearsal.rooms.guests.call.send = lambda message: bool(got.append(message)) or True  # type: ignore[method-assign]
    rehearsal.rooms.chat.write("Guten Tag")
    assert got == []
    panel.there.share.setChecked(True)
    rehearsal.rooms.chat.write("Verstehen Sie mich?")
    rehearsal.rooms.captions.said.emit(Caption(text="Ja", final=True))
    rehearsal.call.page_says(Chat(id="c1", text="Evet"))
    assert [(m.type, m.text, getattr(m, "name", "")) for m in got] == [  # type: ignore[attr-defined]
        ("chat", "Verstehen Sie mich?", ""),
        ("caption", "Ja", ""),
        ("chat", "Evet", "Erika Mustermann"),
    ]


async def test_a_guests_line_reaches_the_citizen_under_the_guests_name(rehearsal: Rehearsal) -> None:
    await invited(rehearsal)
    told(rehearsal, GuestState.ADMITTED)
    rehearsal.rooms.guests.call.message.emit(Chat(id="x1", text="Merhaba", name="Frau Wolf"))
    said = [m for m in rehearsal.call.said if isinstance(m, Chat)]
    assert [(m.text, m.name) for m in said] == [("Merhaba", "Leyla Demir")]


async def test_the_end_of_the_case_is_the_end_for_the_guest(rehearsal: Rehearsal) -> None:
    panel = await invited(rehearsal)
    told(rehearsal, GuestState.ADMITTED)
    rehearsal.desk.case.interrupt()
    await rehearsal.quiet()
    assert rehearsal.rooms.guests.guest is None
    assert rehearsal.rooms.guests.call.state is CallState.IDLE
    assert panel.isHidden()


@pytest.mark.parametrize("where", ["video_window", "full_screen"])
async def test_the_guests_picture_goes_with_the_citizens_and_comes_back(rehearsal: Rehearsal, where: str) -> None:
    panel = await invited(rehearsal)
    told(rehearsal, GuestState.ADMITTED)
    window, picture = rehearsal.desk.window.call_panel.window_of_picture, panel.there.picture
    assert panel.isAncestorOf(picture)
    small = picture.surface.size()
    action = rehearsal.desk.window.actions_of_desk[where]
    action.trigger()
    assert window.isAncestorOf(picture)
    assert picture.isVisible()
    assert picture.name.isVisible()
    # Beside the citizen's, not upon it.
    citizen = rehearsal.desk.window.call_panel.picture
    assert not picture.geometry().intersects(citizen.geometry())
    assert citizen.width() > picture.width() > small.width()
    action.trigger()
    assert panel.isAncestorOf(picture)
    assert picture.isVisible()
    assert not picture.name.isVisible()
    assert picture.surface.size() == small


async def test_without_a_guest_the_citizens_picture_has_the_whole_window(rehearsal: Rehearsal) -> None:
    panel = await invited(rehearsal)
    told(rehearsal, GuestState.ADMITTED)
    rehearsal.desk.window.actions_of_desk["video_window"].trigger()
    call_panel = rehearsal.desk.window.call_panel
    told(rehearsal, None)
    assert not panel.there.picture.isVisible()
    QApplication.processEvents()
    assert call_panel.picture.width() == call_panel.window_of_picture.width()


@pytest.mark.parametrize(
    ("state", "words", "cover"),
    [
        (CallState.CONNECTING, "Verbindung wird aufgebaut …", "Wird verbunden …"),
        (CallState.RECOVERING, "Verbindung wird wiederhergestellt …", "Wird wieder verbunden …"),
        (CallState.CITIZEN_AWAY, "Hat aufgelegt. Der Link führt zurück.", "Nicht verbunden"),
        (CallState.CONNECTED, "Im Gespräch", ""),
    ],
)
async def test_how_the_guests_link_is_stands_beside_and_on_the_picture(
    rehearsal: Rehearsal, state: CallState, words: str, cover: str
) -> None:
    panel = await invited(rehearsal)
    told(rehearsal, GuestState.ADMITTED)
    rehearsal.rooms.guests.call._set(state)
    assert panel.there.state.text() == words
    assert panel.there.surface._words == cover
    told(rehearsal, GuestState.ADMITTED, present=False)
    assert panel.there.state.text() == "Gerade nicht verbunden. Der Link führt zurück."
