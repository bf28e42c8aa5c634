"""Bodies about members and the persons behind them.

Source: docs/protocol.md, Members and Persons.
"""

from typing import Annotated, TypeAlias

import msgspec
from msgspec import UNSET, Meta, UnsetType

from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import MemberId, PersonId, WebinarId
from latecomer.core.status import Status
from latecomer.http.wire import Cursor, Json, Limit, Request, Response, Search, Text, Time

# A bad value in one row must cost the other rows nothing, so these bounds are told in the schema and judged
# per row by webinars/members/registration.py, not by the decoder.
RowText: TypeAlias = Annotated[str, Meta(extra_json_schema={"maxLength": 500})]
RowEmail: TypeAlias = Annotated[
    str, Meta(extra_json_schema={"maxLength": 254, "format": "email"}, examples=["ada@example.com"])
]
Properties: TypeAlias = Annotated[
    dict[str, Json], Meta(description="Whatever else the registration brought, as a JSON object.")
]


Registering: TypeAlias = Annotated[
    bool, Meta(description="Only those about whom a provider is being asked, or only the others.")
]


class MemberRow(Request, frozen=True, kw_only=True):
    """One member to add: a person by email, with what is known of them, and the status to start from."""

    email: RowEmail | None = None
    first_name: RowText | None = None
    last_name: RowText | None = None
    phone: RowText | None = None
    company: RowText | None = None
    job_title: RowText | None = None
    industry: RowText | None = None
    street_address: RowText | None = None
    city: RowText | None = None
    state: RowText | None = None
    postal_code: RowText | None = None
    country: RowText | None = None
    language: Annotated[
        RowText | None, Meta(description="A language tag such as fr or nl-BE, or its name.")
    ] = None
    properties: Properties = msgspec.field(default_factory=dict)
    status: Annotated[
        str | None,
        Meta(extra_json_schema={"enum": [*map(str, Status), None]}, description="Registered, if left out."),
    ] = None


class AddMembers(Request, frozen=True, kw_only=True):
    """Members to add, at most 1000. What is wrong with a row is told in its result and costs the others
    nothing.
    """

    members: Annotated[tuple[MemberRow, ...], Meta(max_length=1000)]


class AddMembersUnread(Request, frozen=True, kw_only=True):
    """:class:`AddMembers` with its rows not read yet, so that each can fail alone."""

    members: Annotated[tuple[msgspec.Raw, ...], Meta(max_length=1000)]


class WatchedBody(Response, frozen=True, kw_only=True):
    """Watch durations, seconds with ms resolution."""

    live: float
    on_demand: float


class MemberBody(Response, frozen=True, kw_only=True):
    """A member: a person in a webinar, with one status, one join link and what was watched.

    ``registering``: a provider was asked to register them and did not answer yet. An erased person has null
    for all that named them, and no join link.
    """

    id: MemberId
    webinar_id: WebinarId
    person_id: PersonId
    email: str | None
    first_name: str | None
    last_name: str | None
    phone: str | None
    company: str | None
    job_title: str | None
    industry: str | None
    street_address: str | None
    city: str | None
    state: str | None
    postal_code: str | None
    country: str | None
    language: str | None
    properties: dict[str, Json]
    status: Status
    status_reason: str | None
    status_at: Time
    registering: bool
    visitor: bool
    watched_s: WatchedBody
    covered_s: Annotated[int, Meta(ge=0)]
    join_url: str | None
    first_watched_at: Time | None
    last_watched_at: Time | None
    joined_at: Time | None
    created_at: Time


class MemberPageBody(Response, frozen=True, kw_only=True):
    """A page of members, in the order in which they were created."""

    items: tuple[MemberBody, ...]
    next_cursor: str | None


class MemberQuery(Request, frozen=True, kw_only=True):
    """Which members to list. ``status`` may be repeated; ``q`` is part of a name or an email, whatever the
    case.
    """

    status: tuple[Status, ...] = ()
    registering: Registering | None = None
    email: Search | None = None
    q: Search | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


