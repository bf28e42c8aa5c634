"""All services on PostgreSQL, put together as the application does, with collaborators that only remember."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from latecomer.access.service import Access
from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.http.outgoing import Guard, read_networks
from latecomer.integrations.connections.service import Connections
from latecomer.integrations.inbox.service import Inbox
from latecomer.postgres.pool import Pool, open_pool
from latecomer.privacy.service import Persons
from latecomer.webinars.finish import Finishing
from latecomer.webinars.members.queries.members import MemberRecord
from latecomer.webinars.members.registration import Registering, Registration, RowResult
from latecomer.webinars.members.settlement import Moments, NewFact, Settled, Settling
from latecomer.webinars.members.timeline import Timeline
from latecomer.webinars.service import NewWebinar, Webinars
from tests.support.builders import ENDS_AT, HOUR, STARTS_AT

CONNECTIONS = 8
BEFORE: Instant = STARTS_AT - 24 * HOUR
"""When most tests' people register."""


@dataclass
class House:
    """The services, and what they told their collaborators."""

    pool: Pool
    announced: list[Settled] = field(default_factory=list)
    changed: list[Webinar] = field(default_factory=list)
    deleted: list[tuple[WebinarId, list[MemberId]]] = field(default_factory=list)
    in_ledger: list[Moments] = field(default_factory=list)
    """What a drain brings."""
    reported: list[MemberId] = field(default_factory=list)
    broken: bool = False
    """Every collaborator fails."""

    def __post_init__(self) -> None:
        self.settling = Settling(self.pool, self._announce)
        self.registering = Registering(self.pool, self.settling)
        self.finishing = Finishing(self.pool, self.settling, self._drain, self._change)
        self.webinars = Webinars(
            self.pool, self.settling, self._change, self._delete, self.registering.promote
        )
        self.persons = Persons(self.pool, self.settling)
        self.timeline = Timeline(self.pool)
        self.connections = Connections(
            self.pool,
            b"a secret of the tests, long enough",
            turned=self.finishing.follow,
            guard=Guard(read_networks(["127.0.0.1"])),  # where the simulated vendors listen
        )
        self.inbox = Inbox(self.pool, self.settling, self.finishing, self._report)
        self.access = Access(self.pool, admin_key="the configured key")

    async def warm_up(self) -> None:
        """Open every connection of the pool, so that what is started at once runs at once."""
        async with AsyncExitStack() as stack:
            for _ in range(CONNECTIONS):
                await stack.enter_async_context(self.pool.acquire())

    def _fail(self) -> None:
        if self.broken:
            raise ConnectionError("the ledger is away")

    async def _announce(self, settled: Sequence[Settled]) -> None:
        self._fail()
        self.announced += settled

    async def _change(self, webinar: Webinar) -> None:
        self._fail()
        self.changed.append(webinar)

    async def _delete(self, webinar_id: WebinarId, members: Sequence[MemberId]) -> None:
        self._fail()
        self.deleted.append((webinar_id, list(members)))

    async def _drain(self, _: WebinarId) -> None:
        self._fail()
        await self.settling.take_moments(self.in_ledger, ENDS_AT)

    async def _report(self, members: Sequence[MemberId]) -> None:
        self._fail()
        self.reported += members

    async def webinar(self, *, now: Instant = BEFORE, **fields: Any) -> Webinar:
        """A new webinar from STARTS_AT to ENDS_AT."""
        new: dict[str, Any] = {"name": "Composting", "starts_at": STARTS_AT, "ends_at": ENDS_AT} | fields
        return await self.webinars.create(NewWebinar(**new), now)

    async def add(
        self, webinar: Webinar, *emails: str, status: str | None = None, now: Instant = BEFORE
    ) -> list[RowResult]:
        """Add these people to a webinar."""
        rows = [Registration(email=email, status=status) for email in emails]
        return await self.registering.add_members(webinar.id, rows, now)

    async def member(
        self,
        webinar: Webinar,
        email: str = "ada@example.com",
        status: str | None = None,
        now: Instant = BEFORE,
    ) -> MemberId:
        """Add one person, who becomes a member."""
        (result,) = await self.add(webinar, email, status=status, now=now)
        assert result.member is not None, result
        return result.member.id

    async def record(self, member: MemberId, kind: FactKind, at: Instant, *, settle: bool = True) -> None:
        """Record a fact as a viewer's, and settle it."""
        async with self.pool.acquire() as conn, conn.transaction():
            await self.settling.record(
                conn, [NewFact(member=member, kind=kind, at=at, source=Source.VIEWER)], at
            )
        if settle:
            await self.settling.settle_members([member], at)

    async def status(self, member: MemberId) -> Status:
        """The member's status now."""
        return (await self.load(member)).status

    async def load(self, member: MemberId) -> MemberRecord:
        """The member now."""
        return await self.registering.member(member)

    async def statuses(self, webinar: Webinar) -> dict[Status, int]:
        """How many members have which status, without the zeros."""
        counts = await self.timeline.status_counts(webinar.id)
        return {status: count for status, count in counts.items() if count}

    async def events(self, member: MemberId) -> list[tuple[Status | None, Status]]:
        """The member's changes of status, oldest first."""
        page = await self.timeline.of_member(member, 200, None)
        return [
            (entry.from_status, entry.to_status)
            for entry in reversed(page.items)
            if entry.to_status is not None
        ]

    async def outbox(self, member: MemberId) -> list[tuple[str, int]]:
        """The types and sequence numbers of the events about a member, in sequence."""
        rows = await self.pool.fetch(
            "SELECT type, sequence FROM outbox WHERE member_id = $1 ORDER BY sequence", member
        )
        return [(row["type"], row["sequence"]) for row in rows]


@asynccontextmanager
async def open_house(url: str) -> AsyncIterator[House]:
    """A house on a fresh database."""
    pool = await open_pool(url, max_size=CONNECTIONS)
    try:
        yield House(pool)
    finally:
        await pool.close()
