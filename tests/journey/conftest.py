"""Played tests that share one running office: a loop of their own, because the tests' loop belongs to Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest

from installer.journey.citizen import Citizen, NewPhone, Person, phones
from installer.journey.letterbox import Letterbox
from installer.office import Office

T = TypeVar("T")

ERIKA = Person()
MAX = Person("Max", "Beispiel", ERIKA.birth_date, "max@example.org")
BERTA = Person("Berta", "Beispiel", ERIKA.birth_date, "berta@example.org")
AYSE = Person("Ayşe", "Yılmaz", ERIKA.birth_date, "ayse@example.org")


class OwnLoop:
    """One event loop in one thread."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "played")
        self._runner = asyncio.Runner()
        self._open = AsyncExitStack()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Until it is done."""
        return self._thread.submit(self._runner.run, work).result()

    def enter(self, context: AbstractAsyncContextManager[T]) -> T:
        """Until the loop is closed."""
        return self.run(self._open.enter_async_context(context))

    def close(self) -> None:
        """Everything that was entered, then the loop."""
        try:
            self.run(self._open.aclose())
        finally:
            self._thread.submit(self._runner.close).result()
            self._thread.shutdown()


@dataclass(frozen=True)
class Town:
    """A running office with people who have phones."""

    office: Office
    letters: Letterbox
    new_phone: NewPhone
    folder: Path

    async def citizen(self) -> Citizen:
        """Somebody with a phone of their own."""
        return Citizen(await self.new_phone(), self.office.url)


def complaints(*citizens: Citizen) -> list[str]:
    """What the pages wrote into their consoles, and whom they asked besides the office.

    A refused request is written there by the browser itself; the page has its own sentence for it.
    """
    return [
        said
        for citizen in citizens
        for said in (*citizen.words, *citizen.strangers)
        if "Failed to load resource" not in said
    ]


@asynccontextmanager
async def running(folder: Path, switches: Mapping[str, str], open_offices: Callable[[Path], None] | None = None) -> Any:  # noqa: ANN401 - an async generator under a decorator
    """The town, for as long as the context is open."""
    letters = Letterbox()
    office = Office(folder / "office", letters.arrived, open_offices=open_offices, switches=switches)
    await asyncio.to_thread(office.__enter__)
    try:
        async with phones(folder) as new_phone:
            yield Town(office, letters, new_phone, folder)
    finally:
        await asyncio.to_thread(office.__exit__, None, None, None)


Play = Callable[[Callable[[], Awaitable[None]]], None]


@pytest.fixture(scope="module")
def own_loop() -> Iterator[OwnLoop]:
    loop = OwnLoop()
    yield loop
    loop.close()
