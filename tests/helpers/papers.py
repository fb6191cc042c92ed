"""One citizen and the papers of the three matters, filled in: for every test that needs a real paper."""

from __future__ import annotations

import math
import subprocess
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from clerk_desktop.common.forms import initial_values
from clerk_desktop.common.identity import CardFields
from clerk_desktop.common.matters import Matter
from clerk_desktop.common.messages.booking import OfficeView
from clerk_desktop.common.messages.clerk import Booking
from clerk_desktop.common.signatures import Drawing, Point
from clerk_desktop.resources import resource

if TYPE_CHECKING:
    from clerk_desktop.desktop.services.forms import PaperContext, Typeset

MATTERS = ("ummeldung", "abmeldung", "lebensbescheinigung")
TODAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 9, 32, tzinfo=UTC)
OFFICE = OfficeView(id="city", name="Bürgeramt City", address="Beispielstraße 1, 66111 Saarbrücken")
BOOKING = Booking(
    given_names="Erika", family_name="Müßtermann", birth_date=date(1964, 8, 12), email="erika@example.org"
)
CARD = CardFields("ID", "D", "LZ6311T47", "MUESSTERMANN", "ERIKA", date(1964, 8, 12), date(2033, 8, 1), "F", "D")

_WRITTEN = {
    "birth_place": "Köln",
    "new_street": "Mainzer Straße 12",
    "new_postcode": "66111",
    "move_in_date": "2026-11-15",
    "new_kind": "only",
    "old_street": "Am Ludwigsplatz 7",
    "old_postcode": "66117",
    "old_kept": "given_up",
    "old_kind": "only",
    "move_out_date": "2026-11-14",
    "landlord_proof": "confirmation",
    "landlord_name": "Wohnbau Saar GmbH",
    "landlord_address": "Hafenstraße 3, 66111 Saarbrücken",
    "destination_state": "Frankreich",
    "street": "Mainzer Straße 12",
    "postcode": "66111",
    "recipient": "Caisse de Pension",
    "recipient_reference": "1964 0812 123 45",
}


def matter(name: str) -> Matter:
    """A matter as the town wrote it."""
    return Matter.model_validate(tomllib.loads(resource("matters", f"{name}.toml").read_text(encoding="utf-8")))


def values(of: Matter, **changes: str) -> dict[str, str]:
    """The form, filled in without an error but for `changes`."""
    filled = {key: first.value for key, first in initial_values(of, BOOKING, CARD, OFFICE, TODAY, "de").items()}
    return filled | {key: value for key, value in (_WRITTEN | changes).items() if key in filled}


def context(moment: datetime = MOMENT) -> PaperContext:
    """An office, a clerk and an hour."""
    from clerk_desktop.desktop.services.forms import PaperContext

    return PaperContext(OFFICE, "Frau Wolf", "SB-7K2M-94", moment, identified_at=moment)


def paper(name: str, **changes: str) -> Typeset:
    """The first paper of a matter, typeset."""
    from clerk_desktop.desktop.services.forms import typeset

    of = matter(name)
    return typeset(of.papers[0], of, values(of, **changes), context())


def drawing() -> Drawing:
    """A signature as a finger draws it: one long stroke, one short, one dot."""
    wave = [(i / 160, i * 8.0) for i in range(160)]
    long = [
        Point(x=30 + 400 * u, y=100 + 50 * math.sin(u * 23) * (1 - u / 2), t=t, p=0.5 + 0.4 * math.sin(u * 40))
        for u, t in wave
    ]
    short = [Point(x=200 + i * 6, y=40 + i % 3, t=2000 + i * 8, p=0.6) for i in range(12)]
    return Drawing(width=500, height=200, strokes=(tuple(long), tuple(short), (Point(x=300, y=30, t=3000, p=0.7),)))


def poppler(tool: str, pdf: bytes, tmp_path: Path, *options: str) -> str:
    """What a tool of poppler-utils says of a PDF, on standard output."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    tail = ["-"] if tool == "pdftotext" else []
    command = [tool, *options, str(file), *tail]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
