"""The code of the confirmation mail, held into the camera, finds the booking.

The code carries the citizen's link, and with it the token that opens the appointment. The token stays in this process:
the service is asked with its SHA-256 only, which is what it keeps of it anyway.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from clerk_desktop.common.errors import NotFound, OfficeError
from clerk_desktop.common.messages.clerk import QueueEntry
from clerk_desktop.desktop.models.banner import BannerModel, Level, Notice
from clerk_desktop.desktop.models.call import CallModel
from clerk_desktop.desktop.models.ports import CodeFinder, Office
from clerk_desktop.desktop.tasks import Tasks

NAME = "mail-code"
EVERY_MS = 250
LOOKS = 40
"""So many frames are looked at, ten seconds in all."""
NOTICES = ("code_looking", "code_none", "code_this", "code_other", "code_unknown")


class MailCodeModel(QObject):
    """Looks for the code in the citizen's picture when it is asked to.

    Args:
        call: brings the frames.
        codes: finds the code in them.
        office: the service, while somebody is signed in.
        banner: says what was found.
        tasks: the async door.
        parent: Qt owner.

    Signals:
        changed: it looks, or no longer.
        found(QueueEntry): the booking that the code belongs to.
    """

    changed = Signal()
    found = Signal(object)

    def __init__(
        self,
        call: CallModel,
        codes: CodeFinder,
        office: Callable[[], Office | None],
        banner: BannerModel,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._call, self._codes, self._office = call, codes, office
        self._banner, self._tasks = banner, tasks
        self._appointment = ""
        self._left = 0
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._look)

    @property
    def looking(self) -> bool:
        """Whether it looks now."""
        return self._timer.isActive()

    def start(self, appointment: str) -> None:
        """Look for ten seconds; a second press ends it."""
        if self.looking:
            self.stop()
            return
        self._appointment = appointment
        self._left = LOOKS
        self._banner.dismiss(*NOTICES)
        self._banner.show(Notice("code_looking", Level.INFO))
        self._timer.start()
        self.changed.emit()

    def stop(self) -> None:
        """Look no longer; what was said of a code goes with it."""
        self._timer.stop()
        self._tasks.cancel(NAME)
        self._banner.dismiss(*NOTICES)
        self.changed.emit()

    def _look(self) -> None:
        if self._tasks.busy(NAME):
            return
        self._left -= 1
        frame = self._call.grey_frame()
        if self._left < 0:
            self._end(Notice("code_none", Level.WARNING))
        elif frame is not None:
            self._tasks.run(NAME, partial(self._codes.tokens, frame), done=self._seen, failed=self._failed)

    def _seen(self, tokens: tuple[str, ...]) -> None:
        office = self._office()
        if not tokens or office is None or not self.looking:
            return
        self._timer.stop()
        digest = hashlib.sha256(tokens[0].encode()).hexdigest()
        self._tasks.run(NAME, partial(office.find, digest), done=self._known, failed=self._unknown)

    def _known(self, entry: QueueEntry) -> None:
        params = {"person": f"{entry.given_names} {entry.family_name}", "reference": entry.reference}
        if entry.id == self._appointment:
            self._end(Notice("code_this", Level.SUCCESS, params))
        else:
            self._end(Notice("code_other", Level.WARNING, params))
        self.found.emit(entry)

    def _unknown(self, error: OfficeError) -> None:
        if isinstance(error, NotFound):
            self._end(Notice("code_unknown", Level.WARNING))
        else:
            self._failed(error)

    def _failed(self, error: OfficeError) -> None:
        self._end(None)
        self._banner.show_error(error)

    def _end(self, notice: Notice | None) -> None:
        self._timer.stop()
        self._banner.dismiss(*NOTICES)
        if notice is not None:
            self._banner.show(notice)
        self.changed.emit()
