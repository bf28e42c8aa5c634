"""A handful of histories under fire; `make faults N=200` runs many."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.__main__ import of, one
from tests.faults.guards import GUARDS, Guard, source_of
from tests.faults.history import history_of
from tests.faults.plans import Fault, Scene, Speech, Word
from tests.faults.stream import stream
from tests.faults.system import System

SEEDS = (2, 5, 9)
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installations() -> Iterator[Callable[[int], System]]:
    """The installation of a seed; histories start and stop it, its data goes on."""
    known: dict[int, System] = {}
    with tempfile.TemporaryDirectory(prefix="lc-faults-") as folder:
        yield lambda seed: of(seed, known, Path(folder), ROOT)
        for system in known.values():
            system.kill()


@pytest.mark.timeout(180)
@pytest.mark.xdist_group("faults")
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_and_nothing_counted_twice(seed: int, installations: Callable[[int], System]) -> None:
    """`python -m tests.faults --seed N` replays one."""
    installation = installations(seed)
    result = one(seed, installation)
    assert not result.differs, "\n".join([str(result), *result.differs, installation.told()[-6000:]])
    assert result.acked > 100
    assert result.sendings > result.beats, "something was sent again"


@pytest.mark.timeout(300)
@pytest.mark.xdist_group("faults")
def test_a_stream_ends_the_same_in_order_and_shuffled_under_kills(
    installations: Callable[[int], System],
) -> None:
    """`python -m tests.faults.stream --events 10000` tells a longer one."""
    installation = installations(SEEDS[0])
    outcome = stream(1_000, 1, installation)
    assert not outcome.differs, "\n".join([str(outcome), installation.told()[-6000:]])
    assert len(outcome.kills) >= 5
    assert outcome.sendings["shuffled"] > outcome.sendings["ordered"] == 1_000
    assert {"attended", "attended_on_demand", "no_show"} <= set(outcome.statuses)


def test_a_seed_replays_the_same_decisions() -> None:
    assert history_of(7) == history_of(7)
    assert history_of(7) != history_of(8)


def test_every_scene_and_every_fault_comes_up() -> None:
    histories = [history_of(seed) for seed in range(60)]
    assert {webinar.scene for history in histories for webinar in history.webinars} == set(Scene)
    assert {vendor.speech for history in histories for vendor in history.vendors} == set(Speech)
    sayings = [each for history in histories for vendor in history.vendors for each in vendor.sayings]
    assert {saying.word for saying in sayings} == set(Word)
    assert {len(history.webinars) for history in histories} == {1, 2, 3}
    assert {history.shards for history in histories} == {1, 4}
    assert len({step.fault for history in histories for step in history.faults}) == len(Fault)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name.split(":")[0])
def test_every_guard_can_still_be_broken(guard: Guard) -> None:
    """`make guards` breaks them and sees histories fail; that takes minutes, this holds it to the source."""
    assert source_of(guard).read_text(encoding="utf-8").count(guard.kept) == 1
