"""Where the conversation stands, and which way is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.stages import Stage


class StageModel(QObject):
    """The stages of this matter; one is current, the clerk may step back and forth among the open ones.

    Signals:
        changed: another stage, other stages, or another way open.
        entered(Stage): the current stage is another one now.
    """

    changed = Signal()
    entered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stages: tuple[Stage, ...] = ()
        self._current = Stage.GREET
        self._blocker: Callable[[Stage], str] = lambda _stage: ""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages in order; () without a case."""
        return self._stages

    @property
    def current(self) -> Stage:
        """Where both are."""
        return self._current

    @property
    def following(self) -> Stage | None:
        """The stage after the current one."""
        after = self._stages[self._stages.index(self._current) + 1 :] if self._current in self._stages else ()
        return after[0] if after else None

    def start(self, stages: tuple[Stage, ...], blocker: Callable[[Stage], str]) -> None:
        """A new case begins with its first stage.

        Args:
            stages: what the matter needs.
            blocker: says why a stage cannot be entered yet (key of a sentence), or "".
        """
        self._stages, self._blocker = stages, blocker
        self._current = stages[0]
        self.changed.emit()
        self.entered.emit(self._current)

    def stop(self) -> None:
        """No case any more."""
        self._stages = ()
        self.changed.emit()

    def blocked(self, stage: Stage) -> str:
        """Why this stage cannot be entered now (key of a sentence); "" when the way is open."""
        return "" if stage is self._current else self._blocker(stage)

    def is_done(self, stage: Stage) -> bool:
        """Whether the stage lies behind the current one."""
        order = self._stages
        return stage in order and self._current in order and order.index(stage) < order.index(self._current)

    def go(self, stage: Stage) -> bool:
        """Enter a stage; False when it does not exist here or the way is not open."""
        if stage not in self._stages or self.blocked(stage):
            return False
        if stage is not self._current:
            self._current = stage
            self.changed.emit()
            self.entered.emit(stage)
        return True

    def refresh(self) -> None:
        """Something happened that may have opened or closed a way."""
        self.changed.emit()
