"""API keys, sign-in codes and sessions as rows. Secrets are never here, only their SHA-256 hashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from latecomer.core.ids import Instant
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """One API key."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    created_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One session; ``key`` is None for one by a code or by the configured key."""

    key: UUID | None
    name: str
    scopes: tuple[str, ...]
    expires_at: Instant


def _key(row: asyncpg.Record) -> KeyRow:
    return KeyRow(id=row["id"], name=row["name"], scopes=tuple(row["scopes"]), created_at=row["created_at"])


async def key_of(conn: Conn, digest: bytes) -> KeyRow | None:
    """The key with this hash, unless it was revoked."""
    row = await conn.fetchrow("SELECT * FROM api_keys WHERE hash = $1 AND revoked_at IS NULL", digest)
    return None if row is None else _key(row)


async def keys(conn: Conn) -> list[KeyRow]:
    """All keys that are not revoked, oldest first."""
    rows = await conn.fetch("SELECT * FROM api_keys WHERE revoked_at IS NULL ORDER BY created_at, id")
    return [_key(row) for row in rows]


async def add_key(conn: Conn, key: KeyRow, digest: bytes) -> None:
    """Write a new key."""
    await conn.execute(
        "INSERT INTO api_keys (id, name, hash, scopes, created_at) VALUES ($1, $2, $3, $4, $5)",
        key.id,
        key.name,
        digest,
        key.scopes,
        key.created_at,
    )


async def revoke_key(conn: Conn, key_id: UUID, now: Instant) -> bool:
    """Revoke a key and end its sessions. Returns: whether there was one."""
    row = await conn.fetchrow(
        "UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING id", key_id, now
    )
    await conn.execute("DELETE FROM sessions WHERE key_id = $1", key_id)
    return row is not None


async def add_code(conn: Conn, digest: bytes, scopes: Sequence[str], expires_at: Instant) -> None:
    """Write a new sign-in code."""
    await conn.execute("INSERT INTO sign_in_codes VALUES ($1, $2, $3)", digest, scopes, expires_at)


async def use_code(conn: Conn, digest: bytes, now: Instant) -> tuple[str, ...] | None:
    """Use up a sign-in code. Returns: its scopes; None when it is unknown, used or expired."""
    row = await conn.fetchrow(
        "DELETE FROM sign_in_codes WHERE hash = $1 RETURNING scopes, expires_at", digest
    )
    return None if row is None or row["expires_at"] <= now else tuple(row["scopes"])


async def add_session(conn: Conn, session: SessionRow, digest: bytes) -> None:
    """Write a new session."""
    await conn.execute(
        "INSERT INTO sessions (hash, key_id, name, scopes, expires_at) VALUES ($1, $2, $3, $4, $5)",
        digest,
        session.key,
        session.name,
        session.scopes,
        session.expires_at,
    )


async def session_of(conn: Conn, digest: bytes, now: Instant) -> SessionRow | None:
    """The session with this hash, unless it expired."""
    row = await conn.fetchrow("SELECT * FROM sessions WHERE hash = $1 AND expires_at > $2", digest, now)
    if row is None:
        return None
    return SessionRow(
        key=row["key_id"], name=row["name"], scopes=tuple(row["scopes"]), expires_at=row["expires_at"]
    )


async def end_session(conn: Conn, digest: bytes) -> None:
    """End a session; an unknown one is no error."""
    await conn.execute("DELETE FROM sessions WHERE hash = $1", digest)


async def sweep(conn: Conn, now: Instant) -> None:
    """Remove expired codes and sessions."""
    await conn.execute("DELETE FROM sign_in_codes WHERE expires_at <= $1", now)
    await conn.execute("DELETE FROM sessions WHERE expires_at <= $1", now)
