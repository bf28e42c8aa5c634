"""Notes for the host about pages that embed the viewer script; they are written in the background and never delay
viewers.

Source: docs/domain.md, What plays
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

import structlog

from latecomer.core.ids import Instant, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import OUTAGES, Pool
from latecomer.tasks import Tasks
from latecomer.watching.queries import page_notes
from latecomer.watching.queries.page_notes import PageNote
from latecomer.watching.rules.page_notes import NoteKind, still_holds

_log = structlog.get_logger()

_AGAIN_MS: Final = 60_000
"""The time for which the same note is not written again."""
_MOST_KNOWN: Final = 1_000
_MOST_AT_ONCE: Final = 4
_MAX_ORIGIN: Final = 300
_WRITE_S: Final = 5.0


class PageNotes:
    """Records errors of pages of other origins, and lists those that still apply."""

    def __init__(self, pool: Pool, clock: Callable[[], Instant], allowed_origins: tuple[str, ...]) -> None:
        self._pool = pool
        self._clock = clock
        self._allowed = allowed_origins
        self._tasks = Tasks()
        self._written: OrderedDict[tuple[WebinarId, NoteKind, str], tuple[Instant, float | None]] = (
            OrderedDict()
        )

    def other_length(self, webinar: Webinar, origin: str | None, media_s: float) -> None:
        """Record that a page plays something that lasts ``media_s`` seconds; ``origin`` is None for our own pages."""
        if origin is not None and still_holds(NoteKind.OTHER_LENGTH, origin, media_s, webinar, self._allowed):
            self._note(webinar.id, NoteKind.OTHER_LENGTH, origin, media_s)

    def refused(self, webinar: Webinar, origin: str) -> None:
        """Record that a page was refused because its origin is not allowed."""
        self._note(webinar.id, NoteKind.ORIGIN_NOT_ALLOWED, origin, None)

    async def of(self, webinar: Webinar) -> list[PageNote]:
        """Return the notes of a webinar that still apply, latest first."""
        async with self._pool.acquire() as conn:
            notes = await page_notes.of_webinar(conn, webinar.id)
        return [
            note
            for note in notes
            if still_holds(note.kind, note.origin, note.media_s, webinar, self._allowed)
        ]

    def _note(self, webinar: WebinarId, kind: NoteKind, origin: str, media_s: float | None) -> None:
        now = self._clock()
        key = (webinar, kind, origin)
        written = self._written.get(key)
        known = written is not None and written[1] == media_s and now - written[0] < _AGAIN_MS
        if known or len(origin) > _MAX_ORIGIN or len(self._tasks) >= _MOST_AT_ONCE:
            return
        self._written[key] = (now, media_s)
        self._written.move_to_end(key)
        if len(self._written) > _MOST_KNOWN:
            self._written.popitem(last=False)
        self._tasks.start(self._write(webinar, PageNote(kind=kind, origin=origin, media_s=media_s, at=now)))

    async def _write(self, webinar: WebinarId, note: PageNote) -> None:
        try:
            async with asyncio.timeout(_WRITE_S), self._pool.acquire() as conn:
                await page_notes.put(conn, webinar, note)
        except OUTAGES as error:
            # The next page load says the same.
            self._written.pop((webinar, note.kind, note.origin), None)
            _log.warning("page_note_failed", error=repr(error))

    async def close(self) -> None:
        """Stop writing notes."""
        await self._tasks.cancel()
