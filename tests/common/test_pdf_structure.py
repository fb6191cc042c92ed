"""The strict walk: what is certain passes, what two programs could read in two ways does not, and it ends in time."""

from __future__ import annotations

import random
import time
import zlib

import pytest

from clerk_desktop.common.pdf_lexer import Budget, Flaw, StructureError
from clerk_desktop.common.pdf_structure import walk

OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[]/Count 0>>",
    b"(a \\) (b) c)",
    b"[1 -2.5 /N#41me null]",
)


def file(
    objects: tuple[bytes, ...] = OBJECTS,
    *,
    between: bytes = b"",
    shift: dict[int, int] | None = None,
    skip: tuple[int, ...] = (),
    trailer: bytes = b"",
) -> bytes:
    """A small PDF with a classic table; `shift` moves what the table says, `skip` leaves objects out of it."""
    pdf, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(pdf) + (shift or {}).get(number, 0))
        pdf += b"%d 0 obj\n" % number + text + b"\nendobj\n" + between
    start = len(pdf)
    pdf += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for number, place in enumerate(places, 1):
        pdf += b"0000000000 00000 f \n" if number in skip else b"%010d 00000 n \n" % place
    return pdf + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def flaw(pdf: bytes, budget: Budget | None = None) -> Flaw:
    with pytest.raises(StructureError) as caught:
        walk(pdf, budget)
    assert str(caught.value)
    return caught.value.flaw


def stream(content: bytes, length: int | None = None, entries: bytes = b"") -> bytes:
    size = len(content) if length is None else length
    return b"<</Length %d%s>>\nstream\n" % (size, entries) + content + b"\nendstream"


def test_a_plain_file_passes() -> None:
    found = walk(file())
    assert (found.objects, found.signatures, len(found.ends)) == (4, (), 1)
    assert not found.covered


def test_a_length_may_stand_elsewhere() -> None:
    body = b"<</Length 4 0 R>>\nstream\nhello\nendstream"
    assert walk(file((*OBJECTS[:2], body, b"5"))).objects == 4


@pytest.mark.parametrize(
    ("pdf", "expected"),
    [
        (b"", Flaw.NOT_A_PDF),
        (b"junk" + file(), Flaw.NOT_A_PDF),
        (file()[:-30], Flaw.NOT_A_PDF),
        (file(between=b"junk\n"), Flaw.STRAY_BYTES),
        (file(between=b"% 9 0 obj hidden\n"), Flaw.STRAY_BYTES),
        (file(skip=(3,)), Flaw.HIDDEN_OBJECT),
        (file(shift={3: 1}), Flaw.OVERLAP),
        (file(shift={3: 10**6}), Flaw.OVERLAP),
        (file((*OBJECTS, b"<</A 1/A 2>>")), Flaw.HIDDEN_OBJECT),
        (file((*OBJECTS, b"<</A 1/#41 2>>")), Flaw.HIDDEN_OBJECT),
        (file((*OBJECTS, stream(b"hello", 3))), Flaw.SYNTAX),
        (file((*OBJECTS, stream(b"hello", 5000))), Flaw.SYNTAX),
        (file((*OBJECTS, b"(open")), Flaw.SYNTAX),
        (file((*OBJECTS, b"<0g>")), Flaw.SYNTAX),
        (file((*OBJECTS, b"1e5")), Flaw.SYNTAX),
        (file((*OBJECTS, b"1" * 5000)), Flaw.SYNTAX),
        (file(trailer=b"/Encrypt 3 0 R"), Flaw.UNSUPPORTED),
        (file(trailer=b"/XRefStm 9"), Flaw.UNSUPPORTED),
        (file(trailer=b"/Prev 9"), Flaw.OVERLAP),
        (file((*OBJECTS, b"<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>")), Flaw.GAP),
        (file((*OBJECTS, b"<</V<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>>>")), Flaw.GAP),
        (file() + file()[9:], Flaw.HIDDEN_REVISION),
        (file() + b"startxref\n9\n%%EOF\n", Flaw.OVERLAP),
    ],
)
def test_what_is_not_certain_is_refused(pdf: bytes, expected: Flaw) -> None:
    assert flaw(pdf) is expected


def test_a_table_in_a_circle_ends() -> None:
    pdf = file(trailer=b"/Prev 0000000")
    start = pdf.rindex(b"xref\n0 ")
    assert flaw(pdf.replace(b"/Prev 0000000", b"/Prev %07d" % start)) is Flaw.TOO_MUCH


def test_a_bomb_is_not_unpacked() -> None:
    packed = zlib.compress(b"\0" * (80 * 1024**2), 9)
    entries = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"
    assert flaw(file((*OBJECTS, stream(packed, entries=entries)))) is Flaw.TOO_MUCH


@pytest.mark.parametrize(
    "pdf",
    [
        file((*OBJECTS, b"[" * 100_000)),
        file((*OBJECTS, b"<</A" * 100_000)),
        file((*OBJECTS, b"[" + b"1 " * 200_000 + b"]")),
        file((b"1",) * 2_000),
    ],
    ids=["arrays", "dictionaries", "words", "objects"],
)
def test_more_than_may_be_is_refused(pdf: bytes) -> None:
    assert flaw(pdf, Budget(words=100_000, objects=1_500)) is Flaw.TOO_MUCH


def test_a_long_and_a_slow_file_are_refused() -> None:
    assert flaw(file(), Budget(size=100)) is Flaw.TOO_MUCH
    assert flaw(file(), Budget(seconds=-1.0)) is Flaw.TOO_MUCH


def test_random_changes_never_hang_or_break_it() -> None:
    chance = random.Random(7)
    pdf = file((*OBJECTS, stream(b"hello (")))
    begin = time.monotonic()
    for _ in range(1_500):
        changed = bytearray(pdf)
        for _ in range(chance.randint(1, 4)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        try:
            walk(bytes(changed))
        except StructureError:
            continue
    assert time.monotonic() - begin < 60
