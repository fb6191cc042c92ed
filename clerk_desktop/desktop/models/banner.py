"""What the clerk must know now: notices with the actions that help, never a dialog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.errors import OfficeError


class Level(IntEnum):
    """How pressing a notice is."""

    INFO = 0
    SUCCESS = 1
    WARNING = 2
    DANGER = 3


@dataclass(frozen=True)
class Notice:
    """One notice.

    Attributes:
        key: key of its sentence; a second notice with the same key replaces the first.
        level: how pressing it is.
        params: for the sentence; may come from a citizen and is only ever shown as plain text.
        actions: keys of the buttons, the most helpful first.
        lasting: stays until what it tells of is over; otherwise the clerk may put it away.
    """

    key: str
    level: Level = Level.INFO
    params: Mapping[str, str] = field(default_factory=dict)
    actions: tuple[str, ...] = ()
    lasting: bool = False


class BannerModel(QObject):
    """The notices on the window, the most pressing first.

    Signals:
        changed: the notices are others now.
        acted(str, str): the clerk pressed an action: key of the notice, key of the action.
    """

    changed = Signal()
    acted = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices: dict[str, Notice] = {}

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All notices, the most pressing first, among equals the newest."""
        return tuple(sorted(self._notices.values(), key=lambda notice: notice.level))[::-1]

    def show(self, notice: Notice) -> None:
        """Show it, in place of an older one with the same key."""
        if self._notices.get(notice.key) == notice:
            return
        self._notices.pop(notice.key, None)
        self._notices[notice.key] = notice
        self.changed.emit()

    def show_error(self, error: OfficeError) -> None:
        """Show the sentence of an error; it can be put away."""
        self.show(Notice(f"error.{error.code}", Level.DANGER))

    def dismiss(self, *keys: str) -> None:
        """Put these away; no error when one is not there."""
        gone = [self._notices.pop(key) for key in keys if key in self._notices]
        if gone:
            self.changed.emit()

    def clear(self) -> None:
        """Put everything away that does not last."""
        self.dismiss(*[notice.key for notice in self.notices if not notice.lasting])

    def act(self, key: str, action: str) -> None:
        """The clerk pressed `action` on notice `key`; a notice that is gone acts no more."""
        if key in self._notices:
            self.acted.emit(key, action)
