import pytest
from msgspec.structs import replace

from latecomer.automated.rules.on_air import on_air
from latecomer.automated.rules.rundown import AnyItem, ItemId, Poll, PollState, Rundown, TakeOverTo
from latecomer.automated.rules.rundown_changes import check_frozen, ends_at, freeze_ms, set_state
from latecomer.automated.rules.take_over import Destination, take_over
from tests.automated.builders import button, deck, film, poll

UNTIL = 100_000
"""The instant before which no item may begin in these tests: now is 70 s."""

AIRED = film("aired", 0, 50)
RUNNING = film("running", 60, 60)
LATER = film("later", 150, 10)
PLAYED_POLL = poll("poll", 60, 100, closes_ms=30_000, published_ms=60_000)
OLD = Rundown(version=4, items=(AIRED, RUNNING, LATER, PLAYED_POLL))


def codes(*items: AnyItem) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in check_frozen(OLD, items, UNTIL)]


def test_the_same_rundown_may_always_be_saved() -> None:
    assert codes(*OLD.items) == []


def test_a_film_on_air_that_was_saved_before_films_had_qualities_may_be_saved_again() -> None:
    filled = [replace(item, qualities=("main.mp4", "small.mp4")) for item in (AIRED, RUNNING)]
    assert codes(*filled, LATER, PLAYED_POLL) == []


def test_what_comes_later_may_change_and_go() -> None:
    assert codes(AIRED, RUNNING, PLAYED_POLL, replace(LATER, start_ms=UNTIL, title="New")) == []
    assert codes(AIRED, RUNNING, PLAYED_POLL) == []


@pytest.mark.parametrize(
    "changed",
    [
        replace(AIRED, duration_ms=49_000),
        replace(AIRED, duration_ms=110_000),
        replace(AIRED, title="Other"),
        replace(AIRED, start_ms=1_000),
    ],
)
def test_what_was_aired_stays_whole(changed: AnyItem) -> None:
    assert codes(changed, RUNNING, LATER, PLAYED_POLL) == [("/items/0", "frozen")]


def test_only_the_end_of_what_is_on_air_moves_and_not_before_the_freeze() -> None:
    assert codes(AIRED, replace(RUNNING, duration_ms=40_000), LATER, PLAYED_POLL) == []
    assert codes(AIRED, replace(RUNNING, duration_ms=39_999), LATER, PLAYED_POLL) == [("/items/1", "frozen")]
    assert codes(AIRED, replace(RUNNING, duration_ms=70_000), LATER, PLAYED_POLL) == []
    assert codes(AIRED, replace(RUNNING, media_from_ms=1), LATER, PLAYED_POLL) == [("/items/1", "frozen")]


def test_what_is_on_air_cannot_be_taken_away() -> None:
    assert codes(AIRED, LATER, PLAYED_POLL) == [("/items", "frozen")]


def test_nothing_new_and_nothing_later_begins_before_the_freeze() -> None:
    assert codes(*OLD.items, button("new", 99.999, 5)) == [("/items/4/start_ms", "frozen")]
    assert codes(*OLD.items, button("new", 100, 5)) == []
    early = replace(LATER, start_ms=99_999)
    assert codes(AIRED, RUNNING, early, PLAYED_POLL) == [("/items/2/start_ms", "frozen")]


def test_a_cue_that_is_to_come_may_move_one_that_was_may_not() -> None:
    assert codes(AIRED, RUNNING, LATER, replace(PLAYED_POLL, published_ms=45_000)) == []
    assert codes(AIRED, RUNNING, LATER, replace(PLAYED_POLL, published_ms=None)) == []
    assert codes(AIRED, RUNNING, LATER, replace(PLAYED_POLL, published_ms=39_999)) == [("/items/3", "frozen")]
    assert codes(AIRED, RUNNING, LATER, replace(PLAYED_POLL, closes_ms=50_000)) == [("/items/3", "frozen")]


def test_slides_that_were_shown_keep_their_times() -> None:
    shown = deck("deck", 60, 60, page_ms=(20_000, 30_000, 10_000))
    old = Rundown(items=(shown,))
    later = replace(shown, page_ms=(20_000, 35_000, 5_000))
    other = replace(shown, page_ms=(25_000, 25_000, 10_000))
    assert check_frozen(old, [later], UNTIL) == ()
    assert [problem.code for problem in check_frozen(old, [other], UNTIL)] == ["frozen"]


def test_before_the_start_everything_may_change() -> None:
    assert check_frozen(OLD, [], 0) == ()


def test_in_a_take_over_the_freeze_stands_still() -> None:
    assert freeze_ms(OLD, 70_000) == UNTIL
    taken = take_over(OLD, 70_000, Destination(TakeOverTo.CHAT), ItemId("t"), ItemId("r"))
    assert freeze_ms(taken, 500_000) == UNTIL


def test_the_end_is_the_last_item_of_either_track_and_the_buffer() -> None:
    assert ends_at(Rundown(buffer_s=30, items=(film("v", 0, 50), button("b", 45, 20))), 1_000) == 96_000


def state_at(rundown: Rundown, programme_ms: int) -> list[str]:
    return [overlay.state for overlay in on_air(rundown, 0, 10**9, programme_ms).overlays]


def test_a_poll_opened_before_its_time_begins_now() -> None:
    planned = poll("p", 200, 20)
    opened = set_state(Rundown(version=4, items=(planned,)), planned, 70_000, PollState.OPEN)
    assert opened.version == 5
    assert [state_at(opened, ms) for ms in (69_999, 70_000, 89_999, 90_000, 200_000)] == [
        [],
        ["open"],
        ["open"],
        [],
        [],
    ]


def test_a_poll_is_closed_published_and_opened_by_hand() -> None:
    rundown = Rundown(items=(poll("p", 0, 20),))
    for at_ms, state in ((5_000, PollState.CLOSED), (6_000, PollState.PUBLISHED), (7_000, PollState.OPEN)):
        item = rundown.find(ItemId("p"))
        assert isinstance(item, Poll)
        rundown = set_state(rundown, item, at_ms, state)
    assert [state_at(rundown, ms) for ms in (4_999, 5_000, 6_000, 7_000)] == [
        ["open"],
        ["closed"],
        ["published"],
        ["open"],
    ]


def test_a_poll_that_is_over_comes_back() -> None:
    over = poll("p", 0, 20)
    back = set_state(Rundown(items=(over,)), over, 60_000, PollState.PUBLISHED)
    assert [state_at(back, ms) for ms in (60_000, 79_999, 80_000)] == [["published"], ["published"], []]
