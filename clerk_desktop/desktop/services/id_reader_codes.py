"""Reads QR codes in frames of the call, in a process of its own: the desk never loads zbar.

Looking for a code costs some 20 ms per frame; it is asked for by a key and not done all the time.
"""

from __future__ import annotations

import asyncio
import json
import re
import struct
from collections.abc import Callable
from multiprocessing.connection import Connection

from clerk_desktop.common.capture import GreyFrame
from clerk_desktop.desktop.services.id_reader_process import Worker

_HEAD = "<II"
_MOST = 4
"""So many codes of one frame are looked at."""
_LINK = re.compile(r"https?://[^\s#]{1,200}/termin#([A-Za-z0-9_-]{20,128})")
"""The citizen's link, as the mail's code carries it (`hosted/delivery`); the part behind # is the token."""


def find_codes(pipe: Connection) -> None:
    """What the process runs. The imports stand here so that the desk never makes them."""
    from pyzbar.pyzbar import ZBarSymbol, decode  # noqa: PLC0415

    from clerk_desktop.desktop.services.id_reader_worker import limit_process  # noqa: PLC0415

    limit_process()
    while True:
        try:
            data = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        texts = []
        if data:
            width, height = struct.unpack_from(_HEAD, data)
            found = decode((data[struct.calcsize(_HEAD) :], width, height), symbols=[ZBarSymbol.QRCODE])
            texts = [code.data.decode("utf-8", "replace")[:400] for code in found[:_MOST]]
        pipe.send_bytes(json.dumps({"texts": texts}).encode())


def token_in(text: str) -> str:
    """The token of a citizen's link; "" when the text is none."""
    match = _LINK.fullmatch(text.strip())
    return match.group(1) if match else ""


class CodeReader:
    """Finds the code of a confirmation mail; the process starts with the first question.

    Args:
        limit_s: seconds for one frame, the start of the process included.
        work: what the process runs; for tests.
    """

    def __init__(self, *, limit_s: float = 10.0, work: Callable[[Connection], None] = find_codes) -> None:
        self._worker = Worker(work, "code-reader", limit_s)

    async def tokens(self, frame: GreyFrame) -> tuple[str, ...]:
        """The tokens of the links in this frame.

        Raises:
            CardUnreadable: with the detail `reader_failed`; the next frame starts a new process.
        """
        question = struct.pack(_HEAD, frame.width, frame.height) + frame.grey
        answer = await asyncio.to_thread(self._worker.ask, question)
        texts = answer.get("texts")
        found = (token_in(text) for text in texts if isinstance(text, str)) if isinstance(texts, list) else ()
        return tuple(token for token in found if token)

    async def close(self) -> None:
        """End the process. Twice is no error."""
        self._worker.kill()
        await asyncio.to_thread(self._worker.close)
