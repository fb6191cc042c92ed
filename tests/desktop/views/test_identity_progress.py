from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from pytestqt.qtbot import QtBot

from clerk_desktop.common.identification import Checklist, StepState, plan
from clerk_desktop.common.matters import IdentityLevel
from clerk_desktop.desktop.services.card_documents import load_documents
from clerk_desktop.desktop.views.identity_progress import IdentityProgress
from clerk_desktop.desktop.widgets.view import View

AT = datetime(2026, 11, 23, 9, 0, 7, tzinfo=UTC)


def a_list() -> Checklist:
    return plan(IdentityLevel.VIDEO, load_documents()["personalausweis"], Random(1))


def lines(widget: IdentityProgress) -> dict[str, str]:
    found = widget.findChildren(View)
    return {line.objectName().removeprefix("identity.step."): line.accessibleName() for line in found}


def test_each_step_says_how_it_went_in_words(qtbot: QtBot) -> None:
    widget = IdentityProgress()
    qtbot.addWidget(widget)
    listed = a_list().decided("consent", StepState.PASSED, AT).decided("quality", StepState.SKIPPED, AT)
    widget.show_list(listed)
    said = lines(widget)
    assert said["consent"] == "Einwilligung: ja, 10:00:07"
    assert said["quality"] == "Bild und Ton: nicht geprüft, 10:00:07"
    assert said["read"] == "Ausweis lesen: jetzt"
    assert said["feature_2"] == "Merkmal 2: offen"
    assert len(said) == len(listed.steps)


def test_nothing_without_a_case(qtbot: QtBot) -> None:
    widget = IdentityProgress()
    qtbot.addWidget(widget)
    widget.show_list(a_list())
    widget.show_list(None)
    qtbot.wait(1)
    assert lines(widget) == {}
