"""Compiles a filter into one SQL predicate with parameters; count, page, export and explanation all use it.

A predicate is a boolean expression over the aliases ``p`` (persons) and, in scope members, ``m`` (members). It is TRUE
exactly where the filter matches; FALSE and NULL both mean no match, and a negation turns either into TRUE. Values
appear only as parameters.

Source: docs/audiences.md, Filters
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from latecomer.audiences import records
from latecomer.audiences.checks import (
    Parameters,
    check_answer,
    check_days,
    check_instant,
    check_json,
    check_number,
    check_text,
)
from latecomer.audiences.records import Times
from latecomer.audiences.rules.filters import (
    EVERYBODY,
    MAX_SEGMENTS,
    All,
    AnyOf,
    BadFilter,
    Filter,
    Not,
    answer_check,
    person_check,
    webinars_of,
)
from latecomer.audiences.rules.leaves import (
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
    Seat,
    SegmentLeaf,
    SubmissionLeaf,
)
from latecomer.audiences.rules.operators import (
    Condition,
    DateCheck,
    EmptyCheck,
    Kind,
    TextCheck,
    read_date_check,
    read_number_check,
    read_text_check,
)
from latecomer.audiences.segment import Segment, SegmentId, SegmentKind
from latecomer.core.ids import Instant, WebinarId

_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """The stored objects that a filter names: time zones of webinars, segments, campaigns and questions.

    ``zones`` holds every webinar that the filter names, or all of them where it says any.
    """

    zones: Mapping[WebinarId, str]
    segments: Mapping[SegmentId, Segment] = field(default_factory=dict)
    campaigns: Set[UUID] = frozenset()
    questions: Mapping[str, Set[WebinarId]] = field(default_factory=dict)
    """The questions of registration forms that the filter names, each with the webinars that ask it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedFilter:
    """A filter and all that its meaning rests on."""

    filter: Filter
    scope: RowScope
    webinar_id: WebinarId | None
    """The webinar whose members are the rows; None in scope people."""
    timezone: str
    now: Instant
    known: References


@dataclass(frozen=True, slots=True)
class Predicate:
    """A boolean SQL expression and the parameters that it uses; the first has the number ``offset`` + 1."""

    sql: str
    parameters: tuple[object, ...]


class Gone(BadFilter):
    """A filter that refers to something that was deleted; it is neither true nor false."""


def compile_filter(question: ResolvedFilter, parameters: Parameters) -> str:
    """Return the predicate of a filter; its values are added to ``parameters``.

    Raises: Gone.
    """
    return _Compiler(question, parameters).tree(question.filter, "")


@dataclass(frozen=True, slots=True)
class LeafSql:
    """A leaf of a filter: its place, its predicate, and the value (jsonb) that decides it."""

    path: str
    sql: str
    value: str


def compile_leaf(question: ResolvedFilter, path: str, leaf: Leaf, parameters: Parameters) -> LeafSql:
    """Return the predicate and the value of one leaf of a filter. Raises: Gone."""
    compiler = _Compiler(question, parameters)
    return LeafSql(path, compiler.leaf(leaf, path), compiler.value(leaf))


