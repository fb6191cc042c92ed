"""A whole identification with the real readers: nothing of the card reaches a disk, and memory lets go of it."""

from __future__ import annotations

import gc
import os
import sys
import weakref
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from clerk_desktop.common.identification import AbortReason, StepState
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.services.id_reader import IdReader
from clerk_desktop.desktop.views.identity_panel import IdentityPanel
from installer.journey import files
from tests.helpers import specimen
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import CLERK

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_seen: list[str] = []
_watching = [False]


def _note(event: str, args: tuple[object, ...]) -> None:
    if not _watching[0] or event != "open" or isinstance(args[0], int):  # numbers are pipes that are open already
        return
    if isinstance(args[2], int) and args[2] & _WRITING:
        _seen.append(str(args[0]))


sys.addaudithook(_note)  # cannot be taken back, therefore once, and asleep outside of this test


@pytest.fixture
def writes() -> Iterator[list[str]]:
    _seen.clear()
    _watching[0] = True
    yield _seen
    _watching[0] = False


@pytest.fixture
async def real(tmp_path: Path, qapp: object) -> AsyncIterator[Rehearsal]:
    del qapp
    reader = IdReader()
    made = Rehearsal(tmp_path, reader=reader)
    yield made
    await made.close()


async def looked_at(desk: Rehearsal) -> IdentityPanel:
    """Card read from its back, its front looked at, all steps taken; nothing decided yet."""
    back = specimen.still(specimen.ERIKA, "clean", 3)
    front = specimen.jpeg(specimen.scene(specimen.front(), specimen.Pose()), 92)
    await desk.in_call()
    desk.desk.case.go(Stage.IDENTIFY)
    desk.call.still = back
    await desk.card_read()
    desk.call.still = front
    desk.rooms.identity.take_still()
    await desk.quiet()
    panel = desk.desk.window.work_area.panels[Stage.IDENTIFY]
    assert isinstance(panel, IdentityPanel)
    panel.grab()
    assert desk.rooms.identity.card is not None
    assert desk.rooms.identity.card.document_number == specimen.ERIKA.number
    return panel


@pytest.mark.timeout(120)
@pytest.mark.parametrize("end", ["confirmed", "given up", "left"])
async def test_nothing_of_a_card_reaches_a_disk_and_all_of_it_is_let_go(
    real: Rehearsal, writes: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    panel = await looked_at(real)
    model = real.rooms.identity
    kept = [weakref.ref(picture) for picture in model.pictures.values()]
    assert len(kept) == 2
    real.checked()
    panel.grab()
    if end == "confirmed":
        model.confirm(CLERK)
    elif end == "given up":
        real.desk.case.identification_failed(AbortReason.SUSPICION)
    else:
        real.desk.case.interrupt()
    await real.quiet()
    real.call.still = b""
    panel.grab()
    gc.collect()
    assert [ref() for ref in kept] == [None, None]
    assert (model.still, model.pictures, model.face) == (None, {}, None)
    assert panel.sight._unpacked.isNull()
    assert panel.sight._cut.isNull()
    ours = ("/dev/", str(tmp_path / "settings"), ".lock")
    assert [path for path in writes if not any(name in path for name in ours)] == []
    assert files.pictures(tmp_path) == []
    if end != "confirmed":
        assert model.card is None
        assert model.steps.list is None or all(step.state is StepState.OPEN for step in model.steps.list.steps)
