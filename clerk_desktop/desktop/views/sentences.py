"""What the desk says in words: errors, notices, reasons, levels. No text of an exception ever reaches the screen.

Every table holds German source texts; `resources/i18n/desk_en.ts` translates them.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from clerk_desktop.desktop.widgets.fields import german_date
from clerk_desktop.desktop.widgets.words import QT_TRANSLATE_NOOP

CONTEXT = "Sentences"

ERRORS = {
    "unexpected": QT_TRANSLATE_NOOP(
        "Sentences",
        "Das hat nicht geklappt, der Grund ist unbekannt. Versuchen Sie es noch einmal, oder rufen Sie die IT.",
    ),
    "not_signed_in": QT_TRANSLATE_NOOP("Sentences", "Ihre Anmeldung gilt nicht mehr. Melden Sie sich bitte neu an."),
    "wrong_password": QT_TRANSLATE_NOOP(
        "Sentences",
        "Benutzername und Passwort passen nicht zusammen. Prüfen Sie bitte beide.",
    ),
    "link_unknown": QT_TRANSLATE_NOOP("Sentences", "Der Link der Person führt zu keinem Termin."),
    "link_expired": QT_TRANSLATE_NOOP("Sentences", "Der Link ist abgelaufen. Die Person braucht einen neuen Termin."),
    "link_moved": QT_TRANSLATE_NOOP("Sentences", "Der Termin wurde verlegt. Der Link steht in der neueren E-Mail."),
    "too_late": QT_TRANSLATE_NOOP("Sentences", "Dafür ist es zu spät; der Termin hat begonnen oder ist vorbei."),
    "too_long": QT_TRANSLATE_NOOP("Sentences", "Diese Anliegen dauern zusammen zu lange für einen Termin."),
    "too_many_open": QT_TRANSLATE_NOOP("Sentences", "Diese Person hat schon so viele offene Termine wie erlaubt."),
    "captcha_wrong": QT_TRANSLATE_NOOP("Sentences", "Die Prüfung gegen Programme ist misslungen. Noch einmal bitte."),
    "not_there": QT_TRANSLATE_NOOP("Sentences", "Die Person ist gerade nicht verbunden."),
    "not_found": QT_TRANSLATE_NOOP("Sentences", "Diesen Termin gibt es nicht, oder er gehört zu einem anderen Amt."),
    "slot_taken": QT_TRANSLATE_NOOP("Sentences", "Dieser Termin wurde gerade vergeben."),
    "hold_expired": QT_TRANSLATE_NOOP("Sentences", "Die Reservierung ist abgelaufen."),
    "wrong_state": QT_TRANSLATE_NOOP(
        "Sentences", "Der Termin steht inzwischen anders. Sehen Sie in die Warteschlange; sie zeigt den neuesten Stand."
    ),
    "nobody_waiting": QT_TRANSLATE_NOOP("Sentences", "Im Moment wartet niemand."),
    "too_many_guests": QT_TRANSLATE_NOOP("Sentences", "In diesem Gespräch ist schon eine weitere Person eingeladen."),
    "not_agreed": QT_TRANSLATE_NOOP("Sentences", "Die Bürgerin oder der Bürger hat noch nicht zugestimmt."),
    "invitation_over": QT_TRANSLATE_NOOP("Sentences", "Diese Einladung gilt nicht mehr."),
    "already_called": QT_TRANSLATE_NOOP("Sentences", "Diese Person wird schon an einem anderen Platz bedient."),
    "bad_input": QT_TRANSLATE_NOOP("Sentences", "Eine Angabe stimmt nicht. Prüfen Sie bitte Ihre Eingabe."),
    "key_reused": QT_TRANSLATE_NOOP("Sentences", "Die Anfrage wurde nicht angenommen. Versuchen Sie es noch einmal."),
    "too_many_requests": QT_TRANSLATE_NOOP(
        "Sentences", "Zu viele Versuche in kurzer Zeit. Warten Sie eine Minute und versuchen Sie es dann noch einmal."
    ),
    "unavailable": QT_TRANSLATE_NOOP(
        "Sentences", "Der Server des Amts ist nicht erreichbar. Ein laufendes Gespräch geht trotzdem weiter."
    ),
    "card_unreadable": QT_TRANSLATE_NOOP("Sentences", "Der Ausweis konnte nicht gelesen werden."),
    "paper_broken": QT_TRANSLATE_NOOP(
        "Sentences", "Das Papier konnte nicht erstellt werden. Prüfen Sie ungewöhnliche Zeichen in den Angaben."
    ),
    "not_a_pdf": QT_TRANSLATE_NOOP("Sentences", "Das ist kein PDF und kein Bild, das hier geöffnet werden kann."),
    "file_broken": QT_TRANSLATE_NOOP(
        "Sentences", "Die Datei ist beschädigt und kann nicht gelesen werden. Bitten Sie um eine neue oder um ein Foto."
    ),
    "file_locked": QT_TRANSLATE_NOOP(
        "Sentences",
        "Die Datei ist mit einem Passwort geschützt. Ohne das richtige Passwort lässt sie sich nicht öffnen.",
    ),
    "file_too_much": QT_TRANSLATE_NOOP(
        "Sentences", "Die Datei ist zu groß oder braucht zu viel Zeit und wurde deshalb nicht geöffnet."
    ),
    "photo_unreadable": QT_TRANSLATE_NOOP(
        "Sentences", "Das Foto konnte nicht gelesen werden. Bitten Sie um ein neues."
    ),
    "signature_refused": QT_TRANSLATE_NOOP("Sentences", "Diese Zeichnung wurde nicht als Unterschrift angenommen."),
    "call_lost": QT_TRANSLATE_NOOP(
        "Sentences", "Die Verbindung zur Person ist abgerissen. Sobald sie wieder steht, versuchen Sie es noch einmal."
    ),
    "too_early": QT_TRANSLATE_NOOP("Sentences", "Der Warteraum ist für diesen Termin noch nicht geöffnet."),
    "other_device": QT_TRANSLATE_NOOP("Sentences", "Der Link wurde auf einem anderen Gerät geöffnet."),
    "outdated": QT_TRANSLATE_NOOP(
        "Sentences", "Dieses Programm ist älter als der Server des Amts. Starten Sie es neu oder rufen Sie die IT."
    ),
}
"""Sentence of every code of `common/errors.py`."""

NOTICES = {
    "code_looking": QT_TRANSLATE_NOOP(
        "Sentences", "Der Code wird gesucht. Bitten Sie die Person, ihn aus der E-Mail in die Kamera zu halten."
    ),
    "code_none": QT_TRANSLATE_NOOP("Sentences", "Es war kein Code aus einer unserer E-Mails zu sehen."),
    "code_this": QT_TRANSLATE_NOOP("Sentences", "Der Code gehört zu diesem Termin ({reference}, {person})."),
    "code_other": QT_TRANSLATE_NOOP(
        "Sentences", "Der Code gehört zu einem anderen Termin: {reference}, gebucht von {person}."
    ),
    "code_unknown": QT_TRANSLATE_NOOP("Sentences", "Zu diesem Code gibt es hier keinen Termin."),
    "away": QT_TRANSLATE_NOOP(
        "Sentences", "{person} hat die Seite verlassen. Der Link aus der E-Mail führt zurück ins Gespräch."
    ),
    "hung_up": QT_TRANSLATE_NOOP("Sentences", "{person} hat aufgelegt. Der Link aus der E-Mail führt zurück."),
    "lost": QT_TRANSLATE_NOOP(
        "Sentences", "Die Verbindung zu {person} ist abgerissen. Sie wird von selbst neu aufgebaut, sobald es geht."
    ),
    "back": QT_TRANSLATE_NOOP("Sentences", "{person} ist zurück. Ist es noch dieselbe Person wie vorhin?"),
    "leave?": QT_TRANSLATE_NOOP("Sentences", "Sie sind im Gespräch mit {person}. Was soll geschehen?"),
    "finish_first": QT_TRANSLATE_NOOP("Sentences", "Beenden Sie zuerst das Gespräch mit {person}."),
    "resume?": QT_TRANSLATE_NOOP("Sentences", "Das Gespräch mit {person} ist noch offen."),
    "stuck": QT_TRANSLATE_NOOP(
        "Sentences",
        "Der Server ist nicht erreichbar. Was Sie tun, wird nachgetragen; das Gespräch geht weiter.",
    ),
    "withdrawn": QT_TRANSLATE_NOOP(
        "Sentences", "Das Formular hat sich geändert. Das Papier wurde zurückgeholt; zeigen Sie es der Person neu."
    ),
    "missed?": QT_TRANSLATE_NOOP(
        "Sentences", "{person} als nicht erschienen vermerken? Das lässt sich nicht zurücknehmen."
    ),
    "moved": QT_TRANSLATE_NOOP(
        "Sentences", "{person} ist jetzt an einem anderen Gerät. Sehen Sie sich den Ausweis noch einmal an."
    ),
    "not_secret": QT_TRANSLATE_NOOP(
        "Sentences",
        "Die Verbindung zu {person} wurde aus Sicherheitsgründen beendet: Beide Seiten sehen verschiedene Schlüssel, "
        "jemand könnte mithören. Reden Sie nicht weiter über Persönliches; "
        "rufen Sie die Person an und sagen Sie der IT Bescheid.",
    ),
    "guest_refused": QT_TRANSLATE_NOOP(
        "Sentences", "{person} ist nicht mehr eingeladen: Die Person im Gespräch möchte es nicht."
    ),
    "guest_not_secret": QT_TRANSLATE_NOOP(
        "Sentences", "Die Verbindung zu {person} wurde aus Sicherheitsgründen beendet: Jemand könnte mithören."
    ),
    "code_differs": QT_TRANSLATE_NOOP(
        "Sentences",
        "Das Gespräch mit {person} wurde beendet, weil die Codes verschieden waren: jemand könnte mithören. "
        "Rufen Sie die Person an, und sagen Sie der IT Bescheid. Erneut aufrufen können Sie sie aus der Warteschlange.",
    ),
    "redirected": QT_TRANSLATE_NOOP("Sentences", "{person} steht jetzt in dieser Warteschlange: {office}."),
    "device_gone_camera": QT_TRANSLATE_NOOP(
        "Sentences", "Die Kamera „{device}“ ist nicht mehr da. Es filmt jetzt „{other}“."
    ),
    "device_gone_microphone": QT_TRANSLATE_NOOP(
        "Sentences", "Das Mikrofon „{device}“ ist nicht mehr da. Man hört Sie jetzt über „{other}“."
    ),
    "device_gone_speaker": QT_TRANSLATE_NOOP(
        "Sentences", "Der Lautsprecher „{device}“ ist nicht mehr da. Sie hören jetzt über „{other}“."
    ),
    "device_gone_ringer": QT_TRANSLATE_NOOP(
        "Sentences", "Der Lautsprecher „{device}“ ist nicht mehr da. Es klingelt jetzt über „{other}“."
    ),
    "device_none_camera": QT_TRANSLATE_NOOP(
        "Sentences", "Die Kamera „{device}“ ist nicht mehr da. Die Person sieht Ihr Namensschild."
    ),
    "device_none_microphone": QT_TRANSLATE_NOOP(
        "Sentences", "Das Mikrofon „{device}“ ist nicht mehr da, und es gibt kein anderes. Man hört Sie nicht."
    ),
    "device_none_speaker": QT_TRANSLATE_NOOP(
        "Sentences", "Der Lautsprecher „{device}“ ist nicht mehr da, und es gibt keinen anderen. Sie hören nichts."
    ),
    "device_none_ringer": QT_TRANSLATE_NOOP(
        "Sentences", "Der Lautsprecher „{device}“ ist nicht mehr da, und es gibt keinen anderen. Es klingelt nicht."
    ),
    "device_back": QT_TRANSLATE_NOOP("Sentences", "„{device}“ ist wieder da und wird benutzt."),
    "no_keyring": QT_TRANSLATE_NOOP(
        "Sentences",
        "Dieser Rechner hat keinen Schlüsselbund. Ihre Anmeldung gilt nur, bis Sie das Programm schließen.",
    ),
}
"""Sentence of every notice that is no error."""

ACTIONS = {
    "wait": QT_TRANSLATE_NOOP("Sentences", "Weiter warten"),
    "finish": QT_TRANSLATE_NOOP("Sentences", "Termin abschließen"),
    "interrupt": QT_TRANSLATE_NOOP("Sentences", "Unterbrechen"),
    "interrupt_and_close": QT_TRANSLATE_NOOP("Sentences", "Unterbrechen und schließen"),
    "missed": QT_TRANSLATE_NOOP("Sentences", "Nicht erschienen"),
    "mark_missed": QT_TRANSLATE_NOOP("Sentences", "Als nicht erschienen vermerken"),
    "stay_waiting": QT_TRANSLATE_NOOP("Sentences", "In der Warteschlange lassen"),
    "to_waiting_room": QT_TRANSLATE_NOOP("Sentences", "Zurück in den Warteraum"),
    "stay": QT_TRANSLATE_NOOP("Sentences", "Im Gespräch bleiben"),
    "same_person": QT_TRANSLATE_NOOP("Sentences", "Ja, dieselbe Person"),
    "identify_again": QT_TRANSLATE_NOOP("Sentences", "Ausweis erneut prüfen"),
    "resume": QT_TRANSLATE_NOOP("Sentences", "Wieder aufnehmen"),
    "later": QT_TRANSLATE_NOOP("Sentences", "Später"),
    "reconnect": QT_TRANSLATE_NOOP("Sentences", "Neu verbinden"),
}
"""Words of the buttons on notices."""

DELIVERIES = {
    "sending": QT_TRANSLATE_NOOP("Sentences", "wird gesendet …"),
    "delivered": QT_TRANSLATE_NOOP("Sentences", "zugestellt"),
    "refused": QT_TRANSLATE_NOOP("Sentences", "nicht zugestellt"),
    "unknown": QT_TRANSLATE_NOOP("Sentences", "Verbindung abgerissen; ob es ankam, ist nicht bekannt"),
}
"""How far a note came."""

UNDELIVERED = {
    "not_there": QT_TRANSLATE_NOOP("Sentences", "nicht zugestellt: Die Person ist gerade nicht verbunden"),
    "wrong_state": QT_TRANSLATE_NOOP("Sentences", "nicht zugestellt: Die Person wartet nicht mehr"),
    "not_found": QT_TRANSLATE_NOOP("Sentences", "nicht zugestellt: Die Person wartet nicht bei diesem Amt"),
    "unavailable": QT_TRANSLATE_NOOP("Sentences", "nicht zugestellt: Der Server ist nicht erreichbar"),
    "too_many_requests": QT_TRANSLATE_NOOP("Sentences", "nicht zugestellt: zu viele Nachrichten in kurzer Zeit"),
}
"""Why a note did not get there; any other reason is "refused"."""

UNREADABLE = {
    "no_zone": QT_TRANSLATE_NOOP(
        "Sentences",
        "Auf dem Bild ist keine Schriftzone. Bitten Sie um die Rückseite mit den drei Zeilen, ganz im Rahmen.",
    ),
    "too_small": QT_TRANSLATE_NOOP("Sentences", "Der Ausweis ist zu klein im Bild. Bitten Sie, ihn näher zu halten."),
    "blurred": QT_TRANSLATE_NOOP(
        "Sentences", "Das Bild ist unscharf. Bitten Sie, den Ausweis ruhig und etwas weiter weg zu halten."
    ),
    "glare": QT_TRANSLATE_NOOP("Sentences", "Licht spiegelt sich auf der Karte. Bitten Sie, sie leicht zu kippen."),
    "check_digits": QT_TRANSLATE_NOOP(
        "Sentences", "Gelesen, aber die Prüfziffern stimmen nicht. Machen Sie ein neues Bild, oder tippen Sie ab."
    ),
    "partial_date": QT_TRANSLATE_NOOP(
        "Sentences", "Im Ausweis ist das Geburtsdatum nicht vollständig angegeben. Bitte von Hand eingeben."
    ),
    "not_a_picture": QT_TRANSLATE_NOOP("Sentences", "Es kam kein brauchbares Bild an. Versuchen Sie es noch einmal."),
    "reader_failed": QT_TRANSLATE_NOOP("Sentences", "Das Lesen ist gescheitert. Versuchen Sie es noch einmal."),
    "timeout": QT_TRANSLATE_NOOP(
        "Sentences", "Es kam kein Bild an. Prüfen Sie die Verbindung, und versuchen Sie es noch einmal."
    ),
}
"""Why a card was not read, and what helps."""

REASONS = {
    "other": QT_TRANSLATE_NOOP("Sentences", "Die Angaben sind verschieden."),
    "one_letter": QT_TRANSLATE_NOOP("Sentences", "Nur ein Buchstabe ist anders: vertippt oder verlesen?"),
    "some_given_names": QT_TRANSLATE_NOOP("Sentences", "Gebucht wurde nur mit einem Teil der Vornamen."),
    "written_apart": QT_TRANSLATE_NOOP("Sentences", "Gleiche Buchstaben, anders getrennt."),
    "cut_off": QT_TRANSLATE_NOOP("Sentences", "Auf der Karte war nicht genug Platz für den ganzen Namen."),
    "swapped": QT_TRANSLATE_NOOP("Sentences", "Familienname und Vornamen sind vertauscht."),
    "century": QT_TRANSLATE_NOOP("Sentences", "Gleicher Tag, anderes Jahrhundert: Die Karte nennt nur zwei Ziffern."),
}
"""Why card and booking are compared in a line."""

FIELD_ERRORS = {
    "required": QT_TRANSLATE_NOOP("Sentences", "Diese Angabe fehlt noch."),
    "too_long": QT_TRANSLATE_NOOP("Sentences", "Höchstens {max} Zeichen; das sind {length}."),
    "not_a_date": QT_TRANSLATE_NOOP("Sentences", "Bitte als Tag.Monat.Jahr schreiben, zum Beispiel 12.08.1964."),
    "too_early": QT_TRANSLATE_NOOP("Sentences", "Frühestens {limit}."),
    "too_late": QT_TRANSLATE_NOOP("Sentences", "Spätestens {limit}."),
    "not_a_postcode": QT_TRANSLATE_NOOP("Sentences", "Eine Postleitzahl hat fünf Ziffern."),
    "not_a_choice": QT_TRANSLATE_NOOP("Sentences", "Bitte eine der Antworten wählen."),
    "not_printable": QT_TRANSLATE_NOOP("Sentences", "Diese Zeichen kann das Melderegister nicht führen: {characters}"),
}
"""What is wrong in a field of the form."""

TYPED_ERRORS = {
    "missing": QT_TRANSLATE_NOOP("Sentences", "Diese Angabe fehlt noch."),
    "characters": QT_TRANSLATE_NOOP(
        "Sentences", "Diese Nummer kann es so nicht geben. Auf deutschen Ausweisen fehlen alle Vokale und B, D, Q, S."
    ),
    "future": QT_TRANSLATE_NOOP("Sentences", "Dieser Tag liegt in der Zukunft."),
    "implausible": QT_TRANSLATE_NOOP("Sentences", "Dieses Jahr kann nicht stimmen."),
    "not_a_date": FIELD_ERRORS["not_a_date"],
}
"""What is wrong in the card's data that the clerk typed."""

