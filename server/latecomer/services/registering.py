"""Registering: members come into a webinar, get the status somebody asks for, take seats, get new links.

What a request would lead to is found by deciding the member's facts with the requested ones added, so that there is
one rule for statuses. Everything that takes or frees a seat goes through the webinar's lock.

Source: docs/domain.md, Facts and statuses
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

import structlog

from latecomer.core import phase
from latecomer.core.facts import Fact, FactKind, Source
from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.member import Person, email_key
from latecomer.core.status import Status, decide, may_move
from latecomer.core.webinar import Webinar
from latecomer.errors import Refused
from latecomer.services.person_fields import email_of, properties_of, text_of
from latecomer.services.settling import CHUNK, NewFact, Settled, Settling, settle
from latecomer.store.postgres import facts as facts_rows
from latecomer.store.postgres import members, persons, webinars
from latecomer.store.postgres.members import MemberRecord, Standing
from latecomer.store.postgres.pool import Conn, Pool

ROWS_MAX = 1000
_NOBODY = PersonId(UUID(int=0))
"""The id of a person whom the store has not been asked about yet."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One row of a request to add members, as it was sent; nothing is checked yet but the types.

    ``status`` None asks for Registered. ``refused`` is for a row that could not even be read (a wrong type, an unknown
    field): it is answered as skipped with this code.
    """

    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    company: str | None = None
    job_title: str | None = None
    industry: str | None = None
    street_address: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    properties: Mapping[str, object] = field(default_factory=dict)
    status: str | None = None
    refused: str | None = None


class Outcome(StrEnum):
    """What became of one row."""

    CREATED = "created"
    UPDATED = "updated"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """The answer to one row. ``code`` says why it was skipped, or ``waitlisted`` for one that found no seat.

    Codes of skipped rows: missing_email, invalid_email, field_too_long, invalid_characters, invalid_properties,
    unknown_status, duplicate, unchanged, status_backwards, no_seat, window_closed, and what ``Registration.refused``
    carried. ``member`` is there whenever the row led to one.
    """

    email: str | None
    outcome: Outcome
    code: str | None = None
    member: MemberRecord | None = None


@dataclass(frozen=True, slots=True)
class _Wish:
    """A row that can be read: who shall be what."""

    person: Person
    status: Status


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a wish comes to: facts to record, or with ``code`` and no facts a skipped row."""

    facts: tuple[tuple[FactKind, Source, str | None], ...] = ()
    code: str | None = None


class _Desk:
    """Plans wishes one after the other and keeps count of the seats; needs the webinar's lock to be right."""

    def __init__(self, webinar: Webinar, finishes: Sequence[Instant], free: int | None, now: Instant) -> None:
        self._webinar = webinar
        self._finishes = finishes
        self._free = free
        """Free seats; None: no limit."""
        self._now = now

    def plan(
        self,
        was: Standing | None,
        facts: Sequence[Fact],
        status: Status,
        source: Source,
        reason: str | None = None,
        *,
        may_wait: bool,
    ) -> _Plan:
        """What it takes to make a member (None: a new one) what somebody wishes; takes or frees a seat."""
        current = was.status if was else None
        if current is status and (reason is None or (was and reason == was.reason)):
            return _Plan(code="unchanged")
        if current is not None and not may_move(current, status):
            return _Plan(code="status_backwards")
        kind = FactKind.REMOVED if status is Status.NOT_IN_PROGRAM else FactKind(status)
        back: tuple[tuple[FactKind, Source, str | None], ...] = ()
        if current is Status.NOT_IN_PROGRAM and status is not Status.NOT_IN_PROGRAM:
            back = ((FactKind.ADDED, source, None),)
        plan = _Plan(facts=(*back, (kind, source, reason)))
        seated = current is not None and current.has_seat
        if self._leads_to(plan, facts, current).has_seat == seated or self._free is None:
            return plan
        if seated:
            self._free += 1
            return plan
        if self._free > 0:
            self._free -= 1
            return plan
        if not may_wait:
            return _Plan(code="no_seat")
        if current is Status.WAITLISTED:
            return _Plan(code="unchanged")
        wait = _Plan(
            facts=(*back, (FactKind.WAITLISTED, Source.CAPACITY, "All seats are taken.")), code="waitlisted"
        )
        # Somebody removed who had a seat would come back to it.
        return _Plan(code="no_seat") if self._leads_to(wait, facts, current).has_seat else wait

    def _leads_to(self, plan: _Plan, facts: Sequence[Fact], current: Status | None) -> Status:
        last = max((fact.id for fact in facts), default=0)
        added = [
            Fact(id=last + nth, kind=kind, at=self._now) for nth, (kind, _, _) in enumerate(plan.facts, 1)
        ]
        return decide([*facts, *added], self._finishes, self._webinar, current=current).status


