from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from clerk_desktop.desktop.models.banner import BannerModel, Level
from clerk_desktop.desktop.models.devices import DevicesModel, Kind, Offer
from clerk_desktop.desktop.settings import Settings
from clerk_desktop.desktop.views.sentences import NOTICES
from tests.helpers.desk_fakes import FakeBell, FakeMedia

HEADSET = Offer("usb-1", "Headset „Büro“")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path)


def made(settings: Settings) -> tuple[DevicesModel, FakeMedia, BannerModel]:
    media, banner = FakeMedia(), BannerModel()
    return DevicesModel(cast("Any", media), settings, FakeBell(), banner), media, banner


def test_the_choice_lives_on_in_the_next_program(settings: Settings) -> None:
    devices, _, _ = made(settings)
    devices.choose(Kind.MICROPHONE, HEADSET)
    devices.switch_cleaning(False)
    again, media, _ = made(Settings(settings.folder))
    assert again.choice(Kind.MICROPHONE) == HEADSET
    assert media.chosen == {Kind.MICROPHONE: HEADSET}
    assert media.cleaning == [False]
    assert not again.cleaning


@pytest.mark.parametrize("text", ["{", "[1, 2]", '"x"', "[]", "7"])
def test_a_setting_that_cannot_be_read_is_the_systems_default(settings: Settings, text: str) -> None:
    settings.set("camera", text)
    devices, media, _ = made(settings)
    assert devices.choice(Kind.CAMERA) is None
    assert media.chosen == {}


@pytest.mark.parametrize("kind", list(Kind))
def test_an_unplugged_device_is_told_until_it_is_back(settings: Settings, kind: Kind) -> None:
    devices, media, banner = made(settings)
    media.fell_back.emit(kind, "Headset", "Monitor")
    assert [(one.key, one.level) for one in banner.notices] == [(f"device_gone_{kind}", Level.WARNING)]
    assert dict(banner.notices[0].params) == {"device": "Headset", "other": "Monitor"}
    media.returned.emit(kind, "Headset")
    assert [one.key for one in banner.notices] == ["device_back"]
    media.fell_back.emit(kind, "Headset", "")
    assert [one.key for one in banner.notices] == [f"device_none_{kind}"]
    assert {f"device_gone_{kind}", f"device_none_{kind}", "device_back"} <= set(NOTICES)
    assert devices.choice(kind) is None


def test_another_choice_puts_the_notice_away(settings: Settings) -> None:
    devices, media, banner = made(settings)
    media.fell_back.emit(Kind.SPEAKER, "Headset", "Monitor")
    devices.choose(Kind.SPEAKER, None)
    assert banner.notices == ()


def test_trying_opens_camera_and_microphone(settings: Settings) -> None:
    devices, media, _ = made(settings)
    devices.try_out(True)
    assert media.tried == {Kind.CAMERA, Kind.MICROPHONE}
    devices.try_out(False)
    assert media.tried == set()


def test_cleaning_is_possible_until_it_turns_out_not_to_be(settings: Settings) -> None:
    devices, media, _ = made(settings)
    assert devices.cleaning_possible
    media.cleaning_possible = False
    assert not devices.cleaning_possible
