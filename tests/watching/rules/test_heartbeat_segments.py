"""Each rule of judging, at its boundary."""

from math import inf, nan
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.core.ids import Instant
from latecomer.core.webinar import REPLAY_URL, Recording, Webinar
from latecomer.watching.rules.heartbeat_segments import (
    MAX_LIMIT_DROPS,
    MAX_SEGMENTS,
    Credit,
    Drop,
    DropReason,
    Judgement,
    Playback,
    Segment,
    bounds,
    clock_moved,
    cover_to_end,
    judge,
    judge_whole,
)
from tests.support.builders import CLOSES_AT, ENDS_AT, HOUR, MINUTE, PLAYBACK, STARTS_AT, WEBINAR, webinar

HELLO_AT = ENDS_AT + HOUR
NOW = HELLO_AT + HOUR
GOOD = [0, 10_000, 5.0, 15.0]


def playback(hello_at: Instant = HELLO_AT, clock_ms: int = 0, version: int = 1) -> Playback:
    return Playback(PLAYBACK, hello_at - clock_ms, hello_at, version)


def verdict(
    *segments: object, by: Playback | None = None, of: Webinar = WEBINAR, now: Instant = NOW
) -> Judgement:
    return judge(segments, by or playback(), of, now)


def reasons(judgement: Judgement) -> list[DropReason]:
    return [drop.reason for drop in judgement.drops]


def test_a_good_segment_is_an_interval_and_its_seconds() -> None:
    assert verdict(GOOD) == Judgement([Credit(HELLO_AT, HELLO_AT + 10_000, (5, 15))], [])


def test_a_segment_lies_at_the_anchor() -> None:
    by = playback(clock_ms=70_000)
    [credit] = verdict([80_000, 90_000, 0, 10], by=by).credits
    assert (credit.from_at, credit.to_at) == (HELLO_AT + 10_000, HELLO_AT + 20_000)


def test_clock_values_are_floored() -> None:
    [credit] = verdict([0.9, 10_000.9, 0, 10]).credits
    assert (credit.from_at, credit.to_at) == (HELLO_AT, HELLO_AT + 10_000)


def test_nothing_comes_of_nothing() -> None:
    assert verdict() == Judgement([], [])


@pytest.mark.parametrize(
    ("media", "covers"),
    [
        ((0.0, 10.0), (0, 10)),
        ((0.9, 10.9), (0, 10)),
        ((4.2, 14.0), (4, 14)),
        ((1795.0, 1805.0), (1795, 1800)),
        ((1800.0, 1810.0), None),
    ],
)
def test_coverage_is_whole_seconds_of_the_recording(
    media: tuple[float, float], covers: tuple[int, int] | None
) -> None:
    assert verdict([0, 10_000, *media]).credits[0].covers == covers


@pytest.mark.parametrize(
    ("duration_s", "segment", "covers"),
    [
        (10.0, [0, 9_900, 0, 9.9], (0, 10)),
        (10.0, [0, 8_000, 0, 8.0], (0, 10)),
        (10.0, [0, 7_900, 0, 7.9], (0, 7)),
        (10.0, [0, 10_000, 0, 10.0], (0, 10)),
        (10.0, [0, 12_000, 0, 12.0], (0, 10)),
        (10.0, [0, 400, 9.5, 9.9], (9, 10)),
        (10.0, [0, 400, 8.1, 8.5], (8, 10)),
        (10.0, [0, 400, 10.1, 10.5], (-1, -1)),
        (1800.4, [0, 10_000, 1788.4, 1798.4], (1788, 1800)),
        (1800.4, [0, 10_000, 1788.3, 1798.3], (1788, 1798)),
    ],
)
def test_the_last_segment_before_the_end_covers_to_it(
    duration_s: float, segment: list[float], covers: tuple[int, int]
) -> None:
    of = webinar(recording=Recording(url="x", duration_s=duration_s, version=1))
    within = bounds(playback(), of)
    flat = judge_whole([segment], within, NOW)
    assert flat is not None
    assert cover_to_end(flat, segment, of, within, NOW) == (*flat[:2], *covers)