BLOCKERS = {
    "papers_first": QT_TRANSLATE_NOOP("Sentences", "Zeigen Sie der Person zuerst das Papier."),
    "identify_first": QT_TRANSLATE_NOOP("Sentences", "Stellen Sie zuerst fest, wer vor Ihnen sitzt."),
    "level_too_low": QT_TRANSLATE_NOOP(
        "Sentences", "Dieses Anliegen verlangt eine höhere Prüfstufe. Holen Sie die Schritte unter „Ausweis“ nach."
    ),
    "agree_first": QT_TRANSLATE_NOOP("Sentences", "Die Person muss dem Papier zuerst zustimmen."),
    "sign_first": QT_TRANSLATE_NOOP("Sentences", "Das Papier muss zuerst unterschrieben sein."),
}
"""Why a stage is not open yet."""

LEVELS = {
    "none": QT_TRANSLATE_NOOP("Sentences", "ohne Unterschrift"),
    "simple": QT_TRANSLATE_NOOP("Sentences", "einfache elektronische Signatur (Art. 3 Nr. 10 eIDAS)"),
    "advanced": QT_TRANSLATE_NOOP("Sentences", "fortgeschrittene elektronische Signatur (Art. 26 eIDAS)"),
}
"""The level of a signature, named honestly."""

