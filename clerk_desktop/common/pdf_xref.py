"""The tables of a PDF (classic and as streams) and what its packed streams hold; part of `pdf_structure.py`."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from typing import NamedTuple

from clerk_desktop.common.pdf_lexer import Flaw, Lexer, StructureError, Value

OBJECT = re.compile(
    rb"(\d{1,10})[\x00\t\n\x0c\r ]{1,9}(\d{1,5})[\x00\t\n\x0c\r ]{1,9}obj(?=[\x00\t\n\x0c\r <\[(/\d+-tfn])"
)
STREAM = re.compile(rb"stream(?:\r\n|\n)")
END_STREAM = re.compile(rb"(?:\r\n|\n|\r)?endstream")
_SUBSECTION = re.compile(rb"(\d{1,10}) (\d{1,10}) ?(?:\r\n|\n|\r)")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: \r| \n|\r\n)")
_XREF = re.compile(rb"xref[ ]?(?:\r\n|\n|\r)")
_ENTRY_BYTES = 20


class Packed(NamedTuple):
    """An object that lies in an object stream."""

    container: int
    place: int


@dataclass
class Section:
    """One table: what it says about which object.

    Attributes:
        start: its first byte.
        end: behind it (of its trailer, or of its object).
        trailer: the dictionary.
        places: object number → (byte, generation).
        packed: object number → where in which object stream.
        own: number of the object that the table itself is; 0 for a classic one.
    """

    start: int
    end: int
    trailer: dict[str, Value]
    places: dict[int, tuple[int, int]] = field(default_factory=dict)
    packed: dict[int, Packed] = field(default_factory=dict)
    own: int = 0


def integer(value: Value, at: int, least: int = 0, most: int = 2**40) -> int:
    """A whole number in these bounds; everything else is a syntax error."""
    if type(value) is not int or not least <= value <= most:
        raise StructureError(Flaw.SYNTAX, at, "no whole number, or out of bounds")
    return value


def read_section(lexer: Lexer, at: int) -> Section:
    """The table that begins exactly at this byte."""
    if _XREF.match(lexer.data, at):
        section = _classic(lexer, at)
    elif OBJECT.match(lexer.data, at):
        section = _stream(lexer, at)
    else:
        raise StructureError(Flaw.OVERLAP, at, "no table where the file says one is")
    if "Encrypt" in section.trailer:
        raise StructureError(Flaw.UNSUPPORTED, at, "the file is encrypted")
    if "XRefStm" in section.trailer:
        raise StructureError(Flaw.UNSUPPORTED, at, "two tables in one (hybrid)")
    return section


def _classic(lexer: Lexer, start: int) -> Section:
    section = Section(start, 0, {})
    found = _XREF.match(lexer.data, start)
    at = found.end() if found else start
    seen: set[int] = set()
    while head := _SUBSECTION.match(lexer.data, at):
        first, count, at = int(head[1]), int(head[2]), head.end()
        lexer.budget.entry(at, count)
        for number in range(first, first + count):
            entry = _ENTRY.match(lexer.data, at)
            if entry is None or number in seen:
                raise StructureError(Flaw.SYNTAX, at, "a wrong line in the table")
            seen.add(number)
            if entry[3] == b"n":
                section.places[number] = (int(entry[1]), int(entry[2]))
            at += _ENTRY_BYTES
    at = lexer.skip(at)
    if lexer.data[at : at + 7] != b"trailer":
        raise StructureError(Flaw.SYNTAX, at, "a table without a trailer")
    section.trailer, section.end = dictionary(lexer, at + 7)
    return section


def dictionary(lexer: Lexer, at: int) -> tuple[dict[str, Value], int]:
    """A dictionary and nothing else."""
    value, end = lexer.value(at)
    if not isinstance(value, dict):
        raise StructureError(Flaw.SYNTAX, at, "no dictionary")
    return value, end


def _stream(lexer: Lexer, start: int) -> Section:
    head = OBJECT.match(lexer.data, start)
    at = head.end() if head else start
    trailer, at = dictionary(lexer, at)
    if trailer.get("Type") != "XRef":
        raise StructureError(Flaw.OVERLAP, start, "no table where the file says one is")
    length = integer(trailer.get("Length"), at, most=len(lexer.data))
    begin, end = stream_span(lexer, at, length)
    content = unpack(lexer, trailer, begin, end)
    section = Section(start, end_of_object(lexer, end), trailer, own=int(head[1]) if head else 0)
    _entries(lexer, section, content)
    return section


def _entries(lexer: Lexer, section: Section, content: bytes) -> None:
    trailer, start = section.trailer, section.start
    size = integer(trailer.get("Size"), start, most=2**31)
    widths, index = trailer.get("W"), trailer.get("Index", [0, size])
    if not isinstance(widths, list) or len(widths) != 3 or not isinstance(index, list) or len(index) % 2:
        raise StructureError(Flaw.SYNTAX, start, "a wrong table stream")
    w0, w1, w2 = (integer(width, start, most=8) for width in widths)
    seen: set[int] = set()
    at = 0
    for first, count in zip(index[::2], index[1::2], strict=True):
        first, count = integer(first, start), integer(count, start)  # noqa: PLW2901
        lexer.budget.entry(start, count)
        for number in range(first, first + count):
            line = content[at : at + w0 + w1 + w2]
            if len(line) < w0 + w1 + w2 or number in seen:
                raise StructureError(Flaw.SYNTAX, start, "a wrong table stream")
            seen.add(number)
            at += len(line)
            kind = int.from_bytes(line[:w0], "big") if w0 else 1
            second, third = int.from_bytes(line[w0 : w0 + w1], "big"), int.from_bytes(line[w0 + w1 :], "big")
            if kind == 1:
                section.places[number] = (second, third)
            elif kind == 2:
                section.packed[number] = Packed(second, third)
    if at != len(content):
        raise StructureError(Flaw.STRAY_BYTES, start, "more in a table stream than it says")


def stream_span(lexer: Lexer, at: int, length: int) -> tuple[int, int]:
    """First byte and end of the content of a stream whose dictionary ends at `at`."""
    at = lexer.skip(at)
    head = STREAM.match(lexer.data, at)
    if head is None:
        raise StructureError(Flaw.SYNTAX, at, "no stream")
    end = head.end() + length
    if not END_STREAM.match(lexer.data, end):
        raise StructureError(Flaw.SYNTAX, at, "a stream that is not as long as it says")
    return head.end(), end


def end_of_object(lexer: Lexer, end_of_stream: int) -> int:
    """Behind `endobj`, for a stream whose content ends there."""
    tail = END_STREAM.match(lexer.data, end_of_stream)
    at = lexer.skip(tail.end() if tail else end_of_stream)
    if lexer.data[at : at + 6] != b"endobj":
        raise StructureError(Flaw.SYNTAX, at, "an object without an end")
    return at + 6


def unpack(lexer: Lexer, info: dict[str, Value], begin: int, end: int) -> bytes:
    """The content of a stream that holds structure (tables, objects): plain or Flate, perhaps with a predictor."""
    raw, filters, options = lexer.data[begin:end], info.get("Filter"), info.get("DecodeParms")
    if isinstance(filters, list) and len(filters) <= 1:
        filters = filters[0] if filters else None
    if isinstance(options, list) and len(options) <= 1:
        options = options[0] if options else None
    if filters is None:
        return raw
    if filters != "FlateDecode" or not isinstance(options, dict | None):
        raise StructureError(Flaw.UNSUPPORTED, begin, "structure packed in an unusual way")
    machine = zlib.decompressobj()
    try:
        content = machine.decompress(raw, lexer.budget.unpacked + 1)
    except zlib.error as broken:
        raise StructureError(Flaw.SYNTAX, begin, "a packed stream is damaged") from broken
    lexer.budget.unpacked -= len(content)
    if lexer.budget.unpacked < 0:
        raise StructureError(Flaw.TOO_MUCH, begin, "unpacks to too much")
    if not machine.eof or len(machine.unused_data) > 2:  # some writers count the end of the line
        raise StructureError(Flaw.SYNTAX, begin, "a packed stream is damaged")
    return _predicted(content, options or {}, begin)


def _predicted(content: bytes, options: dict[str, Value], at: int) -> bytes:
    predictor = integer(options.get("Predictor", 1), at, 1, 15)
    if predictor == 1:
        return content
    colors, bits = options.get("Colors", 1), options.get("BitsPerComponent", 8)
    columns = integer(options.get("Columns", 1), at, 1, 4096)
    if predictor < 10 or (colors, bits) != (1, 8) or len(content) % (columns + 1):
        raise StructureError(Flaw.UNSUPPORTED, at, "structure packed in an unusual way")
    rows, above = bytearray(), bytes(columns)
    for start in range(0, len(content), columns + 1):
        above = _row(content[start], content[start + 1 : start + 1 + columns], above, at)
        rows += above
    return bytes(rows)


def _row(kind: int, row: bytes, above: bytes, at: int) -> bytes:
    """One row of a PNG predictor, one byte a pixel; the kinds that writers of tables use."""
    if kind == 0:
        return row
    if kind == 2:
        return bytes((a + b) & 0xFF for a, b in zip(row, above, strict=True))
    if kind == 1:
        out, left = bytearray(), 0
        for byte in row:
            left = (byte + left) & 0xFF
            out.append(left)
        return bytes(out)
    raise StructureError(Flaw.UNSUPPORTED, at, "structure packed in an unusual way")
