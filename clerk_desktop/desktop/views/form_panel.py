"""The form: sections and fields, each with where its value came from and what is wrong with it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clerk_desktop.common.forms import LONG_TEXT, TICKED
from clerk_desktop.common.matters import FieldKind, FormField
from clerk_desktop.desktop.models.form import FormModel
from clerk_desktop.desktop.views import sentences
from clerk_desktop.desktop.widgets.fields import (
    ChoiceField,
    DateField,
    Editor,
    Leaving,
    LongTextField,
    TextField,
    TickField,
)
from clerk_desktop.desktop.widgets.safe_label import SafeLabel, safe_tip, set_property
from clerk_desktop.desktop.widgets.view import View, clear, named, scrolling, spaced
from clerk_desktop.desktop.widgets.words import language


def make_editor(field: FormField) -> Editor:
    """The editor that fits a field."""
    match field.kind:
        case FieldKind.DATE:
            return DateField()
        case FieldKind.CHOICE:
            return ChoiceField()
        case FieldKind.TICK:
            return TickField(TICKED)
        case _ if field.max_length > LONG_TEXT:
            return LongTextField()
        case _:
            return TextField()


class FieldRow(View):
    """One field with its label, source, help and error."""

    def __init__(self, field: FormField, model: FormModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field, self._model = field, model
        self.editor = named(make_editor(field), f"document.field.{field.id}")
        self._label = SafeLabel(size="strong", wrap=True)
        self._label.setBuddy(self.editor)
        self.source = named(SafeLabel(), f"document.source.{field.id}")
        self._help = SafeLabel(tone="muted", size="small", wrap=True)
        self.error = named(SafeLabel(tone="danger", size="small", wrap=True), f"document.error.{field.id}")
        self._build()
        self.editor.edited.connect(lambda value: model.set_value(field.id, value))
        Leaving(self.editor).left.connect(lambda: model.leave(field.id))
        self.retranslate()
        self.show_value()
        self.show_error()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        spaced(column, 0, 3)
        if isinstance(self.editor, TickField):
            head = QHBoxLayout()
            head.addWidget(self.editor)
            head.addWidget(self._label, 1)
            head.addWidget(self.source)
            column.addLayout(head)
        else:
            head = QHBoxLayout()
            head.addWidget(self._label, 1)
            head.addWidget(self.source)
            column.addLayout(head)
            column.addWidget(self.editor)
        column.addWidget(self._help)
        column.addWidget(self.error)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        field, worn = self._field, language()
        label: str = getattr(field.label, worn)
        optional = "" if field.required or field.required_when else self.tr(" (freiwillig)")
        self._label.setText(label + optional)
        set_property(self._label, "look", "" if isinstance(self.editor, TickField) else "strong")
        self.editor.setAccessibleName(label)
        helping: str = getattr(field.help, worn) if field.help else ""
        self._help.setText(helping)
        self._help.setVisible(bool(helping))
        self.editor.setAccessibleDescription(helping)
        if isinstance(self.editor, ChoiceField):
            choices = [(choice.value, getattr(choice.label, worn)) for choice in field.choices]
            self.editor.set_choices(choices, self.tr("bitte wählen"))
            self.editor.set_value(self._model.filled(field.id).value)
        self._show_source()
        self.show_error()

    def show_value(self) -> None:
        """Value and source as the model has them."""
        self.editor.set_value(self._model.filled(self._field.id).value)
        self._show_source()

    def show_error(self) -> None:
        """What is wrong, or nothing."""
        error = self._model.shown_error(self._field.id)
        text = sentences.words(sentences.FIELD_ERRORS, error.code, **error.params) if error else ""
        self.error.setText(text)
        self.error.setVisible(bool(text))
        self.editor.set_wrong(bool(text))

    def _show_source(self) -> None:
        filled = self._model.filled(self._field.id)
        known = filled.source in sentences.SOURCES and bool(filled.value)
        self.source.setText(sentences.words(sentences.SOURCES, filled.source) if known else "")
        set_property(self.source, "chip", filled.source if filled.source in {"card", "clerk"} else "true")
        self.source.setVisible(known)
        safe_tip(self.source, self.tr("Woher dieser Wert stammt") if known else "")


class FormPanel(View):
    """All fields of the matter, in sections, scrolling up and down."""

    def __init__(self, model: FormModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.rows: dict[str, FieldRow] = {}
        self._sections: list[tuple[SafeLabel, FormField]] = []
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(20, 16, 16, 16)
        self._column.setSpacing(12)
        self._area: QScrollArea = scrolling(self._body)
        outer = QVBoxLayout(self)
        spaced(outer, 0, 0)
        outer.addWidget(self._area)
        self.setMinimumWidth(320)
        model.started.connect(self._build)
        model.value_changed.connect(self._on_value)
        model.checked.connect(self._on_checked)

    def retranslate(self) -> None:
        """Say the sections in the present language; the rows do so themselves."""
        for label, field in self._sections:
            label.setText(getattr(field.section, language()))

    def focus_next_gap(self) -> None:
        """Put the keyboard into the next field that is missing or wrong, after the one it is in."""
        wrong = {error.field for error in self._model.errors}
        order = list(self.rows)
        # Not hasFocus(): that is false for everybody while another program's window is in front.
        focused = self.window().focusWidget()
        here = next((i for i, name in enumerate(order) if self.rows[name].editor is focused), -1)
        for name in order[here + 1 :] + order[: here + 1]:
            if name in wrong:
                row = self.rows[name]
                row.editor.setFocus()
                self._area.ensureWidgetVisible(row, 0, 40)
                return

    def _build(self) -> None:
        clear(self._column)
        self.rows.clear()
        self._sections.clear()
        matter = self._model.matter
        section = ""
        for field in matter.fields if matter else ():
            if field.section.de != section:
                section = field.section.de
                label = SafeLabel(size="heading-small")
                self._sections.append((label, field))
                if self.rows:
                    self._column.addSpacing(12)
                self._column.addWidget(label)
            row = self.rows[field.id] = FieldRow(field, self._model)
            self._column.addWidget(row)
        self._column.addStretch(1)
        self._area.verticalScrollBar().setValue(0)
        self.retranslate()

    def _on_value(self, field: str) -> None:
        if field in self.rows:
            self.rows[field].show_value()

    def _on_checked(self) -> None:
        for row in self.rows.values():
            row.show_error()
