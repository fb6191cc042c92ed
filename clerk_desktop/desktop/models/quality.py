"""How well the two hear and see each other, as one light for both: what each end says of what it receives."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.errors import CallLost
from clerk_desktop.common.messages import DataFromPage, LinkQuality, PageHello, QualityLevel
from clerk_desktop.desktop.models.call import CallModel, CallState

log = logging.getLogger(__name__)

_ORDER = list(QualityLevel)


class QualityModel(QObject):
    """The light of one call; dark while there is no link.

    Attributes:
        ours: how well this desk receives the citizen; None: not judged yet.
        theirs: how well they say that they receive this desk; None: not said yet.

    Signals:
        changed: another light, or for another reason.
    """

    changed = Signal()

    def __init__(self, call: CallModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._call = call
        self.ours: QualityLevel | None = None
        self.theirs: QualityLevel | None = None
        call.message.connect(self._hear)
        call.state_changed.connect(self._on_state)

    @property
    def level(self) -> QualityLevel | None:
        """The worse of the two; None while nothing is known."""
        return max((each for each in (self.ours, self.theirs) if each), key=_ORDER.index, default=None)

    def judge(self, level: QualityLevel) -> None:
        """What this desk receives is this good; the page hears of it when it changes."""
        if self._call.state is CallState.CONNECTED and level is not self.ours:
            self.ours = level
            self._say()
            self.changed.emit()

    # --- inside

    def _hear(self, message: DataFromPage) -> None:
        if isinstance(message, PageHello):
            self._say()
        elif isinstance(message, LinkQuality) and message.level is not self.theirs:
            self.theirs = message.level
            self.changed.emit()

    def _on_state(self, state: CallState) -> None:
        if state is not CallState.CONNECTED and self.level is not None:
            self.ours = self.theirs = None
            self.changed.emit()

    def _say(self) -> None:
        if self.ours is None:
            return
        try:
            self._call.send(LinkQuality(level=self.ours))
        except CallLost:
            log.info("the quality was not said, the channel is closed")
