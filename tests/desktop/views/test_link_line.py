from __future__ import annotations

import pytest

from clerk_desktop.common.messages.work import LinkQuality, QualityLevel
from clerk_desktop.desktop.models.call import CallState
from clerk_desktop.desktop.widgets.quality_light import QualityLight
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import a_face

GOOD, WEAK, BAD = QualityLevel.GOOD, QualityLevel.WEAK, QualityLevel.BAD


@pytest.mark.parametrize(
    ("ours", "theirs", "word", "why"),
    [
        (GOOD, GOOD, "gut", "auf beiden Seiten gut"),
        (WEAK, GOOD, "schwach", "kommen hier nicht gut an"),
        (GOOD, BAD, "schlecht", "bei der Person nicht gut an"),
        (WEAK, BAD, "schlecht", "in beiden Richtungen"),
    ],
)
async def test_the_light_says_how_it_is_and_whose_side_it_is(
    rehearsal: Rehearsal, ours: QualityLevel, theirs: QualityLevel, word: str, why: str
) -> None:
    await rehearsal.in_call()
    line = rehearsal.desk.window.call_panel.link
    assert line.light.isHidden()
    rehearsal.rooms.quality.judge(ours)
    rehearsal.call.page_says(LinkQuality(level=theirs))
    assert not line.light.isHidden()
    assert line.word.text() == word
    assert line.light.accessibleName() == f"Verbindung: {word}"
    assert why in line.light.toolTip()
    rehearsal.call.set_state(CallState.RECOVERING)
    assert line.light.isHidden()
    assert line.state.text() == "Verbindung wird wiederhergestellt …"


def test_each_state_has_its_own_shape_not_only_its_colour() -> None:
    light = QualityLight()
    shapes = set()
    for level in ("", "good", "weak", "bad"):
        light.set_level(level)
        image = light.grab().toImage()
        ground = image.pixelColor(0, 0)
        lit = [(x, y) for x in range(16) for y in range(16) if image.pixelColor(x * 1, y * 1) != ground]
        shapes.add(frozenset(lit))
    assert len(shapes) == 4


async def test_a_refused_connection_is_not_called_one_that_comes_back(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    panel = rehearsal.desk.window.call_panel
    rehearsal.call.frame.emit(a_face(64, 36))
    rehearsal.call.refused.emit()
    assert not panel.surface.has_picture
    rehearsal.call.set_state(CallState.RECOVERING)
    assert panel.state.text() == "Aus Sicherheitsgründen getrennt"
    assert panel.surface.accessibleDescription() == "Aus Sicherheitsgründen getrennt"
