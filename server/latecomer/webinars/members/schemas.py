"""Bodies about members and the persons behind them.

Source: docs/protocol.md, Members and Persons.
"""

from typing import Annotated, TypeAlias
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import MemberId, PersonId, WebinarId
from latecomer.core.status import Status
from latecomer.http.wire import LINKING, PERSONAL, Cursor, Json, Limit, Request, Response, Search, Text, Time
from latecomer.people.schemas import ContactBody, ContactRow, Personal, Properties, RowEmail, RowText
from latecomer.webinars.members.rules.engagement import EngagementLevel

Count: TypeAlias = Annotated[int, Meta(ge=0)]
Registering: TypeAlias = Annotated[
    bool,
    Meta(description="Only members about whom a provider is being asked (true), or only the others (false)."),
]


class MemberRow(ContactRow, frozen=True, kw_only=True):
    """A member to add: a person by email, with contact details, and the first status."""

    email: RowEmail | None = None
    language: Annotated[
        RowText | None, Meta(description="A language tag such as fr or nl-BE, or its name.")
    ] = None
    properties: Properties = msgspec.field(default_factory=dict)
    status: Annotated[
        str | None,
        Meta(extra_json_schema={"enum": [*map(str, Status), None]}, description="Registered, if left out."),
    ] = None


class AddMembers(Request, frozen=True, kw_only=True):
    """Members to add, at most 1000. An error in a row is reported in its result, and does not affect the other rows."""

    members: Annotated[tuple[MemberRow, ...], Meta(max_length=1000)]
    mail: bool = False
    """Mail these members about their status, and what follows it."""


class AddMembersUnread(Request, frozen=True, kw_only=True):
    """:class:`AddMembers` with undecoded rows, so that each can fail by itself."""

    members: Annotated[tuple[msgspec.Raw, ...], Meta(max_length=1000)]
    mail: bool = False


class WatchedBody(Response, frozen=True, kw_only=True):
    """Watch durations, seconds with ms resolution."""

    live: float
    on_demand: float


class MemberBody(ContactBody, frozen=True, kw_only=True):
    """A member: a person in a webinar, with one status, one join link and watch durations.

    ``registering``: a provider was asked to register the member and has not answered yet. ``engagement``: only of
    members who attended live, counted like watch durations. For an erased person all
    fields that named them are null, and there is no join link.
    """

    id: MemberId
    webinar_id: WebinarId
    person_id: PersonId
    email: Personal
    language: Personal
    properties: Annotated[dict[str, Json], PERSONAL]
    status: Status
    status_reason: str | None
    status_at: Time
    registering: bool
    visitor: bool
    engagement: EngagementLevel | None
    watched_s: WatchedBody
    covered_s: Annotated[int, Meta(ge=0)]
    join_url: Annotated[str | None, LINKING]
    first_watched_at: Time | None
    last_watched_at: Time | None
    joined_at: Time | None
    created_at: Time


class OfferedBody(Response, frozen=True, kw_only=True):
    """The offers of the event: choice questions in polls, questions in polls and surveys, files, calls to action, lines
    of chat, questions in the chat."""

    choices: Count
    answers: Count
    files: Count
    clicks: Count
    chat: bool
    questions: bool


class TookPartBody(Response, frozen=True, kw_only=True):
    """The deeds of the member during the event, by the names of what was offered; ``lines``: of chat."""

    choices: Count
    answers: Count
    files: Count
    clicks: Count
    lines: Count
    questions: Count


class EngagementBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """A level of engagement with its reason; only ``level`` null for a member who did not attend live.

    ``share``: per cent of the event watched live, rounded down. ``by_time_alone``: the event offered nothing to take
    part in.
    """

    level: EngagementLevel | None
    share: Annotated[int, Meta(ge=0, le=100)] | UnsetType = UNSET
    watched_s: float | UnsetType = UNSET
    event_s: float | UnsetType = UNSET
    by_time_alone: bool | UnsetType = UNSET
    offered: OfferedBody | UnsetType = UNSET
    took_part: TookPartBody | UnsetType = UNSET


class MemberPageBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """A page of members, in the order in which they were created."""

    items: tuple[MemberBody, ...]
    next_cursor: str | None
    matches: (
        Annotated[int, Meta(ge=0, le=10_001, description="All members that match; 10001: more than 10,000.")]
        | UnsetType
    ) = UNSET


