"""The members who receive mails about their status, and the addresses to which forms send no more mails for a while."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.status import Status
from latecomer.postgres.pool import Conn


async def who_is_told(conn: Conn, members: Sequence[MemberId]) -> Mapping[MemberId, str | None]:
    """Return the members who registered with a form, or for whom an operator asked for mails, with the language of
    their form."""
    rows = await conn.fetch(
        """SELECT m.id, coalesce(s.language, p.language) AS language FROM members m JOIN persons p ON p.id = m.person_id
             LEFT JOIN LATERAL (SELECT language FROM submissions
                                 WHERE email_key = p.email_key AND webinar_id = m.webinar_id
                                   AND (NOT confirm_address OR proved_at IS NOT NULL)
                                 ORDER BY number DESC LIMIT 1) s ON true
            WHERE m.id = ANY ($1::uuid[])
              AND (s.language IS NOT NULL OR EXISTS (SELECT FROM mail_wanted w WHERE w.member_id = m.id))""",
        list(members),
    )
    return {MemberId(row["id"]): row["language"] for row in rows}


async def ask(conn: Conn, members: Sequence[MemberId]) -> None:
    """Send these members mails about their status from now on."""
    await conn.execute(
        """INSERT INTO mail_wanted (member_id) SELECT m.id FROM members m WHERE m.id = ANY ($1::uuid[])
           ORDER BY m.id ON CONFLICT DO NOTHING""",
        list(members),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A member about whom a provider was asked at ``asked_at`` and has not answered."""

    member: MemberId
    webinar: WebinarId
    asked_at: Instant
    email: str
    language: str


async def unanswered(
    conn: Conn, asked_before: Instant, asked_after: Instant, limit: int
) -> Sequence[Unanswered]:
    """Return members who receive mails about their status, whose provider has not answered, and who have not been told
    so."""
    rows = await conn.fetch(
        """SELECT e.member_id, e.webinar_id, e.asked_at, p.email,
                  coalesce(s.language, p.language, w.language, ms.language) AS language
             FROM enrolments e JOIN mail_settings ms ON ms.webinar_id = e.webinar_id AND ms.enabled
             JOIN webinars w ON w.id = e.webinar_id
             JOIN members m ON m.id = e.member_id JOIN persons p ON p.id = m.person_id
             LEFT JOIN LATERAL (SELECT language FROM submissions WHERE member_id = m.id
                                 ORDER BY number DESC LIMIT 1) s ON true
            WHERE e.asked_at <= $1 AND e.asked_at > $2 AND p.email IS NOT NULL
              AND (s.language IS NOT NULL OR EXISTS (SELECT FROM mail_wanted w WHERE w.member_id = m.id))
              AND NOT EXISTS (SELECT FROM mails l WHERE l.member_id = m.id AND l.kind = 'pending'
                                 AND l.created_at >= e.asked_at)
            ORDER BY e.asked_at LIMIT $3""",
        asked_before,
        asked_after,
        limit,
    )
    return [
        Unanswered(
            member=MemberId(row["member_id"]),
            webinar=WebinarId(row["webinar_id"]),
            asked_at=row["asked_at"],
            email=row["email"],
            language=row["language"],
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRecipient:
    """A member who receives a mail about a status. ``number``: the number of the latest change of status."""

    member: MemberId
    status: Status
    number: int
    email: str | None
    language: str | None


async def members(conn: Conn, ids: Sequence[MemberId]) -> list[StatusRecipient]:
    """Return these members."""
    rows = await conn.fetch(
        """SELECT m.id, m.status, m.sequence, p.email,
                  coalesce((SELECT language FROM submissions s WHERE s.member_id = m.id ORDER BY number DESC LIMIT 1),
                           p.language) AS language
             FROM members m JOIN persons p ON p.id = m.person_id WHERE m.id = ANY ($1::uuid[]) ORDER BY m.id""",
        list(ids),
    )
    return [
        StatusRecipient(
            member=MemberId(row["id"]),
            status=Status(row["status"]),
            number=row["sequence"],
            email=row["email"],
            language=row["language"],
        )
        for row in rows
    ]


async def tells_rejected(conn: Conn, webinar: WebinarId) -> bool:
    """Return True when a webinar sends mails about rejections."""
    return bool(
        await conn.fetchval(
            "SELECT (settings->>'tell_rejected')::bool FROM registration_forms WHERE webinar_id = $1", webinar
        )
    )


async def resting(conn: Conn, email_keys: Sequence[str], now: Instant) -> frozenset[str]:
    """Return the addresses to which forms send no mails at present."""
    rows = await conn.fetch(
        "SELECT email_key FROM form_rests WHERE email_key = ANY ($1::text[]) AND until > $2",
        list(email_keys),
        now,
    )
    return frozenset(row["email_key"] for row in rows)


async def rest(conn: Conn, email_key: str, until: Instant) -> None:
    """Stop mails that forms cause to an address, for a while."""
    await conn.execute(
        """INSERT INTO form_rests (email_key, until) VALUES ($1, $2)
           ON CONFLICT (email_key) DO UPDATE SET until = greatest(form_rests.until, $2)""",
        email_key,
        until,
    )
