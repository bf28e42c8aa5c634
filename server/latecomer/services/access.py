"""Access: API keys, one-time sign-in codes, sessions. Only SHA-256 hashes of the secrets are stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from latecomer.core.ids import Instant
from latecomer.store.postgres.pool import Pool

SESSION_S = 7 * 24 * 3600
CODE_S = 15 * 60
CACHE_S = 30


class Scope(StrEnum):
    """What a key or session may do; ``admin`` implies all."""

    READ = "read"
    WRITE = "write"
    PRIVACY = "privacy"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls: an API key, or a session of one. ``expires_at`` None for a key."""

    name: str
    scopes: frozenset[Scope]
    expires_at: Instant | None = None

    def may(self, scope: Scope) -> bool:
        """Whether the caller holds the scope, or admin."""
        return scope in self.scopes or Scope.ADMIN in self.scopes


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """An API key without its secret."""

    id: UUID
    name: str
    scopes: frozenset[Scope]
    created_at: Instant
    revoked_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new API key; ``secret`` is shown this once."""

    key: ApiKey
    secret: str


@dataclass(frozen=True, slots=True)
class IssuedSession:
    """A new session; ``secret`` goes into the cookie."""

    caller: Caller
    secret: str


class Access:
    """Issues and checks secrets. Answers of the last 30 s are kept in the process, so that a call costs no query."""

    def __init__(self, pool: Pool, admin_key: str | None = None) -> None: ...

    async def caller_of_key(self, secret: str, now: Instant) -> Caller | None:
        """Who holds this API key; None when it is unknown or revoked (up to 30 s late in other processes)."""
        raise NotImplementedError

    async def caller_of_session(self, secret: str, now: Instant) -> Caller | None:
        """Whose session this cookie is; None when it is unknown, expired or ended."""
        raise NotImplementedError

    async def create_key(self, name: str, scopes: frozenset[Scope], now: Instant) -> IssuedKey:
        """A new API key: ``lc_`` and 256 random bits. Raises: Refused invalid_name, invalid_scopes (422)."""
        raise NotImplementedError

    async def keys(self) -> Sequence[ApiKey]:
        """All keys that are not revoked, oldest first."""
        raise NotImplementedError

    async def revoke_key(self, key_id: UUID, now: Instant) -> None:
        """Revoke a key and end its sessions. Raises: Refused unknown_key (404)."""
        raise NotImplementedError

    async def create_code(self, now: Instant, *, scopes: frozenset[Scope] = frozenset(Scope), ttl_s: int = CODE_S) -> str:
        """A sign-in code for one use within ``ttl_s`` seconds."""
        raise NotImplementedError

    async def sign_in_with_key(self, secret: str, now: Instant) -> IssuedSession:
        """A session of 7 days with the key's scopes. Raises: Refused invalid_key (401)."""
        raise NotImplementedError

    async def sign_in_with_code(self, code: str, now: Instant) -> IssuedSession:
        """A session of 7 days; the code is used up. Raises: Refused invalid_code (401)."""
        raise NotImplementedError

    async def sign_out(self, secret: str) -> None:
        """End a session; an unknown one is no error."""
        raise NotImplementedError

    async def sweep(self, now: Instant) -> None:
        """Remove expired codes and sessions."""
        raise NotImplementedError
