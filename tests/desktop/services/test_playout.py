"""The play-out on networks and sound cards that a test moves by hand; nothing here waits for a real clock."""

from __future__ import annotations

import random
import subprocess
import sys

import numpy as np
import pytest

from clerk_desktop.desktop.services.playout import LEAST_MS, MOST_MS, Playout
from tests.desktop.services.sound_line import (
    LOUD,
    PACKET,
    Packet,
    later,
    listen,
    lost,
    sent,
    taps,
    voice,
)

SECONDS = 20


def jitter(most_s: float, seed: int = 3) -> list[Packet]:
    chance = random.Random(seed)  # the same chance every time
    return later(sent(voice(SECONDS)), lambda _: chance.random() * most_s)


def test_an_even_link_plays_every_sample_in_order() -> None:
    playout = Playout()
    heard = listen(playout, sent(voice(5)), 5)
    assert heard.dropouts_ms(0.2, 4.9) == 0
    assert playout.concealed_ms == 0
    # The very samples, 30 ms of way and 40 ms of play-out later (within 1 ms, which the resampler may use).
    said, at = voice(5), [int(s * 48_000) for s in (0.5, 1.5, 3.5)]
    for start in at:
        piece = said[start : start + 4800].astype(float)
        late = start + int(0.070 * 48_000)
        errors = [np.abs(heard.sound[late + k : late + k + 4800] - piece).max() for k in range(-48, 49)]
        assert min(errors) < LOUD / 10


@pytest.mark.parametrize("share", [0.02, 0.05, 0.2])
def test_lost_packets_are_concealed_and_leave_no_delay(share: float) -> None:
    playout = Playout()
    heard = listen(playout, lost(sent(voice(SECONDS)), share), SECONDS)
    assert heard.dropouts_ms(1, SECONDS - 1) <= 10 * (SECONDS - 2) * (share / 0.02) / 10
    missing = 1000 * SECONDS - 20 * len(lost(sent(voice(SECONDS)), share))
    assert playout.concealed_ms == pytest.approx(missing, abs=40)
    assert playout.delay_ms == pytest.approx(LEAST_MS, abs=2)


def test_at_2_percent_loss_every_tap_is_in_time() -> None:
    heard = listen(Playout(), lost(sent(taps(SECONDS)), 0.02), SECONDS)
    delays = heard.tap_delays_ms()
    assert len(delays) > 30
    assert max(delays) - min(delays) <= 5
    assert max(delays) <= LEAST_MS + 5


def test_a_concealed_gap_sounds_like_the_voice_around_it() -> None:
    packets = [one for one in sent(voice(2)) if one.number != 50]
    heard = listen(Playout(), packets, 2).sound.astype(float)
    gap = heard[int(1.072 * 48_000) : int(1.088 * 48_000)]
    before = heard[int(1.040 * 48_000) : int(1.060 * 48_000)]
    assert np.sqrt((gap**2).mean()) > 0.8 * np.sqrt((before**2).mean())
    assert np.abs(np.diff(gap)).max() < 2 * np.abs(np.diff(before)).max(), "no click"


def test_a_long_gap_fades_into_silence_instead_of_humming_on() -> None:
    packets = [one for one in sent(voice(3)) if not 50 <= one.number < 100]
    heard = listen(Playout(), packets, 3).sound
    assert not heard[int(1.25 * 48_000) : int(2.05 * 48_000)].any()
    assert heard[int(2.1 * 48_000) : int(2.5 * 48_000)].any()


@pytest.mark.parametrize("most_s", [0.03, 0.06, 0.1])
def test_jitter_is_ridden_out_by_a_longer_delay(most_s: float) -> None:
    playout = Playout()
    heard = listen(playout, jitter(most_s), SECONDS)
    assert heard.dropouts_ms(2, SECONDS - 1) == 0
    assert max(LEAST_MS, 1000 * most_s) <= playout.target_ms <= 1000 * most_s + 30
    assert playout.delay_ms == pytest.approx(playout.target_ms, abs=15)


def test_packets_that_overtake_each_other_are_put_in_order() -> None:
    playout = Playout()
    packets = later(sent(voice(SECONDS)), lambda one: 0.021 if one.number % 10 == 0 else 0)
    heard = listen(playout, packets, SECONDS)
    assert heard.dropouts_ms(1, SECONDS - 1) == 0
    assert playout.late == 0
    assert playout.concealed_ms < 50


def test_a_packet_that_comes_twice_is_played_once() -> None:
    packets = sent(voice(5))
    twice = packets + later(packets, lambda _: 0.005)
    assert (listen(Playout(), packets, 5).sound == listen(Playout(), twice, 5).sound).all()


def test_a_slower_way_is_followed_at_once_and_left_again() -> None:
    playout = Playout()
    packets = later(sent(voice(30)), lambda one: 0.15 if 250 < one.number < 500 else 0)
    heard = listen(playout, packets, 30)
    assert heard.dropouts_ms(5, 10) <= 250
    assert heard.dropouts_ms(5.6, 10) == 0
    assert max(delay for at, delay in heard.times if at > 18) < LEAST_MS + 25
    assert heard.dropouts_ms(10, 29) == 0


