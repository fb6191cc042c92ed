"""The one window of the desk: sign-in, then queue, call and work side by side."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from clerk_desktop.desktop.models.alerts import AlertsModel
from clerk_desktop.desktop.models.banner import BannerModel, Level, Notice
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.devices import DevicesModel
from clerk_desktop.desktop.models.figures import FiguresModel
from clerk_desktop.desktop.models.link import LinkModel
from clerk_desktop.desktop.models.picture import PictureModel
from clerk_desktop.desktop.models.reception import NAME as CALLING
from clerk_desktop.desktop.models.reception import ReceptionModel
from clerk_desktop.desktop.models.session import SessionModel, SessionState
from clerk_desktop.desktop.views import sentences
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.call_panel import USUAL, CallPanel
from clerk_desktop.desktop.views.device_settings import DeviceSettings
from clerk_desktop.desktop.views.figures_pane import FiguresPane
from clerk_desktop.desktop.views.key_overview import KeyOverview
from clerk_desktop.desktop.views.queue_panel import Lobby, QueuePanel
from clerk_desktop.desktop.views.sign_in import SignInView
from clerk_desktop.desktop.views.stage_bar import StageBar
from clerk_desktop.desktop.views.status_line import StatusLine
from clerk_desktop.desktop.views.talk_key import TalkKey
from clerk_desktop.desktop.views.top_bar import TopBar
from clerk_desktop.desktop.views.tray import Tray
from clerk_desktop.desktop.views.work_area import WorkArea
from clerk_desktop.desktop.widgets.banner import Banner, Shown
from clerk_desktop.desktop.widgets.focus_memory import FocusMemory
from clerk_desktop.desktop.widgets.view import View, spaced, usable

_TONES = {Level.INFO: "info", Level.SUCCESS: "success", Level.WARNING: "warning", Level.DANGER: "danger"}


@dataclass(frozen=True)
class Models:
    """What the window shows."""

    session: SessionModel
    link: LinkModel
    lobby: Lobby
    case: CaseModel
    reception: ReceptionModel
    banner: BannerModel
    alerts: AlertsModel
    figures: FiguresModel
    picture: PictureModel
    devices: DevicesModel


class MainWindow(QWidget):
    """The desk.

    Signals:
        closing: the window is really going to close.
        language_wanted: the other language is asked for.
    """

    closing = Signal()
    language_wanted = Signal()

    def __init__(self, models: Models) -> None:
        super().__init__()
        self.setObjectName("window")
        self._models = models
        self._may_close = False
        self._focus = FocusMemory(self)
        self.actions_of_desk = Actions(self)
        actions, case = self.actions_of_desk, models.case
        self.top_bar = TopBar(models.session, models.link, models.lobby.queue, models.alerts, actions)
        self.banner = Banner()
        self.sign_in = SignInView(models.session)
        self.queue_panel = QueuePanel(models.lobby, models.reception, case, actions)
        self.stage_bar = StageBar(case)
        self.call_panel = CallPanel(case, models.picture, actions)
        self.work_area = WorkArea(case, models.lobby.queue, actions)
        self.status_line = StatusLine(case)
        self._stack = QStackedWidget()
        self._build()
        self.keys = KeyOverview(self)
        self.figures = FiguresPane(self, models.figures, models.session)
        self.devices = DeviceSettings(self, models.devices)
        self.talk_key = TalkKey(actions["talk"], case.rooms.call)
        self.tray = Tray(models.alerts, models.lobby.queue, self)
        self.top_bar.can_notice(self.tray.available)
        self._connect()
        self.resize(1366, 740)
        self.setMinimumSize(1100, 620)
        self.call_panel.hide()
        self._on_session()
        self._retranslate()

    def _build(self) -> None:
        right = QVBoxLayout()
        spaced(right, 0, 0)
        right.addWidget(self.stage_bar)
        beside = QSplitter(Qt.Orientation.Horizontal)
        beside.setChildrenCollapsible(False)
        beside.setHandleWidth(5)
        beside.addWidget(self.call_panel)
        beside.addWidget(self.work_area)
        beside.setStretchFactor(1, 1)
        beside.setSizes([USUAL, 900])
        right.addWidget(beside, 1)
        desk = View()
        row = QHBoxLayout(desk)
        spaced(row, 0, 0)
        row.addWidget(self.queue_panel)
        row.addLayout(right, 1)
        self._stack.addWidget(self.sign_in)
        self._stack.addWidget(desk)
        column = QVBoxLayout(self)
        spaced(column, 0, 0)
        column.addWidget(self.top_bar)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        column.addWidget(self.status_line)

    def _connect(self) -> None:
        models = self._models
        self.top_bar.help.connect(self.keys.toggle)
        self.top_bar.figures.connect(self.figures.toggle)
        self.top_bar.devices.connect(self.devices.toggle)
        self.top_bar.language.connect(self.language_wanted)
        self.top_bar.sign_out.connect(models.reception.sign_out)
        self.banner.acted.connect(models.banner.act)
        self.banner.closed.connect(models.banner.dismiss)
        models.banner.changed.connect(self._show_notices)
        models.session.changed.connect(self._on_session)
        models.session.entered.connect(lambda _clerk: self._on_session())
        models.session.left.connect(self.queue_panel.forget)
        models.reception.may_close.connect(self.close_now)
        models.case.opened.connect(lambda _view: self._on_case_opened())
        models.case.closed.connect(self._on_case_closed)
        models.case.rooms.tasks.busy_changed.connect(self._on_busy)

    # --- what changes

    def _on_session(self) -> None:
        signed_in = self._models.session.state is SessionState.SIGNED_IN
        before = self._stack.currentIndex()
        self._stack.setCurrentIndex(int(signed_in))
        self.status_line.setVisible(signed_in)
        if not signed_in and (before == 1 or not self.isVisible()):
            self.sign_in.focus_first()
        elif signed_in and before == 0:
            self.queue_panel.next.setFocus()

    def _on_case_opened(self) -> None:
        """Room for the citizen: the queue folds, the picture comes."""
        self.queue_panel.fold(folded=True)
        self.call_panel.show()

    def _on_case_closed(self) -> None:
        self.call_panel.hide()
        self.queue_panel.fold(folded=False)
        self._on_busy(CALLING, busy=self._models.reception.calling)
        self.queue_panel.next.setFocus()

    def _on_busy(self, name: str, busy: bool) -> None:
        if name == CALLING:
            self.queue_panel.next.set_busy(busy, self.tr("Wird aufgerufen …"))

    def _show_notices(self) -> None:
        self.banner.show_notices([self._shown(notice) for notice in self._models.banner.notices])

    def _shown(self, notice: Notice) -> Shown:
        actions = tuple((action, sentences.words(sentences.ACTIONS, action)) for action in notice.actions)
        close = "" if notice.lasting else self.tr("Meldung schließen")
        text = sentences.notice_sentence(notice.key, notice.params)
        return Shown(notice.key, _TONES[notice.level], text, actions, close)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Virtuelles Amt"))
        self.actions_of_desk.retranslate()
        self._show_notices()

    def focusNextPrevChild(self, onward: bool) -> bool:  # noqa: N802
        """The tab key as ever; but when a notice or a card with the keyboard goes, back to where one was before it."""
        lost = self.focusWidget()
        if lost is not None and not usable(lost, self):
            if self._focus.back():
                return True
            if self._models.case.is_open:
                self.work_area.take_keyboard()
                return True
        return super().focusNextPrevChild(onward)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def fit_screen(self) -> None:
        """As large as a small screen allows; comfortable on a large one."""
        room = self.screen().availableGeometry()
        if room.width() <= 1600:
            self.setGeometry(room)
        else:
            self.resize(1600, min(1000, room.height() - 80))

    # --- the end

    def close_now(self) -> None:
        """Close without asking."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """In mid-call the clerk is asked on the window first."""
        if self._may_close or self._models.reception.close_desk():
            self.tray.hide()
            self.closing.emit()
            event.accept()
        else:
            event.ignore()
