"""Answers to polls, and uses of overlays, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from latecomer.automated.overlays.rules import Use, UseMode, Value
from latecomer.automated.rules.rundown import ItemId
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer of a member to one question; ``value`` is None for an erased text."""

    webinar: WebinarId
    item: ItemId
    question: str
    member: MemberId
    mode: UseMode
    value: Value | None
    answered_at: Instant
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayUse:
    """The first use of its kind of an overlay by a member."""

    webinar: WebinarId
    item: ItemId
    use: Use
    mode: UseMode
    member: MemberId
    used_at: Instant
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The number of answers with one value; ``value`` is text: an option's id, a number, true or false."""

    item: ItemId
    question: str
    mode: UseMode
    value: str
    count: int


def _answer(row: asyncpg.Record) -> Answer:
    return Answer(
        webinar=WebinarId(row["webinar_id"]),
        item=ItemId(row["item_id"]),
        question=row["question_id"],
        member=MemberId(row["member_id"]),
        mode=UseMode(row["mode"]),
        value=row["value"],
        answered_at=row["answered_at"],
        number=row["number"],
    )


def _use(row: asyncpg.Record) -> OverlayUse:
    return OverlayUse(
        webinar=WebinarId(row["webinar_id"]),
        item=ItemId(row["item_id"]),
        use=Use(row["use"]),
        mode=UseMode(row["mode"]),
        member=MemberId(row["member_id"]),
        used_at=row["used_at"],
        number=row["number"],
    )


async def put_answer(conn: Conn, answer: Answer) -> bool:
    """Write an answer, replacing the member's earlier one. Returns: False when the answer is the same."""
    status: str = await conn.execute(
        """INSERT INTO poll_answers (webinar_id, item_id, question_id, member_id, mode, value, answered_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (webinar_id, item_id, question_id, mode, member_id)
           DO UPDATE SET value = excluded.value, answered_at = excluded.answered_at
                   WHERE poll_answers.value IS DISTINCT FROM excluded.value""",
        answer.webinar,
        answer.item,
        answer.question,
        answer.member,
        answer.mode,
        answer.value,
        answer.answered_at,
    )
    return status == "INSERT 0 1"


async def answers_of(
    conn: Conn, webinar: WebinarId, members: Sequence[MemberId], mode: UseMode
) -> list[Answer]:
    """Return the answers of these members in one mode."""
    rows = await conn.fetch(
        "SELECT * FROM poll_answers WHERE member_id = ANY ($2::uuid[]) AND webinar_id = $1 AND mode = $3",
        webinar,
        members,
        mode,
    )
    return [_answer(row) for row in rows]


async def counts(conn: Conn, webinar: WebinarId, items: Sequence[ItemId] | None = None) -> list[Counted]:
    """Count the answers by value; each of several choices counts once. ``items`` None: of all items."""
    rows = await conn.fetch(
        """SELECT item_id, question_id, mode, v.value, count(*) AS count
             FROM poll_answers a,
                  LATERAL (SELECT jsonb_array_elements_text(
                      CASE jsonb_typeof(a.value) WHEN 'array' THEN a.value ELSE jsonb_build_array(a.value) END
                  ) AS value WHERE jsonb_typeof(a.value) <> 'null') v
            WHERE webinar_id = $1 AND ($2::text[] IS NULL OR item_id = ANY ($2))
              AND length(v.value) <= 100
            GROUP BY 1, 2, 3, 4""",
        webinar,
        items,
    )
    return [
        Counted(
            item=ItemId(row["item_id"]),
            question=row["question_id"],
            mode=UseMode(row["mode"]),
            value=row["value"],
            count=row["count"],
        )
        for row in rows
    ]


async def answered(conn: Conn, webinar: WebinarId) -> dict[tuple[ItemId, str, UseMode], int]:
    """Return the number of members who answered each question, by item, question and mode."""
    rows = await conn.fetch(
        """SELECT item_id, question_id, mode, count(*) AS count FROM poll_answers
            WHERE webinar_id = $1 GROUP BY 1, 2, 3""",
        webinar,
    )
    return {(ItemId(row["item_id"]), row["question_id"], UseMode(row["mode"])): row["count"] for row in rows}


async def put_use(conn: Conn, use: OverlayUse) -> bool:
    """Write a use. Returns: True for the first of its kind."""
    status: str = await conn.execute(
        """INSERT INTO overlay_uses (webinar_id, item_id, use, mode, member_id, used_at, kind)
           VALUES ($1, $2, $3, $4, $5, $6,
                   (SELECT item ->> 'kind'
                      FROM webinars w JOIN rundowns r ON r.webinar_id = w.id AND r.version = w.rundown_version,
                           jsonb_array_elements(r.items) item
                     WHERE w.id = $1 AND item ->> 'id' = $2 LIMIT 1))
           ON CONFLICT DO NOTHING""",
        use.webinar,
        use.item,
        use.use,
        use.mode,
        use.member,
        use.used_at,
    )
    return status == "INSERT 0 1"


async def uses(conn: Conn, webinar: WebinarId) -> dict[tuple[ItemId, UseMode, Use], int]:
    """Return the number of members by item, mode and use."""
    rows = await conn.fetch(
        """SELECT item_id, mode, use, count(*) AS count FROM overlay_uses
            WHERE webinar_id = $1 GROUP BY 1, 2, 3""",
        webinar,
    )
    return {(ItemId(row["item_id"]), UseMode(row["mode"]), Use(row["use"])): row["count"] for row in rows}


