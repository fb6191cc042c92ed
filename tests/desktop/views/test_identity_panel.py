from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton

from clerk_desktop.common.capture import Assessment, GreyFrame, Side, Wanted
from clerk_desktop.common.errors import CardUnreadable
from clerk_desktop.common.identification import AbortReason, StepKind, StepState
from clerk_desktop.common.messages.clerk import EvidenceKind
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.call import CallState
from clerk_desktop.desktop.models.identity import IdentityState
from clerk_desktop.desktop.views.identity_panel import IdentityPanel
from clerk_desktop.desktop.views.identity_words import (
    HELP,
    HINTS,
    LEVELS,
    NAMES,
    PURPOSES,
    QUESTIONS,
    REASONS,
    TILTS,
)
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from tests.helpers.desk_fakes import FakeReading, Rehearsal
from tests.helpers.desk_samples import CARD, MRZ, a_case, a_matter

QUAD = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))


async def opened(rehearsal: Rehearsal) -> IdentityPanel:
    await rehearsal.in_call()
    rehearsal.desk.case.go(Stage.IDENTIFY)
    panel = rehearsal.desk.window.work_area.panels[Stage.IDENTIFY]
    assert isinstance(panel, IdentityPanel)
    return panel


async def asked_for_card(rehearsal: Rehearsal) -> IdentityPanel:
    panel = await opened(rehearsal)
    panel.yes.click()
    panel.yes.click()
    return panel


async def read(rehearsal: Rehearsal, panel: IdentityPanel) -> None:
    panel.take.click()
    await rehearsal.quiet()


def words(panel: IdentityPanel) -> list[str]:
    return [label.text() for label in panel.facts.findChildren(SafeLabel)]


def shown(panel: IdentityPanel) -> set[str]:
    return {
        button.objectName().removeprefix("identity.")
        for button in panel._foot.findChildren(QPushButton)
        if button.isVisibleTo(panel)
    }