def test_the_end_covers_nothing_of_another_recording_nor_of_what_is_cut() -> None:
    of = webinar(recording=Recording(url="x", duration_s=10.0, version=1))
    for by, segment in ((playback(version=2), [0, 9_900, 0, 9.9]), (playback(), [0, HOUR * 2, 0, 9.9])):
        assert cover_to_end((1, 2, -1, -1), segment, of, bounds(by, of), NOW) == (1, 2, -1, -1)


def test_less_than_a_second_of_media_covers_nothing() -> None:
    assert verdict([0, 500, 3.1, 3.6]).credits[0].covers is None


def test_a_recording_s_last_broken_second_cannot_be_covered() -> None:
    of = webinar(recording=Recording(url="/r.mp4", duration_s=12.7))
    assert verdict([0, 13_000, 0, 13], of=of).credits[0].covers == (0, 12)


@pytest.mark.parametrize(
    "of", [webinar(recording=None), webinar(recording=Recording(url="/r.mp4", duration_s=1800, version=2))]
)
def test_an_older_recording_earns_watch_duration_only(of: Webinar) -> None:
    assert verdict(GOOD, of=of) == Judgement([Credit(HELLO_AT, HELLO_AT + 10_000, None)], [])


def test_without_a_recording_at_hello_nothing_is_covered() -> None:
    assert verdict(GOOD, by=playback(version=0)).credits[0].covers is None


@pytest.mark.parametrize(
    "segment",
    [
        None,
        "0123",
        7,
        True,
        {},
        {"a": 1, "b": 2, "c": 3, "d": 4},
        [],
        [0, 1, 2],
        [0, 1, 2, 3, 4],
        [0, 10_000, 0, None],
        [0, 10_000, "0", 10],
        [False, 10_000, 0, 10],
        [0, 10_000, 0, True],
        [0, 10_000, 0, [10]],
        [nan, 10_000, 0, 10],
        [0, inf, 0, 10],
        [0, 10_000, 0, nan],
        [0, 10_000, -inf, 10],
        [-1, 10_000, 0, 10],
        [0, 10_000, -0.001, 10],
        [0, 48 * HOUR + 1, 0, 10],
        [48 * HOUR + 0.5, 48 * HOUR + 1, 0, 10],
        [0, 10_000, 0, 48 * 3600 + 0.001],
        [0, 10_000, 10**400, 10**400],
    ],
)
def test_what_is_not_four_good_numbers_is_malformed(segment: object) -> None:
    assert verdict(segment) == Judgement([], [Drop(DropReason.MALFORMED, ascii(segment)[:200])])


def test_forty_eight_hours_are_within_the_limit() -> None:
    by = playback(hello_at=ENDS_AT + HOUR, clock_ms=0)
    late = [48 * HOUR - 10_000, 48 * HOUR, 48 * 3600 - 10, 48 * 3600]
    assert reasons(verdict(late, by=by, now=ENDS_AT + 50 * HOUR)) == []


def test_what_cannot_be_written_down_is_dropped_all_the_same() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    assert verdict(deep, 10**5000).drops == [Drop(DropReason.MALFORMED, "…")] * 2


def test_a_malformed_segment_is_kept_short_and_in_ascii() -> None:
    [drop] = verdict(["\ud800é" * 500]).drops
    assert isinstance(drop.segment, str)
    assert len(drop.segment) == 200
    assert drop.segment.isascii()


@pytest.mark.parametrize(
    ("segment", "reason"),
    [
        ([10_000, 10_000, 0, 0], DropReason.BACKWARDS),
        ([10_000, 9_999, 0, 0], DropReason.BACKWARDS),
        ([10_000.1, 10_000.9, 0, 0], DropReason.BACKWARDS),
        ([0, 10_000, 10, 9.999], DropReason.BACKWARDS),
        ([0, 10_000, 0, 41.001], DropReason.TOO_FAST),
        ([0, 1, 0, 1.005], DropReason.TOO_FAST),
        ([0, 10_000, 5, 6.999], DropReason.STALLED),
        ([0, 10_000, 5, 5], DropReason.STALLED),
    ],
)
def test_what_nobody_plays_is_dropped_whole(segment: list[float], reason: DropReason) -> None:
    assert verdict(segment) == Judgement([], [Drop(reason, Segment(*segment))])


