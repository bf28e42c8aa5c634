"""Chats, lines and bans as rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import asyncpg

from latecomer.automated.chat.rules import (
    AT_ONCE_MS,
    ChatMode,
    ChatSettings,
    Line,
    LineId,
    LineRole,
    LineState,
)
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.postgres.pool import Conn


def _settings(row: asyncpg.Record | None) -> ChatSettings:
    if row is None:
        return ChatSettings()
    return ChatSettings(
        mode=ChatMode(row["mode"]), slow_s=row["slow_s"], words=tuple(row["words"]), version=row["version"]
    )


def _line(row: asyncpg.Record) -> Line:
    return Line(
        id=LineId(row["id"]),
        webinar=WebinarId(row["webinar_id"]),
        number=row["number"],
        member=None if row["member_id"] is None else MemberId(row["member_id"]),
        client_id=row["client_id"],
        name=row["name"],
        role=None if row["role"] is None else LineRole(row["role"]),
        text=row["line"],
        is_question=row["is_question"],
        mode=ChatMode(row["mode"]),
        state=LineState(row["state"]),
        reply_to=None if row["reply_to"] is None else LineId(row["reply_to"]),
        is_private=row["is_private"],
        shown_seq=row["shown_seq"],
        seq=row["seq"],
        at=row["at"],
        programme_ms=row["programme_ms"],
        host_seq=row["host_seq"],
    )


async def settings(conn: Conn, webinar: WebinarId) -> ChatSettings:
    """Return the settings of a chat; the defaults before the first change."""
    return _settings(await conn.fetchrow("SELECT * FROM chats WHERE webinar_id = $1", webinar))


async def copy(conn: Conn, webinar: WebinarId, to: WebinarId) -> None:
    """Give a webinar the chat settings of another one, without its lines."""
    await conn.execute(
        """INSERT INTO chats (webinar_id, mode, slow_s, words)
           SELECT $2, mode, slow_s, words FROM chats WHERE webinar_id = $1""",
        webinar,
        to,
    )


async def lock(conn: Conn, webinar: WebinarId) -> ChatSettings:
    """Lock a chat until the end of the transaction, and create it if it is missing. Every write needs this lock."""
    await conn.execute("INSERT INTO chats (webinar_id) VALUES ($1) ON CONFLICT DO NOTHING", webinar)
    return _settings(await conn.fetchrow("SELECT * FROM chats WHERE webinar_id = $1 FOR UPDATE", webinar))


async def save(conn: Conn, webinar: WebinarId, chat: ChatSettings) -> None:
    """Write the settings of a locked chat."""
    await conn.execute(
        "UPDATE chats SET mode = $2, slow_s = $3, words = $4, version = version + 1 WHERE webinar_id = $1",
        webinar,
        chat.mode,
        chat.slow_s,
        chat.words,
    )


async def next_seq(conn: Conn, webinar: WebinarId) -> int:
    """Increase the change counter of a locked chat. Returns: its new value, from 1."""
    seq: int = await conn.fetchval(
        "UPDATE chats SET last_seq = last_seq + 1 WHERE webinar_id = $1 RETURNING last_seq", webinar
    )
    return seq


async def last_seq(conn: Conn, webinar: WebinarId) -> int:
    """Return the number of the last change, 0 before the first."""
    seq: int | None = await conn.fetchval("SELECT last_seq FROM chats WHERE webinar_id = $1", webinar)
    return seq or 0


async def insert(conn: Conn, line: Line) -> None:
    """Write a line; the chat is locked."""
    await conn.execute(
        """WITH counted AS (UPDATE chats SET last_host_seq = last_host_seq + 1 WHERE webinar_id = $2
                            RETURNING last_host_seq)
           INSERT INTO chat_lines (id, webinar_id, member_id, client_id, name, role, line, is_question, mode, state,
                                   reply_to, is_private, shown_seq, seq, at, programme_ms, host_seq)
           SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, last_host_seq
             FROM counted""",
        line.id,
        line.webinar,
        line.member,
        line.client_id,
        line.name,
        line.role,
        line.text,
        line.is_question,
        line.mode,
        line.state,
        line.reply_to,
        line.is_private,
        line.shown_seq,
        line.seq,
        line.at,
        line.programme_ms,
    )


@dataclass(frozen=True, slots=True)
class AnswerToMail:
    """An answer, and the member whose line it answers."""

    line: LineId
    webinar: WebinarId
    member: MemberId
    at: Instant


async def mail_answer(conn: Conn, line: LineId, at: Instant) -> None:
    """Have it decided at ``at`` whether an answer is mailed."""
    await conn.execute("UPDATE chat_lines SET mail_at = $2 WHERE id = $1", line, at)


async def answers_to_mail(conn: Conn, now: Instant, limit: int) -> list[AnswerToMail]:
    """Return the answers about whose mails it is time to decide, the longest due first."""
    rows = await conn.fetch(
        """SELECT a.id, a.webinar_id, a.at, q.member_id FROM chat_lines a JOIN chat_lines q ON q.id = a.reply_to
            WHERE a.mail_at <= $1 AND q.member_id IS NOT NULL ORDER BY a.mail_at LIMIT $2""",
        now,
        limit,
    )
    return [
        AnswerToMail(LineId(row["id"]), WebinarId(row["webinar_id"]), MemberId(row["member_id"]), row["at"])
        for row in rows
    ]


async def decide_answers(conn: Conn, lines: Collection[LineId]) -> frozenset[LineId]:
    """Mark answers as decided. Returns: those that nobody had decided before."""
    rows = await conn.fetch(
        """UPDATE chat_lines SET mail_at = NULL
            WHERE id IN (SELECT id FROM chat_lines WHERE id = ANY ($1::uuid[]) AND mail_at IS NOT NULL
                          ORDER BY id FOR UPDATE)
           RETURNING id""",
        list(lines),
    )
    return frozenset(LineId(row["id"]) for row in rows)


async def set_state(conn: Conn, line: LineId, state: LineState, seq: int) -> None:
    """Set the state of a line of a locked chat; a line that becomes visible for the first time gets ``seq``."""
    await conn.execute(
        """WITH counted AS (UPDATE chats SET last_host_seq = last_host_seq + 1
                             WHERE webinar_id = (SELECT webinar_id FROM chat_lines WHERE id = $1)
                            RETURNING last_host_seq)
           UPDATE chat_lines SET state = $2, seq = $3, host_seq = last_host_seq,
                  shown_seq = CASE WHEN $2 = 'visible' THEN coalesce(shown_seq, $3) ELSE shown_seq END
             FROM counted WHERE id = $1""",
        line,
        state,
        seq,
    )


async def of_client(conn: Conn, webinar: WebinarId, member: MemberId | None, client_id: str) -> Line | None:
    """Return the line that a writer gave this id, None for a new one."""
    row = await conn.fetchrow(
        """SELECT * FROM chat_lines
            WHERE webinar_id = $1 AND member_id IS NOT DISTINCT FROM $2::uuid AND client_id = $3""",
        webinar,
        member,
        client_id,
    )
    return None if row is None else _line(row)


async def line(conn: Conn, webinar: WebinarId, line_id: LineId) -> Line | None:
    """Return a line of the webinar."""
    row = await conn.fetchrow("SELECT * FROM chat_lines WHERE webinar_id = $1 AND id = $2", webinar, line_id)
    return None if row is None else _line(row)


async def recent(
    conn: Conn, member: MemberId, webinar: WebinarId, now: Instant
) -> tuple[int, Instant | None]:
    """Return the number of lines that a member wrote in the last seconds, and the time of the last line."""
    row = await conn.fetchrow(
        """SELECT count(*) FILTER (WHERE at > $3) AS lately, max(at) AS last
             FROM (SELECT at FROM chat_lines WHERE member_id = $1 AND webinar_id = $2
                    ORDER BY number DESC LIMIT 10) l""",
        member,
        webinar,
        now - AT_ONCE_MS,
    )
    return (0, None) if row is None else (row["lately"], row["last"])


async def count_held(conn: Conn, webinar: WebinarId, member: MemberId) -> tuple[int, int]:
    """Count the lines that wait for approval and have no answer: of all members, and of one."""
    row = await conn.fetchrow(
        """SELECT count(*) AS held, count(*) FILTER (WHERE l.member_id = $2) AS own
             FROM chat_lines l
            WHERE l.webinar_id = $1 AND l.state = 'held'
              AND NOT EXISTS (SELECT FROM chat_lines a WHERE a.webinar_id = $1 AND a.reply_to = l.id)""",
        webinar,
        member,
    )
    return (0, 0) if row is None else (row["held"], row["own"])


async def held_of(conn: Conn, webinar: WebinarId, member: MemberId) -> list[Line]:
    """Return a member's lines that wait for approval, oldest first."""
    rows = await conn.fetch(
        """SELECT * FROM chat_lines WHERE webinar_id = $1 AND member_id = $2 AND state = 'held' ORDER BY number""",
        webinar,
        member,
    )
    return [_line(row) for row in rows]


