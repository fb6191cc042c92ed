"""The whole appointment with every real part, as `installer/demo.py --headless` runs it; products are judged anew."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import subprocess
import sys
import uuid
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from tests.helpers.specimen import ERIKA

ROOT = Path(__file__).resolve().parents[2]
STAGES = ["book", "mail", "join", "call", "identify", "work", "review", "sign", "finish", "download"]
LIMIT_S = 480

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.timeout(LIMIT_S + 60)]


@dataclass(frozen=True)
class Products:
    folder: Path
    protocol: dict[str, Any]
    output: str

    @property
    def paper(self) -> Path:
        (paper,) = self.folder.glob("*.pdf")
        return paper

    @property
    def mail(self) -> EmailMessage:
        first = min((self.folder / "mails").glob("*.eml"))
        message = message_from_bytes(first.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        return message


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> Products:
    folder = tmp_path_factory.mktemp("journey")
    mark = f"JOURNEY_MARK={uuid.uuid4()}"
    command = ["env", mark, sys.executable, "-m", "installer.journey", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    logs = "".join(f"\n--- {log.name}\n{log.read_text('utf-8')[-3000:]}" for log in folder.glob("*.log"))
    assert done.returncode == 0, f"{done.stdout[-3000:]}{done.stderr[-6000:]}{logs}"
    assert running_with(mark) == [], "something was left running"
    return Products(folder, json.loads((folder / "protocol.json").read_text("utf-8")), done.stdout)


def running_with(mark: str) -> list[str]:
    """The programs that still run with this setting in their environment."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):  # ended in this moment
            if mark.encode() in environment.read_bytes():
                found.append((environment.parent / "cmdline").read_text().replace("\0", " "))
    return found


def test_every_stage_happened_in_order(products: Products) -> None:
    assert [stage["name"] for stage in products.protocol["stages"]] == STAGES
    assert all(stage["seconds"] >= 0 for stage in products.protocol["stages"])


def test_there_is_a_picture_of_both_sides_at_every_stage(products: Products) -> None:
    expected = {f"{n:02}-{side}-{name}.png" for n, name in enumerate(STAGES, 1) for side in ("desk", "citizen")}
    found = {path.name for path in (products.folder / "screens").glob("*.png")}
    assert found == expected
    for path in (products.folder / "screens").glob("*.png"):
        picture = pymupdf.Pixmap(path)
        assert (picture.width, picture.height) == ((1366, 768) if "desk" in path.name else (390, 844)), path.name
        assert not picture.is_unicolor, path.name


def test_the_card_was_read_to_the_letter(products: Products) -> None:
    assert products.protocol["mrz"].split("\n") == list(ERIKA.mrz)


def test_the_paper_is_the_one_of_the_protocol(products: Products) -> None:
    assert hashlib.sha256(products.paper.read_bytes()).hexdigest() == products.protocol["sha256"]


def test_the_paper_says_who_and_what(products: Products) -> None:
    with pymupdf.open(products.paper) as paper:
        text = "\n".join(page.get_text() for page in paper)
    for words in ("Mustermann", "Erika", "12.08.1964", ERIKA.number, "Am Ludwigsplatz 5", "Mainzer Straße 12"):
        assert words in text


def test_pdfsig_calls_the_signature_valid(products: Products) -> None:
    assert products.protocol["signatures_valid"] is True
    seen = subprocess.run(["pdfsig", "-nocert", products.paper], capture_output=True, text=True, check=True).stdout
    verdicts = re.findall(r"Signature Validation: (.*)", seen)
    assert verdicts
    assert set(verdicts) == {"Signature is Valid."}
    assert "Total document signed" in seen


def test_one_changed_letter_breaks_the_signature(products: Products, tmp_path: Path) -> None:
    from installer.journey.checks import judge

    assert judge(products.paper).valid
    content = bytearray(products.paper.read_bytes())
    content[len(content) // 3] ^= 1
    forged = tmp_path / "forged.pdf"
    forged.write_bytes(content)
    try:
        valid = judge(forged).valid
    except Exception:  # noqa: BLE001 - a file that no longer opens is caught as well
        valid = False
    assert not valid


def test_the_mail_carries_what_the_citizen_needs(products: Products) -> None:
    from installer.catcher import join_link

    mail = products.mail
    assert "erika@example.org" in mail["to"]
    link = join_link(mail)
    assert len(link.partition("#")[2]) >= 22, "128 bit in base64"
    kinds = {part.get_content_type() for part in mail.walk()}
    assert "text/calendar" in kinds
    assert "image/png" in kinds, "the link's QR code"


def test_the_qr_code_of_the_mail_is_the_link(products: Products) -> None:
    import cv2
    import numpy as np
    from pyzbar.pyzbar import decode

    from installer.catcher import join_link

    pictures = [part for part in products.mail.walk() if part.get_content_type() == "image/png"]
    found = set()
    for part in pictures:
        pixels = np.frombuffer(part.get_payload(decode=True), np.uint8)
        found |= {code.data.decode() for code in decode(cv2.imdecode(pixels, cv2.IMREAD_GRAYSCALE))}
    assert join_link(products.mail) in found


def test_no_picture_reached_the_disk(products: Products) -> None:
    assert products.protocol["pictures_on_disk"] == []
    # The demo makes its certificates and keys before the first signature needs them; how far a case is, is kept locked.
    usual = ("/demo-pki", "/cases/")
    others = [
        path for path in products.protocol["written_while_identifying"] if not any(folder in path for folder in usual)
    ]
    assert others == []


def test_the_service_knew_nothing_of_the_card_and_the_paper(products: Products) -> None:
    log = (products.folder / "hosted.log").read_text("utf-8")
    for secret in (ERIKA.number, "Ludwigsplatz", *ERIKA.mrz):
        assert secret not in log


def test_the_page_asked_no_stranger(products: Products) -> None:
    assert products.protocol["strangers"] == []