@pytest.mark.parametrize(
    "segment", [[0, 10_000, 0, 41], [0, 1, 0, 1.004], [0, 10_000, 5, 7], [0, 1, 0, 0.0002]]
)
def test_the_bounds_of_plausible_play_belong_to_it(segment: list[float]) -> None:
    assert reasons(verdict(segment)) == []


@pytest.mark.parametrize(
    ("segment", "reason"),
    [
        ([-1, -1, 9, 0], DropReason.MALFORMED),
        ([10_000, 9_000, 0, 999], DropReason.BACKWARDS),
        # From here on before_hello, future and out_of_window would apply as well.
        ([0, 1_000, 0, 999], DropReason.TOO_FAST),
        ([0, 1_000, 0, 0], DropReason.STALLED),
    ],
)
def test_the_first_reason_that_applies_is_the_one(segment: list[float], reason: DropReason) -> None:
    by = Playback(PLAYBACK, anchor_at=CLOSES_AT + HOUR, hello_at=CLOSES_AT + 2 * HOUR, recording_version=1)
    assert reasons(verdict(segment, by=by, now=CLOSES_AT)) == [reason]


def test_what_is_cut_away_whole_has_the_first_reason_that_took_the_rest() -> None:
    by = Playback(PLAYBACK, anchor_at=CLOSES_AT + HOUR, hello_at=CLOSES_AT + 2 * HOUR, recording_version=1)
    assert reasons(verdict([0, 10_000, 0, 10], by=by, now=CLOSES_AT)) == [DropReason.BEFORE_HELLO]
    by = playback(hello_at=CLOSES_AT + HOUR)
    assert reasons(verdict([0, 10_000, 0, 10], by=by, now=CLOSES_AT)) == [DropReason.FUTURE]
    assert reasons(verdict([0, 10_000, 0, 10], by=by, now=CLOSES_AT + HOUR)) == [DropReason.OUT_OF_WINDOW]


def test_a_segment_is_cut_at_the_hello() -> None:
    by = playback(clock_ms=4_000)
    assert verdict([0, 10_000, 0, 10], by=by) == Judgement(
        [Credit(HELLO_AT, HELLO_AT + 6_000, (4, 10))],
        [Drop(DropReason.BEFORE_HELLO, Segment(0, 10_000, 0, 10))],
    )


def test_a_segment_that_ends_at_the_hello_earns_nothing() -> None:
    judgement = verdict([0, 4_000, 0, 4], by=playback(clock_ms=4_000))
    assert judgement == Judgement([], [Drop(DropReason.BEFORE_HELLO, Segment(0, 4_000, 0, 4))])


def test_where_nothing_is_left_nothing_more_is_looked_for() -> None:
    by = Playback(PLAYBACK, anchor_at=CLOSES_AT, hello_at=CLOSES_AT + 4_000, recording_version=1)
    assert reasons(verdict([0, 4_000, 0, 4], by=by, now=CLOSES_AT + HOUR)) == [DropReason.BEFORE_HELLO]


@pytest.mark.parametrize(("early_ms", "dropped"), [(10_000, []), (10_001, [DropReason.FUTURE])])
def test_ten_seconds_of_the_future_are_forgiven(early_ms: int, dropped: list[DropReason]) -> None:
    judgement = verdict([0, 20_000, 0, 20], now=HELLO_AT + 20_000 - early_ms)
    assert reasons(judgement) == dropped
    assert judgement.credits[0].to_at == HELLO_AT + 20_000 - len(dropped)


def test_media_is_cut_in_proportion() -> None:
    [credit] = verdict([0, 20_000, 100, 140], now=HELLO_AT + 2_000).credits
    assert credit == Credit(HELLO_AT, HELLO_AT + 12_000, (100, 124))


def test_a_cut_that_leaves_less_than_a_second_covers_nothing() -> None:
    [credit] = verdict([0, 20_000, 100.2, 120.2], now=HELLO_AT - 9_500).credits
    assert credit == Credit(HELLO_AT, HELLO_AT + 500, None)


