"""Submissions as rows: stored before the form is answered, processed in the order of receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import asyncpg
import msgspec

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.status import Status
from latecomer.core.submission import SubmissionOutcome
from latecomer.mail.queries.mails import SubmissionId
from latecomer.postgres.pool import Conn
from latecomer.registration_form.rules.form import Agreed, CheckedForm, FormAnswer
from latecomer.registration_form.rules.outcome import LeftBy

SAME_CONTENT_MS: Final = 10 * 60_000
"""Without a nonce the same address with the same content is one submission for this long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A submitted form. ``email`` is None once its person was erased."""

    id: SubmissionId
    number: int
    webinar: WebinarId
    email: str | None
    email_key: str | None
    contact: Mapping[str, str]
    answers: tuple[FormAnswer, ...]
    consents: tuple[Agreed, ...]
    source: Mapping[str, str]
    language: str
    timezone: str | None
    received_at: Instant
    confirm_address: bool
    proved_at: Instant | None
    applied_at: Instant | None
    outcome: SubmissionOutcome | None
    member: MemberId | None
    member_status: Status | None = None
    """The member's status by now; only where a list reads it."""

    @property
    def counts_from(self) -> Instant:
        """Return the time from which it counts: its receipt, or the click that confirmed the address."""
        return self.received_at if self.proved_at is None else self.proved_at


def _of_row(row: asyncpg.Record) -> Submission:
    return Submission(
        id=SubmissionId(row["id"]),
        number=row["number"],
        webinar=WebinarId(row["webinar_id"]),
        email=row["email"],
        email_key=row["email_key"],
        contact=row["contact"],
        answers=msgspec.convert(row["answers"], tuple[FormAnswer, ...]),
        consents=msgspec.convert(row["consents"], tuple[Agreed, ...]),
        source=row["source"],
        language=row["language"],
        timezone=row["timezone"],
        received_at=row["received_at"],
        confirm_address=row["confirm_address"],
        proved_at=row["proved_at"],
        applied_at=row["applied_at"],
        outcome=None if row["outcome"] is None else SubmissionOutcome(row["outcome"]),
        member=None if row["member_id"] is None else MemberId(row["member_id"]),
        member_status=Status(row["member_status"]) if row.get("member_status") else None,
    )


