"""The tree of a filter: ``all``, ``any`` and ``not`` over leaves; true or false for every row, never unknown.

A tree is read from JSON by :func:`read_filter`, which refuses what cannot be asked and says where; what it returns is
frozen and valid. ``{"all": []}`` is everybody.

Source: docs/audiences.md, Filters
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from latecomer.audiences.rules.operators import (
    MAX_VALUES,
    NEGATIVE,
    BadCondition,
    Check,
    Condition,
    Json,
    Kind,
    Op,
    WhenEmpty,
    read_check,
    storable,
)
from latecomer.core.facts import Source
from latecomer.core.ids import WebinarId
from latecomer.core.status import Status
from latecomer.http.wire import field_error

MAX_DEPTH: Final = 6
"""Groups (``all``, ``any``, ``not``) that may lie in each other."""

MAX_LEAVES: Final = 60
MAX_SEGMENTS: Final = 5
"""Segments that a filter may name, those that they name included."""

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
    """Being in a segment; a segment of another scope is matched by person."""

    id: UUID


Leaf: TypeAlias = PersonLeaf | MemberLeaf | AttendedEvent | NotAttendedEvent | SegmentLeaf
LEAVES: Final[Mapping[str, type[Leaf]]] = {
    "person": PersonLeaf,
    "member": MemberLeaf,
    "attended_event": AttendedEvent,
    "not_attended_event": NotAttendedEvent,
    "segment": SegmentLeaf,
}
PROPERTIES: Final = "properties."


@dataclass(frozen=True, slots=True)
class All:
    """All parts are true; without parts every row matches."""

    parts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part is true; without parts no row matches."""

    parts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The complement of a part, always."""

    part: Filter


Filter: TypeAlias = All | AnyOf | Not | Leaf
EVERYBODY: Final = All(())

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


class BadFilter(Exception):
    """A filter that is refused.

    Args:
        code: stable, for programs.
        path: a JSON Pointer to the place, ``""`` for the whole filter.
        message: what is right instead, for people.
    """

    def __init__(self, code: str, path: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.path = path
        self.message = message


def read_filter(raw: Json, scope: RowScope, path: str = "") -> Filter:
    """Return the filter that a JSON value means.

    Args:
        raw: what a JSON decoder returns.
        scope: what a row is; decides which leaves need a webinar.
        path: where ``raw`` stands, as a JSON Pointer.

    Raises: BadFilter, at the first thing that is wrong.
    """
    tree = _read(raw, scope, path, depth=1)
    if len(leaves(tree)) > MAX_LEAVES:
        raise BadFilter("too_many_leaves", path, f"a filter has at most {MAX_LEAVES} conditions")
    return tree


def _read(raw: Json, scope: RowScope, path: str, depth: int) -> Filter:
    if not isinstance(raw, dict):
        raise BadFilter(
            "wrong_type", path, 'write an object: {"all": […]}, {"any": […]}, {"not": …} or a leaf'
        )
    if "filter" in raw:
        return _read_leaf(raw, scope, path)
    if len(raw) != 1 or not raw.keys() <= {"all", "any", "not"}:
        raise BadFilter("unknown_field", path, 'one of "all", "any" and "not", or a leaf with its "filter"')
    if depth > MAX_DEPTH:
        raise BadFilter("too_deep", path, f"groups lie at most {MAX_DEPTH} deep in each other")
    (word,) = raw
    inner = raw[word]
    if word == "not":
        return Not(_read(inner, scope, f"{path}/not", depth + 1))
    if not isinstance(inner, list):
        raise BadFilter("wrong_type", f"{path}/{word}", "write a list")
    if len(inner) > MAX_LEAVES:
        raise BadFilter("too_many_leaves", path, f"a filter has at most {MAX_LEAVES} conditions")
    parts = tuple(_read(part, scope, f"{path}/{word}/{nth}", depth + 1) for nth, part in enumerate(inner))
    return All(parts) if word == "all" else AnyOf(parts)


def _read_leaf(raw: Mapping[str, Json], scope: RowScope, path: str) -> Leaf:
    kind = LEAVES.get(raw["filter"]) if isinstance(raw["filter"], str) else None
    if kind is None:
        raise BadFilter("unknown_value", f"{path}/filter", f"a filter is one of: {', '.join(LEAVES)}")
    try:
        leaf = msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        wrong = field_error(error)
        raise BadFilter(wrong.code, path + wrong.field, wrong.message) from None
    match leaf:
        case PersonLeaf():
            person_check(leaf, path)
        case MemberLeaf():
            _check_member(leaf, scope, path)
        case AttendedEvent() | NotAttendedEvent():
            _check_attendance(leaf, scope, path)
        case SegmentLeaf():
            pass
    return leaf


def person_check(leaf: PersonLeaf, path: str = "") -> tuple[Kind, Check]:
    """Return the kind of the field that a leaf asks for, and its check. Raises: BadFilter."""
    key = leaf.property_key
    if key is None:
        kind = PERSON_FIELDS.get(leaf.field)
        if kind is None:
            fields = ", ".join(PERSON_FIELDS)
            raise BadFilter("unknown_field", f"{path}/field", f"a field is one of: {fields}, properties.KEY")
        if leaf.compare_as is not None:
            raise BadFilter("operator_not_here", f"{path}/as", "only properties are compared as another type")
    elif not key or not storable(key):
        raise BadFilter("unknown_field", f"{path}/field", "write the property's name: properties.KEY")
    else:
        kind = Kind(leaf.compare_as) if leaf.compare_as else _kind_of(leaf.value)
    return kind, _check(leaf.condition, kind, path)


def _kind_of(value: Json) -> Kind:
    sample = value[0] if isinstance(value, list) and value else value
    if isinstance(sample, bool):
        return Kind.BOOLEAN
    return Kind.NUMBER if isinstance(sample, int | float) else Kind.TEXT


def _check(condition: Condition, kind: Kind, path: str) -> Check:
    try:
        return read_check(condition, kind)
    except BadCondition as bad:
        raise BadFilter(bad.code, f"{path}/{bad.field}", bad.message) from None


def _check_member(leaf: MemberLeaf, scope: RowScope, path: str) -> None:
    meant = webinars_of(leaf, scope, path)
    for name, kind in MEMBER_FIELDS.items():
        condition: Condition | None = getattr(leaf, name)
        if condition is not None:
            _one_row(condition, meant, f"{path}/{name}")
            _check(condition, kind, f"{path}/{name}")
    for name in ("status", "was", "source"):
        values = getattr(leaf, name)
        if values is not None and not values:
            raise BadFilter("wrong_length", f"{path}/{name}", "name at least one")


def _check_attendance(leaf: AttendedEvent | NotAttendedEvent, scope: RowScope, path: str) -> None:
    meant = webinars_of(leaf, scope, path)
    for name, kind in ATTENDANCE_FIELDS.items():
        condition: Condition | None = getattr(leaf, name)
        if condition is None:
            continue
        if kind is not Kind.COUNT:
            _one_row(condition, meant, f"{path}/{name}")
        _check(condition, kind, f"{path}/{name}")
    if leaf.watch_share is not None and leaf.event_mode is EventMode.EITHER:
        message = "a share is of the event or of the recording: name the event_mode"
        raise BadFilter("operator_not_here", f"{path}/watch_share", message)


def _one_row(condition: Condition, meant: tuple[WebinarId, ...] | None, path: str) -> None:
    """Refuse a negative operator where several rows of a person may be meant: one row's lack is not the person's."""
    if condition.op in NEGATIVE and (meant is None or len(meant) > 1):
        message = 'with several webinars, put "not" around the leaf and ask for the opposite'
        raise BadFilter("negative_over_many", f"{path}/op", message)


def webinars_of(
    leaf: MemberLeaf | AttendedEvent | NotAttendedEvent, scope: RowScope, path: str = ""
) -> tuple[WebinarId, ...] | None:
    """Return the webinars that a leaf names: () for the row's own, None for any. Raises: BadFilter."""
    where = f"{path}/webinar"
    match leaf.webinar:
        case None if scope is RowScope.MEMBERS:
            return ()
        case None:
            raise BadFilter("missing_field", where, 'name a webinar, a list of webinars, or "any"')
        case str() as text if text == ANY:
            return None
        case str() as text:
            return (_webinar(text, where),)
        case names:
            if not 1 <= len(names) <= MAX_VALUES:
                raise BadFilter("wrong_length", where, f"name 1 to {MAX_VALUES} webinars")
            return tuple(dict.fromkeys(_webinar(name, f"{where}/{nth}") for nth, name in enumerate(names)))


