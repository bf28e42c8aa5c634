"""An oracle of filters: plain Python over people in memory, written from docs/audiences.md and from nothing else.

It reads a filter's JSON, looks at local dates instead of instants, and knows nothing of the compiler's own steps.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

Json = Any


@dataclass
class AWebinar:
    """A webinar: its zone and its lengths."""

    id: UUID
    zone: str
    length_ms: int
    recording_s: float | None


@dataclass
class AForm:
    """A registration form that was sent; ``by_address``: with the person's address, else as one of their members."""

    id: UUID
    webinar: AWebinar
    by_address: bool
    outcome: str | None
    received_at: int
    answers: dict[str, Json]
    source: dict[str, str]
    consents: list[str]
    proved: bool


@dataclass
class AMail:
    """A mail to a member."""

    id: UUID
    kind: str
    state: str
    bounced: bool
    sent_at: int | None
    due_at: int


@dataclass
class AMember:
    """A person in a webinar, with what filters ask for."""

    id: UUID
    webinar: AWebinar
    status: str
    was: list[str]
    visitor: bool
    source: str | None
    reason: str | None
    waits: bool
    registered_at: int | None
    status_at: int
    attended_at: int | None
    viewed_at: int | None
    days: dict[tuple[str, date], int]
    """Watched ms by mode and local day."""
    mails: list[AMail] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    """The states of the member's runs of the world's campaign."""
    level: str | None = None
    """Of engagement."""
    done: dict[str, int] = field(default_factory=dict)
    """The number of times that the member did something in the room, by kind."""


@dataclass
class APerson:
    """A person; an erased one has neither texts nor properties."""

    id: UUID
    texts: dict[str, str | None]
    properties: dict[str, Json]
    created_at: int
    erased: bool
    members: list[AMember] = field(default_factory=list)
    forms: list[AForm] = field(default_factory=list)
    """In the order of receipt."""


@dataclass
class ASegment:
    """A saved filter or a list of rows."""

    id: UUID
    scope: str
    webinar: UUID | None
    zone: str
    filter: Json
    rows: set[UUID] | None


@dataclass
class World:
    """The data that filters can ask about, at one moment."""

    now: int
    webinars: list[AWebinar]
    people: list[APerson]
    segments: dict[str, ASegment] = field(default_factory=dict)


def rows(world: World, tree: Json, scope: str, zone: str, webinar: AWebinar | None) -> set[UUID]:
    """The ids of the rows that a filter matches."""
    if scope == "people":
        return {p.id for p in world.people if not p.erased and true(world, tree, p, None, zone)}
    return {
        m.id
        for p in world.people
        for m in p.members
        if m.webinar is webinar and true(world, tree, p, m, zone)
    }


def true(  # noqa: PLR0911 - one a kind of leaf
    world: World, tree: Json, person: APerson, row: AMember | None, zone: str
) -> bool:
    """Return True when a filter holds for a person, or for one membership of theirs."""
    if "all" in tree:
        return all(true(world, part, person, row, zone) for part in tree["all"])
    if "any" in tree:
        return any(true(world, part, person, row, zone) for part in tree["any"])
    if "not" in tree:
        return not true(world, tree["not"], person, row, zone)
    match tree["filter"]:
        case "person":
            return _person(world, tree, person, zone)
        case "member":
            return any(_member(world, tree, member, person, zone) for member in _meant(tree, person, row))
        case "submission":
            return any(_submission(world, tree, form, row, zone) for form in person.forms)
        case "consent":
            return any(form.proved and tree["purpose"] in form.consents for form in person.forms)
        case "interaction":
            return any(_interacted(tree, member) for member in _meant(tree, person, row))
        case "engagement":
            return any(member.level in tree["level"] for member in _meant(tree, person, row))
        case "mail":
            meant = _meant(tree, person, row) if row or "webinar" in tree else person.members
            return any(_mail(world, tree, mail, zone) for member in meant for mail in member.mails)
        case "campaign":
            runs = [run for member in ([row] if row else person.members) for run in member.runs]
            return any("state" not in tree or run in tree["state"] for run in runs)
        case "attended_event":
            return _attended(world, tree, person, row)
        case "not_attended_event":
            return not _attended(world, tree, person, row)
        case "segment":
            return _in_segment(world, world.segments[tree["id"]], person, row)
    raise AssertionError(tree)


def _meant(leaf: Json, person: APerson, row: AMember | None) -> list[AMember]:
    match leaf.get("webinar"):
        case None:
            return [row] if row else []
        case "any":
            return person.members
        case str() as one:
            return [m for m in person.members if str(m.webinar.id) == one]
        case several:
            return [m for m in person.members if str(m.webinar.id) in several]


