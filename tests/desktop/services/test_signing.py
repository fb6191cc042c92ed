from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from clerk_desktop.common.clock import berlin
from clerk_desktop.common.errors import PaperBroken, SignatureRefused, WrongState
from clerk_desktop.common.matters import SignatureLevel
from clerk_desktop.common.signatures import Drawing, Point
from clerk_desktop.desktop.services.forms import Box, Typeset
from clerk_desktop.desktop.services.pdf import PdfEngine
from clerk_desktop.desktop.services.pki import DemoPki, KeyPair
from clerk_desktop.desktop.services.signing import Problem, sign_drawn, validate
from clerk_desktop.resources import resource
from tests.helpers.papers import MATTERS, context, drawing, matter, paper, poppler, values

SIMPLE = SignatureLevel.SIMPLE
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> DemoPki:
    return DemoPki.load_or_create(tmp_path_factory.mktemp("data"))


def signed_paper(pki: DemoPki, name: str = "lebensbescheinigung", signer: str = "Erika Müßtermann") -> bytes:
    made = paper(name)
    return sign_drawn(made.pdf, drawing(), signer, SIMPLE, made.signature_boxes[0], pki, NOW)


@pytest.fixture(scope="module")
def signed(pki: DemoPki) -> bytes:
    return signed_paper(pki)


# --- what a signed paper is ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MATTERS)
def test_every_paper_can_be_signed_and_both_verifiers_agree(name: str, pki: DemoPki, tmp_path: Path) -> None:
    signed = signed_paper(pki, name)
    report = validate(signed, pki)
    assert report.valid
    assert report.problems == ()
    assert report.signers == ("Erika Müßtermann (DEMO)",)
    assert report.findings[0].signed_at == NOW
    said = poppler("pdfsig", signed, tmp_path)
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


@pytest.mark.parametrize("name", MATTERS)
def test_a_signed_paper_stays_archivable_and_accessible(name: str, pki: DemoPki, tmp_path: Path) -> None:
    import pdfua
    import pikepdf

    file = tmp_path / "signed.pdf"
    file.write_bytes(signed_paper(pki, name))
    assert [(f.rule_id, f.message) for f in pdfua.validate(str(file)).findings] == []
    with pikepdf.open(file) as pdf:
        assert pdf.pdf_version == "1.7"
        assert "/Version" not in pdf.Root
        with pdf.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")
        (field,) = pdf.Root.AcroForm.Fields
        element = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)[int(field.StructParent)]
        assert element.S == "/Form"
        assert element.K.Obj.objgen == field.objgen
        assert str(field.V.Reason) == "Einfache elektronische Signatur"
    rows = poppler("pdffonts", file.read_bytes(), tmp_path).splitlines()[2:]
    assert all(row.split()[-5:-3] == ["yes", "yes"] for row in rows)


def test_signing_only_appends(pki: DemoPki) -> None:
    made = paper("abmeldung")
    signed = sign_drawn(made.pdf, drawing(), "Erika", SIMPLE, made.signature_boxes[0], pki, NOW)
    assert signed.startswith(made.pdf)
    assert len(signed) < len(made.pdf) + 100_000


def test_the_paper_names_signer_hour_and_level(signed: bytes, tmp_path: Path) -> None:
    text = " ".join(poppler("pdftotext", signed, tmp_path).split())
    assert "Erika Müßtermann" in text
    assert f"Elektronisch unterschrieben am {berlin(NOW):%d.%m.%Y um %H:%M} Uhr: Erika Müßtermann" in text
    assert "Einfache elektronische Signatur" in text
    assert "qualifiziert" not in text.replace("keine qualifizierte", "")


