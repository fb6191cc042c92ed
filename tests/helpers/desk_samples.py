"""People, cases and papers as the desk's tests know them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from clerk_desktop.common.appointments import State
from clerk_desktop.common.identity import CardFields
from clerk_desktop.common.matters import Matter, Text
from clerk_desktop.common.messages.booking import OfficeView
from clerk_desktop.common.messages.clerk import (
    Booking,
    CaseView,
    ClerkView,
    Devices,
    FiguresView,
    QueueEntry,
    QueueView,
)
from clerk_desktop.common.signatures import Drawing, Point

NOW = datetime(2026, 11, 23, 9, 32, tzinfo=UTC)
OFFICE = OfficeView(id="city", name="Bürgeramt City", address="Gerberstraße 4, 66111 Saarbrücken")
DUDWEILER = OfficeView(id="dudweiler", name="Bürgeramt Dudweiler", address="Rathausstraße 5, 66125 Saarbrücken")
CLERK = ClerkView(id="wolf", name="Frau Wolf", office=OFFICE)
SERVER = "https://amt.example"
TOKEN = "t" * 32
CARD = CardFields("ID", "D", "LZ6311T47", "MUSTERMANN", "ERIKA", date(1964, 8, 12), date(2033, 8, 1), "", "D")
MRZ = ("IDD<<LZ6311T475<<<<<<<<<<<<<<<", "6408125<3308012D<<2108<<<<<<<<6", "MUSTERMANN<<ERIKA<<<<<<<<<<<<<")


def t(de: str, en: str = "") -> Text:
    return Text(de=de, en=en or de)


def a_matter(**changes: object) -> Matter:
    """A small matter with every kind of field."""
    person, home = t("Person", "Person"), t("Neue Wohnung", "New dwelling")
    fields = (
        {"id": "family_name", "section": person, "label": t("Familienname", "Family name"),
         "sources": ("booking.family_name", "card.family_name")},
        {"id": "given_names", "section": person, "label": t("Vornamen", "Given names"),
         "sources": ("booking.given_names",), "help": t("Wie sie im Ausweis stehen.", "All given names.")},
        {"id": "birth_date", "section": person, "label": t("Geburtsdatum", "Date of birth"), "kind": "date",
         "sources": ("card.birth_date", "booking.birth_date"), "not_after_days": 0},
        {"id": "document_number", "section": person, "label": t("Seriennummer", "Serial number"),
         "sources": ("card.document_number",), "max_length": 20},
        {"id": "new_street", "section": home, "label": t("Straße und Hausnummer", "Street and number")},
        {"id": "new_postcode", "section": home, "label": t("Postleitzahl", "Postcode"), "kind": "postcode"},
        {"id": "new_kind", "section": home, "label": t("Die neue Wohnung ist", "The new dwelling is"), "kind": "choice",
         "choices": ({"value": "only", "label": t("alleinige Wohnung", "only dwelling")},
                     {"value": "main", "label": t("Hauptwohnung", "main dwelling")})},
        {"id": "objection", "section": home, "label": t("widerspricht der Weitergabe an Adressbücher", "objects"),
         "kind": "tick", "required": False},
        {"id": "remark", "section": home, "label": t("Bemerkung", "Remark"), "required": False, "max_length": 2000},
    )  # fmt: skip
    data: dict[str, Any] = {
        "id": "ummeldung",
        "title": t("Wohnung ummelden", "Moving within the town"),
        "summary": t("Sie sind umgezogen.", "You have moved."),
        "duration_minutes": 20,
        "bring": (t("Personalausweis", "Identity card"), t("Wohnungsgeberbestätigung", "Landlord's confirmation")),
        "legal_basis": ("§ 17 Abs. 1 BMG", "§ 19 BMG"),
        "fields": fields,
        "papers": (
            {"id": "meldeschein", "template": "meldeschein.typ", "title": t("Meldeschein", "Registration form"),
             "file_name": "Meldeschein"},
        ),
    }  # fmt: skip
    return Matter.model_validate({**data, **changes})


COMPLETE = {"new_street": "Mainzer Straße 12", "new_postcode": "66111", "new_kind": "only"}
"""What is missing in the form after booking and card."""


def a_booking(**changes: object) -> Booking:
    data = {
        "given_names": "Erika",
        "family_name": "Mustermann",
        "birth_date": date(1964, 8, 12),
        "email": "erika@example.org",
        "mobile": "+49 151 2345678",
    }
    return Booking.model_validate({**data, **changes})


def a_case(**changes: object) -> CaseView:
    data = {
        "appointment": "a1",
        "reference": "SB-7K2M",
        "office": OFFICE,
        "matters": (a_matter(),),
        "booking": a_booking(),
        "state": State.CALLED,
        "start": NOW,
    }
    return CaseView.model_validate({**data, **changes})


def an_entry(number: int = 1, **changes: object) -> QueueEntry:
    data: dict[str, Any] = {
        "id": f"a{number}",
        "start": NOW + timedelta(minutes=20 * (number - 1)),
        "state": State.WAITING,
        "matters": (t("Wohnung ummelden", "Moving within the town"),),
        "given_names": "Erika",
        "family_name": "Mustermann",
        "waiting_since": NOW - timedelta(minutes=4),
        "present": True,
        "devices": Devices(camera=True, microphone=True),
    }
    return QueueEntry.model_validate({**data, **changes})


def a_queue(*entries: QueueEntry) -> QueueView:
    return QueueView(entries=entries or (an_entry(),), generated_at=NOW)


def a_drawing() -> Drawing:
    line = [Point(x=20 + 6 * i, y=60 + (17 * i * i) % 47, t=10 * i, p=0.5) for i in range(40)]
    return Drawing(width=400, height=160, strokes=(tuple(line),))


def a_face(width: int = 720, height: int = 960, step: int = 0) -> QImage:
    """Somebody, drawn."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    wall = QLinearGradient(QPointF(0, 0), QPointF(width, height))
    wall.setColorAt(0, QColor("#c9d6de"))
    wall.setColorAt(1, QColor("#8fa3ad"))
    painter.fillRect(image.rect(), wall)
    painter.setPen(Qt.PenStyle.NoPen)
    cx, cy, r = width / 2 + step, height * 0.42, min(width, height) * 0.21
    painter.setBrush(QColor("#31475e"))
    painter.drawEllipse(QRectF(cx - 2.0 * r, cy + 1.15 * r, 4.0 * r, 4.4 * r))
    painter.setBrush(QColor("#4a3427"))
    painter.drawEllipse(QRectF(cx - 1.12 * r, cy - 1.35 * r, 2.24 * r, 2.7 * r))
    painter.setBrush(QColor("#e6b998"))
    painter.drawRect(QRectF(cx - 0.36 * r, cy + 0.8 * r, 0.72 * r, 0.7 * r))
    painter.drawEllipse(QRectF(cx - 0.86 * r, cy - 1.05 * r, 1.72 * r, 2.25 * r))
    painter.setBrush(QColor("#2b2320"))
    for side in (-1, 1):
        painter.drawEllipse(QPointF(cx + side * 0.36 * r, cy - 0.1 * r), 0.08 * r, 0.08 * r)
    painter.setBrush(QColor("#b5584e"))
    painter.drawChord(QRectF(cx - 0.36 * r, cy + 0.3 * r, 0.72 * r, 0.42 * r), 180 * 16, 180 * 16)
    painter.end()
    return image


@cache
def a_still() -> bytes:
    """A small picture as the page sends it."""
    content, buffer = QByteArray(), QBuffer()
    buffer.setBuffer(content)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    a_face(160, 90).save(buffer, "JPG")
    return content.data()


# --- the parts ---------------------------------------------------------------------------------------


def some_figures() -> FiguresView:
    """A usual week."""
    return FiguresView(
        office=OFFICE.id,
        first=NOW.date(),
        last=NOW.date(),
        booked=84,
        finished=71,
        missed=4,
        cancelled=9,
        waiting_minutes_median=3.4,
        service_minutes_median=14.6,
    )
