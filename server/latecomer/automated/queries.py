"""Rundowns, and the hosts and presenters of a webinar, as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import msgspec

from latecomer.automated.rules.presenters import Presenter, PresenterId, Role
from latecomer.automated.rules.rundown import AnyItem, ItemId, Rundown
from latecomer.core.ids import Instant, WebinarId
from latecomer.core.phase import WINDOW_MS
from latecomer.mail.queries.mails import RundownProblem
from latecomer.media.rules.assets import AssetId, Use
from latecomer.media.rules.library_recordings import LIBRARY
from latecomer.postgres.pool import Conn


def _of_row(row: asyncpg.Record) -> Rundown:
    items = msgspec.convert(row["items"], tuple[AnyItem, ...])
    return Rundown(version=row["version"], buffer_s=row["buffer_s"], items=items)


async def load(conn: Conn, webinar_id: WebinarId) -> Rundown | None:
    """Return the current rundown, None before the first save."""
    row = await conn.fetchrow(
        "SELECT * FROM rundowns WHERE webinar_id = $1 ORDER BY version DESC LIMIT 1", webinar_id
    )
    return None if row is None else _of_row(row)


async def planned(conn: Conn, webinar_id: WebinarId) -> Rundown | None:
    """Return the rundown as it was last planned: without take overs, and without polls that were moved by hand."""
    row = await conn.fetchrow(
        """SELECT * FROM rundowns r
            WHERE webinar_id = $1 AND NOT EXISTS
                  (SELECT FROM jsonb_array_elements(r.items) i WHERE i ->> 'kind' = 'take_over' OR i ? 'cues')
            ORDER BY version DESC LIMIT 1""",
        webinar_id,
    )
    return None if row is None else _of_row(row)


@dataclass(frozen=True, slots=True)
class Saving:
    """The time at which a version was saved, and the name of the key, session, host or presenter; None: by itself."""

    at: Instant
    by: str | None


async def version(conn: Conn, webinar_id: WebinarId, number: int) -> Rundown | None:
    """Return one version of a rundown."""
    row = await conn.fetchrow(
        "SELECT * FROM rundowns WHERE webinar_id = $1 AND version = $2", webinar_id, number
    )
    return None if row is None else _of_row(row)


async def last_saving(conn: Conn, webinar_id: WebinarId) -> Saving | None:
    """Return when and by whom the current rundown was saved."""
    row = await conn.fetchrow(
        "SELECT saved_at, saved_by FROM rundowns WHERE webinar_id = $1 ORDER BY version DESC LIMIT 1",
        webinar_id,
    )
    return None if row is None else Saving(row["saved_at"], row["saved_by"])


async def insert(conn: Conn, webinar_id: WebinarId, rundown: Rundown, now: Instant, by: str | None) -> None:
    """Write a version of a rundown; the webinar is locked."""
    await conn.execute(
        """INSERT INTO rundowns (webinar_id, version, buffer_s, items, saved_at, saved_by)
           VALUES ($1, $2, $3, $4, $5, $6)""",
        webinar_id,
        rundown.version,
        rundown.buffer_s,
        rundown.items,
        now,
        by,
    )


async def taken_over(conn: Conn, now: Instant) -> list[WebinarId]:
    """Return the running webinars in which a host has taken over from the rundown."""
    rows = await conn.fetch(
        """SELECT w.id FROM webinars w JOIN rundowns r ON r.webinar_id = w.id AND r.version = w.rundown_version
            WHERE w.rundown_version > 0 AND w.ends_at > $1
              AND EXISTS (SELECT FROM jsonb_array_elements(r.items) i
                           WHERE i ->> 'kind' = 'take_over' AND NOT i ? 'duration_ms')""",
        now,
    )
    return [WebinarId(row["id"]) for row in rows]


async def uses(conn: Conn, asset_ids: Sequence[AssetId], now: Instant) -> Mapping[AssetId, tuple[Use, ...]]:
    """Return the webinars that name these assets in their current rundown, or as their recording, until their on-demand
    window closes."""
    rows = await conn.fetch(
        """SELECT w.id, w.name, i ->> 'asset_id' AS asset_id
             FROM webinars w JOIN rundowns r ON r.webinar_id = w.id AND r.version = w.rundown_version,
                  jsonb_array_elements(r.items) i
            WHERE w.rundown_version > 0 AND w.ends_at > $2 AND i ->> 'asset_id' = ANY ($1::text[])
            UNION
           SELECT id, name, split_part(recording_url, '/', 4) FROM webinars
            WHERE starts_with(recording_url, $3) AND ends_at > $2
              AND split_part(recording_url, '/', 4) = ANY ($1::text[])
            ORDER BY 2, 1""",
        [str(asset_id) for asset_id in asset_ids],
        now - WINDOW_MS,
        LIBRARY,
    )
    found: dict[AssetId, tuple[Use, ...]] = {}
    for row in rows:
        asset_id = AssetId(UUID(row["asset_id"]))
        found[asset_id] = (*found.get(asset_id, ()), Use(WebinarId(row["id"]), row["name"]))
    return found


async def answered_questions(conn: Conn, webinar: WebinarId) -> frozenset[tuple[ItemId, str]]:
    """Return item and id of every question with an answer."""
    rows = await conn.fetch(
        "SELECT DISTINCT item_id, question_id FROM poll_answers WHERE webinar_id = $1", webinar
    )
    return frozenset((ItemId(row["item_id"]), row["question_id"]) for row in rows)


def _presenter(row: asyncpg.Record) -> Presenter:
    return Presenter(
        id=PresenterId(row["id"]),
        webinar=WebinarId(row["webinar_id"]),
        email=row["email"],
        name=row["name"],
        role=Role(row["role"]),
        serial=row["serial"],
        created_at=row["created_at"],
        seen_at=row["seen_at"],
    )


async def put_presenter(conn: Conn, presenter: Presenter, email_key: str) -> Presenter:
    """Write a presenter; a presenter with the same address keeps the link and gets the new name and role."""
    row = await conn.fetchrow(
        """INSERT INTO presenters (id, webinar_id, email, email_key, name, role, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (webinar_id, email_key) DO UPDATE SET name = $5, role = $6
           RETURNING *""",
        presenter.id,
        presenter.webinar,
        presenter.email,
        email_key,
        presenter.name,
        presenter.role,
        presenter.created_at,
    )
    if row is None:
        raise LookupError(presenter.id)
    return _presenter(row)


async def presenters(conn: Conn, webinar_id: WebinarId) -> list[Presenter]:
    """Return the hosts and presenters of a webinar, by name."""
    rows = await conn.fetch("SELECT * FROM presenters WHERE webinar_id = $1 ORDER BY name, id", webinar_id)
    return [_presenter(row) for row in rows]


async def presenter(conn: Conn, webinar_id: WebinarId, presenter_id: PresenterId) -> Presenter | None:
    """Return one host or presenter of the webinar."""
    row = await conn.fetchrow(
        "SELECT * FROM presenters WHERE webinar_id = $1 AND id = $2", webinar_id, presenter_id
    )
    return None if row is None else _presenter(row)


async def delete_presenter(conn: Conn, webinar_id: WebinarId, presenter_id: PresenterId) -> bool:
    """Delete a presenter; False when there was none."""
    status: str = await conn.execute(
        "DELETE FROM presenters WHERE webinar_id = $1 AND id = $2", webinar_id, presenter_id
    )
    return status == "DELETE 1"


async def moderators_seen(conn: Conn, webinar_id: WebinarId) -> Instant | None:
    """Return the time at which a host, presenter or operator was last in the room."""
    seen_at: Instant | None = await conn.fetchval(
        """SELECT max(seen_at) FROM (SELECT seen_at FROM presenters WHERE webinar_id = $1
                                     UNION ALL SELECT seen_at FROM operators_seen WHERE webinar_id = $1) s""",
        webinar_id,
    )
    return seen_at


async def note_moderator(conn: Conn, presenter_id: PresenterId, now: Instant) -> None:
    """Record that a host or presenter is in the room now."""
    await conn.execute("UPDATE presenters SET seen_at = $2 WHERE id = $1", presenter_id, now)


async def note_operator(conn: Conn, webinar_id: WebinarId, now: Instant) -> None:
    """Record that an operator has the console open now; a deleted webinar has none."""
    await conn.execute(
        """INSERT INTO operators_seen (webinar_id, seen_at) SELECT id, $2 FROM webinars WHERE id = $1
           ON CONFLICT (webinar_id) DO UPDATE SET seen_at = excluded.seen_at""",
        webinar_id,
        now,
    )


@dataclass(frozen=True, slots=True)
class PreflightCheck:
    """A check of a rundown, ``before_s`` seconds before the start."""

    webinar: WebinarId
    starts_at: Instant
    before_s: int


async def preflights_due(conn: Conn, now: Instant, checks_s: Sequence[int]) -> list[PreflightCheck]:
    """Return the checks that are due and were not done, of webinars that have not begun: of each the latest due."""
    rows = await conn.fetch(
        """SELECT w.id, w.starts_at, c.before_s
             FROM webinars w, LATERAL (SELECT min(b) AS before_s FROM unnest($2::int[]) b
                                        WHERE w.starts_at - make_interval(secs => b) <= $1) c
            WHERE w.rundown_version > 0 AND w.cancelled_at IS NULL
              AND w.starts_at > $1 AND w.starts_at <= $1 + make_interval(secs => $3)
              AND NOT EXISTS (SELECT FROM preflight_checks d
                               WHERE d.webinar_id = w.id AND d.starts_at = w.starts_at AND d.before_s = c.before_s)
            ORDER BY w.starts_at""",
        now,
        list(checks_s),
        max(checks_s),
    )
    return [PreflightCheck(WebinarId(row["id"]), row["starts_at"], row["before_s"]) for row in rows]


async def note_preflight(conn: Conn, check: PreflightCheck, now: Instant) -> bool:
    """Record a check. Returns: False when it was done before."""
    row = await conn.fetchrow(
        """INSERT INTO preflight_checks (webinar_id, starts_at, before_s, checked_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT DO NOTHING RETURNING true""",
        check.webinar,
        check.starts_at,
        check.before_s,
        now,
    )
    return row is not None


async def problems_told(
    conn: Conn, presenters: Sequence[PresenterId]
) -> Mapping[PresenterId, frozenset[RundownProblem]]:
    """Return the problems that these presenters were mailed; whom nothing was mailed is left out."""
    rows = await conn.fetch(
        """SELECT presenter_id, p ->> 'code' AS code, p ->> 'name' AS name
             FROM mails, jsonb_array_elements(problems -> 'items') p
            WHERE presenter_id = ANY ($1::uuid[]) AND kind = 'preflight'""",
        list(presenters),
    )
    found: dict[PresenterId, frozenset[RundownProblem]] = {}
    for row in rows:
        each = PresenterId(row["presenter_id"])
        found[each] = found.get(each, frozenset()) | {RundownProblem(row["code"], row["name"])}
    return found
