"""Everything is reached by keyboard and named for screen readers, in every stage."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from clerk_desktop.common.messages.work import DocumentAnswer
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.views.actions import DEEDS, STAGE_KEYS
from tests.helpers.desk_fakes import Rehearsal

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)
STAGES = (Stage.GREET, Stage.IDENTIFY, Stage.WORK, Stage.REVIEW, Stage.SIGN)


async def at(rehearsal: Rehearsal, stage: Stage | None) -> QWidget:
    window = rehearsal.desk.window
    if stage is not None:
        await rehearsal.shown()
        paper = rehearsal.rooms.review.papers[0]
        rehearsal.call.page_says(DocumentAnswer(id=paper.id, sha256=paper.revision.digest, agreed=True))
        rehearsal.desk.case.go(stage)
        await rehearsal.quiet()
        assert rehearsal.rooms.stage.current is stage
    window.show()
    await rehearsal.quiet()
    return window


def controls(window: QWidget) -> list[QWidget]:
    found = [w for w in window.findChildren(QWidget) if isinstance(w, CONTROLS) and w.isVisibleTo(window)]
    return [w for w in found if not (w.parentWidget() and isinstance(w.parentWidget(), QComboBox))]


@pytest.mark.parametrize("stage", [None, *STAGES])
async def test_everything_that_can_be_used_has_a_name(rehearsal: Rehearsal, stage: Stage | None) -> None:
    window = await at(rehearsal, stage)
    nameless = [
        f"{type(w).__name__} {w.objectName()}"
        for w in controls(window)
        if not (w.accessibleName() or (isinstance(w, QAbstractButton) and w.text()))
    ]
    assert nameless == []


@pytest.mark.parametrize("stage", [None, *STAGES])
async def test_the_tab_key_reaches_every_control(rehearsal: Rehearsal, stage: Stage | None) -> None:
    window = await at(rehearsal, stage)
    reached: set[QWidget] = set()
    widget: QWidget | None = window
    while widget is not None and widget not in reached:
        reached.add(widget)
        widget = widget.nextInFocusChain()
    for control in controls(window):
        if control.isEnabled():
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control.objectName()
            assert control in reached, control.objectName()


async def test_the_form_is_walked_from_top_to_bottom(rehearsal: Rehearsal) -> None:
    await at(rehearsal, Stage.WORK)
    panel = rehearsal.desk.window.findChild(QWidget, "document.field.family_name")
    assert panel is not None
    order = []
    widget: QWidget = panel
    while True:
        if widget.objectName().startswith("document.field."):
            order.append(widget.objectName().removeprefix("document.field."))
        widget = widget.nextInFocusChain()
        if widget is panel:
            break
    matter = rehearsal.rooms.form.matter
    assert matter is not None
    assert order == [field.id for field in matter.fields]


async def test_every_action_has_its_own_key(rehearsal: Rehearsal) -> None:
    keys = [QKeySequence(deed.key).toString() for deed in DEEDS.values()] + list(STAGE_KEYS)
    assert len(keys) == len(set(keys))
    for name, deed in DEEDS.items():
        assert rehearsal.desk.window.actions_of_desk[name].shortcut() == QKeySequence(deed.key)


async def test_keys_work_where_their_button_is(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    window = rehearsal.desk.window
    window.show()
    actions = window.actions_of_desk
    actions["next_person"].trigger()
    await rehearsal.quiet()
    assert rehearsal.office.called == ["next"]
    rehearsal.call.connect_page()
    await rehearsal.quiet()
    # The queue is folded, its button cannot be seen: the key does nothing.
    actions["next_person"].trigger()
    await rehearsal.quiet()
    assert rehearsal.office.called == ["next"]
    actions["go_on"].trigger()
    assert rehearsal.rooms.stage.current is Stage.IDENTIFY
    for _ in range(2):
        actions["go_on"].trigger()
    actions["take_still"].trigger()
    await rehearsal.quiet()
    for _ in range(12):
        if rehearsal.rooms.stage.current is Stage.IDENTIFY:
            actions["go_on"].trigger()
    assert rehearsal.rooms.stage.current is Stage.WORK
    actions["next_gap"].trigger()
    focused = window.focusWidget()
    assert focused is not None
    assert focused.objectName().startswith("document.field.")
    actions["microphone"].trigger()
    actions["camera"].trigger()
    assert (rehearsal.call.microphone_on, rehearsal.call.camera_on) == (False, False)
    actions["hang_up"].trigger()
    assert rehearsal.desk.banner.notices[0].key == "leave?"


async def test_one_press_of_a_key_presses_one_button(rehearsal: Rehearsal) -> None:
    await at(rehearsal, Stage.REVIEW)
    rehearsal.desk.window.actions_of_desk["go_on"].trigger()
    # The signature's button has the same key and came into view by this press.
    assert rehearsal.rooms.stage.current is Stage.SIGN
    assert rehearsal.rooms.signature.items == ()


async def test_a_stage_begins_with_the_keyboard_where_work_begins(rehearsal: Rehearsal) -> None:
    window = await at(rehearsal, Stage.GREET)
    for stage, name in (
        (Stage.IDENTIFY, "identity"),
        (Stage.WORK, "document.send"),
        (Stage.REVIEW, "review.go_on"),
        (Stage.SIGN, "signature.ask"),
    ):
        rehearsal.desk.case.go(stage)
        focused = window.focusWidget()
        assert focused is not None
        assert focused.objectName().startswith(name)
