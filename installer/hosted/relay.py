"""Write the relay's configuration: `python -m installer.hosted.relay --realm turn.example.org --secret-file FILE …`.

Standard library only.
"""

from __future__ import annotations

import argparse
import ipaddress
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

TEMPLATE = Path(__file__).with_name("turnserver.conf")
SECRET_LETTERS = 32


def configuration(
    *,
    realm: str,
    secret: str,
    certificate: Path,
    key: Path,
    address: str,
    public: str | None = None,
) -> str:
    """The text of turnserver.conf.

    Args:
        realm: the relay's host name.
        secret: the same as the service's OFFICE_TURN_SECRET.
        certificate: PEM with the whole chain.
        key: PEM of its private key.
        address: the machine's own address, on which it listens and relays.
        public: the address that the world sees, when there is a NAT in between.

    Raises:
        ValueError: a value cannot stand in a line of its own, is no address or is too short.
    """
    values = (realm, secret, str(certificate), str(key))
    if not all(value and value == value.strip() and value.isprintable() and "#" not in value for value in values):
        raise ValueError("a value is empty or has a line break, blank or # where none can be")
    if len(secret) < SECRET_LETTERS:
        raise ValueError(f"the secret must have at least {SECRET_LETTERS} letters")
    own = ipaddress.ip_address(address)
    addresses = [f"listening-ip={own}", f"relay-ip={own}"]
    if public is not None:
        addresses.append(f"external-ip={ipaddress.ip_address(public)}/{own}")
    text = TEMPLATE.read_text("utf-8")
    for name, value in (
        ("REALM", realm),
        ("SECRET", secret),
        ("CERTIFICATE", str(certificate)),
        ("KEY", str(key)),
        ("ADDRESSES", "\n".join(addresses)),
    ):
        text = text.replace(f"@{name}@", value)
    return text


def _secret(file: Path) -> str:
    """The secret of this file; drawn and written, for its owner only, where there is none yet."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32) + "\n", "utf-8")
    return file.read_text("utf-8").strip()


def main(arguments: Sequence[str]) -> int:
    """Print the configuration; 2 when something given cannot be."""
    parser = argparse.ArgumentParser(prog="python -m installer.hosted.relay", description=main.__doc__)
    parser.add_argument("--realm", required=True, help="host name of the relay")
    parser.add_argument("--secret-file", type=Path, required=True, help="made when it is missing")
    parser.add_argument("--address", required=True, help="the machine's own address")
    parser.add_argument("--public", help="the address that the world sees, behind NAT")
    parser.add_argument("--certificate", type=Path, required=True)
    parser.add_argument("--key", type=Path, required=True)
    given = parser.parse_args(arguments)
    try:
        text = configuration(
            realm=given.realm,
            secret=_secret(given.secret_file),
            certificate=given.certificate,
            key=given.key,
            address=given.address,
            public=given.public,
        )
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
