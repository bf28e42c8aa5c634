from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from latecomer.automated.rules.on_air import AirPhase, OnAir, on_air
from latecomer.automated.rules.replay import replay
from latecomer.automated.rules.rundown import (
    AnyItem,
    ItemId,
    Rundown,
    Slides,
    TakeOver,
    TakeOverTo,
    Video,
    end_ms,
)
from latecomer.automated.rules.take_over import Destination, Resume, give_back, take_over
from tests.automated.builders import button, deck, film, notice, poll

CHAT = Destination(TakeOverTo.CHAT)
NEVER = 10**9


def taken(rundown: Rundown, at_ms: int, where: Destination = CHAT) -> Rundown:
    return take_over(rundown, at_ms, where, ItemId(f"t{at_ms}"), ItemId(f"r{at_ms}"))


def at(rundown: Rundown, programme_ms: int) -> OnAir:
    return on_air(rundown, 0, NEVER, programme_ms)


def stage(rundown: Rundown, programme_ms: int) -> tuple[str, int] | None:
    on_stage = at(rundown, programme_ms).stage
    return (on_stage.item.id, on_stage.media_ms) if on_stage else None


def times(rundown: Rundown) -> dict[str, tuple[int, int]]:
    return {item.id: (item.start_ms, end_ms(item)) for item in rundown.items}


RUNDOWN = Rundown(version=1, items=(film("one", 0, 20), film("two", 20, 10), film("three", 40, 10)))


def test_a_take_over_stops_the_rundown_and_where_stopped_goes_on_without_losing_a_millisecond() -> None:
    live = taken(RUNDOWN, 12_345)
    assert live.version == 2
    assert stage(live, 12_344) == ("one", 12_344)
    assert stage(live, 50_000) == ("t12345", 37_655)
    assert at(live, 50_000).phase is AirPhase.TAKEN_OVER
    back = give_back(live, 72_345, Resume.WHERE_STOPPED)
    assert back.version == 3
    assert stage(back, 72_344) == ("t12345", 59_999)
    assert stage(back, 72_345) == ("r12345", 12_345)
    assert times(back) == {
        "one": (0, 12_345),
        "t12345": (12_345, 72_345),
        "r12345": (72_345, 80_000),
        "two": (80_000, 90_000),
        "three": (100_000, 110_000),
    }
    rest = back.find(ItemId("r12345"))
    assert isinstance(rest, Video)
    assert rest.continues == "one"


def test_by_the_wall_clock_what_lay_under_the_take_over_is_not_aired() -> None:
    back = give_back(taken(RUNDOWN, 12_345), 25_000, Resume.WALL_CLOCK)
    assert times(back) == {
        "one": (0, 12_345),
        "t12345": (12_345, 25_000),
        "two": (25_000, 30_000),
        "three": (40_000, 50_000),
    }
    assert stage(back, 25_000) == ("two", 5_000)


def test_by_the_wall_clock_the_cut_item_goes_on_if_it_would_still_play() -> None:
    back = give_back(taken(RUNDOWN, 5_000), 8_000, Resume.WALL_CLOCK)
    assert stage(back, 8_000) == ("r5000", 8_000)
    assert times(back)["r5000"] == (8_000, 20_000)


def test_given_back_in_a_gap_nothing_of_an_item_is_left_over() -> None:
    back = give_back(taken(RUNDOWN, 30_000), 33_000, Resume.WHERE_STOPPED)
    assert times(back) == {
        "one": (0, 20_000),
        "two": (20_000, 30_000),
        "t30000": (30_000, 33_000),
        "three": (43_000, 53_000),
    }


def test_slides_go_on_at_their_page() -> None:
    rundown = Rundown(items=(deck("deck", 0, 10),))
    back = give_back(taken(rundown, 5_000), 65_000, Resume.WHERE_STOPPED)
    pages = [
        shown.page if (shown := at(back, ms).stage) else None
        for ms in (0, 3_333, 4_999, 65_000, 66_665, 66_666, 69_999)
    ]
    assert pages == [1, 2, 2, 2, 2, 3, 3]
    assert [item.page_ms for item in back.items if isinstance(item, Slides)] == [(3_333, 3_333, 3_334)] * 2


def test_a_second_take_over_only_changes_where_to() -> None:
    live = taken(RUNDOWN, 12_000, Destination(TakeOverTo.SLATE, message="One moment"))
    again = taken(live, 15_000)
    assert times(again)["t12000"] == (12_000, 15_000)
    back = give_back(again, 20_000, Resume.WHERE_STOPPED)
    assert times(back) == {
        "one": (0, 12_000),
        "t12000": (12_000, 15_000),
        "t15000": (15_000, 20_000),
        "r12000": (20_000, 28_000),
        "two": (28_000, 38_000),
        "three": (48_000, 58_000),
    }
    assert stage(back, 20_000) == ("r12000", 12_000)


