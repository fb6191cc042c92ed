"""Who is there: of one process, and of several that tell each other."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.common.messages.clerk import CardTrial, Grade
from clerk_desktop.hosted.cluster import presence as module
from clerk_desktop.hosted.cluster.presence import SharedPresence
from clerk_desktop.hosted.events import Event, Superseded, Vanished
from clerk_desktop.hosted.presence import Presence


class Air:
    """What Redis does: everything that one says, all others hear in the same order; here at `carry`."""

    def __init__(self) -> None:
        self.wires: list[FakeWire] = []
        self.said: list[tuple[str, str]] = []

    def carry(self) -> None:
        while self.said:
            sender, text = self.said.pop(0)
            for wire in self.wires:
                if wire.me != sender and wire.connected:
                    for listener in wire.on_message:
                        listener(sender, json.loads(text))


class FakeWire:
    _names = itertools.count()

    def __init__(self, air: Air) -> None:
        self.me = f"p{next(self._names)}"
        self.air = air
        self.connected = True
        self.on_message: list[Callable[[str, Any], None]] = []
        self.on_connection: list[Callable[[bool], None]] = []
        self.beat: Callable[[], dict[str, Any]] = dict
        air.wires.append(self)

    def send(self, message: object) -> None:
        if self.connected:
            self.air.said.append((self.me, json.dumps(message)))

    def pulse(self) -> None:
        self.send({"kind": "beat", **self.beat()})

    def set(self, connected: bool) -> None:
        self.connected = connected
        for listener in self.on_connection:
            listener(connected)


class Process:
    def __init__(self, air: Air, clock: FixedClock) -> None:
        self.wire = FakeWire(air)
        self.heard: list[Event] = []
        self.presence = SharedPresence(self.wire, clock, self.heard.append)  # type: ignore[arg-type]
        self.wire.set(connected=True)


@pytest.fixture
def air() -> Air:
    return Air()


@pytest.fixture
def pair(air: Air, clock: FixedClock) -> tuple[Process, Process]:
    made = Process(air, clock), Process(air, clock)
    air.carry()
    return made


@pytest.fixture(params=["one", "shared"])
def presence(request: pytest.FixtureRequest, air: Air, clock: FixedClock) -> Presence:
    return Presence() if request.param == "one" else Process(air, clock).presence


def test_citizens_come_and_go(presence: Presence) -> None:
    assert not presence.has_citizen("a")
    presence.citizen("a", present=True)
    assert presence.has_citizen("a")
    presence.citizen("a", present=False)
    presence.citizen("a", present=False)
    assert not presence.has_citizen("a")


TRIAL = CardTrial(
    overall=Grade.FAIR,
    size=Grade.GOOD,
    sharpness=Grade.GOOD,
    glare=Grade.FAIR,
    light=Grade.GOOD,
    posture=Grade.GOOD,
    width=1280,
    height=720,
)


def test_the_trial_of_a_card_goes_with_its_citizen(presence: Presence) -> None:
    presence.tried("a", TRIAL)
    assert presence.trial_of("a") is None  # nobody is there
    presence.citizen("a", present=True)
    presence.tried("a", TRIAL)
    assert presence.trial_of("a") == TRIAL
    presence.citizen("a", present=False)
    assert presence.trial_of("a") is None
    presence.citizen("a", present=True)
    assert presence.trial_of("a") is None


def test_others_and_newcomers_hear_of_a_trial(air: Air, pair: tuple[Process, Process], clock: FixedClock) -> None:
    one, two = pair
    one.presence.citizen("a", present=True)
    one.presence.tried("a", TRIAL)
    air.carry()
    assert two.presence.trial_of("a") == TRIAL
    third = Process(air, clock)
    air.carry()
    assert third.presence.trial_of("a") == TRIAL
    two.presence.citizen("a", present=True)  # on another device: the trial was made with the first one
    air.carry()
    assert [process.presence.trial_of("a") for process in (one, two, third)] == [None, None, None]


def test_clerks_count_by_office(presence: Presence) -> None:
    presence.clerk("city", "wolf", present=True)
    presence.clerk("city", "fuchs", present=True)
    presence.clerk("west", "luchs", present=True)
    assert (presence.clerks_of("city"), presence.clerks_of("west"), presence.clerks_of("ost")) == (2, 1, 0)
    assert presence.has_clerk("city", "wolf")
    assert not presence.has_clerk("west", "wolf")
    presence.clerk("city", "wolf", present=False)
    assert presence.clerks_of("city") == 1


def test_others_hear_of_it(air: Air, pair: tuple[Process, Process]) -> None:
    one, two = pair
    one.presence.citizen("a", present=True)
    one.presence.clerk("city", "wolf", present=True)
    air.carry()
    assert two.presence.has_citizen("a")
    assert two.presence.has_clerk("city", "wolf")
    two.presence.clerk("city", "wolf", present=True)
    assert two.presence.clerks_of("city") == 1  # the same clerk at two desks
    one.presence.citizen("a", present=False)
    air.carry()
    assert not two.presence.has_citizen("a")


def test_a_new_process_is_told_everything(air: Air, pair: tuple[Process, Process], clock: FixedClock) -> None:
    pair[0].presence.citizen("a", present=True)
    air.carry()
    third = Process(air, clock)
    air.carry()
    assert third.presence.has_citizen("a")


def test_what_was_missed_is_asked_for(air: Air, pair: tuple[Process, Process]) -> None:
    one, two = pair
    one.presence.citizen("a", present=True)
    air.said.clear()  # lost
    one.presence.citizen("b", present=True)
    air.carry()
    assert two.presence.has_citizen("a")
    one.presence.citizen("a", present=False)
    air.said.clear()
    one.wire.pulse()
    air.carry()
    assert not two.presence.has_citizen("a")
    assert two.presence.has_citizen("b")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_devices_the_later_stays(air: Air, pair: tuple[Process, Process], order: tuple[int, int]) -> None:
    first, second = (pair[index] for index in order)
    first.presence.citizen("a", present=True)
    air.carry()
    second.presence.citizen("a", present=True)  # at the same moment by the clock
    air.carry()
    assert first.heard == [Superseded("a")]
    assert second.heard == []
    second.presence.citizen("a", present=False)
    air.carry()
    assert not any(process.presence.has_citizen("a") for process in pair)


def test_two_devices_at_once_leave_exactly_one(air: Air, pair: tuple[Process, Process]) -> None:
    for process in pair:
        process.presence.citizen("a", present=True)
    air.carry()
    assert sorted(len(process.heard) for process in pair) == [0, 1]
    assert all(process.presence.has_citizen("a") for process in pair)


def test_who_falls_silent_is_forgotten(
    air: Air, pair: tuple[Process, Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = pair
    one.presence.citizen("a", present=True)
    one.presence.clerk("city", "wolf", present=True)
    air.carry()
    monkeypatch.setattr(module, "SILENCE_SECONDS", -1.0)
    two.wire.pulse()
    assert two.heard == [Vanished(("a",), (("city", "wolf"),))]
    assert not two.presence.has_citizen("a")
    monkeypatch.setattr(module, "SILENCE_SECONDS", 60.0)
    one.wire.pulse()  # it was only slow
    air.carry()
    assert two.presence.has_citizen("a")


def test_without_a_wire_the_last_news_stay(
    air: Air, pair: tuple[Process, Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = pair
    one.presence.citizen("a", present=True)
    air.carry()
    for process in pair:
        process.wire.set(connected=False)
    monkeypatch.setattr(module, "SILENCE_SECONDS", -1.0)
    two.wire.pulse()
    assert two.presence.has_citizen("a")
    monkeypatch.setattr(module, "SILENCE_SECONDS", 60.0)
    one.presence.citizen("a", present=False)
    one.presence.citizen("b", present=True)
    for process in pair:
        process.wire.set(connected=True)
    air.carry()
    assert two.presence.has_citizen("b")
    assert not two.presence.has_citizen("a")
