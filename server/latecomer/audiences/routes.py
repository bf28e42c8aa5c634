"""/segments: save, change and delete them, try a filter, list the rows, and explain one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec
from aiohttp import web
from msgspec import UNSET

from latecomer.audiences.columns import cell_of, columns_of
from latecomer.audiences.queries.results import Item
from latecomer.audiences.question import refusal
from latecomer.audiences.rules.filters import (
    MAX_DEPTH,
    MAX_LEAVES,
    MAX_SEGMENTS,
    BadFilter,
    leaves,
    normal_form,
    read_filter,
    to_json,
)
from latecomer.audiences.rules.leaves import (
    ATTENDANCE_FIELDS,
    MEMBER_FIELDS,
    PERSON_FIELDS,
    PROPERTIES,
    EventMode,
    InteractionKind,
    Leaf,
    RowScope,
    SourceField,
)
from latecomer.audiences.rules.operators import MAX_VALUES, OPERATORS, Kind
from latecomer.audiences.rules.periods import TimeFrame
from latecomer.audiences.rules.text import from_face, to_face
from latecomer.audiences.schemas import (
    ChangeRows,
    ChangeSegment,
    CreateSegment,
    ExplainFilter,
    ExplainSegment,
    PreviewSegment,
    ResultsQuery,
    SegmentBody,
    SegmentBrokenBody,
    SegmentCountBody,
    SegmentExplainedBody,
    SegmentFieldBody,
    SegmentFieldsBody,
    SegmentItemBody,
    SegmentMemberBody,
    SegmentPageBody,
    SegmentPreviewBody,
    SegmentReasonBody,
    SegmentResultsBody,
    SegmentRowResultBody,
    SegmentRowResultsBody,
    TranslatedFilterBody,
    TranslateFilter,
)
from latecomer.audiences.segment import SegmentId
from latecomer.audiences.service import (
    Explained,
    ListedSegment,
    NewSegment,
    SegmentChanges,
    Segments,
    UnsavedFilter,
)
from latecomer.core.errors import FieldError, Refused
from latecomer.core.facts import Source
from latecomer.core.run import RunState
from latecomer.core.status import Status
from latecomer.core.submission import SubmissionOutcome
from latecomer.http.auth import Scope as AccessScope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import Json, Time, time_or_none
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.rules.states import MailState
from latecomer.people.routes import person_body
from latecomer.webinars.members.rules.engagement import EngagementLevel
from latecomer.webinars.members.schemas import WatchedBody
from latecomer.webinars.schemas import PageQuery

segments: Final[web.AppKey[Segments]] = web.AppKey("segments", Segments)

_FILTER: Final = (
    "operator_not_here",
    "negative_over_many",
    "too_deep",
    "too_many_leaves",
    "segment_circle",
    "unknown_timezone",
)
"""The codes with which a filter is refused, besides those of reading a body."""

_GONE_S: Final = 0.25
T = TypeVar("T")


async def while_connected(call: Call, work: Coroutine[Any, Any, T]) -> T:
    """Return the result of ``work``; cancel it, and its query, when the client disconnects."""
    task = asyncio.ensure_future(work)
    try:
        while not task.done():
            await asyncio.wait({task}, timeout=_GONE_S)
            transport = call.request.transport
            if transport is None or transport.is_closing():
                break
    finally:
        if not task.done():
            task.cancel()
    return await task


def _segment(listed: ListedSegment) -> SegmentBody:
    segment, broken = listed.segment, listed.broken
    return SegmentBody(
        id=segment.id,
        name=segment.name,
        scope=segment.scope,
        webinar_id=segment.webinar_id,
        kind=segment.kind,
        timezone=segment.timezone,
        filter=None if segment.filter is None else to_json(segment.filter),
        state="ok" if broken is None else "broken",
        broken=None
        if broken is None
        else SegmentBrokenBody(code=broken.code, path=broken.path, message=broken.message),
        created_at=Time(segment.created_at),
        changed_at=Time(segment.changed_at),
        taken_at=time_or_none(segment.taken_at),
        announced=segment.announced,
    )


def _item(item: Item) -> SegmentItemBody:
    member = item.member
    return SegmentItemBody(
        person=person_body(item.person),
        member=UNSET
        if member is None
        else SegmentMemberBody(
            id=member.id,
            webinar_id=member.webinar_id,
            status=member.status,
            status_reason=member.status_reason,
            status_at=Time(member.status_at),
            visitor=member.visitor,
            registered_at=time_or_none(member.registered_at),
            attended_at=time_or_none(member.attended_at),
            viewed_at=time_or_none(member.viewed_at),
            engagement=member.engagement,
            watched_s=WatchedBody(live=member.live_ms / 1000, on_demand=member.on_demand_ms / 1000),
        ),
    )


@endpoint(
    "GET",
    "/segments/fields",
    tag="Segments",
    scope=AccessScope.READ,
    summary="List the fields for filters",
)
async def list_fields(call: Call) -> SegmentFieldsBody:
    """List the fields with their operators, and the keys of people's properties; never any values."""
    keys = await call.app[segments].property_keys()
    questions, purposes = await call.app[segments].form_names()
    return SegmentFieldsBody(
        fields=(
            *(_field("person", name, kind) for name, kind in PERSON_FIELDS.items()),
            *(_field("person", f"{PROPERTIES}{key}", Kind.TEXT) for key in keys),
            _names("member", "status", tuple(Status)),
            _names("member", "was", tuple(Status)),
            _names("member", "source", tuple(Source)),
            _names("member", "visitor", ("true", "false")),
            _names("member", "seat", ("waits",)),
            *(_field("member", name, kind) for name, kind in MEMBER_FIELDS.items()),
            _field("member", "answer", Kind.TEXT, values=questions),
            *(_field("member", f"utm.{name}", Kind.TEXT) for name in SourceField),
            _names("submission", "outcome", tuple(SubmissionOutcome)),
            _field("submission", "at", Kind.DATE),
            *(
                field
                for leaf in ("attended_event", "not_attended_event")
                for field in (
                    _names(leaf, "event_mode", tuple(EventMode)),
                    *(_field(leaf, name, kind) for name, kind in ATTENDANCE_FIELDS.items()),
                )
            ),
            _names("interaction", "kind", tuple(InteractionKind)),
            _field("interaction", "times", Kind.COUNT),
            _names("engagement", "level", tuple(EngagementLevel)),
            _names("consent", "purpose", purposes),
            _names("mail", "kind", tuple(MailKind)),
            _names("mail", "state", tuple(MailState)),
            _names("mail", "bounced", ("true", "false")),
            _field("mail", "at", Kind.DATE),
            _names("segment", "id", ()),
            _names("campaign", "id", ()),
            _names("campaign", "state", tuple(RunState)),
        ),
        time_frames=tuple(TimeFrame),
        max_depth=MAX_DEPTH,
        max_leaves=MAX_LEAVES,
        max_values=MAX_VALUES,
        max_segments=MAX_SEGMENTS,
    )