class MemberFilterQuery(Request, frozen=True, kw_only=True):
    """Which members to export; as in the member list, without pages."""

    status: tuple[Status, ...] = ()
    registering: Registering | None = None
    email: Search | None = None
    q: Search | None = None


class RetriedBody(Response, frozen=True, kw_only=True):
    """How many of those with a Registration Error are being registered again."""

    retried: Annotated[int, Meta(ge=0)]


class AddedBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one row: ``created``, ``updated`` or ``skipped`` with a ``code``."""

    email: str | None
    outcome: str
    code: str | UnsetType = UNSET
    member: MemberBody | UnsetType = UNSET


class AddedMembersBody(Response, frozen=True, kw_only=True):
    """One result per row, in input order."""

    results: tuple[AddedBody, ...]


class ImportedBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one line of the file; ``line`` counts from 1, the header's line."""

    line: int
    email: str | None
    outcome: str
    code: str | UnsetType = UNSET


class ImportedMembersBody(Response, frozen=True, kw_only=True):
    """One result per line with data, in the file's order, and their sums."""

    results: tuple[ImportedBody, ...]
    created: int
    updated: int
    skipped: int


class SetStatus(Request, frozen=True, kw_only=True):
    """A status to assert, with a sentence for people."""

    status: Status
    reason: Text | None = None


class EntryBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that happened to a member.

    ``kind`` fact: ``fact`` names it. ``kind`` status: from ``from_status`` (left out for the first) to
    ``to_status``, because of ``fact_ids``. ``kind`` finish: the event was over. Other kinds say more in ``details``.
    """

    kind: str
    id: int
    at: Time
    source: Source
    reason: str | UnsetType = UNSET
    fact: FactKind | UnsetType = UNSET
    from_status: Status | UnsetType = UNSET
    to_status: Status | UnsetType = UNSET
    fact_ids: tuple[int, ...] = ()
    details: dict[str, str] = msgspec.field(default_factory=dict)


class EntryPageBody(Response, frozen=True, kw_only=True):
    """A page of a member's timeline, newest first."""

    items: tuple[EntryBody, ...]
    next_cursor: str | None


class ChangePerson(Request, frozen=True, kw_only=True):
    """What to correct; a field left out stays, null clears it (an email cannot be cleared)."""

    email: RowEmail | UnsetType = UNSET
    first_name: RowText | UnsetType | None = UNSET
    last_name: RowText | UnsetType | None = UNSET
    phone: RowText | UnsetType | None = UNSET
    company: RowText | UnsetType | None = UNSET
    job_title: RowText | UnsetType | None = UNSET
    industry: RowText | UnsetType | None = UNSET
    street_address: RowText | UnsetType | None = UNSET
    city: RowText | UnsetType | None = UNSET
    state: RowText | UnsetType | None = UNSET
    postal_code: RowText | UnsetType | None = UNSET
    country: RowText | UnsetType | None = UNSET
    language: RowText | UnsetType | None = UNSET
    properties: Properties | UnsetType = UNSET


class PersonBody(Response, frozen=True, kw_only=True):
    """A person; all null but the id and the times once erased."""

    id: PersonId
    email: str | None
    first_name: str | None
    last_name: str | None
    phone: str | None
    company: str | None
    job_title: str | None
    industry: str | None
    street_address: str | None
    city: str | None
    state: str | None
    postal_code: str | None
    country: str | None
    language: str | None
    properties: dict[str, Json]
    created_at: Time
    erased_at: Time | None


class FinishedBody(Response, frozen=True, kw_only=True):
    """Members per status once everybody is settled."""

    not_in_program: int
    invited: int
    waitlisted: int
    pending_approval: int
    rejected: int
    registration_error: int
    registered: int
    no_show: int
    attended_on_demand: int
    attended: int
