"""The leaves of a filter: the conditions that each kind has, and the kinds of their values.

Source: docs/audiences.md, Filters
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from latecomer.audiences.rules.operators import Condition, Json, Kind, Op, WhenEmpty
from latecomer.core.facts import Source
from latecomer.core.run import RunState
from latecomer.core.status import Status
from latecomer.core.submission import SubmissionOutcome
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.rules.states import MailState
from latecomer.webinars.members.rules.engagement import EngagementLevel

ANY: Final = "any"
"""Every webinar."""


class RowScope(StrEnum):
    """The kind of row in a result: a person or a member."""

    MEMBERS = "members"
    """A member of one webinar."""
    PEOPLE = "people"
    """A person."""


class EventMode(StrEnum):
    """The way of attending an event."""

    LIVE = "live"
    ON_DEMAND = "on_demand"
    EITHER = "either"


class As(StrEnum):
    """The type that a property is compared as."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"


class Seat(StrEnum):
    """A condition on whether a member has a seat."""

    WAITS = "waits"
    """Waitlisted until a seat is free."""


class InteractionKind(StrEnum):
    """The kind of an action of a member in the room."""

    QUESTION = "question"
    """A line of the chat that asks the host something."""
    POLL = "poll"
    """A poll or survey that was answered."""
    CHAT = "chat"
    """A line of the chat that is no question."""
    DOWNLOAD = "download"
    """A handout that was opened."""
    CLICK = "click"
    """A call to action that was followed."""


class SourceField(StrEnum):
    """A part of the origin of a registration, taken from the address of its page."""

    UTM_SOURCE = "utm_source"
    UTM_MEDIUM = "utm_medium"
    UTM_CAMPAIGN = "utm_campaign"
    UTM_TERM = "utm_term"
    UTM_CONTENT = "utm_content"
    REF = "ref"
    REFERRER = "referrer"
    LANDING_PATH = "landing_path"


class _Leaf(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="filter",
):
    """The base of every leaf: an object whose ``filter`` names its kind."""


Key: TypeAlias = Annotated[str, Meta(min_length=1, max_length=200)]
Webinars: TypeAlias = Annotated[
    str | tuple[str, ...] | None,
    Meta(
        description="A webinar's id, a list of ids, or \"any\"; in scope members, left out: the row's own webinar."
    ),
]


class PersonLeaf(_Leaf, frozen=True, kw_only=True, tag="person"):
    """A field of the person: ``email``, a contact field, ``language``, ``created_at``, or ``properties.KEY``."""

    field: Key
    op: Op
    value: Json = None
    empty: WhenEmpty | None = None
    compare_as: As | None = msgspec.field(default=None, name="as")
    """The type that a property is compared as; left out, the type of ``value``."""

    @property
    def condition(self) -> Condition:
        """The operator with its value."""
        return Condition(op=self.op, value=self.value, empty=self.empty)

    @property
    def property_key(self) -> str | None:
        """The key of the property that is meant; None for a field of its own."""
        return self.field[len(PROPERTIES) :] if self.field.startswith(PROPERTIES) else None