def _field(leaf: str, name: str, kind: Kind, values: tuple[str, ...] = ()) -> SegmentFieldBody:
    return SegmentFieldBody(filter=leaf, field=name, kind=kind, operators=OPERATORS[kind], values=values)


def _names(leaf: str, name: str, values: tuple[str, ...]) -> SegmentFieldBody:
    return SegmentFieldBody(filter=leaf, field=name, kind="names", operators=(), values=values)


@endpoint(
    "POST",
    "/segments",
    tag="Segments",
    scope=AccessScope.WRITE,
    shows_people=True,
    status=201,
    summary="Save a segment",
    errors=(
        "unknown_webinar",
        "invalid_name",
        "too_many_rows",
        "too_many_kept",
        "wrong_segment_kind",
        *_FILTER,
    ),
)
async def create_segment(call: Call, body: CreateSegment) -> SegmentBody:
    """Save a segment. `live`: computed at every request. `snapshot`: the rows at the moment it is taken, now or by
    `retake`. `list`: rows added by hand. Relative values such as `7 days` stay relative."""
    new = NewSegment(
        name=body.name,
        scope=body.scope,
        webinar_id=body.webinar_id,
        kind=body.kind,
        timezone=body.timezone,
        filter=body.filter,
        announced=body.announced,
    )
    return _segment(await call.app[segments].create(new, call.now))


@endpoint(
    "GET",
    "/segments",
    tag="Segments",
    scope=AccessScope.READ,
    summary="List segments",
    errors=("invalid_cursor",),
)
async def list_segments(call: Call, query: PageQuery) -> SegmentPageBody:
    """List segments, newest first."""
    listed, next_cursor = await call.app[segments].page(query.limit, query.cursor)
    return SegmentPageBody(items=tuple(map(_segment, listed)), next_cursor=next_cursor)


@endpoint(
    "GET",
    "/segments/{segment}",
    tag="Segments",
    scope=AccessScope.READ,
    summary="Read a segment",
    errors=("unknown_segment",),
)
async def read_segment(call: Call, segment: SegmentId) -> SegmentBody:
    """Return a segment, with the problem if its filter refers to something that was deleted."""
    return _segment(await call.app[segments].get(segment))