async def test_the_strokes_are_seen_inside_the_box_and_nowhere_else(pki: DemoPki) -> None:
    made = paper("lebensbescheinigung")
    (box,) = made.signature_boxes
    signed = await asyncio.to_thread(sign_drawn, made.pdf, drawing(), "Erika", SIMPLE, box, pki, NOW)
    engine = PdfEngine()
    before, after = [await engine.render(pdf, box.page - 1, 1190) for pdf in (made.pdf, signed)]
    await engine.close()
    scale = after.width / 595.28
    changed = [
        (i % after.width / scale, (after.height - i // after.width) / scale)
        for i in range(after.width * after.height)
        if before.bgra[4 * i : 4 * i + 3] != after.bgra[4 * i : 4 * i + 3]
    ]
    assert len(changed) > 1500
    assert all(box.x - 1 <= x <= box.x + box.width + 1 for x, _ in changed)
    assert all(box.y - 1 <= y <= box.y + box.height + 1 for _, y in changed)
    high = [x for x, y in changed if y > box.y + 20]
    assert max(high) - min(high) > 80


@pytest.mark.parametrize("signer", ["O'Brien (geb. X) \\ #[x] $y$ %", "Nguyễn Thị Ánh", "W" * 240])
def test_any_name_can_sign(signer: str, pki: DemoPki) -> None:
    assert validate(signed_paper(pki, signer=signer), pki).valid


def test_a_heavy_pen_draws_thicker_lines() -> None:
    from clerk_desktop.desktop.services.appearance import strokes

    def widths(pressure: float) -> set[float]:
        line = tuple(Point(x=i * 5, y=i % 7, t=i, p=pressure) for i in range(20))
        parts = strokes(Drawing(width=100, height=50, strokes=(line,)), 240, 54).split()
        return {float(parts[i - 1]) for i, part in enumerate(parts) if part == b"w"}

    assert max(widths(0.1)) < min(widths(0.9))


@pytest.mark.parametrize("pad", [(10_000.0, 10_000.0), (300.0, 10_000.0), (10_000.0, 40.0)])
def test_strokes_stay_inside_the_box(pad: tuple[float, float]) -> None:
    from clerk_desktop.desktop.services.appearance import strokes

    corners = ((0, 0), (1, 1), (0, 1), (1, 0), (0.5, 0.2))
    stroke = tuple(Point(x=x * pad[0], y=y * pad[1], t=i) for i, (x, y) in enumerate(corners))
    parts = strokes(Drawing(width=pad[0], height=pad[1], strokes=(stroke,)), 240, 54).split()
    moves = [(float(parts[i - 2]), float(parts[i - 1])) for i, part in enumerate(parts) if part == b"m"]
    assert all(0 <= x <= 240 and 12 <= y <= 54 for x, y in moves)


# --- what is refused ---------------------------------------------------------------------------------------


def test_a_request_that_comes_twice_signs_once(signed: bytes, pki: DemoPki) -> None:
    box = paper("lebensbescheinigung").signature_boxes[0]
    with pytest.raises(WrongState):
        sign_drawn(signed, drawing(), "Erika", SIMPLE, box, pki, NOW)


@pytest.mark.parametrize("level", [SignatureLevel.ADVANCED, SignatureLevel.NONE])
def test_a_drawing_is_never_called_more_than_simple(level: SignatureLevel, pki: DemoPki) -> None:
    made = paper("abmeldung")
    with pytest.raises(SignatureRefused):
        sign_drawn(made.pdf, drawing(), "Erika", level, made.signature_boxes[0], pki, NOW)


def test_a_straight_line_signs_nothing(pki: DemoPki) -> None:
    made = paper("abmeldung")
    line = Drawing(width=500, height=200, strokes=(tuple(Point(x=i * 9, y=50, t=i) for i in range(40)),))
    with pytest.raises(SignatureRefused):
        sign_drawn(made.pdf, line, "Erika", SIMPLE, made.signature_boxes[0], pki, NOW)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7 nothing", b"\x00" * 500])
def test_what_is_no_paper_cannot_be_signed(pdf: bytes, pki: DemoPki) -> None:
    with pytest.raises(PaperBroken):
        sign_drawn(pdf, drawing(), "Erika", SIMPLE, Box(1, 0, 0, 100, 50), pki, NOW)


def test_a_paper_without_that_field_cannot_be_signed(pki: DemoPki) -> None:
    with pytest.raises(PaperBroken, match="guardian"):
        sign_drawn(paper("abmeldung").pdf, drawing(), "Erika", SIMPLE, Box(1, 0, 0, 100, 50, "guardian"), pki, NOW)


# --- what a verifier says ------------------------------------------------------------------------------------


def test_every_single_changed_byte_is_noticed(signed: bytes, pki: DemoPki) -> None:
    gap = signed.index(b"/Contents <"), signed.index(b">", signed.rindex(b"/Contents <"))
    places = [i for i in range(7, len(signed), len(signed) // 60) if not gap[0] <= i <= gap[1]]
    assert len(places) > 40
    for place in places:
        changed = bytearray(signed)
        changed[place] ^= 0x01
        assert not validate(bytes(changed), pki).valid, place


@pytest.mark.parametrize("behind", [b"\n", b"%junk", b"\n%%EOF\n", b"\x00" * 4096])
def test_bytes_behind_the_last_signature_are_noticed(
    behind: bytes, signed: bytes, pki: DemoPki, tmp_path: Path
) -> None:
    assert "Signature is Valid" in poppler("pdfsig", signed + behind, tmp_path)
    assert not validate(signed + behind, pki).valid


def test_a_later_change_is_noticed_that_other_verifiers_let_pass(signed: bytes, pki: DemoPki, tmp_path: Path) -> None:
    import pymupdf

    file = tmp_path / "changed.pdf"
    file.write_bytes(signed)
    with pymupdf.open(file) as document:
        document[0].insert_text((80, 400), "999.999 EUR")
        document.saveIncr()
    changed = file.read_bytes()
    assert changed.startswith(signed)
    assert "Signature is Valid" in poppler("pdfsig", changed, tmp_path)
    report = validate(changed, pki)
    assert not report.valid
    assert Problem.CHANGED in report.problems
    assert Problem.BYTES_BEHIND in report.problems


def test_another_office_s_root_is_not_ours(signed: bytes, tmp_path: Path) -> None:
    report = validate(signed, DemoPki.load_or_create(tmp_path))
    assert set(report.problems) == {Problem.NO_TIMESTAMP, Problem.NOT_TRUSTED}


@pytest.mark.parametrize("later", [timedelta(minutes=11), timedelta(days=300)])
def test_a_signature_outlives_its_certificate(later: timedelta, signed: bytes, pki: DemoPki) -> None:
    assert validate(signed, pki, NOW + later).valid


@pytest.mark.parametrize("off", [timedelta(hours=-1), timedelta(hours=1)])
def test_a_certificate_that_was_not_alive_at_the_stamped_moment_does_not_count(off: timedelta, pki: DemoPki) -> None:
    class Late(DemoPki):
        def one_time_signer(self, name: str, now: datetime) -> KeyPair:
            return super().one_time_signer(name, now + off)

    report = validate(signed_paper(Late(pki.root, pki.timestamp)), pki)
    assert report.problems == (Problem.NOT_TRUSTED,)


def test_without_a_time_stamp_nobody_knows_when(pki: DemoPki, monkeypatch: pytest.MonkeyPatch) -> None:
    from clerk_desktop.desktop.services import pades

    monkeypatch.setattr(pades, "_timestamper", lambda *_: None)
    report = validate(signed_paper(pki), pki)
    assert report.problems == (Problem.NO_TIMESTAMP,)
    assert report.findings[0].signed_at is None


def test_an_unsigned_paper_is_not_valid(pki: DemoPki) -> None:
    assert validate(paper("abmeldung").pdf, pki).problems == (Problem.NOT_SIGNED,)


@pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\n" + b"9" * 300, b"\xff" * 1000])
def test_a_verifier_never_breaks(content: bytes, pki: DemoPki) -> None:
    report = validate(content, pki)
    assert not report.valid
    assert report.problems == (Problem.UNREADABLE,)


# --- more than one signer, more than one thread ------------------------------------------------------------------


def two_signers_paper(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Typeset:
    """A paper with two signature lines, made of the same building blocks as the town's."""
    from clerk_desktop.desktop.services import forms

    shutil.copytree(resource("forms"), folder / "forms")
    lines = ['#import "amt.typ": *', "#show: paper", "= Wir"]
    lines += ['#sign-here("first", "Erika", [eins])', '#sign-here("second", "Max", [zwei])']
    (folder / "forms" / "two.typ").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(forms, "resource", folder.joinpath)
    of = matter("abmeldung")
    return forms.typeset(of.papers[0].model_copy(update={"template": "two.typ"}), of, values(of), context())


def test_two_people_sign_and_both_stay_valid(pki: DemoPki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pikepdf

    made = two_signers_paper(tmp_path, monkeypatch)
    first, second = made.signature_boxes
    assert (first.name, second.name) == ("first", "second")
    once = sign_drawn(made.pdf, drawing(), "Erika", SIMPLE, first, pki, NOW)
    twice = sign_drawn(once, drawing(), "Max", SIMPLE, second, pki, NOW + timedelta(minutes=1))
    assert twice.startswith(once)
    report = validate(twice, pki)
    assert report.valid, report
    assert report.signers == ("Erika (DEMO)", "Max (DEMO)")
    assert poppler("pdfsig", twice, tmp_path).count("Signature is Valid") == 2
    with pikepdf.open(BytesIO(twice)) as pdf:
        assert len(pdf.Root.AcroForm.Fields) == 2


async def test_signing_and_judging_run_in_threads_beside_the_desk_s_loop(pki: DemoPki) -> None:
    papers = await asyncio.gather(*(asyncio.to_thread(signed_paper, pki, name) for name in MATTERS))
    reports = await asyncio.gather(*(asyncio.to_thread(validate, pdf, pki) for pdf in papers))
    assert [report.valid for report in reports] == [True] * 3
