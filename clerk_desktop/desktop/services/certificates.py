"""The certificates of the demo PKI, made with `cryptography`; only `pki.py` uses this module."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from clerk_desktop.desktop.services.pki import KeyPair

_ORGANISATION = "DEMO - kein Vertrauensdienst"
_YEARS = timedelta(days=3650)
_BEFORE = timedelta(minutes=1)
_SIGNER_LIFE = timedelta(minutes=10)
_LONGEST_COMMON_NAME = 64  # RFC 5280, appendix A.1; counted in bytes by `cryptography`
_DEMO = " (DEMO)"

_Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def root(now: datetime) -> KeyPair:
    """A self-signed root, EC P-256, ten years."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("DEMO Wurzel Virtuelles Bürgeramt")
    builder = _builder(name, name, key, now - timedelta(days=1), now + _YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    return _pair(builder.sign(key, SHA256()), key)


def timestamp_authority(issuer: KeyPair, now: datetime) -> KeyPair:
    """The local time stamp authority. RSA-3072, because pyHanko's in-process time stamper signs with RSA only."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    ends = _certificate(issuer).not_valid_after_utc
    builder = _leaf(_name("DEMO Zeitstempel Virtuelles Bürgeramt"), issuer, key, now - timedelta(days=1), ends)
    builder = builder.add_extension(_usage(digital_signature=True), critical=True)
    stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return _sign(builder.add_extension(stamping, critical=True), key, issuer)


def signer(name: str, issuer: KeyPair, now: datetime) -> KeyPair:
    """A one-time certificate, EC P-256, for the person `name` (cut to what a common name may hold)."""
    key = ec.generate_private_key(ec.SECP256R1())
    room = _LONGEST_COMMON_NAME - len(_DEMO)
    common = name.strip().encode()[:room].decode(errors="ignore") + _DEMO
    builder = _leaf(_name(common), issuer, key, now - _BEFORE, now + _SIGNER_LIFE)
    return _sign(builder.add_extension(_usage(content_commitment=True), critical=True), key, issuer)


def belong_together(issuer: KeyPair, issued: KeyPair) -> bool:
    """Whether both pairs can be read, each key fits its certificate, and the first issued the second."""
    try:
        first, second = _certificate(issuer), _certificate(issued)
        second.verify_directly_issued_by(first)
        return _key(issuer).public_key() == first.public_key() and _key(issued).public_key() == second.public_key()
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(**used: bool) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: used.get(name, False) for name in names})


def _builder(
    subject: x509.Name, issuer: x509.Name, key: _Key, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(identifier, critical=False)
    )


def _leaf(subject: x509.Name, issuer: KeyPair, key: _Key, begins: datetime, ends: datetime) -> x509.CertificateBuilder:
    above = _certificate(issuer)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(_key(issuer).public_key())
    builder = _builder(subject, above.subject, key, begins, ends)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return builder.add_extension(identifier, critical=False)


def _sign(builder: x509.CertificateBuilder, key: _Key, issuer: KeyPair) -> KeyPair:
    return _pair(builder.sign(_key(issuer), SHA256()), key)


def _pair(certificate: x509.Certificate, key: _Key) -> KeyPair:
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return KeyPair(certificate.public_bytes(Encoding.DER), private)


def _certificate(pair: KeyPair) -> x509.Certificate:
    return x509.load_der_x509_certificate(pair.certificate)


def _key(pair: KeyPair) -> _Key:
    key = load_der_private_key(pair.key, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise TypeError("neither EC nor RSA")
    return key
