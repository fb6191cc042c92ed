"""A third person in the call: invited, agreed to, let in, sent away; and nobody gets what is not theirs."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.hosted.access import new_link, token_hash
from clerk_desktop.hosted.retention import sweep
from clerk_desktop.hosted.schema import AuditEvent, CitizenLink, Guest
from tests.hosted.harness import MONDAY_8, Catcher, Server, Socket, text_of

LEYLA = {"role": "interpreter", "name": "Leyla Demir", "language": "de"}


class Call:
    """A citizen with a clerk, both connected."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.view, link = server.book()
        self.id = str(self.view["id"])
        self.clerk = server.sign_in()
        self.page = server.live("citizen", link)
        self.page.ready()
        self.page.hear("position")
        self.desk = server.live("desk", self.clerk)
        assert server.post(f"/clerk/appointments/{self.id}/call", {}, self.clerk).status_code == 200
        self.page.hear("called")
        self.place = f"/clerk/appointments/{self.id}/guests"

    def invite(self, key: str | None = None, **more: object) -> dict[str, Any]:
        reply = self.server.post(self.place, LEYLA | more, self.clerk, key)
        assert reply.status_code == 201, reply.text
        found = reply.json()
        assert isinstance(found, dict)
        return found

    def agree(self, guest: str, agreed: bool = True) -> None:
        self.page.say(type="guest.consent", guest=guest, agreed=agreed)

    def admit(self, guest: str) -> int:
        return self.server.post(f"{self.place}/{guest}/admission", {}, self.clerk).status_code

    def remove(self, guest: str) -> int:
        headers = {"Authorization": f"Bearer {self.clerk}"}
        return self.server.http.delete(f"{self.place}/{guest}", headers=headers).status_code

    def guest(self, token: str) -> Socket:
        socket = self.server.live("guest", token)
        devices = {"camera": True, "microphone": True}
        socket.say(type="guest.ready", name="L. Demir", devices=devices, consent=True)
        return socket

    def let_in(self) -> tuple[str, Socket]:
        """A guest who is in the call."""
        invited = self.invite()
        guest = str(invited["guest"]["id"])
        self.agree(guest)
        self.hear_guest(self.desk, state="agreed")
        socket = self.guest(invited["token"])
        assert self.admit(guest) == 200
        standing(socket, running=True)
        return guest, socket

    @staticmethod
    def hear_guest(socket: Socket, **wanted: object) -> dict[str, Any]:
        """The one guest, as soon as the list says this of them."""
        while True:
            guests = socket.hear("guests")["guests"]
            if guests and all(guests[0][name] == value for name, value in wanted.items()):
                assert isinstance(guests[0], dict)
                return guests[0]

    def signal(self, guest: str, other: str, **more: object) -> dict[str, Any]:
        known = {"type": "guest.signal", "appointment": self.id, "guest": guest, "other": other, "session": "s1"}
        return known | {"kind": "offer", "sdp": "v=0"} | more


def standing(socket: Socket, **wanted: object) -> dict[str, Any]:
    """What the guest is told, as soon as it says this."""
    while True:
        message = socket.hear("guest.standing")
        if all(message["visit"][name] == value for name, value in wanted.items()):
            return message


@pytest.fixture
def call(server: Server) -> Call:
    """The call."""
    return Call(server)


def events(server: Server) -> list[str]:
    with server.service.database.read() as tx:
        return [e for e in tx.scalars(select(AuditEvent.event).order_by(AuditEvent.id)) if e.startswith("guest_")]


def test_invited_agreed_let_in_and_sent_away(call: Call) -> None:
    invited = call.invite()
    guest = invited["guest"]["id"]
    assert invited["page"] == "https://termine.example.org/gast"
    asked = call.hear_guest(call.page, state="asked")
    assert (asked["name"], asked["role"], asked["present"]) == ("Leyla Demir", "interpreter", False)
    socket = call.guest(invited["token"])
    assert standing(socket)["visit"] | {"running": False, "citizen": "", "clerk": ""} == standing_of(call, invited)
    assert call.hear_guest(call.desk, present=True)["said_name"] == "L. Demir"
    call.agree(guest)
    call.hear_guest(call.desk, state="agreed")
    assert call.admit(guest) == 200
    told = standing(socket, running=True)
    assert (told["visit"]["citizen"], told["visit"]["clerk"]) == ("ERIKA MUSTERMANN", "Frau Wolf")
    call.hear_guest(call.page, state="admitted")
    assert call.remove(guest) == call.remove(guest) == 204
    assert standing(socket, state="removed")["visit"]["running"] is False
    assert call.page.hear("guests", guests=[])
    assert events(call.server) == ["guest_invited", "guest_came", "guest_agreed", "guest_admitted", "guest_removed"]
    assert call.server.get("/guest", invited["token"]).json()["code"] == "invitation_over"