SENT_BACK = {
    "too many points": QT_TRANSLATE_NOOP("Sentences", "Die Zeichnung war zu lang."),
    "too few points": QT_TRANSLATE_NOOP("Sentences", "Es war nur ein Punkt."),
    "too small": QT_TRANSLATE_NOOP("Sentences", "Die Zeichnung war zu klein."),
    "a straight line": QT_TRANSLATE_NOOP("Sentences", "Es war nur ein gerader Strich."),
    "another paper": QT_TRANSLATE_NOOP("Sentences", "Die Unterschrift gehörte zu einer anderen Fassung des Papiers."),
}
"""Why a drawing was sent back."""

STAGES = {
    "greet": QT_TRANSLATE_NOOP("Sentences", "Begrüßen"),
    "identify": QT_TRANSLATE_NOOP("Sentences", "Ausweis"),
    "work": QT_TRANSLATE_NOOP("Sentences", "Bearbeiten"),
    "review": QT_TRANSLATE_NOOP("Sentences", "Prüfen"),
    "sign": QT_TRANSLATE_NOOP("Sentences", "Unterschrift"),
    "pay": QT_TRANSLATE_NOOP("Sentences", "Bezahlen"),
    "finish": QT_TRANSLATE_NOOP("Sentences", "Abschluss"),
}
"""Names of the stages."""

