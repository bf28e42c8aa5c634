"""Registration of members: add people to a webinar, approve them, set a status, renew links.

The effect of a request is computed by deciding the member's status from its facts and the requested ones, so that there
is one rule for statuses. If a provider has to confirm a registration, it is asked first. Everything that takes or frees
a seat holds the webinar's lock.

Source: docs/domain.md, Facts and statuses
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID, uuid4

from latecomer.attendance.queries import vendor_rows
from latecomer.core import phase
from latecomer.core.errors import Refused
from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.intervals import Intervals
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.events import causes
from latecomer.people.queries import persons
from latecomer.people.rules import text_of
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import facts as facts_rows
from latecomer.webinars.members.queries import locked_members, members, retractions
from latecomer.webinars.members.queries.members import MemberRecord
from latecomer.webinars.members.rules.new_member import NOBODY, NewMember, NewMemberRow, understand
from latecomer.webinars.members.rules.seats import SeatPlan
from latecomer.webinars.members.seat_plans import SeatPlans
from latecomer.webinars.members.settlement import CHUNK, Settled, Settlement
from latecomer.webinars.members.waitlist import Waitlist

__all__ = ["NOBODY", "NewMember", "NewMemberRow", "RowOutcome", "RowResult", "link_renewed"]

ROWS_MAX = 1000

TellMembers: TypeAlias = Callable[[Conn, WebinarId, Sequence[MemberId], Instant], Awaitable[object]]
"""Queue mails that tell members their status, in the transaction that set it."""


class RowOutcome(StrEnum):
    """The outcome for one row."""

    CREATED = "created"
    UPDATED = "updated"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """The result for one row. ``code`` is the reason for a skip, or ``waitlisted`` when there was no seat.

    Codes of skipped rows: missing_email, invalid_email, field_too_long, invalid_characters, invalid_properties,
    unknown_status, duplicate, unchanged, status_backwards, no_seat, window_closed, and the code in
    ``NewMemberRow.refused``. ``member`` is set whenever the row belongs to a member.
    """

    email: str | None
    outcome: RowOutcome
    code: str | None = None
    member: MemberRecord | None = None


class Registration:
    """Adds members to webinars and sets their statuses."""

    def __init__(
        self,
        pool: Pool,
        settlement: Settlement,
        seat_plans: SeatPlans,
        waitlist: Waitlist,
        tell_members: TellMembers | None = None,
    ) -> None:
        """``tell_members``: queues the mails that tell members their status; without it none are queued."""
        self._tell_members = tell_members or _tells_nobody
        self._pool = pool
        self._settlement = settlement
        self._seat_plans = seat_plans
        self._waitlist = waitlist

    async def add_members(
        self,
        webinar_id: WebinarId,
        rows: Sequence[NewMemberRow],
        now: Instant,
        source: Source = Source.OPERATOR,
        *,
        tell: bool = False,
        import_id: UUID | None = None,
    ) -> list[RowResult]:
        """Add up to 1000 rows, each judged by itself. Returns: one result per row, in input order.

        ``tell``: mail the members about their status now, and about later changes. ``import_id``: the import of the
        rows; once it is retracted they are skipped as ``import_retracted``.

        Raises: Refused unknown_webinar, too_many_rows.
        """
        if len(rows) > ROWS_MAX:
            raise Refused("too_many_rows", f"Send at most {ROWS_MAX} members at once.")
        wishes, results = _read(rows, now)
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await _lock(conn, webinar_id)
            if now >= phase.closes_at(webinar):
                skipped = {row: _skip(rows[row], "window_closed") for row in wishes}
                settled: list[Settled] = []
            elif import_id is not None and await retractions.of_import(conn, import_id) is not None:
                skipped, settled = {row: _skip(rows[row], "import_retracted") for row in wishes}, []
            else:
                skipped, settled = await self.grant(conn, webinar, wishes, now, source, import_id=import_id)
                if tell:
                    members_ = [row.member.id for row in skipped.values() if row.member is not None]
                    await self._tell_members(conn, webinar_id, members_, now)
        await self._settlement.announce(settled)
        await self._waitlist.promote_after(settled, now)
        results |= skipped
        return [results[row] for row in range(len(rows))]

    async def grant(
        self,
        conn: Conn,
        webinar: Webinar,
        wishes: Mapping[int, NewMember],
        now: Instant,
        source: Source,
        *,
        import_id: UUID | None = None,
    ) -> tuple[dict[int, RowResult], list[Settled]]:
        """Record the facts of the wishes and settle the members, in the caller's transaction; the webinar is locked.

        With ``import_id`` a row that changes nothing, or asks for a lower step, is recorded too: what two imports state
        stays true until both are retracted.

        Returns: the result of each wish, and the changes to announce after the commit; the caller then calls
        ``Waitlist.promote_after``.
        """
        if not wishes:
            return {}, []
        ids = await persons.ensure(conn, [wish.person for wish in wishes.values()])
        people = {row: ids[wish.key] for row, wish in wishes.items()}
        standings = {
            standing.person.id: standing
            for standing in await locked_members.lock_persons(conn, webinar.id, list(people.values()))
        }
        known = [standing.id for standing in standings.values()]
        facts = await facts_rows.of_members(conn, known, now)
        seats = await self._seat_plans.seats(conn, webinar, known, now)
        plans: dict[int, SeatPlan] = {}
        for row, wish in wishes.items():
            was = standings.get(people[row])
            plans[row] = seats.plan(
                was, facts.get(was.id, ()) if was else (), wish.status, source, may_wait=wish.may_wait
            )

        new = [row for row in wishes if people[row] not in standings and plans[row].changes]
        member_of: dict[PersonId, MemberId] = {person: standing.id for person, standing in standings.items()}
        inserted = await members.insert(conn, webinar.id, [people[row] for row in new], now)
        member_of |= zip((people[row] for row in new), inserted, strict=True)
        changes = {member_of[people[row]]: plan for row, plan in plans.items() if plan.changes}
        if import_id is not None:
            changes |= {
                member_of[people[row]]: _statement(wishes[row].status, source)
                for row, plan in plans.items()
                if plan.code in ("unchanged", "status_backwards") and people[row] in member_of
            }
        since = {
            member_of[people[row]]: wish.at or now for row, wish in wishes.items() if people[row] in member_of
        }
        settled = await self._seat_plans.carry_out(conn, webinar.id, changes, now, since, wish=import_id)
        records = await members.load(conn, list(member_of.values()))
        created = set(new)
        results = {}
        for row, plan in plans.items():
            member = member_of.get(people[row])
            outcome = RowOutcome.CREATED if row in created else RowOutcome.UPDATED
            results[row] = RowResult(
                email=wishes[row].person.email,
                outcome=outcome if plan.changes else RowOutcome.SKIPPED,
                code=plan.code,
                member=None if member is None else records[member],
            )
        return results, settled

    async def webinar(self, webinar_id: WebinarId) -> Webinar:
        """Return a webinar. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            found = await webinars.load(conn, [webinar_id])
        if not found:
            raise Refused("unknown_webinar", "There is no such webinar.")
        return found[0]

    async def begin_import(self, webinar_id: WebinarId, by: str, now: Instant) -> UUID:
        """Record the beginning of an import. Returns: its id. Raises: Refused unknown_webinar."""
        import_id = uuid4()
        async with self._pool.acquire() as conn, conn.transaction():
            await _lock(conn, webinar_id)
            await retractions.add_import(conn, import_id, webinar_id, by, now)
        return import_id

    async def add_stays(self, import_id: UUID, stays: Mapping[MemberId, Intervals]) -> None:
        """Store the live attendance that an import states, unless the import was retracted meanwhile."""
        async with self._pool.acquire() as conn, conn.transaction():
            imported = await retractions.load_import(conn, import_id)
            if imported is None:
                return
            await _lock(conn, imported.webinar)
            if await retractions.of_import(conn, import_id) is None:
                await vendor_rows.add_import_stays(conn, import_id, stays)

    async def count_import(self, import_id: UUID, *, created: int, updated: int, skipped: int) -> None:
        """Write the numbers of an import."""
        async with self._pool.acquire() as conn:
            await retractions.count_import(conn, import_id, created=created, updated=updated, skipped=skipped)

    async def approve(
        self, conn: Conn, webinar: Webinar, member_ids: Sequence[MemberId], now: Instant, *, may_wait: bool
    ) -> tuple[Mapping[MemberId, str], list[Settled]]:
        """Register members whom an operator approved, in this order, in the caller's transaction; the webinar is
        locked.

        Returns: the codes ``no_seat`` and ``waitlisted`` for members without a seat, and the changes to announce after
        the commit; the caller then calls ``Waitlist.promote_after``.
        """
        facts = await facts_rows.of_members(conn, member_ids, now)
        standings = {each.id: each for each in await locked_members.lock(conn, member_ids)}
        seats = await self._seat_plans.seats(conn, webinar, member_ids, now)
        plans = {
            member: seats.plan(
                standings[member], facts.get(member, ()), Status.REGISTERED, Source.FORM, may_wait=may_wait
            )
            for member in member_ids
            if member in standings
        }
        changes = {member: plan for member, plan in plans.items() if plan.changes}
        settled = await self._seat_plans.carry_out(conn, webinar.id, changes, now)
        return {member: plan.code for member, plan in plans.items() if plan.code is not None}, settled

    async def set_status(
        self, member_id: MemberId, status: Status, reason: str | None, now: Instant, *, chain_depth: int = 0
    ) -> MemberRecord:
        """Record a status set by an operator, and settle the member. A provider that has to confirm Registered is asked
        first; until it answers the status stays.

        Args: ``chain_depth``: the length of the chain of campaigns behind the request. Raises: Refused unknown_member,
        status_backwards, no_seat, field_too_long, invalid_characters (a reason has at most 500 characters).
        """
        reason = text_of("reason", reason)
        webinar_id = (await self.member(member_id)).webinar_id
        async with self._pool.acquire() as conn, conn.transaction():
            if chain_depth:
                await causes.set_depth(conn, chain_depth)
            webinar = await _lock(conn, webinar_id)
            found = await locked_members.lock(conn, [member_id])
            if not found:
                raise _unknown_member()
            facts = await facts_rows.of_members(conn, [member_id], now)
            seats = await self._seat_plans.seats(conn, webinar, [member_id], now)
            plan = seats.plan(
                found[0], facts.get(member_id, ()), status, Source.OPERATOR, reason, may_wait=False
            )
            if plan.code == "status_backwards":
                raise Refused(
                    "status_backwards", f"The member is {found[0].status} already; a status cannot go back."
                )
            if plan.code == "no_seat":
                raise Refused("no_seat", "All seats are taken; raise registrant_limit or free one.")
            settled = await self._seat_plans.carry_out(conn, webinar_id, {member_id: plan}, now)
        await self._settlement.announce(settled)
        await self._waitlist.promote_after(settled, now)
        return await self.member(member_id)

    async def retry(self, webinar_id: WebinarId, now: Instant) -> int:
        """Set all members in Registration Error to Registered, as far as there are seats.

        Returns: their number. Raises: Refused unknown_webinar.
        """
        retried, after = 0, None
        while True:
            async with self._pool.acquire() as conn, conn.transaction():
                webinar = await _lock(conn, webinar_id)
                wanted = await members.in_error(conn, webinar_id, after, CHUNK)
                if not wanted:
                    return retried
                after = wanted[-1]
                facts = await facts_rows.of_members(conn, wanted, now)
                seats = await self._seat_plans.seats(conn, webinar, wanted, now)
                plans = {
                    each.id: seats.plan(
                        each, facts.get(each.id, ()), Status.REGISTERED, Source.OPERATOR, may_wait=False
                    )
                    for each in await locked_members.lock(conn, wanted)
                }
                settled = await self._seat_plans.carry_out(conn, webinar_id, plans, now)
            await self._settlement.announce(settled)
            retried += sum(plan.changes for plan in plans.values())

    async def new_link(self, member_id: MemberId, now: Instant) -> MemberRecord:
        """Revoke the member's join link; the record has the serial of the new one.

        Raises: Refused unknown_member, erased (the person was erased).
        """
        async with self._pool.acquire() as conn, conn.transaction():
            if not await locked_members.lock(conn, [member_id]):
                raise _unknown_member()
            await members.renew_links(conn, [member_id])
            record = (await members.load(conn, [member_id]))[member_id]
            if record.person.erased_at is not None:
                raise Refused("erased", "This person was erased.")
        await self._settlement.announce([link_renewed(record, now)])
        return record

    async def member(self, member_id: MemberId) -> MemberRecord:
        """Return a member. Raises: Refused unknown_member."""
        async with self._pool.acquire() as conn:
            found = await members.load(conn, [member_id])
        if member_id not in found:
            raise _unknown_member()
        return found[member_id]