def standing_of(call: Call, invited: dict[str, Any]) -> dict[str, Any]:
    """What REST tells a guest who was not let in: nothing about whose appointment it is."""
    visit = call.server.get("/guest", invited["token"]).json()
    assert "MUSTERMANN" not in str(visit)
    assert isinstance(visit, dict)
    return visit


def test_nobody_is_let_in_before_the_citizen_agrees(call: Call) -> None:
    invited = call.invite()
    guest = invited["guest"]["id"]
    assert call.admit(guest) == 409
    socket = call.guest(invited["token"])
    socket.say(**call.signal(guest, "citizen"))
    assert socket.hear("error")["code"] == "wrong_state"


def test_a_no_of_the_citizen_is_final_and_sends_away_who_is_in(call: Call) -> None:
    guest, socket = call.let_in()
    call.agree(guest, agreed=False)
    assert standing(socket, state="refused")["visit"]["running"] is False
    socket.say(**call.signal(guest, "desk"))
    assert socket.hear("error")["code"] == "wrong_state"
    call.agree(guest)
    assert call.page.hear("error")["code"] == "invitation_over"
    assert call.admit(guest) == 410


def test_signals_reach_whom_they_are_for_and_nobody_else(call: Call) -> None:
    guest, socket = call.let_in()
    socket.say(**call.signal(guest, "desk", session="d"))
    socket.say(**call.signal(guest, "citizen", session="c"))
    assert call.desk.hear("guest.signal")["session"] == "d"
    assert call.page.hear("guest.signal")["session"] == "c"
    call.desk.say(**call.signal(guest, "desk", session="d", kind="answer"))
    assert socket.hear("guest.signal")["session"] == "d"
    call.page.say(**call.signal(guest, "citizen", session="c", kind="answer"))
    assert socket.hear("guest.signal")["session"] == "c"
    # Neither end speaks on the other's connection.
    call.page.say(**call.signal(guest, "desk"))
    assert call.page.hear("error")["code"] == "wrong_state"
    call.desk.say(**call.signal(guest, "citizen"))
    assert call.desk.hear("error")["code"] == "wrong_state"
    socket.say(**call.signal("somebody-else", "desk"))
    assert socket.hear("error")["code"] == "wrong_state"


def test_the_call_ends_for_the_guest_when_it_ends(call: Call) -> None:
    guest, socket = call.let_in()
    with call.server.service.database.write() as tx:
        token = new_link(tx, MONDAY_8, guest=guest)
    assert call.server.get("/guest/ice", token).status_code == 200
    for state in ("in_call", "finished"):
        assert call.server.post(f"/clerk/appointments/{call.id}/steps", {"to": state}, call.clerk).status_code == 200
    assert standing(socket, over=True)["visit"]["running"] is False
    assert call.server.get("/guest/ice", token).json()["code"] == "wrong_state"


def test_a_guest_who_reloads_comes_back_in(call: Call) -> None:
    invited = call.invite()
    call.agree(invited["guest"]["id"])
    call.hear_guest(call.desk, state="agreed")
    with call.guest(invited["token"]) as first:
        assert call.admit(invited["guest"]["id"]) == 200
        standing(first, running=True)
    call.hear_guest(call.desk, present=False)
    again = call.guest(invited["token"])
    standing(again, running=True)
    call.hear_guest(call.page, present=True)


def test_a_second_device_of_the_guest_takes_over(call: Call) -> None:
    invited = call.invite()
    first = call.guest(invited["token"])
    standing(first)
    second = call.guest(invited["token"])
    assert first.hear("error") == {"type": "error", "code": "other_device", "final": True}
    standing(second)
    first.close()
    call.hear_guest(call.desk, present=True)


