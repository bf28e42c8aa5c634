"""The timeline of a member, the member table, the activity and the status counts of a webinar: reading only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.status import Status
from latecomer.store.postgres.members import MemberRecord
from latecomer.store.postgres.pool import Pool


class EntryKind(StrEnum):
    """What an entry of the timeline is about."""

    FACT = "fact"
    STATUS = "status"
    FINISH = "finish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened. A fact has ``fact``; a change of status ``from_status`` (None at first) and
    ``to_status``."""

    kind: EntryKind
    id: int
    at: Instant
    source: Source
    reason: str | None = None
    fact: FactKind | None = None
    from_status: Status | None = None
    to_status: Status | None = None
    fact_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One page, newest first; ``next_cursor`` None on the last."""

    items: tuple[Entry, ...]
    next_cursor: str | None


class ActivityKind(StrEnum):
    """What the dashboard's feed shows."""

    FLIP = "flip"
    JOINED = "joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One entry of the feed; ``name`` is empty for an erased person."""

    at: Instant
    kind: ActivityKind
    member: MemberId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFilter:
    """Which members to list: any of the statuses (empty: all), this email (compared as a key), and name or email
    containing ``q``, whatever the case."""

    statuses: tuple[Status, ...] = ()
    email: str | None = None
    q: str | None = None


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One page, in the order in which members were created; ``next_cursor`` None on the last."""

    items: tuple[MemberRecord, ...]
    next_cursor: str | None


class Timeline:
    """Reads what happened."""

    def __init__(self, pool: Pool) -> None: ...

    async def of_member(self, member_id: MemberId, limit: int, cursor: str | None) -> EntryPage:
        """Facts, status changes and finishes, newest first, 1 ≤ limit ≤ 200.

        Raises: Refused unknown_member (404), invalid_limit, invalid_cursor (422).
        """
        raise NotImplementedError

    async def members(
        self, webinar_id: WebinarId, which: MemberFilter, limit: int, cursor: str | None
    ) -> MemberPage:
        """A page of the member table, 1 ≤ limit ≤ 200. Raises: Refused unknown_webinar (404), invalid_limit,
        invalid_cursor (422)."""
        raise NotImplementedError

    async def activity(self, webinar_id: WebinarId, limit: int = 20) -> Sequence[Activity]:
        """The last flips and joins, newest first."""
        raise NotImplementedError

    async def status_counts(self, webinar_id: WebinarId) -> Mapping[Status, int]:
        """Members per status, all ten, counted."""
        raise NotImplementedError
