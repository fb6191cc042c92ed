"""Several matters in one appointment are one matter on the desk, and each paper still says its own."""

from __future__ import annotations

import pytest

from clerk_desktop.common import several
from clerk_desktop.common.forms import check_values
from clerk_desktop.common.matters import IdentityLevel, Matter, SignatureLevel, Text
from clerk_desktop.common.several import bring, combine, listed, minutes, part_of, titles
from tests.helpers.papers import TODAY, matter

PARTS = (matter("abmeldung"), matter("ummeldung"), matter("lebensbescheinigung"))


def test_length_fee_and_what_to_bring_add_up() -> None:
    together = combine(PARTS)
    assert together.duration_minutes == minutes(PARTS) == sum(part.duration_minutes for part in PARTS)
    assert len(set(together.bring)) == len(together.bring)
    assert {text for part in PARTS for text in part.bring} == set(bring(PARTS))
    assert [paper.id for paper in together.papers] == ["abmeldung", "meldeschein", "lebensbescheinigung"]
    first, second, third = (part.title.de for part in PARTS)
    assert titles(PARTS).de == together.title.de == f"{first}, {second} und {third}"


@pytest.mark.parametrize(
    ("count", "de", "en"), [(1, "A", "a"), (2, "A und B", "a and b"), (3, "A, B und C", "a, b and c")]
)
def test_titles_stand_in_one_line(count: int, de: str, en: str) -> None:
    texts = [Text(de=name, en=name.lower()) for name in "ABC"[:count]]
    assert listed(texts) == Text(de=de, en=en)


def test_the_person_is_asked_once_and_everything_else_for_each() -> None:
    together = combine(PARTS)
    ids = [field.id for field in together.fields]
    for once in ("family_name", "birth_place", "document_number"):
        assert [i for i in ids if i.endswith(once)] == [once]
    assert [i for i in ids if i.endswith("remark")] == ["remark", "m2_remark", "m3_remark"]
    other = next(field for field in together.fields if field.id == "m2_move_out_date")
    assert other.required_when is not None
    assert other.required_when.field == "m2_old_kept"
    assert other.section.de.startswith(PARTS[1].title.de)


def test_the_combined_form_is_checked_like_any_other() -> None:
    together = combine(PARTS)
    missing = {error.field for error in check_values(together, {}, TODAY)}
    assert {"family_name", "m2_new_street"} <= missing
    assert not {"remark", "m2_remark"} & missing


def test_each_paper_gets_its_own_values() -> None:
    values = {"family_name": "MUSTERMANN", "remark": "erste", "m2_remark": "zweite", "m2_old_street": "Weg 2"}
    _, paper, _ = combine(PARTS).papers
    part, own = part_of(paper, PARTS, values)
    said = (part.id, own["family_name"], own["remark"], own["old_street"])
    assert said == ("ummeldung", "MUSTERMANN", "zweite", "Weg 2")
    assert own.keys() == {field.id for field in part.fields}


def test_the_strictest_level_holds_for_all() -> None:
    strict = PARTS[2].model_copy(
        update={"identity": IdentityLevel.EID, "signature": SignatureLevel.ADVANCED, "fee_cents": 900}
    )
    together = combine((PARTS[0], strict))
    assert (together.identity, together.signature, together.fee_cents) == ("eid", "advanced", 900)
    assert part_of(PARTS[0].papers[0], (PARTS[0], strict), {})[0].signature == "advanced"


def test_what_one_of_them_needs_is_needed() -> None:
    loose = PARTS[0].fields[0].model_copy(update={"required": False})
    first = PARTS[0].model_copy(update={"fields": (loose, *PARTS[0].fields[1:])})
    assert combine((first, PARTS[1])).fields[0].required


def test_papers_of_the_same_name_stay_two() -> None:
    twin = PARTS[0].model_copy(update={"id": "zwilling", "title": Text(de="Zwilling", en="Twin")})
    one, other = combine((PARTS[0], twin)).papers
    assert (one.id, other.id, other.file_name) == ("abmeldung", "abmeldung-2", "Abmeldung-2")
    assert part_of(other, (PARTS[0], twin), {})[0].id == "zwilling"


def test_one_alone_is_itself() -> None:
    assert combine(PARTS[:1]) is PARTS[0]


def test_what_a_town_lengthened_after_booking_can_still_be_worked() -> None:
    long = [part.model_copy(update={"duration_minutes": 70}) for part in PARTS[:2]]
    together: Matter = combine(long)
    assert together.duration_minutes == several.LONGEST_MINUTES
