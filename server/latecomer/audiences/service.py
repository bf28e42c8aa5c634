"""Segments: save, change and delete them; list their rows, and explain one.

Source: docs/audiences.md
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID, uuid4

from msgspec import UNSET, UnsetType

from latecomer.audiences.compile import Gone, ResolvedFilter
from latecomer.audiences.hooks import AudienceHooks
from latecomer.audiences.kept_segments import keep, release
from latecomer.audiences.queries import results
from latecomer.audiences.queries import segments as rows
from latecomer.audiences.queries.kept import mark_stale
from latecomer.audiences.queries.results import Item, PageStart, Reason
from latecomer.audiences.question import new_question, question_of, refusal, wrong
from latecomer.audiences.reader import EXPORT_S, PREVIEW_S, Reader
from latecomer.audiences.rules.filters import EVERYBODY, MAX_SEGMENTS, BadFilter, Filter, read_filter
from latecomer.audiences.rules.leaves import RowScope
from latecomer.audiences.rules.operators import Json
from latecomer.audiences.segment import Segment, SegmentId, SegmentKind
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.time_zones import is_time_zone
from latecomer.events.causes import lock_activation, wanted
from latecomer.postgres import cursors
from latecomer.postgres.pool import Conn, Pool

MAX_ROWS: Final = 1000
"""Rows that one call adds to a list or takes out of it."""

NAME_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSegment:
    """A segment as requested; only the types of its fields are checked."""

    name: str
    scope: RowScope
    webinar_id: WebinarId | None
    kind: SegmentKind
    timezone: str
    filter: Json
    announced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentChanges:
    """Changes to a segment; UNSET leaves a field as it is."""

    name: str | UnsetType = UNSET
    timezone: str | UnsetType = UNSET
    filter: Json | UnsetType = UNSET
    announced: bool | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsavedFilter:
    """A filter that is asked without being saved."""

    scope: RowScope
    webinar_id: WebinarId | None
    timezone: str
    filter: Json


@dataclass(frozen=True, slots=True)
class ListedSegment:
    """A segment and its problem; None when it can be evaluated."""

    segment: Segment
    broken: BadFilter | None


@dataclass(frozen=True, slots=True)
class SegmentPreview:
    """The rows that match a filter at one moment: their number, and the first of them."""

    count: int
    as_of: Instant
    watched_as_of: Instant
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class SegmentPage:
    """A page of rows; all pages of one list use the same ``now``, but see data recorded since."""

    items: Sequence[Item]
    next_cursor: str | None
    as_of: Instant


@dataclass(frozen=True, slots=True)
class Explained:
    """The answer to whether one row matches, and the result of each leaf."""

    matches: bool
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class ListRowResult:
    """The result for one id in a change of a list: added, removed, or skipped with a code."""

    id: str
    outcome: str
    code: str | None = None


class Segments:
    """The segments of this installation."""

    def __init__(
        self, pool: Pool, reader: Reader, hooks: AudienceHooks, clock: Callable[[], Instant]
    ) -> None:
        self._pool = pool
        self._reader = reader
        self._hooks = hooks
        self._clock = clock

    # --- saving ---

    async def create(self, new: NewSegment, now: Instant) -> ListedSegment:
        """Save a segment; a snapshot is taken at once. A list begins with the rows that a filter finds now, which it
        does not keep.

        Raises: Refused, among them unknown_webinar and what :func:`read_filter` refuses.
        """
        listed = new.kind is SegmentKind.LIST
        if not listed and new.filter is None:
            raise wrong("/filter", "missing_field", 'Write a filter; {"all": []} is everybody.')
        segment = Segment(
            id=SegmentId(uuid4()),
            name=_name(new.name),
            scope=new.scope,
            webinar_id=new.webinar_id,
            kind=new.kind,
            timezone=zone_name(new.timezone),
            filter=None if new.filter is None else _read(new.filter, new.scope),
            created_at=now,
            changed_at=now,
            announced=new.announced,
        )
        async with self._pool.acquire() as conn, conn.transaction():
            if segment.announced:
                await lock_activation(conn)
            await _check_webinar(conn, segment.scope, segment.webinar_id)
            await _check_named(conn, segment)
            begins, segment = segment, replace(segment, filter=None) if listed else segment
            await rows.insert(conn, segment)
            if segment.kind is SegmentKind.SNAPSHOT:
                segment = await _take(conn, segment, now)
                await rows.update(conn, segment)
            if listed and begins.filter is not None:
                await _take(conn, begins, now)
            if segment.announced:
                await keep(conn, segment.id, now)
        return ListedSegment(segment, None)

    async def get(self, segment_id: SegmentId) -> ListedSegment:
        """Return a segment. Raises: Refused unknown_segment."""
        async with self._pool.acquire() as conn:
            segment = await _load(conn, segment_id)
            return ListedSegment(segment, await _broken(conn, segment, self._clock()))

    async def page(self, limit: int, cursor: str | None) -> tuple[Sequence[ListedSegment], str | None]:
        """Return segments, newest first, and the cursor of the next page."""
        cursors.check_limit(limit)
        before = None if cursor is None else cursors.decode(cursor, int)
        async with self._pool.acquire() as conn:
            found = await rows.page(conn, before, limit + 1)
            listed = [
                ListedSegment(segment, await _broken(conn, segment, self._clock()))
                for _, segment in found[:limit]
            ]
        more = len(found) > limit
        return listed, cursors.encode(found[limit - 1][0]) if more else None

    async def change(self, segment_id: SegmentId, changes: SegmentChanges, now: Instant) -> ListedSegment:
        """Change a segment; a snapshot keeps its rows until it is taken again.

        Raises: Refused unknown_segment, and those of ``create``.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            if changes.announced is True:
                await lock_activation(conn)
            segment = await _load(conn, segment_id, lock=True)
            was = segment
            if changes.name is not UNSET:
                segment = replace(segment, name=_name(changes.name))
            if changes.timezone is not UNSET:
                segment = replace(segment, timezone=zone_name(changes.timezone))
            if changes.filter is not UNSET:
                if segment.kind is SegmentKind.LIST:
                    raise wrong(
                        "/filter", "unknown_field", "A list has no filter: its rows are added by hand."
                    )
                segment = replace(segment, filter=_read(changes.filter, segment.scope))
            if changes.announced is not UNSET:
                segment = replace(segment, announced=changes.announced)
            segment = replace(segment, changed_at=now)
            await _check_named(conn, segment)
            await rows.update(conn, segment)
            if (segment.filter, segment.timezone) != (was.filter, was.timezone):
                above = await rows.users_deep(conn, segment_id)
                await mark_stale(conn, [segment_id, *(each.id for each in above)])
            if segment.announced and not was.announced:
                await keep(conn, segment_id, now)
            elif was.announced and not segment.announced:
                await release(conn, self._hooks, segment_id)
            return ListedSegment(segment, await _broken(conn, segment, now))

    async def delete(self, segment_id: SegmentId) -> None:
        """Delete a segment. Raises: Refused unknown_segment, segment_in_use."""
        async with self._pool.acquire() as conn, conn.transaction():
            await _load(conn, segment_id, lock=True)
            users = await rows.users_of(conn, segment_id)
            if users:
                named = ", ".join(users)
                raise Refused("segment_in_use", f"Other segments use this one: {named}.")
            campaigns = await self._hooks.users(conn, segment_id)
            if campaigns:
                message = (
                    f"Campaigns rest on this segment: {', '.join(campaigns)}. Change or archive them first."
                )
                raise Refused("segment_in_use", message)
            await rows.delete(conn, segment_id)

    async def retake(self, segment_id: SegmentId, now: Instant) -> ListedSegment:
        """Take a snapshot again. Raises: Refused unknown_segment, wrong_segment_kind, segment_broken."""
        async with self._pool.acquire() as conn, conn.transaction():
            segment = await _load(conn, segment_id, lock=True)
            if segment.kind is not SegmentKind.SNAPSHOT:
                raise Refused("wrong_segment_kind", "Only a snapshot can be taken again.")
            segment = await _take(conn, segment, now)
            await rows.update(conn, segment)
        return ListedSegment(segment, None)

    async def change_rows(
        self, segment_id: SegmentId, add: Sequence[str], remove: Sequence[str]
    ) -> Sequence[ListRowResult]:
        """Add rows to a list and remove rows from it, each judged by itself: ids of members, in scope people of
        persons.

        Raises: Refused unknown_segment, wrong_segment_kind, wrong_length, too_many_rows.
        """
        if not 1 <= len(add) + len(remove) <= MAX_ROWS:
            raise wrong("/add", "wrong_length", f"Name 1 to {MAX_ROWS} ids in all.")
        async with self._pool.acquire() as conn, conn.transaction():
            await wanted(conn)  # the lock of activation comes before all others
            segment = await _load(conn, segment_id, lock=True)
            if segment.kind is not SegmentKind.LIST:
                raise Refused("wrong_segment_kind", "Only a list can be changed by hand.")
            known = await rows.find_rows(conn, segment, add)
            added = await rows.add_rows(
                conn, segment_id, [known[each] for each in dict.fromkeys(add) if each in known]
            )
            if await rows.count_rows(conn, segment_id) > rows.MAX_LISTED:
                raise Refused("too_many_rows", f"A list has at most {rows.MAX_LISTED} rows.")
            removed = await rows.remove_rows(conn, segment_id, remove)
        code = "unknown_member" if segment.scope is RowScope.MEMBERS else "unknown_person"
        answers = []
        for each in add:
            if each in added:
                added.discard(each)  # a repeat in one call is there already
                answers.append(ListRowResult(each, "added"))
            else:
                answers.append(ListRowResult(each, "skipped", "unchanged" if each in known else code))
        for each in remove:
            if each in removed:
                removed.discard(each)
                answers.append(ListRowResult(each, "removed"))
            else:
                answers.append(ListRowResult(each, "skipped", "unchanged"))
        return answers

    # --- asking ---

    async def preview(self, asked: UnsavedFilter, limit: int, now: Instant) -> SegmentPreview:
        """Return how many rows an unsaved filter finds, and the first ``limit``: of one snapshot.

        Raises: Refused too_slow, and those of ``create``.
        """
        tree = _read(asked.filter, asked.scope)
        zone = zone_name(asked.timezone)
        async with self._reader.snapshot(PREVIEW_S) as conn:
            await _check_webinar(conn, asked.scope, asked.webinar_id)
            question = await _unsaved(conn, tree, asked, zone, now)
            return await _preview(conn, question, limit)

    async def count(self, segment_id: SegmentId, now: Instant) -> SegmentPreview:
        """Return how many rows a segment has. Raises: Refused unknown_segment, segment_broken, too_slow."""
        async with self._reader.snapshot(PREVIEW_S) as conn:
            return await _preview(conn, await question_of(conn, await _load(conn, segment_id), now), 0)

    async def results(
        self, segment_id: SegmentId, sort: str, limit: int, cursor: str | None, now: Instant
    ) -> SegmentPage:
        """Return a page of a segment's rows.

        Raises: Refused unknown_segment, segment_broken, unknown_value, invalid_cursor,
            too_slow.
        """
        cursors.check_limit(limit)
        after = None
        if cursor is not None:
            now, value, row_id = cursors.decode(cursor, tuple[int, str | int, UUID])
            after = PageStart(value, row_id)
        async with self._reader.snapshot(PREVIEW_S) as conn:
            segment = await _load(conn, segment_id)
            _check_sort(sort, segment.scope)
            question = await question_of(conn, segment, now)
            found = await results.page(conn, question, sort, after, limit + 1)
        more = len(found) > limit
        end = found[limit - 1][0] if more else None
        next_cursor = cursors.encode((now, end.value, end.id)) if end else None
        return SegmentPage([item for _, item in found[:limit]], next_cursor, now)

    async def export(self, segment_id: SegmentId, sort: str, now: Instant) -> AsyncIterator[Segment | Item]:
        """Yield the segment, then every row of it, all as of one moment.

        Raises: Refused as ``results`` does.
        """
        async with self._reader.snapshot(EXPORT_S) as conn:
            segment = await _load(conn, segment_id)
            _check_sort(sort, segment.scope)
            question = await question_of(conn, segment, now)
            yield segment
            async for item in results.each(conn, question, sort):
                yield item

    async def explain(self, asked: UnsavedFilter, row: UUID, *, by_person: bool, now: Instant) -> Explained:
        """Explain whether an unsaved filter matches a row.

        Args: ``row``: a member's id; with ``by_person`` a person's.
        Raises: Refused unknown_member, unknown_person, too_slow, and those of ``create``.
        """
        tree = _read(asked.filter, asked.scope)
        zone = zone_name(asked.timezone)
        async with self._reader.snapshot(PREVIEW_S) as conn:
            await _check_webinar(conn, asked.scope, asked.webinar_id)
            question = await _unsaved(conn, tree, asked, zone, now)
            return await _explain(conn, question, row, by_person=by_person)

    async def explain_saved(
        self, segment_id: SegmentId, row: UUID, *, by_person: bool, now: Instant
    ) -> Explained:
        """Explain whether a row is in a segment. Raises: Refused as ``explain`` and ``results`` do."""
        async with self._reader.snapshot(PREVIEW_S) as conn:
            question = await question_of(conn, await _load(conn, segment_id), now)
            return await _explain(conn, question, row, by_person=by_person)

    async def property_keys(self) -> Sequence[str]:
        """Return the keys of properties that a filter may name."""
        async with self._pool.acquire() as conn:
            return await rows.property_keys(conn)

    async def form_names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the ids of questions and the purposes of consents that registration forms have."""
        async with self._pool.acquire() as conn:
            return tuple(await rows.form_names(conn, "questions", "id")), tuple(
                await rows.form_names(conn, "consents", "purpose")
            )


async def _unsaved(conn: Conn, tree: Filter, asked: UnsavedFilter, zone: str, now: Instant) -> ResolvedFilter:
    """Return the question of an unsaved filter. Raises: Refused, also when it refers to something that was deleted."""
    try:
        return await new_question(conn, tree, asked.scope, asked.webinar_id, zone, now)
    except Gone as gone:
        raise refusal(BadFilter("unknown_value", gone.path, gone.message)) from None
    except BadFilter as bad:
        raise refusal(bad) from None


def _read(raw: Json, scope: RowScope) -> Filter:
    try:
        return read_filter(raw, scope)
    except BadFilter as bad:
        raise refusal(bad) from None


def _name(name: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= NAME_MAX or "\x00" in name:
        raise wrong("/name", "invalid_name", f"The name must have 1 to {NAME_MAX} characters.")
    return name


def zone_name(name: str, place: str = "/timezone") -> str:
    """Return the name of a time zone; ``place`` is its JSON Pointer. Raises: Refused unknown_timezone."""
    if not is_time_zone(name):
        raise wrong(place, "unknown_timezone", "Write an IANA time zone such as Europe/Berlin.")
    return name


def _check_sort(sort: str, scope: RowScope) -> None:
    if sort.removeprefix("-") not in results.sorts(scope):
        names = ", ".join(results.sorts(scope))
        raise wrong("sort", "unknown_value", f"Sort by one of: {names}; with a minus the other way.")


async def _load(conn: Conn, segment_id: SegmentId, *, lock: bool = False) -> Segment:
    found = await rows.load(conn, [segment_id], lock=lock)
    if segment_id not in found:
        raise Refused("unknown_segment", "No segment has this id.")
    return found[segment_id]


async def _check_webinar(conn: Conn, scope: RowScope, webinar_id: WebinarId | None) -> None:
    if scope is RowScope.PEOPLE:
        if webinar_id is not None:
            raise wrong("/webinar_id", "unknown_field", "Only the scope members has a webinar.")
        return
    if webinar_id is None:
        raise wrong("/webinar_id", "missing_field", "The scope members needs a webinar.")
    if not await rows.zones(conn, [webinar_id]):
        raise Refused("unknown_webinar", "No webinar has this id.")


async def _check_named(conn: Conn, segment: Segment) -> None:
    """Refuse a segment that refers to something unknown, contains itself, or nests too deep.

    No other segment is saved until the transaction ends.
    """
    await rows.lock_uses(conn)
    deep = await rows.load_deep(conn, segment.filter)
    if segment.id in deep:
        raise refusal(BadFilter("segment_circle", "", "A segment cannot contain itself."))
    try:
        await new_question(
            conn, segment.filter or EVERYBODY, segment.scope, segment.webinar_id, segment.timezone, 0
        )
    except Gone as gone:
        raise refusal(BadFilter("unknown_value", gone.path, gone.message)) from None
    for user in await rows.users_deep(conn, segment.id):
        if len({*deep, segment.id, *await rows.load_deep(conn, user.filter)}) > MAX_SEGMENTS:
            message = f"The segment {user.name!r}, which rests on this one, would name too many segments."
            raise refusal(BadFilter("too_deep", "", message))


async def _broken(conn: Conn, segment: Segment, now: Instant) -> BadFilter | None:
    try:
        await question_of(conn, segment, now)
    except Refused as refused:
        field = refused.fields[0]
        return BadFilter(field.code, field.field.removeprefix("/filter"), field.message)
    return None


async def _preview(conn: Conn, question: ResolvedFilter, limit: int) -> SegmentPreview:
    watched = await results.watched_as_of(conn, question.webinar_id, question.now)
    count = await results.count(conn, question)
    found = await results.page(conn, question, "added", None, limit) if limit else []
    return SegmentPreview(count, question.now, watched, [item for _, item in found])


async def _explain(conn: Conn, question: ResolvedFilter, row: UUID, *, by_person: bool) -> Explained:
    wanted: UUID | None = row
    if by_person and question.scope is RowScope.MEMBERS and question.webinar_id is not None:
        wanted = await results.member_of_person(conn, question.webinar_id, PersonId(row))
    elif not by_person and question.scope is RowScope.PEOPLE:
        wanted = await results.person_of_member(conn, MemberId(row))
    found = None if wanted is None else await results.explain(conn, question, wanted)
    if found is None:
        if by_person:
            raise Refused("unknown_person", "This is not about a person with this id.")
        raise Refused("unknown_member", "This is not about a member with this id.")
    return Explained(*found)


async def _take(conn: Conn, segment: Segment, now: Instant) -> Segment:
    """Take a snapshot: its rows become those that its filter matches now."""
    try:
        question = await new_question(
            conn, segment.filter or EVERYBODY, segment.scope, segment.webinar_id, segment.timezone, now
        )
    except Gone as gone:
        raise Refused(
            "segment_broken", f"No snapshot can be taken of this segment: {gone.message}."
        ) from None
    if await results.take_snapshot(conn, segment.id, question, rows.MAX_LISTED) > rows.MAX_LISTED:
        raise Refused("too_many_rows", f"A snapshot has at most {rows.MAX_LISTED} rows; ask for less.")
    return replace(segment, taken_at=now)
