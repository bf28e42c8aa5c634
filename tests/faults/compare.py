"""The comparison of the server's account of a history with the model's."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

from tests.faults import model
from tests.faults.compare_told import told_of
from tests.faults.instants import instant_of
from tests.faults.model import STEPS, Moments
from tests.faults.operators import Operators, email_of
from tests.faults.plans import Change, Scene
from tests.faults.seen import Seen, SeenMember
from tests.faults.sent import MemberLog
from tests.faults.told import Told, ends_of, is_of_another_event
from tests.faults.vendor import Vendor

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SHOWN: Final = 20
_AT_ONCE_MS: Final = 1_000
_ACROSS_MS: Final = 3_000
"""A finish by request moves the end to its own time; what was counted in that moment was live when it was."""


def differences(seen: Seen, operators: Operators, vendors: Sequence[Vendor], now: int) -> list[str]:
    """Return all differences in words; empty when all is well."""
    told = told_of(seen, vendors)
    ends = ends_of(told)
    by_email: dict[str, list[Told]] = {}
    for each in told:
        by_email.setdefault(email_of(each.person, operators.tag), []).append(each)
    return [
        *_about_finishes(seen, operators),
        *_about_strangers(seen, operators),
        *(
            f"member {log.index} ({log.id}): {what}"
            for log in operators.members
            for what in _about_member(seen, log, operators, now)
        ),
        *(
            f"{member.email}: {what}"
            for member in seen.members.values()
            for what in (
                *_about_status(seen, member, operators, by_email.get(member.email.lower(), ()), ends, now),
                *_about_events(member),
            )
        ),
        *_about_drops(seen),
        *(
            f"dashboard, {name}: {what}"
            for name, data in seen.dashboards.items()
            for what in _about(seen, data, now)
        ),
    ]


# ---------------------------------------------------------------- members


def _about_strangers(seen: Seen, operators: Operators) -> Iterator[str]:
    count = len(operators.plan.statuses) + operators.plan.outsiders
    expected = {email_of(index, operators.tag) for index in range(count)}
    emails = Counter(member.email.lower() for member in seen.members.values())
    for email, times in emails.items():
        if email not in expected or times > 1:
            yield f"{times} × {email} are members"


def _about_member(seen: Seen, log: MemberLog, operators: Operators, now: int) -> Iterator[str]:
    # Between a beacon's hello and its heartbeats, an emptied ledger may have forgotten the playback.
    excused = {"beacon answered with 409"} if operators.forgot_at is not None else set()
    yield from (oddity for oddity in log.oddities if oddity not in excused)
    member = seen.members.get(log.id)
    if member is None:
        if log.id:
            yield "is not listed"
        return
    for playback in log.playbacks:
        yield from model.wrong_anchors(playback, member.playbacks.get(playback.id), operators.forgot_at)
    if strangers := member.playbacks.keys() - {playback.id for playback in log.playbacks}:
        yield f"has playbacks that nobody loaded: {strangers}"
    yield from _about_watch(seen, member, log, operators.forgot_at, now)
    yield from _about_facts(seen, member, log, operators)


def _about_watch(
    seen: Seen, member: SeenMember, log: MemberLog, forgot_at: int | None, now: int
) -> Iterator[str]:
    rules = seen.rules
    expected = model.expect(log, member.playbacks, rules, now, forgot_at)
    for mode, has, explained, listed, begin, end in (
        ("live", member.live, member.told_ms[0], member.listed_ms[0], rules.starts_at, rules.ends_at),
        (
            "on demand",
            member.on_demand,
            member.told_ms[1],
            member.listed_ms[1],
            rules.ends_at,
            rules.closes_at,
        ),
    ):
        told = [] if mode == "on demand" else member.reported.intervals
        sure = Moments([*expected.sure.intervals, *told]).within(begin, end)
        possible = Moments([*expected.possible.intervals, *told]).within(begin, end)
        if missing := sure.without(has).intervals:
            yield f"{mode}: acknowledged and not counted: {_relative(missing, rules.ends_at)}"
        if invented := has.without(possible).intervals:
            yield f"{mode}: counted and never sent: {_relative(invented, rules.ends_at)}"
        if not has.length == explained == listed:
            yield f"{mode}: the union has {has.length} ms, the explanation {explained}, the list {listed}"
    if lost := expected.sure_seconds - member.covered:
        yield f"coverage: acknowledged and not counted: {sorted(lost)[:_SHOWN]}"
    if invented_s := member.covered - expected.possible_seconds:
        yield f"coverage: counted and never sent: {sorted(invented_s)[:_SHOWN]}"
    if member.listed_covered_s != len(member.covered):
        yield f"coverage: {len(member.covered)} s, the list says {member.listed_covered_s}"
    for reason in expected.least_drops.keys() | expected.most_drops.keys() | member.drops.keys():
        low, has_n, high = expected.least_drops[reason], member.drops[reason], expected.most_drops[reason]
        if not low <= has_n <= high:
            yield f"drops: {has_n} × {reason}, expected {low} to {high}"


def _relative(intervals: Sequence[model.Interval], to: int) -> str:
    return ", ".join(f"[{begin - to}, {end - to})" for begin, end in intervals[:_SHOWN]) + " ms from the end"


def _about_status(
    seen: Seen,
    member: SeenMember,
    operators: Operators,
    told: Sequence[Told],
    ends: dict[tuple[str, int], int],
    now: int,
) -> Iterator[str]:
    kinds = Counter(fact.kind for fact in member.facts)
    finishes = [finish.at for finish in seen.finishes]
    facts = member.facts
    if is_of_another_event(told, ends, seen.rules.starts_at, seen.planned_ends_at, now):
        facts = tuple(fact for fact in facts if (fact.kind, fact.source) != ("attended", "vendor"))
    should = model.decide(facts, finishes, removes=operators.plan.removes)
    if member.status != should:
        yield f"is {member.status}, its facts {dict(kinds)} make it {should}"
    if member.visitor != (member.status == "attended_on_demand" and kinds["view"] > 0):
        yield f"is {member.status} with {kinds['view']} views, and visitor says {member.visitor}"


def _about_facts(seen: Seen, member: SeenMember, log: MemberLog, operators: Operators) -> Iterator[str]:
    kinds = Counter(fact.kind for fact in member.facts if fact.source != "vendor")
    facts = {fact.kind: fact for fact in member.facts}
    # What happened stays a fact, even if the ledger that saw it has lost everything since.
    forgot = operators.forgot_at is not None
    viewed = member.on_demand.length > seen.rules.threshold_ms
    if not int(viewed) <= kinds["view"] <= (1 if forgot else int(viewed)):
        yield f"{kinds['view']} × view with {member.on_demand.length} ms of {seen.rules.threshold_ms}"
    own = member.live.without(member.reported)
    live = member.live.length > 0
    # Until a finish was written down that moved the end, what came after the end was live.
    known_at = max((finish.recorded_at for finish in seen.finishes), default=0)
    if not int(own.length > 0) <= kinds["live"] <= (1 if forgot else int(live)) and not (
        kinds["live"] == 1 and seen.rules.ends_at <= facts["live"].at < known_at + _ACROSS_MS
    ):
        yield f"{kinds['live']} × live with {own.length} of {member.live.length} ms of its own"
    joined = own.length > 0 or member.on_demand.length > 0 or log.clicks_done > 0
    if not int(joined and not forgot) <= kinds["joined"] <= 1:
        yield f"{kinds['joined']} × joined, {own.length} + {member.on_demand.length} ms, clicks {log.clicks_done}"
    if not (0 if forgot else log.clicks_done) <= kinds["click"] <= log.clicks_sent:
        yield f"{kinds['click']} × click, confirmed {log.clicks_done}, sent {log.clicks_sent}"
    if STEPS[member.status] < log.step and member.status != "not_in_program":
        yield f"is {member.status}, an operator was told of step {log.step}"
    for kind, at_most in _most_said(log).items():
        if kinds[kind] > at_most:
            yield f"{kinds[kind]} × {kind}, said {at_most} times"
    removed = [
        step for step in operators.plan.operator if step.member == log.index and step.change in _INSIDE
    ]
    if removed and (removed[-1].change is Change.REMOVE) != (member.status == "not_in_program"):
        yield f"is {member.status} after {removed[-1].change}"


_INSIDE: Final = (Change.REMOVE, Change.BACK)


def _most_said(log: MemberLog) -> Mapping[str, int]:
    most = {kind: log.said[kind] for kind in STEPS if kind != "not_in_program"}
    return {**most, "removed": log.said["not_in_program"], "added": log.said["registered"]}


def _about_events(member: SeenMember) -> Iterator[str]:
    chain = [event.to_status for event in member.events]
    if not chain or member.events[0].from_status is not None or chain[-1] != member.status:
        yield f"is {member.status}, its changes are {chain}"
    for one, next_one in pairwise(member.events):
        if next_one.from_status != one.to_status or next_one.to_status == next_one.from_status:
            yield f"changes {one} and {next_one} do not follow each other"
    sequences = [sequence for sequence, _, _ in member.outgoing]
    if sequences != list(range(1, member.sequence + 1)):
        yield f"outgoing events {sequences}, the last should be {member.sequence}"
    told = [data["status"] for _, kind, data in member.outgoing if kind == "member.status_changed"]
    if told != chain:
        yield f"told others of {told}, changed to {chain}"
    joins = sum(kind == "member.joined" for _, kind, _ in member.outgoing)
    if joins != int(member.joined_at is not None):
        yield f"told others of {joins} joins, joined at {member.joined_at}"
    seats = sum(
        STEPS[event.to_status] >= 30 > STEPS[event.from_status or "not_in_program"] for event in member.events
    )
    if seats != sum(kind == "member.registered" for _, kind, _ in member.outgoing):
        yield f"took a seat {seats} times, told others otherwise"


# ---------------------------------------------------------------- the webinar


def _about_finishes(seen: Seen, operators: Operators) -> Iterator[str]:
    # One that an operator cut short is still finished by the clock, after its grace.
    by = Counter(finish.source for finish in seen.finishes)
    # A vendor's stands in the place of the clock's, which has not come then.
    at_least = int(operators.plan.scene is Scene.ENDING and not by["vendor"])
    at_most = int(operators.plan.scene in (Scene.ENDING, Scene.CUT_SHORT))
    if not operators.finishes_asked <= by["operator"] <= operators.finishes_tried:
        yield f"{by['operator']} finishes on {operators.finishes_asked} to {operators.finishes_tried} requests"
    if not at_least <= by["clock"] <= at_most:
        yield f"{by['clock']} finishes by the clock, expected {at_least} to {at_most}"
    told = sum(kind == "webinar.finished" for kind, _ in seen.outbox.values())
    if told != len(seen.finishes):
        yield f"{len(seen.finishes)} finishes, {told} outgoing events about them"
    planned = [operators.ends_at, *([] if operators.later_at is None else [operators.later_at])]
    ends = {min([end, *(finish.at for finish in seen.finishes)]) for end in planned}
    if seen.rules.ends_at not in ends:
        yield f"ended at {seen.rules.ends_at}, expected {ends}"


def _about_drops(seen: Seen) -> Iterator[str]:
    drops: Counter[str] = Counter()
    for member in seen.members.values():
        drops.update(member.drops)
    if drops != seen.drops:
        yield f"drops of the webinar {dict(seen.drops)}, its members' {dict(drops)}"


# ---------------------------------------------------------------- dashboards


def _about(seen: Seen, data: Any, now: int) -> Iterator[str]:
    if data is None:
        yield "has no data"
        return
    members = list(seen.members.values())
    statuses = Counter(member.status for member in members)
    visitors = [member for member in members if member.visitor]
    recount = {
        "status_counts": {status: statuses[status] for status in STEPS},
        "on_demand_summary": _summary(seen, visitors, now),
        "on_demand_statistics": {
            "days_left": max(0, min(30, -(-(seen.rules.closes_at - now) // 86_400_000))),
            "visitors": len(visitors),
            "average_watch_min": _average_min([member.on_demand.length for member in visitors]),
        },
        "retention": _retention(seen, members),
        "attendance": _attendance(seen, members),
    }
    for widget, numbers in recount.items():
        if data[widget] != numbers:
            yield f"{widget} is {_short(data[widget])}, recounted {_short(numbers)}"
    shown = [(instant_of(each["at"]), each["kind"], each["member_id"]) for each in data["activity"]]
    happened = [
        *(
            (event.at, "flip", m.id)
            for m in members
            for event in m.events
            if event.to_status == "attended_on_demand"
        ),
        *(
            (event.at, "vendor", m.id)
            for m in members
            for event in m.events
            if event.source == "vendor" and event.to_status != "attended_on_demand"
        ),
        *((m.joined_at, "join", m.id) for m in members if m.joined_at is not None),
    ]
    happened.sort(key=lambda each: -each[0])
    newest = happened[:_SHOWN]
    missing, extra = sorted(set(newest) - set(shown)), sorted(set(shown) - set(newest))
    # Changes that are committed side by side have no order among them.
    at_once = not missing or missing[-1][0] - min(at for at, _, _ in shown) < _AT_ONCE_MS
    if len(shown) != len(newest) or not set(shown) <= set(happened) or not at_once:
        yield f"activity shows {extra} in the place of {missing}"


def _short(numbers: Any) -> str:
    """Numbers without the many zeros among them."""
    return re.sub(r"(?:0, ){9,}", "…, ", str(numbers))[:800]


def _summary(seen: Seen, visitors: Sequence[SeenMember], now: int) -> list[dict[str, Any]]:
    zone = ZoneInfo(seen.timezone)

    def local(at: int) -> datetime:
        return (_EPOCH + timedelta(milliseconds=at)).astimezone(zone)

    def begins(day: Any) -> int:
        return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1000)

    day = local(seen.rules.ends_at).date()
    last = min(local(now).date(), local(seen.rules.closes_at - 1).date())
    days = []
    while day <= last:
        next_day = day + timedelta(days=1)
        here = sum(bool(member.on_demand.within(begins(day), begins(next_day)).length) for member in visitors)
        days.append({"date": day.isoformat(), "visitors": here})
        day = next_day
    return days


def _average_min(durations_ms: Sequence[int]) -> float:
    """The mean in minutes, rounded half up to one decimal."""
    if not durations_ms:
        return 0.0
    return (2 * sum(durations_ms) + 6_000 * len(durations_ms)) // (12_000 * len(durations_ms)) / 10


def _retention(seen: Seen, members: Sequence[SeenMember]) -> dict[str, Any]:
    seconds = int(seen.rules.recording_s)
    step_s = max(1, -(-seconds // 600))
    counts = Counter(second for member in members for second in member.covered)
    return {"step_s": step_s, "counts": [counts[second] for second in range(0, seconds, step_s)]}


def _attendance(seen: Seen, members: Sequence[SeenMember]) -> dict[str, Any]:
    event_ms = seen.rules.ends_at - seen.rules.starts_at
    shares = [0] * 10
    highly = moderately = 0
    for live in (member.live for member in members):
        if isinstance(live, Moments) and live.length:
            shares[min(9, 10 * live.length // event_ms)] += 1
            highly += 10 * live.length >= 8 * event_ms
            moderately += 6 * event_ms <= 10 * live.length < 8 * event_ms
    return {"shares": shares, "highly": highly, "moderately": moderately}
