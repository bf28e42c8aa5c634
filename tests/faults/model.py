"""The independent model: counts what was acknowledged again, from docs/domain.md alone.

It shares no line with the product. Where a rule depends on something that only the server knows (when it read a
frame, whether it got what it never acknowledged), the model gives two bounds; where nothing of that kind is left they
are equal, and then the server has to agree to the millisecond and the second.

Source: docs/domain.md, Watched time is a set; Facts and statuses
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any, Final

from tests.faults.sent import Beat, MemberLog, PlaybackLog

Interval = tuple[int, int]

_HOURS_48: Final = 48 * 3600
_SLACK_MS: Final = 10_000
_MOST_SEGMENTS: Final = 200
_NOTED_BEYOND: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The fields of a webinar that decide counting. Instants in ms."""

    starts_at: int
    ends_at: int
    recording_s: float
    recording_version: int
    threshold_ms: int

    @property
    def closes_at(self) -> int:
        """The end of the window."""
        return self.ends_at + 30 * 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Anchored:
    """The ledger's data about a playback's first hello."""

    anchor_at: int
    hello_at: int
    recording_version: int


class Moments:
    """A set of whole ms, as sorted disjoint intervals."""

    def __init__(self, intervals: Iterable[Interval] = ()) -> None:
        self.intervals: list[Interval] = []
        for begin, end in sorted(interval for interval in intervals if interval[0] < interval[1]):
            if self.intervals and begin <= self.intervals[-1][1]:
                last = self.intervals.pop()
                self.intervals.append((last[0], max(last[1], end)))
            else:
                self.intervals.append((begin, end))

    @property
    def length(self) -> int:
        """Return the length in ms."""
        return sum(end - begin for begin, end in self.intervals)

    def within(self, begin: int, end: int) -> "Moments":
        """The part from ``begin`` to before ``end``."""
        return Moments((max(a, begin), min(b, end)) for a, b in self.intervals)

    def without(self, other: "Moments") -> "Moments":
        """Return the part of the first set that is not in the second."""
        left: list[Interval] = []
        for begin, end in self.intervals:
            at = begin
            for a, b in other.intervals:
                if b > at and a < end:
                    left.append((at, max(at, a)))
                    at = b
            left.append((at, end))
        return Moments(left)


@dataclass(slots=True)
class Claim:
    """The credit for one segment at most and at least, and the reasons why it is not greater."""

    sure: list[Interval] = field(default_factory=list)
    possible: list[Interval] = field(default_factory=list)
    sure_seconds: range = range(0)
    possible_seconds: range = range(0)
    reasons: list[str] = field(default_factory=list)
    maybe: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Expected:
    """The expected totals of a member: at least ``sure``, at most ``possible``."""

    sure: Moments
    possible: Moments
    sure_seconds: set[int]
    possible_seconds: set[int]
    least_drops: Counter[str]
    most_drops: Counter[str]


def numbers(segment: Any) -> tuple[int, int, Fraction, Fraction] | None:
    """Rule 6, malformed; clock values are floored to whole ms on arrival."""
    if not isinstance(segment, list) or len(segment) != 4:
        return None
    if any(isinstance(value, bool) or not isinstance(value, (int, float)) for value in segment):
        return None
    if any(value < 0 for value in segment) or any(value > _HOURS_48 * 1000 for value in segment[:2]):
        return None
    if any(value > _HOURS_48 for value in segment[2:]):
        return None
    return floor(segment[0]), floor(segment[1]), Fraction(segment[2]), Fraction(segment[3])


def _unlikely(clock_from: int, clock_to: int, media_from: Fraction, media_to: Fraction) -> str:
    """Rule 6, the reason for which nobody played so; empty when somebody may have."""
    clock_ms, media_s = clock_to - clock_from, media_to - media_from
    if clock_ms <= 0 or media_s < 0:
        return "backwards"
    if media_s > 4 * Fraction(clock_ms, 1000) + 1:
        return "too_fast"
    return "stalled" if media_s < Fraction(clock_ms, 5000) else ""


