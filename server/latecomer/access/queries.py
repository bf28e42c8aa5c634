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
    expires_at: Instant | None = None
    last_used_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One session; ``key`` is None for a session that was opened with a one-time code or with the configured key.

    ``root`` is a digest of the configured key, or, for a one-time code, of SECRET_KEY: when that value changes, the
    session ends. It is None for sessions that were opened before the column existed. ``address`` and ``browser`` say
    where the person signed in.
    """

    id: UUID
    key: UUID | None
    root: bytes | None
    name: str
    scopes: tuple[str, ...]
    created_at: Instant | None
    expires_at: Instant
    last_seen_at: Instant | None = None
    address: str | None = None
    browser: str | None = None


def _key(row: asyncpg.Record) -> KeyRow:
    return KeyRow(
        id=row["id"],
        name=row["name"],
        scopes=tuple(row["scopes"]),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        last_used_at=row["last_used_at"],
    )


_SEEN_EVERY = "interval '5 minutes'"


def _valid_key(now: str) -> str:
    return f"revoked_at IS NULL AND (expires_at IS NULL OR expires_at > {now})"


def _live(now: str) -> str:
    """Return the SQL condition under which a session ``s`` is valid: neither the session nor its key has expired."""
    return f"""s.expires_at > {now} AND
        (s.key_id IS NULL OR EXISTS (SELECT 1 FROM api_keys WHERE id = s.key_id AND {_valid_key(now)}))"""


async def key_of(conn: Conn, digest: bytes, now: Instant) -> KeyRow | None:
    """Return the key with this hash, None when it was revoked or has expired. Its last use is written at most every
    five minutes."""
    row = await conn.fetchrow(f"SELECT * FROM api_keys WHERE hash = $1 AND {_valid_key('$2')}", digest, now)
    if row is None:
        return None
    await conn.execute(
        f"""UPDATE api_keys SET last_used_at = $2
             WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2::timestamptz - {_SEEN_EVERY})""",
        row["id"],
        now,
    )
    return _key(row)


async def keys(conn: Conn) -> list[KeyRow]:
    """Return all keys that are not revoked, oldest first."""
    rows = await conn.fetch("SELECT * FROM api_keys WHERE revoked_at IS NULL ORDER BY created_at, id")
    return [_key(row) for row in rows]


async def key(conn: Conn, key_id: UUID, now: Instant) -> KeyRow | None:
    """Return the key with this id, None when it was revoked or has expired."""
    row = await conn.fetchrow(
        f"SELECT * FROM api_keys WHERE id = $1 AND {_valid_key('$2')} FOR UPDATE", key_id, now
    )
    return None if row is None else _key(row)


async def expire_key(conn: Conn, key_id: UUID, at: Instant) -> None:
    """Set the expiry of a key to ``at``, unless the key expires earlier anyway."""
    await conn.execute(
        "UPDATE api_keys SET expires_at = least(expires_at, $2::timestamptz) WHERE id = $1", key_id, at
    )


async def valid_digests(conn: Conn, now: Instant) -> list[bytes]:
    """Return the hashes of all keys, sessions and codes that are valid now."""
    rows = await conn.fetch(
        f"""SELECT hash FROM api_keys WHERE {_valid_key("$1")}
            UNION ALL SELECT hash FROM sessions WHERE expires_at > $1
            UNION ALL SELECT hash FROM sign_in_codes WHERE expires_at > $1""",
        now,
    )
    return [row["hash"] for row in rows]


async def add_key(conn: Conn, key: KeyRow, digest: bytes) -> None:
    """Write a new key."""
    await conn.execute(
        "INSERT INTO api_keys (id, name, hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        key.id,
        key.name,
        digest,
        key.scopes,
        key.created_at,
        key.expires_at,
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
        """INSERT INTO sessions
               (hash, id, key_id, root, name, scopes, created_at, last_seen_at, expires_at, address, browser)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10)""",
        digest,
        session.id,
        session.key,
        session.root,
        session.name,
        session.scopes,
        session.created_at,
        session.expires_at,
        session.address,
        session.browser,
    )


async def session_of(conn: Conn, digest: bytes, now: Instant) -> SessionRow | None:
    """Return the session with this hash, None when it or its key was revoked or has expired. The time it was last seen
    is written at most every five minutes."""
    row = await conn.fetchrow(f"SELECT s.* FROM sessions s WHERE s.hash = $1 AND {_live('$2')}", digest, now)
    if row is None:
        return None
    await conn.execute(
        f"""UPDATE sessions SET last_seen_at = $2
             WHERE id = $1 AND (last_seen_at IS NULL OR last_seen_at < $2::timestamptz - {_SEEN_EVERY})""",
        row["id"],
        now,
    )
    return _session(row)


def _session(row: asyncpg.Record) -> SessionRow:
    return SessionRow(
        id=row["id"],
        key=row["key_id"],
        root=row["root"],
        name=row["name"],
        scopes=tuple(row["scopes"]),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        last_seen_at=row["last_seen_at"],
        address=row["address"],
        browser=row["browser"],
    )


async def sessions(conn: Conn, now: Instant) -> list[SessionRow]:
    """Return all sessions that are valid now, the last seen first."""
    rows = await conn.fetch(
        f"""SELECT s.* FROM sessions s WHERE {_live("$1")}
             ORDER BY s.last_seen_at DESC NULLS LAST, s.id""",
        now,
    )
    return [_session(row) for row in rows]


async def end_session_by_id(conn: Conn, session_id: UUID) -> bool:
    """End a session. Returns: whether there was one."""
    return await conn.fetchval("DELETE FROM sessions WHERE id = $1 RETURNING true", session_id) is True


async def end_sessions(conn: Conn, but: UUID | None) -> int:
    """End every session but one. Returns: how many."""
    rows = await conn.fetch("DELETE FROM sessions WHERE id IS DISTINCT FROM $1 RETURNING id", but)
    return len(rows)


async def end_session(conn: Conn, digest: bytes) -> None:
    """End a session; an unknown one is no error."""
    await conn.execute("DELETE FROM sessions WHERE hash = $1", digest)


async def sweep(conn: Conn, now: Instant) -> None:
    """Remove expired codes and sessions."""
    await conn.execute("DELETE FROM sign_in_codes WHERE expires_at <= $1", now)
    await conn.execute("DELETE FROM sessions WHERE expires_at <= $1", now)