def _in_segment(world: World, segment: ASegment, person: APerson, row: AMember | None) -> bool:
    if segment.rows is not None:
        if segment.scope == "people":
            return person.id in segment.rows
        if row is not None and row.webinar.id == segment.webinar:
            return row.id in segment.rows
        return any(m.id in segment.rows for m in person.members)
    if segment.scope == "people":
        return not person.erased and true(world, segment.filter, person, None, segment.zone)
    if row is not None and row.webinar.id == segment.webinar:
        return true(world, segment.filter, person, row, segment.zone)
    return any(
        true(world, segment.filter, person, m, segment.zone)
        for m in person.members
        if m.webinar.id == segment.webinar
    )


def _person(world: World, leaf: Json, person: APerson, zone: str) -> bool:
    name = leaf["field"]
    if name.startswith("properties."):
        return _property(world, leaf, person.properties.get(name.removeprefix("properties.")), zone)
    if name == "created_at":
        return _date(leaf, _moment(person.created_at, zone), world.now, zone)
    return _text(leaf, person.texts.get(name))


def _submission(world: World, leaf: Json, form: AForm, row: AMember | None, zone: str) -> bool:
    match leaf.get("webinar"):
        case None:
            here = row is not None and form.webinar is row.webinar
        case "any":
            here = True
        case str() as one:
            here = str(form.webinar.id) == one
        case several:
            here = str(form.webinar.id) in several
    return (
        here
        and ("outcome" not in leaf or form.outcome in leaf["outcome"])
        and ("at" not in leaf or _date(leaf["at"], _moment(form.received_at, zone), world.now, zone))
    )


def _interacted(leaf: Json, member: AMember) -> bool:
    times = member.done.get(leaf["kind"], 0)
    if times == 0:  # no row: false, whatever is asked
        return False
    return "op" not in leaf or _number(leaf, Fraction(times), wide=False)


def _mail(world: World, leaf: Json, mail: AMail, zone: str) -> bool:
    at = mail.due_at if mail.sent_at is None else mail.sent_at
    return (
        ("kind" not in leaf or mail.kind in leaf["kind"])
        and ("state" not in leaf or mail.state in leaf["state"])
        and ("bounced" not in leaf or mail.bounced == leaf["bounced"])
        and ("at" not in leaf or _date(leaf["at"], _moment(at, zone), world.now, zone))
    )


def _latest_form(person: APerson, member: AMember) -> AForm | None:
    of_member = [form for form in person.forms if not form.by_address and form.webinar is member.webinar]
    return of_member[-1] if of_member else None


def _answered(world: World, leaf: Json, answer: Json, zone: str) -> bool:
    if isinstance(answer, list) and answer and leaf["op"] not in ("is_empty", "is_not_empty"):
        if (leaf.get("as") or _json_type(leaf["value"])) != "text":
            return False
        positive = {**leaf, "op": leaf["op"].replace("is_not", "is").removeprefix("not_"), "empty": "fails"}
        return any(_text(positive, each) for each in answer) is (positive["op"] == leaf["op"])
    return _property(world, leaf, answer, zone)


def _member(world: World, leaf: Json, member: AMember, person: APerson, zone: str) -> bool:
    def moment(at: int | None) -> Moment | None:
        return None if at is None else _moment(at, zone)

    form = _latest_form(person, member)
    if "answer" in leaf:
        asked = leaf["answer"]
        answer = None if form is None else form.answers.get(asked["question"])
        if not _answered(world, asked, answer, zone):
            return False
    if "utm" in leaf and not _text(
        leaf["utm"], None if form is None else form.source.get(leaf["utm"]["field"]) or None
    ):
        return False
    return (
        ("status" not in leaf or member.status in leaf["status"])
        and ("was" not in leaf or bool(set(member.was) & set(leaf["was"])))
        and ("visitor" not in leaf or member.visitor == leaf["visitor"])
        and ("source" not in leaf or member.source in leaf["source"])
        and ("seat" not in leaf or member.waits)
        and ("reason" not in leaf or _text(leaf["reason"], member.reason))
        and (
            "registered_at" not in leaf
            or _date(leaf["registered_at"], moment(member.registered_at), world.now, zone)
        )
        and ("status_at" not in leaf or _date(leaf["status_at"], moment(member.status_at), world.now, zone))
    )


def _attended(world: World, leaf: Json, person: APerson, row: AMember | None) -> bool:
    met = [m for m in _meant(leaf, person, row) if _attended_so(world, leaf, m)]
    return bool(met) and ("times" not in leaf or _number(leaf["times"], Fraction(len(met)), wide=False))


