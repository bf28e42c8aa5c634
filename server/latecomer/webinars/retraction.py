"""Retractions: an operator's or an import's fact, a whole import or a finish is ignored as if it had never been
recorded, and so is attendance that moved times put outside the event.

One row records a retraction, under the webinar's lock. Its members are then settled in chunks, each in one transaction
with its retracted facts; after a crash the retraction is still open, and workers continue it. A retraction cannot be
retracted itself.

Source: docs/domain.md, Retraction
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID, uuid4

from latecomer.attendance.queries import vendor_rows
from latecomer.core.errors import Refused
from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.status import Status
from latecomer.core.timestamps import to_text
from latecomer.core.webinar import Webinar
from latecomer.events import outbox
from latecomer.events.types import WebinarReopened
from latecomer.people.queries import erasures
from latecomer.people.rules import text_of
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars import queries as webinars
from latecomer.webinars.finish import AskAired, Drain, WebinarChanged, notify
from latecomer.webinars.members.queries import facts as facts_rows
from latecomer.webinars.members.queries import locked_members, members, retractions
from latecomer.webinars.members.queries.members import MemberRecord
from latecomer.webinars.members.queries.retractions import (
    FactRow,
    FinishRow,
    ImportRow,
    Retraction,
)
from latecomer.webinars.members.rules.retraction import (
    FINISHES_RETRACTABLE,
    RETRACTABLE,
    WAITS_AGAIN,
    Fate,
    RetractionJudge,
    came_since,
)
from latecomer.webinars.members.rules.status_decision import is_before_event
from latecomer.webinars.members.settlement import CHUNK, Correction, NewFact, Settlement
from latecomer.webinars.members.waitlist import Waitlist
from latecomer.webinars.members.watched import AskWatched, Watched

__all__ = ["FinishRow", "ImportRow", "OutsideMember", "Preview", "Retraction", "Retractions"]

_IMPORTS_MAX: Final = 200
_OUTSIDE_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class Preview:
    """The changes that a retraction would bring: members by status before and after; ``watchers`` are skipped because
    they came since, ``confirmed`` stay because a provider confirmed them; ``only_imported``: the persons whom only
    imports made, who may be erased; ``end_kept``: an earlier end stays, because something was played since."""

    changes: Mapping[Status, Mapping[Status, int]] = field(default_factory=dict)
    watchers: int = 0
    confirmed: int = 0
    only_imported: int = 0
    end_kept: bool = False


@dataclass(frozen=True, slots=True)
class OutsideMember:
    """A member whose status rests on attendance of another event, and the status without it."""

    member: MemberRecord
    becomes: Status


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some members of a retraction, locked, with the new status of each; skipped members have none."""

    members: Sequence[MemberId]
    before: Mapping[MemberId, Status | None] = field(default_factory=dict)
    fates: Mapping[MemberId, Fate] = field(default_factory=dict)
    gone: Sequence[int] = ()
    only_imported: Sequence[PersonId] = ()


