"""The machine-readable zone of passports and cards: characters, check digits, fields.

It follows ICAO Doc 9303: part 3 (characters, check digits), part 4 (passports, TD3: two lines of 44) and part 5 (cards,
TD1: three lines of 30). A German identity card carries no sex, writes its state as `D<<` and draws its number from
`SERIAL_ALPHABET` (§ 5 (4) PAuswG, BSI TR-03127).

Check digits are weaker than they look: see `BLIND_CLASSES`; names, type, state, sex, nationality have none at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clerk_desktop.common.errors import CardUnreadable

MRZ_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
SERIAL_ALPHABET = "0123456789CFGHJKLMNPRTVWXYZ"
"""Characters of a German document number: no vowels and nothing that looks like a digit (B, D, I, O, Q, S, U …)."""

SHAPES = {(3, 30): "TD1", (2, 44): "TD3"}
"""Number and length of the lines → format."""

BLIND_CLASSES = ("0AKU<", "1BLV", "2CMW", "3DNX", "4EOY", "5FPZ", "6GQ", "7HR", "8IS", "9JT")
"""Within a group all values are equal modulo 10, so every check digit stays right when one replaces another."""

LOOK_ALIKES = ("0O", "0D", "0Q", "1I", "2Z", "5S", "6G", "8B", "DO", "FP", "HR", "OQ")
"""Characters of OCR-B that a reader takes for one another; 6/G, F/P and H/R share a blind class besides."""

Position = tuple[int, int]
"""Line and column in the MRZ, both from 0."""


class Unreadable(StrEnum):
    """Why a card could not be read: the `detail` of `CardUnreadable` and the key of the hint to the clerk."""

    NO_ZONE = "no_zone"
    TOO_SMALL = "too_small"
    BLURRED = "blurred"
    GLARE = "glare"
    CHECK_DIGITS = "check_digits"
    PARTIAL_DATE = "partial_date"
    NOT_A_PICTURE = "not_a_picture"
    READER_FAILED = "reader_failed"


class Source(StrEnum):
    """Where the fields come from."""

    MRZ = "mrz"
    TYPED = "typed"


@dataclass(frozen=True, repr=False)
class CardFields:
    """What stands on the card. Its `repr` is empty on purpose: logs and tracebacks must not carry it.

    Attributes:
        document_type: "ID" German identity card, "AR" residence permit, "P" passport, others as printed.
        issuing_state: ICAO code without filler ("D", "TUR").
        document_number: serial number without filler and check digit.
        family_name: from the MRZ in capitals without umlauts; as typed when typed.
        given_names: all of them, parted by blanks.
        birth_date: the MRZ has two digits of the year; the century is the last that does not lie in the future.
        expiry_date: last day of validity; century nearest to today.
        sex: "F", "M" or "" (German identity cards do not say).
        nationality: ICAO code without filler; "" when typed without it.
        names_cut: the name fills its field to the last place, so that it may have been cut off there.
        source: read by machine or typed by the clerk.
    """

    document_type: str
    issuing_state: str
    document_number: str
    family_name: str
    given_names: str
    birth_date: date
    expiry_date: date
    sex: str = ""
    nationality: str = ""
    names_cut: bool = False
    source: Source = Source.MRZ

    def __repr__(self) -> str:
        return "CardFields(…)"


# --- check digits ------------------------------------------------------------------------------------


def check_digit(text: str) -> str:
    """The check digit of `text`: weights 7, 3, 1, filler 0, A to Z 10 to 35, modulo 10 (ICAO 9303-3 § 4.9).

    Raises:
        ValueError: a character that no MRZ has.
    """
    return str(sum((0 if c == "<" else int(c, 36)) * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10)


@dataclass(frozen=True)
class _Span:
    line: int
    start: int
    end: int

    def of(self, lines: Sequence[str]) -> str:
        return lines[self.line][self.start : self.end]


@dataclass(frozen=True)
class _Layout:
    """Where the fields of a format stand."""

    kind: _Span
    state: _Span
    number: _Span
    number_digit: Position
    birth: _Span
    sex: Position
    expiry: _Span
    nationality: _Span
    names: _Span
    optional: tuple[_Span, ...]
    composite: tuple[_Span, ...]
    composite_digit: Position


_LAYOUTS = {
    "TD1": _Layout(
        kind=_Span(0, 0, 2),
        state=_Span(0, 2, 5),
        number=_Span(0, 5, 14),
        number_digit=(0, 14),
        birth=_Span(1, 0, 6),
        sex=(1, 7),
        expiry=_Span(1, 8, 14),
        nationality=_Span(1, 15, 18),
        names=_Span(2, 0, 30),
        optional=(_Span(0, 15, 30), _Span(1, 18, 29)),
        composite=(_Span(0, 5, 30), _Span(1, 0, 7), _Span(1, 8, 15), _Span(1, 18, 29)),
        composite_digit=(1, 29),
    ),
    "TD3": _Layout(
        kind=_Span(0, 0, 2),
        state=_Span(0, 2, 5),
        number=_Span(1, 0, 9),
        number_digit=(1, 9),
        birth=_Span(1, 13, 19),
        sex=(1, 20),
        expiry=_Span(1, 21, 27),
        nationality=_Span(1, 10, 13),
        names=_Span(0, 5, 44),
        optional=(_Span(1, 28, 42),),
        composite=(_Span(1, 0, 10), _Span(1, 13, 20), _Span(1, 21, 43)),
        composite_digit=(1, 43),
    ),
}


def _layout(lines: Sequence[str]) -> tuple[str, _Layout]:
    shape = SHAPES.get((len(lines), len(lines[0]) if lines else 0))
    if shape is None or any(len(line) != len(lines[0]) or set(line) - set(MRZ_ALPHABET) for line in lines):
        raise CardUnreadable(Unreadable.CHECK_DIGITS)
    return shape, _LAYOUTS[shape]


def _number(lines: Sequence[str], shape: str, layout: _Layout) -> tuple[str, str]:
    """Document number and its check digit; a longer one runs on in the optional data (9303-5 § 4.2.4, note j)."""
    number, digit = layout.number.of(lines), lines[layout.number_digit[0]][layout.number_digit[1]]
    if shape == "TD1" and digit == "<":
        rest = layout.optional[0].of(lines).split("<", 1)[0]
        if len(rest) >= 2:
            return number + rest[:-1], rest[-1]
    return number, digit


def failed_checks(lines: Sequence[str]) -> tuple[str, ...]:
    """Names of the check digits that are wrong: `number`, `birth`, `expiry`, `optional`, `composite`; () when all fit.

    Raises:
        CardUnreadable: not three lines of 30 or two of 44 in the MRZ's alphabet.
    """
    shape, layout = _layout(lines)
    number, digit = _number(lines, shape, layout)
    pairs = {
        "number": (number, digit),
        "birth": (layout.birth.of(lines), lines[layout.birth.line][layout.birth.end]),
        "expiry": (layout.expiry.of(lines), lines[layout.expiry.line][layout.expiry.end]),
        "composite": (
            "".join(span.of(lines) for span in layout.composite),
            lines[layout.composite_digit[0]][layout.composite_digit[1]],
        ),
    }
    if shape == "TD3":
        personal, digit = layout.optional[0].of(lines), lines[1][42]
        # An empty personal number may have a filler instead of its digit (9303-4 § 4.2.2.2).
        pairs["optional"] = (personal, "0" if digit == "<" and not personal.strip("<") else digit)
    return tuple(name for name, (text, digit) in pairs.items() if check_digit(text) != digit)


def alphabets(shape: str, *, german: bool, citizen: bool) -> tuple[tuple[str, ...], ...]:
    """For each line and column the characters that may stand there.

    Germany's code is the only one shorter than three letters (ICAO 9303-3 § 5), so a code is either `D<<` or letters.

    Args:
        shape: "TD1" or "TD3".
        german: issued by Germany; then the number keeps to `SERIAL_ALPHABET` and fills its field.
        citizen: the holder is German.
    """
    layout = _LAYOUTS[shape]
    length, count = {name: (length, count) for (count, length), name in SHAPES.items()}[shape]
    table = [[MRZ_ALPHABET] * length for _ in range(count)]

    def put(span: _Span, *allowed: str) -> None:
        width = span.end - span.start
        table[span.line][span.start : span.end] = allowed if len(allowed) == width else allowed * width

    def put_one(place: Position, allowed: str) -> None:
        table[place[0]][place[1]] = allowed

    # Not only a D: where nothing else may stand, nothing is seen. By O and Q a reader means D.
    code = ("".join(sorted(set(LETTERS) - {"O", "Q"})), "<", "<"), (LETTERS[:-1],)
    put(layout.kind, "PV" if shape == "TD3" else "ACI", LETTERS.replace("O", "") if german else LETTERS)
    put(layout.state, *code[not german])
    put(layout.nationality, *code[not citizen])
    put(layout.names, LETTERS)
    put(layout.number, SERIAL_ALPHABET if german else MRZ_ALPHABET)
    put_one(layout.number_digit, DIGITS if german or shape == "TD3" else DIGITS + "<")
    for span in (layout.birth, layout.expiry):
        put(span, DIGITS + "<")
        put_one((span.line, span.end), DIGITS)
    put_one(layout.sex, "FMX<")
    put_one(layout.composite_digit, DIGITS)
    if shape == "TD3":
        put_one((1, 42), DIGITS + "<")
    return tuple(tuple(row) for row in table)


def open_alphabets(shape: str) -> tuple[tuple[str, ...], ...]:
    """As `alphabets`, while neither state nor nationality is known."""
    table = [list(row) for row in alphabets(shape, german=False, citizen=False)]
    layout = _LAYOUTS[shape]
    for span in (layout.state, layout.nationality):
        table[span.line][span.start : span.end] = [LETTERS] * 3
    return tuple(tuple(row) for row in table)


def is_german(lines: Sequence[str]) -> bool:
    """Whether the issuing state is written as Germany's: one letter and two fillers."""
    return lines[0][3:5] == "<<"


