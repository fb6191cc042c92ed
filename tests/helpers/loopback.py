"""Nothing that a test does may leave this machine.

An audit hook sees every connect, send and name look-up of this process, also those of libraries. Addresses of this
machine's own interfaces pass, because ICE gathers and checks them; so does the multicast group of mDNS, by which
browsers hide their local addresses. Everything else is refused and remembered in `attempts`, because some library may
swallow the refusal.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from functools import cache

attempts: list[str] = []
"""What was refused since the test began."""

_MDNS = {ipaddress.ip_address("224.0.0.251"), ipaddress.ip_address("ff02::fb")}
_LOCAL_NAMES = {"", "localhost", "ip6-localhost", "testserver"}


class LeavesThisMachine(ConnectionRefusedError):
    """The test tried to reach another computer."""


@cache
def _own_addresses() -> frozenset[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    import ifaddr

    addresses = (ip.ip if isinstance(ip.ip, str) else ip.ip[0] for card in ifaddr.get_adapters() for ip in card.ips)
    return frozenset(ipaddress.ip_address(address.partition("%")[0]) for address in addresses)


def stays_here(host: object) -> bool:
    """Whether traffic to this host (address or name) stays on this machine."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return name.lower() in _LOCAL_NAMES or name.lower() == socket.gethostname().lower()
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback or address.is_unspecified or address in _MDNS or address in _own_addresses()


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        host = args[1][0] if isinstance(args[1], tuple) else None
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    if not stays_here(host):
        attempts.append(f"{event} {host}")
        raise LeavesThisMachine(f"{event} {host}")


def close_the_door() -> None:
    """From now on and until the process ends."""
    _own_addresses()
    sys.addaudithook(_watch)
