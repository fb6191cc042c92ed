"""How well the two hear and see each other, as one light for both: what each end says of what it receives."""

from __future__ import annotations

import logging
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.errors import CallLost
from clerk_desktop.common.messages.work import DataFromPage, LinkQuality, PageHello, QualityLevel
from clerk_desktop.desktop.models.call import CallModel, CallState

log = logging.getLogger(__name__)

_ORDER = list(QualityLevel)


class Measured(Protocol):
    """One second of a connection, as whoever measures it tells; what is not known is None (or 0, or "")."""

    @property
    def width(self) -> int:
        """Of the citizen's picture as it was sent."""
        ...

    @property
    def height(self) -> int:
        """Same."""
        ...

    @property
    def pictures_per_s(self) -> float:
        """How many were shown."""
        ...

    @property
    def round_trip_ms(self) -> float | None:
        """There and back."""
        ...

    @property
    def loss(self) -> float | None:
        """Share of the citizen's packets that got lost on their way here."""
        ...

    @property
    def loss_there(self) -> float | None:
        """Share of ours that got lost on their way to the citizen."""
        ...

    @property
    def kbps_in(self) -> float:
        """Everything that came, in kbit/s."""
        ...

    @property
    def kbps_out(self) -> float:
        """Everything that went."""
        ...

    @property
    def srtp(self) -> str:
        """How picture and sound are encrypted, by IANA's name."""
        ...

    @property
    def relayed(self) -> bool | None:
        """Whether a relay lies in between."""
        ...

    @property
    def level(self) -> QualityLevel:
        """What this desk receives is this good."""
        ...


class QualityModel(QObject):
    """The light of one call, and the figures behind it; dark while there is no link.

    Attributes:
        figures: of the last second; None while there is no link.
        ours: how well this desk receives the citizen; None: not judged yet.
        theirs: how well they say that they receive this desk; None: not said yet.

    Signals:
        changed: another light, or for another reason.
        measured: new figures, or none any more.
    """

    changed = Signal()
    measured = Signal()

    def __init__(self, call: CallModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._call = call
        self.figures: Measured | None = None
        self.ours: QualityLevel | None = None
        self.theirs: QualityLevel | None = None
        call.message.connect(self._hear)
        call.state_changed.connect(self._on_state)
        call.statistics.connect(self.measure)

    @property
    def level(self) -> QualityLevel | None:
        """The worse of the two; None while nothing is known."""
        return max((each for each in (self.ours, self.theirs) if each), key=_ORDER.index, default=None)

    def measure(self, figures: Measured) -> None:
        """What a second of the connection was like."""
        if self._call.state is CallState.CONNECTED:
            self.figures = figures
            self.measured.emit()
            self.judge(figures.level)

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
        if state is not CallState.CONNECTED and (self.level or self.figures):
            self.ours = self.theirs = self.figures = None
            self.changed.emit()
            self.measured.emit()

    def _say(self) -> None:
        if self.ours is None:
            return
        try:
            self._call.send(LinkQuality(level=self.ours))
        except CallLost:
            log.info("the quality was not said, the channel is closed")