def worth(segment: Any, playback: Anchored, rules: Rules, first_sent_at: int, now: int) -> Claim:
    """Return the credit for one segment.

    Args:
        first_sent_at: the server cannot have read it earlier.
        now: nor later.
    """
    read = numbers(segment)
    if read is None or (reason := _unlikely(*read)):
        return Claim(reasons=["malformed" if read is None else reason])
    clock_from, clock_to, media_from, media_to = read
    claim = Claim()
    begin, end = playback.anchor_at + clock_from, playback.anchor_at + clock_to
    low, high = begin, end
    if low < playback.hello_at:
        claim.reasons.append("before_hello")
        low = playback.hello_at
    if high > low >= now + _SLACK_MS:
        claim.reasons.append("future")
    if low >= min(high, now + _SLACK_MS):
        return claim
    certain = high
    if high > first_sent_at + _SLACK_MS:
        claim.maybe.append("future")
        certain = first_sent_at + _SLACK_MS
    if low < rules.starts_at or high > rules.closes_at:
        (claim.maybe if claim.maybe else claim.reasons).append("out_of_window")
        low, high, certain = (
            max(low, rules.starts_at),
            min(high, rules.closes_at),
            min(certain, rules.closes_at),
        )
    if low >= high:
        return claim
    claim.possible.append((low, high))
    if low < certain:
        claim.sure.append((low, certain))
    if playback.recording_version == rules.recording_version:
        claim.possible_seconds = _seconds(
            (begin, end), (low, high), (media_from, media_to), rules.recording_s
        )
        if low < certain:
            claim.sure_seconds = _seconds(
                (begin, end), (low, certain), (media_from, media_to), rules.recording_s
            )
    return claim


def _seconds(whole: Interval, kept: Interval, media: tuple[Fraction, Fraction], recording_s: float) -> range:
    """Rule 4; what is cut from the wall interval is cut from the media in proportion (to the microsecond)."""
    rate = (media[1] - media[0]) / (whole[1] - whole[0])
    first = round(media[0] + (kept[0] - whole[0]) * rate, 6) if kept[0] > whole[0] else media[0]
    last = round(media[1] - (whole[1] - kept[1]) * rate, 6) if kept[1] < whole[1] else media[1]
    return range(floor(first), min(floor(last), floor(recording_s)))


def expect(
    member: MemberLog, playbacks: dict[str, Anchored], rules: Rules, now: int, forgot_at: int | None = None
) -> Expected:
    """Return the expected totals of a member, given the playbacks that the server knows.

    Args:
        forgot_at: when the ledger lost everything. Acks of before are worth nothing then; a connection that lived
            through it may still tell by the anchor that its playback had, beside that of a later hello.
    """
    since = 0 if forgot_at is None else forgot_at + ON_ITS_WAY_MS
    sure: list[Interval] = []
    possible: list[Interval] = []
    expected = Expected(Moments(), Moments(), set(), set(), Counter(), Counter())
    for log in member.playbacks:
        anchored = playbacks.get(log.id)
        if anchored is None:
            continue
        for beat in log.beats:
            if not beat.sent:
                continue
            for place, segment in enumerate(beat.segments[: _MOST_SEGMENTS + _NOTED_BEYOND]):
                if place >= _MOST_SEGMENTS:
                    claim = Claim(reasons=["limit"])
                else:
                    claim = worth(segment, anchored, rules, beat.first_sent_at, now)
                    for former in () if forgot_at is None else _former(log, anchored):
                        other = worth(segment, former, rules, beat.first_sent_at, now)
                        possible += other.possible
                        for reason in (*other.reasons, *other.maybe):
                            expected.most_drops[reason] += _DELIVERIES * beat.sent
                        expected.possible_seconds |= set(other.possible_seconds)
                possible += claim.possible
                expected.possible_seconds |= set(claim.possible_seconds)
                for reason in (*claim.reasons, *claim.maybe):
                    expected.most_drops[reason] += _DELIVERIES * beat.sent
                if beat.acked and beat.acked_at >= since:
                    sure += claim.sure
                    expected.sure_seconds |= set(claim.sure_seconds)
                    expected.least_drops.update(claim.reasons)
    expected.sure, expected.possible = Moments(sure), Moments(possible)
    return expected


