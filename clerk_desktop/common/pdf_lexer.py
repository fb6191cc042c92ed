"""The words of a PDF, read strictly: what two programs could read in two ways is an error here.

Used by `pdf_structure.py`. Only syntax: numbers, names, strings, arrays, dictionaries, references. Time and memory are
bounded by `Budget`, because the files come from strangers.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class Flaw(StrEnum):
    """Why a file's structure is not certain."""

    NOT_A_PDF = "not_a_pdf"
    SYNTAX = "syntax"
    """Something that no PDF may hold at this place, or that programs read differently."""
    STRAY_BYTES = "stray_bytes"
    """Bytes that belong to no object, table or trailer."""
    HIDDEN_OBJECT = "hidden_object"
    """An object that no table names, or one that is there twice."""
    HIDDEN_REVISION = "hidden_revision"
    """A table that the file's end does not lead to."""
    OVERLAP = "overlap"
    """A table names a place that lies inside of something else (the overlap attack)."""
    GAP = "gap"
    """A signature leaves out something else than its own value."""
    PADDING = "padding"
    """Behind a signature's value, where only zeros belong, stands something."""
    UNSUPPORTED = "unsupported"
    """Encrypted, hybrid or otherwise of a kind that cannot be judged strictly."""
    TOO_MUCH = "too_much"
    """More than may be read: a file made to keep us busy."""


class StructureError(Exception):
    """The file's structure is not certain.

    Attributes:
        flaw: what kind.
        position: byte in the file where it was noticed.
        detail: for the log, in English.
    """

    def __init__(self, flaw: Flaw, position: int, detail: str) -> None:
        super().__init__(f"{flaw} at byte {position}: {detail}")
        self.flaw, self.position, self.detail = flaw, position, detail


@dataclass
class Budget:
    """What one file may cost. It is used up by reading; a second file needs a new one."""

    size: int = 64 * 1024**2
    words: int = 4_000_000
    objects: int = 300_000
    depth: int = 60
    unpacked: int = 64 * 1024**2
    seconds: float = 15.0
    _since: float = field(default_factory=time.monotonic)

    def word(self, position: int) -> None:
        """One more word was read."""
        self.words -= 1
        if self.words < 0:
            raise StructureError(Flaw.TOO_MUCH, position, "too many words")
        if not self.words & 0xFFF:
            self.check_time(position)

    def entry(self, position: int, count: int = 1) -> None:
        """So many more objects or entries of a table."""
        self.objects -= count
        if self.objects < 0:
            raise StructureError(Flaw.TOO_MUCH, position, "too many objects")
        self.check_time(position)

    def check_time(self, position: int) -> None:
        """It must not take too long."""
        if time.monotonic() - self._since > self.seconds:
            raise StructureError(Flaw.TOO_MUCH, position, "it takes too long")


class Name(str):
    """A PDF name without its slash, `#xx` resolved (Latin-1)."""

    __slots__ = ()


class Ref(NamedTuple):
    """`12 0 R`."""

    number: int
    generation: int


class Text(NamedTuple):
    """Where a string stands; `start` is its opening delimiter, `end` is behind the closing one."""

    start: int
    end: int
    is_hex: bool


Value = Any
"""int, float, bool, None, Name, Ref, Text, list or dict of str → Value."""

_SPACE = re.compile(rb"[\x00\t\n\x0c\r ]*")
_COMMENT = re.compile(rb"%[^\r\n]*")
_KEYWORDS = re.compile(rb"obj|stream|xref|trailer")
_LONGEST_COMMENT = 1024
_END = rb"(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|\Z)"
_REF = re.compile(rb"(\d{1,10})[\x00\t\n\x0c\r ]{1,9}(\d{1,5})[\x00\t\n\x0c\r ]{1,9}R" + _END)
_NUMBER = re.compile(rb"[+-]?(?:(\d{1,15})|\d{1,15}\.\d{0,40}|\.\d{1,40})" + _END)
_NAME = re.compile(rb"/([^\x00\t\n\x0c\r ()<>\[\]{}/%]{0,500})" + _END)
_WORD = re.compile(rb"(true|false|null)" + _END)
_HEX = re.compile(rb"<[0-9A-Fa-f\x00\t\n\x0c\r ]*>")
_IN_TEXT = re.compile(rb"[()\\]")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_WORDS: dict[bytes, bool | None] = {b"true": True, b"false": False, b"null": None}


