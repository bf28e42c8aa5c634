from latecomer.automated.rules.replay import aired, counted_ms, replay
from latecomer.automated.rules.rundown import ItemId, Rundown, TakeOver, TakeOverTo
from tests.automated.builders import button, film, picture, poll


def live(start_ms: int, duration_ms: int | None, to: TakeOverTo) -> TakeOver:
    return TakeOver(id=ItemId("live"), start_ms=start_ms, duration_ms=duration_ms, to=to, stopped_ms=start_ms)


RUNDOWN = Rundown(
    items=(
        film("film", 0, 30),
        live(30_000, 10_000, TakeOverTo.CHAT),
        picture("picture", 50, 10),
        button("kept", 0, 5, in_replay=True),
        button("once", 0, 5),
        poll("late", 70, 5, in_replay=True),
    )
)


def test_a_replay_is_what_was_on_stage_without_take_overs_and_gaps() -> None:
    whole = replay(RUNDOWN, 100_000)
    assert [(span.from_ms, span.to_ms, span.item.id) for span in whole.spans] == [
        (0, 30_000, "film"),
        (50_000, 60_000, "picture"),
    ]
    assert (whole.duration_ms, whole.playable_ms) == (60_000, 40_000)
    assert [item.id for item in whole.overlays] == ["kept", "late"]


def test_an_early_end_cuts_the_replay() -> None:
    cut = replay(RUNDOWN, 55_000)
    assert (cut.duration_ms, cut.playable_ms) == (55_000, 35_000)
    assert [item.id for item in cut.overlays] == ["kept"]
    assert replay(RUNDOWN, 20_000).playable_ms == 20_000


def test_what_lay_under_a_take_over_that_nobody_gave_back_was_not_aired() -> None:
    rundown = Rundown(
        items=(film("film", 0, 30), live(30_000, None, TakeOverTo.SLATE), picture("later", 40, 10))
    )
    assert [(span.item.id, span.from_ms, span.to_ms) for span in aired(rundown, 90_000)] == [
        ("film", 0, 30_000),
        ("live", 30_000, 90_000),
    ]


def test_stage_items_and_talks_count_gaps_live_rooms_and_a_held_last_frame_do_not() -> None:
    assert counted_ms(RUNDOWN, 100_000) == ((0, 30_000), (30_000, 40_000), (50_000, 60_000))
    elsewhere = Rundown(
        items=(live(0, 5_000, TakeOverTo.LIVE_URL), film("film", 5, 90, media_from_ms=20_000))
    )
    assert counted_ms(elsewhere, 100_000) == ((5_000, 45_000),)
