"""A mail server that delivers nothing: it keeps every mail as a file and tells that it came. For rehearsals only."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailCatcher:
    """Real SMTP on a free port of this computer; each mail becomes `DIR/NN.eml`.

    Args:
        folder: where the mails go; made when it is missing.
        arrived: called with each new file, on the server's own thread.
    """

    def __init__(self, folder: Path, arrived: Callable[[Path], None]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._arrived = arrived
        self._controller = Controller(self, hostname="127.0.0.1", port=_free_port())

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        """What goes into OFFICE_SMTP_URL."""
        return f"smtp://127.0.0.1:{self._controller.port}"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the mail; aiosmtpd calls this for each one."""
        del server, session
        number = len(list(self._folder.glob("*.eml"))) + 1
        fresh = self._folder / f"{number:02}.part"
        fresh.write_bytes(bytes(envelope.content or b""))
        path = fresh.rename(self._folder / f"{number:02}.eml")
        self._arrived(path)
        return "250 kept"


def read_mail(path: Path) -> EmailMessage:
    """The mail in this file."""
    message = message_from_bytes(path.read_bytes(), policy=default)
    if not isinstance(message, EmailMessage):
        raise TypeError("the default policy makes EmailMessage")
    return message


def join_link(mail: EmailMessage, page: str = "termin") -> str:
    """The citizen's personal link in a mail, read from its plain text as a person would.

    Args:
        page: which of the pages it opens: `termin`, or `angebot` for the waiting list.

    Raises:
        LookupError: the mail holds no such link.
    """
    body = mail.get_body(("plain",))
    text = body.get_content() if body else ""
    for link in re.findall(r"https?://[^\s<>\"]+", text):
        parts = urlsplit(link)
        if parts.path == f"/{page}" and parts.fragment:
            return str(link)
    raise LookupError("no personal link in the mail")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
