"""Several matters in one appointment: one slot of their length together, one mail, one call, all papers."""

from __future__ import annotations

from typing import Any

import pytest

from clerk_desktop.common.several import LONGEST_MINUTES
from tests.hosted.booking.test_changes import balanced
from tests.hosted.harness import ERIKA, Server, link_of, text_of

BOTH = ["ummeldung", "kurz"]
MONDAY = "2026-11-23T07:35:00Z"
WEDNESDAY = "2026-11-25T07:00:00Z"


@pytest.fixture(autouse=True)
def _names_of_their_own(server: Server) -> None:
    """The small town's matters differ only in length; here one can tell them apart."""
    matters = server.service.catalog.matters
    texts = {
        "title": {"de": "Kurz <und> gut", "en": "Short & sweet"},
        "bring": [{"de": "Rentennummer", "en": "Number"}],
    }
    short = matters["kurz"].model_dump() | texts
    short["bring"] = [*matters["ummeldung"].model_dump()["bring"], *texts["bring"]]
    matters["kurz"] = type(matters["kurz"]).model_validate(short)


def book(server: Server, start: str = MONDAY) -> dict[str, Any]:
    held = server.reserve(start, matters=BOTH)
    reply = server.post("/reservations/booking", ERIKA, held["hold_token"])
    assert reply.status_code == 201, reply.text
    view = reply.json()
    assert isinstance(view, dict)
    return view


def test_the_length_adds_up(server: Server) -> None:
    reply = server.get("/slots", office="city", matter=BOTH, days=1).json()
    assert reply["matters"] == BOTH
    starts = [slot["start"][11:16] for slot in reply["slots"]]
    assert starts == ["07:00", "07:35", "08:10"][-len(starts) :], "until ten o'clock German time, every 35 minutes"
    assert starts
    assert server.reserve(WEDNESDAY, matters=BOTH)["end"] == "2026-11-25T07:32:00Z"


def test_it_is_counted_as_one_appointment(server: Server) -> None:
    server.reserve(WEDNESDAY, matters=BOTH)
    balanced(server)
    free = {slot["start"]: slot["free"] for slot in server.slots(matter="kurz", days=3)}
    assert free["2026-11-25T07:30:00Z"] == 1, "its thirty-two minutes reach into this slot"
    assert free["2026-11-25T07:45:00Z"] == 2


def test_the_order_of_choosing_stays_everywhere(server: Server) -> None:
    view = book(server)
    assert [matter["id"] for matter in view["matters"]] == BOTH
    clerk = server.sign_in()
    assert [title["en"] for title in server.queue(clerk)[0]["matters"]] == ["Moving & more", "Short & sweet"]
    with server.live("citizen", link_of(server.catcher.about(view["reference"]))) as page:
        page.ready()
        page.hear("position")
        case = server.post("/clerk/queue/next", token=clerk).json()
    assert [matter["id"] for matter in case["matters"]] == BOTH


def test_mail_and_calendar_name_all_and_what_to_bring_once(server: Server) -> None:
    mail = server.catcher.about(book(server)["reference"])
    words = text_of(mail)
    assert "Ummeldung <in> der Stadt und Kurz <und> gut" in words
    assert words.splitlines().count("  - Personalausweis") == 1
    assert "  - Rentennummer" in words.splitlines()
    html = mail.get_body(("html",))
    assert html is not None
    assert "Ummeldung &lt;in&gt; der Stadt und Kurz &lt;und&gt; gut" in html.get_content()
    (calendar,) = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
    unfolded = str(calendar.get_content()).replace("\r\n ", "").replace("\n ", "")
    assert "Ummeldung <in> der Stadt und Kurz <und> gut" in unfolded


def test_moving_keeps_all(server: Server) -> None:
    link = link_of(server.catcher.about(book(server)["reference"]))
    moved = server.post("/appointment/rescheduling", {"start": WEDNESDAY}, link)
    assert moved.status_code == 201, moved.text
    assert ([m["id"] for m in moved.json()["matters"]], moved.json()["end"]) == (BOTH, "2026-11-25T07:32:00Z")
    balanced(server)


def test_together_too_long_is_said_so(server: Server) -> None:
    matters = server.service.catalog.matters
    matters["kurz"] = matters["kurz"].model_copy(update={"duration_minutes": LONGEST_MINUTES - 19})
    body = {"office": "city", "matters": BOTH, "start": WEDNESDAY}
    for reply in (server.post("/reservations", body), server.get("/slots", office="city", matter=BOTH)):
        assert (reply.status_code, reply.json()["code"]) == (422, "too_long")


@pytest.mark.parametrize(
    ("matters", "status", "fields"),
    [
        (["ummeldung", "nur-schalter"], 422, ["matters"]),
        (["ummeldung", "ummeldung"], 422, ["matters"]),
        ([], 422, ["matters"]),
        (["a", "b", "c", "d", "e"], 422, ["matters"]),
        (["ummeldung", "gibt-es-nicht"], 404, []),
    ],
)
def test_what_cannot_be_done_together_is_refused(
    server: Server, matters: list[str], status: int, fields: list[str]
) -> None:
    reply = server.post("/reservations", {"office": "city", "matters": matters, "start": WEDNESDAY})
    assert (reply.status_code, reply.json()["fields"]) == (status, fields)


@pytest.mark.parametrize("matters", [["ummeldung", "ummeldung"], ["a", "b", "c", "d", "e"], []])
def test_nor_are_its_slots_looked_for(server: Server, matters: list[str]) -> None:
    reply = server.get("/slots", office="city", matter=matters)
    assert (reply.status_code, reply.json()["fields"]) == (422, ["matter"])


def test_a_wish_for_several_needs_room_for_all(server: Server) -> None:
    person = ERIKA | {"office": "city", "matters": BOTH, "first": "2026-11-25", "last": "2026-11-25"}
    wish = server.post("/waiting-list", person)
    assert wish.status_code == 201, wish.text
    assert [matter["id"] for matter in wish.json()["matters"]] == BOTH
    words = text_of(next(mail for mail in server.catcher.wait(1) if "/angebot#" in text_of(mail)))
    assert "Kurz <und> gut" in words
