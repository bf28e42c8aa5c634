"""Webinars: create, read, change, delete, and every rule about what may change when.

Source: docs/domain.md, Facts and statuses (Times, Seats, Finishes) and Watched time is a set (Coverage)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor
from typing import TypeAlias, TypeVar
from uuid import UUID, uuid4

import structlog
from msgspec import UNSET, UnsetType

from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.origin import origin_or_text
from latecomer.core.status import Status
from latecomer.core.webinar import Cancellations, FlipOn, Recording, Webinar
from latecomer.media import queries as assets
from latecomer.media.rules.assets import AssetId, AssetState
from latecomer.media.rules.library_recordings import library_path
from latecomer.postgres import cursors
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars import queries as webinars
from latecomer.webinars.finish import WebinarChanged, notify
from latecomer.webinars.members.queries import locked_members, members
from latecomer.webinars.members.settlement import Settlement
from latecomer.webinars.parallel import ParallelEvents
from latecomer.webinars.retraction import Retractions
from latecomer.webinars.rules import validation as webinar_fields

log = structlog.get_logger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingChange:
    """A recording as requested. A duration of other whole seconds, or ``replaces``, starts an empty coverage (a new
    version). Without a duration it is read from the file."""

    url: str = ""
    duration_s: float | None = None
    replaces: bool = False
    asset_id: AssetId | None = None
    """A film or sound of the media library instead of ``url``; its length is the file's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebinar:
    """A webinar as requested; only the types of its fields are checked."""

    name: str
    starts_at: Instant
    ends_at: Instant
    timezone: str = "UTC"
    language: str | None = None
    recording: RecordingChange | None = None
    live_url: str | None = None
    watch_url: str | None = None
    allowed_origins: tuple[str, ...] = ()
    watch_threshold_s: float = 60.0
    finish_grace_s: int | None = None
    """None: the default, longer with a provider."""
    attendee_limit: int | None = None
    registrant_limit: int | None = None
    cancellations: Cancellations = Cancellations.IGNORE
    flip_on: FlipOn = FlipOn.WATCH
    show_viewers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WebinarChanges:
    """The fields to change; UNSET leaves one as it is, None clears it."""

    name: str | UnsetType = UNSET
    starts_at: Instant | UnsetType = UNSET
    ends_at: Instant | UnsetType = UNSET
    timezone: str | UnsetType = UNSET
    language: str | UnsetType | None = UNSET
    recording: RecordingChange | UnsetType | None = UNSET
    live_url: str | UnsetType | None = UNSET
    watch_url: str | UnsetType | None = UNSET
    allowed_origins: tuple[str, ...] | UnsetType = UNSET
    watch_threshold_s: float | UnsetType = UNSET
    finish_grace_s: int | UnsetType | None = UNSET
    attendee_limit: int | UnsetType | None = UNSET
    registrant_limit: int | UnsetType | None = UNSET
    cancellations: Cancellations | UnsetType = UNSET
    flip_on: FlipOn | UnsetType = UNSET
    show_viewers: bool | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedWebinar:
    """A webinar with its members per status (all ten)."""

    webinar: Webinar
    status_counts: Mapping[Status, int]


@dataclass(frozen=True, slots=True)
class WebinarPage:
    """One page, latest start first; ``next_cursor`` None on the last."""

    items: tuple[ListedWebinar, ...]
    next_cursor: str | None


WebinarDeleted: TypeAlias = Callable[[WebinarId, Sequence[MemberId]], Awaitable[None]]
"""Called after a webinar was deleted, with all its former members."""

Moving: TypeAlias = Callable[[Conn, Webinar, Webinar, Instant], Awaitable[object]]
"""Called inside the transaction that changes a webinar, with how it was and how it is."""

ReadLength: TypeAlias = Callable[[str], Awaitable[float | None]]
"""Returns the length of the recording at an address, None where it cannot be read."""

ToldElsewhere: TypeAlias = Callable[[Conn, WebinarId], Awaitable[bool]]
"""Returns True when attendance of people who are no members was reported outside a webinar."""

Deleting: TypeAlias = Callable[[Conn, WebinarId], Awaitable[object]]
"""Called inside the transaction that deletes a webinar, before it does."""

Promote: TypeAlias = Callable[[WebinarId, Instant], Awaitable[int]]
"""``Registering.promote``."""


