"""The flow of a campaign: triggers or a schedule, a filter, how often a person may run, and steps.

:func:`read_flow` validates it once; the result is valid except for facts that only the database knows, such as ids.

Source: docs/audiences.md, Campaigns
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, Final, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from latecomer.audiences.rules.filters import BadFilter, Filter, leaves, read_filter
from latecomer.audiences.rules.leaves import EventMode, InteractionKind, RowScope, SegmentLeaf
from latecomer.campaigns.rules.schedule import BadSchedule, Schedule, check_schedule, clock
from latecomer.core.ids import WebinarId
from latecomer.core.status import Status
from latecomer.http.wire import field_error
from latecomer.mail.rules.kinds import MailBasis

MAX_TRIGGERS: Final = 5
MAX_STEPS: Final = 30
_HOUR_MS: Final = 60 * 60 * 1000
_UNITS_MS: Final = {
    "minute": 60_000,
    "hour": _HOUR_MS,
    "day": 24 * _HOUR_MS,
    "week": 7 * 24 * _HOUR_MS,
    "month": 30 * 24 * _HOUR_MS,
}
_LINK: Final = re.compile(r"\{\{-?\s*link\b|\{%[^%]*\blink\b")
_NOTHING: Final = re.compile(r"0 (minute|hour|day|week|month)s?", re.ASCII)
_LENGTH: Final = re.compile(r"(\d{1,4}) (minute|hour|day|week|month)s?", re.ASCII)


class MomentOf(StrEnum):
    """A moment of a webinar."""

    STARTS_AT = "starts_at"
    ENDS_AT = "ends_at"
    CLOSES_AT = "closes_at"
    """The end of the on-demand window."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a flow."""


class AttendsEvent(_Part, frozen=True, kw_only=True, tag_field="on", tag="attends_event"):
    """The first attendance in a mode, once and for all. ``also_stated``: attendance that an operator or an import
    states counts too."""

    mode: EventMode = EventMode.EITHER
    webinar: WebinarId | None = None
    also_stated: bool = False


class StatusChanged(_Part, frozen=True, kw_only=True, tag_field="on", tag="status_changed"):
    """A change of a member's status."""

    from_status: Status | None = msgspec.field(default=None, name="from")
    to_status: Status | None = msgspec.field(default=None, name="to")
    webinar: WebinarId | None = None
    corrections: bool = False
    """Start runs for retractions, too."""


class Registered(_Part, frozen=True, kw_only=True, tag_field="on", tag="registered"):
    """The first seat of a member."""

    webinar: WebinarId | None = None


class NoSeat(_Part, frozen=True, kw_only=True, tag_field="on", tag="no_seat"):
    """A member wanted a seat and got none: waitlisted, or refused by the provider."""

    webinar: WebinarId | None = None


class WatchedAtLeast(_Part, frozen=True, kw_only=True, tag_field="on", tag="watched_at_least"):
    """The watched time of a mode reached so many minutes. It happens once; later corrections change nothing."""

    minutes: Annotated[float, Meta(gt=0, le=100_000)]
    mode: EventMode = EventMode.EITHER
    webinar: WebinarId | None = None


class Interaction(_Part, frozen=True, kw_only=True, tag_field="on", tag="interaction"):
    """A member did something in the room, of any kind or of one."""

    kind: InteractionKind | None = None
    webinar: WebinarId | None = None


class Submitted(_Part, frozen=True, kw_only=True, tag_field="on", tag="submitted"):
    """A registration form of a member was received, whatever came of it."""

    webinar: WebinarId | None = None


class MailBounced(_Part, frozen=True, kw_only=True, tag_field="on", tag="mail_bounced"):
    """A mail to a member bounced, or was complained about."""

    webinar: WebinarId | None = None


class EnteredSegment(_Part, frozen=True, kw_only=True, tag_field="on", tag="entered_segment"):
    """A row entered a live segment. For a segment of people the run belongs to the webinar that the person was last
    added to."""

    id: UUID


class AtMoment(_Part, frozen=True, kw_only=True, tag_field="on", tag="at_moment"):
    """A moment of the webinar, ``offset`` later or earlier: ``"-3 days"``. Every member in the program is evaluated."""

    of: MomentOf
    offset: str = "0 days"
    webinar: WebinarId | None = None


Trigger: TypeAlias = (
    AttendsEvent
    | StatusChanged
    | Registered
    | NoSeat
    | WatchedAtLeast
    | Interaction
    | Submitted
    | MailBounced
    | EnteredSegment
    | AtMoment
)


class Until(_Part, frozen=True, kw_only=True):
    """The end of a wait: a moment of the webinar, or the next local time ``at``, on a weekday if one is named."""

    of: MomentOf | None = None
    offset: str | None = None
    at: str | None = None
    on: str | None = None


