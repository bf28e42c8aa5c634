"""Plans as rows: mails to a whole webinar, created chunk by chunk when they are due."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NewType
from uuid import UUID

import asyncpg

from latecomer.core.ids import Instant, WebinarId
from latecomer.core.status import Status
from latecomer.mail.rules.kinds import MailKind
from latecomer.postgres.pool import Conn

PlanId = NewType("PlanId", UUID)
REINSTATED: Final = -1
"""The offset of the plan that announces a reinstated webinar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPlan:
    """One mailing: mails of one kind to all members of a webinar who should receive it.

    ``about_at`` is the time that the mails are about: for a reminder the start of the event, otherwise the time of the
    finish, of the end of the on-demand window, or of the change of times.
    """

    webinar: WebinarId
    kind: MailKind
    offset_s: int
    about_at: Instant
    due_at: Instant

    @property
    def key(self) -> tuple[WebinarId, MailKind, int, Instant]:
        """Return the values that identify this plan."""
        return (self.webinar, self.kind, self.offset_s, self.about_at)

    @property
    def occurrence(self) -> str:
        """Return the key that distinguishes the mails of this plan from other mails of the same kind to the same
        person."""
        word = "reinstated" if self.offset_s == REINSTATED else str(self.offset_s)
        return f"{word}/{self.about_at}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPlan:
    """A plan in progress. ``after_number``: members up to this number have their mails."""

    id: PlanId
    plan: MailPlan
    after_number: int


def _of_row(row: asyncpg.Record) -> MailPlan:
    return MailPlan(
        webinar=WebinarId(row["webinar_id"]),
        kind=MailKind(row["kind"]),
        offset_s=row["offset_s"],
        about_at=row["about_at"],
        due_at=row["due_at"],
    )


async def begun(
    conn: Conn, webinars: Sequence[WebinarId]
) -> frozenset[tuple[WebinarId, MailKind, int, Instant]]:
    """Return the keys of the plans of these webinars that have begun, or were dropped."""
    rows = await conn.fetch(
        "SELECT webinar_id, kind, offset_s, about_at, due_at FROM mail_plans WHERE webinar_id = ANY ($1::uuid[])",
        list(webinars),
    )
    return frozenset(_of_row(row).key for row in rows)


async def begin(conn: Conn, plans: Sequence[MailPlan]) -> None:
    """Begin due plans; a plan that has begun before is not changed."""
    await conn.executemany(
        """INSERT INTO mail_plans (webinar_id, kind, offset_s, about_at, due_at) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (webinar_id, kind, offset_s, about_at) DO NOTHING""",
        [(plan.webinar, plan.kind, plan.offset_s, plan.about_at, plan.due_at) for plan in plans],
    )


async def take(conn: Conn, now: Instant) -> OpenPlan | None:
    """Lock the plan that has been due longest and that no other worker has locked."""
    row = await conn.fetchrow(
        """SELECT * FROM mail_plans WHERE done_at IS NULL AND due_at <= $1
            ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED""",
        now,
    )
    if row is None:
        return None
    return OpenPlan(id=PlanId(row["id"]), plan=_of_row(row), after_number=row["after_number"])


# In: webinar, kind, occurrence, offset, about, due, after number, limit, statuses, now, default language, languages.
# Out: how many members were looked at, the last number, how many mails were made.
_MAKE: Final = """
WITH chunk AS MATERIALIZED
  (SELECT m.id, m.number, m.status, m.visitor, m.person_id FROM members m
    WHERE m.webinar_id = $1 AND m.number > $7 ORDER BY m.number LIMIT $8),
made AS
  (INSERT INTO mails (webinar_id, member_id, kind, occurrence, email, email_key, language, about_starts_at, offset_s,
                      occasion_at, due_at, created_at)
   SELECT $1, c.id, $2, $3, p.email, p.email_key,
          CASE WHEN coalesce(s.language, p.language) = ANY ($12::text[]) THEN coalesce(s.language, p.language)
               ELSE $11 END, $5, $4, $6, $6, $10
     FROM chunk c JOIN persons p ON p.id = c.person_id
     LEFT JOIN LATERAL (SELECT language FROM submissions WHERE member_id = c.id ORDER BY number DESC LIMIT 1) s ON true
    WHERE p.email IS NOT NULL
      AND (c.status = ANY ($9::text[])
           OR ($13 AND EXISTS (SELECT FROM enrolments e WHERE e.member_id = c.id)))
      AND NOT ($2 = 'last_days' AND c.visitor)
    ORDER BY c.id
   ON CONFLICT (coalesce(member_id, submission_id), kind, occurrence) DO NOTHING
   RETURNING id)
SELECT (SELECT count(*) FROM chunk) AS looked_at, (SELECT max(number) FROM chunk) AS last,
       (SELECT count(*) FROM made) AS made
"""


