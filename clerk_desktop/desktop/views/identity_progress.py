"""The list of steps: what was passed, what was not, what comes next, and what nobody looked at."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.common.clock import berlin
from clerk_desktop.common.identification import Checklist, Step, StepKind, StepState
from clerk_desktop.desktop.views.identity_words import NAMES, said
from clerk_desktop.desktop.widgets.icons import pixmap
from clerk_desktop.desktop.widgets.look import look
from clerk_desktop.desktop.widgets.safe_label import SafeLabel, safe_tip
from clerk_desktop.desktop.widgets.view import View, clear, named, spaced

_SIGNS = {
    StepState.OPEN: ("circle", "layout-text-muted"),
    StepState.PASSED: ("circle-check", "feedback-success"),
    StepState.FAILED: ("circle-x", "feedback-danger"),
    StepState.SKIPPED: ("circle-slash", "feedback-warning"),
}
_NOW = ("circle-arrow-right", "action-default")


class IdentityProgress(View):
    """One line a step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("identity.progress")
        self._list: Checklist | None = None
        self._column = QVBoxLayout(self)
        spaced(self._column, 0, 2)
        look().changed.connect(self.retranslate)

    def show_list(self, listed: Checklist | None) -> None:
        """Show these steps."""
        if listed != self._list:
            self._list = listed
            self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        clear(self._column)
        if self._list is None:
            return
        present = self._list.present
        features = [step.id for step in self._list.steps if step.kind is StepKind.FEATURE]
        for step in self._list.steps:
            number = f" {features.index(step.id) + 1}" if step.id in features else ""
            self._column.addWidget(self._line(step, number, now=present is not None and step.id == present.id))
        self._column.addStretch(1)

    def _line(self, step: Step, number: str, *, now: bool) -> QWidget:
        sign, tone = _NOW if now else _SIGNS[step.state]
        line = named(View(), f"identity.step.{step.id}")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(6)
        mark = SafeLabel()
        mark.setPixmap(pixmap(sign, look().color(tone), 16))
        row.addWidget(mark)
        words = said(NAMES[step.kind]) + number
        row.addWidget(SafeLabel(words, size="strong" if now else "", tone="" if now or step.at else "muted"), 1)
        if step.at is not None:
            row.addWidget(SafeLabel(f"{berlin(step.at):%H:%M}", size="small", tone="muted"))
        elif step.lapsed:
            row.addWidget(SafeLabel(self.tr("verfallen"), size="small", tone="warning"))
        state = self._state(step, now=now) + (f", {berlin(step.at):%H:%M:%S}" if step.at is not None else "")
        line.setAccessibleName(f"{words}: {state}")
        safe_tip(line, f"{words}: {state}")
        return line

    def _state(self, step: Step, *, now: bool) -> str:
        if now:
            return self.tr("jetzt")
        return {
            StepState.OPEN: self.tr("offen"),
            StepState.PASSED: self.tr("ja"),
            StepState.FAILED: self.tr("nein"),
            StepState.SKIPPED: self.tr("nicht geprüft"),
        }[step.state]