class _Compiler:
    """One pass over a tree. ``member`` is the alias of the row's own member, None in scope people."""

    def __init__(
        self,
        question: ResolvedFilter,
        parameters: Parameters,
        *,
        member: str | None = "m",
        above: tuple[SegmentId, ...] = (),
    ) -> None:
        self._question = question
        self._parameters = parameters
        self._zone = ZoneInfo(question.timezone)
        self._times = Times(question.now, self._zone)
        self._member = member if question.scope is RowScope.MEMBERS else None
        self._above = above

    def tree(self, tree: Filter, path: str) -> str:
        match tree:
            case All(parts):
                texts = [self.tree(part, f"{path}/all/{nth}") for nth, part in enumerate(parts)]
                return f"({' AND '.join(texts)})" if texts else "TRUE"
            case AnyOf(parts):
                texts = [self.tree(part, f"{path}/any/{nth}") for nth, part in enumerate(parts)]
                return f"({' OR '.join(texts)})" if texts else "FALSE"
            case Not(part):
                return f"(({self.tree(part, f'{path}/not')}) IS NOT TRUE)"
            case leaf:
                return self.leaf(leaf, path)

    def leaf(self, leaf: Leaf, path: str) -> str:  # noqa: PLR0911 - one a kind of leaf
        match leaf:
            case PersonLeaf():
                return self._person(leaf)
            case MemberLeaf():
                return self._membership(leaf, path)
            case AttendedEvent():
                return self._attended(leaf, path)
            case NotAttendedEvent():
                return f"(({self._attended(leaf, path)}) IS NOT TRUE)"
            case SegmentLeaf():
                return self._segment(leaf, path)
            case SubmissionLeaf():
                return self._submission(leaf, path)
            case InteractionLeaf():
                meant = self._webinars(leaf, path)
                alias = self._alias(meant)
                check = read_number_check(leaf.condition, Kind.COUNT)
                number = records.interactions(leaf.kind, alias)
                return self._some_member(meant, alias, [check_number(self._parameters, number, check)])
            case EngagementLeaf():
                meant = self._webinars(leaf, path)
                alias = self._alias(meant)
                levels = self._parameters.add(list(leaf.level), "text[]")
                return self._some_member(meant, alias, [f"{alias}.engagement = ANY ({levels})"])
            case ConsentLeaf():
                return records.consent(self._parameters, leaf)
            case MailLeaf():
                meant = self._webinars(leaf, path)
                alias = self._alias(meant)
                mail = records.mail(self._parameters, leaf, alias, self._times)
                return self._some_member(meant, alias, [mail])
            case CampaignLeaf():
                if leaf.id not in self._question.known.campaigns:
                    raise Gone("unknown_campaign", f"{path}/id", "this campaign does not exist any more")
                meant = () if self._member is not None else None
                alias = self._alias(meant)
                return self._some_member(meant, alias, [records.run(self._parameters, leaf, alias)])

    def _submission(self, leaf: SubmissionLeaf, path: str) -> str:
        meant = self._webinars(leaf, path)
        alias = self._parameters.alias("s")
        of_webinar = [f"{alias}.webinar_id = {self._member}.webinar_id"] if meant == () else []
        if meant:
            of_webinar = [f"{alias}.webinar_id = ANY ({self._parameters.add(list(meant), 'uuid[]')})"]
        return records.submission(self._parameters, leaf, alias, of_webinar, self._times)

    def _person(self, leaf: PersonLeaf) -> str:
        kind, check = person_check(leaf)
        key = leaf.property_key
        if key is not None:
            value = f"(p.properties -> {self._parameters.add(key, 'text')})"
            return check_json(self._parameters, value, kind, check, self._question.now, self._zone)
        column = f"p.{leaf.field}"
        if isinstance(check, TextCheck | EmptyCheck):
            return check_text(self._parameters, column, check)
        if isinstance(check, DateCheck):
            return check_instant(self._parameters, column, check, self._question.now, self._zone)
        raise TypeError(f"no column of a person is a {kind}")

    # --- rows of members ---

    def _membership(self, leaf: MemberLeaf, path: str) -> str:
        meant = self._webinars(leaf, path)
        alias = self._alias(meant)
        wanted = []
        if leaf.status is not None:
            wanted.append(f"{alias}.status = ANY ({self._parameters.add(list(leaf.status), 'text[]')})")
        if leaf.visitor is not None:
            wanted.append(f"{alias}.visitor = {self._parameters.add(leaf.visitor, 'bool')}")
        if leaf.source is not None:
            sources = self._parameters.add(list(leaf.source), "text[]")
            wanted.append(f"{alias}.registered_source = ANY ({sources})")
        if leaf.seat is Seat.WAITS:
            wanted.append(f"{alias}.waiting_since IS NOT NULL")
        for column, condition in (("registered_at", leaf.registered_at), ("status_at", leaf.status_at)):
            if condition is not None:
                check = read_date_check(condition, Kind.DATE)
                now = self._question.now
                wanted.append(check_instant(self._parameters, f"{alias}.{column}", check, now, self._zone))
        if leaf.reason is not None:
            reason = read_text_check(leaf.reason)
            wanted.append(check_text(self._parameters, f"{alias}.status_reason", reason))
        if leaf.answer is not None:
            wanted.append(self._answer(leaf.answer, meant, alias, path))
        if leaf.utm is not None:
            text = records.came_from(leaf.utm.field, alias)
            wanted.append(check_text(self._parameters, text, read_text_check(leaf.utm.condition)))
        if leaf.was is not None:
            statuses = self._parameters.add(list(leaf.was), "text[]")
            wanted.append(
                f"EXISTS (SELECT FROM status_events e WHERE e.member_id = {alias}.id"
                f" AND e.to_status = ANY ({statuses}))"
            )
        return self._some_member(meant, alias, wanted)

    def _answer(
        self, asked: AnswerCondition, meant: tuple[WebinarId, ...] | None, alias: str, path: str
    ) -> str:
        asking = self._question.known.questions.get(asked.question, frozenset())
        own = (self._question.webinar_id,) if meant == () else meant
        if not (asking if own is None else asking & set(own)):
            raise Gone("unknown_question", f"{path}/answer/question", "no form asks this question any more")
        kind, check = answer_check(asked)
        answer = records.answer(self._parameters, asked.question, alias)
        return check_answer(self._parameters, answer, kind, check, self._question.now, self._zone)

    def _webinars(self, leaf: OfWebinars, path: str) -> tuple[WebinarId, ...] | None:
        meant = webinars_of(leaf, self._question.scope, path)
        for webinar in meant or ():
            if webinar not in self._question.known.zones:
                raise Gone("unknown_webinar", f"{path}/webinar", "this webinar does not exist any more")
        return meant

    def _alias(self, meant: tuple[WebinarId, ...] | None) -> str:
        """Return the alias of the members that are meant: the row's own member, or one of an EXISTS of their own."""
        if meant == () and self._member is not None:
            return self._member
        return self._parameters.alias("a")

    def _of(self, meant: tuple[WebinarId, ...] | None, alias: str) -> list[str]:
        """Return what makes a row of members one that is meant."""
        conditions = [f"{alias}.person_id = p.id"]
        match meant:
            case None:
                pass
            case (webinar,):
                conditions.append(f"{alias}.webinar_id = {self._parameters.add(webinar, 'uuid')}")
            case _:
                conditions.append(f"{alias}.webinar_id = ANY ({self._parameters.add(list(meant), 'uuid[]')})")
        return conditions

    def _some_member(self, meant: tuple[WebinarId, ...] | None, alias: str, wanted: list[str]) -> str:
        if alias == self._member:
            return f"({' AND '.join(wanted)})" if wanted else "TRUE"
        conditions = " AND ".join([*self._of(meant, alias), *wanted])
        return f"EXISTS (SELECT FROM members {alias} WHERE {conditions})"

    # --- attendance ---

    def _attended(self, leaf: AttendedEvent | NotAttendedEvent, path: str) -> str:
        meant = self._webinars(leaf, path)
        alias = self._alias(meant)
        wanted = [_attended_in(leaf.event_mode, alias)]
        total, watched_ms = _total(leaf.event_mode, alias), _total(leaf.event_mode, alias)
        date_check = None if leaf.watch_date is None else read_date_check(leaf.watch_date, Kind.DAY)
        least_ms = _least_ms(leaf.watch_duration)
        if least_ms is not None:  # no days have more than all days: this alone spares most rows their days
            wanted.append(f"{total} >= {self._parameters.add(least_ms, 'bigint')}")
        if isinstance(date_check, EmptyCheck):
            wanted.append(f"{total} = 0" if date_check.empty else f"{total} > 0")
        elif date_check is not None:
            days = self._days(leaf.event_mode, alias, date_check, meant)
            some_day = f"({total} > 0 AND EXISTS (SELECT {days}))"
            if least_ms is None:  # else the days have a sum, so there are some
                wanted.append(f"({total} = 0 OR {some_day})" if date_check.on_empty else some_day)
            watched_ms = f"(SELECT sum(d.watched_ms) {days})"
        watched = f"nullif({watched_ms}, 0)"
        if leaf.watch_duration is not None:
            duration = read_number_check(leaf.watch_duration, Kind.MEASURE)
            wanted.append(check_number(self._parameters, watched, duration, factor=_MINUTE_MS))
        if leaf.watch_share is not None:
            length = self._length(leaf.event_mode, alias, meant)
            share = read_number_check(leaf.watch_share, Kind.MEASURE)
            wanted.append(check_number(self._parameters, f"({watched} * 100 / {length})", share))
        if leaf.times is None:
            return self._some_member(meant, alias, wanted)
        times = read_number_check(leaf.times, Kind.COUNT)
        if alias == self._member:  # a row is one webinar
            return self._some_member(meant, alias, [*wanted, check_number(self._parameters, "1", times)])
        conditions = " AND ".join([*self._of(meant, alias), *wanted])
        number = f"nullif((SELECT count(*) FROM members {alias} WHERE {conditions}), 0)"
        return check_number(self._parameters, number, times)

    def _days(
        self, mode: EventMode, alias: str, check: DateCheck, meant: tuple[WebinarId, ...] | None
    ) -> str:
        """Return FROM and WHERE of the watched days that a Watch Date leaves, each in its webinar's zone."""
        zones = self._zones(meant)
        in_days = check_days(self._parameters, "d.day", check, self._question.now, zones)
        if len(in_days) == 1:
            ((_, within),) = in_days
        else:
            cases = " OR ".join(
                f"(w.timezone = ANY ({self._parameters.add(list(names), 'text[]')}) AND {within})"
                for names, within in in_days
            )
            within = f"EXISTS (SELECT FROM webinars w WHERE w.id = {alias}.webinar_id AND ({cases}))"
        mode_is = "" if mode is EventMode.EITHER else f" AND d.mode = '{mode.value}'"
        return (
            f"FROM watched_days d WHERE d.member_id = {alias}.id{mode_is} AND d.watched_ms > 0 AND {within}"
        )

    def _zones(self, meant: tuple[WebinarId, ...] | None) -> tuple[str, ...]:
        zones = self._question.known.zones
        if meant is None:
            named = set(zones.values())
        else:
            named = {zones[webinar] for webinar in meant or (self._question.webinar_id,) if webinar}
        return tuple(sorted(named)) or ("UTC",)

    def _length(self, mode: EventMode, alias: str, meant: tuple[WebinarId, ...] | None) -> str:
        """Return the length in ms of the event, or of the recording: NULL without one."""
        column = (
            "extract(epoch FROM w.ends_at - w.starts_at) * 1000"
            if mode is EventMode.LIVE
            else "nullif(w.recording_duration_s, 0)::numeric * 1000"
        )
        one = self._question.webinar_id if meant == () else None
        if meant and len(meant) == 1:
            one = meant[0]
        webinar = f"{alias}.webinar_id" if one is None else self._parameters.add(one, "uuid")
        return f"(SELECT {column} FROM webinars w WHERE w.id = {webinar})"

    # --- segments in segments ---

    def _segment(self, leaf: SegmentLeaf, path: str) -> str:
        id_ = SegmentId(leaf.id)
        segment = self._question.known.segments.get(id_)
        if segment is None:
            raise Gone("unknown_segment", f"{path}/id", "this segment does not exist any more")
        if id_ in self._above:
            raise BadFilter("segment_circle", f"{path}/id", "a segment cannot contain itself")
        if len(self._above) >= MAX_SEGMENTS:
            raise BadFilter("too_deep", f"{path}/id", f"segments can be nested at most {MAX_SEGMENTS} deep")
        if segment.webinar_id is not None and segment.webinar_id not in self._question.known.zones:
            raise Gone("unknown_webinar", f"{path}/id", "the segment's webinar does not exist any more")
        same_rows = segment.scope is self._question.scope and segment.webinar_id == self._question.webinar_id
        if segment.kind is not SegmentKind.LIVE:
            return self._listed(segment, same_rows=same_rows)
        if segment.scope is RowScope.PEOPLE:
            return f"(p.erased_at IS NULL AND {self._inner(segment, None, path)})"
        if same_rows:
            return self._inner(segment, self._member, path)
        alias = self._parameters.alias("s")
        inner = self._inner(segment, alias, path)
        webinar = self._parameters.add(segment.webinar_id, "uuid")
        return (
            f"EXISTS (SELECT FROM members {alias} WHERE {alias}.person_id = p.id"
            f" AND {alias}.webinar_id = {webinar} AND {inner})"
        )

    def _inner(self, segment: Segment, member: str | None, path: str) -> str:
        tree = EVERYBODY if segment.filter is None else segment.filter
        question = ResolvedFilter(
            filter=tree,
            scope=segment.scope,
            webinar_id=segment.webinar_id,
            timezone=segment.timezone,
            now=self._question.now,
            known=self._question.known,
        )
        above = (*self._above, segment.id)
        compiler = _Compiler(question, self._parameters, member=member, above=above)
        try:
            return compiler.tree(tree, "")
        except Gone as gone:
            raise Gone(gone.code, f"{path}/id", f"the segment {segment.name!r} is broken") from None

    def _listed(self, segment: Segment, *, same_rows: bool) -> str:
        alias = self._parameters.alias("r")
        row = f"{alias}.person_id = p.id"
        if same_rows and self._member is not None:
            row = f"{alias}.row_id = {self._member}.id"
        segment_id = self._parameters.add(segment.id, "uuid")
        return f"EXISTS (SELECT FROM segment_rows {alias} WHERE {alias}.segment_id = {segment_id} AND {row})"

    # --- why ---

    def value(self, leaf: Leaf) -> str:  # noqa: PLR0911 - one a kind of leaf
        """Return what a leaf looked at, as jsonb."""
        match leaf:
            case PersonLeaf():
                key = leaf.property_key
                if key is not None:
                    return f"p.properties -> {self._parameters.add(key, 'text')}"
                column = f"p.{leaf.field}"
                return (
                    f"to_jsonb({records.utc(column)})"
                    if leaf.field.endswith("_at")
                    else f"to_jsonb({column})"
                )
            case SegmentLeaf():
                return "NULL::jsonb"
            case SubmissionLeaf():
                return records.submissions_seen(self._parameters)
            case ConsentLeaf():
                return records.consents_seen(self._parameters)
            case MailLeaf() | CampaignLeaf() | InteractionLeaf():
                return self._records_seen(leaf)
            case MemberLeaf() | AttendedEvent() | NotAttendedEvent() | EngagementLeaf():
                return self._members_seen(leaf)

    def _records_seen(self, leaf: MailLeaf | CampaignLeaf | InteractionLeaf) -> str:
        meant: tuple[WebinarId, ...] | None = () if self._question.scope is RowScope.MEMBERS else None
        if not isinstance(leaf, CampaignLeaf):
            meant = webinars_of(leaf, self._question.scope)
        if meant == () and self._question.webinar_id is not None:
            meant = (self._question.webinar_id,)
        members = " AND ".join(self._of(meant, "o"))
        match leaf:
            case MailLeaf():
                return records.mails_seen(members)
            case CampaignLeaf():
                return records.runs_seen(self._parameters, leaf, members)
            case InteractionLeaf():
                return records.interactions_seen(leaf.kind, members)

    def _members_seen(self, leaf: MemberLeaf | AttendedEvent | NotAttendedEvent | EngagementLeaf) -> str:
        meant = webinars_of(leaf, self._question.scope)
        if meant == () and self._question.webinar_id is not None:
            meant = (self._question.webinar_id,)
        alias = self._parameters.alias("v")
        seen = (
            f"'webinar_id', {alias}.webinar_id, 'status', {alias}.status,"
            f" 'registered_at', {records.utc(f'{alias}.registered_at')},"
            f" 'status_at', {records.utc(f'{alias}.status_at')}"
        )
        if isinstance(leaf, MemberLeaf) and leaf.answer is not None:
            seen += f", 'answer', {records.answer(self._parameters, leaf.answer.question, alias)}"
        if isinstance(leaf, MemberLeaf) and leaf.utm is not None:
            seen += f", 'utm', {records.came_from(leaf.utm.field, alias)}"
        if isinstance(leaf, EngagementLeaf):
            minutes = f"round({alias}.live_ms / 60000.0, 3)"
            seen = f"'webinar_id', {alias}.webinar_id, 'level', {alias}.engagement, 'watched_live_min', {minutes}"
        elif not isinstance(leaf, MemberLeaf):
            seen = (
                f"'webinar_id', {alias}.webinar_id, 'attended_at', {records.utc(f'{alias}.attended_at')},"
                f" 'viewed_at', {records.utc(f'{alias}.viewed_at')}, 'days', (SELECT coalesce(jsonb_agg("
                "jsonb_build_object('day', d.day, 'mode', d.mode, 'watched_min', round(d.watched_ms / 60000.0, 3))"
                f" ORDER BY d.day, d.mode), '[]') FROM watched_days d WHERE d.member_id = {alias}.id"
                " AND d.watched_ms > 0)"
            )
        return (
            f"(SELECT coalesce(jsonb_agg(jsonb_build_object({seen})), '[]') FROM (SELECT * FROM members {alias}"
            f" WHERE {' AND '.join(self._of(meant, alias))} ORDER BY {alias}.number LIMIT 20) {alias})"
        )


def _least_ms(duration: Condition | None) -> int | None:
    """Return the least watched ms that meet a condition on minutes, rounded down; None where less or none may do."""
    if duration is None:
        return None
    check = read_number_check(duration, Kind.MEASURE)
    if isinstance(check, EmptyCheck) or check.negated or check.on_empty or check.low is None:
        return None
    return int(check.low * _MINUTE_MS) if check.low > 0 else None


def _attended_in(mode: EventMode, alias: str) -> str:
    match mode:
        case EventMode.LIVE:
            return f"{alias}.attended_at IS NOT NULL"
        case EventMode.ON_DEMAND:
            return f"{alias}.viewed_at IS NOT NULL"
        case EventMode.EITHER:
            return f"({alias}.attended_at IS NOT NULL OR {alias}.viewed_at IS NOT NULL)"


def _total(mode: EventMode, alias: str) -> str:
    match mode:
        case EventMode.LIVE:
            return f"{alias}.live_ms"
        case EventMode.ON_DEMAND:
            return f"{alias}.on_demand_ms"
        case EventMode.EITHER:
            return f"({alias}.live_ms + {alias}.on_demand_ms)"
