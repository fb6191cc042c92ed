"""The confirmation mail as it arrives at a real SMTP server."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from icalendar import Calendar

from clerk_desktop.common.messages.booking import AppointmentView
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.delivery import letters
from tests.hosted.harness import Server, link_of

SAMPLES = json.loads((Path(__file__).parents[2] / "contract" / "samples.json").read_text("utf-8"))


def part(mail: EmailMessage, kind: str, name: str = "") -> EmailMessage:
    """The part of this kind (and file name)."""
    found = [p for p in mail.walk() if p.get_content_type() == kind and (not name or p.get_filename() == name)]
    assert len(found) == 1, [p.get_content_type() for p in mail.walk()]
    assert isinstance(found[0], EmailMessage)
    return found[0]


def mailed(server: Server, **details: object) -> EmailMessage:
    server.book("2026-11-25T08:40:00Z", **details)
    return server.catcher.mails[-1]


def test_says_all_that_a_citizen_needs_in_german(server: Server) -> None:
    mail = mailed(server)
    assert (mail["From"], mail["To"]) == ("Bürgeramt Virtuell <buergeramt@example.org>", "erika@example.org")
    assert mail["Subject"] == "Ihr Videotermin am Mittwoch, 25. November 2026 um 09:40 Uhr"
    assert mail["Auto-Submitted"] == "auto-generated"
    text = part(mail, "text/plain").get_content()
    for wanted in ("ERIKA MUSTERMANN", "Ummeldung <in> der Stadt", "09:40 bis 10:00 Uhr", "- Personalausweis"):
        assert wanted in text
    assert "öffnet um 06:40 Uhr" in text
    assert f"https://termine.example.org/termin#{link_of(mail)}" in text
    assert "$" not in text


@pytest.mark.parametrize(
    ("early", "wanted", "wanted_en"),
    [
        (0, "öffnet um 09:40 Uhr.", "opens at 09:40."),
        (
            24 * 60,
            "öffnet am Dienstag, 24. November 2026 um 09:40 Uhr.",
            "opens on Tuesday, 24 November 2026 at 09:40.",
        ),
        (14 * 24 * 60, "ist schon offen.", "is open already."),
    ],
)
def test_the_day_on_which_the_waiting_room_opens_is_said_where_it_is_another(
    early: int, wanted: str, wanted_en: str
) -> None:
    start, now = datetime(2026, 11, 25, 8, 40, tzinfo=UTC), datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    sample = AppointmentView.model_validate(SAMPLES["rest"]["AppointmentView"])
    for language, words in (("de", wanted), ("en", wanted_en)):
        view = sample.model_copy(
            update={"start": start, "opens_at": start - timedelta(minutes=early), "language": language}
        )
        assert letters.values_of(view, "https://example.org", now)["waiting_room"].endswith(words)


def test_speaks_english_on_request(server: Server) -> None:
    mail = mailed(server, language="en")
    assert mail["Subject"] == "Your video appointment on Wednesday, 25 November 2026 at 09:40"
    assert mail["Content-Language"] == "en"
    assert "- ID card" in part(mail, "text/plain").get_content()
    assert "Moving &amp; more" in part(mail, "text/html").get_content()


def test_html_escapes_everything(server: Server) -> None:
    mail = mailed(server, given_names='Erika & "Eri"', family_name="O'Neill")
    page = part(mail, "text/html").get_content()
    assert "Erika &amp; &quot;Eri&quot; O&#x27;Neill" in page
    assert "Ummeldung &lt;in&gt; der Stadt" in page
    assert "<in>" not in page
    assert "http" not in page.replace(f"https://termine.example.org/termin#{link_of(mail)}", ""), (
        "nothing from elsewhere"
    )


def test_the_calendar_file_is_right(server: Server) -> None:
    mail = mailed(server)
    attached = part(mail, "text/calendar", "termin.ics")
    assert attached.get_param("method") == "PUBLISH"
    event = Calendar.from_ical(attached.get_content()).walk("VEVENT")[0]
    assert event.decoded("dtstart").isoformat() == "2026-11-25T08:40:00+00:00"
    assert event.decoded("dtend").isoformat() == "2026-11-25T09:00:00+00:00"
    assert str(event["url"]) == f"https://termine.example.org/termin#{link_of(mail)}"


def test_the_qr_code_opens_the_same_link_inline_and_attached(server: Server) -> None:
    pyzbar = pytest.importorskip("pyzbar.pyzbar")
    from PIL import Image

    mail = mailed(server)
    for name in ("qr.png", "qr-code.png"):
        picture = Image.open(io.BytesIO(part(mail, "image/png", name).get_content()))
        (code,) = pyzbar.decode(picture.convert("L"))
        assert code.data.decode() == f"https://termine.example.org/termin#{link_of(mail)}"
    assert part(mail, "image/png", "qr.png")["Content-ID"] == "<qr>"
    assert 'src="cid:qr"' in part(mail, "text/html").get_content()


def test_a_domain_with_umlauts_is_reached(server: Server) -> None:
    assert mailed(server, email="erika@bürger.example.org")["To"] == "erika@xn--brger-kva.example.org"


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("ending", ["txt", "html"])
def test_every_template_is_there(settings: Settings, language: str, ending: str) -> None:
    from clerk_desktop.resources import resource

    assert settings.smtp_url
    assert resource("mail", f"confirmation.{language}.{ending}").read_text(encoding="utf-8").count("$link") >= 1
