"""The flow of a campaign: triggers, a filter, the number of runs per person, and steps.

It is read once from JSON by :func:`read_flow`; what it returns is valid but for what only the database knows.

Source: docs/audiences.md, Campaigns
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from latecomer.audiences.rules.filters import BadFilter, EventMode, Filter, RowScope, read_filter
from latecomer.core.ids import WebinarId
from latecomer.core.status import Status
from latecomer.http.wire import field_error

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
_LENGTH: Final = re.compile(r"(\d{1,4}) (minute|hour|day|week|month)s?", re.ASCII)


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a flow."""


class AttendsEvent(_Part, frozen=True, kw_only=True, tag_field="on", tag="attends_event"):
    """The first attendance in a mode, once for ever. ``also_stated``: by an operator's or import's word, too."""

    mode: EventMode = EventMode.EITHER
    webinar: WebinarId | None = None
    also_stated: bool = False


class StatusChanged(_Part, frozen=True, kw_only=True, tag_field="on", tag="status_changed"):
    """A change of a member's status."""

    from_status: Status | None = msgspec.field(default=None, name="from")
    to_status: Status | None = msgspec.field(default=None, name="to")
    webinar: WebinarId | None = None


class Registered(_Part, frozen=True, kw_only=True, tag_field="on", tag="registered"):
    """The first seat of a member."""

    webinar: WebinarId | None = None


Trigger: TypeAlias = AttendsEvent | StatusChanged | Registered


class MailTemplate(_Part, frozen=True, kw_only=True):
    """The text of a campaign's mail, with the merge fields of every mail."""

    subject: Annotated[str, Meta(min_length=1, max_length=200)]
    text: Annotated[str, Meta(min_length=1, max_length=20_000)]
    html: Annotated[str, Meta(min_length=1, max_length=100_000)]


class SendMail(_Part, frozen=True, kw_only=True, tag_field="do", tag="send_mail"):
    """Queue a mail; its id is made from run and step, so that it goes once."""

    template: MailTemplate


class SetStatus(_Part, frozen=True, kw_only=True, tag_field="do", tag="set_status"):
    """Set the member's status; a step back is skipped with its reason."""

    status: Status
    reason: Annotated[str, Meta(max_length=500)] | None = None


class AddToList(_Part, frozen=True, kw_only=True, tag_field="do", tag="add_to_list"):
    """Put the member, or in scope people the person, on a list."""

    segment: UUID


class RemoveFromList(_Part, frozen=True, kw_only=True, tag_field="do", tag="remove_from_list"):
    """Remove the member, or in scope people the person, from a list."""

    segment: UUID


class SetProperty(_Part, frozen=True, kw_only=True, tag_field="do", tag="set_property"):
    """Set a property of the person."""

    key: Annotated[str, Meta(min_length=1, max_length=200)]
    value: str | int | float | bool | None


class Wait(_Part, frozen=True, kw_only=True, tag_field="do", tag="wait"):
    """Go on after a length of time: ``"3 days"``."""

    length: str = msgspec.field(name="for")


class OnlyIf(_Part, frozen=True, kw_only=True, tag_field="do", tag="only_if"):
    """Go on only if a filter matches; else the run is done, after the steps of ``else``."""

    filter: Any
    otherwise: tuple[Any, ...] = msgspec.field(default=(), name="else")


class Stop(_Part, frozen=True, kw_only=True, tag_field="do", tag="stop"):
    """The run is done."""


Step: TypeAlias = SendMail | SetStatus | AddToList | RemoveFromList | SetProperty | Wait | OnlyIf | Stop


class OncePer(_Part, frozen=True, kw_only=True):
    """Once in a length of time; a day is 24 hours, a month 30 days."""

    once_per: str


class Flow(_Part, frozen=True, kw_only=True):
    """A campaign's flow as it is written and saved."""

    triggers: tuple[Trigger, ...]
    filter: Any = None
    runs: str | OncePer = "once"
    steps: tuple[Any, ...] = ()
    timezone: str = "UTC"


class BadFlow(Exception):
    """A flow that is refused.

    Args:
        code: stable, for programs.
        path: a JSON Pointer to the place.
        message: what is right instead, for people.
    """

    def __init__(self, code: str, path: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.path = path
        self.message = message


def read_flow(raw: Any) -> Flow:
    """Return the flow that a JSON value means. Raises: BadFlow, at the first thing that is wrong."""
    flow: Flow = _convert(raw, Flow, "")
    if not 1 <= len(flow.triggers) <= MAX_TRIGGERS:
        raise BadFlow("wrong_length", "/triggers", f"name 1 to {MAX_TRIGGERS} triggers")
    if isinstance(flow.runs, str):
        if flow.runs not in ("once", "every_time"):
            raise BadFlow("unknown_value", "/runs", 'write "once", "every_time" or {"once_per": "7 days"}')
    else:
        length_ms(flow.runs.once_per, "/runs/once_per")
    if flow.filter is not None:
        filter_of(flow.filter, "/filter")
    if not flow.steps:
        raise BadFlow("wrong_length", "/steps", "name at least one step")
    if _check_steps(flow.steps, "/steps") > MAX_STEPS:
        raise BadFlow("wrong_length", "/steps", f"a campaign has at most {MAX_STEPS} steps")
    return flow


def _convert(raw: Any, kind: Any, path: str) -> Any:
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        wrong = field_error(error)
        raise BadFlow(wrong.code, path + wrong.field, wrong.message) from None


def _check_steps(steps: tuple[Any, ...], path: str) -> int:
    """Return how many steps there are, those in ``else`` included."""
    count = 0
    for nth, raw in enumerate(steps):
        step = read_step(raw, f"{path}/{nth}")
        count += 1
        match step:
            case Wait(length=length):
                length_ms(length, f"{path}/{nth}/for")
            case OnlyIf(filter=tree, otherwise=otherwise):
                filter_of(tree, f"{path}/{nth}/filter")
                if path.count("/else"):
                    if otherwise:
                        raise BadFlow("too_deep", f"{path}/{nth}/else", "an else holds no other else")
                else:
                    count += _check_steps(otherwise, f"{path}/{nth}/else")
            case _:
                pass
    return count


def read_step(raw: Any, path: str = "") -> Step:
    """Return one step. Raises: BadFlow."""
    step: Step = _convert(raw, Step, path)
    return step


def filter_of(raw: Any, path: str = "") -> Filter:
    """Return a filter of a campaign, whose rows are members. Raises: BadFlow."""
    try:
        return read_filter(raw, RowScope.MEMBERS, path)
    except BadFilter as bad:
        raise BadFlow(bad.code, bad.path, bad.message) from None


def length_ms(text: str, path: str = "") -> int:
    """Return a length of time in ms; a month is 30 days. Raises: BadFlow."""
    found = _LENGTH.fullmatch(text)
    if found is None or int(found[1]) == 0:
        raise BadFlow(
            "unknown_value", path, 'write a length of time such as "3 days", "2 hours" or "1 month"'
        )
    return int(found[1]) * _UNITS_MS[found[2]]


def step_at(flow: Flow, place: str) -> Step | None:
    """Return the step at a place (``3``, or ``3.else.1``); None behind the last one."""
    steps = flow.steps
    first, _, inner = place.partition(".else.")
    if inner:
        outer = read_step(steps[int(first)])
        steps = outer.otherwise if isinstance(outer, OnlyIf) else ()
        first = inner
    return read_step(steps[int(first)]) if int(first) < len(steps) else None


def behind(place: str) -> str:
    """Return the place behind one."""
    head, dot, last = place.rpartition(".")
    return f"{head}{dot}{int(last) + 1}"
