"""CPU per heartbeat: the same closed loop against ours and the baselines, one after the other, in rounds.

Run alone as ``python -m tests.bench.cost [--rounds N] [system…]``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass

from tests.bench import systems
from tests.bench.load import Plan
from tests.bench.systems import System, cpu

VIEWERS = 1000
HEARTBEATS = 60


@dataclass(frozen=True)
class Cost:
    """The cost of one run, in µs of CPU per heartbeat; ``load_busy`` is the share of a core that the load used."""

    name: str
    user_us: float
    system_us: float
    redis_us: float
    per_s: float
    p50_ms: float
    p99_ms: float
    load_busy: float
    dropped: int

    @property
    def web_us(self) -> float:
        """Return the CPU time of the web processes, in their own code and in the kernel's."""
        return self.user_us + self.system_us


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
    redis = system.redis
    web_before, redis_before = cpu(system.web), cpu(redis)
    tell(load, "go")
    seen = json.loads(hear(load))
    web, redis_s = cpu(system.web).since(web_before), cpu(redis).since(redis_before).total_s
    tell(load, "end")
    load.wait(30)
    acked = seen["acked"]
    if acked != len(joins) * heartbeats or seen["closed"]:
        raise RuntimeError(f"{system.name} answered {acked} of {len(joins) * heartbeats}: {seen}")
    return Cost(
        name=system.name,
        user_us=web.user_s / acked * 1e6,
        system_us=web.system_s / acked * 1e6,
        redis_us=redis_s / acked * 1e6,
        per_s=acked / seen["seconds"],
        p50_ms=seen["p50_ms"],
        p99_ms=seen["p99_ms"],
        load_busy=seen["cpu_s"] / seen["seconds"],
        dropped=seen["dropped"],
    )


SYSTEMS: Mapping[str, Callable[[], AbstractContextManager[System]]] = {
    "echo": systems.echo,
    "echo on asyncio": systems.echo_asyncio,
    "echo by picows": systems.echo_picows,
    "obvious": systems.obvious,
    "node": systems.node,
    "ours": lambda: systems.ours(VIEWERS),
    "ours, 2 workers": lambda: systems.ours(VIEWERS, 2),
    "ours, on a cluster": lambda: systems.ours_on_cluster(VIEWERS),
}


def compare(rounds: int = 3, names: Sequence[str] = tuple(SYSTEMS)) -> dict[str, Cost]:
    """The median of some rounds for each system."""
    found: dict[str, list[Cost]] = {}
    for _ in range(rounds):
        for name in names:
            with SYSTEMS[name]() as system:
                measure(system, heartbeats=10)  # warm
                found.setdefault(name, []).append(measure(system))
    return {name: _median(costs) for name, costs in found.items()}


def _median(costs: list[Cost]) -> Cost:
    return sorted(costs, key=lambda cost: cost.web_us)[len(costs) // 2]


def table(costs: Mapping[str, Cost]) -> str:
    """CPU per heartbeat of each system as Markdown."""
    rows = ["| system | user µs | kernel µs | Valkey µs | per second | p99 ms |", "|---|---|---|---|---|---|"]
    rows += [
        f"| {name} | {each.user_us:.1f} | {each.system_us:.1f} | {each.redis_us:.1f} "
        f"| {each.per_s:,.0f} | {each.p99_ms:.0f} |"
        for name, each in costs.items()
    ]
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.cost")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("systems", nargs="*", default=[], metavar="system", help=", ".join(SYSTEMS))
    options = parser.parse_args()
    print(table(compare(options.rounds, options.systems or tuple(SYSTEMS))))


if __name__ == "__main__":
    main()
