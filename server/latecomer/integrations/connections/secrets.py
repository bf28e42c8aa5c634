"""A connection's secrets: sealed where they are kept, rotated, and never shown again.

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
    """A secret that was replaced, and until when it is still taken."""

    name: str
    value: str
    until: int


class StoredSecrets(msgspec.Struct, frozen=True):
    """The sealed value: the secrets by name, and lately replaced ones, the newest first."""

    values: dict[str, str] = {}
    former: tuple[ReplacedSecret, ...] = ()

    def rotated(self, fresh: Mapping[str, str], now: Instant, keep_ms: int) -> StoredSecrets:
        """With new values; those that were valid stay so for ``keep_ms``."""
        former = [each for each in self.former if now < each.until]
        if keep_ms:
            former = [
                ReplacedSecret(name, self.values[name], now + keep_ms)
                for name, value in fresh.items()
                if name in self.values and self.values[name] != value
            ] + former
        return StoredSecrets(values={**self.values, **fresh}, former=tuple(former[:_FORMER_MAX]))


class SecretStore:
    """Seals and opens what is kept."""

    def __init__(self, secret_key: bytes) -> None:
        self._seal = Encryption(secret_key, b"connections")

    def seal(self, connection: ConnectionId, kept: StoredSecrets) -> bytes:
        """Seal it for this connection alone."""
        return self._seal.seal(msgspec.json.encode(kept), connection.bytes)

    def open(self, connection: ConnectionId, sealed: bytes) -> StoredSecrets:
        """Raises: Refused secret_unreadable."""
        try:
            return msgspec.json.decode(self._seal.open(sealed, connection.bytes), type=StoredSecrets)
        except CannotDecrypt as error:
            raise Refused(
                "secret_unreadable", "SECRET_KEY has changed: give this connection its secrets again."
            ) from error


class SecretsOwner(Protocol):
    """The store of secrets: ``Connections``."""

    async def secrets_of(self, connection: ConnectionId) -> OpenSecrets:
        """The secrets, open. Raises: Refused unknown_connection, secret_unreadable."""
        ...

    async def replace_secret(self, connection: ConnectionId, name: str, value: str) -> None:
        """Keep this one instead."""
        ...


@dataclass(frozen=True, slots=True)
class OpenSecrets:
    """A connection's secrets, open; in no repr and no log line."""

    _kept: StoredSecrets
    _home: tuple[SecretsOwner, ConnectionId]

    def __repr__(self) -> str:
        return "Secrets(…)"

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the secrets."""
        return tuple(sorted(self._kept.values))

    def get(self, name: str) -> str | None:
        """The current one."""
        return self._kept.values.get(name)

    def valid(self, name: str, now: Instant) -> tuple[str, ...]:
        """The current one and those that were rotated lately: the newest first."""
        former = [each.value for each in self._kept.former if each.name == name and now < each.until]
        current = self._kept.values.get(name)
        return (current, *former) if current else tuple(former)

    def kept(self, name: str) -> StoredSecret:
        """Return one secret in its store."""
        return StoredSecret(*self._home, name)


@dataclass(frozen=True, slots=True)
class StoredSecret:
    """A secret in its store, for a vendor that may replace it at every use."""

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
        """Keep this one instead."""
        await self._home.replace_secret(self._connection, self._name, value)


def new_secret() -> str:
    """Source: Standard Webhooks 1.0.0: whsec_ and 24 to 64 bytes in base64."""
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()
