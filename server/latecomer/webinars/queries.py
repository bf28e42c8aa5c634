"""Webinars as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import asyncpg

from latecomer.attendance.rules.event_window import EventWindow, event_window
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.origin import origin_or_text
from latecomer.core.phase import WINDOW_MS
from latecomer.core.webinar import Cancellations, Captions, FlipOn, Recording, Webinar
from latecomer.postgres.pool import Conn
from latecomer.webinars.rules.parallel import PlannedEvent

_TOLD_AHEAD_MS: Final = 30_000
"""Milliseconds before an automated event from which its recording may be fetched."""
_FROM = """
SELECT w.*, (SELECT max(f.at) FROM finishes f WHERE f.webinar_id = w.id AND f.retraction_id IS NULL) AS finished_at,
       EXISTS (SELECT FROM connection_webinars b JOIN connections c ON c.id = b.connection_id
                WHERE b.webinar_id = w.id AND c.reports_attendance) AS has_provider,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(t.id, t.language) ORDER BY t.language), '[]')
          FROM captions t WHERE t.webinar_id = w.id) AS captions
  FROM webinars w
"""


def _of_row(row: asyncpg.Record) -> Webinar:
    recording = None
    if row["recording_url"] is not None:
        recording = Recording(
            url=row["recording_url"],
            duration_s=row["recording_duration_s"],
            version=row["recording_version"],
            playable_s=row["recording_playable_s"],
        )
    return Webinar(
        id=WebinarId(row["id"]),
        name=row["name"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        timezone=row["timezone"],
        language=row["language"],
        recording=recording,
        captions=tuple(Captions(id=UUID(each[0]), language=each[1]) for each in row["captions"]),
        live_url=row["live_url"],
        watch_url=row["watch_url"],
        allowed_origins=tuple(map(origin_or_text, row["allowed_origins"])),
        watch_threshold_s=row["watch_threshold_s"],
        own_grace_s=row["finish_grace_s"],
        rundown_version=row["rundown_version"],
        has_provider=row["has_provider"],
        attendee_limit=row["attendee_limit"],
        registrant_limit=row["registrant_limit"],
        cancellations=Cancellations(row["cancellations"]),
        flip_on=FlipOn(row["flip_on"]),
        show_viewers=row["show_viewers"],
        version=row["version"],
        created_at=row["created_at"],
        finished_at=row["finished_at"],
        cancelled_at=row["cancelled_at"],
    )


async def load(conn: Conn, webinar_ids: Sequence[WebinarId]) -> list[Webinar]:
    """Return these webinars; unknown ones are missing."""
    return [_of_row(row) for row in await conn.fetch(f"{_FROM} WHERE w.id = ANY ($1::uuid[])", webinar_ids)]


async def lock(conn: Conn, webinar_id: WebinarId) -> Webinar | None:
    """Lock one webinar until the end of the transaction. Returns: None when unknown. It must come before every member's
    lock."""
    # Two statements: what is read beside the row must be as new as the row, also for who had to wait for the lock.
    await conn.execute("SELECT FROM webinars WHERE id = $1 FOR NO KEY UPDATE", webinar_id)
    row = await conn.fetchrow(f"{_FROM} WHERE w.id = $1", webinar_id)
    return None if row is None else _of_row(row)


async def planned(conn: Conn, from_: Instant, to: Instant, but: WebinarId) -> list[PlannedEvent]:
    """Return the other events that are planned between two moments and not cancelled."""
    rows = await conn.fetch(
        """SELECT name, starts_at, ends_at FROM webinars
            WHERE starts_at < $2 AND ends_at > $1 AND id <> $3 AND cancelled_at IS NULL
            ORDER BY starts_at, id""",
        from_,
        to,
        but,
    )
    return [PlannedEvent(row["name"], row["starts_at"], row["ends_at"]) for row in rows]


async def windows(conn: Conn, webinar_ids: Sequence[WebinarId]) -> Mapping[WebinarId, EventWindow]:
    """Return the window of each of these webinars in which a vendor's stay belongs to it, by its planned times."""
    rows = await conn.fetch(
        """SELECT w.id, w.starts_at,
                  greatest(w.ends_at, (SELECT max(f.planned_ends_at) FROM finishes f WHERE f.webinar_id = w.id))
                    AS planned_ends_at,
                  (SELECT min(o.starts_at) FROM connection_webinars b
                     JOIN connection_webinars c
                       ON c.connection_id = b.connection_id AND c.external_id = b.external_id
                     JOIN webinars o ON o.id = c.webinar_id
                    WHERE b.webinar_id = w.id AND o.starts_at > w.starts_at) AS next_starts_at
             FROM webinars w WHERE w.id = ANY ($1::uuid[])""",
        list(webinar_ids),
    )
    return {
        WebinarId(row["id"]): event_window(row["starts_at"], row["planned_ends_at"], row["next_starts_at"])
        for row in rows
    }


