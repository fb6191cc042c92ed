"""The certificates that a connection really uses, and the one that this program shows.

aiortc keeps both to itself: the private names used here are pinned with its version and kept by a test.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from aiortc import RTCCertificate, RTCPeerConnection
from aiortc.rtcdtlstransport import RTCDtlsTransport
from cryptography.hazmat.primitives.serialization import Encoding

from clerk_desktop.common.clock import Clock, SystemClock
from clerk_desktop.common.messages.work import Fingerprints

_RENEW_BEFORE = timedelta(days=2)
"""A desk that is never switched off gets a new certificate in time (aiortc's live for 30 days)."""
_IANA = {b"SRTP_AES128_CM_SHA1_80": "SRTP_AES128_CM_HMAC_SHA1_80"}
"""OpenSSL's word for a profile → IANA's, which browsers use as well; the others are alike."""


class OwnCertificate:
    """One DTLS certificate for all connections of this program run.

    A connection that is built anew then has the same fingerprint, so that a code which was compared stays compared.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._certificate: RTCCertificate | None = None

    def give(self, connection: RTCPeerConnection) -> None:
        """Have a fresh connection use it; before anything was negotiated or added."""
        vars(connection)["_RTCPeerConnection__certificates"] = [self._current()]  # aiortc takes none from outside

    def _current(self) -> RTCCertificate:
        now = self._clock.now()
        if self._certificate is None or self._certificate.expires - now < _RENEW_BEFORE:
            self._certificate = RTCCertificate.generateCertificate()
        return self._certificate


OWN = OwnCertificate()
"""Drawn when first used; never stored."""


def seen(connection: RTCPeerConnection) -> Fingerprints | None:
    """Both certificates as the desk really sees them: of the handshake that was made, not of what was announced.

    None: not encrypted yet, or picture, sound and data do not share one transport. Somebody who pulls them apart could
    listen on one of them while the agreement is made on another.
    """
    transport = _only_transport(connection)
    if transport is None or transport._ssl is None or not transport.encrypted:  # noqa: SLF001
        return None
    certificate = transport._ssl.get_peer_certificate(as_cryptography=True)  # noqa: SLF001
    if certificate is None:
        return None
    page = hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
    own = {print_.algorithm: print_.value for print_ in transport.getLocalParameters().fingerprints}
    return Fingerprints(page=page, desk=own["sha-256"].replace(":", "").lower())


def srtp_profile(connection: RTCPeerConnection) -> str:
    """How picture and sound are encrypted, by IANA's name; empty before the handshake or without either."""
    transport = _only_transport(connection)
    if transport is None or transport._ssl is None:  # noqa: SLF001
        return ""
    profile: bytes = transport._ssl.get_selected_srtp_profile()  # noqa: SLF001
    return _IANA.get(profile, profile.decode())


def _only_transport(connection: RTCPeerConnection) -> RTCDtlsTransport | None:
    """The transport of everything; None when there are several or none."""
    transceivers = connection.getTransceivers()
    transports = {each.sender.transport for each in transceivers} | {each.receiver.transport for each in transceivers}
    if connection.sctp is not None:
        transports.add(connection.sctp.transport)
    return transports.pop() if len(transports) == 1 else None