def test_the_window_closes_on_the_millisecond() -> None:
    by = playback(hello_at=CLOSES_AT - 10_000)
    inside = [0, 10_000, 0, 10]
    across = [0, 10_001, 0, 10]
    beyond = [10_000, 20_000, 10, 20]
    judgement = verdict(inside, across, beyond, by=by, now=CLOSES_AT + 50_000)
    assert [credit.to_at for credit in judgement.credits] == [CLOSES_AT, CLOSES_AT]
    assert judgement.drops == [
        Drop(DropReason.OUT_OF_WINDOW, Segment(*across)),
        Drop(DropReason.OUT_OF_WINDOW, Segment(*beyond)),
    ]


def test_nothing_counts_before_the_start() -> None:
    by = playback(hello_at=STARTS_AT - MINUTE)
    judgement = verdict([0, 2 * MINUTE, 0, 120], by=by, now=STARTS_AT + MINUTE)
    assert judgement.credits == [Credit(STARTS_AT, STARTS_AT + MINUTE, (60, 120))]
    assert reasons(judgement) == [DropReason.OUT_OF_WINDOW]


def test_live_and_on_demand_are_one_interval() -> None:
    by = playback(hello_at=ENDS_AT - MINUTE)
    [credit] = verdict([0, 2 * MINUTE, 0, 120], by=by, now=ENDS_AT + MINUTE).credits
    assert (credit.from_at, credit.to_at) == (ENDS_AT - MINUTE, ENDS_AT + MINUTE)


def test_each_cut_is_counted() -> None:
    by = Playback(PLAYBACK, anchor_at=STARTS_AT - HOUR, hello_at=STARTS_AT - MINUTE, recording_version=1)
    judgement = verdict([0, 3 * HOUR, 0, 3 * 3600], by=by, now=STARTS_AT)
    assert judgement.credits == [Credit(STARTS_AT, STARTS_AT + 10_000, None)]
    assert reasons(judgement) == [DropReason.BEFORE_HELLO, DropReason.FUTURE, DropReason.OUT_OF_WINDOW]


def test_beyond_two_hundred_segments_the_rest_is_dropped_unjudged() -> None:
    segments = [[n * 1000, (n + 1) * 1000, n, n + 1] for n in range(MAX_SEGMENTS + 1)]
    judgement = verdict(*segments, None)
    assert len(judgement.credits) == MAX_SEGMENTS
    assert judgement.drops == [
        Drop(DropReason.LIMIT, Segment(200_000, 201_000, 200, 201)),
        Drop(DropReason.LIMIT, "None"),
    ]


@pytest.mark.parametrize("n", [8_000, 131_000])
def test_thousands_of_segments_make_few_drops_and_little_work(n: int) -> None:
    segments, by = [0] * n, playback()
    judgement = judge(segments, by, WEBINAR, NOW)
    assert reasons(judgement) == [DropReason.MALFORMED] * MAX_SEGMENTS + [DropReason.LIMIT] * MAX_LIMIT_DROPS
    assert len(judgement.drops) + judgement.unnoted == n
    began = process_time()
    for _ in range(10):
        judge_whole(segments, bounds(by, WEBINAR), NOW)
        judge(segments, by, WEBINAR, NOW)
    # Measured 2 ms; a drop for each of 8,000 would take 140 ms.
    assert process_time() - began < 0.05


def test_many_cuts_make_no_more_drops_than_there_may_be_segments() -> None:
    by = Playback(PLAYBACK, anchor_at=STARTS_AT - HOUR, hello_at=STARTS_AT - MINUTE, recording_version=1)
    judgement = verdict(*[[0, 3 * HOUR, 0, 3 * 3600]] * MAX_SEGMENTS, by=by, now=STARTS_AT)
    assert (len(judgement.credits), len(judgement.drops)) == (MAX_SEGMENTS, MAX_SEGMENTS)


def test_a_smaller_number_may_be_judged() -> None:
    judgement = judge([GOOD, *["x"] * 7], playback(), WEBINAR, NOW, 2)
    assert len(judgement.credits) == 1
    assert reasons(judgement) == [DropReason.MALFORMED, *[DropReason.LIMIT] * 5]
    assert judgement.unnoted == 1
    assert len(judge([GOOD] * 3, playback(), WEBINAR, NOW, 0).drops) == 3


