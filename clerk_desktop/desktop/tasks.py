"""The one async door of the desk: start work, cancel it, know what is busy, turn errors into one signal.

Views and models never touch asyncio themselves. Work is named; what has the same name runs one after the other, in the
order in which it was asked for. A function that blocks goes to a thread, a coroutine becomes a task of the Qt loop.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import traceback
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar, overload

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.errors import OfficeError

log = logging.getLogger(__name__)
T = TypeVar("T")
Done = Callable[[T], object]
Failed = Callable[[OfficeError], object]

THREADS = 4
"""Blocking calls at once: one to the office's server, typesetting, signing, and one to spare."""


@dataclass(eq=False)
class _Job:
    work: Callable[[], Any]
    done: Callable[[Any], object] | None
    failed: Failed | None


class Tasks(QObject):
    """Runs named work and reports how it ended.

    Signals:
        failed(OfficeError): work without its own `failed` went wrong; the window shows the sentence of its code.
        busy_changed(str, bool): work of that name began, or none of it is left.
    """

    failed = Signal(object)
    busy_changed = Signal(str, bool)

    def __init__(self, executor: Executor | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = executor or ThreadPoolExecutor(THREADS, thread_name_prefix="desk")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[str, deque[_Job]] = {}
        self._running: dict[str, asyncio.Task[None]] = {}

    @overload
    def run(
        self,
        name: str,
        work: Callable[[], Awaitable[T]],
        *,
        done: Done[T] | None = None,
        failed: Failed | None = None,
        newest_only: bool = False,
    ) -> None: ...

    @overload
    def run(
        self,
        name: str,
        work: Callable[[], T],
        *,
        done: Done[T] | None = None,
        failed: Failed | None = None,
        newest_only: bool = False,
    ) -> None: ...

    def run(
        self,
        name: str,
        work: Callable[[], Any],
        *,
        done: Done[Any] | None = None,
        failed: Failed | None = None,
        newest_only: bool = False,
    ) -> None:
        """Do `work` after everything of the same name that was asked for before.

        Args:
            name: whose turn it waits for; also what `busy` and `cancel` know it by.
            work: a coroutine function (runs on the Qt loop) or a blocking function (runs in a thread).
            done: called with the result, on the Qt thread.
            failed: called with the error instead of the `failed` signal.
            newest_only: drop what of this name has not begun yet (a preview needs only the last state).
        """
        queue = self._waiting.setdefault(name, deque())
        if newest_only:
            queue.clear()
        queue.append(_Job(work, done, failed))
        if name not in self._running:
            self._running[name] = self._the_loop().create_task(self._work_off(name), name=name)
            self.busy_changed.emit(name, True)

    def busy(self, name: str) -> bool:
        """Whether work of this name is running or waiting."""
        return name in self._running

    @property
    def names(self) -> tuple[str, ...]:
        """What is running or waiting now."""
        return tuple(self._running)

    def cancel(self, name: str) -> None:
        """Give up all work of this name; neither `done` nor `failed` is called. A thread runs on, unheard."""
        self._waiting.pop(name, None)
        task = self._running.pop(name, None)
        if task is not None:
            task.cancel()
            self.busy_changed.emit(name, False)

    async def in_thread(self, function: Callable[[], T]) -> T:
        """Run a blocking function in a thread from within work that is a coroutine."""
        return await self._the_loop().run_in_executor(self._executor, function)

    async def close(self) -> None:
        """Give up everything and wait until it is over. Idempotent."""
        tasks = list(self._running.values())
        for name in list(self._running):
            self.cancel(name)
        await asyncio.gather(*tasks, return_exceptions=True)
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _the_loop(self) -> asyncio.AbstractEventLoop:
        """The one loop; kept, because Qt delivers events also while asyncio does not count it as running."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        return self._loop

    async def _work_off(self, name: str) -> None:
        me = asyncio.current_task(self._the_loop())
        while self._running.get(name) is me and (queue := self._waiting.get(name)):
            await self._do(queue.popleft(), lambda: self._running.get(name) is me)
        if self._running.get(name) is me:
            del self._running[name]
            self._waiting.pop(name, None)
            self.busy_changed.emit(name, False)

    async def _do(self, job: _Job, wanted: Callable[[], bool]) -> None:
        """One job to its end. `wanted` tells whether anybody still asks for it (it may have cancelled itself)."""
        report: Callable[[], object]
        try:
            result = await self._result(job.work)
            report = partial(job.done, result) if job.done else _nothing
        except asyncio.CancelledError:
            raise
        except OfficeError as error:
            log.info("%s: %s", error.code, type(error).__name__)
            report = partial(job.failed or self.failed.emit, error)
        except Exception as error:  # noqa: BLE001 - the one place that catches everything
            report = partial(job.failed or self.failed.emit, unexpected(error))
        try:
            if wanted():
                report()
        except Exception as error:  # noqa: BLE001 - what is shown after the work must not stop the rest of it
            self.failed.emit(unexpected(error))

    async def _result(self, work: Callable[[], object]) -> object:
        function = work.func if isinstance(work, partial) else work
        if inspect.iscoroutinefunction(function):
            result = work()
        else:
            result = await self._the_loop().run_in_executor(self._executor, work)
        return await result if inspect.isawaitable(result) else result


def _nothing() -> None:
    """Nobody waits for this result."""


def unexpected(error: BaseException) -> OfficeError:
    """Log where it happened, but not its message: it may quote a citizen's data.

    Returns:
        the error that is left to say: `unexpected`, named after the class of what happened.
    """
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("unexpected %s\n%s", type(error).__name__, where)
    return OfficeError(type(error).__name__)
