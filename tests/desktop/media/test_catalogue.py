from __future__ import annotations

import pytest

from clerk_desktop.desktop.media.catalogue import Catalogue, Kind, Offer, meant

HEADSET, WEBCAM = Offer("usb-1", "Headset"), Offer("usb-2", "Webcam")


def test_nothing_chosen_means_the_systems_default() -> None:
    assert meant(None, [HEADSET, WEBCAM]) is None


def test_the_same_device_is_meant_even_under_another_name() -> None:
    assert meant(Offer("usb-2", "Kamera"), [HEADSET, WEBCAM]) == WEBCAM


def test_in_another_socket_the_name_counts() -> None:
    assert meant(Offer("usb-7", "Headset"), [HEADSET, WEBCAM]) == HEADSET


def test_of_two_with_the_same_name_none_is_guessed() -> None:
    assert meant(Offer("usb-7", "Headset"), [HEADSET, Offer("usb-3", "Headset")]) is None


@pytest.mark.parametrize("name", ["Headset", "Kopfhörer „links“", 'mit "Zeichen" \\ und, Komma'])
def test_a_choice_survives_the_settings_file(name: str) -> None:
    offer = Offer("alsa_output.pci-0000_00", name)
    assert Offer.unpacked(offer.packed()) == offer


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("kind", list(Kind))
def test_a_computer_without_devices_offers_none(kind: Kind) -> None:
    catalogue = Catalogue()
    if not catalogue.offers(kind):
        assert catalogue.pick(kind, HEADSET) is None
