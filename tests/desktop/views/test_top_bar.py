from __future__ import annotations

from clerk_desktop.common.messages.live import Queue
from clerk_desktop.desktop.widgets.look import DARK, LIGHT, look
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import a_queue, an_entry


async def test_it_says_office_clerk_connection_and_how_many_wait(rehearsal: Rehearsal) -> None:
    bar = rehearsal.desk.window.top_bar
    assert not bar.connection.isVisibleTo(bar)
    await rehearsal.sign_in()
    assert "·  Bürgeramt City  ·  Frau Wolf" in [label.text() for label in bar.findChildren(SafeLabel)]
    assert bar.connection.text() == "● verbunden"
    assert bar.waiting.text() == "1 wartet"
    rehearsal.live.says(Queue(queue=a_queue(an_entry(1), an_entry(2))))
    assert bar.waiting.text() == "2 warten"
    rehearsal.live.connection(False)
    assert bar.connection.text() == "● verbinde neu …"
    assert bar.connection.property("tone") == "warning"


async def test_the_theme_is_toggled_and_remembered(rehearsal: Rehearsal) -> None:
    try:
        rehearsal.desk.window.actions_of_desk["theme"].trigger()
        rehearsal.desk.window.show()
        rehearsal.desk.window.actions_of_desk["theme"].trigger()
        assert look().scheme == DARK
        assert rehearsal.desk.settings.get("scheme") == DARK
    finally:
        look().undress()
        assert look().scheme == LIGHT


async def test_tones_and_notifications_are_switched_by_key_and_the_button_says_what_it_would_do(
    rehearsal: Rehearsal,
) -> None:
    await rehearsal.sign_in()
    window, bar = rehearsal.desk.window, rehearsal.desk.window.top_bar
    bar.can_notice(True)
    window.show()
    assert bar.sounds.accessibleName() == "Töne ausschalten (Alt+T)"
    window.actions_of_desk["sounds"].trigger()
    window.actions_of_desk["notices"].trigger()
    assert (rehearsal.desk.alerts.sounds, rehearsal.desk.alerts.notices) == (False, False)
    assert bar.sounds.accessibleName() == "Töne einschalten (Alt+T)"
    assert bar.notices.accessibleName() == "Benachrichtigungen einschalten (Alt+B)"
    window.actions_of_desk["sounds"].trigger()
    assert rehearsal.desk.alerts.sounds
