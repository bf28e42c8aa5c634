"""Bodies about segments.

Source: docs/audiences.md, Calls
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from msgspec import UNSET, Meta, UnsetType

from latecomer.audiences.rules.leaves import RowScope
from latecomer.audiences.rules.operators import Op
from latecomer.audiences.segment import SegmentId, SegmentKind
from latecomer.core.ids import MemberId, PersonId, WebinarId
from latecomer.core.status import Status
from latecomer.http.wire import PERSONAL, Cursor, Json, Limit, Request, Response, Time
from latecomer.people.schemas import PersonBody
from latecomer.webinars.members.rules.engagement import EngagementLevel
from latecomer.webinars.members.schemas import WatchedBody

FilterJson: TypeAlias = Annotated[
    Any,
    Meta(
        description='A tree: {"all": […]}, {"any": […]}, {"not": …}, or a leaf such as {"filter": "person", …}.',
        examples=[
            {
                "all": [
                    {"filter": "not_attended_event", "webinar": "any", "event_mode": "live"},
                    {
                        "filter": "attended_event",
                        "webinar": "any",
                        "event_mode": "on_demand",
                        "watch_date": {"op": "in_past", "value": "7 days"},
                        "watch_duration": {"op": "at_least", "value": 10},
                    },
                ]
            }
        ],
    ),
]
Timezone: TypeAlias = Annotated[str, Meta(max_length=100, examples=["Europe/Berlin"])]
SegmentName: TypeAlias = Annotated[str, Meta(extra_json_schema={"minLength": 1, "maxLength": 200})]
RowIds: TypeAlias = Annotated[tuple[Annotated[str, Meta(max_length=40)], ...], Meta(max_length=1000)]


class CreateSegment(Request, frozen=True, kw_only=True):
    """A new segment. A list begins with the rows that its filter finds now, and keeps no filter; scope members needs a
    webinar."""

    name: SegmentName
    scope: RowScope
    webinar_id: WebinarId | None = None
    kind: SegmentKind = SegmentKind.LIVE
    timezone: Timezone = "UTC"
    filter: FilterJson = None
    announced: bool = False
    """Send `segment.entered` and `segment.left` to connections; at most 20 segments are watched so."""


class ChangeSegment(Request, frozen=True, kw_only=True):
    """Changes to a segment; a field left out stays."""

    name: SegmentName | UnsetType = UNSET
    timezone: Timezone | UnsetType = UNSET
    filter: FilterJson | UnsetType = UNSET
    announced: bool | UnsetType = UNSET


class SegmentBrokenBody(Response, frozen=True, kw_only=True):
    """The deleted objects that a broken segment names; ``path`` is a JSON Pointer into its filter."""

    code: str
    path: str
    message: str


class SegmentBody(Response, frozen=True, kw_only=True):
    """A segment. ``state`` is ``broken`` when its filter refers to something that was deleted."""

    id: SegmentId
    name: str
    scope: RowScope
    webinar_id: WebinarId | None
    kind: SegmentKind
    timezone: str
    filter: Annotated[Json, PERSONAL]
    state: str
    broken: SegmentBrokenBody | None
    created_at: Time
    changed_at: Time
    taken_at: Time | None
    announced: bool


class SegmentPageBody(Response, frozen=True, kw_only=True):
    """A page of segments, newest first."""

    items: tuple[SegmentBody, ...]
    next_cursor: str | None


class PreviewSegment(Request, frozen=True, kw_only=True):
    """A filter to try without saving it."""

    scope: RowScope
    webinar_id: WebinarId | None = None
    timezone: Timezone = "UTC"
    filter: FilterJson
    limit: Limit = 20


class SegmentMemberBody(Response, frozen=True, kw_only=True):
    """The member of a row; ``watched_s`` are the durations that the filter compared."""

    id: MemberId
    webinar_id: WebinarId
    status: Status
    status_reason: str | None
    status_at: Time
    visitor: bool
    registered_at: Time | None
    attended_at: Time | None
    viewed_at: Time | None
    engagement: EngagementLevel | None
    watched_s: WatchedBody


class SegmentItemBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """A row: a person, and in scope members the member."""

    person: PersonBody
    member: SegmentMemberBody | UnsetType = UNSET
    cells: Annotated[dict[str, Json] | UnsetType, PERSONAL] = UNSET
    """The values of the columns that the call chose, as in the file."""


class SegmentPreviewBody(Response, frozen=True, kw_only=True):
    """The number of matching rows, and the first of them, at one moment. Watch durations are known up to
    ``watched_as_of``.
    """

    count: int
    as_of: Time
    watched_as_of: Time
    items: tuple[SegmentItemBody, ...]


class SegmentCountBody(Response, frozen=True, kw_only=True):
    """The number of rows of a segment at one moment."""

    count: int
    as_of: Time
    watched_as_of: Time


class ResultsQuery(Request, frozen=True, kw_only=True):
    """A page of a segment's rows. ``sort``: added, email, name, company; in scope members also status_at, watched_live
    and watched_on_demand; a leading minus reverses the order. ``columns``: those of the file, separated by commas; each
    row then has their cells.
    """

    columns: Annotated[str, Meta(max_length=2000)] | None = None
    sort: Annotated[str, Meta(max_length=40)] = "added"
    limit: Limit = 50
    cursor: Cursor | None = None


class SegmentResultsBody(Response, frozen=True, kw_only=True):
    """A page of a segment's rows."""

    items: tuple[SegmentItemBody, ...]
    next_cursor: str | None
    as_of: Time


