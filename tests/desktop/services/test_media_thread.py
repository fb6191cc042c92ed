from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from clerk_desktop.desktop.services.media_thread import MediaThread


@pytest.fixture
def media() -> Iterator[MediaThread]:
    one = MediaThread()
    yield one
    one.stop()


async def where() -> str:
    await asyncio.sleep(0)
    return threading.current_thread().name


async def test_it_starts_with_its_first_work_and_does_it_elsewhere(media: MediaThread) -> None:
    assert not media.running
    assert await media.run(where()) == "media"
    assert media.running
    assert media.start() is media.start()


async def test_an_error_comes_back_to_who_asked(media: MediaThread) -> None:
    async def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await media.run(fail())


async def test_who_no_longer_waits_ends_the_work(media: MediaThread) -> None:
    begun, ended = threading.Event(), threading.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    waiting = asyncio.ensure_future(media.run(work()))
    await asyncio.to_thread(begun.wait)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.to_thread(ended.wait)


async def test_calls_keep_their_order(media: MediaThread) -> None:
    told: list[int] = []
    for number in range(5):
        media.call(told.append, number)
    await media.run(where())
    assert told == [0, 1, 2, 3, 4]


async def test_at_the_end_nothing_is_left_running(media: MediaThread) -> None:
    ended = threading.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    loop = media.start()
    running = asyncio.run_coroutine_threadsafe(work(), loop)
    await media.run(asyncio.to_thread(time.monotonic))
    media.stop()
    assert ended.is_set()
    assert running.cancelled()
    assert loop.is_closed()
    assert not media.running
    assert await media.run(where()) == "media"  # a new one


def test_a_program_that_forgets_it_still_ends() -> None:
    script = (
        "import asyncio; from clerk_desktop.desktop.services.media_thread import MEDIA; "
        "asyncio.run(MEDIA.run(asyncio.to_thread(print, 'done')))"
    )
    command = [sys.executable, "-W", "error", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")
