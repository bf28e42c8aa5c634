"""The worker that takes causes, and takes runs from step to step.

A cause and the runs that it begins are one transaction, a step and the place that its run moves to are another: killed
at any moment, the work is repeated and happens once. What a step does outside its transaction (a status) changes
nothing when it is done twice.

Source: docs/audiences.md, Campaigns
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from latecomer.audiences import service as audiences
from latecomer.audiences.queries import segments
from latecomer.audiences.queries.segments import ListRow
from latecomer.audiences.rules.filters import (
    AttendedEvent,
    BadFilter,
    EventMode,
    Filter,
    NotAttendedEvent,
    RowScope,
    leaves,
)
from latecomer.audiences.segment import SegmentId, SegmentKind
from latecomer.campaigns import queries as rows
from latecomer.campaigns.queries import Campaign, NewRun, Run, TakenCause
from latecomer.campaigns.rules.flow import (
    AddToList,
    AttendsEvent,
    BadFlow,
    Flow,
    OnlyIf,
    Registered,
    RemoveFromList,
    SendMail,
    SetProperty,
    SetStatus,
    StatusChanged,
    Step,
    Stop,
    Trigger,
    Wait,
    behind,
    filter_of,
    length_ms,
    read_flow,
    step_at,
)
from latecomer.campaigns.rules.states import CampaignState, RunState
from latecomer.core.email_address import email_key
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant
from latecomer.core.status import Status
from latecomer.events.causes import CauseKind
from latecomer.mail.queries import mails
from latecomer.mail.queries.mails import NewMail
from latecomer.mail.rules.kinds import MailKind
from latecomer.people.queries import persons
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars.members.registration import Registration
from latecomer.webinars.members.rules.person_validation import properties_of

_log = structlog.get_logger()

_HOUR_MS: Final = 60 * 60 * 1000
_DAY_MS: Final = 24 * _HOUR_MS
LATE_MS: Final = 7 * _DAY_MS
"""Milliseconds between an event and its recording beyond which the event starts no run."""

DURATIONS_MS: Final = 60_000
"""Milliseconds after a cause at which filters on watch dates or durations are evaluated: the values are known by then.
"""

MAIL_LATE_MS: Final = _DAY_MS
"""A mail that is due this long is not sent any more."""

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


@dataclass(frozen=True, slots=True)
class _Done:
    """The result of a step."""

    outcome: str = "done"
    code: str | None = None


def _skipped(code: str) -> _Done:
    return _Done("skipped", code)


class CampaignWorker:
    """Works campaigns off; any number of workers share the work."""

    def __init__(self, pool: Pool, registering: Registration, clock: Callable[[], Instant]) -> None:
        self._pool = pool
        self._registration = registering
        self._clock = clock

    async def take(self) -> int:
        """Begin the runs of up to 100 causes. Returns: how many causes were taken."""
        now = self._clock()
        async with self._pool.acquire() as conn, conn.transaction():
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
        return len(causes)

    async def step(self) -> int:
        """Take one due run one step on. Returns: 1, or 0 when none is due."""
        now = self._clock()
        run: Run | None = None
        try:
            async with self._pool.acquire() as conn, conn.transaction():
                run = await rows.lock_due(conn, now)
                if run is None:
                    return 0
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
                )
        except (BadFilter, BadFlow) as broken:
            if run is not None:
                await self._pause(run, broken, now)
        except Exception as error:
            if run is None:
                raise
            _log.warning("campaign_step_failed", run=str(run.id), error=repr(error), retry=True)
            await self._fail(run, now)
        return 1

    async def sweep(self) -> None:
        """Delete causes that were taken long ago."""
        async with self._pool.acquire() as conn:
            await rows.sweep(conn, self._clock() - _KEPT_MS)

    async def _pause(self, run: Run, broken: BadFilter | BadFlow, now: Instant) -> None:
        """Pause a campaign whose filter names something that is gone; its runs wait."""
        _log.warning("campaign_paused", campaign=str(run.campaign), code=broken.code)
        async with self._pool.acquire() as conn, conn.transaction():
            await rows.set_state(conn, run.campaign, CampaignState.PAUSED, now, "segment_broken")

    async def _fail(self, run: Run, now: Instant) -> None:
        again_at = now + min(10_000 * 2**run.attempts, _HOUR_MS) if run.attempts + 1 < _ATTEMPTS else None
        async with self._pool.acquire() as conn:
            await rows.fail_run(conn, run, now, again_at)

    async def _advance(self, conn: Conn, run: Run, flow: Flow, now: Instant) -> _Next:
        if run.email is None:
            return _Next(RunState.SKIPPED, run.place, now, "erased")
        if run.state is RunState.NEW:
            return await self._enter(conn, run, flow, now)
        step = step_at(flow, run.place)
        if step is None:
            return _Next(RunState.DONE, run.place, now)
        judged_again = isinstance(step, SendMail) or _after_wait(flow, run.place)
        if judged_again and not await _matches(conn, flow.filter, run, flow, now):
            return _Next(RunState.SKIPPED, run.place, now, "filter")
        then = _Next(RunState.WAITING, behind(run.place), now)
        match step:
            case Wait(length=length):
                done, then = _Done(), _Next(RunState.WAITING, behind(run.place), now + length_ms(length))
            case OnlyIf(filter=tree, otherwise=otherwise):
                done = _Done()
                if not await _matches(conn, tree, run, flow, now):
                    done = _skipped("filter")
                    then = _Next(RunState.DONE, run.place, now)
                    if otherwise:
                        then = _Next(RunState.WAITING, f"{run.place}.else.0", now)
            case Stop():
                done, then = _Done(), _Next(RunState.DONE, run.place, now)
            case _:
                done = await self._perform(conn, run, step, now)
        await rows.add_step(conn, run, type(step).__struct_config__.tag, done.outcome, done.code, now)  # type: ignore[arg-type]
        return then

    async def _enter(self, conn: Conn, run: Run, flow: Flow, now: Instant) -> _Next:
        """Judge the filter when a cause is taken, and whether the member may run (again)."""
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

    async def _perform(self, conn: Conn, run: Run, step: Step, now: Instant) -> _Done:
        if run.status == Status.NOT_IN_PROGRAM and not isinstance(step, SetStatus):
            return _skipped("not_in_program")
        match step:
            case SetStatus(status=status, reason=reason):
                try:
                    await self._registration.set_status(run.member, status, reason, now)
                except Refused as refused:
                    return _skipped(refused.code)
                return _Done()
            case SendMail():
                return await _queue_mail(conn, run, step, now)
            case AddToList(segment=segment) | RemoveFromList(segment=segment):
                adding = isinstance(step, AddToList)
                return await _change_list(conn, run, SegmentId(segment), adding=adding)
            case SetProperty():
                return await _set_property(conn, run, step)
            case _:
                raise TypeError(step)


def _new_run(campaign: Campaign, flow: Flow, cause: TakenCause, now: Instant) -> NewRun:
    state, reason = RunState.NEW, None
    if cause.recorded_at - cause.happened_at > LATE_MS:
        state, reason = RunState.SKIPPED, "late"
    elif campaign.state is CampaignState.PAUSED:
        state = RunState.HELD
    return NewRun(
        campaign=campaign.id,
        version=campaign.version,
        member=cause.member,
        person=cause.person,
        cause=cause.key,
        state=state,
        reason=reason,
        due_at=cause.recorded_at + DURATIONS_MS if asks_durations(flow) else now,
    )


def asks_durations(flow: Flow) -> bool:
    """Return whether the filter asks for what is known only after a count of watched days."""
    if flow.filter is None:
        return False
    return any(
        isinstance(leaf, AttendedEvent | NotAttendedEvent)
        and (leaf.watch_date or leaf.watch_duration or leaf.watch_share) is not None
        for _, leaf in leaves(filter_of(flow.filter))
    )


def fires(trigger: Trigger, cause: TakenCause) -> bool:
    """Return whether a cause is one that a trigger waits for."""
    if trigger.webinar is not None and trigger.webinar != cause.webinar:
        return False
    match trigger:
        case AttendsEvent(mode=mode, also_stated=also_stated):
            return (
                cause.kind is CauseKind.ATTENDS_EVENT
                and mode in (EventMode.EITHER, cause.data["mode"])
                and (also_stated or not cause.data["stated"])
            )
        case StatusChanged(from_status=from_status, to_status=to_status):
            return (
                cause.kind is CauseKind.STATUS_CHANGED
                and from_status in (None, cause.data["from"])
                and to_status in (None, cause.data["to"])
            )
        case Registered():
            return cause.kind is CauseKind.REGISTERED


def _after_wait(flow: Flow, place: str) -> bool:
    head, dot, last = place.rpartition(".")
    return int(last) > 0 and isinstance(step_at(flow, f"{head}{dot}{int(last) - 1}"), Wait)


async def _matches(conn: Conn, raw: object, run: Run, flow: Flow, now: Instant) -> bool:
    if raw is None:
        return True
    tree: Filter = filter_of(raw)
    return await audiences.matches(conn, tree, run.webinar, flow.timezone, run.member, now)


async def _queue_mail(conn: Conn, run: Run, step: SendMail, now: Instant) -> _Done:
    if run.email is None:
        return _skipped("erased")
    if now - run.due_at > MAIL_LATE_MS:
        return _skipped("late")
    template = {"subject": step.template.subject, "text": step.template.text, "html": step.template.html}
    mail = NewMail(
        webinar=run.webinar,
        kind=MailKind.CAMPAIGN,
        occurrence=f"{run.id} {run.place}",
        email=run.email,
        email_key=email_key(run.email),
        language=run.language or "",
        due_at=now,
        member=run.member,
        template=template,
    )
    await mails.add(conn, [mail], now)
    return _Done()


async def _change_list(conn: Conn, run: Run, segment_id: SegmentId, *, adding: bool) -> _Done:
    found: Sequence[object] = []
    segment = (await segments.load(conn, [segment_id], lock=True)).get(segment_id)
    if segment is None or segment.kind is not SegmentKind.LIST:
        return _skipped("unknown_segment")
    of_members = segment.scope is RowScope.MEMBERS
    if of_members and segment.webinar_id != run.webinar:
        return _skipped("other_webinar")
    if adding:
        if await segments.count_rows(conn, segment_id) >= segments.MAX_LISTED:
            return _skipped("too_many_rows")
        row = ListRow(run.person, run.member if of_members else None)
        found = list(await segments.add_rows(conn, segment_id, [row]))
    else:
        found = list(
            await segments.remove_rows(conn, segment_id, [str(run.member if of_members else run.person)])
        )
    return _Done() if found else _skipped("unchanged")


async def _set_property(conn: Conn, run: Run, step: SetProperty) -> _Done:
    person = await persons.load(conn, run.person, lock=True)
    if person is None or person.erased_at is not None:
        return _skipped("erased")
    properties = {name: each for name, each in person.properties.items() if name != step.key}
    if step.value is not None:
        properties[step.key] = step.value
    try:
        checked = properties_of(properties)
    except Refused as refused:
        return _skipped(refused.code)
    await persons.update(conn, persons.with_properties(person, checked))
    return _Done()