class Registering:
    """Brings members into webinars."""

    def __init__(self, pool: Pool, settling: Settling) -> None:
        self._pool = pool
        self._settling = settling

    async def add_members(
        self,
        webinar_id: WebinarId,
        rows: Sequence[Registration],
        now: Instant,
        source: Source = Source.OPERATOR,
    ) -> list[RowResult]:
        """Add up to 1000 rows, each on its own merits. Returns: one result per row, in input order.

        Raises: Refused unknown_webinar (404), too_many_rows (422).
        """
        if len(rows) > ROWS_MAX:
            raise Refused("too_many_rows", f"Send at most {ROWS_MAX} members at once.", 422)
        wishes, results = _read(rows, now)
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await _lock(conn, webinar_id)
            if now >= phase.closes_at(webinar):
                skipped = {row: _skip(rows[row], "window_closed") for row in wishes}
                settled: list[Settled] = []
            else:
                skipped, settled = await self._grant(conn, webinar, wishes, now, source)
        await self._settling.announce(settled)
        await self._promote_after(settled, now)
        results |= skipped
        return [results[row] for row in range(len(rows))]

    async def _grant(
        self, conn: Conn, webinar: Webinar, wishes: Mapping[int, _Wish], now: Instant, source: Source
    ) -> tuple[dict[int, RowResult], list[Settled]]:
        """Record what the wishes come to and settle it; the webinar is locked."""
        ids = await persons.ensure(conn, [wish.person for wish in wishes.values()])
        people = {row: ids[email_key(wish.person.email or "")] for row, wish in wishes.items()}
        standings = {
            standing.person.id: standing
            for standing in await members.standings_of_persons(conn, webinar.id, list(people.values()))
        }
        facts = await facts_rows.of_members(conn, [standing.id for standing in standings.values()])
        desk = await _desk(conn, webinar, now)
        plans: dict[int, _Plan] = {}
        for row, wish in wishes.items():
            was = standings.get(people[row])
            plans[row] = desk.plan(
                was, facts.get(was.id, ()) if was else (), wish.status, source, may_wait=True
            )

        new = [row for row in wishes if people[row] not in standings and plans[row].facts]
        member_of: dict[PersonId, MemberId] = {person: standing.id for person, standing in standings.items()}
        inserted = await members.insert(conn, webinar.id, [people[row] for row in new], now)
        member_of |= zip((people[row] for row in new), inserted, strict=True)
        due = await self._settling.record(
            conn,
            [
                NewFact(member=member_of[people[row]], kind=kind, at=now, source=said_by, reason=reason)
                for row, plan in plans.items()
                for kind, said_by, reason in plan.facts
            ],
            now,
        )
        settled = await settle(conn, due, now)
        records = await members.load(conn, list(member_of.values()))
        created = set(new)
        results = {}
        for row, plan in plans.items():
            member = member_of.get(people[row])
            outcome = Outcome.CREATED if row in created else Outcome.UPDATED
            results[row] = RowResult(
                email=wishes[row].person.email,
                outcome=outcome if plan.facts else Outcome.SKIPPED,
                code=plan.code,
                member=None if member is None else records[member],
            )
        return results, settled

    async def set_status(
        self, member_id: MemberId, status: Status, reason: str | None, now: Instant
    ) -> MemberRecord:
        """Record what an operator says about a member and settle it.

        Raises: Refused unknown_member (404), status_backwards (409), no_seat (409), field_too_long,
            invalid_characters (422; a reason has at most 500 characters).
        """
        reason = text_of("reason", reason)
        webinar_id = (await self.member(member_id)).webinar_id
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await _lock(conn, webinar_id)
            found = await members.standings(conn, [member_id])
            if not found:
                raise _unknown_member()
            facts = await facts_rows.of_members(conn, [member_id])
            desk = await _desk(conn, webinar, now)
            plan = desk.plan(
                found[0], facts.get(member_id, ()), status, Source.OPERATOR, reason, may_wait=False
            )
            if plan.code == "status_backwards":
                raise Refused(
                    "status_backwards",
                    f"The member is {found[0].status} already; statuses do not go back.",
                    409,
                )
            if plan.code == "no_seat":
                raise Refused("no_seat", "All seats are taken; raise registrant_limit or free one.", 409)
            due = await self._settling.record(
                conn,
                [
                    NewFact(member=member_id, kind=kind, at=now, source=said_by, reason=why)
                    for kind, said_by, why in plan.facts
                ],
                now,
            )
            settled = await settle(conn, due, now)
        await self._settling.announce(settled)
        await self._promote_after(settled, now)
        return await self.member(member_id)

    async def new_link(self, member_id: MemberId, now: Instant) -> MemberRecord:
        """Revoke the member's join link; the record carries the serial of the new one.

        Raises: Refused unknown_member (404), erased (409: the person is, so nobody is left to give a link to).
        """
        async with self._pool.acquire() as conn, conn.transaction():
            if not await members.standings(conn, [member_id]):
                raise _unknown_member()
            await members.renew_links(conn, [member_id])
            record = (await members.load(conn, [member_id]))[member_id]
            if record.person.erased_at is not None:
                raise Refused("erased", "This person was erased.", 409)
        await self._settling.announce([link_renewed(record, now)])
        return record

    async def member(self, member_id: MemberId) -> MemberRecord:
        """Raises: Refused unknown_member (404)."""
        async with self._pool.acquire() as conn:
            found = await members.load(conn, [member_id])
        if member_id not in found:
            raise _unknown_member()
        return found[member_id]

    async def promote(self, webinar_id: WebinarId, now: Instant) -> int:
        """Give every free seat to those who wait for one, longest waiting first. Returns: how many were promoted.

        Level-triggered: calling it again, or when nothing is free, changes nothing. Who was put on the waitlist by an
        operator waits for an operator.
        """
        promoted = 0
        while True:
            async with self._pool.acquire() as conn, conn.transaction():
                webinar = await webinars.lock(conn, webinar_id)
                if webinar is None or now >= webinar.ends_at:
                    return promoted
                free = CHUNK
                if webinar.seats is not None:
                    free = min(free, webinar.seats - await members.seats_taken(conn, webinar_id))
                if free <= 0 or not (lucky := await members.waiting(conn, webinar_id, free)):
                    return promoted
                facts = [
                    NewFact(
                        member=member,
                        kind=FactKind.REGISTERED,
                        at=now,
                        source=Source.CAPACITY,
                        reason="A seat became free.",
                    )
                    for member in lucky
                ]
                settled = await settle(conn, await self._settling.record(conn, facts, now), now)
            await self._settling.announce(settled)
            promoted += len(lucky)

    async def promote_due(self, now: Instant) -> int:
        """``promote`` for every webinar where somebody waits for a seat; for the periodic sweep."""
        async with self._pool.acquire() as conn:
            waiting = await members.webinars_with_waiting(conn, now)
        return sum([await self.promote(webinar_id, now) for webinar_id in waiting])

    async def _promote_after(self, settled: Sequence[Settled], now: Instant) -> None:
        """Fill the seats that were freed. Its failure costs nothing but time: the sweep comes by."""
        freed = {
            each.webinar
            for each in settled
            if each.from_status and each.from_status.has_seat and not each.to_status.has_seat
        }
        for webinar_id in freed:
            try:
                await self.promote(webinar_id, now)
            except Exception:
                log.exception("promoting failed; the sweep will", webinar=str(webinar_id))