async def latest_visible(conn: Conn, webinar: WebinarId, limit: int) -> list[Line]:
    """Return the latest visible public lines, in the order in which they became visible."""
    rows = await conn.fetch(
        """SELECT * FROM (SELECT * FROM chat_lines
                           WHERE webinar_id = $1 AND state = 'visible' AND NOT is_private
                           ORDER BY shown_seq DESC LIMIT $2) l ORDER BY shown_seq""",
        webinar,
        limit,
    )
    return [_line(row) for row in rows]


async def own(
    conn: Conn, webinar: WebinarId, members: Sequence[MemberId], limit: int
) -> dict[MemberId, list[Line]]:
    """Return the latest lines of each of these members, and the private answers to them, in the order in which they
    were stored; members without lines are missing."""
    rows = await conn.fetch(
        """SELECT asker.id AS asker, l.*
             FROM unnest($2::uuid[]) AS asker (id),
                  LATERAL ((SELECT * FROM chat_lines o WHERE o.member_id = asker.id AND o.webinar_id = $1
                             ORDER BY o.number DESC LIMIT $3)
                           UNION ALL
                           (SELECT * FROM chat_lines a
                             WHERE a.is_private AND a.webinar_id = $1
                               AND a.reply_to IN (SELECT q.id FROM chat_lines q WHERE q.member_id = asker.id)
                             ORDER BY a.number DESC LIMIT $3)) l
            ORDER BY l.number""",
        webinar,
        members,
        limit,
    )
    found: dict[MemberId, list[Line]] = {}
    for row in rows:
        found.setdefault(MemberId(row["asker"]), []).append(_line(row))
    return {member: lines[-limit:] for member, lines in found.items()}