def _attended_so(world: World, leaf: Json, member: AMember) -> bool:  # noqa: PLR0911 - a list of reasons
    mode = leaf.get("event_mode", "either")
    modes = ("live", "on_demand") if mode == "either" else (mode,)
    attended = {"live": member.attended_at, "on_demand": member.viewed_at}
    if all(attended[each] is None for each in modes):
        return False
    zone = member.webinar.zone
    days = {day: ms for day, ms in member.days.items() if day[0] in modes and ms > 0}
    if "watch_date" in leaf:
        asked = leaf["watch_date"]
        if not days:
            if not _when_empty(asked):
                return False
        elif asked["op"] == "is_empty":
            return False
        elif asked["op"] != "is_not_empty":
            days = {
                (how, day): ms
                for (how, day), ms in days.items()
                if _date(asked, Moment(day, None), world.now, zone)
            }
            if not days:
                return False
    watched = Fraction(sum(days.values())) if days else None
    if "watch_duration" in leaf:
        minutes = None if watched is None else watched / 60_000
        if not _number(leaf["watch_duration"], minutes, wide=True):
            return False
    if "watch_share" in leaf:
        if mode == "live":
            length: Fraction | None = Fraction(member.webinar.length_ms)
        else:
            seconds = member.webinar.recording_s
            length = None if seconds is None else Fraction(seconds) * 1000
        share = None if watched is None or length is None else watched * 100 / length
        if not _number(leaf["watch_share"], share, wide=True):
            return False
    return True


# --- operators ---


def _when_empty(asked: Json) -> bool:
    if asked["op"] == "is_empty":
        return True
    if asked["op"] == "is_not_empty":
        return False
    if asked.get("empty"):
        return bool(asked["empty"] == "matches")
    return asked["op"] in ("is_not", "not_contains", "not_starts_with")


def _lower(text: str) -> str:
    """Unicode's simple lower case: one character for one."""
    return "".join(c.lower() if len(c.lower()) == 1 else c.lower()[0] for c in text)


def _text(asked: Json, text: str | None) -> bool:
    if text is None:
        return _when_empty(asked)
    op = asked["op"]
    if op in ("is_empty", "is_not_empty"):
        return bool(op == "is_not_empty")
    values = asked["value"] if isinstance(asked["value"], list) else [asked["value"]]
    low = _lower(text)
    found = False
    for value in map(_lower, values):
        if op in ("is", "is_not"):
            found |= low == value.strip()
        elif op in ("starts_with", "not_starts_with"):
            found |= low.startswith(value)
        else:
            found |= value in low
    return bool(found != (op == "is_not" or op.startswith("not_")))


def _number(asked: Json, number: Fraction | None, *, wide: bool) -> bool:
    if number is None:
        return _when_empty(asked)
    op, value = asked["op"], asked.get("value")
    if op in ("is_empty", "is_not_empty"):
        return bool(op == "is_not_empty")
    if op == "between":
        return _fraction(value[0]) <= number <= _fraction(value[1])
    bound = _fraction(value)
    same = bound <= number < bound + 1 if wide else number == bound
    holds: dict[str, bool] = {
        "is": same,
        "is_not": not same,
        "greater_than": number > bound,
        "less_than": number < bound,
        "at_least": number >= bound,
        "at_most": number <= bound,
    }
    return holds[op]


def _fraction(value: float) -> Fraction:
    return Fraction(Decimal(repr(value)))


@dataclass(frozen=True)
class Moment:
    """A local day, and the instant if there is one."""

    day: date
    at: int | None


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _moment(at: int, zone: str) -> Moment:
    return Moment((_EPOCH + timedelta(milliseconds=at)).astimezone(ZoneInfo(zone)).date(), at)


def _instant(text: str) -> int:
    return (datetime.fromisoformat(text.upper()) - _EPOCH) // timedelta(milliseconds=1)


def _date(asked: Json, moment: Moment | None, now: int, zone: str) -> bool:
    if moment is None:
        return _when_empty(asked)
    op = asked["op"]
    if op in ("is_empty", "is_not_empty"):
        return bool(op == "is_not_empty")
    if op == "is_not":
        return not _in(moment, "is", asked["value"], now, zone)
    return _in(moment, op, asked["value"], now, zone)


def _in(moment: Moment, op: str, value: Json, now: int, zone: str) -> bool:
    today = _moment(now, zone).day
    if op == "in_time_frame":
        return _in_frame(moment.day, value, today)
    if op in ("in_past", "in_past_before", "in_future", "in_future_after"):
        return _relative(moment, op, value, now, today)
    ends = value if op == "between" else [value, value]
    if "T" in ends[0]:
        if moment.at is None:
            return False
        low, high, it = _instant(ends[0]), _instant(ends[1]), moment.at
        return _compare(op, it, low, high)
    return _compare(op, moment.day, date.fromisoformat(ends[0]), date.fromisoformat(ends[1]))


