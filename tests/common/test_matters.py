from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from clerk_desktop.common.matters import FieldKind, Matter, MatterView
from clerk_desktop.resources import resource
from tests.helpers.papers import BOOKING, CARD, MATTERS, OFFICE, matter

SOURCES = {
    "booking": set(type(BOOKING).model_fields),
    "card": set(type(CARD).__dataclass_fields__),
    "office": {*type(OFFICE).model_fields, "town"},
}


@pytest.mark.parametrize("path", sorted(resource("matters").glob("*.toml")), ids=lambda path: path.stem)
def test_every_matter_of_the_town_is_sound(path: Path) -> None:
    read = matter(path.stem)
    assert read.id == path.stem
    for paper in read.papers:
        assert resource("forms", paper.template).is_file()
    for field in read.fields:
        for source in field.sources:
            place, _, name = source.partition(".")
            assert source == "today" or name in SOURCES[place], f"{field.id}: no such source {source}"
        if field.kind is not FieldKind.DATE:
            assert field.not_before_days is None
            assert field.not_after_days is None


@pytest.mark.parametrize("name", MATTERS)
def test_the_first_matters_are_free_and_signed_once(name: str) -> None:
    read = matter(name)
    assert (read.fee_cents, read.signers, read.signature, read.identity) == (0, 1, "simple", "video")
    assert read.bring
    assert read.legal_basis


def test_names_come_from_the_booking_before_the_card_that_has_no_umlauts() -> None:
    for name in MATTERS:
        fields = {field.id: field for field in matter(name).fields}
        assert fields["family_name"].sources == ("booking.family_name", "card.family_name")
        assert fields["birth_date"].sources == ("card.birth_date", "booking.birth_date")


def test_the_certificate_of_life_gives_no_card_number_away() -> None:
    assert all("card.document_number" not in field.sources for field in matter("lebensbescheinigung").fields)


def test_the_page_sees_neither_fields_nor_templates() -> None:
    view = matter("ummeldung").public()
    assert type(view) is MatterView
    assert not {"fields", "papers"} & set(view.model_dump())


def changed(**fields: object) -> dict[str, Any]:
    return matter("ummeldung").model_dump() | fields


def test_an_id_that_stands_twice_is_refused() -> None:
    data = changed()
    with pytest.raises(ValidationError, match="stands twice"):
        Matter.model_validate(data | {"papers": data["papers"] * 2})


def test_choices_without_the_kind_are_refused() -> None:
    data = changed()
    data["fields"][0]["choices"] = ({"value": "a", "label": {"de": "a", "en": "a"}},)
    with pytest.raises(ValidationError, match="choices belong"):
        Matter.model_validate(data)


@pytest.mark.parametrize(
    "condition", [{"field": "nowhere", "values": ("a",)}, {"field": "old_kept", "values": ("given_up", "burnt")}]
)
def test_a_condition_that_can_never_hold_is_refused(condition: dict[str, object]) -> None:
    data = changed()
    data["fields"][0]["required_when"] = condition
    with pytest.raises(ValidationError, match="can never hold"):
        Matter.model_validate(data)


def test_a_misspelt_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="fee_cent"):
        Matter.model_validate(changed(fee_cent=500))
