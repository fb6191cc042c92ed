"""The citizen's picture with all that lies upon it. It moves as a whole: call panel, window of its own, full screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout

from clerk_desktop.desktop.models.call import CallModel, CallState
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.picture import Corner, PictureModel
from clerk_desktop.desktop.models.secrecy import SecrecyState
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.id_overlay import IdOverlay
from clerk_desktop.desktop.views.own_picture import OwnPicture
from clerk_desktop.desktop.views.picture_tools import PictureTools
from clerk_desktop.desktop.views.statistics_overlay import StatisticsOverlay
from clerk_desktop.desktop.widgets.video_surface import VideoSurface
from clerk_desktop.desktop.widgets.view import View, named, spaced

_GAP = 8
_UNLIMITED = 16_777_215
"""Qt's QWIDGETSIZE_MAX, which PySide6 does not name."""


class CallPicture(View):
    """Picture, own picture, frame for the card, tools, figures."""

    def __init__(self, case: CaseModel, picture: PictureModel, actions: Actions) -> None:
        super().__init__()
        self._case, self._call, self._model = case, case.rooms.call, picture
        self.surface = named(VideoSurface(closer=True), "call.video")
        self.overlay = IdOverlay(self.surface)
        self.own = named(OwnPicture(self.surface), "call.own_video")
        self.tools = PictureTools(self.surface, picture, actions)
        self.statistics = named(StatisticsOverlay(case.rooms.quality, self.surface), "call.statistics")
        self._snug = False
        self._ratio = 0.0
        self._mouse_here = False
        column = QVBoxLayout(self)
        spaced(column, 0, 0)
        column.addWidget(self.surface)
        self._connect(self._call)
        self.retranslate()

    def _connect(self, call: CallModel) -> None:
        call.frame.connect(self.surface.set_image)
        self.surface.wanted.connect(call.show_at)
        call.own_frame.connect(self.own.set_image)
        call.state_changed.connect(lambda _state: self.refresh())
        self.surface.view_changed.connect(self._on_view)
        self.own.dropped.connect(self._model.put_own)
        self._model.changed.connect(self.refresh)
        case = self._case
        case.opened.connect(lambda _view: self._begin())
        case.closed.connect(self._begin)
        case.rooms.identity.changed.connect(self.refresh)
        capture = case.rooms.capture
        capture.changed.connect(lambda: self.overlay.show_view(capture.view, capture.wanted))
        case.rooms.stage.changed.connect(self.refresh)
        case.rooms.secrecy.changed.connect(self.refresh)
        case.rooms.quality.measured.connect(self._on_figures)

    def keep_snug(self, snug: bool) -> None:
        """In the panel no bars above and below a picture in landscape format; in a window it fills what there is."""
        self._snug = snug
        self._fit()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.surface.setAccessibleName(self.tr("Bild der Person"))
        self.own.setAccessibleName(self.tr("Eigenes Bild"))
        self.statistics.setAccessibleName(self.tr("Statistik der Verbindung"))
        self.refresh()

    def refresh(self) -> None:
        """What is seen now."""
        refused = self._case.rooms.secrecy.state is SecrecyState.REFUSED
        connected = self._call.state is CallState.CONNECTED and not refused
        if not connected:
            self.surface.set_image(None)
        self.surface.set_placeholder(self._placeholder())
        framing = connected and self._framing()
        self.overlay.setVisible(framing)
        # The own picture would lie on the card.
        self.own.setVisible(self._case.is_open and self._model.own_shown and not framing)
        self.statistics.setVisible(self._model.statistics and connected and bool(self.statistics.rows))
        self.tools.allow(self._case.is_open)
        self._arrange()

    # --- inside

    def _begin(self) -> None:
        """Another citizen, or none: nobody's phone is held like the one before."""
        self.surface.reset_view()
        self.surface.set_image(None)
        self._ratio = 0.0
        self._fit()
        self.refresh()

    def _framing(self) -> bool:
        return self._case.is_open and self._case.rooms.capture.wanted is not None

    def _placeholder(self) -> str:
        match self._call.state:
            case _ if not self._case.is_open:
                return ""
            case _ if self._case.rooms.secrecy.state is SecrecyState.REFUSED:
                return self.tr("Aus Sicherheitsgründen getrennt")
            case CallState.CONNECTING:
                return self.tr("Aufgerufen. Die Verbindung wird aufgebaut …")
            case CallState.CITIZEN_AWAY:
                return self.tr("Die Person ist nicht da. Ihr Link führt zurück.")
            case CallState.RECOVERING:
                return self.tr("Verbindung wird wiederhergestellt …")
            case _:
                return self.tr("Noch kein Bild")

    def _on_figures(self) -> None:
        if self._model.statistics:
            self.statistics.setVisible(bool(self.statistics.rows))
            self._arrange()

    def _on_view(self) -> None:
        self._ratio = self.surface.ratio or self._ratio
        self._fit()
        self._arrange()
        self.overlay.update()

    def _fit(self) -> None:
        # While the link is being restored the room stays as it was: nothing below it jumps.
        ratio = self._ratio if self._snug and self._case.is_open else 0.0
        tallest = int(self.width() * ratio) + 1 if ratio else _UNLIMITED
        if self.maximumHeight() != tallest:
            self.setMaximumHeight(tallest)

    def _arrange(self) -> None:
        """Each in its corner; what shares a side of the picture lies at its other end."""
        surface, corner = self.surface, self._model.corner
        self.own.settle(corner)
        self.tools.setVisible(self._case.is_open and (self._mouse_here or self.tools.wanted))
        own_above = self.own.isVisibleTo(surface) and not corner.bottom
        own_at = self.own.geometry()
        tools_top = own_at.bottom() + _GAP if own_above and corner.right else _GAP
        self.tools.move(surface.width() - self.tools.width() - _GAP, tools_top)
        figures_top = own_at.bottom() + _GAP if own_above and corner is Corner.TOP_LEFT else _GAP
        self.statistics.move(_GAP, figures_top)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """The tools come with the mouse."""
        self._mouse_here = True
        self._arrange()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """And go with it."""
        self._mouse_here = False
        self._arrange()
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu, by the right button of the mouse or the menu key."""
        if self._case.is_open:
            self.tools.popup(event.globalPos(), self)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Full screen and back, as everywhere."""
        if self._case.is_open:
            self._model.to_full_screen(not self._model.full_screen)
        super().mouseDoubleClickEvent(event)