def test_a_bad_segment_costs_its_neighbours_nothing() -> None:
    judgement = verdict(None, GOOD, [1, 0, 0, 0], GOOD)
    assert len(judgement.credits) == 2
    assert reasons(judgement) == [DropReason.MALFORMED, DropReason.BACKWARDS]


@pytest.mark.parametrize(
    ("off_ms", "moved"), [(0, False), (10_000, False), (-10_000, False), (10_001, True), (-10_001, True)]
)
def test_a_clock_has_moved_when_it_is_ten_seconds_off(off_ms: int, *, moved: bool) -> None:
    assert clock_moved(playback(), 30_000 + off_ms, HELLO_AT + 30_000) is moved


def test_the_reasons_are_listed_in_their_order() -> None:
    names = "malformed backwards too_fast stalled before_hello future out_of_window not_aired limit"
    assert " ".join(DropReason) == names


_number = st.one_of(
    st.integers(-5, 12_000),
    st.floats(0, 12_000, allow_nan=False),
    st.sampled_from([True, float("nan"), float("inf"), -1, 10**9, "1"]),
)
_plausible = st.tuples(st.integers(0, 9000), st.integers(1, 3000), st.floats(0, 1900), st.floats(0.2, 4)).map(
    lambda s: [s[0], s[0] + s[1], s[2], s[2] + s[1] / 1000 * s[3]]
)


@given(
    st.lists(st.one_of(_plausible, st.lists(_number, min_size=3, max_size=5)), max_size=4),
    st.integers(-20_000, 20_000),
    st.integers(0, 3),
)
def test_what_is_judged_whole_is_judged_the_same(
    segments: list[list[float]], later_ms: int, version: int
) -> None:
    of, now = playback(version=version), HELLO_AT + later_ms
    judgement = judge(segments, of, WEBINAR, now)
    flat = judge_whole(segments, bounds(of, WEBINAR), now)
    if judgement.drops:
        assert flat is None
    else:
        assert flat == tuple(
            number
            for each in judgement.credits
            for number in (each.from_at, each.to_at, *(each.covers or (-1, -1)))
        )


def test_beyond_two_hundred_segments_nothing_is_judged_whole() -> None:
    within = bounds(playback(), WEBINAR)
    assert judge_whole([[0, 1000, 0, 1.0]] * 201, within, HELLO_AT + 5000) is None


def test_what_a_rundown_had_not_shown_yet_is_not_covered_but_for_a_second() -> None:
    rundown = webinar(recording=Recording(url=REPLAY_URL, duration_s=1_000))
    by = playback(hello_at=STARTS_AT)
    for media, covers, cut in (
        ([0, 10], (0, 10), False),
        ([1.5, 11.5], (1, 11), False),
        ([5, 15], (5, 11), True),
        ([300, 310], None, True),
    ):
        segment = [0, 10_000, *media]
        judgement = verdict(segment, by=by, of=rundown, now=STARTS_AT + 10_000)
        whole = judge_whole([segment], bounds(by, rundown), STARTS_AT + 10_000)
        assert (whole is None) is cut
        assert [credit.covers for credit in judgement.credits] == [covers]
        assert reasons(judgement) == ([DropReason.NOT_AIRED] if cut else [])
        assert judgement.credits[0].to_at == STARTS_AT + 10_000, "watch duration stays"
    on_demand = verdict([0, 10_000, 300, 310], of=rundown)
    assert reasons(on_demand) == []


def test_nothing_is_credited_from_the_cancellation_on() -> None:
    of = webinar(cancelled_at=HELLO_AT + 4_000)
    cut = verdict([0, 10_000, 5.0, 15.0], of=of)
    assert [(each.from_at, each.to_at) for each in cut.credits] == [(HELLO_AT, HELLO_AT + 4_000)]
    assert reasons(verdict([5_000, 10_000, 5.0, 10.0], of=of)) == [DropReason.OUT_OF_WINDOW]
