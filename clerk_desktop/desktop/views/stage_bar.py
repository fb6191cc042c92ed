"""Where the conversation stands: one button for each stage, and how long the call has been going."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.views import sentences
from clerk_desktop.desktop.views.actions import STAGE_KEYS
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel, safe_tip, set_property
from clerk_desktop.desktop.widgets.view import View, named


class StageBar(View):
    """The stages of the matter. One that is not open yet says why when it is pointed at."""

    def __init__(self, case: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, surface="bar")
        self._case = case
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 16, 6)
        self._row.setSpacing(2)
        self.buttons = {stage: self._button(stage) for stage in Stage}
        self._row.addStretch(1)
        self.clock = named(SafeLabel(tone="muted"), "stage.clock")
        self._row.addWidget(self.clock)
        self.setFixedHeight(50)
        self._keys = [QShortcut(QKeySequence(key), self) for key in STAGE_KEYS]
        for number, key in enumerate(self._keys):
            key.activated.connect(lambda n=number: self._go_to_number(n))
        ticks = QTimer(self, interval=1000)
        ticks.timeout.connect(self._tick)
        ticks.start()
        case.rooms.stage.changed.connect(self._update)
        case.changed.connect(self._tick)
        case.closed.connect(self._tick)
        self.retranslate()

    def _button(self, stage: Stage) -> DeskButton:
        button = DeskButton(f"stage.{stage}")
        button.setProperty("stage", "ahead")
        button.clicked.connect(lambda: self._case.go(stage))
        self._row.addWidget(button)
        return button

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.clock.setAccessibleName(self.tr("Dauer des Gesprächs"))
        self._update()

    def _go_to_number(self, number: int) -> None:
        stages = self._case.rooms.stage.stages
        if number < len(stages):
            self._case.go(stages[number])

    def _update(self) -> None:
        model = self._case.rooms.stage
        self.setVisible(bool(model.stages))
        for stage, button in self.buttons.items():
            button.setVisible(stage in model.stages)
            if stage in model.stages:
                self._dress(button, stage, model.stages.index(stage) + 1)

    def _dress(self, button: DeskButton, stage: Stage, number: int) -> None:
        model = self._case.rooms.stage
        blocker = model.blocked(stage)
        now, done = stage is model.current, model.is_done(stage)
        # A blocked stage can still be pointed at and asked why; only pressing it does nothing.
        look = "now" if now else "done" if done else "ahead" if blocker else "open"
        set_property(button, "stage", look)
        button.set_icon("check" if done else "")
        name = sentences.words(sentences.STAGES, stage)
        button.say(f"{number}  {name}" if not done else name)
        hint = sentences.words(sentences.BLOCKERS, blocker) if blocker else ""
        safe_tip(button, hint or STAGE_KEYS[number - 1])
        button.setCursor(Qt.CursorShape.ForbiddenCursor if blocker else Qt.CursorShape.PointingHandCursor)
        where = self.tr("jetzt") if now else self.tr("erledigt") if done else hint
        button.setAccessibleDescription(where)

    def _tick(self) -> None:
        since = self._case.since
        if since is None:
            self.clock.setText("")
            return
        seconds = max(0, int((self._case.rooms.clock.now() - since).total_seconds()))
        self.clock.setText(f"{seconds // 60:02d}:{seconds % 60:02d}")
