"""Settlement: decides members' statuses from their facts and commits them with all consequences in one transaction.

Only settling changes a status. Every new fact raises its member's ``due_version`` in the fact's own transaction;
settling locks the member's row, decides from PostgreSQL alone and writes the ``due_version`` that it has considered.
Facts and settling are thus serialised for each member, and after a crash in between the member is still due.

Source: docs/domain.md, Facts and statuses
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypeVar

import structlog
from msgspec import UNSET

from latecomer.core.facts import Fact, FactKind, Source
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.person import LedgerMember
from latecomer.core.phase import Mode
from latecomer.core.status import Status
from latecomer.core.timestamps import to_text
from latecomer.core.webinar import Webinar
from latecomer.events import causes, outbox
from latecomer.events.causes import Cause, CauseKind
from latecomer.events.types import (
    AboutMember,
    EventType,
    MemberJoined,
    MemberRegistered,
    MemberStatusChanged,
)
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import facts as facts_rows
from latecomer.webinars.members.queries import locked_members, timeline
from latecomer.webinars.members.queries.facts import Finish, NewFact
from latecomer.webinars.members.rules.locked_member import LockedMember
from latecomer.webinars.members.rules.status_decision import Decision, decide, is_before_event, milestones

__all__ = ["Announce", "Correction", "Moments", "NewFact", "Settled", "Settlement", "StatusChange"]

CHUNK = 500
"""Members per transaction: enough to share the cost, few enough to hold locks only briefly."""

log = structlog.get_logger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """The moments of one member in the ledger that become facts: first join, first live ms, view, confirmed clicks."""

    member: MemberId
    joined_at: Instant | None = None
    live_at: Instant | None = None
    view_at: Instant | None = None
    clicks: tuple[Instant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The changes of one member: the status, the visitor mark, the join link (``version`` grew) or a first join.

    ``from_status`` is None for a new member and equals ``to_status`` when something else changed. ``name`` is the name
    in the dashboard's activity, empty for an erased person.
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
    """The member's first join came with this."""
    name: str
    at: Instant

    @property
    def ledger_member(self) -> LedgerMember:
        """Return the ledger's data about the member."""
        return LedgerMember(
            member=self.member,
            webinar=self.webinar,
            version=self.version,
            status=self.to_status,
            link_serial=self.link_serial,
            visitor=self.visitor,
        )


