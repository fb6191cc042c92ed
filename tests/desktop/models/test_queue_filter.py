from __future__ import annotations

import pytest

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import FixedClock
from clerk_desktop.desktop.models.queue import QueueModel, Role
from clerk_desktop.desktop.models.queue_filter import Choice, QueueFilter, plain
from tests.helpers.desk_samples import CLERK, NOW, a_queue, an_entry, t


@pytest.fixture
def queue() -> QueueModel:
    model = QueueModel(FixedClock(NOW))
    model.begin(CLERK)
    model.update(
        a_queue(
            an_entry(1, state=State.IN_CALL, called_by="Frau Weber"),
            an_entry(2, state=State.INTERRUPTED),
            an_entry(3, family_name="Yılmaz", reference="SB-7K2M"),
            an_entry(4, given_names="Zoë", family_name="Groß-Ångström", parked=True),
            an_entry(5, state=State.CONFIRMED, matters=(t("Lebensbescheinigung", "Certificate of life"),)),
            an_entry(6, state=State.MISSED),
            an_entry(7, state=State.FINISHED),
        )
    )
    return model


def shown(model: QueueFilter) -> list[str]:
    return [model.index(row, 0).data(Role.ENTRY).id for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("choice", "ids"),
    [
        (Choice.WAITING, ["a1", "a2", "a3", "a4"]),
        (Choice.TODAY, ["a1", "a2", "a3", "a4", "a5", "a6", "a7"]),
        (Choice.PARKED, ["a4"]),
        (Choice.FINISHED, ["a6", "a7"]),
    ],
)
def test_each_choice_shows_its_part_in_the_order_of_the_queue(
    queue: QueueModel, choice: Choice, ids: list[str]
) -> None:
    model = QueueFilter(queue)
    model.choose(choice)
    assert shown(model) == ids


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("yilmaz", ["a3"]),
        ("  YILM erika ", ["a3"]),
        ("zoe gross", ["a4"]),
        ("gross-angstrom", ["a4"]),
        ("certificate", ["a5"]),
        ("lebensb", ["a5"]),
        ("sb7k2m", ["a3"]),
        ("SB-7K", ["a3"]),
        ("yilmaz lebens", []),
        ("(", []),
    ],
)
def test_search_finds_name_matter_and_reference_however_they_are_typed(
    queue: QueueModel, typed: str, ids: list[str]
) -> None:
    model = QueueFilter(queue)
    model.search(typed)
    assert shown(model) == ids


def test_search_and_choice_go_together_and_empty_search_shows_all(queue: QueueModel) -> None:
    model = QueueFilter(queue)
    model.choose(Choice.FINISHED)
    model.search("yilmaz")
    assert shown(model) == []
    model.search(" ")
    assert shown(model) == ["a6", "a7"]


def test_a_change_of_state_moves_somebody_to_another_part(queue: QueueModel) -> None:
    model = QueueFilter(queue)
    model.choose(Choice.PARKED)
    entry = queue.entry("a3")
    assert entry is not None
    queue.replace(entry.model_copy(update={"parked": True}))
    assert shown(model) == ["a3", "a4"]
    assert (model.row_of("a4"), model.row_of("a1"), model.row_of("nobody")) == (1, -1, -1)
    queue.remove("a4")
    assert shown(model) == ["a3"]


def test_letters_are_compared_without_their_accents() -> None:
    assert plain("Çağrı Łukasz Sørensen ẞ") == "cagri lukasz sorensen ss"


def test_who_comes_for_several_matters_is_found_by_each(queue: QueueModel) -> None:
    both = (t("Wohnung ummelden", "Moving within the town"), t("Lebensbescheinigung", "Certificate of life"))
    queue.update(a_queue(an_entry(1), an_entry(2, matters=both)))
    model = QueueFilter(queue)
    for words, ids in (("ummelden", ["a1", "a2"]), ("lebens ummeld", ["a2"]), ("certificate moving", ["a2"])):
        model.search(words)
        assert shown(model) == ids
