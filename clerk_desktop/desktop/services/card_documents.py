"""The kinds of identity documents that the town has files for (`resources/documents`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from clerk_desktop.common.card_documents import CardDocument
from clerk_desktop.resources import resource

USUAL = "personalausweis"
"""What is expected before a card was read."""


@cache
def load_documents() -> Mapping[str, CardDocument]:
    """All of them by id, the usual one first. Raises ValueError for a file that cannot be right."""
    found = {}
    for path in sorted(resource("documents").glob("*.toml")):
        document = CardDocument.model_validate(tomllib.loads(path.read_text("utf-8")))
        if document.id != path.stem:
            raise ValueError(f"{path.name} says that it is {document.id!r}")
        found[document.id] = document
    return dict(sorted(found.items(), key=lambda item: item[0] != USUAL))


def document_for(kind: str) -> CardDocument | None:
    """The document whose machine-readable lines begin with this code."""
    return next((document for document in load_documents().values() if kind in document.mrz_kinds), None)
