"""The bodies of outgoing events, each with its own type.

The outbox stores ``data`` in the form of these types, and the schemas under ``schemas/webhooks/`` are made from them.
Fields that name a person may be missing: they are removed when the person is erased, also from events that still wait.

Source: docs/vendors.md, What Latecomer sends
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from latecomer.core.facts import Source
from latecomer.core.phase import Mode
from latecomer.core.status import Status
from latecomer.core.timestamps import TimeText


class EventType(StrEnum):
    """The type of an outgoing event."""

    MEMBER_REGISTERED = "member.registered"
    MEMBER_JOINED = "member.joined"
    MEMBER_STATUS_CHANGED = "member.status_changed"
    MEMBER_WATCHED = "member.watched"
    WEBINAR_FINISHED = "webinar.finished"
    WEBINAR_REOPENED = "webinar.reopened"
    WEBINAR_RECORDING_FAILED = "webinar.recording_failed"
    WEBINAR_RECORDING_RESTORED = "webinar.recording_restored"
    FORM_SUBMITTED = "form.submitted"
    MAIL_BOUNCED = "mail.bounced"
    SEGMENT_ENTERED = "segment.entered"
    SEGMENT_LEFT = "segment.left"
    MEMBER_CLICKED = "member.clicked"
    MEMBER_ANSWERED = "member.answered"
    MEMBER_ASKED = "member.asked"
    CAMPAIGN_STEP = "campaign.step"
    """Sent to the connection that the campaign's step names."""
    CAMPAIGN_LIST_STEP = "campaign.list_step"
    """Sent to a vendor that has lists, for the list that the campaign's step names."""
    CONNECTION_TESTED = "connection.tested"
    """Sent by a test alone; it is never in the outbox."""


class MemberEvent(msgspec.Struct, frozen=True, kw_only=True):
    """The fields that all events about a member share. ``sequence`` counts the events of one member from 1; ``status``
    is the status after this event.
    """

    sequence: Annotated[int, Meta(ge=1)]
    webinar_id: UUID
    member_id: UUID
    person_id: UUID
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    status: Status


class MemberRegistered(MemberEvent, frozen=True, kw_only=True):
    """A member took a seat."""

    type: ClassVar[EventType] = EventType.MEMBER_REGISTERED


class MemberJoined(MemberEvent, frozen=True, kw_only=True):
    """A member's first confirmed click or playback."""

    type: ClassVar[EventType] = EventType.MEMBER_JOINED
    joined_at: TimeText


class MemberStatusChanged(MemberEvent, frozen=True, kw_only=True):
    """A change of a member's status. ``from_status`` is null for a new member; ``happened_at`` is the time of the
    deciding fact, earlier than the event when a vendor reported it later.
    """

    type: ClassVar[EventType] = EventType.MEMBER_STATUS_CHANGED
    from_status: Status | None
    reason: str | None = None
    happened_at: TimeText
    correction: Literal[True] | UnsetType = UNSET
    """Set where a retraction changed the status, which may be an earlier one; ``happened_at`` is its time."""
    source: Source | UnsetType = UNSET
    """The source of the retraction: an operator, or a vendor that corrected its report. Only set in corrections."""


class MemberWatched(MemberEvent, frozen=True, kw_only=True):
    """The watch duration of a member in one mode on one local day, in total. A later ``revision`` replaces earlier
    ones; ``watched_s`` is 0 when a vendor retracted its report.
    """

    type: ClassVar[EventType] = EventType.MEMBER_WATCHED
    mode: Mode
    day: Annotated[str, Meta(extra_json_schema={"format": "date"})]
    revision: Annotated[int, Meta(ge=1)]
    watched_s: Annotated[float, Meta(ge=0)]
    first_at: TimeText
    last_at: TimeText


class RoomEvent(MemberEvent, frozen=True, kw_only=True):
    """A member used an item of an automated webinar's rundown. ``kind`` is that of the item; ``mode``: during the event
    (live) or in the replay."""

    item: str
    kind: str
    title: str | None = None
    mode: Literal["live", "replay"]


class MemberClicked(RoomEvent, frozen=True, kw_only=True):
    """A member's first click on a call to action or handout, once in each mode."""

    type: ClassVar[EventType] = EventType.MEMBER_CLICKED
    clicked_at: TimeText


class MemberAnswered(RoomEvent, frozen=True, kw_only=True):
    """A member's answer to a question of a poll or survey; a later one replaces an earlier one. ``value`` is an option
    or several, by id, a number, a boolean or text, and null once erased."""

    type: ClassVar[EventType] = EventType.MEMBER_ANSWERED
    question: str
    question_text: str
    value: str | int | bool | list[str] | None = None
    answered_at: TimeText


class MemberAsked(MemberEvent, frozen=True, kw_only=True):
    """A question that a member wrote into the chat."""

    type: ClassVar[EventType] = EventType.MEMBER_ASKED
    line_id: UUID
    text: str | None = None
    asked_at: TimeText


class SegmentEvent(MemberEvent, frozen=True, kw_only=True):
    """A row entered a segment or left it. In a segment of people the member is the one of the webinar that the person
    was last added to; ``times`` counts how often the row has entered."""

    segment_id: UUID
    segment_name: str
    times: Annotated[int, Meta(ge=1)]


class SegmentEntered(SegmentEvent, frozen=True, kw_only=True):
    """A row entered a segment whose changes are published."""

    type: ClassVar[EventType] = EventType.SEGMENT_ENTERED