async def hold_end(conn: Conn, webinar_id: WebinarId, ended_at: Instant, key: str, due_at: Instant) -> None:
    """Hold an end that a vendor reported early; a later one replaces an earlier one."""
    await conn.execute(
        """INSERT INTO held_ends (webinar_id, ended_at, key, due_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (webinar_id) DO UPDATE
              SET ended_at = excluded.ended_at, key = excluded.key, due_at = excluded.due_at
            WHERE excluded.ended_at > held_ends.ended_at""",
        webinar_id,
        ended_at,
        key,
        due_at,
    )


async def held_ends_due(conn: Conn, now: Instant, limit: int) -> list[WebinarId]:
    """Return webinars whose held end is due for a decision."""
    rows = await conn.fetch(
        "SELECT webinar_id FROM held_ends WHERE due_at <= $1 ORDER BY due_at LIMIT $2", now, limit
    )
    return [WebinarId(row["webinar_id"]) for row in rows]


async def take_held_end(conn: Conn, webinar_id: WebinarId, now: Instant) -> tuple[Instant, str] | None:
    """Remove and return the held end of a locked webinar; None when none is due any more."""
    row = await conn.fetchrow(
        "DELETE FROM held_ends WHERE webinar_id = $1 AND due_at <= $2 RETURNING ended_at, key",
        webinar_id,
        now,
    )
    return None if row is None else (row["ended_at"], row["key"])


async def started_with_early(conn: Conn, started_after: Instant, now: Instant, limit: int) -> list[MemberId]:
    """Return members of webinars that have just started, who came early to a vendor's room, have not left as far as is
    known, and are not Attended yet."""
    rows = await conn.fetch(
        """SELECT DISTINCT m.id FROM webinars w JOIN members m ON m.webinar_id = w.id
             JOIN vendor_rows v ON v.member_id = m.id,
                  LATERAL (SELECT (extract(epoch FROM w.starts_at) * 1000)::bigint AS started) AS s
            WHERE w.starts_at > $1 AND w.starts_at <= $2 AND v.mode = 'live'
              AND m.status NOT IN ('attended', 'not_in_program') AND m.settled_version >= m.due_version
              AND EXISTS (SELECT FROM unnest(v.joins) AS j
                           WHERE j < s.started AND j >= s.started - 3600000)
              AND NOT EXISTS (SELECT FROM unnest(v.leaves) AS l WHERE l < s.started)
            ORDER BY m.id LIMIT $3""",
        started_after,
        now,
        limit,
    )
    return [MemberId(row["id"]) for row in rows]


async def page(conn: Conn, before: tuple[Instant, WebinarId] | None, limit: int) -> list[Webinar]:
    """Return webinars by start, latest first, after the given one."""
    starts_at, webinar_id = before or (None, None)
    rows = await conn.fetch(
        f"""{_FROM} WHERE $1::timestamptz IS NULL OR (w.starts_at, w.id) < ($1, $2)
             ORDER BY w.starts_at DESC, w.id DESC LIMIT $3""",
        starts_at,
        webinar_id,
        limit,
    )
    return [_of_row(row) for row in rows]


