"""What an invited guest and the citizen who is asked about them see, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.citizen.conftest import SAMPLES, TOKEN, Office

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120, method="thread")]
GUEST = SAMPLES["rest"]["GuestView"] | {"state": "asked", "present": False}
VISIT = SAMPLES["rest"]["GuestVisitView"] | {"state": "asked", "running": False, "clerk": "", "citizen": ""}


def narrow(office: Office) -> bool:
    wide = office.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return bool(wide <= 0)


@pytest.mark.parametrize(("size", "scheme"), [((360, 740), "dark"), ((1280, 800), "light")])
def test_the_guests_door_is_free_of_axe_findings(
    new_office: Callable[..., Office], size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme)
    office.on("GET /guest", VISIT)
    office.page.goto(f"{office.site}/gast#{TOKEN}")
    office.view_is("door")
    assert office.axe() == []
    assert narrow(office)
    office.press("check-start")
    assert office.page.get_by_test_id("guest-consent").get_attribute("aria-invalid") == "true"


def test_a_link_that_opens_nothing_says_so(office: Office) -> None:
    office.on("GET /guest", {"title": "gone", "status": 410, "code": "invitation_over"}, 410)
    office.page.goto(f"{office.site}/gast#{TOKEN}")
    office.view_is("refused")
    office.page.get_by_text("Diese Einladung gilt nicht mehr.").wait_for()


@pytest.mark.parametrize(("size", "scheme"), [((390, 844), "light"), ((1280, 800), "dark")])
def test_the_question_and_who_is_there_are_free_of_axe_findings(
    new_office: Callable[..., Office], size: tuple[int, int], scheme: str
) -> None:
    office = new_office(size, scheme)
    office.open()
    office.to_call()
    office.say({"type": "guests", "appointment": office.view["id"], "guests": [GUEST]})
    office.see("guest-question")
    assert office.axe() == []
    office.press("guest-yes")
    inside = GUEST | {"state": "admitted", "present": True}
    office.say({"type": "guests", "appointment": office.view["id"], "guests": [inside]})
    office.see("guest-row")
    office.stage("identify")
    office.see("guest-paused")
    assert office.axe() == []
    assert narrow(office)
