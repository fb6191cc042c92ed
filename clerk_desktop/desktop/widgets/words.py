"""Words in two languages: marking them for translation, and which language is worn."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QLocale


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - the name by which lupdate finds the text
    """The text itself; `lupdate` collects it under `_context` (Qt's own function is typed to return an object)."""
    return text


def language() -> Literal["de", "en"]:
    """The language of the desk; the composition root sets it as Qt's default locale together with the translator."""
    return "en" if QLocale().language() is QLocale.Language.English else "de"