def link_renewed(record: MemberRecord, now: Instant) -> Settled:
    """What to announce about a member whose join link was revoked."""
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


def _read(rows: Sequence[Registration], now: Instant) -> tuple[dict[int, _Wish], dict[int, RowResult]]:
    """Sort the rows, by their place, into wishes and those that are refused for what they say."""
    wishes: dict[int, _Wish] = {}
    refused: dict[int, RowResult] = {}
    seen: set[str] = set()
    for place, row in enumerate(rows):
        try:
            wish = _wish(row, now)
        except Refused as refusal:
            refused[place] = _skip(row, refusal.code)
            continue
        key = email_key(wish.person.email or "")
        if key in seen:
            refused[place] = _skip(row, "duplicate")
            continue
        seen.add(key)
        wishes[place] = wish
    return wishes, refused


def _wish(row: Registration, now: Instant) -> _Wish:
    if row.refused is not None:
        raise Refused(row.refused, "The row cannot be read.", 422)
    texts: dict[str, Any] = {name: text_of(name, getattr(row, name)) for name in persons.FIELDS}
    person = Person(
        id=_NOBODY,
        email=email_of(row.email),
        properties=properties_of(row.properties),
        created_at=now,
        **texts,
    )
    try:
        status = Status(row.status or Status.REGISTERED)
    except ValueError as error:
        raise Refused("unknown_status", f"There is no status {row.status!r}.", 422) from error
    return _Wish(person, status)


def _skip(row: Registration, code: str) -> RowResult:
    return RowResult(email=row.email, outcome=Outcome.SKIPPED, code=code)


async def _lock(conn: Conn, webinar_id: WebinarId) -> Webinar:
    webinar = await webinars.lock(conn, webinar_id)
    if webinar is None:
        raise Refused("unknown_webinar", "There is no such webinar.", 404)
    return webinar


async def _desk(conn: Conn, webinar: Webinar, now: Instant) -> _Desk:
    free = None
    if webinar.seats is not None and now < webinar.ends_at:
        free = webinar.seats - await members.seats_taken(conn, webinar.id)
    finishes = await facts_rows.finishes(conn, [webinar.id])
    return _Desk(webinar, [finish.at for finish in finishes.get(webinar.id, ())], free, now)


def _unknown_member() -> Refused:
    return Refused("unknown_member", "There is no such member.", 404)
