"""The page's own unit tests (node:test) and its types (tsc), told as one test each."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from installer import page

HERE = Path(__file__).parent


@pytest.mark.parametrize("file", sorted(HERE.glob("*.test.mjs")), ids=lambda f: f.stem.removesuffix(".test"))
def test_the_pages_units(file: Path) -> None:
    node = page.find_node()
    done = subprocess.run([node, "--test", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.timeout(240)
@pytest.mark.usefixtures("vendor")
def test_the_types_fit(capfd: pytest.CaptureFixture[str]) -> None:
    code = page.check_types()
    assert code == 0, capfd.readouterr().out


def test_a_second_filling_of_the_vendor_folder_touches_nothing(vendor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_run", lambda *_: pytest.fail("npm was started again"))
    before = (vendor / page.STAMP).stat().st_mtime_ns
    page.fill_vendor(None)
    assert (vendor / page.STAMP).stat().st_mtime_ns == before
