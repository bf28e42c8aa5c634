"""Settling: decide members' statuses from their facts and commit them with all consequences in one transaction.

Only settling changes a status. Source: docs/domain.md, Facts and statuses.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.member import MemberCard
from latecomer.core.status import Status
from latecomer.store.postgres.pool import Conn, Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """A fact to record. Two with the same member, kind and ``key`` are one and the same; without a key each counts."""

    member: MemberId
    kind: FactKind
    at: Instant
    source: Source
    reason: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """What the ledger knows of one member that facts are made of: first join, first live ms, view, confirmed clicks."""

    member: MemberId
    joined_at: Instant | None = None
    live_at: Instant | None = None
    view_at: Instant | None = None
    clicks: tuple[Instant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What one settling changed about one member; ``version`` grew. Not every one is a change of status.

    ``from_status`` is None for a new member. ``status_changed`` false means that only the visitor mark, the join link
    or the first join changed. ``name`` is what the dashboard's activity shows, empty for an erased person.
    """

    member: MemberId
    webinar: WebinarId
    version: int
    from_status: Status | None
    to_status: Status
    reason: str | None
    visitor: bool
    link_serial: int
    joined: bool
    """The member's first join was settled by this."""
    name: str
    at: Instant

    @property
    def status_changed(self) -> bool:
        """Whether a status event was written."""
        return self.from_status is not self.to_status

    @property
    def card(self) -> MemberCard:
        """What the ledger has to hold of the member."""
        return MemberCard(
            member=self.member,
            webinar=self.webinar,
            version=self.version,
            status=self.to_status,
            link_serial=self.link_serial,
            visitor=self.visitor,
        )


Announce: TypeAlias = Callable[[Sequence[Settled]], Awaitable[None]]
"""Called after a commit with what changed. It may fail: what is not carded (carded_version < version) is swept."""


async def settle(conn: Conn, member_ids: Sequence[MemberId], now: Instant) -> list[Settled]:
    """Settle these members inside the caller's transaction, in a fixed number of queries.

    Locks the members' rows in id order; members that are unknown or not due are passed over.
    Args: at most 1000 ids. Returns: the members that changed.
    """
    raise NotImplementedError


class Settling:
    """Records facts and settles the members they are about."""

    def __init__(self, pool: Pool, announce: Announce) -> None: ...

    async def record(self, conn: Conn, facts: Sequence[NewFact], now: Instant) -> list[MemberId]:
        """Insert facts in the caller's transaction; raises due_version of each member that got a new one.

        Returns: those members, in id order. They are due: settle them, here or later.
        """
        raise NotImplementedError

    async def settle_members(self, member_ids: Sequence[MemberId], now: Instant) -> list[Settled]:
        """Settle these members, committed in chunks of 500, and announce what changed."""
        raise NotImplementedError

    async def settle_due(self, limit: int, now: Instant) -> list[Settled]:
        """Settle up to ``limit`` (≤ 1000) members that are due and locked by nobody; several workers share the work."""
        raise NotImplementedError

    async def take_moments(self, moments: Sequence[Moments], now: Instant) -> list[Settled]:
        """Turn what the ledger saw into facts and settle them in the same transaction, then announce.

        Taking the same moments again changes nothing. Once this returns, the facts are committed and the ledger's due
        marks may go. Members that no longer exist are passed over.
        """
        raise NotImplementedError

    async def announce(self, settled: Sequence[Settled]) -> None:
        """Tell the collaborator what a caller's transaction changed, after its commit; its failure is only logged."""
        raise NotImplementedError