class MailTemplate(_Part, frozen=True, kw_only=True):
    """The text of a campaign's mail, with the merge fields of every mail."""

    subject: Annotated[str, Meta(min_length=1, max_length=200)]
    text: Annotated[str, Meta(min_length=1, max_length=20_000)]
    html: Annotated[str, Meta(min_length=1, max_length=100_000)]


TemplateName: TypeAlias = Annotated[str, Meta(pattern="^[a-z0-9_-]{1,60}$")]
"""The name of a template that the campaign has in several languages."""


class _Step(_Part, frozen=True, kw_only=True, tag_field="do"):
    """A step. ``late_after``: the time after its due moment in which it is still performed; one day for mails,
    unlimited for others by default."""

    late_after: str | None = None


class SendMail(_Step, frozen=True, kw_only=True, tag="send_mail"):
    """Queue a mail; its id is derived from run and step, so that it is sent once.

    ``basis``: why it may be sent: to persons with a confirmed consent, or to everybody who did not opt out.
    ``purpose``: the consent that is needed; left out: to any purpose but ``event``.
    """

    template: MailTemplate | TemplateName
    """The text, or the name of a template of the campaign."""
    basis: MailBasis = MailBasis.CONSENT
    purpose: Annotated[str, Meta(pattern="^[a-z0-9_-]{1,40}$")] | None = None


class SetStatus(_Step, frozen=True, kw_only=True, tag="set_status"):
    """Set the member's status; a step backwards is skipped with its reason."""

    status: Status
    reason: Annotated[str, Meta(max_length=500)] | None = None


class AddToList(_Step, frozen=True, kw_only=True, tag="add_to_list"):
    """Put the member, or in scope people the person, on a list."""

    segment: UUID


class RemoveFromList(_Step, frozen=True, kw_only=True, tag="remove_from_list"):
    """Take the member, or in scope people the person, off a list."""

    segment: UUID


class SetProperty(_Step, frozen=True, kw_only=True, tag="set_property"):
    """Set a property of the person."""

    key: Annotated[str, Meta(min_length=1, max_length=200)]
    value: str | int | float | bool | None


class CallWebhook(_Step, frozen=True, kw_only=True, tag="call_webhook"):
    """Send the event ``campaign.step`` to one connection; its id is derived from run and step, so that repetitions are
    recognised."""

    connection: UUID


ListNumber: TypeAlias = Annotated[str, Meta(pattern="^[1-9][0-9]{0,17}$")]
"""A vendor's id of a list: a number."""


class AddToVendorList(_Step, frozen=True, kw_only=True, tag="add_to_vendor_list"):
    """Put the person on a list of a connection's vendor: a static list of HubSpot or Marketo. ``list`` is its id
    there."""

    connection: UUID
    list: ListNumber


class RemoveFromVendorList(_Step, frozen=True, kw_only=True, tag="remove_from_vendor_list"):
    """Take the person off a list of a connection's vendor."""

    connection: UUID
    list: ListNumber


class NewLink(_Step, frozen=True, kw_only=True, tag="new_link"):
    """Revoke the member's join link and make a new one."""


class Wait(_Step, frozen=True, kw_only=True, tag="wait"):
    """Go on after a length of time (``"3 days"``), or at a moment; a moment of the webinar moves when the webinar
    moves."""

    length: str | None = msgspec.field(default=None, name="for")
    until: Until | None = None


class OnlyIf(_Step, frozen=True, kw_only=True, tag="only_if"):
    """Go on only if a filter matches; otherwise the run ends after the steps of ``else``."""

    filter: Any
    otherwise: tuple[Any, ...] = msgspec.field(default=(), name="else")


class Stop(_Step, frozen=True, kw_only=True, tag="stop"):
    """End the run."""


Step: TypeAlias = (
    SendMail
    | SetStatus
    | CallWebhook
    | AddToList
    | RemoveFromList
    | SetProperty
    | AddToVendorList
    | RemoveFromVendorList
    | NewLink
    | Wait
    | OnlyIf
    | Stop
)
ACTIONS: Final = (SendMail, SetStatus, AddToList, RemoveFromList, NewLink)
"""The steps that can be done to everybody in a segment at once."""


class OncePer(_Part, frozen=True, kw_only=True):
    """Once in a length of time; a day is 24 hours, a month 30 days."""

    once_per: str


