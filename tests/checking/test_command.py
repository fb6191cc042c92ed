"""The command line, as a process of its own, and the limited process behind it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from clerk_desktop.checking import limited
from clerk_desktop.desktop.services.pki import DemoPki
from tests.helpers import signed as helper

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    pki = DemoPki.load_or_create(folder)
    root = x509.load_der_x509_certificate(pki.root.certificate)
    (folder / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    good = helper.sign(helper.form(), "citizen", "Erika Müßtermann", pki, NOW, reason="Einfache Signatur")
    (folder / "good.pdf").write_bytes(good)
    (folder / "changed.pdf").write_bytes(helper.set_value(good, "remark", "after"))
    return folder


def verify(folder: Path, *arguments: str) -> tuple[int, list[dict[str, object]], str]:
    done = subprocess.run(
        [sys.executable, "-m", "clerk_desktop.hosted", "verify", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_a_sound_file_is_one_line_and_zero(folder: Path) -> None:
    code, (line,), _ = verify(folder, "good.pdf", "--trust", "root.pem")
    assert code == 0
    (signature,) = line["signatures"]  # type: ignore[misc]
    assert {"signer", "level", "trusted", "intact", "time"} <= signature.keys()
    assert (line["file"], line["verdict"], line["unmodified"], line["covers_whole_file"], line["changes"]) == (
        "good.pdf", "valid", True, True, []
    )  # fmt: skip


def test_without_roots_it_is_three(folder: Path) -> None:
    code, (line,), _ = verify(folder, "good.pdf")
    assert (code, line["verdict"], line["unmodified"]) == (3, "untrusted", True)


def test_each_file_has_its_line_and_the_worst_counts(folder: Path) -> None:
    code, lines, _ = verify(folder, "good.pdf", "changed.pdf", "nowhere.pdf", "--trust", "root.pem")
    assert code == 1
    assert [line["verdict"] for line in lines] == ["valid", "modified", "unreadable"]
    (change,) = lines[1]["changes"]  # type: ignore[misc]
    assert (change["kind"], change["where"]) == ("form_value", "remark")
    assert "remark" in change["de"]


@pytest.mark.parametrize("trust", ["nowhere.pem", "good.pdf"])
def test_roots_that_cannot_be_read_are_a_wrong_call(trust: str, folder: Path) -> None:
    code, lines, said = verify(folder, "good.pdf", "--trust", trust)
    assert (code, lines) == (2, [])
    assert "--trust" in said


def test_a_check_that_takes_too_long_is_ended(folder: Path) -> None:
    line = limited.check((folder / "good.pdf").read_bytes(), [], "x.pdf", clock_s=0.05)
    assert (line["file"], line["verdict"]) == ("x.pdf", "too_much")


def test_a_file_that_is_too_long_is_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "MOST_BYTES", 10)
    assert limited.check(b"%PDF-1.7 and more", [], "x.pdf")["verdict"] == "too_much"


def test_memory_has_an_end() -> None:
    code = "from clerk_desktop.checking.limited import limit_process; limit_process(); bytearray(2 << 30)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert "MemoryError" in done.stderr