SOURCES = {
    "booking": QT_TRANSLATE_NOOP("Sentences", "aus der Buchung"),
    "card": QT_TRANSLATE_NOOP("Sentences", "vom Ausweis"),
    "office": QT_TRANSLATE_NOOP("Sentences", "vom Amt"),
    "today": QT_TRANSLATE_NOOP("Sentences", "heute"),
    "clerk": QT_TRANSLATE_NOOP("Sentences", "von Ihnen"),
}
"""Where a value of the form came from."""

CARD_FIELDS = {
    "family_name": QT_TRANSLATE_NOOP("Sentences", "Familienname"),
    "given_names": QT_TRANSLATE_NOOP("Sentences", "Vornamen"),
    "birth_date": QT_TRANSLATE_NOOP("Sentences", "Geburtsdatum"),
    "document_number": QT_TRANSLATE_NOOP("Sentences", "Ausweisnummer"),
    "expiry_date": QT_TRANSLATE_NOOP("Sentences", "Gültig bis"),
    "document_type": QT_TRANSLATE_NOOP("Sentences", "Art des Ausweises"),
    "nationality": QT_TRANSLATE_NOOP("Sentences", "Staatsangehörigkeit"),
}
"""Names of what stands on a card."""

DOCUMENTS = {
    "ID": QT_TRANSLATE_NOOP("Sentences", "Personalausweis"),
    "P": QT_TRANSLATE_NOOP("Sentences", "Reisepass"),
    "AR": QT_TRANSLATE_NOOP("Sentences", "Aufenthaltstitel"),
    "I": QT_TRANSLATE_NOOP("Sentences", "Ausweis eines anderen Staates"),
}
"""Kinds of cards."""

FALLBACKS = {id(UNREADABLE): "card_unreadable", id(SENT_BACK): "signature_refused"}


def words(table: Mapping[str, str], key: str, **params: str) -> str:
    """The words of `key` in the present language, with the parameters put in as they are (shown as plain text).

    A key that the table does not have (a newer server, a reason of another part) gets the general sentence.
    """
    source = table.get(key) or ERRORS[FALLBACKS.get(id(table), "unexpected")]
    text = QCoreApplication.translate(CONTEXT, source)
    for name, value in params.items():
        text = text.replace("{" + name + "}", german_date(value))
    return text


def error_sentence(code: str) -> str:
    """What the clerk reads for an error."""
    return words(ERRORS, code)


def notice_sentence(key: str, params: Mapping[str, str]) -> str:
    """What the clerk reads for a notice; `error.<code>` is the sentence of an error."""
    if key.startswith("error."):
        return error_sentence(key.removeprefix("error."))
    return words(NOTICES, key, **params)
