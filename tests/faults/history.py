"""The plan of a history, decided from its seed alone before anything starts; a seed replays the same decisions."""

import random
from collections.abc import Callable, Sequence
from typing import Final

from tests.faults.plans import (
    LASTS_S,
    Change,
    Fault,
    FaultStep,
    History,
    Move,
    OperatorStep,
    ReceiverPlan,
    Scene,
    Step,
    TabPlan,
    WebinarPlan,
)
from tests.faults.vendor_history import vendors_of

SHARDS: Final = (1, 1, 4)
"""Of every three seeds one runs on a ledger of several shards."""


def history_of(seed: int) -> History:
    """The history of a seed."""
    rng = random.Random(seed)
    sizes = rng.choices(((22,), (26,), (13, 12), (8, 9, 8)), weights=(3, 2, 4, 2))[0]
    webinars = tuple(_webinar(rng, size) for size in sizes)
    tabs = tuple(
        tab for index, webinar in enumerate(webinars) for tab in _tabs(rng, index, len(webinar.statuses))
    )
    vendors = vendors_of(rng, webinars)
    return History(
        seed=seed,
        shards=SHARDS[seed % len(SHARDS)],
        webinars=webinars,
        tabs=tabs,
        vendors=vendors,
        receivers=_receivers(rng, len(webinars)),
        faults=_faults(rng, len(tabs) + len(vendors)),
    )


def _webinar(rng: random.Random, members: int) -> WebinarPlan:
    scene = rng.choices(list(Scene), weights=(5, 3, 2, 2))[0]
    turns_s = rng.uniform(4.0, 8.0)
    statuses = tuple(
        rng.choices(("registered", "invited", "pending_approval", ""), weights=(20, 1, 1, 3))[0]
        for _ in range(members)
    )
    return WebinarPlan(
        scene=scene,
        turns_s=turns_s,
        timezone=rng.choice(("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")),
        recording_s=rng.choice((30.0, 47.5, 90.0, 1300.0)),
        threshold_s=round(rng.uniform(2.0, 6.0), 3),
        removes=rng.random() < 0.4,
        statuses=statuses,
        outsiders=rng.randint(2, 6),
        operator=_operator(rng, scene, turns_s, statuses),
    )


def _receivers(rng: random.Random, webinars: int) -> tuple[ReceiverPlan, ...]:
    first = ReceiverPlan(
        webinars=(),
        refuses=rng.choice((0.0, 0.05, 0.2)),
        slow=0.02,
        away_s=None,
        seed=rng.getrandbits(32),
    )
    if rng.random() < 0.6:
        return (first,)
    from_s = rng.uniform(0.0, 6.0)
    troubled = ReceiverPlan(
        webinars=(rng.randrange(webinars),),
        refuses=0.1,
        slow=0.2,
        away_s=(from_s, from_s + rng.uniform(1.0, 8.0)),
        seed=rng.getrandbits(32),
    )
    return (first, troubled)


def _tabs(rng: random.Random, webinar: int, members: int) -> tuple[TabPlan, ...]:
    tabs = []
    for member in range(members):
        for _ in range(rng.choices((0, 1, 2, 3), weights=(1, 6, 4, 2))[0]):
            opens_s = rng.uniform(0.0, 5.0) if rng.random() < 0.8 else rng.uniform(5.0, 10.0)
            tabs.append(
                TabPlan(
                    webinar=webinar,
                    member=member,
                    opens_s=opens_s,
                    beat_s=rng.uniform(0.5, 2.0),
                    patience_s=rng.uniform(1.5, 5.0),
                    sockets=rng.random() < 0.93,
                    seed=rng.getrandbits(32),
                    steps=_steps(rng, opens_s),
                )
            )
    return tuple(tabs)


_MOVES: Final = {
    Move.PLAY: 12,
    Move.PAUSE: 7,
    Move.SEEK: 7,
    Move.SPEED: 5,
    Move.CLICK: 1,
    Move.ABORT: 4,
    Move.RELOAD: 3,
    Move.BEACON: 4,
    Move.AGAIN: 4,
    Move.SHUFFLE: 3,
    Move.ODD: 3,
    Move.FLOOD: 0.2,
    Move.BAD: 1,
    Move.CLOCK: 0.6,
}


def _steps(rng: random.Random, opens_s: float) -> tuple[Step, ...]:
    steps = [Step(opens_s + rng.uniform(0.0, 0.5), Move.PLAY)]
    while (at_s := steps[-1].at_s + rng.expovariate(1 / 1.1)) < LASTS_S:
        move = rng.choices(list(_MOVES), weights=list(_MOVES.values()))[0]
        steps.append(Step(at_s, move, rng.getrandbits(32)))
    return tuple(steps)


