from __future__ import annotations

import importlib.metadata
import random
import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from aiortc import RTCPeerConnection
from aiortc.codecs import get_decoder
from aiortc.codecs.h264 import H264Encoder
from aiortc.codecs.opus import OpusEncoder
from aiortc.codecs.vpx import Vp8Encoder
from aiortc.jitterbuffer import JitterFrame
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtp import RtpPacket
from av import AudioFrame, VideoFrame
from packaging.specifiers import SpecifierSet

from clerk_desktop.desktop.services import receiving
from clerk_desktop.desktop.services.receiving import Missing, PictureBuffer, SoundBuffer, Timeline, is_whole, take_over

KEY, DELTA = b"\x10\0\0\x9d\x01\x2a", b"\x11\0\0"
ROOT = Path(__file__).resolve().parents[3]


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def packet(number: int, content: bytes, timestamp: int = 0, *, last: bool = False) -> RtpPacket:
    one = RtpPacket(sequence_number=number & 0xFFFF, timestamp=timestamp, marker=int(last))
    one._data = content
    return one


def film(pictures: int, first: int = 0, parts: int = 3, key_at: Callable[[int], bool] = lambda at: at == 0) -> list:
    """Packets of so many pictures, of which only the first stands alone."""
    made = []
    for at in range(pictures):
        head = KEY if key_at(at) else DELTA
        for part in range(parts):
            content = (head if part == 0 else b"") + f"<{at}.{part}>".encode()
            made.append(packet(first + at * parts + part, content, at * 3000, last=part == parts - 1))
    return made


