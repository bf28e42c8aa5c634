"""Access: API keys, one-time sign-in codes, sessions.

Every secret is 256 random bits, of which only the SHA-256 is stored and looked up: nobody who reads the
database can call, and a comparison's time tells nothing about a secret.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from latecomer.access import queries as access
from latecomer.access.queries import KeyRow, SessionRow
from latecomer.core.errors import Refused, TooManyRequests
from latecomer.core.ids import Instant
from latecomer.http.auth import Caller, Scope
from latecomer.http.client_address import counted_as
from latecomer.http.rate_limit import Limiter
from latecomer.postgres.pool import Conn, Pool

KEY_PREFIX: Final = "lc_"
SESSION_S: Final = 7 * 24 * 3600
CODE_S: Final = 15 * 60
CACHE_S: Final = 30
"""Seconds for which an answer is cached; a revocation by another process is noticed this late at most."""
_CACHED: Final = 10_000
_ADMIN_NAME: Final = "administrator"
_NAME_MAX: Final = 200
_BROWSER_MAX: Final = 300
_LONGEST_MS: Final = 3653 * 86_400_000
_RIGHT_MS: Final = 1_000
"""The greatest age of the digests of all valid secrets."""
_RIGHT_REST_S: Final = 0.25
"""The time between two readings of them, while many unknown secrets come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """An API key without its secret."""

    id: UUID
    name: str
    scopes: frozenset[Scope]
    created_at: Instant
    expires_at: Instant | None = None
    last_used_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new API key; ``secret`` is shown this once."""

    key: ApiKey
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFrom:
    """The origin of a sign-in: an address, and the browser's name of itself."""

    address: str = ""
    browser: str = ""


@dataclass(frozen=True, slots=True)
class IssuedSession:
    """A new session; ``secret`` goes into the cookie."""

    caller: Caller
    secret: str


@dataclass(frozen=True, slots=True)
class _Answer:
    """The database's answer about a secret; it is cached until ``until``.

    ``rootless``: the session was opened before sessions stored the credential behind them.
    """

    caller: Caller | None
    good_until: Instant
    rootless: bool = False


