"""Whoever waits for a mail looks here: the caught mails, each handed out once."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage
from pathlib import Path

from installer.catcher import read_mail


class Letterbox:
    """All mails of a rehearsal; belongs to one event loop.

    Args:
        within_s: how long to wait for a mail.
    """

    def __init__(self, within_s: float = 30) -> None:
        self._within_s = within_s
        self._loop = asyncio.get_running_loop()
        self._mails: list[EmailMessage] = []
        self._came = asyncio.Event()

    def arrived(self, path: Path) -> None:
        """For the mail catcher, which calls from its own thread."""
        self._loop.call_soon_threadsafe(self._keep, path)

    def _keep(self, path: Path) -> None:
        self._mails.append(read_mail(path))
        self._came.set()

    async def take(self, to: str, subject: str) -> EmailMessage:
        """The oldest mail to this address whose subject begins so; it is not handed out again.

        Raises:
            LookupError: none came in time; the text names what did come.
        """
        try:
            async with asyncio.timeout(self._within_s):
                while (found := self._find(to, subject)) is None:
                    self._came.clear()
                    await self._came.wait()
        except TimeoutError:
            others = [f"{mail['to']}: {mail['subject']}" for mail in self._mails]
            raise LookupError(f"no mail {subject!r} to {to}; there are {others}") from None
        self._mails.remove(found)
        return found

    def _find(self, to: str, subject: str) -> EmailMessage | None:
        return next((m for m in self._mails if m["to"] == to and m["subject"].strip().startswith(subject)), None)

    def unread(self, *to: str) -> list[str]:
        """Subjects of the mails to these addresses that nobody has asked for."""
        return [mail["subject"] for mail in self._mails if mail["to"] in to]
