"""Watched time is two sets: no order, repetition, division or overlap of reports changes them."""

import itertools
from typing import NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

from latecomer.core.ids import Instant
from latecomer.core.intervals import Interval, Intervals, length, union
from latecomer.watching.rules.heartbeat_segments import (
    FUTURE_SLACK_MS,
    DropReason,
    Judgement,
    Playback,
    Segment,
    judge,
)
from tests.support.builders import CLOSES_AT, ENDS_AT, HOUR, MINUTE, PLAYBACK, STARTS_AT, WEBINAR

CUTS = {DropReason.BEFORE_HELLO, DropReason.FUTURE, DropReason.OUT_OF_WINDOW}


class Stretch(NamedTuple):
    """A stretch of play at a steady rate, from which any part can be told as a segment."""

    clock_from_ms: int
    clock_ms: int
    media_from_ms: int
    rate: float

    def segment(self, low: int = 0, high: int | None = None) -> Segment:
        """The part from ``low`` to ``high`` ms after its beginning."""
        high = self.clock_ms if high is None else high
        return Segment(
            self.clock_from_ms + low,
            self.clock_from_ms + high,
            (self.media_from_ms + low * self.rate) / 1000,
            (self.media_from_ms + high * self.rate) / 1000,
        )


stretches = st.builds(
    Stretch,
    clock_from_ms=st.integers(0, 10 * MINUTE),
    clock_ms=st.integers(1, 3 * MINUTE),
    media_from_ms=st.integers(0, 31 * MINUTE),
    rate=st.sampled_from([0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4]),
)
# Hellos near every edge that can cut: the start, the end, the close.
playbacks = st.builds(
    lambda edge, before, clock_ms: Playback(PLAYBACK, edge - before - clock_ms, edge - before, 1),
    st.sampled_from([STARTS_AT, ENDS_AT, CLOSES_AT, ENDS_AT + HOUR]),
    st.integers(-MINUTE, 5 * MINUTE),
    st.integers(0, 5 * MINUTE),
)
heard_after = st.integers(0, 20 * MINUTE)


def sets(*judgements: Judgement) -> tuple[Intervals, Intervals]:
    """The two sets that the judgements add up to."""
    credits_ = [credit for judgement in judgements for credit in judgement.credits]
    return union((c.from_at, c.to_at) for c in credits_), union(c.covers for c in credits_ if c.covers)


def credited(told: list[Segment], by: Playback, now: Instant) -> tuple[Intervals, Intervals]:
    return sets(judge(told, by, WEBINAR, now))


@given(st.lists(stretches, min_size=1, max_size=8), playbacks, heard_after, st.data())
def test_shuffled_repeated_and_in_any_heartbeats(
    played: list[Stretch], by: Playback, after: int, data: st.DataObject
) -> None:
    now = by.hello_at + after
    told = [stretch.segment() for stretch in played]
    again = data.draw(st.lists(st.sampled_from(told), max_size=8))
    shuffled = data.draw(st.permutations(told + again))
    cut = data.draw(st.integers(0, len(shuffled)))
    heartbeats = [judge(part, by, WEBINAR, now) for part in (shuffled[:cut], shuffled[cut:])]
    assert sets(*heartbeats) == credited(told, by, now)


@given(stretches, playbacks, heard_after, st.data())
def test_split_as_long_as_every_piece_keeps_its_verdict(
    stretch: Stretch, by: Playback, after: int, data: st.DataObject
) -> None:
    now = by.hello_at + after
    points = data.draw(st.lists(st.integers(0, stretch.clock_ms), max_size=4))
    edges = sorted({0, *points, stretch.clock_ms})
    pieces = [stretch.segment(low, high) for low, high in itertools.pairwise(edges)]
    judgement = judge(pieces, by, WEBINAR, now)
    assume({drop.reason for drop in judgement.drops} <= CUTS)
    assert sets(judgement) == credited([stretch.segment()], by, now)


@given(stretches, playbacks, heard_after, st.data())
def test_overlapping(stretch: Stretch, by: Playback, after: int, data: st.DataObject) -> None:
    now = by.hello_at + after
    bounds = st.integers(0, stretch.clock_ms)
    low, high = sorted((data.draw(bounds), data.draw(bounds)))
    told = [stretch.segment(), stretch.segment(low, high), stretch.segment(0, high), stretch.segment(low)]
    assert credited(told, by, now) == credited(told[:1], by, now)


@given(st.lists(stretches, max_size=8), playbacks, heard_after, heard_after)
def test_told_again_later_nothing_is_lost(
    played: list[Stretch], by: Playback, after: int, later: int
) -> None:
    told = [stretch.segment() for stretch in played]
    first = credited(told, by, by.hello_at + after)
    second = credited(told, by, by.hello_at + after + later)
    assert tuple(union(*both) for both in zip(first, second, strict=True)) == second


@given(st.lists(stretches, max_size=8), playbacks, heard_after)
def test_nobody_earns_more_than_the_time_since_hello(played: list[Stretch], by: Playback, after: int) -> None:
    watched, covered = credited([stretch.segment() for stretch in played], by, by.hello_at + after)
    assert length(watched) <= after + FUTURE_SLACK_MS
    inside: Interval = max(by.hello_at, STARTS_AT), CLOSES_AT
    assert all(inside[0] <= low < high <= inside[1] for low, high in watched)
    assert all(0 <= low < high <= 1800 for low, high in covered)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=8,
)
nearly = st.lists(st.floats(-1, 2e8) | st.integers(-1, 180_000), min_size=4, max_size=4)


@given(st.lists(anything | nearly, max_size=5), playbacks, heard_after)
def test_every_segment_has_a_verdict(told: list[object], by: Playback, after: int) -> None:
    for segment in told:
        judgement = judge([segment], by, WEBINAR, by.hello_at + after)
        assert judgement.credits or judgement.drops
        assert len(judgement.credits) <= 1