def test_a_burst_after_a_stall_leaves_no_lasting_delay() -> None:
    playout = Playout()
    packets = later(sent(voice(SECONDS)), lambda one: max(0, (300 - one.number) * 0.02) if one.number > 250 else 0)
    heard = listen(playout, packets, SECONDS)
    assert max(delay for _, delay in heard.times) <= MOST_MS + 10
    assert playout.delay_ms <= LEAST_MS + 20
    assert heard.dropouts_ms(6.2, SECONDS - 1) == 0


def test_a_pause_full_of_faint_noise_is_where_a_delay_is_made_shorter() -> None:
    playout = Playout()
    said = taps(SECONDS) + np.random.default_rng(4).integers(-8, 9, SECONDS * 48_000).astype(np.int16)
    packets = later(sent(said), lambda one: 0.15 if 250 < one.number < 300 else 0)
    heard = listen(playout, packets, SECONDS)
    assert max(delay for at, delay in heard.times if at > 11.5) < LEAST_MS + 15


@pytest.mark.parametrize("ppm", [-300, -100, 100, 300])
def test_the_senders_clock_is_followed(ppm: int) -> None:
    playout = Playout()
    heard = listen(playout, sent(voice(60), ppm=ppm), 60)
    assert heard.dropouts_ms(1, 59) == 0
    assert playout.concealed_ms < 40
    assert playout.delay_ms == pytest.approx(LEAST_MS, abs=3)
    assert playout.drift_ppm == pytest.approx(ppm, abs=60)


def test_the_speakers_clock_is_followed() -> None:
    playout = Playout()
    heard = listen(playout, sent(voice(60)), 60, card_ppm=200)
    assert heard.dropouts_ms(1, 59) == 0
    assert playout.delay_ms == pytest.approx(LEAST_MS, abs=3)
    assert playout.drift_ppm == pytest.approx(-200, abs=60)


def test_a_speaker_that_slept_goes_on_with_what_is_said_now() -> None:
    playout = Playout()
    heard = listen(playout, sent(taps(SECONDS)), SECONDS, takes=lambda t: not 5 < t < 9.2)
    assert heard.tap_delays_ms()[-1] == pytest.approx(LEAST_MS, abs=5)
    assert playout.delay_ms == pytest.approx(LEAST_MS, abs=5)


def test_sound_that_nobody_takes_does_not_gather() -> None:
    playout = Playout()
    for one in sent(voice(10)):
        playout.put(one.stamp, one.pcm, one.at)
    assert len(playout._packets) <= 100


def test_another_sender_is_heard_at_once() -> None:
    first = sent(voice(3))
    second = [Packet(n, (one.stamp + 777_777_777) % 2**32, one.pcm, one.at + 3) for n, one in enumerate(first)]
    playout = Playout()
    heard = listen(playout, first + second, 6)
    assert heard.dropouts_ms(0.2, 2.9) == 0
    assert heard.dropouts_ms(3.2, 5.9) == 0
    assert playout.late == 0


@pytest.mark.parametrize("shift_s", [-0.8, -0.3, 0.3, 0.8])
def test_another_sender_with_stamps_nearby_is_heard_within_a_second(shift_s: float) -> None:
    first = sent(voice(4))
    moved = sent(voice(4), ahead=4 * 48_000 + int(shift_s * 48_000))
    second = [Packet(one.number, one.stamp, one.pcm, one.at + 4) for one in moved]
    playout = Playout()
    heard = listen(playout, first + second, 8)
    assert heard.dropouts_ms(5.2, 7.9) == 0
    assert playout.delay_ms < MOST_MS + 20


def test_silence_before_the_first_packet_and_after_a_reset() -> None:
    playout = Playout()
    assert playout.take(480, 1.0) == bytes(960)
    for one in sent(voice(1)):
        playout.put(one.stamp, one.pcm, one.at)
    assert any(playout.take(9600, 101.0))
    playout.reset()
    assert playout.take(480, 101.0) == bytes(960)
    assert playout.delay_ms == 0


def test_a_speaker_may_ask_for_any_number_of_samples() -> None:
    playout = Playout()
    for one in sent(voice(1)):
        playout.put(one.stamp, one.pcm, one.at)
    for samples in (0, 1, 2, 3, 479, 1920, 4800):
        assert len(playout.take(samples, 100.2)) == 2 * samples


@pytest.mark.parametrize("pcm", [b"", b"\x01"])
def test_an_empty_packet_is_none(pcm: bytes) -> None:
    playout = Playout()
    playout.put(5, pcm, 1.0)
    assert playout.take(10, 1.0) == bytes(20)


def test_packets_of_other_lengths_are_played_as_well() -> None:
    whole = sent(voice(5))
    longer = [
        Packet(a.number, a.stamp, a.pcm + b.pcm + c.pcm, c.at)
        for a, b, c in zip(whole[::3], whole[1::3], whole[2::3], strict=False)
    ]
    heard = listen(Playout(), longer, 4.8)
    assert heard.dropouts_ms(0.3, 4.7) == 0


def test_it_is_quick() -> None:
    """Counted in calls of the interpreter, not in time: a hundred takes a second must stay cheap."""
    playout, calls = Playout(), 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    packets = lost(sent(voice(2)), 0.02)
    sys.setprofile(count)
    try:
        listen(playout, packets, 2)
    finally:
        sys.setprofile(None)
    assert calls / 200 < 250


def test_numpy_is_loaded_by_the_first_call_and_not_before() -> None:
    script = "import sys; import clerk_desktop.desktop.media.devices; print('numpy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_the_packets_length_is_the_desks() -> None:
    assert PACKET == 960
