"""All services on PostgreSQL, put together as the application does, with collaborators that only remember."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from latecomer.access.build import CAPABILITY as ACCESS
from latecomer.access.service import Access
from latecomer.attendance.build import CAPABILITY as ATTENDANCE
from latecomer.attendance.hooks import AttendanceHooks
from latecomer.capability import Parts
from latecomer.config import Settings
from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.http.application import new_application
from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from latecomer.integrations.build import CAPABILITY as INTEGRATIONS
from latecomer.integrations.connections.service import Connections
from latecomer.integrations.inbox.service import Inbox
from latecomer.people.build import CAPABILITY as PEOPLE
from latecomer.people.service import Persons
from latecomer.postgres.pool import Pool, open_pool
from latecomer.postgres.strangers import StrangersPool
from latecomer.privacy.build import CAPABILITY as PRIVACY
from latecomer.privacy.erase import Erasure
from latecomer.privacy.export import Export
from latecomer.redis.client import open_client
from latecomer.redis.cluster import Client
from latecomer.redis.pubsub import Changes
from latecomer.webinars.build import CAPABILITY as WEBINARS
from latecomer.webinars.finish import Finisher
from latecomer.webinars.hooks import WebinarHooks
from latecomer.webinars.members.queries.members import MemberRecord
from latecomer.webinars.members.registration import NewMemberRow, Registration, RowResult
from latecomer.webinars.members.settlement import Moments, NewFact, Settled, Settlement
from latecomer.webinars.members.timeline import Timeline
from latecomer.webinars.members.waitlist import Waitlist
from latecomer.webinars.service import NewWebinar, Webinars
from tests.support.builders import ENDS_AT, HOUR, STARTS_AT

CONNECTIONS = 8
ADMIN_KEY = "the configured key"
BEFORE: Instant = STARTS_AT - 24 * HOUR
"""The time at which most tests' people register."""


@dataclass
class House:
    """The services, and what they told their collaborators."""

    parts: Parts
    announced: list[Settled] = field(default_factory=list)
    changed: list[Webinar] = field(default_factory=list)
    deleted: list[tuple[WebinarId, list[MemberId]]] = field(default_factory=list)
    in_ledger: list[Moments] = field(default_factory=list)
    """The ledger's data that a drain brings."""
    reported: list[MemberId] = field(default_factory=list)
    broken: bool = False
    """Every collaborator fails."""

    def __post_init__(self) -> None:
        self.pool = self.parts.pool
        self.settlement = self.parts.get(Settlement)
        self.registration = self.parts.get(Registration)
        self.waitlist = self.parts.get(Waitlist)
        self.finisher = self.parts.get(Finisher)
        self.webinars = self.parts.get(Webinars)
        self.persons = self.parts.get(Persons)
        self.erasure = self.parts.get(Erasure)
        self.export = self.parts.get(Export)
        self.timeline = self.parts.get(Timeline)
        self.connections = self.parts.get(Connections)
        self.inbox = self.parts.get(Inbox)
        self.access = self.parts.get(Access)
        hooks = self.parts.get(WebinarHooks)
        hooks.settled.subscribe(self._announce)
        hooks.changed.subscribe(self._change)
        hooks.deleted.subscribe(self._delete)
        hooks.finishing.subscribe(self._drain)
        self.parts.get(AttendanceHooks).reported.subscribe(self._report)

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
        await self.settlement.take_moments(self.in_ledger, ENDS_AT)

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
        rows = [NewMemberRow(email=email, status=status) for email in emails]
        return await self.registration.add_members(webinar.id, rows, now)

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
            await self.settlement.record(
                conn, [NewFact(member=member, kind=kind, at=at, source=Source.VIEWER)], at
            )
        if settle:
            await self.settlement.settle_members([member], at)

    async def status(self, member: MemberId) -> Status:
        """The member's status now."""
        return (await self.load(member)).status

    async def load(self, member: MemberId) -> MemberRecord:
        """The member now."""
        return await self.registration.member(member)

    async def statuses(self, webinar: Webinar) -> dict[Status, int]:
        """Return the number of members by status, without zeros."""
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
async def open_house(url: str, redis_url: str) -> AsyncIterator[House]:
    """A house on a fresh database and an empty Redis."""
    pool = await open_pool(url, max_size=CONNECTIONS)
    redis = await open_client(redis_url)
    guard = Guard(read_networks(["127.0.0.1"]))  # where the simulated vendors listen
    outgoing = OutgoingHttp(guard)
    try:
        yield await new_house(pool, redis, guard, outgoing)
    finally:
        await outgoing.close()
        await redis.aclose()
        await pool.close()


async def new_house(pool: Pool, redis: Client, guard: Guard, outgoing: OutgoingHttp) -> House:
    """All services but those that watch: what they would do, the house remembers."""
    parts = Parts(
        settings=Settings(
            database_url="",
            redis_url="",
            secret_key=b"a secret of the tests, long enough",
            admin_key=ADMIN_KEY,
        ),
        clock=lambda: BEFORE,
        process="house",
        pool=pool,
        redis=redis,
        changes=Changes(redis),
        guard=guard,
        outgoing=outgoing,
        web=new_application(),
    )
    parts.add(StrangersPool(pool))
    for capability in (ACCESS, PEOPLE, ATTENDANCE, WEBINARS, INTEGRATIONS, PRIVACY):
        await capability.build(parts)
    return House(parts)
