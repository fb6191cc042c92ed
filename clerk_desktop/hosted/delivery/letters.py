"""What a mail says: texts from `resources/mail`, the calendar file, the QR code. Pure: nothing is sent here."""

from __future__ import annotations

import html
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from string import Template

import segno
from icalendar import Alarm, Calendar, Event

from clerk_desktop.common.clock import berlin
from clerk_desktop.common.matters import Text
from clerk_desktop.common.messages import AppointmentView

WEEKDAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "de": (
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


@dataclass(frozen=True)
class Words:
    """A finished mail in words."""

    subject: str
    text: str
    html: str


def link(public_url: str, token: str) -> str:
    """The citizen's link; the token stands behind `#`, so that no server and no log ever sees it."""
    return f"{public_url}/termin#{token}"


def write(folder: Path, kind: str, view: AppointmentView, address: str, early: timedelta) -> Words:
    """Fill the templates `<kind>.<language>.txt` and `.html`; the first line of the text is the subject.

    Raises:
        FileNotFoundError, KeyError, ValueError: a template is missing or names something unknown.
    """
    values = _values(view, address, early)
    bring = [_in(view.language, item) for item in view.matter.bring]
    stem = f"{kind}.{view.language}"
    plain = Template((folder / f"{stem}.txt").read_text(encoding="utf-8"))
    first, _, body = plain.substitute(values, bring="\n".join(f"  - {item}" for item in bring)).partition("\n")
    styled = Template((folder / f"{stem}.html").read_text(encoding="utf-8"))
    return Words(first.strip(), body.lstrip("\n"), styled.substitute(_escaped(values), bring=_items(bring)))


def qr(address: str) -> bytes:
    """The link as a QR code (PNG), for whoever reads the mail on another device than the one with the camera."""
    buffer = io.BytesIO()
    segno.make_qr(address, error="m").save(buffer, kind="png", scale=5, border=4)
    return buffer.getvalue()


def calendar(view: AppointmentView, address: str, now: datetime) -> bytes:
    """The appointment as an iCalendar file with a reminder."""
    title = _in(view.language, view.matter.title)
    event = Event()
    event.add("uid", f"{view.id}@buergeramt-virtuell")
    event.add("dtstamp", now)
    event.add("dtstart", view.start)
    event.add("dtend", view.end)
    event.add("summary", f"{view.office.name}: {title}")
    event.add("description", f"{view.reference}\n{address}")
    event.add("location", address)
    event.add("url", address)
    event.add("status", "CONFIRMED")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(minutes=-15))
    event.add_component(alarm)
    file = Calendar()
    file.add("prodid", "-//Bürgeramt Virtuell//DE")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add_component(event)
    return bytes(file.to_ical())


def _in(language: str, text: Text) -> str:
    return text.en if language == "en" else text.de


def _values(view: AppointmentView, address: str, early: timedelta) -> dict[str, str]:
    start = berlin(view.start)
    weekday, month = WEEKDAYS[view.language][start.weekday()], MONTHS[view.language][start.month - 1]
    day = f"{weekday}, {start.day}. {month} {start.year}"
    if view.language == "en":
        day = f"{weekday}, {start.day} {month} {start.year}"
    return {
        "name": f"{view.given_names} {view.family_name}",
        "matter": _in(view.language, view.matter.title),
        "office": view.office.name,
        "day": day,
        "time": f"{start:%H:%M}",
        "until": f"{berlin(view.end):%H:%M}",
        "opens": f"{berlin(view.start - early):%H:%M}",
        "reference": view.reference,
        "link": address,
    }


def _escaped(values: Mapping[str, str]) -> dict[str, str]:
    return {name: html.escape(value) for name, value in values.items()}


def _items(texts: list[str]) -> str:
    return "".join(f"<li>{html.escape(text)}</li>" for text in texts)