class Retractions:
    """The service that retracts a fact, an import or the finish of an event, and previews what would change."""

    def __init__(
        self,
        pool: Pool,
        settlement: Settlement,
        waitlist: Waitlist,
        drain: Drain,
        changed: WebinarChanged,
        watched: AskWatched,
        reopening: Callable[[Conn, Webinar, Instant], Awaitable[object]],
        aired: AskAired,
    ) -> None:
        """``drain``, ``changed``, ``aired``: as for a finish; ``reopening``: called in the transaction that retracts a
        finish."""
        self._pool = pool
        self._settlement = settlement
        self._waitlist = waitlist
        self._drain = drain
        self._changed = changed
        self._watched = watched
        self._reopening = reopening
        self._aired = aired

    async def retract_fact(self, fact_id: int, reason: str | None, by: str, now: Instant) -> Retraction:
        """Retract a fact, with the other facts of the same wish (request). A repetition returns the same retraction.

        Raises: Refused unknown_fact, not_retractable, field_too_long, invalid_characters.
        """
        reason = text_of("reason", reason)
        fact = await self._fact(fact_id)
        async with self._pool.acquire() as conn, conn.transaction():
            await webinars.lock(conn, fact.webinar)
            known = await self._of_fact(conn, fact_id)
            if known is not None:
                return known
            new = Retraction(
                id=uuid4(),
                webinar=fact.webinar,
                fact=fact_id,
                at=now,
                retracted_by=by,
                reason=reason,
                watchers=True,
                members=1,
            )
            await retractions.add(conn, new)
        return await self._follow(new, now)

    async def retract_import(
        self,
        import_id: UUID,
        reason: str | None,
        by: str,
        now: Instant,
        *,
        watchers: bool,
        erase_persons: bool = False,
    ) -> Retraction:
        """Retract everything that an import stated. A repetition returns the same retraction.

        ``watchers``: also for members who clicked, said hello or watched since; ``erase_persons``: erase the persons
        whom only imports made. Raises: Refused unknown_import, field_too_long, invalid_characters.
        """
        reason = text_of("reason", reason)
        imported = await self._import(import_id)
        await self._drain(imported.webinar)
        async with self._pool.acquire() as conn, conn.transaction():
            await webinars.lock(conn, imported.webinar)
            known = await retractions.of_import(conn, import_id)
            if known is not None:
                return known
            new = Retraction(
                id=uuid4(),
                webinar=imported.webinar,
                import_id=import_id,
                at=now,
                retracted_by=by,
                reason=reason,
                watchers=watchers,
                erase_persons=erase_persons,
                members=await retractions.count_wished(conn, import_id),
            )
            await retractions.add(conn, new)
        return await self._follow(new, now)

    async def retract_finish(self, finish_id: int, reason: str | None, by: str, now: Instant) -> Retraction:
        """Retract a finish by request or by a provider's report. A repetition returns the same retraction.

        If the finish had moved the end, the planned end comes back, unless something was played since; the automatic
        finish is planned again. Raises: Refused unknown_finish, not_retractable, field_too_long, invalid_characters.
        """
        reason = text_of("reason", reason)
        finish = await self._finish(finish_id)
        await self._drain(finish.webinar)
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await webinars.lock(conn, finish.webinar)
            known = await retractions.of_finish(conn, finish_id)
            if known is not None:
                return known
            if webinar is None:
                raise _unknown("finish")
            new = Retraction(
                id=uuid4(),
                webinar=finish.webinar,
                finish=finish_id,
                at=now,
                retracted_by=by,
                reason=reason,
                watchers=True,
                members=await retractions.count_members(conn, finish.webinar),
            )
            webinar, kept = await self._reopen(conn, webinar, finish, new, now)
            new = replace(new, end_kept=kept)
            await retractions.add(conn, new)
        await notify(self._changed, webinar)
        return await self._follow(new, now)

    async def begin_move(self, conn: Conn, webinar: WebinarId, now: Instant) -> UUID | None:
        """Begin to retract attendance that is of another event, in the transaction that moves the times of a webinar.

        Returns: the retraction, for ``proceed`` after the commit; None where nobody attended.
        """
        attended = await retractions.count_attended(conn, webinar)
        if attended == 0:
            return None
        new = Retraction(
            id=uuid4(), webinar=webinar, at=now, retracted_by="", reason=None, watchers=True, members=attended
        )
        await retractions.add(conn, new)
        return new.id

    async def retract_attendance(
        self, webinar: WebinarId, member: MemberId | None, reason: str | None, by: str, now: Instant
    ) -> Retraction:
        """Retract attendance of another event that still holds up the status of a member, or of all members of the
        webinar (None). A repetition returns the same retraction.

        Raises: Refused unknown_webinar, not_outside_event, field_too_long, invalid_characters.
        """
        reason = text_of("reason", reason)
        async with self._pool.acquire() as conn, conn.transaction():
            if await webinars.lock(conn, webinar) is None:
                raise _unknown("webinar")
            found = await self._outside(conn, webinar, now)
            if not found or member not in (None, *found):
                known = await retractions.of_attendance(conn, webinar, member)
                if known is None:
                    raise _not_outside()
                return known
            new = Retraction(
                id=uuid4(),
                webinar=webinar,
                member=member,
                at=now,
                retracted_by=by,
                reason=reason,
                watchers=True,
                members=1 if member is not None else await retractions.count_attended(conn, webinar),
            )
            await retractions.add(conn, new)
        return await self._follow(new, now)

    async def outside(self, webinar: WebinarId, now: Instant) -> Sequence[OutsideMember]:
        """Return up to 200 members whose status rests on attendance of another event: it was decided before such
        attendance was told apart. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn, conn.transaction():
            if not await webinars.load(conn, [webinar]):
                raise _unknown("webinar")
            found = await self._outside(conn, webinar, now)
            records = await members.load(conn, list(found))
        return [OutsideMember(records[member], becomes) for member, becomes in sorted(found.items())]

    async def _outside(self, conn: Conn, webinar_id: WebinarId, now: Instant) -> Mapping[MemberId, Status]:
        window = (await webinars.windows(conn, [webinar_id]))[webinar_id]
        maybe = await retractions.maybe_outside(conn, webinar_id, window, _OUTSIDE_MAX)
        webinar = await webinars.lock(conn, webinar_id) if maybe else None
        if webinar is None:
            return {}
        row = Retraction(id=uuid4(), webinar=webinar_id, at=now, retracted_by="", reason=None, watchers=True)
        chunk = await self._judge(conn, webinar, row, None, maybe, now)
        return {
            member: fate.status
            for member, fate in chunk.fates.items()
            if fate.status is not chunk.before[member]
        }

    async def _reopen(
        self, conn: Conn, webinar: Webinar, finish: FinishRow, new: Retraction, now: Instant
    ) -> tuple[Webinar, bool]:
        """Write the changes of a locked webinar after its finish was retracted. Returns: the webinar, and whether its
        earlier end is kept."""
        planned = finish.planned_ends_at
        known = await retractions.finishes(conn, webinar.id)
        gone = _gone_with(finish, known)
        await retractions.retract_finishes(conn, gone, new.id)
        left = [each.at for each in known if each.retraction is None and each.id not in gone]
        ends_at, kept = await self._end_without(conn, webinar, finish)
        reopened = replace(
            webinar, ends_at=ends_at, version=webinar.version + 1, finished_at=max(left, default=None)
        )
        reopened = await self._aired(conn, reopened) or reopened
        await webinars.update(conn, reopened)
        if planned is not None or finish.source is Source.VENDOR:
            due_at = (planned or webinar.ends_at) + webinar.finish_grace_s * 1000
            clock = any(each.source is Source.CLOCK and each.at in left for each in known)
            if not clock:
                await retractions.plan_finish(conn, webinar.id, due_at)
        told = WebinarReopened(
            webinar_id=webinar.id, name=webinar.name, ends_at=to_text(ends_at), reopened_at=to_text(now)
        )
        await outbox.add(conn, [outbox.Event(webinar=webinar.id, at=now, data=told)])
        await self._reopening(conn, reopened, now)
        return reopened, kept

    async def _end_without(self, conn: Conn, webinar: Webinar, finish: FinishRow) -> tuple[Instant, bool]:
        """Return the end of a webinar without a finish, and whether an earlier end is kept because something was
        played."""
        planned = finish.planned_ends_at
        if planned is None or webinar.ends_at != finish.at:
            return webinar.ends_at, False
        kept = await self._played(conn, webinar.id)
        return (webinar.ends_at if kept else planned), kept

    async def _played(self, conn: Conn, webinar: WebinarId) -> bool:
        """Return whether anything was played on demand, in our player or a vendor's."""
        after: UUID | None = None
        while chunk := await retractions.webinar_members(conn, webinar, after, CHUNK):
            watched = await self._watched(webinar, chunk)
            if any(each.on_demand_ms > 0 for each in watched.values()):
                return True
            after = chunk[-1]
        return False

    async def _follow(self, new: Retraction, now: Instant) -> Retraction:
        """Settle the first members at once; workers settle the others. Returns: the retraction after that."""
        await self.proceed(new.id, now)
        async with self._pool.acquire() as conn:
            return await retractions.load(conn, new.id) or new

    async def proceed_open(self, now: Instant) -> int:
        """Settle the next members of the oldest open retraction, for the periodic sweep. Returns: their number."""
        async with self._pool.acquire() as conn:
            open_ = await retractions.open_one(conn)
        return 0 if open_ is None else max(1, await self.proceed(open_, now))

    async def proceed(self, retraction_id: UUID, now: Instant) -> int:
        """Settle the next 500 members of a retraction. Returns: their number."""
        async with self._pool.acquire() as conn, conn.transaction():
            found = await retractions.load(conn, retraction_id)
            webinar = None if found is None else await webinars.lock(conn, found.webinar)
            row = await retractions.load(conn, retraction_id, lock=True)
            if webinar is None or row is None or row.done_at is not None:
                return 0
            wish = await self._wish(conn, row)
            chunk = await self._chunk(conn, webinar, row, wish, now)
            await retractions.retract_facts(conn, chunk.gone, row.id)
            touched = list(chunk.fates)
            if wish is not None:
                await vendor_rows.drop_import_stays(conn, wish, touched)
                await retractions.withdraw_wish(conn, wish, touched)
            waiting = [
                NewFact(
                    member=member,
                    kind=FactKind.WAITLISTED_AGAIN,
                    at=now,
                    source=Source.CAPACITY,
                    reason=WAITS_AGAIN,
                )
                for member, fate in chunk.fates.items()
                if fate.waits
            ]
            await facts_rows.record(conn, waiting, now)
            await facts_rows.make_due(conn, touched)
            settled = await self._settlement.settle(conn, touched, now, Correction(row.at, row.reason))
            last = chunk.members[-1] if chunk.members else None
            done = row.is_of_one or len(chunk.members) < CHUNK
            erased = chunk.only_imported if row.erase_persons else ()
            await erasures.ask(conn, erased, now)
            await retractions.proceed(
                conn, row.id, len(chunk.members), last, now if done else None, erased=len(erased)
            )
        await self._settlement.announce(settled)
        await self._waitlist.promote_after(settled, now)
        return len(chunk.members)

    async def _wish(self, conn: Conn, row: Retraction) -> UUID | None:
        if row.fact is not None:
            return await retractions.wish_of_fact(conn, row.fact)
        return row.import_id

    async def _chunk(
        self, conn: Conn, webinar: Webinar, row: Retraction, wish: UUID | None, now: Instant
    ) -> _Chunk:
        """Lock the next members and decide the new status of each; the webinar is locked."""
        if row.fact is not None:
            fact = await retractions.load_fact(conn, row.fact)
            ids = [fact.member] if fact is not None else []
        elif row.import_id is not None:
            ids = await retractions.wished_members(conn, row.import_id, row.settled_to, CHUNK)
        elif row.member is not None:
            ids = [row.member]
        elif row.is_of_attendance:
            ids = await retractions.attended_members(conn, webinar.id, row.settled_to, CHUNK)
        else:
            ids = await retractions.webinar_members(conn, webinar.id, row.settled_to, CHUNK)
        return await self._judge(conn, webinar, row, wish, ids, now) if ids else _Chunk(ids)

    async def _judge(
        self,
        conn: Conn,
        webinar: Webinar,
        row: Retraction,
        wish: UUID | None,
        ids: Sequence[MemberId],
        now: Instant,
    ) -> _Chunk:
        """Lock these members and decide the new status of each; the webinar is locked."""
        imported = None if row.import_id is None else await retractions.load_import(conn, row.import_id)
        since = imported.at if imported is not None and not row.watchers else None
        free = None
        if webinar.seats is not None and now < webinar.ends_at:
            free = webinar.seats - await members.seats_taken(conn, webinar.id)
        standings = await locked_members.lock(conn, ids)
        facts = await facts_rows.of_members(conn, ids, now)
        fall = await retractions.facts_of_wish(conn, wish, ids) if wish is not None else {}
        if row.fact is not None:
            fall = {ids[0]: fall.get(ids[0], frozenset()) | {row.fact}}
        gone_finishes: Sequence[int] = ()
        if row.finish is not None and (finish := await retractions.load_finish(conn, row.finish)) is not None:
            gone_finishes = _gone_with(finish, await retractions.finishes(conn, webinar.id))
        left = [
            each.at
            for each in await retractions.finishes(conn, webinar.id)
            if each.retraction is None and each.id not in gone_finishes
        ]
        passed: set[MemberId] = set()
        seen = await self._watched(webinar.id, ids) if row.import_id is not None else {}
        if since is not None:
            passed = {
                each.id
                for each in standings
                if came_since(facts.get(each.id, ()), since)
                or ((now_seen := seen.get(each.id)) is not None and (now_seen.heard_at or 0) >= since)
            }
        if row.is_of_attendance:
            elsewhere = await facts_rows.reported_elsewhere(conn, ids, now)
            fall = {
                member: frozenset(
                    fact.id for fact in known if is_before_event(fact.kind, fact.at, webinar.starts_at)
                )
                for member, known in facts.items()
            }
            passed = {member for member in ids if member not in elsewhere and not fall.get(member)}
        gone = [fact for member, falls in fall.items() if member not in passed for fact in falls]
        only_imported: Sequence[PersonId] = ()
        if imported is not None:
            quiet = [member for member in ids if member not in passed and not _was_heard(seen.get(member))]
            only_imported = await retractions.only_imported(conn, quiet, gone, imported.at, wish)
        judge = RetractionJudge(webinar, left, free, frozenset(gone))
        return _Chunk(
            members=ids,
            before={each.id: each.status for each in standings},
            fates={
                each.id: judge.fate(each.status, facts.get(each.id, ()))
                for each in standings
                if each.id not in passed
            },
            gone=gone,
            only_imported=only_imported,
        )

    async def preview_fact(self, fact_id: int, now: Instant) -> Preview:
        """Return the changes that retracting a fact would bring. Raises: as ``retract_fact``."""
        fact = await self._fact(fact_id)
        row = Retraction(
            id=uuid4(),
            webinar=fact.webinar,
            fact=fact_id,
            at=now,
            retracted_by="",
            reason=None,
            watchers=True,
        )
        return await self._preview(row, now)

    async def preview_import(self, import_id: UUID, now: Instant, *, watchers: bool) -> Preview:
        """Return the changes that retracting an import would bring. Raises: as ``retract_import``."""
        imported = await self._import(import_id)
        await self._drain(imported.webinar)
        row = Retraction(
            id=uuid4(),
            webinar=imported.webinar,
            import_id=import_id,
            at=now,
            retracted_by="",
            reason=None,
            watchers=watchers,
        )
        return await self._preview(row, now)

    async def preview_finish(self, finish_id: int, now: Instant) -> Preview:
        """Return the changes that retracting a finish would bring. Raises: as ``retract_finish``."""
        finish = await self._finish(finish_id)
        row = Retraction(
            id=uuid4(),
            webinar=finish.webinar,
            finish=finish_id,
            at=now,
            retracted_by="",
            reason=None,
            watchers=True,
        )
        return await self._preview(row, now)

    async def preview_attendance(self, webinar: WebinarId, member: MemberId | None, now: Instant) -> Preview:
        """Return the changes that retracting attendance of another event would bring. Raises: as
        ``retract_attendance``."""
        if member not in (None, *(each.member.id for each in await self.outside(webinar, now))):
            raise _not_outside()
        row = Retraction(
            id=uuid4(), webinar=webinar, member=member, at=now, retracted_by="", reason=None, watchers=True
        )
        return await self._preview(row, now)

    async def _preview(self, row: Retraction, now: Instant) -> Preview:
        changes: dict[Status, Counter[Status]] = {}
        watchers = confirmed = only_imported = 0
        end_kept = False
        while True:
            async with self._pool.acquire() as conn, conn.transaction():
                webinar = await webinars.lock(conn, row.webinar)
                if webinar is None:
                    return Preview()
                if row.finish is not None and (finish := await retractions.load_finish(conn, row.finish)):
                    ends_at, end_kept = await self._end_without(conn, webinar, finish)
                    webinar = replace(webinar, ends_at=ends_at)
                chunk = await self._chunk(conn, webinar, row, await self._wish(conn, row), now)
            if not row.is_of_attendance:
                watchers += len(chunk.before) - len(chunk.fates)
            for member, fate in chunk.fates.items():
                confirmed += fate.confirmed and row.finish is None
                was = chunk.before[member]
                if was is not None and fate.status is not was:
                    changes.setdefault(was, Counter())[fate.status] += 1
            only_imported += len(chunk.only_imported)
            if row.is_of_one or len(chunk.members) < CHUNK:
                return Preview(changes, watchers, confirmed, only_imported, end_kept)
            row = replace(row, settled_to=chunk.members[-1])

    async def of_fact(self, fact_id: int) -> Retraction:
        """Return the retraction of a fact. Raises: Refused unknown_fact, not_retracted."""
        await self._fact(fact_id, any_source=True)
        async with self._pool.acquire() as conn:
            return _known(await self._of_fact(conn, fact_id))

    async def of_import(self, import_id: UUID) -> Retraction:
        """Return the retraction of an import. Raises: Refused unknown_import, not_retracted."""
        await self._import(import_id)
        async with self._pool.acquire() as conn:
            return _known(await retractions.of_import(conn, import_id))

    async def of_finish(self, finish_id: int) -> Retraction:
        """Return the retraction of a finish. Raises: Refused unknown_finish, not_retracted."""
        await self._finish(finish_id, any_source=True)
        async with self._pool.acquire() as conn:
            return _known(await retractions.of_finish(conn, finish_id))

    async def imports(self, webinar_id: WebinarId) -> Sequence[ImportRow]:
        """Return the latest 200 imports of a webinar, newest first. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            if not await webinars.load(conn, [webinar_id]):
                raise _unknown("webinar")
            return await retractions.imports(conn, webinar_id, _IMPORTS_MAX)

    async def finishes(self, webinar_id: WebinarId) -> Sequence[FinishRow]:
        """Return the finishes of a webinar, retracted ones too, by time. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            if not await webinars.load(conn, [webinar_id]):
                raise _unknown("webinar")
            return await retractions.finishes(conn, webinar_id)

    async def _of_fact(self, conn: Conn, fact_id: int) -> Retraction | None:
        """Return the retraction by which a fact was retracted: a retraction of the fact itself, of a fact of the same
        request, or of the import that stated it."""
        known = await retractions.of_fact(conn, fact_id)
        if known is None and (fact := await retractions.load_fact(conn, fact_id)) is not None:
            return None if fact.retraction is None else await retractions.load(conn, fact.retraction)
        return known

    async def _fact(self, fact_id: int, *, any_source: bool = False) -> FactRow:
        async with self._pool.acquire() as conn:
            fact = await retractions.load_fact(conn, fact_id)
        if fact is None:
            raise _unknown("fact")
        if fact.source not in RETRACTABLE and not any_source:
            raise _stays()
        return fact

    async def _import(self, import_id: UUID) -> ImportRow:
        async with self._pool.acquire() as conn:
            found = await retractions.load_import(conn, import_id)
        if found is None:
            raise _unknown("import")
        return found

    async def _finish(self, finish_id: int, *, any_source: bool = False) -> FinishRow:
        async with self._pool.acquire() as conn:
            finish = await retractions.load_finish(conn, finish_id)
        if finish is None:
            raise _unknown("finish")
        if finish.source not in FINISHES_RETRACTABLE and not any_source:
            raise _stays()
        return finish


def _gone_with(finish: FinishRow, known: Sequence[FinishRow]) -> list[int]:
    """Return a finish and, if it moved the end, the automatic finish that followed from it."""
    came = finish.planned_ends_at is not None
    return [
        each.id
        for each in known
        if each.id == finish.id
        or (came and each.source is Source.CLOCK and each.retraction is None and each.at >= finish.at)
    ]


def _was_heard(watched: Watched | None) -> bool:
    return watched is not None and watched.heard_at is not None


def _known(found: Retraction | None) -> Retraction:
    if found is None:
        raise Refused("not_retracted", "This was not retracted.")
    return found


def _unknown(what: str) -> Refused:
    return Refused(f"unknown_{what}", f"There is no such {what}.")


def _not_outside() -> Refused:
    return Refused(
        "not_outside_event",
        "No status rests on attendance of another event: what counts here is of this event, or was stated.",
    )


def _stays() -> Refused:
    return Refused(
        "not_retractable",
        "Reports of vendors, players, forms and the clock stay; only what an operator or an import stated can go.",
    )