async def make(
    conn: Conn,
    open_plan: OpenPlan,
    *,
    statuses: Collection[Status],
    registering: bool,
    about_starts_at: Instant | None,
    language: str,
    languages: Sequence[str],
    limit: int,
    now: Instant,
) -> bool:
    """Create the mails of the next members of a locked plan.

    Args:
        statuses: the statuses of the recipients. ``registering``: also members whom a provider has not confirmed
            yet.
        language: for members whose form named none of ``languages``.

    Returns: whether members are left.
    """
    plan = open_plan.plan
    row = await conn.fetchrow(
        _MAKE,
        plan.webinar,
        plan.kind,
        plan.occurrence,
        plan.offset_s,
        about_starts_at,
        plan.due_at,
        open_plan.after_number,
        limit,
        list(statuses),
        now,
        language,
        list(languages),
        registering,
    )
    looked_at, last, made = (0, None, 0) if row is None else (row["looked_at"], row["last"], row["made"])
    left = looked_at == limit
    await conn.execute(
        """UPDATE mail_plans SET after_number = coalesce($2, after_number), made = made + $3,
                  done_at = CASE WHEN $4 THEN NULL ELSE $5::timestamptz END,
                  outcome = CASE WHEN $4 THEN NULL ELSE 'made' END WHERE id = $1""",
        open_plan.id,
        last,
        made,
        left,
        now,
    )
    return bool(left)


async def drop(conn: Conn, plan: PlanId, outcome: str, now: Instant) -> None:
    """Record that a plan creates no more mails, and why."""
    await conn.execute("UPDATE mail_plans SET done_at = $3, outcome = $2 WHERE id = $1", plan, outcome, now)


async def moved(conn: Conn, webinar: WebinarId, starts_at: Instant, ends_at: Instant, now: Instant) -> None:
    """Record that a webinar was moved away from its announced times."""
    await conn.execute(
        """INSERT INTO mail_moves (webinar_id, starts_at, ends_at, moved_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (webinar_id) DO UPDATE SET moved_at = $4""",
        webinar,
        starts_at,
        ends_at,
        now,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The announced times of a webinar, and the time of its latest move away from them."""

    webinar: WebinarId
    starts_at: Instant
    ends_at: Instant
    moved_at: Instant


async def moves(conn: Conn, before: Instant) -> list[Move]:
    """Lock and delete the moves whose latest change lies before that time, and return them."""
    rows = await conn.fetch("DELETE FROM mail_moves WHERE moved_at <= $1 RETURNING *", before)
    return [
        Move(
            webinar=WebinarId(row["webinar_id"]),
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            moved_at=row["moved_at"],
        )
        for row in rows
    ]


async def reports(conn: Conn, webinars: Sequence[WebinarId]) -> Mapping[WebinarId, Instant]:
    """Return when the provider's final report of each of these webinars arrived; webinars without one are missing."""
    rows = await conn.fetch(
        """SELECT webinar_id, min(recorded_at) AS at FROM finishes
            WHERE webinar_id = ANY ($1::uuid[]) AND source = 'vendor' AND retraction_id IS NULL GROUP BY webinar_id""",
        list(webinars),
    )
    return {WebinarId(row["webinar_id"]): row["at"] for row in rows}


async def forget_missed(conn: Conn, webinar: WebinarId) -> None:
    """Drop the waiting mails ``missed`` of a webinar; those that were sent do not keep others from being sent."""
    kind = MailKind.MISSED
    await conn.execute("DELETE FROM mail_plans WHERE webinar_id = $1 AND kind = $2", webinar, kind)
    await conn.execute(
        "DELETE FROM mails WHERE webinar_id = $1 AND kind = $2 AND state = 'waiting'", webinar, kind
    )
    await conn.execute(
        """UPDATE mails SET occurrence = occurrence || '/retracted/' || id
            WHERE webinar_id = $1 AND kind = $2 AND position('/retracted/' IN occurrence) = 0""",
        webinar,
        kind,
    )
