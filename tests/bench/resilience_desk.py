"""The desk of the resilience bench: the real program, told and asked by lines of JSON on its input.

`enter` signs in; `call` calls the next citizen; `since` tells what happened from a moment on; `loss` loses a share of
all packets of the call, both ways (the kernel here cannot). The clerk's camera is a pattern that moves, 25 pictures a
second.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any, TextIO

import numpy as np
from aioice.ice import StunProtocol
from av import VideoFrame

from clerk_desktop.desktop.app import Desk, run
from clerk_desktop.desktop.services import api
from tests.helpers.networks import SERVICE

FPS = 25
ROOT = Path(__file__).resolve().parents[2]


class Losses:
    """Loses packets where the desk's sockets are: picture, sound, data, reports and ICE's own checks."""

    share = 0.0
    _chance = random.Random(7)  # the same losses in every run

    @classmethod
    def put_in(cls) -> None:
        """From now on `share` counts."""
        take, give, ask = StunProtocol.datagram_received, StunProtocol.send_data, StunProtocol.send_stun

        def lossy_take(protocol: StunProtocol, data: bytes | str, addr: tuple[Any, ...]) -> None:
            if not cls._lost():
                take(protocol, data, addr)

        async def lossy_give(protocol: StunProtocol, data: bytes, addr: tuple[str, int]) -> None:
            if not cls._lost():
                await give(protocol, data, addr)

        def lossy_ask(protocol: StunProtocol, message: Any, addr: tuple[str, int]) -> None:  # noqa: ANN401
            if not cls._lost():
                ask(protocol, message, addr)

        StunProtocol.datagram_received = lossy_take  # type: ignore[method-assign]
        StunProtocol.send_data = lossy_give  # type: ignore[method-assign]
        StunProtocol.send_stun = lossy_ask  # type: ignore[method-assign]

    @classmethod
    def _lost(cls) -> bool:
        return cls._chance.random() < cls.share


def film(desk: Desk) -> None:
    """Stands in for the clerk's camera, for ever."""
    picture, _ = desk.call._media.tracks()
    base = np.zeros((360 * 3 // 2, 640), np.uint8)
    base[:360] = np.linspace(40, 200, 640, dtype=np.uint8)
    base[360:] = 128
    due, number = time.monotonic(), 0
    while True:
        number += 1
        left = number * 8 % 560
        sheet = base.copy()
        sheet[140:220, left : left + 80] = 235
        if desk.call.case is not None:
            picture.show(VideoFrame.from_ndarray(sheet, format="yuv420p"))
        due += 1 / FPS
        time.sleep(max(0.0, due - time.monotonic()))


class Script:
    """Answers the bench until its input ends."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._shown: list[float] = []
        self._told: list[tuple[float, str]] = []

    async def play(self, desk: Desk) -> None:
        """The desk's script."""
        desk.call.frame.connect(lambda _image: self._shown.append(time.time()))
        desk.call.state_changed.connect(lambda state: self._told.append((time.time(), state.value)))
        desk.link.changed.connect(
            lambda: self._told.append((time.time(), "office" if desk.link.connected else "no office"))
        )
        Losses.put_in()
        Thread(target=film, args=[desk], daemon=True).start()
        lines: asyncio.Queue[str] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def read() -> None:
            for line in sys.stdin:
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, "")

        Thread(target=read, daemon=True).start()
        while line := await lines.get():
            asked = json.loads(line)
            answer = await getattr(self, asked.pop("ask"))(desk, **asked)
            self._out.write(json.dumps(answer) + "\n")
            self._out.flush()

    async def enter(self, desk: Desk, server: str, token: str) -> dict[str, Any]:
        """With the token of somebody who has signed in."""
        # Only HTTPS may leave a computer; here the "other computer" is a namespace of this one.
        api._LOCAL.add(SERVICE)
        desk.session.use_token(server, token)
        while not desk.link.connected:  # noqa: ASYNC110 - a model of Qt's, no event to wait for
            await asyncio.sleep(0.1)
        return {}

    async def call(self, desk: Desk) -> dict[str, Any]:
        """Whoever waits, until they are seen."""
        while not desk.case.is_open:
            if not desk.reception.calling:
                desk.reception.call_next()
            await asyncio.sleep(0.5)
        while not self._shown:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        return {}

    async def since(self, desk: Desk, at: float) -> dict[str, Any]:
        """When pictures were shown, and what the call said, from this moment on."""
        del desk
        return {
            "shown": [moment for moment in self._shown if moment >= at],
            "told": [(moment, word) for moment, word in self._told if moment >= at],
        }

    async def loss(self, desk: Desk, share: float) -> dict[str, Any]:
        """Lose this share of all packets from now on."""
        del desk
        Losses.share = share
        return {}


if __name__ == "__main__":
    to_bench = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print must not reach the bench
    sys.exit(run(sys.argv[1:], Script(to_bench).play))
