"""The sentences of the identification: what each step asks of the clerk, and what its draws are called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from clerk_desktop.common.capture import Hint
from clerk_desktop.common.identification import (
    AbortReason,
    Cover,
    Question,
    RegisterQuestion,
    Step,
    StepKind,
    Tilt,
)
from clerk_desktop.common.matters import IdentityLevel, Text
from clerk_desktop.desktop.widgets.words import QT_TRANSLATE_NOOP, language

CONTEXT = "Identification"

NAMES = {
    StepKind.CONSENT: QT_TRANSLATE_NOOP("Identification", "Einwilligung"),
    StepKind.QUALITY: QT_TRANSLATE_NOOP("Identification", "Bild und Ton"),
    StepKind.READ: QT_TRANSLATE_NOOP("Identification", "Ausweis lesen"),
    StepKind.FRONT: QT_TRANSLATE_NOOP("Identification", "Vorderseite"),
    StepKind.FEATURE: QT_TRANSLATE_NOOP("Identification", "Merkmal"),
    StepKind.TILT: QT_TRANSLATE_NOOP("Identification", "Bewegen"),
    StepKind.OCCLUDE: QT_TRANSLATE_NOOP("Identification", "Verdecken"),
    StepKind.SERIAL: QT_TRANSLATE_NOOP("Identification", "Seriennummer"),
    StepKind.FACE: QT_TRANSLATE_NOOP("Identification", "Gesicht"),
    StepKind.QUESTION: QT_TRANSLATE_NOOP("Identification", "Frage"),
}
"""Short names for the list."""

QUESTIONS = {
    StepKind.CONSENT: QT_TRANSLATE_NOOP("Identification", "Ist die Person einverstanden?"),
    StepKind.QUALITY: QT_TRANSLATE_NOOP("Identification", "Sehen und hören Sie die Person gut genug?"),
    StepKind.READ: QT_TRANSLATE_NOOP("Identification", "Bitten Sie um die Seite mit den Zeilen voller Pfeile"),
    StepKind.FRONT: QT_TRANSLATE_NOOP("Identification", "Steht auf der Vorderseite dasselbe?"),
    StepKind.FEATURE: QT_TRANSLATE_NOOP("Identification", "Sehen Sie dieses Merkmal?"),
    StepKind.TILT: QT_TRANSLATE_NOOP("Identification", "Folgt die Karte der Bewegung?"),
    StepKind.OCCLUDE: QT_TRANSLATE_NOOP("Identification", "Verdeckt der Finger, was dahinter liegt?"),
    StepKind.SERIAL: QT_TRANSLATE_NOOP("Identification", "Liest die Person ihre Seriennummer vor?"),
    StepKind.FACE: QT_TRANSLATE_NOOP("Identification", "Ist das dieselbe Person?"),
    StepKind.QUESTION: QT_TRANSLATE_NOOP("Identification", "Antwortet die Person frei und stimmig?"),
}
"""What the clerk decides."""

HELP = {
    StepKind.CONSENT: QT_TRANSLATE_NOOP(
        "Identification",
        "„Ich prüfe jetzt Ihren Ausweis über die Kamera. Die Bilder bleiben im Arbeitsspeicher und werden "
        "danach gelöscht. Sind Sie einverstanden?“ Die Person kann auch auf ihrer Seite antworten.",
    ),
    StepKind.QUALITY: QT_TRANSLATE_NOOP(
        "Identification",
        "Gesicht ganz und hell im Bild, keine zweite Person verdeckt im Raum, Stimme verständlich. Sonst abbrechen.",
    ),
    StepKind.READ: QT_TRANSLATE_NOOP(
        "Identification",
        "Das Bild wird von selbst aufgenommen, sobald die Karte groß, ruhig und ohne Spiegelung zu sehen ist.",
    ),
    StepKind.FRONT: QT_TRANSLATE_NOOP(
        "Identification",
        "Name, Nummer und „gültig bis“ müssen mit dem Gelesenen übereinstimmen. Die Zugangsnummer (CAN) liest "
        "niemand ab.",
    ),
    StepKind.FEATURE: QT_TRANSLATE_NOOP("Identification", "F4 nimmt ein neues Standbild auf."),
    StepKind.TILT: QT_TRANSLATE_NOOP(
        "Identification", "Achten Sie auf Ränder, die flimmern, nachlaufen oder stehen bleiben."
    ),
    StepKind.OCCLUDE: QT_TRANSLATE_NOOP(
        "Identification", "Ein eingeblendetes Bild bleibt vor dem Finger stehen, flackert am Rand oder verschmiert."
    ),
    StepKind.SERIAL: QT_TRANSLATE_NOOP(
        "Identification", "Laut vorlesen und auf der eigenen Seite eintippen lassen. Beides muss zur Karte passen."
    ),
    StepKind.FACE: QT_TRANSLATE_NOOP(
        "Identification",
        "Die Karte neben das Gesicht halten lassen. Vergleichen Sie Ohren, Nase, Augenabstand, Narben; Haare ändern "
        "sich. F4 nimmt ein Standbild auf.",
    ),
    StepKind.QUESTION: QT_TRANSLATE_NOOP("Identification", "Auf Zögern, Ablesen und Einflüstern achten."),
}
"""How to go about it."""

TILTS = {
    Tilt.LEFT_RIGHT: QT_TRANSLATE_NOOP("Identification", "„Drehen Sie die Karte langsam nach links und nach rechts.“"),
    Tilt.UP_DOWN: QT_TRANSLATE_NOOP("Identification", "„Kippen Sie die Karte langsam nach oben und nach unten.“"),
    Tilt.CIRCLE: QT_TRANSLATE_NOOP("Identification", "„Führen Sie die Karte langsam im Kreis.“"),
    Tilt.AWAY_AND_BACK: QT_TRANSLATE_NOOP(
        "Identification", "„Halten Sie die Karte weit weg und kommen Sie langsam wieder näher.“"
    ),
}
COVERS = {
    Cover.PORTRAIT_LEFT: QT_TRANSLATE_NOOP(
        "Identification", "„Fahren Sie mit einem Finger von links nach rechts über das Lichtbild der Karte.“"
    ),
    Cover.PORTRAIT_DOWN: QT_TRANSLATE_NOOP(
        "Identification", "„Fahren Sie mit einem Finger von oben nach unten über das Lichtbild der Karte.“"
    ),
    Cover.NAME: QT_TRANSLATE_NOOP("Identification", "„Verdecken Sie mit dem Daumen kurz den Namen.“"),
    Cover.BEHIND_HAND: QT_TRANSLATE_NOOP(
        "Identification", "„Bewegen Sie die flache Hand langsam zwischen Kamera und Karte hindurch.“"
    ),
    Cover.CHEEK: QT_TRANSLATE_NOOP("Identification", "„Streichen Sie mit zwei Fingern langsam über Ihre Wange.“"),
    Cover.CARD_BEFORE_CHIN: QT_TRANSLATE_NOOP(
        "Identification", "„Führen Sie die Karte langsam vor Ihrem Kinn vorbei.“"
    ),
}
PURPOSES = {
    Question.PURPOSE: QT_TRANSLATE_NOOP("Identification", "„Wofür weisen Sie sich heute aus?“"),
    Question.OWN_WISH: QT_TRANSLATE_NOOP("Identification", "„Hat Sie jemand gebeten, das heute zu tun?“"),
    Question.WHO_IS_THERE: QT_TRANSLATE_NOOP("Identification", "„Wer ist mit Ihnen im Raum?“"),
    Question.AFTERWARDS: QT_TRANSLATE_NOOP("Identification", "„Was geschieht nach unserem Gespräch mit dem Papier?“"),
    RegisterQuestion.BIRTH_PLACE: QT_TRANSLATE_NOOP("Identification", "„Wo wurden Sie geboren?“"),
    RegisterQuestion.FORMER_ADDRESS: QT_TRANSLATE_NOOP("Identification", "„Wo haben Sie vorher gewohnt?“"),
    RegisterQuestion.MOVE_IN_DATE: QT_TRANSLATE_NOOP("Identification", "„Seit wann wohnen Sie dort?“"),
    RegisterQuestion.PARENT: QT_TRANSLATE_NOOP("Identification", "„Wie heißt ein Elternteil mit Geburtsnamen?“"),
    RegisterQuestion.MARRIAGE: QT_TRANSLATE_NOOP(
        "Identification", "„Sind Sie verheiratet? Wann und wo wurde die Ehe geschlossen?“"
    ),
    RegisterQuestion.LAST_CARD_OFFICE: QT_TRANSLATE_NOOP(
        "Identification", "„Welches Amt hat Ihren letzten Ausweis ausgestellt, und wann etwa?“"
    ),
    RegisterQuestion.HOUSEHOLD: QT_TRANSLATE_NOOP("Identification", "„Wer ist noch unter Ihrer Anschrift gemeldet?“"),
}
REGISTER_HELP = QT_TRANSLATE_NOOP(
    "Identification", "Mit dem Melderegister vergleichen. Lesen Sie nichts vor, was die Person nur bestätigen müsste."
)

LEVELS = {
    IdentityLevel.NONE: QT_TRANSLATE_NOOP("Identification", "noch nicht festgestellt"),
    IdentityLevel.QUESTIONS: QT_TRANSLATE_NOOP("Identification", "nach Fragen"),
    IdentityLevel.CARD: QT_TRANSLATE_NOOP("Identification", "Ausweis gesehen"),
    IdentityLevel.VIDEO: QT_TRANSLATE_NOOP("Identification", "Video-Prüfung vollständig"),
    IdentityLevel.EID: QT_TRANSLATE_NOOP("Identification", "Online-Ausweis"),
}
"""What was reached, never "genuine"."""

REASONS = {
    AbortReason.NO_CONSENT: QT_TRANSLATE_NOOP("Identification", "Nicht einverstanden"),
    AbortReason.BAD_PICTURE: QT_TRANSLATE_NOOP("Identification", "Bild zu schlecht"),
    AbortReason.BAD_SOUND: QT_TRANSLATE_NOOP("Identification", "Ton zu schlecht"),
    AbortReason.EXPIRED: QT_TRANSLATE_NOOP("Identification", "Ausweis abgelaufen"),
    AbortReason.UNREADABLE: QT_TRANSLATE_NOOP("Identification", "Ausweis nicht lesbar"),
    AbortReason.DAMAGED: QT_TRANSLATE_NOOP("Identification", "Ausweis beschädigt"),
    AbortReason.DIFFERENT_DATA: QT_TRANSLATE_NOOP("Identification", "Angaben weichen ab"),
    AbortReason.FEATURE_MISSING: QT_TRANSLATE_NOOP("Identification", "Merkmal nicht zu sehen"),
    AbortReason.REQUEST_REFUSED: QT_TRANSLATE_NOOP("Identification", "Bitte nicht befolgt"),
    AbortReason.SERIAL_WRONG: QT_TRANSLATE_NOOP("Identification", "Seriennummer falsch"),
    AbortReason.NOT_THIS_PERSON: QT_TRANSLATE_NOOP("Identification", "Nicht diese Person"),
    AbortReason.UNDER_PRESSURE: QT_TRANSLATE_NOOP("Identification", "Handelt wohl nicht aus freien Stücken"),
    AbortReason.SUSPICION: QT_TRANSLATE_NOOP("Identification", "Verdacht auf Fälschung"),
    AbortReason.NO_DOCUMENT: QT_TRANSLATE_NOOP("Identification", "Kein Ausweis zur Hand"),
}
"""Why it ends."""


_SAID_ALOUD = {str(key): words for table in (TILTS, COVERS, PURPOSES) for key, words in table.items()}


def said(source: str) -> str:
    """A sentence of this module in the present language."""
    return QCoreApplication.translate(CONTEXT, source)


def spoken(text: Text | None) -> str:
    """The words of a data file in the desk's language."""
    return getattr(text, language()) if text else ""