async def test_first_the_clerk_asks_for_consent_in_words_that_can_be_read_out(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    assert panel.prompt.text() == "Ist die Person einverstanden?"
    assert panel.head.help.text().startswith("„Ich prüfe jetzt Ihren Ausweis")
    assert shown(panel) == {"no", "yes", "failed"}


async def test_one_step_after_the_other_by_one_key(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    rehearsal.desk.window.show()
    press = rehearsal.desk.window.actions_of_desk
    press["go_on"].trigger()
    assert panel.prompt.text() == "Sehen und hören Sie die Person gut genug?"
    press["go_on"].trigger()
    assert shown(panel) == {"take_still", "by_hand", "failed"}
    press["step_undo"].trigger()
    assert panel.prompt.text() == "Sehen und hören Sie die Person gut genug?"
    press["step_skip"].trigger()
    listed = rehearsal.rooms.identity.steps.list
    assert listed is not None
    assert [step.kind for step in listed.steps if step.state is StepState.SKIPPED] == [StepKind.QUALITY]


async def test_the_picture_large_with_what_was_read(rehearsal: Rehearsal) -> None:
    panel = await asked_for_card(rehearsal)
    await read(rehearsal, panel)
    assert panel.sight.mrz.lines == MRZ
    assert panel.sight.mrz.accessibleDescription() == "\n".join(MRZ)
    assert {"MUSTERMANN", "ERIKA", "12.08.1964", "LZ6311T47", "01.08.2033"} <= set(words(panel))
    assert "Name und Geburtsdatum stimmen mit der Buchung überein." in words(panel)
    assert panel.prompt.text() == "Steht auf der Vorderseite dasselbe?"
    assert shown(panel) == {"take_still", "skip", "no", "yes", "failed"}


async def test_doubtful_characters_are_shown_as_cuts_of_the_still(rehearsal: Rehearsal) -> None:
    async def found(_frame: GreyFrame, _wanted: Wanted = Wanted.MRZ) -> Assessment:
        return Assessment(quad=QUAD, side=Side.MRZ, good=True)

    rehearsal.reader.assess = found  # type: ignore[method-assign]
    panel = await asked_for_card(rehearsal)
    await read(rehearsal, panel)
    assert panel.sight.doubts.letters == "3"


async def test_one_line_for_each_difference_with_a_tick(rehearsal: Rehearsal) -> None:
    panel = await asked_for_card(rehearsal)
    rehearsal.reader.answer = FakeReading(
        fields=replace(CARD, family_name="MUSTERFRAU", given_names="ERIKA ANNA", expiry_date=date(2025, 8, 1))
    )
    await read(rehearsal, panel)
    assert panel.prompt.text() == "Hier stimmt etwas nicht überein"
    assert "Familienname: gebucht „Mustermann“, auf der Karte „MUSTERFRAU“." in words(panel)
    assert "Vornamen: gebucht „Erika“, auf der Karte „ERIKA ANNA“." in words(panel)
    assert "Der Ausweis ist seit dem 01.08.2025 abgelaufen." in words(panel)
    assert "yes" not in shown(panel)
    for point in ("family_name", "expired"):
        tick = panel.findChild(QCheckBox, f"identity.settled.{point}")
        assert tick is not None
        tick.click()
        await rehearsal.quiet()
        rehearsal.desk.window.grab()
    assert rehearsal.rooms.identity.open_points == ()
    assert panel.prompt.text() == "Steht auf der Vorderseite dasselbe?"


async def test_an_unreadable_card_says_what_helps_and_offers_another_picture(rehearsal: Rehearsal) -> None:
    panel = await asked_for_card(rehearsal)
    rehearsal.reader.answer = CardUnreadable("glare")
    await read(rehearsal, panel)
    assert panel.prompt.text() == "Licht spiegelt sich auf der Karte. Bitten Sie, sie leicht zu kippen."
    assert shown(panel) == {"retry", "by_hand", "failed"}
    rehearsal.reader.answer = FakeReading()
    panel.retry.click()
    await rehearsal.quiet()
    assert rehearsal.rooms.identity.state is IdentityState.READ


async def test_typing_by_hand_with_errors_in_words(rehearsal: Rehearsal) -> None:
    panel = await asked_for_card(rehearsal)
    rehearsal.reader.answer = CardUnreadable("blurred")
    await read(rehearsal, panel)
    panel.by_hand.click()
    form = panel.form
    assert panel._beside.currentIndex() == 1
    form.submit.click()
    assert form._errors["birth_date"].text().startswith("Bitte als Tag.Monat.Jahr")
    for field, text in {
        "family_name": "Mustermann",
        "given_names": "Erika",
        "document_number": "OIL",
        "birth_date": "12.8.1964",
        "expiry_date": "2033-08-01",
    }.items():
        QTest.keyClicks(form.field(field), text)
    form.submit.click()
    assert form._errors["birth_date"].text() == ""
    assert form._errors["document_number"].text().startswith("Diese Nummer kann es so nicht geben.")
    form.field("document_number").set_value("LZ6311T47")
    form.submit.click()
    assert rehearsal.rooms.identity.state is IdentityState.READ
    assert panel._beside.currentIndex() == 0


async def test_a_feature_is_named_shown_where_and_cut_out(rehearsal: Rehearsal) -> None:
    panel = await asked_for_card(rehearsal)
    await read(rehearsal, panel)
    panel.yes.click()
    model = rehearsal.rooms.identity
    feature = model.steps.feature
    assert feature is not None
    assert panel.head.words.text() == f"{feature.name.de}: {feature.look_for.de}"
    assert feature.move.de in panel.head.help.text()
    assert panel.sight.scheme.isVisibleTo(panel)
    assert panel.sight.scheme.region == feature.where
    panel.take.click()
    await rehearsal.quiet()
    assert panel.sight.still.has_picture
    assert panel.take.isEnabled()


async def test_the_typed_serial_number_is_compared_in_words(rehearsal: Rehearsal) -> None:
    panel = await asked_for_card(rehearsal)
    await read(rehearsal, panel)
    model = rehearsal.rooms.identity
    while model.steps.present and model.steps.present.kind is not StepKind.SERIAL:
        panel.yes.click()
    model.steps.typed(model.steps.request, "LZ6311T48")
    assert "Eingetippt wurde „LZ6311T48“, das ist eine andere Nummer." in words(panel)
    model.steps.typed(model.steps.request, "lz6311t47")
    assert "Die eingetippte Seriennummer stimmt." in words(panel)


async def test_after_confirming_the_picture_is_gone_from_the_screen(rehearsal: Rehearsal) -> None:
    panel = await asked_for_card(rehearsal)
    await read(rehearsal, panel)
    rehearsal.checked()
    assert panel.prompt.text() == "Alle Schritte sind durch. Ist es diese Person?"
    assert panel.head.help.text() == "Erreicht: Video-Prüfung vollständig."
    assert shown(panel) == {"confirm", "failed"}
    panel.confirm.click()
    await rehearsal.quiet()
    assert not panel.sight.still.has_picture
    assert not panel.sight.live.has_picture
    assert panel.sight.mrz.lines == ()
    rehearsal.desk.case.go(Stage.IDENTIFY)
    assert panel.prompt.text() == "Die Identität ist bestätigt: Video-Prüfung vollständig"
    assert shown(panel) == {"retry", "go_on"}
    panel.go_on.click()
    assert rehearsal.rooms.stage.current is Stage.WORK


async def test_what_was_not_checked_stays_visible(rehearsal: Rehearsal) -> None:
    panel = await asked_for_card(rehearsal)
    await read(rehearsal, panel)
    model = rehearsal.rooms.identity
    while model.steps.present is not None:
        (panel.skip if model.steps.present.kind is StepKind.TILT else panel.yes).click()
    assert panel.head.help.text() == "Erreicht: Ausweis gesehen. Nicht geprüft: Bewegen."
    panel.confirm.click()
    await rehearsal.quiet()
    rehearsal.desk.case.go(Stage.IDENTIFY)
    assert "Nicht geprüft: Bewegen." in panel.head.help.text()


async def test_no_asks_for_the_reason_the_usual_ones_first(rehearsal: Rehearsal) -> None:
    panel = await asked_for_card(rehearsal)
    await read(rehearsal, panel)
    panel.no.click()
    assert panel.aborting
    assert panel.abort._order[:2] == (AbortReason.DIFFERENT_DATA, AbortReason.DAMAGED)
    assert rehearsal.desk.case.is_open
    QTest.keyClick(panel.abort, Qt.Key.Key_Escape)
    assert not panel.aborting
    panel.no.click()
    QTest.keyClick(panel.abort, Qt.Key.Key_1)
    await rehearsal.quiet()
    assert not rehearsal.desk.case.is_open
    assert rehearsal.office.notes == [(EvidenceKind.IDENTIFICATION_FAILED, None)]
    assert not panel.sight.still.has_picture


async def test_without_a_card_questions_are_left_and_the_level_says_so(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    panel.document.setCurrentIndex(panel.document.findData(""))
    panel.document.activated.emit(0)
    panel.yes.click()
    panel.yes.click()
    assert panel.head.words.text() in set(PURPOSES.values())
    rehearsal.checked()
    assert panel.level.text() == "erreicht: nach Fragen · verlangt: Video-Prüfung vollständig"
    assert panel.confirm.isEnabled()


async def test_a_matter_that_asks_for_less_takes_fewer_steps(rehearsal: Rehearsal) -> None:
    rehearsal.office.case = a_case(matters=(a_matter(identity="card"),))
    panel = await asked_for_card(rehearsal)
    await read(rehearsal, panel)
    for _ in range(3):
        panel.yes.click()
    assert panel.confirm.isVisibleTo(panel)
    assert panel.level.text() == "erreicht: Ausweis gesehen · verlangt: Ausweis gesehen"


async def test_a_picture_that_is_none_leaves_the_surface_empty(rehearsal: Rehearsal) -> None:
    panel = await asked_for_card(rehearsal)
    rehearsal.call.still = b"no picture at all"
    rehearsal.reader.answer = CardUnreadable("not_a_picture")
    await read(rehearsal, panel)
    assert not panel.sight.still.has_picture
    assert panel.prompt.text().startswith("Es kam kein brauchbares Bild an.")


async def test_without_a_connection_no_picture_can_be_asked_for(rehearsal: Rehearsal) -> None:
    panel = await asked_for_card(rehearsal)
    rehearsal.call.set_state(CallState.RECOVERING)
    rehearsal.rooms.identity.answer(StepState.PASSED)
    assert not panel.take.isEnabled()
    rehearsal.call.connect_page()
    assert panel.take.isEnabled()


@pytest.mark.parametrize("table", [HELP, HINTS, LEVELS, NAMES, QUESTIONS, REASONS, TILTS])
def test_every_word_of_a_table_is_there(table: dict[object, str]) -> None:
    kind = type(next(iter(table)))
    assert set(table) == set(kind)
