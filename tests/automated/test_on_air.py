"""The items on air, held to the same vectors as the page's own function (``pages/automated/on_air.test.ts``)."""

import time
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from latecomer.automated.rules.on_air import OnAir, on_air
from latecomer.automated.rules.rundown import AnyItem, CallToAction, ItemId, Rundown, Video
from latecomer.media.rules.assets import AssetId

STARTS_AT = 1_790_000_000_000
VECTORS = Path(__file__).parent / "vectors" / "on_air.json"


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    media_ms: int
    page: int | None


class Moment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ms: int
    phase: str
    stage: Stage | None
    overlays: list[tuple[str, str]]
    next_ms: int | None
    soon: list[str]


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    ends_ms: int
    items: tuple[AnyItem, ...]
    moments: list[Moment]


CASES = msgspec.json.decode(VECTORS.read_bytes(), type=list[Case])


def as_moment(answer: OnAir) -> Moment:
    stage = answer.stage
    return Moment(
        answer.programme_ms,
        answer.phase.value,
        Stage(stage.item.id, stage.media_ms, stage.page) if stage else None,
        [(overlay.item.id, overlay.state.value) for overlay in answer.overlays],
        answer.next_at - STARTS_AT if answer.next_at is not None else None,
        [item.id for item in answer.soon],
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_vector(case: Case) -> None:
    rundown = Rundown(version=3, items=case.items)
    for moment in case.moments:
        answer = on_air(rundown, STARTS_AT, STARTS_AT + case.ends_ms, STARTS_AT + moment.ms)
        assert as_moment(answer) == moment
        assert (answer.version, answer.at, answer.ends_at) == (
            3,
            STARTS_AT + moment.ms,
            STARTS_AT + case.ends_ms,
        )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_changes_before_next_at(case: Case) -> None:
    """Walk from change to change: just before each, all but the playing position is as it was."""
    rundown = Rundown(items=case.items)
    ends_at = STARTS_AT + case.ends_ms
    at = STARTS_AT - 120_000
    while (answer := on_air(rundown, STARTS_AT, ends_at, at)).next_at is not None:
        before = on_air(rundown, STARTS_AT, ends_at, answer.next_at - 1)
        assert still(before) == still(answer)
        at = answer.next_at
    assert at == ends_at


def still(answer: OnAir) -> tuple[object, ...]:
    stage = (answer.stage.item.id, answer.stage.page) if answer.stage else None
    return (answer.phase, stage, answer.overlays, answer.next_at, answer.soon)


def test_two_hundred_items_cost_at_most_20_us() -> None:
    asset = AssetId(UUID(int=1))
    stage = [
        Video(id=ItemId(f"v{n}"), start_ms=n * 60_000, duration_ms=60_000, asset_id=asset) for n in range(100)
    ]
    overlays = [
        CallToAction(id=ItemId(f"c{n}"), start_ms=n * 60_000, duration_ms=50_000, text="", button="", url="")
        for n in range(100)
    ]
    rundown = Rundown(items=(*stage, *overlays))
    ends_at = STARTS_AT + 100 * 60_000

    def once() -> float:
        start = time.thread_time()
        for n in range(1_000):
            on_air(rundown, STARTS_AT, ends_at, STARTS_AT + n * 6_000)
        return (time.thread_time() - start) / 1_000

    assert min(once() for _ in range(5)) <= 20e-6