def shown(buffer: PictureBuffer, packets: list[RtpPacket]) -> list[int]:
    """Which pictures come out, by their time stamps in units of one picture."""
    frames = [buffer.add(one)[1] for one in packets]
    return [frame.timestamp // 3000 for frame in frames if frame is not None]


def test_a_picture_comes_with_its_last_packet() -> None:
    buffer = PictureBuffer()
    for at, one in enumerate(film(4)):
        pli, frame = buffer.add(one)
        assert not pli
        assert (frame is not None) is (at % 3 == 2)
        if frame is not None:
            assert frame.data.endswith(f"<{at // 3}.0><{at // 3}.1><{at // 3}.2>".encode())
            assert frame.timestamp == at // 3 * 3000


def test_a_picture_whose_end_is_not_marked_comes_with_the_next_one() -> None:
    packets = film(3)
    packets[2].marker = 0
    buffer = PictureBuffer()
    assert [buffer.add(one)[1] is not None for one in packets[:4]] == [False, False, False, True]


@pytest.mark.parametrize("first", [0, 65_530, 65_535])
def test_any_order_gives_the_same_film(first: int) -> None:
    packets = film(30, first)
    chance = random.Random(7)
    for start in range(0, len(packets), 6):
        some = packets[start : start + 6]
        chance.shuffle(some)
        packets[start : start + 6] = some
    twice = [one for one in packets for _ in range(2)]
    assert shown(PictureBuffer(), twice) == list(range(30))


def test_packets_that_only_measure_the_link_are_no_picture() -> None:
    packets = film(2)
    for at, one in enumerate(packets):
        one.sequence_number = at + (1 if at < 3 else 3)
    padding = [packet(0, b"", 99), packet(4, b"", 0), packet(5, b"", 0, last=True)]
    padded = sorted([*packets, *padding], key=lambda one: one.sequence_number)
    assert shown(PictureBuffer(), padded) == [0, 1]


def test_what_was_lost_and_sent_again_is_caught_up_with(clock: Clock) -> None:
    packets = film(6)
    gone = packets.pop(4)
    buffer = PictureBuffer(clock)
    assert shown(buffer, packets) == [0]
    clock.now += 0.1
    # One picture a packet: the decoder is not flooded, and no packet brings two.
    assert shown(buffer, [gone, *film(3, 18), *film(2, 27)])[:6] == [1, 2, 3, 4, 5, 0]


def test_what_stays_lost_freezes_the_picture_until_a_whole_one_comes(clock: Clock) -> None:
    packets = film(40, key_at=lambda at: at in {0, 30})
    del packets[4]
    buffer, asked, seen = PictureBuffer(clock), [], []
    for at, one in enumerate(packets):
        clock.now += 1 / 90
        pli, frame = buffer.add(one)
        asked += [at] if pli else []
        seen += [frame.timestamp // 3000] if frame is not None else []
    assert seen == [0, *range(30, 40)]
    # Asked after 0.4 s of waiting, and again as long as none came.
    assert 36 <= asked[0] <= 44
    assert len(asked) == 2


def test_a_sender_that_begins_anew_is_asked_for_a_whole_picture(clock: Clock) -> None:
    buffer = PictureBuffer(clock)
    assert shown(buffer, film(3)) == [0, 1, 2]
    pli, frame = buffer.add(packet(30_000, DELTA, last=True))
    assert (pli, frame) == (True, None)
    assert shown(buffer, film(2, 30_001)) == [0, 1]


def test_memory_is_bounded_whatever_comes(clock: Clock) -> None:
    buffer = PictureBuffer(clock)
    chance = random.Random(3)
    for _ in range(20_000):
        clock.now += 0.001
        buffer.add(packet(chance.randrange(65_536), b"x" * 10, chance.randrange(9)))
        assert len(buffer._packets) + len(buffer._parts) + len(buffer._first) <= 2 * receiving.MOST_PACKETS


def test_a_lost_packet_is_asked_for_again_and_again_but_not_for_ever(clock: Clock) -> None:
    missing = Missing(clock)
    assert not missing.add(packet(65_534, b""))
    assert missing.add(packet(2, b""))
    assert missing.missing == [65_535, 0, 1]
    assert not missing.add(packet(3, b""))  # asked a moment ago
    missing.add(packet(0, b""))
    clock.now += 0.1
    assert missing.add(packet(4, b""))
    assert missing.missing == [65_535, 1]
    clock.now += 1
    assert not missing.add(packet(5, b""))
    assert not missing._open


def test_a_jump_is_no_loss_of_thousands(clock: Clock) -> None:
    missing = Missing(clock)
    missing.add(packet(10, b""))
    assert not missing.add(packet(20_000, b""))
    assert missing.add(packet(20_002, b""))
    assert missing.missing == [20_001]


def test_time_goes_on_over_the_wrap_and_in_any_order() -> None:
    times = Timeline()
    start = 2**32 - 960
    assert [times.map(stamp & 0xFFFFFFFF) for stamp in (start, start + 1920, start + 960, start + 2880)] == [
        0,
        1920,
        960,
        2880,
    ]
    assert times.map(start - 960) == -960


def test_sound_is_handed_on_whatever_its_order() -> None:
    buffer = SoundBuffer()
    for number in (5, 9, 7, 7):
        pli, frame = buffer.add(packet(number, b"voice", number * 960))
        assert (pli, frame.data, frame.timestamp) == (False, b"voice", number * 960)


def test_a_whole_picture_is_told_from_one_that_needs_others() -> None:
    def frame(shade: int, pts: int) -> VideoFrame:
        one = VideoFrame(320, 180, "yuv420p")
        for plane in one.planes:
            plane.update(bytes([shade]) * plane.buffer_size)
        one.pts, one.time_base = pts, Fraction(1, 90_000)
        return one

    from aiortc.codecs import depayload

    for encoder, name in ((Vp8Encoder(), "VP8"), (H264Encoder(), "H264")):
        codec = RTCRtpCodecParameters(mimeType=f"video/{name}", clockRate=90_000, payloadType=96)
        kinds = []
        for at in range(3):
            payloads, _ = encoder.encode(frame(40 + at, at * 3000), at == 0)
            kinds.append(is_whole(b"".join(depayload(codec, payload) for payload in payloads)))
        assert kinds == [True, False, False], name
    assert not is_whole(b"")
    assert not is_whole(b"\0\0\1")


def test_decoded_sound_keeps_the_time_stamp_of_its_packet() -> None:
    """The play-out puts packets in their place by it."""
    encoder, times = OpusEncoder(), Timeline()
    decoder = get_decoder(RTCRtpCodecParameters(mimeType="audio/opus", clockRate=48_000, channels=2, payloadType=111))
    packets = []
    for at in range(8):
        frame = AudioFrame(format="s16", layout="mono", samples=960)
        frame.sample_rate, frame.pts, frame.time_base = 48_000, at * 960, Fraction(1, 48_000)
        payloads, stamp = encoder.encode(frame)
        packets += [(stamp, payload) for payload in payloads]
    packets[3], packets[4] = packets[4], packets[3]
    got = []
    for stamp, payload in packets:
        wrapped = (stamp + 2**32 - 2000) & 0xFFFFFFFF
        decoded = decoder.decode(JitterFrame(payload, times.map(wrapped)))
        got += [(stamp - packets[0][0], sound.pts, sound.samples) for sound in decoded]
    assert [one[0] for one in got] == [one[1] for one in got]
    assert {one[2] for one in got} == {960}


# --- the contract with aiortc ---------------------------------------------------------------------


async def test_the_private_names_are_there_and_replaced() -> None:
    connection = RTCPeerConnection()
    for kind in ("audio", "video"):
        connection.addTransceiver(kind)
    receivers = [transceiver.receiver for transceiver in connection.getTransceivers()]
    for receiver in receivers:
        for name in receiving.PRIVATE:
            assert hasattr(receiver, name), f"aiortc has renamed {name}: look at services/receiving.py"
    take_over(connection)
    sound, picture = receivers
    assert isinstance(getattr(sound, receiving.BUFFER), SoundBuffer)
    assert getattr(sound, receiving.ASKS) is None
    assert isinstance(getattr(picture, receiving.BUFFER), PictureBuffer)
    assert isinstance(getattr(picture, receiving.ASKS), Missing)
    assert all(isinstance(getattr(receiver, receiving.TIMES), Timeline) for receiver in receivers)
    await connection.close()


def test_aiortc_is_pinned_to_the_version_whose_private_names_these_are() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [one for one in project["project"]["optional-dependencies"]["desktop"] if one.startswith("aiortc")]
    assert wanted == ["aiortc==1.16.*"]
    assert importlib.metadata.version("aiortc") in SpecifierSet("==1.16.*")
