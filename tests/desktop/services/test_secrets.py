from __future__ import annotations

from collections.abc import Iterator

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from clerk_desktop.desktop.services.secrets import TokenKeeper

SERVER = "https://amt.example"


class Vault(KeyringBackend):
    """A keyring in memory, as safe as a real one as far as the keeper can tell."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


class PlaintextKeyring(Vault):
    """Named like the one of keyrings.alt that writes plain files."""


@pytest.fixture
def vault() -> Iterator[Vault]:
    before = keyring.get_keyring()
    backend = Vault()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


def test_a_token_outlives_the_program(vault: Vault) -> None:
    assert TokenKeeper().save(SERVER, "secret")
    assert vault.kept == {("clerk-desktop", SERVER): "secret"}
    assert TokenKeeper().load(SERVER) == "secret"
    assert TokenKeeper().load("https://other.example") is None


def test_forgetting_leaves_nothing_and_may_be_repeated(vault: Vault) -> None:
    keeper = TokenKeeper()
    keeper.save(SERVER, "secret")
    keeper.forget(SERVER)
    keeper.forget(SERVER)
    assert keeper.load(SERVER) is None
    assert vault.kept == {}


@pytest.mark.usefixtures("vault")
@pytest.mark.parametrize("backend", [keyring.backends.fail.Keyring, keyring.backends.null.Keyring, PlaintextKeyring])
def test_without_a_safe_keyring_the_token_stays_in_memory(backend: type[KeyringBackend]) -> None:
    unsafe = backend()
    keyring.set_keyring(unsafe)
    keeper = TokenKeeper()
    assert not keeper.save(SERVER, "secret")
    assert keeper.load(SERVER) == "secret"
    assert TokenKeeper().load(SERVER) is None
    keeper.forget(SERVER)
    assert keeper.load(SERVER) is None
    assert not getattr(unsafe, "kept", None)


def test_a_locked_keyring_is_no_failure(vault: Vault) -> None:
    vault.locked = True
    keeper = TokenKeeper()
    assert keeper.load(SERVER) is None
    assert not keeper.save(SERVER, "secret")
    assert keeper.load(SERVER) == "secret"
