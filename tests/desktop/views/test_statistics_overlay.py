from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt

from clerk_desktop.common.messages.work import QualityLevel
from clerk_desktop.desktop.models.call import CallState
from clerk_desktop.desktop.services.call_stats import Statistics
from tests.helpers.desk_fakes import Rehearsal

FIGURES = Statistics(
    width=1280,
    height=720,
    pictures_per_s=29.6,
    round_trip_ms=41.7,
    loss=0.012,
    loss_there=None,
    kbps_in=1940,
    kbps_out=612,
    srtp="SRTP_AES128_CM_HMAC_SHA1_80",
    relayed=True,
    level=QualityLevel.GOOD,
)


@pytest.fixture(autouse=True)
def _german_numbers() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    yield
    QLocale.setDefault(before)


async def test_the_figures_are_plain_and_only_there_when_asked_for(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    window = rehearsal.desk.window
    window.show()
    overlay = window.call_panel.picture.statistics
    rehearsal.rooms.quality.measure(FIGURES)
    assert overlay.isHidden()
    window.actions_of_desk["statistics"].trigger()
    assert overlay.isVisible()
    assert overlay.rows == (
        ("Bild", "1280 × 720"),
        ("Bilder je Sekunde", "30"),
        ("Laufzeit hin und zurück", "42 ms"),
        ("Verlust hierher", "1,2 %"),
        ("Verlust dorthin", "unbekannt"),
        ("Empfangen", "1,9 Mbit/s"),
        ("Gesendet", "612 kbit/s"),
        ("Weg", "über das Relay"),
        ("Verschlüsselung", "SRTP AES128 CM HMAC SHA1 80"),
    )
    assert overlay.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    window.actions_of_desk["statistics"].trigger()
    assert overlay.isHidden()


async def test_figures_of_a_link_that_is_gone_are_not_shown(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    window = rehearsal.desk.window
    window.actions_of_desk["statistics"].trigger()
    overlay = window.call_panel.picture.statistics
    assert overlay.isHidden()
    rehearsal.rooms.quality.measure(FIGURES)
    assert not overlay.isHidden()
    assert rehearsal.rooms.quality.level is QualityLevel.GOOD
    rehearsal.call.set_state(CallState.RECOVERING)
    assert overlay.isHidden()
    assert overlay.rows == ()
