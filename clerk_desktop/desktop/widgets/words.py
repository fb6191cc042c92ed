"""Words in two languages: marking them for translation, which language is worn, and where a long one may break."""

from __future__ import annotations

import re
from typing import Literal

from PySide6.QtCore import QLocale

_LONG_WORD = re.compile(r"(\S{20})(?=\S)")


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - the name by which lupdate finds the text
    """The text itself; `lupdate` collects it under `_context` (Qt's own function is typed to return an object)."""
    return text


def language() -> Literal["de", "en"]:
    """The language of the desk; the composition root sets it as Qt's default locale together with the translator."""
    return "en" if QLocale().language() is QLocale.Language.English else "de"


def breakable(text: str) -> str:
    """The same words, with places where a very long one may be broken (labels break between words only)."""
    return _LONG_WORD.sub("\\1\u200b", text)
