from __future__ import annotations

import pytest
from aiortc import RTCPeerConnection

from clerk_desktop.common.messages.work import QualityLevel
from clerk_desktop.desktop.services import call_stats
from clerk_desktop.desktop.services.call_stats import Judge, Statistics, StatsReader, judged
from clerk_desktop.desktop.services.tracks import PictureTrack, SoundTrack
from tests.desktop.page_peer import PagePeer

GOOD, WEAK, BAD = QualityLevel
FINE = Statistics(pictures_per_s=30, loss=0.0, round_trip_ms=20)


@pytest.mark.parametrize(
    ("changed", "level"),
    [
        ({}, GOOD),
        ({"loss": None, "round_trip_ms": None}, GOOD),
        ({"loss": 0.05}, WEAK),
        ({"loss": 0.2}, BAD),
        ({"round_trip_ms": 500}, WEAK),
        ({"round_trip_ms": 1500}, BAD),
        ({"pictures_per_s": 8}, WEAK),
        ({"pictures_per_s": 0}, BAD),
        ({"silent_s": 1.0}, WEAK),
        ({"silent_s": 1.8}, BAD),
        ({"loss": 0.05, "pictures_per_s": 1}, BAD),
    ],
)
def test_the_worst_figure_counts(changed: dict[str, float], level: QualityLevel) -> None:
    assert judged(Statistics(**{**vars(FINE), **changed}), picture_expected=True) is level


def test_who_switched_the_camera_off_has_no_bad_link() -> None:
    assert judged(Statistics(pictures_per_s=0), picture_expected=False) is GOOD


def levels(judge: Judge, *losses: float) -> list[QualityLevel]:
    readings = [Statistics(pictures_per_s=30, loss=loss) for loss in losses]
    return [judge.judge(one, picture_expected=True).level for one in readings]


def test_one_bad_second_is_an_accident_two_are_not() -> None:
    assert levels(Judge(), 0, 0, 0.5, 0, 0, 0.5, 0.5) == [GOOD] * 6 + [BAD]
    assert levels(Judge(), 0, 0.5, 0.05) == [GOOD, GOOD, WEAK]


def test_the_light_turns_better_only_after_a_while() -> None:
    assert levels(Judge(), 0, 0.5, 0.5, 0, 0, 0, 0, 0, 0) == [GOOD, GOOD, BAD, BAD, BAD, BAD, BAD, GOOD, GOOD]
    # It flickers: the light does not.
    assert set(levels(Judge(), 0.5, 0, 0.5, 0, 0.5, 0, 0.5)) == {BAD}


async def test_a_real_connection_is_measured() -> None:
    picture, page = PictureTrack(), PagePeer()
    from av import VideoFrame

    from clerk_desktop.desktop.services.call import Peer, PeerEvents

    picture.show(VideoFrame(640, 360, "yuv420p"))
    desk = Peer([], picture, SoundTrack(), PeerEvents())
    await page.accept(await desk.answer(await page.offer()))
    await page.opened.wait()
    one = Statistics()
    while one.round_trip_ms is None:
        reader = StatsReader(desk._pc)
        for _ in range(20):
            await page.tracks["audio"].recv()
        await page.tracks["video"].recv()
        one = await reader.read()
    assert one.kbps_in > 0
    assert one.kbps_out > 0
    assert one.srtp.startswith("SRTP_")
    assert one.relayed is False
    assert 0 <= one.round_trip_ms < 1000
    assert one.loss_there == 0
    await desk.close()
    await page.close()


class Streams:
    """Just what is read of a receiver's stream."""

    def __init__(self, expected: int, received: int) -> None:
        self.packets_expected, self.packets_received, self.max_seq = expected, received, expected
        self.packets_lost, self.jitter = expected - received, 0


async def test_loss_is_what_did_not_come_at_first_without_what_was_sent_again() -> None:
    connection = RTCPeerConnection()
    connection.addTransceiver("video")
    receiver = connection.getReceivers()[0]
    reader = StatsReader(connection)
    getattr(receiver, call_stats.STREAMS)[1] = Streams(100, 100)
    assert (await reader.read()).loss == 0
    getattr(receiver, call_stats.STREAMS).update({1: Streams(200, 190), 2: Streams(50, 10)})
    getattr(receiver, call_stats.REPEATS)[2] = 1
    one = await reader.read()
    assert one.loss == pytest.approx(0.1)
    assert (one.relayed, one.srtp, one.round_trip_ms) == (None, "", None)
    assert (await reader.read()).loss is None  # nothing came: nothing can be said
    getattr(receiver, call_stats.STREAMS).clear()
    await connection.close()


async def test_the_private_names_are_there() -> None:
    connection = RTCPeerConnection()
    connection.addTransceiver("audio")
    for name in call_stats.PRIVATE:
        assert hasattr(connection.getReceivers()[0], name), f"aiortc has renamed {name}: services/call_stats.py"
    await connection.close()
