"""Sends mails by SMTP (blocking; the outbox calls it in a thread)."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from email_validator import validate_email

from clerk_desktop.common.clock import Clock
from clerk_desktop.common.messages.booking import AppointmentView
from clerk_desktop.common.messages.terms import Language
from clerk_desktop.common.several import bring
from clerk_desktop.hosted.catalog import Catalog
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.delivery import letters
from clerk_desktop.hosted.outbox import Letter, TryLater, Undeliverable
from clerk_desktop.hosted.schema import Guest
from clerk_desktop.hosted.views import appointment_view, wish_view

TIMEOUT = 20
WITH_QR = frozenset({"confirmation", "moved", "reminder_day", "reminder_hour"})
WITH_CALENDAR = frozenset({"confirmation", "moved", "cancelled"})
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class MailCarrier:
    """Writes and sends the mails of the outbox.

    Args:
        templates: folder of the texts (`resources/mail`).
    """

    def __init__(self, settings: Settings, catalog: Catalog, clock: Clock, templates: Path) -> None:
        self._settings = settings
        self._catalog = catalog
        self._clock = clock
        self._templates = templates
        self._server = urlsplit(settings.smtp_url)

    def send(self, letter: Letter) -> None:
        """Send one mail.

        Raises:
            TryLater: the server is down or says "not now".
            Undeliverable: it says "never" to this mail.
        """
        message = self.message(letter)
        connected = False
        try:
            with self._connect() as smtp:
                connected = True
                smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise (Undeliverable if all(c >= 500 for c in codes) else TryLater)(f"recipient {max(codes)}") from None
        except smtplib.SMTPDataError as refused:
            wrong = Undeliverable if refused.smtp_code >= 500 else TryLater
            raise wrong(f"data {refused.smtp_code}") from None
        except (smtplib.SMTPResponseException, smtplib.SMTPNotSupportedError) as refused:
            raise TryLater(type(refused).__name__) from None
        except (smtplib.SMTPException, OSError) as trouble:
            # Only the kind: the server's words may repeat the address.
            raise TryLater(type(trouble).__name__, perhaps_sent=connected) from None

    def message(self, letter: Letter) -> EmailMessage:
        """The whole mail: plain text and simple HTML; QR code inside and attached, calendar file, as its kind needs."""
        if letter.guest is not None:
            message = self._invitation(letter, letter.guest)
        else:
            message = self._about_wish(letter) if letter.appointment is None else self._about_appointment(letter)
        about = letter.guest or letter.appointment or letter.wish
        message["Content-Language"] = about.language if about else "de"  # last: adding parts takes such headers away
        return message

    def _about_appointment(self, letter: Letter) -> EmailMessage:
        assert letter.appointment is not None  # noqa: S101 - the caller looked
        view = appointment_view(letter.appointment, self._catalog, self._clock.now())
        page = "angebot" if letter.wish else "termin"
        address = letters.link(self._settings.public_url, letter.token, page)
        values = letters.values_of(view, address, self._clock.now()) | {"site": self._settings.public_url}
        words = letters.write(self._templates, letter.kind, view.language, values, bring(view.matters))
        message = self._envelope(letter, letter.appointment.email, words)
        code = letters.qr(address) if letter.kind in WITH_QR else None
        if code:
            styled = message.get_payload()[1]  # type: ignore[index]
            styled.add_related(code, "image", "png", cid="<qr>", filename="qr.png", disposition="inline")  # type: ignore[union-attr]
        if letter.kind in WITH_CALENDAR:
            self._attach_calendar(message, letter, view, address)
        if code:
            message.add_attachment(code, "image", "png", filename="qr-code.png")
        return message

    def _about_wish(self, letter: Letter) -> EmailMessage:
        wish = letter.wish
        assert wish is not None  # noqa: S101 - a letter is about one of the two
        view = wish_view(wish, None, self._catalog)
        address = letters.link(self._settings.public_url, letter.token, "angebot")
        values = letters.values_of_wish(view, f"{wish.given_names} {wish.family_name}", address)
        words = letters.write(self._templates, letter.kind, view.language, values)
        return self._envelope(letter, wish.email, words)

    def _invitation(self, letter: Letter, guest: Guest) -> EmailMessage:
        """To a guest: when and where to, and not a word of whose appointment it is or what it is about."""
        assert letter.appointment is not None  # noqa: S101 - an invitation has one
        language: Language = "en" if guest.language == "en" else "de"
        office = self._catalog.office_view(letter.appointment.serving_office).name
        address = letters.link(self._settings.public_url, letter.token, "gast")
        values = letters.values_of_invitation(guest.name or "", office, letter.appointment.start, language, address)
        words = letters.write(self._templates, letter.kind, language, values)
        return self._envelope(letter, guest.email, words)

    def _envelope(self, letter: Letter, to: str | None, words: letters.Words) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._settings.mail_from
        # A domain with umlauts travels in its ASCII form.
        message["To"] = validate_email(to or "", check_deliverability=False).ascii_email
        message["Subject"] = words.subject
        message["Date"] = format_datetime(self._clock.now())
        message["Message-ID"] = f"<{letter.id}@{_domain(self._settings.mail_from)}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(words.text)
        message.add_alternative(words.html, subtype="html")
        return message

    def _attach_calendar(self, message: EmailMessage, letter: Letter, view: AppointmentView, address: str) -> None:
        assert letter.appointment is not None  # noqa: S101 - only these have one
        cancelled = letter.kind == "cancelled"
        entry = letters.Event(view, letter.appointment.series, letter.appointment.sequence, self._settings.mail_from)
        file = letters.calendar(entry, address, self._clock.now(), cancelled)
        params = {"method": "CANCEL" if cancelled else "PUBLISH", "charset": "utf-8"}
        message.add_attachment(file, "text", "calendar", filename="termin.ics", params=params)

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        host, port = server.hostname or "localhost", server.port or PORTS[server.scheme]
        if server.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
        else:
            smtp = smtplib.SMTP(host, port, timeout=TIMEOUT)
        try:
            if server.scheme == "smtp+starttls":
                smtp.starttls(context=ssl.create_default_context())
            if server.username:
                smtp.login(unquote(server.username), unquote(server.password or ""))
        except BaseException:
            smtp.close()
            raise
        return smtp


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"
