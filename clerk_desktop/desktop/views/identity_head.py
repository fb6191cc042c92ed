"""What the present step asks: its question, how to go about it, and the words to say to the person."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clerk_desktop.common.identification import Step, StepKind
from clerk_desktop.common.matters import IdentityLevel
from clerk_desktop.desktop.models.identity import IdentityModel, IdentityState
from clerk_desktop.desktop.views import sentences
from clerk_desktop.desktop.views.identity_words import (
    HELP,
    LEVELS,
    NAMES,
    QUESTIONS,
    REGISTER_HELP,
    detail_of,
    said,
    spoken,
)
from clerk_desktop.desktop.widgets.safe_label import SafeLabel, set_property
from clerk_desktop.desktop.widgets.view import View, named, spaced


class IdentityHead(View):
    """Three lines of text above the pictures."""

    def __init__(self, model: IdentityModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.prompt = named(SafeLabel(size="heading", wrap=True), "identity.prompt")
        self.words = named(SafeLabel(size="heading-small", wrap=True), "identity.words")
        self.help = named(SafeLabel(tone="muted", wrap=True), "identity.help")
        column = QVBoxLayout(self)
        spaced(column, 0, 4)
        for label in (self.prompt, self.words, self.help):
            column.addWidget(label)

    def update_head(self) -> None:
        """Say what is asked now."""
        model = self._model
        step = model.steps.present
        tone, prompt, words, text = "", "", "", ""
        if model.state is IdentityState.CONFIRMED:
            tone, prompt, text = self._done()
        elif step is None:
            prompt = self.tr("Alle Schritte sind durch. Ist es diese Person?")
            text = self._worth()
        elif step.kind is StepKind.READ:
            tone, prompt, text = self._reading()
        else:
            prompt, words, text = said(QUESTIONS[step.kind]), self._quote(step), self._help(step)
        self.prompt.setText(prompt)
        self.prompt.set_tone(tone)
        set_property(self.prompt, "look", "heading")
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.help.setText(text)
        self.help.setVisible(bool(text))

    retranslate = update_head

    def _quote(self, step: Step) -> str:
        feature = self._model.steps.feature
        if feature is not None:
            return f"{spoken(feature.name)}: {spoken(feature.look_for)}"
        return detail_of(step)

    def _help(self, step: Step) -> str:
        feature = self._model.steps.feature
        if feature is not None:
            return self.tr("Bitten Sie: „{move}“ F4 nimmt ein neues Standbild auf.").replace(
                "{move}", spoken(feature.move)
            )
        if step.kind is StepKind.QUESTION and self._model.steps.document is None:
            return said(REGISTER_HELP)
        return said(HELP[step.kind])

    def _reading(self) -> tuple[str, str, str]:
        model = self._model
        match model.state:
            case IdentityState.TAKING | IdentityState.READING:
                return "", self.tr("Einen Augenblick …"), ""
            case IdentityState.UNREADABLE:
                return "warning", sentences.words(sentences.UNREADABLE, model.reason), ""
            case IdentityState.BY_HAND:
                words = self.tr("Lesen Sie den Ausweis auf dem Bild ab oder lassen Sie ihn sich vorlesen.")
                return "", self.tr("Von Hand eingeben"), words
            case IdentityState.READ:
                words = self.tr("Klären Sie jeden Punkt mit der Person und haken Sie ihn ab, oder brechen Sie ab.")
                return "warning", self.tr("Hier stimmt etwas nicht überein"), words
        document = model.steps.document
        if document is not None and document.mrz_side is None:
            words = self.tr("Auf dieser Karte steht keine Schriftzone. F5 öffnet die Felder zum Eintippen.")
            return "", self.tr("Lesen Sie die Karte ab"), words
        if document is not None and document.one_sided:
            return "", self.tr("Bitten Sie um die Passseite mit dem Lichtbild"), said(HELP[StepKind.READ])
        return "", said(QUESTIONS[StepKind.READ]), said(HELP[StepKind.READ])

    def _done(self) -> tuple[str, str, str]:
        record = self._model.record
        text = self.tr("Die Aufnahmen sind gelöscht; sie waren nie gespeichert.")
        left = [said(NAMES[step.kind]) for step in record.steps if step.state == "skipped"] if record else []
        if left:
            text += " " + self.tr("Nicht geprüft: {steps}.").replace("{steps}", ", ".join(dict.fromkeys(left)))
        level = said(LEVELS[self._model.level])
        return "success", self.tr("Die Identität ist bestätigt: {level}").replace("{level}", level), text

    def _worth(self) -> str:
        listed = self._model.steps.list
        left = [said(NAMES[step.kind]) for step in listed.unchecked] if listed else []
        text = self.tr("Erreicht: {level}.").replace("{level}", said(LEVELS[self._model.level]))
        if left:
            text += " " + self.tr("Nicht geprüft: {steps}.").replace("{steps}", ", ".join(dict.fromkeys(left)))
        if self._model.level is IdentityLevel.NONE:
            text += " " + self.tr("Das genügt nicht. Holen Sie Schritte nach oder beenden Sie die Prüfung.")
        return text