def test_open_overlays_stay_open_and_their_ends_move() -> None:
    items: tuple[AnyItem, ...] = (
        film("v", 0, 60),
        button("gone", 0, 5),
        button("open", 5, 10),
        notice("next", 20, 10),
        poll("p", 8, 20, closes_ms=1_000, published_ms=10_000),
    )
    back = give_back(taken(Rundown(items=items), 10_000), 110_000, Resume.WHERE_STOPPED)
    moved = times(back)
    assert (moved["gone"], moved["open"], moved["next"], moved["p"]) == (
        (0, 5_000),
        (5_000, 115_000),
        (120_000, 130_000),
        (8_000, 128_000),
    )
    states = [
        [(one.item.id, one.state.value) for one in at(back, ms).overlays if one.item.id == "p"]
        for ms in (9_000, 117_999, 118_000)
    ]
    assert states == [[("p", "closed")], [("p", "closed")], [("p", "published")]]


def test_by_the_wall_clock_overlays_follow_it_too() -> None:
    items: tuple[AnyItem, ...] = (
        film("v", 0, 60),
        button("open", 5, 10),
        notice("under", 20, 10),
        poll("across", 30, 20, closes_ms=15_000),
        button("after", 50, 5),
    )
    back = give_back(taken(Rundown(items=items), 10_000), 40_000, Resume.WALL_CLOCK)
    moved = times(back)
    assert "under" not in moved
    assert (moved["open"], moved["across"], moved["after"]) == (
        (5_000, 40_000),
        (40_000, 50_000),
        (50_000, 55_000),
    )
    assert [one.state for one in at(back, 44_999).overlays] == ["open"]
    assert [one.state for one in at(back, 45_000).overlays] == ["closed"]


def test_a_take_over_before_the_start_holds_back_only_what_the_start_would_have_begun() -> None:
    items = (film("one", 0, 20), button("call", 0, 5))
    live = taken(Rundown(items=items), -60_000)
    sound_check = give_back(live, -5_000, Resume.WHERE_STOPPED)
    assert (times(sound_check)["one"], times(sound_check)["call"]) == ((0, 20_000), (0, 5_000))
    for now_ms in (0, 5_000):
        late = give_back(live, now_ms, Resume.WHERE_STOPPED)
        assert (times(late)["one"], times(late)["call"]) == (
            (now_ms, now_ms + 20_000),
            (now_ms, now_ms + 5_000),
        )


def test_giving_back_what_nobody_took_changes_nothing() -> None:
    assert give_back(RUNDOWN, 5_000, Resume.WHERE_STOPPED) is RUNDOWN


@given(
    durations=st.lists(st.tuples(st.integers(0, 5_000), st.integers(1_000, 20_000)), min_size=1, max_size=6),
    moments=st.lists(st.integers(1, 30_000), max_size=6),
    resume=st.sampled_from(Resume),
)
def test_however_often_it_is_taken_over_stage_items_never_overlap(
    durations: list[tuple[int, int]], moments: list[int], resume: Resume
) -> None:
    """And where the rundown goes on where it stopped, each millisecond of each film is aired exactly once."""
    start_ms, items = 0, []
    for n, (gap_ms, duration_ms) in enumerate(durations):
        start_ms += gap_ms
        items.append(film(f"v{n}", start_ms / 1_000, duration_ms / 1_000))
        start_ms += duration_ms
    rundown, now_ms = Rundown(items=tuple(items)), 0
    for n, after_ms in enumerate(moments):
        now_ms += after_ms
        rundown = take_over(rundown, now_ms, CHAT, ItemId(f"t{n}"), ItemId(f"r{n}"))
        if n % 2:
            rundown = give_back(rundown, now_ms := now_ms + after_ms, resume)
    rundown = give_back(rundown, now_ms + 1, resume)
    reached_ms = 0
    for item in rundown.stage:
        assert item.start_ms >= reached_ms
        reached_ms = end_ms(item)
    pieces: dict[str, list[tuple[int, int]]] = {}
    for span in replay(rundown, NEVER).spans:
        assert not isinstance(span.item, TakeOver)
        first = span.item.media_from_ms
        pieces.setdefault(span.item.continues or span.item.id, []).append(
            (first, first + span.to_ms - span.from_ms)
        )
    if resume is Resume.WHERE_STOPPED:
        for n, (_, duration_ms) in enumerate(durations):
            joined = sorted(pieces[f"v{n}"])
            assert joined[0][0] == 0
            assert joined[-1][1] == duration_ms
            assert all(one[1] == two[0] for one, two in pairwise(joined))
