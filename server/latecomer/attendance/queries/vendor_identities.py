"""Vendors' ids for members, and the join links that vendors gave them.

A function that writes needs the webinar's lock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from latecomer.core.ids import ConnectionId, MemberId, WebinarId
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorIdentity:
    """A vendor's name for a member of a webinar."""

    connection: ConnectionId
    webinar: WebinarId
    ref: str
    member: MemberId
    join_url: str | None = None


async def find(
    conn: Conn, connection: ConnectionId, webinar: WebinarId, refs: Sequence[str]
) -> Mapping[str, MemberId]:
    """Return the members that a vendor's ids belong to; unknown ids are left out.

    Ids of erased persons are stored as hashes: they are still recognised, so that no vendor brings a person back, but
    nobody can read them.
    """
    rows = await conn.fetch(
        f"""SELECT asked.ref, i.member_id
              FROM (SELECT ref, unnest(ARRAY[ref, {_hashed("ref")}]) AS name FROM unnest($3::text[]) w (ref)) AS asked
              JOIN vendor_identities i ON i.connection_id = $1 AND i.webinar_id = $2 AND i.ref = asked.name""",
        connection,
        webinar,
        list(refs),
    )
    return {row["ref"]: MemberId(row["member_id"]) for row in rows}


async def learn(conn: Conn, found: Sequence[VendorIdentity]) -> None:
    """Store vendors' ids for members, except for erased persons. An id that is stored already keeps its member; a newer
    join URL replaces the old one."""
    await conn.executemany(
        """INSERT INTO vendor_identities (connection_id, webinar_id, ref, member_id, join_url)
           SELECT $1, $2, $3, m.id, $5 FROM members m JOIN persons p ON p.id = m.person_id
            WHERE m.id = $4 AND p.erased_at IS NULL
               ON CONFLICT (connection_id, webinar_id, ref) DO UPDATE
              SET join_url = coalesce(excluded.join_url, vendor_identities.join_url)""",
        [(each.connection, each.webinar, each.ref, each.member, each.join_url) for each in found],
    )


async def of_members(conn: Conn, member_ids: Sequence[MemberId]) -> list[VendorIdentity]:
    """Return the vendors' ids of these members."""
    rows = await conn.fetch(
        """SELECT * FROM vendor_identities WHERE member_id = ANY ($1::uuid[])
            ORDER BY connection_id, webinar_id, ref""",
        list(member_ids),
    )
    return [
        VendorIdentity(
            connection=ConnectionId(row["connection_id"]),
            webinar=WebinarId(row["webinar_id"]),
            ref=row["ref"],
            member=MemberId(row["member_id"]),
            join_url=row["join_url"],
        )
        for row in rows
    ]


async def forget(conn: Conn, member_ids: Sequence[MemberId], email: str) -> None:
    """Replace the vendor ids of an erased person by hashes, also in the keys of rows, and remove their join URLs."""
    await conn.execute(
        f"""UPDATE vendor_identities SET ref = {_hashed("ref")}, join_url = NULL
             WHERE member_id = ANY ($1::uuid[]) AND NOT starts_with(ref, 'erased:')""",
        list(member_ids),
    )
    await conn.execute(
        f"""UPDATE vendor_rows SET key = {_hashed("key")}
             WHERE member_id = ANY ($1::uuid[]) AND strpos(lower(key), lower($2)) > 0""",
        list(member_ids),
        email,
    )


def _hashed(ref: str) -> str:
    return f"'erased:' || encode(sha256(convert_to({ref}, 'UTF8')), 'hex')"


async def join_url(conn: Conn, webinar: WebinarId, member: MemberId) -> str | None:
    """Return the vendor's own join link of a member. With several bound connections, the link of the oldest one is
    returned."""
    found: str | None = await conn.fetchval(
        """SELECT i.join_url FROM vendor_identities i
             JOIN connection_webinars b ON b.connection_id = i.connection_id AND b.webinar_id = i.webinar_id
             JOIN connections c ON c.id = i.connection_id
            WHERE i.member_id = $2 AND i.webinar_id = $1 AND i.join_url IS NOT NULL
            ORDER BY c.created_at, c.id, i.ref LIMIT 1""",
        webinar,
        member,
    )
    return found
