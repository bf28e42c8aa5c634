"""CPU per heartbeat: the same closed loop against ours and the three baselines, one after the other, in rounds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass

from tests.bench import systems
from tests.bench.load import Plan
from tests.bench.systems import System, cpu_s

VIEWERS = 1000
HEARTBEATS = 60


@dataclass(frozen=True)
class Cost:
    """What one run cost. µs of CPU per heartbeat; ``load_busy`` is the share of a core that the load used."""

    name: str
    web_us: float
    redis_us: float
    per_s: float
    p50_ms: float
    p99_ms: float
    load_busy: float
    dropped: int


def start_load(plan: Plan) -> subprocess.Popen[str]:
    """A load process whose viewers are connected and wait for the word to begin."""
    process = launch_load(plan)
    hear(process)
    return process


def launch_load(plan: Plan) -> subprocess.Popen[str]:
    """A load process that says a line when its viewers are connected."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.load"],
        cwd=systems.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    tell(process, json.dumps(asdict(plan)))
    return process


def tell(process: subprocess.Popen[str], line: str) -> None:
    if process.stdin is None:
        raise RuntimeError("the load has no input")
    process.stdin.write(line + "\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> str:
    line = process.stdout.readline() if process.stdout is not None else ""
    if not line:
        raise RuntimeError("the load has ended early")
    return line


def measure(system: System, heartbeats: int = HEARTBEATS) -> Cost:
    """One closed loop."""
    joins = system.joins[:VIEWERS] or [f"join-{n}" for n in range(VIEWERS)]
    load = start_load(
        Plan(host="127.0.0.1", port=system.port, joins=joins, mode="closed", heartbeats=heartbeats)
    )
    redis = (system.redis,) if system.redis else ()
    web_before, redis_before = cpu_s(system.web), cpu_s(redis)
    tell(load, "go")
    seen = json.loads(hear(load))
    web_s, redis_s = cpu_s(system.web) - web_before, cpu_s(redis) - redis_before
    tell(load, "end")
    load.wait(30)
    acked = seen["acked"]
    if acked != len(joins) * heartbeats or seen["closed"]:
        raise RuntimeError(f"{system.name} answered {acked} of {len(joins) * heartbeats}: {seen}")
    return Cost(
        name=system.name,
        web_us=web_s / acked * 1e6,
        redis_us=redis_s / acked * 1e6,
        per_s=acked / seen["seconds"],
        p50_ms=seen["p50_ms"],
        p99_ms=seen["p99_ms"],
        load_busy=seen["cpu_s"] / seen["seconds"],
        dropped=seen["dropped"],
    )


def compare(rounds: int = 3) -> dict[str, Cost]:
    """The median of some rounds for each system."""
    makers: list[Callable[[], AbstractContextManager[System]]] = [
        systems.echo,
        systems.obvious,
        systems.node,
        lambda: systems.ours(VIEWERS),
    ]
    found: dict[str, list[Cost]] = {}
    for _ in range(rounds):
        for make in makers:
            with make() as system:
                measure(system, heartbeats=10)  # warm
                found.setdefault(system.name, []).append(measure(system))
    return {name: _median(costs) for name, costs in found.items()}


def workers(rounds: int = 3) -> tuple[Cost, Cost]:
    """Ours with one web process and with two, in turns, the medians of some rounds; the CPU of two is that of both."""
    costs: dict[int, list[Cost]] = {1: [], 2: []}
    for _ in range(rounds):
        for count, found in costs.items():
            with systems.ours(VIEWERS, count) as system:
                measure(system, heartbeats=10)
                found.append(measure(system))
    return _median(costs[1]), _median(costs[2])


def _median(costs: list[Cost]) -> Cost:
    return sorted(costs, key=lambda cost: cost.web_us)[len(costs) // 2]