class Flow(_Part, frozen=True, kw_only=True):
    """A campaign's flow as it is written and saved."""

    triggers: tuple[Trigger, ...] = ()
    schedule: Schedule | None = None
    scope: RowScope = RowScope.MEMBERS
    """Of a schedule: whom its filter finds. People run by the webinar that they were last added to."""
    webinar: WebinarId | None = None
    """Of a schedule of scope members."""
    filter: Any = None
    goal: Any = None
    """A run whose goal matches is done."""
    runs: str | OncePer = "once"
    steps: tuple[Any, ...] = ()
    timezone: str = "UTC"


class BadFlow(Exception):
    """The refusal of a flow.

    Args:
        code: stable, for programs.
        path: a JSON Pointer to the faulty part.
        message: the way to correct it, for people.
    """

    def __init__(self, code: str, path: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.path = path
        self.message = message


def read_flow(raw: Any) -> Flow:
    """Return the flow that a JSON value describes. Raises: BadFlow, at the first error."""
    flow: Flow = _convert(raw, Flow, "")
    _check_start(flow)
    if isinstance(flow.runs, str):
        if flow.runs not in ("once", "every_time"):
            raise BadFlow("unknown_value", "/runs", 'write "once", "every_time" or {"once_per": "7 days"}')
    else:
        length_ms(flow.runs.once_per, "/runs/once_per")
    for name in ("filter", "goal"):
        if getattr(flow, name) is not None:
            filter_of(getattr(flow, name), f"/{name}", flow.scope)
    if not flow.steps:
        raise BadFlow("wrong_length", "/steps", "name at least one step")
    if _check_steps(flow, flow.steps, "/steps") > MAX_STEPS:
        raise BadFlow("wrong_length", "/steps", f"a campaign can have at most {MAX_STEPS} steps")
    return flow


def _check_start(flow: Flow) -> None:
    """Refuse a flow that has both triggers and a schedule, or neither, or an invalid one."""
    if flow.schedule is None:
        if not 1 <= len(flow.triggers) <= MAX_TRIGGERS:
            raise BadFlow("wrong_length", "/triggers", f"name 1 to {MAX_TRIGGERS} triggers, or a schedule")
        if flow.scope is not RowScope.MEMBERS or flow.webinar is not None:
            field = "/webinar" if flow.scope is RowScope.MEMBERS else "/scope"
            raise BadFlow(
                "unknown_field", field, "only a campaign with a schedule can have a scope and a webinar"
            )
        for nth, trigger in enumerate(flow.triggers):
            if isinstance(trigger, AtMoment):
                offset_ms(trigger.offset, f"/triggers/{nth}/offset")
        return
    if flow.triggers:
        raise BadFlow("unknown_field", "/schedule", "name triggers or a schedule, not both")
    try:
        check_schedule(flow.schedule)
    except BadSchedule as bad:
        raise BadFlow(bad.code, f"/schedule{bad.path}", bad.message) from None
    if flow.scope is RowScope.MEMBERS and flow.webinar is None:
        raise BadFlow(
            "needs_webinar", "/webinar", "name the webinar whose members are meant, or use scope people"
        )
    if flow.scope is RowScope.PEOPLE and flow.webinar is not None:
        raise BadFlow("unknown_field", "/webinar", "with scope people no webinar can be named")


def _convert(raw: Any, kind: Any, path: str) -> Any:
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        wrong = field_error(error)
        raise BadFlow(wrong.code, path + wrong.field, wrong.message) from None


def _check_steps(flow: Flow, steps: tuple[Any, ...], path: str) -> int:
    """Validate the steps. Returns: the number of steps, including those in ``else``."""
    count = 0
    for nth, raw in enumerate(steps):
        step = read_step(raw, f"{path}/{nth}")
        count += 1
        if step.late_after is not None:
            length_ms(step.late_after, f"{path}/{nth}/late_after")
        match step:
            case Wait():
                _check_wait(step, f"{path}/{nth}")
            case OnlyIf(filter=tree, otherwise=otherwise):
                filter_of(tree, f"{path}/{nth}/filter", flow.scope)
                if path.count("/else"):
                    if otherwise:
                        raise BadFlow("too_deep", f"{path}/{nth}/else", "an else cannot contain another else")
                else:
                    count += _check_steps(flow, otherwise, f"{path}/{nth}/else")
            case _:
                pass
    return count


def _check_wait(step: Wait, path: str) -> None:
    if (step.length is None) == (step.until is None):
        raise BadFlow("missing_field", path, 'a wait has either "for" or "until"')
    if step.length is not None:
        length_ms(step.length, f"{path}/for")
        return
    until = step.until or Until()
    if (until.of is None) == (until.at is None):
        message = 'wait until a moment of the webinar ("of") or a local time ("at")'
        raise BadFlow("missing_field", f"{path}/until", message)
    if until.of is not None:
        offset_ms(until.offset or "0 days", f"{path}/until/offset")
        if until.on is not None:
            raise BadFlow("unknown_field", f"{path}/until/on", "a weekday needs a local time")
        return
    if until.offset is not None:
        raise BadFlow("unknown_field", f"{path}/until/offset", "a local time has no offset")
    try:
        clock(until.at or "", "/at")
        check_schedule(Schedule(every="week" if until.on else "day", on=until.on, at=until.at))
    except BadSchedule as bad:
        raise BadFlow(bad.code, f"{path}/until{bad.path}", bad.message) from None


def read_step(raw: Any, path: str = "") -> Step:
    """Return one step. Raises: BadFlow."""
    step: Step = _convert(raw, Step, path)
    return step


def filter_of(raw: Any, path: str = "", scope: RowScope = RowScope.MEMBERS) -> Filter:
    """Return a filter of a campaign. Raises: BadFlow."""
    try:
        return read_filter(raw, scope, path)
    except BadFilter as bad:
        raise BadFlow(bad.code, bad.path, bad.message) from None


def offset_ms(text: str, path: str = "") -> int:
    """Return an offset in ms: ``"-3 days"`` is negative, and earlier. Raises: BadFlow."""
    if _NOTHING.fullmatch(text.removeprefix("-")):
        return 0
    length = length_ms(text.removeprefix("-"), path)
    return -length if text.startswith("-") else length


def length_ms(text: str, path: str = "") -> int:
    """Return a length of time in ms; a month is 30 days. Raises: BadFlow."""
    found = _LENGTH.fullmatch(text)
    if found is None or int(found[1]) == 0:
        raise BadFlow(
            "unknown_value", path, 'write a length of time such as "3 days", "2 hours" or "1 month"'
        )
    return int(found[1]) * _UNITS_MS[found[2]]


def has_link(template: MailTemplate) -> bool:
    """Return whether a mail speaks of the member's join link."""
    return any(_LINK.search(each) for each in (template.subject, template.text, template.html))


def template_name(text: str) -> str:
    """Return the name of a template. Raises: BadFlow."""
    name: str = _convert(text, TemplateName, "")
    return name


def step_that_needs_a_member(flow: Flow) -> str | None:
    """Return the place of the first step that needs a member of one webinar: a status, a join link (in a mail, too), or
    a moment of the webinar."""
    for path, step in all_steps(flow):
        match step:
            case SetStatus() | NewLink():
                return path
            case Wait(until=Until(of=MomentOf())):
                return f"{path}/until"
            case SendMail(template=MailTemplate() as template) if has_link(template):
                return f"{path}/template"
            case _:
                pass
    return None


def step_at(flow: Flow, place: str) -> Step | None:
    """Return the step at a place (``3``, or ``3.else.1``); None after the last one."""
    steps = flow.steps
    first, _, inner = place.partition(".else.")
    if inner:
        outer = read_step(steps[int(first)])
        steps = outer.otherwise if isinstance(outer, OnlyIf) else ()
        first = inner
    return read_step(steps[int(first)]) if int(first) < len(steps) else None


def behind(place: str) -> str:
    """Return the place after this one."""
    head, dot, last = place.rpartition(".")
    return f"{head}{dot}{int(last) + 1}"


def named_segments(flow: Flow) -> dict[UUID, str]:
    """Return every segment that a flow names, each with a JSON Pointer to the first place."""
    found: dict[UUID, str] = {}
    for nth, trigger in enumerate(flow.triggers):
        if isinstance(trigger, EnteredSegment):
            found.setdefault(trigger.id, f"/triggers/{nth}/id")
    for name in ("filter", "goal"):
        _add_named(found, getattr(flow, name), f"/{name}", flow.scope)
    for path, step in all_steps(flow):
        match step:
            case AddToList(segment=segment) | RemoveFromList(segment=segment):
                found.setdefault(segment, f"{path}/segment")
            case OnlyIf(filter=tree):
                _add_named(found, tree, f"{path}/filter", flow.scope)
            case _:
                pass
    return found


def _add_named(found: dict[UUID, str], raw: Any, path: str, scope: RowScope) -> None:
    if raw is None:
        return
    for where, leaf in leaves(filter_of(raw, path, scope), path):
        if isinstance(leaf, SegmentLeaf):
            found.setdefault(leaf.id, f"{where}/id")


def all_steps(flow: Flow) -> list[tuple[str, Step]]:
    """Return every step with its JSON Pointer, those in ``else`` included."""
    found: list[tuple[str, Step]] = []
    for nth, raw in enumerate(flow.steps):
        step = read_step(raw)
        found.append((f"/steps/{nth}", step))
        if isinstance(step, OnlyIf):
            found += [
                (f"/steps/{nth}/else/{inner}", read_step(each)) for inner, each in enumerate(step.otherwise)
            ]
    return found