@endpoint(
    "PATCH",
    "/segments/{segment}",
    tag="Segments",
    scope=AccessScope.WRITE,
    shows_people=True,
    summary="Change a segment",
    errors=("unknown_segment", "invalid_name", "too_many_kept", "wrong_segment_kind", *_FILTER),
)
async def change_segment(call: Call, segment: SegmentId, body: ChangeSegment) -> SegmentBody:
    """Change a segment. A snapshot keeps its rows until it is taken again; `taken_at` is the time of its rows."""
    changes = SegmentChanges(
        name=body.name, timezone=body.timezone, filter=body.filter, announced=body.announced
    )
    return _segment(await call.app[segments].change(segment, changes, call.now))


@endpoint(
    "DELETE",
    "/segments/{segment}",
    tag="Segments",
    scope=AccessScope.WRITE,
    summary="Delete a segment",
    errors=("unknown_segment", "segment_in_use"),
)
async def delete_segment(call: Call, segment: SegmentId) -> None:
    """Delete a segment, unless other segments or campaigns refer to it."""
    await call.app[segments].delete(segment)


@endpoint(
    "POST",
    "/segments/{segment}/retake",
    tag="Segments",
    scope=AccessScope.WRITE,
    status=202,
    summary="Take a snapshot again",
    errors=("unknown_segment", "wrong_segment_kind", "segment_broken", "too_many_rows"),
)
async def retake_segment(call: Call, segment: SegmentId) -> SegmentBody:
    """Take a snapshot again: its rows become those that match now."""
    return _segment(await call.app[segments].retake(segment, call.now))


@endpoint(
    "POST",
    "/segments/{segment}/rows",
    tag="Segments",
    scope=AccessScope.WRITE,
    summary="Change a list by hand",
    errors=("unknown_segment", "wrong_segment_kind", "too_many_rows"),
)
async def change_segment_rows(call: Call, segment: SegmentId, body: ChangeRows) -> SegmentRowResultsBody:
    """Add and remove rows of a list. Each id is judged by itself; an unknown id does not affect the others."""
    results = await call.app[segments].change_rows(segment, body.add, body.remove)
    return SegmentRowResultsBody(
        results=tuple(
            SegmentRowResultBody(id=each.id, outcome=each.outcome, code=each.code or UNSET)
            for each in results
        )
    )


@endpoint(
    "POST",
    "/segments/preview",
    asks=True,
    tag="Segments",
    scope=AccessScope.READ,
    shows_people=True,
    summary="Try a filter",
    errors=("unknown_webinar", "too_slow", *_FILTER),
)
async def preview_segment(call: Call, body: PreviewSegment) -> SegmentPreviewBody:
    """Return the number of matching rows and the first of them, as of one moment. Closing the connection cancels the
    query."""
    asked = UnsavedFilter(
        scope=body.scope, webinar_id=body.webinar_id, timezone=body.timezone, filter=body.filter
    )
    found = await while_connected(call, call.app[segments].preview(asked, body.limit, call.now))
    return SegmentPreviewBody(
        count=found.count,
        as_of=Time(found.as_of),
        watched_as_of=Time(found.watched_as_of),
        items=tuple(map(_item, found.items)),
    )


@endpoint(
    "GET",
    "/segments/{segment}/count",
    tag="Segments",
    scope=AccessScope.READ,
    summary="Count a segment",
    errors=("unknown_segment", "segment_broken", "too_slow"),
)
async def count_segment(call: Call, segment: SegmentId) -> SegmentCountBody:
    """Count the rows of a segment now."""
    found = await while_connected(call, call.app[segments].count(segment, call.now))
    return SegmentCountBody(
        count=found.count, as_of=Time(found.as_of), watched_as_of=Time(found.watched_as_of)
    )


@endpoint(
    "GET",
    "/segments/{segment}/results",
    tag="Segments",
    scope=AccessScope.READ,
    shows_people=True,
    summary="List the rows of a segment",
    errors=("unknown_segment", "segment_broken", "invalid_cursor", "too_slow", "missing_scope"),
)
async def read_results(call: Call, segment: SegmentId, query: ResultsQuery) -> SegmentResultsBody:
    """List the rows of a segment. All pages of one list are as of the same moment. With `columns` each row also has
    `cells`, as in the file; `join_url` is for callers with `links`."""
    asked = call.app[segments].results(segment, query.sort, query.limit, query.cursor, call.now)
    page = await while_connected(call, asked)
    items = tuple(map(_item, page.items))
    if query.columns is not None:
        scope = (await call.app[segments].get(segment)).segment.scope
        columns = columns_of(call, query.columns, scope)
        items = tuple(
            msgspec.structs.replace(body, cells={name: cell_of(call, row, name) for name in columns})
            for body, row in zip(items, page.items, strict=True)
        )
    return SegmentResultsBody(items=items, next_cursor=page.next_cursor, as_of=Time(page.as_of))


