"""The worker of campaigns: begins runs for recorded causes, and takes runs from step to step.

Taking a cause and beginning its runs is one transaction; performing a step and moving its run is another. After a kill
at any moment the work is repeated and takes effect once. The only step that acts outside its transaction, setting a
status, may safely be repeated.

Source: docs/audiences.md, Campaigns
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import structlog

from latecomer.audiences import question as audiences
from latecomer.audiences.question import Rows
from latecomer.audiences.rules.filters import BadFilter, leaves
from latecomer.audiences.rules.leaves import (
    AttendedEvent,
    EngagementLeaf,
    EventMode,
    NotAttendedEvent,
    RowScope,
)
from latecomer.campaigns import queries as rows
from latecomer.campaigns.queries import Campaign, NewRun, Run, TakenCause
from latecomer.campaigns.rules.flow import (
    AtMoment,
    AttendsEvent,
    BadFlow,
    EnteredSegment,
    Flow,
    Interaction,
    MailBounced,
    NoSeat,
    OnlyIf,
    Registered,
    SendMail,
    StatusChanged,
    Step,
    Stop,
    Submitted,
    Trigger,
    Wait,
    WatchedAtLeast,
    behind,
    filter_of,
    length_ms,
    read_flow,
    step_at,
)
from latecomer.campaigns.rules.states import CampaignId, CampaignState
from latecomer.campaigns.steps import Did, perform, skipped
from latecomer.campaigns.wait_times import waits_until
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant
from latecomer.core.run import RunState
from latecomer.core.status import Status
from latecomer.events import causes as recorded
from latecomer.events.causes import CauseKind
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars.members.registration import Registration

_log = structlog.get_logger()

_HOUR_MS: Final = 60 * 60 * 1000
_DAY_MS: Final = 24 * _HOUR_MS
LATE_MS: Final = 7 * _DAY_MS
"""Milliseconds between an event and its recording beyond which the event starts no run."""

DURATIONS_MS: Final = 60_000
"""Milliseconds after a cause at which filters on watch dates or durations are evaluated: the values are known by then.
"""

MAIL_LATE: Final = "1 day"
"""A mail that is due this long is not sent any more; other steps are always done, unless they say so."""

MAX_DEPTH: Final = 10
"""Campaigns that may lie one after the other behind a run."""

LOCK_MS: Final = 500
"""Milliseconds that a step waits for a lock before it is retried later: fewer than a deadlock takes to be noticed."""

RUNS_A_DAY: Final = 10
"""Runs of one person in a campaign in 24 hours."""

_AT_ONCE: Final = 100
_ATTEMPTS: Final = 8
_KEPT_MS: Final = 30 * _DAY_MS


@dataclass(frozen=True, slots=True)
class _Next:
    """The next state of a run after a step."""

    state: RunState
    place: str
    due_at: Instant
    reason: str | None = None
    until_moment: bool = False


class CampaignWorker:
    """Begins and continues campaign runs; any number of workers share the work."""

    def __init__(self, pool: Pool, registration: Registration, clock: Callable[[], Instant]) -> None:
        self._pool = pool
        self._registration = registration
        self._clock = clock

    async def take(self) -> int:
        """Begin the runs of up to 100 causes. Returns: the number of causes."""
        now = self._clock()
        async with self._pool.acquire() as conn, conn.transaction():
            await recorded.wanted(conn)  # the lock of activation comes before all others
            campaigns = [(each, read_flow(each.flow)) for each in await rows.awake(conn)]
            causes = await rows.take_causes(conn, _AT_ONCE, now)
            runs = [
                _new_run(campaign, flow, cause, now)
                for cause in causes
                for campaign, flow in campaigns
                if cause.recorded_at >= (campaign.activated_at or now)
                and any(fires(trigger, cause) for trigger in flow.triggers)
            ]
            await rows.add_runs(conn, runs, now)
            for deep in {run.campaign for run in runs if run.reason == "too_deep"}:
                _log.warning("campaign_paused", campaign=str(deep), code="too_deep")
                await rows.set_state(conn, deep, CampaignState.PAUSED, now, "too_deep")
        return len(causes)

    async def step(self) -> int:
        """Perform the next step of one run that is due. Returns: 1, or 0 when none is due."""
        now = self._clock()
        run: Run | None = None
        try:
            async with self._pool.acquire() as conn, conn.transaction():
                await recorded.wanted(conn)  # the lock of activation comes before all others
                await conn.execute(f"SET LOCAL lock_timeout = {LOCK_MS}")
                run = await rows.lock_due(conn, now)
                if run is None:
                    return 0
                await recorded.set_depth(conn, run.depth + 1)
                flow = read_flow(await rows.flow_of(conn, run.campaign, run.version))
                then = await self._advance(conn, run, flow, now)
                await rows.write_run(
                    conn,
                    run,
                    then.state,
                    now,
                    place=then.place,
                    due_at=then.due_at,
                    reason=then.reason,
                    until_moment=then.until_moment,
                )
        except (BadFilter, BadFlow) as broken:
            if run is not None:
                await self._pause(run.campaign, broken.code, now)
        except Refused as broken:  # a segment that names too many others by now
            if run is not None:
                await self._pause(run.campaign, broken.code, now)
        except Exception as error:
            if run is None:
                raise
            _log.warning("campaign_step_failed", run=str(run.id), error=repr(error), retry=True)
            await self._fail(run, now)
        return 1

    async def sweep(self) -> None:
        """Delete old causes that were taken."""
        async with self._pool.acquire() as conn:
            await rows.sweep(conn, self._clock() - _KEPT_MS)

    async def _pause(self, campaign: CampaignId, code: str, now: Instant) -> None:
        """Pause a campaign whose filter refers to something that was deleted; its runs wait."""
        _log.warning("campaign_paused", campaign=str(campaign), code=code)
        async with self._pool.acquire() as conn, conn.transaction():
            await rows.set_state(conn, campaign, CampaignState.PAUSED, now, "segment_broken")

    async def _fail(self, run: Run, now: Instant) -> None:
        again_at = now + min(10_000 * 2**run.attempts, _HOUR_MS) if run.attempts + 1 < _ATTEMPTS else None
        async with self._pool.acquire() as conn:
            await rows.fail_run(conn, run, now, again_at)

    async def _advance(self, conn: Conn, run: Run, flow: Flow, now: Instant) -> _Next:
        if run.email is None:
            return _Next(RunState.SKIPPED, run.place, now, "erased")
        if run.state is RunState.NEW:
            return await self._enter(conn, run, flow, now)
        if flow.goal is not None and not run.test and await _matches(conn, flow.goal, run, flow, now):
            return _Next(RunState.DONE, run.place, now, "goal")
        step = step_at(flow, run.place)
        if step is None:
            return _Next(RunState.DONE, run.place, now)
        judged_again = not run.test and (isinstance(step, SendMail) or _after_wait(flow, run.place))
        if judged_again and not await _matches(conn, flow.filter, run, flow, now):
            return _Next(RunState.SKIPPED, run.place, now, "filter")
        did, then = await self._take(conn, run, flow, step, now)
        await rows.add_step(conn, run, step.__struct_config__.tag, did.outcome, did.code, now)  # type: ignore[arg-type]
        return then

    async def _take(self, conn: Conn, run: Run, flow: Flow, step: Step, now: Instant) -> tuple[Did, _Next]:
        """Perform one step. Returns: the next state of the run."""
        then = _Next(RunState.WAITING, behind(run.place), now)
        late_after = step.late_after or (MAIL_LATE if isinstance(step, SendMail) else None)
        match step:
            case Wait():
                return await _wait(conn, run, flow, step, now)
            case OnlyIf(filter=tree, otherwise=otherwise):
                if not await _matches(conn, tree, run, flow, now):
                    then = _Next(RunState.DONE, run.place, now)
                    if otherwise:
                        then = _Next(RunState.WAITING, f"{run.place}.else.0", now)
                    return skipped("filter"), then
                did = Did()
            case Stop():
                did, then = Did(), _Next(RunState.DONE, run.place, now)
            case _ if late_after is not None and now - run.due_at > length_ms(late_after):
                did = skipped("late")
            case _:
                did = await perform(conn, self._registration, run, step, now)
        return did, then

    async def _enter(self, conn: Conn, run: Run, flow: Flow, now: Instant) -> _Next:
        """Evaluate the filter for a taken cause, and decide whether the member may run (again)."""
        if run.test:
            return _Next(RunState.WAITING, run.place, now)
        if not await _matches(conn, flow.filter, run, flow, now):
            return _Next(RunState.SKIPPED, run.place, now, "filter")
        if await rows.runs_since(conn, run, now - _DAY_MS) >= RUNS_A_DAY:
            return _Next(RunState.SKIPPED, run.place, now, "too_many")
        not_since = None
        if not isinstance(flow.runs, str):
            not_since = now - length_ms(flow.runs.once_per)
        every_time = flow.runs == "every_time"
        if not await rows.enter(conn, run, now, every_time=every_time, not_since=not_since):
            return _Next(RunState.SKIPPED, run.place, now, "ran_before")
        return _Next(RunState.WAITING, run.place, now)


async def _wait(conn: Conn, run: Run, flow: Flow, step: Wait, now: Instant) -> tuple[Did, _Next]:
    """Begin or continue a wait. A run that waits for a moment of its webinar stays at its place and looks again, since
    the webinar may be moved."""
    then = _Next(RunState.WAITING, behind(run.place), now)
    if run.test:
        return skipped("test"), then
    if step.until is None:
        return Did(), replace(then, due_at=now + length_ms(step.length or ""))
    at = await waits_until(conn, run, step.until, now, flow.timezone)
    if at is None:
        return skipped("unknown_webinar"), then
    if step.until.of is not None and now < at:
        then = _Next(RunState.WAITING, run.place, at, until_moment=True)
    return Did(), replace(then, due_at=max(at, now))


def _new_run(campaign: Campaign, flow: Flow, cause: TakenCause, now: Instant) -> NewRun:
    state, reason = RunState.NEW, None
    if cause.recorded_at - cause.happened_at > LATE_MS:
        state, reason = RunState.SKIPPED, "late"
    elif cause.depth > MAX_DEPTH:
        state, reason = RunState.SKIPPED, "too_deep"
    elif campaign.state is CampaignState.PAUSED:
        state = RunState.HELD
    return NewRun(
        campaign=campaign.id,
        version=campaign.version,
        member=cause.member,
        person=cause.person,
        cause=cause.key.removesuffix(" seen"),  # an attendance that was stated before is the same one
        state=state,
        reason=reason,
        due_at=cause.recorded_at + DURATIONS_MS if asks_durations(flow) else now,
        depth=cause.depth,
    )


def asks_durations(flow: Flow) -> bool:
    """Return whether the filter uses watch durations or levels, which are known only after a count of watched
    days."""
    if flow.filter is None:
        return False
    return any(
        isinstance(leaf, EngagementLeaf)
        or (
            isinstance(leaf, AttendedEvent | NotAttendedEvent)
            and (leaf.watch_date or leaf.watch_duration or leaf.watch_share) is not None
        )
        for _, leaf in leaves(filter_of(flow.filter, "", flow.scope))
    )


def fires(trigger: Trigger, cause: TakenCause) -> bool:
    """Return whether a cause matches a trigger."""
    data = cause.data
    match trigger:
        case EnteredSegment(id=segment):
            return cause.kind is CauseKind.ENTERED_SEGMENT and data["segment"] == str(segment)
        case AtMoment():
            return False  # campaigns/scheduler.py
        case AttendsEvent(mode=mode, also_stated=also_stated):
            kind = CauseKind.ATTENDS_EVENT
            meant = mode in (EventMode.EITHER, data.get("mode")) and (also_stated or not data.get("stated"))
        case StatusChanged(from_status=from_status, to_status=to_status, corrections=corrections):
            kind = CauseKind.STATUS_CHANGED
            meant = from_status in (None, data.get("from")) and to_status in (None, data.get("to"))
            meant = meant and (corrections or not data.get("correction"))
        case Registered():
            kind, meant = CauseKind.REGISTERED, True
        case NoSeat():
            kind = CauseKind.STATUS_CHANGED
            meant = data.get("to") in (Status.WAITLISTED, Status.REGISTRATION_ERROR)
        case Interaction(kind=wanted):
            kind, meant = CauseKind.INTERACTION, wanted in (None, data.get("kind"))
        case Submitted():
            kind, meant = CauseKind.SUBMITTED, True
        case MailBounced():
            kind, meant = CauseKind.MAIL_BOUNCED, True
        case WatchedAtLeast(minutes=minutes, mode=mode):
            kind = CauseKind.WATCHED
            meant = (data.get("mode"), data.get("minutes")) == (mode, minutes)
    return cause.kind is kind and meant and trigger.webinar in (None, cause.webinar)


def _after_wait(flow: Flow, place: str) -> bool:
    head, dot, last = place.rpartition(".")
    return int(last) > 0 and isinstance(step_at(flow, f"{head}{dot}{int(last) - 1}"), Wait)


async def _matches(conn: Conn, raw: object, run: Run, flow: Flow, now: Instant) -> bool:
    if raw is None:
        return True
    tree = filter_of(raw, "", flow.scope)
    of_members = flow.scope is RowScope.MEMBERS
    among = Rows(webinar=run.webinar if of_members else None, timezone=flow.timezone)
    return await audiences.matches(conn, tree, among, run.member if of_members else run.person, now)
