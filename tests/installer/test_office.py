"""The office for rehearsals: caught mails, the personal link, offices that are open now."""

from __future__ import annotations

import smtplib
import tomllib
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from queue import Queue

import pytest

from clerk_desktop.common.slots import OpeningRule, slots_between
from installer.catcher import MailCatcher, join_link, read_mail
from installer.office import open_all_day


def mail(text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Ihr Termin – schön"
    message.set_content(text)
    return message


def test_a_mail_is_caught_as_a_file(tmp_path: Path) -> None:
    arrived: Queue[Path] = Queue()
    with MailCatcher(tmp_path / "mails", arrived.put) as catcher:
        host, port = catcher.url.removeprefix("smtp://").split(":")
        with smtplib.SMTP(host, int(port), local_hostname="localhost") as client:
            client.send_message(mail("eins"))
            client.send_message(mail("zwei"))
        first, second = arrived.get(timeout=10), arrived.get(timeout=10)
    assert [first.name, second.name] == ["01.eml", "02.eml"]
    assert read_mail(second).get_content().strip() == "zwei"
    assert read_mail(first)["subject"] == "Ihr Termin – schön"


def test_the_link_is_read_out_of_the_text() -> None:
    text = "Zur Seite: https://amt.example/\nIhr Link:\n  https://amt.example/termin#abc_DEF-1\nDanke."
    assert join_link(mail(text)) == "https://amt.example/termin#abc_DEF-1"


@pytest.mark.parametrize("text", ["", "https://amt.example/termin", "https://amt.example/other#abc"])
def test_a_mail_without_link_is_noticed(text: str) -> None:
    with pytest.raises(LookupError):
        join_link(mail(text))


def test_the_offices_are_open_at_any_moment(tmp_path: Path) -> None:
    open_all_day(tmp_path)
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    files = sorted(tmp_path.glob("*.toml"))
    assert len(files) == 4
    for file in files:
        office = tomllib.loads(file.read_text("utf-8"))
        rules = [OpeningRule(days.index(o["weekday"]), o["opens"], o["closes"], o["places"]) for o in office["opening"]]
        for hour in range(24):
            now = datetime(2026, 6, 6, hour, 59, tzinfo=UTC)
            starts = [slot.start for slot in slots_between(now.date(), 2, rules, timedelta(minutes=20))]
            assert any(now <= start <= now + timedelta(minutes=41) for start in starts)