async def asked(conn: Conn, lines: Sequence[LineId]) -> dict[LineId, MemberId]:
    """Return the writers of these lines; lines of hosts are left out."""
    rows = await conn.fetch(
        "SELECT id, member_id FROM chat_lines WHERE id = ANY ($1::uuid[]) AND member_id IS NOT NULL", lines
    )
    return {LineId(row["id"]): MemberId(row["member_id"]) for row in rows}


async def changes(conn: Conn, webinar: WebinarId, since: int, limit: int) -> list[Line]:
    """Return the lines that changed after ``since``, in the order of the changes."""
    rows = await conn.fetch(
        "SELECT * FROM chat_lines WHERE webinar_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        webinar,
        since,
        limit,
    )
    return [_line(row) for row in rows]


async def page(conn: Conn, webinar: WebinarId, behind: int, limit: int) -> list[Line]:
    """Return a page of all lines in the order in which they were stored, after ``behind``."""
    rows = await conn.fetch(
        "SELECT * FROM chat_lines WHERE webinar_id = $1 AND number > $2 ORDER BY number LIMIT $3",
        webinar,
        behind,
        limit,
    )
    return [_line(row) for row in rows]


async def ban(conn: Conn, webinar: WebinarId, member: MemberId, now: Instant) -> None:
    """Ban a member from a locked chat; banning twice changes nothing."""
    await conn.execute(
        "INSERT INTO chat_bans (webinar_id, member_id, banned_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        webinar,
        member,
        now,
    )
    await conn.execute("UPDATE chats SET version = version + 1 WHERE webinar_id = $1", webinar)


async def unban(conn: Conn, webinar: WebinarId, member: MemberId) -> None:
    """Lift a ban."""
    await conn.execute("DELETE FROM chat_bans WHERE webinar_id = $1 AND member_id = $2", webinar, member)
    await conn.execute("UPDATE chats SET version = version + 1 WHERE webinar_id = $1", webinar)


async def is_banned(conn: Conn, webinar: WebinarId, member: MemberId) -> bool:
    """Return True when a member is banned."""
    found: bool = await conn.fetchval(
        "SELECT EXISTS (SELECT FROM chat_bans WHERE webinar_id = $1 AND member_id = $2)", webinar, member
    )
    return found


async def banned(conn: Conn, webinar: WebinarId) -> frozenset[MemberId]:
    """Return all banned members."""
    rows = await conn.fetch("SELECT member_id FROM chat_bans WHERE webinar_id = $1", webinar)
    return frozenset(MemberId(row["member_id"]) for row in rows)


async def name_of(conn: Conn, member: MemberId) -> tuple[str | None, str | None]:
    """Return the first and last name of a member."""
    row = await conn.fetchrow(
        "SELECT p.first_name, p.last_name FROM members m JOIN persons p ON p.id = m.person_id WHERE m.id = $1",
        member,
    )
    return (None, None) if row is None else (row["first_name"], row["last_name"])


async def is_member(conn: Conn, webinar: WebinarId, member: MemberId) -> bool:
    """Return True for a member of the webinar."""
    found: bool = await conn.fetchval(
        "SELECT EXISTS (SELECT FROM members WHERE id = $2 AND webinar_id = $1)", webinar, member
    )
    return found