class MemberQuery(Request, frozen=True, kw_only=True):
    """The members to list. ``status`` and ``engagement`` may be repeated; ``q`` is part of a name or an email, ignoring
    case."""

    status: tuple[Status, ...] = ()
    engagement: tuple[EngagementLevel, ...] = ()
    registering: Registering | None = None
    email: Search | None = None
    q: Search | None = None
    limit: Limit = 50
    cursor: Cursor | None = None
    count: Annotated[bool, Meta(description="Count all members that match, up to 10,000.")] = False


class MemberFilterQuery(Request, frozen=True, kw_only=True):
    """The members to export; as in the member list, without pages."""

    status: tuple[Status, ...] = ()
    engagement: tuple[EngagementLevel, ...] = ()
    registering: Registering | None = None
    email: Search | None = None
    q: Search | None = None


class RetriedBody(Response, frozen=True, kw_only=True):
    """The number of failed registrations that are being retried."""

    retried: Annotated[int, Meta(ge=0)]


class AddedBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """The result for one row: ``created``, ``updated`` or ``skipped`` with a ``code``."""

    email: str | None
    outcome: str
    code: str | UnsetType = UNSET
    member: MemberBody | UnsetType = UNSET


class AddedMembersBody(Response, frozen=True, kw_only=True):
    """One result per row, in input order."""

    results: tuple[AddedBody, ...]


class ImportedBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """The result for one line of the file; ``line`` counts from 1, the header's line."""

    line: int
    email: str | None
    outcome: str
    code: str | UnsetType = UNSET


class ImportColumnBody(Response, frozen=True, kw_only=True):
    """A column of the file. ``as``: a field, ``attended``, ``property`` or ``ignored``; ``sample``: its first value."""

    heading: str
    meaning: str = msgspec.field(name="as")
    sample: str | None


class ImportedMembersBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """An import: its id, with which it can be undone, one result per line with data, in the file's order, and their
    sums. In a preview: how the file was understood, ``header_line`` counting from 1, in ``outcomes`` the number of rows
    that would be accepted or skipped, by code, and as ``results`` the first 100 lines that would be skipped, or taken
    without an attendance that cannot be read."""

    results: tuple[ImportedBody, ...] | UnsetType = UNSET
    import_id: UUID | UnsetType = UNSET
    created: int | UnsetType = UNSET
    updated: int | UnsetType = UNSET
    skipped: int | UnsetType = UNSET
    encoding: str | UnsetType = UNSET
    separator: str | UnsetType = UNSET
    header_line: int | UnsetType = UNSET
    times_in: Annotated[str, Meta(description="The time zone of times without an offset.")] | UnsetType = (
        UNSET
    )
    columns: tuple[ImportColumnBody, ...] | UnsetType = UNSET
    outcomes: dict[str, int] | UnsetType = UNSET


class ImportQuery(Request, frozen=True, kw_only=True):
    """The options of an import. ``preview``: store nothing, and return how the file is understood. ``mapping``: a JSON
    object of meanings by heading, such as ``{"Adresse": "email", "Note": "ignored"}``; it overrides our own."""

    preview: bool = False
    mapping: Annotated[str, Meta(max_length=20_000)] = ""


class SetStatus(Request, frozen=True, kw_only=True):
    """A status to assert, with a sentence for people."""

    status: Status
    reason: Text | None = None


class EntryBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """An entry of a member's timeline.

    ``kind`` fact: ``fact`` names it; a ``retractable`` fact may be retracted by its ``fact_id``, and is ignored from
    ``retracted_at`` on. ``kind`` status: from ``from_status`` (left out for the first) to ``to_status``, because of
    ``fact_ids``. ``kind`` finish: the event was over. Other kinds have ``details`` of their own.
    """

    kind: str
    id: int
    at: Time
    source: Source
    reason: str | UnsetType = UNSET
    fact: FactKind | UnsetType = UNSET
    fact_id: int | UnsetType = UNSET
    retractable: bool = False
    retracted_at: Time | UnsetType = UNSET
    from_status: Status | UnsetType = UNSET
    to_status: Status | UnsetType = UNSET
    fact_ids: tuple[int, ...] = ()
    details: Annotated[dict[str, str], PERSONAL] = msgspec.field(default_factory=dict)


class EntryPageBody(Response, frozen=True, kw_only=True):
    """A page of a member's timeline, newest first."""

    items: tuple[EntryBody, ...]
    next_cursor: str | None


