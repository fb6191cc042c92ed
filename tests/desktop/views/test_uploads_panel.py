from __future__ import annotations

from dataclasses import dataclass, replace

from pytestqt.qtbot import QtBot

from clerk_desktop.common.messages.upload import Uploads, UploadState
from clerk_desktop.desktop.models.uploads import NAME, Handed
from clerk_desktop.desktop.views.uploads_panel import UploadsPanel
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.papers import matter

LANDLORD = "wohnungsgeber"


@dataclass(frozen=True)
class Picture:
    width: int = 20
    height: int = 30
    bgra: bytes = bytes(2400)


@dataclass(frozen=True)
class Read:
    pdf: bytes = b"%PDF"
    pages: int = 2
    picture: Picture = Picture()
    removed: tuple[str, ...] = ("javascript",)


def arrived(item: Handed) -> Handed:
    return replace(item, state=UploadState.ARRIVED, parts=1, read=Read(), removed=("javascript",))


async def test_what_came_is_shown_and_accepted_or_sent_back(rehearsal: Rehearsal, qtbot: QtBot) -> None:
    await rehearsal.in_call()
    model = rehearsal.rooms.uploads
    panel = UploadsPanel(model)
    qtbot.addWidget(panel)
    model.start(matter("ummeldung"))
    assert panel.isHidden()
    model.use_values({"landlord_proof": "confirmation"})
    row = panel.rows[LANDLORD]
    assert not panel.isHidden()
    assert "gebraucht" in row.state.text()
    assert row.accept.isHidden()
    model._put(arrived(model.items[0]))
    assert not row.accept.isHidden()
    assert not row.picture.pixmap().isNull()
    assert row.state.text() == "Angekommen, Seiten: 2 Aktive Inhalte wurden entfernt."
    row.reason.setText("Seite 2 fehlt.")
    row.back.click()
    assert row.state.text() == "Zurückgegeben: Seite 2 fehlt."
    assert row.reason.text() == ""
    model._put(arrived(model.items[0]))
    row.accept.click()
    assert row.state.text().startswith("Angenommen")
    assert row.accept.isHidden()
    await rehearsal.quiet()
    told = [message for message in rehearsal.call.said if isinstance(message, Uploads)]
    assert [told[-1].items[0].state, told[-1].items[0].required] == [UploadState.ACCEPTED, True]
    assert not rehearsal.desk.tasks.busy(NAME)


async def test_a_file_that_could_not_be_read_says_why(rehearsal: Rehearsal, qtbot: QtBot) -> None:
    await rehearsal.in_call()
    model = rehearsal.rooms.uploads
    panel = UploadsPanel(model)
    qtbot.addWidget(panel)
    model.start(matter("ummeldung"))
    model._put(replace(model.items[0], code="file_locked"))
    assert "Passwort" in panel.rows[LANDLORD].state.text()
