"""Random people, webinars and filters, and a world written to a real database."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from latecomer.audiences.checks import Parameters
from latecomer.audiences.compile import References, ResolvedFilter, compile_filter
from latecomer.audiences.rules.filters import Filter, read_filter
from latecomer.audiences.rules.leaves import RowScope
from latecomer.audiences.rules.periods import TimeFrame
from latecomer.audiences.segment import Segment, SegmentId, SegmentKind
from latecomer.core.ids import Instant, WebinarId
from latecomer.postgres.pool import Conn
from tests.audiences.oracle import AForm, AMail, AMember, APerson, ASegment, AWebinar, World

ZONES = ("America/Havana", "Pacific/Kiritimati", "Europe/Amsterdam")
SEGMENT_ZONES = (*ZONES, "America/Bogota", "Asia/Beirut")
MODES = ("live", "on_demand")
STATUSES = ("not_in_program", "invited", "registered", "no_show", "attended_on_demand", "attended")
SOURCES = ("operator", "import", "vendor")


def at(text: str) -> Instant:
    """The instant that a text names."""
    return int(datetime.fromisoformat(text).timestamp() * 1000)


MOMENTS = tuple(
    at(text)
    for text in (
        "2026-03-08T04:59:59.999+00:00",  # the last millisecond before Havana skips its midnight
        "2026-03-08T05:00:00+00:00",
        "2026-03-29T00:30:00+00:00",  # the night in which Amsterdam loses an hour
        "2026-03-28T22:00:00+00:00",  # Beirut's skipped midnight
        "2026-03-31T23:30:00+00:00",  # today in Bogota, tomorrow in Amsterdam, the end of a quarter
        "2026-04-01T10:00:00+00:00",
        "2026-11-01T04:30:00+00:00",  # Havana's doubled hour before one
        "2026-01-01T00:00:00+00:00",
        "2025-12-31T10:00:00.500+00:00",
        "2026-02-28T12:00:00+00:00",
    )
)
DAYS = tuple(
    date.fromisoformat(text)
    for text in (
        "2025-12-31",
        "2026-02-28",
        "2026-03-07",
        "2026-03-08",
        "2026-03-29",
        "2026-03-31",
        "2026-04-01",
    )
)
TEXTS: tuple[str, ...] = (
    "Ada",
    "ada",
    "ADA Lovelace",
    "100%",
    "100 of",
    "a_b",
    "axb",
    "Éva",
    "éva",
    "eva",
    "Straße",
    "STRASSE",
)
TEXTS += ("ΑΣ", "ας", "a\\b", "İ", "'; DROP TABLE persons; --", "7")
VALUES: tuple[Any, ...] = (
    None,
    "",
    [],
    {},
    0,
    5,
    5.5,
    "5",
    "5.50",
    "-1",
    "abc",
    "Ada",
    True,
    False,
    "true",
    "FALSE",
)
VALUES += ("2026-03-08", "2026-02-31", "2026-03-08T04:30:00Z", "2026-03-31T23:30:00Z", ["a"], {"b": 1})

WEBINARS = [
    AWebinar(UUID(f"0a000000-0000-4000-8000-00000000000{n}"), zone, 3_600_000, (1800.0, None, 0.5)[n])
    for n, zone in enumerate(ZONES)
]
ids = st.uuids(version=4)
moments = st.sampled_from(MOMENTS)
maybe_moments = st.none() | moments


OUTCOMES = ("member", "no_seat", "closed")
KINDS = ("confirmation", "reminder", "campaign")
MAIL_STATES = ("waiting", "sent", "refused")
LEVELS = ("high", "moderate", "low")
RUN_STATES = ("waiting", "done", "skipped")
DONE = ("question", "poll", "chat", "download", "click")
CAMPAIGN = UUID("0b000000-0000-4000-8000-000000000001")
QUESTION = "team"


@st.composite
def forms(draw: st.DrawFn, webinar: AWebinar, *, by_address: bool) -> AForm:
    """A registration form."""
    answers = draw(st.none() | st.sampled_from((*VALUES[4:12], "Ada", ["Ada", "7"], ["axb"], [], True)))
    source = draw(
        st.dictionaries(st.sampled_from(("utm_source", "ref")), st.sampled_from((*TEXTS, "")), max_size=2)
    )
    return AForm(
        id=draw(ids),
        webinar=webinar,
        by_address=by_address,
        outcome=draw(st.none() | st.sampled_from(OUTCOMES)),
        received_at=draw(moments),
        answers={} if answers is None else {QUESTION: answers},
        source=source,
        consents=draw(st.lists(st.sampled_from(("news", "calls")), max_size=2, unique=True)),
        proved=draw(st.booleans()),
    )


@st.composite
def mails(draw: st.DrawFn) -> AMail:
    """A mail to a member."""
    return AMail(
        id=draw(ids),
        kind=draw(st.sampled_from(KINDS)),
        state=draw(st.sampled_from(MAIL_STATES)),
        bounced=draw(st.booleans()),
        sent_at=draw(maybe_moments),
        due_at=draw(moments),
    )


@st.composite
def members(draw: st.DrawFn, webinar: AWebinar) -> AMember:
    """A member of the webinar."""
    days = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(MODES), st.sampled_from(DAYS)),
            st.sampled_from((0, 1, 59_999, 60_000, 600_000, 659_999, 660_000)),
            max_size=3,
        )
    )
    return AMember(
        id=draw(ids),
        webinar=webinar,
        status=draw(st.sampled_from(STATUSES)),
        was=draw(st.lists(st.sampled_from(STATUSES), max_size=2)),
        visitor=draw(st.booleans()),
        source=draw(st.none() | st.sampled_from(SOURCES)),
        reason=draw(st.none() | st.sampled_from(TEXTS)),
        waits=draw(st.booleans()),
        registered_at=draw(maybe_moments),
        status_at=draw(moments),
        attended_at=draw(maybe_moments),
        viewed_at=draw(maybe_moments),
        days=days,
        mails=draw(st.lists(mails(), max_size=2)),
        runs=draw(st.lists(st.sampled_from(RUN_STATES), max_size=2)),
        level=draw(st.none() | st.sampled_from(LEVELS)),
        done=draw(st.dictionaries(st.sampled_from(DONE), st.integers(1, 3), min_size=2, max_size=4)),
    )


@st.composite
def people(draw: st.DrawFn) -> APerson:
    """A person in none to all of the webinars."""
    erased = draw(st.sampled_from((False, False, False, True)))
    texts = {name: draw(st.none() | st.sampled_from(TEXTS)) for name in ("email", "company", "city")}
    texts["language"] = draw(st.none() | st.sampled_from(("en", "fr", "nl-BE")))
    person = APerson(
        id=draw(ids),
        texts=dict.fromkeys(texts) if erased else texts,
        properties={}
        if erased
        else draw(st.dictionaries(st.sampled_from(("k", "j")), st.sampled_from(VALUES), max_size=2)),
        created_at=draw(moments),
        erased=erased,
    )
    for webinar in WEBINARS:
        if draw(st.booleans()):
            person.members.append(draw(members(webinar)))
            person.forms += draw(st.lists(forms(webinar, by_address=False), max_size=2))
    if not erased:
        away = st.sampled_from(WEBINARS).flatmap(lambda webinar: forms(webinar, by_address=True))
        person.forms += draw(st.lists(away, max_size=1))
    return person


texts_asked = st.sampled_from(TEXTS)
relative = st.sampled_from(
    ("1 day", "7 days", "30 days", "3 hours", "24 hours", "2 weeks", "1 month", "13 months")
)
relative_days = st.sampled_from(("1 day", "7 days", "24 days", "2 weeks", "1 month"))
frames = st.sampled_from([frame.value for frame in TimeFrame])
days_asked = st.sampled_from(DAYS).map(date.isoformat)
times_asked = st.sampled_from(("2026-03-08T05:00:00Z", "2026-03-29T02:30:00+02:00", "2026-01-01T00:00:00Z"))
numbers_asked = st.sampled_from((-1, 0, 0.5, 1, 5, 5.5, 9.99, 10, 11, 100))
maybe_empty = st.sampled_from((None, None, "matches", "fails"))


def _with_empty(condition: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda asked, empty: asked | ({"empty": empty} if empty else {}), condition, maybe_empty)


def _ops(names: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda op, value: {"op": op, "value": value}, st.sampled_from(names.split()), values)


emptiness = st.sampled_from(({"op": "is_empty"}, {"op": "is_not_empty"}))
text_conditions = emptiness | _with_empty(
    _ops(
        "is is_not starts_with not_starts_with contains not_contains",
        texts_asked | st.lists(texts_asked, min_size=1, max_size=3),
    )
)
count_conditions = _ops("is is_not greater_than less_than at_least at_most", numbers_asked) | _ops(
    "between", st.lists(numbers_asked, min_size=2, max_size=2).map(sorted)
)
number_conditions = emptiness | _with_empty(count_conditions)
plain_days = _ops("is is_not after before on_or_after on_or_before", days_asked) | _ops(
    "between", st.lists(days_asked, min_size=2, max_size=2).map(sorted)
)
day_conditions = emptiness | _with_empty(
    plain_days
    | _ops("in_past in_past_before in_future in_future_after", relative_days)
    | _ops("in_time_frame", frames)
)
date_conditions = emptiness | _with_empty(
    plain_days
    | _ops("is is_not after before on_or_after on_or_before", times_asked)
    | _ops("in_past in_past_before in_future in_future_after", relative)
    | _ops("in_time_frame", frames)
)
boolean_conditions = emptiness | _with_empty(_ops("is is_not", st.booleans()))


def _leaf(kind: str, /, **constraints: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"filter": st.just(kind)}, optional=constraints)


def _negative(condition: dict[str, Any]) -> bool:
    return condition["op"] in ("is_not", "not_contains", "not_starts_with", "is_empty")


@st.composite
def person_leaves(draw: st.DrawFn) -> dict[str, Any]:
    """A leaf about a person."""
    field = draw(
        st.sampled_from(
            ("email", "company", "city", "language", "created_at", "properties.k", "properties.j")
        )
    )
    if field == "created_at":
        return {"filter": "person", "field": field, **draw(date_conditions)}
    if not field.startswith("properties"):
        return {"filter": "person", "field": field, **draw(text_conditions)}
    kind, conditions = draw(
        st.sampled_from(
            (
                ("text", text_conditions),
                ("number", number_conditions),
                ("date", date_conditions),
                ("boolean", boolean_conditions),
            )
        )
    )
    return {"filter": "person", "field": field, "as": kind, **draw(conditions)}


@st.composite
def answer_conditions(draw: st.DrawFn) -> dict[str, Any]:
    """A condition on an answer."""
    kind, conditions = draw(
        st.sampled_from((("text", text_conditions), ("number", number_conditions), (None, text_conditions)))
    )
    return {"question": QUESTION, **({"as": kind} if kind else {}), **draw(conditions)}


consent_leaves = st.builds(
    lambda purpose: {"filter": "consent", "purpose": purpose}, st.sampled_from(("news", "calls", "other"))
)


mail_leaves = _leaf(
    "mail",
    kind=st.lists(st.sampled_from(KINDS), min_size=1, max_size=2),
    state=st.lists(st.sampled_from(MAIL_STATES), min_size=1, max_size=2),
    bounced=st.booleans(),
    at=date_conditions.filter(lambda asked: not _negative(asked)),
    webinar=st.sampled_from(["any", *(str(webinar.id) for webinar in WEBINARS)]),
)
run_leaves = st.fixed_dictionaries(
    {"filter": st.just("campaign"), "id": st.just(str(CAMPAIGN))},
    optional={"state": st.lists(st.sampled_from(RUN_STATES), min_size=1, max_size=2)},
)
OF_MEMBERS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "member": _leaf(
        "member",
        status=st.lists(st.sampled_from(STATUSES), min_size=1, max_size=3),
        was=st.lists(st.sampled_from(STATUSES), min_size=1, max_size=2),
        visitor=st.booleans(),
        source=st.lists(st.sampled_from(SOURCES), min_size=1, max_size=2),
        reason=text_conditions,
        seat=st.just("waits"),
        registered_at=date_conditions,
        status_at=date_conditions,
    ),
    "answer": _leaf("member", answer=answer_conditions()),
    "utm": _leaf(
        "member",
        utm=st.builds(
            lambda field, asked: {"field": field, **asked},
            st.sampled_from(("utm_source", "ref")),
            text_conditions,
        ),
    ),
    "submission": _leaf(
        "submission",
        outcome=st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=2),
        at=date_conditions.filter(lambda asked: not _negative(asked)),
    ),
    "interaction": st.builds(
        lambda kind, asked: {"filter": "interaction", "kind": kind, **asked},
        st.sampled_from(DONE),
        st.just({}) | _ops("is is_not greater_than less_than at_least at_most", st.integers(0, 4)),
    ),
    "engagement": st.builds(
        lambda levels: {"filter": "engagement", "level": levels},
        st.lists(st.sampled_from(LEVELS), min_size=1, max_size=2),
    ),
    "attended": _leaf(
        "attended_event",
        event_mode=st.sampled_from(("live", "on_demand", "either")),
        watch_date=day_conditions,
        watch_duration=number_conditions,
        times=count_conditions,
    ),
    "not_attended": _leaf(
        "not_attended_event",
        event_mode=st.sampled_from(("live", "on_demand")),
        watch_date=day_conditions,
        watch_duration=number_conditions,
        watch_share=number_conditions,
    ),
}
"""Leaves about memberships and attendances by kind, without their webinar."""

CONDITIONS = frozenset(
    ("reason", "registered_at", "status_at", "watch_date", "watch_duration", "watch_share", "answer", "utm")
)
_one = st.sampled_from([str(webinar.id) for webinar in WEBINARS])
_many = st.just("any") | st.lists(_one, min_size=2, max_size=3, unique=True)
_webinars_of = {"members": st.none() | _one | _many, "people": _one | _many}
_of_any_kind = st.one_of(list(OF_MEMBERS.values()))


@st.composite
def membership_leaves(draw: st.DrawFn, scope: str, kind: str | None = None) -> dict[str, Any]:
    """A leaf about memberships or attendances: negative operators only where one webinar is meant."""
    webinar = draw(_webinars_of[scope])
    leaf = dict(draw(OF_MEMBERS[kind] if kind else _of_any_kind))
    if leaf.get("event_mode") is None:
        leaf.pop("watch_share", None)
    if webinar is not None:
        leaf["webinar"] = webinar
    if webinar == "any" or isinstance(webinar, list):
        for name in CONDITIONS:
            if name in leaf and _negative(leaf[name]):
                del leaf[name]
        if "op" in leaf and _negative(leaf):
            del leaf["op"], leaf["value"]
    return leaf


@st.composite
def one_of_each(draw: st.DrawFn, scope: str) -> list[dict[str, Any]]:
    """Three leaves of every kind."""
    kinds: list[st.SearchStrategy[dict[str, Any]]] = [
        person_leaves(),
        mail_leaves,
        run_leaves,
        consent_leaves,
    ]
    kinds += [membership_leaves(scope, kind) for kind in OF_MEMBERS]
    return [draw(leaf) for leaf in kinds for _ in range(3)]


def trees(scope: str, segments: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """A filter of this scope; it may name these segments."""
    leaves = person_leaves() | membership_leaves(scope) | mail_leaves | run_leaves | consent_leaves
    if segments:
        leaves |= st.sampled_from(segments).map(lambda id_: {"filter": "segment", "id": id_})
    return st.recursive(
        leaves,
        lambda parts: (
            st.lists(parts, max_size=3).map(lambda of: {"all": of})
            | st.lists(parts, max_size=3).map(lambda of: {"any": of})
            | parts.map(lambda part: {"not": part})
        ),
        max_leaves=6,
    ).filter(lambda tree: _depth(tree) <= 5)


def _depth(tree: dict[str, Any]) -> int:
    parts = tree.get("all", tree.get("any", [tree["not"]] if "not" in tree else None))
    return 0 if parts is None else 1 + max(map(_depth, parts), default=0)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A few people and up to three segments that filters may name."""
    world = World(draw(moments), WEBINARS, draw(st.lists(people(), min_size=1, max_size=6)))
    for scope in draw(st.lists(st.sampled_from(("members", "people")), max_size=3)):
        by_hand = draw(st.booleans())
        webinar = draw(st.sampled_from(WEBINARS)) if scope == "members" else None
        segment = ASegment(
            id=draw(ids),
            scope=scope,
            webinar=webinar.id if webinar else None,
            zone=draw(st.sampled_from(SEGMENT_ZONES)),
            filter=None if by_hand else draw(trees(scope, list(world.segments))),
            rows=set(draw(st.lists(st.sampled_from(_rows(world, webinar)), max_size=3))) if by_hand else None,
        )
        world.segments[str(segment.id)] = segment
    return world