async def offered(conn: Conn, webinar: WebinarId) -> tuple[ChatMode, bool, bool]:
    """Return a chat's mode, and whether members wrote lines and asked questions in it."""
    row = await conn.fetchrow(
        """SELECT mode,
                  EXISTS (SELECT FROM chat_lines l WHERE l.webinar_id = c.webinar_id
                             AND l.member_id IS NOT NULL AND NOT l.is_question) AS lines,
                  EXISTS (SELECT FROM chat_lines l WHERE l.webinar_id = c.webinar_id
                             AND l.member_id IS NOT NULL AND l.is_question) AS questions
             FROM chats c WHERE webinar_id = $1""",
        webinar,
    )
    return (
        (ChatMode.NONE, False, False)
        if row is None
        else (ChatMode(row["mode"]), row["lines"], row["questions"])
    )


async def said(conn: Conn, members: Sequence[MemberId]) -> dict[MemberId, tuple[int, int]]:
    """Return the numbers of lines and of questions of these members that were not rejected or deleted; members
    without any are missing."""
    rows = await conn.fetch(
        """SELECT member_id, count(*) FILTER (WHERE NOT is_question) AS lines,
                  count(*) FILTER (WHERE is_question) AS questions
             FROM chat_lines WHERE member_id = ANY ($1::uuid[]) AND state NOT IN ('rejected', 'deleted')
            GROUP BY member_id""",
        members,
    )
    return {MemberId(row["member_id"]): (row["lines"], row["questions"]) for row in rows}


async def forget(conn: Conn, members: Sequence[MemberId]) -> None:
    """Remove the names and texts of erased members' lines; states and times stay."""
    await conn.execute(
        "UPDATE chat_lines SET name = '', line = '', client_id = id::text WHERE member_id = ANY ($1::uuid[])",
        members,
    )


async def of_members(conn: Conn, members: Sequence[MemberId]) -> list[Line]:
    """Return all lines of these members, in the order in which they were stored."""
    rows = await conn.fetch(
        "SELECT * FROM chat_lines WHERE member_id = ANY ($1::uuid[]) ORDER BY number", members
    )
    return [_line(row) for row in rows]


async def lines_page(
    conn: Conn, member: MemberId, before: tuple[Instant, int] | None, limit: int
) -> list[Line]:
    """Return a member's lines, newest first, after the given one."""
    at, number = before or (None, None)
    rows = await conn.fetch(
        """SELECT * FROM chat_lines
            WHERE member_id = $1 AND ($2::timestamptz IS NULL OR (at, number) < ($2, $3))
            ORDER BY at DESC, number DESC LIMIT $4""",
        member,
        at,
        number,
        limit,
    )
    return [_line(row) for row in rows]


async def last_host_seq(conn: Conn, webinar: WebinarId) -> int:
    """Return the number of the last change in the hosts' count, 0 before the first."""
    seq: int | None = await conn.fetchval("SELECT last_host_seq FROM chats WHERE webinar_id = $1", webinar)
    return seq or 0


async def latest_lines(conn: Conn, webinar: WebinarId, limit: int) -> list[Line]:
    """Return the lines in any state that were stored or changed last, in the order of the changes."""
    rows = await conn.fetch(
        """SELECT * FROM (SELECT * FROM chat_lines WHERE webinar_id = $1 ORDER BY host_seq DESC LIMIT $2) l
            ORDER BY host_seq""",
        webinar,
        limit,
    )
    return [_line(row) for row in rows]


async def host_changes(conn: Conn, webinar: WebinarId, since: int, limit: int) -> list[Line]:
    """Return the first ``limit`` lines that were stored or changed after ``since`` in the hosts' count, in the order of
    the changes."""
    rows = await conn.fetch(
        "SELECT * FROM chat_lines WHERE webinar_id = $1 AND host_seq > $2 ORDER BY host_seq LIMIT $3",
        webinar,
        since,
        limit,
    )
    return [_line(row) for row in rows]


async def held_lines(conn: Conn, webinar: WebinarId, limit: int) -> list[Line]:
    """Return the oldest lines that wait for a host and have no answer."""
    rows = await conn.fetch(
        """SELECT * FROM chat_lines l WHERE webinar_id = $1 AND state = 'held'
              AND NOT EXISTS (SELECT FROM chat_lines a WHERE a.webinar_id = $1 AND a.reply_to = l.id)
            ORDER BY number LIMIT $2""",
        webinar,
        limit,
    )
    return [_line(row) for row in rows]


async def full_names(conn: Conn, members: Sequence[MemberId]) -> dict[MemberId, str]:
    """Return first and last name of these members; those without a name are missing."""
    rows = await conn.fetch(
        """SELECT m.id, nullif(concat_ws(' ', p.first_name, p.last_name), '') AS name
             FROM members m JOIN persons p ON p.id = m.person_id WHERE m.id = ANY ($1::uuid[])""",
        members,
    )
    return {MemberId(row["id"]): row["name"] for row in rows if row["name"]}