@endpoint(
    "POST",
    "/segments/explain",
    asks=True,
    tag="Segments",
    scope=AccessScope.READ,
    shows_people=True,
    summary="Explain a filter for a person",
    errors=("unknown_webinar", "unknown_member", "unknown_person", "too_slow", *_FILTER),
)
async def explain_filter(call: Call, body: ExplainFilter) -> SegmentExplainedBody:
    """Explain why a filter matches a row or not: each condition with its result and the value that decided it."""
    row, by_person = _whom(body.person_id, body.member_id)
    asked = UnsavedFilter(
        scope=body.scope, webinar_id=body.webinar_id, timezone=body.timezone, filter=body.filter
    )
    return _explained(await call.app[segments].explain(asked, row, by_person=by_person, now=call.now))


@endpoint(
    "POST",
    "/segments/{segment}/explain",
    asks=True,
    tag="Segments",
    scope=AccessScope.READ,
    shows_people=True,
    summary="Explain why a person is in a segment or not",
    errors=("unknown_segment", "segment_broken", "unknown_member", "unknown_person", "too_slow"),
)
async def explain_segment(call: Call, segment: SegmentId, body: ExplainSegment) -> SegmentExplainedBody:
    """Explain why a row is in a segment or not: each condition with its result and the value that decided it."""
    row, by_person = _whom(body.person_id, body.member_id)
    return _explained(await call.app[segments].explain_saved(segment, row, by_person=by_person, now=call.now))


def _whom(person_id: UUID | None, member_id: UUID | None) -> tuple[UUID, bool]:
    whom = person_id or member_id
    if whom is None or (person_id and member_id):
        message = "Name one person_id or one member_id."
        problem = FieldError("/person_id", "missing_field", message)
        raise Refused("missing_field", message, (problem,))
    return whom, person_id is not None


def _explained(explained: Explained) -> SegmentExplainedBody:
    return SegmentExplainedBody(
        matches=explained.matches,
        leaves=tuple(
            SegmentReasonBody(path=each.path, matches=each.matches, value=each.value)
            for each in explained.reasons
        ),
    )


@endpoint(
    "POST",
    "/segments/text",
    asks=True,
    tag="Segments",
    scope=AccessScope.READ,
    summary="Translate between a filter and its text",
    errors=("mixed_and_or", "invalid_text", "unknown_number", "unused_number", *_FILTER),
)
async def translate_filter(call: Call, body: TranslateFilter) -> TranslatedFilterBody:
    """Translate between the two forms of a filter: numbered conditions with a text such as `1 and (2 or not 3)`, and a
    tree. The answer has both."""
    if body.filter is None and body.text is None:
        message = "Send filters with their text, or a filter."
        raise Refused("missing_field", message, (FieldError("/text", "missing_field", message),))
    try:
        if body.filter is not None:
            tree = normal_form(read_filter(body.filter, body.scope))
        else:
            numbered = [_numbered(raw, body.scope, nth) for nth, raw in enumerate(body.filters or ())]
            tree = from_face(numbered, body.text or "")
    except BadFilter as bad:
        raise refusal(bad, "" if bad.path.startswith(("/text", "/filters")) else "/filter") from None
    face = to_face(tree)
    return TranslatedFilterBody(
        filter=to_json(tree),
        filters=tuple(to_json(leaf) for leaf in (face.leaves if face else _leaves(tree))),
        text=face.text if face else None,
    )


def _leaves(tree: Any) -> list[Leaf]:
    return [leaf for _, leaf in leaves(tree)]


def _numbered(raw: Json, scope: RowScope, nth: int) -> Leaf:
    path = f"/filters/{nth}"
    tree = read_filter(raw, scope, path)
    found = leaves(tree, path)
    if len(found) != 1 or found[0][0] != path:
        raise BadFilter("wrong_type", path, "a numbered filter is a single condition; the text combines them")
    return found[0][1]


ENDPOINTS = (
    list_fields,
    create_segment,
    list_segments,
    read_segment,
    change_segment,
    delete_segment,
    retake_segment,
    change_segment_rows,
    preview_segment,
    count_segment,
    read_results,
    explain_filter,
    explain_segment,
    translate_filter,
)
