"""How it went when a citizen tried to hold up the card before the call: a few words, and all of it in a sentence."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from clerk_desktop.common.messages.clerk import CardTrial, Grade
from clerk_desktop.desktop.widgets.words import QT_TRANSLATE_NOOP

CONTEXT = "CardTrial"
TROUBLES = {
    "size": QT_TRANSLATE_NOOP("CardTrial", "Karte zu klein"),
    "light": QT_TRANSLATE_NOOP("CardTrial", "zu dunkel"),
    "glare": QT_TRANSLATE_NOOP("CardTrial", "Spiegelung"),
    "posture": QT_TRANSLATE_NOOP("CardTrial", "schief gehalten"),
    "sharpness": QT_TRANSLATE_NOOP("CardTrial", "unscharf"),
}
"""In the order in which the hints are given (`common/capture.py`)."""
NAMES = {
    "size": QT_TRANSLATE_NOOP("CardTrial", "Größe"),
    "light": QT_TRANSLATE_NOOP("CardTrial", "Licht"),
    "glare": QT_TRANSLATE_NOOP("CardTrial", "Spiegelung"),
    "posture": QT_TRANSLATE_NOOP("CardTrial", "Haltung"),
    "sharpness": QT_TRANSLATE_NOOP("CardTrial", "Schärfe"),
}
GRADES = {
    Grade.GOOD: QT_TRANSLATE_NOOP("CardTrial", "gut"),
    Grade.FAIR: QT_TRANSLATE_NOOP("CardTrial", "mittel"),
    Grade.POOR: QT_TRANSLATE_NOOP("CardTrial", "schlecht"),
}
_TONES = {Grade.GOOD: "success", Grade.FAIR: "muted", Grade.POOR: "warning"}


def _tr(text: str) -> str:
    return QCoreApplication.translate(CONTEXT, text)


def trial_mark(trial: CardTrial) -> tuple[str, str, str]:
    """Icon, words and tone for the queue: good, or the first thing that was worst."""
    worst = [name for name in TROUBLES if getattr(trial, name) == trial.overall]
    how = _tr(TROUBLES[worst[0]]) if worst and trial.overall is not Grade.GOOD else _tr(GRADES[trial.overall])
    return (
        "id-card",
        _tr(QT_TRANSLATE_NOOP("CardTrial", "Ausweis-Probe: {how}")).replace("{how}", how),
        _TONES[trial.overall],
    )


def trial_sentence(trial: CardTrial) -> str:
    """Every grade, the sides that were legible and the camera."""
    grades = ", ".join(f"{_tr(name)} {_tr(GRADES[getattr(trial, key)])}" for key, name in NAMES.items())
    if trial.lines_seen and trial.front_seen:
        sides = _tr(QT_TRANSLATE_NOOP("CardTrial", "Beide Seiten waren gut zu lesen."))
    elif trial.lines_seen:
        sides = _tr(QT_TRANSLATE_NOOP("CardTrial", "Nur die Seite mit den Zeilen war gut zu lesen."))
    elif trial.front_seen:
        sides = _tr(QT_TRANSLATE_NOOP("CardTrial", "Nur die Vorderseite war gut zu lesen."))
    else:
        sides = _tr(QT_TRANSLATE_NOOP("CardTrial", "Keine Seite war gut zu lesen."))
    camera = (
        _tr(QT_TRANSLATE_NOOP("CardTrial", "Kamera {width} × {height}"))
        .replace("{width}", str(trial.width))
        .replace("{height}", str(trial.height))
    )
    return _tr(QT_TRANSLATE_NOOP("CardTrial", "Ausweis-Probe: {grades}. {sides} {camera}.")).format_map(
        {"grades": grades, "sides": sides, "camera": camera}
    )
