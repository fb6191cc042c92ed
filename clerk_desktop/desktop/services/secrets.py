"""Keeps the clerk's token between two starts, in the computer's keyring and nowhere else.

Where no keyring exists (or only one that writes plain files) the token lives in memory until the desk closes.
Reading a keyring may ask the person for its password: call from a worker thread.
"""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)

SERVICE = "clerk-desktop"
_PLAIN = ("PlaintextKeyring", "null", "fail")
"""Names of backends that store in the clear or not at all."""


class TokenKeeper:
    """Tokens by server address."""

    def __init__(self) -> None:
        self._memory: dict[str, str] = {}

    def load(self, server: str) -> str | None:
        """The token for this server, or None."""
        if server in self._memory:
            return self._memory[server]
        import keyring  # noqa: PLC0415  # a tenth of a second that the start need not pay
        from keyring.errors import KeyringError  # noqa: PLC0415

        if not _safe(keyring.get_keyring()):
            return None
        try:
            return keyring.get_password(SERVICE, server)
        except KeyringError as error:
            log.info("the keyring cannot be read: %s", type(error).__name__)
            return None

    def save(self, server: str, token: str) -> bool:
        """Keep the token.

        Returns:
            True when it lies in the keyring; False when it is only in memory (say so to the clerk).
        """
        import keyring  # noqa: PLC0415
        from keyring.errors import KeyringError  # noqa: PLC0415

        self._memory[server] = token
        if not _safe(keyring.get_keyring()):
            return False
        try:
            keyring.set_password(SERVICE, server, token)
        except KeyringError as error:
            log.info("the keyring cannot be written: %s", type(error).__name__)
            return False
        return True

    def forget(self, server: str) -> None:
        """Throw the token away, here and in the keyring; no error when there is none."""
        import keyring  # noqa: PLC0415
        from keyring.errors import KeyringError  # noqa: PLC0415

        self._memory.pop(server, None)
        if not _safe(keyring.get_keyring()):
            return
        try:
            keyring.delete_password(SERVICE, server)
        except KeyringError as error:
            # "No such password" is one of them, and the usual one.
            log.info("nothing removed from the keyring: %s", type(error).__name__)


def _safe(backend: object) -> bool:
    """Whether this backend keeps secrets encrypted (a chain is as safe as the one of it that writes)."""
    chain = getattr(backend, "backends", None)
    if chain is not None:
        return bool(chain) and all(_safe(one) for one in chain)
    name = f"{type(backend).__module__}.{type(backend).__qualname__}"
    return not any(part in name for part in _PLAIN)
