"""What there is to see at the present step: still, enlarged cut, where to look, portrait beside the live face."""

from __future__ import annotations

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.common.card_documents import CardSide, Region
from clerk_desktop.common.identification import Step, StepKind
from clerk_desktop.desktop.models.call import CallModel
from clerk_desktop.desktop.models.card_pictures import unpacked
from clerk_desktop.desktop.models.identity import IdentityModel, IdentityState
from clerk_desktop.desktop.widgets.card_scheme import CardScheme
from clerk_desktop.desktop.widgets.doubt_view import DoubtView, place_of
from clerk_desktop.desktop.widgets.mrz_view import MrzView
from clerk_desktop.desktop.widgets.video_surface import VideoSurface
from clerk_desktop.desktop.widgets.view import View, named, spaced

_LIVE = frozenset({StepKind.FACE, StepKind.TILT, StepKind.OCCLUDE})
"""Steps at which the moving picture is looked at."""
_LINES = Region(x=0.03, y=0.62, width=0.94, height=0.33)
"""Where the machine-readable lines stand, to point there."""
_AROUND = 0.04
"""Margin around a feature, in parts of the card: what is beside it shows whether it belongs there."""


class IdentitySight(View):
    """Pictures from memory only; all of them go with the step that needs them."""

    def __init__(self, model: IdentityModel, call: CallModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._shown: object = None
        self._cut = QImage()
        self._face_shown = False
        self._still_of: bytes | None = None
        self._unpacked = QImage()
        self.scheme = named(CardScheme(), "identity.scheme")
        self.still = named(VideoSurface(closer=True), "identity.still")
        self.live = named(VideoSurface(), "identity.live_face")
        self.mrz = named(MrzView(), "identity.mrz")
        self.doubts = named(DoubtView(), "identity.doubts")
        pictures = QHBoxLayout()
        pictures.setSpacing(8)
        pictures.addWidget(self.still, 1)
        pictures.addWidget(self.live, 1)
        column = QVBoxLayout(self)
        spaced(column, 0, 6)
        column.addWidget(self.scheme)
        column.addLayout(pictures, 1)
        column.addWidget(self.mrz)
        column.addWidget(self.doubts)
        call.frame.connect(self._on_frame)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.still.setAccessibleName(self.tr("Aufnahme des Ausweises"))
        self.live.setAccessibleName(self.tr("Gesicht der Person"))
        self.mrz.setAccessibleName(self.tr("Gelesene Schriftzone"))
        self.doubts.setAccessibleName(self.tr("Zeichen zum Nachsehen"))
        self.scheme.setAccessibleName(self.tr("Wo auf der Karte"))

    def update_sight(self) -> None:
        """Show what belongs to the present step."""
        model = self._model
        if not model.pictures:
            # Nothing of a card stays here after the model has forgotten it.
            self._shown, self._cut = None, QImage()
        step = model.steps.present
        feature, side = model.steps.feature, model.steps.side
        unread = step is not None and step.kind is StepKind.READ and model.still is None and model.card is None
        self.scheme.setVisible(feature is not None or unread)
        if feature is not None:
            self.scheme.show_place(model.steps.document, feature.side, feature.where)
        elif unread and side is not None:
            self.scheme.show_place(model.steps.document, side, _LINES if model.steps.document else None)
        self._show_picture(step, side)
        live = step is not None and step.kind in _LIVE and model.state is not IdentityState.CONFIRMED
        self.live.setVisible(live)
        face = model.face if live and step is not None and step.kind is StepKind.FACE else None
        self._face_shown = face is not None
        if face is not None:
            self.live.set_image(face.image)
        elif not live:
            self.live.set_image(None)
        self._show_lines(step)

    def _show_picture(self, step: Step | None, side: CardSide | None) -> None:
        model = self._model
        taking = model.state is IdentityState.TAKING
        waiting = self.tr("Das Bild kommt …") if taking or model.busy else self.tr("Noch keine Aufnahme")
        self.still.set_placeholder(waiting)
        image = self._image(step, side)
        if model.still is None:
            self._newest()
        self.still.set_image(image)
        reading = step is None or step.kind in {StepKind.READ, StepKind.CONSENT, StepKind.QUALITY}
        looking = step is not None and step.kind in {StepKind.FEATURE, StepKind.FRONT, StepKind.FACE}
        self.still.setVisible(image is not None or taking or (looking and model.card is not None) or not reading)
        if step is not None and step.kind in {StepKind.TILT, StepKind.OCCLUDE, StepKind.QUESTION}:
            self.still.setVisible(False)

    def _image(self, step: Step | None, side: CardSide | None) -> QImage | None:
        model = self._model
        feature, document = model.steps.feature, model.steps.document
        picture = model.pictures.get(side) if side else None
        region: Region | None = None
        if feature is not None:
            region = feature.where.grown(_AROUND)
        elif step is not None and step.kind is StepKind.FACE:
            picture, region = model.pictures.get(CardSide.FRONT), document.portrait if document else None
        elif step is not None and step.kind is StepKind.SERIAL:
            picture, region = model.pictures.get(CardSide.FRONT), document.serial if document else None
        elif step is not None and step.kind is StepKind.FRONT:
            region = Region(x=0, y=0, width=1, height=1)
        if picture is not None and region is not None:
            key = (id(picture), region)
            if key != self._shown:
                self._shown, self._cut = key, picture.cut(region)
            return self._cut
        if step is None or step.kind is StepKind.READ:
            return self._newest()
        return None

    def _newest(self) -> QImage | None:
        still = self._model.still
        if still is not self._still_of:
            self._still_of = still
            self._unpacked = unpacked(still) if still else QImage()
        return None if self._unpacked.isNull() or still is None else self._unpacked

    def _show_lines(self, step: Step | None) -> None:
        model = self._model
        reading = model.reading
        show = reading is not None and (step is None or step.kind in {StepKind.READ, StepKind.FRONT, StepKind.SERIAL})
        self.mrz.show_lines(reading.lines if reading else (), reading.doubtful if reading else ())
        self.mrz.setVisible(show)
        doubts = []
        side = model.steps.document.mrz_side if model.steps.document else None
        picture = model.pictures.get(side) if side else None
        if reading is not None and show and picture is not None and picture.quad is not None:
            for line, column in reading.doubtful:
                place = place_of(line, column, len(reading.lines))
                doubts.append((reading.lines[line][column], picture.cut(place)))
        self.doubts.show_doubts(doubts)

    def _on_frame(self, image: QImage) -> None:
        if self.live.isVisible() and not self._face_shown:
            self.live.set_image(image)
