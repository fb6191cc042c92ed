"""What a mail says: texts from `resources/mail`, the calendar file, the QR code. Pure: nothing is sent here."""

from __future__ import annotations

import html
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from email.utils import parseaddr
from pathlib import Path
from string import Template

import segno
from icalendar import Alarm, Calendar
from icalendar import Event as CalendarEvent

from clerk_desktop.common.clock import BERLIN, berlin
from clerk_desktop.common.matters import Text
from clerk_desktop.common.messages.booking import AppointmentView, WaitingListView
from clerk_desktop.common.messages.terms import Language
from clerk_desktop.common.several import titles

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


@dataclass(frozen=True)
class Event:
    """An appointment in the citizen's calendar: whatever happens to it, the `series` stays and the `sequence` grows."""

    view: AppointmentView
    series: str
    sequence: int
    organizer: str
    """E-mail address of the office."""


def link(public_url: str, token: str, page: str = "termin") -> str:
    """The citizen's link; the token stands behind `#`, so that no server and no log ever sees it."""
    return f"{public_url}/{page}#{token}"


def write(folder: Path, kind: str, language: Language, values: Mapping[str, str], bring: Sequence[Text] = ()) -> Words:
    """Fill the templates `<kind>.<language>.txt` and `.html`; the first line of the text is the subject.

    Args:
        bring: what to have ready, as a list.

    Raises:
        FileNotFoundError, KeyError, ValueError: a template is missing or names something unknown.
    """
    items = [_in(language, item) for item in bring]
    stem = f"{kind}.{language}"
    plain = _template(folder, f"{stem}.txt")
    first, _, body = plain.substitute(values, bring="\n".join(f"  - {item}" for item in items)).partition("\n")
    escaped = {name: html.escape(value) for name, value in values.items()}
    # A wish has no facts of an appointment; its letters do not ask for them.
    facts = _template(folder, f"facts.{language}.html").safe_substitute(escaped)
    inner = _template(folder, f"{stem}.html").substitute(escaped, bring=_items(items), facts=facts)
    title = html.escape(first.strip())
    page = _template(folder, "frame.html").substitute(language=language, title=title, body=inner)
    return Words(first.strip(), body.lstrip("\n"), page)


def values_of(view: AppointmentView, address: str, now: datetime) -> dict[str, str]:
    """What a letter about an appointment can name; `now` is when it is written."""
    return {
        "name": f"{view.given_names} {view.family_name}",
        "matter": _in(view.language, titles(view.matters)),
        "office": view.office.name,
        "day": day(view.start, view.language),
        "time": f"{berlin(view.start):%H:%M}",
        "until": f"{berlin(view.end):%H:%M}",
        "waiting_room": _waiting_room(view, now),
        "confirm_by": moment(view.confirm_by, view.language) if view.confirm_by else "",
        "reference": view.reference,
        "link": address,
    }


def _waiting_room(view: AppointmentView, now: datetime) -> str:
    """Since when or from when on one can come in, as a sentence; a town may open it on the day before."""
    opens = view.opens_at or view.start
    if opens <= now:
        return "The waiting room is open already." if view.language == "en" else "Der Warteraum ist schon offen."
    time_of_day = f"{berlin(opens):%H:%M}"
    if berlin(opens).date() == berlin(view.start).date():
        when = f"at {time_of_day}" if view.language == "en" else f"um {time_of_day} Uhr"
    else:
        on = day(opens, view.language)
        when = f"on {on} at {time_of_day}" if view.language == "en" else f"am {on} um {time_of_day} Uhr"
    return f"The waiting room opens {when}." if view.language == "en" else f"Der Warteraum öffnet {when}."


def values_of_wish(view: WaitingListView, name: str, address: str) -> dict[str, str]:
    """What a letter about a place on the waiting list can name."""
    noon = time(12, tzinfo=BERLIN)
    return {
        "name": name,
        "matter": _in(view.language, titles(view.matters)),
        "office": view.office.name,
        "first": day(datetime.combine(view.first, noon), view.language),
        "last": day(datetime.combine(view.last, noon), view.language),
        "link": address,
    }


def values_of_invitation(name: str, office: str, start: datetime, language: Language, address: str) -> dict[str, str]:
    """What the letter to an invited third person can name."""
    return {
        "name": name,
        "office": office,
        "day": day(start, language),
        "time": f"{berlin(start):%H:%M}",
        "link": address,
    }


def day(when: datetime, language: Language) -> str:
    """A day in Germany, in words."""
    local = berlin(when)
    weekday, month = WEEKDAYS[language][local.weekday()], MONTHS[language][local.month - 1]
    return f"{weekday}, {local.day}{'' if language == 'en' else '.'} {month} {local.year}"


def moment(when: datetime, language: Language) -> str:
    """A day and time in Germany, in words; German readers put "Uhr" behind it."""
    return f"{day(when, language)}, {berlin(when):%H:%M}"


def qr(address: str) -> bytes:
    """The link as a QR code (PNG), for whoever reads the mail on another device than the one with the camera."""
    buffer = io.BytesIO()
    segno.make_qr(address, error="m").save(buffer, kind="png", scale=5, border=4)
    return buffer.getvalue()


def calendar(entry: Event, address: str, now: datetime, cancelled: bool = False) -> bytes:
    """The appointment as an iCalendar file with a reminder.

    A moved appointment keeps its UID with a higher SEQUENCE, so that calendars move it; a cancelled one is taken out
    (METHOD:CANCEL, RFC 5546 § 3.2.5).
    """
    view = entry.view
    title = _in(view.language, titles(view.matters))
    event = CalendarEvent()
    event.add("uid", f"{entry.series}@buergeramt-virtuell")
    event.add("sequence", entry.sequence)
    event.add("organizer", f"mailto:{parseaddr(entry.organizer)[1]}")
    event.add("dtstamp", now)
    event.add("dtstart", view.start)
    event.add("dtend", view.end)
    event.add("summary", f"{view.office.name}: {title}")
    event.add("description", f"{view.reference}\n{address}")
    event.add("location", address)
    event.add("url", address)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if not cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", timedelta(minutes=-15))
        event.add_component(alarm)
    file = Calendar()
    file.add("prodid", "-//Bürgeramt Virtuell//DE")
    file.add("version", "2.0")
    file.add("method", "CANCEL" if cancelled else "PUBLISH")
    file.add_component(event)
    return bytes(file.to_ical())


def _in(language: str, text: Text) -> str:
    return text.en if language == "en" else text.de


def _template(folder: Path, name: str) -> Template:
    return Template((folder / name).read_text(encoding="utf-8"))


def _items(texts: list[str]) -> str:
    return "".join(f"<li>{html.escape(text)}</li>" for text in texts)
