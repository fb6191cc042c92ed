"""Empty signature fields for an unsigned paper, tagged as PDF/UA-1 wants them.

The template reserves each place by a figure whose alternative text is `signature:<name>`; that structure element
becomes the field's `Form` element, so a screen reader meets the field where the signature line stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from clerk_desktop.common.errors import PaperBroken
from clerk_desktop.desktop.services.forms import Box

_MARK = "signature:"
_PRINT = 4  # annotation flag, ISO 32000-1 table 165


def add_signature_fields(pdf: bytes, places: Sequence[Mapping[str, Any]]) -> tuple[bytes, tuple[Box, ...]]:
    """Put an empty signature field on every place.

    A place is what the template's `sign-here` says: `name`, `page` (from 1), `x` and `y` from the top left, `width` and
    `height`, all in points.

    Raises:
        PaperBroken: a place has no mark in the structure, or two have the same name.
    """
    with Pdf.open(BytesIO(pdf)) as document:
        marks = {str(e.Alt).removeprefix(_MARK): e for e in _elements(document.Root.StructTreeRoot) if _is_mark(e)}
        boxes = tuple(_box(document, place) for place in places)
        if len(boxes) != len(marks) or {box.name for box in boxes} != set(marks):
            raise PaperBroken("signature places and their marks do not match")
        fields = [_add_field(document, box, marks[box.name]) for box in boxes]
        document.Root.AcroForm = document.make_indirect(Dictionary(Fields=Array(fields)))
        out = BytesIO()
        # Classic cross references: the page's later check of what it signs reads nothing else.
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    return out.getvalue(), boxes


def _box(document: Pdf, place: Mapping[str, Any]) -> Box:
    height_of_page = float(document.pages[place["page"] - 1].mediabox[3])
    bottom = height_of_page - place["y"] - place["height"]
    return Box(place["page"], place["x"], bottom, place["width"], place["height"], place["name"])


def _elements(node: Object) -> Iterator[Object]:
    """All structure elements below a node, depth first."""
    kids = node.get(Name.K, Array())
    for kid in kids if isinstance(kids, Array) else (kids,):
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid
            yield from _elements(kid)


def _is_mark(element: Object) -> bool:
    return str(element.get(Name.Alt, "")).startswith(_MARK)


def _add_field(document: Pdf, box: Box, element: Object) -> Object:
    """The field of one place, hung into page, structure tree and parent tree."""
    page = document.pages[box.page - 1].obj
    tree = document.Root.StructTreeRoot
    key = int(tree.ParentTreeNextKey)
    appearance = document.make_stream(b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, box.width, box.height])
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(box.name),
            TU=String("Unterschriftsfeld"),
            Rect=[box.x, box.y, box.x + box.width, box.y + box.height],
            F=_PRINT,
            P=page,
            AP=Dictionary(N=appearance),
            StructParent=key,
        )
    )
    page.Annots = Array([*page.get(Name.Annots, Array()), field])
    element.S = Name.Form
    element.Alt = String("Unterschriftsfeld")
    element.K = Dictionary(Type=Name.OBJR, Obj=field, Pg=page)
    pikepdf.NumberTree(tree.ParentTree)[key] = element
    tree.ParentTreeNextKey = key + 1
    return field