class Access:
    """The service that issues and checks secrets. Answers are cached in the process for 30 s, so that a call costs no
    query; after a revocation or the end of a session every process is notified to drop its cached answers.

    A secret that is not in the cache costs a query, so such lookups are limited for each address and for the process. A
    valid secret is never refused for that: once the limit is used up, secrets are compared with a list of all valid
    digests instead.
    """

    def __init__(
        self,
        pool: Pool,
        admin_key: str | None = None,
        secret_key: bytes = b"",
        tell: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Args:
        admin_key: the configured key with every scope; no table holds it.
        secret_key: the key that signs join links; sessions opened with a code end when it changes.
        tell: notifies every process to drop its cached answers.
        """
        self._pool = pool
        self._admin = None if admin_key is None else _digest(admin_key)
        self._admin_root = None if admin_key is None else _digest("root of the configured key", admin_key)
        self._code_root = hashlib.sha256(b"root of codes:" + secret_key).digest()
        self._tell = tell
        self._answers: OrderedDict[bytes, _Answer] = OrderedDict()
        self._lookups = Limiter(per_s=20, burst=60)
        self._all_lookups = Limiter(per_s=200, burst=400)
        self._right: frozenset[bytes] = frozenset()
        self._right_until: Instant = 0
        self._right_readings = 0
        """The number of readings that have begun."""
        self._right_turn = asyncio.Lock()
        self._right_again_s = 0.0

    def forget(self) -> None:
        """Drop all cached answers."""
        self._answers.clear()
        self._right_until = 0

    async def caller_of_key(
        self, secret: str, now: Instant, *, address: str = "", fresh: bool = False
    ) -> Caller | None:
        """Return the owner of an API key; None when the key is unknown, expired or revoked.

        Args: ``fresh``: ask the database and ignore the cache. Raises: TooManyRequests for an unknown key, after too
        many unknown keys.
        """
        return (await self._key(secret, now, address=address, fresh=fresh)).caller

    async def caller_of_session(
        self,
        secret: str,
        now: Instant,
        *,
        address: str = "",
        fresh: bool = False,
        only_rootless: bool = False,
    ) -> Caller | None:
        """Return the owner of a session cookie; None when the session is unknown, expired or ended.

        Args: ``only_rootless``: accept only sessions that were opened before sessions stored the credential behind
        them. Raises: TooManyRequests for an unknown session, after too many unknown sessions.
        """
        digest = _digest("session", secret)
        answer = None if fresh else self._remembered(digest, now)
        if answer is None:
            await self._count_lookup(digest, address, now)
            async with self._pool.acquire() as conn:
                row = await access.session_of(conn, digest, now)
            if row is not None and not self._is_rooted(row):
                row = None
            caller = None if row is None else _caller_of_session(row)
            answer = self._remember(digest, caller, now, rootless=row is not None and row.created_at is None)
        caller = answer.caller
        if caller is None or (caller.expires_at or 0) <= now or (only_rootless and not answer.rootless):
            return None
        return caller

    async def create_key(
        self, name: str, scopes: frozenset[Scope], now: Instant, *, expires_at: Instant | None = None
    ) -> IssuedKey:
        """Create an API key: ``lc_`` and 256 random bits.

        Raises: Refused invalid_name, invalid_scopes, invalid_expiry.
        """
        name = name.strip()
        if not 1 <= len(name) <= _NAME_MAX or not name.isprintable():
            raise Refused("invalid_name", f"The name must have 1 to {_NAME_MAX} printable characters.")
        if not scopes:
            raise Refused("invalid_scopes", "A key needs at least one scope.")
        if expires_at is not None and not now < expires_at <= now + _LONGEST_MS:
            raise Refused("invalid_expiry", "The expiry of a key must be in the future and within ten years.")
        row = KeyRow(id=uuid4(), name=name, scopes=_stored(scopes), created_at=now, expires_at=expires_at)
        async with self._pool.acquire() as conn:
            return await _issue(conn, row)

    async def keys(self) -> Sequence[ApiKey]:
        """Return all keys that are not revoked, oldest first."""
        async with self._pool.acquire() as conn:
            return [_api_key(row) for row in await access.keys(conn)]

    async def rotate_key(self, key_id: UUID, old_valid_s: int, now: Instant) -> IssuedKey:
        """Create a key with the same name and scopes; the old key stays valid for ``old_valid_s`` seconds.

        Raises: Refused unknown_key.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            old = await access.key(conn, key_id, now)
            if old is None:
                raise _unknown_key()
            await access.expire_key(conn, key_id, now + old_valid_s * 1000)
            row = KeyRow(
                id=uuid4(), name=old.name, scopes=old.scopes, created_at=now, expires_at=old.expires_at
            )
            issued = await _issue(conn, row)
        await self._forget_everywhere()
        return issued

    async def revoke_key(self, key_id: UUID, now: Instant) -> None:
        """Revoke a key and end its sessions, everywhere. Raises: Refused unknown_key."""
        async with self._pool.acquire() as conn, conn.transaction():
            revoked = await access.revoke_key(conn, key_id, now)
        if not revoked:
            raise _unknown_key()
        await self._forget_everywhere()

    async def create_code(
        self, now: Instant, *, scopes: frozenset[Scope] = frozenset({Scope.ADMIN}), ttl_s: int = CODE_S
    ) -> str:
        """Create a sign-in code that can be used once, within ``ttl_s`` seconds."""
        code = secrets.token_urlsafe(32)
        async with self._pool.acquire() as conn:
            await access.add_code(conn, _digest("code", code), _stored(scopes), now + ttl_s * 1000)
        return code

    async def sign_in_with_key(
        self, secret: str, now: Instant, where: SignInFrom = SignInFrom()
    ) -> IssuedSession:
        """Open a session of 7 days with the key's scopes; the session ends with the key.

        Raises: Refused invalid_key; TooManyRequests for a wrong key, after too many wrong keys.
        """
        answer = await self._key(secret, now, address=where.address, fresh=True)
        caller = answer.caller
        if caller is None:
            raise Refused("invalid_key", "This API key is unknown, has expired or was revoked.")
        root = self._admin_root if caller.key is None else None
        return await self._start_session(caller.name, caller.scopes, caller.key, root, where, now)

    async def sign_in_with_code(
        self, code: str, now: Instant, where: SignInFrom = SignInFrom()
    ) -> IssuedSession:
        """Open a session of 7 days; the code is used up.

        Raises: Refused invalid_code; TooManyRequests for a wrong code, after too many wrong codes.
        """
        digest = _digest("code", code)
        await self._count_lookup(digest, where.address, now)
        async with self._pool.acquire() as conn:
            scopes = await access.use_code(conn, digest, now)
        if scopes is None:
            raise Refused("invalid_code", "This sign-in link is unknown, used or too old.")
        known = frozenset(map(Scope, scopes))
        return await self._start_session(_ADMIN_NAME, known, None, self._code_root, where, now)

    async def is_right(self, secret: str, now: Instant) -> bool:
        """Return True when a key, session or code is valid, or was a second ago."""
        digests = {_digest(secret), _digest("code", secret), _digest("session", secret)}
        if self._admin is not None and self._admin in digests:
            return True
        return await self._is_any_right(frozenset(digests), now)

    async def sessions(self, now: Instant) -> Sequence[SessionRow]:
        """Return all sessions that are valid now, the last seen first."""
        async with self._pool.acquire() as conn:
            return [row for row in await access.sessions(conn, now) if self._is_rooted(row)]

    async def end_session(self, session_id: UUID) -> None:
        """End a session in every process. Raises: Refused unknown_session."""
        async with self._pool.acquire() as conn:
            ended = await access.end_session_by_id(conn, session_id)
        if not ended:
            raise Refused("unknown_session", "There is no such session.")
        await self._forget_everywhere()

    async def end_sessions(self, but: UUID | None) -> int:
        """End every session except one, in every process. Returns: the number of ended sessions."""
        async with self._pool.acquire() as conn:
            ended = await access.end_sessions(conn, but)
        await self._forget_everywhere()
        return ended

    async def sign_out(self, secret: str) -> None:
        """End a session in every process; an unknown session is no error."""
        digest = _digest("session", secret)
        async with self._pool.acquire() as conn:
            await access.end_session(conn, digest)
        await self._forget_everywhere()

    async def sweep(self, now: Instant) -> None:
        """Remove expired codes and sessions."""
        async with self._pool.acquire() as conn:
            await access.sweep(conn, now)

    async def _key(self, secret: str, now: Instant, *, address: str, fresh: bool) -> _Answer:
        digest = _digest(secret)
        if self._admin is not None and hmac.compare_digest(digest, self._admin):
            return _Answer(Caller(name=_ADMIN_NAME, scopes=frozenset({Scope.ADMIN})), now)
        answer = None if fresh else self._remembered(digest, now)
        if answer is None:
            await self._count_lookup(digest, address, now)
            async with self._pool.acquire() as conn:
                row = await access.key_of(conn, digest, now)
            caller = (
                None
                if row is None
                else Caller(name=row.name, scopes=frozenset(map(Scope, row.scopes)), key=row.id)
            )
            until = None if row is None else row.expires_at
            answer = self._remember(digest, caller, now, until=until)
        return answer

    async def _count_lookup(self, digest: bytes, address: str, now: Instant) -> None:
        """Count a lookup of a secret that is not cached. Raises: TooManyRequests, unless the secret is valid."""
        try:
            self._lookups.take(counted_as(address), now)
            self._all_lookups.take("", now)
        except TooManyRequests:
            if not await self._is_any_right(frozenset((digest,)), now):
                raise

    async def _is_any_right(self, digests: frozenset[bytes], now: Instant) -> bool:
        """Return True when one of these digests is valid. A right one is found however young it is."""
        if now < self._right_until <= now + _RIGHT_MS and not digests.isdisjoint(self._right):
            return True
        await self._read_right(now)
        return not digests.isdisjoint(self._right)

    async def _read_right(self, now: Instant) -> None:
        """Read the digests of all valid secrets. Those who wait share one reading, which begins after they came."""
        came = self._right_readings
        async with self._right_turn:
            if self._right_readings > came:
                return
            loop = asyncio.get_running_loop()
            await asyncio.sleep(self._right_again_s - loop.time())
            self._right_readings += 1
            self._right_again_s = loop.time() + _RIGHT_REST_S
            async with self._pool.acquire() as conn:
                self._right = frozenset(await access.valid_digests(conn, now))
            self._right_until = now + _RIGHT_MS

    async def _start_session(
        self,
        name: str,
        scopes: frozenset[Scope],
        key: UUID | None,
        root: bytes | None,
        where: SignInFrom,
        now: Instant,
    ) -> IssuedSession:
        secret = secrets.token_urlsafe(32)
        row = SessionRow(
            id=uuid4(),
            key=key,
            root=root,
            name=name,
            scopes=_stored(scopes),
            created_at=now,
            expires_at=now + SESSION_S * 1000,
            address=where.address or None,
            browser="".join(filter(str.isprintable, where.browser))[:_BROWSER_MAX] or None,
        )
        async with self._pool.acquire() as conn:
            await access.add_session(conn, row, _digest("session", secret))
        return IssuedSession(_caller_of_session(row), secret)

    def _is_rooted(self, row: SessionRow) -> bool:
        """Return True while the credential that a session was opened with is valid: a key (by the database), the
        configured key, or for a code the secret key. A session from before credentials were recorded runs out by
        itself.
        """
        if row.key is not None or row.created_at is None:
            return True
        return row.root in (self._admin_root, self._code_root) and row.root is not None

    async def _forget_everywhere(self) -> None:
        self.forget()
        if self._tell is not None:
            await self._tell()

    def _remembered(self, digest: bytes, now: Instant) -> _Answer | None:
        answer = self._answers.get(digest)
        return answer if answer is not None and now < answer.good_until else None

    def _remember(
        self,
        digest: bytes,
        caller: Caller | None,
        now: Instant,
        *,
        until: Instant | None = None,
        rootless: bool = False,
    ) -> _Answer:
        good_until = now + CACHE_S * 1000
        good_until = good_until if until is None else min(good_until, until)
        answer = self._answers[digest] = _Answer(caller, good_until, rootless)
        if len(self._answers) > _CACHED:
            self._answers.popitem(last=False)
        return answer


async def _issue(conn: Conn, row: KeyRow) -> IssuedKey:
    secret = KEY_PREFIX + secrets.token_urlsafe(32)
    await access.add_key(conn, row, _digest(secret))
    return IssuedKey(_api_key(row), secret)


def _unknown_key() -> Refused:
    return Refused("unknown_key", "There is no such key.")


def _digest(*parts: str) -> bytes:
    return hashlib.sha256(":".join(parts).encode(errors="replace")).digest()


def _stored(scopes: frozenset[Scope]) -> tuple[str, ...]:
    return tuple(sorted(scopes))


def _api_key(row: KeyRow) -> ApiKey:
    return ApiKey(
        id=row.id,
        name=row.name,
        scopes=frozenset(map(Scope, row.scopes)),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )


def _caller_of_session(row: SessionRow) -> Caller:
    return Caller(
        name=row.name,
        scopes=frozenset(map(Scope, row.scopes)),
        expires_at=row.expires_at,
        key=row.key,
        session=row.id,
    )
