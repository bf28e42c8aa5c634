"""Copies of webinars: the same settings at another time, without the people and their data.

Source: docs/automated.md, Copies
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias
from uuid import uuid4

from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars import queries as webinars
from latecomer.webinars.finish import WebinarChanged, notify
from latecomer.webinars.parallel import ParallelEvents
from latecomer.webinars.rules import validation as webinar_fields

Copied: TypeAlias = Callable[[Conn, Webinar, Webinar, Instant], Awaitable[object]]
"""Called inside the transaction with the webinar that is copied and its copy."""


class Copies:
    """Makes copies of webinars."""

    def __init__(
        self,
        pool: Pool,
        copied: Copied,
        changed: WebinarChanged,
        parallel: ParallelEvents | None = None,
    ) -> None:
        self._pool = pool
        self._copied = copied
        self._changed = changed
        self._parallel = parallel or ParallelEvents()

    async def copy(
        self, webinar_id: WebinarId, name: str | None, starts_at: Instant, now: Instant
    ) -> Webinar:
        """Create a webinar like another one, of the same planned length.

        Args: ``name``: None for the same.
        Raises: Refused unknown_webinar, invalid_name, invalid_time, another_event_running.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            old = await webinars.lock(conn, webinar_id)
            if old is None:
                raise Refused("unknown_webinar", "There is no such webinar.")
            recording = old.recording
            has_own = recording is not None and not recording.is_replay
            copy = replace(
                old,
                id=WebinarId(uuid4()),
                name=old.name if name is None else name.strip(),
                starts_at=starts_at,
                ends_at=starts_at + old.ends_at - old.starts_at,
                recording=replace(recording, version=1) if recording is not None and has_own else None,
                captions=(),
                rundown_version=0,
                has_provider=False,
                version=1,
                created_at=now,
                finished_at=None,
                cancelled_at=None,
            )
            webinar_fields.check(copy)
            due_at = copy.ends_at + copy.finish_grace_s * 1_000 if copy.ends_at > now else None
            await webinars.insert(conn, copy, finish_due_at=due_at)
            await self._copied(conn, old, copy, now)
            made = await webinars.lock(conn, copy.id)
            if made is None:
                raise LookupError(copy.id)
            await self._parallel.check(conn, made, None, now)
        await notify(self._changed, made)
        return made
