from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from functools import partial

import pytest

from clerk_desktop.common.errors import OfficeError, SlotTaken
from clerk_desktop.desktop.tasks import Tasks


@pytest.fixture
async def tasks() -> AsyncIterator[Tasks]:
    tasks = Tasks()
    yield tasks
    await tasks.close()


async def ended(tasks: Tasks, name: str) -> None:
    over = asyncio.Event()
    tasks.busy_changed.connect(lambda which, busy: over.set() if which == name and not busy else None)
    while tasks.busy(name):
        over.clear()
        await over.wait()


async def test_a_blocking_function_runs_in_a_thread_and_reports_on_the_qt_thread(tasks: Tasks) -> None:
    threads: list[threading.Thread] = []
    tasks.run("a", threading.current_thread, done=lambda thread: threads.extend([thread, threading.current_thread()]))
    await ended(tasks, "a")
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


async def test_a_coroutine_function_runs_on_the_loop(tasks: Tasks) -> None:
    async def double(x: int) -> int:
        await asyncio.sleep(0)
        return 2 * x

    got: list[int] = []
    tasks.run("a", partial(double, 4), done=got.append)
    tasks.run("a", lambda: double(5), done=got.append)
    await ended(tasks, "a")
    assert got == [8, 10]


async def test_work_of_one_name_runs_in_order_and_of_two_names_side_by_side(tasks: Tasks) -> None:
    order: list[str] = []
    gate = asyncio.Event()

    async def slow() -> None:
        await gate.wait()
        order.append("slow")

    async def fast(word: str) -> None:
        order.append(word)

    tasks.run("lane", slow)
    tasks.run("lane", partial(fast, "after slow"))
    tasks.run("other", partial(fast, "beside"), done=lambda _: gate.set())
    await ended(tasks, "lane")
    assert order == ["beside", "slow", "after slow"]


async def test_newest_only_skips_what_has_not_begun(tasks: Tasks) -> None:
    got: list[int] = []
    for number in range(5):
        tasks.run("preview", lambda n=number: n, done=got.append, newest_only=True)
    await ended(tasks, "preview")
    assert got == [4]


async def test_busy_says_begin_and_end_once(tasks: Tasks) -> None:
    said: list[tuple[str, bool]] = []
    tasks.busy_changed.connect(lambda name, busy: said.append((name, busy)))
    tasks.run("a", lambda: 1)
    tasks.run("a", lambda: 2)
    assert tasks.busy("a")
    await ended(tasks, "a")
    assert said == [("a", True), ("a", False)]


async def test_an_office_error_goes_to_its_asker_or_to_the_signal(tasks: Tasks) -> None:
    def taken() -> None:
        raise SlotTaken

    told: list[OfficeError] = []
    heard: list[OfficeError] = []
    tasks.failed.connect(heard.append)
    tasks.run("a", taken, failed=told.append)
    tasks.run("a", taken)
    await ended(tasks, "a")
    assert [e.code for e in told] == ["slot_taken"]
    assert [e.code for e in heard] == ["slot_taken"]


async def test_the_unexpected_is_logged_without_its_words(tasks: Tasks, caplog: pytest.LogCaptureFixture) -> None:
    citizen = "-".join("Erika")

    def broken() -> None:
        raise ValueError(citizen)

    heard: list[OfficeError] = []
    tasks.failed.connect(heard.append)
    with caplog.at_level(logging.ERROR):
        tasks.run("a", broken)
        await ended(tasks, "a")
    assert [e.code for e in heard] == ["unexpected"]
    assert citizen not in caplog.text
    assert "ValueError" in caplog.text
    assert "in broken" in caplog.text


async def test_a_broken_done_does_not_stop_the_lane(tasks: Tasks, caplog: pytest.LogCaptureFixture) -> None:
    got: list[int] = []
    with caplog.at_level(logging.ERROR):
        tasks.run("a", lambda: 1, done=lambda _: 1 / 0)
        tasks.run("a", lambda: 2, done=got.append)
        await ended(tasks, "a")
    assert got == [2]


async def test_after_cancel_nobody_is_called(tasks: Tasks) -> None:
    heard: list[object] = []
    gate = asyncio.Event()
    task_ended = asyncio.Event()

    async def waits() -> None:
        try:
            await gate.wait()
        finally:
            task_ended.set()

    tasks.run("a", waits, done=heard.append, failed=heard.append)
    tasks.run("a", lambda: 1, done=heard.append)
    await asyncio.sleep(0)
    tasks.cancel("a")
    assert not tasks.busy("a")
    await task_ended.wait()
    assert heard == []


async def test_a_job_may_cancel_its_own_lane_and_start_it_anew(tasks: Tasks) -> None:
    got: list[int] = []

    def again(_: object) -> None:
        tasks.cancel("a")
        tasks.run("a", lambda: 2, done=got.append)

    tasks.run("a", lambda: 1, done=again)
    tasks.run("a", lambda: 3, done=got.append)
    await ended(tasks, "a")
    assert got == [2]


async def test_close_waits_for_the_end_and_may_be_called_twice() -> None:
    tasks = Tasks()
    tasks.run("a", asyncio.Event().wait)
    await tasks.close()
    await tasks.close()
    assert not tasks.busy("a")
