from __future__ import annotations

import logging
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from clerk_desktop.desktop.services.pki import DemoPki

NOW = datetime(2026, 11, 23, 9, 32, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def pki(folder: Path) -> DemoPki:
    return DemoPki.load_or_create(folder)


def common_name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def test_the_second_start_finds_the_first_one_s_pki(pki: DemoPki, folder: Path) -> None:
    assert DemoPki.load_or_create(folder) == pki


@pytest.mark.skipif(sys.platform == "win32", reason="Windows guards the profile folder by its access list")
def test_keys_are_for_the_owner_alone(pki: DemoPki, folder: Path) -> None:
    del pki
    home = folder / "demo-pki"
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert {path.name for path in home.iterdir()} == {"root.crt", "root.key", "timestamp.crt", "timestamp.key"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()} == {0o600}
    assert [path.name for path in folder.iterdir()] == ["demo-pki"]


def test_nothing_shows_a_key(pki: DemoPki) -> None:
    assert "key=" not in repr(pki)
    assert repr(pki.root.key)[2:20] not in repr(pki)


def test_everything_says_demo(pki: DemoPki) -> None:
    signer = pki.one_time_signer("Erika Müßtermann", NOW)
    for pair in (pki.root, pki.timestamp, signer):
        certificate = x509.load_der_x509_certificate(pair.certificate)
        assert "DEMO" in common_name(certificate)
        organisation = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value
        assert str(organisation).startswith("DEMO")
    assert common_name(x509.load_der_x509_certificate(signer.certificate)) == "Erika Müßtermann (DEMO)"


def test_a_signer_s_certificate_lives_minutes_and_can_only_sign(pki: DemoPki) -> None:
    certificate = x509.load_der_x509_certificate(pki.one_time_signer("Erika", NOW).certificate)
    certificate.verify_directly_issued_by(x509.load_der_x509_certificate(pki.root.certificate))
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"
    assert certificate.not_valid_before_utc <= NOW <= certificate.not_valid_after_utc
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc <= timedelta(minutes=15)
    assert certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment
    assert not usage.key_cert_sign


def test_no_two_signatures_share_a_key(pki: DemoPki) -> None:
    first, second = pki.one_time_signer("Erika", NOW), pki.one_time_signer("Erika", NOW)
    assert first.key != second.key
    serials = {x509.load_der_x509_certificate(pair.certificate).serial_number for pair in (first, second)}
    assert len(serials) == 2


def test_a_long_name_is_cut_to_what_a_certificate_may_hold(pki: DemoPki) -> None:
    name = common_name(x509.load_der_x509_certificate(pki.one_time_signer("Ä" * 120, NOW).certificate))
    assert len(name.encode()) in {63, 64}
    assert name.endswith(" (DEMO)")


def test_the_time_stamp_authority_can_only_stamp(pki: DemoPki) -> None:
    certificate = x509.load_der_x509_certificate(pki.timestamp.certificate)
    key = certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    assert key.key_size == 3072
    purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert purposes.critical
    assert list(purposes.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def test_two_desks_that_start_at_once_share_one_pki(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(DemoPki.load_or_create, [tmp_path / "new"] * 4))
    assert all(one == made[0] for one in made)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["demo-pki"]


@pytest.mark.parametrize("harm", ["garbage", "missing", "other"])
def test_a_damaged_pki_is_put_aside_and_not_lost(
    harm: str, pki: DemoPki, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = DemoPki.load_or_create(tmp_path)
    file = tmp_path / "demo-pki" / "root.key"
    match harm:
        case "garbage":
            file.write_bytes(b"\x30\x03no")
        case "missing":
            file.unlink()
        case "other":
            file.write_bytes(pki.root.key)
    with caplog.at_level(logging.WARNING):
        after = DemoPki.load_or_create(tmp_path)
    assert "damaged" in caplog.text
    assert after.root != before.root
    (aside,) = tmp_path.glob("demo-pki-damaged-*")
    assert (aside / "root.crt").read_bytes() == before.root.certificate
    assert DemoPki.load_or_create(tmp_path) == after
