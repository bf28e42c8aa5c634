"""Webinars: create, read, change, delete, and every rule about what may change when.

Source: docs/domain.md, Facts and statuses (Times, Seats, Finishes) and Watched time is a set (Coverage).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from msgspec import UNSET, UnsetType

from latecomer.core.ids import Instant, WebinarId
from latecomer.core.status import Status
from latecomer.core.webinar import Cancellations, FlipOn, Webinar
from latecomer.services.finishing import WebinarChanged
from latecomer.services.settling import Settling
from latecomer.store.postgres.pool import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingChange:
    """A recording as it is asked for. A new duration, or ``replaces``, starts an empty coverage (a new version)."""

    url: str
    duration_s: float
    replaces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebinar:
    """A webinar as it is asked for; nothing is checked yet but the types.

    ``finish_grace_s`` None means the default of 120 s.
    """

    name: str
    starts_at: Instant
    ends_at: Instant
    timezone: str = "UTC"
    recording: RecordingChange | None = None
    live_url: str | None = None
    watch_url: str | None = None
    allowed_origins: tuple[str, ...] = ()
    watch_threshold_s: float = 60.0
    finish_grace_s: int = 120
    attendee_limit: int | None = None
    registrant_limit: int | None = None
    cancellations: Cancellations = Cancellations.IGNORE
    flip_on: FlipOn = FlipOn.WATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class WebinarChanges:
    """The fields to change; UNSET leaves one as it is, None clears it."""

    name: str | UnsetType = UNSET
    starts_at: Instant | UnsetType = UNSET
    ends_at: Instant | UnsetType = UNSET
    timezone: str | UnsetType = UNSET
    recording: RecordingChange | None | UnsetType = UNSET
    live_url: str | None | UnsetType = UNSET
    watch_url: str | None | UnsetType = UNSET
    allowed_origins: tuple[str, ...] | UnsetType = UNSET
    watch_threshold_s: float | UnsetType = UNSET
    finish_grace_s: int | UnsetType = UNSET
    attendee_limit: int | None | UnsetType = UNSET
    registrant_limit: int | None | UnsetType = UNSET
    cancellations: Cancellations | UnsetType = UNSET
    flip_on: FlipOn | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A webinar with its members per status (all ten)."""

    webinar: Webinar
    status_counts: Mapping[Status, int]


@dataclass(frozen=True, slots=True)
class WebinarPage:
    """One page, latest start first; ``next_cursor`` None on the last."""

    items: tuple[Listed, ...]
    next_cursor: str | None


WebinarDeleted: TypeAlias = Callable[[WebinarId], Awaitable[None]]
Promote: TypeAlias = Callable[[WebinarId, Instant], Awaitable[int]]


class Webinars:
    """The webinars of this installation."""

    def __init__(
        self,
        pool: Pool,
        settling: Settling,
        changed: WebinarChanged,
        deleted: WebinarDeleted,
        promote: Promote,
    ) -> None: ...

    async def create(self, new: NewWebinar, now: Instant) -> Webinar:
        """Create a webinar. One that ended in the past is finished only when asked.

        Raises: Refused (422) with one of: invalid_name, invalid_time, ends_before_starts, unknown_timezone,
        invalid_url, invalid_origin, invalid_duration, invalid_threshold, invalid_grace, invalid_limit.
        """
        raise NotImplementedError

    async def get(self, webinar_id: WebinarId) -> Webinar:
        """Raises: Refused unknown_webinar (404)."""
        raise NotImplementedError

    async def describe(self, webinar_id: WebinarId) -> Listed:
        """The webinar with its status counts. Raises: Refused unknown_webinar (404)."""
        raise NotImplementedError

    async def list(self, limit: int, cursor: str | None) -> WebinarPage:
        """A page of webinars, 1 ≤ limit ≤ 200. Raises: Refused invalid_limit, invalid_cursor (422)."""
        raise NotImplementedError

    async def patch(self, webinar_id: WebinarId, changes: WebinarChanges, now: Instant) -> Webinar:
        """Change a webinar; what bears on statuses settles everybody again.

        Raises: Refused unknown_webinar (404), event_over (409), and those of ``create``.
        """
        raise NotImplementedError

    async def delete(self, webinar_id: WebinarId) -> None:
        """Delete a webinar with its members and all that was recorded of them; persons stay.

        Raises: Refused unknown_webinar (404).
        """
        raise NotImplementedError
