"""Everything the clerk can do, each with its key: the buttons, the keys and the overview under F1 come from here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.words import QT_TRANSLATE_NOOP

CONTEXT = "Actions"


@dataclass(frozen=True)
class Deed:
    """One thing to do: its key and its words (German source)."""

    key: str
    words: str
    group: str


_QUEUE = QT_TRANSLATE_NOOP("Actions", "Warteschlange")
_CALL = QT_TRANSLATE_NOOP("Actions", "Gespräch")
_WORK = QT_TRANSLATE_NOOP("Actions", "Vorgang")
_WINDOW = QT_TRANSLATE_NOOP("Actions", "Fenster")

DEEDS = {
    "next_person": Deed("F2", QT_TRANSLATE_NOOP("Actions", "Nächste Person"), _QUEUE),
    "toggle_queue": Deed("F3", QT_TRANSLATE_NOOP("Actions", "Warteschlange zeigen oder verbergen"), _QUEUE),
    "search": Deed("Ctrl+F", QT_TRANSLATE_NOOP("Actions", "In der Warteschlange suchen"), _QUEUE),
    "show_waiting": Deed("Alt+1", QT_TRANSLATE_NOOP("Actions", "Nur Wartende zeigen"), _QUEUE),
    "show_today": Deed("Alt+2", QT_TRANSLATE_NOOP("Actions", "Alle von heute zeigen"), _QUEUE),
    "show_parked": Deed("Alt+3", QT_TRANSLATE_NOOP("Actions", "Geparkte zeigen"), _QUEUE),
    "show_finished": Deed("Alt+4", QT_TRANSLATE_NOOP("Actions", "Erledigte zeigen"), _QUEUE),
    "call_selected": Deed("Alt+A", QT_TRANSLATE_NOOP("Actions", "Ausgewählte Person aufrufen (auch Eingabe)"), _QUEUE),
    "park": Deed("Alt+P", QT_TRANSLATE_NOOP("Actions", "Parken oder wieder einreihen"), _QUEUE),
    "missed": Deed("Alt+M", QT_TRANSLATE_NOOP("Actions", "Als nicht erschienen vermerken"), _QUEUE),
    "redirect": Deed("Alt+U", QT_TRANSLATE_NOOP("Actions", "An ein anderes Amt umleiten"), _QUEUE),
    "note": Deed("Alt+N", QT_TRANSLATE_NOOP("Actions", "Nachricht schreiben oder lesen"), _QUEUE),
    "microphone": Deed("F9", QT_TRANSLATE_NOOP("Actions", "Mikrofon an oder aus"), _CALL),
    "talk": Deed("Ctrl+Space", QT_TRANSLATE_NOOP("Actions", "Stumm: sprechen, solange gedrückt"), _CALL),
    "camera": Deed("F10", QT_TRANSLATE_NOOP("Actions", "Kamera an oder aus"), _CALL),
    "hang_up": Deed("F12", QT_TRANSLATE_NOOP("Actions", "Gespräch beenden"), _CALL),
    "full_screen": Deed("F11", QT_TRANSLATE_NOOP("Actions", "Vollbild (Esc beendet)"), _CALL),
    "video_window": Deed("Alt+F", QT_TRANSLATE_NOOP("Actions", "Bild in eigenem Fenster"), _CALL),
    "zoom_in": Deed("Ctrl++", QT_TRANSLATE_NOOP("Actions", "Näher heran"), _CALL),
    "zoom_out": Deed("Ctrl+-", QT_TRANSLATE_NOOP("Actions", "Weiter weg"), _CALL),
    "zoom_reset": Deed("Ctrl+0", QT_TRANSLATE_NOOP("Actions", "Ganzes Bild, aufrecht"), _CALL),
    "rotate": Deed("Ctrl+R", QT_TRANSLATE_NOOP("Actions", "Bild um 90° drehen"), _CALL),
    "own_picture": Deed("Alt+O", QT_TRANSLATE_NOOP("Actions", "Eigenes Bild zeigen oder verbergen"), _CALL),
    "own_corner": Deed("Alt+E", QT_TRANSLATE_NOOP("Actions", "Eigenes Bild in die nächste Ecke"), _CALL),
    "chat": Deed("Alt+C", QT_TRANSLATE_NOOP("Actions", "Chat: schreiben oder schließen"), _CALL),
    "phrases": Deed("Alt+Q", QT_TRANSLATE_NOOP("Actions", "Fertige Sätze für den Chat"), _CALL),
    "captions": Deed("Alt+L", QT_TRANSLATE_NOOP("Actions", "Untertitel mitschreiben oder beenden"), _CALL),
    "compare": Deed("Alt+K", QT_TRANSLATE_NOOP("Actions", "Zum Sicherheitscode"), _CALL),
    "invite": Deed("Alt+I", QT_TRANSLATE_NOOP("Actions", "Weitere Person einladen"), _CALL),
    "statistics": Deed("Alt+S", QT_TRANSLATE_NOOP("Actions", "Statistik der Verbindung"), _CALL),
    "go_on": Deed("F8", QT_TRANSLATE_NOOP("Actions", "Weiter im Vorgang (der blaue Knopf)"), _WORK),
    "take_still": Deed("F4", QT_TRANSLATE_NOOP("Actions", "Ausweisbild aufnehmen"), _WORK),
    "by_hand": Deed("F5", QT_TRANSLATE_NOOP("Actions", "Von Hand eingeben"), _WORK),
    "mail_code": Deed("Alt+J", QT_TRANSLATE_NOOP("Actions", "Code aus der E-Mail in der Kamera suchen"), _WORK),
    "step_no": Deed("Shift+F8", QT_TRANSLATE_NOOP("Actions", "Ausweis: nein, mit Grund"), _WORK),
    "step_skip": Deed("Ctrl+F8", QT_TRANSLATE_NOOP("Actions", "Ausweis: diesen Schritt nicht prüfen"), _WORK),
    "step_undo": Deed("Alt+R", QT_TRANSLATE_NOOP("Actions", "Ausweis: letzten Schritt zurücknehmen"), _WORK),
    "card_kind": Deed("Alt+D", QT_TRANSLATE_NOOP("Actions", "Ausweis: anderes Dokument oder keines"), _WORK),
    "identity_failed": Deed("Alt+X", QT_TRANSLATE_NOOP("Actions", "Ausweis: Prüfung abbrechen"), _WORK),
    "next_gap": Deed("F6", QT_TRANSLATE_NOOP("Actions", "Zur nächsten Lücke im Formular"), _WORK),
    "correct": Deed("F7", QT_TRANSLATE_NOOP("Actions", "Papier zurückholen und korrigieren"), _WORK),
    "figures": Deed("Alt+Z", QT_TRANSLATE_NOOP("Actions", "Zahlen der letzten Tage"), _WINDOW),
    "devices": Deed("Alt+G", QT_TRANSLATE_NOOP("Actions", "Kamera, Mikrofon, Lautsprecher"), _WINDOW),
    "help": Deed("F1", QT_TRANSLATE_NOOP("Actions", "Tasten"), _WINDOW),
    "sounds": Deed("Alt+T", QT_TRANSLATE_NOOP("Actions", "Töne an oder aus"), _WINDOW),
    "notices": Deed("Alt+B", QT_TRANSLATE_NOOP("Actions", "Benachrichtigungen an oder aus"), _WINDOW),
    "theme": Deed("Ctrl+D", QT_TRANSLATE_NOOP("Actions", "Hell oder dunkel"), _WINDOW),
    "language": Deed("Ctrl+L", QT_TRANSLATE_NOOP("Actions", "Deutsch oder Englisch"), _WINDOW),
    "sign_out": Deed("Ctrl+Shift+Q", QT_TRANSLATE_NOOP("Actions", "Abmelden"), _WINDOW),
}
"""In the order in which the overview shows them."""

CALL_KEYS = tuple(name for name, deed in DEEDS.items() if deed.group == _CALL)
"""What also works in the window of the picture."""
STAGE_GROUP = _WORK
"""Where the overview lists the keys of the stages."""
STAGE_KEYS = tuple(f"Ctrl+{number}" for number in range(1, 8))
"""Keys of the stages, in their order."""


class Actions(QObject):
    """The actions of one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        self._buttons: dict[str, list[DeskButton]] = {}
        for name, deed in DEEDS.items():
            action = QAction(window)
            action.setObjectName(f"action.{name}")
            action.setShortcut(QKeySequence(deed.key))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            window.addAction(action)
            self._actions[name] = action
            action.triggered.connect(partial(self._press, name))
        self.retranslate()

    def __getitem__(self, name: str) -> QAction:
        """The action of this name."""
        return self._actions[name]

    def bind(self, name: str, button: DeskButton) -> None:
        """Let the key of this action press the button, when it is the one that can be seen and pressed."""
        self._buttons.setdefault(name, []).append(button)
        button.show_key(self._actions[name].shortcut())

    def _press(self, name: str) -> None:
        """Press one button only: pressing it may bring the next one of the same key into view."""
        for button in self._buttons.get(name, []):
            if button.isVisible() and button.isEnabled():
                button.click()
                return

    def retranslate(self) -> None:
        """Say everything in the present language."""
        for name, deed in DEEDS.items():
            self._actions[name].setText(QCoreApplication.translate(CONTEXT, deed.words))