Announce: TypeAlias = Callable[[Sequence[Settled]], Awaitable[None]]
"""Called after a commit with what changed. It may fail: a sweep copies to the ledger what is missing
there (carded_version < version)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """A change of a member's status, inside its transaction. ``number`` counts the outgoing events about the member;
    ``email`` is None for an erased person."""

    member: MemberId
    webinar: WebinarId
    from_status: Status | None
    to_status: Status
    source: Source
    number: int
    email: str | None


Changing: TypeAlias = Callable[[Conn, Sequence[StatusChange], Instant], Awaitable[object]]
"""Called inside the transaction that changes statuses; what it raises undoes them."""


async def _changes_nothing(_: Conn, __: Sequence[StatusChange], ___: Instant) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Correction:
    """A retraction for which members are settled: statuses may go back, and the events mention the retraction."""

    at: Instant
    reason: str | None
    source: Source = Source.OPERATOR


async def _settle(
    conn: Conn,
    member_ids: Sequence[MemberId],
    now: Instant,
    changing: Changing,
    correction: Correction | None = None,
) -> list[Settled]:
    """Settle these members inside the caller's transaction, in a fixed number of queries.

    Locks the members' rows in id order; members that are unknown or not due are skipped.

    Args:
        member_ids: at most 1000.

    Returns: the changes to announce.
    """
    due = await locked_members.lock(conn, member_ids, due=True)
    if not due:
        return []
    ids = [standing.id for standing in due]
    webinar_ids = list({standing.webinar for standing in due})
    facts = await facts_rows.of_members(conn, ids, now)
    finishes = await facts_rows.finishes(conn, webinar_ids)
    rules = {webinar.id: webinar for webinar in await webinars.load(conn, webinar_ids)}
    verdicts = [
        _judge(was, facts.get(was.id, ()), finishes.get(was.webinar, ()), rules[was.webinar], now, correction)
        for was in due
    ]
    await locked_members.mark_settled(conn, [verdict.now for verdict in verdicts if not verdict.written])
    written = [verdict for verdict in verdicts if verdict.written]
    if written:
        await locked_members.write(conn, [verdict.now for verdict in written])
        await timeline.add_status_events(conn, [verdict.event for verdict in written if verdict.event])
        await outbox.add(conn, [event for verdict in written for event in verdict.outgoing])
        corrects = correction is not None
        found = [cause for verdict in written for cause in _causes(verdict, now, corrects=corrects)]
        await causes.add(conn, found, now)
        changes = [verdict.change for verdict in written if verdict.change is not None]
        if changes:
            await changing(conn, changes, now)
    return [verdict.settled for verdict in written if verdict.settled]


def _causes(verdict: _Verdict, settled_at: Instant, *, corrects: bool) -> Iterator[Cause]:
    """Yield the causes that may start campaigns: a first attendance by mode, a change of status, a first seat.

    An attendance that was stated first and observed later is two causes, whose keys differ only in `` seen``.
    """
    was, now = verdict.was.milestones, verdict.now.milestones
    for mode, before, at, seen_before, seen in (
        (Mode.LIVE, was.attended_at, now.attended_at, was.attended_seen, now.attended_seen),
        (Mode.ON_DEMAND, was.viewed_at, now.viewed_at, was.viewed_seen, now.viewed_seen),
    ):
        if at is None or (before is not None and (seen_before or not seen)):
            continue
        again = before is not None
        yield Cause(
            kind=CauseKind.ATTENDS_EVENT,
            key=f"attends {verdict.now.id} {mode}{' seen' if again else ''}",
            member=verdict.now.id,
            data={"mode": mode, "stated": not seen},
            happened_at=settled_at if again else at,
        )
    event = verdict.event
    if event is None:
        return
    yield Cause(
        kind=CauseKind.STATUS_CHANGED,
        key=f"status {verdict.now.id} {verdict.now.sequence}",
        member=verdict.now.id,
        data={"from": event.from_status, "to": event.to_status, "correction": corrects},
        happened_at=event.at,
    )
    if event.to_status.has_seat and not (event.from_status and event.from_status.has_seat):
        yield Cause(
            kind=CauseKind.REGISTERED,
            key=f"registered {verdict.now.id}",
            member=verdict.now.id,
            data={},
            happened_at=event.at,
        )


@dataclass(frozen=True, slots=True)
class _Verdict:
    """The result of settling one member; ``written`` is false when only ``settled_version`` moves."""

    was: LockedMember
    now: LockedMember
    written: bool
    event: timeline.StatusEvent | None
    outgoing: tuple[outbox.Event, ...]
    settled: Settled | None

    @property
    def change(self) -> StatusChange | None:
        """Return the change of the status, if there is one."""
        if self.event is None:
            return None
        return StatusChange(
            member=self.now.id,
            webinar=self.now.webinar,
            from_status=self.event.from_status,
            to_status=self.event.to_status,
            source=self.event.source,
            number=self.now.sequence,
            email=self.now.person.email,
        )


def _judge(
    was: LockedMember,
    facts: Sequence[Fact],
    finishes: Sequence[Finish],
    webinar: Webinar,
    now: Instant,
    correction: Correction | None = None,
) -> _Verdict:
    decision = decide(
        facts,
        [finish.at for finish in finishes],
        webinar,
        current=was.status,
        corrected=correction is not None,
    )
    support = [fact for fact in facts if fact.id in decision.fact_ids]
    moved = decision.status is not was.status
    restated = not moved and bool(support) and _restates(support[0])
    joined_at = was.joined_at
    if joined_at is None:
        joined_at = min((f.at for f in facts if f.kind in (FactKind.JOINED, FactKind.CLICK)), default=None)
    joined = was.joined_at is None and joined_at is not None
    stands = replace(
        was,
        status=decision.status,
        reason=was.reason if restated or not (support or moved) else decision.reason,
        status_at=now if moved else was.status_at,
        visitor=decision.visitor,
        # A new member's row is new to the ledger as it is.
        version=was.version + 1 if was.status and (moved or decision.visitor != was.visitor) else was.version,
        waiting_since=_waiting_since(was, decision, support),
        joined_at=joined_at,
        milestones=milestones(facts, webinar),
    )
    types = []
    if moved and decision.status.has_seat and not (was.status and was.status.has_seat):
        types.append(EventType.MEMBER_REGISTERED)
    if joined:
        types.append(EventType.MEMBER_JOINED)
    if moved:
        types.append(EventType.MEMBER_STATUS_CHANGED)
    stands = replace(stands, sequence=was.sequence + len(types))
    event = None
    if moved:
        event = timeline.StatusEvent(
            member=was.id,
            webinar=was.webinar,
            from_status=was.status,
            to_status=decision.status,
            fact_ids=decision.fact_ids,
            source=correction.source if correction else _source(support, finishes, decision.status),
            reason=correction.reason if correction else stands.reason,
            at=now,
        )
    settled = None
    if stands.version != was.version or moved or joined:
        settled = Settled(
            member=was.id,
            webinar=was.webinar,
            version=stands.version,
            from_status=was.status,
            to_status=decision.status,
            reason=stands.reason,
            visitor=decision.visitor,
            link_serial=was.link_serial,
            joined=joined,
            name=was.person.name,
            at=now,
        )
    return _Verdict(
        was=was,
        now=stands,
        written=stands != was,
        event=event,
        outgoing=tuple(
            outbox.Event(
                webinar=stands.webinar,
                member=stands.id,
                at=now,
                data=_outgoing(
                    kind,
                    sequence,
                    was.status,
                    stands,
                    correction.at if correction else _happened_at(support, finishes, decision.status, now),
                    correction,
                ),
            )
            for sequence, kind in enumerate(types, was.sequence + 1)
        ),
        settled=settled,
    )


def _restates(fact: Fact) -> bool:
    """Return whether a fact only repeats a status: an import without a reason changes neither the place on the waitlist
    nor the reason."""
    return fact.source is Source.IMPORT and fact.reason is None


def _waiting_since(was: LockedMember, decision: Decision, support: Sequence[Fact]) -> Instant | None:
    """Return since when the member waits for a seat; None when an operator put it on the waitlist, because the operator
    decides then."""
    if decision.status is not Status.WAITLISTED:
        return None
    if not support:
        return was.waiting_since
    fact = support[0]
    if _restates(fact) and was.status is Status.WAITLISTED:
        return was.waiting_since
    return (was.waiting_since or fact.at) if fact.source is Source.CAPACITY else None


def _source(support: Sequence[Fact], finishes: Sequence[Finish], status: Status) -> Source:
    """Return the source of the change: for a No-Show the finish, else the source of the missing fact."""
    if not support:
        return Source.OPERATOR
    if status is Status.NO_SHOW and support[0].kind is FactKind.REGISTERED:
        return next(finish.source for finish in finishes if finish.at >= support[0].at)
    return min(support, key=lambda fact: fact.kind in _CARRIED_ALONG).source


_CARRIED_ALONG = (FactKind.REGISTERED, FactKind.NO_SHOW)


def _happened_at(
    support: Sequence[Fact], finishes: Sequence[Finish], status: Status, now: Instant
) -> Instant:
    """Return the time of the fact that caused the change."""
    if not support:
        return now
    if status is Status.NO_SHOW and support[0].kind is FactKind.REGISTERED:
        return min(finish.at for finish in finishes if finish.at >= support[0].at)
    return min(support, key=lambda fact: fact.kind in _CARRIED_ALONG).at


def _outgoing(
    kind: EventType,
    sequence: int,
    from_status: Status | None,
    stands: LockedMember,
    happened_at: Instant,
    correction: Correction | None,
) -> AboutMember:
    person = stands.person
    common: dict[str, Any] = {
        "sequence": sequence,
        "webinar_id": stands.webinar,
        "member_id": stands.id,
        "person_id": person.id,
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "status": stands.status,
    }
    match kind:
        case EventType.MEMBER_REGISTERED:
            return MemberRegistered(**common)
        case EventType.MEMBER_JOINED if stands.joined_at is not None:
            return MemberJoined(**common, joined_at=to_text(stands.joined_at))
        case _:
            return MemberStatusChanged(
                **common,
                from_status=from_status,
                reason=stands.reason,
                happened_at=to_text(happened_at),
                correction=True if correction else UNSET,
                source=correction.source if correction else UNSET,
            )


class Settlement:
    """Records facts and settles the members they are about."""

    def __init__(self, pool: Pool, announce: Announce, changing: Changing = _changes_nothing) -> None:
        self._pool = pool
        self._announce = announce
        self._changing = changing

    async def settle(
        self,
        conn: Conn,
        member_ids: Sequence[MemberId],
        now: Instant,
        correction: Correction | None = None,
    ) -> list[Settled]:
        """Settle up to 1000 members inside the caller's transaction; the caller calls ``announce`` after its commit.

        With a ``correction`` the present statuses are ignored. Locks the members' rows in id order; members that are
        unknown or not due are skipped. Returns: the changes to announce.
        """
        return await _settle(conn, member_ids, now, self._changing, correction)

    async def record(self, conn: Conn, facts: Sequence[NewFact], now: Instant) -> list[MemberId]:
        """Insert facts in the caller's transaction, and raise due_version of each member that got a new one.

        Returns: those members, in id order. They are due: settle them, here or later.
        """
        return await facts_rows.record(conn, facts, now)

    async def settle_members(self, member_ids: Sequence[MemberId], now: Instant) -> list[Settled]:
        """Decide the statuses of these members from their facts, in several transactions, and announce the changes."""
        done = []
        for chunk in _chunks(sorted(member_ids)):
            async with self._pool.acquire() as conn, conn.transaction():
                settled = await self.settle(conn, chunk, now)
            await self.announce(settled)
            done += settled
        return done

    async def settle_due(self, limit: int, now: Instant) -> list[Settled]:
        """Settle up to ``limit`` (≤ 1000) members that are due and not locked; several workers share the work."""
        async with self._pool.acquire() as conn, conn.transaction():
            settled = await self.settle(conn, await locked_members.lock_due(conn, limit), now)
        await self.announce(settled)
        return settled

    async def settle_webinar(self, webinar_id: WebinarId, now: Instant) -> None:
        """Settle members of one webinar until none is due; waits for members that another worker settles."""
        while True:
            async with self._pool.acquire() as conn:
                due = await locked_members.due_of_webinar(conn, webinar_id, CHUNK)
            if not due:
                return
            await self.settle_members(due, now)

    async def take_moments(self, moments: Sequence[Moments], now: Instant) -> list[Settled]:
        """Turn moments of the ledger into facts and settle them in the same transaction, then announce.

        Recording the same moments again changes nothing. Once this returns, the facts are committed and the ledger's
        due marks may be removed. Deleted members are skipped.
        """
        done = []
        for chunk in _chunks(sorted(moments, key=lambda each: each.member)):
            async with self._pool.acquire() as conn, conn.transaction():
                due = await facts_rows.record(conn, await _facts_of_event(conn, chunk), now)
                settled = await self.settle(conn, due, now)
            await self.announce(settled)
            done += settled
        return done

    async def announce(self, settled: Sequence[Settled]) -> None:
        """Call the subscriber after a commit with the changes; its failure is only logged."""
        if not settled:
            return
        try:
            await self._announce(settled)
        except Exception:
            log.exception("announcement_failed", retry=True, members=len(settled))


async def _facts_of_event(conn: Conn, chunk: Sequence[Moments]) -> list[NewFact]:
    """Return the facts of these moments, without live ones from before a start that was moved meanwhile."""
    facts = [fact for each in chunk for fact in _facts_of(each)]
    if not any(fact.kind is FactKind.LIVE for fact in facts):
        return facts
    starts = await facts_rows.starts_of(conn, [each.member for each in chunk])
    return [
        fact
        for fact in facts
        if fact.member not in starts or not is_before_event(fact.kind, fact.at, starts[fact.member])
    ]


def _facts_of(moments: Moments) -> Iterator[NewFact]:
    once = (
        (FactKind.JOINED, moments.joined_at),
        (FactKind.LIVE, moments.live_at),
        (FactKind.VIEW, moments.view_at),
    )
    for kind, at in once:
        if at is not None:
            yield NewFact(member=moments.member, kind=kind, at=at, source=Source.VIEWER, key="first")
    for at in moments.clicks:
        yield NewFact(member=moments.member, kind=FactKind.CLICK, at=at, source=Source.VIEWER, key=str(at))


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