_INSERT: Final = """
INSERT INTO submissions (id, webinar_id, once_key, content_key, email, email_key, contact, answers, consents, source,
                         language, timezone, received_at, confirm_address, proof)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    ON CONFLICT (webinar_id, once_key) DO NOTHING
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubmission:
    """A form to store. ``proof``: the id of the proof of work that it uses up; None when it pays nothing."""

    id: SubmissionId
    webinar: WebinarId
    form: CheckedForm
    received_at: Instant
    confirm_address: bool
    proof: bytes | None = None


async def store(conn: Conn, new: NewSubmission, once_key: bytes | None) -> SubmissionId | None:
    """Store a form. The same nonce and address are stored once; so is the same content without a nonce, for 10 minutes.

    Args:
        once_key: identifies nonce and address; None: the form had no nonce.

    Returns: the id of the stored form, which may be an earlier one; None when its proof was used up by another
    submission, and nothing is stored.
    """
    try:
        if once_key is None:
            return await _insert_new_content(conn, new)
        await _insert(conn, new, once_key, None)
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name != "submissions_proof":
            raise
        return None
    stored = await conn.fetchval(
        "SELECT id FROM submissions WHERE webinar_id = $1 AND once_key = $2", new.webinar, once_key
    )
    return SubmissionId(stored)


async def _insert_new_content(conn: Conn, new: NewSubmission) -> SubmissionId:
    content = new.form.content_key()
    lock = int.from_bytes(content[:8], signed=True)
    async with conn.transaction():
        await conn.execute("SELECT pg_advisory_xact_lock($1)", lock)
        known = await conn.fetchval(
            """SELECT id FROM submissions WHERE webinar_id = $1 AND content_key = $2 AND received_at > $3 LIMIT 1""",
            new.webinar,
            content,
            new.received_at - SAME_CONTENT_MS,
        )
        if not known:
            await _insert(conn, new, new.id.bytes, content)
        return SubmissionId(known) if known else new.id


async def _insert(conn: Conn, new: NewSubmission, once_key: bytes, content_key: bytes | None) -> None:
    form = new.form
    await conn.execute(
        _INSERT,
        new.id,
        new.webinar,
        once_key,
        content_key,
        form.email,
        form.email_key,
        dict(form.contact),
        msgspec.to_builtins(form.answers),
        msgspec.to_builtins(form.consents),
        dict(form.source),
        form.language,
        form.timezone,
        new.received_at,
        new.confirm_address,
        new.proof,
    )


async def webinars_with_work(conn: Conn) -> list[WebinarId]:
    """Return the webinars with unprocessed submissions."""
    rows = await conn.fetch(
        """SELECT DISTINCT webinar_id FROM submissions
            WHERE applied_at IS NULL AND (NOT confirm_address OR proved_at IS NOT NULL) LIMIT 100"""
    )
    return [WebinarId(row["webinar_id"]) for row in rows]


async def due(conn: Conn, webinar: WebinarId, limit: int) -> list[Submission]:
    """Return the next submissions of a locked webinar, in order of receipt, one of each address."""
    rows = await conn.fetch(
        """SELECT * FROM
             (SELECT *, row_number() OVER (PARTITION BY coalesce(email_key, id::text) ORDER BY number) AS nth FROM
                (SELECT * FROM submissions WHERE webinar_id = $1 AND applied_at IS NULL
                    AND (NOT confirm_address OR proved_at IS NOT NULL) ORDER BY number LIMIT $2) AS first) AS ranked
            WHERE nth = 1 ORDER BY coalesce(proved_at, received_at), number""",
        webinar,
        limit,
    )
    return [_of_row(row) for row in rows]


async def unasked(conn: Conn, limit: int) -> list[Submission]:
    """Lock and return submissions whose address must be confirmed and that have not received that mail yet."""
    rows = await conn.fetch(
        """SELECT * FROM submissions WHERE outcome IS NULL AND confirm_address AND proved_at IS NULL
            ORDER BY number LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED""",
        limit,
    )
    return [_of_row(row) for row in rows]


async def note_outcomes(
    conn: Conn,
    outcomes: Sequence[tuple[SubmissionId, SubmissionOutcome, MemberId | None]],
    applied_at: Instant | None,
) -> None:
    """Write the outcomes of submissions. ``applied_at`` None: they wait for a confirmation or a decision."""
    await conn.execute(
        """UPDATE submissions s SET outcome = o.outcome, member_id = coalesce(o.member_id, s.member_id), applied_at = $4
             FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS o (id, outcome, member_id) WHERE s.id = o.id""",
        [identifier for identifier, _, _ in outcomes],
        [outcome for _, outcome, _ in outcomes],
        [member for _, _, member in outcomes],
        applied_at,
    )


async def load(conn: Conn, identifier: SubmissionId) -> Submission | None:
    """Return one submission; None when unknown."""
    row = await conn.fetchrow("SELECT * FROM submissions WHERE id = $1", identifier)
    return None if row is None else _of_row(row)


async def prove(conn: Conn, identifier: SubmissionId, now: Instant) -> bool:
    """Record that the address of a submission is confirmed. Returns: True when it was not before."""
    return bool(
        await conn.fetchval(
            """UPDATE submissions SET proved_at = $2
                WHERE id = $1 AND proved_at IS NULL AND email IS NOT NULL RETURNING true""",
            identifier,
            now,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownMember:
    """The member that a form is about. ``left_by``: how a member who is Not in Program left; ``cancelled``: the member
    is in the program, and its latest action is a cancellation."""

    member: MemberId
    status: Status
    left_by: LeftBy | None
    cancelled: bool


# In: webinar, email keys. The members' facts that speak of coming and going, the latest first.
_KNOWN: Final = """
SELECT p.email_key, m.id, m.status, l.kind, l.source
  FROM persons p JOIN members m ON m.person_id = p.id AND m.webinar_id = $1
  LEFT JOIN LATERAL (SELECT f.kind, f.source FROM facts f
                      WHERE f.member_id = m.id AND f.retraction_id IS NULL
                        AND f.kind IN ('removed', 'cancelled', 'added', 'registered')
                      ORDER BY f.at DESC, f.id DESC LIMIT 1) l ON true
 WHERE p.email_key = ANY ($2::text[])
