"""What the citizen hands in: a row for each paper with its first page, to be accepted or sent back with a reason."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clerk_desktop.common.messages.upload import UploadState
from clerk_desktop.desktop.models.uploads import Handed, UploadsModel
from clerk_desktop.desktop.views import sentences
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named, spaced

_HEIGHT = 84


class UploadsPanel(View):
    """Hidden as long as nothing is wanted and nothing came."""

    def __init__(self, uploads: UploadsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, surface="foot")
        self._uploads = uploads
        self.rows: dict[str, UploadRow] = {}
        self._column = QVBoxLayout(self)
        spaced(self._column, 12, 8)
        uploads.changed.connect(self._update)
        self._update()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        for row in self.rows.values():
            row.retranslate()
        self._update()

    def _update(self) -> None:
        items = {item.upload.id: item for item in self._uploads.items if item.required or _has_come(item)}
        for gone in self.rows.keys() - items.keys():
            row = self.rows.pop(gone)
            self._column.removeWidget(row)
            row.deleteLater()
        for name, item in items.items():
            if name not in self.rows:
                self.rows[name] = UploadRow(self._uploads, name)
                self._column.addWidget(self.rows[name])
            self.rows[name].show_item(item)
        self.setVisible(bool(items))


def _has_come(item: Handed) -> bool:
    return item.parts > 0 or bool(item.code) or item.state in (UploadState.READING, UploadState.RETURNED)


class UploadRow(View):
    """One paper."""

    def __init__(self, uploads: UploadsModel, name: str) -> None:
        super().__init__()
        self._uploads, self._name = uploads, name
        self._item: Handed | None = None
        self.picture = named(SafeLabel(), f"upload.{name}.picture")
        self._title, self.state = SafeLabel(), SafeLabel(tone="muted", size="small", wrap=True)
        self.reason = named(QLineEdit(maxLength=500), f"upload.{name}.reason")
        self.accept = DeskButton(f"upload.{name}.accept", "secondary", "check")
        self.back = DeskButton(f"upload.{name}.back", "quiet", "undo-2")
        self.accept.clicked.connect(lambda: uploads.accept(name))
        self.back.clicked.connect(self._send_back)
        self.reason.returnPressed.connect(self._send_back)
        words = QVBoxLayout()
        spaced(words, 0, 2)
        words.addWidget(self._title)
        words.addWidget(self.state)
        words.addWidget(self.reason)
        line = QHBoxLayout(self)
        spaced(line, 0, 12)
        line.addWidget(self.picture)
        line.addLayout(words, 1)
        line.addWidget(self.accept)
        line.addWidget(self.back)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.accept.say(self.tr("Annehmen"))
        self.back.say(self.tr("Zurückgeben"))
        self.reason.setPlaceholderText(self.tr("Grund, wenn Sie es zurückgeben"))
        self.reason.setAccessibleName(self.reason.placeholderText())

    def show_item(self, item: Handed) -> None:
        """Show how far it is."""
        self._item = item
        self._title.setText(item.upload.title.de)
        self.state.setText(self._words(item))
        self.state.set_tone("success" if item.state is UploadState.ACCEPTED else "muted")
        open_ = item.read is not None and item.state is UploadState.ARRIVED
        for widget in (self.accept, self.back, self.reason):
            widget.setVisible(open_)
        read = item.read
        self.picture.setVisible(read is not None)
        if read is not None:
            picture = read.picture
            image = QImage(picture.bgra, picture.width, picture.height, 4 * picture.width, QImage.Format.Format_RGB32)
            pixels = QPixmap.fromImage(image.copy())
            self.picture.setPixmap(pixels.scaledToHeight(_HEIGHT, Qt.TransformationMode.SmoothTransformation))

    def _words(self, item: Handed) -> str:
        pages = str(item.read.pages) if item.read is not None else ""
        said = {
            UploadState.WANTED: self.tr("Wird noch gebraucht; die Person kann es fotografieren oder schicken."),
            UploadState.READING: self.tr("Kommt an und wird geprüft …"),
            UploadState.ARRIVED: self.tr("Angekommen, Seiten: {pages}").replace("{pages}", pages),
            UploadState.ACCEPTED: self.tr("Angenommen, Seiten: {pages}").replace("{pages}", pages),
            UploadState.RETURNED: self.tr("Zurückgegeben: {reason}").replace("{reason}", item.reason),
        }[item.state]
        if item.state is UploadState.WANTED and not item.required:
            said = ""
        if item.removed and item.read is not None:
            said += " " + self.tr("Aktive Inhalte wurden entfernt.")
        if item.code:
            said += " " + sentences.error_sentence(item.code)
        return said.strip()

    def _send_back(self) -> None:
        self._uploads.send_back(self._name, self.reason.text())
        self.reason.clear()
