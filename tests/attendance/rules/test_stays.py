from hypothesis import given
from hypothesis import strategies as st

from latecomer.attendance.rules.stays import stays
from latecomer.core.intervals import length

moments = st.lists(st.integers(0, 50), max_size=8)


def test_each_join_lasts_until_the_next_leave() -> None:
    assert stays([10, 30], [20, 50], None) == ((10, 20), (30, 50))


def test_a_stay_that_is_open_lasts_until_the_end_and_counts_nothing_before() -> None:
    assert stays([10, 30], [20], None) == ((10, 20),)
    assert stays([10, 30], [20], 45) == ((10, 20), (30, 45))
    assert stays([10], [], 5) == ()


def test_a_leave_without_a_join_counts_nothing() -> None:
    assert stays([], [20], 45) == ()
    assert stays([30], [20, 40], None) == ((30, 40),)


def test_a_join_within_a_stay_begins_none() -> None:
    assert stays([10, 15], [20], None) == ((10, 20),)


def test_coming_and_going_at_once_is_no_stay() -> None:
    assert stays([10], [10], None) == ()


@given(moments, moments, st.none() | st.integers(0, 60), st.randoms())
def test_order_and_repetition_change_nothing(joins, leaves, ended_at, random) -> None:  # type: ignore[no-untyped-def]
    again = [*joins, *joins], [*leaves, *leaves]
    for each in again:
        random.shuffle(each)
    found = stays(*again, ended_at)
    assert found == stays(joins, leaves, ended_at)
    assert length(found) <= 60
