"""The live look at a card: what is seen of it, and the one hint."""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import AsyncIterator
from dataclasses import asdict, replace

import cv2
import numpy as np
import pytest

from clerk_desktop.common.capture import NOTHING_SEEN, Assessment, GreyFrame, Hint, Side, Wanted
from clerk_desktop.desktop.services.id_reader import IdReader
from clerk_desktop.desktop.services.id_reader_assess import Assessor, hint_of
from clerk_desktop.desktop.services.id_reader_net import ZoneReader
from tests.helpers import bad_workers, specimen
from tests.helpers.specimen import Picture, Pose

STILL = Pose(width=0.58, x=0.62, y=0.52)


@pytest.fixture(scope="module")
def zones() -> ZoneReader:
    return ZoneReader()


@pytest.fixture
def assessor(zones: ZoneReader) -> Assessor:
    return Assessor(zones)


def frame(picture: Picture, at: float = 0.0) -> GreyFrame:
    grey = cv2.cvtColor(specimen.noise(picture, np.random.default_rng(3), 2), cv2.COLOR_BGR2GRAY)
    return GreyFrame(grey.shape[1], grey.shape[0], grey.tobytes(), at)


def back(pose: Pose = STILL) -> Picture:
    return specimen.scene(specimen.back(), pose)


class TestView:
    def test_good(self, assessor: Assessor) -> None:
        seen = assessor.assess(frame(back()), Wanted.MRZ)
        assert (seen.good, seen.hint, seen.side) == (True, None, Side.MRZ)
        assert seen.quad is not None
        real = specimen.quad(STILL, (1280, 720), 53.98 / 85.6) / (1280, 720)
        assert np.abs(np.array(seen.quad) - real).max() < 0.05

    def test_video_range_is_stretched(self, assessor: Assessor) -> None:
        dull = (back().astype(float) * 219 / 255 + 16).astype(np.uint8)
        assert assessor.assess(frame(dull), Wanted.MRZ).good

    @pytest.mark.parametrize(
        ("pose", "hint"),
        [
            (Pose(width=0.3, x=0.62, y=0.52), Hint.CLOSER),
            (Pose(width=0.5, x=0.6, y=0.5, roll=22), Hint.STRAIGHTEN),
            (Pose(width=0.58, x=0.8, y=0.52), Hint.AT_EDGE),
        ],
        ids=["far", "turned", "edge"],
    )
    def test_how_it_is_held(self, assessor: Assessor, pose: Pose, hint: Hint) -> None:
        seen = assessor.assess(frame(back(pose)), Wanted.MRZ)
        assert (seen.hint, seen.good) == (hint, False)

    def test_lamp(self, assessor: Assessor) -> None:
        picture = back()
        cv2.ellipse(picture, (760, 480), (230, 60), -3, 0, 360, (255, 255, 255), -1)
        assert assessor.assess(frame(picture), Wanted.MRZ).hint is Hint.GLARE

    def test_blurred_by_motion(self, assessor: Assessor) -> None:
        assert assessor.assess(frame(specimen.motion(back(), 26, 20)), Wanted.MRZ).hint is Hint.HOLD_STILL

    def test_moving_from_frame_to_frame(self, assessor: Assessor) -> None:
        assessor.assess(frame(back(), at=1.0), Wanted.MRZ)
        seen = assessor.assess(frame(back(replace(STILL, x=0.57)), at=1.1), Wanted.MRZ)
        assert seen.motion == pytest.approx(0.05 / 0.58 / 0.1, rel=0.25)
        assert seen.hint is Hint.HOLD_STILL

    def test_dark(self, assessor: Assessor) -> None:
        night = (back() * 0.07).astype(np.uint8)
        assert assessor.assess(frame(night), Wanted.MRZ).hint is Hint.TOO_DARK

    def test_sides(self, assessor: Assessor) -> None:
        front = specimen.scene(specimen.front(), STILL)
        assert assessor.assess(frame(front), Wanted.MRZ).hint is Hint.WRONG_SIDE
        assert assessor.assess(frame(front), Wanted.OTHER).good
        assert assessor.assess(frame(back()), Wanted.OTHER).hint is Hint.WRONG_SIDE
        assert assessor.assess(frame(back()), Wanted.ANY).good

    def test_no_card(self, assessor: Assessor) -> None:
        seen = assessor.assess(frame(specimen.room((1280, 720)).copy()), Wanted.MRZ)
        assert (seen.quad, seen.good) == (None, False)

    @pytest.mark.parametrize("size", [(0, 0), (1280, 719), (9000, 10)])
    def test_bad_frame_shows_nothing(self, assessor: Assessor, size: tuple[int, int]) -> None:
        assert assessor.assess(GreyFrame(*size, bytes(1280 * 720), 0.0), Wanted.MRZ) == NOTHING_SEEN


def test_first_of_several_faults_is_said() -> None:
    seen = Assessment(side=Side.MRZ, size=0.2, sharpness=0.1, glare=0.5, motion=3, darkness=0.9, at_edge=True)
    said = []
    for better in (
        {},
        {"at_edge": False},
        {"size": 0.6},
        {"darkness": 0.1},
        {"glare": 0.0},
    ):
        seen = replace(seen, **better)  # type: ignore[arg-type]
        said.append(hint_of(seen, Wanted.MRZ, 30, 0, 20, reads=False))
    assert said == [Hint.AT_EDGE, Hint.CLOSER, Hint.TOO_DARK, Hint.GLARE, Hint.STRAIGHTEN]
    assert hint_of(seen, Wanted.MRZ, 0, 0, 20, reads=False) is Hint.HOLD_STILL


class TestProcess:
    @pytest.fixture
    async def reader(self) -> AsyncIterator[IdReader]:
        one = IdReader(watch=bad_workers.counts_frames)
        yield one
        await one.close()

    async def test_through_the_process(self) -> None:
        reader = IdReader()
        assert (await reader.assess(frame(back()))).good
        await reader.close()

    async def test_only_the_newest_waiting_frame_is_looked_at(self, reader: IdReader) -> None:
        frames = [GreyFrame(100, 100, bytes(10_000), float(number)) for number in range(20)]
        seen = await asyncio.gather(*(reader.assess(one) for one in frames))
        last = await reader.assess(frames[-1])
        assert seen[-1].motion == 19.0
        assert last.size <= 4.0, "the worker saw frames that were overtaken"

    @pytest.mark.parametrize("wrong", [{"quad": [[1, 2]]}, {"hint": "dance"}, {"size": None}, {}], ids=str)
    async def test_what_the_worker_says_is_checked(self, wrong: dict[str, object]) -> None:
        from clerk_desktop.desktop.services.id_reader import _assessment

        whole = json.loads(json.dumps(asdict(Assessment(size=0.5))))
        assert _assessment(whole) == Assessment(size=0.5)
        assert _assessment(whole | wrong if wrong else {}) == NOTHING_SEEN

    async def test_frame_that_is_none_never_reaches_it(self, reader: IdReader) -> None:
        assert await reader.assess(GreyFrame(4, 4, bytes(3), 0.0)) == NOTHING_SEEN


def test_head_of_a_frame_has_one_meaning() -> None:
    from clerk_desktop.desktop.services.id_reader_process import FRAME_HEAD

    assert struct.unpack(FRAME_HEAD, struct.pack(FRAME_HEAD, 1280, 720, 1.5, 2)) == (1280, 720, 1.5, 2)