class Lexer:
    """Reads words of `data`; all methods take a position and give the one behind what they read."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.data, self.budget = data, budget

    def skip(self, at: int) -> int:
        """Over white space and harmless comments."""
        data = self.data
        while True:
            at = self._after_space(at)
            if data[at : at + 1] != b"%":
                return at
            comment = _COMMENT.match(data, at)
            if comment is None or comment.end() - at > _LONGEST_COMMENT or _KEYWORDS.search(comment.group()):
                raise StructureError(Flaw.STRAY_BYTES, at, "a comment that could hide something")
            self.budget.word(at)
            at = comment.end()

    def _after_space(self, at: int) -> int:
        match = _SPACE.match(self.data, at)
        return match.end() if match else at

    def value(self, at: int, depth: int = 0) -> tuple[Value, int]:
        """One value, white space before it skipped."""
        at = self.skip(at)
        self.budget.word(at)
        if depth > self.budget.depth:
            raise StructureError(Flaw.TOO_MUCH, at, "nested too deeply")
        two = self.data[at : at + 2]
        match two[:1]:
            case b"/":
                return self._name(at)
            case b"(":
                return self._literal(at)
            case b"[":
                return self._array(at + 1, depth)
            case b"<" if two == b"<<":
                return self._dictionary(at + 2, depth)
            case b"<":
                return self._hex(at)
        return self._plain(at)

    def _plain(self, at: int) -> tuple[Value, int]:
        if found := _REF.match(self.data, at):
            return Ref(int(found[1]), int(found[2])), found.end()
        if found := _NUMBER.match(self.data, at):
            return (int(found[0]) if found[1] else float(found[0])), found.end()
        if found := _WORD.match(self.data, at):
            return _WORDS[found[1]], found.end()
        raise StructureError(Flaw.SYNTAX, at, "no PDF value")

    def _name(self, at: int) -> tuple[Name, int]:
        found = _NAME.match(self.data, at)
        if found is None:
            raise StructureError(Flaw.SYNTAX, at, "no name")
        raw = _ESCAPE.sub(lambda two: bytes([int(two[1], 16)]), found[1]) if b"#" in found[1] else found[1]
        return Name(raw.decode("latin-1")), found.end()

    def _hex(self, at: int) -> tuple[Text, int]:
        found = _HEX.match(self.data, at)
        if found is None:
            raise StructureError(Flaw.SYNTAX, at, "no hexadecimal string")
        return Text(at, found.end(), is_hex=True), found.end()

    def _literal(self, start: int) -> tuple[Text, int]:
        at, open_ones = start + 1, 1
        while open_ones:
            found = _IN_TEXT.search(self.data, at)
            if found is None:
                raise StructureError(Flaw.SYNTAX, start, "a string without an end")
            self.budget.word(at)
            at = found.end()
            if found.group() == b"\\":
                at += 1
            else:
                open_ones += 1 if found.group() == b"(" else -1
        return Text(start, at, is_hex=False), at

    def _array(self, at: int, depth: int) -> tuple[list[Value], int]:
        items: list[Value] = []
        while True:
            at = self.skip(at)
            if self.data[at : at + 1] == b"]":
                return items, at + 1
            item, at = self.value(at, depth + 1)
            items.append(item)

    def _dictionary(self, at: int, depth: int) -> tuple[dict[str, Value], int]:
        entries: dict[str, Value] = {}
        while True:
            at = self.skip(at)
            if self.data[at : at + 2] == b">>":
                return entries, at + 2
            key, behind = self.value(at, depth + 1)
            if not isinstance(key, Name):
                raise StructureError(Flaw.SYNTAX, at, "a key that is no name")
            if key in entries:
                raise StructureError(Flaw.HIDDEN_OBJECT, at, f"the key {key[:40]} is there twice")
            entries[str(key)], at = self.value(behind, depth + 1)