def _compare(op: str, it: Any, low: Any, high: Any) -> bool:
    return bool(
        {
            "is": low <= it <= high,
            "between": low <= it <= high,
            "after": it > high,
            "before": it < low,
            "on_or_after": it >= low,
            "on_or_before": it <= high,
        }[op]
    )


def _relative(moment: Moment, op: str, value: str, now: int, today: date) -> bool:
    amount, unit = value.split()
    n = int(amount)
    past = op.startswith("in_past")
    if unit.startswith("hour"):
        if moment.at is None:
            return False
        edge = now + (-n if past else n) * 3_600_000
        return {
            "in_past": edge <= moment.at <= now,
            "in_past_before": moment.at < edge,
            "in_future": now < moment.at <= edge,
            "in_future_after": moment.at > edge,
        }[op]
    sign = -1 if past else 1
    if unit.startswith("month"):
        day = _months(today, sign * n)
    else:
        day = today + timedelta(days=sign * n * (7 if unit.startswith("week") else 1))
    gone = moment.day <= today if moment.at is None else moment.at <= now
    return {
        "in_past": day <= moment.day and gone,
        "in_past_before": moment.day < day,
        "in_future": not gone and moment.day <= day,
        "in_future_after": moment.day > day,
    }[op]


def _months(day: date, n: int) -> date:
    year, month = day.year, day.month
    for _ in range(abs(n)):
        month += 1 if n > 0 else -1
        if month in (0, 13):
            year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)


def _in_frame(day: date, name: str, today: date) -> bool:
    def quarter(of: date) -> int:
        return of.year * 4 + (of.month - 1) // 3

    def month(of: date) -> int:
        return of.year * 12 + of.month

    def monday(of: date) -> date:
        return of - timedelta(days=of.isoweekday() - 1)

    ago = (today - day).days
    holds: dict[str, bool] = {
        "today": ago == 0,
        "yesterday": ago == 1,
        "this_week": monday(day) == monday(today),
        "last_week": monday(day) == monday(today) - timedelta(days=7),
        "this_month": month(day) == month(today),
        "last_month": month(day) == month(today) - 1,
        "this_quarter": quarter(day) == quarter(today),
        "last_quarter": quarter(day) == quarter(today) - 1,
        "this_year": day.year == today.year,
        "last_year": day.year == today.year - 1,
        "last_7_days": 0 <= ago < 7,
        "last_30_days": 0 <= ago < 30,
        "last_90_days": 0 <= ago < 90,
    }
    return holds[name]


# --- properties ---


def _property(world: World, leaf: Json, value: Json, zone: str) -> bool:  # noqa: PLR0911 - one a type
    if value is None or value in ("", [], {}):
        return _when_empty(leaf)
    if leaf["op"] in ("is_empty", "is_not_empty"):
        return bool(leaf["op"] == "is_not_empty")
    match leaf.get("as") or _json_type(leaf["value"]):
        case "text":
            text = _as_text(value)
            return text is not None and _text(leaf, text)
        case "number":
            number = _as_number(value)
            return number is not None and _number(leaf, number, wide=False)
        case "boolean":
            said = {"true": True, "false": False}.get((_as_text(value) or "").lower())
            if said is None or (isinstance(value, int | float) and not isinstance(value, bool)):
                return False
            return bool((said == leaf["value"]) == (leaf["op"] == "is"))
        case _:
            moment = _as_moment(value, zone)
            return moment is not None and _date(leaf, moment, world.now, zone)


def _json_type(value: Json) -> str:
    sample = value[0] if isinstance(value, list) else value
    if isinstance(sample, bool):
        return "boolean"
    return "number" if isinstance(sample, int | float) else "text"


def _as_text(value: Json) -> str | None:
    if isinstance(value, str):
        return value
    return json.dumps(value) if isinstance(value, bool | int | float) else None


def _as_number(value: Json) -> Fraction | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _fraction(value)
    try:
        return Fraction(Decimal(value)) if isinstance(value, str) else None
    except (InvalidOperation, ValueError):
        return None


def _as_moment(value: Json, zone: str) -> Moment | None:
    if not isinstance(value, str):
        return None
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return Moment(date.fromisoformat(value), None)
        if "T" in value and value[-1] == "Z":
            return _moment(_instant(value), zone)
    except ValueError:
        return None
    return None
