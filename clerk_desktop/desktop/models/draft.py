"""Keeps how far the open case is, and takes it up there again after the desk died."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from clerk_desktop.common.appointments import ENDED, State
from clerk_desktop.common.clock import Clock
from clerk_desktop.common.messages.clerk import CaseView
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.form import CLERK
from clerk_desktop.desktop.models.ports import TypesetPaper
from clerk_desktop.desktop.models.review import UnderReview
from clerk_desktop.desktop.models.signature import Signing
from clerk_desktop.desktop.services.drafts import Draft, DraftPaper
from clerk_desktop.desktop.services.forms import Box
from clerk_desktop.desktop.tasks import Tasks

NAME = "draft"
SOON_MS = 1_000
"""What was done is on the disk after so long at most."""
SAME_TALK = timedelta(minutes=30)
"""After a longer pause, or when the clerk ended the talk on purpose, only what the clerk wrote still counts: the person
must be identified anew."""


class DraftKeeper(Protocol):
    """Keeps drafts; blocks."""

    def keep(self, appointment: str, key: str, draft: Draft) -> None:
        """Replace what was kept."""
        ...

    def find(self, appointment: str, key: str) -> Draft | None:
        """What was kept."""
        ...

    def forget(self, appointment: str) -> None:
        """The case is over."""
        ...


class DraftModel(QObject):
    """Watches one case after the other.

    Args:
        case: what is kept.
        keeper: where.
        tasks: the async door.
        clock: the time.
        parent: Qt owner.
    """

    def __init__(
        self, case: CaseModel, keeper: DraftKeeper, tasks: Tasks, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._case, self._keeper, self._tasks, self._clock = case, keeper, tasks, clock
        self._view: CaseView | None = None
        self._ready = False
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._keep)
        rooms = case.rooms
        case.opened.connect(self._opened)
        case.closed.connect(self._closed)
        for changed in (
            rooms.stage.entered,
            rooms.form.value_changed,
            rooms.identity.confirmed,
            rooms.attendance.changed,
            rooms.review.changed,
            rooms.signature.changed,
        ):
            changed.connect(self._touched)

    def _opened(self, view: CaseView) -> None:
        self._view, self._ready = view, False
        if view.draft_key:
            find = partial(self._keeper.find, view.appointment, view.draft_key)
            self._tasks.run(NAME, find, done=partial(self._found, view.appointment))

    def _closed(self) -> None:
        view, self._view = self._view, None
        self._soon.stop()
        self._ready = False
        if view is not None and view.draft_key and self._case.state in ENDED:
            self._tasks.run(NAME, partial(self._keeper.forget, view.appointment))

    def _touched(self) -> None:
        if self._ready and not self._soon.isActive():
            self._soon.start()

    # --- keep

    def _keep(self) -> None:
        view = self._view
        if view is not None and self._ready:
            work = partial(self._keeper.keep, view.appointment, view.draft_key, self._draft())
            self._tasks.run(NAME, work)

    def _draft(self) -> Draft:
        rooms = self._case.rooms
        written = {
            field: value for field, value in rooms.form.values.items() if rooms.form.filled(field).source == CLERK
        }
        items = {item.request.paper: item for item in rooms.signature.items}
        papers = []
        for paper in rooms.review.papers:
            boxes = tuple(box for box in paper.typeset.boxes if isinstance(box, Box))
            kept = DraftPaper(paper.revision, boxes)
            item = items.get(paper.revision.paper)
            papers.append(kept if item is None else replace(kept, request=item.request, signed=item.signed))
        return Draft(
            at=self._clock.now(),
            stage=rooms.stage.current,
            values=written,
            record=rooms.identity.record,
            device=rooms.attendance.device,
            papers=tuple(papers),
        )

    # --- take up again

    def _found(self, appointment: str, draft: Draft | None) -> None:
        if self._view is None or self._view.appointment != appointment:
            return
        if draft is not None:
            self._restore(draft)
        self._ready = True
        self._touched()

    def _restore(self, draft: Draft) -> None:
        rooms = self._case.rooms
        broke_off = self._view is not None and self._view.state is State.IN_CALL
        same_talk = broke_off and self._clock.now() - draft.at < SAME_TALK
        if draft.record is not None and same_talk:
            rooms.identity.restore(draft.record)
            if draft.record.fields is not None:
                rooms.form.use_card(draft.record.fields)
        for field, value in draft.values.items():
            if field in rooms.form.values:
                rooms.form.set_value(field, value)
        if not same_talk:
            return
        papers = [UnderReview(kept.revision, TypesetPaper(kept.revision.pdf, kept.boxes)) for kept in draft.papers]
        rooms.review.restore(papers)
        for paper in papers:
            rooms.conversation.show(paper)
        rooms.signature.restore(
            Signing(paper, kept.request, signed=kept.signed)
            for paper, kept in zip(papers, draft.papers, strict=True)
            if kept.request is not None
        )
        self._case.go(draft.stage)
        # Last, because it may lead back to the card.
        rooms.attendance.expect(draft.device)
