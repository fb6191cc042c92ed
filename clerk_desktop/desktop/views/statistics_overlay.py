"""The figures of the connection, upon the picture, for who looks after the technology; off unless asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from clerk_desktop.desktop.models.quality import Measured, QualityModel
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, clear, spaced


class StatisticsOverlay(View):
    """A small table; the mouse goes through it. Without figures it is empty."""

    def __init__(self, quality: QualityModel, parent: QWidget) -> None:
        super().__init__(parent, surface="tools")
        self._quality = quality
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._rows: tuple[tuple[str, str], ...] = ()
        self._labels: list[SafeLabel] = []
        self._grid = QGridLayout(self)
        spaced(self._grid, 8, 2)
        self._grid.setHorizontalSpacing(12)
        quality.measured.connect(self.retranslate)
        self.hide()

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each line."""
        return self._rows

    def retranslate(self) -> None:
        """Say everything in the present language."""
        figures = self._quality.figures
        self._show_rows(self._rows_of(figures) if figures is not None else [])

    # --- inside

    def _rows_of(self, figures: Measured) -> list[tuple[str, str]]:
        unknown = self.tr("unbekannt")
        way = {True: self.tr("über das Relay"), False: self.tr("direkt"), None: unknown}[figures.relayed]
        size = f"{figures.width} × {figures.height}" if figures.width else unknown
        trip = f"{figures.round_trip_ms:.0f} ms" if figures.round_trip_ms is not None else unknown
        return [
            (self.tr("Bild"), size),
            (self.tr("Bilder je Sekunde"), _number(figures.pictures_per_s, 0)),
            (self.tr("Laufzeit hin und zurück"), trip),
            (self.tr("Verlust hierher"), _share(figures.loss) or unknown),
            (self.tr("Verlust dorthin"), _share(figures.loss_there) or unknown),
            (self.tr("Empfangen"), _rate(figures.kbps_in)),
            (self.tr("Gesendet"), _rate(figures.kbps_out)),
            (self.tr("Weg"), way),
            # An underscore is no place to break a line, a space is.
            (self.tr("Verschlüsselung"), figures.srtp.replace("_", " ") or unknown),
        ]

    def _show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """These lines in place of those before."""
        if [name for name, _ in rows] != [name for name, _ in self._rows]:
            self._build(rows)
        self._rows = tuple(rows)
        for label, (_, value) in zip(self._labels, rows, strict=True):
            label.setText(value)
        self.adjustSize()

    def _build(self, rows: Sequence[tuple[str, str]]) -> None:
        clear(self._grid)
        self._labels = []
        for number, (name, _) in enumerate(rows):
            value = SafeLabel(size="small")
            self._grid.addWidget(SafeLabel(name, size="small", tone="muted"), number, 0)
            self._grid.addWidget(value, number, 1)
            self._labels.append(value)


def _number(value: float, decimals: int) -> str:
    return QLocale().toString(float(value), "f", decimals)


def _share(share: float | None) -> str:
    return f"{_number(share * 100, 1)} %" if share is not None else ""


def _rate(kbps: float) -> str:
    return f"{_number(kbps / 1000, 1)} Mbit/s" if kbps >= 1000 else f"{_number(kbps, 0)} kbit/s"
