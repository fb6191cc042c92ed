from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from clerk_desktop.common.errors import PaperBroken
from clerk_desktop.common.forms import check_values
from clerk_desktop.common.matters import Text
from tests.helpers.papers import MATTERS, MOMENT, TODAY, context, matter, paper, poppler, values


@pytest.mark.parametrize("name", MATTERS)
def test_every_value_stands_on_the_paper(name: str, tmp_path: Path) -> None:
    text = " ".join(poppler("pdftotext", paper(name).pdf, tmp_path, "-layout").split())
    of = matter(name)
    filled = values(of)
    assert "Erika Müßtermann" in text
    assert of.papers[0].title.de in text
    assert "SB-7K2M-94" in text
    assert "Frau Wolf" in text
    for field in of.fields:
        value = filled[field.id]
        if value and field.kind == "date":
            value = f"{date.fromisoformat(value):%d.%m.%Y}"
        value = next((c.label.de for c in field.choices if c.value == value), value)
        assert value in text, field.id


@pytest.mark.parametrize("name", MATTERS)
def test_a_paper_is_archivable_and_accessible(name: str, tmp_path: Path) -> None:
    import pdfua
    import pikepdf

    file = tmp_path / "paper.pdf"
    file.write_bytes(paper(name).pdf)
    report = pdfua.validate(str(file))
    assert [(f.rule_id, f.message) for f in report.findings] == []
    with pikepdf.open(file) as pdf:
        with pdf.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")
            assert xmp["dc:title"] == matter(name).papers[0].title.de
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "de-DE"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


@pytest.mark.parametrize("name", MATTERS)
def test_every_font_is_in_the_file(name: str, tmp_path: Path) -> None:
    rows = poppler("pdffonts", paper(name).pdf, tmp_path).splitlines()[2:]
    assert rows
    for row in rows:
        assert row.split()[-5:-3] == ["yes", "yes"], row
        assert "FiraSans" in row


@pytest.mark.parametrize("name", MATTERS)
def test_the_signature_field_lies_on_its_line_and_in_the_structure(name: str) -> None:
    import pikepdf

    made = paper(name)
    (box,) = made.signature_boxes
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert str(field.T) == box.name == "citizen"
        assert str(field.TU)
        assert "/V" not in field
        rect = [float(v) for v in field.Rect]
        assert rect == pytest.approx([box.x, box.y, box.x + box.width, box.y + box.height], abs=0.01)
        page = pdf.pages[box.page - 1]
        assert field.P.objgen == page.obj.objgen
        assert page.Tabs == "/S"
        element = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)[int(field.StructParent)]
        assert element.S == "/Form"
        assert element.K.Obj.objgen == field.objgen
        assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) > int(field.StructParent)


@pytest.mark.parametrize("name", MATTERS)
def test_nothing_is_printed_inside_the_signature_box(name: str, tmp_path: Path) -> None:
    made = paper(name)
    (box,) = made.signature_boxes
    area = ["-f", str(box.page), "-l", str(box.page), "-x", str(int(box.x)), "-W", str(int(box.width))]
    area += ["-y", str(int(842 - box.y - box.height) + 1), "-H", str(int(box.height) - 2)]
    assert poppler("pdftotext", made.pdf, tmp_path, *area).strip() == ""


def test_a_value_is_text_and_never_markup(tmp_path: Path) -> None:
    nasty = '#panic("x") *fett* $x$ `code` [a] <b>b</b> \\u{41} // "} #read("letterhead.toml")'
    text = poppler("pdftotext", paper("ummeldung", remark=nasty).pdf, tmp_path)
    assert "".join(nasty.split()) in "".join(text.replace("\xad", "").split())


def test_long_values_wrap_inside_the_page(tmp_path: Path) -> None:
    changes = {"birth_name": "W" * 120, "doctorate": "W" * 20, "old_town": "Ä" * 80, "remark": "R" * 2000}
    pdf = paper("ummeldung", **changes).pdf
    text = "".join(poppler("pdftotext", pdf, tmp_path).split())
    for value in changes.values():
        assert text.count(value[0]) >= len(value)
    boxes = poppler("pdftotext", pdf, tmp_path, "-bbox")
    right = [float(part.split('"')[1]) for part in boxes.split("xMax=")[1:] if part.startswith('"')]
    assert right
    assert max(right) < 595 - 50


