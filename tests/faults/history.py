"""What a history does, decided from its seed alone before anything starts; a seed replays the same decisions.

Times are seconds since the history began. Indices name members, tabs and workers, whoever they turn out to be.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LASTS_S: Final = 13.0
"""How long everybody plays and everything fails; recovery and the counting come after it."""


class Scene(StrEnum):
    """Where the webinar stands while the history goes on."""

    ENDED = "ended"
    """The event was over days ago; operators finish it."""
    ENDING = "ending"
    """It ends in the middle, and the clock finishes it."""
    CUT_SHORT = "cut_short"
    """It goes on for an hour, but an operator finishes it."""
    CLOSING = "closing"
    """The on-demand window closes in the middle."""


class Move(StrEnum):
    """What a tab does. ``value`` seeds what is random about it."""

    PLAY = "play"
    PAUSE = "pause"
    SEEK = "seek"
    SPEED = "speed"
    CLICK = "click"
    """Confirm a click on the join link."""
    ABORT = "abort"
    """Lose the connection and come back."""
    RELOAD = "reload"
    """Another page load: a new playback; what is left of the old one goes by beacon."""
    BEACON = "beacon"
    """Tell by beacon what may be on its way by socket, and something old."""
    AGAIN = "again"
    """Send old frames again, as they were."""
    SHUFFLE = "shuffle"
    """Send everything that is not acknowledged again, in any order."""
    ODD = "odd"
    """Claim segments that nobody played so."""
    FLOOD = "flood"
    """More segments than a heartbeat may have."""
    BAD = "bad"
    """A heartbeat that is none."""


class Change(StrEnum):
    """What an operator does."""

    REMOVE = "remove"
    BACK = "back"
    ASSERT = "assert"
    NEW_LINK = "new_link"
    THRESHOLD = "threshold"
    FINISH = "finish"
    RECORDING = "recording"
    JOINS = "joins"
    """Somebody is added, or registered who was only invited."""


class Fault(StrEnum):
    """What goes wrong."""

    KILL_WEB = "kill_web"
    KILL_WORK = "kill_work"
    KILL_VALKEY = "kill_valkey"
    KILL_POSTGRES = "kill_postgres"
    DRAIN_WEB = "drain_web"
    FREEZE_WEB = "freeze_web"
    FREEZE_WORK = "freeze_work"
    FREEZE_VALKEY = "freeze_valkey"
    FREEZE_POSTGRES = "freeze_postgres"
    EMPTY_VALKEY = "empty_valkey"
    """It dies, and comes back without anything that it had written."""
    CUT = "cut"
    """Connections break, on both sides."""
    LOSE = "lose"
    """Connections break for the viewer, and the server is not told."""
    STALL = "stall"
    """Nothing goes through for a while, then all of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a tab."""

    at_s: float
    move: Move
    value: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TabPlan:
    """One tab: whose, when it opens, how often it reports, after which silence it gives a connection up."""

    member: int
    opens_s: float
    beat_s: float
    patience_s: float
    sockets: bool
    """False: websockets are blocked, everything goes by beacon."""
    seed: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class OperatorStep:
    """One change; ``value`` is the status to assert, or the new threshold."""

    at_s: float
    change: Change
    member: int = -1
    value: str = ""


@dataclass(frozen=True, slots=True)
class FaultStep:
    """One fault: on worker or tabs ``targets``, for ``for_s`` seconds where it ends."""

    at_s: float
    fault: Fault
    targets: tuple[int, ...] = ()
    for_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A whole history."""

    seed: int
    scene: Scene
    turns_s: float
    """When the event ends or the window closes, in the scenes where it does."""
    timezone: str
    recording_s: float
    threshold_s: float
    statuses: tuple[str, ...]
    """The status with which each member is added; empty for somebody who comes later."""
    tabs: tuple[TabPlan, ...]
    operator: tuple[OperatorStep, ...]
    faults: tuple[FaultStep, ...]


def history_of(seed: int) -> History:
    """The history of a seed."""
    rng = random.Random(seed)
    scene = rng.choices(list(Scene), weights=(5, 3, 2, 2))[0]
    turns_s = rng.uniform(4.0, 8.0)
    statuses = tuple(
        rng.choices(("registered", "invited", "pending_approval", ""), weights=(20, 1, 1, 2))[0]
        for _ in range(rng.randint(18, 32))
    )
    tabs = _tabs(rng, len(statuses))
    return History(
        seed=seed,
        scene=scene,
        turns_s=turns_s,
        timezone=rng.choice(("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")),
        recording_s=rng.choice((30.0, 47.5, 90.0, 1300.0)),
        threshold_s=round(rng.uniform(2.0, 6.0), 3),
        statuses=statuses,
        tabs=tabs,
        operator=_operator(rng, scene, statuses),
        faults=_faults(rng, len(tabs)),
    )


def _tabs(rng: random.Random, members: int) -> tuple[TabPlan, ...]:
    tabs = []
    for member in range(members):
        for _ in range(rng.choices((0, 1, 2, 3), weights=(1, 6, 4, 2))[0]):
            opens_s = rng.uniform(0.0, 5.0) if rng.random() < 0.8 else rng.uniform(5.0, 11.0)
            tabs.append(
                TabPlan(
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
}


def _steps(rng: random.Random, opens_s: float) -> tuple[Step, ...]:
    steps = [Step(opens_s + rng.uniform(0.0, 0.5), Move.PLAY)]
    while (at_s := steps[-1].at_s + rng.expovariate(1 / 1.1)) < LASTS_S:
        move = rng.choices(list(_MOVES), weights=list(_MOVES.values()))[0]
        steps.append(Step(at_s, move, rng.getrandbits(32)))
    return tuple(steps)


def _operator(rng: random.Random, scene: Scene, statuses: Sequence[str]) -> tuple[OperatorStep, ...]:
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
"""Whoever dies again and again is restarted later and later; a history is too short for that."""


def _faults(rng: random.Random, tabs: int) -> tuple[FaultStep, ...]:
    steps: list[FaultStep] = []

    def web(fault: Fault) -> Callable[[float], FaultStep]:
        return lambda at_s: FaultStep(at_s, fault, (rng.randrange(_WORKERS),), rng.uniform(0.3, 2.0))

    def plain(fault: Fault) -> Callable[[float], FaultStep]:
        return lambda at_s: FaultStep(at_s, fault, (), rng.uniform(0.3, 2.5))

    def lines(fault: Fault) -> Callable[[float], FaultStep]:
        return lambda at_s: FaultStep(
            at_s,
            fault,
            tuple(tab for tab in range(tabs) if rng.random() < rng.choice((0.1, 0.3, 0.8))),
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