def _former(log: PlaybackLog, anchored: Anchored) -> list[Anchored]:
    """Return the earlier anchor that a playback may have had; no hello of it names an earlier time
    than the earliest.
    """
    anchors = {welcome.anchor_at for welcome in log.welcomes}
    return [
        Anchored(
            anchor_at,
            anchor_at + floor(min(hello.clock_ms for hello in log.hellos)),
            anchored.recording_version,
        )
        for anchor_at in anchors
    ]


ON_ITS_WAY_MS: Final = 7_000
"""Milliseconds that an ack may take to its viewer: longer than any line stalls."""
_DELIVERIES: Final = 3
"""A batch that the server had to hand to its ledger again may count as another delivery, each time."""


def wrong_anchors(log: PlaybackLog, anchored: Anchored | None, forgot_at: int | None = None) -> list[str]:
    """Return the evidence against the anchor that the server keeps: it has to be that of one hello, and of every
    welcome (since the ledger was emptied, where it was).
    """
    since = 0 if forgot_at is None else forgot_at + ON_ITS_WAY_MS
    welcomes = [welcome for welcome in log.welcomes if welcome.came_at >= since]
    if anchored is None:
        if welcomes or any(beat.acked and beat.acked_at >= since for beat in log.beats):
            return [f"playback {log.id} was welcomed, and is not known"]
        return []
    wrong = []
    fitting = [
        hello
        for hello in log.hellos
        if anchored.hello_at - anchored.anchor_at == floor(hello.clock_ms)
        and hello.sent_at <= anchored.hello_at
    ]
    if not fitting:
        wrong.append(f"playback {log.id} has an anchor {anchored.anchor_at} that no hello explains")
    for welcome in welcomes:
        if welcome.anchor_at != anchored.anchor_at:
            wrong.append(
                f"playback {log.id} was welcomed with anchor {welcome.anchor_at}, now it is {anchored.anchor_at}"
            )
        if welcome.came_at < anchored.hello_at:
            wrong.append(f"playback {log.id} was welcomed before what is kept as its first hello")
    return wrong


@dataclass(frozen=True, slots=True)
class SeenFact:
    """A fact as a timeline tells it."""

    id: int
    kind: str
    at: int
    source: str


STEPS: Final = {
    "not_in_program": 0,
    "invited": 10,
    "waitlisted": 20,
    "pending_approval": 20,
    "rejected": 20,
    "registration_error": 20,
    "registered": 30,
    "no_show": 40,
    "attended_on_demand": 50,
    "attended": 60,
}


def decide(facts: Sequence[SeenFact], finishes: Sequence[int], *, removes: bool = False) -> str:
    """The status that facts amount to, for a webinar without ``live_url``.

    Args:
        finishes: their times.
        removes: whether a cancellation counts as a removal.
    """
    ordered = sorted(facts, key=lambda fact: (fact.at, fact.id))
    kinds = {fact.kind for fact in ordered}
    out = {"removed", "cancelled"} if removes else {"removed"}
    inside = [fact.kind for fact in ordered if fact.kind == "added" or fact.kind in out]
    if inside and inside[-1] in out:
        return "not_in_program"
    # After a removal an approval that is asked for anew takes what was registered before it.
    removed = max((n for n, fact in enumerate(ordered) if fact.kind in out), default=len(ordered))
    anew = [n for n, fact in enumerate(ordered) if fact.kind == "pending_approval" and n > removed]
    standing = ordered[anew[-1] :] if anew else ordered
    registered = [fact.at for fact in standing if fact.kind == "registered"]
    no_show = "no_show" in kinds or bool(registered and any(registered[0] <= finish for finish in finishes))
    later = bool(registered and finishes and registered[0] > max(finishes))
    held_back = [fact.kind for fact in ordered if STEPS.get(fact.kind) == 20]
    supported = {
        "attended": bool(kinds & {"live", "attended"}),
        "attended_on_demand": "attended_on_demand" in kinds or ("view" in kinds and (no_show or later)),
        "no_show": no_show,
        "registered": bool(registered),
    }
    for status, so in supported.items():
        if so:
            return status
    return held_back[-1] if held_back else "invited"


def unacked(member: MemberLog) -> list[Beat]:
    """Return the messages that were sent and never acknowledged."""
    return [beat for log in member.playbacks for beat in log.beats if beat.sent and not beat.acked]
