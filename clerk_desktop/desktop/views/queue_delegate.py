"""How one line of the queue is drawn: time and name, matter and minutes, camera and microphone."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import berlin
from clerk_desktop.common.messages import QueueEntry
from clerk_desktop.desktop.models.queue import Role
from clerk_desktop.desktop.widgets.icons import pixmap
from clerk_desktop.desktop.widgets.look import look
from clerk_desktop.desktop.widgets.words import language

HEIGHT = 66


def condition(entry: QueueEntry, minutes: int | None, mine: bool) -> tuple[str, str]:
    """How it stands with somebody, in words, and the tone of it."""
    if entry.state is State.WAITING:
        if not minutes:
            return QCoreApplication.translate("QueueDelegate", "wartet seit eben"), "success"
        text = QCoreApplication.translate("QueueDelegate", "wartet {n} min").replace("{n}", str(minutes))
        return text, "warning" if minutes >= 10 else "success"
    if entry.state is State.CONFIRMED:
        return QCoreApplication.translate("QueueDelegate", "noch nicht da"), "muted"
    if entry.state is State.INTERRUPTED:
        return QCoreApplication.translate("QueueDelegate", "unterbrochen"), "warning"
    if mine:
        return QCoreApplication.translate("QueueDelegate", "bei Ihnen"), "info"
    return QCoreApplication.translate("QueueDelegate", "an einem anderen Platz"), "muted"


def spoken(entry: QueueEntry, minutes: int | None, mine: bool) -> str:
    """The whole line as one sentence, for screen readers."""
    parts = [
        f"{berlin(entry.start):%H:%M}",
        f"{entry.given_names} {entry.family_name}",
        getattr(entry.matter, language()),
        condition(entry, minutes, mine)[0],
    ]
    return ", ".join(parts)


class QueueDelegate(QStyledItemDelegate):
    """Paints the lines of the queue."""

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines of text and air."""
        del option, index
        return QSize(200, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One line."""
        entry: QueueEntry = index.data(Role.ENTRY)
        mine: bool = index.data(Role.MINE)
        rect = option.rect.adjusted(6, 2, -6, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option, rect, mine)
        inner = rect.adjusted(10, 8, -10, -8)
        present = entry.state is not State.CONFIRMED
        text = look().color("layout-text-default" if present else "layout-text-muted")
        self._first_line(painter, inner, entry, text)
        self._second_line(painter, inner, entry, condition(entry, index.data(Role.MINUTES), mine))
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, mine: bool) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(Qt.PenStyle.NoPen)
        if mine or selected:
            painter.setBrush(look().color("action-tint-hover" if selected else "action-tint"))
            painter.drawRoundedRect(rect, 6, 6)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(look().color("action-default"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)

    def _first_line(self, painter: QPainter, inner: QRect, entry: QueueEntry, color: QColor) -> None:
        painter.setPen(color)
        painter.setFont(look().font("body", "strong"))
        time = f"{berlin(entry.start):%H:%M}"
        line = QRect(inner.left(), inner.top(), inner.width(), 22)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), time)
        left = painter.fontMetrics().horizontalAdvance("00:00 ") + 6
        icons = self._devices(painter, line, entry)
        room = line.adjusted(left, 0, -icons, 0)
        painter.setPen(color)
        name = painter.fontMetrics().elidedText(
            f"{entry.given_names} {entry.family_name}", Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), name)

    def _second_line(self, painter: QPainter, inner: QRect, entry: QueueEntry, how: tuple[str, str]) -> None:
        words, tone = how
        painter.setFont(look().font("small"))
        line = QRect(inner.left(), inner.top() + 26, inner.width(), 20)
        painter.setPen(look().color("layout-text-muted" if tone == "muted" else f"feedback-{tone}"))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
        room = line.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(words) - 10, 0)
        painter.setPen(look().color("layout-text-muted"))
        matter = painter.fontMetrics().elidedText(
            getattr(entry.matter, language()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), matter)

    def _devices(self, painter: QPainter, line: QRect, entry: QueueEntry) -> int:
        """Camera and microphone at the right end; returns the room that they take."""
        if entry.devices is None:
            return 0
        right = line.right() - 16
        for there, on, off in (
            (entry.devices.microphone, "mic", "mic-off"),
            (entry.devices.camera, "video", "video-off"),
        ):
            color = look().color("feedback-success" if there else "feedback-danger")
            painter.drawPixmap(right, line.top() + 3, pixmap(on if there else off, color, 16))
            right -= 20
        return 44
