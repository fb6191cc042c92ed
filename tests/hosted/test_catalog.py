"""Matters and offices of the town: a broken file stops the start, with its name and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from clerk_desktop.hosted.app import create_app
from clerk_desktop.hosted.catalog import Catalog, CatalogError
from clerk_desktop.resources import resource
from tests.hosted.harness import Server, write_town


def load(folder: Path) -> Catalog:
    return Catalog.load(folder / "matters", folder / "offices")


def test_the_shipped_town_is_whole() -> None:
    catalog = Catalog.load(resource("matters"), resource("offices"))
    assert catalog.offices.keys() == {"city", "dudweiler", "halberg", "west"}
    assert catalog.matters
    assert "EXAMPLE DATA" in resource("offices", "city.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("places = 2", "places = 0", "has no places"),
        ("places = 2", "places = -1", "opening.0.places"),
        ("opens = 08:00:00", "opens = 11:00:00", "closes before it opens"),
        ("opens = 08:00:00", "opens = 08:03:00", "five minutes"),
        ("opens = 08:00:00", "opens = bald", "city.toml"),
        ('weekday = "tuesday"', 'weekday = "monday"', "overlap on monday"),
        ('weekday = "monday"', 'weekday = "montag"', "opening.0.weekday"),
        ('id = "city"', 'id = "west"', "stands in another file too"),
        ('id = "city"', 'id = "city"\ncolour = "red"', "colour"),
        ('id = "city"', 'id = "city"\nphone = "auf Anfrage"', "phone"),
    ],
)
def test_a_broken_office_is_named(tmp_path: Path, old: str, new: str, reason: str) -> None:
    write_town(tmp_path)
    path = tmp_path / "offices" / "city.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogError, match=reason) as broken:
        load(tmp_path)
    assert ".toml" in str(broken.value)


def test_an_office_has_a_number_for_whoever_cannot_be_connected(tmp_path: Path) -> None:
    write_town(tmp_path)
    path = tmp_path / "offices" / "city.toml"
    path.write_text('phone = "+49 30 23125 101"\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert load(tmp_path).office_view("city").phone == "+49 30 23125 101"
    assert load(tmp_path).office_view("west").phone == ""


def test_a_broken_matter_is_named(tmp_path: Path) -> None:
    write_town(tmp_path)
    (tmp_path / "matters" / "kaputt.toml").write_bytes(b"id = '\xff'")
    with pytest.raises(CatalogError, match=r"kaputt\.toml"):
        load(tmp_path)


def test_a_town_without_matters_does_not_open(tmp_path: Path) -> None:
    write_town(tmp_path)
    for path in (tmp_path / "matters").iterdir():
        path.unlink()
    with pytest.raises(CatalogError, match="matters"):
        load(tmp_path)


def test_a_matter_that_somebody_booked_cannot_be_taken_away(server: Server) -> None:
    server.book()
    (server.settings.matters_dir / "ummeldung.toml").unlink()
    with pytest.raises(CatalogError, match="ummeldung"):
        create_app(server.settings, server.clock)
    write_town(server.settings.matters_dir.parent)
