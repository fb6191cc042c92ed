"""Captions: what the clerk types is read along by somebody who cannot hear, word by word. Nothing of it is kept."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer, Signal

from clerk_desktop.common.errors import CallLost
from clerk_desktop.common.messages.work import Caption, DataFromPage, PageHello
from clerk_desktop.desktop.models.call import CallModel

log = logging.getLogger(__name__)

LONGEST = 500
"""Letters of one line, as the contract has it."""
PACE_MS = 120
"""While typing goes on, the line is sent so often: fluent for the eye, little for the link."""


class CaptionsModel(QObject):
    """The line that is being typed.

    Attributes:
        text: the line so far.

    Signals:
        changed: on or off.
        said(Caption): this was said, or would have been were the channel open.
    """

    changed = Signal()
    said = Signal(object)

    def __init__(self, call: CallModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._call = call
        self._on = False
        self.text = ""
        self._pace = QTimer(self, interval=PACE_MS, singleShot=True)
        self._pace.timeout.connect(self._say)
        call.message.connect(self._hear)

    @property
    def on(self) -> bool:
        """Whether the clerk types along."""
        return self._on

    def switch(self, on: bool) -> None:
        """Begin, or end and take what stands there off the citizen's screen."""
        if on is self._on:
            return
        self._on = on
        if not on:
            self._pace.stop()
            self.text = ""
            self._say(final=True)
        self.changed.emit()

    def stop(self) -> None:
        """The case is over: the next citizen begins without."""
        self.switch(False)

    def type(self, text: str) -> None:
        """The line as it stands now."""
        if self._on and text[:LONGEST] != self.text:
            self.text = text[:LONGEST]
            if not self._pace.isActive():
                self._pace.start()

    def finish(self) -> None:
        """The line is whole; the next one begins."""
        if self._on and self.text:
            self._pace.stop()
            self._say(final=True)
            self.text = ""

    # --- inside

    def _hear(self, message: DataFromPage) -> None:
        """A page that was loaded anew has lost the line."""
        if isinstance(message, PageHello) and self.text:
            self._say()

    def _say(self, *, final: bool = False) -> None:
        caption = Caption(text=self.text, final=final)
        self.said.emit(caption)
        try:
            self._call.send(caption)
        except CallLost:
            log.info("a caption was not said, the channel is closed")
