"""The English words: none missing, none forgotten, and the switch at run time reaches every panel."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET  # the files are our own
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QWidget

from clerk_desktop.desktop import app
from clerk_desktop.desktop.widgets.words import language
from clerk_desktop.resources import resource
from tests.helpers.desk_fakes import Rehearsal

ROOT = Path(__file__).resolve().parents[3]
TOOLS = Path(sys.executable).parent
Message = tuple[str, str]


def messages(file: Path) -> dict[Message, ET.Element]:
    found = {}
    for context in ET.parse(file).getroot().iter("context"):  # noqa: S314
        for message in context.iter("message"):
            found[context.findtext("name", ""), message.findtext("source", "")] = message
    return found


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> dict[Message, ET.Element]:
    """What the sources say at this moment."""
    file = tmp_path_factory.mktemp("ts") / "desk.ts"
    desk = ROOT / "clerk_desktop" / "desktop"
    sources = [*desk.glob("views/*.py"), *desk.glob("widgets/*.py"), desk / "app.py"]
    command = [TOOLS / "pyside6-lupdate", *sources, "-ts", file, "-locations", "none"]
    subprocess.run(command, check=True, capture_output=True)
    return messages(file)


def test_every_german_text_has_an_english_one(collected: dict[Message, ET.Element]) -> None:
    translated = messages(resource("i18n", "desk_en.ts"))
    assert set(collected) - set(translated) == set()
    assert set(translated) - set(collected) == set()
    for key, message in translated.items():
        translation = message.find("translation")
        assert translation is not None, key
        assert translation.get("type") is None, f"{key} is {translation.get('type')}"
        assert (translation.text or "").strip(), key


def test_placeholders_survive_translation() -> None:
    for (context, source), message in messages(resource("i18n", "desk_en.ts")).items():
        english = message.findtext("translation", "")
        assert set(re.findall(r"{\w+}", source)) == set(re.findall(r"{\w+}", english)), (context, source)


def test_every_text_has_a_context(collected: dict[Message, ET.Element]) -> None:
    assert "" not in {context for context, _ in collected}


@pytest.fixture
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The compiled translation, made here: it is never committed."""
    (tmp_path / "i18n").mkdir()
    source = shutil.copy(resource("i18n", "desk_en.ts"), tmp_path / "i18n")
    command = [TOOLS / "pyside6-lrelease", source, "-qm", tmp_path / "i18n" / "desk_en.qm"]
    subprocess.run(command, check=True, capture_output=True)
    monkeypatch.setattr(app, "ROOT", tmp_path)
    before = QLocale()
    yield
    QLocale.setDefault(before)


def all_words(window: QWidget) -> set[str]:
    words = set()
    for widget in window.findChildren(QWidget):
        for name in ("text", "accessibleName", "toolTip", "placeholderText"):
            said = getattr(widget, name, None)
            if callable(said) and isinstance(text := said(), str):
                words.add(text)
    return words


@pytest.mark.usefixtures("english")
async def test_switching_the_language_reaches_every_panel(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    desk = rehearsal.desk
    german = all_words(desk.window)
    sources = {source for (_, source) in messages(resource("i18n", "desk_en.ts"))}
    desk.speak("en")
    QCoreApplication.processEvents()
    left = {
        (_context, source): message.findtext("translation")
        for (_context, source), message in messages(resource("i18n", "desk_en.ts")).items()
    }
    same = {source for (_, source), text in left.items() if source == text}
    assert (all_words(desk.window) & sources) - same == set()
    assert language() == "en"
    assert desk.window.windowTitle() == "Virtual office"
    desk.speak("de")
    QCoreApplication.processEvents()
    assert language() == "de"
    assert all_words(desk.window) >= german & sources


@pytest.mark.usefixtures("english")
async def test_the_language_is_remembered(rehearsal: Rehearsal) -> None:
    rehearsal.desk.window.language_wanted.emit()
    assert rehearsal.desk.language == "en"
    assert rehearsal.desk.settings.get("language") == "en"
    rehearsal.desk.window.language_wanted.emit()
    assert rehearsal.desk.settings.get("language") == "de"
