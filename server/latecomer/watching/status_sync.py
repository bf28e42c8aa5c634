"""Status sync: copies each member's status, link serial and visitor flag from Postgres to the ledger, then notifies all
processes.

Each copy carries a version and the newest version wins, so that a copy may be made late, twice, or by several workers.
After a crash a sweep copies what is missing (``carded_version < version``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

import structlog

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.person import LedgerMember
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Pool
from latecomer.redis.functions import (
    CardMissing,
    LedgerAway,
    LedgerBroken,
    ShardNotReady,
    raise_first,
)
from latecomer.redis.pubsub import Changes, Due, MemberChange, MembersChanged, WebinarChanged
from latecomer.watching.archive import is_archived
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.operations import Recount
from latecomer.watching.queries import reload
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import ledger_members
from latecomer.webinars.members.settlement import Settled

_log = structlog.get_logger()

_AT_ONCE = 500
_TOLD_AT_ONCE = 200


class StatusSync:
    """Copies members' status data to the ledger, and notifies all processes."""

    def __init__(self, pool: Pool, ledger: Ledger, changes: Changes, clock: Callable[[], Instant]) -> None:
        self._pool = pool
        self._ledger = ledger
        self._changes = changes
        self._clock = clock

    async def announce(self, settled: Sequence[Settled]) -> None:
        """Copy the members' status data after a settlement has committed, then notify. Failures are left to the
        sweep."""
        try:
            await self.put_members([each.ledger_member for each in settled])
        except (LedgerAway, LedgerBroken, ShardNotReady, CardMissing) as error:
            _log.warning("status_sync_failed", retry=True, members=len(settled), error=str(error))

    async def webinar_changed(self, webinar: Webinar) -> None:
        """Copy a webinar to the ledger after its change has committed, then notify. Failures are left to the sweep."""
        try:
            await self._put_webinar(webinar)
        except (LedgerAway, LedgerBroken, ShardNotReady) as error:
            _log.warning("status_sync_failed", retry=True, webinar=str(webinar.id), error=str(error))

    async def webinar_deleted(self, webinar: WebinarId, members_: Sequence[MemberId]) -> None:
        """Remove a webinar from the ledger after its deletion has committed: nobody can enter any more, present viewers
        are disconnected, and its members' records are deleted."""
        try:
            for start in range(0, len(members_), _AT_ONCE):
                await self._ledger.forget(members_[start : start + _AT_ONCE])
            if (known := await self._ledger.webinar(webinar)) is not None:
                await self._ledger.forget_webinar(known)
            await self._changes.publish(webinar, WebinarChanged(0))
        except (LedgerAway, LedgerBroken) as error:
            _log.warning("forgetting_failed", webinar=str(webinar), error=str(error))

    async def sweep(self) -> int:
        """Copy what is not in the ledger yet. Returns: the number of copies.

        Errors: LedgerAway, ShardNotReady of some shards, after the others were handled.
        """
        async with self._pool.acquire() as conn:
            stale_webinars = await webinars.not_in_ledger(conn, _AT_ONCE)
        failures: list[Exception] = []
        for webinar in stale_webinars:
            try:
                await self._sweep_webinar(webinar)
            except (LedgerAway, ShardNotReady, CardMissing) as failure:
                failures.append(failure)
        async with self._pool.acquire() as conn:
            stale_members = await ledger_members.missing(conn, _AT_ONCE)
        await self.put_members(stale_members)
        raise_first(failures)
        return len(stale_webinars) + len(stale_members)

    async def _sweep_webinar(self, webinar: Webinar) -> None:
        if not is_archived(webinar, self._clock()):
            await self._put_webinar(webinar)
            await self._recount(webinar)
        async with self._pool.acquire() as conn:
            await webinars.mark_copied(conn, webinar.id, webinar.version)

    async def put_members(self, cards: Sequence[LedgerMember]) -> None:
        """Copy members' status data, mark them as copied, notify.

        Errors: LedgerAway, ShardNotReady, CardMissing of some shards, after the others have theirs.
        """
        failures: list[Exception] = []
        for start in range(0, len(cards), _AT_ONCE):
            chunk = cards[start : start + _AT_ONCE]
            known = await self._webinars({card.webinar for card in chunk})
            by_member = {card.member: card for card in chunk}
            groups = [
                [by_member[member] for member in group]
                for group in self._ledger.by_shard(list(by_member)).values()
            ]
            answers = await asyncio.gather(
                *(self._put(known, group) for group in groups), return_exceptions=True
            )
            put = [
                card
                for group, answer in zip(groups, answers, strict=True)
                if answer is None
                for card in group
            ]
            await self._tell(put)
            async with self._pool.acquire() as conn:
                await ledger_members.mark_copied(conn, put)
            failures += [answer for answer in answers if isinstance(answer, Exception)]
        raise_first(failures)

    async def _put(self, known: Mapping[WebinarId, Webinar], cards: Sequence[LedgerMember]) -> None:
        """Copy the members of one shard, and their webinars."""
        held = [card for card in cards if card.webinar in known]
        if held:
            shard = self._ledger.shard_of(held[0].member)
            for webinar in {card.webinar for card in held}:
                await self._ledger.put_webinar(known[webinar], [shard])
            await self._ledger.put_members(known, held, self._clock())

    async def _webinars(self, wanted: set[WebinarId]) -> Mapping[WebinarId, Webinar]:
        """Return the webinars among these that the ledger holds; archived ones are in no ledger."""
        async with self._pool.acquire() as conn:
            loaded = await webinars.load(conn, list(wanted))
        return {webinar.id: webinar for webinar in loaded if not is_archived(webinar, self._clock())}

    async def _put_webinar(self, webinar: Webinar) -> None:
        await self._ledger.put_webinar(webinar)
        await self._changes.publish(webinar.id, WebinarChanged(webinar.version))

    async def _recount(self, webinar: Webinar) -> None:
        """Have all records counted by the webinar's present state; without it each would be counted at its next
        heartbeat only."""
        after: MemberId | None = None
        while True:
            async with self._pool.acquire() as conn:
                page = await reload.members_page(conn, webinar.id, after, _AT_ONCE)
            if not page:
                return
            after = page[-1]
            now = self._clock()
            for shard, group in self._ledger.by_shard(page).items():
                await self._ledger.apply(
                    shard, [Recount(member=each, webinar=webinar, now=now) for each in group]
                )
            await self._changes.publish(None, Due())

    async def _tell(self, cards: Sequence[LedgerMember]) -> None:
        by_webinar: dict[WebinarId, list[MemberChange]] = {}
        for card in cards:
            by_webinar.setdefault(card.webinar, []).append(
                MemberChange(card.member, card.status.value, card.link_serial)
            )
        for webinar, changes in by_webinar.items():
            for start in range(0, len(changes), _TOLD_AT_ONCE):
                await self._changes.publish(webinar, MembersChanged(changes[start : start + _TOLD_AT_ONCE]))
