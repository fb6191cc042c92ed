"""One citizen at the desk, from the call to the goodbye: which stage opens when, what is noted, what may go wrong."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.appointments import State
from clerk_desktop.common.documents import Review
from clerk_desktop.common.errors import OfficeError
from clerk_desktop.common.identification import AbortReason, reaches
from clerk_desktop.common.identity import IdentityRecord
from clerk_desktop.common.matters import Paper, SignatureLevel
from clerk_desktop.common.messages.clerk import CaseView, ClerkView, EvidenceKind
from clerk_desktop.common.stages import Stage, stages_of
from clerk_desktop.desktop.models.attendance import NOTICES
from clerk_desktop.desktop.models.banner import Level, Notice
from clerk_desktop.desktop.models.handover import Finished
from clerk_desktop.desktop.models.ports import Order, TypesetPaper
from clerk_desktop.desktop.models.review import UnderReview
from clerk_desktop.desktop.models.rooms import Rooms
from clerk_desktop.desktop.models.secrecy import NOTICES as SECRECY
from clerk_desktop.desktop.models.signature import Signing, signed_digest

PAPERS = "papers"
"""Name of the work that makes the papers for review."""
LEAVING = (*NOTICES, *SECRECY, "leave?", "withdrawn", "moved")
"""Notices that belong to the case and go with it."""


class CaseModel(QObject):
    """The case at this desk, or none.

    Signals:
        opened(CaseView): a citizen was called.
        closed: the desk is free again.
        changed: state, stage openings or the citizen's devices changed.
        incomplete: the form cannot become a paper yet; its errors are shown now.
    """

    opened = Signal(object)
    closed = Signal()
    changed = Signal()
    incomplete = Signal()

    def __init__(self, rooms: Rooms, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rooms = rooms
        self.view: CaseView | None = None
        self.clerk: ClerkView | None = None
        self.state = State.CALLED
        self.since: datetime | None = None
        """When picture and sound first stood."""
        rooms.attendance.arrived.connect(self._on_arrived)
        rooms.attendance.changed.connect(self.changed)
        rooms.attendance.moved.connect(self._on_moved)
        rooms.identity.confirmed.connect(self._on_identified)
        rooms.identity.failed.connect(rooms.banner.show_error)
        rooms.form.value_changed.connect(self._on_form)
        for signal in (rooms.form.started, rooms.form.value_changed):
            signal.connect(lambda *_: rooms.uploads.use_values(rooms.form.values))
        rooms.review.answered.connect(self._on_answered)
        rooms.review.changed.connect(rooms.stage.refresh)
        rooms.signature.accepted.connect(self._on_signed)
        rooms.signature.declined.connect(self._on_declined)
        rooms.signature.changed.connect(rooms.stage.refresh)
        rooms.handover.received.connect(self._on_received)
        rooms.stage.entered.connect(self._on_stage)
        rooms.secrecy.compared.connect(lambda: self._note(EvidenceKind.CODE_COMPARED))
        rooms.secrecy.differed.connect(self._on_differed)
        rooms.banner.acted.connect(self._on_action)

    # --- begin and end

    @property
    def is_open(self) -> bool:
        """Whether a citizen is being served."""
        return self.view is not None

    def open(self, view: CaseView, clerk: ClerkView) -> None:
        """The citizen was called (or taken up again after an interruption or a restart)."""
        if self.view is not None:
            self.close()
        rooms = self.rooms
        self.view, self.clerk, self.state = view, clerk, view.state
        self.since = None
        rooms.banner.clear()
        rooms.attendance.start(self.person, self._never_met, lambda: rooms.identity.record is not None)
        rooms.conversation.start(view, clerk)
        rooms.chat.start(view.appointment)
        rooms.secrecy.start(self.person)
        rooms.guests.start(view)
        rooms.identity.start(view.booking, view.matter.identity)
        rooms.uploads.start(view.matter)
        rooms.form.start(view)
        rooms.preview.start(view, self._order)
        rooms.shown.start(view)
        rooms.stage.start(stages_of(view.matter), self._blocker)
        rooms.call.start(view, clerk)
        self.opened.emit(view)

    def finish(self) -> None:
        """All is done: end the appointment, then the call, and free the desk."""
        if self.view is not None:
            self._step(State.FINISHED)
            self._hang_up(finished=True)

    def interrupt(self) -> None:
        """It goes on another time; the citizen's link stays good and the clerk can take them up again."""
        if self.view is not None:
            self._step(State.INTERRUPTED)
            self._hang_up(finished=False)

    def missed(self) -> None:
        """The citizen did not come, or did not come back."""
        if self.view is not None:
            if self.state is State.IN_CALL:
                self._step(State.INTERRUPTED)
            self._step(State.MISSED)
            self._hang_up(finished=False)

    def to_waiting_room(self) -> None:
        """Called but never connected: back into the queue."""
        if self.view is not None and self._never_met():
            self._step(State.WAITING)
            self._hang_up(finished=False)

    def ask_to_leave(self, *, closing: bool = False) -> None:
        """Ask on the window, without a dialog, whether the call is really to end."""
        if self.view is None:
            return
        if closing:
            actions: tuple[str, ...] = ("interrupt_and_close", "stay")
        elif self.rooms.handover.complete:
            actions = ("finish", "interrupt", "stay")
        elif self._never_met():
            actions = ("to_waiting_room", "missed", "stay")
        else:
            actions = ("interrupt", "missed", "stay")
        params = {"person": self.person}
        self.rooms.banner.show(Notice("leave?", Level.WARNING, params, actions, lasting=True))

    def close(self) -> None:
        """Forget everything of this citizen."""
        rooms = self.rooms
        self.view = self.since = None
        rooms.tasks.cancel(PAPERS)
        rooms.conversation.stop()
        rooms.chat.stop()
        rooms.captions.stop()
        rooms.secrecy.stop()
        rooms.guests.stop()
        rooms.uploads.stop()
        rooms.identity.stop()
        rooms.mail_code.stop()
        rooms.preview.stop()
        rooms.shown.stop()
        rooms.form.stop()
        rooms.review.stop()
        rooms.signature.stop()
        rooms.handover.stop()
        rooms.stage.stop()
        rooms.attendance.stop()
        rooms.banner.dismiss(*LEAVING)
        self.closed.emit()

    @property
    def person(self) -> str:
        """Whom the clerk speaks with, as booked."""
        return f"{self.view.booking.given_names} {self.view.booking.family_name}" if self.view else ""

    # --- what the clerk does in the stages

    def go(self, stage: Stage) -> None:
        """Enter a stage if the way is open."""
        self.rooms.stage.go(stage)

    def send_papers(self) -> None:
        """Make the papers of the form and put them on the citizen's screen."""
        order = self._order()
        if self.view is None or order is None:
            return
        if not self.rooms.form.complete():
            self.incomplete.emit()
            return
        if not self.rooms.tasks.busy(PAPERS):
            work = partial(self._make_papers, self.view.matter.papers, dict(self.rooms.form.values), order)
            self.rooms.tasks.run(PAPERS, work, done=self._papers_made, failed=self._papers_failed)

    def correct(self) -> None:
        """Take the papers back and go on writing; what was signed of them is void."""
        self._withdraw()
        self.go(Stage.WORK)

    def ask_signature(self) -> None:
        """Ask the citizen to sign what they agreed to."""
        if self.view is None or self.rooms.stage.blocked(Stage.SIGN) or not self.rooms.review.all_agreed:
            return
        signer = self.rooms.identity.person or self.person
        before = self.rooms.signature.open
        self.rooms.signature.ask(self.rooms.review.papers, signer, self.view.matter.signature)
        if before is None and self.rooms.signature.open is not None:
            self._note(EvidenceKind.SIGNATURE_ASKED, self.rooms.signature.open.request.document_sha256)

    def identification_failed(self, reason: AbortReason = AbortReason.SUSPICION) -> None:
        """The clerk could not be sure who this is: it is noted, what was seen is forgotten, the call ends."""
        self.rooms.identity.abort(reason)
        self._note(EvidenceKind.IDENTIFICATION_FAILED)
        self.interrupt()

    # --- papers

    def _order(self) -> Order | None:
        if self.view is None or self.clerk is None:
            return None
        record = self.rooms.identity.record
        return Order(self.view, self.clerk, self.rooms.clock.now(), record.at if record else None)

    async def _make_papers(
        self, papers: tuple[Paper, ...], values: dict[str, str], order: Order
    ) -> list[tuple[Paper, TypesetPaper, int]]:
        made = []
        for paper in papers:
            typeset = await self.rooms.tasks.in_thread(partial(self.rooms.typeset, paper, values, order))
            made.append((paper, typeset, await self.rooms.pages.page_count(typeset.pdf)))
        return made

    def _papers_made(self, made: list[tuple[Paper, TypesetPaper, int]]) -> None:
        if self.view is None:
            return
        for paper, typeset, pages in made:
            title = getattr(paper.title, self.view.booking.language)
            entry = self.rooms.review.add(paper.id, title, typeset, pages)
            self.rooms.conversation.show(entry)
            self._note(EvidenceKind.PAPER_SHOWN, entry.revision.digest)
        self.rooms.banner.dismiss("withdrawn")
        self.go(Stage.REVIEW)
        self.changed.emit()

    def _withdraw(self) -> None:
        for paper in self.rooms.review.withdraw():
            self.rooms.conversation.withdraw(paper)
        self.rooms.signature.withdraw()
        self.rooms.signature.stop()
        self.rooms.handover.stop()

    def _on_form(self, _field: str) -> None:
        """The form says something else than the paper before the citizen: that paper must not be signed."""
        if self.view is not None and self.rooms.review.papers:
            self._withdraw()
            self.rooms.banner.show(Notice("withdrawn", Level.INFO))

    def _papers_failed(self, error: OfficeError) -> None:
        self.rooms.banner.show_error(error)
        self.changed.emit()

    # --- which way is open

    def _blocker(self, stage: Stage) -> str:
        """Why a stage cannot be entered: the key of a sentence."""
        rooms = self.rooms
        if stage is Stage.REVIEW and not rooms.review.papers:
            return "papers_first"
        if stage in {Stage.SIGN, Stage.PAY, Stage.FINISH}:
            if Stage.IDENTIFY in rooms.stage.stages and rooms.identity.record is None:
                return "identify_first"
            if rooms.identity.record and self.view and not reaches(rooms.identity.level, self.view.matter.identity):
                return "level_too_low"
            if not rooms.review.all_agreed:
                return "agree_first"
        if stage in {Stage.PAY, Stage.FINISH} and Stage.SIGN in rooms.stage.stages and not rooms.signature.all_signed:
            return "sign_first"
        return ""

    def _on_stage(self, stage: Stage) -> None:
        if stage is Stage.FINISH and self.view is not None:
            self.rooms.handover.start(self._finished_papers(self.view))
            for paper in self.rooms.handover.papers:
                if not paper.received:
                    self.rooms.conversation.hand_over(paper)
        self.changed.emit()

    def hand_over_again(self) -> None:
        """Send the finished papers once more."""
        for paper in self.rooms.handover.papers:
            self.rooms.conversation.hand_over(paper)

    def _finished_papers(self, view: CaseView) -> tuple[Finished, ...]:
        signed = {item.request.paper: item for item in self.rooms.signature.items}
        names = {paper.id: f"{paper.file_name}.pdf" for paper in view.matter.papers}
        finished = []
        for entry in self.rooms.review.papers:
            item = signed.get(entry.revision.paper)
            pdf = item.signed if item and item.signed else entry.revision.pdf
            level = item.request.level if item and item.signed else SignatureLevel.NONE
            finished.append(
                Finished(f"{entry.id}-final", entry.revision.title, names[entry.revision.paper], pdf, level)
            )
        return tuple(finished)

    # --- what happens meanwhile

    def _on_arrived(self) -> None:
        if self.since is None:
            self.since = self.rooms.clock.now()
        if self.state is not State.IN_CALL:
            self._step(State.IN_CALL)
        self.changed.emit()

    def _on_moved(self) -> None:
        """The link was opened on another device: whoever sits there now has not shown a card."""
        rooms = self.rooms
        if self.view is None or rooms.identity.record is None or Stage.IDENTIFY not in rooms.stage.stages:
            return
        rooms.identity.retry()
        rooms.signature.withdraw()
        rooms.stage.refresh()
        rooms.banner.show(Notice("moved", Level.WARNING, {"person": self.person}))
        self.go(Stage.IDENTIFY)

    def _on_identified(self, record: IdentityRecord) -> None:
        self._note(EvidenceKind.IDENTIFIED)
        if record.fields is not None:
            self.rooms.form.use_card(record.fields)
        self.rooms.stage.refresh()
        if self.rooms.stage.current is Stage.IDENTIFY and self.rooms.stage.following is not None:
            self.go(self.rooms.stage.following)

    def _on_answered(self, paper: UnderReview) -> None:
        agreed = paper.revision.review is Review.AGREED
        self._note(EvidenceKind.PAPER_AGREED if agreed else EvidenceKind.PAPER_DISAGREED, paper.revision.digest)
        self.changed.emit()

    def _on_signed(self, item: Signing) -> None:
        self._note(EvidenceKind.SIGNED, signed_digest(item))
        if self.rooms.signature.all_signed and self.rooms.stage.current is Stage.SIGN:
            following = self.rooms.stage.following
            if following is not None:
                self.go(following)
        self.changed.emit()

    def _on_declined(self, item: Signing) -> None:
        self._note(EvidenceKind.SIGNATURE_DECLINED, item.request.document_sha256)
        self.changed.emit()

    def _on_received(self, paper: Finished) -> None:
        self._note(EvidenceKind.HANDED_OVER, paper.digest)
        self.changed.emit()

    def _on_differed(self) -> None:
        """One of the two read another code: somebody may listen in. Nothing more is said on this connection."""
        if self.view is not None:
            person = self.person
            self._note(EvidenceKind.CODE_DIFFERED)
            self.interrupt()
            self.rooms.banner.show(Notice("code_differs", Level.DANGER, {"person": person}))

    def _on_action(self, key: str, action: str) -> None:
        """A button of a notice of ours."""
        if key not in LEAVING:
            return
        self.rooms.banner.dismiss(key)
        match action:
            case "finish":
                self.finish()
            case "interrupt":
                self.interrupt()
            case "missed":
                self.missed()
            case "to_waiting_room":
                self.to_waiting_room()
            case "identify_again":
                self.rooms.identity.retry()
                self.rooms.stage.refresh()
                self.go(Stage.IDENTIFY)

    # --- inside

    def _never_met(self) -> bool:
        return self.state is State.CALLED

    def _note(self, kind: EvidenceKind, sha256: str | None = None) -> None:
        if self.view is not None:
            self.rooms.lane.note(self.view.appointment, kind, sha256)

    def _step(self, to: State) -> None:
        if self.view is not None:
            self.rooms.lane.step(self.view.appointment, to)
            self.state = to

    def _hang_up(self, *, finished: bool) -> None:
        """Say goodbye and free the desk; the office takes the step as soon as it can be reached."""
        self.rooms.tasks.run("hang-up", partial(self.rooms.call.hang_up, finished))
        self.close()
