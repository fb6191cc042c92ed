import asyncio
import errno
import logging
from collections.abc import AsyncIterator

import pytest

from clerk_desktop.common.errors import FileBroken, FileTooMuch, Unavailable
from clerk_desktop.desktop.services.limited import LimitedProcess, Rank
from tests.helpers import bad_workers


@pytest.fixture
async def process() -> AsyncIterator[LimitedProcess]:
    limited = LimitedProcess(bad_workers.does_as_told, "rehearsal", limit_s=2)
    yield limited
    await limited.close()


async def test_texts_and_bytes_go_there_and_back(process: LimitedProcess) -> None:
    answer, blobs = await process.ask("echo", {"say": "Grüße"}, [b"", bytes(3_000_000)])
    assert answer["said"] == "Grüße"
    assert blobs == [b"", bytes(3_000_000)]


@pytest.mark.parametrize("what", ["file", "read", "socket"])
async def test_nothing_can_be_opened_in_there(process: LimitedProcess, what: str) -> None:
    answer, _ = await process.ask("open", {"what": what})
    assert answer["refused"] in (errno.EMFILE, errno.ENOENT)  # tempfile says no usable directory


async def test_a_job_that_hangs_is_ended_and_the_next_one_done(process: LimitedProcess) -> None:
    with pytest.raises(FileTooMuch):
        await process.ask("spin", {})
    assert (await process.ask("echo", {"say": 1}))[0]["said"] == 1


async def test_a_job_that_eats_all_memory_is_too_much_and_the_next_one_done(process: LimitedProcess) -> None:
    steps: list[int] = []
    with pytest.raises(FileTooMuch):
        await process.ask("eat", {}, progress=lambda done, _of: steps.append(done))
    assert 5 <= max(steps) < 16
    """Pieces of 64 MiB: less than the whole GiB, and more than nothing."""
    assert (await process.ask("echo", {"say": 1}))[0]["said"] == 1


async def test_a_job_that_kills_the_process_is_a_broken_file(
    process: LimitedProcess, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO), pytest.raises(FileBroken):
        await process.ask("die", {})
    assert "rehearsal process ended" in caplog.text
    assert (await process.ask("echo", {"say": 1}))[0]["said"] == 1


async def test_a_job_that_stumbles_is_a_broken_file_and_tells_nothing_of_it(process: LimitedProcess) -> None:
    with pytest.raises(FileBroken) as stumbled:
        await process.ask("stumble", {})
    assert "secret" not in stumbled.value.detail


@pytest.mark.parametrize("frame", ["list", "deep", "blobs", "text"])
async def test_what_is_no_frame_is_no_answer(frame: str) -> None:
    process = LimitedProcess(bad_workers.says_wrong_frames, "rehearsal")
    with pytest.raises(FileBroken):
        await process.ask(frame, {})
    await process.close()


async def test_giving_up_ends_a_job_that_does_not_end_by_itself() -> None:
    process = LimitedProcess(bad_workers.does_as_told, "rehearsal", limit_s=100)
    begun = asyncio.Event()
    job = asyncio.create_task(process.ask("spin", {}, progress=lambda _done, _of: begun.set()))
    await begun.wait()
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert (await process.ask("echo", {"say": 2}))[0]["said"] == 2
    await process.close()


async def test_work_goes_first_in_turn_then_the_newest_page_then_the_newest_thumbnail(process: LimitedProcess) -> None:
    done: list[str] = []

    async def ask(name: str, rank: Rank) -> None:
        await process.ask("echo", {}, rank=rank)
        done.append(name)

    wanted = [("first", Rank.THUMBNAIL), ("t1", Rank.THUMBNAIL), ("p1", Rank.PAGE), ("w1", Rank.WORK)]
    wanted += [("t2", Rank.THUMBNAIL), ("p2", Rank.PAGE), ("w2", Rank.WORK), ("given up", Rank.WORK)]
    async with asyncio.TaskGroup() as group:
        tasks = {name: group.create_task(ask(name, rank)) for name, rank in wanted}
        await asyncio.sleep(0)
        tasks["given up"].cancel()
    assert done == ["first", "w1", "w2", "p2", "p1", "t2", "t1"]


async def test_after_closing_nothing_is_done() -> None:
    process = LimitedProcess(bad_workers.does_as_told, "rehearsal")
    await process.ask("echo", {})
    await process.close()
    await process.close()
    with pytest.raises(Unavailable):
        await process.ask("echo", {})


async def test_a_process_that_cannot_be_started_is_unavailable(caplog: pytest.LogCaptureFixture) -> None:
    process = LimitedProcess(bad_workers.tries_to_write, "rehearsal")
    process._pipe = None
    with caplog.at_level(logging.ERROR), pytest.raises(Unavailable):
        await LimitedProcess(_ends_at_once, "rehearsal").ask("echo", {})
    assert "could not be started" in caplog.text


def _ends_at_once(pipe: object) -> None:
    """As if a library was missing."""
