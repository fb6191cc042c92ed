"""The desk's own glue to typst and pyHanko, on a real matter."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from clerk_desktop.common.errors import PaperBroken, SignatureRefused
from clerk_desktop.common.matters import SignatureLevel
from clerk_desktop.desktop.engines import DrawnSigner, typeset_paper
from clerk_desktop.desktop.models.ports import Order, TypesetPaper
from tests.helpers import papers
from tests.helpers.desk_samples import CLERK, a_case, a_drawing

DEMO = "demo-pki"


@pytest.fixture(scope="module")
def paper() -> TypesetPaper:
    matter = papers.matter("lebensbescheinigung")
    values: Mapping[str, str] = papers.values(matter)
    order = Order(a_case(matters=(matter,)), CLERK, papers.MOMENT, papers.MOMENT)
    return typeset_paper(matter.papers[0], values, order)


def test_a_paper_is_set_with_a_place_for_the_signature(paper: TypesetPaper) -> None:
    assert paper.pdf.startswith(b"%PDF")
    assert len(paper.boxes) == 1


def test_a_drawing_becomes_a_signature_that_validates(paper: TypesetPaper, tmp_path: Path) -> None:
    from clerk_desktop.desktop.services.pki import DemoPki
    from clerk_desktop.desktop.services.signing import validate

    sign = DrawnSigner(tmp_path)
    signed = sign(paper, a_drawing(), "Erika Mustermann", SignatureLevel.SIMPLE, papers.MOMENT)
    report = validate(signed, DemoPki.load_or_create(tmp_path), papers.MOMENT)
    assert report.valid
    assert report.signers[0].startswith("Erika Mustermann")
    assert (tmp_path / DEMO).is_dir()


def test_a_drawing_is_never_sold_as_more_than_it_is(paper: TypesetPaper, tmp_path: Path) -> None:
    with pytest.raises(SignatureRefused):
        DrawnSigner(tmp_path)(paper, a_drawing(), "Erika", SignatureLevel.ADVANCED, papers.MOMENT)


def test_a_paper_without_a_place_is_not_signed(paper: TypesetPaper, tmp_path: Path) -> None:
    with pytest.raises(PaperBroken):
        DrawnSigner(tmp_path)(TypesetPaper(paper.pdf, ()), a_drawing(), "E", SignatureLevel.SIMPLE, papers.MOMENT)


def test_of_several_matters_each_paper_says_its_own() -> None:
    import pymupdf

    case = a_case(matters=(papers.matter("ummeldung"), papers.matter("lebensbescheinigung")))
    own = {field.id: "" for field in case.matter.fields}
    values = own | {"family_name": "MUSTERMANN", "remark": "zum Umzug", "m2_remark": "zur Rente"}
    texts = []
    for one in case.matter.papers:
        made = typeset_paper(one, values, Order(case, CLERK, papers.MOMENT, papers.MOMENT))
        with pymupdf.open(stream=made.pdf, filetype="pdf") as document:
            texts.append("".join(page.get_text() for page in document))
        assert len(made.boxes) == 1
    assert ["zum Umzug" in text for text in texts] == [True, False]
    assert ["zur Rente" in text for text in texts] == [False, True]
    assert all("MUSTERMANN" in text for text in texts)
