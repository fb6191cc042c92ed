"""A strict walk over the whole file: every byte of a signed PDF belongs to exactly one thing, and the tables say which.

Why: a signature covers bytes, a viewer shows what the tables make of them. Who lets a table point into the middle of a
page's content can hide the signature's own value there, sign, and change what is shown afterwards without any digest
noticing (the overlap attack; other verifiers say "valid"). So nothing is searched for here as a tolerant reader would:
the file is read from its first byte to its last, and what was found must be what the tables name, no more and no less.

Classic tables, table streams, object streams and linearised files are understood; encrypted and hybrid files are
refused with a reason of their own. Pure and bounded (`Budget`). The page's twin has to decide alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from clerk_desktop.common.pdf_lexer import Budget, Flaw, Lexer, Ref, StructureError, Text, Value
from clerk_desktop.common.pdf_xref import (
    OBJECT,
    STREAM,
    Section,
    end_of_object,
    integer,
    read_section,
    stream_span,
    unpack,
)

_HEADER = re.compile(rb"%PDF-[12]\.\d[ ]?[\r\n]")
_START = re.compile(rb"startxref[\x00\t\n\x0c\r ]{1,9}(\d{1,10})[\t ]?(?:\r\n|\n|\r)[\r\n]?%%EOF")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_MOST_REVISIONS = 1_000
_MOST_MEMBERS = 100_000


@dataclass(frozen=True)
class SignaturePlace:
    """A signature dictionary in the file.

    Attributes:
        number: its object.
        byte_range: the four numbers as they stand there.
        revision: index of the revision that it closes.
    """

    number: int
    byte_range: tuple[int, int, int, int]
    revision: int

    @property
    def covers_to(self) -> int:
        """The byte behind the last one that is signed."""
        return self.byte_range[2] + self.byte_range[3]


@dataclass(frozen=True)
class Structure:
    """What the walk found.

    Attributes:
        size: bytes of the file.
        ends: behind each revision's `%%EOF`, oldest first.
        signatures: oldest first.
        objects: how many stand in the file, those in object streams not counted.
    """

    size: int
    ends: tuple[int, ...]
    signatures: tuple[SignaturePlace, ...]
    objects: int

    @property
    def covered(self) -> bool:
        """Whether the last signature covers the file to its last byte."""
        return bool(self.signatures) and self.signatures[-1].covers_to == self.size


@dataclass
class _Object:
    number: int
    generation: int
    start: int
    end: int
    info: dict[str, Value] | None = None
    """Only of what is looked at again: tables, object streams, signatures."""
    span: tuple[int, int] | None = None


@dataclass
class _Revision:
    target: int
    start: int
    end: int
    sections: list[Section] = field(default_factory=list)


def end_of_last_revision(pdf: bytes) -> int:
    """The byte behind the last `startxref … %%EOF` and its line end; 0 without one. What follows belongs to nothing."""
    found = _START.match(pdf, max(pdf.rfind(b"startxref"), 0))
    if found is None:
        return 0
    line = _LINE_END.match(pdf, found.end())
    return line.end() if line else found.end()


def walk(pdf: bytes, budget: Budget | None = None) -> Structure:
    """Walk over the file.

    Raises:
        StructureError: its structure is not certain, and why.
    """
    budget = budget or Budget()
    if len(pdf) > budget.size:
        raise StructureError(Flaw.TOO_MUCH, budget.size, "the file is too long")
    if not _HEADER.match(pdf):
        raise StructureError(Flaw.NOT_A_PDF, 0, "it does not begin like a PDF")
    return _Walk(pdf, budget).run()


class _Walk:
    def __init__(self, pdf: bytes, budget: Budget) -> None:
        self.pdf, self.budget = pdf, budget
        self.lexer = Lexer(pdf, budget)
        self.chain: list[Section] = []
        self.objects: dict[int, _Object] = {}
        self.tables: dict[int, int] = {}
        self.starts: list[tuple[int, int]] = []
        self.lengths: dict[int, set[int]] = {}

    def run(self) -> Structure:
        self._follow_chain()
        self._read_all()
        revisions = self._revisions()
        self._compare(revisions)
        signatures = self._signatures(revisions)
        return Structure(len(self.pdf), tuple(one.end for one in revisions), signatures, len(self.objects))

    # --- what the tables say

    def _follow_chain(self) -> None:
        found = _START.match(self.pdf, max(self.pdf.rfind(b"startxref"), 0))
        if found is None:
            raise StructureError(Flaw.NOT_A_PDF, len(self.pdf), "it does not end like a PDF")
        at: int | None = int(found[1])
        seen: set[int] = set()
        while at is not None:
            if at in seen or len(seen) > _MOST_REVISIONS:
                raise StructureError(Flaw.TOO_MUCH, at, "too many tables, or in a circle")
            seen.add(at)
            section = read_section(self.lexer, at)
            self.chain.append(section)
            for number, (place, _) in section.places.items():
                self.lengths.setdefault(number, set()).add(place)
            prev = section.trailer.get("Prev")
            at = None if prev is None else integer(prev, at, most=len(self.pdf))

    def _length(self, value: Value, at: int) -> int:
        """The length of a stream; one that stands elsewhere may only stand in one place, whatever the revision."""
        if isinstance(value, Ref):
            places = self.lengths.get(value.number, set())
            head = OBJECT.match(self.pdf, next(iter(places))) if len(places) == 1 else None
            if head is None:
                raise StructureError(Flaw.UNSUPPORTED, at, "a stream whose length is not certain")
            value, _ = self.lexer.value(head.end())
        return integer(value, at, most=len(self.pdf))

    # --- what stands there

    def _read_all(self) -> None:
        at = self.lexer.skip(0)
        while at < len(self.pdf):
            self.budget.entry(at)
            if head := OBJECT.match(self.pdf, at):
                one = self._object(at, int(head[1]), int(head[2]), head.end())
                self.objects[at] = one
                at = one.end
            elif self.pdf.startswith(b"xref", at):
                start = at
                at = next((s.end for s in self.chain if s.start == start), 0)
                if not at:
                    raise StructureError(Flaw.HIDDEN_REVISION, start, "a table that nothing leads to")
                self.tables[start] = at
            elif found := _START.match(self.pdf, at):
                at = found.end()
                self.starts.append((int(found[1]), at))
            else:
                raise StructureError(Flaw.STRAY_BYTES, at, "bytes that belong to nothing")
            at = self.lexer.skip(at)

    def _object(self, start: int, number: int, generation: int, at: int) -> _Object:
        value, at = self.lexer.value(at)
        behind = at
        at = self.lexer.skip(at)
        one = _Object(number, generation, start, 0)
        if isinstance(value, dict) and STREAM.match(self.pdf, at):
            begin, end = stream_span(self.lexer, at, self._length(value.get("Length"), at))
            one.end, one.span = end_of_object(self.lexer, end), (begin, end)
        elif self.pdf.startswith(b"endobj", at):
            one.end = at + 6
        else:
            raise StructureError(Flaw.SYNTAX, at, "an object without an end")
        head = self.pdf[start:behind]
        signed = (b"ByteRange" in head or b"#" in head) and _holds_range(value)
        if signed and (one.span or not isinstance(value, dict) or any(map(_holds_range, value.values()))):
            raise StructureError(Flaw.GAP, start, "a signature inside of something else")
        if signed or (one.span and value.get("Type") in {"XRef", "ObjStm"}):
            one.info = value
        return one

    # --- both together

    def _revisions(self) -> list[_Revision]:
        starts = self.starts
        linear = len(starts) > 1 and starts[0][0] == 0
        revisions: list[_Revision] = []
        begin = 0
        for target, end in starts[1:] if linear else starts:
            revisions.append(_Revision(target, begin, end))
            begin = end
        if not revisions:
            raise StructureError(Flaw.HIDDEN_REVISION, len(self.pdf), "the file's end lies inside of something else")
        index = len(revisions) - 1
        for section in self.chain:
            while index > 0 and section.start < revisions[index].start:
                index -= 1
            revisions[index].sections.append(section)
        for index, revision in enumerate(revisions):
            places = [section.start for section in revision.sections]
            # A linearised file has two tables in its first revision, the one for the first page before the other.
            count = len(places) == 1 or (len(places) == 2 and index == 0 and places[0] < places[1])
            inside = all(revision.start <= place < revision.end for place in places)
            if not inside or not count or places[0] != revision.target:
                raise StructureError(Flaw.HIDDEN_REVISION, revision.end, "tables and ends do not belong together")
        return revisions

    def _compare(self, revisions: list[_Revision]) -> None:
        """Every table names starts of objects, and every object is named by the table of its own revision."""
        named: set[int] = set()
        packed: dict[int, dict[int, int]] = {}
        current: dict[int, int] = {}
        for revision in revisions:
            places: dict[int, tuple[int, int]] = {}
            for section in revision.sections:
                if places.keys() & section.places.keys():
                    raise StructureError(Flaw.HIDDEN_OBJECT, section.start, "an object that two tables name")
                places |= section.places
                if section.own:
                    self._own_table(section)
                    named.add(section.start)
            self._check_places(revision, places, named)
            current |= {number: place for number, (place, _) in places.items()}
            for section in revision.sections:
                for number, (container, index) in section.packed.items():
                    if packed.setdefault(current.get(container, -1), {}).setdefault(index, number) != number:
                        raise StructureError(Flaw.OVERLAP, section.start, "two objects in one packed place")
                    current.pop(number, None)
        for start in self.objects.keys() - named:
            raise StructureError(Flaw.HIDDEN_OBJECT, start, f"no table names object {self.objects[start].number}")
        self._check_packed(packed)

    def _own_table(self, section: Section) -> None:
        one = self.objects.get(section.start)
        if one is None or one.end != section.end:
            raise StructureError(Flaw.OVERLAP, section.start, "a table inside of something else")

    def _check_places(self, revision: _Revision, places: dict[int, tuple[int, int]], named: set[int]) -> None:
        for number, (place, generation) in places.items():
            one = self.objects.get(place)
            if one is None or (one.number, one.generation) != (number, generation) or one.start >= revision.end:
                raise StructureError(Flaw.OVERLAP, place, f"object {number} does not begin where its table says")
            if one.start >= revision.start:
                named.add(place)

    def _check_packed(self, packed: dict[int, dict[int, int]]) -> None:
        for start, one in self.objects.items():
            is_container = one.info is not None and one.span and one.info.get("Type") == "ObjStm"
            if is_container and self._members(one) != packed.pop(start, {}):
                raise StructureError(Flaw.HIDDEN_OBJECT, start, "an object stream and the tables disagree")
        for start in packed:
            raise StructureError(Flaw.OVERLAP, max(start, 0), "a table names an object stream that is none")

    def _members(self, one: _Object) -> dict[int, int]:
        """What an object stream holds: index → object number. Its objects are read, too."""
        info, span = one.info or {}, one.span or (0, 0)
        content = unpack(self.lexer, info, *span)
        count = integer(info.get("N"), one.start, most=_MOST_MEMBERS)
        first = integer(info.get("First"), one.start, most=len(content))
        self.budget.entry(one.start, count)
        lexer = Lexer(content, self.budget)
        numbers, at = [], 0
        for _ in range(2 * count):
            number, at = lexer.value(at)
            numbers.append(integer(number, one.start))
        offsets = [first + offset for offset in numbers[1::2]]
        if lexer.skip(at) != first or offsets[:1] not in ([], [first]):
            raise StructureError(Flaw.STRAY_BYTES, one.start, "an object stream with more than it names")
        for offset, behind in zip(offsets, [*offsets[1:], len(content)], strict=True):
            value, at = lexer.value(offset)
            if lexer.skip(at) != behind:
                raise StructureError(Flaw.STRAY_BYTES, one.start, "an object stream with more than it names")
            if _holds_range(value):
                raise StructureError(Flaw.GAP, one.start, "a signature inside of something else")
        return dict(enumerate(numbers[::2]))

    # --- signatures

    def _signatures(self, revisions: list[_Revision]) -> tuple[SignaturePlace, ...]:
        found = [self._signature(one, revisions) for one in self.objects.values() if one.info and not one.span]
        found.sort(key=lambda one: one.covers_to)
        if len({one.revision for one in found}) != len(found):
            raise StructureError(Flaw.GAP, found[-1].covers_to, "two signatures of one revision")
        return tuple(found)

    def _signature(self, one: _Object, revisions: list[_Revision]) -> SignaturePlace:
        info = one.info or {}
        numbers, contents = info.get("ByteRange"), info.get("Contents")
        if not isinstance(numbers, list) or len(numbers) != 4 or not isinstance(contents, Text) or not contents.is_hex:
            raise StructureError(Flaw.GAP, one.start, "a signature without its range or its value")
        a, b, c, d = (integer(number, one.start) for number in numbers)
        if (a, b, c) != (0, contents.start, contents.end):
            raise StructureError(Flaw.GAP, one.start, "the signature leaves out something else than its value")
        revision = next((i for i, r in enumerate(revisions) if r.start <= one.start < r.end), len(revisions) - 1)
        end = revisions[revision].end
        line = _LINE_END.match(self.pdf, end)
        if c + d not in {end, line.end() if line else end}:
            raise StructureError(Flaw.GAP, one.start, "the signature does not end where its revision ends")
        self._check_padding(contents)
        return SignaturePlace(one.number, (a, b, c, d), revision)

    def _check_padding(self, contents: Text) -> None:
        """Behind the value there may only be zeros: nobody would notice what else is written there."""
        try:
            value = bytes.fromhex(self.pdf[contents.start + 1 : contents.end - 1].decode("ascii"))
        except ValueError as odd:
            raise StructureError(Flaw.GAP, contents.start, "a signature's value that is no number") from odd
        length = _der_length(value)
        if length is None or length > len(value):
            raise StructureError(Flaw.GAP, contents.start, "a signature's value that is none")
        if value[length:].strip(b"\0"):
            raise StructureError(Flaw.PADDING, contents.start, "something behind the signature's value")


def _der_length(value: bytes) -> int | None:
    """How many bytes the DER sequence at the beginning takes, its head included."""
    if len(value) < 2 or value[0] != 0x30:
        return None
    if value[1] < 0x80:
        return 2 + value[1]
    more = value[1] & 0x7F
    if not 1 <= more <= 4:
        return None
    return 2 + more + int.from_bytes(value[2 : 2 + more], "big")


def _holds_range(value: Value) -> bool:
    """Whether this value is, or has in it, the dictionary of a signature."""
    if isinstance(value, dict):
        return "ByteRange" in value or any(map(_holds_range, value.values()))
    return isinstance(value, list) and any(map(_holds_range, value))
