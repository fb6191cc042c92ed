"""What must be true of the page's own files, whatever they do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clerk_desktop.resources import resource
from installer import page

PAGES = resource("citizen")
MODULES = sorted(f for f in PAGES.rglob("*.mjs") if "vendor" not in f.parts)
WAYS_TO_MARKUP = re.compile(
    r"\.(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe)\b|document\.write|DOMParser|\beval\(|new Function|srcdoc"
)


def test_text_never_becomes_markup() -> None:
    assert [m.name for m in MODULES if WAYS_TO_MARKUP.search(m.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("name", ["index.html", "termin.html", "style.css", "call.css", "card.css"])
def test_nothing_comes_from_elsewhere(name: str) -> None:
    assert not re.search(r"(?:https?:)?//[a-z]", (PAGES / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["index.html", "termin.html"])
def test_a_page_needs_no_inline_script_or_style(name: str) -> None:
    html = (PAGES / name).read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", html)


def test_every_module_stays_a_room() -> None:
    written = [module for module in MODULES if module.name != "contract.mjs"]
    assert [m.name for m in written if len(m.read_text(encoding="utf-8").splitlines()) > 400] == []


@pytest.mark.parametrize("folder", ["call", "booking"])
def test_the_logic_knows_no_view(folder: str) -> None:
    for module in (PAGES / folder).glob("*.mjs"):
        assert not re.search(r'from "\.\./(ui|views)/', module.read_text(encoding="utf-8")), module.name


def test_the_lock_names_no_registry() -> None:
    assert "resolved" not in page.LOCK.read_text(encoding="utf-8")


def test_everything_that_is_copied_has_its_licence() -> None:
    files = page._files()
    packages = {target.partition("/")[0] for target in files}
    with_licence = {target.partition("/")[0] for target in files if Path(target).name.startswith("LICENSE")}
    assert packages == with_licence
