"""The device check in a real browser: one thing after the other, each may be left out, nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.citizen.conftest import FLAGS, Office
from tests.helpers.slow_line import SlowLine
from tests.helpers.turn import Turn

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120, method="thread")]

PHONE = "+49 30 23125 101"
OFFICE = {"id": "city", "name": "Bürgeramt City", "address": "Beispielstraße 1", "phone": PHONE}
IPHONE_APP = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
)


def to_check(office: Office, ice: object | None = None) -> None:
    office.on("GET /appointment/ice", ice or {"ice_servers": [], "expires_at": None})
    office.open(office=OFFICE)
    office.to_check()
    office.page.wait_for_function("() => !document.querySelector('[data-testid=enter-waiting-room].is-busy')")


@pytest.mark.parametrize(("size", "scheme"), [((360, 740), "light"), ((1280, 800), "dark")])
def test_from_the_camera_to_the_connection(
    new_office: Callable[..., Office], size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme)
    to_check(office)
    office.press("yes-camera")
    office.press("voice-start")
    office.page.get_by_text("Bitte sprechen Sie jetzt.").wait_for()
    office.page.get_by_text("Jetzt hören Sie sich selbst.").wait_for()
    assert office.axe() == []
    office.see("yes-microphone")
    assert "gelöscht" in office.see("voice-words").inner_text()
    office.press("yes-microphone")
    assert not office.page.get_by_test_id("yes-speaker").is_visible()
    office.press("speaker-test")
    office.page.get_by_text("Haben Sie den Ton gehört?").wait_for()
    office.press("no-speaker")
    office.page.get_by_text("Stellen Sie das Gerät lauter.").wait_for()
    assert office.axe() == []
    office.press("yes-speaker")
    office.see("line-again")
    assert "Das Bürgeramt ist erreichbar." in office.page.locator(".check--now").inner_text()
    office.page.get_by_text("Alles ist bereit.").first.wait_for()
    assert office.page.evaluate("() => document.activeElement.dataset.testid") == "enter-waiting-room"
    assert office.axe() == []
    wide = office.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


def test_everything_may_be_left_out_and_the_page_says_what_that_means(office: Office) -> None:
    to_check(office)
    for step in ("camera", "microphone", "speaker", "connection"):
        card = office.page.locator(".check--now")
        assert "Überspringen" in card.inner_text()
        office.press(f"skip-{step}")
    assert office.page.get_by_text("übersprungen").count() == 4
    office.page.get_by_text("Die Prüfung ist zu Ende.").first.wait_for()
    office.press("enter-waiting-room")
    office.view_is("waiting")


def test_the_check_is_done_with_the_keyboard_alone(office: Office) -> None:
    to_check(office)
    office.page.get_by_test_id("yes-camera").focus()
    office.page.keyboard.press("Enter")
    assert office.page.evaluate("() => document.activeElement.dataset.testid") == "check-microphone"
    office.page.get_by_test_id("skip-microphone").focus()
    office.page.keyboard.press("Enter")
    assert office.page.evaluate("() => document.activeElement.dataset.testid") == "check-speaker"
    assert office.page.get_by_test_id("check-speaker").get_attribute("aria-expanded") == "true"


def test_a_relay_that_cannot_be_reached_is_said_honestly(office: Office) -> None:
    dead = {"urls": ["turn:127.0.0.1:9?transport=tcp"], "username": "u", "credential": "c"}
    to_check(office, {"ice_servers": [dead], "expires_at": None})
    office.press("check-connection")
    office.page.get_by_text("Der Umweg über den Vermittlungsserver klappt von hier nicht.").first.wait_for()
    assert PHONE in office.page.locator(".check--now").inner_text()
    assert office.axe() == []


@pytest.fixture(scope="module")
def turn() -> Iterator[Turn]:
    """The real relay."""
    with Turn(loopback_peers=True) as server:
        yield server


def through(turn: Turn, port: int | None = None, **changed: str) -> dict[str, object]:
    """What the service tells of the relay; `port` when there is something in front of it."""
    username, credential = turn.credentials()
    relay = {"urls": [f"turn:127.0.0.1:{port or turn.port}?transport=udp"], "username": username}
    return {"ice_servers": [{**relay, "credential": credential, **changed}], "expires_at": None}


def test_packets_through_the_running_relay_are_said_to_be_good(office: Office, turn: Turn) -> None:
    with SlowLine(turn.address, 0.0) as line:
        to_check(office, through(turn, line.port))
        office.press("check-connection")
        office.page.get_by_text("Die Verbindung ist gut.").first.wait_for()
        # 600 kB went there, and back.
        assert line.carried > 1000
    assert "auch über den Vermittlungsserver" in office.page.locator(".check--now").inner_text()
    assert office.axe() == []


def test_a_slow_way_to_the_relay_is_said_to_be_slow(office: Office, turn: Turn) -> None:
    # Ping and pong pass it twice each: half a second.
    with SlowLine(turn.address, 0.125) as line:
        to_check(office, through(turn, line.port))
        office.press("check-connection")
        office.page.get_by_text("Die Verbindung ist langsam.").first.wait_for()
        assert line.carried > 0
    assert "Gehen Sie näher an den WLAN-Router" in office.page.locator(".check--now").inner_text()
    assert office.axe() == []


def test_a_relay_that_does_not_take_the_password_is_no_way(office: Office, turn: Turn) -> None:
    to_check(office, through(turn, credential="another"))
    office.press("check-connection")
    office.page.get_by_text("Der Umweg über den Vermittlungsserver klappt von hier nicht.").first.wait_for()
    office.on("GET /appointment/ice", through(turn))
    office.press("line-again")
    office.page.get_by_text("Die Verbindung ist gut.").first.wait_for()


def test_a_relay_that_goes_away_is_found_out(office: Office, turn: Turn) -> None:
    turn.stop()
    try:
        to_check(office, through(turn))
        office.press("check-connection")
        office.page.get_by_text("Der Umweg über den Vermittlungsserver klappt von hier nicht.").first.wait_for()
        assert PHONE in office.page.locator(".check--now").inner_text()
    finally:
        turn.start()


def test_a_service_that_does_not_answer_is_said_honestly(office: Office) -> None:
    to_check(office)
    office.on("GET /appointment/ice", {"title": "", "status": 500, "code": "unexpected"}, 500)
    office.press("check-connection")
    office.page.get_by_text("Von hier kommt keine Verbindung zustande.").first.wait_for()
    assert office.page.get_by_test_id("phone").first.get_attribute("href") == "tel:+493023125101"
    office.on("GET /appointment/ice", {"ice_servers": [], "expires_at": None})
    office.press("line-again")
    office.page.get_by_text("Das Bürgeramt ist erreichbar.").first.wait_for()


def test_inside_another_app_the_way_out_is_shown(new_office: Callable[..., Office]) -> None:
    flags = (*(flag for flag in FLAGS if "fake-ui" not in flag), "--deny-permission-prompts")
    office = new_office(flags=flags)
    office.page.add_init_script(f"Object.defineProperty(navigator, 'userAgent', {{get: () => {IPHONE_APP!r}}})")
    office.open(office=OFFICE)
    office.to_check()
    office.page.get_by_text("In Safari öffnen").first.wait_for()
    assert office.page.get_by_test_id("link").input_value() == office.page.url
    office.press("copy-link")
    office.page.locator("[role=status]").filter(has_text="Kopiert").or_(
        office.page.locator("[role=status]").filter(has_text="markiert")
    ).first.wait_for()
    assert office.axe() == []
    assert PHONE in office.see("device-help").inner_text()
