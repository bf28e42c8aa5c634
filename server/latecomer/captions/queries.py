"""Captions as rows."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import asyncpg

from latecomer.core.ids import Instant, WebinarId
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionFile:
    """The captions of a recording in one language, without their text."""

    id: UUID
    webinar: WebinarId
    language: str
    cues: int
    created_at: Instant


_COLUMNS = "id, webinar_id, language, cues, created_at"


def _of_row(row: asyncpg.Record) -> CaptionFile:
    return CaptionFile(
        id=row["id"],
        webinar=WebinarId(row["webinar_id"]),
        language=row["language"],
        cues=row["cues"],
        created_at=row["created_at"],
    )


async def of_webinar(conn: Conn, webinar: WebinarId) -> list[CaptionFile]:
    """Return the captions of a webinar's recording, by language."""
    rows = await conn.fetch(
        f"SELECT {_COLUMNS} FROM captions WHERE webinar_id = $1 ORDER BY language",
        webinar,
    )
    return [_of_row(row) for row in rows]


async def put(conn: Conn, file: CaptionFile, webvtt: str) -> None:
    """Write captions, replacing those in the same language; the webinar is locked."""
    await conn.execute(
        """INSERT INTO captions (id, webinar_id, language, webvtt, cues, created_at) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (webinar_id, language)
           DO UPDATE SET id = excluded.id, webvtt = excluded.webvtt, cues = excluded.cues,
                         created_at = excluded.created_at""",
        file.id,
        file.webinar,
        file.language,
        webvtt,
        file.cues,
        file.created_at,
    )


async def copy(conn: Conn, webinar: WebinarId, to: WebinarId, now: Instant) -> None:
    """Give a webinar the captions of another one."""
    await conn.execute(
        """INSERT INTO captions (id, webinar_id, language, webvtt, cues, created_at)
           SELECT gen_random_uuid(), $2, language, webvtt, cues, $3 FROM captions WHERE webinar_id = $1""",
        webinar,
        to,
        now,
    )


async def delete(conn: Conn, webinar: WebinarId, captions: UUID) -> bool:
    """Delete captions of a webinar that is locked. Returns: whether they existed."""
    done = await conn.execute("DELETE FROM captions WHERE webinar_id = $1 AND id = $2", webinar, captions)
    return bool(done == "DELETE 1")


async def webvtt(conn: Conn, captions: UUID) -> str | None:
    """Return the text of captions, None for an unknown id."""
    text: str | None = await conn.fetchval("SELECT webvtt FROM captions WHERE id = $1", captions)
    return text
