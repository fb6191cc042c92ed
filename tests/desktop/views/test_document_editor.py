from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clerk_desktop.common.errors import PaperBroken
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.views.document_editor import DocumentEditor
from clerk_desktop.desktop.widgets.fields import ChoiceField, DateField, LongTextField, TextField, TickField
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import COMPLETE, a_case, a_matter, t


async def opened(rehearsal: Rehearsal) -> DocumentEditor:
    await rehearsal.identified()
    rehearsal.desk.window.show()
    await rehearsal.quiet()
    editor = rehearsal.desk.window.work_area.panels[Stage.WORK]
    assert isinstance(editor, DocumentEditor)
    return editor


async def test_every_kind_of_field_has_its_editor(rehearsal: Rehearsal) -> None:
    editor = await opened(rehearsal)
    kinds = {name: type(row.editor) for name, row in editor.form.rows.items()}
    assert kinds == {
        "family_name": TextField,
        "given_names": TextField,
        "birth_date": DateField,
        "document_number": TextField,
        "new_street": TextField,
        "new_postcode": TextField,
        "new_kind": ChoiceField,
        "objection": TickField,
        "remark": LongTextField,
    }
    assert editor.form.rows["birth_date"].editor.objectName() == "document.field.birth_date"


async def test_each_value_says_where_it_came_from(rehearsal: Rehearsal) -> None:
    editor = await opened(rehearsal)
    sources = {name: row.source.text() for name, row in editor.form.rows.items()}
    assert sources["family_name"] == "aus der Buchung"
    assert sources["document_number"] == "vom Ausweis"
    assert sources["new_street"] == ""
    QTest.keyClicks(editor.form.rows["new_street"].editor, "Weg 1")
    assert editor.form.rows["new_street"].source.text() == "von Ihnen"


async def test_typing_reaches_the_form_and_dates_are_german(rehearsal: Rehearsal) -> None:
    editor = await opened(rehearsal)
    rows, form = editor.form.rows, rehearsal.rooms.form
    date_field = rows["birth_date"].editor
    assert isinstance(date_field, DateField)
    assert date_field.text() == "12.08.1964"
    QTest.keyClick(date_field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(date_field, "1.2.1970")
    assert form.values["birth_date"] == "1970-02-01"
    choice = rows["new_kind"].editor
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert form.values["new_kind"] == "only"
    tick = rows["objection"].editor
    QTest.keyClick(tick, Qt.Key.Key_Space)
    assert form.values["objection"] == "yes"
    QTest.keyClicks(rows["remark"].editor, "Zwei")
    QTest.keyClick(rows["remark"].editor, Qt.Key.Key_Return)
    QTest.keyClicks(rows["remark"].editor, "Zeilen")
    assert form.values["remark"] == "Zwei\nZeilen"


async def test_errors_stand_below_their_field_in_words(rehearsal: Rehearsal) -> None:
    editor = await opened(rehearsal)
    row = editor.form.rows["new_postcode"]
    assert row.error.text() == ""
    QTest.keyClicks(row.editor, "661")
    assert row.error.text() == "Eine Postleitzahl hat fünf Ziffern."
    assert row.editor.property("wrong") == "true"
    QTest.keyClicks(row.editor, "11")
    assert row.error.text() == ""


async def test_sending_an_incomplete_form_leads_to_the_first_gap(rehearsal: Rehearsal) -> None:
    editor = await opened(rehearsal)
    assert editor._status.text() == "3 Angaben fehlen noch oder stimmen nicht."
    editor.send.click()
    assert editor.form.rows["new_street"].error.text() == "Diese Angabe fehlt noch."
    focused = rehearsal.desk.window.focusWidget()
    assert focused is not None
    # The stage began with the keyboard in the first gap; trying to go on leads to the next.
    assert focused.objectName() == "document.field.new_postcode"
    assert rehearsal.rooms.review.papers == ()


async def test_gaps_are_walked_round_and_round(rehearsal: Rehearsal) -> None:
    editor = await opened(rehearsal)
    names = []
    for _ in range(4):
        editor.form.focus_next_gap()
        focused = rehearsal.desk.window.focusWidget()
        assert focused is not None
        names.append(focused.objectName().removeprefix("document.field."))
    assert names == ["new_postcode", "new_kind", "new_street", "new_postcode"]


async def test_a_complete_form_goes_to_the_citizen(rehearsal: Rehearsal) -> None:
    editor = await opened(rehearsal)
    for name, value in COMPLETE.items():
        rehearsal.rooms.form.set_value(name, value)
    assert editor._status.text() == "Das Formular ist vollständig."
    editor.send.click()
    assert not editor.send.isEnabled()
    assert editor.send.text().strip() == "Papier entsteht …"
    await rehearsal.quiet()
    assert rehearsal.rooms.stage.current is Stage.REVIEW
    assert editor.send.isEnabled()


async def test_the_preview_shows_the_page_and_says_when_it_cannot(rehearsal: Rehearsal) -> None:
    editor = await opened(rehearsal)
    assert editor.preview.page.has_page
    assert editor.preview._number.text() == "1 / 2"
    editor.preview._after.click()
    await rehearsal.quiet()
    assert editor.preview._number.text() == "2 / 2"
    assert not editor.preview._after.isEnabled()
    rehearsal.pages.fail = PaperBroken()
    rehearsal.rooms.preview.refresh()
    await rehearsal.quiet()
    assert editor.preview._error.text().startswith("Das Papier konnte nicht erstellt werden.")
    assert editor.preview.page.has_page


async def test_a_matter_with_several_papers_offers_them(rehearsal: Rehearsal) -> None:
    two = [{"id": n, "template": "x.typ", "title": t(n.title()), "file_name": n.title()} for n in ("first", "second")]
    rehearsal.office.case = a_case(matters=(a_matter(papers=two),))
    editor = await opened(rehearsal)
    chooser = editor.preview._papers
    assert chooser.isVisibleTo(editor)
    QTest.keyClick(chooser, Qt.Key.Key_End)
    await rehearsal.quiet()
    assert rehearsal.rooms.preview.paper is not None
    assert rehearsal.rooms.preview.paper.id == "second"
    assert chooser.value() == "second"


async def test_another_case_brings_another_form(rehearsal: Rehearsal) -> None:
    editor = await opened(rehearsal)
    rehearsal.desk.case.interrupt()
    assert editor.form.rows == {}