"""


async def known(conn: Conn, webinar: WebinarId, email_keys: Sequence[str]) -> Mapping[str, KnownMember]:
    """Return the members of a webinar with these addresses, by address."""
    rows = await conn.fetch(_KNOWN, webinar, list(email_keys))
    return {row["email_key"]: _known(row) for row in rows}


async def known_member(conn: Conn, webinar: WebinarId, member: MemberId) -> KnownMember | None:
    """Return one member of this webinar; None when unknown."""
    row = await conn.fetchrow(_KNOWN.replace("p.email_key = ANY ($2::text[])", "m.id = $2"), webinar, member)
    return None if row is None else _known(row)


def _known(row: asyncpg.Record) -> KnownMember:
    status = Status(row["status"])
    out = status is Status.NOT_IN_PROGRAM
    themselves = row["kind"] == "cancelled" or row["source"] == "form"
    left_by = None
    if out:
        left_by = LeftBy.CANCELLATION if themselves else LeftBy.OPERATOR
    return KnownMember(
        member=MemberId(row["id"]),
        status=status,
        left_by=left_by,
        cancelled=not out and row["kind"] == "cancelled",
    )


async def page(conn: Conn, webinar: WebinarId, before: int | None, limit: int) -> list[Submission]:
    """Return submissions of a webinar, newest first, after the number ``before``."""
    rows = await conn.fetch(
        """SELECT s.*, m.status AS member_status FROM submissions s LEFT JOIN members m ON m.id = s.member_id
            WHERE s.webinar_id = $1 AND ($2::bigint IS NULL OR s.number < $2) ORDER BY s.number DESC LIMIT $3""",
        webinar,
        before,
        limit,
    )
    return [_of_row(row) for row in rows]


async def of_member(conn: Conn, member: MemberId) -> list[Submission]:
    """Return the submissions that led to a member, oldest first."""
    rows = await conn.fetch("SELECT * FROM submissions WHERE member_id = $1 ORDER BY number", member)
    return [_of_row(row) for row in rows]


async def latest_of_member(conn: Conn, member: MemberId) -> SubmissionId | None:
    """Return the latest form that led to a member; None without one."""
    found = await conn.fetchval(
        "SELECT id FROM submissions WHERE member_id = $1 ORDER BY number DESC LIMIT 1", member
    )
    return None if found is None else SubmissionId(found)


async def page_of_member(
    conn: Conn, member: MemberId, before: tuple[Instant, int] | None, limit: int
) -> list[Submission]:
    """Return the submissions that led to a member, by receipt, newest first, after the given one."""
    at, number = before or (None, None)
    rows = await conn.fetch(
        """SELECT * FROM submissions
            WHERE member_id = $1 AND ($2::timestamptz IS NULL OR (received_at, number) < ($2, $3))
            ORDER BY received_at DESC, number DESC LIMIT $4""",
        member,
        at,
        number,
        limit,
    )
    return [_of_row(row) for row in rows]


async def of_person(conn: Conn, members: Sequence[MemberId], address_key: str) -> list[Submission]:
    """Return the submissions of a person's members and of the person's address, oldest first."""
    rows = await conn.fetch(
        "SELECT * FROM submissions WHERE member_id = ANY ($1::uuid[]) OR email_key = $2 ORDER BY number",
        list(members),
        address_key,
    )
    return [_of_row(row) for row in rows]


async def counts(conn: Conn, webinar: WebinarId) -> Mapping[str, int]:
    """Return the number of a webinar's submissions by outcome; ``received`` stands for those without an outcome yet."""
    rows = await conn.fetch(
        """SELECT coalesce(outcome, 'received') AS outcome, count(*) AS n FROM submissions
            WHERE webinar_id = $1 GROUP BY 1""",
        webinar,
    )
    return {row["outcome"]: row["n"] for row in rows}


async def delete(conn: Conn, identifier: SubmissionId) -> bool:
    """Delete a submission that led to no member, with its mails. Returns: whether it existed."""
    return bool(
        await conn.fetchval(
            "DELETE FROM submissions WHERE id = $1 AND member_id IS NULL RETURNING true", identifier
        )
    )


async def sweep(conn: Conn, unproved_before: Instant, without_member_before: Instant) -> None:
    """Delete old submissions that led to no member; unconfirmed ones sooner than others."""
    await conn.execute(
        """DELETE FROM submissions WHERE member_id IS NULL
              AND (received_at < $2 OR (received_at < $1 AND confirm_address AND proved_at IS NULL))""",
        unproved_before,
        without_member_before,
    )


async def forget(conn: Conn, members: Sequence[MemberId], address_key: str) -> None:
    """Remove an erased person from their submissions; those without a member are deleted."""
    await conn.execute(
        """UPDATE submissions SET email = NULL, email_key = NULL, contact = '{}', answers = '[]', consents = '[]',
                  source = '{}', timezone = NULL WHERE member_id = ANY ($1::uuid[])""",
        list(members),
    )
    await conn.execute("DELETE FROM submissions WHERE email_key = $1", address_key)
