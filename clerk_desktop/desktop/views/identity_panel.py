"""Second stage: the card. A still, what was read from it, where it differs from the booking, and the clerk's word."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clerk_desktop.common.identity import CardFields, Difference
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.call import CallState
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.identity import EXPIRED, IdentityState
from clerk_desktop.desktop.views import sentences
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.identity_form import IdentityForm
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.fields import TickBox, german_date
from clerk_desktop.desktop.widgets.mrz_view import MrzView
from clerk_desktop.desktop.widgets.safe_label import SafeLabel, set_property
from clerk_desktop.desktop.widgets.video_surface import VideoSurface
from clerk_desktop.desktop.widgets.view import View, clear, named, scrolling, spaced

_CARD_ROWS = ("family_name", "given_names", "birth_date", "document_number", "expiry_date", "nationality")


class IdentityPanel(View):
    """The still and the reading; nothing of it is written anywhere."""

    stage = Stage.IDENTIFY

    def __init__(self, case: CaseModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case, self._model = case, case.rooms.identity
        self._shown_still: bytes | None = None
        self._ratio = 0.0
        self._title = SafeLabel(size="heading")
        self.prompt = named(SafeLabel(wrap=True), "identity.prompt")
        self.still = named(VideoSurface(), "identity.still")
        self._hints = View(surface="hued")
        self._hint_lines = [SafeLabel(wrap=True) for _ in range(4)]
        self.mrz = named(MrzView(), "identity.mrz")
        self._facts = QWidget()
        self._facts_rows = QVBoxLayout(self._facts)
        spaced(self._facts_rows, 0, 10)
        self.form = IdentityForm(self._model)
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolling(self._facts))
        self._stack.addWidget(scrolling(self.form))
        self.take = DeskButton("identity.take_still", "primary", "scan-line")
        self.retry = DeskButton("identity.retry", "", "rotate-ccw")
        self.by_hand = DeskButton("identity.by_hand", "", "pencil-line")
        self.confirm = DeskButton("identity.confirm", "primary", "badge-check")
        self.go_on = DeskButton("identity.go_on", "primary", "arrow-right")
        self.failed = DeskButton("identity.failed", "quiet")
        self._build()
        actions.bind("take_still", self.take)
        actions.bind("take_still", self.retry)
        actions.bind("by_hand", self.by_hand)
        actions.bind("go_on", self.confirm)
        actions.bind("go_on", self.go_on)
        self.go_on.clicked.connect(self._go_on)
        self.take.clicked.connect(self._model.take_still)
        self.by_hand.clicked.connect(self._model.by_hand)
        self.confirm.clicked.connect(self._confirm)
        self.retry.clicked.connect(self._try_again)
        self.failed.clicked.connect(case.identification_failed)
        self.form.submitted.connect(self._model.typed)
        self._model.changed.connect(self._update)
        case.changed.connect(self._update)
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        spaced(column, 20, 10)
        column.addWidget(self._title)
        column.addWidget(self.prompt)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        left = QVBoxLayout()
        spaced(left, 0, 6)
        hints = QVBoxLayout(self._hints)
        spaced(hints, 20, 10)
        for line in self._hint_lines:
            hints.addWidget(line)
        hints.addStretch(1)
        left.addWidget(self._hints, 1)
        left.addWidget(self.still, 1)
        left.addWidget(self.mrz)
        left.addStretch(0)
        middle.addLayout(left, 5)
        middle.addWidget(self._stack, 4)
        column.addLayout(middle, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.failed)
        foot.addStretch(1)
        for button in (self.by_hand, self.retry, self.take, self.confirm, self.go_on):
            foot.addWidget(button)
        column.addLayout(foot)

    def take_keyboard(self) -> None:
        """To the button that comes next."""
        buttons = (self.confirm, self.go_on, self.take, self.retry, self.by_hand)
        next((b for b in buttons if b.isVisibleTo(self) and b.isEnabled()), self.by_hand).setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._title.setText(self.tr("Wer ist da?"))
        self.still.setAccessibleName(self.tr("Aufnahme des Ausweises"))
        self.mrz.setAccessibleName(self.tr("Gelesene Schriftzone"))
        self.go_on.say(self.tr("Weiter"))
        self.failed.say(self.tr("Identität nicht feststellbar"))
        for line, words in zip(
            self._hint_lines,
            (
                self.tr("1.  Rückseite zeigen: unten stehen drei Zeilen mit vielen Pfeilen."),
                self.tr("2.  Die ganze Karte in den weißen Rahmen halten, nicht mit den Fingern verdecken."),
                self.tr("3.  Ruhig halten und leicht kippen, bis nichts spiegelt."),
                self.tr("4.  F4 drücken. Das Bild bleibt im Arbeitsspeicher und wird danach gelöscht."),
            ),
            strict=True,
        ):
            line.setText(words)
        self._update()

    def _try_again(self) -> None:
        """After a failure at once; after a success the card must be held up again first."""
        if self._model.state is IdentityState.UNREADABLE:
            self._model.take_still()
        else:
            self._model.retry()

    def _go_on(self) -> None:
        following = self._case.rooms.stage.following
        if following is not None:
            self._case.go(following)

    def _confirm(self) -> None:
        if self._case.clerk is not None:
            self._model.confirm(self._case.clerk)

    # --- what is shown

    def _update(self) -> None:
        model, state = self._model, self._model.state
        self._show_still()
        self._say_prompt()
        reading = model.reading
        self.mrz.show_lines(reading.lines if reading else (), reading.doubtful if reading else ())
        self.mrz.setVisible(reading is not None)
        typing = state is IdentityState.BY_HAND
        if typing and self._stack.currentIndex() == 0:
            self._stack.setCurrentIndex(1)
            self.form.start()
        elif not typing:
            self._stack.setCurrentIndex(0)
        self._fill_facts()
        self._dress_buttons()

    def _dress_buttons(self) -> None:
        state = self._model.state
        connected = self._case.rooms.call.state is CallState.CONNECTED
        busy = state in {IdentityState.TAKING, IdentityState.READING}
        read, done = state is IdentityState.READ, state is IdentityState.CONFIRMED
        unreadable, typing = state is IdentityState.UNREADABLE, state is IdentityState.BY_HAND
        self.take.say(self.tr("Ausweisbild aufnehmen"))
        self.take.set_kind("" if typing else "primary")
        self.take.set_busy(
            busy, self.tr("Bild kommt …") if state is IdentityState.TAKING else self.tr("Wird gelesen …")
        )
        self.take.setEnabled(connected and not busy)
        self.take.setVisible(not read and not done and not unreadable)
        self.retry.say(self.tr("Noch einmal aufnehmen") if unreadable else self.tr("Neues Bild"))
        self.retry.set_kind("primary" if unreadable else "")
        self.retry.setVisible(read or done or unreadable)
        self.retry.setEnabled(connected)
        self.by_hand.say(self.tr("Von Hand eingeben"))
        self.by_hand.setVisible(not done and not typing)
        self.by_hand.setEnabled(not busy)
        self.confirm.say(self.tr("Identität bestätigen"))
        self.confirm.setVisible(read)
        self.confirm.setEnabled(self._model.can_confirm)
        self.go_on.setVisible(done)
        self.failed.setVisible(not done)

    def _show_still(self) -> None:
        still = self._model.still
        if still is not self._shown_still:
            self._shown_still = still
            image = QImage.fromData(still) if still else QImage()
            self._ratio = image.height() / image.width() if not image.isNull() else 0.0
            self.still.set_image(image if not image.isNull() else None)
            self._fit_still()
        busy = self._model.state in {IdentityState.TAKING, IdentityState.READING}
        self.still.set_placeholder(self.tr("Das Bild kommt …"))
        self.still.setVisible(still is not None or busy)
        self._hints.setVisible(not self.still.isVisibleTo(self) and self._model.state is IdentityState.OPEN)

    def _fit_still(self) -> None:
        """No bars above and below the picture."""
        wanted = int(self.still.width() * self._ratio) + 1 if self._ratio else 16_777_215
        self.still.setMaximumHeight(max(wanted, 90))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The picture keeps its shape."""
        super().resizeEvent(event)
        self._fit_still()

    def _say_prompt(self) -> None:
        model = self._model
        tone, text = "", ""
        match model.state:
            case IdentityState.OPEN:
                text = self.tr("Bitten Sie die Person, die Rückseite des Ausweises in den Rahmen zu halten.")
            case IdentityState.TAKING | IdentityState.READING:
                text = self.tr("Einen Augenblick …")
            case IdentityState.UNREADABLE:
                tone, text = "warning", sentences.words(sentences.UNREADABLE, model.reason)
            case IdentityState.BY_HAND:
                text = self.tr("Lesen Sie den Ausweis auf dem Bild ab oder lassen Sie ihn sich vorlesen.")
            case IdentityState.READ if model.open_points:
                tone, text = "warning", self.tr("Klären Sie jeden Punkt mit der Person und haken Sie ihn ab.")
            case IdentityState.READ:
                text = self.tr("Vergleichen Sie das Gesicht mit dem Lichtbild. Passt alles, bestätigen Sie.")
            case IdentityState.CONFIRMED:
                tone = "success"
                text = self.tr("Die Identität ist bestätigt. Das Bild ist gelöscht; es war nie gespeichert.")
        self.prompt.setText(text)
        self.prompt.set_tone(tone)
        set_property(self.prompt, "look", "strong" if tone else "")

    def _fill_facts(self) -> None:
        clear(self._facts_rows)
        model = self._model
        card = model.record.fields if model.record else model.card
        if card is not None:
            self._facts_rows.addWidget(self._card(card))
            differences = model.differences
            for line in differences:
                self._facts_rows.addWidget(self._difference(line))
            if model.expired:
                self._facts_rows.addWidget(self._expired(card))
            if not differences:
                self._facts_rows.addWidget(
                    _note("success", self.tr("Name und Geburtsdatum stimmen mit der Buchung überein."))
                )
        self._facts_rows.addStretch(1)

    def _card(self, card: CardFields) -> View:
        box = View(surface="card")
        form = QFormLayout(box)
        form.setContentsMargins(14, 12, 14, 12)
        form.setVerticalSpacing(6)
        kind = sentences.DOCUMENTS.get(card.document_type)
        head = sentences.words(sentences.DOCUMENTS, card.document_type) if kind else card.document_type
        form.addRow(SafeLabel(head, size="heading-small"))
        for name in _CARD_ROWS:
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
        self._add_line(box, SafeLabel(sentences.words(sentences.REASONS, line.reason), tone="muted", wrap=True))
        if not line.is_note:
            self._add_line(box, self._tick(line.field, self.tr("Mit der Person geklärt")))
        return box

    def _expired(self, card: CardFields) -> View:
        text = self.tr("Der Ausweis ist seit dem {date} abgelaufen.")
        box = _note("danger", text.replace("{date}", german_date(card.expiry_date.isoformat())))
        self._add_line(box, self._tick(EXPIRED, self.tr("Trotzdem angenommen, ich verantworte das")))
        return box

    def _tick(self, point: str, words: str) -> TickBox:
        tick = TickBox(words)
        tick.setObjectName(f"identity.settled.{point}")
        tick.setChecked(self._model.is_settled(point))
        tick.setEnabled(self._model.state is IdentityState.READ)
        # Queued: the panel is rebuilt by it, the box itself included.
        tick.clicked.connect(lambda on: self._model.settle(point, on), Qt.ConnectionType.QueuedConnection)
        return tick

    @staticmethod
    def _add_line(box: View, widget: QWidget) -> None:
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
