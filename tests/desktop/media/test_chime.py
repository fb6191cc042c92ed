from __future__ import annotations

import subprocess
import sys
from array import array

import pytest

from clerk_desktop.desktop.media.chime import LOUDEST, TONES, Chime, pcm
from clerk_desktop.desktop.models.alerts import Event
from clerk_desktop.desktop.services.ring import BYTES_PER_MS
from tests.desktop.media.test_sound import server
from tests.desktop.media.tones import strength
from tests.helpers.sound_server import FORMAT

__all__ = ["server"]  # the sound server as a fixture


def test_every_event_has_its_tone() -> None:
    assert {event.value for event in Event} == set(TONES)


@pytest.mark.parametrize("tone", TONES)
def test_a_tone_is_its_notes_short_gentle_and_ends_silent(tone: str) -> None:
    sound = pcm(tone)
    samples = array("h", sound)
    assert len(sound) <= 600 * BYTES_PER_MS
    assert LOUDEST // 3 < max(samples) <= LOUDEST
    assert max(abs(sample) for sample in samples[-48:]) < 100
    assert abs(samples[0]) < 100
    start = 0
    for hertz, ms in TONES[tone]:
        note = sound[start * BYTES_PER_MS : (start + ms) * BYTES_PER_MS]
        assert strength(note, hertz) > 0.2 > 20 * strength(note, hertz * 3 // 2)
        start += ms


def test_the_two_tones_are_told_apart() -> None:
    assert pcm("arrival") != pcm("note")


@pytest.mark.usefixtures("qapp")
def test_without_a_speaker_nothing_fails() -> None:
    chime = Chime(lambda: None)
    chime.ring("arrival")
    assert not chime.playing
    chime.silence()
    with pytest.raises(KeyError):
        chime.ring("alarm")


@pytest.mark.timeout(60, method="thread")
def test_it_is_heard_whole_and_lets_the_device_go(server: dict[str, str]) -> None:
    listener = subprocess.Popen(
        ["pacat", "--record", "--device=speaker.monitor", *FORMAT], env=server, stdout=subprocess.PIPE
    )
    assert listener.stdout
    try:
        assert listener.stdout.read(BYTES_PER_MS)
        child = subprocess.Popen([sys.executable, "-m", "tests.desktop.media.chime_child"], env=server)
        heard = set()
        while len(heard) < len(TONES["arrival"]):
            piece = listener.stdout.read(60 * BYTES_PER_MS)
            heard |= {hertz for hertz, _ms in TONES["arrival"] if strength(piece, hertz) > 0.5}
        assert child.wait() == 0
    finally:
        listener.kill()
        listener.wait()
        listener.stdout.close()
