"""What is known of the card, and every difference to booking and form as one line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from clerk_desktop.common.identity import CardFields, Difference
from clerk_desktop.desktop.models.identity import EXPIRED, IdentityModel, IdentityState
from clerk_desktop.desktop.views import sentences
from clerk_desktop.desktop.widgets.fields import TickBox, german_date
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, clear, spaced

_ROWS = ("family_name", "given_names", "birth_date", "document_number", "expiry_date", "nationality")


class IdentityFacts(View):
    """Card, differences, expiry, the serial number as it was typed."""

    def __init__(self, model: IdentityModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("identity.facts")
        self._model = model
        self._shown: object = None
        self._column = QVBoxLayout(self)
        spaced(self._column, 0, 8)

    def update_facts(self) -> None:
        """Show what the model knows now; what has not changed is not built anew."""
        model = self._model
        card = model.record.fields if model.record else model.card
        state = (
            *(card, model.differences, model.expired, model.open_points, model.state),
            *(model.steps.serial, model.serial_fits, sentences.words(sentences.CARD_FIELDS, "family_name")),
        )
        if state == self._shown:
            return
        self._shown = state
        clear(self._column)
        if card is not None:
            self._show_card(card)
        self._column.addStretch(1)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._shown = None
        self.update_facts()

    def _show_card(self, card: CardFields) -> None:
        model = self._model
        differences = model.differences
        for line in differences:
            self._column.addWidget(self._difference(line))
        if model.expired:
            self._column.addWidget(self._expired(card))
        self._column.addWidget(self._card(card))
        if model.serial_fits is not None:
            self._column.addWidget(self._serial(fits=model.serial_fits))
        if not differences:
            words = self.tr("Name und Geburtsdatum stimmen mit der Buchung überein.")
            self._column.addWidget(_note("success", words))

    def _card(self, card: CardFields) -> View:
        box = View(surface="card")
        form = QFormLayout(box)
        form.setContentsMargins(12, 10, 12, 10)
        form.setVerticalSpacing(4)
        kind = sentences.DOCUMENTS.get(card.document_type)
        head = sentences.words(sentences.DOCUMENTS, card.document_type) if kind else card.document_type
        form.addRow(SafeLabel(head, size="heading-small"))
        for name in _ROWS:
            value = getattr(card, name)
            text = value if isinstance(value, str) else german_date(value.isoformat())
            label = SafeLabel(sentences.words(sentences.CARD_FIELDS, name), tone="muted")
            form.addRow(label, SafeLabel(text or "–", size="strong", wrap=True, copyable=True))
        return box

    def _difference(self, line: Difference) -> View:
        field = sentences.words(sentences.CARD_FIELDS, line.field)
        text = self.tr("{field}: gebucht „{booked}“, auf der Karte „{card}“.")
        text = text.replace("{field}", field)
        text = text.replace("{booked}", german_date(line.booked)).replace("{card}", german_date(line.on_card))
        box = _note("info" if line.is_note else "warning", text)
        _add(box, SafeLabel(sentences.words(sentences.REASONS, line.reason), tone="muted", wrap=True))
        if not line.is_note:
            _add(box, self._tick(line.field, self.tr("Mit der Person geklärt")))
        return box

    def _expired(self, card: CardFields) -> View:
        text = self.tr("Der Ausweis ist seit dem {date} abgelaufen.")
        box = _note("danger", text.replace("{date}", german_date(card.expiry_date.isoformat())))
        _add(box, self._tick(EXPIRED, self.tr("Trotzdem angenommen, ich verantworte das")))
        return box

    def _serial(self, *, fits: bool) -> View:
        if fits:
            return _note("success", self.tr("Die eingetippte Seriennummer stimmt."))
        text = self.tr("Eingetippt wurde „{number}“, das ist eine andere Nummer.")
        return _note("warning", text.replace("{number}", self._model.steps.serial))

    def _tick(self, point: str, words: str) -> TickBox:
        tick = TickBox(words)
        tick.setObjectName(f"identity.settled.{point}")
        tick.setChecked(self._model.is_settled(point))
        tick.setEnabled(self._model.state is IdentityState.READ)
        # Queued: the panel is rebuilt by it, the box itself included.
        tick.clicked.connect(lambda on: self._model.settle(point, on), Qt.ConnectionType.QueuedConnection)
        return tick


def _add(box: View, widget: QWidget) -> None:
    layout = box.layout()
    if layout is not None:
        layout.addWidget(widget)


def _note(tone: str, text: str) -> View:
    box = View()
    box.setProperty("notice", tone)
    column = QVBoxLayout(box)
    spaced(column, 10, 4)
    column.addWidget(SafeLabel(text, size="strong", wrap=True))
    return box