def test_a_remark_keeps_its_lines(tmp_path: Path) -> None:
    text = poppler("pdftotext", paper("ummeldung", remark="erste Zeile\r\nzweite Zeile").pdf, tmp_path)
    assert "erste Zeile\nzweite Zeile" in text


def test_a_half_filled_form_can_be_shown(tmp_path: Path) -> None:
    from clerk_desktop.desktop.services.forms import typeset

    of = matter("abmeldung")
    made = typeset(of.papers[0], of, {"move_out_date": "2026-13-"}, context())
    text = poppler("pdftotext", made.pdf, tmp_path)
    assert "2026-13-" in text
    assert "Familienname" in text
    assert "Geburtsname" not in text
    assert len(made.signature_boxes) == 1


def test_only_ticks_that_are_set_are_declared(tmp_path: Path) -> None:
    text = " ".join(poppler("pdftotext", paper("ummeldung", objection_parties="yes").pdf, tmp_path).split())
    assert "Ich widerspreche der Übermittlung an Parteien" in text
    assert "Adressbuchverlage" not in text


def test_before_the_identification_nothing_is_certified_about_it(tmp_path: Path) -> None:
    from clerk_desktop.desktop.services.forms import typeset

    of = matter("lebensbescheinigung")
    unknown = replace(context(), identified_at=None)
    text = poppler("pdftotext", typeset(of.papers[0], of, values(of), unknown).pdf, tmp_path)
    assert "vorgesprochen" in text
    assert "ausgewiesen durch:" not in text
    assert "10:32 Uhr ausgewiesen durch: Perso" in " ".join(
        poppler("pdftotext", paper("lebensbescheinigung").pdf, tmp_path).split()
    )


def test_signs_that_would_hide_or_turn_text_are_left_out(tmp_path: Path) -> None:
    text = poppler("pdftotext", paper("ummeldung", birth_place="Kö\u202eln\x00\u200b").pdf, tmp_path)
    assert "Köln" in text


def test_a_sign_without_a_glyph_breaks_the_paper_and_the_form_says_which() -> None:
    with pytest.raises(PaperBroken):
        paper("ummeldung", birth_place="Köln 😀")
    of = matter("ummeldung")
    (error,) = check_values(of, values(of, birth_place="Köln 😀"), TODAY)
    assert error.params == {"characters": "😀"}


@pytest.mark.parametrize("name", ["Đặng Thị Hồng", "Łukasz Żółć", "Ğül İnce", "Ķ M̧āris", "ẞß"])
def test_names_of_din_91379_can_be_set(name: str, tmp_path: Path) -> None:
    text = poppler("pdftotext", paper("ummeldung", birth_place=name).pdf, tmp_path)
    # Without blanks: poppler guesses one behind a combining mark.
    assert "".join(name.split()) in "".join(text.split())


def test_the_same_values_at_the_same_moment_make_the_same_bytes() -> None:
    from clerk_desktop.desktop.services.forms import typeset

    of = matter("ummeldung")
    first = typeset(of.papers[0], of, values(of), context()).pdf
    assert typeset(of.papers[0], of, values(of), context()).pdf == first
    assert typeset(of.papers[0], of, values(of), context(MOMENT + timedelta(days=1))).pdf != first


def test_a_missing_template_is_said() -> None:
    from clerk_desktop.desktop.services.forms import typeset

    of = matter("ummeldung")
    missing = of.papers[0].model_copy(update={"template": "nowhere.typ", "title": Text(de="x", en="x")})
    with pytest.raises(PaperBroken, match=r"nowhere\.typ"):
        typeset(missing, of, {}, context())


def test_the_desk_starts_without_the_heavy_libraries() -> None:
    modules = "forms, pdf, pki, signing"
    heavy = "{'typst', 'pymupdf', 'pikepdf', 'pyhanko', 'cryptography', 'asn1crypto'}"
    code = f"import sys; from clerk_desktop.desktop.services import {modules}; print({heavy} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert run.stdout.strip() == "set()"
