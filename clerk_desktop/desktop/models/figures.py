"""How the appointments of some days went, for whoever plans the staffing. Asked for when somebody looks, never kept."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.clock import Clock, berlin
from clerk_desktop.common.errors import NotSignedIn, OfficeError
from clerk_desktop.common.messages.clerk import FiguresView
from clerk_desktop.desktop.models.session import SessionModel
from clerk_desktop.desktop.tasks import Tasks

NAME = "figures"


class Period(Enum):
    """How many days up to today, today included."""

    TODAY = 1
    WEEK = 7
    MONTH = 30


class FiguresModel(QObject):
    """The figures of one period.

    Signals:
        changed: period, figures or error.
    """

    changed = Signal()

    def __init__(self, session: SessionModel, tasks: Tasks, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks, self._clock = session, tasks, clock
        self.period = Period.WEEK
        self.view: FiguresView | None = None
        """None while they are being asked for, or could not be had."""
        self.error = ""
        """Code of what went wrong last; "" when nothing did."""
        session.left.connect(self._forget)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last one."""
        today = berlin(self._clock.now()).date()
        return today - timedelta(days=self.period.value - 1), today

    @property
    def missed_percent(self) -> int | None:
        """How many of those whose turn came were not there; None when nobody's turn came."""
        view = self.view
        due = view.finished + view.missed if view else 0
        return round(100 * view.missed / due) if view and due else None

    def choose(self, period: Period) -> None:
        """Another period."""
        self.period = period
        self.load()

    def load(self) -> None:
        """Ask for the present state."""
        office = self._session.office
        self.view, self.error = None, ""
        self.changed.emit()
        if office is not None:
            self._tasks.cancel(NAME)
            self._tasks.run(NAME, partial(office.figures, *self.days), done=self._on_view, failed=self._on_error)

    def _on_view(self, view: FiguresView) -> None:
        if (view.first, view.last) == self.days:  # an answer to what is no longer asked
            self.view = view
            self.changed.emit()

    def _on_error(self, error: OfficeError) -> None:
        if isinstance(error, NotSignedIn):
            self._session.expire()
        else:
            self.error = error.code
            self.changed.emit()

    def _forget(self) -> None:
        self.view, self.error = None, ""
        self.changed.emit()
