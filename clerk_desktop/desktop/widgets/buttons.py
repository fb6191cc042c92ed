"""Buttons: with an icon, with their key on them, with a sign of life while they work."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from clerk_desktop.desktop.widgets.icons import icon
from clerk_desktop.desktop.widgets.look import look
from clerk_desktop.desktop.widgets.safe_label import safe_tip, set_property

_GAP = 8


class DeskButton(QPushButton):
    """A button of the desk.

    Args:
        name: object name, by which tests and the rehearsal find it.
        kind: `primary`, `danger`, `quiet`, `off` or "" (secondary).
        icon_name: of Lucide, or "".
        icon_only: shows no words; its accessible name and tool tip say what it does.
        badge: shows its key on it; False leaves that to the tool tip.
        parent: Qt owner.
    """

    def __init__(
        self,
        name: str = "",
        kind: str = "",
        icon_name: str = "",
        *,
        icon_only: bool = False,
        badge: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._icon_only, self._badge = icon_name, icon_only, badge
        self._key = ""
        self._words = ""
        self._busy_words = ""
        self._busy = False
        self.setObjectName(name)
        self.setProperty("kind", kind)
        if icon_only and not badge:
            self.setProperty("shape", "icon")
        self.setIconSize(QSize(20, 20))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)

    def say(self, words: str, hint: str = "") -> None:
        """Its words; `hint` is the tool tip (for an icon the words stand there)."""
        self._words = words
        self._show_words()
        key = f" ({self._key})" if self._key else ""
        safe_tip(self, f"{hint or words}{key}" if self._icon_only or hint else "")

    def set_icon(self, name: str) -> None:
        """Another icon."""
        self._icon_name = name
        self._tint()

    def set_kind(self, kind: str) -> None:
        """Another kind."""
        set_property(self, "kind", kind)
        self._tint()

    def set_busy(self, busy: bool, words: str = "") -> None:
        """While busy it cannot be pressed and says what it does."""
        if busy is self._busy and words == self._busy_words:
            return
        self._busy, self._busy_words = busy, words
        self.setEnabled(not busy)
        self._show_words()

    def show_key(self, key: QKeySequence) -> None:
        """The key that presses it; shown on it, or in the tool tip of an icon."""
        self._key = key.toString(QKeySequence.SequenceFormat.NativeText)
        self._show_words()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """The icon follows the colour of the words."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._tint()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Room for the key as well."""
        size = super().sizeHint()
        return QSize(size.width() + self._badge_width(), size.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As wide as its words and key need."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The style's button, and its key at the right end."""
        if not self._badge_width():
            super().paintEvent(event)
            self._draw_focus(QPainter(self))
            return
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        option.rect = option.rect.adjusted(0, 0, -self._badge_width(), 0)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        self._draw_key(painter)
        self._draw_focus(painter)

    # --- inside

    def _show_words(self) -> None:
        words = self._busy_words if self._busy and self._busy_words else self._words
        # "&" would be taken for a mnemonic; Qt sets the words too close to the icon.
        gap = "\u2002" if self._icon_name else ""
        self.setText("" if self._icon_only else gap + words.replace("&", "&&"))
        self.setAccessibleName(f"{words} ({self._key})" if self._key else words)
        self.updateGeometry()

    def _badge_width(self) -> int:
        if not self._key or not self._badge:
            return 0
        metrics = self.fontMetrics()
        return int(metrics.horizontalAdvance(self._key)) + 2 * _GAP

    def _draw_focus(self, painter: QPainter) -> None:
        """A second, inner ring: the dark outer one alone is hard to see on a coloured button."""
        if self.hasFocus() and self.property("kind") in {"primary", "danger"}:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 2, 2)
        painter.end()

    def _draw_key(self, painter: QPainter) -> None:
        color = self.palette().color(QPalette.ColorRole.ButtonText)
        font = self.font()
        font.setPixelSize(12)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(self._key) + 10
        box = QRectF(self.width() - width - 10, (self.height() - 20) / 2, width, 20)
        faint = QColor(color)
        faint.setAlpha(90)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(faint)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(color)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._key)

    def _tint(self) -> None:
        if self._icon_name:
            color = self.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)
            self.setIcon(icon(self._icon_name, color, disabled=look().color("layout-text-muted")))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Only now the style sheet has told the colour of the words."""
        super().showEvent(event)
        self._tint()
