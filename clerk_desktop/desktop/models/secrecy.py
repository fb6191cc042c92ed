"""Whether anybody listens in, as the clerk is told: the code of the call, and whether both people found it alike."""

from __future__ import annotations

import logging
from enum import Enum

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.errors import CallLost
from clerk_desktop.common.messages.work import CodeCompared, DataFromPage, Fingerprints
from clerk_desktop.desktop.models.banner import BannerModel, Level, Notice
from clerk_desktop.desktop.models.call import CallModel

log = logging.getLogger(__name__)

NOTICES = ("not_secret",)
"""Notices that go with the case."""


class SecrecyState(Enum):
    """What is known.

    Attributes:
        NONE: no agreement yet.
        OPEN: both ends see the same certificates; the two people have not compared the code.
        COMPARED: they have, and it was the same.
        ANEW: it was compared, but the certificates are others now.
        REFUSED: the ends see different certificates, or the codes differed.
    """

    NONE = "none"
    OPEN = "open"
    COMPARED = "compared"
    ANEW = "anew"
    REFUSED = "refused"


class SecrecyModel(QObject):
    """One call's secrecy.

    Args:
        call: tells of agreements and refusals, and carries the people's verdict.
        banner: says what happened when it is refused.
        parent: Qt owner.

    Attributes:
        code: the eight digits; "" before an agreement.
        confirmed_there: the citizen has pressed "same".

    Signals:
        changed: any of it.
        compared: the clerk found the codes alike.
        differed: one of the two people says that the codes are different: the call must end.
    """

    changed = Signal()
    compared = Signal()
    differed = Signal()

    def __init__(self, call: CallModel, banner: BannerModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._call, self._banner = call, banner
        self._person = ""
        self._open = False
        self._compared: Fingerprints | None = None
        self._seen: Fingerprints | None = None
        self.state = SecrecyState.NONE
        self.code = ""
        self.confirmed_there = False
        call.message.connect(self._hear)
        call.secured.connect(self.agreed)
        call.refused.connect(self.refused)

    def start(self, person: str) -> None:
        """A citizen was called."""
        self.stop()
        self._person, self._open = person, True

    def stop(self) -> None:
        """The case is over."""
        self._open = self.confirmed_there = False
        self._compared = self._seen = None
        self.code = ""
        self._banner.dismiss(*NOTICES)
        self._set(SecrecyState.NONE)

    def agreed(self, code: str, seen: Fingerprints) -> None:
        """A connection stands, and both ends see the same certificates.

        A connection that is built anew has another code; as long as the certificates are those that were compared
        there is nothing to compare again.
        """
        if not self._open:
            return
        self.code, self._seen = code, seen
        self._banner.dismiss(*NOTICES)
        if self._compared is None:
            self._set(SecrecyState.OPEN)
        else:
            self._set(SecrecyState.COMPARED if seen == self._compared else SecrecyState.ANEW)

    def refused(self) -> None:
        """The ends see different certificates; the connection is over already."""
        if self._open:
            self.code = ""
            actions = ("interrupt", "wait")
            notice = Notice("not_secret", Level.DANGER, {"person": self._person}, actions, lasting=True)
            self._banner.show(notice)
            # Nobody has left: the connection was ended on purpose.
            self._banner.dismiss("away", "lost")
            self._set(SecrecyState.REFUSED)

    def compare(self, same: bool) -> None:
        """What the clerk found when the two read the code to each other."""
        if not self._open or not self.code:
            return
        try:
            self._call.send(CodeCompared(same=same))
        except CallLost:
            log.info("the verdict on the code was not said, the channel is closed")
        if same:
            self._compared = self._seen
            self._set(SecrecyState.COMPARED)
            self.compared.emit()
        else:
            self._differ()

    # --- inside

    def _hear(self, message: DataFromPage) -> None:
        if not self._open or not isinstance(message, CodeCompared):
            return
        if message.same:
            self.confirmed_there = True
            self.changed.emit()
        else:
            self._differ()

    def _differ(self) -> None:
        self._set(SecrecyState.REFUSED)
        self.differed.emit()

    def _set(self, state: SecrecyState) -> None:
        self.state = state
        self.changed.emit()
