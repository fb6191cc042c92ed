"""From the values of a form to a paper: typst sets it, pikepdf gives it its signature fields.

The paper is PDF/A-2a and PDF/UA-1 in one file. The values reach the template as JSON in `sys.inputs` and are set as
text, so nothing in them can become markup. Everything here blocks for some milliseconds and may run in any thread.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from clerk_desktop.common.clock import berlin
from clerk_desktop.common.errors import PaperBroken
from clerk_desktop.common.forms import LONG_TEXT, TICKED, is_required, parse_date, town_of
from clerk_desktop.common.matters import FieldKind, FormField, Matter, Paper, SignatureLevel
from clerk_desktop.common.messages.booking import OfficeView
from clerk_desktop.resources import resource

if TYPE_CHECKING:
    import typst

_COLUMNS = 12


@dataclass(frozen=True)
class Box:
    """The place of a signature in PDF points; the origin is the lower left corner of the page.

    `name` is the name of the signature field that the paper holds there.
    """

    page: int
    """Counted from 1."""
    x: float
    y: float
    width: float
    height: float
    name: str = "citizen"


@dataclass(frozen=True)
class PaperContext:
    """What a paper says about the office and the hour.

    Attributes:
        office: the clerk's office.
        clerk: the clerk's name as citizens read it.
        reference: the appointment's reference, printed as file number.
        moment: when the paper was set (aware).
        identified_at: when the clerk confirmed the identity (aware); None before that.
    """

    office: OfficeView
    clerk: str
    reference: str
    moment: datetime
    identified_at: datetime | None = None


@dataclass(frozen=True)
class Typeset:
    """A finished, unsigned paper and where it wants to be signed (in the order of the pages)."""

    pdf: bytes
    signature_boxes: tuple[Box, ...]


def typeset(paper: Paper, matter: Matter, values: Mapping[str, str], context: PaperContext) -> Typeset:
    """Set a paper; missing required values become empty lines, so a half-filled form can be shown as well.

    Raises:
        PaperBroken: the template is missing or wrong, or a value has a sign that no font here can show
            (`check_values` names it as `not_printable`).
    """
    import typst  # noqa: PLC0415  heavy: the desk starts without it

    data = json.dumps(_data(paper, matter, values, context), ensure_ascii=False)
    try:
        compiler = typst.Compiler(
            resource("forms", paper.template),
            root=resource("forms"),
            font_paths=paper_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": data},
        )
        moment = context.moment.astimezone(UTC).replace(microsecond=0)  # typst knows whole seconds only
        pdf = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=moment)
        places = json.loads(compiler.query("<signature-box>", field="value"))
    except (typst.TypstError, FileNotFoundError) as error:
        raise PaperBroken(f"template {paper.template} cannot be set") from error
    if not isinstance(pdf, bytes):
        raise PaperBroken(f"template {paper.template} gave no PDF")
    return _with_signature_fields(pdf, places)


@cache
def paper_fonts() -> typst.Fonts:
    """Fira Sans from its package and typst's own fonts; never the computer's, so that all desks set alike."""
    import fontpkg_fira_sans  # noqa: PLC0415  heavy, see typeset
    import typst  # noqa: PLC0415

    return typst.Fonts(include_system_fonts=False, font_paths=[fontpkg_fira_sans.ROOT / "files"])


# --- what the template reads ---------------------------------------------------------------------------


def _data(paper: Paper, matter: Matter, values: Mapping[str, str], context: PaperContext) -> dict[str, Any]:
    shown = {f.id: _shown(f, values.get(f.id, "")) for f in matter.fields}
    office = {"name": context.office.name, "address": context.office.address, "town": town_of(context.office)}
    identified = f"{berlin(context.identified_at):%H:%M}" if context.identified_at else ""
    return {
        "title": paper.title.de,
        "reference": context.reference,
        "clerk": context.clerk,
        "office": office,
        "date": f"{berlin(context.moment):%d.%m.%Y}",
        "identified": identified,
        "level": SignatureLevel(matter.signature).value,
        "signer": f"{shown.get('given_names', '')} {shown.get('family_name', '')}".strip(),
        "sections": list(_sections(matter, values, shown)),
        "values": shown,
    }


def _sections(matter: Matter, values: Mapping[str, str], shown: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The fields that have something to say, grouped under their headings."""
    printed = [f for f in matter.fields if shown[f.id] or (is_required(f, values) and f.kind is not FieldKind.TICK)]
    for (title, ticks), fields in groupby(printed, lambda f: (f.section.de, f.kind is FieldKind.TICK)):
        yield {"title": title, "ticks": ticks, "fields": _rows(list(fields), shown)}


def _rows(fields: Sequence[FormField], shown: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each field's place in a grid of twelve columns, filled from left to right; a postcode stays beside its town."""
    cells: list[dict[str, Any]] = []
    x = y = 0
    for number, form_field in enumerate(fields):
        span = _span(form_field)
        together = fields[number : number + 2] if form_field.kind is FieldKind.POSTCODE else (form_field,)
        if x + sum(map(_span, together)) > _COLUMNS:
            x, y = 0, y + 1
        cell = {"label": form_field.label.de, "value": shown[form_field.id], "long": form_field.max_length > LONG_TEXT}
        cells.append({**cell, "span": span, "x": x, "y": y})
        x += span
    return cells


def _span(form_field: FormField) -> int:
    """Columns that a field needs, by what it may hold."""
    match form_field.kind:
        case FieldKind.POSTCODE:
            return 2
        case FieldKind.DATE:
            return 3
        case FieldKind.CHOICE:
            return 6 if max(len(c.label.de) for c in form_field.choices) > 30 else 3
    limits = ((20, 3), (80, 4), (LONG_TEXT, 6))
    return next((span for longest, span in limits if form_field.max_length <= longest), _COLUMNS)


def _shown(form_field: FormField, value: str) -> str:
    """A value as a German paper writes it; a wrong one stands as it was typed."""
    value = value.strip()
    match form_field.kind:
        case FieldKind.DATE:
            day = parse_date(value)
            return f"{day:%d.%m.%Y}" if day else _visible(value)
        case FieldKind.CHOICE:
            return next((c.label.de for c in form_field.choices if c.value == value), _visible(value))
        case FieldKind.TICK:
            return "Ja" if value == TICKED else ""
    return _visible(value)


def _visible(value: str) -> str:
    """Without signs that show nothing or turn the direction of writing: a paper reads as it is stored."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cn", "Cs"})


# --- signature fields ----------------------------------------------------------------------------------


def _with_signature_fields(pdf: bytes, places: Sequence[Mapping[str, Any]]) -> Typeset:
    """Add one empty, tagged signature field per place.

    They are made before the first signature, because afterwards a file may only grow by signatures; and here, because
    PDF/UA-1 § 7.18 wants a field inside the structure of the paper and named in words.
    """
    from clerk_desktop.desktop.services.fields import add_signature_fields  # noqa: PLC0415  heavy, see typeset

    return Typeset(*add_signature_fields(pdf, places)) if places else Typeset(pdf, ())
