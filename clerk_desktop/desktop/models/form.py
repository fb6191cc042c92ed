"""The form of the matter: values, where each came from, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.clock import Clock, berlin
from clerk_desktop.common.forms import FieldError, Filled, check_values, initial_values
from clerk_desktop.common.identity import CardFields
from clerk_desktop.common.matters import Matter
from clerk_desktop.common.messages.clerk import CaseView

CLERK = "clerk"
"""The source of a value that the clerk wrote."""


class FormModel(QObject):
    """One form.

    Signals:
        started: another form, all fields anew.
        value_changed(str): a field has another value or source.
        checked: the errors are others now.
    """

    started = Signal()
    value_changed = Signal(str)
    checked = Signal()

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._case: CaseView | None = None
        self._filled: dict[str, Filled] = {}
        self._touched: set[str] = set()
        self._errors: dict[str, FieldError] = {}
        self._show_all = False

    @property
    def matter(self) -> Matter | None:
        """Whose form it is."""
        return self._case.matter if self._case else None

    @property
    def values(self) -> Mapping[str, str]:
        """Field → value."""
        return {field: filled.value for field, filled in self._filled.items()}

    def filled(self, field: str) -> Filled:
        """Value and source of a field."""
        return self._filled.get(field, Filled("", ""))

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """Everything that is wrong."""
        return tuple(self._errors.values())

    def shown_error(self, field: str) -> FieldError | None:
        """What is wrong with this field, once the clerk has been there or has tried to go on."""
        return self._errors.get(field) if self._show_all or field in self._touched else None

    def start(self, case: CaseView) -> None:
        """Fill the form from the booking."""
        self._case = case
        self._touched.clear()
        self._show_all = False
        self._filled = self._first_values(None)
        self._check()
        self.started.emit()

    def stop(self) -> None:
        """No case any more."""
        self._case = None
        self._filled = {}
        self._errors = {}
        self.started.emit()

    def use_card(self, card: CardFields) -> None:
        """The card is known now: refill what the clerk has not written."""
        for field, filled in self._first_values(card).items():
            if field not in self._touched and filled != self._filled.get(field):
                self._filled[field] = filled
                self.value_changed.emit(field)
        self._check()

    def set_value(self, field: str, value: str) -> None:
        """The clerk wrote a value; any text is taken, errors are only said."""
        before = self._filled.get(field)
        if before is not None and before.value == value:
            return
        self._filled[field] = Filled(value, CLERK)
        self._touched.add(field)
        self.value_changed.emit(field)
        self._check()

    def leave(self, field: str) -> None:
        """The clerk was in this field and goes on: now its error may be said."""
        if field not in self._touched and field in self._errors:
            self._touched.add(field)
            self.checked.emit()

    def complete(self) -> bool:
        """Whether a paper can be made of it; from now on every error is said."""
        self._show_all = True
        self._check()
        return not self._errors

    def _first_values(self, card: CardFields | None) -> dict[str, Filled]:
        case = self._case
        if case is None:
            return {}
        today = berlin(self._clock.now()).date()
        return initial_values(case.matter, case.booking, card, case.office, today, case.booking.language)

    def _check(self) -> None:
        if self._case is not None:
            today = berlin(self._clock.now()).date()
            self._errors = {error.field: error for error in check_values(self._case.matter, self.values, today)}
        self.checked.emit()
