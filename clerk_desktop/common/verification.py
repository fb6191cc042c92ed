"""What the check of a signed PDF says: results, verdict, and the sentences for them in German and English.

`unmodified` is about bytes and revisions, `trusted` about who: a sound file of a foreign authority is the one and not
the other. Only data and words; the check itself is in `clerk_desktop/checking`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple


class Words(NamedTuple):
    """A sentence in both languages."""

    de: str
    en: str


class Verdict(StrEnum):
    """The answer in one word."""

    VALID = "valid"
    """Unmodified, and every signer's certificate leads to a given root."""
    UNTRUSTED = "untrusted"
    """Unmodified, but of at least one signer it is not certain who that is."""
    MODIFIED = "modified"
    UNSIGNED = "unsigned"
    UNCLEAR = "unclear"
    """Of a kind that cannot be judged strictly (encrypted, two tables, ambiguous syntax)."""
    UNREADABLE = "unreadable"
    TOO_MUCH = "too_much"
    """It needs more time or memory than it may have."""


class ChangeKind(StrEnum):
    """What was changed."""

    FORM_VALUE = "form_value"
    FIELD = "field"
    """A form or signature field itself: place, size, kind, or one that was taken away."""
    ANNOTATION = "annotation"
    INK = "ink"
    TEXT = "text"
    """What stands on a page."""
    PAGE = "page"
    ATTACHMENT = "attachment"
    SIGNED_BYTES = "signed_bytes"
    """The very bytes that were signed are other ones now."""
    REWRITTEN = "rewritten"
    """The file was saved anew as a whole; what was signed is not there any more."""
    TRAILING_BYTES = "trailing_bytes"
    HIDDEN = "hidden"
    """The structure hides something or can be read in two ways."""
    OVERLAP = "overlap"
    OTHER = "other"


@dataclass(frozen=True)
class Change:
    """One thing that changed after a signature.

    Attributes:
        kind: what.
        where: field, page, attachment; "" where there is nothing to name.
        after: signer after whose signature it came; "" if that cannot be said.
        allowed: filled in before the next signature, as a form provides for; such a file still counts as unmodified.
    """

    kind: ChangeKind
    where: str = ""
    after: str = ""
    allowed: bool = False


@dataclass(frozen=True)
class SignatureResult:
    """One signature.

    Attributes:
        signer: the name in the certificate.
        level: "simple", "advanced", "seal" as the signer's office named it; "unknown" for whom we do not know.
        trusted: the chain leads to a given root, and the certificate was alive at the moment of signing.
        intact: the digest over exactly the signed bytes is the signed one, and the signature fits the certificate.
        time: the moment in a trusted time stamp; None without one.
        claimed: the moment that the signer or an unknown time stamp claims.
        covers: bytes of the file up to which it reaches; 0 if that cannot be said.
    """

    signer: str
    level: str
    trusted: bool
    intact: bool
    time: datetime | None = None
    claimed: datetime | None = None
    covers: int = 0


@dataclass(frozen=True)
class Verification:
    """The check of one file."""

    verdict: Verdict
    signatures: tuple[SignatureResult, ...] = ()
    covers_whole_file: bool = False
    changes: tuple[Change, ...] = ()
    detail: str = ""
    """For the log, in English."""

    @property
    def unmodified(self) -> bool:
        """Signed, and every byte is as it was signed."""
        return self.verdict in {Verdict.VALID, Verdict.UNTRUSTED}

    def line(self, file: str) -> dict[str, Any]:
        """As the command line prints it."""
        return {
            "file": file,
            "signatures": [
                {
                    "signer": one.signer,
                    "level": one.level,
                    "trusted": one.trusted,
                    "intact": one.intact,
                    "time": _iso(one.time),
                    "claimed_time": _iso(one.claimed),
                }
                for one in self.signatures
            ],
            "covers_whole_file": self.covers_whole_file,
            "unmodified": self.unmodified,
            "changes": [
                {"kind": str(one.kind), "where": one.where, "after": one.after, "allowed": one.allowed}
                | sentence(one)._asdict()
                for one in self.changes
            ],
            "verdict": str(self.verdict),
            "sentence": VERDICTS[self.verdict]._asdict(),
            "detail": self.detail,
        }