class AnswerCondition(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A condition on the answer to a question of the registration form; of several answers any may meet it."""

    question: Annotated[str, Meta(min_length=1, max_length=100)]
    op: Op
    value: Json = None
    empty: WhenEmpty | None = None
    compare_as: As | None = msgspec.field(default=None, name="as")
    """The type that the answer is compared as; left out, the type of ``value``."""

    @property
    def condition(self) -> Condition:
        """The operator with its value."""
        return Condition(op=self.op, value=self.value, empty=self.empty)


class SourceCondition(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A condition on the origin of the member, as the registration page recorded it."""

    field: SourceField
    op: Op
    value: Json = None
    empty: WhenEmpty | None = None

    @property
    def condition(self) -> Condition:
        """The operator with its value."""
        return Condition(op=self.op, value=self.value, empty=self.empty)


class MemberLeaf(_Leaf, frozen=True, kw_only=True, tag="member"):
    """A membership: all constraints are about one member."""

    webinar: Webinars = None
    status: tuple[Status, ...] | None = None
    was: tuple[Status, ...] | None = None
    """A status event to one of these."""
    visitor: bool | None = None
    registered_at: Condition | None = None
    """The first registered fact that stands."""
    status_at: Condition | None = None
    source: tuple[Source, ...] | None = None
    """The source of the first registered fact."""
    reason: Condition | None = None
    seat: Seat | None = None
    answer: AnswerCondition | None = None
    """Of the member's latest registration form."""
    utm: SourceCondition | None = None
    """Of the member's latest registration form."""


class SubmissionLeaf(_Leaf, frozen=True, kw_only=True, tag="submission"):
    """A registration form that was submitted with the person's address, whether or not it made them a member."""

    webinar: Webinars = None
    outcome: tuple[SubmissionOutcome, ...] | None = None
    at: Condition | None = None
    """The time of its receipt."""


class InteractionLeaf(_Leaf, frozen=True, kw_only=True, tag="interaction"):
    """An action of a member in the room; without an operator at least once."""

    webinar: Webinars = None
    kind: InteractionKind
    op: Op | None = None
    value: Json = None

    @property
    def condition(self) -> Condition:
        """The operator with its value."""
        if self.op is None:
            return Condition(op=Op.AT_LEAST, value=1 if self.value is None else self.value)
        return Condition(op=self.op, value=self.value)


class EngagementLeaf(_Leaf, frozen=True, kw_only=True, tag="engagement"):
    """A level of engagement in a webinar that the person attended live; without attendance there is none."""

    webinar: Webinars = None
    level: tuple[EngagementLevel, ...]


class ConsentLeaf(_Leaf, frozen=True, kw_only=True, tag="consent"):
    """A consent that the person gave on a registration form of any webinar, with a confirmed address."""

    purpose: Annotated[str, Meta(min_length=1, max_length=100)]


class MailLeaf(_Leaf, frozen=True, kw_only=True, tag="mail"):
    """A mail to a member. Without a webinar: to the row's own member, in scope people to any of the person's."""

    webinar: Webinars = None
    kind: tuple[MailKind, ...] | None = None
    state: tuple[MailState, ...] | None = None
    bounced: bool | None = None
    """A bounce or a complaint came back."""
    at: Condition | None = None
    """The time at which it was sent, or is due."""


class CampaignLeaf(_Leaf, frozen=True, kw_only=True, tag="campaign"):
    """A run of a campaign: of the row's own member, in scope people of any of the person's."""

    id: UUID
    state: tuple[RunState, ...] | None = None


class _Attendance(_Leaf, frozen=True, kw_only=True):
    webinar: Webinars = None
    event_mode: EventMode = EventMode.EITHER
    watch_date: Condition | None = None
    watch_duration: Condition | None = None
    """Minutes, summed over the days that ``watch_date`` leaves."""
    times: Condition | None = None
    """Webinars that meet everything else."""
    watch_share: Condition | None = None
    """Per cent of the event (live) or of the recording (on demand), over the same days."""


class AttendedEvent(_Attendance, frozen=True, kw_only=True, tag="attended_event"):
    """An attendance of one of the named webinars: all constraints are about the same attendance."""


class NotAttendedEvent(_Attendance, frozen=True, kw_only=True, tag="not_attended_event"):
    """The complement of ``attended_event`` with the same constraints; people without any attendance are in it."""


class SegmentLeaf(_Leaf, frozen=True, kw_only=True, tag="segment"):
    """The condition of being in a segment. Where one of both lists members and the other people, a member counts as the
    person behind it."""

    id: UUID


Leaf: TypeAlias = (
    PersonLeaf
    | MemberLeaf
    | SubmissionLeaf
    | AttendedEvent
    | NotAttendedEvent
    | InteractionLeaf
    | EngagementLeaf
    | ConsentLeaf
    | MailLeaf
    | SegmentLeaf
    | CampaignLeaf
)
OfWebinars: TypeAlias = (
    MemberLeaf
    | SubmissionLeaf
    | AttendedEvent
    | NotAttendedEvent
    | InteractionLeaf
    | EngagementLeaf
    | MailLeaf
)
"""The leaves that name webinars."""

LEAVES: Final[Mapping[str, type[Leaf]]] = {
    "person": PersonLeaf,
    "member": MemberLeaf,
    "submission": SubmissionLeaf,
    "attended_event": AttendedEvent,
    "not_attended_event": NotAttendedEvent,
    "interaction": InteractionLeaf,
    "engagement": EngagementLeaf,
    "consent": ConsentLeaf,
    "mail": MailLeaf,
    "segment": SegmentLeaf,
    "campaign": CampaignLeaf,
}
NAME_LISTS: Final[Mapping[type[Leaf], tuple[str, ...]]] = {
    MemberLeaf: ("status", "was", "source"),
    SubmissionLeaf: ("outcome",),
    EngagementLeaf: ("level",),
    MailLeaf: ("kind", "state"),
    CampaignLeaf: ("state",),
}
"""The fields that are lists of names, of which any may be meant; one name may stand without its list."""
PROPERTIES: Final = "properties."

PERSON_FIELDS: Final[Mapping[str, Kind]] = {
    "email": Kind.TEXT,
    "first_name": Kind.TEXT,
    "last_name": Kind.TEXT,
    "phone": Kind.TEXT,
    "company": Kind.TEXT,
    "job_title": Kind.TEXT,
    "industry": Kind.TEXT,
    "street_address": Kind.TEXT,
    "city": Kind.TEXT,
    "state": Kind.TEXT,
    "postal_code": Kind.TEXT,
    "country": Kind.TEXT,
    "language": Kind.TEXT,
    "created_at": Kind.DATE,
}
"""The fields of a person that a filter may ask for, by the kind of their values."""

MEMBER_FIELDS: Final[Mapping[str, Kind]] = {
    "registered_at": Kind.DATE,
    "status_at": Kind.DATE,
    "reason": Kind.TEXT,
}
ATTENDANCE_FIELDS: Final[Mapping[str, Kind]] = {
    "watch_date": Kind.DAY,
    "watch_duration": Kind.MEASURE,
    "times": Kind.COUNT,
    "watch_share": Kind.MEASURE,
}
"""The constraints that are conditions, by the kind of their values."""
