"""Watches the live picture while a card is wanted: says what helps, and takes the still when the view is good.

The newest frame goes to the card reader's process, one at a time, so that a slow computer judges fewer frames instead
of late ones. The same outline and the same hint appear on the clerk's picture and on the citizen's own.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer, Signal

from clerk_desktop.common.capture import NOTHING_SEEN, Assessment, Wanted
from clerk_desktop.common.errors import CallLost, OfficeError
from clerk_desktop.common.identification import StepKind
from clerk_desktop.common.messages.card import CaptureView
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.call import CallModel, CallState
from clerk_desktop.desktop.models.identity import IdentityModel, IdentityState
from clerk_desktop.desktop.models.ports import CardReader
from clerk_desktop.desktop.models.stage import StageModel
from clerk_desktop.desktop.tasks import Tasks

log = logging.getLogger(__name__)

NAME = "assess"
EVERY_MS = 80
"""Twelve looks a second at most."""
GOOD_S = 0.5
"""So long the view must be good in a row."""
PAUSE_S = 1.5
"""So long after a still nothing is taken by itself."""
MOVED = 0.012
"""Share of the picture by which a corner must have moved for the page to be told."""
_TAKEN_ONCE = frozenset({StepKind.FRONT, StepKind.FEATURE})


class AutoCapture(QObject):
    """The watch over one call after the other.

    Args:
        call: brings the frames and carries the hints to the page.
        identity: says which side is wanted, and takes the stills.
        stage: it watches only while both are at the card.
        reader: judges the frames.
        tasks: the async door.
        parent: Qt owner.

    Attributes:
        view: how the card is seen now.
        judged: frames that were looked at so far.

    Signals:
        changed: the view, or whether one is wanted.
    """

    changed = Signal()

    def __init__(
        self,
        call: CallModel,
        identity: IdentityModel,
        stage: StageModel,
        reader: CardReader,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._call, self._identity, self._stage = call, identity, stage
        self._reader, self._tasks = reader, tasks
        self.view = NOTHING_SEEN
        self.judged = 0
        self._good_since: float | None = None
        self._taken_at = float("-inf")
        self._looked_at = float("-inf")
        self._taken_for = ""
        self._told: CaptureView | None = None
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._look)
        for signal in (identity.changed, stage.changed, call.state_changed):
            signal.connect(self._refresh)
        call.channel_opened.connect(self._tell_anew)

    @property
    def wanted(self) -> Wanted | None:
        """Which side is looked for now; None: nobody looks."""
        here = self._stage.current is Stage.IDENTIFY and bool(self._stage.stages)
        if not here or self._call.state is not CallState.CONNECTED or self._identity.aborted is not None:
            return None
        return self._identity.wanted

    # --- begin and end

    def _refresh(self, *_: object) -> None:
        on = self.wanted is not None
        if on and not self._timer.isActive():
            self._timer.start()
            self._tell()
        elif not on and self._timer.isActive():
            self._timer.stop()
            self._tasks.cancel(NAME)
            self._see(NOTHING_SEEN)
            self._tell()
        elif on and self._told is not None and self._told.wanted is not self.wanted:
            self._good_since = None
            self._tell()

    # --- looking

    def _look(self) -> None:
        if self._tasks.busy(NAME) or self._identity.state is IdentityState.READING:
            return
        frame = self._call.grey_frame()
        wanted = self.wanted
        if frame is None or wanted is None or frame.at <= self._looked_at:
            return
        self._looked_at = frame.at

        async def judge() -> tuple[float, Assessment]:
            return frame.at, await self._reader.assess(frame, wanted)

        self._tasks.run(NAME, judge, done=self._judged, failed=self._failed)

    def _judged(self, seen: tuple[float, Assessment]) -> None:
        at, view = seen
        self.judged += 1
        if self.wanted is None:
            return
        self._see(view)
        self._tell()
        if not view.good:
            self._good_since = None
            return
        if self._good_since is None:
            self._good_since = at
        if at - self._good_since >= GOOD_S and at - self._taken_at >= PAUSE_S and self._may_take():
            step = self._identity.steps.present
            self._taken_at, self._taken_for = at, step.id if step else ""
            self._good_since = None
            self._identity.take_still()

    def _may_take(self) -> bool:
        """A step that only looks gets one still by itself; more of them the clerk asks for."""
        step = self._identity.steps.present
        if step is None or self._identity.busy:
            return False
        if step.kind is StepKind.READ:
            return self._identity.card is None
        return step.kind in _TAKEN_ONCE and self._taken_for != step.id

    def _failed(self, error: OfficeError) -> None:
        log.info("a frame could not be judged: %s", error.code)
        self._see(NOTHING_SEEN)

    def _see(self, view: Assessment) -> None:
        if view != self.view:
            self.view = view
            self.changed.emit()

    # --- telling the page

    def _tell_anew(self) -> None:
        self._told = None
        if self.wanted is not None:
            self._tell()

    def _tell(self) -> None:
        view = self.view
        outline = tuple(round(value, 4) for corner in view.quad for value in corner) if view.quad else ()
        message = CaptureView(wanted=self.wanted, hint=view.hint, outline=outline, good=view.good)
        if self._told is not None and not _differ(self._told, message):
            return
        try:
            self._call.send(message)
            self._told = message
        except CallLost:
            self._told = None


def _differ(before: CaptureView, now: CaptureView) -> bool:
    if (before.wanted, before.hint, before.good) != (now.wanted, now.hint, now.good):
        return True
    if len(before.outline) != len(now.outline):
        return True
    return any(abs(a - b) > MOVED for a, b in zip(before.outline, now.outline, strict=True))
