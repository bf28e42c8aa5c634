"""The audit log. An answer to a call that changes something leaves only when its entry is written.

Entries carry ids and counts, never names or emails of persons. A call by a session has an entry of its own; what a
program writes with its key is summed per hour, and failures per address and minute. Viewers are in no entry.

Source: SECURITY.md, The audit log
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from latecomer.audit import queries
from latecomer.audit.queries import EntryRow, NewEntry
from latecomer.core.errors import TooManyRequests
from latecomer.core.ids import Instant
from latecomer.http.client_address import counted_as
from latecomer.http.rate_limit import Limiter
from latecomer.postgres import cursors
from latecomer.postgres.pool import Pool

_DAY_MS: Final = 86_400_000
KEPT_MS: Final = 366 * _DAY_MS
ADDRESS_KEPT_MS: Final = 90 * _DAY_MS
_HOUR_MS: Final = 3_600_000
_MINUTE_MS: Final = 60_000
_MOST_FAILURES: Final = 1_000


class Actor(StrEnum):
    """The kind of caller that acted."""

    KEY = "key"
    SESSION = "session"
    CONFIGURED_KEY = "configured_key"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """The caller that acted, and its origin. ``name`` is the name of the key or session."""

    actor: Actor
    id: UUID | None
    name: str
    address: str | None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some entries, latest first."""

    items: tuple[EntryRow, ...]
    next_cursor: str | None


class Audit:
    """Writes and reads the audit log."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._failures: OrderedDict[str, int] = OrderedDict()
        self._writes = Limiter(per_s=0.5, burst=100)

    async def done(
        self,
        who: Who,
        action: str,
        now: Instant,
        *,
        target: str | None = None,
        target_id: str | None = None,
        details: Mapping[str, object] | None = None,
        summed: bool = False,
    ) -> None:
        """Record an action; ``summed`` actions get one entry an hour for each caller."""
        by = f"done {who.actor} {who.id} {action} {now // _HOUR_MS}" if summed else None
        await self._add(
            NewEntry(
                happened_at=now,
                actor=who.actor,
                actor_id=who.id,
                actor_name=who.name,
                action=action,
                target=None if summed else target,
                target_id=None if summed else target_id,
                address=None if summed else who.address,
                details={} if summed else details or {},
                summed_by=by,
            )
        )

    async def failed(self, action: str, code: str, address: str, now: Instant) -> None:
        """Record a refusal; one entry a minute for each address, action and code.

        Many attempts cost few writes: the entry is written at the first, second, fourth, eighth, … attempt, so
        ``calls`` is a lower bound. In a flood from many addresses at once some attempts are not written.
        """
        by = f"failed {counted_as(address)} {action} {code} {now // _MINUTE_MS}"
        tries = self._failures[by] = self._failures.pop(by, 0) + 1
        if len(self._failures) > _MOST_FAILURES:
            self._failures.popitem(last=False)
        if tries & (tries - 1):
            return
        try:
            self._writes.take("", now)
        except TooManyRequests:
            return
        await self._add(
            NewEntry(
                happened_at=now,
                actor=Actor.NOBODY,
                actor_id=None,
                actor_name="",
                action=action,
                target=None,
                target_id=None,
                address=address or None,
                details={"refused": code},
                summed_by=by,
                calls=tries - tries // 2,
            )
        )

    async def page(
        self, limit: int, cursor: str | None, action: str | None, who: str | None = None
    ) -> AuditPage:
        """Return entries, latest first. Raises: Refused invalid_limit, invalid_cursor."""
        cursors.check_limit(limit)
        before = None if cursor is None else cursors.decode(cursor, int)
        async with self._pool.acquire() as conn:
            rows = await queries.page(conn, before, action, who, limit + 1)
        following = cursors.encode(rows[limit - 1].id) if len(rows) > limit else None
        return AuditPage(tuple(rows[:limit]), following)

    async def sweep(self, now: Instant) -> None:
        """Delete addresses after 90 days and entries after a year."""
        async with self._pool.acquire() as conn:
            await queries.sweep(conn, now - ADDRESS_KEPT_MS, now - KEPT_MS)

    async def _add(self, entry: NewEntry) -> None:
        async with self._pool.acquire() as conn:
            await queries.add(conn, entry)
