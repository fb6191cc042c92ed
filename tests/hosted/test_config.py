"""Settings from the environment."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from clerk_desktop.hosted.config import ConfigError, Settings


def test_reads_what_is_set_and_leaves_the_rest(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {
            "OFFICE_DATA_DIR": str(tmp_path),
            "OFFICE_PUBLIC_URL": "https://amt.example.org/",
            "OFFICE_EARLY_MINUTES": "45",
            "OFFICE_ICE_SERVERS": '[{"urls": ["turn:turn.example.org"], "username": "u", "credential": "c"}]',
            "PATH": "/bin",
        }
    )
    assert settings.public_url == "https://amt.example.org"
    assert settings.early.total_seconds() == 45 * 60
    assert settings.ice_servers[0].urls == ("turn:turn.example.org",)
    assert settings.database == f"sqlite:///{tmp_path}/office.sqlite"
    assert settings.hold_minutes == 10


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OFFICE_EARLY_MINUTES", "bald"),
        ("OFFICE_HOLD_MINUTES", "0"),
        ("OFFICE_ICE_SERVERS", "{"),
        ("OFFICE_PUBLIC_URL", "amt.example.org"),
        ("OFFICE_SMTP_URL", "mail.example.org:25"),
        ("OFFICE_TURN_URLS", "stun:turn.example.org"),
        ("OFFICE_TURN_SECRET", "short"),
        ("OFFICE_TURN_MINUTES", "0"),
    ],
)
def test_an_impossible_value_is_named_but_not_repeated(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name) as refused:
        Settings.from_environment({name: value})
    assert value not in str(refused.value) or len(value) < 2


def test_a_misspelt_name_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        Settings.from_environment({"OFFICE_SMPT_URL": "smtp://localhost"})
    assert "OFFICE_SMPT_URL is no setting" in caplog.text
