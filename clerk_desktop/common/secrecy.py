"""Whether somebody sits between page and desk: both compare certificates, two people compare a short code.

DTLS encrypts between two certificates, but the fingerprints that name them pass through the service, so on their own
they prove nothing against it (RFC 8827 § 6.5 leaves that to more than the signalling). Two nets are drawn:

1. Each end tells the other, inside the encrypted channel, which two certificates it really sees. A listener who ends
   the encryption on both sides and passes everything on is refused at once, by both ends and without a person.
2. A listener who rewrites that as well cannot make both codes alike. The code is a hash of both certificates and of two
   nonces; the page commits to its nonce before it knows the desk's, so nobody can try nonces until a code fits. This is
   the short authentication string with hash commitment of ZRTP (RFC 6189 § 4.4.1.1 and § 4.5.2; RFC 8826 § 4.3.2.2 on
   its place in WebRTC): one attempt per call, and one chance in 100 million.

Nothing here does I/O or reads a clock; `resources/citizen/call/secrecy.mjs` is the same in the page, and both read the
same vectors (`tests/contract/secrecy.json`).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from enum import StrEnum

from clerk_desktop.common.messages.work import (
    CodeCompared,
    Fingerprints,
    SecureCommit,
    SecureNonce,
    SecureRefused,
    SecureReveal,
)

NONCE_BYTES = 32
DIGITS = 8
"""26.5 bits, more than the 20 that ZRTP's longer string has; short enough to be read aloud."""
WITHIN_S = 6.0
"""An agreement takes one and a half round trips; after so many seconds the connection is given up."""
_LABEL = b"buergeramt-virtuell secrecy 1\x00"
"""No other hash of this project begins like this, so none can be passed off as a code."""

Secure = SecureCommit | SecureNonce | SecureReveal | SecureRefused | CodeCompared
"""The messages that are about the secrecy of the channel itself."""


class Outcome(StrEnum):
    """How an agreement stands.

    Attributes:
        OPEN: not finished; nothing may be shown, played or sent.
        AGREED: both ends see the same two certificates; the code can be compared.
        REFUSED: they do not, or the rules were broken: somebody sits in between.
        TIMEOUT: the other end said nothing in time; an ordinary broken link looks like this, too.
    """

    OPEN = "open"
    AGREED = "agreed"
    REFUSED = "refused"
    TIMEOUT = "timeout"


def new_nonce() -> str:
    """256 random bits in hex."""
    return secrets.token_hex(NONCE_BYTES)


def commitment(nonce: str) -> str:
    """What the page says before it has heard the desk's nonce: SHA-256 of its own (RFC 6189 § 4.4.1.1).

    256 random bits need no salt: the hash gives nothing away and fits no second nonce.
    """
    return hashlib.sha256(bytes.fromhex(nonce)).hexdigest()


def keeps_commitment(committed: str, nonce: str) -> bool:
    """Whether this is the nonce that was committed to."""
    return hmac.compare_digest(committed, commitment(nonce))


def code(page_nonce: str, desk_nonce: str, certificates: Fingerprints) -> str:
    """The digits that both people read to each other.

    All parts have a fixed length, so no two sets of them can run together. 64 bits of the hash are reduced to eight
    digits; no code is more likely than another by more than 1 in 10^11.

    Args:
        page_nonce: 32 bytes in hex.
        desk_nonce: 32 bytes in hex.
        certificates: both certificates as this end really sees them.
    """
    parts = (page_nonce, desk_nonce, certificates.page, certificates.desk)
    digest = hashlib.sha256(_LABEL + b"".join(map(bytes.fromhex, parts))).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}d}"


def grouped(digits: str) -> str:
    """A code as it is shown and read: two groups of four."""
    half = len(digits) // 2
    return f"{digits[:half]} {digits[half:]}"


class _Handshake:
    """What both ends have in common.

    Args:
        seen: both certificates as this end really sees them.
        now_s: any clock that only goes forward.
        nonce: drawn when not given (tests give it).
        within_s: how long it may take.

    Attributes:
        outcome: how it stands.
        code: the digits once agreed; empty before and after a refusal.
        seen: as given.
    """

    def __init__(self, seen: Fingerprints, now_s: float, *, nonce: str = "", within_s: float = WITHIN_S) -> None:
        self.seen = seen
        self.outcome = Outcome.OPEN
        self.code = ""
        self._nonce = nonce or new_nonce()
        self._until = now_s + within_s

    def look(self, now_s: float) -> Outcome:
        """Give up when it took too long; to be called now and then."""
        if self.outcome is Outcome.OPEN and now_s >= self._until:
            self.outcome = Outcome.TIMEOUT
        return self.outcome

    def _same(self, others: Fingerprints) -> bool:
        ours = self.seen
        return hmac.compare_digest(ours.page + ours.desk, others.page + others.desk)

    def _refuse(self) -> SecureRefused:
        self._end()
        return SecureRefused()

    def _end(self) -> None:
        self.outcome = Outcome.REFUSED
        self.code = ""

    def _agree(self, page_nonce: str, desk_nonce: str) -> None:
        self.outcome = Outcome.AGREED
        self.code = code(page_nonce, desk_nonce, self.seen)


class DeskHandshake(_Handshake):
    """The desk's end of one agreement: hears a commitment, answers a nonce, checks what is revealed."""

    _committed = ""

    def hear(self, message: SecureCommit | SecureReveal | SecureRefused) -> SecureNonce | SecureRefused | None:
        """Take one message of the page and say what to answer; the outcome may have changed."""
        if self.outcome in {Outcome.REFUSED, Outcome.TIMEOUT}:
            return None
        if isinstance(message, SecureRefused):
            self._end()
            return None
        if isinstance(message, SecureCommit):
            # A second commitment would be a second attempt at a code.
            if self._committed or not self._same(message.seen):
                return self._refuse()
            self._committed = message.commitment
            return SecureNonce(nonce=self._nonce, seen=self.seen)
        told_once = self._committed and self.outcome is Outcome.OPEN
        if not told_once or not keeps_commitment(self._committed, message.nonce):
            return self._refuse()
        self._agree(message.nonce, self._nonce)
        return None


class PageHandshake(_Handshake):
    """The page's end; the page itself has its own in JavaScript, this one plays it for tests and for invited guests."""

    def begin(self) -> SecureCommit:
        """What to say first."""
        return SecureCommit(commitment=commitment(self._nonce), seen=self.seen)

    def hear(self, message: SecureNonce | SecureRefused) -> SecureReveal | SecureRefused | None:
        """Take one message of the desk and say what to answer; the outcome may have changed."""
        if self.outcome in {Outcome.REFUSED, Outcome.TIMEOUT}:
            return None
        if isinstance(message, SecureRefused):
            self._end()
            return None
        if self.outcome is not Outcome.OPEN or not self._same(message.seen):
            return self._refuse()
        self._agree(self._nonce, message.nonce)
        return SecureReveal(nonce=self._nonce)
