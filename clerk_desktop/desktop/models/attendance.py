"""Whether the citizen is there, and what the clerk is told and offered when not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from clerk_desktop.common.messages.work import MediaState, PageHello
from clerk_desktop.desktop.models.banner import BannerModel, Level, Notice
from clerk_desktop.desktop.models.call import CallModel, CallState
from clerk_desktop.desktop.models.conversation import Conversation

NOTICES = ("away", "hung_up", "lost", "back")
PATIENCE_MS = 10_000
"""A link that is being restored is said in the picture's place at once; after so long the clerk is asked what to do.
Most breaks are over by then, and a notice for each would keep the whole window jumping."""


class AttendanceModel(QObject):
    """Comings and goings of one citizen.

    Signals:
        arrived: picture and sound stand (again).
        changed: state of the call or of the citizen's devices.
        moved: the citizen goes on with another device; maybe it is another person.
    """

    arrived = Signal()
    changed = Signal()
    moved = Signal()

    def __init__(
        self, call: CallModel, conversation: Conversation, banner: BannerModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._call, self._banner = call, banner
        self._person = ""
        self._never_met: Callable[[], bool] = lambda: True
        self._identified: Callable[[], bool] = lambda: False
        self._open = self._was_away = False
        self._device = ""
        self.media: MediaState | None = None
        """What the citizen has switched on; None before their page said it."""
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(lambda: self._tell("lost"))
        call.state_changed.connect(self._on_call)
        conversation.greeted.connect(self._on_greeted)
        conversation.media.connect(self._on_media)
        conversation.citizen_left.connect(self._on_hung_up)

    def start(self, person: str, never_met: Callable[[], bool], identified: Callable[[], bool]) -> None:
        """A citizen was called.

        Args:
            person: name for the sentences.
            never_met: whether there has been no call yet (then the citizen can go back to the waiting room).
            identified: whether the clerk has confirmed who they are.
        """
        self._person, self._never_met, self._identified = person, never_met, identified
        self._open, self._was_away, self.media = True, False, None
        self._device = ""

    @property
    def device(self) -> str:
        """The page's name for the device that the citizen uses; "" before it said hello."""
        return self._device

    def expect(self, device: str) -> None:
        """Before the desk died the citizen was seen on this device."""
        seen, self._device = self._device, self._device or device
        if self._open and seen and device and seen != device:
            self.moved.emit()

    def stop(self) -> None:
        """The case is over."""
        self._open = False
        self._patience.stop()
        self.media = None
        self._banner.dismiss(*NOTICES)

    def _on_call(self, state: CallState) -> None:
        if not self._open:
            return
        if state is not CallState.RECOVERING:
            self._patience.stop()
        if state is CallState.CONNECTED:
            self._banner.dismiss("away", "hung_up", "lost")
            self._welcome_back()
            self.arrived.emit()
        elif state is CallState.CITIZEN_AWAY:
            self._was_away = True
            if not any(notice.key == "hung_up" for notice in self._banner.notices):
                self._tell("away")
        elif state is CallState.RECOVERING:
            self._patience.start()
        self.changed.emit()

    def _welcome_back(self) -> None:
        """Whoever comes back after having been away may be somebody else: the clerk looks and decides."""
        if self._was_away and self._identified():
            actions = ("same_person", "identify_again")
            self._banner.show(Notice("back", Level.WARNING, {"person": self._person}, actions, lasting=True))
        self._was_away = False

    def _on_hung_up(self) -> None:
        if self._open:
            self._was_away = True
            self._tell("hung_up")

    def _tell(self, key: str) -> None:
        """The citizen is not there: say so, with what the clerk can do about it."""
        last = "to_waiting_room" if self._never_met() else "interrupt"
        self._banner.dismiss(*NOTICES)
        actions = ("wait", last, "missed")
        self._banner.show(Notice(key, Level.WARNING, {"person": self._person}, actions, lasting=True))

    def _on_greeted(self, hello: PageHello) -> None:
        before, self._device = self._device, hello.device
        if self._open and before and before != hello.device:
            self._banner.dismiss("back")
            self.moved.emit()
        self._on_media(MediaState(camera=hello.devices.camera, microphone=hello.devices.microphone))

    def _on_media(self, media: MediaState) -> None:
        if self._open:
            self.media = media
            self.changed.emit()