class Webinars:
    """The webinars of this installation."""

    def __init__(
        self,
        pool: Pool,
        settlement: Settlement,
        changed: WebinarChanged,
        deleted: WebinarDeleted,
        promote: Promote,
        moving: Moving | None = None,
        parallel: ParallelEvents | None = None,
        read_length: ReadLength | None = None,
        deleting: Deleting | None = None,
        retractions: Retractions | None = None,
        told_elsewhere: ToldElsewhere | None = None,
    ) -> None:
        """``moving`` is called inside the transaction that changes a webinar, ``deleting`` inside the one that deletes
        it, and may refuse. ``retractions`` takes attendance that moved times put outside the event."""
        self._retractions = retractions
        self._told_elsewhere = told_elsewhere
        self._deleting = deleting
        self._read_length = read_length
        self._parallel = parallel or ParallelEvents()
        self._moving = moving
        self._pool = pool
        self._settlement = settlement
        self._changed = changed
        self._deleted = deleted
        self._promote = promote

    async def create(self, new: NewWebinar, now: Instant) -> Webinar:
        """Create a webinar. One that ended in the past is not finished automatically.

        Raises: Refused with one of: invalid_name, invalid_time, ends_before_starts, unknown_timezone,
            invalid_url, invalid_origin, invalid_duration, invalid_threshold, invalid_grace, invalid_limit,
            another_event_running, unknown_length.
        """
        recording = await self._with_length(new.recording, None)
        webinar = Webinar(
            id=WebinarId(uuid4()),
            name=new.name.strip(),
            starts_at=new.starts_at,
            ends_at=new.ends_at,
            timezone=new.timezone,
            language=new.language,
            recording=_recording(None, recording, 0),
            live_url=new.live_url,
            watch_url=new.watch_url,
            allowed_origins=_origins(new.allowed_origins),
            watch_threshold_s=new.watch_threshold_s,
            own_grace_s=new.finish_grace_s,
            attendee_limit=new.attendee_limit,
            registrant_limit=new.registrant_limit,
            cancellations=new.cancellations,
            flip_on=new.flip_on,
            show_viewers=new.show_viewers,
            created_at=now,
        )
        webinar_fields.check(webinar)
        finish_due_at = webinar.ends_at + webinar.finish_grace_s * 1000 if webinar.ends_at > now else None
        async with self._pool.acquire() as conn, conn.transaction():
            await self._parallel.check(conn, webinar, None, now)
            await webinars.insert(conn, webinar, finish_due_at=finish_due_at)
        await notify(self._changed, webinar)
        return webinar

    async def get(self, webinar_id: WebinarId) -> Webinar:
        """Return a webinar. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            found = await webinars.load(conn, [webinar_id])
        if not found:
            raise _unknown()
        return found[0]

    async def describe(self, webinar_id: WebinarId) -> ListedWebinar:
        """Return a webinar with its status counts. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            found = await _listed(conn, await webinars.load(conn, [webinar_id]))
        if not found:
            raise _unknown()
        return found[0]

    async def list(self, limit: int, cursor: str | None) -> WebinarPage:
        """Return a page of webinars, 1 ≤ limit ≤ 200. Raises: Refused invalid_limit, invalid_cursor."""
        cursors.check_limit(limit)
        before = None
        if cursor is not None:
            starts_at, last = cursors.decode(cursor, tuple[int, UUID])
            before = (starts_at, WebinarId(last))
        async with self._pool.acquire() as conn:
            found = await webinars.page(conn, before, limit + 1)
            items = await _listed(conn, found[:limit])
        more = len(found) > limit
        end = items[-1].webinar if more else None
        return WebinarPage(items, cursors.encode((end.starts_at, end.id)) if end else None)

    async def patch(self, webinar_id: WebinarId, changes: WebinarChanges, now: Instant) -> Webinar:
        """Change a webinar; after a change that affects statuses all members are settled again.

        Raises: Refused unknown_webinar, event_over, and those of ``create``.
        """
        if isinstance(changes.recording, RecordingChange) and (
            changes.recording.duration_s is None or changes.recording.asset_id is not None
        ):
            known = (await self.get(webinar_id)).recording
            changes = replace(changes, recording=await self._with_length(changes.recording, known))
        async with self._pool.acquire() as conn, conn.transaction():
            old = await webinars.lock(conn, webinar_id)
            if old is None:
                raise _unknown()
            if old.cancelled_at is not None and (
                changes.starts_at is not UNSET or changes.ends_at is not UNSET
            ):
                raise Refused("event_cancelled", "Reinstate the event before you change its times.")
            new = _merge(old, changes, await webinars.last_recording_version(conn, webinar_id))
            if new == old:
                return old
            if old.has_rundown:
                new = _with_rundown(old, new, changes, now)
            webinar_fields.check(new)
            await self._parallel.check(conn, new, old, now)
            new = replace(new, version=old.version + 1)
            await self._check_times(conn, old, new, now)
            await webinars.update(conn, new)
            if self._moving is not None:
                await self._moving(conn, old, new, now)
            unsettled = _bears_on_statuses(old, new)
            if unsettled:
                await locked_members.make_due(conn, webinar_id)
            moved = None
            if self._retractions is not None and (old.starts_at, old.ends_at) != (new.starts_at, new.ends_at):
                moved = await self._retractions.begin_move(conn, webinar_id, now)
        await notify(self._changed, new)
        if unsettled:
            await self._settlement.settle_webinar(webinar_id, now)
        if self._retractions is not None and moved is not None:
            await self._retractions.proceed(moved, now)
        if new.seats != old.seats:
            await self._promote(webinar_id, now)
        return new

    async def times_correctable(self, webinar: Webinar, now: Instant) -> bool:
        """Return True when the times of an event that is over can be changed, because all attendance of it that is
        known lies outside them."""
        if not _is_over(webinar, now) or webinar.cancelled_at is not None:
            return False
        async with self._pool.acquire() as conn:
            return await self._attended_elsewhere(conn, webinar.id)

    async def _attended_elsewhere(self, conn: Conn, webinar: WebinarId) -> bool:
        strangers = self._told_elsewhere is not None and await self._told_elsewhere(conn, webinar)
        return await members.attended_elsewhere(conn, webinar, strangers=strangers)

    async def _check_times(self, conn: Conn, old: Webinar, new: Webinar, now: Instant) -> None:
        """Refuse changes of times once the event is over, unless all attendance was outside it, and of the days once a
        member has watched."""
        is_over = _is_over(old, now)
        moved = (old.starts_at, old.ends_at) != (new.starts_at, new.ends_at)
        if moved and is_over and await self._attended_elsewhere(conn, old.id):
            # The times were wrong. Who did not attend at the right ones is found by another finish.
            await webinars.plan_another_finish(conn, new.id, new.ends_at + new.finish_grace_s * 1000)
        elif moved and (is_over or (new.ends_at != old.ends_at and new.ends_at <= now)):
            raise Refused(
                "event_over",
                "Times can be changed only before the event is over, and its end only to a time in the future.",
            )
        if old.timezone != new.timezone and await members.anybody_watched(conn, old.id):
            raise Refused(
                "event_over",
                "The time zone cannot be changed any more: somebody has watched, and days are counted in it.",
            )

    async def _with_length(
        self, change: RecordingChange | None, known: Recording | None
    ) -> RecordingChange | None:
        """Return a recording with its length: the known one under the same address, else the file's.

        Raises: Refused unknown_length, asset_not_ready, wrong_kind.
        """
        if change is not None and change.asset_id is not None:
            return await self._of_library(change, change.asset_id)
        if change is None or change.duration_s is not None:
            return change
        if not webinar_fields.is_recording_url(change.url):
            return replace(change, duration_s=webinar_fields.RECORDING_MIN_S)  # the address is refused next
        if known is not None and known.url == change.url and not change.replaces:
            return replace(change, duration_s=known.duration_s)
        length_s = None if self._read_length is None else await self._read_length(change.url)
        if length_s is None:
            message = (
                "The length of the recording cannot be read at its address: write it, or correct the address."
            )
            raise Refused(
                "unknown_length", message, (FieldError("/recording/duration_s", "unknown_length", message),)
            )
        return replace(change, duration_s=round(length_s, 3))

    async def is_open(self, asset_id: AssetId, now: Instant) -> bool:
        """Return True while a webinar plays this file of the media library as its recording."""
        async with self._pool.acquire() as conn:
            return await webinars.plays(conn, library_path(asset_id, ""), now)

    async def _of_library(self, change: RecordingChange, asset_id: AssetId) -> RecordingChange:
        """Return a recording that is a file of the media library, with its address and length. Raises: Refused
        asset_not_ready, wrong_kind."""
        async with self._pool.acquire() as conn:
            found = next(iter(await assets.load(conn, [asset_id])), None)
        if found is None or found.state is not AssetState.READY or found.duration_ms is None:
            code, message = (
                "asset_not_ready",
                "This file is not in the media library, or cannot be played yet.",
            )
            if found is not None and found.state is AssetState.READY:
                code, message = "wrong_kind", "A recording is a film or sound."
            raise Refused(code, message, (FieldError("/recording/asset_id", code, message),))
        url = library_path(asset_id, found.files[0])
        return replace(change, url=url, duration_s=found.duration_ms / 1_000, asset_id=None)

    async def delete(self, webinar_id: WebinarId) -> None:
        """Delete a webinar with its members and all that was recorded of them; persons stay.

        Raises: Refused unknown_webinar, has_payments.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            if self._deleting is not None and await webinars.lock(conn, webinar_id) is not None:
                await self._deleting(conn, webinar_id)
            gone = await webinars.delete(conn, webinar_id)
            if gone is None:
                raise _unknown()
        try:
            await self._deleted(webinar_id, gone)
        except Exception:
            log.exception("webinar_cleanup_failed", webinar=str(webinar_id))


def _origins(written: Sequence[str]) -> tuple[str, ...]:
    """Return each origin once, in its normal form."""
    return tuple(dict.fromkeys(map(origin_or_text, written)))


def _merge(old: Webinar, changes: WebinarChanges, last_version: int) -> Webinar:
    origins = changes.allowed_origins
    return replace(
        old,
        name=old.name if changes.name is UNSET else changes.name.strip(),
        starts_at=_or(changes.starts_at, old.starts_at),
        ends_at=_or(changes.ends_at, old.ends_at),
        timezone=_or(changes.timezone, old.timezone),
        language=_or(changes.language, old.language),
        recording=old.recording
        if changes.recording is UNSET
        else _recording(old.recording, changes.recording, last_version),
        live_url=_or(changes.live_url, old.live_url),
        watch_url=_or(changes.watch_url, old.watch_url),
        allowed_origins=old.allowed_origins if origins is UNSET else _origins(origins),
        watch_threshold_s=_or(changes.watch_threshold_s, old.watch_threshold_s),
        own_grace_s=_or(changes.finish_grace_s, old.own_grace_s),
        attendee_limit=_or(changes.attendee_limit, old.attendee_limit),
        registrant_limit=_or(changes.registrant_limit, old.registrant_limit),
        cancellations=_or(changes.cancellations, old.cancellations),
        flip_on=_or(changes.flip_on, old.flip_on),
        show_viewers=_or(changes.show_viewers, old.show_viewers),
    )


def _with_rundown(old: Webinar, new: Webinar, changes: WebinarChanges, now: Instant) -> Webinar:
    """Return ``new`` within the limits of a rundown: the end moves with the start and is never set directly, the start
    of what is on air stays, and a recording may be set only after the end.

    Raises: Refused set_by_rundown, programme_running, has_rundown.
    """
    if new.ends_at != old.ends_at:
        raise Refused("set_by_rundown", "The rundown sets the end: change its items or its buffer.")
    if new.starts_at != old.starts_at and old.starts_at <= now < old.ends_at and old.finished_at is None:
        said = "The programme is on air, so its start stays: take over to hold it, or end it and copy the webinar."
        raise Refused("programme_running", said, (FieldError("/starts_at", "programme_running", said),))
    if changes.recording is not UNSET and new.recording != old.recording and now < old.ends_at:
        raise Refused("has_rundown", "The webinar plays a rundown; a recording may replace it after the end.")
    return replace(new, ends_at=new.ends_at + new.starts_at - old.starts_at)


def _or(change: T | UnsetType, otherwise: T) -> T:
    return otherwise if isinstance(change, UnsetType) else change


def _recording(old: Recording | None, change: RecordingChange | None, last_version: int) -> Recording | None:
    """Return the recording with its version, which stays the same while the length has the same whole seconds."""
    if change is None or change.duration_s is None:
        return None
    duration_s = change.duration_s
    same = (
        old is not None
        and not old.is_replay
        and not change.replaces
        and floor(old.duration_s) == floor(duration_s)
    )
    return Recording(
        url=change.url, duration_s=duration_s, version=last_version if same else last_version + 1
    )


def _is_over(webinar: Webinar, now: Instant) -> bool:
    return now >= webinar.ends_at or webinar.finished_at is not None


def _bears_on_statuses(old: Webinar, new: Webinar) -> bool:
    return any(
        before != after
        for before, after in (
            (old.threshold_ms, new.threshold_ms),
            (old.flip_on, new.flip_on),
            (bool(old.live_url), bool(new.live_url)),
            (old.cancellations, new.cancellations),
            (old.starts_at, new.starts_at),
            (old.ends_at, new.ends_at),
        )
    )


async def _listed(conn: Conn, found: list[Webinar]) -> tuple[ListedWebinar, ...]:
    counts = await members.status_counts(conn, [webinar.id for webinar in found])
    return tuple(ListedWebinar(webinar=webinar, status_counts=counts[webinar.id]) for webinar in found)


def _unknown() -> Refused:
    return Refused("unknown_webinar", "There is no such webinar.")