def _rows(world: World, webinar: AWebinar | None) -> list[UUID]:
    if webinar is None:
        return [person.id for person in world.people]
    here = [member.id for person in world.people for member in person.members if member.webinar is webinar]
    return here or [UUID(int=1)]


async def write_webinars(conn: Conn) -> None:
    """Write the webinars that every world has."""
    await conn.executemany(
        """INSERT INTO webinars (id, name, starts_at, ends_at, timezone, recording_duration_s, watch_threshold_s,
                                 cancellations, flip_on, created_at)
           VALUES ($1, 'A webinar', $2, $3, $4, $5, 60, 'ignore', 'watch', $2)""",
        [(w.id, MOMENTS[0], MOMENTS[0] + w.length_ms, w.zone, w.recording_s) for w in WEBINARS],
    )
    await conn.executemany("INSERT INTO chats (webinar_id) VALUES ($1)", [(w.id,) for w in WEBINARS])
    await conn.execute(
        """INSERT INTO campaigns (id, name, state, version, created_at, changed_at)
           VALUES ($1, 'A campaign', 'active', 1, $2, $2)""",
        CAMPAIGN,
        MOMENTS[0],
    )


async def write_people(conn: Conn, world: World) -> None:
    """Write a world's people and lists."""
    every = [(person, member) for person in world.people for member in person.members]
    await conn.executemany(
        """INSERT INTO persons (id, email, email_key, company, city, properties, created_at, erased_at, language)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        [
            (
                p.id,
                p.texts["email"],
                None if p.erased else str(p.id),
                p.texts["company"],
                p.texts["city"],
                p.properties,
                p.created_at,
                world.now if p.erased else None,
                p.texts["language"],
            )
            for p in world.people
        ],
    )
    await conn.executemany(
        """INSERT INTO members (id, webinar_id, person_id, status, status_reason, status_at, visitor, waiting_since,
                                registered_at, registered_source, attended_at, viewed_at, live_ms, on_demand_ms,
                                engagement, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $6)""",
        [
            (
                m.id,
                m.webinar.id,
                p.id,
                m.status,
                m.reason,
                m.status_at,
                m.visitor,
                m.status_at if m.waits else None,
                m.registered_at,
                m.source,
                m.attended_at,
                m.viewed_at,
                *(sum(ms for (mode, _), ms in m.days.items() if mode == which) for which in MODES),
                m.level,
            )
            for p, m in every
        ],
    )
    await conn.executemany(
        """INSERT INTO status_events (member_id, webinar_id, to_status, fact_ids, source, at)
           VALUES ($1, $2, $3, '{}', 'operator', $4)""",
        [(m.id, m.webinar.id, status, m.status_at) for _, m in every for status in m.was],
    )
    await conn.executemany(
        """INSERT INTO watched_days (member_id, mode, day, watched_ms, first_at, last_at, version, grown_at)
           VALUES ($1, $2, $3, $4, $5, $5, 1, $5)""",
        [(m.id, mode, day, ms, m.status_at) for _, m in every for (mode, day), ms in m.days.items()],
    )
    await write_records(conn, world)
    persons = {member.id: person.id for person, member in every}
    for segment in world.segments.values():
        await conn.execute(
            """INSERT INTO segments (id, name, scope, webinar_id, kind, timezone, created_at, changed_at)
               VALUES ($1, 'A segment', $2, $3, 'list', 'UTC', $4, $4)""",
            segment.id,
            segment.scope,
            segment.webinar,
            world.now,
        )
        for row in segment.rows or ():
            if segment.scope == "people" or row in persons:
                member = row if segment.scope == "members" else None
                await conn.execute(
                    "INSERT INTO segment_rows (segment_id, row_id, person_id, member_id) VALUES ($1, $2, $3, $4)",
                    segment.id,
                    row,
                    persons.get(row, row),
                    member,
                )


async def write_records(conn: Conn, world: World) -> None:
    """Write what is recorded beside memberships: forms, mails, runs and what was done in the room."""
    for person in world.people:
        of_webinar = {member.webinar.id: member.id for member in person.members}
        for form in person.forms:
            await conn.execute(
                """INSERT INTO submissions (id, webinar_id, once_key, email_key, answers, consents, source, language,
                                            received_at, confirm_address, proved_at, outcome, member_id)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, 'en', $8, true, $9, $10, $11)""",
                form.id,
                form.webinar.id,
                form.id.bytes,
                str(person.id) if form.by_address else None,
                [{"id": name, "value": value} for name, value in form.answers.items()],
                [{"purpose": purpose} for purpose in form.consents],
                form.source,
                form.received_at,
                form.received_at if form.proved else None,
                form.outcome,
                None if form.by_address else of_webinar[form.webinar.id],
            )
        for member in person.members:
            await _write_records_of(conn, person, member)


async def _write_records_of(conn: Conn, person: APerson, member: AMember) -> None:
    for mail in member.mails:
        await conn.execute(
            """INSERT INTO mails (id, webinar_id, member_id, kind, occurrence, language, occasion_at, created_at,
                                  state, due_at, sent_at, bounced_as)
               VALUES ($1, $2, $3, $4, $5, 'en', $6, $6, $7, $6, $8, $9)""",
            mail.id,
            member.webinar.id,
            member.id,
            mail.kind,
            str(mail.id),
            mail.due_at,
            mail.state,
            mail.sent_at,
            "hard" if mail.bounced else None,
        )
    for nth, state in enumerate(member.runs):
        await conn.execute(
            """INSERT INTO campaign_runs (id, campaign_id, version, member_id, person_id, cause, state, due_at,
                                          created_at, changed_at)
               VALUES (gen_random_uuid(), $1, 1, $2, $3, $4, $5, $6, $6, $6)""",
            CAMPAIGN,
            member.id,
            person.id,
            str(nth),
            state,
            member.status_at,
        )
    for kind, times in member.done.items():
        for nth in range(times):
            await _write_done(conn, member, kind, f"{kind}{nth}")


async def _write_done(conn: Conn, member: AMember, kind: str, name: str) -> None:
    common = (member.webinar.id, member.id, member.status_at, name)
    if kind in ("question", "chat"):
        for state in ("visible", "rejected") if name.endswith("0") else ("held",):
            await conn.execute(
                """INSERT INTO chat_lines (id, webinar_id, member_id, client_id, name, line, is_question, mode, state,
                                           at, programme_ms)
                   VALUES (gen_random_uuid(), $1, $2, $4 || $6, 'A name', 'A line', $5, 'open', $6, $3, 0)""",
                *common,
                kind == "question",
                state,
            )
    elif kind == "poll":
        for question_id in ("one", "two"):  # of one poll
            await conn.execute(
                """INSERT INTO poll_answers (webinar_id, item_id, question_id, member_id, mode, value, answered_at)
                   VALUES ($1, $4, $5, $2, 'live', '"yes"', $3)""",
                *common,
                question_id,
            )
    else:
        for use in ("clicked", "seen"):
            await conn.execute(
                """INSERT INTO overlay_uses (webinar_id, item_id, use, mode, member_id, used_at, kind)
                   VALUES ($1, $4, $5, 'live', $2, $3, $6)""",
                *common,
                use,
                "handout" if kind == "download" else "call_to_action",
            )


def question(
    world: World, raw: dict[str, Any], scope: str, zone: str, webinar: AWebinar | None
) -> ResolvedFilter:
    """The question that a filter asks of a world."""
    return ResolvedFilter(
        filter=read_filter(raw, RowScope(scope)),
        scope=RowScope(scope),
        webinar_id=None if webinar is None else WebinarId(webinar.id),
        timezone=zone,
        now=world.now,
        known=References(
            zones={WebinarId(each.id): each.zone for each in world.webinars},
            segments={SegmentId(each.id): _segment(each) for each in world.segments.values()},
            campaigns={CAMPAIGN},
            questions={QUESTION: {WebinarId(each.id) for each in world.webinars}},
        ),
    )


def _segment(segment: ASegment) -> Segment:
    scope = RowScope(segment.scope)
    tree: Filter | None = None if segment.filter is None else read_filter(segment.filter, scope)
    return Segment(
        id=SegmentId(segment.id),
        name="A segment",
        scope=scope,
        webinar_id=None if segment.webinar is None else WebinarId(segment.webinar),
        kind=SegmentKind.LIST if tree is None else SegmentKind.LIVE,
        timezone=segment.zone,
        filter=tree,
        created_at=0,
        changed_at=0,
    )


async def found(conn: Conn, asked: ResolvedFilter) -> set[UUID]:
    """The rows that the compiled predicate finds."""
    parameters = Parameters()
    rows = "SELECT p.id FROM persons p WHERE p.erased_at IS NULL"
    if asked.scope is RowScope.MEMBERS:
        webinar = parameters.add(asked.webinar_id, "uuid")
        of_webinar = f"WHERE m.webinar_id = {webinar}"
        rows = f"SELECT m.id FROM members m JOIN persons p ON p.id = m.person_id {of_webinar}"
    predicate = compile_filter(asked, parameters)
    return {row["id"] for row in await conn.fetch(f"{rows} AND {predicate}", *parameters.values)}