async def insert(conn: Conn, webinar: Webinar, *, finish_due_at: Instant | None) -> None:
    """Write a new webinar."""
    await conn.execute(
        """INSERT INTO webinars (id, name, starts_at, ends_at, timezone, recording_url, recording_duration_s,
                                 recording_version, live_url, watch_url, allowed_origins, watch_threshold_s,
                                 finish_grace_s, attendee_limit, registrant_limit, cancellations, flip_on,
                                 version, finish_due_at, created_at, language, show_viewers)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
                   $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)""",
        webinar.id,
        webinar.name,
        webinar.starts_at,
        webinar.ends_at,
        webinar.timezone,
        webinar.recording and webinar.recording.url,
        webinar.recording and webinar.recording.duration_s,
        webinar.recording.version if webinar.recording else 0,
        webinar.live_url,
        webinar.watch_url,
        webinar.allowed_origins,
        webinar.watch_threshold_s,
        webinar.own_grace_s,
        webinar.attendee_limit,
        webinar.registrant_limit,
        webinar.cancellations,
        webinar.flip_on,
        webinar.version,
        finish_due_at,
        webinar.created_at,
        webinar.language,
        webinar.show_viewers,
    )


async def update(conn: Conn, webinar: Webinar) -> None:
    """Write a changed webinar with its new version. An automatic finish that is still to come moves with the end."""
    await conn.execute(
        """UPDATE webinars
              SET name = $2, starts_at = $3, ends_at = $4, timezone = $5, recording_url = $6,
                  recording_duration_s = $7, recording_version = coalesce($8, recording_version),
                  live_url = $9, watch_url = $10, allowed_origins = $11, watch_threshold_s = $12,
                  finish_grace_s = $13, attendee_limit = $14, registrant_limit = $15,
                  cancellations = $16, flip_on = $17, version = $18, language = $20,
                  recording_playable_s = $21, rundown_version = $22, show_viewers = $23,
                  invitation_version = invitation_version + CASE
                      WHEN (name, starts_at) IS DISTINCT FROM ($2, $3::timestamptz)
                           OR (coalesce($22::int, 0) = 0 AND ends_at IS DISTINCT FROM $4::timestamptz)
                      THEN 1 ELSE 0 END,
                  finish_due_at = CASE WHEN finish_due_at IS NOT NULL
                                       THEN $4::timestamptz + make_interval(secs => $19::int) END
            WHERE id = $1""",
        webinar.id,
        webinar.name,
        webinar.starts_at,
        webinar.ends_at,
        webinar.timezone,
        webinar.recording and webinar.recording.url,
        webinar.recording and webinar.recording.duration_s,
        webinar.recording and webinar.recording.version,
        webinar.live_url,
        webinar.watch_url,
        webinar.allowed_origins,
        webinar.watch_threshold_s,
        webinar.own_grace_s,
        webinar.attendee_limit,
        webinar.registrant_limit,
        webinar.cancellations,
        webinar.flip_on,
        webinar.version,
        webinar.finish_grace_s,
        webinar.language,
        webinar.recording and webinar.recording.playable_s,
        webinar.rundown_version,
        webinar.show_viewers,
    )


async def set_cancelled(conn: Conn, webinar_id: WebinarId, at: Instant | None, reason: str | None) -> None:
    """Record that a locked webinar is cancelled, or, with None, that it is not."""
    await conn.execute(
        """UPDATE webinars SET cancelled_at = $2, cancel_reason = $3, version = version + 1,
                  invitation_version = invitation_version + 1 WHERE id = $1""",
        webinar_id,
        at,
        reason,
    )


async def bump(conn: Conn, webinar_id: WebinarId) -> Webinar:
    """Give a locked webinar its next version, because data outside its row were changed. Returns: the webinar."""
    await conn.execute("UPDATE webinars SET version = version + 1 WHERE id = $1", webinar_id)
    return (await load(conn, [webinar_id]))[0]


