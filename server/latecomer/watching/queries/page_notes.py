"""Notes about pages with the viewer script, for their host."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from latecomer.core.ids import Instant, WebinarId
from latecomer.postgres.pool import Conn
from latecomer.watching.rules.page_notes import NoteKind

MOST_ORIGINS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNote:
    """A note about the pages of one origin; ``media_s`` is the length of what they play, for notes about the length."""

    kind: NoteKind
    origin: str
    media_s: float | None
    at: Instant


async def put(conn: Conn, webinar: WebinarId, note: PageNote) -> None:
    """Store a note, replacing an earlier one; a new origin beyond :data:`MOST_ORIGINS` is left out, and so is a deleted
    webinar."""
    await conn.execute(
        """
        INSERT INTO page_notes (webinar_id, kind, origin, media_s, at)
        SELECT id, $2, $3, $4, $5 FROM webinars
        WHERE id = $1 AND (
            EXISTS (SELECT FROM page_notes WHERE webinar_id = $1 AND kind = $2 AND origin = $3)
            OR (SELECT count(*) FROM page_notes WHERE webinar_id = $1 AND kind = $2) < $6
        )
        ON CONFLICT (webinar_id, kind, origin) DO UPDATE SET media_s = excluded.media_s, at = excluded.at
        """,
        webinar,
        note.kind.value,
        note.origin,
        note.media_s,
        note.at,
        MOST_ORIGINS,
    )


async def of_webinar(conn: Conn, webinar: WebinarId) -> Sequence[PageNote]:
    """Return the notes of a webinar, latest first."""
    rows = await conn.fetch(
        "SELECT kind, origin, media_s, at FROM page_notes WHERE webinar_id = $1 ORDER BY at DESC, kind, origin",
        webinar,
    )
    return [
        PageNote(kind=NoteKind(row["kind"]), origin=row["origin"], media_s=row["media_s"], at=row["at"])
        for row in rows
    ]
