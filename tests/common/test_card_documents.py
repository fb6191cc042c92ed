"""The data files of documents, and what must be in them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from clerk_desktop.common.card_documents import CardDocument, CardSide, Category, Region
from clerk_desktop.desktop.services.card_documents import USUAL, document_for, load_documents

DOCUMENTS = load_documents()
UNSEEN = ("UV", "ultraviolett", "fühlbar", "ertast", "tactile", "ultraviolet")


def test_the_four_kinds_are_there_the_usual_first() -> None:
    assert next(iter(DOCUMENTS)) == USUAL
    assert set(DOCUMENTS) == {"personalausweis", "aufenthaltstitel", "reisepass", "eid-karte"}


@pytest.mark.parametrize("document", [d for d in DOCUMENTS.values() if d.portrait], ids=lambda d: d.id)
def test_each_identity_document_has_features_of_all_four_categories(document: CardDocument) -> None:
    assert {feature.category for feature in document.features} == set(Category)


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=lambda d: d.id)
def test_only_what_a_camera_in_white_light_can_show(document: CardDocument) -> None:
    for feature in document.features:
        for text in (feature.look_for.de, feature.look_for.en, feature.move.de, feature.move.en):
            assert not [word for word in UNSEEN if word in text], feature.id


def test_a_passport_is_read_from_the_side_with_the_portrait() -> None:
    assert DOCUMENTS["reisepass"].one_sided
    assert not DOCUMENTS["personalausweis"].one_sided


def test_the_eid_card_carries_neither_photo_nor_lines() -> None:
    card = DOCUMENTS["eid-karte"]
    assert (card.portrait, card.mrz_side) == (None, None)


@pytest.mark.parametrize(("kind", "found"), [("ID", "personalausweis"), ("AR", "aufenthaltstitel"), ("P", "reisepass")])
def test_the_lines_say_which_document_it_is(kind: str, found: str) -> None:
    document = document_for(kind)
    assert document is not None
    assert document.id == found


def test_an_unknown_code_is_no_document_of_ours() -> None:
    assert document_for("XX") is None


def test_a_region_stays_on_the_card() -> None:
    with pytest.raises(ValidationError):
        Region(x=0.8, y=0, width=0.3, height=0.1)
    grown = Region(x=0.9, y=0.0, width=0.1, height=0.1).grown(0.05)
    assert (grown.x, grown.y, grown.width, grown.height) == pytest.approx((0.85, 0.0, 0.15, 0.15))


def test_a_feature_stands_once() -> None:
    card = DOCUMENTS["personalausweis"]
    with pytest.raises(ValidationError):
        CardDocument.model_validate({**card.model_dump(), "features": [card.features[0].model_dump()] * 2})
    assert card.features[0].side in CardSide
