"""The look of the desk: fonts, palette and style sheet made of `resources/look/theme.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from clerk_desktop.desktop.widgets.style_sheet import style_sheet
from clerk_desktop.resources import resource

LIGHT, DARK = "light", "dark"
_WEIGHTS = ("Regular", "Medium", "SemiBold")


@cache
def tokens() -> dict[str, Any]:
    """The theme file, read once."""
    return tomllib.loads(resource("look", "theme.toml").read_text(encoding="utf-8"))


class Look(QObject):
    """Which of the two colour schemes is worn; there is one of it per program (`look()`).

    Signals:
        changed: another scheme; whoever paints itself paints anew.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scheme = LIGHT

    def color(self, name: str) -> QColor:
        """The colour of a token in the present scheme, e.g. `action-default`."""
        return QColor(tokens()["color"][self.scheme][name])

    def size(self, group: str, name: str) -> int:
        """A measure in pixels, e.g. `size("space", "m")`."""
        return int(tokens()[group][name])

    def font(self, size: str = "body", weight: str = "regular") -> QFont:
        """A font of the theme."""
        font = QFont(QApplication.font())
        font.setPixelSize(self.size("font", size))
        font.setWeight(QFont.Weight(tokens()["font"][f"weight-{weight}"]))
        return font

    def wear(self, scheme: str) -> None:
        """Dress the whole program in this scheme."""
        app = QApplication.instance()
        if not isinstance(app, QApplication) or scheme not in {LIGHT, DARK}:
            return
        self.scheme = scheme
        app.setPalette(self._palette())
        app.setStyleSheet(style_sheet(tokens(), scheme))
        self.changed.emit()

    def undress(self) -> None:
        """Back to plain Qt (tests leave the program as they found it)."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.scheme = LIGHT
            app.setStyleSheet("")
            app.setPalette(QPalette())

    def toggle(self) -> None:
        """The other scheme."""
        self.wear(DARK if self.scheme == LIGHT else LIGHT)

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        palette = QPalette()
        for target, token in {
            role.Window: "layout-background-default",
            role.WindowText: "layout-text-default",
            role.Base: "form-input-background",
            role.AlternateBase: "layout-background-hued",
            role.Text: "layout-text-default",
            role.PlaceholderText: "layout-text-muted",
            role.Button: "layout-background-hued",
            role.ButtonText: "layout-text-default",
            role.Highlight: "action-default",
            role.HighlightedText: "action-on-default",
            role.Link: "action-default",
            role.ToolTipBase: "layout-background-inverted",
            role.ToolTipText: "layout-text-inverse",
        }.items():
            palette.setColor(target, self.color(token))
        return palette


@cache
def look() -> Look:
    """The look of this program."""
    return Look()


def dress(app: QApplication, scheme: str = LIGHT) -> None:
    """Fonts, style and colours; once, before the first window."""
    # Fusion draws alike on every system, so that the style sheet finds the same ground everywhere.
    app.setStyle("Fusion")
    families = [tokens()["font"]["family"], *tokens()["font"]["fallback"]]
    _load_fonts()
    font = QFont()
    font.setFamilies([family for family in families if family != "sans-serif"])
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setPixelSize(tokens()["font"]["body"])
    app.setFont(font)
    look().wear(scheme)


def _load_fonts() -> None:
    """Fira Sans from its package; without it the system's own sans serves."""
    try:
        import fontpkg_fira_sans  # noqa: PLC0415
    except ImportError:
        return
    folder = Path(fontpkg_fira_sans.ROOT) / "files"
    for weight in _WEIGHTS:
        file = folder / f"FiraSans-{weight}.ttf"
        if file.exists():
            QFontDatabase.addApplicationFont(str(file))
