import itertools

from hypothesis import given
from hypothesis import strategies as st

from latecomer.core.intervals import Interval, Intervals, clip, length, union

ranges = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


def numbers(parts: list[Interval] | Intervals) -> set[int]:
    """The set that ranges stand for, one number at a time."""
    return {number for low, high in parts for number in range(low, high)}


def test_touching_ranges_become_one() -> None:
    assert union([(5, 7), (1, 3)], [(3, 5)]) == ((1, 7),)


def test_ranges_apart_stay_apart() -> None:
    assert union([(4, 7)], [(1, 3)]) == ((1, 3), (4, 7))


def test_a_range_inside_another_changes_nothing() -> None:
    assert union([(1, 9), (3, 4)]) == ((1, 9),)


def test_nothing_is_in_the_empty_set() -> None:
    assert union() == ()
    assert length(()) == 0


@given(ranges, ranges)
def test_union_holds_every_number_of_both(left: list[Interval], right: list[Interval]) -> None:
    whole = union(left, right)
    assert numbers(whole) == numbers(left) | numbers(right)
    assert length(whole) == len(numbers(whole))
    assert all(earlier[1] < later[0] for earlier, later in itertools.pairwise(whole))


@given(ranges, st.integers(0, 60), st.integers(0, 60))
def test_clip_keeps_what_lies_between(parts: list[Interval], low: int, high: int) -> None:
    assert numbers(clip(union(parts), low, high)) == numbers(parts) & set(range(low, high))