def is_citizen(lines: Sequence[str]) -> bool:
    """Whether the nationality is written as the German one. Raises CardUnreadable when it is no MRZ."""
    return _layout(lines)[1].nationality.of(lines)[1:] == "<<"


def code_spans(shape: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Line and first column of issuing state and nationality, three characters each."""
    layout = _LAYOUTS[shape]
    return (layout.state.line, layout.state.start), (layout.nationality.line, layout.nationality.start)


def checked_spans(shape: str) -> dict[str, tuple[int, int, int]]:
    """Fields with a check digit of their own: name → line, first column, column of the digit."""
    layout = _LAYOUTS[shape]
    spans = {"number": layout.number, "birth": layout.birth, "expiry": layout.expiry}
    return {name: (span.line, span.start, span.end) for name, span in spans.items()}


def optional_spans(shape: str) -> tuple[tuple[int, int, int], ...]:
    """Optional data, with a passport's own digit for it: line, first column, column after the last."""
    return tuple((one.line, one.start, one.end + (shape == "TD3")) for one in _LAYOUTS[shape].optional)


def composite_digit(lines: Sequence[str]) -> tuple[Position, str]:
    """Where the digit over nearly everything stands, and what it must be. Raises CardUnreadable on no MRZ."""
    _, layout = _layout(lines)
    return layout.composite_digit, check_digit("".join(span.of(lines) for span in layout.composite))


def unchecked_positions(lines: Sequence[str]) -> tuple[Position, ...]:
    """Positions that no check digit covers: type, state, names, sex, nationality. Raises CardUnreadable on no MRZ."""
    layout = _layout(lines)[1]
    spans = (layout.kind, layout.state, layout.names, layout.nationality)
    return tuple(sorted({(s.line, column) for s in spans for column in range(s.start, s.end)} | {layout.sex}))


def blind_positions(lines: Sequence[str]) -> tuple[Position, ...]:
    """Checked positions where another allowed character would pass all the same check digits.

    In dates only digits may stand, so nothing can be mistaken there; in the document number nearly everything can.
    Fillers of the optional data are left out.

    Raises:
        CardUnreadable: not an MRZ.
    """
    shape, layout = _layout(lines)
    allowed = alphabets(shape, german=is_german(lines), citizen=is_citizen(lines))
    found = []
    for span in (layout.number, *layout.optional):
        for column in range(span.start, span.end):
            own = lines[span.line][column]
            group = next(g for g in BLIND_CLASSES if own in g)
            if own != "<" and len(set(group) & set(allowed[span.line][column])) > 1:
                found.append((span.line, column))
    return tuple(found)


def blind_look_alikes(lines: Sequence[str]) -> tuple[Position, ...]:
    """The blind positions whose rival also looks alike (6 and G): the ones worth a second look at the picture.

    Raises:
        CardUnreadable: not an MRZ.
    """
    shape = _layout(lines)[0]
    allowed = alphabets(shape, german=is_german(lines), citizen=is_citizen(lines))

    def rivals(own: str, chars: str) -> bool:
        blind = next(group for group in BLIND_CLASSES if own in group)
        return any({own, other} <= set(alike) for alike in LOOK_ALIKES for other in set(blind) & set(chars) - {own})

    return tuple(
        (line, column) for line, column in blind_positions(lines) if rivals(lines[line][column], allowed[line][column])
    )


# --- reading -----------------------------------------------------------------------------------------


def parse_mrz(lines: Sequence[str], today: date) -> CardFields:
    """The fields of an MRZ with every check digit right.

    Args:
        lines: three lines of 30 (TD1) or two of 44 (TD3) characters.
        today: for the century of two-digit years.

    Raises:
        CardUnreadable: `detail` `check_digits` (wrong shape, digits or dates) or `partial_date` (the card leaves a
            part of the date open, ICAO 9303-3 § 4.8; the clerk types).
    """
    shape, layout = _layout(lines)
    if failed_checks(lines):
        raise CardUnreadable(Unreadable.CHECK_DIGITS)
    family, _, given = layout.names.of(lines).partition("<<")
    if not family.strip("<"):
        raise CardUnreadable(Unreadable.CHECK_DIGITS)
    return CardFields(
        document_type=layout.kind.of(lines).replace("<", ""),
        issuing_state=layout.state.of(lines).replace("<", ""),
        document_number=_number(lines, shape, layout)[0].rstrip("<"),
        family_name=_words(family),
        given_names=_words(given),
        birth_date=_birth(layout.birth.of(lines), today),
        expiry_date=_expiry(layout.expiry.of(lines), today),
        sex=lines[layout.sex[0]][layout.sex[1]].strip("<X"),
        nationality=layout.nationality.of(lines).replace("<", ""),
        names_cut=not layout.names.of(lines).endswith("<"),
    )


def _words(field: str) -> str:
    return " ".join(word for word in field.split("<") if word)


def _days(text: str, years: Sequence[int]) -> list[date]:
    """The day `text` (YYMMDD) in each of the centuries that have it."""
    if "<" in text:
        raise CardUnreadable(Unreadable.PARTIAL_DATE)
    days = []
    for century in years:
        try:
            days.append(date(century + int(text[:2]), int(text[2:4]), int(text[4:])))
        except ValueError:
            continue  # no such day in this century (29 February)
    return days


def _centuries(today: date) -> tuple[int, int, int]:
    century = today.year // 100 * 100
    return century - 100, century, century + 100


def _birth(text: str, today: date) -> date:
    past = [day for day in _days(text, _centuries(today)) if day <= today]
    if not past:
        raise CardUnreadable(Unreadable.CHECK_DIGITS)
    return max(past)


def _expiry(text: str, today: date) -> date:
    days = _days(text, _centuries(today))
    if not days:
        raise CardUnreadable(Unreadable.CHECK_DIGITS)
    return min(days, key=lambda day: abs(day - today))
