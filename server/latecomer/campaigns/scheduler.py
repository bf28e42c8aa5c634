"""The scheduler of campaigns: starts runs at a moment of a webinar, or on a schedule.

A scheduled time and all runs that it begins are one transaction on one snapshot: a worker that dies leaves nothing of
it, and the next worker does all of it. Two workers that come to the same scheduled time begin it once.

Source: docs/audiences.md, Campaigns
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import structlog

from latecomer.audiences import question as audiences
from latecomer.audiences.queries import kept
from latecomer.audiences.question import Rows
from latecomer.audiences.rules.filters import EVERYBODY, BadFilter
from latecomer.campaigns import queries as rows
from latecomer.campaigns.queries import Campaign, NewRun, Occurrence
from latecomer.campaigns.rules.flow import AtMoment, Flow, filter_of, offset_ms, read_flow
from latecomer.campaigns.rules.schedule import MADE_UP_MS, next_after
from latecomer.campaigns.rules.states import CampaignState
from latecomer.campaigns.wait_times import moment_of
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, MemberId, PersonId
from latecomer.core.phase import WINDOW_MS
from latecomer.core.run import RunState
from latecomer.events import causes as recorded
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars import queries as webinars

_log = structlog.get_logger()

ROWS_MAX: Final = 100_000
_MISSED_MAX: Final = 100


class Scheduler:
    """The service that starts the campaigns whose time has come; any number of workers share the work."""

    def __init__(self, pool: Pool, clock: Callable[[], Instant]) -> None:
        self._pool = pool
        self._clock = clock

    async def look(self) -> int:
        """Begin all runs that are due. Returns: the number of runs."""
        began = 0
        async with self._pool.acquire() as conn:
            awake = await rows.awake(conn)
        for campaign in awake:
            flow = read_flow(campaign.flow)
            try:
                if flow.schedule is not None:
                    began += await self._schedule(campaign, flow)
                for nth, trigger in enumerate(flow.triggers):
                    if isinstance(trigger, AtMoment):
                        began += await self._moments(campaign, flow, nth, trigger)
            except (BadFilter, Refused) as broken:
                _log.warning("campaign_paused", campaign=str(campaign.id), code=broken.code)
                async with self._pool.acquire() as conn:
                    await rows.set_state(
                        conn, campaign.id, CampaignState.PAUSED, self._clock(), "segment_broken"
                    )
        return began

    async def _schedule(self, campaign: Campaign, flow: Flow) -> int:
        now = self._clock()
        async with self._pool.acquire() as conn:
            last = await rows.last_occurrence(conn, campaign.id, "schedule")
        began = 0
        since = campaign.activated_at or now
        if flow.schedule is not None and flow.schedule.once_at is not None:
            since -= MADE_UP_MS  # a single moment may have passed while the campaign was written
        due = list(_due(flow, max(last or 0, since), now))
        for nominal_at in due:
            newest = nominal_at == due[-1]
            began += await self._begin(campaign, flow, "schedule", nominal_at, now, newest=newest)
        return began

    async def _moments(self, campaign: Campaign, flow: Flow, nth: int, trigger: AtMoment) -> int:
        now = self._clock()
        offset = offset_ms(trigger.offset)
        since = max(campaign.activated_at or now, now - 24 * MADE_UP_MS)
        began = 0
        async with self._pool.acquire() as conn:
            near = await rows.webinars_near(conn, trigger.webinar, since - offset - WINDOW_MS, now - offset)
            found = await webinars.load(conn, near)
        for webinar in found:
            nominal_at = moment_of(webinar, trigger.of) + offset
            if since < nominal_at <= now and webinar.cancelled_at is None:
                key = f"moment {nth} {webinar.id}"
                began += await self._begin(campaign, flow, key, nominal_at, now, newest=True)
        return began

    async def _begin(
        self, campaign: Campaign, flow: Flow, key: str, nominal_at: Instant, now: Instant, *, newest: bool
    ) -> int:
        """Begin the runs of one scheduled time, once; skip it when a newer time has come, or when it is over an hour
        late."""
        looked = newest and now - nominal_at <= MADE_UP_MS
        occurrence = Occurrence(
            key=key, nominal_at=nominal_at, outcome="looked" if looked else "missed", runs=0
        )
        async with self._pool.acquire() as conn, conn.transaction(isolation="read_committed"):
            await recorded.wanted(conn)  # the lock of activation comes before all others
            if not await rows.add_occurrence(conn, campaign.id, occurrence, now) or not looked:
                return 0
            found = await _found(conn, flow, key, nominal_at)
            state = RunState.HELD if campaign.state is CampaignState.PAUSED else RunState.NEW
            began = await rows.add_runs(
                conn,
                [
                    NewRun(
                        campaign=campaign.id,
                        version=campaign.version,
                        member=member,
                        person=person,
                        cause=f"{key} {nominal_at}",
                        state=state,
                        due_at=now,
                    )
                    for person, member in found
                ],
                now,
            )
            await rows.set_occurrence_runs(conn, campaign.id, occurrence, began)
        return began


def _due(flow: Flow, after: Instant, now: Instant) -> Iterator[Instant]:
    """Yield the scheduled times after ``after`` up to now; of very many only the last ones."""
    schedule = flow.schedule
    if schedule is None:
        return
    after = max(after, now - _MISSED_MAX * 24 * MADE_UP_MS)
    while True:
        nominal_at = next_after(schedule, flow.timezone, after)
        if nominal_at is None or nominal_at > now:
            return
        yield nominal_at
        after = nominal_at


async def _found(
    conn: Conn, flow: Flow, key: str, nominal_at: Instant
) -> Sequence[tuple[PersonId, MemberId]]:
    """Return the rows of a scheduled time: every member in the program of a webinar, or the rows that the
    filter finds."""
    if key != "schedule":
        return await rows.in_program(conn, rows.webinar_of_moment(key), ROWS_MAX)
    tree = EVERYBODY if flow.filter is None else filter_of(flow.filter, "", flow.scope)
    among = Rows(webinar=flow.webinar, timezone=flow.timezone)
    found = await audiences.matching(conn, tree, among, nominal_at, ROWS_MAX)
    if flow.webinar is not None:
        return [(person, member) for person, member in found if member is not None]
    newest = await kept.newest_members(conn, [person for person, _ in found])
    return [(person, newest[person]) for person, _ in found if person in newest]