class SegmentLeft(SegmentEvent, frozen=True, kw_only=True):
    """A row left a segment whose changes are published."""

    type: ClassVar[EventType] = EventType.SEGMENT_LEFT


class CampaignStep(MemberEvent, frozen=True, kw_only=True):
    """A campaign's run reached a step that calls this connection. ``place`` is the step, counted from 0; ``test`` is
    true when somebody tries the campaign."""

    type: ClassVar[EventType] = EventType.CAMPAIGN_STEP
    campaign_id: UUID
    campaign_name: str
    run_id: UUID
    place: str
    test: bool = False


class CampaignListStep(CampaignStep, frozen=True, kw_only=True):
    """A campaign's run reached a step that puts the person on a vendor's list, or takes the person off it. ``list_id``
    is the vendor's id of the list. Only vendors that have lists receive it, webhooks do not."""

    type: ClassVar[EventType] = EventType.CAMPAIGN_LIST_STEP
    list_id: str
    change: Literal["add", "remove"]


class WebinarFinished(msgspec.Struct, frozen=True, kw_only=True):
    """The finish of a webinar; the events about its No-Shows follow."""

    type: ClassVar[EventType] = EventType.WEBINAR_FINISHED
    webinar_id: UUID
    name: str
    finished_at: TimeText


class WebinarReopened(msgspec.Struct, frozen=True, kw_only=True):
    """A finish was retracted. ``ends_at`` is the new end: the planned one, or an earlier one when something was played
    after it."""

    type: ClassVar[EventType] = EventType.WEBINAR_REOPENED
    webinar_id: UUID
    name: str
    ends_at: TimeText
    reopened_at: TimeText


class WebinarRecordingFailed(msgspec.Struct, frozen=True, kw_only=True):
    """The recording of a webinar cannot be played. ``noticed_by``: by a check, or by a viewer's player. ``reasons``:
    the findings of the check, or the player's reason (network, decode, source, encryption)."""

    type: ClassVar[EventType] = EventType.WEBINAR_RECORDING_FAILED
    webinar_id: UUID
    name: str
    noticed_by: Literal["check", "viewer"]
    reasons: list[str]
    failed_at: TimeText


class WebinarRecordingRestored(msgspec.Struct, frozen=True, kw_only=True):
    """A check found that the recording of a webinar can be played again."""

    type: ClassVar[EventType] = EventType.WEBINAR_RECORDING_RESTORED
    webinar_id: UUID
    name: str
    restored_at: TimeText


class FormSubmitted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The outcome of a registration form: one event for each form, after the confirmation click if addresses are
    confirmed. ``outcome``: member, no_seat, rejected, removed or closed. A form that led to no member contains no name.
    """

    type: ClassVar[EventType] = EventType.FORM_SUBMITTED
    submission_id: UUID
    webinar_id: UUID
    outcome: str
    person_id: UUID | None = None
    member_id: UUID | None = None


class MailBounced(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A mail did not arrive (``hard``: the address gets no more mails; ``soft``: later mails may arrive), or its
    recipient reported it as spam (``complaint``: no more mails either). ``kind`` is the kind of mail."""

    type: ClassVar[EventType] = EventType.MAIL_BOUNCED
    mail_id: UUID
    webinar_id: UUID
    kind: str
    bounce: Literal["hard", "soft", "complaint"]
    bounced_at: TimeText
    member_id: UUID | None = None
    email: str | None = None
    reason: str | None = None


class ConnectionTested(msgspec.Struct, frozen=True, kw_only=True):
    """A test of a connection by an operator; ``name`` is the connection's name."""

    type: ClassVar[EventType] = EventType.CONNECTION_TESTED
    name: str


AboutMember: TypeAlias = (
    MemberRegistered
    | MemberJoined
    | MemberStatusChanged
    | MemberWatched
    | MemberClicked
    | MemberAnswered
    | MemberAsked
    | SegmentEntered
    | SegmentLeft
    | CampaignStep
    | CampaignListStep
)
Data: TypeAlias = (
    AboutMember
    | WebinarFinished
    | WebinarReopened
    | WebinarRecordingFailed
    | WebinarRecordingRestored
    | FormSubmitted
    | MailBounced
    | ConnectionTested
)

DATA: Final[Mapping[EventType, type[Data]]] = {
    kind.type: kind
    for kind in (
        MemberRegistered,
        MemberJoined,
        MemberStatusChanged,
        MemberWatched,
        MemberClicked,
        MemberAnswered,
        MemberAsked,
        SegmentEntered,
        SegmentLeft,
        CampaignStep,
        CampaignListStep,
        WebinarFinished,
        WebinarReopened,
        WebinarRecordingFailed,
        WebinarRecordingRestored,
        FormSubmitted,
        MailBounced,
        ConnectionTested,
    )
}
"""By the type of the event."""

NAMES_A_PERSON: Final = ("email", "first_name", "last_name", "reason", "text", "value")
"""The fields that go with an erased person."""


def to_fields(data: Data) -> Mapping[str, object]:
    """Return the ``data`` of an event as it stands in a body."""
    fields: dict[str, object] = msgspec.to_builtins(data)
    return fields


def from_fields(kind: str, fields: Mapping[str, Any]) -> Data | None:
    """Return the event that ``data`` of this type describes; None for an unknown type, or fields of another form."""
    try:
        return msgspec.convert(dict(fields), DATA[EventType(kind)])
    except (ValueError, KeyError):  # msgspec.ValidationError is a ValueError
        return None
