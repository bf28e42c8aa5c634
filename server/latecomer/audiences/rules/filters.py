"""The tree of a filter: ``all``, ``any`` and ``not`` over leaves; true or false for every row, never unknown.

A tree is read from JSON by :func:`read_filter`, which refuses what cannot be asked and says where; what it returns is
frozen and valid. ``{"all": []}`` is everybody.

Source: docs/audiences.md, Filters
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from uuid import UUID

import msgspec

from latecomer.audiences.rules.leaves import (
    ANY,
    ATTENDANCE_FIELDS,
    LEAVES,
    MEMBER_FIELDS,
    NAME_LISTS,
    PERSON_FIELDS,
    AnswerCondition,
    AttendedEvent,
    CampaignLeaf,
    ConsentLeaf,
    EngagementLeaf,
    EventMode,
    InteractionLeaf,
    Leaf,
    MailLeaf,
    MemberLeaf,
    NotAttendedEvent,
    OfWebinars,
    PersonLeaf,
    RowScope,
    SegmentLeaf,
    SubmissionLeaf,
)
from latecomer.audiences.rules.operators import (
    MAX_VALUES,
    NEGATIVE,
    BadCondition,
    Check,
    Condition,
    Json,
    Kind,
    read_check,
    storable,
)
from latecomer.core.ids import WebinarId
from latecomer.http.wire import field_error

MAX_DEPTH: Final = 6
"""Groups (``all``, ``any``, ``not``) that may lie in each other."""

MAX_LEAVES: Final = 60
MAX_SEGMENTS: Final = 5
"""Segments that a filter may name, those that they name included."""


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
        raise BadFilter("too_deep", path, f"groups can be nested at most {MAX_DEPTH} deep")
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
    alone = {name for name in NAME_LISTS.get(kind, ()) if isinstance(raw.get(name), str)}
    try:
        leaf = msgspec.convert({**raw, **{name: [raw[name]] for name in alone}}, kind)
    except msgspec.ValidationError as error:
        wrong = field_error(error)
        place = wrong.field.removesuffix("/0") if wrong.field[1:-2] in alone else wrong.field
        raise BadFilter(wrong.code, path + place, wrong.message) from None
    _check_lists(leaf, path)
    match leaf:
        case PersonLeaf():
            person_check(leaf, path)
        case MemberLeaf():
            _check_member(leaf, scope, path)
        case AttendedEvent() | NotAttendedEvent():
            _check_attendance(leaf, scope, path)
        case SubmissionLeaf():
            webinars_of(leaf, scope, path)
            _check_one_of_several(leaf.at, f"{path}/at")
        case InteractionLeaf():
            meant = webinars_of(leaf, scope, path)
            _one_row(leaf.condition, meant, path)
            _check(leaf.condition, Kind.COUNT, path)
        case EngagementLeaf():
            webinars_of(leaf, scope, path)
        case MailLeaf():
            webinars_of(leaf, scope, path)
            _check_one_of_several(leaf.at, f"{path}/at")
        case ConsentLeaf():
            if not storable(leaf.purpose):
                raise BadFilter(
                    "invalid_characters", f"{path}/purpose", "a purpose cannot have these characters"
                )
        case CampaignLeaf() | SegmentLeaf():
            pass
    return leaf


def _check_lists(leaf: Leaf, path: str) -> None:
    """Refuse an empty list of names."""
    for name in NAME_LISTS.get(type(leaf), ()):
        values = getattr(leaf, name)
        if values is not None and not values:
            raise BadFilter("wrong_length", f"{path}/{name}", "name at least one")


def _check_one_of_several(condition: Condition | None, path: str) -> None:
    """Check a condition on a date of which a row may have several."""
    if condition is not None:
        _one_row(condition, None, path)
        _check(condition, Kind.DATE, path)


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


def answer_check(leaf: AnswerCondition, path: str = "") -> tuple[Kind, Check]:
    """Return the kind that an answer is compared as, and its check. Raises: BadFilter."""
    if not storable(leaf.question):
        raise BadFilter(
            "invalid_characters", f"{path}/question", "the id of a question cannot have these characters"
        )
    kind = Kind(leaf.compare_as) if leaf.compare_as else _kind_of(leaf.value)
    return kind, _check(leaf.condition, kind, path)


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
    if leaf.answer is not None:
        _one_row(leaf.answer.condition, meant, f"{path}/answer")
        answer_check(leaf.answer, f"{path}/answer")
    if leaf.utm is not None:
        _one_row(leaf.utm.condition, meant, f"{path}/utm")
        _check(leaf.utm.condition, Kind.TEXT, f"{path}/utm")


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


def webinars_of(leaf: OfWebinars, scope: RowScope, path: str = "") -> tuple[WebinarId, ...] | None:
    """Return the webinars that a leaf names: () for the row's own, None for any. Raises: BadFilter."""
    where = f"{path}/webinar"
    match leaf.webinar:
        case None if scope is RowScope.MEMBERS:
            return ()
        case None if isinstance(leaf, MailLeaf):
            return None
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
