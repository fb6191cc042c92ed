from __future__ import annotations

from pathlib import Path

import pytest

from clerk_desktop.desktop.settings import Settings, default_folder


def test_settings_outlive_the_program(tmp_path: Path) -> None:
    Settings(tmp_path / "desk").set("server", "https://amt.example")
    assert Settings(tmp_path / "desk").get("server") == "https://amt.example"


def test_defaults_and_unknown_names(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert (settings.get("language"), settings.get("scheme"), settings.get("server")) == ("de", "light", "")
    assert (settings.get("sounds"), settings.get("notices")) == ("on", "on")
    with pytest.raises(KeyError):
        settings.get("colour")
    with pytest.raises(KeyError):
        settings.set("token", "secret")


def test_a_broken_file_counts_as_not_set(tmp_path: Path) -> None:
    (tmp_path / "settings.ini").write_bytes(b"\xff\xfe\x00[[[ broken")
    assert Settings(tmp_path).get("language") == "de"


def test_the_data_of_this_program_has_its_own_folder() -> None:
    assert default_folder().name == "clerk-desktop"
