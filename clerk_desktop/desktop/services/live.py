"""The desk's live connection to the service: queue, presence and the signals of a call.

Reconnects for ever with growing, scattered pauses, so that a restarted service is not overrun by its desks.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

from pydantic import ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from clerk_desktop.common.errors import NotSignedIn, OfficeError, Unavailable
from clerk_desktop.common.messages.live import (
    LIVE_TO_DESK,
    DeskWelcome,
    GuestSignal,
    Hello,
    LiveError,
    LiveToDesk,
    NoteSend,
    Signal,
)
from clerk_desktop.common.messages.terms import LIVE_PATH
from clerk_desktop.desktop.services.api import error_of, server_address

log = logging.getLogger(__name__)

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 20.0
WELCOME_S = 8.0
"""How long the service may take to answer the hello, in seconds."""
PING_S = 10.0
"""A silent connection is asked every so many seconds and given up after as many again."""
URGENT_PAUSE_S = 0.6
"""The longest pause while a call runs."""
URGENT_WELCOME_S = (1.5, 1.5, 4.0)
"""How long a try may take while a call runs, in turn: a lost first packet is only sent again after seconds, a new try
sends a new one at once; a slow line needs the longer one."""
ANSWER_S = 2.0
"""So long a doubted connection has for a sign of life."""
SEND_WAIT_S = 5.0
"""What is sent waits so long for a connection that is being made again."""
LARGEST = 4 * 1024 * 1024
"""Bytes of the largest message that the desk accepts (a whole queue of a day)."""


def pause_before(attempt: int, chance: float, most_s: float = LONGEST_PAUSE_S) -> float:
    """Seconds before the reconnect number `attempt` (from 0); `chance` 0…1 scatters it over the upper half."""
    longest = min(most_s, FIRST_PAUSE_S * 2**attempt) if attempt < 16 else most_s
    return longest * (0.5 + chance / 2)


class LiveSocket:
    """The connection of one signed-in desk.

    Args:
        base_url: address of the service.
        token: the clerk's token; sent in the first message, never in the address.
        on_message: gets every message in order, the welcome first.
        on_connection: True when the service has welcomed the desk, False when the link is gone.
        sleep: waits so many seconds; replaced in tests.
        chance: a number 0…1 for the scatter; replaced in tests.

    Attributes:
        malformed: messages that were not understood and dropped.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        on_message: Callable[[LiveToDesk], None],
        on_connection: Callable[[bool], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._base_url = base_url
        self._token = token
        self._on_message = on_message
        self._on_connection = on_connection
        self._sleep = sleep
        self._chance = chance
        self._link: ClientConnection | None = None
        self._welcomed = asyncio.Event()
        self._urgent = False
        self._hurried = asyncio.Event()
        self._asking: asyncio.Task[None] | None = None
        self.malformed = 0

    @property
    def urgent(self) -> bool:
        """Whether a call runs: then nobody waits long for the connection to come back."""
        return self._urgent

    @urgent.setter
    def urgent(self, urgent: bool) -> None:
        self._urgent = urgent
        if urgent:
            self._hurried.set()

    def doubt(self) -> None:
        """Something else broke: a connection whose other end does not answer soon is made anew.

        One whose other end vanished would look whole for up to 20 s. Runs on the event loop.
        """
        link = self._link
        if link is not None and (self._asking is None or self._asking.done()):
            self._asking = asyncio.get_running_loop().create_task(self._ask(link))

    async def run(self) -> None:
        """Stay connected until cancelled.

        Raises:
            OfficeError: the service refused for good (`NotSignedIn` for a token that is none), or the address
                is none (`BadInput`).
        """
        address = "ws" + server_address(self._base_url).removeprefix("http") + LIVE_PATH + "/desk"
        attempt = 0
        while True:
            try:
                await self._once(address, URGENT_WELCOME_S[attempt % 3] if self._urgent else WELCOME_S)
            except (OSError, TimeoutError, WebSocketException) as error:
                log.info("live connection: %s", type(error).__name__)
            finally:
                was_welcomed = self._welcomed.is_set()
                self._link = None
                self._welcomed.clear()
                if was_welcomed:
                    self._on_connection(False)
            attempt = 0 if was_welcomed else attempt + 1
            most_s = URGENT_PAUSE_S if self._urgent else LONGEST_PAUSE_S
            await self._pause(pause_before(attempt, self._chance(), most_s))

    async def send(self, message: Signal | NoteSend | GuestSignal) -> None:
        """Send a signal or a note; waits a moment while the connection is being made again.

        Raises:
            Unavailable: there is no connection.
        """
        try:
            async with asyncio.timeout(SEND_WAIT_S):
                await self._welcomed.wait()
        except TimeoutError:
            raise Unavailable("no live connection") from None
        link = self._link
        if link is None:
            raise Unavailable("no live connection")
        try:
            await link.send(message.model_dump_json())
        except WebSocketException as error:
            raise Unavailable(type(error).__name__) from error

    async def _pause(self, seconds: float) -> None:
        """Wait, but no longer than until a call begins."""
        self._hurried.clear()
        waits = [asyncio.ensure_future(self._sleep(seconds)), asyncio.ensure_future(self._hurried.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    @staticmethod
    async def _ask(link: ClientConnection) -> None:
        try:
            async with asyncio.timeout(ANSWER_S):
                await (await link.ping())
        except TimeoutError:
            log.info("live connection: no sign of life")
            link.transport.abort()  # nobody is there to say goodbye to
        except WebSocketException:
            return  # it has ended already

    async def _once(self, address: str, patience_s: float) -> None:
        async with connect(
            address,
            max_size=LARGEST,
            ping_interval=PING_S,
            ping_timeout=PING_S,
            open_timeout=patience_s,
            close_timeout=2,
            user_agent_header=None,
        ) as link:
            await link.send(Hello(token=self._token).model_dump_json())
            async with asyncio.timeout(patience_s):
                await self._welcome(link)
            self._link = link
            self._welcomed.set()
            self._on_connection(True)
            async for frame in link:
                self._take(frame)

    async def _welcome(self, link: ClientConnection) -> None:
        """Read on until the service says welcome; what comes before it counts too."""
        while not self._take(await link.recv()):
            pass

    def _take(self, frame: str | bytes) -> bool:
        """Hand one message on; True for the welcome."""
        try:
            message = LIVE_TO_DESK.validate_json(frame)
        except ValidationError:
            self.malformed += 1
            log.warning("live message not understood (%d so far)", self.malformed)
            return False
        if isinstance(message, LiveError) and message.final:
            raise _refusal(message.code)
        self._on_message(message)
        return isinstance(message, DeskWelcome)


def _refusal(code: str) -> OfficeError:
    """A final refusal; one with an unknown code means that this desk must sign in anew."""
    error = error_of(code, NotSignedIn.status)
    log.info("the service refused this desk for good: %s", error.code)
    return error
