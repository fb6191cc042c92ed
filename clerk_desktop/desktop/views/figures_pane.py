"""How the days went, at a glance: waiting, talking, who did not come. Nobody's name is in it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.desktop.models.figures import FiguresModel, Period
from clerk_desktop.desktop.models.session import SessionModel
from clerk_desktop.desktop.views import sentences
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.overlay import Overlay
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named, spaced

NOTHING = "–"
_TILES = ("waiting", "service", "missed", "booked", "finished", "cancelled")
_TILE_PX, _PERIOD_PX = 220, 92


class _Tile(View):
    """One figure: what, how much, and what it means."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._what = SafeLabel(tone="muted")
        self._number = named(SafeLabel(size="heading-large"), f"figures.{name}")
        self._means = SafeLabel(tone="muted", size="small", wrap=True)
        column = QVBoxLayout(self)
        spaced(column, 0, 2)
        column.addWidget(self._what)
        column.addWidget(self._number)
        column.addWidget(self._means)
        column.addStretch(1)
        self.setFixedWidth(_TILE_PX)

    def say(self, what: str, number: str, means: str = "") -> None:
        self._what.setText(what)
        self._number.setText(number)
        self._means.setText(means)
        # Read as one: a number alone says nothing.
        self.setAccessibleName(" ".join(filter(None, (f"{what}: {number}.", means))))


class FiguresPane(Overlay):
    """A card over the window (Alt+Z); asks anew each time it is opened."""

    def __init__(self, window: QWidget, figures: FiguresModel, session: SessionModel) -> None:
        super().__init__(window, "figures")
        self._figures, self._session = figures, session
        self._title = SafeLabel(size="heading")
        self._days = named(SafeLabel(tone="muted"), "figures.days")
        self._group = QButtonGroup(self)
        self.periods: dict[Period, DeskButton] = {}
        row = QHBoxLayout()
        spaced(row, 0, 4)
        for period in Period:
            button = DeskButton(f"figures.{period.name.lower()}", "segment", badge=False)
            button.setCheckable(True)
            button.setMinimumWidth(_PERIOD_PX)
            button.setChecked(period is figures.period)
            button.clicked.connect(lambda _=False, one=period: figures.choose(one))
            self._group.addButton(button)
            self.periods[period] = button
            row.addWidget(button)
        row.addStretch(1)
        self._tiles = {name: _Tile(name) for name in _TILES}
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(20)
        for number, tile in enumerate(self._tiles.values()):
            grid.addWidget(tile, number // 3, number % 3)
        self._note = named(SafeLabel(tone="muted", size="small", wrap=True), "figures.note")
        self._again = DeskButton("figures.again", "", "rotate-cw")
        self._again.clicked.connect(figures.load)
        self._close = DeskButton("figures.close", "primary")
        self._close.clicked.connect(self.hide)
        foot = QHBoxLayout()
        foot.addWidget(self._note, 1)
        foot.addWidget(self._again, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self._close, 0, Qt.AlignmentFlag.AlignBottom)
        self.inner.addWidget(self._title)
        self.inner.addLayout(row)
        self.inner.addWidget(self._days)
        self.inner.addLayout(grid)
        self.inner.addLayout(foot)
        figures.changed.connect(self.retranslate)
        session.left.connect(self.hide)

    def toggle(self) -> None:
        """Show with fresh figures, or put away; without a clerk there are none."""
        if self._session.office is not None or self.isVisible():
            super().toggle()
        if self.isVisible():
            self._figures.load()

    def take_keyboard(self) -> None:
        """On the chosen period: the arrows choose another."""
        self.periods[self._figures.period].setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        clerk = self._session.clerk
        self._title.setText(" · ".join(filter(None, (self.tr("Zahlen"), clerk.office.name if clerk else ""))))
        self.periods[Period.TODAY].say(self.tr("Heute"))
        self.periods[Period.WEEK].say(self.tr("7 Tage"))
        self.periods[Period.MONTH].say(self.tr("30 Tage"))
        first, last = self._figures.days
        self._days.setText(_day(first) if first == last else f"{_day(first)} – {_day(last)}")
        self._close.say(self.tr("Schließen"))
        self._again.say(self.tr("Noch einmal versuchen"))
        self._again.setVisible(bool(self._figures.error))
        self._say_note()
        self._say_times()
        self._say_counts()

    def _say_note(self) -> None:
        figures = self._figures
        if figures.error:
            self._note.setText(sentences.error_sentence(figures.error))
        elif figures.view is None:
            self._note.setText(self.tr("Wird geladen …"))
        else:
            self._note.setText(self.tr("Gerechnet aus den Zeitpunkten der Termine. Namen kommen darin nicht vor."))
        self._note.set_tone("danger" if figures.error else "muted")

    def _say_times(self) -> None:
        view = self._figures.view
        waiting, service = (view.waiting_minutes_median, view.service_minutes_median) if view else (None, None)
        self._tiles["waiting"].say(
            self.tr("Mittlere Wartezeit"), self._minutes(waiting), self.tr("ab der vereinbarten Zeit")
        )
        self._tiles["service"].say(
            self.tr("Mittlere Gesprächsdauer"), self._minutes(service), self.tr("ohne Unterbrechungen")
        )

    def _say_counts(self) -> None:
        view, percent = self._figures.view, self._figures.missed_percent
        share = "" if percent is None else self.tr("{n} von 100, die an der Reihe waren").replace("{n}", str(percent))
        self._tiles["missed"].say(self.tr("Nicht erschienen"), str(view.missed) if view else NOTHING, share)
        self._tiles["booked"].say(self.tr("Gebucht"), str(view.booked) if view else NOTHING)
        self._tiles["finished"].say(self.tr("Erledigt"), str(view.finished) if view else NOTHING)
        self._tiles["cancelled"].say(self.tr("Abgesagt"), str(view.cancelled) if view else NOTHING)

    def _minutes(self, minutes: float | None) -> str:
        if minutes is None:
            return NOTHING
        if 0 < minutes < 1:
            return self.tr("unter 1 Min.")
        return self.tr("{n} Min.").replace("{n}", str(round(minutes)))


def _day(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)
