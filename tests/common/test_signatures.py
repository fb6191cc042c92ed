from __future__ import annotations

import math
from collections.abc import Iterable

import pytest
from pydantic import ValidationError

from clerk_desktop.common.errors import SignatureRefused, WrongState
from clerk_desktop.common.matters import SignatureLevel
from clerk_desktop.common.signatures import (
    MAX_POINTS,
    Drawing,
    Point,
    RequestState,
    SignatureRequest,
    check_drawing,
)
from tests.helpers.papers import drawing

REQUEST = SignatureRequest("r1", "meldeschein", "0" * 64, "Erika Mustermann", SignatureLevel.SIMPLE)


def drawn(*strokes: Iterable[tuple[float, float]]) -> Drawing:
    return Drawing(width=500, height=200, strokes=[[Point(x=x, y=y, t=0) for x, y in stroke] for stroke in strokes])


def test_a_signature_passes() -> None:
    check_drawing(drawing())
    check_drawing(drawn([(100 + 60 * math.cos(a / 5), 100 + 60 * math.sin(a / 5)) for a in range(32)]))


@pytest.mark.parametrize(
    ("refused", "why"),
    [
        (drawn([(10, 10)]), "too few"),
        (drawn([(10, 10), (90, 90)]), "too few"),
        (drawn([(10, 10), (12, 14), (11, 9)]), "too small"),
        (drawn([(x, 50 + x / 10) for x in range(0, 200, 5)]), "straight"),
        (drawn([(x, 50 + x / 10) for x in (*range(0, 200, 5), *range(195, -1, -5))]), "straight"),
        (drawn([(x % 500, x % 190) for x in range(MAX_POINTS + 1)]), "too many"),
    ],
    ids=["dot", "two-points", "tiny", "line", "line-there-and-back", "endless"],
)
def test_what_nobody_calls_a_signature_is_sent_back(refused: Drawing, why: str) -> None:
    with pytest.raises(SignatureRefused, match=why):
        check_drawing(refused)


@pytest.mark.parametrize("number", [math.nan, math.inf, -1, 10_001])
def test_points_lie_on_a_pad(number: float) -> None:
    with pytest.raises(ValidationError):
        Point(x=number, y=1, t=0)


def test_a_pad_has_a_size_and_a_drawing_a_stroke() -> None:
    with pytest.raises(ValidationError):
        Drawing(width=0, height=10, strokes=(((Point(x=1, y=1, t=0)),),))
    with pytest.raises(ValidationError):
        Drawing(width=10, height=10, strokes=())


def test_a_request_ends_once() -> None:
    signed = REQUEST.signed()
    assert signed.state is RequestState.SIGNED
    assert signed.signed() is signed
    with pytest.raises(WrongState):
        signed.declined("doch nicht")
    with pytest.raises(WrongState):
        REQUEST.withdrawn().signed()
    assert REQUEST.declined("später").reason == "später"