class ResultsFileQuery(Request, frozen=True, kw_only=True):
    """The columns of a segment's file, separated by commas, and the order of its rows."""

    sort: Annotated[str, Meta(max_length=40)] = "added"
    columns: Annotated[str, Meta(max_length=2000)] | None = None


class ExplainFilter(Request, frozen=True, kw_only=True):
    """A filter, and the person or member to explain."""

    scope: RowScope
    webinar_id: WebinarId | None = None
    timezone: Timezone = "UTC"
    filter: FilterJson
    person_id: PersonId | None = None
    member_id: MemberId | None = None


class ExplainSegment(Request, frozen=True, kw_only=True):
    """The person or member that a segment is to explain."""

    person_id: PersonId | None = None
    member_id: MemberId | None = None


class SegmentReasonBody(Response, frozen=True, kw_only=True):
    """The result of one condition: ``path`` is a JSON Pointer into the filter, ``value`` the compared value."""

    path: str
    matches: bool
    value: Annotated[Json, PERSONAL]


class SegmentExplainedBody(Response, frozen=True, kw_only=True):
    """The answer to whether a row is in a segment, with the reasons."""

    matches: bool
    leaves: tuple[SegmentReasonBody, ...]


class TranslateFilter(Request, frozen=True, kw_only=True):
    """One form of a filter: ``filters`` with ``text``, or ``filter``."""

    scope: RowScope = RowScope.PEOPLE
    filters: Annotated[tuple[Json, ...], Meta(max_length=60)] | None = None
    text: Annotated[str, Meta(max_length=4000)] | None = None
    filter: FilterJson = None


class TranslatedFilterBody(Response, frozen=True, kw_only=True):
    """Both forms of a filter. ``text`` is null for a filter that contains an empty group, which has no text form."""

    filter: Json
    filters: tuple[Json, ...]
    text: str | None


class ChangeRows(Request, frozen=True, kw_only=True):
    """Ids of members (scope people: of persons) to add to a list and to take out; at most 1,000 in all."""

    add: RowIds = ()
    remove: RowIds = ()


class SegmentRowResultBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """The result for one id: ``added``, ``removed``, or ``skipped`` with a code."""

    id: str
    outcome: str
    code: str | UnsetType = UNSET


class SegmentRowResultsBody(Response, frozen=True, kw_only=True):
    """One result for each id: first the ids to add, then the ids to remove, in the order of the request."""

    results: tuple[SegmentRowResultBody, ...]


class SegmentFieldBody(Response, frozen=True, kw_only=True):
    """A field that filters can use: its leaf, the type of its values, and the operators for that type.

    ``values`` are the names that a closed field takes; empty for others.
    """

    filter: str
    field: str
    kind: str
    operators: tuple[Op, ...]
    values: tuple[str, ...] = ()


class SegmentFieldsBody(Response, frozen=True, kw_only=True):
    """All fields that filters can use here, and the limits of a filter."""

    fields: tuple[SegmentFieldBody, ...]
    time_frames: tuple[str, ...]
    max_depth: int
    max_leaves: int
    max_values: int
    max_segments: int