VERDICTS = {
    Verdict.VALID: Words(
        "Alle Unterschriften sind gültig, die Datei ist seither unverändert.",
        "All signatures are valid, and the file has not been changed since.",
    ),
    Verdict.UNTRUSTED: Words(
        "Die Datei ist seit den Unterschriften unverändert. Wer unterschrieben hat, können wir nicht bestätigen.",
        "The file has not been changed since it was signed. We cannot confirm who signed it.",
    ),
    Verdict.MODIFIED: Words(
        "Vorsicht: Diese Datei ist nicht so, wie sie unterschrieben wurde.",
        "Caution: this file is not as it was signed.",
    ),
    Verdict.UNSIGNED: Words("Diese Datei ist nicht unterschrieben.", "This file is not signed."),
    Verdict.UNCLEAR: Words(
        "Diese Datei ist so gebaut, dass wir nicht sicher sagen können, ob sie unverändert ist.",
        "This file is built in a way that we cannot say for certain whether it has been changed.",
    ),
    Verdict.UNREADABLE: Words(
        "Das ist keine PDF-Datei, oder sie ist beschädigt.", "This is no PDF file, or it is damaged."
    ),
    Verdict.TOO_MUCH: Words(
        "Diese Datei ist zu groß oder zu verschachtelt, um sie zu prüfen.",
        "This file is too large or too nested to be checked.",
    ),
}
"""The answer as a citizen reads it."""

_CHANGES = {
    ChangeKind.FORM_VALUE: Words(
        "Der Inhalt des Formularfelds „{where}“ wurde geändert", "The content of form field “{where}” was changed"
    ),
    ChangeKind.FIELD: Words("Das Feld „{where}“ selbst wurde verändert", "The field “{where}” itself was altered"),
    ChangeKind.ANNOTATION: Words(
        "Eine Anmerkung kam hinzu oder wurde geändert ({where})", "A note was added or changed ({where})"
    ),
    ChangeKind.INK: Words(
        "Eine Zeichnung kam hinzu oder wurde geändert ({where})", "A drawing was added or changed ({where})"
    ),
    ChangeKind.TEXT: Words("Der Inhalt von {where} wurde geändert", "The content of {where} was changed"),
    ChangeKind.PAGE: Words(
        "Seiten kamen hinzu, fehlen oder wurden getauscht ({where})", "Pages were added, removed or swapped ({where})"
    ),
    ChangeKind.ATTACHMENT: Words(
        "Die angehängte Datei „{where}“ kam hinzu, fehlt oder wurde geändert",
        "The attached file “{where}” was added, removed or changed",
    ),
    ChangeKind.SIGNED_BYTES: Words(
        "Unterschriebene Teile der Datei wurden ausgetauscht ({where})",
        "Signed parts of the file were replaced ({where})",
    ),
    ChangeKind.REWRITTEN: Words(
        "Die Datei wurde nach dem Unterschreiben neu gespeichert", "The file was saved anew after it had been signed"
    ),
    ChangeKind.TRAILING_BYTES: Words(
        "Hinter der letzten Unterschrift stehen weitere Daten ({where})",
        "There is more data behind the last signature ({where})",
    ),
    ChangeKind.HIDDEN: Words(
        "In der Datei ist etwas versteckt, oder sie lässt sich auf zwei Arten lesen ({where})",
        "Something is hidden in the file, or it can be read in two ways ({where})",
    ),
    ChangeKind.OVERLAP: Words(
        "Teile der Datei überlappen sich: Sie kann etwas anderes zeigen, als unterschrieben wurde ({where})",
        "Parts of the file overlap: it may show something else than was signed ({where})",
    ),
    ChangeKind.OTHER: Words("Sonst wurde etwas verändert ({where})", "Something else was changed ({where})"),
}


def sentence(change: Change) -> Words:
    """The change as a citizen reads it."""
    words = _CHANGES[change.kind]
    german, english = words.de.format(where=_german(change.where)), words.en.format(where=change.where)
    if change.after:
        german += f", nachdem {change.after} unterschrieben hatte"
        english += f" after {change.after} had signed"
    if change.allowed:
        german += "; das Formular sieht das vor, und es wurde danach mit unterschrieben"
        english += "; the form provides for this, and it was signed afterwards"
    return Words(f"{german}.".replace(" ()", ""), f"{english}.".replace(" ()", ""))


def _german(where: str) -> str:
    for english, german in (("page ", "Seite "), ("revision ", "Fassung "), ("byte ", "Byte ")):
        if where.startswith(english):
            return german + where.removeprefix(english)
    return where


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