async def plays(conn: Conn, recording: str, now: Instant) -> bool:
    """Return True while a webinar's recording whose address begins like this may be played: an automated event's from
    30 s before its start, any other's from its end, until the on-demand window closes."""
    found: bool = await conn.fetchval(
        """SELECT EXISTS (
               SELECT FROM webinars
                WHERE starts_with(recording_url, $1) AND cancelled_at IS NULL AND ends_at > $2
                  AND (live_url IS NULL AND starts_at <= $3 OR ends_at <= $4))""",
        recording,
        now - WINDOW_MS,
        now + _TOLD_AHEAD_MS,
        now,
    )
    return found


async def last_recording_version(conn: Conn, webinar_id: WebinarId) -> int:
    """Return the version of the last recording, even when it was removed; 0 when there was none."""
    version: int = await conn.fetchval("SELECT recording_version FROM webinars WHERE id = $1", webinar_id)
    return version


async def delete(conn: Conn, webinar_id: WebinarId) -> list[MemberId] | None:
    """Delete a webinar with its members and all their data. Returns: their ids; None without such a webinar.

    The members are locked before the webinar, as everything does that works on a member: the check of the foreign key
    locks the webinar after it.
    """
    if await lock(conn, webinar_id) is None:
        return None
    rows = await conn.fetch("SELECT id FROM members WHERE webinar_id = $1 ORDER BY id FOR UPDATE", webinar_id)
    await conn.execute("DELETE FROM webinars WHERE id = $1", webinar_id)
    return [MemberId(row["id"]) for row in rows]


async def finish_due(conn: Conn, now: Instant, limit: int) -> list[WebinarId]:
    """Return webinars whose automatic finish is due, the longest due first."""
    rows = await conn.fetch(
        "SELECT id FROM webinars WHERE finish_due_at <= $1 ORDER BY finish_due_at LIMIT $2", now, limit
    )
    return [WebinarId(row["id"]) for row in rows]


async def take_finish(conn: Conn, webinar_id: WebinarId, now: Instant) -> Instant | None:
    """Remove and return the automatic finish of a locked webinar; None when it is not due (any more)."""
    due_at: Instant | None = await conn.fetchval(
        "SELECT finish_due_at FROM webinars WHERE id = $1 AND finish_due_at <= $2", webinar_id, now
    )
    if due_at is not None:
        await conn.execute("UPDATE webinars SET finish_due_at = NULL WHERE id = $1", webinar_id)
    return due_at


async def plan_another_finish(conn: Conn, webinar_id: WebinarId, due_at: Instant) -> None:
    """Plan an automatic finish of a locked webinar, also where one was recorded already."""
    await conn.execute(
        "UPDATE finishes SET key = key || '/' || id WHERE webinar_id = $1 AND key = 'automatic'", webinar_id
    )
    await conn.execute("UPDATE webinars SET finish_due_at = $2 WHERE id = $1", webinar_id, due_at)


async def drop_finish(conn: Conn, webinar_id: WebinarId) -> None:
    """Cancel the automatic finish of a locked webinar."""
    await conn.execute("UPDATE webinars SET finish_due_at = NULL WHERE id = $1", webinar_id)


async def not_in_ledger(conn: Conn, limit: int) -> list[Webinar]:
    """Return webinars whose present version the ledger may not hold yet (carded_version < version)."""
    return [
        _of_row(row)
        for row in await conn.fetch(f"{_FROM} WHERE w.carded_version < w.version LIMIT $1", limit)
    ]


async def mark_copied(conn: Conn, webinar_id: WebinarId, version: int) -> None:
    """Record that the ledger holds this version; an older version never lowers the mark."""
    await conn.execute(
        "UPDATE webinars SET carded_version = $2 WHERE id = $1 AND carded_version < $2", webinar_id, version
    )
