"""One camera, one microphone, several connections: each gets every piece."""

from __future__ import annotations

import asyncio

from aiortc.mediastreams import MediaStreamTrack
from av import AudioFrame

from clerk_desktop.desktop.services.fan_out import fan_of
from clerk_desktop.desktop.services.tracks import LentTrack


class Counting(MediaStreamTrack):
    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self.made = 0

    async def recv(self) -> AudioFrame:
        await asyncio.sleep(0)
        self.made += 1
        frame = AudioFrame(format="s16", layout="mono", samples=1)
        frame.pts = self.made
        return frame


async def some(track: LentTrack, count: int) -> list[int | None]:
    return [(await track.recv()).pts for _ in range(count)]


async def test_two_readers_get_the_same_and_the_source_is_asked_once() -> None:
    source = Counting()
    one, two = LentTrack(source), LentTrack(source)
    both = await asyncio.gather(some(one, 5), some(two, 5))
    assert both[0][-1] == both[1][-1] == 5
    assert source.made == 5


async def test_one_that_has_stopped_holds_nobody_up() -> None:
    source = Counting()
    one, two = LentTrack(source), LentTrack(source)
    await asyncio.gather(some(one, 2), some(two, 2))
    two.stop()
    assert await some(one, 3) == [3, 4, 5]
    assert fan_of(source) is fan_of(source)


async def test_one_that_is_cancelled_while_it_fetches_leaves_the_turn_to_the_other() -> None:
    source = Counting()
    one, two = LentTrack(source), LentTrack(source)
    waiting = asyncio.create_task(some(one, 1))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert len(await some(two, 1)) == 1
