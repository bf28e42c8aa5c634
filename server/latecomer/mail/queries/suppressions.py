"""Suppressed addresses, which receive no mails, and the purposes that persons have opted out of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NewType
from uuid import UUID

import asyncpg

from latecomer.core.ids import Instant, PersonId, WebinarId
from latecomer.postgres.pool import Conn

SuppressionId = NewType("SuppressionId", UUID)
OPT_OUT: Final = "opt_out"
_OPT_OUT: Final = "md5(o.person_id::text || ' ' || o.purpose)::uuid"
"""The id of an opt-out ``o``, which has no row of its own to count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """One address to which nothing is sent, or with reason ``opt_out`` no mails of the purpose in ``detail``; ``email``
    is None once erased."""

    id: SuppressionId
    email: str | None
    reason: str
    detail: str | None
    at: Instant


def _of_row(row: asyncpg.Record) -> Suppression:
    return Suppression(
        id=SuppressionId(row["id"]),
        email=row["email"],
        reason=row["reason"],
        detail=row["detail"],
        at=row["at"],
    )


async def add(
    conn: Conn,
    address_hash: bytes,
    email: str,
    reason: str,
    detail: str | None,
    now: Instant,
    *,
    mail: UUID | None = None,
) -> bool:
    """Suppress an address. Returns: True when it was not suppressed before."""
    row = await conn.fetchrow(
        """INSERT INTO suppressions (address_hash, email, reason, detail, mail_id, at)
           VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (address_hash) DO NOTHING RETURNING id""",
        address_hash,
        email,
        reason,
        detail,
        mail,
        now,
    )
    return row is not None


async def among(conn: Conn, hashes: Collection[bytes]) -> frozenset[bytes]:
    """Return the hashes that are suppressed."""
    rows = await conn.fetch(
        "SELECT address_hash FROM suppressions WHERE address_hash = ANY ($1::bytea[])", list(hashes)
    )
    return frozenset(row["address_hash"] for row in rows)


async def page(conn: Conn, before: tuple[Instant, UUID] | None, limit: int) -> list[Suppression]:
    """Return suppressions and opt-outs, newest first, after the given one."""
    at, identifier = before or (None, None)
    rows = await conn.fetch(
        f"""SELECT * FROM (SELECT id, email, reason, detail, at FROM suppressions
                           UNION ALL
                           SELECT {_OPT_OUT}, p.email, '{OPT_OUT}', o.purpose, o.at
                             FROM mail_opt_outs o JOIN persons p ON p.id = o.person_id) AS every
             WHERE $1::timestamptz IS NULL OR (at, id) < ($1, $2) ORDER BY at DESC, id DESC LIMIT $3""",
        at,
        identifier,
        limit,
    )
    return [_of_row(row) for row in rows]


async def lift(conn: Conn, suppression: SuppressionId) -> bool:
    """Allow mails to an address again, or mails of a purpose to a person. Returns: whether it was suppressed."""
    for table, key in (("suppressions", "o.id"), ("mail_opt_outs", _OPT_OUT)):
        if await conn.fetchval(f"DELETE FROM {table} o WHERE {key} = $1 RETURNING true", suppression):
            return True
    return False


async def forget(conn: Conn, address_hash: bytes, person: PersonId) -> None:
    """Remove an erased person's opt-outs and opt-out links; of a suppressed address the hash stays."""
    await conn.execute("DELETE FROM mail_opt_outs WHERE person_id = $1", person)
    await conn.execute("DELETE FROM mail_opt_out_tokens WHERE person_id = $1", person)
    await conn.execute(
        "UPDATE suppressions SET email = NULL, detail = NULL WHERE address_hash = $1", address_hash
    )


async def opted_out(conn: Conn, persons: Sequence[PersonId]) -> Mapping[PersonId, frozenset[str]]:
    """Return the purposes that these persons have opted out of; persons without any are left out."""
    rows = await conn.fetch(
        """SELECT person_id, array_agg(purpose) AS purposes FROM mail_opt_outs
            WHERE person_id = ANY ($1::uuid[]) GROUP BY person_id""",
        list(persons),
    )
    return {PersonId(row["person_id"]): frozenset(row["purposes"]) for row in rows}


async def opt_out(conn: Conn, person: PersonId, purposes: Collection[str], now: Instant) -> None:
    """Record that a person opts out of a purpose."""
    await conn.execute(
        """INSERT INTO mail_opt_outs (person_id, purpose, at)
           SELECT $1, purpose, $3 FROM unnest($2::text[]) AS purpose ON CONFLICT DO NOTHING""",
        person,
        list(purposes),
        now,
    )


async def opt_in(conn: Conn, email_key: str, purpose: str, agreed_at: Instant) -> None:
    """Forget that a person had opted out of a purpose before they agreed to it again."""
    await conn.execute(
        """DELETE FROM mail_opt_outs o USING persons p
            WHERE p.id = o.person_id AND p.email_key = $1 AND o.purpose = $2 AND o.at < $3""",
        email_key,
        purpose,
        agreed_at,
    )


async def add_token(
    conn: Conn, token_hash: bytes, person: PersonId, webinar: WebinarId, mail: UUID, now: Instant
) -> None:
    """Store the owner of an opt-out link."""
    await conn.execute(
        """INSERT INTO mail_opt_out_tokens (hash, person_id, webinar_id, mail_id, created_at)
           VALUES ($1, $2, $3, $4, $5)""",
        token_hash,
        person,
        webinar,
        mail,
        now,
    )


@dataclass(frozen=True, slots=True)
class OptOutLink:
    """The claims of an opt-out link, and the mail with the link."""

    person: PersonId
    email: str | None
    kind: str | None


async def of_token(conn: Conn, token_hash: bytes) -> OptOutLink | None:
    """Return the owner of an opt-out link; None for an unknown link."""
    row = await conn.fetchrow(
        """SELECT t.person_id, p.email, m.kind FROM mail_opt_out_tokens t JOIN persons p ON p.id = t.person_id
             LEFT JOIN mails m ON m.id = t.mail_id WHERE t.hash = $1""",
        token_hash,
    )
    return None if row is None else OptOutLink(PersonId(row["person_id"]), row["email"], row["kind"])
