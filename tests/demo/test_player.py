"""The virtual player: whatever is done to it, it tells exactly what it played."""

from hypothesis import given
from hypothesis import strategies as st

from client_demo.player import Player, Segment, State


def test_a_stretch_is_told_once() -> None:
    player = Player(100)
    player.play(1_000)
    assert player.take(3_500) == [(1_000, 3_500, 0.0, 2.5)]
    assert player.take(3_500) == []
    assert player.take(4_000) == [(3_500, 4_000, 2.5, 3.0)]


def test_pause_seek_and_rate_break_the_stretch() -> None:
    player = Player(100)
    player.play(0)
    player.seek(1_000, 50)
    player.set_rate(2_000, 2)
    player.pause(4_000)
    assert player.take(9_000) == [(0, 1_000, 0.0, 1.0), (1_000, 2_000, 50, 51.0), (2_000, 4_000, 51.0, 55.0)]
    assert player.state is State.PAUSED


def test_the_end_stops_it_even_when_nobody_looks() -> None:
    player = Player(10)
    player.play(0)
    assert player.ends_in_ms(4_000) == 6_000
    assert player.take(60_000) == [(0, 10_000, 0.0, 10.0)]
    assert player.state is State.ENDED
    player.play(61_000)
    assert player.take(62_000) == [(61_000, 62_000, 0.0, 1.0)]


moves = st.one_of(
    st.just(("play", 0.0)),
    st.just(("pause", 0.0)),
    st.just(("take", 0.0)),
    st.tuples(st.just("seek"), st.floats(-5, 50)),
    st.tuples(st.just("set_rate"), st.floats(0.25, 4)),
)


@given(st.lists(st.tuples(moves, st.integers(1, 20_000)), max_size=30))
def test_segments_are_honest(script: list[tuple[tuple[str, float], int]]) -> None:
    player = Player(40)
    clock_ms = 0
    segments: list[Segment] = []
    for (move, value), wait_ms in script:
        clock_ms += wait_ms
        match move:
            case "play":
                player.play(clock_ms)
            case "pause":
                player.pause(clock_ms)
            case "seek":
                player.seek(clock_ms, value)
            case "set_rate":
                player.set_rate(clock_ms, value)
            case _:
                segments += player.take(clock_ms)
    segments += player.take(clock_ms)
    ends = [0.0]
    for from_ms, to_ms, from_s, to_s in segments:
        assert ends[-1] <= from_ms < to_ms <= clock_ms, "no moment is told twice, none lies in the future"
        assert 0 <= from_s <= to_s <= 40
        assert (to_s - from_s) <= (to_ms - from_ms) / 1000 * 4 + 0.001
        ends.append(to_ms)
