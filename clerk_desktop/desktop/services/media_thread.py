"""The one thread in which calls live: picture, sound and data go on while the clerk's window is busy.

It runs an event loop of its own. Who lives elsewhere hands it coroutines (`run`) and plain calls (`call`).
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import sys
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

log = logging.getLogger(__name__)

SWITCH_S = 0.001
"""How long a thread of Python may keep the others waiting; the usual 5 ms are seen in the window and heard in sound."""
STOP_S = 5.0
"""How long the end of the program waits for what still runs there."""

Result = TypeVar("Result")


class MediaThread:
    """An event loop in a thread; starts with the first work it gets and ends with `stop` or the program."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether the thread is there."""
        return self._thread is not None

    def start(self) -> asyncio.AbstractEventLoop:
        """The loop, which runs from now on; a second call changes nothing."""
        with self._lock:
            if self._loop is None:
                sys.setswitchinterval(SWITCH_S)
                ready = threading.Event()
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._live, args=(self._loop, ready), name="media", daemon=True)
                self._thread.start()
                ready.wait()
                atexit.register(self.stop)
            return self._loop

    async def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do this on the media loop and wait for it on one's own; cancelling the wait cancels the work."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self.start()))

    def call(self, function: Callable[..., object], *args: object) -> None:
        """Call this soon on the media loop, in the order of the calls; once the loop has ended nothing happens."""
        try:
            self.start().call_soon_threadsafe(function, *args)
        except RuntimeError:
            log.debug("the media loop has ended")

    def stop(self) -> None:
        """End what still runs, then the thread; from another thread. A later call starts a new one."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        atexit.unregister(self.stop)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(STOP_S)

    @staticmethod
    def _live(loop: asyncio.AbstractEventLoop, ready: threading.Event) -> None:
        asyncio.set_event_loop(loop)
        loop.call_soon(ready.set)
        try:
            loop.run_forever()
            left = asyncio.all_tasks(loop)
            for task in left:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            loop.run_until_complete(loop.shutdown_default_executor())
        except RuntimeError as error:
            # At the very end of the interpreter no thread can be started any more, not even to end others.
            log.debug("end of the media loop: %s", error)
        finally:
            asyncio.set_event_loop(None)
            loop.close()


MEDIA = MediaThread()
"""The thread of this program; there is no use for a second one."""
