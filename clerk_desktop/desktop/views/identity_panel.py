"""Second stage: who is there. Leads through the checklist, one step at a time, and ends with the clerk's word."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clerk_desktop.common.identification import AbortReason, StepKind, StepState
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.call import CallState
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.identity import IdentityState
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.identity_abort import IdentityAbort
from clerk_desktop.desktop.views.identity_facts import IdentityFacts
from clerk_desktop.desktop.views.identity_form import IdentityForm
from clerk_desktop.desktop.views.identity_head import IdentityHead
from clerk_desktop.desktop.views.identity_progress import IdentityProgress
from clerk_desktop.desktop.views.identity_sight import IdentitySight
from clerk_desktop.desktop.views.identity_words import LEVELS, said, spoken
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.fields import ChoiceField
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named, scrolling, spaced

_LOOKED_AT = frozenset({StepKind.FRONT, StepKind.FEATURE, StepKind.SERIAL, StepKind.FACE})
"""Steps at which the clerk may want another still."""
_PROGRESS_WIDTH = 188


class IdentityPanel(View):
    """The checklist, the present step, and what is known of the card; nothing of it is written anywhere."""

    stage = Stage.IDENTIFY

    def __init__(self, case: CaseModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case, self._model = case, case.rooms.identity
        self._title = SafeLabel(size="heading")
        self.level = named(SafeLabel(size="small", tone="muted"), "identity.level")
        self.document = named(ChoiceField(), "identity.document")
        self.progress = IdentityProgress()
        self.head = IdentityHead(self._model)
        self.prompt = self.head.prompt
        self.sight = IdentitySight(self._model, case.rooms.call)
        self.facts = IdentityFacts(self._model)
        self.form = IdentityForm(self._model)
        self.abort = IdentityAbort()
        self._beside = QStackedWidget()
        self._beside.addWidget(scrolling(self.facts))
        self._beside.addWidget(scrolling(self.form))
        self._make_buttons(actions)
        self._build()
        self.document.edited.connect(self._model.show_document)
        self.form.submitted.connect(self._model.typed)
        self.abort.chosen.connect(self._end)
        self.abort.closed.connect(self._close_abort)
        self._model.changed.connect(self._update)
        self._model.steps.moved.connect(lambda _step: self.take_keyboard() if self.isVisible() else None)
        case.changed.connect(self._update)
        case.opened.connect(lambda _view: self._close_abort())
        self.retranslate()

    # --- how it is built

    def _make_buttons(self, actions: Actions) -> None:
        model = self._model
        self.take = DeskButton("identity.take_still", "primary", "scan-line")
        self.retry = DeskButton("identity.retry", "", "rotate-ccw")
        self.by_hand = DeskButton("identity.by_hand", "", "pencil-line")
        self.no = DeskButton("identity.no", "", "x")
        self.skip = DeskButton("identity.skip", "quiet", "circle-slash")
        self.yes = DeskButton("identity.yes", "primary", "check")
        self.confirm = DeskButton("identity.confirm", "primary", "badge-check")
        self.go_on = DeskButton("identity.go_on", "primary", "arrow-right")
        self.undo = DeskButton("identity.undo", "quiet", "undo-2", badge=False)
        self.failed = DeskButton("identity.failed", "quiet", badge=False)
        for deed, button in (
            ("take_still", self.take),
            ("take_still", self.retry),
            ("by_hand", self.by_hand),
            ("go_on", self.yes),
            ("go_on", self.confirm),
            ("go_on", self.go_on),
            ("step_no", self.no),
            ("step_skip", self.skip),
            ("step_undo", self.undo),
            ("identity_failed", self.failed),
        ):
            actions.bind(deed, button)
        actions["card_kind"].triggered.connect(lambda: self.document.setFocus() if self.isVisible() else None)
        self.take.clicked.connect(model.take_still)
        self.retry.clicked.connect(self._try_again)
        self.by_hand.clicked.connect(model.by_hand)
        self.yes.clicked.connect(lambda: model.answer(StepState.PASSED))
        self.skip.clicked.connect(lambda: model.answer(StepState.SKIPPED))
        self.no.clicked.connect(self._open_abort)
        self.failed.clicked.connect(self._open_abort)
        self.undo.clicked.connect(model.steps.back)
        self.confirm.clicked.connect(self._confirm)
        self.go_on.clicked.connect(self._go_on)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        spaced(column, 16, 8)
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addWidget(self.level, 1)
        self.document.setMinimumWidth(230)
        top.addWidget(self.document)
        column.addLayout(top)
        side = View()
        side.setFixedWidth(_PROGRESS_WIDTH)
        left = QVBoxLayout(side)
        spaced(left, 0, 6)
        left.addWidget(self.progress, 1)
        left.addWidget(self.undo)
        step = QWidget()
        inner = QVBoxLayout(step)
        spaced(inner, 0, 8)
        inner.addWidget(self.head)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self.sight, 5)
        both.addWidget(self._beside, 4)
        inner.addLayout(both, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(step)
        self._pages.addWidget(self.abort)
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(side)
        middle.addWidget(self._pages, 1)
        column.addLayout(middle, 1)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        spaced(foot, 0, 8)
        foot.addWidget(self.failed)
        foot.addStretch(1)
        for button in (self.by_hand, self.retry, self.take, self.skip, self.no, self.yes, self.confirm, self.go_on):
            foot.addWidget(button)
        column.addWidget(self._foot)

    def take_keyboard(self) -> None:
        """To the button that comes next."""
        if self.aborting:
            self.abort.take_keyboard()
            return
        buttons = (self.yes, self.confirm, self.go_on, self.take, self.retry, self.by_hand)
        next((b for b in buttons if b.isVisibleTo(self) and b.isEnabled()), self.by_hand).setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._title.setText(self.tr("Wer ist da?"))
        kinds = [(document.id, spoken(document.name)) for document in self._model.steps.documents]
        self.document.set_choices(kinds, self.tr("Kein Ausweis: Fragen stellen"))
        self.document.setAccessibleName(self.tr("Was die Person zeigt"))
        self.go_on.say(self.tr("Weiter"))
        self.yes.say(self.tr("Ja"))
        self.no.say(self.tr("Nein …"))
        self.skip.say(self.tr("Nicht geprüft"))
        self.undo.say(self.tr("Schritt zurück"))
        self.failed.say(self.tr("Prüfung abbrechen …"))
        self.by_hand.say(self.tr("Von Hand eingeben"))
        self._update()

    # --- what the clerk does

    @property
    def aborting(self) -> bool:
        """Whether a reason is being chosen."""
        return self._pages.currentIndex() == 1

    def _open_abort(self) -> None:
        self.abort.offer(self._model.steps.present)
        self._pages.setCurrentIndex(1)
        self._update()
        self.abort.take_keyboard()

    def _close_abort(self) -> None:
        self._pages.setCurrentIndex(0)
        self._update()
        if self.isVisible():
            self.take_keyboard()

    def _end(self, reason: AbortReason) -> None:
        self._pages.setCurrentIndex(0)
        self._case.identification_failed(reason)

    def _try_again(self) -> None:
        """After a failure at once; after a success the card must be held up again first."""
        if self._model.state is IdentityState.UNREADABLE:
            self._model.take_still()
        else:
            self._model.retry()

    def _go_on(self) -> None:
        following = self._case.rooms.stage.following
        if following is not None:
            self._case.go(following)

    def _confirm(self) -> None:
        if self._case.clerk is not None:
            self._model.confirm(self._case.clerk)

    # --- what is shown

    def _update(self) -> None:
        model = self._model
        self.progress.show_list(model.steps.list)
        self.head.update_head()
        self.sight.update_sight()
        self.facts.update_facts()
        self.document.set_value(model.steps.document.id if model.steps.document else "")
        self.document.setEnabled(model.state is not IdentityState.CONFIRMED)
        self._say_level()
        self._show_beside()
        self._dress_buttons()

    def _say_level(self) -> None:
        view = self._case.view
        if view is None:
            self.level.setText("")
            return
        wanted = self.tr("verlangt: {level}").replace("{level}", said(LEVELS[view.matter.identity]))
        reached = self.tr("erreicht: {level}").replace("{level}", said(LEVELS[self._model.level]))
        self.level.setText(f"{reached} · {wanted}")

    def _show_beside(self) -> None:
        typing = self._model.state is IdentityState.BY_HAND
        if typing and self._beside.currentIndex() == 0:
            self._beside.setCurrentIndex(1)
            self.form.start()
        elif not typing:
            self._beside.setCurrentIndex(0)
        self._beside.setVisible(typing or self._model.card is not None)

    def _dress_buttons(self) -> None:
        model, state = self._model, self._model.state
        step = model.steps.present
        connected = self._case.rooms.call.state is CallState.CONNECTED
        done = state is IdentityState.CONFIRMED
        reading = not done and step is not None and step.kind is StepKind.READ
        deciding = not done and step is not None and not reading
        unreadable = state is IdentityState.UNREADABLE
        self._foot.setVisible(not self.aborting)
        self.yes.setVisible(deciding)
        self.no.setVisible(deciding or (reading and model.card is not None))
        self.skip.setVisible(deciding and step is not None and step.kind is not StepKind.CONSENT)
        looked_at = deciding and step is not None and step.kind in _LOOKED_AT and model.card is not None
        self.take.setVisible((reading and not unreadable and model.card is None) or looked_at)
        self.take.say(self.tr("Neues Standbild") if looked_at else self.tr("Ausweisbild aufnehmen"))
        self.take.set_kind("" if looked_at or state is IdentityState.BY_HAND else "primary")
        words = self.tr("Wird gelesen …") if state is IdentityState.READING else self.tr("Bild kommt …")
        self.take.set_busy(model.busy, words)
        self.take.setEnabled(connected and not model.busy)
        self.retry.setVisible(done or (reading and (unreadable or model.card is not None)))
        self.retry.say(self.tr("Noch einmal aufnehmen") if unreadable else self.tr("Neu beginnen"))
        self.retry.set_kind("primary" if unreadable else "")
        self.retry.setEnabled(connected)
        self.by_hand.setVisible(reading and state is not IdentityState.BY_HAND)
        self.by_hand.setEnabled(not model.busy)
        self.confirm.setVisible(not done and step is None)
        self.confirm.say(self.tr("Identität bestätigen"))
        self.confirm.setEnabled(model.can_confirm)
        self.go_on.setVisible(done)
        self.failed.setVisible(not done)
        self.undo.setVisible(not done and not self.aborting and model.steps.begun)
