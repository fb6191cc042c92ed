"""Passwords of the relay: made as coturn checks them, for whoever is in a call, and gone soon after."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

import pytest

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.hosted.config import ConfigError, Settings
from tests.hosted.harness import Server

SECRET = "a-secret-of-the-rehearsal-0123456789"
FIXED = {"urls": ["stun:stun.example.org"]}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    changed = {
        "turn_urls": "turns:turn.example.org:5349?transport=tcp, turn:turn.example.org",
        "turn_secret": SECRET,
        "turn_minutes": 20,
        "ice_servers": [FIXED],
        "early_minutes": 15,
    }
    return Settings.model_validate(settings.model_dump() | changed)


def checked(view: dict[str, object], now: datetime) -> str:
    """What coturn checks; returns the name in it."""
    relay = view["ice_servers"][-1]  # type: ignore[index]
    mac = hmac.new(SECRET.encode(), relay["username"].encode(), hashlib.sha1).digest()
    assert relay["credential"] == base64.b64encode(mac).decode()
    ends, name = relay["username"].split(":")
    assert int(ends) == int((now + timedelta(minutes=20)).timestamp())
    assert relay["urls"] == ["turns:turn.example.org:5349?transport=tcp", "turn:turn.example.org"]
    return str(name)


def opened(server: Server, clock: FixedClock) -> tuple[dict[str, object], str]:
    view, link = server.book()
    clock.advance(datetime.fromisoformat(str(view["start"])) - clock.now())
    return view, link


def test_page_and_desk_get_passwords_that_the_relay_takes(server: Server, clock: FixedClock) -> None:
    view, link = opened(server, clock)
    mine = server.get("/appointment/ice", link).json()
    name = checked(mine, clock.now())
    assert mine["ice_servers"][0]["urls"] == FIXED["urls"]
    assert datetime.fromisoformat(mine["expires_at"]) == clock.now() + timedelta(minutes=20)
    desk = server.get("/clerk/ice", server.sign_in()).json()
    assert checked(desk, clock.now()) != name
    assert str(view["id"]) not in str(mine)


def test_a_later_question_gets_a_later_end(server: Server, clock: FixedClock) -> None:
    _, link = opened(server, clock)
    first = server.get("/appointment/ice", link).json()
    clock.advance(timedelta(minutes=12))
    second = server.get("/appointment/ice", link).json()
    assert checked(first, clock.now() - timedelta(minutes=12)) == checked(second, clock.now())


def test_the_call_brings_the_first_ones(server: Server, clock: FixedClock) -> None:
    _, link = opened(server, clock)
    clerk = server.sign_in()
    with server.live("citizen", link) as page, server.live("desk", clerk) as desk:
        page.ready()
        page.hear("position")
        desk.hear_queue()
        case = server.post("/clerk/queue/next", token=clerk).json()
        called = page.hear("called")
    assert checked(case, clock.now()) == checked(called, clock.now())


def test_nobody_else_gets_one(server: Server, clock: FixedClock) -> None:
    _, link = server.book()
    clock.advance(timedelta(minutes=-30))
    assert server.get("/appointment/ice", link).json()["code"] == "too_early"
    assert server.get("/appointment/ice").json()["code"] == "link_unknown"
    assert server.get("/clerk/ice", link).json()["code"] == "not_signed_in"
    assert server.post("/appointment/cancellation", token=link).is_success
    clock.advance(timedelta(minutes=30))
    assert server.get("/appointment/ice", link).json()["code"] == "wrong_state"


def test_without_a_relay_nothing_ends(server: Server) -> None:
    plain = Settings.model_validate({"ice_servers": [FIXED]})
    from clerk_desktop.hosted.relay import Relay

    view = Relay(plain, server.clock).view("a1")
    assert view.expires_at is None
    assert [server.urls for server in view.ice_servers] == [("stun:stun.example.org",)]


def test_a_relay_without_a_secret_is_refused_and_the_secret_is_never_printed(settings: Settings) -> None:
    with pytest.raises(ConfigError, match="OFFICE_TURN_SECRET"):
        Settings.from_environment({"OFFICE_TURN_URLS": "turn:turn.example.org"})
    assert SECRET not in repr(settings)