def detail_of(step: Step) -> str:
    """What the clerk asks the person word by word; "" when the step has no draw of words."""
    found = _SAID_ALOUD.get(step.detail, "")
    return said(found) if found else ""


HINTS = {
    Hint.WRONG_SIDE: QT_TRANSLATE_NOOP("Identification", "Andere Seite zeigen"),
    Hint.AT_EDGE: QT_TRANSLATE_NOOP("Identification", "Ganz ins Bild"),
    Hint.CLOSER: QT_TRANSLATE_NOOP("Identification", "Näher"),
    Hint.FARTHER: QT_TRANSLATE_NOOP("Identification", "Weiter weg"),
    Hint.TOO_DARK: QT_TRANSLATE_NOOP("Identification", "Zu dunkel, mehr Licht"),
    Hint.GLARE: QT_TRANSLATE_NOOP("Identification", "Spiegelt, leicht kippen"),
    Hint.STRAIGHTEN: QT_TRANSLATE_NOOP("Identification", "Gerade halten"),
    Hint.HOLD_STILL: QT_TRANSLATE_NOOP("Identification", "Ruhig halten"),
}
"""The one thing to do next; the page says the same."""
SEARCHING = QT_TRANSLATE_NOOP("Identification", "Karte in den Rahmen halten")
GOOD = QT_TRANSLATE_NOOP("Identification", "Gut so, Aufnahme …")
