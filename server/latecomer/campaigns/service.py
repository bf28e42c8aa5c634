"""Campaigns: create, change, activate, pause and archive them; list their runs and numbers.

Source: docs/audiences.md, Campaigns
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec
from msgspec import UNSET, UnsetType

from latecomer.audiences import question as audiences
from latecomer.audiences.hooks import AudienceHooks
from latecomer.audiences.kept_segments import keep, release
from latecomer.audiences.queries import kept, segments
from latecomer.audiences.question import Rows
from latecomer.audiences.rules.filters import EVERYBODY, All, AnyOf, BadFilter, Filter
from latecomer.audiences.rules.leaves import (
    AttendedEvent,
    InteractionKind,
    InteractionLeaf,
    MailLeaf,
    MemberLeaf,
    RowScope,
    SegmentLeaf,
    SubmissionLeaf,
)
from latecomer.audiences.rules.operators import Condition, Op
from latecomer.audiences.segment import Segment, SegmentId, SegmentKind
from latecomer.audiences.service import zone_name
from latecomer.campaigns import queries as rows
from latecomer.campaigns.queries import Campaign, NewRun, Occurrence, Run, RunStep
from latecomer.campaigns.rules.flow import (
    ACTIONS,
    AtMoment,
    AttendsEvent,
    BadFlow,
    CallWebhook,
    EnteredSegment,
    Flow,
    Interaction,
    MailBounced,
    MailTemplate,
    NoSeat,
    Registered,
    SendMail,
    StatusChanged,
    Submitted,
    Trigger,
    WatchedAtLeast,
    all_steps,
    filter_of,
    named_segments,
    read_flow,
    step_that_needs_a_member,
)
from latecomer.campaigns.rules.schedule import MADE_UP_MS, instant
from latecomer.campaigns.rules.states import CampaignId, CampaignState, RunId
from latecomer.campaigns.steps import Outgoing, can_receive
from latecomer.campaigns.templates import check_named
from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.run import RunState
from latecomer.core.status import Status
from latecomer.core.timestamps import to_text
from latecomer.events.causes import lock_activation, wanted
from latecomer.events.types import EventType
from latecomer.mail.mails import Mails
from latecomer.mail.rules.default_templates import Template
from latecomer.postgres import cursors
from latecomer.postgres.pool import Conn, Pool
from latecomer.vendors.kit.definition import Kind
from latecomer.vendors.registry import DEFINITIONS

NAME_MAX: Final = 200
_ACT_MS: Final = 60_000
"""Milliseconds in which the rows of an action are found and written."""

MATCHED_MAX: Final = 100_000
"""Members for whom a campaign may also run when it is activated."""


@dataclass(frozen=True, slots=True)
class CampaignChanges:
    """Changes to a campaign; UNSET leaves a field as it is."""

    name: str | UnsetType = UNSET
    flow: Any | UnsetType = UNSET
    parts: Mapping[str, Any] = field(default_factory=dict)
    """Parts of the flow to replace; None removes one."""


class Campaigns:
    """The campaigns of this installation."""

    def __init__(self, pool: Pool, hooks: AudienceHooks, editing: Mails) -> None:
        self._pool = pool
        self._editing = editing
        self._hooks = hooks
        hooks.users.answer(rows.users_of)
        hooks.triggers.answer(rows.starts_any)

    async def create(self, name: str, flow: Any, now: Instant) -> Campaign:
        """Create a draft. Raises: Refused."""
        read = _flow(flow)
        _check_once(read, now)
        await self._check_mails(read, now)
        async with self._pool.acquire() as conn, conn.transaction():
            _check_members(read, await _check_names(conn, read))
            campaign_id = await rows.insert(conn, _name(name), _json(read), now)
            await _write_uses(conn, campaign_id, read)
            return await _load(conn, campaign_id)

    async def _check_mails(self, flow: Flow, now: Instant) -> None:
        """Refuse a mail that cannot be rendered."""
        for path, step in all_steps(flow):
            if isinstance(step, SendMail) and isinstance(step.template, MailTemplate):
                mail = step.template
                try:
                    await self._editing.check(
                        Template(subject=mail.subject, text=mail.text, html=mail.html), now
                    )
                except Refused as refused:
                    raise _wrong(f"/flow{path}/template", refused.code, refused.message) from None

    async def get(self, campaign_id: CampaignId) -> Campaign:
        """Return a campaign. Raises: Refused unknown_campaign."""
        async with self._pool.acquire() as conn:
            return await _load(conn, campaign_id)

    async def page(self, limit: int, cursor: str | None) -> tuple[Sequence[Campaign], str | None]:
        """Return campaigns, newest first, and the cursor of the next page."""
        cursors.check_limit(limit)
        before = None if cursor is None else cursors.decode(cursor, int)
        async with self._pool.acquire() as conn:
            found = await rows.page(conn, before, limit + 1)
        next_cursor = cursors.encode(found[limit - 1][0]) if len(found) > limit else None
        return [campaign for _, campaign in found[:limit]], next_cursor

    async def change(self, campaign_id: CampaignId, changes: CampaignChanges, now: Instant) -> Campaign:
        """Write the next version; runs that have begun finish with theirs. Raises: Refused."""
        async with self._pool.acquire() as conn:
            raw = _changed(await _load(conn, campaign_id), changes)
        flow = None if raw is UNSET else _flow(raw)
        if flow is not None:
            await self._check_mails(flow, now)
        async with self._pool.acquire() as conn, conn.transaction():
            if flow is not None:
                await lock_activation(conn)
            campaign = await _load(conn, campaign_id, lock=True)
            if campaign.state is CampaignState.ARCHIVED:
                raise _wrong_state("An archived campaign is not changed any more.")
            if _changed(campaign, changes) != raw:
                raise _wrong_state("The campaign was changed meanwhile. Read it again, then change it.")
            if flow is not None:
                if campaign.flow.get("schedule") != _json(flow).get("schedule"):
                    _check_once(flow, now)
                links = _check_members(flow, await _check_names(conn, flow))
                if campaign.state is not CampaignState.DRAFT:
                    await check_named(conn, campaign_id, flow, links=links)
                before = await rows.triggers_of(conn, campaign_id)
                await _write_uses(conn, campaign_id, flow)
                if campaign.state is not CampaignState.DRAFT:
                    await self._keep(conn, campaign_id, before, now)
            name = campaign.name if changes.name is UNSET else _name(changes.name)
            await rows.change(conn, campaign, name, campaign.flow if flow is None else _json(flow), now)
            return await _load(conn, campaign_id)

    async def delete(self, campaign_id: CampaignId) -> None:
        """Delete a draft. Raises: Refused unknown_campaign, wrong_state."""
        async with self._pool.acquire() as conn, conn.transaction():
            campaign = await _load(conn, campaign_id, lock=True)
            if campaign.state is not CampaignState.DRAFT:
                raise _wrong_state("Only a draft can be deleted: archive it instead.")
            await rows.delete(conn, campaign_id)

    async def match(self, campaign_id: CampaignId, now: Instant) -> int:
        """Return the number of members for whom the campaign would also run now.

        Raises: Refused unknown_campaign, needs_webinar, segment_broken.
        """
        async with self._pool.acquire() as conn:
            campaign = await _load(conn, campaign_id)
            return len(await _matching(conn, read_flow(campaign.flow), now))

    async def activate(
        self, campaign_id: CampaignId, now: Instant, *, also_now: bool
    ) -> tuple[Campaign, int]:
        """Activate a campaign: causes recorded from now on start runs; with ``also_now`` also the members that match
        already.

        Returns: the campaign, and the number of runs that began at once. Raises: Refused unknown_campaign, wrong_state,
        and those of ``match`` with ``also_now``.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            await lock_activation(conn)  # whoever records something now waits, and is after the activation
            campaign = await _load(conn, campaign_id, lock=True)
            if campaign.state is not CampaignState.DRAFT:
                raise _wrong_state("Only a draft is activated; a paused campaign goes on by resume.")
            flow = read_flow(campaign.flow)
            _check_once(flow, now)
            links = _check_members(flow, await _check_names(conn, flow))
            await check_named(conn, campaign_id, flow, links=links)
            began = 0
            if also_now:
                found = await _matching(conn, flow, now)
                began = await rows.add_runs(
                    conn,
                    [
                        NewRun(
                            campaign=campaign.id,
                            version=campaign.version,
                            member=member,
                            person=person,
                            cause="activation",
                            state=RunState.NEW,
                            due_at=now,
                        )
                        for person, member in found
                    ],
                    now,
                )
            await rows.set_state(conn, campaign_id, CampaignState.ACTIVE, now)
            await self._keep(conn, campaign_id, (), now)
            return await _load(conn, campaign_id), began

    async def act(
        self, segment_id: SegmentId, step: Any, expected: int, now: Instant
    ) -> tuple[Campaign, int]:
        """Do one step to everybody who is in a segment now: a campaign that is archived from the start.

        Args: ``expected``: the number of rows that was shown; with any other nothing is done.
        Returns: the campaign, and the number of its runs. People who are in no webinar have none.
        Raises: Refused unknown_segment, segment_broken, count_changed, too_many_rows, and those of ``create``.
        """
        async with self._pool.acquire() as conn:
            segment = (await segments.load(conn, [segment_id])).get(segment_id)
        if segment is None:
            raise Refused("unknown_segment", "No segment has this id.")
        read = _flow(
            {
                "schedule": {"once_at": to_text(now)},
                "scope": segment.scope,
                **({"webinar": str(segment.webinar_id)} if segment.webinar_id else {}),
                "runs": "every_time",
                "steps": [step],
                "timezone": segment.timezone,
            }
        )
        ((_, only),) = all_steps(read)
        if not isinstance(only, ACTIONS):
            names = "send_mail, set_status, add_to_list, remove_from_list, new_link"
            raise _wrong("/action/do", "unknown_value", f"An action is one of: {names}.")
        await self._check_mails(read, now)
        among = Rows(webinar=segment.webinar_id, timezone=segment.timezone)
        async with self._pool.acquire() as conn, conn.transaction():
            await wanted(conn)  # the lock of activation comes before all others
            await conn.execute(f"SET LOCAL statement_timeout = {_ACT_MS}")
            await _check_names(conn, read)
            await check_named(conn, None, read, links=True)
            await audiences.question_of(conn, segment, now)
            found = await audiences.matching(conn, SegmentLeaf(id=segment.id), among, now, MATCHED_MAX + 1)
            if len(found) > MATCHED_MAX:
                raise Refused("too_many_rows", f"At most {MATCHED_MAX} rows are acted on at once.")
            if len(found) != expected:
                message = f"There are {len(found)} rows by now, not {expected}. Look again, then act."
                raise Refused("count_changed", message)
            newest = await kept.newest_members(conn, [person for person, member in found if member is None])
            campaign_id = await rows.insert(
                conn, f"{segment.name} · {only.__struct_config__.tag}", _json(read), now
            )
            await _write_uses(conn, campaign_id, read)
            began = await rows.add_runs(
                conn,
                [
                    NewRun(
                        campaign=campaign_id,
                        version=1,
                        member=member or newest[person],
                        person=person,
                        cause=f"action {campaign_id}",
                        state=RunState.NEW,
                        due_at=now,
                    )
                    for person, member in found
                    if member is not None or person in newest
                ],
                now,
            )
            await rows.set_state(conn, campaign_id, CampaignState.ARCHIVED, now)
            return await _load(conn, campaign_id), began

    async def _keep(
        self, conn: Conn, campaign_id: CampaignId, before: Sequence[SegmentId], now: Instant
    ) -> None:
        """Keep the segments that start a campaign, and release those that no longer do."""
        named = await rows.triggers_of(conn, campaign_id)
        for segment in named:
            await keep(conn, segment, now)
        for segment in before:
            if segment not in named:
                await release(conn, self._hooks, segment)

    async def test(self, campaign_id: CampaignId, person: PersonId, now: Instant) -> tuple[Run, bool]:
        """Run the campaign for one person now: waits are skipped, no step is too late, and the run is in no number.

        The steps are performed: a mail is sent, a status is set. Returns: the run, and whether the filter matches the
        person. Raises: Refused unknown_campaign, unknown_person, segment_broken.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            await wanted(conn)  # the lock of activation comes before all others
            campaign = await _load(conn, campaign_id, lock=True)
            flow = read_flow(campaign.flow)
            member = await rows.member_to_test(conn, person, _webinars(flow))
            if member is None:
                raise Refused(
                    "unknown_person", "This person is not a member of the webinars that this is about."
                )
            matches = await _matches(conn, flow, member, person, now)
            cause = f"test {uuid4()}"
            new = NewRun(
                campaign=campaign.id,
                version=campaign.version,
                member=member,
                person=person,
                cause=cause,
                state=RunState.NEW,
                due_at=now,
                test=True,
            )
            await rows.add_runs(conn, [new], now)
            return await rows.run_of_cause(conn, campaign.id, cause), matches

    async def occurrences(self, campaign_id: CampaignId) -> Sequence[Occurrence]:
        """Return the last scheduled times of the campaign. Raises: Refused unknown_campaign."""
        async with self._pool.acquire() as conn:
            await _load(conn, campaign_id)
            return await rows.occurrences(conn, campaign_id)

    async def pause(self, campaign_id: CampaignId, now: Instant) -> Campaign:
        """Pause a campaign: runs wait, and causes are held. Raises: Refused unknown_campaign, wrong_state."""
        async with self._pool.acquire() as conn, conn.transaction():
            campaign = await _load(conn, campaign_id, lock=True)
            if campaign.state is not CampaignState.ACTIVE:
                raise _wrong_state("Only an active campaign is paused.")
            await rows.set_state(conn, campaign_id, CampaignState.PAUSED, now)
            return await _load(conn, campaign_id)

    async def resume(self, campaign_id: CampaignId, now: Instant, *, also_held: bool) -> tuple[Campaign, int]:
        """Resume a campaign; ``also_held`` also starts runs for held causes, which are skipped otherwise.

        Returns: the campaign, and the number of held causes. Raises: Refused unknown_campaign, wrong_state.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            await wanted(conn)  # the lock of activation comes before all others
            campaign = await _load(conn, campaign_id, lock=True)
            if campaign.state is not CampaignState.PAUSED:
                raise _wrong_state("Only a paused campaign goes on.")
            held = await rows.release_held(conn, campaign_id, now, go_on=also_held)
            await rows.set_state(conn, campaign_id, CampaignState.ACTIVE, now)
            return await _load(conn, campaign_id), held

    async def archive(self, campaign_id: CampaignId, now: Instant) -> Campaign:
        """Archive a campaign: no new runs begin, and runs that have begun go on to their end. Raises: Refused
        unknown_campaign."""
        async with self._pool.acquire() as conn, conn.transaction():
            await lock_activation(conn)
            await _load(conn, campaign_id, lock=True)
            await rows.release_held(conn, campaign_id, now, go_on=False)
            await rows.set_state(conn, campaign_id, CampaignState.ARCHIVED, now)
            for segment in await rows.triggers_of(conn, campaign_id):
                await release(conn, self._hooks, segment)
            return await _load(conn, campaign_id)

    async def stop_runs(self, campaign_id: CampaignId, now: Instant) -> int:
        """Stop every run that has not ended. Returns: the number of runs. Raises: Refused unknown_campaign."""
        async with self._pool.acquire() as conn, conn.transaction():
            await wanted(conn)  # the lock of activation comes before all others
            await _load(conn, campaign_id, lock=True)
            return await rows.stop_runs(conn, campaign_id, now)

    async def runs(
        self, campaign_id: CampaignId, limit: int, cursor: str | None
    ) -> tuple[Sequence[tuple[Run, Sequence[RunStep]]], str | None]:
        """Return runs, newest first, each with what its steps did, and the cursor of the next page. Raises: Refused
        unknown_campaign."""
        cursors.check_limit(limit)
        before = None
        if cursor is not None:
            at, last = cursors.decode(cursor, tuple[int, UUID])
            before = (at, RunId(last))
        async with self._pool.acquire() as conn:
            await _load(conn, campaign_id)
            found = await rows.runs_page(conn, campaign_id, before, limit + 1)
            done = await rows.steps_done(conn, [run.id for run in found[:limit]])
        end = found[limit - 1] if len(found) > limit else None
        page = [(run, done.get(run.id, ())) for run in found[:limit]]
        return page, cursors.encode((end.created_at, end.id)) if end else None

    async def numbers(self, campaign_id: CampaignId) -> Sequence[tuple[RunState, str | None, int]]:
        """Return the number of runs in each state, by reason. Raises: Refused unknown_campaign."""
        async with self._pool.acquire() as conn:
            await _load(conn, campaign_id)
            return await rows.numbers(conn, campaign_id)


