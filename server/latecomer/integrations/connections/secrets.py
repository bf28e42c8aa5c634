"""A connection's secrets: encrypted when stored, rotated, and never shown again.

Source: docs/vendors.md
"""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import msgspec

from latecomer.core.errors import Refused
from latecomer.core.ids import ConnectionId, Instant
from latecomer.integrations.connections.encryption import CannotDecrypt, Encryption

ROTATION_MS = 24 * 3600 * 1000
"""Default time for which a rotated secret is still accepted."""
ROTATION_MAX_MS = 30 * 24 * 3600 * 1000
_FORMER_MAX = 20


class ReplacedSecret(msgspec.Struct, frozen=True):
    """A secret that was replaced, and the time until which it is still accepted."""

    name: str
    value: str
    until: int


class StoredSecrets(msgspec.Struct, frozen=True):
    """The encrypted value: the secrets by name, and recently replaced ones, the newest first."""

    values: dict[str, str] = {}
    former: tuple[ReplacedSecret, ...] = ()

    def rotated(self, fresh: Mapping[str, str], now: Instant, keep_ms: int) -> StoredSecrets:
        """Return the secrets with new values; secrets that were valid stay valid for ``keep_ms``."""
        former = [each for each in self.former if now < each.until]
        if keep_ms:
            former = [
                ReplacedSecret(name, self.values[name], now + keep_ms)
                for name, value in fresh.items()
                if name in self.values and self.values[name] != value
            ] + former
        return StoredSecrets(values={**self.values, **fresh}, former=tuple(former[:_FORMER_MAX]))


class SecretStore:
    """Encrypts and decrypts the secrets of connections."""

    def __init__(self, secret_key: bytes) -> None:
        self._seal = Encryption(secret_key, b"connections")

    def seal(self, connection: ConnectionId, kept: StoredSecrets) -> bytes:
        """Encrypt secrets for one connection."""
        return self._seal.seal(msgspec.json.encode(kept), connection.bytes)

    def open(self, connection: ConnectionId, sealed: bytes) -> StoredSecrets:
        """Decrypt the secrets of a connection. Raises: Refused secret_unreadable."""
        try:
            return msgspec.json.decode(self._seal.open(sealed, connection.bytes), type=StoredSecrets)
        except CannotDecrypt as error:
            raise Refused(
                "secret_unreadable", "SECRET_KEY has changed: give this connection its secrets again."
            ) from error


class SecretsOwner(Protocol):
    """The service that owns the secrets: ``Connections``."""

    async def secrets_of(self, connection: ConnectionId) -> OpenSecrets:
        """Return the decrypted secrets. Raises: Refused unknown_connection, secret_unreadable."""
        ...

    async def replace_secret(self, connection: ConnectionId, name: str, value: str) -> None:
        """Store a new value of a secret."""
        ...


@dataclass(frozen=True, slots=True)
class OpenSecrets:
    """A connection's decrypted secrets; they appear in no repr and no log line."""

    _kept: StoredSecrets
    _home: tuple[SecretsOwner, ConnectionId]

    def __repr__(self) -> str:
        return "Secrets(…)"

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the secrets."""
        return tuple(sorted(self._kept.values))

    def get(self, name: str) -> str | None:
        """Return the current value of a secret."""
        return self._kept.values.get(name)

    def valid(self, name: str, now: Instant) -> tuple[str, ...]:
        """Return the current value and the recently replaced ones, the newest first."""
        former = [each.value for each in self._kept.former if each.name == name and now < each.until]
        current = self._kept.values.get(name)
        return (current, *former) if current else tuple(former)

    def kept(self, name: str) -> StoredSecret:
        """Return one secret with the service that stores it."""
        return StoredSecret(*self._home, name)


@dataclass(frozen=True, slots=True)
class StoredSecret:
    """A secret and the service that stores it, for a vendor that may replace the secret at every use."""

    _home: SecretsOwner
    _connection: ConnectionId
    _name: str

    async def read(self) -> str | None:
        """Return the current value; None without one, or when the connection was deleted."""
        try:
            return (await self._home.secrets_of(self._connection)).get(self._name)
        except Refused:
            return None

    async def replace(self, value: str) -> None:
        """Store a new value of the secret."""
        await self._home.replace_secret(self._connection, self._name, value)


def new_secret() -> str:
    """Return a new random secret: ``whsec_`` and 24 to 64 bytes in base64. Source: Standard Webhooks 1.0.0"""
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()
