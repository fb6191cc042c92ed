"""The desk's end of the agreement on one connection: nothing of ours is sent before it, nothing more after a refusal.

The rules are in `common/secrecy.py`; here they meet aiortc.
"""

from __future__ import annotations

from collections.abc import Callable

from aiortc import RTCDataChannel, RTCPeerConnection, RTCRtpSender
from aiortc.mediastreams import MediaStreamTrack

from clerk_desktop.common.messages.work import Fingerprints, SecureCommit, SecureRefused, SecureReveal
from clerk_desktop.common.secrecy import WITHIN_S, DeskHandshake, Outcome
from clerk_desktop.desktop.services import dtls


class Agreement:
    """Holds our tracks back until it is certain to whom they go.

    Args:
        connection: before anything was negotiated.
        certificate: what this end shows.
        agreed: called once, with the code and the certificates, when both ends see the same.
        refused: called once when they do not; our tracks are not sent any more.
    """

    def __init__(
        self,
        connection: RTCPeerConnection,
        certificate: dtls.OwnCertificate,
        agreed: Callable[[str, Fingerprints], None],
        refused: Callable[[], None],
    ) -> None:
        certificate.give(connection)
        self._connection = connection
        self._on_agreed, self._on_refused = agreed, refused
        self._handshake: DeskHandshake | None = None
        self._channel: RTCDataChannel | None = None
        self._held: list[tuple[RTCRtpSender, MediaStreamTrack]] = []
        self._until = float("inf")
        self._refused = False

    @property
    def stands(self) -> bool:
        """Whether both ends have agreed."""
        return self._handshake is not None and self._handshake.outcome is Outcome.AGREED and not self._refused

    @property
    def srtp_profile(self) -> str:
        """How picture and sound are encrypted, by IANA's name; empty before."""
        return dtls.srtp_profile(self._connection)

    def hold(self, track: MediaStreamTrack) -> None:
        """Make room for a track in the answer; it is sent once both ends have agreed."""
        sender = self._connection.addTrack(track)
        sender.replaceTrack(None)
        self._held.append((sender, track))

    def expect(self, now_s: float) -> None:
        """The connection is encrypted: from now on an agreement must come about in time."""
        self._until = min(self._until, now_s + WITHIN_S)

    def late(self, now_s: float) -> bool:
        """Whether none came about in time."""
        if self._handshake is not None:
            self._handshake.look(now_s)
        return not self.stands and now_s > self._until

    def begin(self, channel: RTCDataChannel, now_s: float) -> None:
        """The channel is there; the page speaks first."""
        self._channel = channel
        seen = dtls.seen(self._connection)
        if seen is None:
            self._refuse()
        else:
            self._handshake = DeskHandshake(seen, now_s)

    def hear(self, message: SecureCommit | SecureReveal | SecureRefused) -> None:
        """What the page says about it, at any time."""
        handshake = self._handshake
        if handshake is None or self._refused:
            return
        stood = self.stands
        answer = handshake.hear(message)
        if answer is not None and self._channel is not None and self._channel.readyState == "open":
            self._channel.send(answer.model_dump_json())
        if handshake.outcome is Outcome.REFUSED:
            self._refuse()
        elif self.stands and not stood:
            for sender, track in self._held:
                sender.replaceTrack(track)
            self._on_agreed(handshake.code, handshake.seen)

    def _refuse(self) -> None:
        if self._refused:
            return
        self._refused = True
        for sender, _ in self._held:
            sender.replaceTrack(None)
        self._on_refused()
