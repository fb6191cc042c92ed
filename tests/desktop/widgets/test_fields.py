from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clerk_desktop.desktop.widgets.fields import (
    ChoiceField,
    DateField,
    Leaving,
    LongTextField,
    MessageField,
    TextField,
    TickField,
    german_date,
    iso_date,
)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("12.8.1964", "1964-08-12"),
        (" 12. 08. 1964 ", "1964-08-12"),
        ("12/8/1964", "1964-08-12"),
        ("12081964", "1964-08-12"),
        ("1964-08-12", "1964-08-12"),
        ("1964-8-2", "1964-08-02"),
        ("31.02.2024", "31.02.2024"),
        ("12.8.64", "12.8.64"),
        ("gestern", "gestern"),
        ("", ""),
    ],
)
def test_dates_as_people_type_them(typed: str, iso: str) -> None:
    assert iso_date(typed) == iso


def test_dates_as_germans_read_them() -> None:
    assert german_date("1964-08-12") == "12.08.1964"
    assert german_date("no date") == "no date"


def test_a_date_field_shows_german_and_holds_iso() -> None:
    field = DateField()
    edited: list[str] = []
    field.edited.connect(edited.append)
    field.set_value("1964-08-12")
    assert (field.text(), field.value()) == ("12.08.1964", "1964-08-12")
    field.clear()
    QTest.keyClicks(field, "1.2.1970")
    assert edited[-1] == "1970-02-01"
    # The model echoes the value while the person is typing: the text stays.
    field.set_value("1970-02-01")
    assert field.text() == "1.2.1970"
    QTest.keyClick(field, Qt.Key.Key_Tab)


def test_typing_is_told_and_setting_is_not() -> None:
    field = TextField()
    edited: list[str] = []
    field.edited.connect(edited.append)
    field.set_value("Weg")
    assert edited == []
    QTest.keyClicks(field, "X")
    assert edited == ["XWeg"]
    field.set_value("XWeg")
    assert field.cursorPosition() == 1


def test_a_choice_is_empty_until_one_is_chosen_and_keeps_its_value_in_another_language() -> None:
    field = ChoiceField()
    field.set_choices([("only", "alleinige"), ("main", "Haupt")], "bitte wählen")
    assert (field.value(), field.currentText()) == ("", "bitte wählen")
    edited: list[str] = []
    field.edited.connect(edited.append)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert edited == ["only", "main"]
    field.set_choices([("only", "only"), ("main", "main dwelling")], "please choose")
    assert (field.value(), field.currentText()) == ("main", "main dwelling")
    field.set_value("unknown")
    assert field.value() == ""


def test_the_wheel_changes_no_answer_in_passing() -> None:
    field = ChoiceField()
    field.set_choices([("a", "a"), ("b", "b")], "")
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    field.wheelEvent(event)
    assert field.value() == ""
    assert not event.isAccepted()


def test_a_tick_is_its_value_or_nothing() -> None:
    field = TickField("yes")
    edited: list[str] = []
    field.edited.connect(edited.append)
    field.click()
    field.click()
    assert edited == ["yes", ""]
    field.set_value("yes")
    assert field.isChecked()
    assert edited == ["yes", ""]
    assert not field.grab().isNull()


def test_tab_leaves_a_field_of_several_lines() -> None:
    field = LongTextField()
    field.set_value("a\nb")
    assert field.value() == "a\nb"
    assert field.tabChangesFocus()


@pytest.mark.parametrize("make", [TextField, DateField, LongTextField, ChoiceField, lambda: TickField("yes")])
def test_a_wrong_value_is_marked(make: type[TextField]) -> None:
    field = make()
    field.set_wrong(True)
    assert field.property("wrong") == "true"
    field.set_wrong(False)
    assert field.property("wrong") == "false"


def test_leaving_is_told() -> None:
    field = TextField()
    left: list[None] = []
    Leaving(field).left.connect(lambda: left.append(None))
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusIn))
    assert left == []
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusOut))
    assert left == [None]


def test_leaving_a_date_field_writes_it_the_german_way() -> None:
    field = DateField()
    QTest.keyClicks(field, "1964-8-12")
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusOut))
    assert field.text() == "12.08.1964"


def test_return_sends_a_message_and_shift_return_is_a_new_line(qtbot: QtBot) -> None:
    field, sent = MessageField(), []
    qtbot.addWidget(field)
    field.finished.connect(lambda: sent.append(field.toPlainText()))
    QTest.keyClicks(field, "Guten")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field, "Tag")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(field, key)
    assert [text.split() for text in sent] == [["Guten", "Tag"]] * 2
    assert len(field.toPlainText().splitlines()) == 2


def test_an_answer_that_is_always_there_leaves_no_empty_one(qtbot: QtBot) -> None:
    field = ChoiceField()
    qtbot.addWidget(field)
    field.set_choices([("a", "Erstes"), ("b", "Zweites")], None)
    field.set_value("b")
    assert (field.count(), field.value()) == (2, "b")
