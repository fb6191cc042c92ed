"""The card typed by hand, when the machine cannot read it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.common.identity import HandTyped
from clerk_desktop.desktop.models.identity import IdentityModel
from clerk_desktop.desktop.views import sentences
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.fields import ChoiceField, DateField, TextField
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named, spaced

_TEXTS = ("family_name", "given_names", "document_number", "nationality")
_DATES = ("birth_date", "expiry_date")
_ORDER = ("document_type", "family_name", "given_names", "birth_date", "document_number", "expiry_date", "nationality")


class IdentityForm(View):
    """Fields as they stand on the card; errors stand below the field.

    Signals:
        submitted(HandTyped): complete enough to be checked.
    """

    submitted = Signal(object)

    def __init__(self, model: IdentityModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._fields: dict[str, TextField | ChoiceField] = {name: TextField() for name in _TEXTS}
        self._fields |= {name: DateField() for name in _DATES}
        self._kind = ChoiceField()
        self._fields["document_type"] = self._kind
        self._labels = {name: SafeLabel() for name in _ORDER}
        self._errors = {name: SafeLabel(tone="danger", size="small", wrap=True) for name in _ORDER}
        self.submit = DeskButton("identity.typed", "primary", "check")
        self.submit.clicked.connect(self._submit)
        self._build()
        model.changed.connect(self._show_problems)
        self.retranslate()

    def field(self, name: str) -> TextField | ChoiceField:
        """The editor of this field."""
        return self._fields[name]

    def _build(self) -> None:
        column = QVBoxLayout(self)
        spaced(column, 0, 8)
        form = QFormLayout()
        form.setVerticalSpacing(6)
        for name in _ORDER:
            editor = named(self._fields[name], f"identity.field.{name}")
            box = QVBoxLayout()
            spaced(box, 0, 2)
            box.addWidget(editor)
            box.addWidget(self._errors[name])
            self._errors[name].hide()
            self._labels[name].setBuddy(editor)
            form.addRow(self._labels[name], box)
        column.addLayout(form)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.submit)
        column.addLayout(foot)
        column.addStretch(1)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        for name in _ORDER:
            words = sentences.words(sentences.CARD_FIELDS, name)
            self._labels[name].setText(words)
            self._fields[name].setAccessibleName(words)
        kinds = [(kind, sentences.words(sentences.DOCUMENTS, kind)) for kind in sentences.DOCUMENTS]
        chosen = self._kind.value() or "ID"
        self._kind.set_choices(kinds, self.tr("bitte wählen"))
        self._kind.set_value(chosen)
        self.submit.say(self.tr("Übernehmen"))

    def start(self) -> None:
        """Empty fields for another card, the keyboard in the first."""
        for name in (*_TEXTS, *_DATES):
            self._fields[name].set_value("")
        self._kind.set_value("ID")
        self._fields["family_name"].setFocus()

    def _submit(self) -> None:
        days = {name: _day(self._fields[name].value()) for name in _DATES}
        missing = [name for name, day in days.items() if day is None]
        if missing:
            self._say_problems(dict.fromkeys(missing, "not_a_date"))
            return
        texts = {name: self._fields[name].value() for name in _TEXTS}
        birth, expiry = days["birth_date"], days["expiry_date"]
        if birth is not None and expiry is not None:
            kind = self._kind.value() or "ID"
            self.submitted.emit(HandTyped(**texts, document_type=kind, birth_date=birth, expiry_date=expiry))

    def _show_problems(self) -> None:
        self._say_problems(self._model.problems)

    def _say_problems(self, problems: dict[str, str]) -> None:
        for name, label in self._errors.items():
            code = problems.get(name, "")
            label.setText(sentences.words(sentences.TYPED_ERRORS, code) if code else "")
            label.setVisible(bool(code))
            self._fields[name].set_wrong(bool(code))
        first = next((name for name in _ORDER if name in problems), "")
        if first and self.isVisible():
            self._fields[first].setFocus()


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