async def all_answers(
    conn: Conn, webinar: WebinarId
) -> list[tuple[Answer, str | None, str | None, str | None]]:
    """Return all answers of a webinar with email, first and last name, ordered by person."""
    rows = await conn.fetch(
        """SELECT a.*, p.email, p.first_name, p.last_name
             FROM poll_answers a JOIN members m ON m.id = a.member_id JOIN persons p ON p.id = m.person_id
            WHERE a.webinar_id = $1 ORDER BY p.email, a.member_id, a.answered_at, a.question_id""",
        webinar,
    )
    return [(_answer(row), row["email"], row["first_name"], row["last_name"]) for row in rows]


async def all_uses(conn: Conn, webinar: WebinarId) -> list[tuple[OverlayUse, str | None]]:
    """Return all uses of overlays in a webinar with the email, ordered by time."""
    rows = await conn.fetch(
        """SELECT u.*, p.email
             FROM overlay_uses u JOIN members m ON m.id = u.member_id JOIN persons p ON p.id = m.person_id
            WHERE u.webinar_id = $1 ORDER BY u.used_at, u.member_id, u.item_id, u.use""",
        webinar,
    )
    return [(_use(row), row["email"]) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveUses:
    """One member's uses of overlays during the event: the numbers of answers to some choice questions, of all
    answers, of files and of other overlays that were clicked."""

    choices: int = 0
    answers: int = 0
    files: int = 0
    clicks: int = 0


# In: webinar, members, items and questions (parallel) of the choices that count.
_LIVE_USES = """
SELECT m.id, a.choices, a.answers, u.files, u.clicks
  FROM unnest($2::uuid[]) AS m (id),
       LATERAL (SELECT count(*) AS answers, count(*) FILTER (WHERE (a.item_id, a.question_id) IN
                         (SELECT * FROM unnest($3::text[], $4::text[]))) AS choices
                  FROM poll_answers a WHERE a.member_id = m.id AND a.webinar_id = $1 AND a.mode = 'live') a,
       LATERAL (SELECT count(*) FILTER (WHERE u.kind = 'handout') AS files,
                       count(*) FILTER (WHERE u.kind IS DISTINCT FROM 'handout') AS clicks
                  FROM overlay_uses u
                 WHERE u.member_id = m.id AND u.webinar_id = $1 AND u.mode = 'live' AND u.use = 'clicked') u
"""


async def uses_live(
    conn: Conn, webinar: WebinarId, members: Sequence[MemberId], choices: Sequence[tuple[ItemId, str]]
) -> dict[MemberId, LiveUses]:
    """Return what these members did with overlays during the event."""
    items, questions = [item for item, _ in choices], [question for _, question in choices]
    rows = await conn.fetch(_LIVE_USES, webinar, members, items, questions)
    return {
        MemberId(row["id"]): LiveUses(
            choices=row["choices"], answers=row["answers"], files=row["files"], clicks=row["clicks"]
        )
        for row in rows
    }


async def forget(conn: Conn, members: Sequence[MemberId]) -> None:
    """Remove the text answers of erased members; votes and clicks stay.

    A text answer is any answer that is no option, number, yes or no. The question may have been deleted, so each text
    is removed.
    """
    await conn.execute(
        """UPDATE poll_answers SET value = 'null'::jsonb
            WHERE member_id = ANY ($1::uuid[]) AND jsonb_typeof(value) = 'string'
              AND NOT EXISTS (SELECT FROM rundowns r, jsonb_array_elements(r.items) i,
                                     jsonb_array_elements(i -> 'questions') q, jsonb_array_elements(q -> 'options') o
                               WHERE r.webinar_id = poll_answers.webinar_id AND i ->> 'id' = poll_answers.item_id
                                 AND q ->> 'id' = poll_answers.question_id
                                 AND o ->> 'id' = poll_answers.value #>> '{}')""",
        members,
    )


async def answers_of_members(conn: Conn, members: Sequence[MemberId]) -> list[Answer]:
    """Return all answers of these members, by time."""
    rows = await conn.fetch(
        "SELECT * FROM poll_answers WHERE member_id = ANY ($1::uuid[]) ORDER BY answered_at, question_id",
        members,
    )
    return [_answer(row) for row in rows]


async def uses_of_members(conn: Conn, members: Sequence[MemberId]) -> list[OverlayUse]:
    """Return all uses of these members, by time."""
    rows = await conn.fetch(
        "SELECT * FROM overlay_uses WHERE member_id = ANY ($1::uuid[]) ORDER BY used_at, item_id, use",
        members,
    )
    return [_use(row) for row in rows]


async def answers_page(
    conn: Conn, member: MemberId, before: tuple[Instant, int] | None, limit: int
) -> list[Answer]:
    """Return a member's answers, newest first, after the given one."""
    at, number = before or (None, None)
    rows = await conn.fetch(
        """SELECT * FROM poll_answers
            WHERE member_id = $1 AND ($2::timestamptz IS NULL OR (answered_at, number) < ($2, $3))
            ORDER BY answered_at DESC, number DESC LIMIT $4""",
        member,
        at,
        number,
        limit,
    )
    return [_answer(row) for row in rows]


async def clicks_page(
    conn: Conn, member: MemberId, before: tuple[Instant, int] | None, limit: int
) -> list[OverlayUse]:
    """Return a member's clicks, newest first, after the given one."""
    at, number = before or (None, None)
    rows = await conn.fetch(
        """SELECT * FROM overlay_uses
            WHERE member_id = $1 AND use = 'clicked'
              AND ($2::timestamptz IS NULL OR (used_at, number) < ($2, $3))
            ORDER BY used_at DESC, number DESC LIMIT $4""",
        member,
        at,
        number,
        limit,
    )
    return [_use(row) for row in rows]