def _operator(
    rng: random.Random, scene: Scene, turns_s: float, statuses: Sequence[str]
) -> tuple[OperatorStep, ...]:
    steps: list[OperatorStep] = []

    def some() -> float:
        return rng.uniform(1.0, LASTS_S - 1.0)

    if scene is Scene.CUT_SHORT:
        steps.append(OperatorStep(rng.uniform(4.0, 8.0), Change.FINISH))
    elif scene is not Scene.ENDING:
        steps.append(OperatorStep(rng.uniform(0.0, 9.0), Change.FINISH))
    if rng.random() < 0.3:
        steps.append(OperatorStep(rng.uniform(9.0, LASTS_S), Change.FINISH))
    if rng.random() < 0.5:
        steps.append(OperatorStep(some(), Change.THRESHOLD, value=f"{rng.uniform(1.0, 2.0):.3f}"))
    if rng.random() < 0.3:
        steps.append(OperatorStep(some(), Change.RECORDING))
    if scene is Scene.ENDING and rng.random() < 0.3:
        later_s = rng.uniform(0.5, 3.0)
        steps.append(OperatorStep(rng.uniform(0.5, turns_s), Change.EXTEND, value=f"{later_s:.3f}"))
    for member, status in enumerate(statuses):
        if status != "registered":
            steps.append(OperatorStep(some(), Change.JOINS, member))
        elif rng.random() < 0.18:
            at_s = some()
            steps.append(OperatorStep(at_s, Change.REMOVE, member))
            if rng.random() < 0.75:
                steps.append(OperatorStep(at_s + rng.uniform(0.05, 4.0), Change.BACK, member))
        elif rng.random() < 0.12:
            steps.append(OperatorStep(some(), Change.NEW_LINK, member))
        elif rng.random() < 0.12:
            value = rng.choice(("attended", "attended_on_demand", "no_show"))
            steps.append(OperatorStep(some(), Change.ASSERT, member, value))
    return tuple(sorted(steps, key=lambda step: step.at_s))


_WORKERS: Final = 2
_MOST_KILLS: Final = {
    Fault.KILL_WEB: 2,
    Fault.KILL_WORK: 2,
    Fault.KILL_VALKEY: 2,
    Fault.KILL_POSTGRES: 2,
    Fault.EMPTY_VALKEY: 1,
}
"""The greatest number of kills: a process that dies again and again is restarted later and later, and a history is too
short for that.
"""


def _faults(rng: random.Random, count: int) -> tuple[FaultStep, ...]:
    steps: list[FaultStep] = []

    def web(fault: Fault) -> Callable[[float], FaultStep]:
        return lambda at_s: FaultStep(at_s, fault, (rng.randrange(_WORKERS),), rng.uniform(0.3, 2.0))

    def plain(fault: Fault) -> Callable[[float], FaultStep]:
        return lambda at_s: FaultStep(at_s, fault, (), rng.uniform(0.3, 2.5))

    def lines(fault: Fault) -> Callable[[float], FaultStep]:
        return lambda at_s: FaultStep(
            at_s,
            fault,
            tuple(line for line in range(count) if rng.random() < rng.choice((0.1, 0.3, 0.8))),
            rng.uniform(0.3, 3.5),
        )

    kinds = [
        (4, web(Fault.KILL_WEB)),
        (4, plain(Fault.KILL_WORK)),
        (4, plain(Fault.KILL_VALKEY)),
        (4, plain(Fault.KILL_POSTGRES)),
        (2, web(Fault.DRAIN_WEB)),
        (2, web(Fault.FREEZE_WEB)),
        (1, plain(Fault.FREEZE_WORK)),
        (2, plain(Fault.FREEZE_VALKEY)),
        (1.5, plain(Fault.FREEZE_POSTGRES)),
        (0.3, plain(Fault.EMPTY_VALKEY)),
        (3, lines(Fault.CUT)),
        (2, lines(Fault.LOSE)),
        (4, lines(Fault.STALL)),
    ]
    at_s = rng.uniform(1.0, 3.0)
    while at_s < LASTS_S - 0.5:
        make = rng.choices([kind for _, kind in kinds], weights=[weight for weight, _ in kinds])[0]
        step = make(at_s)
        if sum(other.fault is step.fault for other in steps) < _MOST_KILLS.get(step.fault, 3):
            steps.append(step)
        # Every third or so comes close behind another: that is where recovery meets the next fault.
        at_s += rng.uniform(0.02, 0.5) if rng.random() < 0.35 else rng.uniform(0.7, 3.0)
    return tuple(steps)
