"""How one line of the queue is drawn: time and name, matter and minutes, camera and microphone, and what is special."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from clerk_desktop.common.appointments import ENDED, State
from clerk_desktop.common.clock import berlin
from clerk_desktop.common.messages.clerk import QueueEntry
from clerk_desktop.desktop.models.queue import Role, matters_of
from clerk_desktop.desktop.views.trial_words import trial_mark, trial_sentence
from clerk_desktop.desktop.widgets.icons import pixmap
from clerk_desktop.desktop.widgets.look import look
from clerk_desktop.desktop.widgets.safe_label import show_tip
from clerk_desktop.desktop.widgets.words import language

HEIGHT, MARKS = 60, 22
"""Of a line, and what is added when something is special; in pixels."""
Unread = Callable[[str], int]
"""How many notes of an appointment nobody has looked at."""


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
    if entry.state in ENDED:
        return _over(entry.state), "muted"
    if mine:
        return QCoreApplication.translate("QueueDelegate", "bei Ihnen"), "info"
    return QCoreApplication.translate("QueueDelegate", "an einem anderen Platz"), "muted"


def _over(state: State) -> str:
    match state:
        case State.MISSED:
            return QCoreApplication.translate("QueueDelegate", "nicht erschienen")
        case State.CANCELLED:
            return QCoreApplication.translate("QueueDelegate", "abgesagt")
        case State.RESCHEDULED:
            return QCoreApplication.translate("QueueDelegate", "verlegt")
    return QCoreApplication.translate("QueueDelegate", "erledigt")


def since(entry: QueueEntry) -> str:
    """Since when somebody waits, as the clock on the wall says it; empty for whoever does not wait."""
    if entry.state is not State.WAITING or entry.waiting_since is None:
        return ""
    moment = f"{berlin(entry.waiting_since):%H:%M}"
    return QCoreApplication.translate("QueueDelegate", "seit {time} Uhr").replace("{time}", moment)


def in_turn(place: int) -> str:
    """The place in the order of calling, in words."""
    return QCoreApplication.translate("QueueDelegate", "Platz {n}").replace("{n}", str(place))


def marks(entry: QueueEntry, unread: int = 0) -> tuple[tuple[str, str, str], ...]:
    """What is special: icon, words and tone of each."""
    found = []
    if unread:
        words = QCoreApplication.translate("QueueDelegate", "neue Nachricht")
        found.append(("mail", words, "info"))
    if entry.parked and entry.state is State.WAITING:
        words = QCoreApplication.translate("QueueDelegate", "geparkt")
        if entry.parked_by:
            words = QCoreApplication.translate("QueueDelegate", "geparkt von {name}").replace("{name}", entry.parked_by)
        found.append(("circle-pause", words, "warning"))
    if entry.state is State.INTERRUPTED and entry.present:
        found.append(("user-check", QCoreApplication.translate("QueueDelegate", "wieder da"), "success"))
    if entry.state is State.WAITING and not entry.present:
        found.append(("wifi-off", QCoreApplication.translate("QueueDelegate", "gerade nicht verbunden"), "warning"))
    if entry.card_trial and entry.state not in ENDED:
        found.append(trial_mark(entry.card_trial))
    if entry.redirected_from:
        words = QCoreApplication.translate("QueueDelegate", "umgeleitet von {office}")
        found.append(("corner-up-right", words.replace("{office}", entry.redirected_from), "muted"))
    return tuple(found)


def spoken(entry: QueueEntry, minutes: int | None, mine: bool, unread: int = 0, place: int | None = None) -> str:
    """The whole line as one sentence, for screen readers."""
    parts = [
        f"{berlin(entry.start):%H:%M}",
        f"{entry.given_names} {entry.family_name}",
        matters_of(entry, language()),
        condition(entry, minutes, mine)[0],
        *([] if place is None else [in_turn(place)]),
        *(words for _icon, words, _tone in marks(entry, unread)),
    ]
    return ", ".join(parts)


def more(entry: QueueEntry) -> str:
    """What stands under the mouse; empty: nothing beyond the line itself."""
    lines = [matters_of(entry, language())] if len(entry.matters) > 1 else []
    if entry.card_trial and entry.state not in ENDED:
        lines.append(trial_sentence(entry.card_trial))
    return " · ".join(lines)


def fitting(entry: QueueEntry, metrics: QFontMetrics, width: int) -> str:
    """The matters in this width (pixels): all by name, or the first one and how many more there are."""
    whole = matters_of(entry, language())
    if metrics.horizontalAdvance(whole) <= width or len(entry.matters) == 1:
        return metrics.elidedText(whole, Qt.TextElideMode.ElideRight, width)
    more = f" +{len(entry.matters) - 1}"
    first: str = getattr(entry.matters[0], language())
    return metrics.elidedText(first, Qt.TextElideMode.ElideRight, width - metrics.horizontalAdvance(more)) + more


class QueueDelegate(QStyledItemDelegate):
    """Paints the lines of the queue.

    Args:
        parent: Qt owner.
        unread: asked for the mark of new notes.
    """

    def __init__(self, parent: QWidget | None = None, unread: Unread = lambda _appointment: 0) -> None:
        super().__init__(parent)
        self._unread = unread

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines of text and air; a third one when something is special."""
        del option
        entry: QueueEntry = index.data(Role.ENTRY)
        return QSize(200, HEIGHT + (MARKS if marks(entry, self._unread(entry.id)) else 0))

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
        inner = rect.adjusted(10, 5, -10, -5)
        present = entry.state is not State.CONFIRMED and entry.state not in ENDED
        text = look().color("layout-text-default" if present else "layout-text-muted")
        self._first_line(painter, inner, entry, text)
        place = index.data(Role.PLACE)
        below = inner.adjusted(0 if place is None else self._place(painter, inner, place), 0, 0, 0)
        self._second_line(painter, below, entry, condition(entry, index.data(Role.MINUTES), mine))
        self._third_line(painter, inner, marks(entry, self._unread(entry.id)))
        painter.restore()

    def helpEvent(  # noqa: N802
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """What the line has no room for: all matters by name, and how the trial of the card went."""
        entry: QueueEntry | None = index.data(Role.ENTRY)
        if event.type() == QEvent.Type.ToolTip and entry is not None and (tip := more(entry)):
            show_tip(event.globalPos(), tip, view)
            return True
        return super().helpEvent(event, view, option, index)

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

    def _place(self, painter: QPainter, inner: QRect, place: int) -> int:
        """The place in the order of calling, before the matter; returns the room that it takes."""
        painter.setFont(look().font("small", "strong"))
        width = max(20, painter.fontMetrics().horizontalAdvance(str(place)) + 10)
        box = QRect(inner.left(), inner.top() + 25, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().color("feedback-default-background"))
        painter.drawRoundedRect(box, 9, 9)
        painter.setPen(look().color("layout-text-default"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(place))
        return width + 6

    def _second_line(self, painter: QPainter, inner: QRect, entry: QueueEntry, how: tuple[str, str]) -> None:
        words, tone = how
        painter.setFont(look().font("small"))
        line = QRect(inner.left(), inner.top() + 24, inner.width(), 20)
        painter.setPen(look().color("layout-text-muted" if tone == "muted" else f"feedback-{tone}"))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
        room = line.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(words) - 10, 0)
        painter.setPen(look().color("layout-text-muted"))
        matters = fitting(entry, painter.fontMetrics(), room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), matters)

    def _third_line(self, painter: QPainter, inner: QRect, special: tuple[tuple[str, str, str], ...]) -> None:
        """The marks side by side; the last one gives way when the room is short."""
        left = inner.left()
        painter.setFont(look().font("small"))
        for icon, words, tone in special:
            color = look().color("layout-text-muted" if tone == "muted" else f"feedback-{tone}")
            room = QRect(left + 18, inner.top() + 46, inner.right() - left - 18, 20)
            if room.width() < 24:
                return
            painter.drawPixmap(left, room.top() + 3, pixmap(icon, color, 14))
            painter.setPen(color)
            text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)
            left = room.left() + painter.fontMetrics().horizontalAdvance(text) + 12

    def _devices(self, painter: QPainter, line: QRect, entry: QueueEntry) -> int:
        """Camera and microphone at the right end; returns the room that they take."""
        if entry.devices is None or entry.state in ENDED:
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
