"""What this desk remembers from one day to the next: address, language, colours, what may be heard. No secrets."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

_DEFAULTS = {
    "server": "",
    "language": "de",
    "scheme": "light",
    "sounds": "on",
    "notices": "on",
    "own_corner": "bottom_right",
    "own_picture": "on",
    "video_window": "off",
    "video_place": "",
    "video_screen": "",
    "camera": "",
    "microphone": "",
    "speaker": "",
    "ringer": "",
    "cleaning": "on",
}


def default_folder() -> Path:
    """Where a program of this name keeps its data on this system."""
    root = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(root) / "clerk-desktop"


class Settings:
    """Settings in `settings.ini` of the desk's data folder; unreadable ones count as not set."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)

    def get(self, name: str) -> str:
        """A setting, or its default. Raises KeyError for one that does not exist."""
        return str(self._store.value(name, _DEFAULTS[name]) or _DEFAULTS[name])

    def set(self, name: str, value: str) -> None:
        """Remember a setting. Raises KeyError for one that does not exist."""
        if self.get(name) != value:
            self._store.setValue(name, value)
            self._store.sync()