def _flow(raw: Any) -> Flow:
    try:
        flow = read_flow(raw)
    except BadFlow as bad:
        raise _wrong(f"/flow{bad.path}", bad.code, bad.message) from None
    zone_name(flow.timezone, "/flow/timezone")
    return flow


def _changed(campaign: Campaign, changes: CampaignChanges) -> Any | UnsetType:
    """Return the flow after the changes, UNSET when it stays."""
    if not changes.parts:
        return changes.flow
    flow = {**campaign.flow, **changes.parts}
    return {name: part for name, part in flow.items() if part is not None}


def _json(flow: Flow) -> Mapping[str, Any]:
    written: Mapping[str, Any] = msgspec.to_builtins(flow)
    return written


def _wrong(field: str, code: str, message: str) -> Refused:
    return Refused(code, f"{field}: {message}", (FieldError(field, code, message),))


def _wrong_state(message: str) -> Refused:
    return Refused("wrong_state", message)


def _name(name: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= NAME_MAX or "\x00" in name:
        raise _wrong("/name", "invalid_name", f"The name must have 1 to {NAME_MAX} characters.")
    return name


async def _load(conn: Conn, campaign_id: CampaignId, *, lock: bool = False) -> Campaign:
    campaign = await rows.load(conn, campaign_id, lock=lock)
    if campaign is None:
        raise Refused("unknown_campaign", "No campaign has this id.")
    return campaign


def _check_once(flow: Flow, now: Instant) -> None:
    """Refuse a single moment that passed too long ago to be made up: the campaign would never run."""
    once_at = None if flow.schedule is None else flow.schedule.once_at
    if once_at is not None and instant(once_at) < now - MADE_UP_MS:
        raise _wrong("/flow/schedule/once_at", "out_of_range", "this moment has passed; choose a later one")


def _check_members(flow: Flow, named: Mapping[SegmentId, Segment]) -> bool:
    """Refuse steps that need a member of a webinar where the campaign is about people: nobody said which webinar.
    Returns: whether it is about members."""
    started_by = [named[SegmentId(each.id)] for each in flow.triggers if isinstance(each, EnteredSegment)]
    about_people = flow.scope is RowScope.PEOPLE or any(each.scope is RowScope.PEOPLE for each in started_by)
    place = step_that_needs_a_member(flow) if about_people else None
    if place is not None:
        message = (
            "a campaign about people has no webinar for a status, a join link or a moment of it; use members"
        )
        raise _wrong(f"/flow{place}", "needs_member", message)
    return not about_people


async def _check_names(conn: Conn, flow: Flow) -> Mapping[SegmentId, Segment]:
    """Refuse a flow that refers to an unknown webinar, segment or connection. Returns: the segments that it names,
    locked against deletion."""
    named = {f"/triggers/{nth}/webinar": each for nth, each in _named_webinars(flow) if each is not None}
    if flow.webinar is not None:
        named["/webinar"] = flow.webinar
    known = await segments.zones(conn, list(named.values()))
    for path, webinar in named.items():
        if webinar not in known:
            raise _wrong(f"/flow{path}", "unknown_value", "this webinar does not exist")
    places = named_segments(flow)
    found = await segments.load(conn, [SegmentId(each) for each in places], lock=True)
    for each, path in places.items():
        segment = found.get(SegmentId(each))
        if segment is None:
            raise _wrong(f"/flow{path}", "unknown_value", "this segment does not exist")
        if path.endswith("/segment") and segment.kind is not SegmentKind.LIST:
            raise _wrong(
                f"/flow{path}",
                "wrong_segment_kind",
                "this segment is no list; only a list is changed by a step",
            )
    for path, step in all_steps(flow):
        if isinstance(step, Outgoing):
            kind = await rows.connection_kind(conn, step.connection)
            if kind is None:
                raise _wrong(f"/flow{path}/connection", "unknown_value", "this connection does not exist")
            if not can_receive(kind, step):
                raise _wrong(f"/flow{path}/connection", "wrong_connection", _cannot_receive(kind, step))
    return found


def _cannot_receive(kind: Kind, step: Outgoing) -> str:
    wanted = EventType.CAMPAIGN_STEP if isinstance(step, CallWebhook) else EventType.CAMPAIGN_LIST_STEP
    able = ", ".join(each.title for each in DEFINITIONS.values() if wanted in each.events)
    return (
        f"{DEFINITIONS[kind].title} cannot do this step; it needs a connection of one of these kinds: {able}"
    )


def _named_webinars(flow: Flow) -> list[tuple[int, WebinarId | None]]:
    return [
        (nth, trigger.webinar)
        for nth, trigger in enumerate(flow.triggers)
        if not isinstance(trigger, EnteredSegment)
    ]


def _webinars(flow: Flow) -> list[WebinarId]:
    """Return the webinars that a flow refers to; none when it is about all."""
    found = [webinar for _, webinar in _named_webinars(flow) if webinar is not None]
    return [*found, flow.webinar] if flow.webinar is not None else found


async def _write_uses(conn: Conn, campaign_id: CampaignId, flow: Flow) -> None:
    triggers = [SegmentId(each.id) for each in flow.triggers if isinstance(each, EnteredSegment)]
    await rows.write_uses(conn, campaign_id, [SegmentId(each) for each in named_segments(flow)], triggers)


async def _matches(conn: Conn, flow: Flow, member: MemberId, person: PersonId, now: Instant) -> bool:
    if flow.filter is None:
        return True
    of_members = flow.scope is RowScope.MEMBERS
    webinar = await rows.webinar_of(conn, member) if of_members else None
    tree = filter_of(flow.filter, "", flow.scope)
    try:
        among = Rows(webinar=webinar, timezone=flow.timezone)
        return await audiences.matches(conn, tree, among, member if of_members else person, now)
    except BadFilter as gone:
        raise _broken(gone) from None


def _broken(gone: BadFilter) -> Refused:
    return Refused("segment_broken", f"The filter cannot be evaluated: {gone.message}.")


async def _matching(conn: Conn, flow: Flow, now: Instant) -> list[tuple[PersonId, MemberId]]:
    """Return the members to whom a trigger has happened already and whom the filter matches, or those that a schedule
    finds.

    A trigger that is a moment yields no members: it is still to come, or has passed.
    """
    found: dict[MemberId, PersonId] = {}
    own = EVERYBODY if flow.filter is None else filter_of(flow.filter, "", flow.scope)
    if flow.schedule is not None:
        return await _rows_of(conn, own, Rows(webinar=flow.webinar, timezone=flow.timezone), now)
    by_webinar: dict[WebinarId, list[Filter]] = {}
    for trigger in flow.triggers:
        match trigger:
            case AtMoment():
                pass
            case EnteredSegment(id=segment_id):
                inside = await _in_segment(conn, SegmentId(segment_id), now)
                found |= {
                    member: person
                    for person, member in inside
                    if await _matches(conn, flow, member, person, now)
                }
            case _ if trigger.webinar is None:
                message = "Only a campaign whose triggers all name a webinar can also run for those who match already."
                raise _wrong("/also_now", "needs_webinar", message)
            case _:
                by_webinar.setdefault(trigger.webinar, []).append(_happened(trigger))
    for webinar, happened in by_webinar.items():
        tree = All((own, AnyOf(tuple(happened))))
        among = Rows(webinar=webinar, timezone=flow.timezone)
        found.update({member: person for person, member in await _rows_of(conn, tree, among, now)})
    return [(person, member) for member, person in found.items()]


async def _rows_of(conn: Conn, tree: Filter, among: Rows, now: Instant) -> list[tuple[PersonId, MemberId]]:
    try:
        matched = await audiences.matching(conn, tree, among, now, MATCHED_MAX)
    except BadFilter as gone:
        raise _broken(gone) from None
    newest: Mapping[PersonId, MemberId] = {}
    if among.webinar is None:
        newest = await kept.newest_members(conn, [person for person, _ in matched])
    return [
        (person, member or newest[person])
        for person, member in matched
        if member is not None or person in newest
    ]


async def _in_segment(conn: Conn, segment_id: SegmentId, now: Instant) -> list[tuple[PersonId, MemberId]]:
    segment = (await segments.load(conn, [segment_id])).get(segment_id)
    if segment is None:
        raise Refused("segment_broken", "The segment that starts this campaign was deleted.")
    among = Rows(webinar=segment.webinar_id, timezone=segment.timezone)
    return await _rows_of(conn, SegmentLeaf(id=segment_id), among, now)


def _happened(trigger: Trigger) -> Filter:  # noqa: PLR0911 - one a kind of trigger
    """Return the filter of the members to whom a trigger has happened."""
    match trigger:
        case AttendsEvent(mode=mode):
            return AttendedEvent(event_mode=mode)
        case StatusChanged(to_status=to_status):
            return EVERYBODY if to_status is None else MemberLeaf(status=(to_status,))
        case Registered():
            return MemberLeaf(status=tuple(status for status in Status if status.has_seat))
        case NoSeat():
            return MemberLeaf(status=(Status.WAITLISTED, Status.REGISTRATION_ERROR))
        case WatchedAtLeast(minutes=minutes, mode=mode):
            return AttendedEvent(event_mode=mode, watch_duration=Condition(op=Op.AT_LEAST, value=minutes))
        case Interaction(kind=kind):
            kinds = tuple(InteractionKind) if kind is None else (kind,)
            return AnyOf(tuple(InteractionLeaf(kind=each) for each in kinds))
        case Submitted():
            return SubmissionLeaf()
        case MailBounced():
            return MailLeaf(bounced=True)
        case EnteredSegment() | AtMoment():
            raise TypeError(trigger)
