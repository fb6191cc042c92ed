"""The relay's configuration, text and deed: the real server is started with what is shipped."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aioice import stun, turn

from installer.hosted import relay
from tests.helpers.turn import REALM, Turn

GOOD: dict[str, Any] = {
    "realm": REALM,
    "secret": "s" * 32,
    "certificate": Path("/etc/coturn/chain.pem"),
    "key": Path("/etc/coturn/key.pem"),
    "address": "198.51.100.7",
}
NOT_PUBLIC = (
    *("0.0.0.1", "10.0.0.1", "10.255.255.255", "100.64.0.1", "127.0.0.1", "127.0.1.1", "169.254.169.254"),
    *("172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1"),
    *("203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001:db8::1"),
    *("2001::1", "2002:a00:1::1", "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1"),
)
PUBLIC = ("9.9.9.9", "100.128.0.1", "172.32.0.1", "192.169.0.1", "2620:fe::9", "2a02::1", "2003::1")


@pytest.fixture(scope="module")
def shipped() -> Iterator[Turn]:
    with Turn(loopback_peers=False) as server:
        yield server


@pytest.fixture(scope="module")
def rehearsal() -> Iterator[Turn]:
    with Turn(loopback_peers=True) as server:
        yield server


def ranges() -> list[tuple[Any, Any]]:
    text = relay.configuration(**GOOD)
    found = re.findall(r"^denied-peer-ip=(\S+)-(\S+)$", text, re.MULTILINE)
    return [(ipaddress.ip_address(first), ipaddress.ip_address(last)) for first, last in found]


def denied(address: str) -> bool:
    asked = ipaddress.ip_address(address)
    return any(first <= asked <= last for first, last in ranges() if first.version == asked.version)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_address_that_is_not_public_is_let_through(address: str) -> None:
    assert denied(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are(address: str) -> None:
    assert not denied(address)


def test_the_shipped_text_has_no_open_door() -> None:
    text = relay.configuration(**GOOD)
    words = {line.partition("=")[0] for line in text.splitlines() if line and not line.startswith("#")}
    assert {"no-cli", "use-auth-secret", "no-multicast-peers", "no-tcp-relay", "user-quota", "total-quota"} <= words
    assert not words & {"allow-loopback-peers", "allowed-peer-ip", "no-auth", "web-admin", "cli-password", "user"}
    assert "@" not in re.sub(r"^#.*$", "", text, flags=re.MULTILINE)


def test_behind_nat_the_public_address_is_told() -> None:
    text = relay.configuration(**GOOD | {"address": "10.0.0.5", "public": "198.51.100.7"})
    assert "external-ip=198.51.100.7/10.0.0.5" in text


@pytest.mark.parametrize(
    "wrong",
    [{"secret": "short"}, {"realm": "a\nno-auth"}, {"realm": ""}, {"secret": "x" * 40 + "\nno-auth"}, {"address": "x"}],
)
def test_what_could_become_another_line_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"secret|value|address"):
        relay.configuration(**GOOD | wrong)


def test_the_command_draws_a_secret_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "secret"
    arguments = ["--realm", REALM, "--secret-file", str(file), "--address", "198.51.100.7"]
    arguments += ["--certificate", "/c.pem", "--key", "/k.pem"]
    assert relay.main(arguments) == 0
    first = capsys.readouterr().out
    assert file.stat().st_mode & 0o777 == 0o600
    assert relay.main(arguments) == 0
    assert capsys.readouterr().out == first
    assert file.read_text().strip() in first
    assert relay.main([*arguments, "--public", "here"]) == 2


@asynccontextmanager
async def allocation(server: Turn, username: str, password: str) -> AsyncIterator[Any]:
    transport, protocol = await turn.create_turn_endpoint(
        asyncio.DatagramProtocol, server_addr=server.address, username=username, password=password
    )
    try:
        yield transport._TurnTransport__inner_protocol
    finally:
        transport.close()
        del protocol
        await asyncio.sleep(0)


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.0.1.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "172.20.0.1"])
async def test_the_shipped_relay_reaches_no_inner_machine(shipped: Turn, peer: str) -> None:
    async with allocation(shipped, *shipped.credentials()) as relayed:
        with pytest.raises(stun.TransactionFailed) as refused:
            await relayed.channel_bind(0x4000, (peer, 9))
        assert refused.value.response.error_code == 403


async def test_the_shipped_relay_reaches_a_public_one(shipped: Turn) -> None:
    async with allocation(shipped, *shipped.credentials()) as relayed:
        await relayed.channel_bind(0x4000, ("192.169.0.1", 9))


async def test_only_the_rehearsals_relay_lets_the_loopback_through(rehearsal: Turn) -> None:
    async with allocation(rehearsal, *rehearsal.credentials()) as relayed:
        await relayed.channel_bind(0x4000, ("127.0.0.1", 9))
        with pytest.raises(stun.TransactionFailed):
            await relayed.channel_bind(0x4001, ("10.0.0.1", 9))


async def test_a_password_that_ran_out_or_is_made_up_opens_nothing(shipped: Turn) -> None:
    late, good = shipped.credentials(-60), shipped.credentials()
    for username, password in (late, (good[0], "made-up"), (good[0].replace(":", "9:"), good[1])):
        with pytest.raises(stun.TransactionFailed) as refused:
            async with allocation(shipped, username, password):
                pass
        assert refused.value.response.error_code == 401


async def test_it_speaks_tls_of_today_only(shipped: Turn) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    _, writer = await asyncio.open_connection("127.0.0.1", shipped.tls_port, ssl=context)
    assert writer.get_extra_info("ssl_object").version() in {"TLSv1.2", "TLSv1.3"}
    writer.close()
    await writer.wait_closed()
