from __future__ import annotations

from clerk_desktop.desktop.services.hearing import QUIET_S, SILENCE_S, Hearing


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


def listened(clock: Clock, per_look: int, looks: int = 20) -> tuple[Hearing, int]:
    ear, packets = Hearing(clock), 0
    for _ in range(looks):
        clock.now += 0.25
        packets += per_look
        ear.count(packets)
    return ear, packets


def noticed_after(ear: Hearing, clock: Clock, packets: int) -> float:
    begun = clock.now
    while not ear.too_silent:
        clock.now += 0.05
        ear.count(packets)
    return clock.now - begun


def test_where_sound_flows_silence_is_noticed_within_two_seconds() -> None:
    clock = Clock()
    ear, packets = listened(clock, 12)
    assert SILENCE_S <= noticed_after(ear, clock, packets) < 1.75
    assert ear.silent_s > SILENCE_S


def test_a_page_without_devices_is_allowed_to_be_quiet() -> None:
    clock = Clock()
    ear, packets = listened(clock, 1)
    assert QUIET_S <= noticed_after(ear, clock, packets) < QUIET_S + 0.2


def test_anything_ends_the_silence() -> None:
    clock = Clock()
    ear, packets = listened(clock, 12)
    noticed_after(ear, clock, packets)
    ear.something()
    assert not ear.too_silent
    noticed_after(ear, clock, packets)
    ear.count(packets + 1)
    assert not ear.too_silent
    assert ear.silent_s == 0
