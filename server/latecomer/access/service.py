"""Access: API keys, one-time sign-in codes, sessions.

Every secret is 256 random bits, of which only the SHA-256 is stored and looked up: nobody who reads the
database can call, and a comparison's time tells nothing about a secret.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from latecomer.access import queries as access
from latecomer.access.queries import KeyRow, SessionRow
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant
from latecomer.http.auth import Caller, Scope
from latecomer.postgres.pool import Pool

KEY_PREFIX: Final = "lc_"
SESSION_S: Final = 7 * 24 * 3600
CODE_S: Final = 15 * 60
CACHE_S: Final = 30
"""How long an answer is kept, and so how late a revocation by another process is noticed."""
_CACHED: Final = 10_000
_ADMIN_NAME: Final = "administrator"
_NAME_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """An API key without its secret."""

    id: UUID
    name: str
    scopes: frozenset[Scope]
    created_at: Instant


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


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the database said about a secret, good until then. ``key`` is the key behind it."""

    caller: Caller | None
    key: UUID | None
    good_until: Instant


class Access:
    """Issues and checks secrets. Answers are kept in the process for 30 s, so that a call costs no query.

    ``admin_key`` is the configured key with every scope; it is in no table.
    """

    def __init__(self, pool: Pool, admin_key: str | None = None) -> None:
        self._pool = pool
        self._admin = None if admin_key is None else _digest(admin_key)
        self._answers: OrderedDict[bytes, _Answer] = OrderedDict()

    async def caller_of_key(self, secret: str, now: Instant) -> Caller | None:
        """Who holds this API key; None when it is unknown or revoked (up to 30 s late in other processes)."""
        return (await self._key(secret, now)).caller

    async def caller_of_session(self, secret: str, now: Instant) -> Caller | None:
        """Whose session this cookie is; None when it is unknown, expired or ended (up to 30 s late elsewhere)."""
        digest = _digest("session", secret)
        answer = self._remembered(digest, now)
        if answer is None:
            async with self._pool.acquire() as conn:
                row = await access.session_of(conn, digest, now)
            answer = self._remember(
                digest,
                None if row is None else _caller_of_session(row),
                None if row is None else row.key,
                now,
            )
        caller = answer.caller
        return None if caller is None or (caller.expires_at or 0) <= now else caller

    async def create_key(self, name: str, scopes: frozenset[Scope], now: Instant) -> IssuedKey:
        """A new API key: ``lc_`` and 256 random bits. Raises: Refused invalid_name, invalid_scopes (422)."""
        name = name.strip()
        if not 1 <= len(name) <= _NAME_MAX or not name.isprintable():
            raise Refused("invalid_name", f"A name has 1 to {_NAME_MAX} printable characters.", 422)
        if not scopes:
            raise Refused("invalid_scopes", "A key needs a scope.", 422)
        secret = KEY_PREFIX + secrets.token_urlsafe(32)
        row = KeyRow(id=uuid4(), name=name, scopes=_stored(scopes), created_at=now)
        async with self._pool.acquire() as conn:
            await access.add_key(conn, row, _digest(secret))
        return IssuedKey(_api_key(row), secret)

    async def keys(self) -> Sequence[ApiKey]:
        """All keys that are not revoked, oldest first."""
        async with self._pool.acquire() as conn:
            return [_api_key(row) for row in await access.keys(conn)]

    async def revoke_key(self, key_id: UUID, now: Instant) -> None:
        """Revoke a key and end its sessions. Raises: Refused unknown_key (404)."""
        async with self._pool.acquire() as conn, conn.transaction():
            revoked = await access.revoke_key(conn, key_id, now)
        if not revoked:
            raise Refused("unknown_key", "There is no such key.", 404)
        self._answers.clear()

    async def create_code(
        self, now: Instant, *, scopes: frozenset[Scope] = frozenset({Scope.ADMIN}), ttl_s: int = CODE_S
    ) -> str:
        """A sign-in code for one use within ``ttl_s`` seconds."""
        code = secrets.token_urlsafe(32)
        async with self._pool.acquire() as conn:
            await access.add_code(conn, _digest("code", code), _stored(scopes), now + ttl_s * 1000)
        return code

    async def sign_in_with_key(self, secret: str, now: Instant) -> IssuedSession:
        """A session of 7 days with the key's scopes. Raises: Refused invalid_key (401)."""
        answer = await self._key(secret, now)
        if answer.caller is None:
            raise Refused("invalid_key", "This API key is unknown or was revoked.", 401)
        return await self._start_session(answer.caller.name, answer.caller.scopes, answer.key, now)

    async def sign_in_with_code(self, code: str, now: Instant) -> IssuedSession:
        """A session of 7 days; the code is used up. Raises: Refused invalid_code (401)."""
        async with self._pool.acquire() as conn:
            scopes = await access.use_code(conn, _digest("code", code), now)
        if scopes is None:
            raise Refused("invalid_code", "This sign-in link is unknown, used or too old.", 401)
        return await self._start_session(_ADMIN_NAME, frozenset(map(Scope, scopes)), None, now)

    async def sign_out(self, secret: str) -> None:
        """End a session; an unknown one is no error."""
        digest = _digest("session", secret)
        async with self._pool.acquire() as conn:
            await access.end_session(conn, digest)
        self._answers.pop(digest, None)

    async def sweep(self, now: Instant) -> None:
        """Remove expired codes and sessions."""
        async with self._pool.acquire() as conn:
            await access.sweep(conn, now)

    async def _key(self, secret: str, now: Instant) -> _Answer:
        digest = _digest(secret)
        if self._admin is not None and hmac.compare_digest(digest, self._admin):
            return _Answer(Caller(name=_ADMIN_NAME, scopes=frozenset({Scope.ADMIN})), None, now)
        answer = self._remembered(digest, now)
        if answer is None:
            async with self._pool.acquire() as conn:
                row = await access.key_of(conn, digest)
            caller = None if row is None else Caller(name=row.name, scopes=frozenset(map(Scope, row.scopes)))
            answer = self._remember(digest, caller, None if row is None else row.id, now)
        return answer

    async def _start_session(
        self, name: str, scopes: frozenset[Scope], key: UUID | None, now: Instant
    ) -> IssuedSession:
        secret = secrets.token_urlsafe(32)
        row = SessionRow(key=key, name=name, scopes=_stored(scopes), expires_at=now + SESSION_S * 1000)
        async with self._pool.acquire() as conn:
            await access.add_session(conn, row, _digest("session", secret))
        return IssuedSession(_caller_of_session(row), secret)

    def _remembered(self, digest: bytes, now: Instant) -> _Answer | None:
        answer = self._answers.get(digest)
        return answer if answer is not None and now < answer.good_until else None

    def _remember(self, digest: bytes, caller: Caller | None, key: UUID | None, now: Instant) -> _Answer:
        answer = self._answers[digest] = _Answer(caller, key, now + CACHE_S * 1000)
        if len(self._answers) > _CACHED:
            self._answers.popitem(last=False)
        return answer


def _digest(*parts: str) -> bytes:
    return hashlib.sha256(":".join(parts).encode(errors="replace")).digest()


def _stored(scopes: frozenset[Scope]) -> tuple[str, ...]:
    return tuple(sorted(scopes))


def _api_key(row: KeyRow) -> ApiKey:
    return ApiKey(
        id=row.id, name=row.name, scopes=frozenset(map(Scope, row.scopes)), created_at=row.created_at
    )


def _caller_of_session(row: SessionRow) -> Caller:
    return Caller(name=row.name, scopes=frozenset(map(Scope, row.scopes)), expires_at=row.expires_at)