class Retract(Request, frozen=True, kw_only=True):
    """The reason for a retraction, for people."""

    reason: Text | None = None


class RetractImport(Retract, frozen=True, kw_only=True):
    """The reason for undoing an import; ``watchers``: also for members who clicked, said hello or watched since;
    ``erase_persons``: erase the persons whom only imports made and about whom nothing else is known (scope
    ``privacy``)."""

    watchers: bool = False
    erase_persons: bool = False


class RetractAttendance(Retract, frozen=True, kw_only=True):
    """The reason for retracting attendance of another event; ``member_id``: of this member alone."""

    member_id: UUID | None = None


class RetractionQuery(Request, frozen=True, kw_only=True):
    """The options of a retraction. With ``preview`` nothing changes."""

    preview: bool = False


Moves: TypeAlias = Annotated[
    dict[str, int], Meta(description="The members with this status now, counted by their status afterwards.")
]


class RetractionBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """A retraction; ``settled`` of ``members`` have their new status; ``end_kept``: something was played after the
    finish, so the end stays. A preview has the number of members by status now and then, the number that is skipped
    because they came since (``watchers``), the number that stays because a provider confirmed them (``confirmed``), and
    of an import the number of persons whom only imports made (``only_imported``). ``erased``: how many persons are
    erased on request.
    """

    retraction_id: UUID | UnsetType = UNSET
    members: int | UnsetType = UNSET
    settled: int | UnsetType = UNSET
    end_kept: bool | UnsetType = UNSET
    erased: int | UnsetType = UNSET
    reason: str | UnsetType | None = UNSET
    retracted_by: str | UnsetType = UNSET
    retracted_at: Time | UnsetType = UNSET
    not_in_program: Moves | UnsetType = UNSET
    invited: Moves | UnsetType = UNSET
    waitlisted: Moves | UnsetType = UNSET
    pending_approval: Moves | UnsetType = UNSET
    rejected: Moves | UnsetType = UNSET
    registration_error: Moves | UnsetType = UNSET
    registered: Moves | UnsetType = UNSET
    no_show: Moves | UnsetType = UNSET
    attended_on_demand: Moves | UnsetType = UNSET
    attended: Moves | UnsetType = UNSET
    watchers: int | UnsetType = UNSET
    confirmed: int | UnsetType = UNSET
    only_imported: int | UnsetType = UNSET


class OutsideBody(Response, frozen=True, kw_only=True):
    """A member whose status rests on attendance of another event, and the status without it."""

    member: MemberBody
    becomes: Status


class OutsideListBody(Response, frozen=True, kw_only=True):
    """Members whose status rests on attendance of another event."""

    items: tuple[OutsideBody, ...]


class ImportBody(Response, frozen=True, kw_only=True):
    """One import of a webinar's members."""

    import_id: UUID
    at: Time
    imported_by: str
    created: int
    updated: int
    skipped: int
    retracted_at: Time | None


class ImportListBody(Response, frozen=True, kw_only=True):
    """The latest imports, newest first."""

    items: tuple[ImportBody, ...]


class FinishBody(Response, frozen=True, kw_only=True):
    """One finish of a webinar; ``planned_ends_at``: the end that it moved."""

    finish_id: int
    at: Time
    source: Source
    planned_ends_at: Time | None
    retractable: bool
    retracted_at: Time | None


class FinishListBody(Response, frozen=True, kw_only=True):
    """The finishes of a webinar by time."""

    items: tuple[FinishBody, ...]


class FinishQuery(Request, frozen=True, kw_only=True):
    """The options of a finish. With ``preview`` nothing changes."""

    preview: bool = False


class FinishedBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """The number of members per status, all ten, once all are settled. A preview has the members whose status would
    change, by their status now and then."""

    not_in_program: int | Moves | UnsetType = UNSET
    invited: int | Moves | UnsetType = UNSET
    waitlisted: int | Moves | UnsetType = UNSET
    pending_approval: int | Moves | UnsetType = UNSET
    rejected: int | Moves | UnsetType = UNSET
    registration_error: int | Moves | UnsetType = UNSET
    registered: int | Moves | UnsetType = UNSET
    no_show: int | Moves | UnsetType = UNSET
    attended_on_demand: int | Moves | UnsetType = UNSET
    attended: int | Moves | UnsetType = UNSET