def test_a_reloaded_page_and_a_restarted_desk_hear_who_is_there(call: Call, server: Server) -> None:
    guest, _ = call.let_in()
    call.page.ready()
    assert call.hear_guest(call.page, state="admitted")["id"] == guest
    with server.live("desk", call.clerk) as desk:
        assert call.hear_guest(desk, state="admitted")["id"] == guest
    assert [g["id"] for g in server.get(call.place, call.clerk).json()["guests"]] == [guest]


def test_one_guest_at_a_time(call: Call) -> None:
    first = call.invite()
    reply = call.server.post(call.place, LEYLA, call.clerk)
    assert (reply.status_code, reply.json()["code"]) == (409, "too_many_guests")
    call.remove(first["guest"]["id"])
    call.invite()


def test_an_invitation_sent_twice_is_made_once_and_its_token_lies_nowhere(call: Call) -> None:
    key = str(uuid.uuid4())
    one, two = call.invite(key), call.invite(key)
    assert one == two
    with call.server.service.database.read() as tx:
        assert len(tx.scalars(select(Guest)).all()) == 1
        links = [link.token_hash for link in tx.scalars(select(CitizenLink).where(CitizenLink.guest.is_not(None)))]
    assert links == [token_hash(one["token"])]


def test_the_mail_carries_a_link_and_not_whose_appointment_it_is(call: Call, catcher: Catcher) -> None:
    call.invite(email="demir@example.org")
    with catcher.arrived:
        assert catcher.arrived.wait_for(lambda: any("Demir" in text_of(m) for m in catcher.mails), timeout=20)
    mail = next(m for m in catcher.mails if "Demir" in text_of(m))
    assert mail["To"] == "demir@example.org"
    whole = mail.as_string() + text_of(mail)
    assert not re.search(r"MUSTERMANN|erika@|Ummeldung", whole)
    assert call.view["reference"] not in whole
    token = re.search(r"/gast#(\S+)", text_of(mail))
    assert token is not None
    assert call.server.get("/guest", token[1]).json()["name"] == "Leyla Demir"


def test_a_guests_link_opens_nothing_of_the_citizens_nor_the_other_way_round(call: Call) -> None:
    token = call.invite()["token"]
    assert call.server.get("/appointment", token).json()["code"] == "link_unknown"
    assert call.server.get("/clerk/me", token).json()["code"] == "not_signed_in"
    with call.server.raw("citizen") as page:
        page.say(type="hello", version=1, token=token)
        assert page.hear("error")["code"] == "link_unknown"
    with call.server.raw("guest") as page:
        page.say(type="hello", version=1, token="x" * 32)
        assert page.hear("error")["code"] == "link_unknown"


def test_another_clerk_has_no_say(call: Call) -> None:
    guest = call.invite()["guest"]["id"]
    other = call.server.sign_in("fuchs", name="Herr Fuchs")
    assert call.server.post(call.place, LEYLA, other).json()["code"] == "already_called"
    assert call.server.get(call.place, other).json()["code"] == "already_called"
    assert call.server.post(f"{call.place}/{guest}/admission", {}, other).json()["code"] == "already_called"
    far = call.server.sign_in("west", office="west", name="Frau West")
    assert call.server.post(call.place, LEYLA, far).json()["code"] == "not_found"


def test_without_a_call_nobody_is_invited(server: Server) -> None:
    view, _ = server.book()
    clerk = server.sign_in()
    reply = server.post(f"/clerk/appointments/{view['id']}/guests", LEYLA, clerk)
    assert reply.json()["code"] == "already_called"  # nobody's case yet


def test_the_link_ends_with_the_day_and_the_names_go_with_the_citizens(call: Call, clock: FixedClock) -> None:
    token = call.invite(email="demir@example.org")["token"]
    clock.advance(timedelta(days=1))
    assert call.server.get("/guest", token).json()["code"] == "link_expired"
    service = call.server.service
    clock.advance(timedelta(days=30))
    for _ in range(2):
        sweep(service.database, service.settings, clock, service.catalog)
    with service.database.read() as tx:
        guest = tx.scalars(select(Guest)).one()
    assert (guest.name, guest.email, guest.said_name) == (None, None, None)
