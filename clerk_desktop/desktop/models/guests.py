"""Who else is in the call: inviting, letting in, sending out, and what of chat and captions a guest gets."""

from __future__ import annotations

from functools import partial

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.errors import BadInput, OfficeError
from clerk_desktop.common.messages.clerk import CaseView
from clerk_desktop.common.messages.guests import (
    GuestInvitation,
    GuestInvitationRequest,
    GuestRole,
    GuestState,
    GuestsView,
    GuestView,
)
from clerk_desktop.common.messages.live import Guests
from clerk_desktop.common.messages.terms import Language
from clerk_desktop.common.messages.work import Caption, Chat, ChatReceived, DataFromPage
from clerk_desktop.desktop.models.banner import BannerModel, Level, Notice
from clerk_desktop.desktop.models.captions import CaptionsModel
from clerk_desktop.desktop.models.chat import CITIZEN, ChatModel
from clerk_desktop.desktop.models.guest_call import GuestCall
from clerk_desktop.desktop.models.session import SessionModel
from clerk_desktop.desktop.tasks import Tasks

NAME = "guests"
NOTICES = ("guest_refused", "guest_not_secret")


class GuestsModel(QObject):
    """The guest of this call, or none.

    Args:
        call: the connection to the guest.
        session: whom to ask.
        tasks: the async door.
        banner: where it says what the clerk did not see.
        chat, captions: what a guest gets a copy of, when the clerk lets them.
        parent: Qt owner.

    Attributes:
        guest: who is invited.
        link: of the newest invitation made here; empty: nothing to hand on.
        code: to compare with the guest; empty before both ends agree.
        shares: whether the guest gets chat and captions.

    Signals:
        changed: any of it.
    """

    changed = Signal()

    def __init__(
        self,
        call: GuestCall,
        session: SessionModel,
        tasks: Tasks,
        banner: BannerModel,
        chat: ChatModel,
        captions: CaptionsModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.call = call
        self._session, self._tasks, self._banner, self._chat = session, tasks, banner, chat
        self._case: CaseView | None = None
        self.guest: GuestView | None = None
        self.link = self.code = ""
        self.shares = False
        call.changed.connect(self.changed)
        call.secured.connect(self._on_secured)
        call.refused.connect(self._on_refused)
        call.message.connect(self._hear)
        chat.written.connect(self._copy_line)
        captions.said.connect(self._copy_caption)

    @property
    def open(self) -> bool:
        """Whether there is a case into which somebody may be invited."""
        return self._case is not None

    @property
    def inside(self) -> bool:
        """Whether a guest was let in."""
        return self.guest is not None and self.guest.state is GuestState.ADMITTED

    @property
    def may_admit(self) -> bool:
        """The citizen agrees and the guest stands at the door."""
        return self.guest is not None and self.guest.state is GuestState.AGREED and self.guest.present

    def start(self, case: CaseView) -> None:
        """A citizen was called; whoever was invited before the desk was started anew is still invited."""
        self.stop()
        self._case = case
        self.call.use_servers(case.ice_servers)
        self._ask("guests", case.appointment, done=partial(self._on_list, case.appointment))

    def stop(self) -> None:
        """The case is over, and with it the guest's call."""
        self._case = self.guest = None
        self.link = self.code = ""
        self.shares = False
        self.call.stop(finished=True)
        self._banner.dismiss(*NOTICES)
        self.changed.emit()

    # --- what the clerk does

    def invite(self, role: GuestRole, name: str, email: str, language: Language) -> None:
        """Invite somebody; the citizen is asked. Without an address the link is handed on by the clerk."""
        if self._case is None:
            return
        try:
            wanted = GuestInvitationRequest(role=role, name=name, email=email.strip() or None, language=language)
        except ValidationError:
            self._banner.show_error(BadInput("guest"))
            return
        self._ask("invite", self._case.appointment, wanted, done=self._on_invited)

    def admit(self) -> None:
        """Let the guest in."""
        if self._case is not None and self.guest is not None:
            self._ask("admit", self._case.appointment, self.guest.id)

    def remove(self) -> None:
        """Take the invitation back, or send the guest out."""
        if self._case is not None and self.guest is not None:
            self._ask("remove", self._case.appointment, self.guest.id)
            self.call.stop(finished=False)

    def share(self, on: bool) -> None:
        """Let the guest have chat and captions from now on, or not."""
        self.shares = on
        self.changed.emit()

    # --- what the office says

    def on_guests(self, message: Guests) -> None:
        """From the live connection."""
        self._on_list(message.appointment, message)

    def _on_list(self, appointment: str, list_: Guests | GuestsView) -> None:
        if self._case is None or appointment != self._case.appointment:
            return
        before, self.guest = self.guest, (list_.guests[0] if list_.guests else None)
        if self.guest is None:
            self._gone(before)
        elif self.inside:
            self.call.start(appointment, self.guest.id)
        self.changed.emit()

    def _gone(self, before: GuestView | None) -> None:
        self.call.stop(finished=False)
        self.link = self.code = ""
        self.shares = False
        if before is not None and not self._tasks.busy(NAME):
            # Not by the clerk: then it was the citizen, who must not be asked twice.
            self._banner.show(Notice("guest_refused", Level.INFO, {"person": before.name}))

    def _on_invited(self, made: GuestInvitation) -> None:
        if self._case is not None:
            self.guest, self.link = made.guest, f"{made.page}#{made.token}"
            self.changed.emit()

    def _ask(self, deed: str, *given: object, done: object = None) -> None:
        office = self._session.office
        if office is not None:
            work = partial(getattr(office, deed), *given)
            self._tasks.run(NAME, work, done=done, failed=self._failed)  # type: ignore[call-overload]

    def _failed(self, error: OfficeError) -> None:
        self._banner.show_error(error)
        self.changed.emit()

    # --- what the guest's page says, and gets

    def _on_secured(self, code: str) -> None:
        self.code = code
        self.changed.emit()

    def _on_refused(self) -> None:
        name = self.guest.name if self.guest is not None else ""
        self._banner.show(Notice("guest_not_secret", Level.DANGER, {"person": name}, lasting=True))
        self.remove()

    def _hear(self, message: DataFromPage) -> None:
        if isinstance(message, Chat) and self.guest is not None:
            self.call.send(ChatReceived(id=message.id))
            self._chat.pass_on(message, self.guest.name)

    def _copy_line(self, line: Chat) -> None:
        if self.shares and self.inside and self._case is not None:
            booking = self._case.booking
            name = f"{booking.given_names} {booking.family_name}" if line.name == CITIZEN else ""
            self.call.send(Chat(id=line.id, text=line.text, name=name))

    def _copy_caption(self, caption: Caption) -> None:
        if self.shares and self.inside:
            self.call.send(caption)
