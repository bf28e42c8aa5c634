"""Campaigns: write, change, activate, pause and archive them; see their runs and numbers.

Source: docs/audiences.md, Campaigns
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from latecomer.audiences import service as audiences
from latecomer.audiences.queries import segments
from latecomer.audiences.rules.filters import (
    EVERYBODY,
    All,
    AnyOf,
    AttendedEvent,
    BadFilter,
    Filter,
    MemberLeaf,
)
from latecomer.audiences.service import zone_name
from latecomer.campaigns import queries as rows
from latecomer.campaigns.queries import Campaign, NewRun, Run
from latecomer.campaigns.rules.flow import (
    AttendsEvent,
    BadFlow,
    Flow,
    Registered,
    StatusChanged,
    Trigger,
    filter_of,
    read_flow,
)
from latecomer.campaigns.rules.states import CampaignId, CampaignState, RunId, RunState
from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.status import Status
from latecomer.events.causes import lock_activation
from latecomer.postgres import cursors
from latecomer.postgres.pool import Conn, Pool

NAME_MAX: Final = 200
MATCHED_MAX: Final = 100_000
"""Members for whom a campaign may also run when it is activated."""


@dataclass(frozen=True, slots=True)
class CampaignChanges:
    """Changes to a campaign; UNSET leaves a field as it is."""

    name: str | UnsetType = UNSET
    flow: Any | UnsetType = UNSET


class Campaigns:
    """The campaigns of this installation."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def create(self, name: str, flow: Any, now: Instant) -> Campaign:
        """Write a draft. Raises: Refused."""
        read = _flow(flow)
        async with self._pool.acquire() as conn, conn.transaction():
            await _check_names(conn, read)
            campaign_id = await rows.insert(conn, _name(name), _json(read), now)
            return await _load(conn, campaign_id)

    async def get(self, campaign_id: CampaignId) -> Campaign:
        """Raises: Refused unknown_campaign."""
        async with self._pool.acquire() as conn:
            return await _load(conn, campaign_id)

    async def page(self, limit: int, cursor: str | None) -> tuple[Sequence[Campaign], str | None]:
        """Return campaigns from the newest on, and the cursor of the next page."""
        cursors.check_limit(limit)
        before = None if cursor is None else cursors.decode(cursor, int)
        async with self._pool.acquire() as conn:
            found = await rows.page(conn, before, limit + 1)
        next_cursor = cursors.encode(found[limit - 1][0]) if len(found) > limit else None
        return [campaign for _, campaign in found[:limit]], next_cursor

    async def change(self, campaign_id: CampaignId, changes: CampaignChanges, now: Instant) -> Campaign:
        """Write the next version; runs that have begun finish with theirs. Raises: Refused."""
        flow = None if changes.flow is UNSET else _flow(changes.flow)
        async with self._pool.acquire() as conn, conn.transaction():
            campaign = await _load(conn, campaign_id, lock=True)
            if campaign.state is CampaignState.ARCHIVED:
                raise _wrong_state("An archived campaign is not changed any more.")
            if flow is not None:
                await _check_names(conn, flow)
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
        """Return for how many members the campaign would also run now.

        Raises: Refused unknown_campaign, needs_webinar, segment_broken.
        """
        async with self._pool.acquire() as conn:
            campaign = await _load(conn, campaign_id)
            return len(await _matching(conn, read_flow(campaign.flow), now))

    async def activate(
        self, campaign_id: CampaignId, now: Instant, *, also_now: bool
    ) -> tuple[Campaign, int]:
        """Begin to look at causes, from this moment on; with ``also_now`` also at those who match already.

        Returns: the campaign, and how many runs began at once.
        Raises: Refused unknown_campaign, wrong_state, and those of ``match`` with ``also_now``.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            campaign = await _load(conn, campaign_id, lock=True)
            if campaign.state is not CampaignState.DRAFT:
                raise _wrong_state("Only a draft is activated; a paused campaign goes on by resume.")
            await lock_activation(conn)  # whoever records something now waits, and is after the activation
            began = 0
            if also_now:
                found = await _matching(conn, read_flow(campaign.flow), now)
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
            return await _load(conn, campaign_id), began

    async def pause(self, campaign_id: CampaignId, now: Instant) -> Campaign:
        """Stand still: runs wait, and causes are held. Raises: Refused unknown_campaign, wrong_state."""
        async with self._pool.acquire() as conn, conn.transaction():
            campaign = await _load(conn, campaign_id, lock=True)
            if campaign.state is not CampaignState.ACTIVE:
                raise _wrong_state("Only an active campaign is paused.")
            await rows.set_state(conn, campaign_id, CampaignState.PAUSED, now)
            return await _load(conn, campaign_id)

    async def resume(self, campaign_id: CampaignId, now: Instant, *, also_held: bool) -> tuple[Campaign, int]:
        """Go on; with ``also_held`` also for what came meanwhile, which is skipped otherwise.

        Returns: the campaign, and how many came meanwhile.
        Raises: Refused unknown_campaign, wrong_state.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            campaign = await _load(conn, campaign_id, lock=True)
            if campaign.state is not CampaignState.PAUSED:
                raise _wrong_state("Only a paused campaign goes on.")
            held = await rows.release_held(conn, campaign_id, now, go_on=also_held)
            await rows.set_state(conn, campaign_id, CampaignState.ACTIVE, now)
            return await _load(conn, campaign_id), held

    async def archive(self, campaign_id: CampaignId, now: Instant) -> Campaign:
        """Start nothing any more; what has begun goes on to its end. Raises: Refused unknown_campaign."""
        async with self._pool.acquire() as conn, conn.transaction():
            await _load(conn, campaign_id, lock=True)
            await rows.release_held(conn, campaign_id, now, go_on=False)
            await rows.set_state(conn, campaign_id, CampaignState.ARCHIVED, now)
            return await _load(conn, campaign_id)

    async def stop_runs(self, campaign_id: CampaignId, now: Instant) -> int:
        """Stop every run that is not over. Returns: how many. Raises: Refused unknown_campaign."""
        async with self._pool.acquire() as conn, conn.transaction():
            await _load(conn, campaign_id, lock=True)
            return await rows.stop_runs(conn, campaign_id, now)

    async def runs(
        self, campaign_id: CampaignId, limit: int, cursor: str | None
    ) -> tuple[Sequence[Run], str | None]:
        """Return runs, newest first, and the cursor of the next page. Raises: Refused unknown_campaign."""
        cursors.check_limit(limit)
        before = None
        if cursor is not None:
            at, last = cursors.decode(cursor, tuple[int, UUID])
            before = (at, RunId(last))
        async with self._pool.acquire() as conn:
            await _load(conn, campaign_id)
            found = await rows.runs_page(conn, campaign_id, before, limit + 1)
        end = found[limit - 1] if len(found) > limit else None
        return found[:limit], cursors.encode((end.created_at, end.id)) if end else None

    async def numbers(self, campaign_id: CampaignId) -> Sequence[tuple[RunState, str | None, int]]:
        """Return how many runs are in which state, by reason. Raises: Refused unknown_campaign."""
        async with self._pool.acquire() as conn:
            await _load(conn, campaign_id)
            return await rows.numbers(conn, campaign_id)