def _webinar(text: str, path: str) -> WebinarId:
    try:
        return WebinarId(UUID(text))
    except ValueError:
        raise BadFilter("unknown_value", path, "this is not the id of a webinar") from None


def leaves(tree: Filter, path: str = "") -> list[tuple[str, Leaf]]:
    """Return all leaves from the first to the last, each with its JSON Pointer."""
    return list(_walk(tree, path))


def _walk(tree: Filter, path: str) -> Iterator[tuple[str, Leaf]]:
    match tree:
        case All(parts):
            for nth, part in enumerate(parts):
                yield from _walk(part, f"{path}/all/{nth}")
        case AnyOf(parts):
            for nth, part in enumerate(parts):
                yield from _walk(part, f"{path}/any/{nth}")
        case Not(part):
            yield from _walk(part, f"{path}/not")
        case leaf:
            yield path, leaf


def to_json(tree: Filter) -> dict[str, Any]:
    """Return the filter as JSON values: what :func:`read_filter` reads."""
    match tree:
        case All(parts):
            return {"all": [to_json(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [to_json(part) for part in parts]}
        case Not(part):
            return {"not": to_json(part)}
        case leaf:
            fields: dict[str, Any] = msgspec.to_builtins(leaf)
            return fields


def normal_form(tree: Filter) -> Filter:
    """Return the form in which filters are equal: groups of one dissolve, groups in groups of their kind flatten."""
    match tree:
        case All(parts):
            return _flat(All, parts)
        case AnyOf(parts):
            return _flat(AnyOf, parts)
        case Not(part):
            return Not(normal_form(part))
        case leaf:
            return leaf


def _flat(group: type[All] | type[AnyOf], parts: tuple[Filter, ...]) -> Filter:
    flat: list[Filter] = []
    for part in map(normal_form, parts):
        if isinstance(part, All | AnyOf) and isinstance(part, group):
            flat += part.parts
        else:
            flat.append(part)
    return flat[0] if len(flat) == 1 else group(tuple(flat))