def link_renewed(record: MemberRecord, now: Instant) -> Settled:
    """Return the announcement about a member whose join link was revoked."""
    return Settled(
        member=record.id,
        webinar=record.webinar_id,
        version=record.version,
        from_status=record.status,
        to_status=record.status,
        reason=record.status_reason,
        visitor=record.visitor,
        link_serial=record.link_serial,
        joined=False,
        name=record.person.name,
        at=now,
    )


def _read(rows: Sequence[NewMemberRow], now: Instant) -> tuple[dict[int, NewMember], dict[int, RowResult]]:
    """Check the rows. Returns: the valid ones as wishes, and the refused ones as results, both by their place."""
    wishes: dict[int, NewMember] = {}
    refused: dict[int, RowResult] = {}
    seen: set[str] = set()
    for place, row in enumerate(rows):
        try:
            wish = understand(row, now)
        except Refused as refusal:
            refused[place] = _skip(row, refusal.code)
            continue
        if wish.key in seen:
            refused[place] = _skip(row, "duplicate")
            continue
        seen.add(wish.key)
        wishes[place] = wish
    return wishes, refused


def _statement(status: Status, source: Source) -> SeatPlan:
    """Return the plan that records what an import states, although it changes no status."""
    kind = FactKind.REMOVED if status is Status.NOT_IN_PROGRAM else FactKind(status)
    return SeatPlan(facts=((kind, source, None),))


def _skip(row: NewMemberRow, code: str) -> RowResult:
    return RowResult(email=row.email, outcome=RowOutcome.SKIPPED, code=code)


async def _lock(conn: Conn, webinar_id: WebinarId) -> Webinar:
    webinar = await webinars.lock(conn, webinar_id)
    if webinar is None:
        raise Refused("unknown_webinar", "There is no such webinar.")
    return webinar


async def _tells_nobody(_: Conn, __: WebinarId, ___: Sequence[MemberId], ____: Instant) -> None:
    return None


def _unknown_member() -> Refused:
    return Refused("unknown_member", "There is no such member.")
