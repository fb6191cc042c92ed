from __future__ import annotations

import base64
import logging
import os
import stat
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import SystemRandom

import pytest

from clerk_desktop.common.documents import Revision
from clerk_desktop.common.identification import StepState, plan
from clerk_desktop.common.identity import CardFields, IdentityRecord, confirm
from clerk_desktop.common.matters import IdentityLevel, SignatureLevel
from clerk_desktop.common.signatures import SignatureRequest
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.services.card_documents import load_documents
from clerk_desktop.desktop.services.drafts import KEPT_S, Draft, DraftPaper, Drafts
from clerk_desktop.desktop.services.forms import Box
from tests.desktop.cases import a_case

KEY, OTHER_KEY = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def a_record() -> IdentityRecord:
    card = CardFields(
        document_type="ID",
        issuing_state="D",
        document_number="L01X00T471",
        family_name="MUSTERMANN",
        given_names="ERIKA",
        birth_date=date(1964, 8, 12),
        expiry_date=date(2031, 10, 31),
        sex="F",
        nationality="D",
    )
    listed = plan(IdentityLevel.VIDEO, load_documents()["personalausweis"], SystemRandom())
    return confirm(card, a_case().booking, listed.decided("consent", StepState.PASSED, NOW), by="wolf", at=NOW)


def a_draft() -> Draft:
    revision = Revision("form", 2, "Ummeldung", b"%PDF\xff\x00", 1, pages_seen=frozenset({1})).answered(True)
    request = SignatureRequest("r1", "form", revision.digest, "Erika Mustermann", SignatureLevel.SIMPLE)
    paper = DraftPaper(revision, (Box(1, 2.5, 3, 4, 5),), request, b"%PDF signed \xfe")
    return Draft(NOW, Stage.SIGN, {"new_street": "Geheimweg 7"}, a_record(), "device-1", (paper,))


def test_a_case_comes_back_whole(tmp_path: Path) -> None:
    drafts, draft = Drafts(tmp_path / "cases"), a_draft()
    drafts.keep("a1", KEY, Draft(NOW, Stage.GREET, {}))
    drafts.keep("a1", KEY, draft)
    assert Drafts(tmp_path / "cases").find("a1", KEY) == draft
    assert drafts.find("a2", KEY) is None
    drafts.forget("a1")
    drafts.forget("a1")
    assert drafts.find("a1", KEY) is None


def test_the_file_alone_is_worth_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep("a1", KEY, a_draft())
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    assert not any(secret in content for secret in (b"Geheimweg", b"MUSTERMANN", b"%PDF", b"a1"))
    assert "a1" not in file.name
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with caplog.at_level(logging.WARNING):
        assert drafts.find("a1", OTHER_KEY) is None
        assert drafts.find("a1", "no key") is None
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        assert drafts.find("a1", KEY) is None
        file.write_bytes(b"")
        assert drafts.find("a1", KEY) is None
    assert "Geheimweg" not in caplog.text


def test_a_file_of_another_case_is_not_taken_for_this_one(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep("a1", KEY, a_draft())
    drafts.keep("a2", KEY, replace(a_draft(), stage=Stage.GREET))
    first, second = drafts._path("a1"), drafts._path("a2")
    second.write_bytes(first.read_bytes())
    with caplog.at_level(logging.WARNING):
        assert drafts.find("a2", KEY) is None


def test_nothing_is_written_without_a_key(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    for key in ("", "x", base64.b64encode(b"short").decode()):
        drafts.keep("a1", key, a_draft())
    assert list(tmp_path.iterdir()) == []


def test_old_files_go(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep("a1", KEY, a_draft())
    old = time.time() - KEPT_S - 60
    os.utime(drafts._path("a1"), (old, old))
    assert drafts.find("a2", KEY) is None
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_only_costs_the_draft(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "cases").write_text("a file where the folder should be")
    drafts = Drafts(tmp_path / "cases")
    with caplog.at_level(logging.WARNING):
        drafts.keep("a1", KEY, a_draft())
        assert drafts.find("a1", KEY) is None
    assert "could not be kept" in caplog.text