def _flow(raw: Any) -> Flow:
    try:
        flow = read_flow(raw)
    except BadFlow as bad:
        raise _wrong(f"/flow{bad.path}", bad.code, bad.message) from None
    zone_name(flow.timezone)
    return flow


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
        raise _wrong("/name", "invalid_name", f"A name has 1 to {NAME_MAX} characters.")
    return name


async def _load(conn: Conn, campaign_id: CampaignId, *, lock: bool = False) -> Campaign:
    campaign = await rows.load(conn, campaign_id, lock=lock)
    if campaign is None:
        raise Refused("unknown_campaign", "No campaign has this id.")
    return campaign


async def _check_names(conn: Conn, flow: Flow) -> None:
    """Refuse triggers whose webinar does not exist."""
    named = [trigger.webinar for trigger in flow.triggers if trigger.webinar is not None]
    known = await segments.zones(conn, named)
    for nth, trigger in enumerate(flow.triggers):
        if trigger.webinar is not None and trigger.webinar not in known:
            message = "this webinar does not exist"
            raise _wrong(f"/flow/triggers/{nth}/webinar", "unknown_value", message)


async def _matching(conn: Conn, flow: Flow, now: Instant) -> list[tuple[PersonId, MemberId]]:
    """Return the members to whom a trigger has happened already and whom the filter matches."""
    by_webinar: dict[WebinarId, list[Filter]] = {}
    for trigger in flow.triggers:
        if trigger.webinar is None:
            message = (
                "Only a campaign whose triggers all name a webinar can also run for those who match already."
            )
            raise _wrong("/also_now", "needs_webinar", message)
        by_webinar.setdefault(trigger.webinar, []).append(_happened(trigger))
    own = EVERYBODY if flow.filter is None else filter_of(flow.filter)
    found: dict[MemberId, PersonId] = {}
    for webinar, happened in by_webinar.items():
        tree = All((own, AnyOf(tuple(happened))))
        try:
            matched = await audiences.matching(conn, tree, webinar, flow.timezone, now, MATCHED_MAX)
        except BadFilter as gone:
            raise Refused("segment_broken", f"The filter cannot be asked: {gone.message}.") from None
        found.update({member: person for person, member in matched if member is not None})
    return [(person, member) for member, person in found.items()]


def _happened(trigger: Trigger) -> Filter:
    """Return the filter of those to whom a trigger has happened."""
    match trigger:
        case AttendsEvent(mode=mode):
            return AttendedEvent(event_mode=mode)
        case StatusChanged(to_status=to_status):
            return EVERYBODY if to_status is None else MemberLeaf(status=(to_status,))
        case Registered():
            return MemberLeaf(status=tuple(status for status in Status if status.has_seat))
